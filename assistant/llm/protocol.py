"""What a language model is to the rest of the program."""

from __future__ import annotations

from typing import Protocol, TypeVar

from pydantic import BaseModel

from assistant.llm.prompts import Prompt

Answer = TypeVar("Answer", bound=BaseModel)


class Model(Protocol):
    """Answers one prompt in the form of a schema. Thread-safe."""

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The answer, within so many seconds; raises ModelUnavailable or ModelGaveNonsense, nothing else."""
        ...
