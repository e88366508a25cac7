"""Calls, seconds, tokens and cost by model and step, for Prometheus. Labels hold names from settings and prompts only.

mocua_llm_calls_total{model, step, outcome}, mocua_llm_seconds{model, step}, mocua_llm_cost_total{model, step},
mocua_llm_tokens_total{model, step, direction}, mocua_llm_breaker_open{model}. A request that is repeated is two calls.
mocua_worded_total{outcome}: answers that a model worded, as Verify left them (whole, mended, dropped), and
mocua_worded_fallen_total: the sentences that fell.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from assistant.llm.called import Called, Outcome

BUCKETS = (0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 30.0, 60.0)
"""Seconds; fine where turns wait, coarse where only drafts do."""
MILLION = 1_000_000
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Price:
    """Units of any one currency for a million tokens."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0


FREE = Price()


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of one registry."""

    calls: Counter
    seconds: Histogram
    tokens: Counter
    cost: Counter
    breaker: Gauge


class Metering:
    """Counts calls: an OnCall; `breaker` is an OnBreaker. Several may share a registry: they count together."""

    def __init__(self, prices: Mapping[str, Price] | None = None, registry: CollectorRegistry = REGISTRY) -> None:
        """`prices` by model; a model without one costs nothing."""
        self._prices = dict(prices or {})
        with _making:
            self._metrics = _metrics(registry)

    def __call__(self, called: Called) -> None:
        """Count one call."""
        names, metrics = (called.model, called.prompt), self._metrics
        metrics.calls.labels(*names, called.outcome.value).inc()
        if called.outcome is Outcome.SKIPPED:
            return
        metrics.seconds.labels(*names).observe(called.seconds)
        metrics.tokens.labels(*names, "in").inc(called.tokens_in)
        metrics.tokens.labels(*names, "out").inc(called.tokens_out)
        price = self._prices.get(called.model, FREE)
        spent = (called.tokens_in * price.tokens_in + called.tokens_out * price.tokens_out) / MILLION
        metrics.cost.labels(*names).inc(spent)

    def breaker(self, model: str, opened: bool) -> None:
        """Note whether a model is left alone now."""
        self._metrics.breaker.labels(model).set(int(opened))


class Wordings:
    """Counts what `Verify` left of a model's answers."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        with _making:
            self._answers, self._fallen = _wordings(registry)

    def __call__(self, outcome: str, fallen: int) -> None:
        """Count one answer."""
        self._answers.labels(outcome).inc()
        self._fallen.inc(fallen)


@cache
def _wordings(registry: CollectorRegistry) -> tuple[Counter, Counter]:
    answers = Counter("mocua_worded", "Answers worded by a model, as verified", ("outcome",), registry=registry)
    return answers, Counter("mocua_worded_fallen", "Sentences of a model that fell", registry=registry)


@cache
def _metrics(registry: CollectorRegistry) -> Metrics:
    """Made once for a registry, which takes a name only once."""
    names = ("model", "step")
    return Metrics(
        Counter("mocua_llm_calls", "Requests to a model, and calls left out", (*names, "outcome"), registry=registry),
        Histogram("mocua_llm_seconds", "Seconds of a request", names, buckets=BUCKETS, registry=registry),
        Counter("mocua_llm_tokens", "Tokens as the provider counts them", (*names, "direction"), registry=registry),
        Counter("mocua_llm_cost", "Cost by the prices in the settings", names, registry=registry),
        Gauge("mocua_llm_breaker_open", "1 while a model is left alone", ("model",), registry=registry),
    )
