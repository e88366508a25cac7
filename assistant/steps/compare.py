"""Asked how two procedures differ, both are told side by side; each from its own record."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering.comparing import compared as side_by_side
from assistant.answering.offering import candidates, twins
from assistant.answering.source import Source
from assistant.dialogue import told
from assistant.rules.comparing import Compared, compared
from assistant.types import Reply, Turn
from assistant.wording import Wording
from knowledge.catalogue import Catalogue
from knowledge.index.lexicon import Query
from knowledge.index.search import Index

AMONG = 10
"""Procedures of each half of the question that may be meant by it."""
WHOLE = 0.3
"""What the chance by the whole question counts beside the chance by the half: "cấp mới hay cấp lại bằng lái"."""
NAMED, PAIRED = 0.5, 0.35
"""Least match of a procedure that is named, and chance of the less likely of the two: else nothing is compared."""


@dataclass(frozen=True, slots=True)
class Compare:
    """Ends the turn with a comparison where the message asks for one and it is plain which two are meant."""

    words: Wording
    catalogue: Catalogue
    index: Index

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn unchanged, or the two side by side."""
        if turn.inbound.choice is not None or turn.understanding is None or turn.step or turn.brief:
            return turn
        asked = compared(turn.understanding.question)
        pair = self._pair(asked, turn) if asked else None
        sources = [self._source(code, turn.understanding.query) for code in pair or ()]
        if asked is None or len(sources) != 2 or (one := sources[0]) is None or (other := sources[1]) is None:
            return turn
        reply = side_by_side(one, other, asked.facet)
        memory = told(told(turn.dialogue, other.record.code, asked.facet), one.record.code, asked.facet)
        return replace(reply, candidates=candidates(turn.hits), dialogue=replace(memory, open_choices=reply.choices))

    def _pair(self, asked: Compared, turn: Turn) -> tuple[str, str] | None:
        """Codes of the two that are meant; None when it is not plain."""
        memory = turn.dialogue
        if pairs := [pair for a, b in asked.parts if (pair := self._named(a, b, turn)) is not None]:
            _, one, other = max(pairs)
            return one, other
        alone = [side for parts in asked.parts for side in parts if self._tells(side)] or [asked.alone]
        if memory.focus and self._tells(alone[0]):
            asked_for = self._other(alone[0], turn, memory.focus)
            return (asked_for, memory.focus) if asked_for else None
        if any(self._tells(side) for side in alone):
            return None
        shown: tuple[str | None, ...] = tuple(choice.code for choice in memory.open_choices)
        shown = shown or (memory.focus, *memory.before)
        met = [code for code in dict.fromkeys(shown) if code is not None and self.index.title(code)]
        return (met[0], met[1]) if len(met) > 1 else None

    def _other(self, said: str, turn: Turn, focus: str) -> str | None:
        """What is set against the procedure in focus, the newly asked for: what `Relate` took the message for, else
        what it names.
        """
        if turn.chosen is not None and turn.chosen != focus:
            return turn.chosen
        best = self.index.procedures(self.index.query(said))[0]
        return best.code if best.match >= NAMED and best.code != focus else None

    def _named(self, left: str, right: str, turn: Turn) -> tuple[float, str, str] | None:
        """(how surely, the one, the other) of the two that the halves of the question name."""
        if not (self._tells(left) and self._tells(right)):
            return None
        one, other = (self.index.procedures(self.index.query(half), AMONG) for half in (left, right))
        whole = {hit.code: WHOLE * hit.chance for hit in turn.hits}
        pairs = [(a, b) for a in one for b in other if not twins(a, b)]
        sure = [pair for pair in pairs if all(h.match >= NAMED and h.chance >= PAIRED for h in pair)]
        scored = [(sum(h.chance + whole.get(h.code, 0.0) for h in (a, b)), a.code, b.code) for a, b in sure]
        return max(scored, default=None)

    def _tells(self, half: str) -> bool:
        """Whether anything but fillers is said."""
        query, words = self.index.query(half), self.index.lexicon
        return bool(set(query.plain) - words.folded_generic - words.folded_fillers)

    def _source(self, code: str, query: Query) -> Source | None:
        generation = self.index.generation
        guide = self.catalogue.guide(code, generation)
        record = self.catalogue.procedure(code, generation) or (guide.record if guide else None)
        return Source(record, guide, query, self.words) if record else None
