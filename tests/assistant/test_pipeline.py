"""The loop: order, trace, and what happens when a step fails."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import pytest

from assistant.dialogue import Dialogue
from assistant.errors import MocuaError, NotReady
from assistant.pipeline import Step, Unanswered, run
from assistant.types import Inbound, Reply, Status, Turn
from knowledge.errors import NothingPublished

SECRET = "so can cuoc 001099000123"  # what a person wrote; must stay out of reply and log
TURN = Turn(Inbound("1", SECRET), Dialogue(focus="1.001193", turns=4))


@dataclass(frozen=True, slots=True)
class Note:
    """Writes its name behind the text."""

    name: str

    def __call__(self, turn: Turn) -> Turn | Reply:
        return replace(turn, inbound=replace(turn.inbound, text=f"{turn.inbound.text}{self.name}"))


@dataclass(frozen=True, slots=True)
class Say:
    """Ends the turn with the text so far."""

    def __call__(self, turn: Turn) -> Turn | Reply:
        return Reply(Status.ANSWERED, turn.inbound.text, dialogue=Dialogue(focus="1.000894", turns=99))


@dataclass(frozen=True, slots=True)
class Break:
    """Fails with the person's words in the error."""

    error: Exception

    def __call__(self, turn: Turn) -> Turn | Reply:
        try:
            _look(turn.inbound.text)
        except LookupError:
            raise self.error  # noqa: B904  the chain is part of the test
        return turn


def _look(text: str) -> None:
    raise LookupError(f"inner {text}")


def apologise(turn: Turn, error: MocuaError | None) -> Reply:
    return Reply(Status.ERROR, "not ready" if isinstance(error, NotReady) else "sorry", dialogue=turn.dialogue)


def test_steps_run_in_order_until_the_first_reply() -> None:
    turn = Turn(Inbound("1", ""))
    reply = run([Note("a"), Note("b"), Say(), Note("c"), Break(RuntimeError("never reached"))], turn, apologise)
    assert reply.text == "ab"
    assert [one.step for one in reply.trace] == ["Note", "Note", "Say"]
    assert all(one.seconds >= 0 for one in reply.trace)


def test_turns_are_counted_from_the_memory_that_came_in_and_its_time_is_the_message_s() -> None:
    reply = run([Say()], TURN, apologise)
    assert reply.dialogue == Dialogue(focus="1.000894", turns=5, at=TURN.inbound.received_at)
    failed = run([Break(RuntimeError())], TURN, apologise)
    assert failed.dialogue == replace(TURN.dialogue, turns=5, at=TURN.inbound.received_at), "also when a step fails"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError(SECRET), "sorry"),
        (NothingPublished(SECRET), "sorry"),
        (MocuaError(SECRET, advice=SECRET), "sorry"),
        (NotReady(SECRET), "not ready"),
        (KeyError(SECRET), "sorry"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_failing_step_ends_in_status_error_without_a_word_of_it(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = run([Note(""), Break(error), Say()], TURN, apologise)
    assert (reply.status, reply.text) == (Status.ERROR, said)
    assert [one.step for one in reply.trace] == ["Note", "Break"]
    assert reply.dialogue.focus == "1.001193", "the thread is not lost"
    assert SECRET not in caplog.text
    assert "Break" in caplog.text, "the operator learns which step it was"
    assert type(error).__name__ in caplog.text


def test_the_place_of_an_unforeseen_error_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    run([Break(RuntimeError(SECRET))], TURN, apologise)
    assert "test_pipeline.py" in caplog.text


@pytest.mark.parametrize("steps", [[], [Note("a"), Note("b")]])
def test_a_list_without_a_reply_is_a_fault_of_the_wiring(steps: list[Step]) -> None:
    with pytest.raises(Unanswered):
        run(steps, TURN, apologise)


def test_what_nobody_may_catch_goes_through() -> None:
    @dataclass(frozen=True, slots=True)
    class Stop:
        """Ctrl-C in the middle of a turn."""

        def __call__(self, turn: Turn) -> Turn | Reply:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([Stop()], TURN, apologise)
