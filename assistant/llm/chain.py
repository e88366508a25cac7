"""Several models, asked in order until one answers, all within the seconds that one alone would have."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import ModelError
from assistant.llm import budget
from assistant.llm.failures import Failure, Reason
from assistant.llm.guarded import Guarded
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer
from assistant.llm.retrying import LEAST

SHARE = 0.6
"""Part of the time left that a model gets while another one stands ready behind it: enough for most answers, and a
model that hangs leaves two fifths to the next. The last one that is ready gets all that is left."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The model of an installation and its fall-backs, each behind a breaker of its own."""

    models: tuple[Guarded, ...]
    """At least one."""
    most: float = float("inf")
    """Seconds that one model may take, whatever is left."""
    clock: Callable[[], float] = time.monotonic

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The first answer; where there is none, the error of the last model that was asked.

        `seconds` are for all models together; within `budget.turn` also what is left of the turn, and with less than
        LEAST of it nothing is asked.
        """
        of_turn = budget.left(self.clock)
        if of_turn < LEAST:
            raise Failure(Reason.SPENT)
        ends = self.clock() + min(seconds, of_turn)
        found: ModelError = Failure(Reason.RESTING)
        for place, model in enumerate(self.models):
            left = ends - self.clock()
            if left < LEAST and _was_asked(found):
                break
            followed = any(later.ready for later in self.models[place + 1 :])
            try:
                return model.ask(prompt, schema, min(left * SHARE if followed else left, self.most))
            except ModelError as error:
                # A model left alone says less about what is wrong than one that was asked.
                if _was_asked(error) or not _was_asked(found):
                    found = error
        raise found


def _was_asked(error: ModelError) -> bool:
    return not (isinstance(error, Failure) and error.reason is Reason.RESTING)
