"""A whole turn with a model on the loopback: what its trace and its metrics tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from assistant.llm import prompts
from assistant.settings import Llm, Settings
from assistant.types import Inbound
from assistant.wiring import Assistant, build
from tests.assistant.llm.scripted_server import Answer, ScriptedServer
from tests.conftest import quiet

PHONE = "0912345678"
ASKED = f"đăng ký nuôi ong, số máy {PHONE}"


@pytest.fixture
def own(tmp_path: Path, catalogue_file: Path, llm: Llm) -> Assistant:
    settings = llm.model_copy(update={"write": True, "skip_above": 0.0})
    assistant = build(Settings(home=tmp_path / "home", llm=settings))
    assistant.library.import_paths([catalogue_file], quiet)
    return assistant


def lying(prompt: str) -> Answer:
    return {"sentences": [{"text": "Lệ phí là 999.000 đồng.", "rests_on": [1]}] * 2}


def worded(outcome: str) -> float:
    return REGISTRY.get_sample_value("mocua_worded_total", {"outcome": outcome}) or 0.0


def fallen() -> float:
    return REGISTRY.get_sample_value("mocua_worded_fallen_total") or 0.0


def test_the_trace_tells_the_prompt_its_version_and_what_was_verified(own: Assistant, server: ScriptedServer) -> None:
    server.answer = lying
    dropped, fell = worded("dropped"), fallen()
    reply = own.answer(Inbound("t", ASKED)).reply
    own.close()
    notes = {one.step: one.notes for one in reply.trace}
    assert not reply.worded, (reply.text, reply.trace)
    assert "999.000" not in reply.text
    assert notes["Write"][0].startswith(f"compose v{prompts.load('compose').version} openai:scripted: answered, ")
    assert notes["Verify"] == ("dropped, 2 of 2 sentences fell",)
    assert worded("dropped") == dropped + 1
    assert fallen() == fell + 2
    assert PHONE not in repr(reply.trace)


def test_a_call_that_fails_is_told_in_the_trace(own: Assistant, server: ScriptedServer) -> None:
    server.behave = "500"
    reply = own.answer(Inbound("t", ASKED)).reply
    own.close()
    notes = {one.step: one.notes for one in reply.trace}
    assert reply.text
    assert notes["Write"], (reply.text, reply.trace)
    assert all("openai:scripted: unavailable" in note for note in notes["Write"])
    assert notes["Verify"] == (), "nothing was worded, nothing was verified"
