"""The record answers: facts, doubts, source, next steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering.assemble import reply_for, shortened
from assistant.answering.reading import step_reply
from assistant.answering.source import Source
from assistant.dialogue import told
from assistant.errors import NotReady
from assistant.rules import cue_words, details_of, facets_of
from assistant.types import Candidate, Facet, Reply, Turn, Understanding
from assistant.wording import Wording
from assistant.writing.statements import draft_of
from knowledge.catalogue import Catalogue
from knowledge.index.search import Index
from knowledge.text import folded_words


@dataclass(frozen=True, slots=True)
class Compose:
    """The answer of every turn that chose a procedure; without a model it ends here."""

    words: Wording
    catalogue: Catalogue
    index: Index
    drafting: bool = False
    """Whether a model may say the answer in other words: then the turn goes on with a draft."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The answer from the chosen record, in its guide's words where it has one."""
        assert turn.chosen is not None, "Clarify comes before Compose"
        assert turn.understanding is not None, "Read comes before Compose"
        generation = self.index.generation
        guide = self.catalogue.guide(turn.chosen, generation)
        record = self.catalogue.procedure(turn.chosen, generation) or (guide.record if guide else None)
        if record is None:
            raise NotReady(f"{turn.chosen} is in the index but not in the store", advice="Run: mocua kb reindex")
        understood = _beside_title(turn.understanding, record.title)
        facet = understood.facet
        details = details_of(understood.query.folded)
        words = self.index.lexicon
        empty = cue_words(understood.query.folded) | words.folded_generic | words.folded_fillers
        own = (*understood.own, *(word for word in understood.query.plain if word not in empty))
        source = Source(
            record, guide, understood.query, self.words, details, own, self.index.rarity, understood.facet_named,
            case=frozenset(turn.dialogue.case) if turn.dialogue.focus == record.code else frozenset(),
        )  # fmt: skip
        reply, step = self._told(source, understood, turn)
        ranked = [Candidate(h.code, round(h.chance, 4)) for h in turn.hits]
        first = [c for c in ranked if c.code == record.code] or [Candidate(record.code, 1.0)]
        candidates = (*first, *(c for c in ranked if c.code != record.code))
        case = self.index.held(record.code, [word for word in own if word.isalpha()])
        memory = told(turn.dialogue, record.code, facet, step, case)
        before = self._remembered(source, turn)
        text = f"{before}\n{reply.text}" if before else reply.text
        whole = replace(reply, text=text, candidates=candidates[: max(len(ranked), 1)], dialogue=memory)
        plain = step or turn.brief or turn.inbound.choice is not None or understood.also
        if not self.drafting or plain:  # a tap wants the facts, a step or few words are as short as they can be
            return whole
        return replace(turn, draft=draft_of(whole, reply.text, source.name, before))

    def _told(self, source: Source, understood: Understanding, turn: Turn) -> tuple[Reply, int]:
        """(the reply, the number of the step read out)"""
        reply, step = reply_for(source, understood.facet, understood.also), 0
        if turn.step:
            reply, step = step_reply(source, turn.step)
        elif turn.brief:
            reply = shortened(reply)
        return reply, step

    def _remembered(self, source: Source, turn: Turn) -> str:
        """A line that says what a conversation taken up again was about."""
        again = turn.dialogue.focus is None and turn.chosen in turn.dialogue.before
        return self.words("remembered.topic", name=source.name) if again else ""


def _beside_title(understood: Understanding, title: str) -> Understanding:
    """What is asked, where the words that seemed to name a facet are the title's own."""
    folded = understood.query.folded
    named = facets_of(folded, " ".join(folded_words(title)))
    if not understood.facet_named or facets_of(folded) == named:
        return understood
    facet = named[0] if named else Facet.OVERVIEW
    return replace(understood, facet=facet, facet_named=bool(named), also=named[1:])
