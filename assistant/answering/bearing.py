"""Which sentence of a record answers a question about a detail of it, or is the record silent?

A conditional logit over the record's pieces and one more choice, silence: shared words, patterns of `details.toml`, and
pairs of a word asked and a word said that were learned to belong together ("giùm" and "ủy quyền", "ship" and "bưu
chính"). Learned by `eval.train_bearing` on questions written for it; docs/adr/0014. Reads NumPy alone.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.answering.pieces import Piece, said_by
from knowledge.index.lexicon import Query
from knowledge.text import folded_words, pairs, words

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one record, as its pieces are weighed against it."""

    query: Query
    title: str
    """What the record is called, officially and every day: these words tell nothing."""
    details: tuple[re.Pattern[str], ...]
    """What a sentence holds that bears on a detail asked for (`assistant.rules.details_of`)."""
    rarity: Callable[[str], float]
    """How much a folded word tells (natural log)."""

    @property
    def words(self) -> frozenset[str]:
        """The folded words of the question."""
        return frozenset(self.query.folded.split())


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights: of the features, and of pairs (word asked, word said)."""

    features: dict[str, float]
    asked: dict[str, tuple[NDArray[np.intp], Scores]]
    """Word asked -> (places of words said, what each counts)."""
    said: dict[str, int]
    """Word said -> its place."""


def features(asked: Asked, found: Sequence[Piece]) -> list[dict[str, float]]:
    """Name -> value for every piece, and last for silence; values of about 0 to 3."""
    query = asked.query
    title = frozenset(folded_words(asked.title))
    telling = [w for w in dict.fromkeys(query.plain) if w not in title and (len(w) > 1 or w.isdigit())]
    rarities = {word: asked.rarity(word) for word in telling}
    whole = sum(rarities.values()) or 1.0
    official = {w for w in query.official if w not in title and w not in telling}
    joined = set(query.plain_pairs) - set(pairs(folded_words(asked.title)))
    accented = set(query.accented) - set(words(asked.title))
    rows = []
    for place, piece in enumerate(found):
        said = said_by(piece)
        met = sum(rarity for word, rarity in rarities.items() if word in said.words)
        rows.append({
            "share": met / whole, "met": met / 10, "pairs": len(joined & said.pairs) / 2,
            "accented": len(accented & said.accented) / 3, "official": len(official & said.words) / 3,
            "details": float(sum(bool(meant.search(piece.text)) for meant in asked.details)),
            "long": math.log(max(len(piece.text), 1)) / 5, "late": place / len(found),
            "title": len(title & said.words) / max(len(title), 1),
        })  # fmt: skip
    silence = {
        "silent": 1.0, "silent_details": float(bool(asked.details)),
        "silent_pieces": math.log(max(len(found), 1)) / 3, "silent_telling": min(len(telling), 6) / 3,
    }  # fmt: skip
    return [*rows, silence]


def scores(asked: Asked, found: Sequence[Piece], learned: Learned | None = None) -> Scores:
    """What each piece counts, and last what silence counts (log of a chance, but for a constant)."""
    learned = learned or load()
    total = np.array([
        sum(learned.features.get(name, 0.0) * value for name, value in row.items()) for row in features(asked, found)
    ])  # fmt: skip
    by_word = np.zeros(len(learned.said))
    for word in asked.words:
        if word in learned.asked:
            places, weights = learned.asked[word]
            by_word[places] += weights
    for n, piece in enumerate(found):
        heard = [place for token in said_by(piece).tokens if (place := learned.said.get(token)) is not None]
        total[n] += float(by_word[heard].sum())
    return total


def chances(asked: Asked, found: Sequence[Piece], learned: Learned | None = None) -> list[float]:
    """The chance that each piece answers, and last that none does; the sum is 1."""
    total = scores(asked, found, learned)
    shares = np.exp(total - total.max())
    return [float(share) for share in shares / shares.sum()]


@cache
def load() -> Learned:
    """The weights that come with the program."""
    folder = files("assistant") / "answering"
    table = tomllib.loads((folder / "bearing.toml").read_text("utf-8"))["weights"]
    with as_file(folder / "bearing.npz") as path:
        data = np.load(path)
        asked, said = (bytes(data[name]).decode().split("\n") for name in ("asked", "said"))
        ends, places = np.cumsum(data["counts"]), data["places"].astype(np.intp)
        weights = data["weights"].astype(np.float64) * float(data["scale"])
    rows = zip(asked, np.split(places, ends[:-1]), np.split(weights, ends[:-1]), strict=True)
    return Learned(table, {word: (at, counts) for word, at, counts in rows}, {word: n for n, word in enumerate(said)})
