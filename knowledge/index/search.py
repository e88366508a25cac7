"""Ask the index of one generation: procedures by weighted score fusion, passages by keyword."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.index import lexicon
from knowledge.index.build import FORMAT
from knowledge.index.lexical import FieldIndex, Scores
from knowledge.index.lexicon import Query
from knowledge.index.ranking import Traits, Weights, priors

if TYPE_CHECKING:
    from knowledge.index.dense import DenseIndex

CANDIDATES = 10
"""The contract promises at least ten candidates, best first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One procedure found, with the parts its score is made of."""

    code: str
    title: str
    plain: str
    """The guide's everyday title; "" without a guide."""
    score: float
    match: float
    """What the words alone gave, without level, applicant and variant: 0 to about 2."""
    parts: dict[str, float]
    variants: frozenset[str]
    level: str
    own: bool


@dataclass(frozen=True, slots=True)
class PassageHit:
    """One passage found."""

    document: str
    position: int
    score: float


class Index:
    """The opened index of one generation; immutable, shared by all threads."""

    def __init__(self, folder: Path, dense: DenseIndex | None = None, weights: Weights | None = None) -> None:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        self.generation: int = meta["generation"]
        self.weights = weights or Weights()
        self.lexicon = lexicon.load()
        self._fields = {name: FieldIndex.open(folder / name, size) for name, size in meta["sizes"].items() if size}
        self._dense = dense
        self._traits = _traits(meta["traits"], self.lexicon.common)
        self._plain = tuple(row["plain"] for row in meta["traits"])
        self._variants = tuple(frozenset(row["variants"]) for row in meta["traits"])
        self._positions = {code: n for n, code in enumerate(self._traits.codes)}
        self._passages: list[dict[str, Any]] = meta["passages"]

    def __len__(self) -> int:
        return len(self._traits.codes)

    def query(self, text: str) -> Query:
        """A question made ready; see `lexicon.Lexicon.query`."""
        return self.lexicon.query(text)

    def codes(self) -> tuple[str, ...]:
        """All codes, in index order."""
        return self._traits.codes

    def position(self, code: str) -> int | None:
        """Place of a code in the score arrays."""
        return self._positions.get(code)

    def title(self, code: str) -> str | None:
        """The official title of a code in this generation."""
        position = self._positions.get(code)
        return None if position is None else self._traits.titles[position]

    def procedures(self, query: Query, limit: int = CANDIDATES) -> list[Hit]:
        """The best procedures, best first; always `limit` of them when the index holds so many."""
        if not len(self):
            return []
        parts = self.parts(query)
        total: Scores = np.stack(list(parts.values())).sum(axis=0)
        match: Scores = np.stack([v for name, v in parts.items() if name in MATCHING]).sum(axis=0)
        match *= self._known_share(query) ** 2
        best = np.argsort(-total, kind="stable")[:limit]
        return [self._hit(int(n), float(total[n]), float(match[n]), parts) for n in best]

    def parts(self, query: Query) -> dict[str, Scores]:
        """Every part of the score for every record, weighted."""
        w = self.weights
        parts = {
            "title": self._score("title", query.plain) * w.title,
            "title_pairs": self._score("title_pairs", query.plain_pairs) * w.title_pairs,
            "title_accented": self._score("title_accented", query.accented + query.accented_pairs) * w.title_accented,
            "official": self._score("title", query.official) * w.official,
            "everyday": self._score("everyday", query.plain) * w.everyday,
            "everyday_pairs": self._score("everyday_pairs", query.plain_pairs) * w.everyday_pairs,
            "everyday_accented": self._score("everyday_accented", query.accented + query.accented_pairs)
            * w.everyday_accented,
            "body": self._score("body", query.plain) * w.body,
            "body_pairs": self._score("body_pairs", query.plain_pairs) * w.body_pairs,
        }
        if self._dense is not None:
            dense = np.zeros(len(self), dtype=np.float32)
            for position, similarity in self._dense.nearest(query.text):
                dense[position] = max(similarity, 0.0)
            parts["dense"] = dense * w.dense
        return parts | priors(self._traits, query, self.lexicon.variants, w)

    def _known_share(self, query: Query) -> float:
        """Share of the content words that any record holds: garbage must not match by its one known word."""
        body = self._fields["body"]
        return sum(body.known(word) for word in query.plain) / len(query.plain) if query.plain else 0.0

    def _score(self, name: str, tokens: Sequence[str]) -> Scores:
        field = self._fields.get(name)
        return field.scores(tokens) if field else np.zeros(len(self), dtype=np.float32)

    def _hit(self, n: int, score: float, match: float, parts: dict[str, Scores]) -> Hit:
        traits = self._traits
        return Hit(
            traits.codes[n], traits.titles[n], self._plain[n], score, match,
            {name: round(float(values[n]), 4) for name, values in parts.items()}, self._variants[n],
            traits.levels[n], bool(traits.own[n]),
        )  # fmt: skip

    def passages(self, query: Query, audience: Sequence[str] = (), limit: int = 5) -> list[PassageHit]:
        """The best passages for an audience; every passage when none is given."""
        if not self._passages:
            return []
        scores = self._passage_scores(query)
        allowed = [n for n, p in enumerate(self._passages) if not audience or set(audience) & set(p["audience"])]
        best = sorted(allowed, key=lambda n: -float(scores[n]))[:limit]
        return [
            PassageHit(self._passages[n]["document"], self._passages[n]["position"], float(scores[n])) for n in best
        ]

    def _passage_scores(self, query: Query) -> Scores:
        """Text and everyday questions; with accents where the question has them.

        A text without everyday questions of its own (an imported PDF) counts by its words alone, as much.
        """
        tokens, suffix = (query.accented, "_accented") if query.accented else (query.plain, "")
        if not tokens:
            return np.zeros(len(self._passages), dtype=np.float32)
        text, asks = self._fields[f"passage{suffix}"], self._fields[f"passage_asks{suffix}"]
        said = text.scores(tokens)
        asked = np.array([row["asked"] for row in self._passages])
        found: Scores = said + np.float32(PASSAGE_ASKS) * np.where(asked, asks.scores(tokens), said).astype(np.float32)
        known = sum(text.known(word) or asks.known(word) for word in tokens)
        return found * np.float32((known / len(tokens)) ** 2)


PASSAGE_ASKS = 0.8
"""What a passage's everyday questions count beside its text."""

MATCHING = frozenset({
    "title", "title_pairs", "title_accented", "official", "everyday", "everyday_pairs", "everyday_accented",
    "body", "body_pairs", "dense",
})  # fmt: skip


def is_current(folder: Path) -> bool:
    """Whether a folder holds an index of this program's format."""
    try:
        found = json.loads((folder / "meta.json").read_text("utf-8"))["format"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(found == FORMAT)


def records_in(folder: Path) -> int:
    """How many procedures an index folder holds."""
    return len(json.loads((folder / "meta.json").read_text("utf-8"))["traits"])


def _traits(rows: list[dict[str, Any]], common: frozenset[str]) -> Traits:
    names = {name for row in rows for name in row["variants"]}
    return Traits(
        codes=tuple(row["code"] for row in rows),
        titles=tuple(row["title"] for row in rows),
        levels=tuple(row["level"] for row in rows),
        citizen=np.array([row["citizen"] for row in rows], dtype=np.float32),
        own=np.array([row["own"] for row in rows], dtype=np.float32),
        provinces=tuple(row["province"] for row in rows),
        guide=np.array([row["guide"] for row in rows], dtype=np.float32),
        common=np.array([row["code"] in common for row in rows], dtype=np.float32),
        variants={name: np.array([name in row["variants"] for row in rows], dtype=np.float32) for name in names},
    )
