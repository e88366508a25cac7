"""Finding: the ordinary case unless more is asked, accents that count, nothing found in garbage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.index.search import CANDIDATES, Hit, Index
from knowledge.library import Library
from tests.conftest import quiet
from tests.fixtures import GUIDE, RECORDS, record
from tests.knowledge.conftest import Write

LOCAL = {
    "so_quyet_dinh": "77/QĐ-UBND", "co_quan_thuc_hien": "Ủy ban nhân dân tỉnh Lào Cai", "cap_thuc_hien": "Cấp Tỉnh",
}  # fmt: skip
OTHERS = [
    "Đăng ký nuôi cá lồng", "Đăng ký nuôi ca nô du lịch", "Xác nhận hộ trồng chè", "Hỗ trợ ăn trưa cho trẻ mẫu giáo",
    "Cấp thẻ thư viện thôn", "Hòa giải tranh chấp ruộng nương", "Đăng ký thuê ki-ốt chợ", "Cấp giấy phép hát rong",
]  # fmt: skip


def catalogue() -> list[dict[str, Any]]:
    """Fourteen records: beekeeping in all its variants, a province's own version, eight others."""
    more = [record(f"9.0001{n:02d}", title) for n, title in enumerate(OTHERS)]
    own = record("9.000020", "Thủ tục đăng ký nuôi ong", **LOCAL)
    mobile = record("9.000021", "Đăng ký nuôi ong lưu động")
    return [*RECORDS, own, mobile, *more]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The opened index of that catalogue."""
    home = tmp_path_factory.mktemp("search")
    file = home / "a.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in catalogue()), "utf-8")
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    library = Library(Catalogue(engine), home)
    library.import_paths([file], quiet)
    yield library.index()
    engine.dispose()


def ask(index: Index, text: str) -> list[Hit]:
    return index.procedures(index.query(text))


def first(index: Index, text: str) -> str:
    return ask(index, text)[0].code


@pytest.mark.parametrize("text", ["đăng ký nuôi ong", "dang ky nuoi ong", "ĐĂNG KÝ NUÔI ONG", "tôi muốn nuôi ong"])
def test_the_ordinary_case_wins_when_nothing_more_is_asked(index: Index, text: str) -> None:
    assert first(index, text) == "9.000001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("giấy đăng ký nuôi ong bị mất xin lại", "9.000002"), ("giay dang ky nuoi ong bi mat", "9.000002"),
        ("đăng ký nuôi ong với người nước ngoài", "9.000003"), ("đăng ký nuôi ong lưu động đến nhà", "9.000021"),
    ],
)  # fmt: skip
def test_a_variant_wins_when_it_is_asked_for(index: Index, text: str, code: str) -> None:
    assert first(index, text) == code
    assert {h.code: h for h in ask(index, text)}[code].parts["variant"] > 0


def test_a_variant_not_asked_for_is_held_back(index: Index) -> None:
    hits = {h.code: h for h in ask(index, "đăng ký nuôi ong")}
    assert hits["9.000001"].parts["variant"] == 0
    assert all(hits[code].parts["variant"] < 0 for code in ("9.000002", "9.000003", "9.000021"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đăng ký nuôi ong", "9.000001"), ("đăng ký nuôi ong ở Lào Cai", "9.000020"),
        ("đăng ký nuôi ong ở Yên Bái", "9.000020"), ("đăng ký nuôi ong ở Cà Mau", "9.000001"),
    ],
)  # fmt: skip
def test_a_provinces_own_version_wins_only_for_that_province(index: Index, text: str, code: str) -> None:
    assert first(index, text) == code


def test_a_province_named_pushes_other_provinces_versions_down(index: Index) -> None:
    hits = {h.code: h for h in ask(index, "đăng ký nuôi ong ở Cà Mau")}
    assert hits["9.000020"].own
    assert hits["9.000020"].parts["other_province"] < 0 == hits["9.000001"].parts["other_province"]


def test_accents_that_are_there_count(index: Index) -> None:
    assert first(index, "đăng ký nuôi cá") == "9.000100"
    assert first(index, "đăng ký nuôi ca") == "9.000101"
    both = {h.code: h.parts["title"] for h in ask(index, "dang ky nuoi ca")}
    assert both["9.000100"] > 0
    assert both["9.000101"] > 0


def test_both_tone_spellings_find_the_same(index: Index) -> None:
    old, new = (ask(index, f"{word} giải tranh chấp ruộng") for word in ("hoà", "hòa"))
    assert old == new
    assert old[0].code == "9.000105"


def test_abbreviations_and_everyday_words_meet_the_official_title(index: Index) -> None:
    assert first(index, "ăn trưa mầm non") == "9.000103"
    assert "thẻ" not in index.query("cccd").official
    assert {"can", "cuoc"} <= set(index.query("làm lại cccd").official)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "👍👍", "\x00\x07", "ở đâu"])
def test_an_empty_question_matches_nothing_and_still_names_candidates(index: Index, text: str) -> None:
    hits = ask(index, text)
    assert len(hits) == CANDIDATES
    assert {h.match for h in hits} == {0.0}


@pytest.mark.parametrize(
    "text",
    ["xyzzy qwrtp blorf", "asdfgh jkl zxcvb nuôi", "ねこ の 登録", "'; DROP TABLE x; --", "qqq www eee rrr ong ttt"],
)
def test_garbage_hardly_matches(index: Index, text: str) -> None:
    good = ask(index, "đăng ký nuôi ong")[0].match
    assert max(h.match for h in ask(index, text)) < 0.1 * good


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_any_text_gives_ten_different_candidates_best_first(index: Index, text: str) -> None:
    hits = ask(index, text)
    assert len({h.code for h in hits}) == CANDIDATES
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.match >= 0 for h in hits)


def test_the_parts_of_a_score_add_up_to_it(index: Index) -> None:
    for hit in ask(index, "đăng ký nuôi ong bị mất"):
        assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=0.001)


def test_fewer_records_give_fewer_candidates(library: Library, write: Write) -> None:
    library.import_paths([write("a.jsonl", RECORDS)], quiet)
    assert len(ask(library.index(), "nuôi ong")) == len(RECORDS)


def test_documents_alone_can_be_searched(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\naudience: [team]\n---\n# Ong\n## Sáp\nSáp ong màu vàng.\n## Hoa\nOng hút mật.\n", "utf-8"
    )
    library.import_paths([tmp_path / "a.md"], quiet)
    index = library.index()
    assert ask(index, "sáp ong") == []
    best = index.passages(index.query("sáp ong màu gì"))[0]
    assert library.catalogue.document(best.document, index.generation)[best.position].place == "Ong > Sáp"
    assert index.passages(index.query("sáp ong"), audience=["officer"]) == []
    assert index.passages(index.query("sáp ong"), audience=["team", "officer"])


def test_the_index_knows_its_titles(index: Index) -> None:
    assert index.title("9.000001") == "Thủ tục đăng ký nuôi ong"
    assert index.title("0.000000") is None


def test_a_guide_brings_the_words_people_use(library: Library, write: Write, tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(GUIDE.replace("muốn nuôi đàn ong", "thả mấy đõ mật"), "utf-8")
    library.import_paths([write("a.jsonl", catalogue())], quiet)
    before = {h.code: h for h in ask(library.index(), "thả đõ mật")}["9.000001"]
    library.import_paths([tmp_path / "g.md"], quiet)
    index = Library(library.catalogue, tmp_path / "home").index()
    best = ask(index, "thả đõ mật")[0]
    assert (best.code, best.plain, len(index)) == ("9.000001", "Nuôi ong", len(catalogue()))
    assert best.match > before.match == 0


@pytest.mark.parametrize("text", ["người lao động nghỉ việc ở Lào Cai", "bệnh lao phổi", "nguoi lao dong o lao cai"])
def test_labour_and_lao_cai_are_not_abroad(index: Index, text: str) -> None:
    assert "foreign" not in index.query(text).asked
    assert "foreign" in index.query("lấy chồng người Lào").asked
    assert index.lexicon.variants_of("Đăng ký có yếu tố nước ngoài") == {"foreign"}
