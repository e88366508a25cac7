"""Question files: our own suites and the held-out ones; the shared development share when it lies beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.types import Item
from knowledge.errors import SourceUnreadable

OWN = Path(__file__).parent / "suites" / "own"
HELD = Path(__file__).parent / "suites" / "held"
"""Never read by a training program."""
SHARED = Path(__file__).parents[2] / "shared" / "data" / "questions"
"""Beside a checkout of the project only; users do not have it."""

_APART = {"materials", "scope", "bad_inputs", "dialogue"}
_EXPECT = {"answer": ("answered", "clarify", "not_found"), "decline": ("declined",), "handoff": ("handoff",),
           "smalltalk": ("smalltalk",)}  # fmt: skip


def default_files(suite: str) -> list[Path]:
    """The files a suite asks when none are given; "own" leaves the held-out and the shared ones out."""
    shared = {"retrieval": "everyday_dev", "facts": "everyday_dev", "with_model": "everyday_dev", "scope": "scope_dev",
              "dialogue": "dialogue_dev"}.get(suite)  # fmt: skip
    if suite in ("noise", "with_model"):
        files = sorted(HELD.glob("everyday-*.jsonl"))
    elif suite in ("details", "border", "roundabout"):
        files = sorted(HELD.glob(f"{suite}*.jsonl"))
    elif suite in _APART:
        files = [OWN / f"{suite}.jsonl", *sorted(HELD.glob(f"{suite}*.jsonl"))]
    else:
        files = sorted(p for p in OWN.glob("*.jsonl") if p.stem not in _APART)
    if suite == "retrieval":
        files += sorted(HELD.glob("everyday-*.jsonl"))
    if shared and (SHARED / f"{shared}.jsonl").is_file():
        files.append(SHARED / f"{shared}.jsonl")
    return files


def read(path: Path) -> Iterator[Item]:
    """The items of one file."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise SourceUnreadable(f"cannot read {path}", advice="Give question files as JSON lines.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _item(json.loads(line), source_of(path))
            except (ValueError, KeyError, TypeError) as error:
                raise SourceUnreadable(f"{path.name} line {number}: {error}", advice="Mend the line.") from error


def source_of(path: Path) -> str:
    """The name that reports group by: the file's, with its folder before it where nobody may train on it."""
    return f"held {path.stem}" if path.parent.name == HELD.name else path.stem


def _item(row: dict[str, Any], source: str) -> Item:
    if "question_repeat" in row:
        piece, times = row["question_repeat"]
        question = piece * times
    else:
        question = row["question"]
    expect = row.get("expect", ())
    expect = _EXPECT[expect] if isinstance(expect, str) else tuple(expect)
    gold = tuple(row.get("gold") or ())
    return Item(
        id=row["id"], question=question, source=source, style=row.get("style", "plain"),
        facet=row.get("facet", "overview"), gold=gold, also_ok=tuple(row.get("also_ok") or ()),
        facts=tuple(row.get("facts") or ()), expect=expect, emergency=row.get("emergency"),
        quote=row.get("quote", ""), heading=row.get("heading", ""), role=row.get("role", "citizen"),
    )  # fmt: skip
