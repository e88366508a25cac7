"""What is asked: the facet the words name, and whether there is a topic to search for or only a follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.dialogue import topic
from assistant.privacy.masking import unmask
from assistant.rules import cue_words, facets_of
from assistant.types import Facet, Reply, Turn, Understanding
from knowledge.index.lexicon import Query
from knowledge.index.search import Index

ABOUT_A_PAPER = frozenset({Facet.DOCUMENTS})
"""What stands within such a cue ("cần mang sổ hộ khẩu không") is a paper to bring, no topic of its own."""
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
        # Searched in memory alone, so all that was written may be seen: a phrase masked by mistake is lost else.
        query = self.index.query(unmask(turn.inbound.text, turn.held))
        facets = facets_of(query.folded)
        own = self._own(query, cue_words(query.folded, ABOUT_A_PAPER))
        topical = bool(own) or len(query.folded.split()) > FOLLOW_UP_WORDS
        facet = facets[0] if facets else Facet.OVERVIEW
        understood = Understanding(turn.inbound.text, query, facet, bool(facets), topical, facets[1:], own)
        focus = topic(turn.dialogue) if facets and not topical else None
        return replace(turn, understanding=understood, chosen=turn.chosen or focus)

    def _own(self, query: Query, cued: frozenset[str]) -> tuple[str, ...]:
        """Content words that remain beside those that named the facet."""
        words = self.index.lexicon
        if query.accented:  # the fillers are gone already; "hộ" and "căn" are not "hồ" and "cần"
            said = zip(query.accented, query.plain, strict=True)
            return tuple(plain for typed, plain in said if typed not in words.generic and plain not in cued)
        empty = words.folded_generic | words.folded_fillers | cued
        return tuple(w for w in query.plain if w not in empty)
