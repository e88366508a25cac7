"""An answer taken apart and put together again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import Facet
from assistant.types import Statement
from assistant.writing.statements import clauses_of, filled, shown_to_model, slotted, units
from tests.assistant.writing.making import draft, statement


def test_the_parts_of_an_answer() -> None:
    made = draft()
    assert made.heading == "Nuôi ong"
    assert [s.number for s in made.statements] == [1, 2, 3, 4, 5, 6]
    assert made.statements[2].text == "Nộp ở: Ủy ban nhân dân xã"
    assert made.warnings == ("⚠ Mức giảm trong hồ sơ đã hết hạn.",)
    assert made.source.startswith("Nguồn: thủ tục 9.000001")


def test_values_and_offices_are_marks() -> None:
    assert slotted(statement(3)).text == "Nộp ở: {3a}"
    money = slotted(statement(5))
    assert money.text == "Tiền: nộp trực tiếp {5a}, nộp trên mạng {5b}. Hộ nghèo được miễn phí."
    assert money.values == (("{5a}", "20.000 đồng"), ("{5b}", "10.000 đồng"))


def test_no_figure_is_left_for_a_model_to_copy() -> None:
    shown = shown_to_model(draft().statements)
    lines = [line for line in shown.splitlines() if line.startswith("[")]
    assert len(lines) == 6
    assert all(not re.search(r"\d", re.sub(r"\{\d+\w+\}", "", line.partition("] ")[2])) for line in lines)
    assert "{4a} = 3 ngày làm việc" in shown


@given(st.text(max_size=100))
def test_marks_filled_again_give_the_statement(text: str) -> None:
    one = slotted(Statement(7, text))
    if "{7" not in text:
        assert filled(one.text, [one]) == text


def test_what_must_be_told() -> None:
    needed = {s.number for s in draft().statements if s.needed}
    assert needed >= {1, 2, 3, 4, 5}, "what comes first, values, exemptions"


def test_a_long_list_is_shown_by_the_program() -> None:
    text = "Giấy tờ cần mang: Nuôi ong\nBạn chuẩn bị:\n• Tờ khai\n• Thẻ căn cước\n• Ảnh\nTên giấy: Tờ khai\nNguồn: x"
    listed = [s.listed for s in draft(text, Facet.DOCUMENTS).statements]
    assert listed == [False, True, True, True, True]
    assert not any(s.listed for s in draft(text).statements), "an overview is no list"


def test_values_of_one_statement_belong_to_their_clauses() -> None:
    assert units(statement(5))[:2] == ["Tiền: nộp trực tiếp 20.000 đồng", "Tiền: nộp trên mạng 10.000 đồng"]
    assert units(statement(4)) == [statement(4).text]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Bạn nộp ở xã, chờ 1,5 ngày và nhận giấy.", ["Bạn nộp ở xã", "chờ 1,5 ngày", "nhận giấy."]),
        ("Nơi nộp, theo các bước là xã", ["Nơi nộp theo các bước là xã"]),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert [c.rstrip(".") for c in clauses_of(text)] == [c.rstrip(".") for c in clauses]
