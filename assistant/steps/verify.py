"""Nothing a model wrote goes out unless the cited record bears it; what falls is said in the record's own words.

One sentence that falls is replaced by the statements it claimed to rest on; from the second on the whole answer is the
record's own. Rules alone decide (`assistant.writing`); docs/adr/0017.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant import tracing
from assistant.llm import prompts
from assistant.types import Draft, Reply, Statement, Told, Turn
from assistant.wording import Wording
from assistant.writing.checking import Grounds, courteous, faults_of, listed_words, runs, told_fully, wishes
from assistant.writing.joining import SENTENCES, Kept, joined
from assistant.writing.statements import filled, slotted
from knowledge.text import folded_words

log = logging.getLogger("mocua.verify")
WORD_LISTS = ("everyday", "courtesy", "glue", "relations")
FALLEN = 2
"""Sentences that fall from which the whole answer is the record's own."""
Noted = Callable[[str, int], None]
"""Counts what became of an answer (whole, mended, dropped) and how many of its sentences fell."""


def unnoted(outcome: str, fallen: int) -> None:
    """For callers who do not count."""


@dataclass(frozen=True, slots=True)
class Verify:
    """Ends every turn that has a draft."""

    words: Wording
    allowed: str
    """What any answer may say whatever the record: hotline, portal."""
    noted: Noted = unnoted

    def __call__(self, turn: Turn) -> Turn | Reply:
        """The reply: in the model's words where all of it stands, else in the record's own."""
        assert turn.draft is not None, "Compose comes before Verify"
        draft = turn.draft
        if not draft.told:
            return draft.reply
        kept, fallen = self._kept(draft, turn)
        if fallen >= FALLEN or not any(one.rests_on for one in kept):
            self._note("dropped", fallen, draft)
            return draft.reply
        self._note("mended" if fallen else "whole", fallen, draft)
        return replace(joined(draft, kept), worded=True)

    def _note(self, outcome: str, fallen: int, draft: Draft) -> None:
        """For the metrics, the log and the trace."""
        self.noted(outcome, fallen)
        told = f"{outcome}, {fallen} of {len(draft.told)} sentences fell"
        log.info("verify: %s", told)
        tracing.note(told)

    def judged(self, told: Told, turn: Turn) -> tuple[str, list[str]]:
        """(a sentence as it would be shown, what is wrong with it)"""
        assert turn.draft is not None, "Compose comes before Verify"
        rests_on = _support(told, turn.draft)
        text = filled(told.text, [slotted(statement) for statement in rests_on]).strip()
        question = turn.understanding.question if turn.understanding else ""
        if not told.rests_on and self._courteous(text, question):
            return text, []
        if not rests_on or len(rests_on) < len(set(told.rests_on)):
            return text, ["support"]
        return text, self._faults(text, rests_on, turn.draft, question)

    def _courteous(self, text: str, question: str) -> bool:
        kind_words = _listed(self.words("writing.courtesy"))
        return courteous(text, kind_words) or wishes(text, kind_words | _listed(self.words("writing.wishes")), question)

    def _kept(self, draft: Draft, turn: Turn) -> tuple[list[Kept], int]:
        """(the sentences that may be shown, how many fell)"""
        kept: list[Kept] = []
        fallen = courtesies = 0
        for told in draft.told[:SENTENCES]:
            rests_on = _support(told, draft)
            text, faults = self.judged(told, turn)
            if faults:
                fallen += 1
                kept += [Kept(_closed(s.text), (s,)) for s in rests_on if not s.listed]
            elif not rests_on:
                courtesies += 1
                kept += [Kept(text, ())] if courtesies == 1 else []
            elif not _repeats(text, rests_on):
                kept.append(Kept(text, rests_on))
        once = {one.text: one for one in kept}
        return [one for one in once.values() if not _within(one, kept)], fallen

    def _faults(self, text: str, rests_on: tuple[Statement, ...], draft: Draft, question: str) -> list[str]:
        everyday, courtesy, glue, relations = (_listed(self.words(f"writing.{name}")) for name in WORD_LISTS)
        return faults_of(
            text,
            Grounds(
                rests_on,
                draft,
                everyday,
                courtesy,
                glue,
                relations,
                instructions=_instructions(),
                allowed=self.allowed,
                question=question,
            ),
        )


def _support(told: Told, draft: Draft) -> tuple[Statement, ...]:
    """The statements that a sentence names and that are there."""
    by_number = {statement.number: statement for statement in draft.statements}
    return tuple(by_number[n] for n in dict.fromkeys(told.rests_on) if n in by_number)


def _repeats(text: str, rests_on: Sequence[Statement]) -> bool:
    """Whether a sentence says again what the list below it shows."""
    return any(s.listed and told_fully(s, [text]) for s in rests_on)


def _within(one: Kept, kept: Sequence[Kept]) -> bool:
    """Whether another sentence holds all of this one."""
    return any(one is not other and one.text.rstrip(".") in other.text and one.text != other.text for other in kept)


def _closed(text: str) -> str:
    return text if text[-1:] in ".!?…:;”)" else f"{text}."


@cache
def _instructions() -> frozenset[str]:
    return runs(folded_words(prompts.load("compose").body.template)) | runs(
        folded_words(prompts.load("understand").body.template)
    )


@cache
def _listed(text: str) -> frozenset[str]:
    return listed_words(text)
