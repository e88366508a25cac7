"""The command: ask, batch, import, doctor, and how it says that something is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Status
from tests.assistant.command import failing, mocua
from tests.assistant.making import WORDS

CONTRACT = ["id", "status", "text", "language", "procedure", "candidates", "facet", "facts", "citations", "choices",
            "handoff", "seconds"]  # fmt: skip
"""Keys of design/product.md, in its order."""


def batch(tmp_path: Path, content: bytes) -> list[dict[str, Any]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)
    assert mocua("ask", "--batch", str(source), "--out", str(target)).exit_code == 0
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("home")
def test_ask_says_that_a_machine_speaks_and_answers() -> None:
    said = mocua("ask", "đăng ký kết hôn cần giấy tờ gì").stdout
    assert said.startswith(WORDS("disclosure.first"))
    assert "Nguồn: thủ tục 1.000894, Quyết định " in said
    assert "[Xem các bước]" in said


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("text", ["lệ phí đăng ký kết hôn", "xin chào", "nhà đang cháy gọi ai", "qwxzj", ""])
def test_json_is_exactly_the_contract(text: str) -> None:
    said = mocua("ask", text, "--json").stdout
    reply = json.loads(said)
    assert list(reply) == CONTRACT
    assert said.count("\n") == 1
    assert "\\u" not in said, "Vietnamese stays readable"
    assert reply["status"] in list(Status)
    assert len(reply["candidates"]) >= 10
    assert all(set(row) == {"code", "score"} for row in reply["candidates"])
    assert all({"label", "code"} <= set(row) for row in reply["choices"])
    if reply["status"] == "answered":
        assert set(reply["procedure"]) == {"code", "title", "as_of"}
        assert all(set(row) == {"kind", "text", "section"} for row in reply["facts"])
        assert all(set(row) == {"code", "title", "section", "quote", "url", "as_of"} for row in reply["citations"])
        assert reply["citations"]
    if reply["status"] == "handoff":
        assert reply["handoff"] == {"reason": "emergency", "priority": "urgent", "emergency": "114"}


@pytest.mark.usefixtures("home")
def test_a_role_sees_its_own_texts() -> None:
    question = "buổi tập huấn đào tạo cán bộ gồm những gì"
    as_officer = json.loads(mocua("ask", question, "--json", "--role", "officer").stdout)
    assert as_officer["citations"][0]["code"].startswith("dao-tao-can-bo#")
    as_citizen = mocua("ask", question, "--json").stdout
    assert "dao-tao-can-bo#" not in as_citizen
    assert mocua("ask", question, "--role", "king").exit_code == 2


@pytest.mark.usefixtures("home")
def test_batch_goes_on_after_broken_lines(tmp_path: Path) -> None:
    good = json.dumps({"id": "tốt", "question": "đăng ký kết hôn"}, ensure_ascii=False).encode()
    broken = [
        b"{", b"[]", b'"a"', b"5", b"null", b'{"id": "x"}', b'{"question": 5}', b'{"turns": []}', b'{"turns": [1]}',
        b"\xff\xfe\x00", b"[" * 100_000, b"1" * 5000,
    ]  # fmt: skip
    rows = batch(tmp_path, b"\xef\xbb\xbf" + b"\n".join([good, b"", *broken, b"   ", good]))
    assert len(rows) == len(broken) + 2
    assert [rows[0]["id"], rows[-1]["id"]] == ["tốt", "tốt"]
    assert [row["status"] for row in (rows[0], rows[-1])] == ["answered", "answered"]
    for number, row in enumerate(rows[1:-1], start=3):
        assert (row["status"], row["line"], row["id"]) == ("error", number, f"line-{number}")
        assert row["text"] == WORDS("problem.unreadable")
        assert row["problem"]
        assert list(row)[: len(CONTRACT)] == CONTRACT


@pytest.mark.usefixtures("home")
def test_batch_with_turns_and_odd_characters(tmp_path: Path) -> None:
    lines = [
        {"id": 7, "turns": ["đăng ký kết hôn", "thế phí bao nhiêu", "mất bao lâu"]},
        {"id": "\ud800x", "question": "khai sinh \udfff cho con"},
        {"id": "e\u0301\U0001f600", "question": "😀"},
        {"question": "xin chào"},
    ]
    talk, lone, emoji, nameless = batch(tmp_path, "\n".join(map(json.dumps, lines)).encode())
    assert talk["id"] == "7"
    assert [row["facet"] for row in talk["replies"]] == ["overview", "fee", "duration"]
    assert talk["replies"][-1] == {key: talk[key] for key in CONTRACT}, "the reply to the last turn is returned"
    assert [row["procedure"]["code"] for row in talk["replies"]] == ["1.000894"] * 3
    assert lone["id"] == "x"
    assert lone["status"] != "error"
    assert (emoji["id"], emoji["status"]) == ("é😀", "smalltalk")
    assert (nameless["id"], nameless["status"]) == ("", "smalltalk")


@pytest.mark.usefixtures("home")
def test_batch_files_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.jsonl")
    assert mocua("ask", "--batch", missing).exit_code == 2, "--out is missing"
    said = failing(monkeypatch, capsys, "ask", "--batch", missing, "--out", str(tmp_path / "out.jsonl"))
    assert "none.jsonl" in said
    assert "Check the path." in said


def test_import_and_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue_file: Path) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path / "home"))
    assert "new: 4 · changed: 0 · unchanged: 0 · refused: 0" in mocua("kb", "import", str(catalogue_file)).stdout
    assert "new: 0 · changed: 0 · unchanged: 4" in mocua("kb", "import", str(catalogue_file)).stdout
    assert "new: 4" in mocua("kb", "status").stdout
    assert "9.000001" in mocua("ask", "đăng ký nuôi ong").stdout
    assert mocua("kb", "import", str(catalogue_file), "--as-of", "soon").exit_code == 2


def test_import_of_a_file_that_holds_nothing_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCUA_HOME", str(tmp_path / "home"))
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"ma_thu_tuc": "9.000001"}\n', "utf-8")
    result = mocua("kb", "import", str(bad))
    assert result.exit_code == 1
    assert "line 1" in result.stdout
