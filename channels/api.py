"""POST /api/v1/ask: the same JSON as `mocua ask --json`."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.dialogue import Choice, Facet
from assistant.types import Dialogue, Inbound, Role
from assistant.wire import reply_json
from assistant.wiring import Assistant

MOST_TURNS = 50


class Question(BaseModel):
    """One question, a conversation's turns (the reply to the last is returned), or a tapped choice."""

    model_config = ConfigDict(extra="forbid")

    question: str | None = Field(default=None, max_length=100_000, examples=["bố tôi mất hôm qua giờ làm giấy gì"])
    turns: list[str] | None = Field(default=None, min_length=1, max_length=MOST_TURNS)
    id: str = Field(default="", max_length=200)
    role: Role = Role.CITIZEN
    code: str | None = Field(default=None, max_length=40)
    """With `facet`: the procedure of a tapped button."""
    facet: Facet = Facet.OVERVIEW


class Problem(BaseModel):
    """What was wrong with a request."""

    detail: str


def router(assistant: Callable[[], Assistant]) -> APIRouter:
    """The API's routes."""
    api = APIRouter(prefix="/api/v1", tags=["ask"])

    @api.post("/ask", responses={422: {"model": Problem}})
    def ask(body: Question) -> dict[str, Any]:
        """Answer a question; see the contract for the fields of the reply."""
        current = assistant()
        identity = body.id or uuid.uuid4().hex
        if body.code:
            choice = Choice(body.code, body.code, body.facet)
            started = time.perf_counter()
            reply = current.ask(Inbound(identity, "", role=body.role, choice=choice))
            return reply_json(reply, identity, time.perf_counter() - started)
        turns = body.turns or [body.question or ""]
        dialogue, replies = Dialogue(), []
        for number, text in enumerate(turns):
            started = time.perf_counter()
            reply = current.ask(Inbound(f"{identity}.{number}", text, role=body.role), dialogue)
            replies.append(reply_json(reply, identity, time.perf_counter() - started))
            dialogue = reply.dialogue
        return {**replies[-1], "replies": replies} if body.turns else replies[-1]

    return api
