"""What is asked: the facet the words name, and whether there is a topic to search for or only a follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.dialogue import topic
from assistant.rules import facets_of
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.lexicon import Query
from knowledge.index.search import Index
from knowledge.text import folded_words

FOLLOW_UP_WORDS = 9
"""A message with more words than this speaks of its own topic."""


@dataclass(frozen=True, slots=True)
class Read:
    """Without a model: facet by cue patterns, topic by what remains."""

    index: Index

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with its Understanding; an ellipsis ("thế phí bao nhiêu") keeps the procedure in focus."""
        if turn.understanding is not None:
            return turn
        query = self.index.query(turn.inbound.text)
        facets, cue = facets_of(query.folded)
        own = self._own(query, cue)
        topical = bool(own) or len(query.folded.split()) > FOLLOW_UP_WORDS
        facet = facets[0] if facets else Facet.OVERVIEW
        understood = Understanding(turn.inbound.text, query, facet, bool(facets), topical, facets[1:], own)
        focus = topic(turn.dialogue) if facets and not topical else None
        return replace(turn, understanding=understood, chosen=turn.chosen or focus)

    def _own(self, query: Query, cue: str) -> tuple[str, ...]:
        """Content words that remain beside the cue that named the facet."""
        words = self.index.lexicon
        cued = set(folded_words(cue))
        if query.accented:  # the fillers are gone already; "hộ" and "căn" are not "hồ" and "cần"
            said = zip(query.accented, query.plain, strict=True)
            return tuple(plain for typed, plain in said if typed not in words.generic and plain not in cued)
        empty = words.folded_generic | words.folded_fillers | cued
        return tuple(w for w in query.plain if w not in empty)
