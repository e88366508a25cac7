"""A model behind a breaker: when it keeps failing, turns do not wait for it any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assistant.errors import ModelUnavailable
from assistant.llm import breaker
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer, Model


class Guarded:
    """Passes calls on while the breaker lets it. Nonsense counts as a failure: waiting for it helps nobody either."""

    def __init__(self, model: Model, limits: breaker.Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._state = breaker.State()

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The model's answer; ModelUnavailable at once while the breaker is open."""
        with self._lock:
            allowed, self._state = breaker.asked(self._state, self._limits, self._clock())
        if not allowed:
            raise ModelUnavailable("the model failed several times and is left alone for a while")
        good = False
        try:
            answer = self._model.ask(prompt, schema, seconds)
            good = True
        finally:
            with self._lock:
                state = self._state
                self._state = breaker.succeeded(state) if good else breaker.failed(state, self._limits, self._clock())
        return answer
