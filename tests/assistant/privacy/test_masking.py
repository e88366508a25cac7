"""What is masked comes back exactly, and only within what mask() returned."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.privacy import masking
from assistant.privacy.kinds import Kind, Span, find
from assistant.privacy.lists import labels, placeholder
from assistant.privacy.masking import Masked, mask, unmask
from assistant.privacy.seen import see

PIECES = [
    "0951000118", "0951 000 118", "079090001234", "079", "123456789", "stk ", "cccd ", "sđt: ", " ", ", ", "\n", ". ",
    "tôi tên là ", "Nguyễn Văn A", "nguyen van a", "ở thôn 3, xã Khe Gió", "số nhà 12 đường Hoa Mai", "sinh ngày ",
    "12/03/1990", "200.000 đồng", "1.001193", "B1234567", "29A-123.45", "a@example.com", "không chín tám bảy sáu năm ",
    "[số điện thoại 1]", "[số căn cước 1]", "[số căn cước ", "2]", "[", "]", "[họ tên 1]", "mã hồ sơ ", "1900 1009",
    "\u0301", "\u200b", "İ", "k", "o", "+84", "(", ")", "-", "@", "và ", "bà ", "TE1999900012345", "0101234567-001",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=14).map("".join)
)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_unmasking_gives_back_the_text(text: str) -> None:
    masked = mask(text)
    assert unmask(masked.text, masked.held) == text


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text).text
    assert mask(masked) == Masked(masked, ())


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_stand_in_order_and_apart(text: str) -> None:
    spans = find(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_placeholder_is_one_that_was_typed(text: str) -> None:
    assert not any(ours in text for ours, _ in mask(text).held)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_the_forms_are_one_for_one(text: str) -> None:
    seen = see(text)
    assert len(seen.case) == len(seen.plain) == len(seen.bare) == len(seen.at) - 1
    assert (list(seen.at) or [0])[-1] == len(text)


def test_placeholders_say_the_kind_and_count() -> None:
    masked = mask("cccd 079090001234, sđt 0951000118 hoặc 0951000119, nhắc lại 0951000118")
    assert masked.text == (
        "cccd [số căn cước 1], sđt [số điện thoại 1] hoặc [số điện thoại 2], nhắc lại [số điện thoại 1]"
    )
    assert masked.held == (
        ("[số căn cước 1]", "079090001234"),
        ("[số điện thoại 1]", "0951000118"),
        ("[số điện thoại 2]", "0951000119"),
    )


def test_nothing_to_mask() -> None:
    assert mask("lệ phí 50.000 đồng") == Masked("lệ phí 50.000 đồng", ())
    assert mask("") == Masked("", ())


def test_a_typed_look_alike_stays_the_persons() -> None:
    text = "[số điện thoại 1] là gì, số tôi 0951000118"
    masked = mask(text)
    assert masked.text == "[số điện thoại 1] là gì, số tôi [số điện thoại 2]"
    assert unmask("gọi [số điện thoại 2], không phải [số điện thoại 1]", masked.held) == (
        "gọi 0951000118, không phải [số điện thoại 1]"
    )


def test_what_is_put_back_is_not_read_again() -> None:
    assert unmask("[a] [b]", (("[a]", "[b]"), ("[b]", "x"))) == "[b] x"


def test_an_answer_keeps_placeholders_that_were_not_held() -> None:
    assert unmask("[số thẻ 7]", (("[số thẻ 1]", "4111"),)) == "[số thẻ 7]"
    assert unmask("[số thẻ 7]", ()) == "[số thẻ 7]"


def test_every_kind_has_words() -> None:
    assert set(labels()) == set(Kind)
    assert all(placeholder().fullmatch(f"[{label} 12]") for label in labels().values())


LONG = 50_000
HARD = [
    "1 ", "0", "0951000118 ", "a ", "@", "a@", "a", "không ", "tên ", "tôi là ", "sinh la ", "stk ", "1.", "(",
    "tổ 1, ", "địa chỉ ", "[số căn cước 1]", "a chấm ", "Nguyễn Văn ", "xe ", "-", "oil ", "bien so a ",
    "a\u0301\u0302", "29A-", "lan a cong ", "chuyen a a a a a ", "H26.1.1.1.1.1.", "9704 ", "stk 12345678 ",
    "tên tôi là Nguyễn Văn A, ", "ngày sinh của ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_hard_texts_end_after_few_looks(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: each look is one pass of the patterns, and no chain or name is looked at over and over."""
    looks: list[int] = []

    def counted(text: str) -> list[Span]:
        looks.append(len(text))
        return find(text)

    monkeypatch.setattr(masking, "find", counted)
    text = piece * (LONG // len(piece))
    masked = mask(text)
    assert len(looks) <= 3
    assert sum(looks) <= 3 * LONG * 2
    assert unmask(masked.text, masked.held) == text
