"""Still not sure after the guessed names? A model picks one of the first ten by their titles."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from assistant.errors import ModelError, ModelGaveNonsense
from assistant.llm import prompts
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Model
from assistant.llm.replies import Chosen
from assistant.types import Reply, Turn
from knowledge.index.search import Hit, Index

log = logging.getLogger("mocua.llm")
SHOWN = 10
"""Records the model chooses from."""
TITLE_CHARS = 400
NONE = "none"
PICKED = 0.95
"""Least chance of a record that was picked: no question back."""


def prompt_for(message: str, hits: tuple[Hit, ...], topic: str = "") -> Prompt:
    """The prompt of this step; `topic`: official title of the procedure in focus."""
    rows = [f"{n}. {hit.code} · {hit.level} · {hit.title[:TITLE_CHARS]}" for n, hit in enumerate(hits[:SHOWN], start=1)]
    return prompts.load("choose").render(message=message, topic=topic, procedures="\n".join(rows))


@dataclass(frozen=True, slots=True)
class Choose:
    """A second call; it can only change the order of what the index found."""

    model: Model | None
    """None: every turn goes on unchanged."""
    index: Index
    skip_above: float
    """Chance of the best record from which nothing is asked."""
    seconds: float
    """What the first call leaves of the turn's time; 0: nothing is asked."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with the picked record in front; unchanged when nothing is asked, picked or understood."""
        if self.model is None or self.seconds <= 0 or turn.understanding is None or turn.chosen is not None:
            return turn
        # Where the first call failed, a second one would only make the person wait longer.
        if turn.guessed is None or not turn.hits or turn.hits[0].chance >= self.skip_above:
            return turn
        focus = turn.dialogue.focus
        topic = self.index.title(focus) if focus else None
        prompt = prompt_for(turn.understanding.question, turn.hits, topic or "")
        try:
            picked = _picked(self.model.ask(prompt, Chosen, self.seconds), turn.hits)
        except ModelError as error:
            log.info("choose: %s", type(error).__name__)
            return turn
        return turn if picked is None else replace(turn, hits=_first(picked, turn.hits))


def _picked(told: Chosen, hits: tuple[Hit, ...]) -> Hit | None:
    """The hit that the answer names; None for "none"."""
    said = told.choice.strip()
    if said.lower() == NONE:
        return None
    found = next((hit for hit in hits[:SHOWN] if hit.code == said), None)
    if found is None:
        raise ModelGaveNonsense("the model picked a code that was not in the list")
    return found


def _first(picked: Hit, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    sure = replace(picked, chance=max(picked.chance, PICKED))
    return (sure, *(hit for hit in hits if hit.code != picked.code))
