"""Bootstrap intervals with SciPy; paired comparison of two runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from eval.types import Interval

RESAMPLES = 2000
SEED = 20260719


def interval(values: Sequence[float]) -> Interval:
    """Mean with its 95% percentile bootstrap interval; a constant sample has a width of 0."""
    data = np.asarray(values, dtype=float)
    if len(data) == 0:
        return Interval(float("nan"), float("nan"), float("nan"), 0)
    mean = float(data.mean())
    if np.ptp(data) == 0:
        return Interval(mean, mean, mean, len(data))
    found = stats.bootstrap(
        (data,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(SEED)
    )
    low, high = found.confidence_interval
    return Interval(mean, float(low), float(high), len(data))


def difference(new: Mapping[str, float], old: Mapping[str, float]) -> Interval | None:
    """Paired mean difference over the questions both runs asked; None when they share none."""
    shared = sorted(set(new) & set(old))
    return interval([new[i] - old[i] for i in shared]) if shared else None


def share(parts: Sequence[float], wholes: Sequence[float]) -> Interval:
    """All parts over all wholes, with the interval of drawing the pairs again: lies by answer, sentences by answer."""
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    if whole.sum() == 0:
        return Interval(float("nan"), float("nan"), float("nan"), len(whole))
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(whole), size=(RESAMPLES, len(whole)))
    sums = whole[drawn].sum(axis=1)
    found = (part[drawn].sum(axis=1)[sums > 0]) / sums[sums > 0]
    low, high = np.percentile(found, (2.5, 97.5))
    return Interval(float(part.sum() / whole.sum()), float(low), float(high), len(whole))
