"""Drafts of phrasings by a model: files one folder deeper than the phrasebook, so that nothing reads them unreviewed.

A line of `MOCUA_HOME/phrasebook/drafts/<field>.jsonl`: `{"code", "title", "asks", "model", "at"}`. A person reviews
and edits the file; `accept` then moves its phrasings into the phrasebook of the installation.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from knowledge.errors import SourceUnreadable
from knowledge.phrasebook import Phrases, matter, rows
from knowledge.text import fold, folded_words
from knowledge.types import Level, Procedure

WANTED = 8
"""Phrasings of a draft."""
FEWEST_WORDS, MOST_WORDS = 3, 40
_PERSON = re.compile(r"\b(?:cong dan|nguoi viet nam dinh cu|nguoi nuoc ngoai|ca nhan|ho gia dinh)\b")
_ORDER = {Level.COMMUNE: 0, Level.PROVINCE: 1, Level.MINISTRY: 2, Level.UNKNOWN: 3}


class Draft(NamedTuple):
    """Phrasings for one procedure, not reviewed."""

    code: str
    title: str
    asks: list[str]
    model: str
    at: datetime


def folder(home: Path) -> Path:
    """Where the drafts of an installation lie."""
    return home / "phrasebook" / "drafts"


def slug(field: str) -> str:
    """File name of a field of administration: "Hộ tịch" -> "ho-tich"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(field))) or "other"


def lacking(records: Iterable[Procedure], phrases: Phrases, fields: Collection[str] = ()) -> list[Procedure]:
    """Procedures without phrasings, citizens' and commune level first, one for each title.

    `fields`: only of these, by name or file name; records with the title of one that has phrasings share them.
    """
    known, wanted = list(records), {slug(field) for field in fields}
    covered = {matter(one.title) for one in known if one.code in phrases}
    found: dict[str, Procedure] = {}
    for one in sorted(known, key=_urgency):
        if matter(one.title) not in covered and (not wanted or slug(one.field) in wanted):
            found.setdefault(matter(one.title), one)
    return list(found.values())


def _urgency(one: Procedure) -> tuple[bool, int, str]:
    return not _PERSON.search(fold(", ".join(one.applicants))), _ORDER[one.level], one.code


def drafted(home: Path) -> set[str]:
    """Codes that have a draft: an interrupted run goes on behind them."""
    return {code for file in folder(home).glob("*.jsonl") for code, _ in _whole_rows(file)}


def _whole_rows(file: Path) -> list[tuple[str, list[str]]]:
    """The rows of a file; the torn last line of a crash is taken away first."""
    held = file.read_bytes()
    if held and not held.endswith(b"\n"):
        os.truncate(file, held.rfind(b"\n") + 1)
    return list(rows(file))


def append(home: Path, field: str, draft: Draft) -> Path:
    """Write one draft behind the others of its field, at once and in one piece; the file."""
    file = folder(home) / f"{slug(field)}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    row = {**draft._asdict(), "at": draft.at.isoformat(timespec="seconds")}
    with file.open("ab", buffering=0) as sink:
        sink.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
    return file


def fault(title: str, asks: list[str], fewest: int = WANTED) -> str:
    """What is wrong with phrasings, in plain words; "" when nothing is."""
    spoken = [" ".join(folded_words(ask)) for ask in asks]
    if len(set(spoken)) != len(spoken):
        return "two phrasings are the same"
    if len(asks) < fewest:
        return f"{len(asks)} phrasings, {fewest} are wanted"
    for ask, plain in zip(asks, spoken, strict=True):
        if not unicodedata.is_normalized("NFC", ask):
            return "not in NFC"
        if not FEWEST_WORDS <= len(ask.split()) <= MOST_WORDS:
            return f"a phrasing has fewer than {FEWEST_WORDS} or more than {MOST_WORDS} words"
        if plain == " ".join(folded_words(title)) or matter(ask) == matter(title):
            return "a phrasing is the official title"
    return ""


def accept(home: Path, file: Path) -> int:
    """Move a reviewed file of drafts into the phrasebook; how many procedures. SourceUnreadable: nothing was moved."""
    if not file.is_file() or file.resolve().parent == (home / "phrasebook").resolve():
        raise SourceUnreadable(f"{file} is no file of drafts", advice=f"They lie in {folder(home)}.")
    reviewed = list(rows(file))
    for number, (code, asks) in enumerate(reviewed, start=1):
        if wrong := fault("", asks, fewest=1):
            advice = "Mend or delete that line, then accept the file again."
            raise SourceUnreadable(f"{file.name}, phrasings {number} ({code}): {wrong}", advice=advice)
    target = home / "phrasebook" / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    merged: dict[str, dict[str, None]] = {}
    for code, asks in [*(rows(target) if target.is_file() else ()), *reviewed]:
        merged.setdefault(code, {}).update(dict.fromkeys(asks))
    # Written beside and renamed: a crash leaves the old file or the new one, and the drafts until the new one stands.
    beside = target.with_suffix(".part")
    lines = (json.dumps({"code": code, "asks": list(asks)}, ensure_ascii=False) for code, asks in merged.items())
    beside.write_text("".join(f"{row}\n" for row in lines), "utf-8")
    beside.replace(target)
    file.unlink()
    return len(reviewed)
