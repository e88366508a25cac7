"""A text as the patterns see it: one character for one, without accents and capitals, and back to the original.

A number may be written with Unicode's many blanks, dashes and digits, or with invisible characters between its
digits; all of them are brought to one form before anything is looked for (as knowledge.text.clean does for answers).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.privacy.span import Span
from knowledge.text import fold

GONE = "\0"
"""Stands for a character that nothing may match: it is taken already, or a look-alike."""
LAST_DIGIT = 0x20000
"""No decimal digit of Unicode 15 that a phone can type lies above."""
_HIDDEN = frozenset({"Cf", "Mn", "Me"})
_ODD = re.compile(
    r"[\u0130\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Where one character is not one letter."""


def _table() -> dict[int, str]:
    """Blanks, dashes, digits and full-width signs of Unicode -> their ASCII ones, one for one."""
    blanks = dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
    dashes = {ord(c): "-" for c in "‐‑‒–—―−﹣－"}
    wide = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) != "－"}
    digits = {c: str(unicodedata.decimal(chr(c))) for c in range(0x80, LAST_DIGIT) if chr(c).isdecimal()}
    dots = {ord(c): "." for c in "·•∙․・。"}
    return {ord(GONE): "\1"} | blanks | wide | dashes | digits | dots


_SAME = _table()
DOTTED_I = chr(0x130)
"""The one letter whose small form is two characters."""
_BASIC = "\uffff"
"""Last of the plane that a pattern's set looks up at once."""
_CHANGED = re.compile(f"[{re.escape(''.join(c for c in map(chr, _SAME) if c <= _BASIC))}]")


@dataclass(frozen=True, slots=True)
class Seen:
    """One text in three forms of the same length, and where their characters stand in it."""

    case: str
    """With capitals and accents."""
    plain: str
    """Lower case, with accents."""
    bare: str
    """Lower case, without accents."""
    at: Sequence[int]
    """Offset in the text of each character, and of the end."""

    @property
    def accented(self) -> bool:
        """Whether the person writes with accents."""
        return self.plain != self.bare

    def without(self, spans: Iterable[tuple[int, int]]) -> Seen:
        """The same with these stretches (start, end) unreadable."""
        forms = (self.case, self.plain, self.bare)
        holes = sorted(spans)
        if not holes:
            return self
        case, plain, bare = (_blanked(form, holes) for form in forms)
        return replace(self, case=case, plain=plain, bare=bare)

    def span(self, span: Span) -> Span:
        """A span of the forms as one of the text; marks that belong to its last letter stay with it."""
        return Span(self.at[span.start], self.at[span.end - 1] + self._width(span.end - 1), span.kind)

    def _width(self, index: int) -> int:
        """Characters of the text behind one of the forms, less what is invisible behind a digit."""
        return self.at[index + 1] - self.at[index]


def see(text: str) -> Seen:
    """The forms of a text of any kind."""
    at: Sequence[int]
    if _ODD.search(text):
        case, at = _clusters(text)
    else:
        changed = _CHANGED.search(text) or max(text, default="") > _BASIC
        case, at = text.translate(_SAME) if changed else text, range(len(text) + 1)
    plain = case.lower()
    return Seen(case, plain, fold(plain), at)


def _clusters(text: str) -> tuple[str, list[int]]:
    """One character for a letter with its loose marks; invisible characters count to the letter before them."""
    out: list[str] = []
    at: list[int] = []
    for i, char in enumerate(text):
        if out and unicodedata.category(char) in _HIDDEN:
            joined = unicodedata.normalize("NFC", out[-1] + char)
            out[-1] = joined if len(joined) == 1 else out[-1]
        else:
            out.append("I" if char == DOTTED_I else char)
            at.append(i)
    return "".join(out).translate(_SAME), [*at, len(text)]


def _blanked(form: str, holes: list[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in holes:
        if end > last:
            parts += [form[last:start], GONE * (end - max(start, last))]
            last = end
    return "".join([*parts, form[last:]])
