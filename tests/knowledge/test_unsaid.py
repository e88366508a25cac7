"""What a title holds and a question does not say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.index import lexicon, unsaid
from knowledge.index.unsaid import Unsaid
from knowledge.text import folded_words

TITLES = ["Yêu cầu trợ giúp pháp lý", "Rút yêu cầu trợ giúp pháp lý", "Đăng ký lại kết hôn"]
WEIGHTS = {"rut": -2.0, "lai": -1.0, "lai_ket": -0.5, "phap": 0.25}
LEXICON = lexicon.load()


def held(token: str) -> NDArray[np.integer]:
    return np.array([n for n, title in enumerate(TITLES) if token in unsaid.tokens(folded_words(title))], dtype=int)


WORDS = ["rút", "lại", "kết", "hôn", "pháp", "lý", "yêu", "cầu", "xin"]


@pytest.mark.parametrize(
    ("said", "scores"),
    [
        ("xin trợ giúp pháp lý", [0.0, -2.0, -1.5]),
        ("rút yêu cầu trợ giúp pháp lý", [0.0, 0.0, -1.5]),
        ("cưới lại", [0.25, -1.75, -0.5]),
        ("", [0.25, -1.75, -1.5]),
    ],
)
def test_only_what_was_not_said_counts(said: str, scores: list[float]) -> None:
    assert Unsaid(len(TITLES), held, WEIGHTS).scores(LEXICON.query(said)).tolist() == pytest.approx(scores)


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from(WORDS))
def test_saying_more_never_counts_for_less(said: list[str], more: str) -> None:
    """With weights below 0, as nearly all of them are."""
    index = Unsaid(len(TITLES), held, {token: weight for token, weight in WEIGHTS.items() if weight < 0})
    once, again = (index.scores(LEXICON.query(" ".join(words))) for words in (said, [*said, more]))
    assert np.all(again >= once - 1e-5)


def test_the_vocabulary_stands_in_many_titles() -> None:
    titles = ["Cấp lại giấy phép"] * unsaid.LEAST_PAIRS + ["Cấp đổi bằng"] * (unsaid.LEAST_PAIRS - 1)
    words = unsaid.vocabulary(titles)
    assert {"cap", "lai", "doi", "cap_lai", "giay_phep"} <= set(words)
    assert "cap_doi" not in words


def test_the_bundled_weights_are_of_tokens() -> None:
    weights = unsaid.load()
    assert len(weights) > 500
    assert all(token == token.lower() and " " not in token for token in weights)
