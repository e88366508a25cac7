"""How two procedures differ: asked in one message, beside what was talked about, or of the choices offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import Facet
from assistant.rules.comparing import compared
from assistant.types import Reply
from assistant.wiring import Assistant
from knowledge.text import fold
from tests.assistant.talking import Talk, code

STAY, HOUSEHOLD, SIGNATURE, COPY, CARD, PASSPORT = (
    "1.004194", "1.004222", "2.000884", "2.000815", "1.014061", "1.001456"
)  # fmt: skip
BIRTH, MARRIAGE = "1.001193", "1.000894"


def both(reply: Reply) -> list[str]:
    """The codes that were compared, in the order shown."""
    assert reply.text.count("\nNguồn: ") == 2, reply.text
    assert {citation.code for citation in reply.citations} <= {choice.code for choice in reply.choices}
    return [choice.code for choice in reply.choices]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("đăng ký tạm trú với thường trú khác gì nhau", [STAY, HOUSEHOLD]),
        ("tam tru khac gi thuong tru", [STAY, HOUSEHOLD]),
        ("so sánh giúp tôi chứng thực chữ ký và chứng thực bản sao", [SIGNATURE, COPY]),
        ("làm căn cước hay hộ chiếu nhanh hơn", [CARD, PASSPORT]),
    ],
)
def test_two_named_in_one_message_stand_side_by_side(bundled: Assistant, said: str, codes: list[str]) -> None:
    reply = Talk(bundled).say(said)
    assert both(reply) == codes
    assert code(reply) == codes[0]


def test_each_says_what_its_own_record_says(bundled: Assistant) -> None:
    text = Talk(bundled).say("đăng ký tạm trú với thường trú khác gì nhau").text
    stay, household = text.partition("\n2. ")[::2]
    assert "3 ngày làm việc" in stay
    assert "7 ngày làm việc" not in stay
    assert "7 ngày làm việc" in household
    assert "3 ngày làm việc" not in household


def test_what_is_the_same_is_said_once(bundled: Assistant) -> None:
    text = Talk(bundled).say("chứng thực chữ ký và chứng thực bản sao khác gì nhau").text
    lines = [line for line in text.splitlines() if line.startswith("• ")]
    assert len(lines) == len(set(lines))
    assert "\nCả hai việc:\n" in text


def test_a_named_one_is_compared_with_what_is_talked_about(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.say("đăng ký thường trú cần gì")
    assert both(talk.say("vậy khác gì với tạm trú")) == [STAY, HOUSEHOLD], "what is newly asked for comes first"


def test_the_last_two_are_compared_when_none_is_named(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.say("đăng ký kết hôn")
    talk.say("đăng ký khai sinh cho con")
    assert both(talk.say("hai cái này khác nhau chỗ nào")) == [BIRTH, MARRIAGE]


def test_one_of_the_compared_is_picked_by_its_number_and_then_talked_about(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.say("đăng ký tạm trú với thường trú khác gì nhau")
    assert code(talk.say("2")) == HOUSEHOLD
    assert code(talk.say("phí bao nhiêu")) == HOUSEHOLD


def test_faster_compares_times_alone(bundled: Assistant) -> None:
    reply = Talk(bundled).say("đăng ký tạm trú với thường trú cái nào nhanh hơn")
    assert both(reply) == [STAY, HOUSEHOLD]
    assert reply.facet is Facet.DURATION
    assert "đồng" not in reply.text


@pytest.mark.parametrize(
    "said",
    [
        "đăng ký kết hôn khác tỉnh",
        "còn một ông khác giấy phép sắp hết hạn thì gia hạn ra sao",
        "người khác đi nộp hộ giấy khai sinh được không",
        "làm thẻ căn cước cần sổ hộ khẩu hay giấy khai sinh",
        "hay là tôi đăng ký tạm trú",
        "có khác gì không nếu làm ở xã khác",
        "so sánh giá vàng với giá đô",
    ],
)
def test_other_uses_of_the_words_compare_nothing(bundled: Assistant, said: str) -> None:
    assert Talk(bundled).say(said).text.count("Nguồn: ") < 2


def test_a_message_without_accents_is_taken_apart_alike() -> None:
    said = "Cấp đổi hay cấp lại bằng lái xe thì nhanh hơn"
    accented, plain = compared(said), compared(fold(said))
    assert accented is not None
    assert plain is not None
    assert [tuple(map(fold, pair)) for pair in accented.parts] == list(plain.parts)
    assert ("cap doi bang lai xe", "cap lai bang lai xe") in plain.parts


@given(st.text(max_size=120))
def test_any_text_can_be_asked(text: str) -> None:
    found = compared(text)
    assert found is None or all(left and right for left, right in found.parts)
