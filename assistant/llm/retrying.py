"""One more try, where it is safe and there is time: never after a timeout, never after nonsense."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.llm.failures import Failure, Reason
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer, Model

SAFE = frozenset({Reason.REFUSED, Reason.DROPPED, Reason.DOWN})
"""Failures before an answer began that mostly pass by themselves: a restart, a dropped connection, a proxy."""
ATTEMPTS = 2
"""In all. A third one finds the same server, and the person has waited long enough."""
PAUSE = 0.1
"""Shortest wait before it is asked again, in seconds."""
JITTER = 0.2
"""Seconds added at random, so that turns that failed together do not come back together."""
LEAST = 0.3
"""Seconds that a request needs to have a chance; with less left none is sent."""


@dataclass(frozen=True, slots=True)
class Retrying:
    """A model that is asked again after a failure that is safe to repeat."""

    model: Model
    clock: Callable[[], float] = time.monotonic

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The answer, within the same seconds whether asked once or twice; raises the last error."""
        import stamina

        ends = self.clock() + seconds
        for attempt in stamina.retry_context(
            on=lambda error: _again(error, ends - self.clock()), attempts=ATTEMPTS, timeout=None,
            wait_initial=PAUSE, wait_jitter=JITTER,
        ):  # fmt: skip
            with attempt:
                return self.model.ask(prompt, schema, ends - self.clock())
        raise AssertionError("the last attempt returns or raises")


def _again(error: Exception, left: float) -> bool | float:
    """False: no; True: after a short pause; a number: after so many seconds, which the provider asked for."""
    if not isinstance(error, Failure):
        return False
    if error.retry_after is not None and error.reason in SAFE | {Reason.LIMIT}:
        wait = error.retry_after + random.uniform(0, JITTER)  # noqa: S311  no secret
        return wait if wait + LEAST <= left else False
    return error.reason in SAFE and left >= PAUSE + JITTER + LEAST


def quiet() -> None:
    """Stamina counts and logs each retry by itself; ours are counted as calls, and a console is no place for them."""
    from stamina import instrumentation

    instrumentation.set_on_retry_hooks(())
