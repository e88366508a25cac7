"""What is told of the chosen procedure: all, one step, in few words, or with what is remembered said first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue import Dialogue, Facet
from assistant.steps.compose import Compose
from assistant.types import Reply, Turn
from assistant.wiring import Assistant
from tests.assistant.making import WORDS, replied, understood

MARRIAGE, BIRTH = "1.000894", "1.001193"
REMEMBERED = WORDS("remembered.topic", name="@").split("@")[0]


@pytest.fixture
def compose(bundled: Assistant) -> Compose:
    return Compose(WORDS, bundled.library.catalogue, bundled.library.index())


def chosen(facet: Facet = Facet.OVERVIEW, memory: Dialogue | None = None, step: int = 0) -> Turn:
    return replace(understood("đăng ký kết hôn", facet, memory), chosen=MARRIAGE, step=step)


def test_the_step_read_out_is_remembered(compose: Compose) -> None:
    reply = replied(compose(chosen(Facet.STEPS, step=2)))
    assert reply.text.startswith("Bước 2 trên ")
    assert (reply.dialogue.focus, reply.dialogue.facet, reply.dialogue.step) == (MARRIAGE, Facet.STEPS, 2)


def test_a_step_beyond_the_last_is_the_last_and_remembered_as_such(compose: Compose) -> None:
    reply = replied(compose(chosen(Facet.STEPS, step=99)))
    assert reply.text.startswith(f"Bước {reply.dialogue.step} trên {reply.dialogue.step}: ")
    assert 1 < reply.dialogue.step < 99


def test_another_answer_forgets_the_step(compose: Compose) -> None:
    memory = Dialogue(focus=MARRIAGE, facet=Facet.STEPS, step=3)
    assert replied(compose(chosen(Facet.FEE, memory))).dialogue.step == 0


@pytest.mark.parametrize("facet", list(Facet))
def test_in_few_words_is_shorter_and_keeps_doubts_source_and_quotes(compose: Compose, facet: Facet) -> None:
    turn = chosen(facet)
    whole, brief = (replied(compose(replace(turn, brief=short))) for short in (False, True))
    assert len(brief.text) <= len(whole.text)
    assert doubts(brief) == doubts(whole)
    assert brief.text.splitlines()[-1] == whole.text.splitlines()[-1]
    assert (brief.citations, brief.facts, brief.facet) == (whole.citations, whole.facts, facet)


def test_in_few_words_the_summary_is_much_shorter(compose: Compose) -> None:
    turn = chosen()
    whole, brief = (replied(compose(replace(turn, brief=short))) for short in (False, True))
    assert len(brief.text) < 0.8 * len(whole.text)


def doubts(reply: Reply) -> list[str]:
    return [line for line in reply.text.splitlines() if line.startswith("⚠")]


@pytest.mark.parametrize(
    ("memory", "said"),
    [
        (Dialogue(before=(MARRIAGE,)), True),
        (Dialogue(before=(BIRTH, MARRIAGE)), True),
        (Dialogue(before=(BIRTH,)), False),
        (Dialogue(focus=BIRTH, before=(MARRIAGE,)), False),
        (Dialogue(), False),
    ],
)
def test_after_a_silence_what_is_remembered_is_said_first(compose: Compose, memory: Dialogue, said: bool) -> None:
    reply = replied(compose(chosen(Facet.FEE, memory)))
    assert reply.text.startswith(REMEMBERED) is said
    assert reply.dialogue.focus == MARRIAGE
    assert MARRIAGE not in reply.dialogue.before


def test_after_a_silence_a_step_too_says_what_it_belongs_to(compose: Compose) -> None:
    reply = replied(compose(chosen(Facet.STEPS, Dialogue(before=(MARRIAGE,)), step=1)))
    assert reply.text.startswith(REMEMBERED)
