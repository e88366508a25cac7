"""Every bundled guide: it loads, speaks plainly, and says what the record says."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from assistant.wiring import Assistant
from knowledge import contradictions
from knowledge.bundled import FOLDER
from knowledge.catalogue import Kind
from knowledge.loaders.guide import PARTS, load
from knowledge.types import Guide, Procedure

GUIDES = sorted((FOLDER / "guides").rglob("*.md"))
AREAS = {
    "ho-tich", "cu-tru", "can-cuoc", "chung-thuc", "dat-dai", "ho-kinh-doanh", "an-sinh", "bao-hiem-y-te", "giao-duc",
    "xe-co", "xuat-nhap-canh", "nong-nghiep", "nguoi-co-cong",
}  # fmt: skip
"""What the issue asks guides for; there may be more."""

each_guide = pytest.mark.parametrize("path", GUIDES, ids=[p.stem for p in GUIDES])


def test_there_are_at_least_sixty_in_every_area_asked_for() -> None:
    assert len(GUIDES) >= 60
    assert {p.parent.name for p in GUIDES} >= AREAS
    assert len({p.stem for p in GUIDES}) == len(GUIDES)


@each_guide
def test_a_guide_loads_and_lies_where_it_belongs(path: Path) -> None:
    guide = load(path)
    assert (guide.code, guide.area) == (path.stem, path.parent.name)
    assert guide.record.code == guide.code
    assert guide.record.as_of == guide.as_of
    assert guide.source_url.startswith("https://dichvucong.gov.vn/") or not guide.source_url


@each_guide
def test_a_guide_has_every_part_in_order_and_none_is_empty(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(PARTS.values())
    guide = load(path)
    assert [name for name in PARTS if not guide.parts[name]] == []
    assert guide.record.legal
    assert all(ref.number for ref in guide.record.legal)
    assert len(guide.asks) >= 5
    assert len(set(guide.asks)) == len(guide.asks)


@each_guide
def test_a_guide_is_nfc_with_plain_line_ends(path: Path) -> None:
    data = path.read_bytes()
    assert unicodedata.is_normalized("NFC", data.decode("utf-8"))
    assert b"\r" not in data
    assert b"\t" not in data


def told(assistant: Assistant) -> dict[str, Guide]:
    generation = assistant.library.catalogue.live_generation() or 0
    return {g.code: g for g in assistant.library.catalogue.records(Kind.GUIDE, generation)}


def test_all_of_them_come_in_without_a_refusal(bundled: Assistant) -> None:
    report = bundled.library.catalogue.last_report()
    assert report["refused"] == []
    assert set(told(bundled)) == {p.stem for p in GUIDES}
    assert len(bundled.library.index()) == len(GUIDES)


@pytest.mark.catalogue
def test_every_guide_says_what_the_catalogue_says(national: Assistant) -> None:
    library = national.library
    guides = told(national)
    generation = library.catalogue.live_generation() or 0
    records: dict[str, Procedure] = {
        p.code: p for p in library.catalogue.records(Kind.PROCEDURE, generation) if p.code in guides
    }
    assert set(records) == set(guides)
    assert {code: found for code in guides if (found := contradictions.between(guides[code], records[code]))} == {}
    assert library.catalogue.last_report()["contradictions"] == []


@pytest.mark.catalogue
def test_the_catalogue_comes_in_whole(national: Assistant) -> None:
    report = national.library.catalogue.last_report()
    assert report["refused"] == []
    assert len(national.library.index()) == 5652
