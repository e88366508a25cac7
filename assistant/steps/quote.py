"""A question that no procedure answers, answered by quoting a training or policy text with its place."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.source import bullets
from assistant.types import Candidate, Citation, Fact, Found, Reply, Status, Turn
from assistant.wording import Wording
from knowledge.text import shorten
from knowledge.types import Passage

LINES_SHOWN = 9


@dataclass(frozen=True, slots=True)
class Quote:
    """Ends the turn when a passage fits and fits better than any procedure does."""

    words: Wording
    least: float
    """Least passage score."""
    ahead: float = 0.85
    """Least ratio of the passage's score to the best procedure's word match."""
    named: float = 1.3
    """The same ratio where the question names a paper or a life event: then a procedure is meant."""
    clear: float = 0.25
    """A procedure that leads the next by this much is meant, whatever the passages say."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn unchanged, or the quotation."""
        if turn.chosen is not None or not turn.passages:
            return turn
        best = turn.passages[0]
        match = turn.hits[0].match if turn.hits else 0.0
        lead = turn.hits[0].score - turn.hits[1].score if len(turn.hits) > 1 else 0.0
        named = turn.understanding is not None and bool(turn.understanding.query.official)
        ahead = self.named if named else self.ahead
        if best.score < self.least or best.score < match * ahead or lead >= self.clear:
            return turn
        return self._reply(turn, best)

    def _reply(self, turn: Turn, found: Found) -> Reply:
        passage = found.passage
        lines = bullets(passage.text)[:LINES_SHOWN]
        heading = self.words("materials.heading", title=passage.title)
        place = passage.place.split(" > ", 1)[-1]
        quote = shorten(passage.text, 1200)
        return Reply(
            status=Status.ANSWERED,
            text="\n".join([heading, self.words("materials.place", place=place), *lines, self._source(passage)]),
            candidates=tuple(Candidate(h.code, round(h.score, 4)) for h in turn.hits),
            facts=(Fact("passage", quote, passage.place),),
            citations=(Citation(passage.id, passage.title, passage.place, quote, passage.source, passage.as_of),),
            dialogue=turn.dialogue,
        )

    def _source(self, passage: Passage) -> str:
        day = f"{passage.as_of:%d/%m/%Y}"
        if passage.page is not None:
            return self.words(
                "materials.source_page", source=passage.source, place=passage.place, page=passage.page, as_of=day
            )
        return self.words("materials.source", source=passage.source, place=passage.place, as_of=day)
