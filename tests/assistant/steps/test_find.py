"""Retrieve, quote, clarify, compose: each on its own, on the bundled knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.dialogue import Dialogue, Facet
from assistant.errors import NotReady
from assistant.steps.clarify import CHOICES, NEAREST, Clarify
from assistant.steps.compose import Compose
from assistant.steps.quote import LINES_SHOWN, Quote
from assistant.steps.retrieve import Retrieve
from assistant.steps.read import Read
from assistant.types import Found, Role, Status, Turn
from assistant.wiring import Assistant
from knowledge.index import lexicon
from knowledge.types import Passage
from tests.assistant.making import HOTLINE, WORDS, asked, hit, replied, turned

CLARIFY = Clarify(WORDS, 0.5, 0.03, HOTLINE)
QUOTE = Quote(WORDS, 0.5)
PLACE = "Mã OTP > Chờ mãi không thấy mã"
PASSAGE = Passage(
    "ma-otp#2", "ma-otp", "Mã OTP", PLACE, "\n".join(f"- Việc {n}." for n in range(20)), ("citizen",),
    date(2026, 7, 1), "ma-otp.md",
)  # fmt: skip


def understood(text: str, role: Role = Role.CITIZEN) -> Turn:
    turn = turned(Read(lexicon.load())(asked(text)))
    return replace(turn, inbound=replace(turn.inbound, role=role))


@pytest.fixture
def retrieve(bundled: Assistant) -> Retrieve:
    return Retrieve(bundled.library.index(), bundled.library.catalogue)


@pytest.fixture
def compose(bundled: Assistant) -> Compose:
    return Compose(WORDS, bundled.library.catalogue, bundled.library.index())


def test_ten_procedures_best_first_and_the_passages(retrieve: Retrieve) -> None:
    turn = turned(retrieve(understood("cấp lại thẻ căn cước bị mất")))
    assert turn.hits[0].code == "1.014064"
    assert len(turn.hits) >= 10
    scores = [h.score for h in turn.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(turn.passages) == 3


def test_nothing_known_still_gives_ten(retrieve: Retrieve) -> None:
    turn = turned(retrieve(understood("qwxzj")))
    assert len(turn.hits) >= 10
    assert turn.hits[0].match == 0.0


def test_officers_texts_are_not_shown_to_citizens(retrieve: Retrieve) -> None:
    text = "cán bộ được đào tạo những gì, buổi tập huấn cán bộ"
    for_officer = turned(retrieve(understood(text, Role.OFFICER))).passages
    assert any(set(found.passage.audience) == {"officer"} for found in for_officer)
    for_citizen = turned(retrieve(understood(text))).passages
    assert all({"citizen", "team"} & set(found.passage.audience) for found in for_citizen)


def test_a_fixed_procedure_needs_no_passages(retrieve: Retrieve) -> None:
    assert turned(retrieve(replace(understood("mã otp"), chosen="1.000894"))).passages == ()


def with_found(score: float, *hits: tuple[float, float]) -> Turn:
    found = tuple(hit(f"1.00000{n}", f"Việc {n}", score, match) for n, (score, match) in enumerate(hits))
    return replace(understood("chờ mã otp"), hits=found, passages=(Found(PASSAGE, score),))


def test_a_passage_is_quoted_with_its_place() -> None:
    reply = replied(QUOTE(with_found(0.9, (1.0, 0.4), (0.95, 0.4))))
    assert reply.status is Status.ANSWERED
    assert reply.procedure is None
    (citation,) = reply.citations
    assert (citation.code, citation.section, citation.as_of) == ("ma-otp#2", PLACE, date(2026, 7, 1))
    assert "Việc 3." in citation.quote
    lines = reply.text.splitlines()
    assert sum(line.startswith("• ") for line in lines) == LINES_SHOWN
    assert "ma-otp.md" in lines[-1]
    assert "01/07/2026" in lines[-1]
    assert [c.code for c in reply.candidates] == ["1.000000", "1.000001"]


def test_a_page_is_named_where_there_is_one() -> None:
    turn = with_found(0.9, (1.0, 0.4))
    paged = replace(turn, passages=(Found(replace(PASSAGE, page=7), 0.9),))
    assert "trang 7" in replied(QUOTE(paged)).text


@pytest.mark.parametrize(
    ("score", "hits"),
    [
        (0.4, ((1.0, 0.1),)),
        (0.9, ((1.0, 2.0), (0.95, 0.4))),
        (0.9, ((1.0, 1.4), (0.6, 0.4))),
    ],
    ids=["weak passage", "procedure matches better", "procedure leads clearly"],
)
def test_the_procedure_goes_first(score: float, hits: tuple[tuple[float, float], ...]) -> None:
    turn = with_found(score, *hits)
    assert turned(QUOTE(turn)) == turn


def clarified(*hits: tuple[str, float, float, str], level: str = "commune") -> Turn:
    found = tuple(hit(code, title, score, match, level=level) for code, score, match, title in hits)
    return replace(understood("đăng ký hết bao nhiêu tiền"), hits=found)


def test_one_likely_procedure_is_chosen() -> None:
    turn = clarified(("1", 1.0, 0.9, "Khai sinh"), ("2", 0.9, 0.8, "Khai tử"))
    assert turned(CLARIFY(turn)).chosen == "1"


def test_equally_likely_ones_are_asked_back() -> None:
    rows = [(str(n), 1.0 - n / 1000, 0.9, f"Việc {n}") for n in range(9)]
    reply = replied(CLARIFY(clarified(*rows)))
    assert reply.status is Status.CLARIFY
    assert [c.code for c in reply.choices] == ["0", "1", "2", "3"]
    assert len(reply.choices) == CHOICES
    assert all(choice.facet is Facet.FEE and choice.label in reply.text for choice in reply.choices)
    assert reply.dialogue == Dialogue(open_choices=reply.choices, facet=Facet.FEE)
    assert len(reply.candidates) == 9


def test_twins_of_one_title_are_one_matter() -> None:
    turn = clarified(("1", 1.0, 0.9, "Thủ tục khai sinh"), ("2", 0.99, 0.9, "Khai sinh (cấp xã)"))
    assert turned(CLARIFY(turn)).chosen == "1"


def test_labels_say_how_the_choices_differ() -> None:
    title = "Đăng ký kết hôn"
    hits = (
        hit("1", title, 1.0, plain="Lấy chồng, lấy vợ"),
        hit("2", f"{title} có yếu tố", 0.99, variants=frozenset({"foreign"}), level="province"),
    )
    reply = replied(CLARIFY(replace(clarified(), hits=hits)))
    plain, foreign = (choice.label for choice in reply.choices)
    assert plain == f"Lấy chồng, lấy vợ ({WORDS('level.commune')})"
    assert foreign == f"{title} có yếu tố ({WORDS('variant.foreign')}, {WORDS('level.province')})"


@pytest.mark.parametrize("hits", [(), (("1", 0.6, 0.2, "Khai sinh"), ("2", 0.5, 0.1, "Khai tử"))])
def test_nothing_fits_shows_the_nearest_and_a_person(hits: tuple[tuple[str, float, float, str], ...]) -> None:
    reply = replied(CLARIFY(clarified(*hits)))
    assert reply.status is Status.NOT_FOUND
    assert len(reply.choices) == min(len(hits), NEAREST)
    assert HOTLINE in reply.text


def test_a_bare_facet_is_no_topic() -> None:
    turn = replace(understood("hết bao nhiêu tiền"), hits=(hit("1", "Việc", 1.0),))
    assert replied(CLARIFY(turn)).status is Status.NOT_FOUND


def test_compose_answers_from_the_record_and_remembers_it(compose: Compose) -> None:
    hits = tuple(hit(code, code, 1.0 - n / 10) for n, code in enumerate(["1.001193", "1.000894", "1.000656"]))
    turn = replace(understood("lệ phí đăng ký kết hôn"), chosen="1.000894", hits=hits)
    reply = replied(compose(turn))
    assert reply.status is Status.ANSWERED
    assert reply.procedure
    assert reply.procedure.code == "1.000894"
    assert reply.dialogue == Dialogue(focus="1.000894", facet=Facet.FEE)
    assert [c.code for c in reply.candidates] == ["1.000894", "1.001193", "1.000656"], "the chosen one leads"


def test_a_code_without_a_record_is_our_fault_and_says_so(compose: Compose) -> None:
    with pytest.raises(NotReady):
        compose(replace(understood("lệ phí"), chosen="9.999999"))
