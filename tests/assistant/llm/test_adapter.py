"""The LangChain adapter against a scripted server: every answer is a right one or one of two errors."""

from __future__ import annotations

import json
import threading

import pytest

from assistant.errors import ModelError, ModelGaveNonsense, ModelUnavailable, SettingsInvalid
from assistant.llm.build import open_link, open_model
from assistant.llm.lanes import Lanes
from assistant.llm.links import links
from assistant.llm.protocol import Model
from assistant.llm.reading import objects
from assistant.llm.replies import Understood
from assistant.settings import Llm
from assistant.steps.understand import prompt_for
from tests.assistant.llm.scripted_server import BROKEN, CUT, GOOD, STYLES, ScriptedServer

PROMPT = prompt_for("bố em mất thì làm giấy gì")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("method", ["function_calling", "json_schema", "json_mode"])
def test_a_good_answer_is_read_however_it_comes(server: ScriptedServer, llm: Llm, style: str, method: str) -> None:
    server.style = style
    model = open_model(llm.model_copy(update={"method": method}))
    assert model is not None
    assert model.ask(PROMPT, Understood, 4.0).model_dump(mode="json") == GOOD
    assert len(server.requests) == 1
    assert server.prompts == [PROMPT.text]


@pytest.mark.parametrize("behave", [b for b in (*BROKEN, *CUT) if b not in ("empty_titles", "hang")])
def test_a_broken_answer_is_one_of_two_errors(server: ScriptedServer, llm: Llm, behave: str) -> None:
    server.behave = behave
    model = open_link(links(llm)[0], llm)
    with pytest.raises((ModelUnavailable, ModelGaveNonsense)) as caught:
        model.ask(PROMPT, Understood, 4.0)
    assert len(server.requests) == 1, "nothing is asked twice"
    assert "bố em" not in f"{caught.value}{caught.value.advice}"
    assert caught.value.advice, "the operator learns what to do"


def test_a_call_that_hangs_is_left_behind(server: ScriptedServer, llm: Llm) -> None:
    server.behave = "hang"
    model = open_model(llm.model_copy(update={"timeout": 60.0}))
    assert model is not None
    with pytest.raises(ModelUnavailable, match="in time"):
        model.ask(PROMPT, Understood, 0.2)


def test_a_server_that_is_not_there(llm: Llm) -> None:
    model = open_model(llm.model_copy(update={"base_url": "http://127.0.0.1:9/v1"}))
    assert model is not None
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        model.ask(PROMPT, Understood, 4.0)


def test_the_key_in_the_environment_goes_to_nobody_else(
    server: ScriptedServer, llm: Llm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    for key in ("", "sk-ours"):
        model = open_model(Llm.model_validate({**llm.model_dump(), "api_key": key}))
        assert model is not None
        model.ask(PROMPT, Understood, 4.0)
    assert [sent["authorization"] for sent in server.headers] == ["Bearer none", "Bearer sk-ours"]


def test_tracing_of_langsmith_stays_off(server: ScriptedServer, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """The endpoint of the trace is the scripted server: it sees the one request of the model."""
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", server.url)
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
    from langsmith import utils

    utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    try:
        model.ask(PROMPT, Understood, 4.0)
        assert not [t for t in threading.enumerate() if "tracing" in t.name.lower()]
    finally:
        utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["nobody:x", "openai", "anthropic:x"])
def test_a_model_that_cannot_be_set_up_is_a_wrong_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsInvalid) as caught:
        open_model(Llm(model=name))
    assert str(caught.value).startswith("MOCUA_LLM__MODEL")
    assert caught.value.advice


def test_no_model_by_default() -> None:
    assert open_model(Llm()) is None


def test_calls_left_behind_do_not_pile_up() -> None:
    release, lanes = threading.Event(), Lanes(calls=2, waiting=1)
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            lanes.run(release.wait, 0.01)
    with pytest.raises(ModelUnavailable, match="busy"):
        lanes.run(release.wait, 0.01)
    assert sum(t.name == "mocua-llm" for t in threading.enumerate()) == 2
    release.set()
    assert lanes.run(lambda: 5, 5.0) == 5


def test_more_than_may_wait_are_turned_away() -> None:
    started, release, lanes = threading.Event(), threading.Event(), Lanes(calls=1, waiting=0)

    def work() -> bool:
        started.set()
        return release.wait(10)

    first = threading.Thread(target=lanes.run, args=(work, 10.0))
    first.start()
    started.wait(10)
    with pytest.raises(ModelUnavailable, match="too many"):
        lanes.run(work, 10.0)
    release.set()
    first.join()


def test_an_error_of_the_work_comes_through() -> None:
    def work() -> int:
        raise ModelGaveNonsense("no")

    with pytest.raises(ModelError, match="no"):
        Lanes().run(work, 5.0)


def test_objects_are_found_in_any_text() -> None:
    assert list(objects('a {"x": 1} b {"y": {"z": 2}} {')) == [{"x": 1}, {"y": {"z": 2}}]
    assert list(objects("{" * 100_000)) == []
    assert list(objects('{"a":' * 15_000)) == []
    far = " " * 30_000 + json.dumps(GOOD)
    assert list(objects(far)) == []
