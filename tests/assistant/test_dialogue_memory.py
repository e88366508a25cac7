"""The memory of a conversation as a value: what is kept, what a silence clears, how bursts become one message."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import (
    CASE_WORDS,
    MET,
    REMEMBERED,
    SILENCE,
    Choice,
    Dialogue,
    Facet,
    heard,
    merged,
    told,
    topic,
    woken,
)
from tests.assistant.talking import START

CODES = st.sampled_from([f"1.00000{n}" for n in range(9)])
FACETS = st.sampled_from(Facet)
TIMES = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)).map(
    lambda at: at.replace(tzinfo=START.tzinfo)
)
GAPS = st.timedeltas(timedelta(0), timedelta(hours=2)) | st.timedeltas(timedelta(0), timedelta(days=400))


@st.composite
def talking(draw: st.DrawFn) -> Dialogue:
    """A memory in the middle of a conversation: something was told, at some time."""
    memory = Dialogue(turns=draw(st.integers(1, 50)), at=draw(TIMES))
    for code, facet, step in draw(st.lists(st.tuples(CODES, FACETS, st.integers(0, 20)), min_size=1, max_size=12)):
        memory = told(memory, code, facet, step)
    choices = tuple(Choice(code, code) for code in draw(st.lists(CODES, max_size=4)))
    return replace(memory, open_choices=choices)


@st.composite
def waking(draw: st.DrawFn) -> Dialogue:
    """A memory after a silence."""
    memory = draw(talking())
    assert memory.at
    return woken(memory, memory.at + SILENCE + draw(GAPS) + timedelta(microseconds=1))


MEMORIES = talking() | waking() | st.just(Dialogue())


def sound(memory: Dialogue) -> None:
    """What holds for every memory."""
    assert memory.focus not in memory.before
    assert len(memory.before) <= REMEMBERED
    assert len(set(memory.before)) == len(memory.before)
    assert memory.step >= 0


@given(memory=MEMORIES, code=CODES, facet=FACETS, step=st.integers(0, 99))
def test_what_was_told_last_is_in_focus_and_the_earlier_stay_in_order(
    memory: Dialogue, code: str, facet: Facet, step: int
) -> None:
    sound(memory)
    after = told(memory, code, facet, step)
    sound(after)
    assert (after.focus, after.facet, after.step, after.open_choices) == (code, facet, step, ())
    earlier = [c for c in (memory.focus, *memory.before) if c and c != code]
    assert list(after.before) == earlier[:REMEMBERED]
    assert (after.turns, after.at) == (memory.turns, memory.at)


@given(memory=MEMORIES, code=CODES)
def test_the_same_procedure_again_changes_nothing_of_what_came_before(memory: Dialogue, code: str) -> None:
    once = told(memory, code, Facet.FEE)
    assert told(once, code, Facet.FEE) == once


def test_the_sixth_earlier_procedure_is_forgotten() -> None:
    memory = Dialogue()
    for n in range(8):
        memory = told(memory, str(n), Facet.OVERVIEW)
    assert (memory.focus, memory.before) == ("7", ("6", "5", "4", "3", "2"))


@given(memory=talking(), gap=GAPS)
def test_a_silence_clears_the_focus_and_remembers_it(memory: Dialogue, gap: timedelta) -> None:
    assert memory.at
    assert memory.focus
    after = woken(memory, memory.at + gap)
    sound(after)
    if gap <= SILENCE:
        assert after == memory
    else:
        assert (after.focus, after.facet, after.open_choices, after.step) == (None, None, (), 0)
        assert after.before == (memory.focus, *memory.before)[:REMEMBERED]
        assert (after.turns, after.at) == (memory.turns, memory.at)
        assert woken(after, memory.at + gap) == after, "waking twice is waking once"


@pytest.mark.parametrize(
    ("gap", "kept"),
    [
        (timedelta(minutes=30), True),
        (timedelta(minutes=30, microseconds=1), False),
        (timedelta(0), True),
        (timedelta(minutes=-5), True),
    ],
    ids=["exactly thirty minutes", "a moment more", "at once", "a clock set back"],
)
def test_thirty_minutes_and_no_more(gap: timedelta, kept: bool) -> None:
    memory = Dialogue(focus="1.000894", facet=Facet.STEPS, step=2, turns=3, at=START)
    assert (woken(memory, START + gap) == memory) is kept
    assert "1.000894" in (woken(memory, START + gap).focus, *woken(memory, START + gap).before)


def test_a_first_message_wakes_nothing() -> None:
    memory = Dialogue(focus="1.000894")
    assert woken(memory, START) == memory
    assert woken(Dialogue(), START) == Dialogue()


@given(memory=talking(), gap=GAPS)
def test_what_was_told_last_is_the_topic_whatever_the_silence(memory: Dialogue, gap: timedelta) -> None:
    assert memory.at
    assert topic(memory) == topic(woken(memory, memory.at + gap)) == memory.focus


@given(memory=MEMORIES)
def test_the_topic_is_something_remembered(memory: Dialogue) -> None:
    assert topic(memory) in (None, memory.focus, *memory.before, *(choice.code for choice in memory.open_choices))


TWO = (Choice("Đăng ký khai sinh", "1.001193"), Choice("Đăng ký khai tử", "1.000656"))


@pytest.mark.parametrize(
    ("memory", "code"),
    [
        (Dialogue(), None),
        (Dialogue(facet=Facet.FEE), None),
        (Dialogue(open_choices=TWO, facet=Facet.FEE), "1.001193"),
        (Dialogue(open_choices=TWO), None),
        (Dialogue(open_choices=TWO, facet=Facet.FEE, focus="1.000894"), "1.000894"),
        (Dialogue(open_choices=TWO, facet=Facet.FEE, before=("1.000894", "1.014064")), "1.000894"),
    ],
    ids=["nothing said", "nothing offered", "a question back", "nothing found", "a focus", "after a silence"],
)
def test_the_topic_is_the_focus_or_the_latest_or_the_likeliest_offered(memory: Dialogue, code: str | None) -> None:
    assert topic(memory) == code


@given(memory=MEMORIES, now=TIMES)
def test_each_turn_is_counted_with_its_time(memory: Dialogue, now: datetime) -> None:
    assert heard(memory, now) == replace(memory, turns=memory.turns + 1, at=now)


WORDS = st.text(string.ascii_letters + "ăâđêôơưáàảãạ .,?!\n", max_size=40)


@given(st.lists(WORDS, max_size=8))
def test_a_burst_keeps_every_word_in_order(messages: list[str]) -> None:
    def words(text: str) -> list[str]:
        return text.replace(".", " ").split()

    said = merged(messages)
    assert words(said) == [word for message in messages for word in words(message)]
    assert merged(tuple(messages)) == said


def test_a_burst_reads_as_sentences() -> None:
    assert merged(["con tôi mới sinh", " ", "cần giấy gì.", "", "nộp ở đâu"]) == (
        "con tôi mới sinh. cần giấy gì. nộp ở đâu"
    )
    assert merged([]) == merged(["", "  "]) == ""
    assert merged(["một câu"]) == "một câu"


def test_the_order_in_which_procedures_came_up_is_kept() -> None:
    memory = Dialogue()
    for code in ("1", "2", "1", "3", "2"):
        memory = told(memory, code, Facet.FEE)
    assert memory.met == ("1", "2", "3")
    for number in range(4, 4 + MET):
        memory = told(memory, str(number), Facet.FEE)
    assert len(memory.met) == MET


def test_the_words_of_a_case_belong_to_the_procedure_in_focus() -> None:
    first = told(Dialogue(), "1", Facet.FEE, case=("rieng", "le"))
    again = told(first, "1", Facet.DURATION, case=("tang", "le"))
    assert again.case == ("tang", "le", "rieng")
    assert told(again, "2", Facet.FEE).case == ()
    assert woken(heard(again, START), START + 2 * SILENCE).case == ()
    assert len(told(again, "1", Facet.FEE, case=map(str, range(99))).case) == CASE_WORDS
