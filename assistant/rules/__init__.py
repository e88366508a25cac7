"""Cue patterns for facets and screening, as data (TOML) with their loader."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
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
    """A pattern that begins at a word: "han nop" must not be found in "than nop"."""
    return re.compile(rf"(?<!\w)(?:{pattern})")


@cache
def screening() -> dict[str, tuple[Rule, ...]]:
    """Rules by group: emergency, human, stuck, complaint, decline, smalltalk."""
    data = tomllib.loads((files("assistant") / "rules" / "screen.toml").read_text("utf-8"))
    keys = {"emergency": "number", "smalltalk": "kind"}
    return {group: _rules(rows, keys.get(group, "reason")) for group, rows in data.items()}


@cache
def _facets() -> tuple[Rule, ...]:
    return _rules(tomllib.loads((files("assistant") / "rules" / "facets.toml").read_text("utf-8"))["facet"], "name")


def facet_of(folded: str) -> tuple[Facet | None, str]:
    """The facet a folded question names (None: it names none) and the words that named it."""
    for rule in _facets():
        if match := rule.pattern.search(folded):
            return Facet(rule.label), match[0]
    return None, ""
