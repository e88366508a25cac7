"""Whole conversations: reading step by step, repeating, shortening, coming back after a silence, anything at all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue import REMEMBERED, SILENCE, Facet
from assistant.types import Reply, Status
from assistant.wiring import Assistant
from tests.assistant.making import WORDS
from tests.assistant.talking import A_MOMENT, PAUSE, Talk, code

MARRIAGE, LOST_CARD = "1.000894", "1.014064"
BEGUN = "đăng ký kết hôn"
REMINDED = WORDS("remembered.topic", name="@").split("@")[0]


@pytest.fixture
def talk(bundled: Assistant) -> Talk:
    talk = Talk(bundled)
    assert code(talk.say(BEGUN)) == MARRIAGE
    return talk


def place(reply: Reply) -> tuple[int, int]:
    """(step, how many), as the first line says."""
    found = re.match(r"Bước (\d+) trên (\d+): ", reply.text)
    assert found, reply.text
    return int(found[1]), int(found[2])


def test_next_reads_every_step_in_order_and_stays_at_the_last(talk: Talk) -> None:
    first = talk.say("tiếp")
    _, count = place(first)
    assert count > 2
    replies = [first, *(talk.say("tiếp") for _ in range(count + 1))]
    assert [place(reply) for reply in replies] == [(min(n, count), count) for n in range(1, count + 3)]
    assert all((code(reply), reply.facet) == (MARRIAGE, Facet.STEPS) for reply in replies)
    assert len({reply.text for reply in replies}) == count, "each step once, then the last again"
    assert [WORDS("steps.last") in reply.text for reply in replies] == [n >= count - 1 for n in range(count + 2)]


def test_the_button_reads_on_as_the_word_does(bundled: Assistant, talk: Talk) -> None:
    tapping = Talk(bundled, talk.memory)
    typed, tapped = talk.say("tiếp"), tapping.say("tiếp")
    while button := next((choice for choice in tapped.choices if choice.step), None):
        typed, tapped = talk.say("tiếp"), tapping.tap(button)
        assert tapped.text == typed.text
    assert place(tapped)[0] == place(tapped)[1], "no button after the last"


def test_back_first_last_and_a_number(talk: Talk) -> None:
    count = place(talk.say("bước cuối cùng"))[1]
    assert place(talk.say("bước trước"))[0] == count - 1
    assert place(talk.say("bước đầu tiên"))[0] == 1
    assert place(talk.say("bước trước"))[0] == 1
    assert place(talk.say("bước 2"))[0] == 2
    assert place(talk.say("bước 90"))[0] == count


@pytest.mark.parametrize("said", ["tiếp", "lệ phí bao nhiêu", "cần giấy tờ gì"])
def test_repeat_says_the_same_again(talk: Talk, said: str) -> None:
    told = talk.say(said)
    again = talk.say("đọc lại")
    assert (again.text, again.choices) == (told.text, told.choices)
    assert talk.say("nói lại giúp em").text == told.text, "as often as it is wanted"


@pytest.mark.parametrize("said", [BEGUN, f"{BEGUN} cần giấy tờ gì"])
def test_in_few_words_is_shorter_and_about_the_same(bundled: Assistant, said: str) -> None:
    talk = Talk(bundled)
    told = talk.say(said)
    brief = talk.say("ngắn thôi")
    assert len(brief.text) < len(told.text)
    assert (code(brief), brief.facet) == (MARRIAGE, told.facet)
    assert brief.text.splitlines()[-1] == told.text.splitlines()[-1], "the source stays"
    assert talk.say("đọc lại").text == told.text, "all of it is still to be had"


@pytest.mark.parametrize("said", ["mất bao lâu", "phi bao nhieu", "đọc lại", "tiếp"])
def test_after_a_pause_what_is_remembered_is_said_first(talk: Talk, said: str) -> None:
    reply = talk.say(said, after=PAUSE)
    assert code(reply) == MARRIAGE
    assert reply.text.startswith(REMINDED)
    assert not talk.say("nộp ở đâu").text.startswith(REMINDED), "once is enough"


def test_thirty_minutes_are_no_pause(talk: Talk) -> None:
    assert not talk.say("mất bao lâu", after=SILENCE).text.startswith(REMINDED)
    assert talk.say("mất bao lâu", after=SILENCE + timedelta(seconds=1)).text.startswith(REMINDED)


def test_after_a_pause_a_new_question_is_answered_without_a_reminder(talk: Talk) -> None:
    reply = talk.say("cấp lại thẻ căn cước bị mất", after=PAUSE)
    assert code(reply) == LOST_CARD
    assert not reply.text.startswith(REMINDED)
    assert talk.memory.before == (MARRIAGE,)


def test_the_name_of_the_topic_said_again_tells_about_it_again(bundled: Assistant, talk: Talk) -> None:
    talk.say("lệ phí bao nhiêu")
    assert talk.say(BEGUN).text == Talk(bundled).say(BEGUN).text


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("nhà đang cháy gọi ai", "114"),
        ("có trộm trong nhà gọi ai", "113"),
        ("nhà đang cháy rồi làm gì tiếp theo", "114"),
        ("bố tôi ngất xỉu rồi giờ phải làm gì nữa", "115"),
        ("vừa rồi có trộm trong nhà gọi ai", "113"),
        ("cháu bé đang bị bố đánh, ban nãy cũng đánh", "111"),
        ("cứu tôi với, trộm vừa quay lại nhà", "113"),
    ],
)
def test_a_call_for_help_is_heard_in_the_middle_of_reading(talk: Talk, said: str, number: str) -> None:
    talk.say("tiếp")
    reply = talk.say(said)
    assert reply.handoff, reply.text
    assert reply.handoff.emergency == number
    assert place(talk.say("đọc lại"))[0] == 1, "the place is kept"


def test_small_talk_in_between_leaves_the_place(talk: Talk) -> None:
    talk.say("tiếp")
    assert talk.say("cảm ơn nhé").status is Status.SMALLTALK
    assert talk.say("").status is Status.ERROR
    assert talk.say("tôi muốn gặp người").status is Status.HANDOFF
    assert place(talk.say("tiếp"))[0] == 2


POOL = """
tiếp|đọc lại|ngắn thôi|bước 3|bước cuối|bước trước|bước bước bước|lại lại lại|quay lại|quay lại việc đầu|2|cái đầu tiên
thế phí bao nhiêu|mat bao lau|nộp ở đâu|thế con tôi thì sao|không phải, ý tôi là khai tử|còn gì nữa|không|ok|xin chào
cảm ơn nhé|bạn là ai|tôi muốn gặp người|giá vàng hôm nay|nhà đang cháy gọi ai|làm giấy tờ|trợ cấp cho mẹ tôi
đăng ký kết hôn|cấp lại thẻ căn cước bị mất|qwxzj pkrtv|😀|我想|???|11111111111|'; DROP TABLE x; --||  |aaaaaa
"""
MESSAGES = POOL.strip("\n").replace("\n", "|").split("|")


@settings(max_examples=150)
@given(
    said=st.lists(st.sampled_from(MESSAGES) | st.text(max_size=30), min_size=1, max_size=6),
    gaps=st.lists(st.sampled_from([A_MOMENT, PAUSE, timedelta(days=3)]), min_size=6, max_size=6),
)
def test_any_conversation_is_answered_to_its_end(bundled: Assistant, said: list[str], gaps: list[timedelta]) -> None:
    talk = Talk(bundled)
    for number, (text, gap) in enumerate(zip(said, gaps, strict=False), start=1):
        reply = talk.say(text, after=gap)
        assert reply.status in Status
        assert reply.text.strip()
        assert reply.text != WORDS("problem.broken", hotline="18001096"), "no step failed"
        assert (reply.status is Status.ANSWERED) is bool(reply.procedure or reply.citations)
        memory = talk.memory
        assert memory.turns == number
        assert memory.focus not in memory.before
        assert len(memory.before) <= REMEMBERED
        if reply.procedure:
            assert memory.focus == reply.procedure.code
