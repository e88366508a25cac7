"""Answers kept and given again: the same without a network, and no word of the person in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ModelGaveNonsense, ModelUnavailable, SettingsInvalid
from assistant.llm.build import open_model
from assistant.llm.recorder import FILE, Replay, line
from assistant.llm.replies import Chosen, Understood
from assistant.settings import Llm
from assistant.steps.understand import prompt_for
from tests.assistant.llm.scripted_server import GOOD, ScriptedServer

QUESTION = "bố em Nguyễn Văn Tèo 0912345678 mất rồi"
PROMPT = prompt_for(QUESTION)


def recorded(llm: Llm, folder: Path) -> Path:
    model = open_model(llm.model_copy(update={"record": str(folder)}))
    assert model is not None
    model.ask(PROMPT, Understood, 4.0)
    return folder / FILE


def test_recorded_then_replayed(server: ScriptedServer, llm: Llm, tmp_path: Path) -> None:
    server.answer = lambda prompt: {**GOOD, "question": QUESTION}
    file = recorded(llm, tmp_path / "kept")
    for path in (file, file.parent):
        replay = open_model(Llm(replay=str(path)))
        assert replay is not None
        again = replay.ask(PROMPT, Understood, 4.0)
        assert again.model_dump(mode="json") == {**GOOD, "question": ""}
        with pytest.raises(ModelUnavailable):
            replay.ask(prompt_for("another question"), Understood, 4.0)
        with pytest.raises(ModelGaveNonsense):
            replay.ask(PROMPT, Chosen, 4.0)
    assert len(server.requests) == 1


def test_nothing_of_the_person_is_kept(server: ScriptedServer, llm: Llm, tmp_path: Path) -> None:
    server.answer = lambda prompt: {**GOOD, "question": QUESTION}
    row = json.loads(recorded(llm, tmp_path).read_text("utf-8"))
    assert list(row) == ["hash", "name", "version", "reply"]
    assert list(row["reply"]) == ["intent", "titles", "facet", "language"]
    assert "Tèo" not in json.dumps(row, ensure_ascii=False)


def test_a_torn_line_costs_that_line_only(llm: Llm, tmp_path: Path) -> None:
    file = tmp_path / FILE
    whole = line("a", "choose", 1, {"choice": "none"})
    file.write_bytes(whole + whole[:20])
    recorded(llm, tmp_path)
    assert len(file.read_bytes().splitlines()) == 3
    assert len(Replay(file)) == 2


def test_the_hash_tells_prompts_apart() -> None:
    same = prompt_for(QUESTION)
    assert PROMPT.hash == same.hash
    assert len({PROMPT.hash, prompt_for("x").hash, prompt_for(QUESTION, "topic").hash}) == 3


def test_paths_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="MOCUA_LLM__REPLAY"):
        open_model(Llm(replay=str(tmp_path / "none.jsonl")))
    with pytest.raises(SettingsInvalid, match="MOCUA_LLM__REPLAY"):
        open_model(Llm(replay=str(tmp_path)))
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsInvalid, match="MOCUA_LLM__RECORD"):
        open_model(Llm(model="openai:x", base_url="http://127.0.0.1:9/v1", record=str(tmp_path / "file")))
