"""`mocua doctor` says in plain words what is wrong with the model and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.doctor import model_check
from assistant.settings import Llm, load_settings
from tests.assistant.command import mocua
from tests.assistant.llm.scripted_server import ScriptedServer


def test_without_a_model_all_is_well() -> None:
    check = model_check(Llm())
    assert (check.good, check.found) == (True, "no model set: answers come without one")


def test_a_model_that_answers(server: ScriptedServer, llm: Llm) -> None:
    check = model_check(llm)
    assert check.good
    assert check.found.startswith("openai:scripted answered in ")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("behave", "found", "advice"),
    [
        ("401", "refused the key", "MOCUA_LLM__API_KEY"),
        ("404", "does not know this model", "MOCUA_LLM__MODEL"),
        ("429", "takes no more requests", "Wait"),
        ("500", "HTTP 500", "log"),
        ("half_json", "not the JSON", "MOCUA_LLM__METHOD"),
        ("html", "could not be read", "MOCUA_LLM__BASE_URL"),
        ("hang", "in time", "MOCUA_LLM__TIMEOUT"),
    ],
)
def test_what_is_wrong_and_how_to_mend_it(
    server: ScriptedServer, llm: Llm, behave: str, found: str, advice: str
) -> None:
    server.behave = behave
    check = model_check(llm.model_copy(update={"timeout": 0.3 if behave == "hang" else 4.0}))
    assert not check.good
    assert found in check.found
    assert advice in check.advice


def test_nothing_listens_or_nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    away = model_check(Llm(model="openai:x", base_url="http://127.0.0.1:9/v1"))
    assert (away.good, "cannot be reached" in away.found) == (False, True)
    keyless = model_check(Llm(model="openai:x"))
    assert (keyless.good, "MOCUA_LLM__API_KEY" in keyless.advice) == (False, True)
    unknown = model_check(Llm(model="nobody:x"))
    assert (unknown.good, "cannot be set up" in unknown.found) == (False, True)


def test_recorded_answers_need_no_model(tmp_path: Path) -> None:
    (tmp_path / "replies.jsonl").write_text("")
    check = model_check(Llm(replay=str(tmp_path)))
    assert (check.good, check.found) == (True, "0 recorded answers, no model is asked")


def test_the_command_says_it(server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOCUA_LLM__MODEL", "openai:scripted")
    monkeypatch.setenv("MOCUA_LLM__BASE_URL", server.url)
    monkeypatch.setenv("MOCUA_LLM__API_KEY", "sk-very-secret")
    server.behave = "401"
    said = mocua("doctor").stdout
    assert "BAD model: openai:scripted: the provider refused the key" in said
    assert "→ Check MOCUA_LLM__API_KEY." in said
    assert "sk-very-secret" not in said
    assert "sk-very-secret" not in repr(load_settings())


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"MODEL": "openai:x", "API_KEY": "k", "TEMPERATURE": "", "TIMEOUT": "5", "BUDGET": "6"}.items():
        monkeypatch.setenv(f"MOCUA_LLM__{name}", value)
    llm = load_settings().llm
    assert (llm.model, llm.api_key, llm.temperature) == ("openai:x", SecretStr("k"), None)
    assert (llm.to_understand, llm.to_choose) == (5.0, 1.0)
    assert Llm(timeout=9.0).to_understand == 6.0
    assert Llm(timeout=9.0).to_choose == 0.0
