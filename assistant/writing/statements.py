"""An answer taken apart: its heading, numbered statements with slots for what a model must not touch, its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.types import Draft, Facet, Reply, Statement
from assistant.writing.claims import lists
from knowledge.text import fold, modern_tone

BULLET, WARNING = "• ", "⚠"
LISTED = frozenset({Facet.DOCUMENTS, Facet.STEPS, Facet.FORM})
"""Facets whose bullets the program shows itself, whole and in order: a paper left out is a second journey."""
LIST_FROM = 3
"""So many bullets are a list."""
_NEEDED = re.compile(
    r"(?<!\w)(?:mien|giam|khong phai nop|chi (?:khi|danh|ap dung|duoc|nhan)|tru |truong hop|neu "
    r"|trong (?:vong |thoi han )?\d+ "
    r"|cham nhat|muon nhat|truoc (?:ngay|khi)|het (?:ngay|han)|qua han|bat buoc|phai |khong (?:duoc|nhan|can|phai)|phat"
    r"|hoi |rieng|them|ca hai|hoac)"
)
"""What a person must not miss: exemptions, conditions, deadlines, a second office, where to ask. Folded."""
_VALUE = re.compile(
    r"""https?://\S+|\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\b\S*
    |(?:\d[\w.,/:-]*\w|\d)
     (?:\ ?(?:đồng|đ|vnđ|vnd|usd|%|phần\ trăm|nghìn|ngàn|triệu|tỷ|ngày\ làm\ việc|ngày|giờ\ làm\ việc|giờ|phút|tuần
       |tháng|năm|tuổi|bản\ chính|bản\ sao|bản|bộ|tờ|ảnh|lần)(?!\w))*
    |[A-ZĐ]+\d[\w/-]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Amounts with their unit, dates, laws, forms, phones, addresses."""


@dataclass(frozen=True, slots=True)
class Slotted:
    """A statement as a model sees it."""

    number: int
    text: str
    """With marks such as {2a} in place of its values."""
    values: tuple[tuple[str, str], ...]
    """(mark, value), in order."""


def draft_of(reply: Reply, text: str, name: str, before: str = "") -> Draft:
    """The parts of an answer made by the program, from its text. `before`: a line that stands over it and stays."""
    lines = text.splitlines()
    heading, *body = lines[:-1] if len(lines) > 1 else lines
    source = lines[-1] if len(lines) > 1 else ""
    warnings = tuple(line for line in body if line.startswith(WARNING))
    told = [line for line in body if not line.startswith(WARNING)]
    bullets = [n for n, line in enumerate(told, start=1) if line.startswith(BULLET)]
    listed_from = bullets[0] if reply.facet in LISTED and len(bullets) >= LIST_FROM else len(told) + 1
    statements = tuple(
        Statement(n, line.removeprefix(BULLET), n >= listed_from, line, needed(line, first=n == 1))
        for n, line in enumerate(told, start=1)
    )
    return Draft(reply, name, heading, statements, warnings, source, before)


def needed(line: str, *, first: bool) -> bool:
    """Whether a person must not miss it: what comes first, what holds a value, an exemption, a condition, a deadline.

    What is quoted beside the answer is not.
    """
    if first:
        return True
    quoted = "“" in line
    return not quoted and bool(_NEEDED.search(f" {fold(line)} ") or _spans(line))


def slotted(statement: Statement) -> Slotted:
    """A statement with a mark for each of its values and offices."""
    values: dict[str, str] = {}
    done, last = [], 0
    for start, end in _spans(statement.text):
        value = statement.text[start:end]
        mark = values.setdefault(value, f"{{{statement.number}{_letter(len(values))}}}")
        done += [statement.text[last:start], mark]
        last = end
    text = "".join((*done, statement.text[last:]))
    return Slotted(statement.number, text, tuple((mark, value) for value, mark in values.items()))


def _spans(text: str) -> list[tuple[int, int]]:
    """Places of values and offices, in order, none within another."""
    found = [match.span() for match in _VALUE.finditer(text)]
    found += [match.span() for match in lists().office.finditer(modern_tone(text).lower())]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _letter(n: int) -> str:
    return chr(ord("a") + n % 26) * (n // 26 + 1)


def units(statement: Statement) -> list[str]:
    """What of a statement belongs together: all of it where it holds one value, else each clause with its label."""
    values = [value for _, value in slotted(statement).values if any(map(str.isdigit, value))]
    if len(values) < 2:
        return [statement.text]
    label, colon, rest = statement.text.partition(": ")
    before, _, label = label.rpartition(";") if len(label.split()) > LABEL_MOST else ("", "", label)
    first = [clause for piece in before.split(";") for clause in _of_one_value(piece)] if before else []
    clauses = [clause for piece in (rest if colon else label).split(";") for clause in _of_one_value(piece)]
    return first + ([f"{label.strip()}: {clause}" for clause in clauses] if colon else clauses)


def _of_one_value(piece: str) -> list[str]:
    """A piece with one value is one ("nộp trên mạng, nộp qua bưu điện: 20 ngày"); else its clauses."""
    values = [value for value in _VALUE.findall(piece) if any(map(str.isdigit, value))]
    return [piece.strip()] if len(values) == 1 else clauses_of(piece)


LABEL_MOST = 15
"""Words of a label, at most."""
LABEL_WORDS = 3
"""A clause of so many words without a value is the label of the next."""
_CLAUSE = re.compile(r"[;!?…]|[,.:](?!\d)| (?:còn|và|nhưng|hoặc|rồi|vì|nên) ")


def clauses_of(text: str) -> list[str]:
    """A sentence cut at its commas and joints, never in a number; a few words alone go with what follows."""
    clauses: list[str] = []
    waiting = ""
    for part in filter(None, map(str.strip, _CLAUSE.split(text))):
        whole = f"{waiting} {part}".strip()
        short = len(whole.split()) <= LABEL_WORDS and not _VALUE.search(whole)
        waiting = whole if short else ""
        clauses += [] if short else [whole]
    return [*clauses, waiting] if waiting else clauses


def filled(text: str, slots: Iterable[Slotted]) -> str:
    """A model's sentence with the values in place of their marks; an unknown mark stays and is found by the check."""
    for one in slots:
        for known, value in one.values:
            text = text.replace(known, value)
    return text


def shown_to_model(statements: Sequence[Statement]) -> str:
    """The numbered lines of the prompt, below each what its marks stand for."""
    rows = []
    for statement in statements:
        one = slotted(statement)
        sign = "=" if statement.listed else "*" if statement.needed else ""
        rows.append(f"[{one.number}{sign}] {one.text}")
        rows += [f"{mark} = {value}" for mark, value in one.values]
    return "\n".join(rows)
