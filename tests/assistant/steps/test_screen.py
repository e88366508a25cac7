"""Emergencies, wishes for a human, complaints, small talk and what is out of scope, before any search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue import Dialogue
from assistant.rules import screening
from assistant.steps.screen import Screen
from assistant.steps.read import Read
from assistant.types import Status, Turn
from knowledge.index import lexicon
from tests.assistant.making import HOTLINE, WORDS, asked, replied, turned

SCREEN = Screen(WORDS, HOTLINE)
FOCUS = Dialogue(focus="1.000894", turns=3)


def understood(text: str) -> Turn:
    return replace(turned(Read(lexicon.load())(asked(text, FOCUS))), chosen=None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nhà đang cháy gọi ai", "114"),
        ("bố tôi vừa ngất xỉu phải làm sao", "115"),
        ("có trộm trong nhà gọi ai", "113"),
        ("cháu bé đang bị bố đánh", "111"),
    ],
)
def test_an_emergency_names_the_number_at_once(text: str, number: str) -> None:
    reply = replied(SCREEN(understood(text)))
    assert reply.status is Status.HANDOFF
    assert reply.handoff
    assert (reply.handoff.reason, reply.handoff.priority, reply.handoff.emergency) == ("emergency", "urgent", number)
    assert number in reply.text.split(".")[0]


@pytest.mark.parametrize(
    ("text", "reason", "priority"),
    [
        ("tôi muốn gặp người", "asked", "normal"),
        ("mã otp chờ hoài không về", "stuck", "normal"),
        ("cán bộ quát mắng tôi", "complaint", "high"),
    ],
)
def test_a_person_is_called(text: str, reason: str, priority: str) -> None:
    reply = replied(SCREEN(understood(text)))
    assert reply.handoff
    assert (reply.handoff.reason, reply.handoff.priority, reply.handoff.emergency) == (reason, priority, None)
    assert HOTLINE in reply.text


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("xin chào", Status.SMALLTALK, "smalltalk.greeting"),
        ("cảm ơn nhé", Status.SMALLTALK, "smalltalk.thanks"),
        ("giá vàng hôm nay", Status.DECLINED, "declined.general"),
        ("mua bằng lái giả", Status.DECLINED, "declined.illegal"),
    ],
)
def test_small_talk_and_out_of_scope(text: str, status: Status, said: str) -> None:
    reply = replied(SCREEN(understood(text)))
    assert (reply.status, reply.text) == (status, WORDS(said))
    assert reply.dialogue == FOCUS, "the conversation goes on where it was"


def test_an_honest_question_and_a_tap_pass() -> None:
    turn = understood("nhà cháy mất giấy khai sinh thì làm lại thế nào")
    assert turned(SCREEN(turn)) == turn
    fixed = replace(understood("xin chào"), chosen="1.000894")
    assert turned(SCREEN(fixed)) == fixed


def test_every_rule_has_its_words() -> None:
    for number in (rule.label for rule in screening()["emergency"]):
        assert number in WORDS(f"handoff.emergency_{number}")
    assert set(screening()) == {"emergency", "human", "stuck", "complaint", "smalltalk", "decline"}
