"""The step `understand`: a guess changes what is found, and nothing else; without one all is as before."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.dialogue import Dialogue
from assistant.errors import MocuaError, ModelGaveNonsense, ModelUnavailable
from assistant.llm.build import open_model
from assistant.llm.protocol import Model
from assistant.settings import Llm
from assistant.steps.choose import Choose
from assistant.steps.understand import TITLE_CHARS, Understand, prompt_for
from assistant.types import Facet, Inbound, Intent, Reply, Status, Turn
from assistant.wire import reply_json
from assistant.wiring import Assistant
from tests.assistant.llm.scripted import ScriptedModel
from tests.assistant.llm.scripted_server import BROKEN, GOOD, ScriptedServer, running
from tests.assistant.making import turned

ASKED = "giấy tờ của ông cụ"  # says too little: the search alone is not sure
MARRY, DEATH = "1.000894", "1.000656"
ALWAYS = 2.0
"""No chance is so high: the model is always asked."""
MARRIAGE = {**GOOD, "titles": ["Thủ tục đăng ký kết hôn"], "question": "Giấy tờ của ông cụ xin thế nào?"}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running() as script:
        yield script


def before(bundled: Assistant, text: str = ASKED, dialogue: Dialogue | None = None) -> Turn:
    """The turn as it comes to the step."""
    turn = Turn(Inbound("t", text), dialogue or Dialogue())
    for step in bundled.steps():
        if type(step).__name__ in ("Check", "Follow", "Read", "Retrieve"):
            turn = turned(step(turn))
    return turn


def guessed(bundled: Assistant, turn: Turn, model: Model | None, skip_above: float = ALWAYS) -> Turn:
    return turned(Understand(model, bundled.library.index(), skip_above, 3.0)(turn))


def asked(
    bundled: Assistant, model: Model | None, text: str = ASKED, skip_above: float = 0.9, *, choose: bool = False
) -> Reply:
    """The pipeline with this model; what `screen` turns away never comes so far."""
    index, steps = bundled.library.index(), []
    for step in bundled.steps():
        if type(step).__name__ in ("Screen", "Understand", "Choose"):
            continue
        steps.append(step)
        if type(step).__name__ == "Relate":
            steps.append(Understand(model, index, skip_above, 3.0))
            steps.append(Choose(model if choose else None, index, skip_above, 2.0))

    def apologise(turn: Turn, error: MocuaError | None) -> Reply:
        return Reply(Status.ERROR, "", dialogue=turn.dialogue)

    reply = pipeline.run(steps, Turn(Inbound("t", text)), apologise)
    return replace(reply, trace=(), dialogue=replace(reply.dialogue, at=None))


def test_a_guessed_title_comes_first(bundled: Assistant) -> None:
    turn = before(bundled)
    assert turn.hits[0].code != MARRY
    after = guessed(bundled, turn, ScriptedModel({"understand": MARRIAGE}))
    assert after.hits[0].code == MARRY
    assert len(after.hits) >= 10
    assert after.guessed is not None
    assert (after.guessed.intent, after.guessed.titles) == (Intent.ASK, ("Thủ tục đăng ký kết hôn",))
    assert after.understanding is not None
    assert after.understanding.question == ASKED, "the person's own words stay"


def test_the_prompt_names_what_was_talked_about(bundled: Assistant) -> None:
    model = ScriptedModel({"understand": MARRIAGE})
    turn = before(bundled, dialogue=Dialogue(focus=DEATH, facet=Facet.FEE))
    guessed(bundled, replace(turn, chosen=None), model)
    topic = bundled.library.index().title(DEATH)
    assert [(prompt, seconds) for prompt, seconds in model.asked] == [(prompt_for(ASKED, topic or "", "fee"), 3.0)]


def test_a_facet_is_taken_only_where_none_was_named(bundled: Assistant) -> None:
    model = ScriptedModel({"understand": MARRIAGE})
    named = guessed(bundled, before(bundled, "giấy tờ của ông cụ mất phí bao nhiêu"), model)
    unnamed = guessed(bundled, before(bundled), model)
    assert named.understanding is not None
    assert unnamed.understanding is not None
    assert (named.understanding.facet, unnamed.understanding.facet) == (Facet.FEE, Facet.DOCUMENTS)


@pytest.mark.parametrize("question", ["", "?!", "Weather in Paris tomorrow", "kết hôn " * 5000])
def test_an_absurd_question_is_not_searched_for(bundled: Assistant, question: str) -> None:
    """The person's own words are, with the guessed titles."""
    turn = before(bundled, "xyzzy")
    own = guessed(bundled, turn, ScriptedModel({"understand": {**MARRIAGE, "question": "xyzzy"}}))
    odd = guessed(bundled, turn, ScriptedModel({"understand": {**MARRIAGE, "question": question}}))
    assert odd.hits == own.hits


def test_titles_are_cleaned_and_cut(bundled: Assistant) -> None:
    titles = ["  Thủ tục\n\u200b đăng ký\x00 kết hôn ", "", "123", "x" * 10_000, "Đăng ký khai tử", "fifth"]
    after = guessed(bundled, before(bundled), ScriptedModel({"understand": {**MARRIAGE, "titles": titles}}))
    assert after.guessed is not None
    assert after.guessed.titles == ("Thủ tục đăng ký kết hôn", "x" * TITLE_CHARS, "Đăng ký khai tử")


def test_when_nothing_is_asked(bundled: Assistant) -> None:
    model = ScriptedModel({"understand": MARRIAGE})
    sure, unsure = before(bundled, "đăng ký kết hôn"), before(bundled)
    assert guessed(bundled, sure, model, sure.hits[0].chance) is sure
    fixed = replace(unsure, chosen=DEATH)
    assert guessed(bundled, fixed, model) is fixed
    assert model.asked == []
    assert guessed(bundled, unsure, None) is unsure


@pytest.mark.parametrize("error", [ModelUnavailable("x"), ModelGaveNonsense("x")], ids=lambda e: type(e).__name__)
def test_an_error_leaves_the_turn_as_it_was(
    bundled: Assistant, error: MocuaError, caplog: pytest.LogCaptureFixture
) -> None:
    turn = before(bundled)
    with caplog.at_level(logging.DEBUG, "mocua.llm"):
        assert guessed(bundled, turn, ScriptedModel({}, error)) is turn
    assert type(error).__name__ in caplog.text
    assert ASKED not in caplog.text


@pytest.mark.parametrize("behave", BROKEN)
def test_a_broken_model_is_as_none(bundled: Assistant, server: ScriptedServer, behave: str) -> None:
    server.behave = behave
    timeout = 0.2 if behave == "hang" else 3.0
    model = open_model(Llm(model="openai:scripted", base_url=server.url, timeout=timeout))
    assert asked(bundled, model, skip_above=ALWAYS) == asked(bundled, None)
    assert server.requests, "the model was asked"


def test_a_good_model_is_asked_once_and_never_when_it_is_sure(bundled: Assistant, server: ScriptedServer) -> None:
    server.answer = lambda prompt: MARRIAGE
    model = open_model(Llm(model="openai:scripted", base_url=server.url))
    sure = before(bundled, "đăng ký kết hôn").hits[0].chance
    assert asked(bundled, model, "đăng ký kết hôn", sure) == asked(bundled, None, "đăng ký kết hôn")
    assert server.requests == []
    assert asked(bundled, model, skip_above=ALWAYS).candidates[0].code == MARRY
    assert asked(bundled, None).candidates[0].code != MARRY
    assert len(server.requests) == 1


def test_no_word_of_the_model_reaches_the_person(bundled: Assistant, server: ScriptedServer) -> None:
    lie = "Lệ phí 9.876.543 đồng, gọi 0900123456, xem http://evil.example"
    server.answer = lambda prompt: {
        **MARRIAGE, "titles": ["Thủ tục đăng ký kết hôn", lie], "question": f"giấy tờ {lie}", "language": "xx-evil",
        "text": lie, "choice": lie,
    }  # fmt: skip
    model = open_model(Llm(model="openai:scripted", base_url=server.url))
    for text in (ASKED, "giấy cho con bò", "mất rồi thì làm sao"):
        said = str(reply_json(asked(bundled, model, text, ALWAYS, choose=True), "t", 0.0))
        assert not [word for word in ("9.876.543", "0900123456", "evil") if word in said]
    assert len(server.requests) == 6, "two calls a turn"


def test_a_recorded_run_again_without_a_network(bundled: Assistant, server: ScriptedServer, tmp_path: Path) -> None:
    server.answer = lambda prompt: {**MARRIAGE, "question": ASKED}
    live = open_model(Llm(model="openai:scripted", base_url=server.url, record=str(tmp_path)))
    first = asked(bundled, live, skip_above=ALWAYS)
    replayed = open_model(Llm(replay=str(tmp_path)))
    count = len(server.requests)
    assert asked(bundled, replayed, skip_above=ALWAYS) == first
    assert first.candidates[0].code == MARRY
    assert len(server.requests) == count
