"""A model in memory: answers from a table of prompts' words, counts, fails when told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assistant.errors import ModelGaveNonsense
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer


@dataclass
class ScriptedModel:
    """Answers each prompt by its name."""

    answers: dict[str, dict[str, Any]]
    error: Exception | None = None
    asked: list[tuple[Prompt, float]] = field(default_factory=list)
    """Prompt and seconds of each call."""

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The answer of the script."""
        self.asked.append((prompt, seconds))
        if self.error:
            raise self.error
        try:
            return schema.model_validate(self.answers[prompt.name])
        except ValidationError as error:
            raise ModelGaveNonsense("script") from error
