"""POST /api/v1/ask: the same JSON as `mocua ask --json`."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.dialogue import Choice, Facet
from assistant.types import Dialogue, Inbound, Role
from assistant.wire import reply_json
from assistant.wiring import Assistant

MOST_TURNS = 50


def writable(value: Any) -> Any:
    """Text without lone surrogates: broken JSON escapes that no answer could be written out with."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(writable)]


class Question(BaseModel):
    """One question, a conversation's turns (the reply to the last is returned), or a tapped choice."""

    model_config = ConfigDict(extra="forbid")

    question: Text | None = Field(default=None, max_length=100_000, examples=["bố tôi mất hôm qua giờ làm giấy gì"])
    turns: list[Text] | None = Field(default=None, min_length=1, max_length=MOST_TURNS)
    id: Text = Field(default="", max_length=200)
    role: Role = Role.CITIZEN
    code: Text | None = Field(default=None, max_length=40)
    """With `facet`: the procedure of a tapped button."""
    facet: Facet = Facet.OVERVIEW
    step: int = Field(default=0, ge=0, le=999)
    """With `code`: the step of the procedure to read out; 0: all of the facet."""


class Problem(BaseModel):
    """What was wrong with a request."""

    detail: str


def refused(_request: Request, error: Exception) -> JSONResponse:
    """422 with one sentence for each fault, naming the field; what was sent is not echoed."""
    assert isinstance(error, RequestValidationError), "registered for validation errors only"
    faults = (f"{'.'.join(str(part) for part in row['loc'])}: {row['msg']}" for row in error.errors())
    return JSONResponse(Problem(detail=writable("; ".join(faults))).model_dump(), 422)


def router(assistant: Callable[[], Assistant]) -> APIRouter:
    """The API's routes."""
    api = APIRouter(prefix="/api/v1", tags=["ask"])

    @api.post("/ask", responses={422: {"model": Problem}})
    def ask(body: Question) -> dict[str, Any]:
        """Answer a question; see the contract for the fields of the reply."""
        current = assistant()
        identity = body.id or uuid.uuid4().hex
        if body.code:
            choice = Choice(body.code, body.code, body.facet, body.step)
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
