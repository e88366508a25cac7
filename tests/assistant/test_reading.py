"""One step at a time: where one is, what the step says, the button to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.reading import step_reply
from assistant.answering.source import Source
from assistant.dialogue import Facet
from assistant.types import Reply
from tests.assistant.making import CODE, WORDS, procedure, source, told

NUMBERED = (
    "Bước 1. Nộp hồ sơ: người nuôi ong gửi tờ khai về xã.\n"
    "Bước 2. Kiểm tra: xã xem đàn ong trong 03 ngày.\n"
    "Bước 3: Trả kết quả theo giấy hẹn."
)


def of(text: str) -> Source:
    """A record with these steps."""
    return source(procedure(trinh_tu_thuc_hien=text))


def body(reply: Reply) -> list[str]:
    """The lines between the heading and the source."""
    return reply.text.splitlines()[1:-1]


def test_the_guide_s_steps_come_one_by_one() -> None:
    with_guide = source(procedure(), with_guide=told())
    first, second = (step_reply(with_guide, number)[0] for number in (1, 2))
    assert first.text.startswith("Bước 1 trên 2: ")
    assert body(first) == ["Điền tờ khai.", WORDS("steps.go_on")]
    assert second.text.startswith("Bước 2 trên 2: ")
    assert body(second) == ["Nộp ở xã.", WORDS("steps.last")]


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "Nộp hồ sơ: người nuôi ong gửi tờ khai về xã."), (3, "Trả kết quả theo giấy hẹn.")],
)
def test_the_record_s_own_numbers_go_and_its_words_stay(number: int, said: str) -> None:
    reply, _ = step_reply(of(NUMBERED), number)
    assert said in reply.text
    assert reply.text.count("Bước") == 1, "the heading's alone"


def test_a_number_without_words_is_no_step() -> None:
    reply, _ = step_reply(of("Bước 1: Nộp hồ sơ ở xã.\nBước 2:\nBước 3: Nhận kết quả."), 2)
    assert reply.text.startswith("Bước 2 trên 2: ")
    assert "Nhận kết quả." in reply.text


def test_the_button_leads_to_the_next_step_and_the_last_has_none() -> None:
    reply, at = step_reply(of(NUMBERED), 1)
    (button,) = [choice for choice in reply.choices if choice.step]
    assert reply.choices[0] == button, "it comes first"
    assert (button.code, button.facet, button.step) == (CODE, Facet.STEPS, at + 1)
    assert button.label == WORDS("button.next_step")
    assert not any(choice.step for choice in step_reply(of(NUMBERED), 3)[0].choices)


def test_a_record_without_steps_says_so() -> None:
    reply, at = step_reply(of("Không có thông tin"), 2)
    assert at == 0
    assert WORDS("steps.missing") in reply.text
    assert not any(choice.step for choice in reply.choices)


def test_what_a_step_rests_on_is_cited() -> None:
    reply, _ = step_reply(of(NUMBERED), 2)
    assert reply.facet is Facet.STEPS
    assert reply.procedure
    assert reply.citations
    assert "12/QĐ-BTP" in reply.text.splitlines()[-1]


@given(number=st.integers(), count=st.integers(1, 30), said=st.text("abc 12.:", min_size=1, max_size=40))
def test_any_number_reads_one_of_the_steps(number: int, count: int, said: str) -> None:
    steps = "\n".join(f"Bước {n}: Việc {n}; {said}" for n in range(1, count + 1))
    reply, at = step_reply(of(steps), number)
    assert at == min(max(number, 1), count)
    assert reply.text.startswith(f"Bước {at} trên {count}: ")
    assert f"Việc {at};" in reply.text
    assert any(choice.step == at + 1 for choice in reply.choices) is (at < count)


@given(st.text(max_size=300))
def test_whatever_a_record_holds_there_is_an_answer(text: str) -> None:
    reply, at = step_reply(of(text), 1)
    assert reply.text.strip()
    assert at in (0, 1)
