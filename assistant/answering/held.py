"""Does a record speak of what a message says? By shares of its words, and by the sentence that would answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.bearing import Asked, scores
from assistant.answering.pieces import Piece, pieces
from knowledge.catalogue import Catalogue
from knowledge.index.lexicon import Query
from knowledge.text import folded_words

_PIECE = re.compile(r"[.;\n]")
KEPT = 256
"""Records kept at hand."""
WIDEST = 6.0
"""Log-odds beyond which a sentence bears no more, or less, on a question."""


@dataclass(frozen=True, slots=True)
class Said:
    """A record as it is compared with messages."""

    title: str
    sentences: tuple[frozenset[str], ...]
    everything: frozenset[str]
    pieces: tuple[Piece, ...]


class Held:
    """What a record holds of a message; the records talked about last stay at hand."""

    def __init__(self, catalogue: Catalogue, generation: int, rarity: Callable[[str], float]) -> None:
        self._catalogue, self._generation, self._rarity = catalogue, generation, rarity
        self._said = lru_cache(maxsize=KEPT)(self._read)

    def shares(self, code: str, words: Sequence[str]) -> tuple[float, float]:
        """(share held by the best sentence, share held by all of the record), rare words counting more; 0 to 1."""
        wanted = dict.fromkeys(words)
        total = sum(self._rarity(word) for word in wanted)
        if not total:
            return 0.0, 0.0
        said = self._said(code)
        one = max((sum(self._rarity(w) for w in wanted if w in held) for held in said.sentences), default=0.0)
        return one / total, sum(self._rarity(w) for w in wanted if w in said.everything) / total

    def bears(self, code: str, query: Query, details: Sequence[re.Pattern[str]]) -> float:
        """Log-odds that a sentence of the record answers a question against its silence: -6 to 6, 0 when unknown."""
        said = self._said(code)
        if not said.pieces or not query.plain:
            return 0.0
        *each, silence = scores(Asked(query, said.title, tuple(details), self._rarity), said.pieces)
        return float(min(max(max(each) - silence, -WIDEST), WIDEST))

    def _read(self, code: str) -> Said:
        guide = self._catalogue.guide(code, self._generation)
        record = self._catalogue.procedure(code, self._generation) or (guide.record if guide else None)
        if record is None:
            return Said("", (), frozenset(), ())
        texts = [piece for text in record.sections.values() for piece in _PIECE.split(text)]
        texts += [paper.name for paper in record.papers]
        sentences = tuple(frozenset(folded_words(text)) for text in texts if text.strip())
        return Said(
            f"{record.title} {guide.title if guide else ''}",
            sentences,
            frozenset().union(*sentences),
            tuple(pieces(record)),
        )
