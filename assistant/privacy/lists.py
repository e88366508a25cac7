"""The word lists of cues.toml, people.toml and places.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.privacy.span import Kind
from knowledge.text import fold

Pattern = re.Pattern[str]


def load(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads((files("assistant") / "privacy" / f"{name}.toml").read_text("utf-8"))


def whole(pattern: str) -> Pattern:
    """A pattern of whole words."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def starting(pattern: str) -> Pattern:
    """A pattern from the start of a word."""
    return re.compile(rf"(?<!\w)(?:{pattern})")


_ACCENTED = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


def spelled(pattern: str) -> str:
    """A pattern in which each word may also stand without its accents."""
    return _ACCENTED.sub(lambda word: f"(?:{word[0]}|{fold(word[0])})", pattern)


def either(words: Iterable[str]) -> str:
    """An alternation of words, the longer first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def labels() -> dict[Kind, str]:
    """Kind -> the Vietnamese words of its placeholders."""
    return {Kind(key): label for key, label in load("cues")["labels"].items()}


@cache
def placeholder() -> Pattern:
    """Any placeholder, ours or typed by a person."""
    return re.compile(rf"\[(?:{either(labels().values())}) [0-9]+\]")


@dataclass(frozen=True, slots=True)
class Cue:
    """What announces a number."""

    kind: Kind | None
    """None: the number is nobody's own."""
    digits: tuple[int, ...]
    """How many it may have, the likeliest first."""
    gap: int


@dataclass(frozen=True, slots=True)
class Cues:
    """All that announces numbers: one pattern, whose group says which row."""

    pattern: Pattern
    rows: tuple[Cue, ...]


GAP = 40
"""Most characters between a cue and its number, where the row says nothing."""


@cache
def cues() -> Cues:
    """The rows of cues.toml; of cues that start together the longest one counts, so rows are tried by length."""
    table = load("cues")["cue"]
    rows = tuple(Cue(Kind(r["kind"]) if r["kind"] else None, tuple(r["digits"]), r.get("gap", GAP)) for r in table)
    # A digit may follow at once: "sdt0951000118".
    pattern = "|".join(f"({row['words']})" for row in table)
    return Cues(re.compile(rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])"), rows)


@dataclass(frozen=True, slots=True)
class Money:
    """What tells an amount from a number."""

    sure: Pattern
    """An amount with its unit, over the lower-case text."""
    perhaps: Pattern
    """A unit, over the folded text right behind a number."""
    before: Pattern
    """Words that end right before a number, over the folded text."""
    gap: int


@cache
def money() -> Money:
    """The amounts of cues.toml."""
    data = load("cues")["money"]
    # One separator for all groups, so that "0912 345 678 200.000 đồng" is not one amount; none of several digits starts
    # with 0. The first digit stands before its own look-behind, so that the engine skips all that is no digit.
    groups = r"(?<=[1-9])[0-9]{0,2}(?:(?:\.[0-9]{3}){1,5}|(?:,[0-9]{3}){1,5}|(?: [0-9]{3}){1,5})"
    part = r"(?:[.,][0-9]{1,3})?"
    amount = rf"(?:{groups}|(?<=[1-9])[0-9]{{0,14}}|(?<=0)){part} ?{data['unit']}"
    glued = rf"(?<!\.[0-9])[0-9]{{0,5}}{part} ?{data['glued']}"
    return Money(
        sure=re.compile(rf"[0-9](?<![0-9][0-9])(?:{amount}|{groups}d(?!\w)|{glued})"),
        perhaps=re.compile(rf" ?{data['perhaps']}"),
        before=re.compile(rf"(?<!\w)(?:{data['before']})$"),
        gap=data["gap"],
    )


@cache
def never() -> Pattern:
    """Look-alikes over the folded text."""
    rows = "|".join(load("cues")["never"]["patterns"])
    return re.compile(rf"(?<![0-9a-z])(?<![0-9][ ./-])(?:{rows})(?![0-9a-z])(?![ .-][0-9])")


@cache
def spoken() -> tuple[dict[str, str], Pattern, Pattern]:
    """Digit words with and without accents -> digit; six and more of them; one."""
    words: dict[str, str] = load("cues")["spoken"]["digits"]
    digits = {fold(word): digit for word, digit in words.items()} | words
    one = rf"(?:{either(digits)})(?!\w)"
    return digits, re.compile(rf"(?<!\w){one}(?:[ ,.-]{{1,3}}{one}){{5,}}"), re.compile(one)


@cache
def letters() -> Pattern:
    """One or two names of letters that end right before a number."""
    said = load("cues")["spoken"]["letters"]
    one = rf"(?:{either([*said, *map(fold, said)])})"
    return re.compile(rf"(?<!\w)(?:{one} )?{one} $")
