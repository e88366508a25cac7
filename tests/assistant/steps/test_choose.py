"""The step `choose`: a model may put one of the found records first, and do nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import ModelError, ModelUnavailable
from assistant.steps.choose import PICKED, SHOWN, Choose, prompt_for
from assistant.steps.understand import Understand
from assistant.types import Inbound, Turn
from assistant.wiring import Assistant
from tests.assistant.llm.scripted import ScriptedModel
from tests.assistant.llm.scripted_server import GOOD
from tests.assistant.making import turned

ALWAYS = 2.0


@pytest.fixture
def turn(bundled: Assistant) -> Turn:
    """A turn after `understand`."""
    now = Turn(Inbound("t", "giấy cho con bò"))
    for step in bundled.steps():
        if type(step).__name__ in ("Check", "Read", "Retrieve"):
            now = turned(step(now))
    return turned(Understand(ScriptedModel({"understand": GOOD}), bundled.library.index(), ALWAYS, 1.0)(now))


def chosen(bundled: Assistant, turn: Turn, choice: str, **changed: Any) -> tuple[Turn, ScriptedModel]:
    model = ScriptedModel({"choose": {"choice": choice}})
    options: dict[str, Any] = {"skip_above": ALWAYS, "seconds": 2.0, **changed}
    return turned(Choose(model, bundled.library.index(), **options)(turn)), model


def codes(turn: Turn) -> list[str]:
    return [hit.code for hit in turn.hits]


@pytest.mark.parametrize("place", range(SHOWN))
def test_the_picked_one_comes_first(bundled: Assistant, turn: Turn, place: int) -> None:
    picked = codes(turn)[place]
    after, model = chosen(bundled, turn, f" {picked}\n")
    assert codes(after) == [picked, *(code for code in codes(turn) if code != picked)]
    assert after.hits[0].chance >= PICKED
    assert after.hits[1:] == tuple(hit for hit in turn.hits if hit.code != picked)
    assert [seconds for _, seconds in model.asked] == [2.0]


@pytest.mark.parametrize("said", ["none", "None", "1.999999", "", "the second one", "1.000656 or 1.000894", "x" * 9999])
def test_none_or_a_code_of_its_own_changes_nothing(bundled: Assistant, turn: Turn, said: str) -> None:
    after, model = chosen(bundled, turn, said)
    assert after is turn
    assert len(model.asked) == 1


def test_the_prompt_shows_ten_with_code_level_and_title(bundled: Assistant, turn: Turn) -> None:
    _, model = chosen(bundled, turn, "none")
    ((prompt, _),) = model.asked
    assert prompt == prompt_for("giấy cho con bò", turn.hits)
    for number, hit in enumerate(turn.hits[:SHOWN], start=1):
        assert f"{number}. {hit.code} · {hit.level} · {hit.title}" in prompt.text


def test_when_nothing_is_asked(bundled: Assistant, turn: Turn) -> None:
    best = turn.hits[0]
    quiet = [
        chosen(bundled, turn, "none", seconds=0.0),
        chosen(bundled, turn, "none", skip_above=best.chance),
        chosen(bundled, replace(turn, chosen=best.code), "none"),
        chosen(bundled, replace(turn, guessed=None), "none"),
        chosen(bundled, replace(turn, hits=()), "none"),
    ]
    assert [model.asked for _, model in quiet] == [[]] * 5
    assert Choose(None, bundled.library.index(), ALWAYS, 2.0)(turn) is turn


def test_an_error_leaves_the_order(bundled: Assistant, turn: Turn) -> None:
    errors: list[ModelError] = [ModelUnavailable("x")]
    for error in errors:
        model = ScriptedModel({}, error)
        assert Choose(model, bundled.library.index(), ALWAYS, 2.0)(turn) is turn
        assert len(model.asked) == 1
