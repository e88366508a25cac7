"""When a failing model is left alone: the rules for every order of events, and the model behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelGaveNonsense, ModelUnavailable
from assistant.llm import breaker
from assistant.llm.breaker import Limits, State
from assistant.llm.guarded import Guarded
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer
from assistant.llm.replies import Chosen

PROMPT = Prompt("choose", 1, "x")


@given(
    st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=60),
    st.integers(1, 5),
    st.floats(0.5, 30),
)
def test_one_call_after_the_other(events: list[tuple[float, bool]], failures: int, rest: float) -> None:
    """Each event: seconds since the last one, and whether a call then would succeed."""
    limits, state, now = Limits(failures, rest), State(), 0.0
    in_a_row, last_failure = 0, 0.0
    for pause, good in events:
        now += pause
        allowed, state = breaker.asked(state, limits, now)
        assert allowed == (in_a_row < failures or now - last_failure >= rest)
        if not allowed:
            continue
        if good:
            state, in_a_row = breaker.succeeded(state), 0
        else:
            state, in_a_row, last_failure = breaker.failed(state, limits, now), in_a_row + 1, now


@given(st.integers(1, 20), st.integers(0, 20))
def test_one_probe_at_a_time(asking: int, late: int) -> None:
    """However many ask after the rest, one goes through; late failures of old calls change nothing."""
    limits = Limits(1, 10.0)
    state = breaker.failed(State(), limits, 0.0)
    for _ in range(late):
        state = breaker.failed(state, limits, 5.0)
    through = 0
    for _ in range(asking):
        allowed, state = breaker.asked(state, limits, 10.0)
        through += allowed
    assert through == 1


class Scripted:
    """A model that fails or answers as told, and counts."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.calls = 0

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        self.calls += 1
        if self.error:
            raise self.error
        return schema.model_validate({"choice": "none"})


@pytest.mark.parametrize("error", [ModelUnavailable("x"), ModelGaveNonsense("x")], ids=lambda e: type(e).__name__)
def test_nothing_is_sent_while_it_is_open_but_the_probe(error: Exception) -> None:
    now, inner = [0.0], Scripted()
    model = Guarded(inner, Limits(5, 30.0), lambda: now[0])
    inner.error = error
    for _ in range(20):
        with pytest.raises(type(error) if inner.calls < 5 else ModelUnavailable):
            model.ask(PROMPT, Chosen, 1.0)
    assert inner.calls == 5
    now[0] = 30.0
    for _ in range(20):
        with pytest.raises((ModelUnavailable, ModelGaveNonsense)):
            model.ask(PROMPT, Chosen, 1.0)
    assert inner.calls == 6, "one probe, which fails"
    now[0], inner.error = 60.0, None
    for _ in range(20):
        assert model.ask(PROMPT, Chosen, 1.0).choice == "none"
    assert inner.calls == 26, "the probe succeeded: closed"
