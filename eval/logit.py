"""A conditional logit (McFadden 1974): of some choices one is right; what makes it the likeliest is learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

Numbers = NDArray[np.float64]
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Choice:
    """One example: a row of features for everything that could be chosen."""

    rows: csr_matrix
    right: NDArray[np.bool_]
    counts: float = 1.0
    """What it counts beside an ordinary example."""


def learn(made: Sequence[Choice], ridge: Numbers, steps: int = 200) -> Numbers:
    """The weights of greatest likelihood, less half the ridge-weighted sum of their squares."""
    whole = vstack([one.rows for one in made]).tocsr()
    turned = whole.T.tocsr()
    right = np.concatenate([one.right for one in made])
    counts = np.array([one.counts for one in made])
    sizes = np.array([len(one.right) for one in made])
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(made)), sizes)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = whole @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        shares /= np.add.reduceat(shares, starts)[owner]
        mass = np.add.reduceat(shares * right, starts) + TINY
        slope = turned @ ((shares - shares * right / mass[owner]) * counts[owner]) + ridge * weights
        return float((ridge * weights**2).sum() / 2 - (counts * np.log(mass)).sum()), slope

    found: Numbers = minimize(loss, np.zeros(len(ridge)), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return found


def shares(one: Choice, weights: Numbers) -> Numbers:
    """The chance of every choice."""
    scores = one.rows @ weights
    odds = np.exp(scores - scores.max())
    chances: Numbers = odds / odds.sum()
    return chances
