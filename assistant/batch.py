"""Many questions from JSON lines, one process; a bad line is answered with status error and the batch goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.types import Dialogue, Inbound, Reply, Role, Status
from assistant.wire import reply_json
from knowledge.text import clean

if TYPE_CHECKING:
    from assistant.wiring import Assistant


def run(assistant: Assistant, lines: Iterable[bytes], role: Role = Role.CITIZEN) -> Iterator[dict[str, Any]]:
    """One output object a non-empty line: `{"id", "question"}` or `{"id", "turns": [...]}` in, the contract's out."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line.decode("utf-8-sig"))
            identity, turns = _parse(item)
        except (ValueError, RecursionError) as error:
            reply = Reply(Status.ERROR, assistant.words("problem.unreadable"))
            reason = str(error) if isinstance(error, _BadLine) else "not a JSON object in UTF-8"
            yield {**reply_json(reply, f"line-{number}", 0.0), "line": number, "problem": reason}
            continue
        yield _conversation(assistant, identity, turns, role, several="turns" in item)


class _BadLine(ValueError):
    """A line that is JSON but not a question."""


def _parse(item: Any) -> tuple[str, list[str]]:
    if not isinstance(item, dict):
        raise _BadLine("the line is not an object")
    turns = item.get("turns", [item.get("question")])
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise _BadLine("the line has neither a question nor a list of turns")
    return clean(str(item.get("id", ""))), turns


def _conversation(
    assistant: Assistant, identity: str, turns: list[str], role: Role, *, several: bool
) -> dict[str, Any]:
    dialogue = Dialogue()
    replies: list[dict[str, Any]] = []
    for number, text in enumerate(turns, start=1):
        started = time.perf_counter()
        reply = assistant.ask(Inbound(f"{identity}.{number}", text, channel="batch", role=role), dialogue)
        replies.append(reply_json(reply, identity, time.perf_counter() - started))
        dialogue = reply.dialogue
    return {**replies[-1], "replies": replies} if several else replies[-1]
