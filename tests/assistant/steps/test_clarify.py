"""Sure: go on. Not sure: one question back. Nothing fits: say so, with the nearest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue import Dialogue, Facet
from assistant.steps.clarify import CHOICES, FITTING, NEAREST, Clarify
from assistant.types import Guess, Inbound, Intent, Status, Turn
from assistant.wiring import Assistant
from knowledge.index.lexicon import Query
from knowledge.index.search import Hit
from tests.assistant.making import HOTLINE, WORDS, hit, replied, turned, understood


def popular(query: Query, most: int) -> list[Hit]:
    """Two that everybody needs."""
    return [hit("8", "Khai sinh", 0.0, 0.0), hit("9", "Khai tử", 0.0, 0.0)][:most]


CLARIFY = Clarify(WORDS, popular, found=0.5, sure=0.5, hotline=HOTLINE)
ASKED = "xin giấy chứng nhận trại ong mật trên núi hết bao nhiêu tiền"


def found(*hits: tuple[str, float, float, str]) -> Turn:
    """A turn with hits: (code, chance, match, title)."""
    rows = tuple(hit(code, title, chance, match, chance=chance) for code, chance, match, title in hits)
    return replace(understood(ASKED, Facet.FEE), hits=rows)


def test_one_likely_procedure_is_chosen() -> None:
    turn = found(("1", 0.9, 0.9, "Khai sinh"), ("2", 0.1, 0.9, "Khai tử"))
    assert turned(CLARIFY(turn)).chosen == "1"


def test_what_is_chosen_already_goes_on() -> None:
    turn = replace(found(("1", 0.1, 0.1, "Khai sinh")), chosen="2")
    assert turned(CLARIFY(turn)) == turn


def test_equally_likely_ones_are_asked_back() -> None:
    rows = [(str(n), 0.11, 0.9, f"Việc {n}") for n in range(9)]
    reply = replied(CLARIFY(found(*rows)))
    assert reply.status is Status.CLARIFY
    assert [c.code for c in reply.choices] == ["0", "1", "2", "3"]
    assert len(reply.choices) == CHOICES
    assert all(choice.facet is Facet.FEE and choice.label in reply.text for choice in reply.choices)
    assert reply.dialogue == Dialogue(open_choices=reply.choices, facet=Facet.FEE)
    assert len(reply.candidates) == 9


def test_no_more_choices_than_there_is_doubt() -> None:
    rows = [("1", 0.49, 0.9, "Khai sinh"), ("2", 0.49, 0.9, "Khai tử"), ("3", 0.01, 0.9, "Kết hôn")]
    assert [c.code for c in replied(CLARIFY(found(*rows))).choices] == ["1", "2"]


def test_twins_of_one_title_are_one_matter() -> None:
    turn = found(("1", 0.45, 0.9, "Thủ tục khai sinh"), ("2", 0.45, 0.9, "Khai sinh (cấp xã)"))
    assert turned(CLARIFY(turn)).chosen == "1"


FAMILY = ("Đăng ký hộ kinh doanh", "Tạm ngừng hộ kinh doanh", "Chấm dứt hộ kinh doanh", "Cấp giấy phép chở đò ngang")


def family(said: str, titles: tuple[str, ...] = FAMILY, facet: Facet = Facet.OVERVIEW, chance: float = 0.6) -> Turn:
    """A turn whose hits have these titles, the first by far the likeliest."""
    hits = tuple(hit(str(n), title, 1.0, chance=0.1 if n else chance) for n, title in enumerate(titles))
    return replace(understood(said, facet), hits=hits)


def test_words_that_stand_in_the_names_of_several_procedures_are_asked_back() -> None:
    reply = replied(CLARIFY(family("hộ kinh doanh")))
    assert reply.status is Status.CLARIFY
    assert [choice.code for choice in reply.choices][:3] == ["0", "1", "2"]
    assert replied(CLARIFY(family("ho kinh doanh"))).status is Status.CLARIFY


@pytest.mark.parametrize("said", ["đăng ký hộ kinh doanh", "hộ kinh doanh quán phở", "dang ky ho kinh doanh"])
def test_one_more_word_tells_a_procedure_from_its_family(said: str) -> None:
    assert turned(CLARIFY(family(said))).chosen == "0"


def test_a_family_that_is_all_but_sure_or_small_or_asked_about_a_facet_is_answered() -> None:
    assert turned(CLARIFY(family("hộ kinh doanh", chance=0.7))).chosen == "0"
    assert turned(CLARIFY(family("hộ kinh doanh", FAMILY[1:]))).chosen == "0", "two names are no family"
    assert turned(CLARIFY(family("hộ kinh doanh", facet=Facet.FEE))).chosen == "0"


def test_twins_do_not_make_a_family() -> None:
    twins = (FAMILY[0], f"Thủ tục {FAMILY[0].lower()}", f"{FAMILY[0]} (cấp xã)", FAMILY[1])
    assert turned(CLARIFY(family("hộ kinh doanh", twins))).chosen == "0"


def test_everyday_names_count_as_names_of_the_family() -> None:
    turn = family("mở quán ăn", ("Một", "Hai", "Ba"))
    assert turned(CLARIFY(turn)).chosen == "0"
    named = tuple(replace(one, plain=f"Mở quán ăn kiểu {one.title}") for one in turn.hits)
    assert replied(CLARIFY(replace(turn, hits=named))).status is Status.CLARIFY


def test_labels_say_how_the_choices_differ() -> None:
    title = "Đăng ký kết hôn"
    hits = (
        hit("1", title, 1.0, plain="Lấy chồng, lấy vợ", chance=0.4),
        hit("2", f"{title} có yếu tố", 0.9, variants=frozenset({"foreign"}), level="province", chance=0.4),
    )
    reply = replied(CLARIFY(replace(found(), hits=hits)))
    plain, foreign = (choice.label for choice in reply.choices)
    assert plain == f"Lấy chồng, lấy vợ ({WORDS('level.commune')})"
    assert foreign == f"{title} có yếu tố ({WORDS('variant.foreign')}, {WORDS('level.province')})"


@pytest.mark.parametrize("hits", [(), (("1", 0.3, 0.1, "Khai sinh"), ("2", 0.2, 0.1, "Khai tử"))])
def test_nothing_fits_shows_the_nearest_and_a_person(hits: tuple[tuple[str, float, float, str], ...]) -> None:
    reply = replied(CLARIFY(found(*hits)))
    assert reply.status is Status.NOT_FOUND
    assert len(reply.choices) == min(len(hits), NEAREST)
    assert reply.dialogue.open_choices == reply.choices, "the nearest can be picked"
    assert HOTLINE in reply.text


def test_a_bare_facet_is_not_answered() -> None:
    turn = found(("1", 0.9, 0.9, "Việc"), ("2", 0.05, 0.5, "Khác"))
    assert turn.understanding
    bare = replace(turn, understanding=replace(turn.understanding, topical=False, own=()))
    assert replied(CLARIFY(bare)).status in (Status.CLARIFY, Status.NOT_FOUND)


def test_a_name_that_a_model_guessed_needs_no_words_in_common() -> None:
    turn = found(("1", 0.9, 0.0, "Khai sinh"))
    guess = Guess(Intent.ASK, ("Khai sinh",), Facet.FEE, "vi", ASKED)
    assert turned(CLARIFY(replace(turn, guessed=guess))).chosen == "1"
    assert replied(CLARIFY(turn)).status is Status.NOT_FOUND


def bare(match: float, step: Clarify = CLARIFY) -> list[str]:
    """The codes offered for words that name no topic, where the best hits match so well."""
    turn = found(("1", 0.5, match, "Việc"), ("2", 0.3, match, "Khác"))
    assert turn.understanding
    reply = replied(step(replace(turn, understanding=replace(turn.understanding, topical=False, own=()))))
    assert reply.status is Status.CLARIFY
    assert reply.dialogue.open_choices == reply.choices
    assert all(choice.facet is Facet.FEE for choice in reply.choices), "what was asked is kept"
    return [choice.code for choice in reply.choices]


def test_words_that_name_no_topic_are_offered_what_fits_else_what_most_people_need() -> None:
    assert bare(FITTING) == ["1", "2"]
    assert bare(FITTING - 0.01) == ["8", "9"]


def test_without_anything_that_most_people_need_the_nearest_is_offered() -> None:
    assert bare(0.1, replace(CLARIFY, popular=lambda query, most: [])) == ["1", "2"]


@pytest.mark.parametrize("most", [0, 1, CHOICES, 1000])
def test_the_index_knows_what_most_people_need(bundled: Assistant, most: int) -> None:
    index = bundled.library.index()
    hits = index.popular(index.query("phí nhiêu vậy"), most)
    held = [code for code in index.lexicon.common if index.position(code) is not None]
    assert [hit.code for hit in hits] == held[:most], "in the order of the list, only what is imported"
    assert all(hit.chance == 0 and hit.title == index.title(hit.code) for hit in hits)


@pytest.mark.parametrize("text", ["phí nhiêu vậy", "phi nhieu vay", "phí bao nhiêu"])
def test_a_bare_question_about_a_fee_is_asked_back_with_what_most_people_need(bundled: Assistant, text: str) -> None:
    index = bundled.library.index()
    reply = bundled.ask(Inbound("t", text))
    assert reply.status is Status.CLARIFY
    assert [c.code for c in reply.choices] == [h.code for h in index.popular(index.query(text), CHOICES)]
    assert {c.facet for c in reply.choices} == {Facet.FEE}


def test_a_word_said_again_and_again_says_no_more_than_once(bundled: Assistant) -> None:
    once, often = (bundled.ask(Inbound("t", "trợ cấp " * times)) for times in (1, 400))
    assert once.status is often.status is Status.CLARIFY
