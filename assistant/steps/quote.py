"""A question that no procedure answers, answered by quoting a training or policy text with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering.source import bullets
from assistant.privacy.kinds import Kind, find
from assistant.rules import pointing
from assistant.types import Candidate, Citation, Fact, Found, Reply, Status, Turn, Understanding
from assistant.wording import Wording
from knowledge.text import folded_words, shorten
from knowledge.types import Passage

LINES_SHOWN = 9
FEW = 4
"""Content words up to which a question that names a facet, or fits well, is about a procedure by its name."""
FITTING = 0.6
"""Match from which a procedure fits a short question well."""
VAGUE_WORDS = 6
"""A message of so few words and at most one of its own, that asks nothing, is asked back, not answered by a text."""
SURE = 0.85
"""Chance of a procedure from which nothing is quoted instead."""
LEAST_WORDS, LEAST_WORDS_FOLDED = 3, 5
"""Content words that a passage must hold; more without accents, where "bo mat" is bỏ mặt, bố mất and bờ mát."""
COVERAGE = 0.4
"""What holding more of the question's words than the procedure's title counts."""

SOMEBODYS = frozenset({Kind.CCCD, Kind.CMND, Kind.BHXH, Kind.BHYT, Kind.PASSPORT, Kind.CARD, Kind.NUMBER})
"""Numbers of one person: a line with one came into a text by mistake. Telephones and accounts may be offices'."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Ends the turn when a passage fits and fits better than any procedure does."""

    words: Wording
    least: float
    """Least passage score."""
    scale: float = 1.8
    """What a procedure's match (0 to 1) counts beside a passage's evidence (0 to about 1.8)."""
    heard: float = 0.5
    """Least share of the question's content words that the passage holds."""
    clear: float = 0.4
    """A procedure of this chance that fits as well as the passage is meant."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn unchanged, or the quotation."""
        if turn.chosen is not None or not turn.passages or turn.understanding is None:
            return turn
        if _names_only(turn.understanding):
            return turn
        if turn.dialogue.focus and pointing().cue("on", turn.understanding.query.folded):
            return turn
        best, query = turn.passages[0], turn.understanding.query
        words = query.plain
        held = _share(words, _all_text(best.passage))
        if held * len(words) < (LEAST_WORDS if query.accented else LEAST_WORDS_FOLDED):
            return turn
        match, chance, named = 0.0, 0.0, 0.0
        if turn.hits:
            first = turn.hits[0]
            match, chance = self.scale * first.match, first.chance
            named = _share(words, f"{first.title} {first.plain}")
        evidence = best.score + COVERAGE * (held - named)
        fitting = turn.understanding.facet_named or match >= FITTING * self.scale
        asked = fitting and chance >= self.clear and len(words) <= FEW
        leads = chance >= SURE or asked or (chance >= self.clear and match >= evidence)
        if best.score < self.least or held < self.heard or leads or evidence < match:
            return turn
        text = _nobodys(best.passage.text)
        return self._reply(turn, replace(best, passage=replace(best.passage, text=text))) if text else turn

    def _reply(self, turn: Turn, found: Found) -> Reply:
        passage = found.passage
        lines = bullets(passage.text)[:LINES_SHOWN]
        heading = self.words("materials.heading", title=passage.title)
        place = passage.place.split(" > ", 1)[-1]
        quote = shorten(passage.text, 1200)
        return Reply(
            status=Status.ANSWERED,
            text="\n".join([heading, self.words("materials.place", place=place), *lines, self._source(passage)]),
            candidates=tuple(Candidate(h.code, round(h.chance, 4)) for h in turn.hits),
            facts=(Fact("passage", quote, passage.place),),
            citations=(Citation(passage.id, passage.title, passage.place, quote, passage.source, passage.as_of),),
            dialogue=replace(turn.dialogue, open_choices=()),
        )

    def _source(self, passage: Passage) -> str:
        day = f"{passage.as_of:%d/%m/%Y}"
        if passage.page is not None:
            return self.words(
                "materials.source_page", source=passage.source, place=passage.place, page=passage.page, as_of=day
            )
        return self.words("materials.source", source=passage.source, place=passage.place, as_of=day)


def _names_only(understood: Understanding) -> bool:
    """Whether a short message names a thing and asks nothing ("hỏi về trợ cấp")."""
    folded = understood.query.folded
    short = len(understood.own) <= 1 and len(folded.split()) <= VAGUE_WORDS
    return short and not pointing().cue("asks", folded)


def _nobodys(text: str) -> str:
    """The lines of a text that hold no number of a person."""
    return "\n".join(line for line in text.splitlines() if not any(span.kind in SOMEBODYS for span in find(line)))


def _all_text(passage: Passage) -> str:
    return " ".join((passage.title, passage.place, passage.text, *passage.asks))


def _share(words: tuple[str, ...], text: str) -> float:
    """Share of the words (folded) that a text holds."""
    held = set(folded_words(text))
    return sum(word in held for word in words) / len(words) if words else 0.0
