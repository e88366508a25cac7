"""Does the message itself point back: a tap, an answer to an open question, a command, a way back?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.dialogue import REMEMBERED, SILENCE, Choice, Dialogue, Facet
from assistant.steps.follow import Follow
from assistant.types import Status, Turn
from assistant.wiring import Assistant
from tests.assistant.making import HOTLINE, WORDS, asked, replied, turned
from tests.assistant.talking import START, Talk

BIRTH, DEATH, MARRIAGE, CARD = "1.001193", "1.000656", "1.000894", "1.014064"
OPEN = Dialogue(
    open_choices=(
        Choice("Đăng ký khai sinh", BIRTH, Facet.FEE),
        Choice("Đăng ký khai tử", DEATH, Facet.FEE),
        Choice("Đăng ký kết hôn (vùng biên giới)", MARRIAGE, Facet.FEE),
    ),
    facet=Facet.FEE,
)
FOCUS = Dialogue(focus=MARRIAGE, facet=Facet.DOCUMENTS)
READING = Dialogue(focus=MARRIAGE, facet=Facet.STEPS, step=2)
SEVERAL = Dialogue(focus=CARD, facet=Facet.FEE, before=(MARRIAGE, BIRTH, DEATH))


@pytest.fixture
def follow(bundled: Assistant) -> Follow:
    return Follow(WORDS, bundled.library.index(), HOTLINE)


def meant(turn: Turn) -> tuple[str | None, Facet | None, int]:
    """(procedure, facet, step)"""
    return turn.chosen, turn.understanding.facet if turn.understanding else None, turn.step


def test_a_tap_fixes_procedure_facet_and_step(follow: Follow) -> None:
    tapped = asked("", choice=Choice("Nộp ở đâu", BIRTH, Facet.WHERE))
    assert meant(turned(follow(tapped))) == (BIRTH, Facet.WHERE, 0)
    tapped = asked("", READING, choice=Choice("Bước tiếp theo", MARRIAGE, Facet.STEPS, 3))
    assert meant(turned(follow(tapped))) == (MARRIAGE, Facet.STEPS, 3)


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
        ("cái cuối cùng", MARRIAGE),
        ("khai tử", DEATH),
        ("khai tu", DEATH),
        ("tôi cần kết hôn vùng biên giới", MARRIAGE),
        ("lựa số 2 nha", DEATH),
        ("lua so 2 nha", DEATH),
        ("cho tôi cái thứ nhất", BIRTH),
        ("cho em việc đầu tiên", BIRTH),
        ("theo cái thứ hai nhé", DEATH),
        ("lấy cái cuối đi", MARRIAGE),
    ],
)
def test_a_typed_answer_picks_an_open_choice(follow: Follow, said: str, code: str) -> None:
    assert meant(turned(follow(asked(said, OPEN)))) == (code, Facet.FEE, 0), "the facet of the question asked back"


@pytest.mark.parametrize("said", ["9", "0", "đăng ký", "tôi muốn làm sổ đỏ", "không biết"])
def test_what_picks_none_goes_on_as_a_question(follow: Follow, said: str) -> None:
    turn = asked(said, OPEN)
    assert turned(follow(turn)) == turn


REFUSALS = [
    "mấy cái đó không cái nào đúng",
    "may cai do khong cai nao dung",
    "không có cái nào",
    "không việc nào trong số đó",
    "đều không phải",
    "hông phải mấy cái này đâu",
]


@pytest.mark.parametrize("memory", [OPEN, replace(OPEN, focus=CARD)], ids=["at the beginning", "with a focus"])
@pytest.mark.parametrize("said", REFUSALS)
def test_who_refuses_all_choices_is_asked_for_more_with_nothing_to_pick_from(
    follow: Follow, said: str, memory: Dialogue
) -> None:
    reply = replied(follow(asked(said, memory)))
    assert (reply.status, reply.text) == (Status.CLARIFY, WORDS("clarify.tell_more", hotline=HOTLINE))
    assert reply.choices == ()
    assert reply.dialogue == replace(memory, open_choices=()), "the rest is remembered"


@pytest.mark.parametrize("said", REFUSALS)
def test_without_open_choices_there_is_nothing_to_refuse(follow: Follow, said: str) -> None:
    for memory in (Dialogue(), FOCUS):
        turn = asked(said, memory)
        assert turned(follow(turn)) == turn


def test_a_tap_is_no_refusal_whatever_its_label_says(follow: Follow) -> None:
    tapped = asked(REFUSALS[0], OPEN, Choice(REFUSALS[0], BIRTH))
    assert turned(follow(tapped)).chosen == BIRTH


def test_numbers_mean_nothing_without_an_open_question(follow: Follow) -> None:
    assert turned(follow(asked("hai", FOCUS))).chosen is None


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("tiếp", 3),
        ("tiep tuc di", 3),
        ("bước tiếp theo", 3),
        ("xong rồi làm gì nữa", 3),
        ("bước trước", 1),
        ("bước 4 là gì", 4),
        ("buoc ba", 3),
        ("bước đầu tiên", 1),
        ("đọc lại", 2),
        ("doc lai giup toi voi", 2),
        ("ngắn thôi", 2),
    ],
)
def test_a_command_moves_among_the_steps(follow: Follow, said: str, step: int) -> None:
    assert meant(turned(follow(asked(said, READING)))) == (MARRIAGE, Facet.STEPS, step)


def test_the_last_step_is_beyond_any_list(follow: Follow) -> None:
    assert turned(follow(asked("bước cuối cùng", READING))).step > 50


def test_without_a_step_read_the_first_comes_next_and_never_the_zeroth(follow: Follow) -> None:
    assert meant(turned(follow(asked("tiếp", FOCUS)))) == (MARRIAGE, Facet.STEPS, 1)
    assert meant(turned(follow(asked("bước trước", FOCUS)))) == (MARRIAGE, Facet.STEPS, 1)


def test_repeating_and_shortening_keep_the_facet(follow: Follow) -> None:
    again, brief = (turned(follow(asked(said, FOCUS))) for said in ("đọc lại", "ngắn thôi"))
    assert meant(again) == meant(brief) == (MARRIAGE, Facet.DOCUMENTS, 0)
    assert (again.brief, brief.brief) == (False, True)


@pytest.mark.parametrize("said", ["tiếp", "đọc lại", "ngắn thôi", "bước 2", "quay lại việc lúc nãy"])
def test_a_command_at_the_very_beginning_is_none(follow: Follow, said: str) -> None:
    turn = asked(said)
    assert turned(follow(turn)) == turn


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("quay lại việc kết hôn lúc nãy", MARRIAGE),
        ("quay lai chuyen khai sinh", BIRTH),
        ("ban nãy nói khai tử, lệ phí bao nhiêu", DEATH),
        ("quay lại việc trước", MARRIAGE),
        ("quay lại việc đầu tiên", DEATH),
    ],
)
def test_the_way_back_by_name_and_by_place(follow: Follow, said: str, code: str) -> None:
    assert turned(follow(asked(said, SEVERAL))).chosen == code


def test_the_way_back_keeps_what_is_asked(follow: Follow) -> None:
    turn = turned(follow(asked("quay lại việc khai sinh, lệ phí bao nhiêu", SEVERAL)))
    assert meant(turn) == (BIRTH, Facet.FEE, 0)


def test_a_long_story_with_a_word_of_return_is_a_question(follow: Follow) -> None:
    story = "hồi đầu năm tôi có nộp hồ sơ xin trợ cấp cho mẹ già tám mươi tuổi mà xã chưa trả lời"
    turn = asked(story, SEVERAL)
    assert turned(follow(turn)) == turn


def test_a_silence_clears_the_focus_before_anything_is_read(follow: Follow) -> None:
    then = replace(READING, at=START - SILENCE - timedelta(seconds=1), open_choices=OPEN.open_choices)
    turn = asked("tôi hỏi chuyện khác", then)
    awake = turned(follow(replace(turn, inbound=replace(turn.inbound, received_at=START))))
    assert awake.dialogue == Dialogue(before=(MARRIAGE,), at=then.at)
    assert len(awake.dialogue.before) <= REMEMBERED


def test_what_the_index_no_longer_holds_is_not_gone_on_with(follow: Follow) -> None:
    gone = Dialogue(focus="9.999999", facet=Facet.STEPS, step=1, before=("9.999998",))
    for said in ("tiếp", "đọc lại", "bước 2", "quay lại việc trước"):
        assert turned(follow(asked(said, gone))).chosen is None, said


@pytest.mark.parametrize(
    "said",
    [
        "hai vợ chồng đều không có hộ khẩu ở đây thì làm sao",
        "tôi bị mất giấy không biết cái nào nộp ở đâu",
        "con trai 3 tuổi không biết làm cái nào",
    ],
)
def test_what_only_sounds_like_a_refusal_is_an_ordinary_message(follow: Follow, said: str) -> None:
    assert isinstance(follow(asked(said, OPEN)), Turn)


def test_a_call_for_help_is_no_refusal_of_choices(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.memory = OPEN
    reply = talk.say("nhà tôi đang cháy không biết gọi cái nào")
    assert reply.handoff
    assert reply.handoff.emergency == "114"


ORDERED = replace(SEVERAL, met=(DEATH, BIRTH, MARRIAGE, CARD))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("việc thứ hai nộp ở đâu", BIRTH),
        ("còn cái thứ nhất thì phí bao nhiêu", DEATH),
        ("thủ tục thứ 3 lúc nãy", MARRIAGE),
        ("viec thu tu bao lau", CARD),
        ("việc thứ 9", None),
    ],
)
def test_a_procedure_by_its_place_in_the_conversation(follow: Follow, said: str, code: str | None) -> None:
    assert turned(follow(asked(said, ORDERED))).chosen == code


def test_with_choices_open_a_place_is_a_choice(follow: Follow) -> None:
    assert turned(follow(asked("cái thứ hai", replace(OPEN, met=(MARRIAGE, BIRTH))))).chosen == DEATH


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("kế nữa", 3),
        ("xong rồi, tới bước nào nữa", 3),
        ("sau đó thì thế nào", 3),
        ("từ đầu lại giúp", 1),
        ("cho nghe lại lần nữa coi", 2),
        ("trở về bước liền trước", 1),
    ],
)
def test_going_on_in_other_words(follow: Follow, said: str, step: int) -> None:
    assert meant(turned(follow(asked(said, READING)))) == (MARRIAGE, Facet.STEPS, step)
