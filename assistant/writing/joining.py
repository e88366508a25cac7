"""What goes out: the sentences that stood the check, then by rule what was left out and must be said, then the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.types import Draft, Reply, Statement
from assistant.writing.checking import told_fully
from assistant.writing.statements import BULLET
from knowledge.text import folded_words

SENTENCES = 4
"""At most so many of a model."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence that may be shown, with the statements it rests on."""

    text: str
    rests_on: tuple[Statement, ...]


def joined(draft: Draft, kept: Sequence[Kept]) -> Reply:
    """The reply in a model's words; facts, citations, buttons and memory are those of the record's own answer."""
    shown = kept[:SENTENCES]
    listed = [s for s in draft.statements if s.listed]
    left = [s for s in draft.statements if not s.listed and s.needed and not _told(s, shown)]
    paragraph = " ".join(one.text for one in shown)
    missing = [f"{BULLET}{s.text}" for s in left if _new(s, paragraph)]
    lines = [
        draft.before, draft.heading, paragraph, *missing, *(s.shown for s in listed), *draft.warnings,
        draft.source,
    ]  # fmt: skip
    return replace(draft.reply, text="\n".join(line for line in lines if line))


def _told(statement: Statement, shown: Sequence[Kept]) -> bool:
    resting = [one.text for one in shown if statement in one.rests_on]
    return told_fully(statement, resting)


def _new(statement: Statement, paragraph: str) -> bool:
    return " ".join(folded_words(statement.text)) not in " ".join(folded_words(paragraph))
