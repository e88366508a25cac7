"""A small home to import into, and a way to write catalogue files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.library import Library

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")

Write = Callable[[str, list[dict[str, Any]]], Path]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library on a real database."""
    home = tmp_path / "home"
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    yield Library(Catalogue(engine), home)
    engine.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records as a catalogue file of that name."""

    def made(name: str, records: list[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
        return path

    return made
