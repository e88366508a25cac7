"""How people ask: the files, what is wrong with them, how they come into the index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge import phrasebook
from knowledge.catalogue import Catalogue
from knowledge.errors import SourceUnreadable
from knowledge.index import lexicon
from knowledge.index.search import Hit
from knowledge.library import Library
from knowledge.loaders.catalogue import titles as titles_of
from knowledge.phrasebook import check
from tests.conftest import CATALOGUE, MISSING, quiet
from tests.fixtures import GUIDE, RECORDS, record
from tests.knowledge.conftest import Write

LEAST_PROCEDURES, LEAST_ASKS, LEAST_NEEDED = 2400, 15, 290


def put(file: Path, *rows: tuple[str, list[str]]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"code": code, "asks": asks}, ensure_ascii=False) for code, asks in rows)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def found(library: Library, text: str) -> dict[str, Hit]:
    index = library.index()
    return {hit.code: hit for hit in index.procedures(index.query(text))}


def test_files_are_the_bundled_ones_and_then_the_installations_own(tmp_path: Path) -> None:
    own = [put(tmp_path / "phrasebook" / name) for name in ("b.jsonl", "a.jsonl")]
    put(tmp_path / "phrasebook" / "drafts" / "c.jsonl")
    put(tmp_path / "phrasebook" / "a.part")
    bundled = phrasebook.files()
    assert len(bundled) > 100
    assert phrasebook.files(tmp_path) == [*bundled, *sorted(own)]
    assert phrasebook.files(tmp_path / "nowhere") == bundled


def test_phrasings_of_several_files_are_put_together_each_once(tmp_path: Path) -> None:
    one = put(tmp_path / "1.jsonl", ("9.000001", ["nuôi ong", "thả ong"]), ("9.000002", ["mất giấy"]))
    two = put(tmp_path / "2.jsonl", ("9.000001", ["thả ong", "đặt đõ"]))
    assert phrasebook.load([one, two]) == {"9.000001": ("nuôi ong", "thả ong", "đặt đõ"), "9.000002": ("mất giấy",)}
    assert phrasebook.load([]) == {}


def test_blank_lines_and_odd_line_marks_in_a_phrasing_are_no_errors(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('\n{"code": "9.000001", "asks": ["nuôi\u2028ong\u0085ở đâu"]}\r\n   \n', "utf-8")
    assert phrasebook.load([file]) == {"9.000001": ("nuôi\u2028ong\u0085ở đâu",)}


@pytest.mark.parametrize(
    "line",
    [
        b"{broken", b"[]", b'"x"', b'{"code": "9.000001"}', b'{"asks": ["x"]}', b'{"code": 9, "asks": ["x"]}',
        b'{"code": "9.000001", "asks": "x"}', b'{"code": "9.000001", "asks": [1]}',
        '{"code": "9.000001", "asks": ["ý"]}'.encode("latin-1"),
    ],
)  # fmt: skip
def test_a_line_of_another_shape_is_named_with_its_file_and_number(tmp_path: Path, line: bytes) -> None:
    file = put(tmp_path / "own.jsonl", ("9.000001", ["nuôi ong"]))
    file.write_bytes(file.read_bytes() + b"\n" + line + b"\n")
    with pytest.raises(SourceUnreadable, match=r"own\.jsonl, line 3") as caught:
        phrasebook.load([file])
    assert '"asks"' in caught.value.advice


def test_the_digest_changes_with_any_phrasing_and_with_nothing_else(tmp_path: Path) -> None:
    one, two = put(tmp_path / "1.jsonl", ("9.000001", ["nuôi ong"])), put(tmp_path / "2.jsonl", ("9.000002", ["x"]))
    before = phrasebook.digest([one, two])
    put(tmp_path / "1.jsonl", ("9.000001", ["nuôi ong"]))
    assert phrasebook.digest([one, two]) == before
    assert len({before, phrasebook.digest([one]), phrasebook.digest([]), phrasebook.digest([two])}) == 4
    put(one, ("9.000001", ["nuôi ong", "thả ong"]))
    assert phrasebook.digest([one, two]) != before


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("Thủ tục đăng ký nuôi ong", "dang ky nuoi ong"), ("Đăng ký  nuôi ong.", "dang ky nuoi ong"),
        ("Thủ tục hành chính đăng ký nuôi ong ;", "dang ky nuoi ong"), ("Đăng ký thủ tục nuôi", "dang ky thu tuc nuoi"),
    ],
)  # fmt: skip
def test_a_matter_is_its_title_without_the_opening(title: str, matter: str) -> None:
    assert phrasebook.matter(title) == matter


def test_records_with_one_title_share_their_phrasings(library: Library, write: Write, tmp_path: Path) -> None:
    put(tmp_path / "home" / "phrasebook" / "own.jsonl", ("9.000020", ["thả mấy đõ mật trên nương"]))
    twin = record("9.000020", "Đăng ký nuôi ong", so_quyet_dinh="77/QĐ-UBND", cap_thuc_hien="Cấp Tỉnh")
    library.import_paths([write("a.jsonl", [*RECORDS, twin])], quiet)
    hits = found(library, "thả đõ mật trên nương")
    assert hits["9.000001"].parts["everyday"] == hits["9.000020"].parts["everyday"] > 0
    assert max(hits["9.000002"].parts["everyday"], hits["9.000004"].parts["everyday"]) == 0


def test_a_guides_questions_are_not_shared(library: Library, write: Write, tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(GUIDE.replace("muốn nuôi đàn ong", "thả mấy đõ mật"), "utf-8")
    twin = record("9.000020", "Đăng ký nuôi ong")
    library.import_paths([write("a.jsonl", [*RECORDS, twin]), tmp_path / "g.md"], quiet)
    hits = found(library, "thả đõ mật")
    assert hits["9.000001"].parts["everyday"] > hits["9.000020"].parts["everyday"] == 0


def test_an_installations_own_phrasings_are_indexed_once_they_are_there(
    library: Library, write: Write, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    library.import_paths([write("a.jsonl", RECORDS)], quiet)
    assert found(library, "lái phà kiếm cơm")["9.000004"].match == 0
    put(home / "phrasebook" / "drafts" / "own.jsonl", ("9.000004", ["lái phà kiếm cơm"]))
    assert found(Library(Catalogue(library.catalogue.engine), home), "lái phà kiếm cơm")["9.000004"].match == 0
    put(home / "phrasebook" / "own.jsonl", ("9.000004", ["lái phà kiếm cơm"]))
    later = found(Library(library.catalogue, home), "lái phà kiếm cơm")
    assert next(iter(later)) == "9.000004"
    assert later["9.000004"].parts["everyday"] > 0
    put(home / "phrasebook" / "own.jsonl", ("9.000001", ["lái phà kiếm cơm"]))
    library.reindex(quiet)
    assert next(iter(found(Library(library.catalogue, home), "lái phà kiếm cơm"))) == "9.000001"


def test_findings_of_each_kind() -> None:
    title = "Đăng ký khai thác nước dưới đất cho hộ gia đình"
    titles = {"1": title, "2": "Đăng ký nuôi ong", "3": "Thủ tục đăng ký nuôi ong"}
    phrases = {
        "1": ("khoan", "xin  khoan giếng", "Đăng ký khai thác các nước dưới đất cho hộ gia đình"),
        "2": ("muốn nuôi ong mật", "nuoi ong mat", "Đăng ký nuôi ong?", "tôi muốn khoan giếng"),
        "3": ("muốn nuôi ong mật",),
        "4": ("Tôi muốn khoan giếng!",),
    }
    kinds = [(f.kind, f.code, f.ask) for f in check.findings(phrases, titles)]
    assert kinds == [
        ("shape", "1", "khoan"), ("accents", "1", "khoan"), ("shape", "1", "xin  khoan giếng"),
        ("accents", "2", "nuoi ong mat"), ("shared", "2", "toi muon khoan gieng"),
        ("copied_title", "1", phrases["1"][2]), ("copied_title", "2", "Đăng ký nuôi ong?"), ("unknown_code", "4", ""),
    ]  # fmt: skip


def test_the_bundled_phrasebook_has_no_findings_of_shape_or_sharing() -> None:
    phrases = phrasebook.load(phrasebook.files())
    assert sum(map(len, phrases.values())) > 20_000
    assert [str(f) for f in check.findings(phrases) if f.kind in ("shape", "shared", "accents")] == []


@pytest.mark.catalogue
@pytest.mark.skipif(not CATALOGUE.is_file(), reason=MISSING)
def test_the_bundled_phrasebook_knows_the_catalogue() -> None:
    titles, phrases = dict(titles_of(CATALOGUE)), phrasebook.load(phrasebook.files())
    assert sorted(phrases.keys() - titles.keys()) == []
    assert len(phrases) >= LEAST_PROCEDURES
    needed = lexicon.load().needed
    assert needed <= titles.keys()
    assert sum(len(phrases.get(code, ())) >= LEAST_ASKS for code in needed) >= LEAST_NEEDED
