"""What is counted of each call, and that no word of a person is in it."""

from __future__ import annotations

import subprocess
import sys
import threading
import warnings

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from assistant.errors import ModelError
from assistant.llm.build import open_model
from assistant.llm.called import Called, Outcome
from assistant.llm.metering import Metering, Price
from assistant.llm.protocol import Model
from assistant.llm.replies import Understood
from assistant.settings import Llm
from assistant.steps.understand import prompt_for
from tests.assistant.llm.fakes import two
from tests.assistant.llm.scripted_server import ScriptedServer

SECRET = "bố em Nguyễn Văn Tèo mất"
ASKED = prompt_for(SECRET)
NAMES = {"model": "openai:scripted", "step": "understand"}


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def opened(llm: Llm, registry: CollectorRegistry, told: list[Called] | None = None) -> Model:
    model = open_model(llm, (told if told is not None else []).append, registry)
    assert model is not None
    return model


def test_an_answer_is_counted(server: ScriptedServer, llm: Llm, registry: CollectorRegistry) -> None:
    server.usage = (1200, 34)
    told: list[Called] = []
    priced = llm.model_copy(update={"price_in": 150.0, "price_out": 600.0})
    opened(priced, registry, told).ask(ASKED, Understood, 4.0)
    value = registry.get_sample_value
    assert value("mocua_llm_calls_total", NAMES | {"outcome": "answered"}) == 1
    assert value("mocua_llm_seconds_count", NAMES) == 1
    assert value("mocua_llm_tokens_total", NAMES | {"direction": "in"}) == 1200
    assert value("mocua_llm_tokens_total", NAMES | {"direction": "out"}) == 34
    assert value("mocua_llm_cost_total", NAMES) == pytest.approx((1200 * 150 + 34 * 600) / 1e6)
    assert value("mocua_llm_breaker_open", {"model": "openai:scripted"}) == 0
    (called,) = told
    assert called == Called("understand", ASKED.version, "openai:scripted", called.seconds, Outcome.ANSWERED, 1200, 34)
    assert 0 < called.seconds < 4


@pytest.mark.parametrize(("behave", "outcome", "tokens"), [("half_json", "nonsense", 7), ("500", "unavailable", 0)])
def test_failures_are_counted_until_it_is_left_alone(
    server: ScriptedServer, llm: Llm, registry: CollectorRegistry, behave: str, outcome: str, tokens: int
) -> None:
    """Nonsense costs tokens like an answer."""
    server.behave, server.usage = behave, (tokens, 0)
    model = opened(llm.model_copy(update={"failures": 5}), registry)
    for _ in range(8):
        with pytest.raises(ModelError):
            model.ask(ASKED, Understood, 4.0)
    value = registry.get_sample_value
    assert value("mocua_llm_calls_total", NAMES | {"outcome": outcome}) == 5
    assert value("mocua_llm_calls_total", NAMES | {"outcome": "skipped"}) == 3
    assert value("mocua_llm_seconds_count", NAMES) == 5, "what was skipped took no time"
    assert value("mocua_llm_tokens_total", NAMES | {"direction": "in"}) == 5 * tokens
    assert value("mocua_llm_breaker_open", {"model": "openai:scripted"}) == 1


def test_each_model_of_a_chain_for_itself(server: ScriptedServer, registry: CollectorRegistry) -> None:
    """Also the same model on two servers."""
    server.behave = "500 then good"
    fallback = {"model": "openai:first", "base_url": server.url, "price_out": 2e6}
    told: list[Called] = []
    opened(two(server, server, fallbacks=[fallback]), registry, told).ask(ASKED, Understood, 4.0)
    assert [(one.model, one.outcome.value) for one in told] == [
        ("openai:first", "unavailable"), ("openai:first #2", "answered")
    ]  # fmt: skip
    cost = registry.get_sample_value("mocua_llm_cost_total", {"model": "openai:first #2", "step": "understand"})
    assert cost == 2.0, "by the price of the one that answered"


def test_no_word_of_a_person_is_in_it(server: ScriptedServer, llm: Llm, registry: CollectorRegistry) -> None:
    told: list[Called] = []
    model = opened(llm, registry, told)
    for behave in ("good", "half_json", "500", "huge"):
        server.behave = behave
        try:
            model.ask(ASKED, Understood, 4.0)
        except ModelError:
            continue
    shown = generate_latest(registry).decode() + repr(told)
    assert "Tèo" not in shown
    assert "khai tử" not in shown


def test_many_of_them_share_a_registry_without_a_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        registry = CollectorRegistry()
        meters = [Metering({"m": Price(1.0, 1.0)}, registry) for _ in range(3)] + [Metering(), Metering()]
    for meter in meters[:3]:
        meter(Called("choose", 1, "m", 0.1, Outcome.ANSWERED, 1_000_000, 0))
    assert registry.get_sample_value("mocua_llm_cost_total", {"model": "m", "step": "choose"}) == 3.0


def test_made_from_many_threads_at_once() -> None:
    registry, failed = CollectorRegistry(), []

    def make() -> None:
        try:
            Metering(registry=registry)
        except ValueError as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_no_free_lane_is_no_fault_of_the_model(server: ScriptedServer, llm: Llm, registry: CollectorRegistry) -> None:
    """A crowd that finds all lanes taken does not open the breaker."""
    server.behave, server.seconds = "slow", 30.0
    told: list[Called] = []
    crowded = llm.model_copy(update={"calls": 1, "waiting": 0, "failures": 2, "timeout": 60.0})
    model = opened(crowded, registry, told)
    for seconds in (0.2, 0.1, 0.1, 0.1):
        with pytest.raises(ModelError):
            model.ask(ASKED, Understood, seconds)
    assert [one.outcome.value for one in told] == ["unavailable", "skipped", "skipped", "skipped"]
    assert registry.get_sample_value("mocua_llm_breaker_open", {"model": "openai:scripted"}) == 0
    assert len(server.requests) == 1


def test_nothing_heavy_is_imported_without_a_model() -> None:
    code = (
        "import sys, assistant.cli, assistant.doctor, assistant.wiring\n"
        "from assistant.llm.build import open_model\n"
        "from assistant.settings import Llm\n"
        "open_model(Llm())\n"
        "print(sorted({'langchain', 'openai', 'stamina', 'prometheus_client'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
