"""Retrieve, quote, compose: each on its own, on the bundled knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.dialogue import Facet
from assistant.errors import NotReady
from assistant.steps.compose import Compose
from assistant.steps.quote import LINES_SHOWN, Quote
from assistant.steps.retrieve import Retrieve
from assistant.types import Found, Role, Status, Turn
from assistant.wiring import Assistant
from knowledge.types import Passage
from tests.assistant.making import WORDS, hit, replied, turned, understood

QUOTE = Quote(WORDS, 0.5)
PLACE = "Mã OTP > Chờ mãi không thấy mã"
PASSAGE = Passage(
    "ma-otp#2", "ma-otp", "Mã OTP", PLACE, "\n".join(f"- Việc {n}." for n in range(20)), ("citizen",),
    date(2026, 7, 1), "ma-otp.md",
)  # fmt: skip


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


def as_role(text: str, role: Role) -> Turn:
    turn = understood(text)
    return replace(turn, inbound=replace(turn.inbound, role=role))


def test_officers_texts_are_not_shown_to_citizens(retrieve: Retrieve) -> None:
    text = "cán bộ được đào tạo những gì, buổi tập huấn cán bộ"
    for_officer = turned(retrieve(as_role(text, Role.OFFICER))).passages
    assert any(set(found.passage.audience) == {"officer"} for found in for_officer)
    for_citizen = turned(retrieve(understood(text))).passages
    assert all({"citizen", "team"} & set(found.passage.audience) for found in for_citizen)


def test_a_fixed_procedure_needs_no_passages(retrieve: Retrieve) -> None:
    assert turned(retrieve(replace(understood("mã otp"), chosen="1.000894"))).passages == ()


def with_found(score: float, match: float, chance: float, text: str = "chờ mã otp") -> Turn:
    """A passage of that score beside a procedure of that match and chance."""
    found = tuple(hit(f"1.00000{n}", f"Việc {n}", 1.0 - n, match, chance=chance) for n in range(2))
    return replace(understood(text), hits=found, passages=(Found(PASSAGE, score),))


def test_a_passage_is_quoted_with_its_place() -> None:
    reply = replied(QUOTE(with_found(0.9, 0.2, 0.3)))
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
    turn = with_found(0.9, 0.2, 0.3)
    paged = replace(turn, passages=(Found(replace(PASSAGE, page=7), 0.9),))
    assert "trang 7" in replied(QUOTE(paged)).text


def test_a_line_with_somebodys_number_is_not_quoted() -> None:
    turn, line = with_found(0.9, 0.2, 0.3), "Vàng Thị Mỷ | 099045000218 | khuyết tật"
    text = f"- Gọi 18001096.\n- {line}\n- Hỏi tại xã."
    reply = replied(QUOTE(replace(turn, passages=(Found(replace(PASSAGE, text=text), 0.9),))))
    assert "099045000218" not in reply.text + reply.citations[0].quote + reply.facts[0].text
    assert "18001096" in reply.text
    assert "Hỏi tại xã." in reply.text
    alone = replace(turn, passages=(Found(replace(PASSAGE, text=line), 0.9),))
    assert turned(QUOTE(alone)) == alone


@pytest.mark.parametrize(
    ("score", "match", "chance", "text"),
    [
        (0.4, 0.1, 0.1, "chờ mã otp"),
        (0.9, 0.9, 0.1, "chờ mã otp"),
        (0.9, 0.1, 0.99, "chờ mã otp"),
        (0.9, 0.1, 0.1, "chờ xe buýt ngoài bến"),
        (0.9, 0.1, 0.1, "otp"),
    ],
    ids=["weak passage", "procedure matches better", "procedure is sure", "other words", "too few words"],
)
def test_the_procedure_goes_first(score: float, match: float, chance: float, text: str) -> None:
    turn = with_found(score, match, chance, text)
    assert turned(QUOTE(turn)) == turn


def test_nothing_is_quoted_once_the_procedure_is_known() -> None:
    turn = replace(with_found(0.9, 0.2, 0.3), chosen="1.000894")
    assert turned(QUOTE(turn)) == turn


def test_compose_answers_from_the_record_and_remembers_it(compose: Compose) -> None:
    hits = tuple(hit(code, code, 1.0 - n / 10) for n, code in enumerate(["1.001193", "1.000894", "1.000656"]))
    turn = replace(understood("lệ phí đăng ký kết hôn", Facet.FEE), chosen="1.000894", hits=hits)
    reply = replied(compose(turn))
    assert reply.status is Status.ANSWERED
    assert reply.procedure
    assert reply.procedure.code == "1.000894"
    memory = reply.dialogue
    assert (memory.focus, memory.facet, memory.met, memory.before) == ("1.000894", Facet.FEE, ("1.000894",), ())
    assert [c.code for c in reply.candidates] == ["1.000894", "1.001193", "1.000656"], "the chosen one leads"


def test_a_code_without_a_record_is_our_fault_and_says_so(compose: Compose) -> None:
    with pytest.raises(NotReady):
        compose(replace(understood("lệ phí"), chosen="9.999999"))
