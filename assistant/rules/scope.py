"""Is this a question for us? A learned sorter beside the rules: words, pairs and how well any procedure fits.

Multinomial logistic regression over TF-IDF of words and pairs (without accents, and with), learned by
`eval.train_scope` on messages written for it (`eval/suites/train`) and on phrasings of procedures; the weights lie in
`scope.npz`. It runs on NumPy alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.rules import facets_of, pointing
from knowledge.index.lexicon import Query
from knowledge.index.search import Hit
from knowledge.text import fold, pairs

ANSWER, HANDOFF, EMERGENCY = "answer", "handoff", "emergency"
ALARMING = 0.3
"""Probability of an emergency, as a share of that of another wish for a human, from which it is taken for one."""
LENGTH_STEP, LENGTH_MOST = 4, 8
"""A message's length counts in steps of so many words, up to so many steps."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a message is, as far as the sorter tells."""

    answer: float
    """Probability of a question for us."""
    kind: str
    """decline | handoff | emergency | smalltalk: the likeliest beside `answer`."""
    reason: str
    """E.g. "illegal", "stuck", "115", "thanks"."""
    chance: float
    """Probability of that kind, all its reasons together."""
    known: float
    """Share of the message's words that the sorter has met."""
    human: str = ""
    """Why a human is wanted, if one is: the likeliest reason of a hand-off."""
    wanted: float = 0.0
    """Probability that a human is wanted, for an emergency or any other reason."""


class Scope:
    """The loaded sorter; immutable, shared by all threads."""

    def __init__(self, terms: list[str], idf: NDArray[np.float32], weights: NDArray[np.float32],
                 bias: NDArray[np.float32], labels: list[str]) -> None:  # fmt: skip
        self._places = {term: n for n, term in enumerate(terms)}
        self._idf, self._weights, self._bias, self._labels = idf, weights, bias, labels

    def sort(self, query: Query, hits: tuple[Hit, ...], *, talking: bool = False) -> Sorted:
        """The likeliest kind and reason of a message, alone or in the middle of a conversation."""
        chances = self.chances(query, hits, talking=talking)
        kinds: dict[str, float] = {}
        for label, share in chances.items():
            kinds[label.partition(":")[0]] = kinds.get(label.partition(":")[0], 0.0) + share
        answer = kinds.pop(ANSWER, 0.0)
        wanted = kinds.get(HANDOFF, 0.0) + kinds.get(EMERGENCY, 0.0)
        chance, kind = max((share, name) for name, share in kinds.items())
        if kind == HANDOFF and kinds.get(EMERGENCY, 0.0) >= ALARMING * chance:
            kind, chance = EMERGENCY, chance + kinds[EMERGENCY]  # a human in any case: then the number as well
        reason, human = _likeliest(chances, kind), _likeliest(chances, HANDOFF)
        words = query.folded.split()
        known = sum(word in self._places for word in words) / len(words) if words else 0.0
        return Sorted(answer, kind, reason, chance, known, human, wanted)

    def chances(self, query: Query, hits: tuple[Hit, ...], *, talking: bool = False) -> dict[str, float]:
        """Label -> probability; labels are "answer" and "kind:reason"."""
        counts = Counter(t for t in tokens(query, talking=talking) if t in self._places)
        places = np.array([self._places[t] for t in counts], dtype=np.int64)
        values = (1 + np.log(np.array(list(counts.values()), dtype=np.float32))) * self._idf[places]
        norm = float(np.linalg.norm(values))
        values = values / norm if norm else values
        fitting = np.array(fit(hits), dtype=np.float32)
        scores = self._bias + values @ self._weights[places] + fitting @ self._weights[len(self._places) :]
        shares = np.exp(scores - scores.max())
        return dict(zip(self._labels, (shares / shares.sum()).tolist(), strict=True))


def _likeliest(chances: dict[str, float], kind: str) -> str:
    """The likeliest reason of a kind; "" where it has none."""
    reasons = [(share, label.partition(":")[2]) for label, share in chances.items() if label.startswith(f"{kind}:")]
    return max(reasons)[1] if reasons else ""


def tokens(query: Query, *, talking: bool = False) -> list[str]:
    """The terms of a message: words, pairs, words with accents, the first, the last, the length, the cues of a talk."""
    plain = query.folded.split()
    accented = [f"={word}" for word in query.spoken.split() if fold(word) != word]
    edges = [f"^{plain[0]}", f"{plain[-1]}$"] if plain else []
    length = f"#{min(len(plain) // LENGTH_STEP, LENGTH_MOST)}"
    return [*plain, *pairs(plain), *accented, *edges, length, *(_in_talk(query, length) if talking else ())]


def _in_talk(query: Query, length: str) -> list[str]:
    """What makes a message go on with a conversation: a facet named, a cue, few words."""
    named = ["~facet"] if facets_of(query.folded) else []
    cues = [f"~{name}" for name in ("on", "correction", "points", "asks", "new") if pointing().cue(name, query.folded)]
    return ["~talk", f"~talk{length}", *named, *cues]


def fit(hits: tuple[Hit, ...]) -> tuple[float, float, float]:
    """How well the best procedure fits: three numbers of about 0 to 3."""
    if not hits:
        return 0.0, 0.0, 0.0
    best = hits[0]
    return 3 * best.match, best.chance, 3 * best.match**2


@cache
def load() -> Scope:
    """The sorter that comes with the program."""
    with as_file(files("assistant") / "rules" / "scope.npz") as path:
        data = np.load(path)
        terms = bytes(data["terms"]).decode().split("\n")
        labels = bytes(data["labels"]).decode().split("\n")
        weights = data["weights"].astype(np.float32) * data["scale"]
        return Scope(terms, data["idf"].astype(np.float32), weights, data["bias"].astype(np.float32), labels)
