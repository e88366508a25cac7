"""Does the message point back, and what does it ask for?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue import Choice, Dialogue, Facet
from assistant.steps.follow import Follow
from assistant.steps.read import Read
from assistant.types import Turn
from assistant.wiring import Assistant
from tests.assistant.making import asked, turned

BIRTH, DEATH, MARRIAGE = "1.001193", "1.000656", "1.000894"
OPEN = Dialogue(
    open_choices=(
        Choice("Đăng ký khai sinh", BIRTH, Facet.FEE),
        Choice("Đăng ký khai tử", DEATH, Facet.FEE),
        Choice("Đăng ký kết hôn (vùng biên giới)", MARRIAGE, Facet.FEE),
    ),
    facet=Facet.FEE,
)
FOCUS = Dialogue(focus=MARRIAGE, facet=Facet.OVERVIEW)


@pytest.fixture
def follow(bundled: Assistant) -> Follow:
    index = bundled.library.index()
    return Follow(index.lexicon, index)


@pytest.fixture
def understand(bundled: Assistant) -> Understand:
    return Read(bundled.library.index().lexicon)


def test_a_tap_fixes_procedure_and_facet(follow: Follow) -> None:
    turn = turned(follow(asked("", choice=Choice("Nộp ở đâu", BIRTH, Facet.WHERE))))
    assert turn.chosen == BIRTH
    assert turn.understanding
    assert turn.understanding.facet is Facet.WHERE


def test_a_tap_on_a_code_nobody_knows_fixes_nothing(follow: Follow) -> None:
    assert turned(follow(asked("", choice=Choice("?", "9.999999")))).chosen is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("1", BIRTH),
        ("2.", DEATH),
        ("số 2", DEATH),
        ("hai", DEATH),
        ("việc 3 nhé", MARRIAGE),
        ("ba ạ", MARRIAGE),
        ("thứ nhất", BIRTH),
        ("khai tử", DEATH),
        ("khai tu", DEATH),
        ("tôi cần kết hôn vùng biên giới", MARRIAGE),
    ],
)
def test_a_typed_answer_picks_an_open_choice(follow: Follow, said: str, code: str) -> None:
    turn = turned(follow(asked(said, OPEN)))
    assert turn.chosen == code
    assert turn.understanding
    assert turn.understanding.facet is Facet.FEE, "the facet of the question that was asked back"


@pytest.mark.parametrize("said", ["9", "0", "đăng ký", "tôi muốn làm sổ đỏ", "không biết"])
def test_what_picks_none_goes_on_as_a_question(follow: Follow, said: str) -> None:
    turn = asked(said, OPEN)
    assert turned(follow(turn)) == turn


def test_numbers_mean_nothing_without_an_open_question(follow: Follow) -> None:
    assert turned(follow(asked("hai", FOCUS))).chosen is None


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
def test_an_ellipsis_keeps_the_focus(understand: Understand, said: str, facet: Facet) -> None:
    turn = turned(understand(asked(said, FOCUS)))
    assert turn.chosen == MARRIAGE
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.facet_named) == (facet, True)
    assert not turn.understanding.topical
    assert turned(understand(asked(said))).chosen is None, "without a focus there is nothing to keep"


def test_every_button_can_be_typed(understand: Understand, bundled: Assistant) -> None:
    reply = bundled.ask(asked("đăng ký kết hôn").inbound)
    assert len(reply.choices) == 6
    for choice in reply.choices:
        turn = turned(understand(asked(choice.label, reply.dialogue)))
        assert (turn.chosen, turn.understanding and turn.understanding.facet) == (MARRIAGE, choice.facet), choice.label


@pytest.mark.parametrize("said", ["lệ phí làm hộ chiếu", "khai sinh cho con hết bao nhiêu tiền", "tôi muốn tách thửa"])
def test_a_topic_of_its_own_leaves_the_focus(understand: Understand, said: str) -> None:
    turn = turned(understand(asked(said, FOCUS)))
    assert turn.chosen is None
    assert turn.understanding
    assert turn.understanding.topical


def test_without_a_cue_the_overview_is_meant(understand: Understand) -> None:
    turn = turned(understand(asked("con tôi mới sinh")))
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.facet_named) == (Facet.OVERVIEW, False)


def test_a_second_facet_is_kept(understand: Understand) -> None:
    turn = turned(understand(asked("đăng ký kết hôn mang giấy gì và mất bao lâu")))
    assert turn.understanding
    assert (turn.understanding.facet, turn.understanding.also) == (Facet.DURATION, (Facet.DOCUMENTS,))


def test_what_is_understood_already_stays(follow: Follow, understand: Understand) -> None:
    turn: Turn = turned(follow(asked("2", OPEN)))
    assert turned(understand(turn)) == turn
    assert turned(understand(replace(turn, chosen=None))).chosen is None
