"""Is this installation healthy? Each check says what it found and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from assistant.errors import MocuaError
from assistant.settings import Settings
from assistant.store.engine import open_engine
from assistant.types import Inbound, Status
from assistant.wiring import Assistant, open_library
from knowledge.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    name: str
    good: bool
    found: str
    advice: str = ""


def checks(settings: Settings) -> Iterator[Check]:
    """Home, database, knowledge, one question; ends at the first thing that makes the rest pointless."""
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
    try:
        library = open_library(settings, engine)
        index = library.index()
    except KnowledgeError as error:
        yield Check("knowledge", False, str(error), error.advice)
        return
    yield Check("knowledge", True, f"generation {index.generation}, {len(index)} procedures")
    reply = Assistant(settings, engine, library).ask(Inbound("doctor", "đăng ký khai sinh cần giấy tờ gì"))
    good = reply.status is Status.ANSWERED
    yield Check(
        "question", good, reply.status.value, "Import the bundled guides: mocua serve does it on a first start."
    )
