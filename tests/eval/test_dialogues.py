"""Conversations turn by turn: what a file may hold, and how a turn is judged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.dialogue import Choice, Facet
from assistant.types import Fact, ProcedureRef, Reply, Status
from assistant.wiring import Assistant
from eval.dialogues import Expected, Talk, judge, read, run
from eval.questions import default_files
from eval.types import Outcome
from knowledge.errors import SourceUnreadable
from tests.assistant.making import procedure

DEATH = "1.000656"
TURN = {"user": "lệ phí bao nhiêu", "expect": "answer", "gold": [DEATH], "also_ok": ["1.005461"], "facet": "fee",
        "facts": ["8.000 đồng"], "silence_minutes": 90}  # fmt: skip


def put(file: Path, *rows: Any) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), "utf-8")
    return file


def test_a_talk_is_read(tmp_path: Path) -> None:
    burst = {"user": ["bố tôi mất.", " ", "hôm qua "], "expect_any": ["answer", "clarify", "decline"]}
    first, second = read(put(tmp_path / "a.jsonl", {"id": "d1", "kind": "burst", "turns": [burst, TURN]}, {"id": "d2",
                             "split": "held", "turns": []}))  # fmt: skip
    assert (first.id, first.kind, first.source, second.source, second.turns) == ("d1", "burst", "a", "a", ())
    said, then = first.turns
    assert said == Expected(
        "bố tôi mất. hôm qua", frozenset({"answered", "clarify", "declined"}), frozenset(), "any", (), timedelta()
    )
    assert then.statuses == {"answered"}
    assert then.right == {DEATH, "1.005461"}
    assert (then.facet, then.facts, then.silence) == ("fee", ("8.000 đồng",), timedelta(minutes=90))


@pytest.mark.parametrize(
    "row",
    [
        [], "x", 7, {"turns": []}, {"id": "d"}, {"id": "d", "turns": [{}]}, {"id": "d", "turns": ["x"]},
        {"id": "d", "turns": [{"user": "x"}]}, {"id": "d", "turns": [{"expect": "answer"}]},
        {"id": "d", "turns": [{**TURN, "silence_minutes": "long"}]}, {"id": "d", "turns": [{**TURN, "gold": 5}]},
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_named(tmp_path: Path, row: Any) -> None:
    file = put(tmp_path / "own.jsonl", {"id": "d1", "turns": [TURN]}, row)
    with pytest.raises(SourceUnreadable, match=r"own\.jsonl line 3"):
        read(file)


def test_broken_json_wrong_letters_and_no_file_are_named(tmp_path: Path) -> None:
    for content in (b"{broken", '{"id": "ý", "turns": []}'.encode("latin-1")):
        (tmp_path / "own.jsonl").write_bytes(content)
        with pytest.raises(SourceUnreadable, match=r"own\.jsonl line 1"):
            read(tmp_path / "own.jsonl")
    with pytest.raises(SourceUnreadable, match=r"none\.jsonl"):
        read(tmp_path / "none.jsonl")


def test_our_own_conversations_can_be_read() -> None:
    talks = [talk for path in default_files("dialogue") for talk in read(path)]
    assert len(talks) > 20
    assert len({talk.id for talk in talks}) == len(talks)
    statuses = {status for talk in talks for turn in talk.turns for status in turn.statuses}
    assert statuses <= {status.value for status in Status}
    facets = {turn.facet for talk in talks for turn in talk.turns}
    assert facets <= {"any", "none", *(facet.value for facet in Facet)}
    assert all(turn.said.strip() for talk in talks for turn in talk.turns)


RECORD = procedure()
RIGHT = Reply(
    Status.ANSWERED, "Lệ phí 8000 đồng.", facet=Facet.FEE,
    procedure=ProcedureRef(RECORD.code, RECORD.title, RECORD.as_of),
)  # fmt: skip
STATUSES = frozenset({"answered", "clarify"})
WANTED = Expected("lệ phí bao nhiêu", STATUSES, frozenset({RECORD.code}), "fee", ("8.000 đồng",), timedelta())


def judged(reply: Reply, wanted: Expected = WANTED) -> tuple[dict[str, float], list[str]]:
    """Values by metric and what the miss names as wrong."""
    outcome = Outcome("dialogue")
    judge(outcome, Talk("d", "ellipsis", "tune", (wanted,)), 2, wanted, reply)
    assert [item.id for item in outcome.items.values()] == ["d.2"]
    assert (outcome.items["d.2"].source, outcome.items["d.2"].style) == ("tune", "ellipsis")
    wrong = [name for miss in outcome.misses for name in miss["wrong"]]
    return {name: values["d.2"] for name, values in outcome.scores.items()}, wrong


def test_a_turn_that_is_right_in_everything() -> None:
    names = ("status", "procedure", "facet", "fact", "turn as expected")
    assert judged(RIGHT) == (dict.fromkeys(names, 1.0), [])
    listed = replace(RIGHT, text="…", facts=(Fact("fee", "8000 đồng", "ways"),))
    assert judged(listed)[1] == []


@pytest.mark.parametrize(
    ("reply", "wrong", "whole"),
    [
        (replace(RIGHT, procedure=None), "procedure", 0.0), (replace(RIGHT, text="Lệ phí 9.000 đồng."), "fact", 0.0),
        (replace(RIGHT, status=Status.DECLINED), "status", 0.0), (replace(RIGHT, facet=Facet.WHERE), "facet", 1.0),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_named(reply: Reply, wrong: str, whole: float) -> None:
    values, named = judged(reply)
    assert named == [wrong]
    assert values[wrong] == 0.0
    assert values["turn as expected"] == whole, "the facet is counted apart"


def test_a_question_back_is_right_when_it_offers_the_right_one() -> None:
    asked = Reply(Status.CLARIFY, "?", choices=(Choice("Một", "1.000000"), Choice("Hai", RECORD.code)))
    assert judged(asked) == ({"status": 1.0, "procedure": 1.0, "turn as expected": 1.0}, [])
    other = replace(asked, choices=asked.choices[:1])
    assert judged(other)[1] == ["procedure"]
    buttons = Reply(Status.HANDOFF, "!", choices=(Choice("Hai", RECORD.code),))
    assert judged(buttons)[1] == ["status", "procedure"], "the buttons of another reply are no offer"


def test_nothing_expected_nothing_counted() -> None:
    wanted = Expected("ờ", frozenset({"smalltalk"}), frozenset(), "any", (), timedelta())
    assert judged(Reply(Status.SMALLTALK, "Dạ"), wanted) == ({"status": 1.0, "turn as expected": 1.0}, [])


def test_the_bundled_assistant_keeps_the_thread(bundled: Assistant, tmp_path: Path) -> None:
    first = {**TURN, "user": "đăng ký khai tử cần giấy tờ gì", "facet": "documents", "facts": []}
    again = {**TURN, "user": "thế lệ phí bao nhiêu", "facts": [], "silence_minutes": 0}
    wrong = {**again, "gold": ["9.999999"], "also_ok": []}
    advanced: list[None] = []
    talks = read(
        put(tmp_path / "a.jsonl", {"id": "d1", "turns": [first, again]}, {"id": "d2", "turns": [first, wrong]})
    )
    outcome = run(bundled, talks, lambda: advanced.append(None))
    assert outcome.scores["turn as expected"] == {"d1.1": 1.0, "d1.2": 1.0, "d2.1": 1.0, "d2.2": 0.0}
    assert outcome.scores["facet"]["d1.2"] == 1.0
    missed = [(miss["id"], miss["wrong"], miss["procedure"]) for miss in outcome.misses]
    assert missed == [("d2.2", ["procedure"], DEATH)]
    assert len(advanced) == 4
