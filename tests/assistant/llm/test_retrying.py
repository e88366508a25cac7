"""A second try only where it is safe and there is time; on a clock of the test, not of the wall."""

from __future__ import annotations

import logging
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest

from assistant.errors import ModelError, ModelGaveNonsense, ModelUnavailable
from assistant.llm.build import open_link, open_model
from assistant.llm.failures import Failure, Reason, named, retry_after
from assistant.llm.links import links
from assistant.llm.protocol import Model
from assistant.llm.replies import Chosen, Understood
from assistant.llm.retrying import ATTEMPTS, JITTER, LEAST, PAUSE, SAFE, Retrying, quiet
from assistant.settings import Llm
from assistant.steps.understand import prompt_for
from tests.assistant.llm.fakes import PROMPT, Clock, Timed
from tests.assistant.llm.scripted_server import THEN_GOOD, ScriptedServer

ASKED = prompt_for("bố em mất thì làm giấy gì")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.replace_sleep(monkeypatch)
    quiet()
    return clock


@pytest.mark.parametrize("reason", Reason)
def test_what_is_repeated(clock: Clock, reason: Reason) -> None:
    inner = Timed(clock, error=Failure(reason))
    with pytest.raises(Failure):
        Retrying(inner, clock).ask(PROMPT, Chosen, 4.0)
    assert len(inner.given) == (ATTEMPTS if reason in SAFE else 1)
    assert all(PAUSE <= slept <= PAUSE + JITTER for slept in clock.slept)


@pytest.mark.parametrize("error", [ModelGaveNonsense("x"), ModelUnavailable("x")], ids=lambda e: type(e).__name__)
def test_what_has_no_reason_is_never_repeated(clock: Clock, error: ModelError) -> None:
    inner = Timed(clock, error=error)
    with pytest.raises(type(error)):
        Retrying(inner, clock).ask(PROMPT, Chosen, 4.0)
    assert len(inner.given) == 1


@pytest.mark.parametrize(("wait", "tries"), [(0.0, 2), (1.0, 2), (3.4, 2), (3.71, 1), (60.0, 1)])
def test_it_waits_as_long_as_it_is_told_if_that_fits(clock: Clock, wait: float, tries: int) -> None:
    inner = Timed(clock, error=Failure(Reason.LIMIT, retry_after=wait))
    with pytest.raises(Failure):
        Retrying(inner, clock).ask(PROMPT, Chosen, 4.0)
    assert len(inner.given) == tries
    assert all(wait <= slept <= wait + JITTER for slept in clock.slept)
    assert len(clock.slept) == tries - 1
    assert clock() - 100.0 <= 4.0


@pytest.mark.parametrize("takes", [0.0, 1.0, 3.0, 3.5])
def test_the_second_try_gets_what_is_left(clock: Clock, takes: float) -> None:
    inner = Timed(clock, takes, Failure(Reason.DOWN))
    with pytest.raises(Failure):
        Retrying(inner, clock).ask(PROMPT, Chosen, 4.0)
    assert len(inner.given) == (1 if 4.0 - takes < PAUSE + JITTER + LEAST else 2)
    assert inner.given[0] == 4.0
    assert all(LEAST <= given <= 4.0 - takes for given in inner.given[1:])
    assert clock() - 100.0 <= 4.0


def slow_clock(server: ScriptedServer, llm: Llm, clock: Clock) -> Model:
    """The model on the server; pauses pass on the clock."""
    return Retrying(open_link(links(llm)[0], llm), clock)


@pytest.mark.parametrize("behave", ["reset", "close", "502", "503", "504"])
def test_what_passes_by_itself_costs_one_more_request(
    server: ScriptedServer, llm: Llm, clock: Clock, behave: str
) -> None:
    server.behave, server.retry_after = behave + THEN_GOOD, ""
    slow_clock(server, llm, clock).ask(ASKED, Understood, 4.0)
    assert (len(server.requests), len(clock.slept)) == (2, 1)


@pytest.mark.parametrize("behave", ["500", "401", "half_stream", "half_json", "wrong_model", "html"])
def test_what_does_not_pass_by_itself_is_asked_once(
    server: ScriptedServer, llm: Llm, clock: Clock, behave: str
) -> None:
    server.behave = behave + THEN_GOOD
    with pytest.raises(ModelError):
        slow_clock(server, llm, clock).ask(ASKED, Understood, 4.0)
    assert (len(server.requests), clock.slept) == (1, [])


@pytest.mark.parametrize(("header", "tries"), [("2", 2), ("0", 2), ("30", 1), ("soon", 1), ("", 1)])
def test_a_limit_is_respected(server: ScriptedServer, llm: Llm, clock: Clock, header: str, tries: int) -> None:
    server.behave, server.retry_after = "429" + THEN_GOOD, header
    model = slow_clock(server, llm, clock)
    if tries == 1:
        with pytest.raises(Failure) as caught:
            model.ask(ASKED, Understood, 4.0)
        assert caught.value.reason is Reason.LIMIT
    else:
        model.ask(ASKED, Understood, 4.0)
        assert float(header) <= clock.slept[0] <= float(header) + JITTER
    assert len(server.requests) == tries


def test_a_timeout_is_never_repeated(server: ScriptedServer, llm: Llm, clock: Clock) -> None:
    server.behave, server.seconds = "slow", 30.0
    with pytest.raises(Failure) as caught:
        slow_clock(server, llm, clock).ask(ASKED, Understood, 0.3)
    assert caught.value.reason is Reason.SLOW
    assert (len(server.requests), clock.slept) == (1, [])


def test_nobody_listens(server: ScriptedServer, llm: Llm, clock: Clock) -> None:
    away = llm.model_copy(update={"base_url": "http://127.0.0.1:9/v1"})
    with pytest.raises(Failure) as caught:
        slow_clock(server, away, clock).ask(ASKED, Understood, 4.0)
    assert (caught.value.reason, len(clock.slept)) == (Reason.REFUSED, 1)


def test_a_name_that_no_resolver_knows(
    server: ScriptedServer, llm: Llm, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*args: object, **options: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    away = llm.model_copy(update={"base_url": "http://model.invalid/v1"})
    model = slow_clock(server, away, clock)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Failure) as caught:
        model.ask(ASKED, Understood, 4.0)
    assert (caught.value.reason, clock.slept) == (Reason.HOST, [])


def test_safe_speech_to_a_plain_server(server: ScriptedServer, llm: Llm, clock: Clock) -> None:
    model = slow_clock(server, llm.model_copy(update={"base_url": server.url.replace("http:", "https:")}), clock)
    with pytest.raises(Failure) as caught:
        model.ask(ASKED, Understood, 4.0)
    assert (caught.value.reason, clock.slept) == (Reason.TLS, [])


def test_a_reset_that_the_system_reports() -> None:
    error = RuntimeError("bố em")
    error.__cause__ = ConnectionResetError(104, "reset")
    found = named(error)
    assert isinstance(found, Failure)
    assert found.reason is Reason.DROPPED
    error.__context__ = error.__cause__.__context__ = error  # a ring of causes ends all the same
    error.__cause__ = None
    assert isinstance(named(error), ModelGaveNonsense)


def test_nothing_is_logged_by_the_way(server: ScriptedServer, llm: Llm, caplog: pytest.LogCaptureFixture) -> None:
    server.behave = "502" + THEN_GOOD
    model = open_model(llm)
    assert model is not None
    with caplog.at_level(logging.WARNING):
        model.ask(ASKED, Understood, 4.0)
    assert len(server.requests) == 2
    assert not [record for record in caplog.records if record.name == "stamina"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0), ("0.5", 0.5), ("-4", 0.0), ("nan", None), ("inf", None), ("soon", None), ("", None), (None, None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_the_header_is_read(header: str | None, seconds: float | None) -> None:
    error = RuntimeError()
    assert retry_after(error) is None
    error.response = SimpleNamespace(headers={} if header is None else {"retry-after": header})  # type: ignore[attr-defined]
    assert retry_after(error) == seconds


def test_the_header_may_be_a_date() -> None:
    error = RuntimeError()
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    error.response = SimpleNamespace(headers={"retry-after": then})  # type: ignore[attr-defined]
    assert 85 < (retry_after(error) or 0) <= 90
