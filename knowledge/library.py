"""The knowledge of one installation: its store and the opened index of the live generation."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from knowledge import phrasebook
from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError, NothingPublished
from knowledge.index.build import build
from knowledge.index.search import Index, records_in

if TYPE_CHECKING:
    from knowledge.importing import Progress, Report
    from knowledge.index.dense import DenseIndex

LOOK_EVERY = 1.0
"""Seconds between looks for a newer generation."""
KEPT = 2
"""Index folders kept: the live one and the one that running searches may still hold open."""


def _quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def _warm() -> None:
    """Import Chroma while the rest is read: it is more than a second of the start, much of it spent waiting."""
    # A program that ends meanwhile breaks the import off; whoever needs Chroma imports it again and hears of any fault.
    with suppress(RuntimeError):
        import_module("chromadb")


class Library:
    """Opens, refreshes, imports. Thread-safe; other processes may import at any time."""

    def __init__(self, catalogue: Catalogue, home: Path, *, embedder: str = "none", chroma_url: str = "") -> None:
        self.catalogue = catalogue
        self._root = home / "index"
        self._embedder = embedder
        self._chroma_url = chroma_url
        self._chroma_root = home / "chroma"
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._looked = 0.0
        if embedder not in ("", "none"):
            threading.Thread(target=_warm, name="mocua-warm").start()
        self._home = home

    @property
    def phrases(self) -> list[Path]:
        """The files of the phrasebook as they lie now: an installation may have taken over drafts meanwhile."""
        return phrasebook.files(self._home)

    def index(self) -> Index:
        """The index of the live generation; raises NothingPublished before the first import."""
        now = time.monotonic()
        if self._index is not None and now - self._looked < LOOK_EVERY:
            return self._index
        with self._lock:
            live = self.catalogue.live_generation()
            self._looked = now
            if live is None:
                raise NothingPublished("nothing has been imported yet", advice="Run: mocua kb import PATH")
            if self._index is None or self._index.generation != live:
                self._index = self._open(live)
            return self._index

    def _open(self, generation: int) -> Index:
        with self._building(generation):  # of processes that start together one builds, the others wait for it
            phrases = phrasebook.digest(self.phrases)
            folder, dense = self.folder(generation), self._dense(generation, phrases)
            held = records_in(folder, phrases)
            if held is None or (dense is not None and dense.count() < held):
                build(self.catalogue, generation, folder, dense, self.phrases, _quiet)
            return Index(folder, dense)

    def _building(self, generation: int) -> FileLock:
        self._root.mkdir(parents=True, exist_ok=True)
        return FileLock(self._root / f"{generation:06d}.lock")

    def folder(self, generation: int) -> Path:
        """Where a generation's index lies; an embedder of its own has a folder of its own."""
        return self._root / f"{generation:06d}"

    def _dense(self, generation: int, phrases: str) -> DenseIndex | None:
        if self._embedder in ("", "none"):
            return None
        from knowledge.index import dense

        embeddings = dense.embedder(self._embedder)
        if embeddings is None:
            return None
        name = dense.collection_name(self._embedder, generation, phrases)
        # An embedded Chroma bears one process: each generation has a folder of its own, written before it is read.
        return dense.DenseIndex(dense.client(self._chroma_url, self._chroma_root / name), name, embeddings)

    def import_paths(self, paths: Iterable[Path], progress: Progress, as_of: date | None = None) -> Report:
        """Import; one import at a time an installation."""
        from knowledge.importing import import_paths

        self._root.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._root / "import.lock", timeout=0):
                report = import_paths(self.catalogue, paths, self._build, progress, as_of)
                self._tidy()
        except Timeout as error:
            raise KnowledgeError("another import is running", advice="Wait for it to end, then try again.") from error
        return report

    def reindex(self, progress: Progress) -> None:
        """Build the live generation's index anew, in place."""
        live = self.catalogue.live_generation()
        if live is None:
            raise NothingPublished("nothing has been imported yet", advice="Run: mocua kb import PATH")
        self._build(live, progress)

    def _build(self, generation: int, progress: Progress) -> None:
        with self._building(generation):
            dense = self._dense(generation, phrasebook.digest(self.phrases))
            build(self.catalogue, generation, self.folder(generation), dense, self.phrases, progress)

    def _tidy(self) -> None:
        folders = sorted(p for p in self._root.iterdir() if p.is_dir())
        for old in folders[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
            number = int(old.name.partition(".")[0])
            (self._root / f"{number:06d}.lock").unlink(missing_ok=True)
            for vectors in self._chroma_root.glob(f"procedures-{number}-*"):
                shutil.rmtree(vectors, ignore_errors=True)
