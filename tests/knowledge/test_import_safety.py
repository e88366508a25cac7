"""Imports that are interrupted, fail, meet a search or one another: the old state stands until the new one is whole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.catalogue import Kind
from knowledge.errors import KnowledgeError, NothingPublished
from knowledge.importing import BATCH
from knowledge.library import Library
from knowledge.tables import Generation, RecordVersion
from tests.conftest import quiet
from tests.fixtures import RECORDS, record
from tests.knowledge.conftest import Write

MANY = [record(f"9.{n:06d}", f"Đăng ký nuôi loài số {n}") for n in range(1, 2 * BATCH + 51)]
OTHERS = [record(f"8.{n:06d}", f"Cấp giấy chở khách số {n}") for n in range(1, 6)]


class InterruptedByHand(Exception):
    """Ctrl-C in the middle."""


def stopping(stage: str, at: int) -> Callable[[str, int, int], None]:
    """Progress that breaks off at a point."""

    def progress(what: str, done: int, total: int) -> None:
        if what == stage and done >= at:
            raise InterruptedByHand

    return progress


def codes(library: Library) -> list[str]:
    live = library.catalogue.live_generation() or 0
    return [p.code for p in library.catalogue.records(Kind.PROCEDURE, live)]


def rows(library: Library) -> int:
    with Session(library.catalogue.engine) as session:
        return session.scalar(select(func.count()).select_from(RecordVersion)) or 0


def states(library: Library) -> list[str]:
    with Session(library.catalogue.engine) as session:
        return list(session.scalars(select(Generation.state).order_by(Generation.id)))


def fresh(library: Library, home: Path) -> Library:
    """The same home as another process opens it."""
    return Library(library.catalogue, home)


POINTS = [("many.jsonl", 1), ("many.jsonl", BATCH + 7), ("many.jsonl", 2 * BATCH + 50), ("read", 3), ("index", 5)]


@pytest.mark.parametrize(("stage", "at"), POINTS)
def test_an_interrupted_first_import_goes_on_with_nothing_doubled(
    library: Library, write: Write, stage: str, at: int
) -> None:
    path = write("many.jsonl", MANY)
    with pytest.raises(InterruptedByHand):
        library.import_paths([path], stopping(stage, at))
    with pytest.raises(NothingPublished):
        library.index()
    report = library.import_paths([path], quiet)
    assert (report.new, report.changed, report.unchanged, report.refused) == (len(MANY), 0, 0, [])
    assert codes(library) == [r["ma_thu_tuc"] for r in MANY]
    assert rows(library) == len(MANY)
    assert states(library) == ["live"]
    assert len(library.index()) == len(MANY)


def test_a_resumed_import_counts_the_flags_of_what_was_staged_before(library: Library, write: Write) -> None:
    path = write("many.jsonl", [{**r, "thanh_phan_ho_so": ""} for r in MANY])
    with pytest.raises(InterruptedByHand):
        library.import_paths([path], stopping("read", 1))
    assert library.import_paths([path], quiet).flags["papers_missing"] == len(MANY)


@pytest.mark.parametrize(("stage", "at"), POINTS)
def test_an_interrupted_second_import_leaves_the_old_state(library: Library, write: Write, stage: str, at: int) -> None:
    library.import_paths([write("small.jsonl", RECORDS)], quiet)
    with pytest.raises(InterruptedByHand):
        library.import_paths([write("many.jsonl", MANY)], stopping(stage, at))
    assert codes(library) == [r["ma_thu_tuc"] for r in RECORDS]
    assert len(library.index()) == len(RECORDS)


def test_another_import_drops_what_an_interrupted_one_staged(library: Library, write: Write, tmp_path: Path) -> None:
    with pytest.raises(InterruptedByHand):
        library.import_paths([write("many.jsonl", MANY)], stopping("index", 5))
    library.import_paths([write("others.jsonl", OTHERS)], quiet)
    assert codes(library) == [r["ma_thu_tuc"] for r in OTHERS]
    assert rows(library) == len(OTHERS)
    assert len(fresh(library, tmp_path / "home").index()) == len(OTHERS)


def test_a_search_during_an_import_sees_the_old_state_then_the_new(
    library: Library, write: Write, tmp_path: Path
) -> None:
    library.import_paths([write("small.jsonl", RECORDS)], quiet)
    searcher, seen = fresh(library, tmp_path / "home"), set()

    def searching(what: str, done: int, total: int) -> None:
        if done % 150 == 0 or what == "index":
            index = fresh(library, tmp_path / "home").index()
            titles = [h.title for h in index.procedures(index.query("đăng ký nuôi ong"), limit=1)]
            seen.add((len(index), len(codes(searcher)), *titles))

    library.import_paths([write("many.jsonl", MANY)], searching)
    assert seen == {(4, 4, "Thủ tục đăng ký nuôi ong")}
    assert len(fresh(library, tmp_path / "home").index()) == len({*codes(library)}) == len(MANY)


def test_an_open_library_follows_to_the_new_generation(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library.LOOK_EVERY", 0.0)
    library.import_paths([write("small.jsonl", RECORDS)], quiet)
    before = library.index()
    library.import_paths([write("others.jsonl", OTHERS)], quiet)
    assert (len(before), len(library.index())) == (4, 9)
    assert before.procedures(before.query("nuôi ong"))[0].code == "9.000001", "a search under way ends on its own state"


def test_a_failing_index_build_leaves_the_old_generation_live(library: Library, write: Write, tmp_path: Path) -> None:
    library.import_paths([write("small.jsonl", RECORDS)], quiet)
    blocked = library.folder(2).with_name("000002.part")
    blocked.write_text("a file where the folder should be", "utf-8")
    others = write("others.jsonl", OTHERS)
    with pytest.raises(OSError):  # noqa: PT011 - any kind of it
        library.import_paths([others], quiet)
    assert library.catalogue.live_generation() == 1
    assert len(fresh(library, tmp_path / "home").index()) == 4
    blocked.unlink()
    assert library.import_paths([others], quiet).new == len(OTHERS)
    assert len(fresh(library, tmp_path / "home").index()) == 9


def test_a_lost_or_broken_index_is_built_again_from_the_records(library: Library, write: Write, tmp_path: Path) -> None:
    library.import_paths([write("small.jsonl", RECORDS)], quiet)
    (library.folder(1) / "meta.json").write_text('{"format": 0', "utf-8")
    assert len(fresh(library, tmp_path / "home").index()) == 4


def test_a_second_import_at_the_same_time_is_refused(library: Library, write: Write, tmp_path: Path) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def waiting(what: str, done: int, total: int) -> None:
        inside.set()
        assert go_on.wait(20)

    small, others = write("small.jsonl", RECORDS), write("others.jsonl", OTHERS)
    first = threading.Thread(target=library.import_paths, args=([small], waiting))
    first.start()
    try:
        assert inside.wait(20)
        with pytest.raises(KnowledgeError, match="another import is running") as caught:
            fresh(library, tmp_path / "home").import_paths([others], quiet)
        assert caught.value.advice
    finally:
        go_on.set()
        first.join(20)
    assert codes(library) == [r["ma_thu_tuc"] for r in RECORDS]
    assert library.import_paths([others], quiet).new == len(OTHERS)


def test_old_index_folders_are_tidied_away(library: Library, write: Write) -> None:
    for number in range(4):
        library.import_paths([write("a.jsonl", [record("9.000001", f"Nuôi ong {number}")])], quiet)
    assert sorted(p.name for p in library.folder(1).parent.iterdir() if p.is_dir()) == ["000003", "000004"]
