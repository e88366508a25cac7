"""A record cut into the pieces that are quoted: whole sentences, the very long ones in their parts, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text import fold, folded_words, pairs, sentences, words
from knowledge.types import Procedure

EVERYWHERE = ("papers", "conditions", "steps", "ways", "result")
"""Sections that are quoted."""
LONG, SHORT = 400, 12
"""Characters above which a sentence is cut at its semicolons, and below which a piece says nothing."""
SECTIONS_KEPT = 512
"""Sections kept cut: about 10 kB each, 5 MB together."""
DIGIT = "#"
"""Stands among a piece's words for any figure."""
KEPT = 1 << 12
"""Pieces kept at hand: about 6 kB each."""
_FIGURE = re.compile(r"\d")
_LABELS = ("Số lượng:", "Hình thức nộp:", "Phí, lệ phí:")
_LABEL = re.compile(r"^(?:Mô tả|Thời hạn giải quyết):\s*")
_CODED = re.compile(r"^\d+ [A-Z_]+$")
"""A time limit as the catalogue's program has it ("5 WORKING_DAY")."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a record as they stand, and the section they stand in."""

    section: str
    text: str


@lru_cache(maxsize=SECTIONS_KEPT)
def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of one section."""
    found = []
    for sentence in sentences(text):
        if not sentence.startswith(_LABELS):
            bare = _LABEL.sub("", sentence)
            found += [part.strip() for part in bare.split("; ")] if len(bare) > LONG else [bare]
    return tuple(p for p in found if len(p) > SHORT and not p.endswith((":", "]")) and not _CODED.match(p))


@dataclass(frozen=True, slots=True)
class Said:
    """A piece as it is compared with questions."""

    length: int
    """In words."""
    words: frozenset[str]
    """Folded."""
    pairs: frozenset[str]
    accented: frozenset[str]
    tokens: frozenset[str]
    """What pairs of words are learned with: the folded words, the section, whether there is a figure."""


@lru_cache(maxsize=KEPT)
def said_by(piece: Piece) -> Said:
    """A piece made ready; the pieces of the records asked about last stay at hand."""
    said = words(piece.text)
    folded = fold(" ".join(said)).split()
    figure = {DIGIT} if _FIGURE.search(piece.text) else set()
    held = frozenset(folded)
    tokens = held | {f"§{piece.section}"} | figure
    return Said(len(folded), held, frozenset(pairs(folded)), frozenset(said), tokens)


def pieces(record: Procedure, names: Iterable[str] = EVERYWHERE) -> list[Piece]:
    """The pieces of a record, each once, in its order."""
    once: dict[tuple[int, frozenset[str]], Piece] = {}
    for name in names:
        for text in pieces_of(record.sections.get(name, "")):
            piece = Piece(name, text)
            said = said_by(piece)
            once.setdefault((said.length, said.words), piece)
    return list(once.values())


TOLD, LEAST_TOLD = 0.8, 3
"""Share of a line's words, and how many, that must stand in a piece for the line to show it."""


def tells(line: str, piece: Piece) -> bool:
    """Whether a line of an answer is made of a piece's words."""
    held = said_by(piece).words
    said = folded_words(line.partition(": ")[2] or line)
    return len(said) >= LEAST_TOLD and sum(word in held for word in said) >= TOLD * len(said)
