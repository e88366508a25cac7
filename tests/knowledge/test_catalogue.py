"""The versioned store: versions are kept, a generation is a state that never changes afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue, Kind, dump
from knowledge.errors import NothingPublished
from knowledge.library import Library
from knowledge.loaders.catalogue import to_procedure
from knowledge.tables import RecordVersion
from knowledge.types import Procedure
from tests.conftest import quiet
from tests.fixtures import RECORDS, record
from tests.knowledge.conftest import Write

DAY = date(2026, 7, 19)


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    return library.catalogue


def made(code: str, title: str) -> Procedure:
    return to_procedure(record(code, title), DAY)


def publish(catalogue: Catalogue, titles: dict[str, str], source: str) -> int:
    """Stage and publish procedures; the digest is the title."""
    generation = catalogue.begin(source)
    rows = [
        RecordVersion(
            kind=Kind.PROCEDURE, code=code, digest=title, as_of=DAY, origin="a.jsonl",
            payload=dump(Kind.PROCEDURE, made(code, title)), since=generation,
        )
        for code, title in titles.items()
    ]  # fmt: skip
    catalogue.stage(rows, generation)
    catalogue.publish(generation, {"new": len(rows)}, {})
    return generation


def titles(catalogue: Catalogue, generation: int) -> dict[str, str]:
    return {p.code: p.title for p in catalogue.records(Kind.PROCEDURE, generation)}


def test_a_record_comes_back_as_it_went_in(catalogue: Catalogue) -> None:
    generation = publish(catalogue, {"9.000001": "Nuôi ong"}, "a")
    assert catalogue.procedure("9.000001", generation) == made("9.000001", "Nuôi ong")
    assert catalogue.procedure("9.000002", generation) is None
    assert catalogue.guide("9.000001", generation) is None
    assert catalogue.document("9.000001", generation) == ()


def test_each_generation_keeps_showing_what_it_showed(catalogue: Catalogue) -> None:
    first = publish(catalogue, {"9.000001": "Nuôi ong", "9.000002": "Nuôi tằm"}, "a")
    second = publish(catalogue, {"9.000001": "Nuôi ong mật"}, "b")
    third = publish(catalogue, {"9.000003": "Nuôi cá"}, "c")
    assert titles(catalogue, first) == {"9.000001": "Nuôi ong", "9.000002": "Nuôi tằm"}
    assert titles(catalogue, second) == {"9.000001": "Nuôi ong mật", "9.000002": "Nuôi tằm"}
    assert titles(catalogue, third) == {"9.000001": "Nuôi ong mật", "9.000002": "Nuôi tằm", "9.000003": "Nuôi cá"}
    old, new = (catalogue.procedure("9.000001", generation) for generation in (first, third))
    assert old is not None
    assert new is not None
    assert (old.title, new.title) == ("Nuôi ong", "Nuôi ong mật")
    assert catalogue.live_generation() == third


def test_what_is_staged_is_seen_by_nobody_before_it_is_published(catalogue: Catalogue) -> None:
    live = publish(catalogue, {"9.000001": "Nuôi ong"}, "a")
    building = catalogue.begin("b")
    row = RecordVersion(
        kind=Kind.PROCEDURE, code="9.000001", digest="x", as_of=DAY, origin="b.jsonl",
        payload=dump(Kind.PROCEDURE, made("9.000001", "Nuôi ong mật")), since=building,
    )  # fmt: skip
    catalogue.stage([row], building)
    assert catalogue.live_generation() == live
    assert titles(catalogue, live) == {"9.000001": "Nuôi ong"}
    assert titles(catalogue, building) == {"9.000001": "Nuôi ong mật"}, "the index of the new state is built from this"
    assert catalogue.staged(building) == {("procedure", "9.000001"): "x"}


def test_the_same_source_goes_on_and_another_drops_it(catalogue: Catalogue) -> None:
    building = catalogue.begin("a")
    assert catalogue.begin("a") == building
    row = RecordVersion(
        kind=Kind.PROCEDURE, code="9.000001", digest="x", as_of=DAY, origin="a.jsonl",
        payload=dump(Kind.PROCEDURE, made("9.000001", "Nuôi ong")), since=building,
    )  # fmt: skip
    catalogue.stage([row], building)
    assert catalogue.staged(catalogue.begin("b")) == {}


def test_a_discarded_generation_leaves_nothing(catalogue: Catalogue) -> None:
    live = publish(catalogue, {"9.000001": "Nuôi ong"}, "a")
    building = catalogue.begin("b")
    catalogue.discard(building)
    catalogue.discard(live)
    assert catalogue.live_generation() == live, "a live generation cannot be discarded"
    assert catalogue.staged(building) == {}


def test_before_the_first_import_there_is_nothing_and_it_says_so(catalogue: Catalogue) -> None:
    assert catalogue.live_generation() is None
    assert catalogue.digests(Kind.PROCEDURE, None) == {}
    with pytest.raises(NothingPublished) as caught:
        catalogue.last_report()
    assert "kb import" in caught.value.advice


def test_a_confirmed_date_is_shown_at_once_and_only_on_living_versions(catalogue: Catalogue) -> None:
    first = publish(catalogue, {"9.000001": "Nuôi ong", "9.000002": "Nuôi tằm"}, "a")
    live = publish(catalogue, {"9.000001": "Nuôi ong mật"}, "b")
    assert catalogue.procedure("9.000002", live) is not None
    later = date(2026, 9, 1)
    catalogue.confirm({later: ["9.000001", "9.000002"]})
    shown = {p.code: p.as_of for p in catalogue.records(Kind.PROCEDURE, live)}
    assert shown == {"9.000001": later, "9.000002": later}
    again = catalogue.procedure("9.000002", live)
    assert again is not None
    assert again.as_of == later
    old = catalogue.procedure("9.000001", first)
    assert old is not None
    assert old.as_of == DAY


STATES = st.lists(
    st.dictionaries(
        st.sampled_from(["9.000001", "9.000002", "9.000003"]), st.sampled_from(["A", "B", "C"]), min_size=1
    ),
    min_size=1,
    max_size=5,
)


@given(STATES)
@settings(max_examples=25)
def test_whatever_is_published_no_generation_changes_afterwards(states: list[dict[str, str]]) -> None:
    engine = open_engine("sqlite://")
    catalogue, expected, now = Catalogue(engine), [], dict[str, str]()
    for number, state in enumerate(states):
        now = {**now, **state}
        expected.append((publish(catalogue, state, str(number)), now))
    for generation, shown in expected:
        assert titles(catalogue, generation) == shown
    engine.dispose()


def test_a_changed_record_keeps_its_old_version_after_a_real_import(library: Library, write: Write) -> None:
    library.import_paths([write("a.jsonl", RECORDS)], quiet)
    library.import_paths([write("b.jsonl", [{**RECORDS[0], "ten_thu_tuc": "Đăng ký nuôi ong mật"}])], quiet)
    shown = [library.catalogue.procedure("9.000001", generation) for generation in (1, 2)]
    assert [p.title if p else "" for p in shown] == ["Thủ tục đăng ký nuôi ong", "Đăng ký nuôi ong mật"]
