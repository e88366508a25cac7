"""What a conversation remembers: a plain value, changed only by making a new one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
