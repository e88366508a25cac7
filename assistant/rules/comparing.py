"""Which two does a message ask to compare? Words alone; what they name is for the index to say."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.dialogue import Facet
from knowledge.text import fold

SPLITS = 4
"""Places looked at where the two may part: each costs two searches."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared, as far as words tell."""

    parts: tuple[tuple[str, str], ...]
    """Ways to part what is left into the names of the two; () where it does not part."""
    alone: str
    """What is left, where only one is named: the other is talked about; "" where none is."""
    facet: Facet
    """What is compared; the overview by default."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    cue: re.Pattern[str]
    either: re.Pattern[str]
    between: re.Pattern[str]
    both: re.Pattern[str]
    tail: re.Pattern[str]
    facets: tuple[tuple[Facet, re.Pattern[str]], ...]


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads((files("assistant") / "rules" / "compare.toml").read_text("utf-8"))
    facets = tuple((Facet(name), re.compile(pattern)) for name, pattern in data["facet"].items())
    names = ("cue", "either", "between", "both", "tail")
    cue, either, between, both, tail = (re.compile(data[name]) for name in names)
    return _Patterns(cue, either, between, both, tail, facets)


def compared(text: str) -> Compared | None:
    """What a message asks to compare; None when it asks nothing of the kind."""
    rules, folded = _patterns(), fold(text)
    if len(folded) != len(text):  # places in the one must be places in the other
        text = folded
    cue = rules.cue.search(folded)
    if cue is None and not rules.either.search(folded):
        return None
    facet = next((facet for facet, pattern in rules.facets if pattern.search(folded)), Facet.OVERVIEW)
    start, end = cue.span() if cue else (0, 0)
    tail = rules.tail.search(folded)
    if tail and tail.start() >= end:
        text = text[: tail.start()]
    before, after = _without(rules.both, text[:start]), _without(rules.both, text[end:])
    said = f"{before} {after}"
    parts = [(said[: m.start()], said[m.end() :]) for m in rules.between.finditer(fold(said))]
    halves = _whole([(_bare(a), _bare(b)) for a, b in [*parts[:SPLITS], (before, after)]])
    named = tuple(dict.fromkeys(pair for half in halves for pair in _spelled_out(*half)))
    return Compared(named, "" if named else _bare(said), facet)


def _spelled_out(left: str, right: str) -> list[tuple[str, str]]:
    """The two as they stand, and with what only one of them says: "cấp mới hay cấp lại | giấy phép lái xe"."""
    a, b = left.split(), right.split()
    if len(a) < len(b):
        return [(left, right), (" ".join([*a, *b[len(a) :]]), right)]
    if len(b) < len(a):
        return [(left, right), (left, " ".join([*a[: -len(b)], *b]))]
    return [(left, right)]


def _whole(named: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The ways in which both are named."""
    return tuple(pair for pair in named if all(pair))


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text less what a pattern of folded words finds in it."""
    spans = [match.span() for match in pattern.finditer(fold(text))]
    return "".join(letter for n, letter in enumerate(text) if not any(a <= n < b for a, b in spans))


def _bare(text: str) -> str:
    """The words of a name, without what joins it to the other."""
    return _JOINING.sub("", " ".join(text.replace(",", " ").split()).strip(" .?!"))


_JOINING = re.compile(r"^(?:so với|so voi|với|voi|và|va)\s+|\s+(?:so với|so voi|với|voi|và|va|thì|thi)$")
