"""Words of a title that make it a special case, and were not said: "tiếp tục", "lại", "rút", "yếu tố nước ngoài".

Who asks for the ordinary case names nothing special; a title with more in it than was said is less likely meant. One
learned weight a word or pair of words (`eval.train_ranker` writes `unsaid.toml`), summed over what a title holds and
the question does not.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from knowledge.index.lexical import Scores
from knowledge.index.lexicon import Query
from knowledge.text import folded_words, pairs

LEAST_WORDS, LEAST_PAIRS = 12, 20
"""Titles that a word, and a pair of words, must stand in to have a weight."""


@cache
def load() -> Mapping[str, float]:
    """The learned weights: folded word or pair of words ("tiep_tuc") -> what its silence counts."""
    found: dict[str, float] = tomllib.loads((files("knowledge.index") / "unsaid.toml").read_text("utf-8"))["weights"]
    return found


def tokens(words: Sequence[str]) -> set[str]:
    """Folded words of two letters and more, and pairs of neighbours."""
    return {word for word in words if len(word) > 1} | set(pairs(words))


def said_in(query: Query) -> set[str]:
    """The tokens that a question says, the official words it stands for among them."""
    return tokens(query.folded.split()) | set(query.official)


def vocabulary(titles: Sequence[str]) -> list[str]:
    """The tokens that stand in titles often enough to learn from, in order."""
    words = [folded_words(title) for title in titles]
    singles = Counter(word for title in words for word in set(title))
    couples = Counter(pair for title in words for pair in set(pairs(title)))
    kept = [word for word, count in singles.items() if count >= LEAST_WORDS and len(word) > 1]
    return sorted(kept) + sorted(pair for pair, count in couples.items() if count >= LEAST_PAIRS)


class Unsaid:
    """The titles of an index, by the tokens that have a weight; immutable.

    `held`: the places of the records whose title holds a token.
    """

    def __init__(self, size: int, held: Callable[[str], NDArray[np.integer]], weights: Mapping[str, float]) -> None:
        self._places = {token: at for token in weights if len(at := held(token))}
        self._weights = {token: np.float32(weights[token]) for token in self._places}
        self._all = np.zeros(size, dtype=np.float32)
        for token, at in self._places.items():
            self._all[at] += self._weights[token]

    def scores(self, query: Query) -> Scores:
        """For every record the sum of the weights of what its title holds and the question does not say."""
        total: Scores = self._all.copy()
        for token in said_in(query) & self._places.keys():
            total[self._places[token]] -= self._weights[token]
        return total
