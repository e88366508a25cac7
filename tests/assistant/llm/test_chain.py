"""A chain of models: whatever the first one does, the second answers within the same seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from assistant.errors import ModelError, ModelGaveNonsense
from assistant.llm import budget
from assistant.llm.build import open_model
from assistant.llm.called import Called, Outcome
from assistant.llm.chain import SHARE
from assistant.llm.failures import Failure, Reason
from assistant.llm.replies import Chosen, Understood
from assistant.llm.retrying import LEAST
from assistant.settings import Fallback
from assistant.steps.understand import prompt_for
from tests.assistant.llm.fakes import PROMPT, Clock, Timed, chained, on_servers, two
from tests.assistant.llm.scripted_server import BROKEN, CUT, GOOD, ScriptedServer, running

ASKED = prompt_for("bố em mất thì làm giấy gì")
USELESS = tuple(way for way in (*BROKEN, *CUT) if way != "empty_titles")
"""Ways to fail that the adapter sees; empty titles are an answer."""
TWICE = frozenset({"close", "reset", "502", "504"})
"""Those that are safe to repeat; 429 and 503 say that they want a minute."""


@pytest.fixture
def second() -> Iterator[ScriptedServer]:
    with running() as script:
        yield script


@pytest.mark.parametrize("behave", USELESS)
def test_the_second_answers_where_the_first_fails(server: ScriptedServer, second: ScriptedServer, behave: str) -> None:
    server.behave = behave
    told: list[Called] = []
    model = open_model(two(server, second), told.append)
    assert model is not None
    seconds = 1.5 if behave == "hang" else 4.0
    assert model.ask(ASKED, Understood, seconds).model_dump(mode="json") == GOOD
    assert len(server.requests) == (2 if behave in TWICE else 1)
    assert len(second.requests) == 1
    assert [one.model for one in told] == ["openai:first"] * len(server.requests) + ["openai:second"]
    assert told[-1].outcome is Outcome.ANSWERED


@pytest.mark.parametrize("behave", ["500", "half_json", "half_stream"])
def test_where_all_fail_the_last_one_says_why(server: ScriptedServer, second: ScriptedServer, behave: str) -> None:
    server.behave, second.behave = "401", behave
    model = open_model(two(server, second))
    assert model is not None
    with pytest.raises(ModelError) as caught:
        model.ask(ASKED, Understood, 4.0)
    expected = {"500": "HTTP 500", "half_json": "not the JSON", "half_stream": "broke off"}
    assert expected[behave] in str(caught.value)
    assert "bố em" not in f"{caught.value}{caught.value.advice}"


def test_a_first_that_answers_is_the_only_one_asked(server: ScriptedServer, second: ScriptedServer) -> None:
    model = open_model(two(server, second))
    assert model is not None
    model.ask(ASKED, Understood, 4.0)
    assert (len(server.requests), len(second.requests)) == (1, 0)


def test_a_slow_first_leaves_time_for_the_second(server: ScriptedServer, second: ScriptedServer) -> None:
    server.behave, server.seconds = "slow", 30.0
    model = open_model(two(server, second))
    assert model is not None
    assert model.ask(ASKED, Understood, 1.5).model_dump(mode="json") == GOOD


def test_after_five_failures_it_gets_no_request_but_a_probe(server: ScriptedServer, second: ScriptedServer) -> None:
    """A call repeated counts once: five calls of two requests each open the breaker, not three."""
    server.behave, clock = "502", Clock()
    told: list[Called] = []
    chain = on_servers(two(server, second, failures=5, rest=30.0), clock, told.append)
    for _ in range(8):
        chain.ask(ASKED, Understood, 4.0)
    assert (len(server.requests), len(second.requests)) == (10, 8)
    assert [one.outcome for one in told if one.model == "openai:first"][10:] == [Outcome.SKIPPED] * 3
    clock.pass_by(30.0)
    for _ in range(3):
        chain.ask(ASKED, Understood, 4.0)
    assert len(server.requests) == 12, "one probe, twice: it failed"
    clock.pass_by(30.0)
    server.behave = "good"
    for _ in range(3):
        chain.ask(ASKED, Understood, 4.0)
    assert (len(server.requests), len(second.requests)) == (15, 11), "closed again"


def test_both_left_alone_nothing_is_sent(server: ScriptedServer, second: ScriptedServer) -> None:
    server.behave = second.behave = "500"
    chain = on_servers(two(server, second, failures=1), Clock())
    for reason in (Reason.SERVER, Reason.RESTING, Reason.RESTING):
        with pytest.raises(Failure) as caught:
            chain.ask(ASKED, Understood, 4.0)
        assert caught.value.reason is reason
    assert (len(server.requests), len(second.requests)) == (1, 1)


def test_a_key_is_for_its_own_server_only(
    server: ScriptedServer, second: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    server.behave = "500"
    for key in ("", "sk-second"):
        other = Fallback(model="openai:second", base_url=second.url, api_key=SecretStr(key))
        model = open_model(two(server, second, api_key=SecretStr("sk-first"), fallbacks=(other,)))
        assert model is not None
        model.ask(ASKED, Understood, 4.0)
    assert {sent["authorization"] for sent in server.headers} == {"Bearer sk-first"}
    assert [sent["authorization"] for sent in second.headers] == ["Bearer none", "Bearer sk-second"]


def test_who_gets_how_many_seconds() -> None:
    clock = Clock()
    hanging, lame, last = Timed(clock, takes=99.0), Timed(clock, takes=0.5, error=ModelGaveNonsense("x")), Timed(clock)
    chained(clock, hanging, lame, last).ask(PROMPT, Chosen, 4.0)
    first = 4.0 * SHARE
    assert hanging.given == [pytest.approx(first)]
    assert lame.given == [pytest.approx((4.0 - first) * SHARE)]
    assert last.given == [pytest.approx(4.0 - first - 0.5)]
    alone = Timed(clock)
    chained(clock, alone).ask(PROMPT, Chosen, 4.0)
    assert alone.given == [4.0]


def test_the_only_one_that_is_ready_gets_all_the_seconds() -> None:
    clock = Clock()
    good, broken = Timed(clock), Timed(clock, error=Failure(Reason.SERVER))
    chain = chained(clock, broken, good, failures=1)
    chain.ask(PROMPT, Chosen, 4.0)
    chain.ask(PROMPT, Chosen, 4.0)
    assert (len(broken.given), good.given) == (1, [4.0, 4.0])
    first, lost = Timed(clock), Timed(clock, error=Failure(Reason.SERVER))
    chain = chained(clock, first, lost, failures=1)
    first.error = Failure(Reason.SERVER)
    with pytest.raises(Failure):
        chain.ask(PROMPT, Chosen, 4.0)
    clock.pass_by(30.0)
    first.error = None
    chain.ask(PROMPT, Chosen, 4.0)
    assert first.given == [4.0 * SHARE] * 2, "the second one might be probed"


@pytest.mark.parametrize(("takes", "asked"), [(0.35, 1), (0.41, 0)])
def test_too_little_time_left_asks_nobody_more(takes: float, asked: int) -> None:
    """Of 0.7 s: 0.35 s are enough for a request, 0.29 s are less than LEAST."""
    clock = Clock()
    late, later = Timed(clock, takes, ModelGaveNonsense("first")), Timed(clock, error=Failure(Reason.SERVER))
    with pytest.raises(ModelError, match="the server failed" if asked else "first"):
        chained(clock, late, later).ask(PROMPT, Chosen, 0.7)
    assert len(later.given) == asked


@given(
    st.lists(st.tuples(st.floats(0, 10), st.booleans()), min_size=1, max_size=4),
    st.floats(0.01, 10),
    st.one_of(st.none(), st.floats(0, 10)),
)
def test_the_seconds_are_never_exceeded(models: list[tuple[float, bool]], seconds: float, turn: float | None) -> None:
    """Each model: how long it takes, whether it then answers."""
    clock = Clock()
    asked = [Timed(clock, takes, None if good else Failure(Reason.SERVER)) for takes, good in models]
    chain, began = chained(clock, *asked), clock()
    try:
        if turn is None:
            chain.ask(PROMPT, Chosen, seconds)
        else:
            with budget.turn(turn, clock):
                chain.ask(PROMPT, Chosen, seconds)
    except ModelError:
        assert not any(good and takes == 0 for takes, good in models[:1]) or (turn is not None and turn < LEAST)
    most = seconds if turn is None else min(seconds, turn)
    assert clock() - began <= most + 1e-9
    assert all(given <= most + 1e-9 for model in asked for given in model.given)


def test_all_calls_of_a_turn_share_its_seconds() -> None:
    clock = Clock()
    model = Timed(clock, takes=2.5)
    chain = chained(clock, model)
    with budget.turn(6.0, clock):
        for _ in range(2):
            chain.ask(PROMPT, Chosen, 4.0)
        with pytest.raises(Failure):
            chain.ask(PROMPT, Chosen, 4.0)
        with pytest.raises(Failure) as caught:
            chain.ask(PROMPT, Chosen, 4.0)
    assert caught.value.reason is Reason.SPENT
    assert model.given == [pytest.approx(s) for s in (4.0, 3.5, 1.0)]
    chain.ask(PROMPT, Chosen, 4.0)
