"""Does a message go on with the procedure in focus, go back to another, change a condition, or begin a new topic?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.held import Held
from assistant.dialogue import topic
from assistant.rules import details_of, pointing
from assistant.rules.relation import REFUSED, Scene, chances
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.catalogue import Catalogue
from knowledge.index.beside import Contender, contenders
from knowledge.index.lexicon import Query
from knowledge.index.search import CANDIDATES, Index

LIKELY = 0.4
"""Chance from which a procedure is taken without asking back."""
HELD = 0.6
"""Share of a message's own words that the procedure in focus must hold to be asked about its papers."""


@dataclass(frozen=True, slots=True)
class Relate:
    """Weighs all that the message could mean, alone and beside what was talked about (`assistant.rules.relation`)."""

    index: Index
    catalogue: Catalogue
    held: Held = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", Held(self.catalogue, self.index.generation, self.index.rarity))

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with `chosen`, or with its hits in another order, when the conversation has a focus."""
        understood, memory = turn.understanding, turn.dialogue
        focus = topic(memory)
        if turn.chosen is not None or turn.inbound.choice is not None or understood is None or not turn.hits:
            return turn
        if focus is None or self.index.title(focus) is None:
            return turn
        if not (memory.focus or memory.before or understood.facet_named):
            return turn  # the likeliest of a question back is meant only by who asks about it
        earlier = tuple(c for c in memory.before if c != focus and self.index.title(c))
        found = contenders(self.index, self.meant(understood), focus, earlier)
        scene = self.scene(understood, found, focus, earlier)
        ranked = sorted(zip(chances(scene, focus, earlier, found), found, strict=True), key=lambda pair: -pair[0])
        hits = tuple(replace(one.hit, chance=share) for share, one in ranked[:CANDIDATES])
        best = hits[0]
        if best.chance < LIKELY:
            return replace(turn, hits=hits)
        if best.code != focus:
            return replace(turn, hits=hits, chosen=best.code)
        return replace(turn, hits=hits, chosen=focus, understanding=self._stayed(turn, understood, found, focus))

    def scene(self, understood: Understanding, found: Sequence[Contender], focus: str, earlier: Sequence[str]) -> Scene:
        """What the choice rests on; training reads the same."""
        held = {code: self.held.shares(code, understood.own) for code in (focus, *earlier)}
        details = details_of(understood.query.folded)
        bears = {code: self.held.bears(code, understood.query, details) for code in (focus, *earlier)}
        alone = max(found, key=lambda one: one.lead)
        return Scene(understood, alone, self.index.variants(focus), held, bears)

    def meant(self, understood: Understanding) -> Query:
        """The message, in a correction without what it says was not meant."""
        if not (understood.own and pointing().cue("correction", understood.query.folded)):
            return understood.query
        said = REFUSED.sub(" ", understood.question).strip(" ,.;")
        return self.index.query(said) if said else understood.query

    def _stayed(self, turn: Turn, understood: Understanding, found: Sequence[Contender], focus: str) -> Understanding:
        """What is asked about the same procedure: a detail, unless a facet or the whole is named."""
        folded = understood.query.folded
        if pointing().cue("paper", folded) and self._speaks(focus, understood):
            return replace(understood, facet=Facet.DOCUMENTS)
        if understood.facet_named:
            return understood
        bears = self.held.bears(focus, understood.query, details_of(folded))
        again = max(found, key=lambda one: one.lead).hit.code == focus and not pointing().cue("on", folded)
        again = again and bears < 0
        return replace(understood, facet=Facet.OVERVIEW if again else Facet.CONDITIONS)

    def _speaks(self, focus: str, understood: Understanding) -> bool:
        """Whether the procedure in focus speaks of what a message asks to bring."""
        return len(self.index.held(focus, understood.own)) >= HELD * len(understood.own)
