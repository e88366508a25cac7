"""Models that play a part: one that words answers well, one that lies in every way we know. No network, no chance but
the seed's.

They read the prompt of `compose` as a model would: its numbered statements and marks.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.errors import ModelGaveNonsense
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer

_LINE = re.compile(r"^\[(\d+)([*=]?)\] (.*)$", re.MULTILINE)
Sentence = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as the prompt shows it."""

    number: int
    sign: str
    """"*": must be told, "=": shown below anyway."""
    text: str
    filled: str
    """With the values in place of the marks."""
    values: tuple[tuple[str, str], ...] = ()
    """(mark, value)"""


_VALUE = re.compile(r"^(\{\d+[a-z]+\}) = (.*)$", re.MULTILINE)


def lines_of(prompt: Prompt) -> list[Line]:
    """The statements of a `compose` prompt."""
    body = prompt.text.partition("⟦statements\n")[2].partition("\nstatements⟧")[0]
    values = dict(_VALUE.findall(body))
    found = []
    for number, sign, text in _LINE.findall(body):
        filled = text
        for mark, value in values.items():
            filled = filled.replace(mark, value)
        marks = tuple((mark, value) for mark, value in values.items() if mark in text)
        found.append(Line(int(number), sign, text, filled, marks))
    return found


@dataclass
class Actor:
    """Answers `compose` by its part; anything else is nonsense."""

    part: Callable[[Sequence[Line], random.Random], list[Sentence]]
    seed: int = 0
    asked: int = 0
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  a play, no secret

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """The sentences of the part."""
        self.asked += 1
        if prompt.name != "compose":
            raise ModelGaveNonsense("this actor only composes")
        return schema.model_validate({"sentences": self.part(lines_of(prompt), self.chance)})


@cache
def frames() -> dict[str, Any]:
    """The words of `actors.toml`."""
    return tomllib.loads((files("eval") / "actors.toml").read_text("utf-8"))


def well(lines: Sequence[Line], chance: random.Random) -> list[Sentence]:
    """Short sentences of the statements' own words, what must be told first."""
    said: list[Sentence] = []
    telling = [line for line in lines if line.sign != "="]
    for line in sorted(telling, key=lambda one: (one.sign != "*", one.number))[:4]:
        label, _, rest = line.text.partition(": ")
        frame = frames()["openings"].get(label)
        if frame and rest:
            rest = rest.rstrip(".;… ")
            said.append({"text": frame.format(rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest),
                         "rests_on": [line.number]})  # fmt: skip
        else:
            text = line.text.rstrip(".;… ")
            said.append({"text": frames()["plain"].format(f"{text[:1].upper()}{text[1:]}"), "rests_on": [line.number]})
    return said or [{"text": frames()["below"], "rests_on": [lines[0].number] if lines else []}]
