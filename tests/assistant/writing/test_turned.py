"""Sentences in the record's own words that turn its sense: what is denied, from when, who, which of two."""

from __future__ import annotations

import pytest

from assistant.dialogue import Facet
from assistant.types import Draft
from assistant.writing.checking import faults_of, wishes
from assistant.writing.statements import draft_of, units
from tests.assistant.writing.making import grounds, reply, statement

RECORD = """Nuôi ong
• Bao lâu: 3 ngày làm việc kể từ ngày nhận đủ hồ sơ
• Chủ tổ bấm số mới nếu chưa có số định danh trên cổng trại ong
• Ong cũ khai từ năm 1969 trở về trước theo Điều 26 của luật nuôi ong
• Hồ sơ còn ghi: “Gửi thông báo đến phòng chuyên môn thuộc Ủy ban nhân dân cấp tỉnh trước khi đặt tổ”
• Con ruột đi thay thì văn bản ủy quyền không cần chứng thực
• Mang theo: 1. Bản chính đơn đề nghị đặt tổ; 2. Bản sao thẻ trại ong
• Nhận được: Giấy nuôi ong mẫu số 07
Nguồn: thủ tục 9.000001, Quyết định 12/QĐ-BTP, bản ghi ngày 19/07/2026."""


def of_record() -> Draft:
    return draft_of(reply(RECORD, Facet.OVERVIEW), RECORD, "Nuôi ong")


def faults(sentence: str, *numbers: int) -> list[str]:
    return faults_of(sentence, grounds(*numbers, of=of_record()))


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Bạn chờ 3 ngày làm việc kể từ ngày nhận đủ hồ sơ.", 1),
        ("Nếu chưa có số định danh thì bạn bấm số mới trên cổng trại ong.", 2),
        ("Ong cũ thì khai từ năm 1969 trở về trước, theo Điều 26.", 3),
        ("Con ruột đi thay thì văn bản ủy quyền không cần chứng thực.", 5),
        ("Bạn nộp bản chính đơn đề nghị đặt tổ.", 6),
        ("Bạn nhận giấy nuôi ong mẫu số 07.", 7),
    ],
)
def test_what_the_record_says_stands(sentence: str, number: int) -> None:
    assert faults(sentence, number) == []


@pytest.mark.parametrize(
    ("sentence", "number", "fault"),
    [
        ("Bạn chờ 3 ngày làm việc kể từ ngày đóng tiền.", 1, "start"),
        ("Bạn phải nộp đơn trong 3 ngày làm việc.", 1, "deadline"),
        ("Đã có số định danh thì bạn bấm số mới.", 2, "undenied"),
        ("Ong cũ thì khai từ năm 1969 trở về sau.", 3, "range"),
        ("Ong cũ thì là đúng 26.", 3, "misplaced"),
        ("Bạn gửi thông báo đến Ủy ban nhân dân cấp tỉnh.", 4, "owner"),
        ("Hồ sơ còn ghi thì là đúng Ủy ban nhân dân cấp tỉnh.", 4, "bare"),
        ("Con ruột đi thay thì không cần văn bản ủy quyền.", 5, "denied"),
        ("Đơn đề nghị đặt tổ thì bạn nộp bản sao.", 6, "order"),
        ("Bạn khai theo mẫu số 07.", 7, "mixed topic"),
        ("Nộp trực tiếp nhanh hơn.", 1, "compare"),
    ],
)
def test_what_it_does_not_say_falls(sentence: str, number: int, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(sentence, number)), faults(sentence, number)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [("Chúc đàn ong của bạn mau lớn.", True), ("Chúc bạn được miễn phí.", False), ("Ong của bạn mau lớn.", False)],
)
def test_a_wish_may_use_the_persons_words(sentence: str, stands: bool) -> None:
    kind_words = frozenset({"chúc", "của", "bạn", "mau", "lớn", "được", "miễn", "phí"})
    assert wishes(sentence, kind_words, "tôi muốn nuôi đàn ong") is stands


def test_a_value_stays_with_the_ways_it_is_of() -> None:
    text = RECORD.replace("3 ngày làm việc kể", "nộp trên mạng, Nộp qua bưu điện: 20 ngày; Nộp trực tiếp: 30 ngày kể")
    told = statement(1, draft_of(reply(text), text, "Nuôi ong"))
    assert units(told)[0] == "Bao lâu: nộp trên mạng, Nộp qua bưu điện: 20 ngày"
