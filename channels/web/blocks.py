"""Reads the plain text of a reply into blocks, so that the page can show lists as lists and doubts as doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.types import Status

_BULLET, _DOUBT, _SOURCE = "• ", "⚠ ", "Nguồn: "
_NUMBERED = re.compile(r"(\d{1,2})\. (?=\S)")
# "Lệ phí: 8.000 đồng": a short name before a colon is what the eye looks for.
_NAMED = re.compile(r"([^:.,;()“”]{2,32}):(?: (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, with the short name it begins with set apart."""

    name: str
    """"Lệ phí" of "Lệ phí: 8.000 đồng"; empty when the line has no such name."""
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines of one kind."""

    kind: str
    """heading | paragraph | bullets | steps | doubt | source"""
    lines: tuple[Line, ...]
    start: int = 1
    """Number of the first step."""


def read(text: str, status: Status) -> tuple[Block, ...]:
    """The blocks of a reply's text; its first line is a heading when the question was answered."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = [("heading", lines.pop(0))] if lines and status is Status.ANSWERED else []
    return tuple(_blocks(head + [(_kind(line), line) for line in lines]))


def _kind(line: str) -> str:
    for prefix, kind in ((_BULLET, "bullets"), (_DOUBT, "doubt"), (_SOURCE, "source")):
        if line.startswith(prefix):
            return kind
    return "steps" if _NUMBERED.match(line) else "paragraph"


def _blocks(lines: list[tuple[str, str]]) -> Iterator[Block]:
    for kind, group in groupby(lines, key=lambda pair: pair[0]):
        texts = [text for _, text in group]
        if kind in {"bullets", "doubt"}:
            yield Block(kind, tuple(_line(text[2:]) for text in texts))
        elif kind == "steps":
            yield from _runs(texts)
        elif kind == "paragraph":
            yield Block(kind, tuple(_line(text) for text in texts))
        else:
            yield Block(kind, tuple(Line("", text) for text in texts))


def _runs(texts: list[str]) -> Iterator[Block]:
    """Numbered lines as lists whose numbers are the written ones: a jump in the numbers begins a new list."""
    numbered = [(int(text.partition(".")[0]), text.partition(". ")[2]) for text in texts]
    for _, run in groupby(enumerate(numbered), key=lambda item: item[1][0] - item[0]):
        items = [item for _, item in run]
        yield Block("steps", tuple(_line(text) for _, text in items), start=items[0][0])


def _line(text: str) -> Line:
    named = _NAMED.fullmatch(text)
    return Line(named[1], named[2] or "") if named else Line("", text)
