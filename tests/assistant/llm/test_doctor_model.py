"""`mocua doctor` says in plain words what is wrong with the model and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from assistant.doctor import Check, model_checks
from assistant.errors import SettingsInvalid
from assistant.llm.failures import Failure, Reason
from assistant.llm.links import links
from assistant.llm.mending import mending
from assistant.settings import Fallback, Llm, load_settings
from tests.assistant.command import mocua
from tests.assistant.llm.fakes import two
from tests.assistant.llm.scripted_server import ScriptedServer, running


def model_check(llm: Llm) -> Check:
    """Of an installation with one model."""
    (check,) = model_checks(llm)
    return check


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
        ("401", "refused the key", "None is set, and the server wants one: set MOCUA_LLM__API_KEY."),
        ("403", "refused the key", "MOCUA_LLM__API_KEY"),
        ("404", "does not know this model", "/v1/models"),
        ("wrong_model", "does not know this model", "Set MOCUA_LLM__MODEL to openai:NAME with a name"),
        ("429", "takes no more requests", "Wait"),
        ("500", "HTTP 500", "log"),
        ("503", "HTTP 503", "log"),
        ("close", "hung up", "log"),
        ("half_stream", "broke off", "proxy"),
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
    assert len(server.requests) == 1, "it says what the first request says"


def test_an_address_without_its_end(server: ScriptedServer, llm: Llm) -> None:
    check = model_check(llm.model_copy(update={"base_url": server.url.removesuffix("/v1")}))
    assert "nothing at this address" in check.found
    assert f"Set MOCUA_LLM__BASE_URL to {server.url}." in check.advice


def test_nothing_listens_or_nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for llm, found, advice in (
        (Llm(model="openai:x", base_url="http://127.0.0.1:9/v1"), "nothing listens", "MOCUA_LLM__BASE_URL"),
        (Llm(model="openai:x", base_url="https://127.0.0.1:9/v1"), "nothing listens", "MOCUA_LLM__BASE_URL"),
        (Llm(model="openai:x"), "without a key", "Set MOCUA_LLM__API_KEY"),
        (Llm(model="nobody:x"), "cannot be set up", "openai:NAME"),
        (Llm(model="anthropic:x"), "needs a package", "pip install langchain-anthropic"),
    ):
        check = model_check(llm)
        assert not check.good
        assert found in check.found
        assert advice in check.advice


def test_ollama_is_known_by_its_port() -> None:
    (link,) = links(Llm(model="openai:qwen3:8b", base_url="http://localhost:11434/v1"))
    assert mending(Failure(Reason.MODEL), link).startswith("Fetch it: ollama pull qwen3:8b ")
    assert mending(Failure(Reason.REFUSED), link).startswith("Start it: ollama serve ")
    assert "MOCUA_LLM__TIMEOUT" in mending(Failure(Reason.SLOW), link)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_and_advice(reason: Reason) -> None:
    (link, other) = links(Llm(model="openai:x", fallbacks=(Fallback(model="openai:y"),)))
    error = Failure(reason)
    assert str(error)
    assert mending(error, link).endswith((".", ")"))
    for field in ("MODEL", "API_KEY", "BASE_URL", "METHOD"):
        assert f"MOCUA_LLM__{field}" not in mending(error, other), "a fall-back has settings of its own"


def test_each_model_of_the_chain_is_judged_by_itself(server: ScriptedServer) -> None:
    with running() as second:
        second.behave = "401"
        checks = list(model_checks(two(server, second)))
    assert [(check.name, check.good) for check in checks] == [("model", True), ("fall-back 1", False)]
    assert "set MOCUA_LLM__FALLBACKS, entry 1: api_key" in checks[1].advice
    assert (len(server.requests), len(second.requests)) == (1, 1)


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


def test_settings_of_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = '["openai:b", {"model": "openai:c", "base_url": "http://localhost:8000/v1", "api_key": "sk-c"}]'
    for name, value in {"MODEL": "openai:a", "API_KEY": "sk-a", "FALLBACKS": entries, "CALLS": "3"}.items():
        monkeypatch.setenv(f"MOCUA_LLM__{name}", value)
    llm = load_settings().llm
    assert [link.name for link in links(llm)] == ["openai:a", "openai:b", "openai:c"]
    assert [link.api_key.get_secret_value() for link in links(llm)] == ["sk-a", "", "sk-c"]
    assert (llm.calls, llm.waiting) == (3, 8)
    assert "sk-" not in repr(llm)
    assert "sk-" not in repr(links(llm))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FALLBACKS", '["openai:b", {"model": "openai:c", "url": "x"}]'), ("FALLBACKS", '[""]'), ("FALLBACKS", "[7]"),
        ("FALLBACKS", '"openai:b"'), ("FALLBACKS", "openai:b"), ("BASE_URL", "localhost:11434/v1"), ("CALLS", "0"),
        ("FALLBACKS", '[{"model": "openai:c", "base_url": "localhost:8000"}]'), ("PRICE_IN", "-1"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("MOCUA_LLM__MODEL", "openai:a")
    monkeypatch.setenv(f"MOCUA_LLM__{name}", value)
    with pytest.raises(SettingsInvalid, match="MOCUA_LLM"):
        load_settings()


def test_fallbacks_need_a_model_before_them() -> None:
    with pytest.raises(ValidationError, match="MODEL"):
        Llm(fallbacks=(Fallback(model="openai:b"),))
