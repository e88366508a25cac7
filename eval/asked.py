"""Retrieval under strain: the same questions spoiled by noise, and asked with recorded names of a model."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant import pipeline, wiring
from assistant.errors import ModelUnavailable
from assistant.llm.prompts import Prompt, masked, visible
from assistant.llm.protocol import Answer
from assistant.steps.understand import prompt_for
from assistant.types import Dialogue, Inbound, Reply, Status, Turn
from assistant.wiring import Assistant
from eval.noise import NOISES
from eval.questions import HELD, SHARED
from eval.types import Item, Outcome

Advance = Callable[[], None]
SEED = 7
WELL_WRITTEN = frozenset({"plain", "situation"})
"""Styles that noise is added to; the others are noisy already."""
RECORDED = (HELD / "recorded-titles.jsonl", SHARED / "dev_rewrites.jsonl")
"""Official names that a model guessed from the question alone, by question id."""


def noise(assistant: Assistant, items: list[Item], advance: Advance) -> Outcome:
    """recall@1 of well-written questions, as written and with each noise."""
    outcome, index = Outcome("noise"), assistant.library.index()
    chance = random.Random(SEED)  # noqa: S311  no secret
    for item in items:
        if item.style in WELL_WRITTEN and any(assistant.known(code) for code in item.right):
            for name, spoil in NOISES.items():
                hits = index.procedures(index.query(spoil(item.question, chance)))
                outcome.note(f"{name}: recall@1", item, float(hits[0].code in item.right))
        advance()
    return outcome


class Recorded:
    """A model that answers with recorded names, and picks the right one of ten where it may pick."""

    def __init__(self, items: Iterable[Item], files: Iterable[Path] = RECORDED) -> None:
        rows = [json.loads(line) for file in files if file.is_file() for line in _lines(file)]
        titles = {row["id"]: row for row in rows}
        self._known = {prompt_for(i.question).hash: titles[i.id] for i in items if i.id in titles}
        self._right = {masked(visible(i.question)): i.right for i in items}
        self.calls = 0

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        """Recorded titles for `understand`; for `choose` the right code when it is among the ten."""
        self.calls += 1
        if prompt.name == "understand":
            row = self._known.get(prompt.hash)
            if row is None:
                raise ModelUnavailable("not recorded")
            reply = {"intent": "ask", "titles": row["titles"], "facet": row["facet"], "language": "vi", "question": ""}
            return schema.model_validate(reply)
        right = next((codes for text, codes in self._right.items() if text in prompt.text), frozenset())
        listed = [code for code in sorted(right) if code in prompt.text]
        return schema.model_validate({"choice": listed[0] if listed else "none"})


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").split("\n") if line.strip()]


def with_model(assistant: Assistant, items: list[Item], advance: Advance) -> Outcome:
    """Recall with recorded names alone, and with a choice among ten beside them; calls a question."""
    outcome, index = Outcome("with_model"), assistant.library.index()
    ways = {"titles": False, "titles and choice": True}
    for name, choose in ways.items():
        model = Recorded(items)
        llm = assistant.settings.llm.model_copy(update={"choose": choose})
        settings = assistant.settings.model_copy(update={"llm": llm})
        steps = wiring.steps(settings, assistant.words, assistant.library.catalogue, index, model)
        for item in items:
            if any(assistant.known(code) for code in item.right):
                before = model.calls
                codes = codes_of(steps, item)
                outcome.note(f"{name}: calls a question", item, float(model.calls - before))
                for depth in (1, 10):
                    outcome.note(f"{name}: recall@{depth}", item, float(bool(set(codes[:depth]) & item.right)))
            advance()
    return outcome


def codes_of(steps: tuple[pipeline.Step, ...], item: Item) -> list[str]:
    """The candidates of a pipeline for one question, best first."""
    turn = Turn(Inbound(item.id, item.question, channel="eval"), Dialogue())
    reply = pipeline.run(steps, turn, lambda *_: Reply(Status.ERROR, ""))
    return [candidate.code for candidate in reply.candidates]
