"""A clock that moves when told, models in memory that take their time, and chains on scripted servers."""

from __future__ import annotations

import types
from dataclasses import dataclass, field

import pytest

from assistant.llm.breaker import Limits
from assistant.llm.build import open_link
from assistant.llm.called import OnCall, unheard
from assistant.llm.chain import Chain
from assistant.llm.failures import Failure, Reason
from assistant.llm.guarded import Guarded
from assistant.llm.links import links
from assistant.llm.prompts import Prompt
from assistant.llm.protocol import Answer
from assistant.llm.retrying import Retrying
from assistant.settings import Fallback, Llm
from tests.assistant.llm.scripted_server import ScriptedServer

PROMPT = Prompt("choose", 3, "x")


@dataclass
class Clock:
    """Seconds that pass only by `pass_by`, or where something sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds

    def sleep(self, seconds: float) -> None:
        """In place of time.sleep."""
        self.slept.append(seconds)
        self.now += seconds

    def replace_sleep(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The pauses between two tries pass on this clock; no other part of the program is touched."""
        monkeypatch.setattr("tenacity.nap.time", types.SimpleNamespace(sleep=self.sleep))


@dataclass
class Timed:
    """Answers, or fails, after so many seconds of the clock; SLOW at the end of what it was given, as lanes do."""

    clock: Clock
    takes: float = 0.0
    error: Exception | None = None
    given: list[float] = field(default_factory=list)

    def ask(self, prompt: Prompt, schema: type[Answer], seconds: float) -> Answer:
        self.given.append(seconds)
        if self.takes > seconds:
            self.clock.pass_by(max(seconds, 0.0))
            raise Failure(Reason.SLOW)
        self.clock.pass_by(self.takes)
        if self.error:
            raise self.error
        return schema.model_validate({"choice": "none"})


def chained(clock: Clock, *models: Timed, failures: int = 1000) -> Chain:
    """A chain of models in memory, without second tries."""
    return Chain(tuple(Guarded(model, Limits(failures, 30.0), clock) for model in models), clock=clock)


def two(first: ScriptedServer, second: ScriptedServer, **settings: object) -> Llm:
    """Settings of a chain of two servers."""
    fallbacks = (Fallback(model="openai:second", base_url=second.url),)
    base = {"model": "openai:first", "base_url": first.url, "fallbacks": fallbacks, "failures": 1000}
    return Llm.model_validate(base | settings)


def on_servers(llm: Llm, clock: Clock, on_call: OnCall = unheard) -> Chain:
    """As `open_model` builds it, but with a clock for breakers."""
    limits = Limits(llm.failures, llm.rest)
    return Chain(
        tuple(
            Guarded(Retrying(open_link(link, llm, on_call)), limits, clock, name=link.name, on_call=on_call)
            for link in links(llm)
        )
    )
