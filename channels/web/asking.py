"""What the page sends in, checked and bounded, and what it needs of the assistant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, Protocol
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, Field

from assistant.dialogue import Choice, Facet
from assistant.types import Inbound
from channels.web.render import Answered
from knowledge.text import clean

_LONGEST = 2000
"""Characters of a question or a label that are read; the box takes no more."""
_FACETS = {facet.value: facet for facet in Facet}

Text = Annotated[str, AfterValidator(lambda text: clean(text)[:_LONGEST])]


class Assistant(Protocol):
    """What the page needs of the assistant; `assistant.wiring.Assistant` is one."""

    def answer(
        self, inbound: Inbound, conversation: str | None = None, found: Callable[[str], None] = ..., /
    ) -> Answered:
        """The reply to one message, in one conversation; `found` hears the procedure's name while it is worded."""

    def feedback(self, answer_id: str, value: str, /) -> bool:
        """Keep a thumb up or down; False when no such answer was given."""

    def known(self, code: str, /) -> bool:
        """Whether there is a procedure with this code."""


class Ask(BaseModel):
    """A typed question, or a tapped button."""

    text: Text = ""
    code: Text = ""
    facet: str = ""
    step: int = Field(default=0, ge=0, le=999)
    label: Text = ""

    @property
    def shown(self) -> str:
        """What stands in the question bubble; empty when nothing was asked."""
        return (self.label or self.code) if self.code else self.text

    def inbound(self) -> Inbound:
        """The message for the assistant. The page itself says that a machine answers, so it is never the `first`."""
        facet = _FACETS.get(self.facet, Facet.OVERVIEW)
        choice = Choice(self.shown, self.code, facet, self.step) if self.code else None
        return Inbound(id=uuid4().hex, text=self.shown, channel="web", choice=choice)


class Opinion(BaseModel):
    """A thumb on an answer."""

    answer_id: Text
    value: Literal["up", "down"]
