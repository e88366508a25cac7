"""Which phrasings a training run may not see: the same ones for every program, on every day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.phrasings import left_out, split
from knowledge import phrasebook

phrases = st.dictionaries(
    st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True), st.lists(st.text(max_size=20), unique=True).map(tuple),
    max_size=8,
)  # fmt: skip
shares = st.floats(0, 1)


@given(phrases, shares)
def test_every_phrasing_is_on_one_side(known: dict[str, tuple[str, ...]], share: float) -> None:
    seen, unseen = split(known, share)
    kept = {(ask, code) for code, asks in seen.items() for ask in asks}
    assert kept.isdisjoint(unseen)
    assert kept | set(unseen) == {(ask, code) for code, asks in known.items() for ask in asks}
    assert len(unseen) == len(set(unseen))
    assert all(asks for asks in seen.values())


@given(phrases, shares)
def test_a_phrasing_stays_on_its_side_whatever_else_there_is(known: dict[str, tuple[str, ...]], share: float) -> None:
    _, unseen = split(known, share)
    for code, asks in known.items():
        _, alone = split({code: tuple(reversed(asks))}, share)
        assert set(alone) == {(ask, own) for ask, own in unseen if own == code}


@given(st.text(max_size=9), st.text(max_size=40), shares, shares)
def test_a_larger_share_leaves_out_the_same_and_more(code: str, ask: str, one: float, other: float) -> None:
    assert left_out(code, ask, min(one, other)) <= left_out(code, ask, max(one, other))
    assert not left_out(code, ask, 0.0)
    assert left_out(code, ask, 1.0)


def test_the_choice_is_the_same_on_every_machine() -> None:
    asks = [f"đăng ký khai sinh cho con thứ {n}" for n in range(12)]
    assert [n for n, ask in enumerate(asks) if left_out("1.001193", ask, 0.25)] == EXPECTED
    assert [n for n, ask in enumerate(asks) if left_out("1.000656", ask, 0.25)] != EXPECTED, "the code counts too"


EXPECTED = [0, 3, 4, 11]
"""Worked out once; a change would let a training run see what it is tried on."""


@pytest.mark.parametrize("share", [0.05, 0.1, 0.3])
def test_the_share_of_the_bundled_phrasebook_is_about_right(share: float) -> None:
    known = phrasebook.load(phrasebook.files())
    seen, unseen = split(known, share)
    total = sum(map(len, known.values()))
    assert len(unseen) / total == pytest.approx(share, abs=0.01)
    assert len(seen) > 0.99 * len(known), "hardly a procedure loses all its phrasings"
