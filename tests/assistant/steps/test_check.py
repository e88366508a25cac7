"""The first step: what holds no question ends here with a clear reply, the rest goes on clean."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import Choice, Dialogue
from assistant.steps.check import Check
from assistant.types import Reply, Status
from tests.assistant.making import HOTLINE, WORDS, asked, replied, turned

CHECK = Check(WORDS, HOTLINE, 200)
OPEN = Dialogue(open_choices=(Choice("Khai sinh", "1"), Choice("Khai tử", "2")))


@pytest.mark.parametrize("text", ["", "  \t\n ", "\u200b\ufeff", "\x00\x07"])
def test_nothing_typed(text: str) -> None:
    reply = replied(CHECK(asked(text, OPEN)))
    assert (reply.status, reply.text) == (Status.ERROR, WORDS("problem.empty"))
    assert reply.dialogue == OPEN, "the open question is not forgotten"


@pytest.mark.parametrize("text", ["...!!!", "1234", "?", "x" * 150])
def test_no_words(text: str) -> None:
    reply = replied(CHECK(asked(text)))
    assert (reply.status, reply.text) == (Status.ERROR, WORDS("problem.unreadable"))


@pytest.mark.parametrize("text", ["我想给孩子办出生登记", "كيف أسجل", "ຂ້ອຍ", "нужны"])
def test_another_script_is_handed_to_a_person(text: str) -> None:
    reply = replied(CHECK(asked(text)))
    assert reply.status is Status.HANDOFF
    assert reply.handoff
    assert (reply.handoff.reason, reply.handoff.emergency) == ("language", None)
    assert HOTLINE in reply.text


def test_emoji_are_greeted() -> None:
    assert replied(CHECK(asked("😀🙏🏽"))).status is Status.SMALLTALK


def test_a_bare_number_answers_an_open_question() -> None:
    assert turned(CHECK(asked(" 2. ", OPEN))).inbound.text == "2."
    assert replied(CHECK(asked("2."))).status is Status.ERROR


def test_a_tap_needs_no_text() -> None:
    turn = asked("", choice=Choice("Lệ phí", "1.001193"))
    assert turned(CHECK(turn)) == turn


def test_text_is_cleaned_and_cut() -> None:
    decomposed = unicodedata.normalize("NFD", "Đăng ký\u200b  kết\x07 hôn")
    assert turned(CHECK(asked(decomposed))).inbound.text == "Đăng ký kết hôn"
    assert len(turned(CHECK(asked("sinh con " * 1000))).inbound.text) <= 200
    assert turned(CHECK(asked("hỏi k" + "\u0301\u0323\u0302" * 30))).inbound.text == "hỏi k"


@given(st.text(max_size=400))
def test_any_text_ends_clean_or_with_words(text: str) -> None:
    outcome = CHECK(asked(text))
    if isinstance(outcome, Reply):
        assert outcome.text
        assert outcome.status in (Status.ERROR, Status.HANDOFF, Status.SMALLTALK)
    else:
        kept = outcome.inbound.text
        assert 0 < len(kept) <= 200
        assert unicodedata.is_normalized("NFC", kept)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\r\n" for c in kept)
