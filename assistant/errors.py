"""Errors a turn can end in. No exception text reaches a person: only the wording of the status does.

MocuaError(status, advice)
├── BadInput       the message cannot be used: empty, no words
├── NotReady       nothing imported yet, or the index cannot be opened
├── ModelError     a language model was of no use: the path without a model answers
│   ├── ModelUnavailable   no answer: off, slow, refused, broken off, too many calls
│   └── ModelGaveNonsense  an answer that is not what was asked for
├── WordingMissing a text in prompts/ or one of its variables is missing
└── SettingsInvalid  a setting has a value it cannot have
"""

from __future__ import annotations

from assistant.types import Status


class MocuaError(Exception):
    """Base; carries the Status a person sees and advice for whoever runs the program."""

    status = Status.ERROR

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class BadInput(MocuaError):
    """The message cannot be used."""


class NotReady(MocuaError):
    """Nothing can be answered yet."""


class ModelError(MocuaError):
    """A language model was of no use; the turn goes on without it."""


class ModelUnavailable(ModelError):
    """The model did not answer in time, or at all."""


class ModelGaveNonsense(ModelError):
    """The model's answer is not of the form that was asked for."""


class WordingMissing(MocuaError):
    """A text of prompts/ or one of its variables is missing."""


class SettingsInvalid(MocuaError):
    """A setting has a value it cannot have."""
