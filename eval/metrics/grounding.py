"""Are the facts there, and does every figure stand in the record? Digit separators, leading zeros, NFC folded."""

from __future__ import annotations

import re
import unicodedata

from assistant.types import Reply
from knowledge.text import figures, modern_tone
from knowledge.types import Procedure

_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def comparable(text: str) -> str:
    """Lower case, NFC, one tone spelling, "8.000" as "8000", "03" as "3", single blanks."""
    text = modern_tone(unicodedata.normalize("NFC", text)).lower()
    text = _ZEROS.sub("", _GROUPED.sub("", text))
    return re.sub(r"\s*/\s*", "/", " ".join(text.split()))


def holds(reply: Reply, fact: str) -> bool:
    """Whether the answer's text shows a fact."""
    return comparable(fact) in comparable(reply.text)


def lists(reply: Reply, fact: str) -> bool:
    """Whether the text or the structured facts hold it."""
    return comparable(fact) in comparable("\n".join((reply.text, *(f.text for f in reply.facts))))


def ungrounded(reply: Reply, record: Procedure, allowed: frozenset[str]) -> frozenset[str]:
    """Figures of the text that neither the record nor the operator's allow-list nor the record's date holds."""
    day = record.as_of
    dated = frozenset(str(n) for n in (day.day, day.month, day.year))
    return figures(reply.text) - figures(record.all_text()) - dated - allowed
