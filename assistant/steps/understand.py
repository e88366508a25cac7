"""What is asked: the facet the words name, and whether there is a topic to search for or only a follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.rules import facets_of
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.lexicon import Lexicon, Query
from knowledge.text import folded_words

FOLLOW_UP_WORDS = 9
"""A message with more words than this speaks of its own topic."""


@dataclass(frozen=True, slots=True)
class Understand:
    """Without a model: facet by cue patterns, topic by what remains."""

    lexicon: Lexicon

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with its Understanding; an ellipsis ("thế phí bao nhiêu") keeps the procedure in focus."""
        if turn.understanding is not None:
            return turn
        query = self.lexicon.query(turn.inbound.text)
        facets, cue = facets_of(query.folded)
        topical = self._topical(query, cue)
        facet = facets[0] if facets else Facet.OVERVIEW
        understood = Understanding(turn.inbound.text, query, facet, bool(facets), topical, facets[1:])
        focus = turn.dialogue.focus if facets and not topical else None
        return replace(turn, understanding=understood, chosen=turn.chosen or focus)

    def _topical(self, query: Query, cue: str) -> bool:
        """Whether content words remain beside the cue that named the facet."""
        left = [w for w in query.plain if w not in folded_words(cue) and w not in self.lexicon.folded_fillers]
        return bool(left) or len(query.folded.split()) > FOLLOW_UP_WORDS
