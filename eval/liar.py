"""A model that lies in every way we know. Each lie carries what a reply holds only if the lie got through."""

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
from eval.actors import Line, lines_of, well

_MARK = re.compile(r"\{\d+[a-z]+\}")


@dataclass(frozen=True, slots=True)
class Lie:
    """One sentence that must not reach a person."""

    text: str
    marker: str
    """Regular expression over the reply, letters of any case; holds only if the lie got through."""
    kind: str


Made = Callable[[Sequence[Line], random.Random], Lie | None]


@cache
def told_lies() -> dict[str, Any]:
    """The lies of `liar.toml`."""
    return tomllib.loads((files("eval") / "liar.toml").read_text("utf-8"))


def invented(lines: Sequence[Line], chance: random.Random) -> Lie:
    """A sentence made up."""
    kind, text, marker = chance.choice(told_lies()["alone"])
    return Lie(text, marker, kind)


def appended(lines: Sequence[Line], chance: random.Random) -> Lie:
    """A true sentence with a lie behind it."""
    kind, text, marker = chance.choice(told_lies()["behind"])
    true = chance.choice(lines).text.rstrip(". ;…")
    return Lie(f"{true}{text}.", marker, f"{kind} behind a true sentence")


def swapped(lines: Sequence[Line], chance: random.Random) -> Lie | None:
    """The value of one statement under the label of another."""
    labels = [line for line in lines if ": " in line.text and _MARK.search(line.text)]
    if len(labels) < 2:
        return None
    one, other = chance.sample(labels, 2)
    label = one.text.partition(": ")[0]
    value = _MARK.search(other.text.partition(": ")[2])
    others = other.text.partition(": ")[0]
    alike = any({label, others} <= set(group) for group in told_lies()["alike"])
    if value is None or _MARK.search(label) or label == others or alike:
        return None
    worth = dict(other.values).get(value[0], "")
    if not worth or worth.split()[0].strip(",.;") in one.filled:  # then it is true of the one as well
        return None
    text = told_lies()["swapped"].format(label=label, value=value[0])
    return Lie(text, re.escape(text.partition(value[0])[0]), "swapped")


@dataclass
class Liar:
    """Says some true sentences and some lies; remembers the lies of its last answer."""

    seed: int = 0
    chance: random.Random = field(init=False)
    told: list[Lie] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  a play, no secret

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """True sentences with one to three lies among them, resting on whatever there is, or on what there is not."""
        if prompt.name != "compose":
            raise ModelGaveNonsense("this one only composes")
        lines = lines_of(prompt)
        made: tuple[Made, ...] = (invented, invented, appended, swapped)
        lies = [self.chance.choice(made)(lines, self.chance) for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        self.told = [lie for lie in lies if lie is not None]
        sentences = well(lines, self.chance)[: self.chance.randint(0, 3)]
        sentences += [{"text": lie.text, "rests_on": self._rests(lines)} for lie in self.told]
        self.chance.shuffle(sentences)
        return schema.model_validate({"sentences": sentences or well(lines, self.chance)})

    def _rests(self, lines: Sequence[Line]) -> list[int]:
        numbers = [line.number for line in lines]
        kind = self.chance.random()
        if kind < 0.1:
            return []
        if kind < 0.2:
            return [99, *numbers[:1]]
        return numbers if kind < 0.6 else self.chance.sample(numbers, min(len(numbers), self.chance.randint(1, 3)))
