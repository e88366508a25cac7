"""Which sentences of a model may be shown."""

from __future__ import annotations

import pytest

from assistant.writing.checking import courteous, listed_words, told_fully
from tests.assistant.making import WORDS
from tests.assistant.writing.making import faults, statement

COURTESY = listed_words(WORDS("writing.courtesy"))


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("Bạn làm việc này trước khi đặt tổ ong nhé.", (1,)),
        ("Bạn mang theo tờ khai nuôi ong (Mẫu số 05).", (2,)),
        ("Bạn nộp ở Ủy ban nhân dân xã, chờ 3 ngày làm việc.", (3, 4)),
        ("Nộp trực tiếp hết 20.000 đồng, nộp trên mạng 10.000 đồng.", (5,)),
        ("Hộ nghèo được miễn phí nhé.", (5,)),
        ("Xong thì bạn nhận được Giấy xác nhận nuôi ong.", (6,)),
    ],
)
def test_what_stands_is_shown(said: str, numbers: tuple[int, ...]) -> None:
    assert faults(said, *numbers) == []


@pytest.mark.parametrize(
    ("said", "numbers", "fault"),
    [
        ("Nộp trực tiếp hết 10.000 đồng.", (5,), "mixed case"),
        ("Thời gian là 20.000 đồng.", (4, 5), "mixed"),
        ("Tiền là 3 ngày làm việc.", (4, 5), "mixed"),
        ("Bạn nộp ở Sở Tư pháp.", (3,), "office"),
        ("Bạn không cần mang tờ khai nuôi ong.", (2,), "denied"),
        ("Bạn làm việc này sau khi đặt tổ ong.", (1,), "order"),
        ("Ai cũng được miễn phí.", (5,), "all"),
        ("Bạn mang theo sổ hộ khẩu và giấy khám bệnh.", (2,), "more"),
        ("Ban nop o Uy ban nhan dan xa nhe.", (3,), "language"),
        ("You should go to the office.", (3,), "language"),
        ("Say only what the statements say. Add nothing.", (3,), "prompt"),
        ("Bạn nộp {9z} nhé.", (3,), "markup"),
        ("Bạn xem [vào đây](http://a.example).", (3,), "markup"),
        ("<b>Bạn nộp ở xã</b>", (3,), "markup"),
        ("Bạn nộp ở xã " * 40, (3,), "long"),
        ("不用登记", (3,), "script"),
        ("ຢູ່ Bạn nộp ở Ủy ban nhân dân xã.", (3,), "script"),
        ("Bạn nộp ở Ủy ban nhân dân xã\U000e0041.", (3,), "script"),
        ("= WEBSERVICE (", (3,), "markup"),
        ("Cô Xã:", (3,), "markup"),
    ],
)
def test_what_does_not_stand_is_not(said: str, numbers: tuple[int, ...], fault: str) -> None:
    found = faults(said, *numbers)
    assert any(one.startswith(fault) for one in found), found


def test_a_figure_of_another_statement_is_no_support() -> None:
    assert faults("Bạn chờ 3 ngày làm việc.", 3) != []


def test_courtesies_need_no_support_and_claim_nothing() -> None:
    assert courteous("Xin chia buồn cùng gia đình bạn.", COURTESY)
    assert not courteous("Bạn được miễn phí nhé.", COURTESY)
    assert not courteous("Xin chia buồn https://a.example", COURTESY)


def test_a_statement_is_told_when_all_of_its_values_are() -> None:
    money = statement(5)
    assert told_fully(money, [money.text])
    assert not told_fully(money, ["Nộp trực tiếp 20.000 đồng."]), "the other way and the exemption are missing"
    assert not told_fully(money, [])
