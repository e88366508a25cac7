"""Regional words that are another word elsewhere: written out only where they mean one thing alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import lexicon

LEXICON = lexicon.load()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("giấy chi phải đem theo", "giay gi phai dem theo"),
        ("đem chi theo", "dem gi theo"),
        ("co nop luon hong", "co nop luon khong"),
        ("lam qua mang dc hem", "lam qua mang duoc khong"),
        ("làm ở xã được hôn", "lam o xa duoc khong"),
        ("gpxd nhà ở", "giay phep xay dung nha o"),
        ("xin gpld cho nguoi nuoc ngoai", "xin giay phep lao dong cho nguoi nuoc ngoai"),
    ],
)
def test_it_reads_the_standard_words(said: str, read: str) -> None:
    assert LEXICON.query(said).folded == read


@pytest.mark.parametrize("said", ["xe bị hong", "giấy đăng ký kết hôn", "cảm ơn chi", "chi phí bao nhiêu", "hong"])
def test_other_words_stay(said: str) -> None:
    assert LEXICON.query(said).spoken == said


def test_an_abbreviation_still_names_its_paper() -> None:
    assert set(LEXICON.query("mất cccd").official) >= set(LEXICON.query("mất căn cước công dân").official) - {""}


@given(st.lists(st.sampled_from(["hong", "chi", "giay", "duoc", "hu", "bi", "vay", "a", "nop"]), max_size=7))
def test_reading_twice_changes_nothing(said: list[str]) -> None:
    once = LEXICON.query(" ".join(said)).spoken
    assert LEXICON.query(once).spoken == once
