"""Conversations for tests: one person's messages at given times, the memory handed on from turn to turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.dialogue import Choice, Dialogue
from assistant.types import Inbound, Reply, Status
from assistant.wiring import Assistant

START = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=20)
PAUSE = timedelta(minutes=45)
"""Longer than the silence after which a conversation starts afresh."""


class Talk:
    """One person's conversation with an assistant."""

    def __init__(self, assistant: Assistant, memory: Dialogue | None = None) -> None:
        self._assistant = assistant
        self._now = START
        self.memory = memory or Dialogue()

    def say(self, text: str, after: timedelta = A_MOMENT) -> Reply:
        return self._next(Inbound("t", text), after)

    def tap(self, choice: Choice, after: timedelta = A_MOMENT) -> Reply:
        return self._next(Inbound("t", choice.label, choice=choice), after)

    def _next(self, inbound: Inbound, after: timedelta) -> Reply:
        self._now += after
        reply = self._assistant.ask(replace(inbound, received_at=self._now), self.memory)
        self.memory = reply.dialogue
        return reply


def code(reply: Reply) -> str:
    """The procedure that was answered."""
    assert reply.status is Status.ANSWERED, reply.text
    assert reply.procedure, reply.text
    return reply.procedure.code
