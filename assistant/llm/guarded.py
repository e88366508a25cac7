"""A model behind a breaker: when it keeps failing, turns do not wait for it any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assistant.llm import breaker
from assistant.llm.breaker import State
from assistant.llm.called import Called, OnBreaker, OnCall, Outcome, unheard, unwatched
from assistant.llm.failures import Failure, Reason
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer, Model


class Guarded:
    """Passes calls on while the breaker lets it. Nonsense counts as a failure: waiting for it helps nobody either."""

    def __init__(
        self, model: Model, limits: breaker.Limits, clock: Callable[[], float] = time.monotonic, *,
        name: str = "", on_call: OnCall = unheard, on_breaker: OnBreaker = unwatched,
    ) -> None:  # fmt: skip
        self._model = model
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._state = State()
        self._name, self._on_call, self._on_breaker = name, on_call, on_breaker
        on_breaker(name, False)

    @property
    def ready(self) -> bool:
        """Whether a call would go through now."""
        with self._lock:
            return breaker.asked(self._state, self._limits, self._clock())[0]

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The model's answer; Failure (RESTING) at once while the breaker is open."""
        with self._lock:
            allowed, self._state = breaker.asked(self._state, self._limits, self._clock())
            probe = self._state.probing
        if not allowed:
            self._on_call(Called(prompt.name, prompt.version, self._name, 0.0, Outcome.SKIPPED))
            raise Failure(Reason.RESTING)
        after: Callable[[State], State] = self._failed
        try:
            answer = self._model.ask(prompt, schema, seconds)
            after = breaker.succeeded
        except Failure as error:
            if error.reason is Reason.FULL:  # nothing was sent: that is no fault of the provider's
                after = breaker.unsent if probe else _same
            raise
        finally:
            self._note(after)
        return answer

    def _failed(self, state: State) -> State:
        return breaker.failed(state, self._limits, self._clock())

    def _note(self, after: Callable[[State], State]) -> None:
        with self._lock:
            before, self._state = self._state, after(self._state)
            opened = self._state.opened is not None
            if opened != (before.opened is not None):
                self._on_breaker(self._name, opened)


def _same(state: State) -> State:
    return state
