"""The whole flow: an ordered list of steps turns a Turn into a Reply. Nothing else happens."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.dialogue import heard
from assistant.errors import MocuaError
from assistant.tracing import noting
from assistant.types import Reply, Traced, Turn

log = logging.getLogger("mocua.pipeline")


class Step(Protocol):
    """One step: a frozen dataclass whose fields are its dependencies. Returning a Reply is the only way to stop."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The next state of the turn, or the Reply that ends it."""
        ...


Apologise = Callable[[Turn, MocuaError | None], Reply]
"""Makes the Reply for a failure; None: an error nobody foresaw."""


Seen = Callable[[Turn], None]
"""Told of the turn after each step that did not end it."""


def unseen(turn: Turn) -> None:
    """For callers who wait for the reply alone."""


class Unanswered(RuntimeError):
    """The list of steps ended without a Reply: a fault in the wiring."""


def run(steps: Sequence[Step], turn: Turn, apologise: Apologise, seen: Seen = unseen) -> Reply:
    """Run the steps in order; every failure becomes a Reply with a status, and is logged without the message."""
    trace: list[Traced] = []
    memory = turn.dialogue
    for step in steps:
        started = time.perf_counter()
        with noting() as notes:
            outcome = _outcome(step, turn, apologise)
        trace.append(Traced(type(step).__name__, time.perf_counter() - started, tuple(notes)))
        if isinstance(outcome, Reply):
            kept = heard(replace(outcome.dialogue, turns=memory.turns), turn.inbound.received_at)
            return replace(outcome, dialogue=kept, held=turn.held, trace=tuple(trace))
        turn = outcome
        seen(turn)
    raise Unanswered([type(step).__name__ for step in steps])


def _outcome(step: Step, turn: Turn, apologise: Apologise) -> Turn | Reply:
    """What a step makes of the turn; where it fails, the apology."""
    try:
        return step(turn)
    except MocuaError as error:
        log.warning("step %s: %s", type(step).__name__, type(error).__name__)
        return apologise(turn, error)
    except Exception as error:  # the one broad except: a person must get an answer whatever breaks
        log.exception("step %s failed", type(step).__name__, exc_info=_without_message(error))
        return apologise(turn, None)


def _without_message(error: Exception) -> Exception:
    """The same error type and place without its text, which may hold what the person wrote."""
    hidden: Exception = type("Hidden" + type(error).__name__, (Exception,), {})()
    return hidden.with_traceback(error.__traceback__)
