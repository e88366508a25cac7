"""The record's answer in a model's words: one call, and what comes back is believed by nobody until `Verify`."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from assistant.errors import ModelError
from assistant.llm import prompts
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Model
from assistant.llm.replies import Composed
from assistant.types import Draft, Reply, Told, Turn
from assistant.wording import Wording
from assistant.writing.statements import shown_to_model
from knowledge.text import one_line

log = logging.getLogger("mocua.llm")
SENTENCE_CHARS, SENTENCES = 1000, 8
"""More of an answer is not even looked at."""


def prompt_for(message: str, reader: str, draft: Draft) -> Prompt:
    """The prompt of this step."""
    facet = draft.reply.facet.value if draft.reply.facet else ""
    return prompts.load("compose").render(
        message=message, reader=reader, name=draft.name, facet=facet, statements=shown_to_model(draft.statements)
    )


@dataclass(frozen=True, slots=True)
class Write:
    """Asks a model for the wording of a draft."""

    model: Model | None
    """None: the draft goes on as it is."""
    words: Wording
    seconds: float
    """How long the call may take."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with the model's sentences in its draft; unchanged when none is asked or none answers."""
        draft, understood = turn.draft, turn.understanding
        if self.model is None or draft is None or understood is None:
            return turn
        reader = self.words(f"reader.{turn.inbound.role.value}")
        prompt = prompt_for(understood.question, reader, draft)
        try:
            said = self.model.ask(prompt, Composed, self.seconds)
        except ModelError as error:
            log.info("write: %s", type(error).__name__)
            return turn
        told = tuple(
            Told(one_line(s.text[: 2 * SENTENCE_CHARS])[:SENTENCE_CHARS], tuple(s.rests_on))
            for s in said.sentences[:SENTENCES]
        )
        return replace(turn, draft=replace(draft, told=told))
