"""A process that dies in the middle of an import, without a chance to tidy up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from knowledge.catalogue import Kind
from knowledge.library import Library
from tests.conftest import quiet
from tests.fixtures import record
from tests.knowledge.conftest import Write

DYING = """
import os, sys
from pathlib import Path
from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.library import Library

def progress(what, done, total):
    if what == "many.jsonl" and done > 300:
        os._exit(9)

home = Path(sys.argv[1])
Library(Catalogue(open_engine(f"sqlite:///{home / 'mocua.db'}")), home).import_paths([Path(sys.argv[2])], progress)
"""


def test_a_killed_import_is_completed_by_the_next_one(library: Library, write: Write, tmp_path: Path) -> None:
    records = [record(f"9.{n:06d}", f"Đăng ký nuôi loài số {n}") for n in range(1, 451)]
    path = write("many.jsonl", records)
    killed = subprocess.run([sys.executable, "-c", DYING, str(tmp_path / "home"), str(path)], check=False, timeout=60)
    assert killed.returncode == 9
    assert library.catalogue.live_generation() is None
    report = library.import_paths([path], quiet)
    assert report.new == 450
    live = library.catalogue.live_generation() or 0
    assert [p.code for p in library.catalogue.records(Kind.PROCEDURE, live)] == [r["ma_thu_tuc"] for r in records]
