"""Conversations and answers: what is remembered between turns and what was said."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from assistant.dialogue import Dialogue
from assistant.store.tables import AnswerRow, ConversationRow
from assistant.types import Citation, Inbound, Reply

FORGET_AFTER = timedelta(days=30)
"""Conversation memory is dropped after this; answers stay, they hold nothing of the person."""

_DIALOGUE = TypeAdapter(Dialogue)
_CITATIONS = TypeAdapter(tuple[Citation, ...])


class Conversations:
    """Reads memory and writes a turn's outcome in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recall(self, conversation: str | None) -> Dialogue:
        """The memory of a conversation; an empty one when it is new."""
        if conversation is None:
            return Dialogue()
        with Session(self._engine) as session:
            row = session.get(ConversationRow, conversation)
            return _DIALOGUE.validate_python(row.dialogue) if row else Dialogue()

    def record(self, inbound: Inbound, conversation: str | None, reply: Reply, seconds: float) -> str:
        """Store memory and answer together; returns the answer's id."""
        now = datetime.now(UTC)
        citations: list[dict[str, Any]] = _CITATIONS.dump_python(reply.citations, mode="json")
        answer = AnswerRow(
            id=uuid.uuid4().hex, at=now, channel=inbound.channel, status=reply.status.value,
            code=reply.procedure.code if reply.procedure else None, facet=reply.facet.value if reply.facet else None,
            text=reply.text, citations=citations, seconds=seconds,
        )  # fmt: skip
        identity = answer.id
        with Session(self._engine) as session, session.begin():
            session.add(answer)
            if conversation is not None:
                memory = _DIALOGUE.dump_python(reply.dialogue, mode="json")
                session.merge(ConversationRow(id=conversation, dialogue=memory, updated_at=now))
        return identity

    def feedback(self, answer: str, value: str) -> bool:
        """Note a thumb; False when there is no such answer."""
        with Session(self._engine) as session, session.begin():
            done = session.execute(update(AnswerRow).where(AnswerRow.id == answer).values(feedback=value))
            return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult

    def forget(self, now: datetime) -> None:
        """Drop memories nobody came back to."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(ConversationRow).where(ConversationRow.updated_at < now - FORGET_AFTER))
