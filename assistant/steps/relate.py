"""Does a new message go on with the procedure in focus, change a condition of it, correct it, or begin a new topic?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.rules import pointing
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.search import CANDIDATES, Hit, Index

STAYS = 0.25
"""Chance of the procedure in focus, by the message alone, from which it is still meant."""
NEW = 0.19
"""Chance times word match of another procedure from which a message is a topic of its own."""
NEW_SHORT = 0.3
"""The same for a message of one or two words of its own."""
FEW = 2
TOGETHER = 0.5
"""Chance of a procedure, by topic and message together, from which it is taken."""
FOREIGN_WORDS, FOREIGN_MATCH, FOREIGN_LEAD = 5, 0.38, 0.15
"""A message of so many words that fits some procedure, and the one in focus so much worse, speaks of something else."""
_REFUSED = re.compile(r"(?:chứ\s+)?không phải(?: là)?\s[^,.;!?]*[,.;!?]?|chứ không\s[^,.;!?]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relate:
    """Decides by the words of the message, alone and together with the title of what was talked about."""

    index: Index

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with `chosen` or with other hits, when the conversation has a focus."""
        understood, memory = turn.understanding, turn.dialogue
        focus = memory.focus
        if turn.chosen is not None or understood is None or not turn.hits:
            return turn
        if focus is None or self.index.title(focus) is None:
            return turn
        cues = pointing()
        if cues.cue("correction", understood.query.folded) and understood.topical:
            return self._corrected(turn, understood, focus)
        stays = turn.hits[0].code == focus or _chance(turn.hits, focus) >= STAYS
        if not understood.topical or stays:
            return self._stayed(turn, understood, focus)
        if self._of_its_own(turn, understood, focus):
            return turn
        return self._taken(turn, self._together(understood.question, focus), focus, understood)

    def _of_its_own(self, turn: Turn, understood: Understanding, focus: str) -> bool:
        """Whether the message by itself names another procedure."""
        first, own = turn.hits[0], len(understood.own)
        if first.chance * first.match >= (NEW_SHORT if own <= FEW else NEW):
            return True
        lead = first.match - self.index.fit(understood.query, focus)
        foreign = first.match >= FOREIGN_MATCH and lead >= FOREIGN_LEAD
        return own >= FOREIGN_WORDS and foreign and not understood.facet_named

    @staticmethod
    def _stayed(turn: Turn, understood: Understanding, focus: str) -> Turn:
        return replace(turn, chosen=focus, understanding=understood)

    def _taken(self, turn: Turn, together: list[Hit], focus: str, understood: Understanding) -> Turn:
        if together[0].code != focus and together[0].chance >= TOGETHER:
            return replace(turn, hits=tuple(together), chosen=together[0].code)
        facet = understood.facet if understood.facet_named else Facet.CONDITIONS
        return replace(turn, chosen=focus, understanding=replace(understood, facet=facet))

    def _corrected(self, turn: Turn, understood: Understanding, focus: str) -> Turn:
        """Another one was meant: what the message says beside the refused, alone or with the topic."""
        said = _REFUSED.sub(" ", understood.question).strip(" ,.;") or understood.question
        alone = [h for h in self.index.procedures(self.index.query(said), CANDIDATES) if h.code != focus]
        together = [h for h in self._together(said, focus) if h.code != focus]
        if not alone or not together:
            return replace(turn, chosen=focus)
        best = alone if alone[0].chance * alone[0].match >= NEW else together
        return replace(turn, hits=tuple(best), chosen=best[0].code)

    def _together(self, said: str, focus: str) -> list[Hit]:
        return self.index.procedures(self.index.query(f"{self.index.plain(focus)} {said}"), CANDIDATES)


def _chance(hits: tuple[Hit, ...], code: str) -> float:
    return next((hit.chance for hit in hits if hit.code == code), 0.0)
