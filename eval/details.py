"""Details of a record asked for in people's words: is the sentence that answers shown, and silence admitted?

A line of a file: {"code", "question", "facet", "marks", "also"}: digests of the record's pieces that answer, and of
those that help; none where the record is silent. Digests, because a record's sentences are not ours to keep.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answering.pieces import Piece, pieces, tells
from assistant.dialogue import Dialogue, Facet, told
from assistant.types import Inbound, Reply, Status
from assistant.wiring import Assistant
from eval.questions import source_of
from eval.types import Item, Outcome
from knowledge.errors import SourceUnreadable
from knowledge.text import folded_words
from knowledge.types import Procedure

WHEN = datetime(2026, 7, 20, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a detail of one procedure."""

    id: str
    source: str
    code: str
    question: str
    facet: str
    """The side of the procedure it asks about, or "any"."""
    marks: frozenset[str]
    also: frozenset[str]

    @property
    def silent(self) -> bool:
        """Whether the record says nothing of it."""
        return not self.marks and self.facet == "any"


def mark(text: str) -> str:
    """The digest of a piece, whatever its accents, case and punctuation."""
    return hashlib.sha256(" ".join(folded_words(text)).encode()).hexdigest()[:10]


def read(path: Path) -> list[Asked]:
    """The questions of a file."""
    found = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceUnreadable(f"cannot read {path}", advice="Give question files as JSON lines.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_asked(json.loads(line.decode("utf-8")), path, number))
            except (ValueError, KeyError, TypeError) as error:
                raise SourceUnreadable(f"{path.name} line {number}: {error}", advice="Mend the line.") from error
    return found


def _asked(row: dict[str, Any], path: Path, number: int) -> Asked:
    marks, also = row["marks"], row.get("also", [])
    if not (isinstance(marks, list) and isinstance(also, list)):
        raise TypeError("marks and also are lists of digests")
    name = f"{path.stem}-{number:04}"
    return Asked(name, source_of(path), row["code"], row["question"], row["facet"], frozenset(marks), frozenset(also))


def run(assistant: Assistant, asked: Sequence[Asked], advance: Callable[[], None]) -> Outcome:
    """Metrics: answered from the same procedure, the piece that answers shown, silence admitted, wrongly admitted."""
    outcome = Outcome("details")
    library = assistant.library
    for one in asked:
        record = library.catalogue.procedure(one.code, library.index().generation)
        if record is not None:
            _judge(outcome, one, record, ask(assistant, one), assistant.words("detail.missing"))
        advance()
    return outcome


def ask(assistant: Assistant, one: Asked) -> Reply:
    """What comes when the question follows on the overview of its procedure."""
    memory = told(Dialogue(at=WHEN), one.code, Facet.OVERVIEW)
    return assistant.ask(Inbound(one.id, one.question, channel="eval", received_at=WHEN), memory)


def _judge(outcome: Outcome, one: Asked, record: Procedure, reply: Reply, missing: str) -> None:
    item = Item(one.id, one.question, source=one.source, facet=one.facet, gold=(one.code,))
    stayed = reply.status is Status.ANSWERED and reply.procedure is not None and reply.procedure.code == one.code
    outcome.note("answered from the same procedure", item, float(stayed))
    if one.facet != "any":
        outcome.note("facet", item, float(reply.facet is not None and reply.facet.value == one.facet))
    if one.silent:
        outcome.note("silence admitted", item, float(missing in reply.text))
        return
    outcome.note("silence wrongly admitted", item, float(missing in reply.text))
    if not one.marks:
        return
    meant = [piece for piece in pieces(record) if mark(piece.text) in one.marks]
    good = any(shows(reply.text, piece) for piece in meant)
    outcome.note("the piece that answers shown", item, float(good))
    if not good:
        outcome.misses.append({"id": one.id, "question": one.question, "procedure": one.code,
                               "status": reply.status.value, "facet": reply.facet})  # fmt: skip


def shows(text: str, piece: Piece) -> bool:
    """Whether a line of an answer is made of a piece's words."""
    return any(tells(line, piece) for line in text.splitlines())
