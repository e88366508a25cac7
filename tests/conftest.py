"""Shared fixtures: a tiny imported home, and the national catalogue when it lies beside the checkout."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import Assistant, build
from knowledge.bundled import bundled_paths
from tests.fixtures import RECORDS

CATALOGUE = Path(__file__).parents[2] / "shared" / "data" / "procedures.jsonl.gz"
MISSING = "the national catalogue (../shared/data/procedures.jsonl.gz) is not there"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers the national catalogue is imported by one of them, and one drives the browser."""
    for item in items:
        if "national" in getattr(item, "fixturenames", ()) or item.get_closest_marker("catalogue"):
            item.add_marker(pytest.mark.xdist_group("national"))
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def _no_outer_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings of the machine must not reach a test."""
    for name in [n for n in os.environ if n.startswith("MOCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOCUA_CONFIG", str(tmp_path / "none.toml"))


def quiet(what: str, done: int, total: int) -> None:
    """Progress nobody watches."""


@pytest.fixture
def catalogue_file(tmp_path: Path) -> Path:
    """A small catalogue in the portal's shape."""
    path = tmp_path / "small.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS), "utf-8")
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """A catalogue of four records without guides. Read-only in tests."""
    home = tmp_path_factory.mktemp("small")
    file = home / "small.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS), "utf-8")
    assistant = build(Settings(home=home / "home"))
    assistant.library.import_paths([file], quiet)
    yield assistant
    assistant.close()


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant as a fresh machine has it: bundled guides and materials only. Read-only in tests."""
    assistant = build(Settings(home=tmp_path_factory.mktemp("bundled")))
    assistant.library.import_paths(bundled_paths(), quiet)
    yield assistant
    assistant.close()


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant with the whole national catalogue (imported once a session). Read-only in tests."""
    if not CATALOGUE.is_file():
        pytest.skip(MISSING)
    assistant = build(Settings(home=tmp_path_factory.mktemp("national")))
    assistant.library.import_paths([CATALOGUE, *bundled_paths()], quiet)
    yield assistant
    assistant.close()
