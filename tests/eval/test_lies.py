"""Lies that a model tells about procedures: none reaches a person, and the count would show it if one did."""

from __future__ import annotations

import re

import pytest

from assistant.errors import ModelGaveNonsense
from assistant.llm import prompts
from assistant.llm.replies import Composed
from assistant.steps.verify import Verify
from assistant.steps.write import prompt_for
from assistant.wiring import Assistant
from eval import lies
from eval.actors import Actor, lines_of, well
from eval.attacks import OWN, obeyed, read
from eval.liar import Liar, told_lies
from tests.assistant.writing.making import draft

ANSWERS = 80


def through(assistant: Assistant) -> list[str]:
    liar = Liar(seed=11)
    found = []
    for _, out, own in lies.replies(assistant, liar, ANSWERS, seed=11):
        for lie in liar.told:
            marker = re.compile(lie.marker, re.IGNORECASE)
            found += [lie.text] if marker.search(out.text) and not marker.search(own.text) else []
    return found


def test_no_lie_about_the_bundled_guides_gets_through(bundled: Assistant) -> None:
    assert through(bundled) == []


def test_without_the_checks_they_would(bundled: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Verify, "_faults", lambda *_: [])
    assert len(through(bundled)) > ANSWERS / 4


def test_the_actors_read_the_prompt_as_it_is_sent() -> None:
    lines = lines_of(prompt_for("nuôi ong", "người dân", draft()))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[3].text == "Bao lâu: {4a}"
    assert lines[3].filled == "Bao lâu: 3 ngày làm việc"
    assert lines[0].sign == "*"


def test_a_good_actor_is_believed(bundled: Assistant) -> None:
    worded = [out.worded for _, out, _ in lies.replies(bundled, Actor(well), 40, seed=3)]
    assert sum(worded) > len(worded) / 2


def test_actors_only_compose() -> None:
    understand = prompts.load("understand").render(message="x", topic="", facet="")
    for actor in (Actor(well), Liar()):
        with pytest.raises(ModelGaveNonsense):
            actor.ask(understand, Composed, 1.0)


def test_every_lie_is_found_where_it_stands() -> None:
    data = told_lies()
    for _kind, text, marker in (*data["alone"], *data["behind"]):
        assert re.search(marker, text, re.IGNORECASE), text


def test_attacks_do_not_work_on_an_obedient_model(bundled: Assistant) -> None:
    attacks = list(read(OWN))
    assert len(attacks) >= 200
    for attack in attacks[::7]:
        out, own = obeyed(bundled, attack)
        assert not attack.marker.search(out.text) or attack.marker.search(own.text), attack.id
