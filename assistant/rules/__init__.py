"""Cue patterns for facets and screening, as data (TOML) with their loader."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.dialogue import Facet


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the folded text, with what it means and what lets an honest question through."""

    label: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str]

    def matches(self, folded: str) -> bool:
        """Whether the rule applies to a folded text."""
        return bool(self.pattern.search(folded)) and not self.unless.search(folded)


def _rules(rows: list[dict[str, Any]], key: str) -> tuple[Rule, ...]:
    never = "(?!)"
    return tuple(Rule(r[key], _whole(r["pattern"]), _whole(r.get("unless", never))) for r in rows)


def _whole(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words: "han nop" must not be found in "than nop", nor "lam tho" in "lam thong bao"."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


@cache
def screening() -> dict[str, tuple[Rule, ...]]:
    """Rules by group: emergency, human, stuck, complaint, decline, smalltalk."""
    data = tomllib.loads((files("assistant") / "rules" / "screen.toml").read_text("utf-8"))
    keys = {"emergency": "number", "smalltalk": "kind"}
    return {group: _rules(rows, keys.get(group, "reason")) for group, rows in data.items()}


COMMAND_WORDS = 10
"""A longer message tells something, whatever command stands in it."""


@dataclass(frozen=True, slots=True)
class Pointing:
    """What in a message points back into the conversation."""

    commands: dict[str, re.Pattern[str]]
    said: dict[str, re.Pattern[str]]
    cues: dict[str, re.Pattern[str]]
    politeness: re.Pattern[str]

    def command(self, folded: str) -> str | None:
        """next, back, last, first, repeat or short, when the message is nothing else."""
        bare = " ".join(self.politeness.sub(" ", folded).split())
        for text in dict.fromkeys((folded, bare)):
            for name, pattern in self.commands.items():
                if text and pattern.fullmatch(text):
                    return name
        if len(folded.split()) > COMMAND_WORDS:
            return None
        return next((name for name, pattern in self.said.items() if pattern.search(folded)), None)

    def cue(self, name: str, folded: str) -> bool:
        """Whether a cue stands in the message: back, oldest, correction, on."""
        return bool(self.cues[name].search(folded))


@cache
def pointing() -> Pointing:
    """The patterns of follow.toml."""
    data = tomllib.loads((files("assistant") / "rules" / "follow.toml").read_text("utf-8"))
    commands = {name: re.compile(rf"(?:{pattern})") for name, pattern in data["command"].items()}
    cues = {name: re.compile(pattern) for name, pattern in data["cue"].items()}
    said = {name: re.compile(pattern) for name, pattern in data["said"].items()}
    return Pointing(commands, said, cues, re.compile(data["politeness"]["words"]))


@cache
def _facets() -> tuple[tuple[int, Rule], ...]:
    rows = tomllib.loads((files("assistant") / "rules" / "facets.toml").read_text("utf-8"))["facet"]
    return tuple(zip((row["strength"] for row in rows), _rules(rows, "name"), strict=True))


@lru_cache(maxsize=16)
def _named(folded: str) -> tuple[tuple[int, int, int, str, str], ...]:
    """(strength, end, -start, facet, the words) of every cue, the plainest and last first.

    Several steps of one turn ask for them.
    """
    found = [
        (strength, match.end(), -match.start(), rule.label, match[0])
        for strength, rule in _facets()
        for match in rule.pattern.finditer(folded)
    ]
    return tuple(sorted(found, key=lambda cue: cue[:3], reverse=True))


def cue_words(folded: str, whole: Collection[str] = ()) -> frozenset[str]:
    """The words that name facets; of a long cue ("có phải ... không") its ends alone: what stands between tells.

    `whole`: facets whose cues count with all that stands between.
    """
    cues = [(facet in whole, words.split()) for *_, facet, words in _named(folded)]
    ends = [cue if entire or len(cue) <= LONGEST_CUE else [*cue[:2], cue[-1]] for entire, cue in cues]
    return frozenset(word for cue in ends for word in cue)


def _of_title(folded: str, cue: tuple[int, int, int, str, str], title: str) -> bool:
    """Whether a cue is but a part of the title that is said ("giấy phép đủ điều kiện kinh doanh ..."): so say the
    words on both sides of it.
    """
    before, after = folded[: -cue[2]].split(), folded[cue[1] :].split()
    return bool(before and after) and f" {before[-1]} {cue[4]} {after[0]} " in f" {title} "


def facets_of(folded: str, title: str = "") -> tuple[Facet, ...]:
    """The facets a folded question names, the one asked for first.

    `title`: folded, of the procedure that is meant, where it is known: its own words name no facet. Where two cues end
    together, the longer one says more ("được cấp giấy gì" is about the result, "giấy gì" is not). A second facet counts
    only when it is named as plainly as the first ("mang giấy gì và mất bao lâu").
    """
    named = [cue for cue in _named(folded) if not (title and _of_title(folded, cue, title))]
    plain = dict.fromkeys(Facet(label) for strength, _, _, label, _ in named if strength >= PLAIN)
    return tuple(plain)[:2] or tuple(Facet(label) for _, _, _, label, _ in named[:1])


LONGEST_CUE = 4
"""Words of a cue that says nothing else."""
PLAIN = 2
"""Least strength of a cue that can mean nothing else."""


@cache
def _details() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    rows = tomllib.loads((files("assistant") / "rules" / "details.toml").read_text("utf-8"))["detail"]
    asked = _rules([{"name": row["name"], "pattern": row["asked"]} for row in rows], "name")
    return tuple((rule, re.compile(row["said"], re.IGNORECASE)) for rule, row in zip(asked, rows, strict=True))


def details_of(folded: str) -> tuple[re.Pattern[str], ...]:
    """For each detail a folded question asks for, what a record's sentence about it holds (see details.toml)."""
    return tuple(said for rule, said in _details() if rule.matches(folded))
