"""Is this installation healthy? Each check says what it found and what to do."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from assistant.errors import MocuaError
from assistant.llm.build import open_link, open_model
from assistant.llm.links import Link, links
from assistant.llm.mending import mending
from assistant.llm.recorder import Replay
from assistant.llm.replies import Understood
from assistant.settings import Llm, Settings
from assistant.steps import understand
from assistant.store.engine import open_engine
from assistant.types import Inbound, Status
from assistant.wiring import Assistant, open_library
from knowledge.errors import KnowledgeError

QUESTION = "đăng ký khai sinh cần giấy tờ gì"
"""Asked of the model and of the whole program; concerns nobody."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    name: str
    good: bool
    found: str
    advice: str = ""


def checks(settings: Settings) -> Iterator[Check]:
    """Home, database, model, knowledge, one question; ends at the first thing that makes the rest pointless."""
    home = settings.home.absolute()
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    writable = home.is_dir() and os.access(home, os.W_OK)
    yield Check(
        "home", writable, "writable" if writable else "not writable", "Set MOCUA_HOME to a folder you may write."
    )
    if not writable:
        return
    try:
        engine = open_engine(settings.database)
    except MocuaError as error:
        yield Check("database", False, str(error), error.advice)
        return
    yield Check("database", True, engine.dialect.name)
    yield from model_checks(settings.llm)
    try:
        library = open_library(settings, engine)
        index = library.index()
    except KnowledgeError as error:
        yield Check("knowledge", False, str(error), error.advice)
        return
    yield Check("knowledge", True, f"generation {index.generation}, {len(index)} procedures")
    reply = Assistant(settings, engine, library).ask(Inbound("doctor", QUESTION))
    good = reply.status is Status.ANSWERED
    yield Check(
        "question", good, reply.status.value, "Import the bundled guides: mocua serve does it on a first start."
    )


def model_checks(llm: Llm) -> Iterator[Check]:
    """A round trip to each model, in the form that answering uses; good where none is set."""
    if llm.replay:
        yield _kept(llm)
    elif not llm.model:
        yield Check("model", True, "no model set: answers come without one")
    else:
        yield from (_round_trip(link, llm) for link in links(llm))


def _kept(llm: Llm) -> Check:
    try:
        model = open_model(llm)
    except MocuaError as error:
        return Check("model", False, str(error), error.advice)
    assert isinstance(model, Replay), "it was asked for"
    return Check("model", True, f"{len(model)} recorded answers, no model is asked")


def _round_trip(link: Link, llm: Llm) -> Check:
    """One request, without second try, breaker or another model in its place: each is judged by itself."""
    name = f"fall-back {link.place}" if link.place else "model"
    started = time.perf_counter()
    try:
        open_link(link, llm).ask(understand.prompt_for(QUESTION), Understood, min(llm.timeout, llm.budget))
    except MocuaError as error:
        return Check(name, False, f"{link.name}: {error}", mending(error, link))
    return Check(name, True, f"{link.name} answered in {time.perf_counter() - started:.1f} s")
