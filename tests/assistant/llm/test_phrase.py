"""`mocua kb phrase`: drafts of a model, kept apart until a person accepts them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from knowledge import phrasebook
from knowledge.errors import SourceUnreadable
from knowledge.phrasebook import draft
from knowledge.types import Level
from tests.assistant.command import failing, mocua
from tests.assistant.llm.scripted_server import Answer, ScriptedServer
from tests.assistant.making import procedure
from tests.fixtures import RECORDS, record

ASKS = [f"nhà em muốn hỏi việc này theo cách thứ {n}" for n in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám")]
FIELD = "ho-tich.jsonl"


@pytest.fixture
def home(tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a small catalogue and the scripted model."""
    source = tmp_path / "small.jsonl"
    rows = [*RECORDS, record("9.000005", "Đăng ký nuôi ong")]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    home = tmp_path / "home"
    settings = {"HOME": str(home), "EMBEDDER": "none", "LLM__MODEL": "openai:scripted", "LLM__BASE_URL": server.url}
    for name, value in settings.items():
        monkeypatch.setenv(f"MOCUA_{name}", value)
    assert mocua("kb", "import", str(source)).exit_code == 0
    server.answer = good
    return home


def good(prompt: str) -> Answer:
    """Eight phrasings that tell procedures apart."""
    title = re.search(r"⟦title\n(.*)\n", prompt)
    assert title
    return {"asks": [f"{ask} {title[1][-12:].strip()}" for ask in ASKS]}


def drafts(home: Path) -> dict[str, dict[str, Any]]:
    lines = [line for file in draft.folder(home).glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    return {row["code"]: row for row in map(json.loads, lines)}


def test_drafts_for_all_that_lack_phrasings(home: Path, server: ScriptedServer) -> None:
    said = mocua("kb", "phrase").stdout
    assert "drafted: 4 · refused: 0 · lacking before: 4" in said
    found = drafts(home)
    assert set(found) == {"9.000001", "9.000002", "9.000003", "9.000004"}, "records with the same title share"
    assert list(found["9.000001"]) == ["code", "title", "asks", "model", "at"]
    assert found["9.000001"]["model"] == "openai:scripted"
    assert len(found["9.000001"]["asks"]) == draft.WANTED
    assert {file.name for file in draft.folder(home).iterdir()} == {FIELD, "duong-thuy.jsonl"}
    assert "Thủ tục đăng ký nuôi ong" in server.prompts[0]
    assert "- " in server.prompts[-1] or "samples" in server.prompts[-1]


def test_an_interrupted_run_goes_on(home: Path, server: ScriptedServer) -> None:
    assert "drafted: 1 ·" in mocua("kb", "phrase", "--limit", "1").stdout
    file = draft.folder(home) / FIELD
    with file.open("ab") as sink:
        sink.write(b'{"code": "9.000002", "asks": ["torn')
    assert "drafted: 3 · refused: 0 · lacking before: 3" in mocua("kb", "phrase").stdout
    assert "lacking before: 0" in mocua("kb", "phrase").stdout
    assert len(server.requests) == len(drafts(home)) == 4


def test_only_some_fields_and_another_model(home: Path, server: ScriptedServer) -> None:
    mocua("kb", "phrase", "--fields", "Đường thủy", "--model", "openai:other")
    assert [row["model"] for row in drafts(home).values()] == ["openai:other"]
    assert [request["model"] for request in server.requests] == ["other"]


@pytest.mark.parametrize(
    "asks",
    [ASKS[:7], [*ASKS[:7], ASKS[0]], [*ASKS[:7], "hai từ"], [*ASKS[:7], "dài " * 41], "titles", []],
    ids=["seven", "twice", "short", "long", "title", "none"],
)
def test_bad_drafts_are_refused_and_counted(home: Path, server: ScriptedServer, asks: list[str] | str) -> None:
    def answer(prompt: str) -> Answer:
        return {"asks": [*ASKS[:7], "Thủ tục đăng ký nuôi ong"] if asks == "titles" else asks}

    server.answer = answer
    said = mocua("kb", "phrase", "--limit", "1").stdout
    assert "drafted: 0 · refused: 1" in said
    assert drafts(home) == {}


def test_drafts_are_never_read_before_they_are_accepted(home: Path) -> None:
    mocua("kb", "phrase")
    assert draft.folder(home).is_dir()
    bundled = phrasebook.files()
    assert phrasebook.files(home) == bundled
    assert not any("drafts" in file.parts for file in phrasebook.files(home))
    said = " ".join(mocua("kb", "phrase", "--accept", str(draft.folder(home) / FIELD)).stdout.split())
    assert "3 procedures taken into" in said
    assert "mocua kb reindex" in said
    own = home / "phrasebook" / FIELD
    assert phrasebook.files(home) == [*bundled, own]
    assert set(phrasebook.load([own])) == {"9.000001", "9.000002", "9.000003"}
    assert not (draft.folder(home) / FIELD).exists()
    assert "lacking before: 0" in mocua("kb", "phrase").stdout


def test_accepting_keeps_what_was_there(home: Path) -> None:
    mocua("kb", "phrase")
    own = home / "phrasebook" / FIELD
    own.write_text(json.dumps({"code": "9.000001", "asks": ["câu đã có sẵn", ASKS[0]]}) + "\n", "utf-8")
    mocua("kb", "phrase", "--accept", str(draft.folder(home) / FIELD))
    merged = phrasebook.load([own])["9.000001"]
    assert merged[:2] == ("câu đã có sẵn", ASKS[0])
    assert len(merged) == 10


def test_a_reviewed_file_with_a_fault_is_not_moved(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = draft.folder(home) / FIELD
    for line in ('{"code": "9.000001", "asks": []}', '{"code": 5}', '{"code": "9.000001", "asks": ["một"]}'):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(line + "\n", "utf-8")
        assert FIELD in failing(monkeypatch, capsys, "kb", "phrase", "--accept", str(file))
        assert file.is_file()
        assert not (home / "phrasebook" / FIELD).exists()
    with pytest.raises(SourceUnreadable):
        draft.accept(home, home / "none.jsonl")


def test_a_dead_model_ends_the_run_and_keeps_what_is_done(
    home: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mocua("kb", "phrase", "--limit", "1")
    monkeypatch.setattr("assistant.phrasing.GIVEN_UP", 2)
    server.behave = "401"
    said = failing(monkeypatch, capsys, "kb", "phrase")
    assert "the provider refused the key Check MOCUA_LLM__API_KEY." in said
    assert len(server.requests) == 3
    assert len(drafts(home)) == 1


def test_no_model_is_named(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("MOCUA_LLM__MODEL")
    assert "--model openai:NAME" in failing(monkeypatch, capsys, "kb", "phrase")


def test_citizens_and_communes_first() -> None:
    def one(code: str, level: str, who: str) -> Any:
        return procedure(f"Việc số {code}", code, cap_thuc_hien=level, doi_tuong_thuc_hien=who)

    person, firm = "Công dân Việt Nam", "Doanh nghiệp"
    rows = [
        one("9.1", "Cấp Bộ/Trung ương", firm), one("9.2", "Cấp Tỉnh", person), one("9.3", "Cấp Xã", firm),
        one("9.4", "Cấp Xã", person),
    ]  # fmt: skip
    assert [row.code for row in draft.lacking(rows, {})] == ["9.4", "9.2", "9.3", "9.1"]
    assert [row.code for row in draft.lacking(rows, {"9.4": ("x",)})] == ["9.2", "9.3", "9.1"]
    assert rows[0].level is Level.MINISTRY


@pytest.mark.parametrize(("field", "name"), [("Hộ tịch", "ho-tich"), ("../Đất / đai", "dat-dai"), ("???", "other")])
def test_a_field_is_a_safe_file_name(field: str, name: str) -> None:
    assert draft.slug(field) == name
