"""Ask the index of one generation: procedures by weighted score fusion, passages by keyword."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.index import lexicon, ranking, unsaid
from knowledge.index.build import FORMAT
from knowledge.index.lexical import FieldIndex, Scores
from knowledge.index.lexicon import Query
from knowledge.index.ranking import MATCHED, Traits, Weights, one_hot, priors
from knowledge.index.spelling import Spelling
from knowledge.index.unsaid import Unsaid
from knowledge.types import Level

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
    """How well the words fit, without level, applicant and variant: 0 to 1."""
    chance: float
    """Probability that this is the one meant, as the ranker learned it."""
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


@dataclass(frozen=True, slots=True)
class Scored:
    """A question against every record; the arrays are in index order."""

    found: dict[str, Scores]
    """Features as they are, each 0 to 1."""
    parts: dict[str, Scores]
    """Features as they count."""
    total: Scores
    """Sum of the parts."""
    known: float
    """What share of the question's words is known, squared."""

    def match(self, n: int) -> float:
        """How well the words fit: meaning or words, a question of one kind alone is as good as found."""
        said = max(float(self.found[name][n]) for name in ("title", "everyday", "body"))
        return self.known * max(said, 0.5 * (said + float(self.found["dense"][n])) if "dense" in self.found else said)


class Index:
    """The opened index of one generation; immutable, shared by all threads."""

    def __init__(self, folder: Path, dense: DenseIndex | None = None, weights: Weights | None = None) -> None:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        self.generation: int = meta["generation"]
        self.weights = weights or ranking.load(dense=dense is not None)
        self.lexicon = lexicon.load()
        self._fields = {name: FieldIndex.open(folder / name, size) for name, size in meta["sizes"].items() if size}
        self._dense = dense
        self._traits = _traits(meta["traits"], self.lexicon)
        self._unsaid = Unsaid(len(self), self._titled, unsaid.load())
        self._plain = tuple(row["plain"] for row in meta["traits"])
        self._variants = tuple(frozenset(row["variants"]) for row in meta["traits"])
        self._positions = {code: n for n, code in enumerate(self._traits.codes)}
        self._passages: list[dict[str, Any]] = meta["passages"]
        self._spelling = Spelling.restore(json.loads((folder / "spelling.json").read_text("utf-8")))

    def __len__(self) -> int:
        return len(self._traits.codes)

    def query(self, text: str) -> Query:
        """A question made ready; see `lexicon.Lexicon.query`."""
        return self.lexicon.query(text, self._spelling.mend)

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

    def plain(self, code: str) -> str:
        """The everyday name of a code where its guide gives one, else the official title; "" when unknown."""
        position = self._positions.get(code)
        return "" if position is None else self._plain[position] or self._traits.titles[position]

    def variants(self, code: str) -> frozenset[str]:
        """Names of the variants a procedure is (re-issue, foreign element ...)."""
        return self._variants[self._positions[code]]

    def held(self, code: str, words: Sequence[str]) -> list[str]:
        """Which of these folded words the title and sections of a procedure hold."""
        body, position = self._fields["body"], self._positions[code]
        return [word for word in words if body.holds(position, word)]

    def rarity(self, word: str) -> float:
        """How much a folded word tells (natural log of how seldom it is met)."""
        return self._spelling.cost(word) if word in self._spelling.words else UNMET

    def best_of(self, query: Query, codes: Sequence[str]) -> str | None:
        """Which of some procedures a message names; None when it names none of them rather than another."""
        found = self.features(query)
        said = [(sum(float(found[f][self._positions[c]]) for f in NAMING), c) for c in codes]
        best = max(said)
        others = [score for score, code in said if code != best[1]]
        return best[1] if best[0] >= NAMED and best[0] > 1.2 * max(others, default=0.0) else None

    def procedures(self, query: Query, limit: int = CANDIDATES, titles: Sequence[Query] = ()) -> list[Hit]:
        """The best procedures, best first; always `limit` of them when the index holds so many.

        `titles`: official names that a model guessed, likeliest first; their chances are pooled with the question's.
        """
        if not len(self):
            return []
        scored = self.scored(query, titles)
        best = _best(scored.total, max(limit, ranking.AMONG))
        chances = ranking.chances(scored.total[best])
        return [self.hit(int(n), scored, float(chance)) for n, chance in zip(best[:limit], chances, strict=False)]

    def popular(self, query: Query, most: int) -> list[Hit]:
        """The ordinary cases that most people need, as a question finds them."""
        scored = self.scored(query)
        places = [n for code in self.lexicon.common if (n := self._positions.get(code)) is not None]
        return [self.hit(n, scored, 0.0) for n in places[:most]]

    def scored(self, query: Query, titles: Sequence[Query] = ()) -> Scored:
        """A question against every record."""
        found = self.features(query)
        parts = self._weighted(found)
        if met := [title for title in titles if self._known_share(title)]:  # else its priors alone would speak
            parts["titles"] = np.log(GUESS_FLOOR + self._guessed(met))
        return Scored(found, parts, np.stack(list(parts.values())).sum(axis=0), self._known_share(query) ** 2)

    def nearness(self, code: str) -> Scores:
        """How near each record is to one of them, by its title."""
        found = self._weighted({n: v for n, v in self.features(self.query(self.plain(code))).items() if n in MATCHED})
        near: Scores = TOPIC * np.stack(list(found.values())).sum(axis=0)
        return near

    def _weighted(self, found: dict[str, Scores]) -> dict[str, Scores]:
        return {name: values * self.weights[name] for name, values in found.items() if self.weights.get(name)}

    def _guessed(self, titles: Sequence[Query]) -> Scores:
        """The chance of each record by the guessed names: a later guess counts half of the one before."""
        mixed = np.zeros(len(self), dtype=np.float32)
        shares = 0.5 ** np.arange(len(titles))
        for title, share in zip(titles, shares / shares.sum(), strict=True):
            total: Scores = np.stack(list(self._weighted(self.features(title)).values())).sum(axis=0)
            best = _best(total, ranking.AMONG)
            mixed[best] += np.float32(share) * ranking.chances(total[best])
        return mixed

    def features(self, query: Query) -> dict[str, Scores]:
        """Every feature of every record, unweighted: what the ranker learns from."""
        words = {
            "title": self._score("title", query.plain),
            "title_pairs": self._score("title_pairs", query.plain_pairs),
            "title_accented": self._score("title_accented", query.accented + query.accented_pairs),
            "official": self._score("title", query.official),
            "everyday": self._score("everyday", query.plain),
            "everyday_pairs": self._score("everyday_pairs", query.plain_pairs),
            "everyday_accented": self._score("everyday_accented", query.accented + query.accented_pairs),
            "body": self._score("body", query.plain),
            "body_pairs": self._score("body_pairs", query.plain_pairs),
        }
        if self._dense is not None:
            words["dense"] = np.zeros(len(self), dtype=np.float32)
            for position, similarity in self._dense.nearest(query.spoken):
                words["dense"][position] = max(similarity, 0.0)
        return words | priors(self._traits, query, self.lexicon.variants) | {"unsaid": self._unsaid.scores(query)}

    def _titled(self, token: str) -> NDArray[np.integer]:
        """Places of the titles that hold a folded word or pair of words."""
        field = self._fields.get("title_pairs" if "_" in token else "title")
        return field.records(token) if field else np.empty(0, dtype=np.int32)

    def _known_share(self, query: Query) -> float:
        """Share of the content words that any record or phrasing holds: garbage must not match by one known word."""
        fields = [self._fields[name] for name in ("body", "everyday") if name in self._fields]
        known = sum(any(field.known(word) for field in fields) for word in query.plain)
        return known / len(query.plain) if query.plain else 0.0

    def _score(self, name: str, tokens: Sequence[str]) -> Scores:
        field = self._fields.get(name)
        return field.scores(tokens) if field else np.zeros(len(self), dtype=np.float32)

    def hit(self, n: int, scored: Scored, chance: float) -> Hit:
        """The record at a place, as a question finds it."""
        traits = self._traits
        return Hit(
            traits.codes[n], traits.titles[n], self._plain[n], float(scored.total[n]), scored.match(n), chance,
            {name: round(float(values[n]), 4) for name, values in scored.parts.items()}, self._variants[n],
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


def _best(total: Scores, count: int) -> NDArray[np.intp]:
    """Places of the highest values, highest first; of equals the earlier first."""
    some = np.argpartition(-total, min(count, len(total) - 1))[:count]
    return some[np.lexsort((some, -total[some]))]


TOPIC = 0.35
"""What nearness to the procedure talked about counts beside a message about its neighbours."""
UNMET = 14.0
"""Rarity of a word that the knowledge does not hold."""
GUESS_FLOOR = 0.002
"""Chance left to a record that no guessed name meets: the question may still bring it up."""
NAMING = ("title", "everyday", "title_pairs", "everyday_pairs")
NAMED = 0.45
"""Least sum of the naming features by which a message names a procedure talked about earlier."""
PASSAGE_ASKS = 0.8
"""What a passage's everyday questions count beside its text."""


def records_in(folder: Path, phrases: str) -> int | None:
    """How many procedures a folder's index holds; None when it is no index of this program's format, made with these
    phrasings (their digest).
    """
    try:
        found = json.loads((folder / "meta.json").read_text("utf-8"))
        return len(found["traits"]) if found["format"] == FORMAT and found["phrases"] == phrases else None
    except (OSError, ValueError, KeyError):
        return None


def _traits(rows: list[dict[str, Any]], words: lexicon.Lexicon) -> Traits:
    levels = tuple(row["level"] for row in rows)
    names = {name for row in rows for name in row["variants"]}
    return Traits(
        codes=tuple(row["code"] for row in rows),
        titles=tuple(row["title"] for row in rows),
        levels=levels,
        citizen=np.array([row["citizen"] for row in rows], dtype=np.float32),
        own=np.array([row["own"] for row in rows], dtype=np.float32),
        provinces=tuple(row["province"] for row in rows),
        guide=np.array([row["guide"] for row in rows], dtype=np.float32),
        common=np.array([row["code"] in words.common for row in rows], dtype=np.float32),
        needed=np.array([row["code"] in words.needed for row in rows], dtype=np.float32),
        variants={name: np.array([name in row["variants"] for row in rows], dtype=np.float32) for name in names},
        by_level={level.value: one_hot(levels, level.value) for level in Level},
        bounds={n: found for n, row in enumerate(rows) if (found := ranking.bounds_of(row["title"])) is not None},
    )
