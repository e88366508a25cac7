"""One step at a time, with where one is: "Bước 2 trên 5"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.assemble import next_steps, reply_for, source_line
from assistant.answering.facets import record_steps
from assistant.answering.source import Source, bullets
from assistant.dialogue import Facet
from assistant.types import Choice, Reply
from knowledge.text import shorten

STEP_CHARS = 900
_LABEL = re.compile(r"^Bước\s+\d+(?:\.\d+)*\s*[:.)–-]?\s*")
"""What a record's step begins with; the words behind it, a heading among them, are the step."""


def step_reply(source: Source, number: int) -> tuple[Reply, int]:
    """(the reply that reads one step out, its number); the last one says that it is the last."""
    words, record = source.words, source.record
    told = _steps(source)
    whole = reply_for(source, Facet.STEPS)
    if not told:
        return whole, 0
    count = len(told)
    at = min(max(number, 1), count)
    heading = words("steps.where", number=at, count=count, name=shorten(source.name, 150))
    lines = [heading, shorten(told[at - 1], STEP_CHARS)]
    lines.append(words("steps.last" if at == count else "steps.go_on"))
    more = () if at == count else (Choice(words("button.next_step"), record.code, Facet.STEPS, at + 1),)
    text = "\n".join([*lines, source_line(words, record)])
    return replace(whole, text=text, choices=(*more, *next_steps(words, record.code, Facet.STEPS))), at


def _steps(source: Source) -> list[str]:
    """The guide's steps where it has them, else the record's."""
    told = [line.removeprefix("• ") for line in bullets(source.told("steps"))] if source.guide else []
    text = source.record.sections.get("steps", "")
    return told or [step for s in record_steps(text) if (step := _LABEL.sub("", s))]
