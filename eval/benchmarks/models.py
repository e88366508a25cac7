"""What broken models cost a turn: every question answered, seconds, requests that the breaker let through; and what our
own code costs around a model that answers at once.

    python -m eval.benchmarks.models [--questions 200] [--only hang,429]

The scripted OpenAI-compatible server of the tests stands for the provider, on the loopback. Needs a catalogue imported,
or the bundled guides.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.llm.prompts import Prompt
from assistant.settings import Llm, Settings, load_settings
from assistant.types import Inbound, Status
from assistant.wiring import Assistant, build
from eval.actors import lines_of, well
from eval.questions import HELD, default_files, read
from eval.report import machine
from tests.assistant.llm.scripted_server import BROKEN, CUT, GOOD, Answer, ScriptedServer, running

WAYS = ("good", *BROKEN, *CUT, "slow", "429 then good", "500 then good")
LEAST = 20
"""Questions of a model that is only slow: each costs seconds, and no breaker opens."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to behave."""

    way: str
    asked: int
    answered: int
    seconds: list[float]
    worded: int
    requests: int


def words(prompt: str) -> Answer:
    """A good model's answer to either prompt."""
    lines = lines_of(Prompt("compose", 1, prompt))
    return {"sentences": well(lines, random.Random(1))} if lines else GOOD  # noqa: S311  a play, no secret


def questions(count: int) -> list[str]:
    """Held-out questions, as often as needed."""
    files = sorted(HELD.glob("everyday-*.jsonl")) or default_files("own")
    return list(islice(cycle([item.question for path in files for item in read(path)]), count))


def measure(settings: Settings, server: ScriptedServer, way: str, asked: list[str]) -> Measured:
    """A fresh assistant, its breaker closed, in front of a server that behaves so."""
    server.behave, server.answer = way, words
    server.requests.clear()
    llm = Llm(model="openai:scripted", base_url=server.url, write=True, skip_above=0.8)
    assistant: Assistant = build(settings.model_copy(update={"llm": llm}))
    try:
        assistant.ask(Inbound("warm", asked[0]))
        before, seconds, answered, worded = len(server.requests), [], 0, 0
        for question in track(asked, way):
            started = time.perf_counter()
            reply = assistant.ask(Inbound("m", question))
            seconds.append(time.perf_counter() - started)
            answered += reply.status is not Status.ERROR
            worded += reply.worded
        return Measured(way, len(asked), answered, seconds, worded, len(server.requests) - before)
    finally:
        assistant.close()


def _serve(told: Connection) -> None:
    """A model that answers at once, in a process of its own: its work is not ours."""
    with running() as server:
        server.answer = words
        told.send(server.url)
        told.recv()


def overhead(settings: Settings, asked: list[str]) -> tuple[list[float], float]:
    """(seconds of each turn, requests a turn) of an assistant whose model answers at once."""
    ours, theirs = get_context("spawn").Pipe()
    serving = get_context("spawn").Process(target=_serve, args=(theirs,))
    serving.start()
    calls: list[str] = []
    llm = Llm(model="openai:scripted", base_url=ours.recv(), write=True, skip_above=0.8)
    assistant = build(settings.model_copy(update={"llm": llm}))
    try:
        seconds = []
        for question in (asked[0], *asked):
            started = time.perf_counter()
            reply = assistant.ask(Inbound("m", question))
            seconds.append(time.perf_counter() - started)
            calls += [note for one in reply.trace for note in one.notes if ": answered" in note]
        return seconds[1:], len(calls) / len(seconds)
    finally:
        assistant.close()
        ours.send(None)
        serving.join()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", default="", help='ways to behave; "overhead": none, our own code alone')
    given = parser.parse_args()
    settings = load_settings()
    wanted = [way for way in WAYS if not given.only or way in given.only.split(",")]
    table = Table("model", "answered", "in its words", "requests", "p50", "p99", "most",
                  title=", ".join(machine().values()))  # fmt: skip
    for way in wanted:
        with running() as server:
            count = min(LEAST, given.questions) if way == "slow" else given.questions
            one = measure(settings, server, way, questions(count))
        p50, p99 = np.percentile(one.seconds, [50, 99])
        table.add_row(
            way, f"{one.answered} of {one.asked}", str(one.worded), str(one.requests),
            f"{1000 * p50:.0f} ms", f"{p99:.2f} s", f"{max(one.seconds):.2f} s",
        )  # fmt: skip
    seconds, calls = overhead(settings, questions(given.questions))
    p50, p99 = np.percentile(seconds, [50, 99])
    show = Console(width=130)
    show.print(table)
    show.print(f"a model that answers at once, in a process of its own: p50 {1000 * p50:.1f} ms, "
               f"p99 {1000 * p99:.1f} ms a turn, {calls:.2f} calls a turn")  # fmt: skip


if __name__ == "__main__":
    main()
