"""A record cut into the pieces that are quoted: whole sentences, the very long ones in their parts, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.text import fold, folded_words, sentences
from knowledge.types import Procedure

EVERYWHERE = ("papers", "conditions", "steps", "ways", "result")
"""Sections that are quoted."""
LONG, SHORT = 400, 12
"""Characters above which a sentence is cut at its semicolons, and below which a piece says nothing."""
_LABELS = ("Số lượng:", "Hình thức nộp:", "Phí, lệ phí:")
_LABEL = re.compile(r"^(?:Mô tả|Thời hạn giải quyết):\s*")
_CODED = re.compile(r"^\d+ [A-Z_]+$")
"""A time limit as the catalogue's program has it ("5 WORKING_DAY")."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a record as they stand, and the section they stand in."""

    section: str
    text: str


def pieces_of(text: str) -> list[str]:
    """The pieces of one section."""
    found = []
    for sentence in sentences(text):
        if not sentence.startswith(_LABELS):
            bare = _LABEL.sub("", sentence)
            found += [part.strip() for part in bare.split("; ")] if len(bare) > LONG else [bare]
    return [p for p in found if len(p) > SHORT and not p.endswith((":", "]")) and not _CODED.match(p)]


def pieces(record: Procedure, names: Iterable[str] = EVERYWHERE) -> list[Piece]:
    """The pieces of a record, each once, in its order."""
    once: dict[str, Piece] = {}
    for name in names:
        for text in pieces_of(record.sections.get(name, "")):
            once.setdefault(fold(text), Piece(name, text))
    return list(once.values())


TOLD, LEAST_TOLD = 0.8, 3
"""Share of a line's words, and how many, that must stand in a piece for the line to show it."""


def tells(line: str, piece: Piece) -> bool:
    """Whether a line of an answer is made of a piece's words."""
    held = set(folded_words(piece.text))
    said = folded_words(line.partition(": ")[2] or line)
    return len(said) >= LEAST_TOLD and sum(word in held for word in said) >= TOLD * len(said)
