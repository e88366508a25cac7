"""What of a model's answer reaches a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.steps.verify import Verify
from assistant.types import Reply, Told
from tests.assistant.making import HOTLINE, WORDS, replied, understood
from tests.assistant.writing.making import TEXT, draft

STANDS = Told("Bạn nộp ở {3a}, chờ {4a}.", (3, 4))
LIE = Told("Việc này hết 777.000 đồng.", (5,))


def verified(*told: Told, noted: list[tuple[str, int]] | None = None) -> Reply:
    turn = replace(understood("tôi muốn nuôi ong"), draft=replace(draft(), told=told))
    return replied(Verify(WORDS, HOTLINE, lambda *one: None if noted is None else noted.append(one))(turn))


def test_what_stands_goes_out_with_values_warnings_and_source() -> None:
    noted: list[tuple[str, int]] = []
    reply = verified(STANDS, noted=noted)
    assert reply.worded
    assert noted == [("whole", 0)]
    assert "Bạn nộp ở Ủy ban nhân dân xã, chờ 3 ngày làm việc." in reply.text
    assert "⚠ Mức giảm trong hồ sơ đã hết hạn." in reply.text
    assert reply.text.splitlines()[0] == "Nuôi ong"
    assert reply.text.splitlines()[-1].startswith("Nguồn: thủ tục 9.000001")


def test_what_must_be_told_and_was_not_is_added() -> None:
    assert (
        "• Tiền: nộp trực tiếp 20.000 đồng, nộp trên mạng 10.000 đồng. Hộ nghèo được miễn phí." in verified(STANDS).text
    )


def test_one_sentence_that_falls_is_the_records_own() -> None:
    noted: list[tuple[str, int]] = []
    reply = verified(STANDS, LIE, noted=noted)
    assert noted == [("mended", 1)]
    assert "777" not in reply.text
    assert "20.000 đồng" in reply.text


def test_two_that_fall_take_the_whole_answer_with_them() -> None:
    noted: list[tuple[str, int]] = []
    reply = verified(STANDS, LIE, LIE, noted=noted)
    assert noted == [("dropped", 2)]
    assert (reply.text, reply.worded) == (TEXT, False)


@pytest.mark.parametrize(
    "told",
    [
        Told("Bạn nộp ở {3a}.", (99,)), Told("Bạn nộp ở {3a}.", ()), Told("Bạn nộp ở {9z}.", (3,)),
        Told("", (3,)), Told("Xin chia buồn cùng gia đình bạn.", ()),
    ],
)  # fmt: skip
def test_a_sentence_without_support_leaves_the_records_own(told: Told) -> None:
    reply = verified(told)
    assert "Ủy ban nhân dân xã" in reply.text
    assert "{" not in reply.text
    assert "99" not in reply.text


def test_a_courtesy_may_stand_before() -> None:
    assert "Chúc mừng gia đình bạn nhé. Bạn nộp ở" in verified(Told("Chúc mừng gia đình bạn nhé.", ()), STANDS).text


def test_without_a_model_the_reply_is_as_composed() -> None:
    assert verified().text == TEXT
