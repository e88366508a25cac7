"""Conversations turn by turn: is each answered as expected? Silence and bursts as the file says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.dialogue import Dialogue, merged
from assistant.types import Inbound, Reply
from assistant.wiring import Assistant
from eval.metrics import grounding
from eval.questions import source_of
from eval.types import Item, Outcome
from knowledge.errors import SourceUnreadable

STATUS = {"answer": "answered", "decline": "declined"}
"""Words of the files -> status."""
PAUSE = timedelta(seconds=40)
"""Between two turns of a conversation."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One turn: what is said and what should come."""

    said: str
    statuses: frozenset[str]
    right: frozenset[str]
    facet: str
    facts: tuple[str, ...]
    silence: timedelta


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of a file."""

    id: str
    kind: str
    source: str
    """See `eval.questions.source_of`."""
    turns: tuple[Expected, ...]


def read(path: Path) -> list[Talk]:
    """The conversations of a file."""
    talks = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceUnreadable(f"cannot read {path}", advice="Give conversation files as JSON lines.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                talks.append(_talk(json.loads(line.decode("utf-8")), source_of(path)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise SourceUnreadable(f"{path.name} line {number}: {error}", advice="Mend the line.") from error
    return talks


def _talk(row: dict[str, Any], source: str) -> Talk:
    turns = tuple(_turn(turn) for turn in row["turns"])
    return Talk(row["id"], row.get("kind", "any"), source, turns)


def _turn(row: dict[str, Any]) -> Expected:
    said = row["user"]
    wanted = row.get("expect_any") or [row["expect"]]
    return Expected(
        said=merged(said) if isinstance(said, list) else said,
        statuses=frozenset(STATUS.get(w, w) for w in wanted),
        right=frozenset((*(row.get("gold") or ()), *(row.get("also_ok") or ()))),
        facet=row.get("facet", "any"), facts=tuple(row.get("facts") or ()),
        silence=timedelta(minutes=row.get("silence_minutes", 0)),
    )  # fmt: skip


def run(assistant: Assistant, talks: list[Talk], advance: Callable[[], None]) -> Outcome:
    """Metrics by turn: as expected (all of the below), status, procedure, facet, fact."""
    outcome = Outcome("dialogue")
    for talk in talks:
        memory, now = Dialogue(), datetime(2026, 7, 20, 8, tzinfo=UTC)
        for number, turn in enumerate(talk.turns, start=1):
            now += PAUSE + turn.silence
            inbound = Inbound(f"{talk.id}.{number}", turn.said, channel="eval", received_at=now)
            reply = assistant.ask(inbound, memory)
            memory = reply.dialogue
            judge(outcome, talk, number, turn, reply)
            advance()
    return outcome


def judge(outcome: Outcome, talk: Talk, number: int, turn: Expected, reply: Reply) -> None:
    """Note what is right about one reply; what is wrong becomes a miss."""
    item = Item(f"{talk.id}.{number}", turn.said, source=talk.source, style=talk.kind, facet=turn.facet)
    code = reply.procedure.code if reply.procedure else None
    offered = {choice.code for choice in reply.choices} if reply.status.value == "clarify" else set()
    good = {"status": reply.status.value in turn.statuses}
    if turn.right:
        good["procedure"] = code in turn.right or bool(offered & turn.right)
    if turn.facet not in ("any", "none") and reply.status.value == "answered":
        good["facet"] = reply.facet is not None and reply.facet.value == turn.facet
    if turn.facts and reply.status.value == "answered":
        good["fact"] = all(grounding.lists(reply, fact) for fact in turn.facts)
    for name, value in good.items():
        outcome.note(name, item, float(value))
    whole = good["status"] and good.get("procedure", True) and good.get("fact", True)
    outcome.note("turn as expected", item, float(whole))
    if not whole or not good.get("facet", True):
        outcome.misses.append({
            "id": item.id, "kind": talk.kind, "said": turn.said, "wrong": [n for n, v in good.items() if not v],
            "status": reply.status.value, "procedure": code, "right": sorted(turn.right)[:3], "facet": reply.facet,
        })  # fmt: skip
