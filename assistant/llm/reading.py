"""An answer out of free text: the first JSON object of the right form, fenced or not, with talk around it or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.llm.protocol import Answer

MOST_CHARS = 20_000
"""An answer stands within these; what comes after is not looked at."""
MOST_TRIES = 50
"""Braces tried as the beginning of an object."""


def fitting(candidates: Iterator[Any], schema: type[Answer]) -> Answer | None:
    """The first candidate that has the schema's form; None when there is none."""
    for candidate in candidates:
        try:
            return schema.model_validate(candidate)
        except ValidationError:
            continue
    return None


def objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a text, outermost first, in order."""
    text, at, decoder = text[:MOST_CHARS], 0, json.JSONDecoder()
    for _ in range(MOST_TRIES):
        at = text.find("{", at)
        if at < 0:
            return
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        yield found
        at = end
