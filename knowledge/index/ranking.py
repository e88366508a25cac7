"""From field scores to one order: weighted SCORE fusion (not rank fusion), variants, level, applicant.

Weighted score fusion beat reciprocal-rank fusion in 136 of 140 pairs on Vietnamese legal sets (ViRE, 2026).
Every part stays visible in a hit's `parts`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.index.lexical import Scores
from knowledge.index.lexicon import Query, Variant
from knowledge.types import Level


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts; chosen on our own questions (eval/tune.py), never on the shared ones."""

    title: float = 0.59
    title_pairs: float = 0.69
    title_accented: float = 0.34
    official: float = 0.6
    everyday: float = 0.4
    everyday_pairs: float = 0.44
    everyday_accented: float = 0.5
    body: float = 0.71
    body_pairs: float = 1.14
    dense: float = 0.60
    commune: float = 0.09
    province: float = 0.015
    ministry: float = -0.085
    citizen: float = 0.03
    not_citizen: float = -0.085
    own_version: float = -0.035
    """One province's own version of a procedure, when no province is named."""
    other_province: float = -0.4
    named_province: float = 0.45
    variant_scale: float = 0.7
    common: float = 0.15
    """The ordinary case of daily life, in a near tie."""
    guide: float = 0.03
    """A record that has a bundled guide is one that people ask for."""


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
    variants: dict[str, Scores]
    """Variant name -> 1.0 where the record is that variant."""


def priors(traits: Traits, query: Query, variants: tuple[Variant, ...], weights: Weights) -> dict[str, Scores]:
    """Parts that do not depend on matching words: level, applicant, province, variants."""
    by_level = {
        Level.COMMUNE: weights.commune, Level.PROVINCE: weights.province,
        Level.MINISTRY: weights.ministry, Level.UNKNOWN: 0.0,
    }  # fmt: skip
    level = np.array([by_level[Level(v)] for v in traits.levels], dtype=np.float32)
    citizen = np.where(traits.citizen > 0, weights.citizen, weights.not_citizen).astype(np.float32)
    return {
        "level": level,
        "applicant": citizen,
        "province": _province(traits, query, weights),
        "guide": traits.guide * weights.guide,
        "common": traits.common * weights.common,
        "variant": _variant(traits, query, variants) * weights.variant_scale,
    }


def _province(traits: Traits, query: Query, weights: Weights) -> Scores:
    if not query.provinces:
        return traits.own * weights.own_version
    named = np.array([p in query.provinces for p in traits.provinces], dtype=np.float32)
    other = np.array([bool(p) and p not in query.provinces for p in traits.provinces], dtype=np.float32)
    return named * weights.named_province + other * weights.other_province


def _variant(traits: Traits, query: Query, variants: tuple[Variant, ...]) -> Scores:
    total = np.zeros(len(traits.codes), dtype=np.float32)
    for variant in variants:
        if variant.name in traits.variants:
            total += traits.variants[variant.name] * (
                variant.bonus if variant.name in query.asked else -variant.penalty
            )
    return total
