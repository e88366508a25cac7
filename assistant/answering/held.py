"""Does a record speak of what a message says? The share of the message's words that one sentence, or all, holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from knowledge.catalogue import Catalogue
from knowledge.text import folded_words

_PIECE = re.compile(r"[.;\n]")
KEPT = 256
"""Records kept at hand."""


class Held:
    """What share of some words a record holds; the records talked about last stay at hand."""

    def __init__(self, catalogue: Catalogue, generation: int, rarity: Callable[[str], float]) -> None:
        self._catalogue, self._generation, self._rarity = catalogue, generation, rarity
        self._said = lru_cache(maxsize=KEPT)(self._read)

    def shares(self, code: str, words: Sequence[str]) -> tuple[float, float]:
        """(share held by the best sentence, share held by all of the record), rare words counting more; 0 to 1."""
        wanted = dict.fromkeys(words)
        total = sum(self._rarity(word) for word in wanted)
        if not total:
            return 0.0, 0.0
        sentences, everything = self._said(code)
        one = max((sum(self._rarity(w) for w in wanted if w in said) for said in sentences), default=0.0)
        return one / total, sum(self._rarity(w) for w in wanted if w in everything) / total

    def _read(self, code: str) -> tuple[list[frozenset[str]], frozenset[str]]:
        guide = self._catalogue.guide(code, self._generation)
        record = self._catalogue.procedure(code, self._generation) or (guide.record if guide else None)
        if record is None:
            return [], frozenset()
        texts = [piece for text in record.sections.values() for piece in _PIECE.split(text)]
        texts += [paper.name for paper in record.papers]
        sentences = [frozenset(folded_words(text)) for text in texts if text.strip()]
        return sentences, frozenset().union(*sentences)
