"""What a step wants told in the trace of its turn: which prompt of which version a model was asked, what a check found.

Names, versions, counts and seconds only: never a word of a message, a prompt or an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from assistant.llm.called import Called

_notes: ContextVar[list[str] | None] = ContextVar("mocua_trace_notes", default=None)


@contextmanager
def noting() -> Iterator[list[str]]:
    """What is noted in this block, in this thread."""
    notes: list[str] = []
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def note(text: str) -> None:
    """Add a note to the step that runs now; outside of one nothing happens."""
    if (notes := _notes.get()) is not None:
        notes.append(text)


def called(call: Called) -> None:
    """An OnCall: each request to a model, and each one left out."""
    note(f"{call.prompt} v{call.version} {call.model}: {call.outcome.value}, {call.seconds:.2f} s")
