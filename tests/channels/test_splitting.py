"""Long answers in several messages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.splitting import split, utf16_units

WORDS = st.lists(
    st.sampled_from(["Lệ phí", "200.000", "đồng.", "nộp", "Công an xã;", "\n•", "15", "ngày,", "🪪", "123/2015/NĐ-CP"]),
    max_size=200,
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(WORDS, st.text(max_size=400))


@given(TEXTS, st.integers(20, 200), st.sampled_from([len, utf16_units]))
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int, size: object) -> None:
    assert callable(size)
    parts = split(text, limit, size)
    assert all(0 < size(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(WORDS, st.integers(40, 200))
def test_no_number_is_cut(text: str, limit: int) -> None:
    parts = split(text, limit)
    numbers = re.findall(r"\d[\d./]*", text)
    assert [n for part in parts for n in re.findall(r"\d[\d./]*", part)] == numbers


def test_it_is_cut_at_sentences() -> None:
    text = "Bạn nộp ở xã. Lệ phí 8.000 đồng. Chờ 3 ngày làm việc là có."
    assert split(text, 36) == ["Bạn nộp ở xã. Lệ phí 8.000 đồng.", "Chờ 3 ngày làm việc là có."]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_no_message(text: str) -> None:
    assert split(text, 10) == []


def test_what_fits_stays_whole() -> None:
    assert split("Chào bạn", 2000) == ["Chào bạn"]


def test_telegram_counts_emoji_twice() -> None:
    assert utf16_units("a🪪") == 3
    assert [utf16_units(p) for p in split("🪪" * 10, 8, utf16_units)] == [8, 8, 4]
