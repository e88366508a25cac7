"""Emergencies, wishes for a human, complaints, small talk and what is out of scope: rules first, then the sorter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.dialogue import Dialogue, Facet
from assistant.rules import scope, screening
from assistant.rules.scope import ANSWER, Scope
from assistant.steps.screen import Screen
from assistant.types import Reply, Status, Turn
from knowledge.text import fold
from tests.assistant.making import HOTLINE, WORDS, hit, replied, turned, understood

FOCUS = Dialogue(focus="1.000894", turns=3)
SURE = 0.5
FITTING = len(scope.fit(()))
UNCLEAR = "một câu mà không luật nào bắt"


def knowing(**chances: float) -> Scope:
    """A sorter that gives these probabilities to any fit; "decline_illegal" stands for decline:illegal.

    It has met the words of UNCLEAR.
    """
    terms, labels = sorted(set(fold(UNCLEAR).split())), [name.replace("_", ":") for name in chances]
    bias = np.log(np.array(list(chances.values()), dtype=np.float32))
    nothing = np.zeros((len(terms) + FITTING, len(labels)), dtype=np.float32)
    return Scope(terms, np.ones(len(terms), dtype=np.float32), nothing, bias, labels)


def unquoted(turn: Turn) -> Turn | Reply:
    """No text answers anything."""
    return turn


def quoted(turn: Turn) -> Turn | Reply:
    """A text answers everything."""
    return Reply(Status.ANSWERED, UNCLEAR)


def screened(sorter: Scope, turn: Turn) -> Turn | Reply:
    return Screen(WORDS, HOTLINE, sorter, unquoted, SURE)(turn)


HONEST = knowing(answer=0.88, decline_general=0.06, smalltalk_ok=0.06)
SCREEN = Screen(WORDS, HOTLINE, HONEST, unquoted, SURE)


def test_the_sorters_made_here_say_what_they_are_told() -> None:
    turn = understood(UNCLEAR)
    assert turn.understanding
    found = knowing(answer=0.2, decline_illegal=0.5, handoff_stuck=0.3).sort(turn.understanding.query, ())
    assert (found.kind, found.reason) == ("decline", "illegal")
    assert (found.answer, found.chance) == pytest.approx((0.2, 0.5))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nhà đang cháy gọi ai", "114"),
        ("bố tôi vừa ngất xỉu phải làm sao", "115"),
        ("có trộm trong nhà gọi ai", "113"),
        ("cháu bé đang bị bố đánh", "111"),
    ],
)
@pytest.mark.parametrize("memory", [None, FOCUS], ids=["at the beginning", "in a conversation"])
def test_an_emergency_names_the_number_at_once(text: str, number: str, memory: Dialogue | None) -> None:
    reply = replied(SCREEN(understood(text, dialogue=memory)))
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
    reply = replied(SCREEN(understood(text, dialogue=FOCUS)))
    assert (reply.status, reply.text) == (status, WORDS(said))
    assert reply.dialogue == FOCUS, "the conversation goes on where it was"


def test_an_honest_question_and_a_tap_pass() -> None:
    turn = understood("nhà cháy mất giấy khai sinh thì làm lại thế nào")
    assert turned(SCREEN(turn)) == turn
    fixed = replace(understood("", Facet.FEE), chosen="1.000894")
    assert turned(SCREEN(fixed)) == fixed


def test_what_is_declined_or_small_talk_is_no_matter_once_the_procedure_is_known() -> None:
    fixed = replace(understood("xin chào", dialogue=FOCUS), chosen="1.000894")
    assert turned(SCREEN(fixed)) == fixed


def test_what_a_text_answers_is_not_declined_by_the_sorter() -> None:
    doubt = knowing(answer=0.4, decline_general=0.5, smalltalk_ok=0.1)
    turn = understood(UNCLEAR)
    assert turned(Screen(WORDS, HOTLINE, doubt, quoted, SURE)(turn)) == turn
    assert replied(screened(doubt, turn)).status is Status.DECLINED


def test_what_is_clearly_another_kind_is_no_question_for_a_text() -> None:
    clear = knowing(answer=0.04, decline_general=0.9, smalltalk_ok=0.06)
    assert replied(Screen(WORDS, HOTLINE, clear, quoted, SURE)(understood(UNCLEAR))).status is Status.DECLINED


@pytest.mark.parametrize(
    ("sorter", "status", "said"),
    [
        (knowing(answer=0.04, decline_illegal=0.9, smalltalk_ok=0.06), Status.DECLINED, "declined.illegal"),
        (knowing(answer=0.04, decline_abuse=0.9, smalltalk_ok=0.06), Status.DECLINED, "declined.abuse"),
        (knowing(answer=0.04, smalltalk_identity=0.9, decline_general=0.06), Status.SMALLTALK, "smalltalk.identity"),
    ],
)
def test_what_no_rule_catches_the_sorter_may(sorter: Scope, status: Status, said: str) -> None:
    reply = replied(screened(sorter, understood(UNCLEAR)))
    assert (reply.status, reply.text) == (status, WORDS(said))


@pytest.mark.parametrize(("reason", "priority"), [("stuck", "normal"), ("distress", "high"), ("complaint", "high")])
def test_the_sorter_calls_a_person(reason: str, priority: str) -> None:
    reply = replied(screened(knowing(answer=0.02, **{f"handoff_{reason}": 0.98}), understood(UNCLEAR)))
    assert reply.handoff
    assert (reply.handoff.reason, reply.handoff.priority) == (reason, priority)


def test_of_words_it_never_met_the_sorter_says_nothing() -> None:
    sure = knowing(answer=0.01, smalltalk_ok=0.99)
    assert isinstance(screened(sure, understood("qwxzj pkrtv zzz")), Turn)
    assert replied(screened(sure, understood(UNCLEAR))).status is Status.SMALLTALK


def test_an_emergency_is_taken_for_one_rather_once_too_often() -> None:
    doubtful = knowing(answer=0.5, emergency_115=0.45, decline_general=0.05)
    reply = replied(screened(doubtful, understood(UNCLEAR)))
    assert reply.handoff
    assert reply.handoff.emergency == "115"
    as_doubtful = knowing(answer=0.5, decline_medical=0.45, smalltalk_ok=0.05)
    assert isinstance(screened(as_doubtful, understood(UNCLEAR)), Turn), "a question is not declined so lightly"


def test_where_a_procedure_fits_well_neither_rule_nor_doubt_declines() -> None:
    fitting = (hit("1", "Cấp phép mua bán vàng", 1.0, 0.9, chance=0.9),)
    asked = replace(understood("giá vàng hôm nay"), hits=fitting)
    assert isinstance(screened(HONEST, asked), Turn)
    doubt = knowing(answer=0.46, decline_general=0.49, smalltalk_ok=0.05)
    assert isinstance(screened(doubt, replace(understood(UNCLEAR), hits=fitting)), Turn)
    assert replied(screened(doubt, understood(UNCLEAR))).status is Status.DECLINED


def test_a_follow_up_is_not_declined_because_it_cannot_stand_alone() -> None:
    doubt = knowing(answer=0.3, decline_general=0.45, smalltalk_ok=0.25)
    assert replied(screened(doubt, understood(UNCLEAR))).status is Status.DECLINED
    assert isinstance(screened(doubt, understood(UNCLEAR, Facet.FEE, dialogue=FOCUS)), Turn)


def test_what_is_clearly_something_else_is_that_in_a_conversation_too() -> None:
    gold = knowing(answer=0.36, decline_general=0.62, smalltalk_ok=0.02)
    assert replied(screened(gold, understood(UNCLEAR, dialogue=FOCUS))).status is Status.DECLINED
    assert isinstance(screened(gold, understood(UNCLEAR, Facet.FEE, dialogue=FOCUS)), Turn), "a facet is named"
    surely = knowing(answer=0.16, decline_general=0.82, smalltalk_ok=0.02)
    assert replied(screened(surely, understood(UNCLEAR, Facet.FEE, dialogue=FOCUS))).status is Status.DECLINED


def test_every_rule_has_its_words() -> None:
    for number in (rule.label for rule in screening()["emergency"]):
        assert number in WORDS(f"handoff.emergency_{number}")
    assert set(screening()) == {"emergency", "human", "stuck", "complaint", "smalltalk", "decline"}
    assert ANSWER in scope.load().chances(understood("x").understanding.query, ())  # type: ignore[union-attr]


def test_a_rule_does_not_decline_what_is_plainly_a_question_for_us() -> None:
    plain = knowing(answer=0.95, decline_illegal=0.03, smalltalk_ok=0.02)
    assert replied(SCREEN(understood("mua bằng lái giả"))).status is Status.DECLINED
    assert isinstance(screened(plain, understood("mua bằng lái giả")), Turn)
    assert replied(screened(plain, understood("nhà đang cháy gọi ai"))).status is Status.HANDOFF, "safety goes first"


def test_what_may_be_an_emergency_gets_the_number_with_the_human() -> None:
    unsure = knowing(answer=0.1, handoff_asked=0.6, emergency_115=0.25, smalltalk_ok=0.05)
    reply = replied(screened(unsure, understood(UNCLEAR)))
    assert reply.handoff
    assert reply.handoff.emergency == "115"
