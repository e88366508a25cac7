"""Suites on the bundled assistant, the reports they write, the comparison with an earlier run."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress

from assistant.wiring import Assistant
from eval.noise import NOISES
from eval.questions import HELD, OWN, default_files, read
from eval.run import PASSES, SUITES, run_suites
from knowledge.errors import KnowledgeError, SourceUnreadable

QUESTIONS: dict[str, list[dict[str, Any]]] = {
    "retrieval": [
        {"id": "a", "question": "đăng ký kết hôn", "gold": ["1.000894"], "style": "plain", "facet": "overview"},
        {"id": "b", "question": "cap lai the can cuoc bi mat", "gold": ["1.000894"], "style": "no_diacritics"},
        {"id": "c", "question": "thủ tục không có ở đây", "gold": ["9.999999"]},
    ],
    "facts": [
        {"id": "a", "question": "lệ phí cấp lại căn cước", "gold": ["1.014064"], "facet": "fee", "facts": ["70.000"]},
        {"id": "b", "question": "lệ phí cấp lại căn cước", "gold": ["1.014064"], "facet": "fee", "facts": ["71.000"]},
    ],
    "materials": [
        {"id": "a", "question": "chờ mãi không thấy mã OTP thì kiểm tra gì trước", "gold": ["ma-otp"],
         "quote": "Mở hộp tin nhắn, cả mục tin rác", "heading": "Chờ mãi không thấy mã thì kiểm tra gì trước"},
        {"id": "b", "question": "đăng ký kết hôn", "gold": ["ma-otp"], "quote": "không có", "heading": "?"},
    ],
    "scope": [
        {"id": "a", "question": "nhà đang cháy gọi ai", "expect": "handoff", "emergency": "114"},
        {"id": "b", "question": "giá vàng hôm nay", "expect": "answer"},
    ],
    "border": [
        {"id": "a", "question": "nhà đang cháy gọi ai", "expect": "handoff", "emergency": "114"},
        {"id": "b", "question": "giá vàng hôm nay", "expect": "answer"},
    ],
    "roundabout": [
        {"id": "a", "question": "đăng ký kết hôn", "gold": ["1.000894"]},
        {"id": "b", "question": "cap lai the can cuoc bi mat", "gold": ["1.000894"]},
    ],
    "bad_inputs": [
        {"id": "a", "question": "", "expect": ["error"]},
        {"id": "b", "question_repeat": ["a ", 9000], "expect": ["handoff"]},
    ],
    "noise": [
        {"id": "a", "question": "Tôi muốn đăng ký kết hôn thì cần giấy tờ gì?", "gold": ["1.000894"]},
        {"id": "b", "question": "Tôi muốn đăng ký kết hôn thì cần giấy tờ gì?", "gold": ["1.000656"]},
        {"id": "c", "question": "dk ket hon", "gold": ["1.000894"], "style": "no_diacritics"},
    ],
    "with_model": [
        {"id": "a", "question": "Tôi muốn đăng ký kết hôn thì cần giấy tờ gì?", "gold": ["1.000894"]},
        {"id": "b", "question": "Tôi muốn đăng ký kết hôn thì cần giấy tờ gì?", "gold": ["1.014064"]},
        {"id": "c", "question": "thủ tục không có ở đây", "gold": ["9.999999"]},
    ],
}  # fmt: skip
EXPECTED = {
    "retrieval": {"recall@1": 0.5, "unanswered": 0.0},
    "facts": {"exact fact shown": 0.5, "facet understood": 1.0, "answers without ungrounded figure": 1.0},
    "materials": {"right text": 0.5, "right place quoted": 0.5},
    "scope": {"emergency": 1.0, "answered": 0.0},
    "border": {"honest but declined": 1.0, "and nothing offered": 1.0},
    "roundabout": {"recall@1": 0.5},
    "bad_inputs": {"clear outcome": 0.5},
    "noise": {f"{noise}: recall@1": 0.5 for noise in NOISES},
    "with_model": {"titles: recall@1": 0.5, "titles and choice: recall@1": 0.5},
}
MISSES: dict[str, list[str]] = {"noise": [], "with_model": []}
"""Suites whose misses are not listed; the others miss "b"."""


def written(folder: Path, suite: str) -> Path:
    path = folder / f"{suite}.jsonl"
    path.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in QUESTIONS[suite]) + "\n\n", "utf-8")
    return path


def run(assistant: Assistant, suite: str, folder: Path, baseline: Path | None = None) -> tuple[Path, Path]:
    bar = Progress(console=Console(file=io.StringIO()))
    as_json, as_page = run_suites(assistant, [suite], folder / "runs", [written(folder, suite)], baseline, bar)
    asked = len(QUESTIONS[suite]) * PASSES.get(suite, 1)
    assert all(task.completed == task.total == asked for task in bar.tasks)
    return as_json, as_page


def test_every_suite_is_tried_here() -> None:
    assert set(QUESTIONS) == set(SUITES)


@pytest.mark.parametrize("suite", list(SUITES))
def test_a_suite_finds_what_is_right_and_what_is_wrong(suite: str, bundled: Assistant, tmp_path: Path) -> None:
    as_json, as_page = run(bundled, suite, tmp_path)
    body = json.loads(as_json.read_text("utf-8"))
    found = body["suites"][suite]
    means = {metric: groups["all"]["mean"] for metric, groups in found["metrics"].items()}
    assert {metric: means[metric] for metric in EXPECTED[suite]} == pytest.approx(EXPECTED[suite])
    assert all(row["low"] <= row["mean"] <= row["high"] for g in found["metrics"].values() for row in g.values())
    missed = MISSES.get(suite, ["b"])
    assert [row["id"] for row in found["misses"]] == missed
    assert body["about"]["procedures"] == len(bundled.library.index())
    assert {"machine", "python", "commit", "at"} <= set(body["about"])
    page = as_page.read_text("utf-8")
    assert page.startswith("# Evaluation")
    assert f"## {suite}" in page
    assert ("### Misses (1" in page) == bool(missed)
    assert "style: plain" in page


def test_questions_on_procedures_that_are_not_imported_are_left_out(bundled: Assistant, tmp_path: Path) -> None:
    as_json, _ = run(bundled, "retrieval", tmp_path)
    scores = json.loads(as_json.read_text("utf-8"))["suites"]["retrieval"]["scores"]
    assert set(scores["recall@1"]) == {"a", "b"}


def test_comparison_with_a_baseline(bundled: Assistant, tmp_path: Path) -> None:
    first, page = run(bundled, "bad_inputs", tmp_path)
    assert "Against the baseline" not in page.read_text("utf-8")
    body = json.loads(first.read_text("utf-8"))
    body["suites"]["bad_inputs"]["scores"]["clear outcome"] = {"a": 0.0, "b": 0.0, "gone": 1.0}
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps(body), "utf-8")
    _, compared = run(bundled, "bad_inputs", tmp_path, baseline)
    assert "Against the baseline, clear outcome: +0.500" in compared.read_text("utf-8")
    assert "(n=2)" in compared.read_text("utf-8")


def test_conversations_are_a_suite_too(bundled: Assistant, tmp_path: Path) -> None:
    turns = [{"user": "đăng ký khai tử", "expect": "answer", "gold": ["1.000656"]}, {"user": "nữa", "expect": "error"}]
    (tmp_path / "talk.jsonl").write_text(json.dumps({"id": "d", "turns": turns}), "utf-8")
    bar = Progress(console=Console(file=io.StringIO()))
    as_json, _ = run_suites(bundled, ["dialogue"], tmp_path / "runs", [tmp_path / "talk.jsonl"], None, bar)
    scores = json.loads(as_json.read_text("utf-8"))["suites"]["dialogue"]["scores"]
    assert scores["turn as expected"] == {"d.1": 1.0, "d.2": 0.0}
    assert [(task.completed, task.total) for task in bar.tasks] == [(2, 2)]


@pytest.mark.parametrize("content", [None, "no json", "{}"])
def test_a_baseline_that_is_no_report(bundled: Assistant, tmp_path: Path, content: str | None) -> None:
    baseline = tmp_path / "other.json"
    if content is not None:
        baseline.write_text(content, "utf-8")
    with pytest.raises(SourceUnreadable, match=r"other\.json is not a report"):
        run(bundled, "bad_inputs", tmp_path, baseline)


def test_unknown_suite_and_unreadable_questions(bundled: Assistant, tmp_path: Path) -> None:
    bar = Progress(console=Console(file=io.StringIO()))
    with pytest.raises(KnowledgeError, match="unknown suite 'beauty'"):
        run_suites(bundled, ["beauty"], tmp_path, [], None, bar)
    with pytest.raises(SourceUnreadable):
        list(read(tmp_path / "none.jsonl"))
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "a", "question": "b"}\n{"id": 1}\n', "utf-8")
    with pytest.raises(SourceUnreadable, match=r"broken\.jsonl line 2"):
        list(read(broken))


@pytest.mark.parametrize("suite", list(SUITES))
def test_our_own_questions_can_be_read_and_have_ids_of_their_own(suite: str) -> None:
    files = [path for path in default_files(suite) if path.is_relative_to(OWN) or path.is_relative_to(HELD)]
    assert files
    items = [item for path in files for item in read(path)]
    assert len({item.id for item in items}) == len(items)
    assert all(item.right or item.expect for item in items)
