"""The public JSON of a reply: the contract that other programs rely on. Change it only with a version."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from assistant.types import Reply

_REPLY = TypeAdapter(Reply)
PRIVATE = {"dialogue", "held", "trace", "worded"}
"""Fields of a Reply that stay inside."""


def reply_json(reply: Reply, identity: str, seconds: float) -> dict[str, Any]:
    """The reply as plain JSON values, with its id and how long it took."""
    body: dict[str, Any] = _REPLY.dump_python(reply, mode="json", exclude=PRIVATE)
    return {"id": identity, **body, "seconds": round(seconds, 4)}
