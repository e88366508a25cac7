"""What an evaluation asks and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a suite."""

    id: str
    question: str
    source: str
    """File name it came from, e.g. "everyday_dev" or "ho-tich"."""
    style: str = "plain"
    facet: str = "overview"
    gold: tuple[str, ...] = ()
    also_ok: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """Strings that a right answer holds."""
    expect: tuple[str, ...] = ()
    """Acceptable statuses."""
    emergency: str | None = None
    quote: str = ""
    heading: str = ""
    role: str = "citizen"

    @property
    def right(self) -> frozenset[str]:
        """Codes that are an acceptable first answer."""
        return frozenset(self.gold) | frozenset(self.also_ok)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95% bootstrap interval (percentile method, 2,000 resamples, fixed seed)."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(slots=True)
class Outcome:
    """What a suite found: metric values a question, and rows worth reading."""

    suite: str
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    """metric -> question id -> value"""
    items: dict[str, Item] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def note(self, metric: str, item: Item, value: float) -> None:
        """Record one value."""
        self.scores.setdefault(metric, {})[item.id] = value
        self.items[item.id] = item
