"""From features to one order: a learned linear ranker over explainable features (weighted SCORE fusion).

Weighted score fusion beat reciprocal-rank fusion in 136 of 140 pairs on Vietnamese legal sets (ViRE, 2026). The
weights are learned by `eval.train_ranker` on phrasings kept out of the index and on our own questions; they lie in
`ranking.toml`, one a feature, so that every part of a score stays visible in a hit's `parts`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from knowledge.index.lexical import Scores
from knowledge.index.lexicon import Query, Variant
from knowledge.text import fold
from knowledge.types import Level

Weights = Mapping[str, float]
"""Feature name -> what it counts; a feature that is not named counts nothing."""

MATCHED = (
    "title", "title_pairs", "title_accented", "official", "everyday", "everyday_pairs", "everyday_accented",
    "body", "body_pairs", "dense",
)  # fmt: skip
"""Features of the words; each 0 to 1."""
PRIORS = (
    "commune", "province", "ministry", "citizen", "own_version", "other_province", "named_province", "guide",
    "common", "needed", "variant", "reissue", "age", "unsaid",
)  # fmt: skip
"""Features of the record, whatever the words: level, applicant, province, popularity, variant, age, what it holds
that was not said (`knowledge.index.unsaid`)."""
AMONG = 50
"""The best records between which the chances are shared out."""


@cache
def load(*, dense: bool) -> Weights:
    """The learned weights, of the ranker with or without dense vectors, and those set by hand."""
    data = tomllib.loads((files("knowledge.index") / "ranking.toml").read_text("utf-8"))
    return {**data["dense" if dense else "lexical"], **data["by_hand"]}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of each record beside its text; arrays of equal length."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[str, ...]
    citizen: Scores
    own: Scores
    provinces: tuple[str, ...]
    guide: Scores
    common: Scores
    needed: Scores
    variants: dict[str, Scores]
    """Variant name -> 1.0 where the record is that variant."""
    by_level: dict[str, Scores]
    """Level -> 1.0 where the record is of that level."""
    bounds: dict[int, tuple[int, int]]
    """Place -> the ages (from, below) that a record's title names, where it names any."""


def one_hot(values: tuple[str, ...], wanted: str) -> Scores:
    """1.0 where a value is the wanted one."""
    return np.array([value == wanted for value in values], dtype=np.float32)


def priors(traits: Traits, query: Query, variants: tuple[Variant, ...]) -> dict[str, Scores]:
    """Features that do not depend on matching words."""
    none = np.zeros(len(traits.codes), dtype=np.float32)
    named = np.array([p in query.provinces for p in traits.provinces], dtype=np.float32) if query.provinces else none
    foreign = (
        np.array([bool(p) and p not in query.provinces for p in traits.provinces], dtype=np.float32)
        if query.provinces
        else none
    )
    return {
        "commune": traits.by_level[Level.COMMUNE],
        "province": traits.by_level[Level.PROVINCE],
        "ministry": traits.by_level[Level.MINISTRY],
        "citizen": traits.citizen,
        "own_version": none if query.provinces else traits.own,
        "other_province": foreign,
        "named_province": named,
        "guide": traits.guide,
        "common": traits.common,
        "needed": traits.needed,
        "variant": _variant(traits, query, variants),
        "reissue": traits.variants.get(REISSUE, none) if is_lost(query.folded) else none,
        "age": _age(traits, query),
    }


REISSUE = "again"
"""The variant that is issued once more."""
_LOST = re.compile(r"\b(?:bi|lam|danh|roi|rot|de) (?:\w+ )?mat\b|that lac|\bmat (?:so|the|bang|giay|cuon|bia)\b")
"""What says that a paper is gone: then a first issue is hardly meant."""
_DIED = re.compile(r"\b(?:bo|me|ba|ong|cha|ma|chong|vo|bac|chu|tia|cu|noi|ngoai|anh|chi)\b(?: \w+)? bi mat\b")


def is_lost(folded: str) -> bool:
    """Whether a folded text says that a paper is gone; "bố bị mất" says that somebody died."""
    return bool(_LOST.search(folded)) and not _DIED.search(folded)


OLDEST = 200
MONTHS = 12
_FROM = re.compile(r"\btu (?:du )?(\d+) (?:tuoi|den)")
_BELOW = re.compile(r"\b(duoi|chua du|den) (\d+) (thang )?tuoi")


def bounds_of(title: str) -> tuple[int, int] | None:
    """The ages in years (from, below) that a title names; None when it names none."""
    folded = fold(title)
    start, end = _FROM.search(folded), _BELOW.search(folded)
    if start is None and end is None:
        return None
    below = OLDEST
    if end is not None:
        years = -(-int(end[2]) // MONTHS) if end[3] else int(end[2])
        below = years + 1 if end[1] == "den" and not end[3] else years
    return int(start[1]) if start else 0, below


def _age(traits: Traits, query: Query) -> Scores:
    """1 where an age the question names lies within a record's bounds, -1 where none does, 0 without bounds or ages."""
    told = np.zeros(len(traits.codes), dtype=np.float32)
    for place, (start, below) in traits.bounds.items() if query.ages else ():
        told[place] = 1.0 if any(start <= age < below for age in query.ages) else -1.0
    return told


def _variant(traits: Traits, query: Query, variants: tuple[Variant, ...]) -> Scores:
    total = np.zeros(len(traits.codes), dtype=np.float32)
    for variant in variants:
        if variant.name in traits.variants:
            total += traits.variants[variant.name] * (
                variant.bonus if variant.name in query.asked else -variant.penalty
            )
    return total


def chances(totals: Scores) -> Scores:
    """Softmax over the best records, best first: the ranker was trained so that this is a probability."""
    shifted: Scores = np.exp(totals - totals[0])
    shares: Scores = shifted / shifted.sum()
    return shares
