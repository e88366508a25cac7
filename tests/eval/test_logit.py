"""A conditional logit learns what makes a choice the right one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from eval.logit import Choice, Numbers, learn, shares

RIDGE = np.full(2, 1e-3)


def choices(count: int, sizes: tuple[int, ...] = (2, 5, 3)) -> list[Choice]:
    """Of each the choice with the highest first feature is right; the second feature says nothing."""
    chance = np.random.default_rng(1)
    made = []
    for n in range(count):
        rows = chance.random((sizes[n % len(sizes)], 2))
        made.append(Choice(csr_matrix(rows), np.arange(len(rows)) == rows[:, 0].argmax()))
    return made


def test_the_feature_that_tells_is_learned() -> None:
    weights = learn(choices(150), RIDGE)
    assert weights[0] > 5 * abs(weights[1])
    right = [bool(one.right[np.argmax(shares(one, weights))]) for one in choices(300)[150:]]
    assert np.mean(right) > 0.95


def test_a_ridge_holds_weights_back() -> None:
    loose, tight = (np.abs(learn(choices(60), RIDGE * more)).max() for more in (1, 1e4))
    assert tight < loose / 2
    held = learn(choices(60), np.array([1e6, 1e-3]))
    assert abs(held[0]) < 0.01, "each column has its own"


@pytest.mark.parametrize(("counts", "first"), [((3.0, 1.0), True), ((1.0, 3.0), False)])
def test_examples_that_count_more_decide(counts: tuple[float, float], first: bool) -> None:
    rights = (np.array([True, False]), np.array([False, True]))
    made = [Choice(csr_matrix(np.eye(2)), right, n) for right, n in zip(rights, counts, strict=True)]
    weights = learn(made, RIDGE)
    assert bool(weights[0] > weights[1]) is first


def test_several_may_be_right() -> None:
    rows = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    weights = learn([Choice(rows, np.array([True, True, False]))], RIDGE)
    assert weights == pytest.approx(weights[::-1], rel=1e-3)
    assert float(shares(Choice(rows, np.array([True, True, False])), weights)[2]) < 0.05


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=1, max_size=9),
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
)
def test_shares_are_chances(rows: list[tuple[float, float]], weights: tuple[float, float]) -> None:
    found: Numbers = shares(Choice(csr_matrix(np.array(rows)), np.ones(len(rows), dtype=np.bool_)), np.array(weights))
    assert found.sum() == pytest.approx(1.0)
    assert ((found >= 0) & (found <= 1)).all()
