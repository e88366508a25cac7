"""The phrasebook: how people ask for each procedure, one JSON Lines file a field of administration.

A line: `{"code": "1.000656", "asks": ["...", ...]}`, Vietnamese with full accents, NFC. The files beside this module
were written for this project; an installation adds its own reviewed files in `MOCUA_HOME/phrasebook/`.
Drafts of a model lie one folder deeper and are never read here (`knowledge.phrasebook.draft`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.errors import SourceUnreadable
from knowledge.text import fold, one_line

BUNDLED = Path(__file__).parent
Phrases = Mapping[str, tuple[str, ...]]
"""Procedure code -> how people ask for it."""


def files(home: Path | None = None) -> list[Path]:
    """The bundled files, then the installation's own."""
    own = sorted((home / "phrasebook").glob("*.jsonl")) if home else []
    return [*sorted(BUNDLED.glob("*.jsonl")), *own]


def load(paths: list[Path]) -> Phrases:
    """All phrasings by code, each once; raises SourceUnreadable with file and line on what cannot be read."""
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        for code, asks in rows(path):
            found.setdefault(code, {}).update(dict.fromkeys(asks))
    return {code: tuple(asks) for code, asks in found.items()}


def rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lines of one file: (code, phrasings)."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
            code, asks = row["code"], row["asks"]
        except (ValueError, KeyError, TypeError) as error:
            raise SourceUnreadable(f"{path.name}, line {number}: not a phrasebook line", advice=SHAPE) from error
        if not isinstance(code, str) or not isinstance(asks, list) or not all(isinstance(a, str) for a in asks):
            raise SourceUnreadable(f"{path.name}, line {number}: not a phrasebook line", advice=SHAPE)
        yield code, asks


SHAPE = 'A line is {"code": "1.000656", "asks": ["...", "..."]}'


def digest(paths: list[Path]) -> str:
    """Changes whenever a phrasing does: an index built with other phrasings is built anew."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def matter(title: str) -> str:
    """What records with the same title share their phrasings by: the title folded, without its opening."""
    return one_line(fold(title)).removeprefix("thu tuc hanh chinh ").removeprefix("thu tuc ").rstrip(" .;")
