"""What is asked for: the facet, and whether the message has a topic of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue import Choice, Dialogue, Facet
from assistant.steps.follow import Follow
from assistant.steps.read import Read
from assistant.types import Turn
from assistant.wiring import Assistant
from tests.assistant.making import HOTLINE, WORDS, asked, turned

BIRTH, MARRIAGE = "1.001193", "1.000894"
FOCUS = Dialogue(focus=MARRIAGE, facet=Facet.OVERVIEW)


@pytest.fixture
def read(bundled: Assistant) -> Read:
    return Read(bundled.library.index())


@pytest.mark.parametrize(
    ("said", "facet"),
    [
        ("thế phí bao nhiêu", Facet.FEE),
        ("the phi bao nhieu", Facet.FEE),
        ("mất bao lâu", Facet.DURATION),
        ("nộp ở đâu ạ", Facet.WHERE),
        ("cần giấy tờ gì", Facet.DOCUMENTS),
        ("qua mạng được không", Facet.ONLINE),
    ],
)
def test_an_ellipsis_keeps_the_focus(read: Read, said: str, facet: Facet) -> None:
    turn = turned(read(asked(said, FOCUS)))
    assert turn.chosen == MARRIAGE
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.facet_named) == (facet, True)
    assert not turn.understanding.topical
    assert turned(read(asked(said))).chosen is None, "without a focus there is nothing to keep"


def test_an_ellipsis_after_a_silence_means_the_last_remembered(read: Read) -> None:
    woken = Dialogue(before=(MARRIAGE, BIRTH))
    assert turned(read(asked("mất bao lâu", woken))).chosen == MARRIAGE


def test_every_button_can_be_typed(read: Read, bundled: Assistant) -> None:
    reply = bundled.ask(asked("đăng ký kết hôn").inbound)
    assert len(reply.choices) == 6
    for choice in reply.choices:
        turn = turned(read(asked(choice.label, reply.dialogue)))
        assert (turn.chosen, turn.understanding and turn.understanding.facet) == (MARRIAGE, choice.facet), choice.label


@pytest.mark.parametrize(
    "said",
    [
        "lệ phí làm hộ chiếu",
        "phí làm hộ chiếu là bao nhiêu",
        "giá vàng hôm nay bao nhiêu",
        "khai sinh cho con hết bao nhiêu tiền",
        "tôi muốn tách thửa",
    ],
)
def test_a_topic_of_its_own_leaves_the_focus(read: Read, said: str) -> None:
    turn = turned(read(asked(said, FOCUS)))
    assert turn.chosen is None
    assert turn.understanding
    assert turn.understanding.topical
    assert turn.understanding.own


def test_without_a_cue_the_overview_is_meant(read: Read) -> None:
    turn = turned(read(asked("con tôi mới sinh")))
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.facet_named) == (Facet.OVERVIEW, False)


def test_a_second_facet_is_kept(read: Read) -> None:
    turn = turned(read(asked("đăng ký kết hôn mang giấy gì và mất bao lâu")))
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.also) == (Facet.DURATION, (Facet.DOCUMENTS,))


def test_what_is_understood_already_stays(read: Read) -> None:
    memory = Dialogue(open_choices=(Choice("Đăng ký khai sinh", BIRTH), Choice("Đăng ký kết hôn", MARRIAGE)))
    turn: Turn = turned(Follow(WORDS, read.index, HOTLINE)(asked("2", memory)))
    assert turned(read(turn)) == turn
    assert turned(read(replace(turn, chosen=None))).chosen is None
