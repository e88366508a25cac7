"""Details asked for in people's words: what a file may hold, what counts as shown, how a reply is judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.pieces import Piece, pieces
from assistant.types import Status
from assistant.wiring import Assistant
from eval.details import Asked, ask, mark, read, run, shows
from eval.questions import HELD, default_files
from knowledge.errors import SourceUnreadable
from knowledge.text import fold
from tests.assistant.making import CODE

TRAIN = HELD.parent / "train"
LINE = {"code": CODE, "question": "nhận ở đâu", "facet": "any", "marks": ["0123456789"], "also": ["abcdefabcd"]}
TICKET = "Bước 2: Nhận kết quả theo giấy hẹn."
"""A sentence of the small catalogue's records."""
PIECE = Piece("steps", "Kết quả được trả qua dịch vụ bưu chính công ích.")


def put(file: Path, *rows: Any) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def test_a_question_is_read(tmp_path: Path) -> None:
    bare = {key: value for key, value in LINE.items() if key != "also"}
    first, second = read(put(tmp_path / "a.jsonl", LINE, {**bare, "marks": []}))
    marks, also = frozenset({"0123456789"}), frozenset({"abcdefabcd"})
    assert first == Asked("a-0001", "a", CODE, "nhận ở đâu", "any", marks, also)
    assert second == replace(first, id="a-0002", marks=frozenset(), also=frozenset())
    (tmp_path / "held").mkdir()
    (held,) = read(put(tmp_path / "held" / "b.jsonl", LINE))
    assert held.source == "held b"


@pytest.mark.parametrize(
    ("marks", "facet", "silent"), [([], "any", True), (["0123456789"], "any", False), ([], "fee", False)],
)  # fmt: skip
def test_silent_is_a_record_that_has_neither_a_piece_nor_a_facet_for_it(
    tmp_path: Path, marks: list[str], facet: str, silent: bool
) -> None:
    (one,) = read(put(tmp_path / "a.jsonl", {**LINE, "marks": marks, "facet": facet}))
    assert one.silent is silent


@pytest.mark.parametrize(
    "row",
    [
        [], "x", 7, None, {}, *({key: v for key, v in LINE.items() if key != left} for left in LINE if left != "also"),
        {**LINE, "marks": None}, {**LINE, "marks": 5}, {**LINE, "marks": [["x"]]}, {**LINE, "also": 5},
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_named(tmp_path: Path, row: Any) -> None:
    file = put(tmp_path / "own.jsonl", LINE, row)
    with pytest.raises(SourceUnreadable, match=r"own\.jsonl line 2"):
        read(file)


def test_broken_json_and_no_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "own.jsonl").write_text("{broken", "utf-8")
    with pytest.raises(SourceUnreadable, match=r"own\.jsonl line 1"):
        read(tmp_path / "own.jsonl")
    with pytest.raises(SourceUnreadable, match=r"none\.jsonl"):
        read(tmp_path / "none.jsonl")


@pytest.mark.parametrize("file", [HELD / "details.jsonl", TRAIN / "details.jsonl", TRAIN / "stays.jsonl"], ids=str)
def test_our_own_questions_can_be_read(file: Path) -> None:
    asked = read(file)
    assert len(asked) > 100
    assert all(one.question.strip() and one.code for one in asked)
    assert all(len(sign) == 10 and int(sign, 16) >= 0 for one in asked for sign in one.marks | one.also)
    assert not any(one.marks & one.also for one in asked), "what answers is not merely of help"


def test_no_procedure_is_trained_on_and_asked_about() -> None:
    held = {one.code for one in read(HELD / "details.jsonl")}
    trained = {one.code for name in ("details", "stays") for one in read(TRAIN / f"{name}.jsonl")}
    assert held.isdisjoint(trained)


@given(st.text("aăâđ ọếừyx0129.,-", max_size=60))
def test_a_mark_is_the_same_whatever_the_accents_case_and_punctuation(text: str) -> None:
    assert mark(text) == mark(fold(text)) == mark(text.upper()) == mark(f"  “{text}”! ")
    assert len(mark(text)) == 10


def test_marks_of_different_words_differ() -> None:
    texts = ["nộp ở xã", "nộp ở xá lị", "ở xã nộp", "nộp", ""]
    assert len({mark(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (PIECE.text, True),
        (f"Điều kiện: X\n• Hồ sơ còn ghi: “{PIECE.text}”\nNguồn: …", True),
        ("• Hồ sơ còn ghi: “… qua dịch vụ bưu chính công ích.”", True),
        (fold(PIECE.text).upper(), True),
        ("qua bưu chính", True),
        ("bưu chính", False),
        ("Người dân nộp hồ sơ tại xã qua bưu chính", False),
        ("Kết quả được\ntrả qua\nbưu chính", True),
        ("Kết quả\ntrả qua\nbưu chính", False),
        ("", False),
    ],
    ids=["as it stands", "quoted", "its end", "without accents", "three words", "two words", "other words", "one line",
         "in crumbs", "nothing"],
)  # fmt: skip
def test_a_line_shows_a_piece_when_it_is_made_of_its_words(text: str, good: bool) -> None:
    assert shows(text, PIECE) is good


@given(st.text(max_size=80), st.text(max_size=80))
def test_showing_is_told_of_any_text(text: str, said: str) -> None:
    assert not (shows(text, Piece("steps", said)) and not said)


def test_a_run_over_a_small_catalogue(small: Assistant) -> None:
    blank = Asked("a", "own", CODE, "kết quả nhận theo giấy hẹn phải không", "any", frozenset(), frozenset())
    asked = [
        replace(blank, marks=frozenset({mark(TICKET)})),
        replace(blank, id="b", question="đường xa quá có được miễn không", marks=frozenset({mark(TICKET)})),
        replace(blank, id="c", question="bị từ chối thì sao"),
        replace(blank, id="d", question="mất bao lâu", facet="duration"),
        replace(blank, id="e", question="mất bao lâu", facet="fee"),
        replace(blank, id="f", code="9.999999"),
    ]
    advanced: list[None] = []
    outcome = run(small, asked, lambda: advanced.append(None))
    assert len(advanced) == len(asked)
    assert outcome.suite == "details"
    assert outcome.scores["answered from the same procedure"] == dict.fromkeys("abcde", 1.0), "f is not imported"
    assert outcome.scores["the piece that answers shown"] == {"a": 1.0, "b": 0.0}
    assert outcome.scores["silence admitted"] == {"c": 1.0}
    assert outcome.scores["silence wrongly admitted"] == {"a": 0.0, "b": 1.0, "d": 0.0, "e": 0.0}
    assert outcome.scores["facet"] == {"d": 1.0, "e": 0.0}
    assert [(miss["id"], miss["procedure"], miss["status"]) for miss in outcome.misses] == [("b", CODE, "answered")]
    assert outcome.items["a"].right == {CODE}


def test_a_question_follows_on_the_overview_of_its_procedure(small: Assistant) -> None:
    reply = ask(small, Asked("a", "own", "9.000004", "phí bao nhiêu", "fee", frozenset(), frozenset()))
    assert reply.status is Status.ANSWERED
    assert reply.procedure
    assert reply.procedure.code == "9.000004"


def test_the_catalogues_pieces_have_marks_of_their_own(small: Assistant) -> None:
    record = small.library.catalogue.procedure(CODE, small.library.index().generation)
    assert record
    marks = [mark(piece.text) for piece in pieces(record)]
    assert mark(TICKET) in marks
    assert len(set(marks)) == len(marks)


def test_no_other_suite_asks_these_questions() -> None:
    files = [path for suite in ("retrieval", "facts", "scope", "dialogue", "noise") for path in default_files(suite)]
    assert not [path for path in files if path.stem == "details"]
