"""Two procedures equally likely: one question back with plain choices. Nothing likely: say so, with the nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answering import offering
from assistant.answering.offering import candidates, different, twins
from assistant.types import Facet, Reply, Status, Turn, Understanding
from assistant.wording import Wording
from knowledge.index.lexicon import Query
from knowledge.index.search import Hit
from knowledge.text import folded_words

CHOICES = 4
NEAREST = 3
VAGUE_OWN, VAGUE_WORDS, VAGUE_SURE = 2, 6, 0.7
"""A message of so few words, and of its own, is answered without asking back only from this chance."""
LEAD = 4.0
"""... or, where it names a facet, if the best procedure is so many times likelier than the next different one."""
FAMILY = 3
"""A message whose own words stand in the names of so many different procedures names only their family ("hộ kinh
doanh"): it is vague, however many its words."""
FITTING = 0.4
"""Match from which the best procedures are offered for words that name no topic."""
HINT = 0.15
"""Match from which a vague message is asked back rather than told that nothing was found."""
ALONE, LEAST_ALONE = 0.7, 0.5
"""From this chance half of the word match is enough: half of the words may be of another language."""
ENOUGH = 0.95
"""Chance of the choices together from which no more are offered."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Decides between going on, asking back and not_found by the scores of the hits."""

    words: Wording
    popular: Callable[[Query, int], list[Hit]]
    """So many of the procedures that most people need."""
    found: float
    """Least word match for going on."""
    sure: float
    """Chance from which the best procedure is answered without asking back."""
    hotline: str

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The turn with `chosen` set, or the question back, or not_found."""
        if turn.chosen is not None:
            return turn
        assert turn.understanding is not None, "Read comes before Clarify"
        if self._empty_of_topic(turn):
            return self._ask(turn, self._offered(turn.hits, turn.understanding))
        if not self._anything(turn):
            hinted = _vague(turn.understanding) and bool(turn.hits) and turn.hits[0].match >= HINT
            return self._ask(turn, different(turn.hits, CHOICES)) if hinted else self._not_found(turn)
        likely = self._likely(turn.hits, self._needed(turn.understanding, turn.hits))
        if len(likely) > 1:
            return self._ask(turn, likely)
        return replace(turn, chosen=turn.hits[0].code)

    def _offered(self, hits: tuple[Hit, ...], understood: Understanding) -> list[Hit]:
        """What fits words that name no topic; where nothing does ("phí bao nhiêu"), what most people need."""
        fitting = hits[0].match >= FITTING or not (popular := self.popular(understood.query, CHOICES))
        return different(hits, CHOICES) if fitting else popular

    @staticmethod
    def _empty_of_topic(turn: Turn) -> bool:
        """Words that fit any procedure and nothing else ("làm giấy tờ"): a question back, not an excuse."""
        understood = turn.understanding
        if understood is None or understood.topical or not turn.hits:
            return False
        return understood.facet_named or (bool(understood.query.plain) and turn.hits[0].match > 0)

    def _anything(self, turn: Turn) -> bool:
        """Whether the best procedure fits at all: by its words, or because all else fits so much less."""
        if not turn.hits or turn.understanding is None:
            return False
        best = turn.hits[0]
        if turn.guessed is not None and best.chance >= self.sure:
            return True
        least = LEAST_ALONE * self.found if best.chance >= ALONE else self.found
        return best.match >= least and turn.understanding.topical

    def _likely(self, hits: tuple[Hit, ...], sure: float) -> list[Hit]:
        """The best hit and, when it is not likely enough, the next ones: twins of one title are one matter."""
        best = hits[0]
        kept, mass = [best], best.chance
        if best.chance >= sure:
            return kept
        for hit in hits[1:]:
            if len(kept) == CHOICES or mass >= ENOUGH:
                break
            mass += hit.chance
            if all(not twins(hit, other) for other in kept):
                kept.append(hit)
        together = sum(h.chance for h in hits if h is best or twins(h, best))
        return kept[:1] if together >= sure else kept

    def _needed(self, understood: Understanding, hits: tuple[Hit, ...]) -> float:
        """Chance from which the best procedure is answered: more for a vague message, unless it leads by far."""
        if not _vague(understood):
            return VAGUE_SURE if _names_family(understood, hits) else self.sure
        others = [hit.chance for hit in hits[1:] if not twins(hit, hits[0])]
        leads = understood.facet_named and hits[0].chance >= LEAD * max(others, default=0.0)
        return self.sure if leads else VAGUE_SURE

    def _ask(self, turn: Turn, likely: list[Hit]) -> Reply:
        facet = turn.understanding.facet if turn.understanding else Facet.OVERVIEW
        choices = offering.choices(self.words, likely, facet)
        lines = [self.words("clarify.question"), *(f"• {c.label}" for c in choices), self.words("clarify.none")]
        memory = replace(turn.dialogue, open_choices=choices, facet=facet)
        return Reply(
            Status.CLARIFY, "\n".join(lines), candidates=candidates(turn.hits), facet=facet, choices=choices,
            dialogue=memory,
        )  # fmt: skip

    def _not_found(self, turn: Turn) -> Reply:
        nearest, memory = different(turn.hits, NEAREST), turn.dialogue
        choices = offering.choices(self.words, nearest)
        opening = self.words("not_found.nearest" if choices else "not_found.nothing")
        human = self.words("not_found.human", hotline=self.hotline)
        return Reply(
            Status.NOT_FOUND, "\n".join([opening, *(f"• {c.label}" for c in choices), human]),
            candidates=candidates(turn.hits), choices=choices,
            dialogue=replace(turn.dialogue, open_choices=choices, facet=memory.facet if memory.focus else None),
        )  # fmt: skip


def _vague(understood: Understanding) -> bool:
    """Whether few different words are said, and fewer of its own; a word said again says no more."""
    return len(set(understood.own)) <= VAGUE_OWN and len(set(understood.query.folded.split())) <= VAGUE_WORDS


def _names_family(understood: Understanding, hits: tuple[Hit, ...]) -> bool:
    """Whether nothing is said but what many procedures are about."""
    own = set(understood.own)
    named = [hit for hit in different(hits, len(hits)) if own <= set(folded_words(f"{hit.title} {hit.plain}"))]
    return not understood.facet_named and len(named) >= FAMILY
