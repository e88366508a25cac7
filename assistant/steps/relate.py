"""Does a new message go on with the procedure in focus, change a condition of it, correct it, or begin a new topic?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.rules import pointing
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.lexicon import Query
from knowledge.index.search import CANDIDATES, Index

NEAR = 3.0
"""Score distance (of the learned ranker) from the best record within which the one in focus is still meant."""
BACK_NEAR, BACK_LEAD = 3.0, 5.0
"""An earlier procedure is meant when it is so near the best and so far before the one in focus."""
NAMED, NAMED_WORDS = 12.0, 2
"""Score of a record that a message names by itself, and words of its own that it takes to name one."""
NAMED_FAR = 10.5
"""The same where the one in focus is far off."""
TOLD_WORDS, TOLD_LEAD = 4, 7.0
"""A message of so many words of its own that is so far from the one in focus tells another case."""
ALONE = 0.8
"""Chance from which a message says by itself which other procedure it means."""
LIKELY = 0.5
"""Chance from which a neighbour is taken without asking back."""
CHANGED = 0.3
"""Chance that a neighbour with the changed condition must have."""
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
        focus = memory.focus or next(iter(memory.before), None)
        if turn.chosen is not None or turn.inbound.choice is not None or understood is None or not turn.hits:
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
        far = lead >= TOLD_LEAD
        named = own >= NAMED_WORDS and (best >= NAMED or (best >= NAMED_FAR and far))
        named = named or (own > 0 and best >= NAMED and far)
        told = own >= TOLD_WORDS and far
        going_on = pointing().cue("on", understood.query.folded) and not understood.facet_named
        if lead > NEAR and (named or told or (going_on and own)):
            return self._begun(turn, focus)
        return self._stayed(turn, focus, understood, going_on=going_on)

    def _begun(self, turn: Turn, focus: str) -> Turn:
        """Another matter; where the message alone does not tell which, a neighbour of the one talked about."""
        if turn.hits[0].chance >= ALONE:
            return turn
        beside = tuple(self.index.procedures(self._query(turn), CANDIDATES, beside=focus))
        return replace(turn, hits=beside, chosen=beside[0].code if beside[0].chance >= LIKELY else None)

    def _stayed(self, turn: Turn, focus: str, understood: Understanding, *, going_on: bool) -> Turn:
        """Still the one in focus, or its neighbour with the condition that the message changes."""
        wanted = understood.query.asked - self.index.variants(focus)
        if going_on and wanted:
            beside = self.index.procedures(understood.query, CANDIDATES, beside=focus)
            if beside[0].variants & wanted and beside[0].chance >= CHANGED:
                return replace(turn, hits=tuple(beside), chosen=beside[0].code)
        again = turn.hits[0].code == focus and not going_on  # its name said again: told again from the beginning
        facet = Facet.OVERVIEW if again else Facet.CONDITIONS
        facet = understood.facet if understood.facet_named else facet
        return replace(turn, chosen=focus, understanding=replace(understood, facet=facet))

    @staticmethod
    def _query(turn: Turn) -> Query:
        assert turn.understanding is not None, "Read comes before Relate"
        return turn.understanding.query

    def _has(self, focus: str, understood: Understanding) -> bool:
        """Whether the procedure in focus speaks of what a message asks to bring."""
        return self.index.speaks_of(focus, understood.own) >= HELD * len(understood.own)

    def _corrected(self, turn: Turn, understood: Understanding, focus: str) -> Turn:
        """Another one was meant: what the message says beside the refused, alone or with the topic."""
        said = _REFUSED.sub(" ", understood.question).strip(" ,.;") or understood.question
        query = self.index.query(said)
        alone = [hit for hit in self.index.procedures(query, CANDIDATES) if hit.code != focus]
        if not alone or alone[0].chance < ALONE:
            alone = self.index.procedures(query, CANDIDATES, beside=focus)
        return replace(turn, hits=tuple(alone), chosen=alone[0].code)
