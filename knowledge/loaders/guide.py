"""Guides: one Markdown file a procedure, facts in YAML front matter, plain words under fixed headings."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import RecordRefused
from knowledge.text import clean
from knowledge.types import Channel, Fee, Flag, Guide, LegalRef, Level, Offices, Paper, Procedure, TimeLimit, TimeUnit

SUFFIXES = (".md",)
PARSER_VERSION = 1

PARTS = {
    "when": "Khi nào cần làm",
    "bring": "Mang theo",
    "where": "Nộp ở đâu",
    "duration": "Bao lâu",
    "cost": "Hết bao nhiêu tiền",
    "steps": "Các bước làm trực tiếp",
    "online": "Làm trên mạng",
    "trouble": "Hay vướng ở đâu",
    "legal": "Căn cứ pháp lý",
}
_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Fee(_Strict):
    channels: list[Channel]
    amount: int | None
    per: str = ""
    text: str = ""


class _Time(_Strict):
    channels: list[Channel]
    number: float | None
    unit: TimeUnit
    text: str = ""


class _Paper(_Strict):
    name: str
    originals: int = 1
    copies: int = 0
    form: str = ""
    when: str = ""


class _Offices(_Strict):
    receives: str
    decides: str = ""


class _Front(_Strict):
    code: str
    title: str
    official_title: str
    area: str
    field: str
    level: Level
    applicants: list[str]
    decision: str
    as_of: date
    source: str
    offices: _Offices
    result: str
    fees: list[_Fee]
    durations: list[_Time]
    papers: list[_Paper]
    asks: list[str]


def front_matter(text: str) -> tuple[dict[str, Any], str] | None:
    """The YAML head and the body; None where a file has no head, refused where it cannot be read."""
    match = _FRONT.match(text.replace("\r\n", "\n"))
    if match is None:
        return None
    try:
        head = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise RecordRefused(1, "front matter is not valid YAML") from error
    return (head, match[2]) if isinstance(head, dict) else None


def is_guide(text: str) -> bool:
    """Whether a Markdown text is a guide (its head names a procedure code) rather than a document."""
    parsed = front_matter(text)
    return parsed is not None and "code" in parsed[0]


def digest(text: str) -> str:
    """Content hash of a guide file, the parser's version mixed in."""
    return hashlib.sha256(f"guide {PARSER_VERSION}\n{text}".encode()).hexdigest()


def load(path: Path) -> Guide:
    """Read one guide; a fault is refused with what to mend."""
    try:
        return parse(clean_lines(path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as error:
        raise RecordRefused(1, f"not UTF-8 (byte {error.start})") from error


def clean_lines(text: str) -> str:
    """NFC and no control characters; line breaks and indentation kept."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line[: len(line) - len(line.lstrip(" "))] + clean(line) for line in lines)


def parse(text: str) -> Guide:
    """A guide from its text."""
    split = _FRONT.match(text)
    if split is None:
        raise RecordRefused(1, "no front matter between --- lines")
    try:
        front = _Front.model_validate(yaml.safe_load(split[1]))
    except (yaml.YAMLError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else "front matter is not valid YAML"
        raise RecordRefused(1, what) from error
    parts = _parts(split[2])
    missing = [heading for name, heading in PARTS.items() if name not in parts]
    if missing:
        raise RecordRefused(1, f"heading missing: ## {missing[0]}")
    return Guide(
        code=front.code, title=front.title, area=front.area, as_of=front.as_of, source_url=front.source,
        asks=tuple(front.asks), parts=parts, record=_record(front, parts),
    )  # fmt: skip


def _parts(body: str) -> dict[str, str]:
    names = {heading: name for name, heading in PARTS.items()}
    found: dict[str, str] = {}
    for block in re.split(r"^## ", body, flags=re.MULTILINE)[1:]:
        heading, _, text = block.partition("\n")
        name = names.get(heading.strip())
        if name is None:
            raise RecordRefused(1, f"unknown heading: ## {heading.strip()}")
        found[name] = text.strip()
    return found


def _record(front: _Front, parts: dict[str, str]) -> Procedure:
    fees = tuple(Fee(c, f.amount, "VND", f.text, "", f.per) for f in front.fees for c in f.channels)
    times = tuple(
        TimeLimit(c, t.number, t.unit, t.text, "", () if t.number is not None or t.text else (Flag.TIME_UNCLEAR,))
        for t in front.durations
        for c in t.channels
    )
    legal = [line.lstrip("- ").partition(":") for line in parts["legal"].splitlines() if line.startswith("-")]
    sections = {
        "steps": parts["steps"], "ways": f"{parts['where']}\n{parts['duration']}\n{parts['cost']}\n{parts['online']}",
        "papers": parts["bring"], "conditions": f"{parts['when']}\n{parts['trouble']}", "result": front.result,
        "legal": parts["legal"],
    }  # fmt: skip
    return Procedure(
        code=front.code, title=front.official_title, level=front.level, field=front.field, kind="",
        decision=front.decision, applicants=tuple(front.applicants), as_of=front.as_of, source_url=front.source,
        sections=sections, fees=fees, times=times,
        papers=tuple(Paper(p.name, p.originals, p.copies, p.form, p.when) for p in front.papers),
        offices=Offices(front.offices.receives, front.offices.decides),
        legal=tuple(LegalRef(number.strip(), title.strip()) for number, _, title in legal),
        flags=tuple(sorted({f for t in times for f in t.flags})),
    )  # fmt: skip
