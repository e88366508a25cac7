"""What flows through the pipeline. The field names of `Reply` and of what it holds are the public JSON, version 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from assistant.dialogue import Choice, Dialogue, Facet
from knowledge.index.lexicon import Query
from knowledge.index.search import Hit
from knowledge.types import Passage

__all__ = ["Choice", "Dialogue", "Facet"]


class Status(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    """`choices` holds label and code."""
    DECLINED = "declined"
    """Out of scope."""
    NOT_FOUND = "not_found"
    """In scope, nothing fits."""
    HANDOFF = "handoff"
    SMALLTALK = "smalltalk"
    ERROR = "error"


class Role(StrEnum):
    """Who asks."""

    CITIZEN = "citizen"
    TEAM = "team"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of a person."""

    id: str
    """Unique per channel."""
    text: str
    channel: str = "api"
    role: Role = Role.CITIZEN
    language: str = "vi"
    choice: Choice | None = None
    """Set when the person tapped a button instead of typing."""
    first: bool = False
    """The person's first message on this channel."""
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is asked, as far as words tell without a model."""

    question: str
    """Cleaned and length-bounded."""
    query: Query
    facet: Facet
    facet_named: bool
    """Whether the question names the facet; otherwise `facet` is the overview by default."""
    topical: bool
    """Whether anything beside the facet is left to search for ("phí bao nhiêu?" is not topical)."""
    also: tuple[Facet, ...] = ()
    """A second facet named as plainly as the first."""
    own: tuple[str, ...] = ()
    """Folded words beside facet, fillers and words that fit any procedure: what the message is about."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact shown, in the record's own words."""

    kind: str
    """fee, duration, document, where, step, condition, result, online, form, legal, applicant"""
    text: str
    section: str
    """Section of the record it stands in."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands; keeps the quote, so that later imports never rewrite history."""

    code: str
    title: str
    section: str
    quote: str
    url: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """One procedure that could be meant."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class ProcedureRef:
    """The procedure an answer rests on."""

    code: str
    title: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Handoff:
    """Why a human is needed."""

    reason: str
    priority: str = "normal"
    """normal | high | urgent"""
    emergency: str | None = None
    """113, 114, 115 or 111 when the question is an emergency."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its score."""

    passage: Passage
    score: float


class Intent(StrEnum):
    """What a model takes a message for; it decides nothing."""

    ASK = "ask"
    FOLLOW_UP = "follow_up"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a model made of a message; only the titles and the facet are used, and only to search."""

    intent: Intent
    titles: tuple[str, ...]
    """Up to three official names it could be, likeliest first; each at most 300 characters."""
    facet: Facet
    language: str
    """Language of the message, BCP-47."""
    question: str
    """The message as a question that stands alone."""


@dataclass(frozen=True, slots=True)
class Turn:
    """State of one turn between steps."""

    inbound: Inbound
    dialogue: Dialogue = field(default_factory=Dialogue)
    understanding: Understanding | None = None
    hits: tuple[Hit, ...] = ()
    passages: tuple[Found, ...] = ()
    chosen: str | None = None
    """Code fixed by a tap or by the conversation's focus: no search is needed."""
    step: int = 0
    """Number of the step to read out; 0: not one step."""
    brief: bool = False
    """Whether the person asked to be told in few words."""
    guessed: Guess | None = None
    """What a model made of the message, where one was asked."""
    held: tuple[tuple[str, str], ...] = ()
    """(placeholder, personal data that stood there); lives as long as the turn, in memory."""
    draft: Draft | None = None
    """The record's own answer, where a model may say it in other words."""


@dataclass(frozen=True, slots=True)
class Traced:
    """One step of a turn, as its trace tells it."""

    step: str
    seconds: float
    notes: tuple[str, ...] = ()
    """See `assistant.tracing`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the person."""

    status: Status
    text: str
    language: str = "vi"
    procedure: ProcedureRef | None = None
    candidates: tuple[Candidate, ...] = ()
    facet: Facet | None = None
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    handoff: Handoff | None = None
    dialogue: Dialogue = field(default_factory=Dialogue)
    """The conversation's memory after this turn; not part of the public JSON."""
    held: tuple[tuple[str, str], ...] = ()
    """What is put back in what returns to the person; never stored, not part of the public JSON."""
    worded: bool = False
    """Whether a model chose the words; not part of the public JSON."""
    trace: tuple[Traced, ...] = ()
    """The steps of the turn, in order; not part of the public JSON."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the record's own answer."""

    number: int
    """From 1, in the order shown."""
    text: str
    """Without its bullet."""
    listed: bool = False
    """One of a list that the program shows itself, whole and in order."""
    shown: str = ""
    """The line as it stands in the answer."""
    needed: bool = False
    """What a person must not miss: an exemption, a condition, a deadline, where to ask."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a model, its marks not yet filled."""

    text: str
    rests_on: tuple[int, ...]
    """Numbers of the statements."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The record's own answer, taken apart; and what a model made of it, before anybody believed it."""

    reply: Reply
    """The whole answer without a model."""
    name: str
    """Everyday name of the procedure."""
    heading: str
    statements: tuple[Statement, ...]
    warnings: tuple[str, ...]
    """Doubts of the record; always shown, as they are."""
    source: str
    """Code, decision, date."""
    before: str = ""
    """A line that stands above the heading."""
    told: tuple[Told, ...] = ()
    """What a model wrote; () when none was asked or none answered."""
