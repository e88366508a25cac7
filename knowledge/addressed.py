"""Lines of a document that speak to a program behind the back of the people who read it.

Nothing obeys them here; but a quoted line reads as the authority's word. What is looked for is data (`addressed.toml`):
who is addressed, and what is ordered. A text about an assistant addresses nobody, a rule for officers no program.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from knowledge.text import fold, sentences

_CAPITAL_AI = re.compile(r"\bA\.?I\b")
_TAG = re.compile(r"</?(?!system|assistant|instruction|prompt)[a-zA-Z]\w*[^<>|]*>")
_QUOTES = re.compile("[“”„«»‘’']")
_EMPHASIS = re.compile(r"[*_`#]+|^>+")
_QUOTED = re.compile(r"\n *>")
_ENDS = re.compile(r"[.!?][\"”’)]*$")
_ITEM = re.compile(r"(?:[-+*•>|]|\d{1,2}[.)]|[a-zđ]\))\s")


class _Address(IntEnum):
    """How far a program is spoken to."""

    NONE = 0
    NAMED = 1
    CALLED = 2


@dataclass(frozen=True, slots=True)
class _Cues:
    """The patterns of `addressed.toml`, one a list."""

    named: re.Pattern[str]
    called: re.Pattern[str]
    ordered: re.Pattern[str]
    told: re.Pattern[str]
    token: re.Pattern[str]

    def address(self, said: str) -> _Address:
        """Whether a sentence names a program or speaks to it."""
        if self.called.search(said):
            return _Address.CALLED
        return _Address.NAMED if self.named.search(said) else _Address.NONE

    def orders(self, said: str, address: _Address) -> bool:
        """Whether a sentence orders what such a program does."""
        if address is _Address.CALLED and self.told.search(said):
            return True
        return address > _Address.NONE and bool(self.ordered.search(said))


def addressed(units: Sequence[str], heading: str = "") -> list[int]:
    """Which of the units (lines or paragraphs under one heading) speak to a program.

    A call that ends in mid-sentence, and a heading, go on in the next unit.
    """
    cues, found = _cues(), []
    before = cues.address(_plain(heading)) if heading else _Address.NONE
    for number, unit in enumerate(units):
        spoken, address = _spoken(unit, before, cues)
        if spoken:
            found.append(number)
        following = units[number + 1] if number + 1 < len(units) else ""
        goes_on = not _ENDS.search(unit.rstrip()) or bool(_ITEM.match(following))
        before = max(address, before if spoken else _Address.NONE) if goes_on else _Address.NONE
    return found


def _spoken(unit: str, before: _Address, cues: _Cues) -> tuple[bool, _Address]:
    """(whether a unit orders something of a program, how its last sentence speaks to one)"""
    if cues.token.search(unit.lower()):
        return True, _Address.CALLED
    spoken, carried, address = False, before, before
    for said in map(_plain, sentences(" ".join(_QUOTED.sub(" ", unit).split()))):
        address = cues.address(said)
        spoken = spoken or cues.orders(said, max(address, carried))
        carried = address if address is _Address.CALLED else _Address.NONE
    return spoken, address


def _plain(text: str) -> str:
    """What the patterns are written for: no accents, no capitals, no emphasis; "AI" is no "ai" (who)."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isupper():
        text = _CAPITAL_AI.sub("trí tuệ nhân tạo", text)
    text = _EMPHASIS.sub("", _QUOTES.sub('"', _TAG.sub("", text)))
    return " ".join(fold(text).split())


@cache
def _cues() -> _Cues:
    data = tomllib.loads((files("knowledge") / "addressed.toml").read_text("utf-8"))
    who = f"(?:{'|'.join(data.pop('who'))})"
    return _Cues(**{name: re.compile("|".join(p.replace("{who}", who) for p in cues)) for name, cues in data.items()})
