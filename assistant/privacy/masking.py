"""Masking: personal data out of a text, and back in as long as the turn lasts.

What was taken out is returned, never stored: the caller keeps it in memory until the answer is sent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from assistant.privacy.kinds import Kind, find
from assistant.privacy.lists import labels


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data."""

    text: str
    """With placeholders such as "[số căn cước 1]"."""
    held: tuple[tuple[str, str], ...]
    """(placeholder, what stood there); () when nothing was masked."""


def mask(text: str) -> Masked:
    """The text with placeholders; the same words get the same one, and none is like one that a person typed.

    Looked through again until nothing is found, so that masking the result changes nothing.
    """
    held: dict[tuple[Kind, str], str] = {}
    counts: Counter[Kind] = Counter()
    masked = text
    while spans := find(masked):
        parts, last = [], 0
        for span in spans:
            value = masked[span.start : span.end]
            if (span.kind, value) not in held:
                held[span.kind, value] = _fresh(span.kind, counts, text)
            parts += [masked[last : span.start], held[span.kind, value]]
            last = span.end
        masked = "".join([*parts, masked[last:]])
    return Masked(masked, tuple((placeholder, value) for (_, value), placeholder in held.items()))


def _fresh(kind: Kind, counts: Counter[Kind], text: str) -> str:
    """The next placeholder of a kind that does not stand in the text already."""
    while True:
        counts[kind] += 1
        placeholder = f"[{labels()[kind]} {counts[kind]}]"
        if placeholder not in text:
            return placeholder


def unmask(text: str, held: tuple[tuple[str, str], ...]) -> str:
    """The text with what stood there; read once, so that nothing inside of what is put back is read as ours."""
    if not held:
        return text
    values = dict(held)
    return re.sub("|".join(map(re.escape, values)), lambda match: values[match[0]], text)
