"""Not sure what is meant? A model guesses what it is called officially; the index looks the names up.

The model supplies search words and, where no rule found one, the facet. It supplies no facts and no status: its
intent is kept for the trace alone.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from assistant.errors import ModelError
from assistant.llm import prompts
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Model
from assistant.llm.replies import Understood
from assistant.types import Guess, Reply, Turn, Understanding
from knowledge.index.lexicon import Query
from knowledge.index.search import CANDIDATES, Index
from knowledge.text import one_line

log = logging.getLogger("mocua.llm")
TITLES = 3
"""Guessed names looked up; more are left out."""
TITLE_CHARS = 300
QUESTION_CHARS = 500
"""A question that stands alone is no longer than that."""
LANGUAGE_CHARS = 35
"""Longest language tag (RFC 5646)."""


def prompt_for(message: str, topic: str = "", facet: str = "") -> Prompt:
    """The prompt of this step; `topic`: official title of the procedure in focus, `facet`: the one last shown."""
    return prompts.load("understand").render(message=message, topic=topic, facet=facet)


@dataclass(frozen=True, slots=True)
class Understand:
    """One call, made only when the search without a model is not sure."""

    model: Model | None
    """None: every turn goes on unchanged."""
    index: Index
    skip_above: float
    """Chance of the best record from which nothing is asked."""
    seconds: float
    """How long the call may take."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with hits by the guessed names; unchanged when nothing is asked or nothing useful comes back."""
        understood = turn.understanding
        if self.model is None or understood is None or turn.chosen is not None:
            return turn
        if turn.hits and turn.hits[0].chance >= self.skip_above:
            return turn
        memory = turn.dialogue
        topic = self.index.title(memory.focus) if memory.focus else None
        prompt = prompt_for(understood.question, topic or "", memory.facet or "" if topic else "")
        try:
            guess = _cleaned(self.model.ask(prompt, Understood, self.seconds))
        except ModelError as error:
            log.info("understand: %s", type(error).__name__)
            return turn
        return self._searched(turn, understood, guess) if guess.titles else turn

    def _searched(self, turn: Turn, understood: Understanding, guess: Guess) -> Turn:
        query = self._query(guess.question, understood.query, in_focus=turn.dialogue.focus is not None)
        hits = self.index.procedures(query, CANDIDATES, titles=[self.index.query(t) for t in guess.titles])
        if not understood.facet_named:
            understood = replace(understood, facet=guess.facet)
        return replace(turn, hits=tuple(hits), understanding=understood, guessed=guess)

    def _query(self, question: str, own: Query, *, in_focus: bool) -> Query:
        """The question that stands alone, as long as it still is the person's; otherwise the person's own words."""
        alone = self.index.query(question)
        if not alone.plain or not (in_focus or set(alone.plain) & set(own.plain)):
            return own
        return alone


def _cleaned(told: Understood) -> Guess:
    """A model's answer cut to what the index needs."""
    titles = dict.fromkeys(one_line(title[: 2 * TITLE_CHARS])[:TITLE_CHARS] for title in told.titles[: 2 * TITLES])
    return Guess(
        intent=told.intent,
        titles=tuple(title for title in titles if any(map(str.isalpha, title)))[:TITLES],
        facet=told.facet,
        language=one_line(told.language[:LANGUAGE_CHARS]),
        question=one_line(told.question[: 2 * QUESTION_CHARS])[:QUESTION_CHARS],
    )
