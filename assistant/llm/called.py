"""What is told of each request to a model: for the trace and for counting. No word of a prompt or an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    UNAVAILABLE = "unavailable"
    NONSENSE = "nonsense"
    SKIPPED = "skipped"
    """Nothing was sent: the breaker is open, or all lanes are taken."""


@dataclass(frozen=True, slots=True)
class Called:
    """One request to one model, or one left out; a repeated request is one more of these."""

    prompt: str
    """Name of the prompt, which is the name of the step: understand, choose, ..."""
    version: int
    """Of the prompt."""
    model: str
    """Provider and name, as it is set."""
    seconds: float
    """Until the answer or until it was left behind; waiting for a lane counts."""
    outcome: Outcome
    tokens_in: int = 0
    """As the provider counts them; 0 where it did not say, or was left behind."""
    tokens_out: int = 0


OnCall = Callable[[Called], None]
"""Told of each call, in the thread that asked for it, before it goes on: quick, and without errors of its own."""
OnBreaker = Callable[[str, bool], None]
"""Told when a model's breaker (model, whether it is open) changes."""


def unheard(called: Called) -> None:
    """For callers who do not want to know."""


def unwatched(model: str, opened: bool) -> None:
    """For callers who do not want to know."""
