"""Does a new message go on with the procedure in focus, change a condition of it, correct it, or begin a new topic?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.rules import pointing
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.search import CANDIDATES, Hit, Index

NEAR = 3.5
"""Score distance (of the learned ranker) from the best record within which the one in focus is still meant."""
BACK_NEAR, BACK_LEAD = 3.0, 5.0
"""An earlier procedure is meant when it is so near the best and so far before the one in focus."""
NAMED, NAMED_WORDS = 12.0, 2
"""Score of a record that a message names by itself, and words of its own that it takes to name one."""
NAMED_FAR = 10.5
"""The same where the one in focus is far off."""
TOLD_WORDS, TOLD_LEAD = 4, 7.0
"""A message of so many words of its own that is so far from the one in focus tells another case."""
TOGETHER = 0.5
"""Chance of a procedure, by topic and message together, from which it is taken."""
CHANGED = 0.3
"""Share of the chance beside the one in focus that a neighbour with the changed condition must have."""
HELD = 0.6
"""Share of a message's own words that the procedure in focus must hold to be asked about its papers."""
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
        if pointing().cue("correction", understood.query.folded) and understood.own:
            return self._corrected(turn, understood, focus)
        if pointing().cue("paper", understood.query.folded) and self._has(focus, understood):
            return replace(turn, chosen=focus, understanding=replace(understood, facet=Facet.DOCUMENTS))
        scores = self.index.scores(understood.query, (focus, *memory.before))
        best, own = turn.hits[0].score, len(understood.own)
        lead = best - scores[focus]
        earlier = max((c for c in scores if c != focus), key=lambda c: scores[c], default=None)
        if earlier and own and scores[earlier] >= max(best - BACK_NEAR, scores[focus] + BACK_LEAD):
            return replace(turn, chosen=earlier)
        named = own >= NAMED_WORDS and (best >= NAMED or (best >= NAMED_FAR and lead >= TOLD_LEAD))
        if lead > NEAR and (named or (own >= TOLD_WORDS and lead >= TOLD_LEAD)):
            return self._begun(turn, understood, focus)
        return self._taken(turn, focus, understood)

    def _begun(self, turn: Turn, understood: Understanding, focus: str) -> Turn:
        """Another matter; where the message alone does not tell which, the topic helps."""
        together = self._together(understood.question, focus)
        if turn.hits[0].chance < TOGETHER and together[0].code != focus and together[0].chance >= TOGETHER:
            return replace(turn, hits=tuple(together), chosen=together[0].code)
        return turn

    def _taken(self, turn: Turn, focus: str, understood: Understanding) -> Turn:
        """Still the one in focus, or a neighbour of it that topic and message together name."""
        if understood.own or understood.query.asked:
            together = self._together(understood.question, focus)
            other = self._changed(together, focus, understood)
            if other is not None:
                return replace(turn, hits=tuple(together), chosen=other)
        facet = understood.facet if understood.facet_named else Facet.CONDITIONS
        return replace(turn, chosen=focus, understanding=replace(understood, facet=facet))

    def _changed(self, together: list[Hit], focus: str, understood: Understanding) -> str | None:
        """The neighbour of the one in focus that a changed condition names ("thế mất luôn rồi thì sao")."""
        best = together[0]
        going_on = pointing().cue("on", understood.query.folded)
        if best.code != focus:
            return best.code if going_on and best.chance >= TOGETHER else None
        wanted = understood.query.asked - self.index.variants(focus)
        others = [hit for hit in together if hit.code != focus]
        fitting = [hit for hit in others if hit.variants & wanted]
        if not wanted or not going_on or not fitting or understood.facet_named:
            return None
        return fitting[0].code if fitting[0].chance >= CHANGED * sum(hit.chance for hit in others) else None

    def _has(self, focus: str, understood: Understanding) -> bool:
        """Whether the procedure in focus speaks of what a message asks to bring."""
        return self.index.speaks_of(focus, understood.own) >= HELD * len(understood.own)

    def _corrected(self, turn: Turn, understood: Understanding, focus: str) -> Turn:
        """Another one was meant: what the message says beside the refused, alone or with the topic."""
        said = _REFUSED.sub(" ", understood.question).strip(" ,.;") or understood.question
        alone = [h for h in self.index.procedures(self.index.query(said), CANDIDATES) if h.code != focus]
        together = [h for h in self._together(said, focus) if h.code != focus]
        if not alone or not together:
            return replace(turn, chosen=focus)
        best = alone if alone[0].score >= NAMED else together
        return replace(turn, hits=tuple(best), chosen=best[0].code)

    def _together(self, said: str, focus: str) -> list[Hit]:
        return self.index.procedures(self.index.query(f"{self.index.plain(focus)} {said}"), CANDIDATES)

