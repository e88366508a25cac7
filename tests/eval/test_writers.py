"""Answers written by hand: their marks follow the statements, and what no longer applies is skipped and counted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.types import Draft, Told, Turn
from eval import writers
from eval.metrics.intervals import share
from eval.writers import Part, Row, figures, hashed, judge, kind_of, renumbered, rows
from tests.assistant.making import HOTLINE, WORDS, understood
from tests.assistant.writing.making import TEXT, draft, statement

MOVED = TEXT.replace("• Nộp ở", "• Cách nộp: nộp trực tiếp\n• Nộp ở")
CHANGED = TEXT.replace("3 ngày làm việc", "5 ngày làm việc")
STANDS, LIE = "Bạn nộp ở {3a}, chờ {4a}.", "Nộp trên mạng thì mất {5a}."


def row(*told: Told, lies: tuple[str, ...] = ()) -> Row:
    used = {n for one in told for n in one.rests_on}
    return Row("q", {n: hashed(statement(n).text) for n in used}, told, lies or ("",) * len(told))


def turn(of: Draft) -> Turn:
    return replace(understood("tôi muốn nuôi ong"), draft=of)


def test_marks_and_numbers_follow_their_statements() -> None:
    (told,) = renumbered(row(Told(STANDS, (3, 4))), draft(MOVED)) or ()
    assert told == Told("Bạn nộp ở {4a}, chờ {5a}.", (4, 5))


@pytest.mark.parametrize("text", [CHANGED, TEXT.replace("• Bao lâu: 3 ngày làm việc\n", "")])
def test_a_row_about_another_statement_says_nothing(text: str) -> None:
    assert renumbered(row(Told(STANDS, (3, 4))), draft(text)) is None
    assert judge(row(Told(STANDS, (3, 4))), turn(draft(text)), WORDS, HOTLINE) is None


def test_a_row_whose_mark_is_gone_says_nothing() -> None:
    assert renumbered(row(Told("Chờ {4b}.", (4,))), draft()) is None


def test_what_a_change_leaves_alone_still_applies() -> None:
    assert renumbered(row(Told("Bạn nộp ở {3a}.", (3,))), draft(CHANGED)) is not None


def test_a_good_answer_and_a_lie_are_counted() -> None:
    good = judge(row(Told(STANDS, (3, 4))), turn(draft()), WORDS, HOTLINE)
    lie = judge(
        row(Told(STANDS, (3, 4)), Told(LIE, (5,)), lies=("", "of the other way")), turn(draft()), WORDS, HOTLINE
    )
    assert good is not None
    assert lie is not None
    assert (good.outcome, lie.outcome) == ("whole", "mended")
    assert [bool(fault) for _, fault in lie.faults] == [False, True]
    assert (lie.lies, lie.through) == (1, ())
    told = dict(figures(Part([good, good], 1), Part([lie], 2)))
    assert told["good answers, skipped"] == "2, 1"
    assert told["whole"].startswith("2 of 2: 100.0%")
    assert told["good sentences that fall"].startswith("0 of 2: 0.0%")
    assert told["answers of the liar, skipped"] == "1, 2"
    assert told["lies through"].startswith("0 of 1: 0.0%")


def test_a_lie_that_reaches_a_reader_is_seen() -> None:
    judged = judge(row(Told(STANDS, (3, 4)), lies=("said to be one",)), turn(draft()), WORDS, HOTLINE)
    assert judged is not None
    assert judged.through == ("Bạn nộp ở Ủy ban nhân dân xã, chờ 3 ngày làm việc. (said to be one)",)


def test_faults_are_told_by_kind() -> None:
    assert [kind_of(f) for f in ("mixed case nộp ở", "order nộp ở", "markup")] == ["mixed case", "order", "markup"]


def test_a_share_is_of_all_and_varies_by_answer() -> None:
    found = share([1, 0, 0, 1], [1, 2, 2, 1])
    assert found.mean == pytest.approx(1 / 3)
    assert 0 <= found.low < found.mean < found.high <= 1
    assert share([0, 0], [1, 3]).high == 0


def test_the_files_hold_no_text_of_a_record() -> None:
    for who in ("good", "lies"):
        for part in writers.PARTS:
            path = writers.SUITES / f"{who}-{part}.jsonl"
            read = list(rows(path))
            assert len(read) >= 60
            assert all(len(known) == len(hashed("")) for one in read for known in one.statements.values())
            assert {key for line in path.read_text("utf-8").splitlines() for key in json.loads(line)} <= {
                "id", "statements", "sentences",
            }  # fmt: skip
            assert any(any(one.lies) for one in read) == (who == "lies")


def test_dev_and_held_ask_other_questions() -> None:
    dev, held = ({one.id for who in ("good", "lies") for one in rows(writers.SUITES / f"{who}-{part}.jsonl")}
                 for part in writers.PARTS)  # fmt: skip
    assert not dev & held
