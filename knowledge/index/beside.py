"""What a message in a conversation could mean: the procedure talked about, earlier ones, its neighbours, others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index import ranking
from knowledge.index.lexical import Scores
from knowledge.index.lexicon import Query
from knowledge.index.search import CANDIDATES, Hit, Index

FAR = -20.0
"""No lead is counted as longer: beyond it all are equally unlikely."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One procedure that could be meant, measured alone and as a neighbour of the one talked about."""

    hit: Hit
    """As the message alone finds it."""
    lead: float
    """Its score less the best one's: 0 or less."""
    near: float
    """How near its title is to that of the one talked about; 0 for that one itself."""
    lead_near: float
    """Its score with nearness less the best neighbour's; 0 for the one talked about."""
    chance_near: float
    """Its chance among the neighbours; 0 for the one talked about."""


def contenders(index: Index, query: Query, focus: str, earlier: Sequence[str]) -> list[Contender]:
    """The one talked about first, then earlier ones, then the best by the message and the best neighbours."""
    scored, near = index.scored(query), index.nearness(focus)
    place = {code: n for code in (focus, *earlier) if (n := index.position(code)) is not None}
    own = place[focus]
    beside = scored.total + near
    beside[own] = FAR * 5
    best, best_near = _best(scored.total), _best(beside)
    shares, shares_near = _shares(scored.total, best), _shares(beside, best_near)
    top, top_near = float(scored.total[best[0]]), float(beside[best_near[0]])
    return [
        Contender(
            index.hit(n, scored, shares.get(n, 0.0)), max(float(scored.total[n]) - top, FAR),
            0.0 if n == own else float(near[n]), 0.0 if n == own else max(float(beside[n]) - top_near, FAR),
            shares_near.get(n, 0.0),
        )
        for n in dict.fromkeys((*place.values(), *best[:CANDIDATES], *best_near[:CANDIDATES]))
    ]  # fmt: skip


def _best(total: Scores) -> list[int]:
    most = min(ranking.AMONG, len(total))
    return [int(n) for n in np.argsort(-total, kind="stable")[:most]]


def _shares(total: Scores, best: list[int]) -> dict[int, float]:
    return dict(zip(best, (float(c) for c in ranking.chances(total[best])), strict=True))
