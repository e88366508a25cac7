"""What a message in a conversation could mean: the focus first, earlier ones, the best alone and the neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.index.beside import FAR, Contender, contenders
from knowledge.index.search import CANDIDATES, Index
from knowledge.library import Library
from knowledge.text import words
from tests.conftest import quiet
from tests.fixtures import RECORDS, record

BEES, BEES_AGAIN, BEES_ABROAD, FERRY, UNKNOWN = "9.000001", "9.000002", "9.000003", "9.000004", "9.999999"
FORESTS = [f"9.0002{n:02d}" for n in range(60)]
ALL = [*RECORDS, *(record(code, f"Hỗ trợ trồng rừng loại {n}") for n, code in enumerate(FORESTS))]
CODES = st.sampled_from([record["ma_thu_tuc"] for record in ALL])
MESSAGES = st.text("abcghnortu ăđêôơưàáảãạ?.,", max_size=40) | st.lists(
    st.sampled_from(words("thế cấp lại giấy nuôi ong bị mất chở đò ngang trồng rừng loại 7 nước ngoài")), max_size=8
).map(" ".join)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Four records about bees and a ferry, sixty about forests: more than share the chances."""
    home = tmp_path_factory.mktemp("beside")
    file = home / "a.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ALL), "utf-8")
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    library = Library(Catalogue(engine), home)
    library.import_paths([file], quiet)
    yield library.index()
    engine.dispose()


def found(index: Index, text: str, focus: str = BEES, *earlier: str) -> list[Contender]:
    return contenders(index, index.query(text), focus, earlier)


def codes(rows: list[Contender]) -> list[str]:
    return [one.hit.code for one in rows]


def of(rows: list[Contender], code: str) -> Contender:
    return next(one for one in rows if one.hit.code == code)


@given(text=MESSAGES, focus=CODES, earlier=st.lists(CODES | st.just(UNKNOWN), max_size=5))
def test_the_focus_comes_first_the_earlier_next_and_none_twice(
    index: Index, text: str, focus: str, earlier: list[str]
) -> None:
    met = codes(found(index, text, focus, *earlier))
    known = [code for code in dict.fromkeys((focus, *earlier)) if code != UNKNOWN]
    assert met[: len(known)] == known
    assert len(set(met)) == len(met)
    assert len(known) + 2 * CANDIDATES >= len(met) >= CANDIDATES


@given(text=MESSAGES, focus=CODES)
def test_no_lead_is_above_the_best_one_s(index: Index, text: str, focus: str) -> None:
    rows = found(index, text, focus)
    assert all(FAR <= one.lead <= 0 and FAR <= one.lead_near <= 0 for one in rows)
    assert max(one.lead for one in rows) == max(one.lead_near for one in rows[1:]) == 0
    assert all(0 <= one.hit.chance <= 1 and 0 <= one.chance_near <= 1 for one in rows)


@given(text=MESSAGES, focus=CODES)
def test_the_focus_is_no_neighbour_of_its_own(index: Index, text: str, focus: str) -> None:
    first = found(index, text, focus)[0]
    assert (first.near, first.lead_near) == (0.0, 0.0)
    assert first.chance_near == pytest.approx(0.0, abs=1e-6)


@given(text=MESSAGES, focus=CODES)
def test_the_message_alone_finds_what_it_found_before(index: Index, text: str, focus: str) -> None:
    rows = found(index, text, focus)
    for hit in index.procedures(index.query(text)):
        again = of(rows, hit.code).hit
        assert (again.score, again.match) == (hit.score, hit.match)
        assert again.chance == pytest.approx(hit.chance)


def test_a_neighbour_comes_in_that_the_message_alone_does_not_name(index: Index) -> None:
    alone = [hit.code for hit in index.procedures(index.query("trồng rừng"))]
    rows = found(index, "trồng rừng", BEES)
    assert BEES_AGAIN not in alone
    assert BEES_AGAIN in codes(rows)


def test_nearness_is_to_the_focus(index: Index) -> None:
    beside_bees, beside_ferry = (found(index, "bị mất thì sao", focus, BEES_AGAIN) for focus in (BEES, FERRY))
    assert of(beside_bees, BEES_AGAIN).near > of(beside_ferry, BEES_AGAIN).near
    assert of(beside_bees, BEES_AGAIN).near > of(found(index, "", BEES, FERRY), FERRY).near


def test_a_change_leads_to_the_neighbour(index: Index) -> None:
    best = max(found(index, "cấp lại vì bị mất", BEES)[1:], key=lambda one: one.lead_near)
    assert best.hit.code == BEES_AGAIN
    best = max(found(index, "tôi là người nước ngoài", BEES)[1:], key=lambda one: one.lead_near)
    assert best.hit.code == BEES_ABROAD
