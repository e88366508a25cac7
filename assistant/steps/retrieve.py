"""Ask the index: procedures and passages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.types import Found, Reply, Role, Turn
from knowledge.catalogue import Catalogue
from knowledge.index.search import CANDIDATES, Index

AUDIENCE = {Role.CITIZEN: ("citizen", "team"), Role.TEAM: ("citizen", "team"), Role.OFFICER: ()}
"""Whose texts a role is shown; an officer sees all."""


@dataclass(frozen=True, slots=True)
class Retrieve:
    """Fills `hits` (at least ten, best first) and `passages`."""

    index: Index
    catalogue: Catalogue

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with what was found."""
        assert turn.understanding is not None, "Read comes before Retrieve"
        query = turn.understanding.query
        hits = self.index.procedures(query, CANDIDATES)
        found = []
        if turn.chosen is None:
            for hit in self.index.passages(query, AUDIENCE[turn.inbound.role], 3):
                passages = self.catalogue.document(hit.document, self.index.generation)
                found.append(Found(passages[hit.position], hit.score))
        return replace(turn, hits=tuple(hits), passages=tuple(found))
