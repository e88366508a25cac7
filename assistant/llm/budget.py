"""The seconds of a turn: however many steps ask a model, together they take no more.

    with budget.turn(6.0):
        ...  # every call in this thread ends within these six seconds

Outside of such a block only the seconds of each call count.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Clock = Callable[[], float]
_ends: ContextVar[float | None] = ContextVar("mocua_llm_turn_ends", default=None)


@contextmanager
def turn(seconds: float, clock: Clock = time.monotonic) -> Iterator[None]:
    """All calls to a model in this block take at most so many seconds together; a block within a block is its own."""
    token = _ends.set(clock() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def left(clock: Clock = time.monotonic) -> float:
    """Seconds left of the turn; infinite outside of one."""
    ends = _ends.get()
    return float("inf") if ends is None else ends - clock()
