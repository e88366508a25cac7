"""One home, several processes: whoever reads goes on reading, of those that start together one builds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.store.engine import open_engine
from knowledge import phrasebook
from knowledge.catalogue import Catalogue
from knowledge.index.search import Index
from knowledge.library import Library
from tests.conftest import quiet
from tests.fixtures import RECORDS
from tests.knowledge.conftest import Write
from tests.knowledge.tiny_model import save_model

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from pathlib import Path
from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.library import Library
home, model = Path(sys.argv[1]), sys.argv[2]
engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
index = Library(Catalogue(engine), home, embedder=model).index()
print(index.procedures(index.query("lái phà kiếm cơm"))[0].code)
"""


@pytest.fixture
def model(tmp_path: Path) -> str:
    return save_model(tmp_path / "model")


Open = Callable[[], Library]


@pytest.fixture
def opened(tmp_path: Path, model: str) -> Iterator[Open]:
    """Libraries with vectors on one home, as if each were a process of its own."""
    home = tmp_path / "home"
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    yield lambda: Library(Catalogue(engine), home, embedder=model)
    engine.dispose()


def say(home: Path, *asks: str) -> None:
    file = home / "phrasebook" / "own.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"code": "9.000004", "asks": asks}, ensure_ascii=False) + "\n", "utf-8")


def first(index: Index, text: str) -> str:
    return index.procedures(index.query(text))[0].code


def test_a_reader_goes_on_while_the_phrasebook_is_taken_in_beside_it(
    opened: Open, write: Write, tmp_path: Path
) -> None:
    reader, other = opened(), opened()
    reader.import_paths([write("a.jsonl", RECORDS)], quiet)
    held = reader.index()
    assert first(held, "thuyền") == "9.000004"
    say(tmp_path / "home", "lái phà kiếm cơm")
    other.reindex(quiet)
    assert first(other.index(), "lái phà kiếm cơm") == "9.000004"
    assert first(held, "thuyền") == "9.000004"
    assert held.procedures(held.query("thuyền"))[0].parts["dense"] > 0


def test_own_phrasings_that_came_later_are_in_the_next_generation(opened: Open, write: Write, tmp_path: Path) -> None:
    library = opened()
    library.import_paths([write("a.jsonl", RECORDS[:3])], quiet)
    say(tmp_path / "home", "lái phà kiếm cơm")
    assert library.phrases == [*phrasebook.files(), tmp_path / "home" / "phrasebook" / "own.jsonl"]
    library.import_paths([write("b.jsonl", RECORDS)], quiet)
    assert first(opened().index(), "lái phà kiếm cơm") == "9.000004"


def test_processes_that_start_together_all_open(opened: Open, write: Write, model: str, tmp_path: Path) -> None:
    opened().import_paths([write("a.jsonl", RECORDS)], quiet)
    say(tmp_path / "home", "lái phà kiếm cơm")
    command = [sys.executable, "-c", OPEN, str(tmp_path / "home"), model]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    ended = [(process.communicate(), process.returncode) for process in started]
    assert [code for _, code in ended] == [0, 0, 0], [err[-500:] for (_, err), _ in ended]
    assert [out.strip() for (out, _), _ in ended] == ["9.000004"] * 3
