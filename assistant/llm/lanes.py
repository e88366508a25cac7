"""Calls with a hard end: a call that is late is left behind, and so many of them that nothing piles up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from assistant.llm.failures import Failure, Reason

CALLS = 8
"""Calls at once; a call left behind counts until it ends by its own timeout."""
WAITING = 8
"""Turns that may wait for a free call; the next one goes on without the model at once."""
Result = TypeVar("Result")


class Lanes:
    """Runs work in threads of its own; they do not keep the program from ending."""

    def __init__(self, calls: int = CALLS, waiting: int = WAITING) -> None:
        self._places = threading.BoundedSemaphore(calls + waiting)
        self._lanes = threading.BoundedSemaphore(calls)

    def run(self, work: Callable[[], Result], seconds: float) -> Result:
        """What the work returns or raises; Failure: SLOW when it is not done in time, FULL when no place is free."""
        ends = time.monotonic() + seconds
        if not self._places.acquire(blocking=False):
            raise Failure(Reason.FULL)
        try:
            if not self._lanes.acquire(timeout=max(seconds, 0.0)):
                raise Failure(Reason.FULL, message="the model is busy")
            result: Future[Result] = Future()
            threading.Thread(target=self._work, args=(work, result), name="mocua-llm", daemon=True).start()
            return result.result(timeout=max(ends - time.monotonic(), 0.0))
        except TimeoutError as error:
            raise Failure(Reason.SLOW) from error
        finally:
            self._places.release()

    def _work(self, work: Callable[[], Result], result: Future[Result]) -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001  it is raised again in the thread that waits for it
            result.set_exception(error)
        finally:
            self._lanes.release()
