"""The measurement itself, and the goals on made messages."""

from __future__ import annotations

import json
from pathlib import Path

from eval.pii import STRUCTURED, Gold, Row, generate, judge, main, measure, read
from eval.pii_alike import ALIKE
from eval.pii_values import PERSONAL, frames

FRAMES = 60
GOAL_RECALL, GOAL_PRECISION = 0.99, 0.95


def test_goals_are_reached() -> None:
    figures = measure(generate(1200))
    assert figures["recall structured"].mean >= GOAL_RECALL
    assert figures["precision"].mean >= GOAL_PRECISION


def test_frames_are_many_and_use_every_value() -> None:
    rows = [*frames()["personal"], *frames()["alike"]]
    assert len(set(rows)) == len(rows) >= FRAMES
    assert all(any(f"{{{slot}}}" in row for row in rows) for slot in PERSONAL)
    assert all(any(f"{{like:{slot}}}" in row for row in rows) for slot in ALIKE)


def test_the_same_seed_makes_the_same_messages() -> None:
    assert generate(50) == generate(50)
    assert all(row.text[g.start : g.end].strip() for row in generate(200) for g in row.gold)
    assert {g.kind for row in generate() for g in row.gold} > STRUCTURED


def test_a_value_is_found_only_when_it_is_masked_whole() -> None:
    text = "sđt 0951000118 ạ"
    assert judge(Row("a", text, (Gold("phone", 4, 14),))).found == (("phone", True),)
    part = judge(Row("a", text, (Gold("phone", 4, 16),)))
    assert (part.found, part.touched) == ((("phone", False),), (("phone", True),))
    assert judge(Row("a", text, ())).masked == (("phone", False),)


def test_a_set_is_read_and_printed(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    row = {"id": "1", "text": "0951000118 và 0951000118", "pii": [{"kind": "phone", "value": "0951000118"}] * 2}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert [(g.start, g.end) for g in read(path)[0].gold] == [(0, 10), (14, 24)]
    main(["--file", str(path), "--wrong"])
