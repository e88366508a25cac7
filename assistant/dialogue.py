"""What a conversation remembers: a plain value, changed only by making a new one. Pure functions, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(minutes=30)
"""After so long without a message the conversation starts afresh, and says what it remembers."""
CASE_WORDS = 20
"""Words of a person's case that are kept, the latest first."""
MET = 9
"""Procedures whose order is remembered."""
REMEMBERED = 5
"""Earlier procedures a person can come back to."""


class Facet(StrEnum):
    """Which side of a procedure is asked for."""

    OVERVIEW = "overview"
    DOCUMENTS = "documents"
    FEE = "fee"
    DURATION = "duration"
    WHERE = "where"
    STEPS = "steps"
    CONDITIONS = "conditions"
    RESULT = "result"
    ONLINE = "online"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says and what it asks for."""

    label: str
    code: str
    facet: Facet = Facet.OVERVIEW
    step: int = 0
    """The step to read out; 0: all of the facet."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Memory of one conversation."""

    focus: str | None = None
    """Code of the procedure last talked about."""
    facet: Facet | None = None
    """Facet last shown, or asked for in the question that an open choice belongs to."""
    open_choices: tuple[Choice, ...] = ()
    """Choices of the last reply, in the order shown."""
    turns: int = 0
    before: tuple[str, ...] = ()
    """Codes talked about earlier, latest first, without the focus."""
    step: int = 0
    """Number of the step last read out; 0 when none was."""
    at: datetime | None = None
    """When the last message came."""
    met: tuple[str, ...] = ()
    """Codes in the order they were first talked about."""
    case: tuple[str, ...] = ()
    """Folded words that the person said about the procedure in focus and its record holds too ("rieng", "le"): which
    of its cases is theirs. Words of the record alone, so no name and no number of a person is among them."""


def topic(dialogue: Dialogue) -> str | None:
    """Code of what is talked about: the focus, what silence let go, or the likeliest of a question back.

    Who goes on without picking one of the choices ("phí bao nhiêu?") is answered about the first, by its name.
    """
    if dialogue.focus or dialogue.before:
        return dialogue.focus or dialogue.before[0]
    return dialogue.open_choices[0].code if dialogue.open_choices and dialogue.facet is not None else None


def told(dialogue: Dialogue, code: str, facet: Facet, step: int = 0, case: Iterable[str] = ()) -> Dialogue:
    """The memory after an answer about a procedure; `case` are words of the person that its record holds."""
    earlier = (dialogue.focus, *dialogue.before) if dialogue.focus else dialogue.before
    before = tuple(dict.fromkeys(c for c in earlier if c != code))[:REMEMBERED]
    known = dialogue.case if code == dialogue.focus else ()
    said = tuple(dict.fromkeys((*case, *known)))[:CASE_WORDS]
    met = dialogue.met if code in dialogue.met else (*dialogue.met, code)[-MET:]
    return replace(dialogue, focus=code, facet=facet, open_choices=(), before=before, step=step, met=met, case=said)


def woken(dialogue: Dialogue, now: datetime) -> Dialogue:
    """The memory when a message comes: after a silence nothing is in focus any more, but all is remembered."""
    if dialogue.at is None or now - dialogue.at <= SILENCE or dialogue.focus is None:
        return dialogue
    before = (dialogue.focus, *(c for c in dialogue.before if c != dialogue.focus))[:REMEMBERED]
    return replace(dialogue, focus=None, facet=None, open_choices=(), before=before, step=0, case=())


def heard(dialogue: Dialogue, now: datetime) -> Dialogue:
    """The memory after a turn: one more, at that time."""
    return replace(dialogue, turns=dialogue.turns + 1, at=now)


def merged(messages: tuple[str, ...] | list[str]) -> str:
    """A burst of short messages as one turn: one sentence each."""
    kept = [message.strip() for message in messages if message.strip()]
    return ". ".join(message.rstrip(".") for message in kept)
