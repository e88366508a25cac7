"""A number that a person writes stands nowhere afterwards: not in the database, a log, a trace or a prompt."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from assistant import pipeline, wiring
from assistant.settings import Settings
from assistant.types import Inbound, Reply, Turn
from assistant.wiring import Assistant, build
from knowledge.bundled import bundled_paths
from tests.assistant.llm.scripted import ScriptedModel
from tests.conftest import quiet

PLANTED = ("001090012345", "0912345678", "nguyen.thi.hoa@example.com", "B1234567")
MESSAGES = (
    "Cccd của tôi 001090012345 bị sai ngày sinh thì sửa ở đâu",
    "gọi lại cho tôi số 0912345678, tôi muốn đăng ký khai sinh cho con",
    "gửi kết quả khai sinh vào nguyen.thi.hoa@example.com được không",
    "hộ chiếu số B1234567 của tôi bị mất",
    "gặp người, số tôi 0912345678",
    "tôi cần 0912345678 001090012345",
)
SAYS: dict[str, dict[str, Any]] = {
    "understand": {"intent": "ask", "titles": ["Đăng ký khai sinh"], "facet": "overview", "language": "vi",
                   "question": "x"},
    "compose": {"sentences": [{"text": "Bạn nhé.", "rests_on": [1]}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant whose database may be written."""
    assistant = build(Settings(home=tmp_path_factory.mktemp("private")))
    assistant.library.import_paths(bundled_paths(), quiet)
    yield assistant
    assistant.close()


@pytest.mark.parametrize("message", MESSAGES)
def test_planted_numbers_are_found_nowhere(own: Assistant, message: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reply = own.answer(Inbound("t", message), "conversation").reply
    assert reply.text
    assert reply.held == ()
    database = b"".join(path.read_bytes() for path in own.settings.home.glob("mocua.db*"))
    assert len(database) > 100_000
    for number in PLANTED:
        assert number.encode() not in database
        assert number not in caplog.text
        assert number not in repr((reply.trace, reply.dialogue, reply.candidates))


@pytest.mark.parametrize("message", MESSAGES)
def test_no_prompt_holds_them(own: Assistant, message: str) -> None:
    model = ScriptedModel(SAYS)
    llm = own.settings.llm.model_copy(update={"write": True, "skip_above": 1.1})
    settings = own.settings.model_copy(update={"llm": llm})
    steps = wiring.steps(settings, own.words, own.library.catalogue, own.library.index(), model)
    reply = pipeline.run(steps, Turn(Inbound("t", message)), _broken)
    assert reply.text
    for prompt, _ in model.asked:
        assert not any(number in prompt.text for number in PLANTED)


def _broken(_turn: Turn, error: Exception | None) -> Reply:
    raise AssertionError("a step failed") from error


def test_one_of_them_does_reach_the_model_masked(own: Assistant) -> None:
    model = ScriptedModel(SAYS)
    llm = own.settings.llm.model_copy(update={"write": True, "skip_above": 1.1})
    steps = wiring.steps(
        own.settings.model_copy(update={"llm": llm}), own.words, own.library.catalogue, own.library.index(), model
    )
    pipeline.run(steps, Turn(Inbound("t", MESSAGES[0])), _broken)
    assert {prompt.name for prompt, _ in model.asked} == {"understand", "compose"}
    assert all("[số căn cước 1]" in prompt.text for prompt, _ in model.asked)


def test_a_topic_that_looks_like_a_name_is_still_found(own: Assistant) -> None:
    found = [own.ask(Inbound("t", f"bà {said} muốn đăng ký khai tử cho chồng")) for said in ("", "Nguyễn Thị Hoa")]
    assert {reply.procedure and reply.procedure.code for reply in found} == {"1.000656"}
