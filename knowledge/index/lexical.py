"""One BM25 index a field, with bm25s (sparse matrices in NumPy, memory-mapped; see docs/adr/0004)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG and speaks on every build
LEAST_WORDS = 3
"""Words of middling weight that a full score needs."""


class FieldIndex:
    """BM25 over one field of all records; scores come for every record at once."""

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self._size = size
        data, pointers = model.scores["data"], np.asarray(model.scores["indptr"])
        best = np.zeros(len(pointers) - 1, dtype=np.float32)
        filled = pointers[:-1] < pointers[1:]
        if filled.any():
            best[filled] = np.maximum.reduceat(np.asarray(data), pointers[:-1][filled])
        self._best = best
        self._floor = LEAST_WORDS * float(np.median(best[filled])) if filled.any() else 1.0

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.6) -> FieldIndex:
        """Index token lists, one a record; an empty list is a record without this field."""
        model = bm25s.BM25(k1=k1, b=b, method="lucene")
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in tokens] for tokens in texts]
        if not vocabulary:
            vocabulary["\0"] = 0
            ids[0] = [0]
        model.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        return cls(model, len(texts))

    def save(self, folder: Path) -> None:
        """Write the matrices into a folder of their own."""
        self._model.save(str(folder), show_progress=False)

    @classmethod
    def open(cls, folder: Path, size: int) -> FieldIndex:
        """Open memory-mapped: starting costs no reading of the matrices."""
        model = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        # Still mapped, but every slice of a memmap object pays for its bookkeeping: a tenth of a question's time.
        model.scores = {name: np.asarray(matrix) for name, matrix in model.scores.items()}
        return cls(model, size)

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Share of the best possible score that each record reaches, 0 to 1; zeros when no word is known.

        A question of one known word cannot reach 1: so little evidence must not outvote the other fields.
        """
        ids = [self._model.vocab_dict[t] for t in dict.fromkeys(tokens) if t in self._model.vocab_dict]
        if not ids:
            return np.zeros(self._size, dtype=np.float32)
        found: Scores = self._model.get_scores_from_ids(ids)
        return found / max(float(self._best[ids].sum()), self._floor)

    def holds(self, position: int, token: str) -> bool:
        """Whether one record holds the word in this field."""
        return bool((self.records(token) == position).any())

    def records(self, token: str) -> NDArray[np.integer]:
        """The places of the records that hold the word."""
        if (n := self._model.vocab_dict.get(token)) is None:
            return np.empty(0, dtype=np.int32)
        start, end = self._model.scores["indptr"][n : n + 2]
        found: NDArray[np.integer] = self._model.scores["indices"][start:end]
        return found

    def known(self, token: str) -> bool:
        """Whether any record holds the word in this field."""
        return token in self._model.vocab_dict
