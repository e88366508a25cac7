"""Conversations of several turns: taps, numbers, words of a choice, bare follow-ups, a change of subject."""

from __future__ import annotations

import pytest

from assistant.dialogue import Choice, Facet
from assistant.settings import Limits
from assistant.types import Reply, Status
from assistant.wiring import Assistant
from tests.assistant.talking import Talk, code

MARRIAGE = "đăng ký kết hôn"
MARRIAGE_CODE = "1.000894"
VAGUE = "giấy cho hai vợ chồng hết bao nhiêu tiền"


@pytest.fixture
def talk(bundled: Assistant) -> Talk:
    return Talk(bundled)


@pytest.fixture
def doubting(bundled: Assistant) -> Talk:
    """A conversation with an assistant that asks back about everything."""
    limits = Limits(found=0.1, in_scope=0.0, sure=9.0, passage=9.0)
    settings = bundled.settings.model_copy(update={"limits": limits})
    return Talk(Assistant(settings, bundled.library.catalogue.engine, bundled.library))


def asked_back(talk: Talk) -> Reply:
    reply = talk.say(VAGUE)
    assert reply.status is Status.CLARIFY
    assert len(reply.choices) == 4
    return reply


@pytest.mark.parametrize(
    ("said", "facet"),
    [
        ("thế phí bao nhiêu", Facet.FEE),
        ("the mat bao lau", Facet.DURATION),
        ("nộp ở đâu", Facet.WHERE),
        ("Xem các bước", Facet.STEPS),
    ],
)
def test_a_bare_follow_up_keeps_the_procedure(talk: Talk, said: str, facet: Facet) -> None:
    assert code(talk.say(MARRIAGE)) == MARRIAGE_CODE
    reply = talk.say(said)
    assert (code(reply), reply.facet) == (MARRIAGE_CODE, facet)


def test_a_bare_follow_up_without_a_beginning_is_asked_about(talk: Talk) -> None:
    reply = talk.say("thế phí bao nhiêu")
    assert reply.status in (Status.CLARIFY, Status.NOT_FOUND), "nothing to answer, nothing to decline"
    assert reply.dialogue.focus is None


def test_small_talk_between_does_not_lose_the_thread(talk: Talk) -> None:
    talk.say(MARRIAGE)
    assert talk.say("cảm ơn nhé").status is Status.SMALLTALK
    assert talk.say("").status is Status.ERROR
    reply = talk.say("thế phí bao nhiêu")
    assert (code(reply), reply.facet) == (MARRIAGE_CODE, Facet.FEE)
    assert reply.dialogue.turns == 4


def test_a_new_subject_takes_the_focus(talk: Talk) -> None:
    talk.say(MARRIAGE)
    assert code(talk.say("cấp lại thẻ căn cước bị mất")) == "1.014064"
    assert code(talk.say("mất bao lâu")) == "1.014064"


def test_buttons_lead_through_the_facets(talk: Talk) -> None:
    reply = talk.say(MARRIAGE)
    for choice in reply.choices:
        shown = talk.tap(choice)
        assert (code(shown), shown.facet) == (MARRIAGE_CODE, choice.facet)
        assert choice.facet not in [c.facet for c in shown.choices], "no button to what is on the screen"


@pytest.mark.parametrize("said", ["2", "số 2", "hai", "việc 2 nhé"])
def test_the_number_of_a_choice(doubting: Talk, said: str) -> None:
    back = asked_back(doubting)
    reply = doubting.say(said)
    assert (code(reply), reply.facet) == (back.choices[1].code, Facet.FEE), "the fee was asked for"
    assert reply.dialogue.open_choices == ()


@pytest.mark.parametrize("number", range(4))
def test_the_words_of_a_choice(doubting: Talk, number: int) -> None:
    back = asked_back(doubting)
    assert code(doubting.say(back.choices[number].label)) == back.choices[number].code


def test_a_tap_on_a_choice_and_on_nothing_known(doubting: Talk) -> None:
    back = asked_back(doubting)
    assert code(doubting.tap(back.choices[3])) == back.choices[3].code
    reply = doubting.tap(Choice("?", "9.999999"))
    assert reply.status is Status.NOT_FOUND, "not an answer about another procedure"


def test_an_answered_question_leaves_no_open_choice(doubting: Talk) -> None:
    asked_back(doubting)
    doubting.say("1")
    assert doubting.say("1").status is Status.ERROR, "a bare number means nothing now"


def test_another_question_instead_of_a_choice(doubting: Talk) -> None:
    asked_back(doubting)
    reply = doubting.say("nhà đang cháy gọi ai")
    assert reply.handoff
    assert reply.handoff.emergency == "114"


def test_the_nearest_three_can_be_picked(bundled: Assistant) -> None:
    settings = bundled.settings.model_copy(update={"limits": Limits(found=9.0, passage=9.0)})
    talk = Talk(Assistant(settings, bundled.library.catalogue.engine, bundled.library))
    reply = talk.say("đăng ký kết hôn")
    assert reply.status is Status.NOT_FOUND
    assert len(reply.choices) == 3
    assert code(talk.say("1")) == reply.choices[0].code
