"""What an import promises: counts, idempotence, dates, and a report that names every refused line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge.catalogue import Kind
from knowledge.errors import SourceUnreadable
from knowledge.importing import Report, expand
from knowledge.library import Library
from tests.conftest import quiet
from tests.fixtures import GUIDE, RECORDS, record
from tests.knowledge.conftest import Write
from tests.knowledge.files import docx_file

EARLY, DAY, LATER = date(2026, 6, 1), date(2026, 7, 19), date(2026, 8, 1)
CHANGED = [RECORDS[0], {**RECORDS[1], "mo_ta": "Nuôi ong lấy mật."}, record("9.000005", "Xóa đăng ký nuôi ong")]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.refused)


def as_ofs(library: Library) -> dict[str, date]:
    live = library.catalogue.live_generation()
    return {code: as_of for code, (_, as_of) in library.catalogue.digests(Kind.PROCEDURE, live).items()}


def test_new_changed_and_unchanged_are_counted(library: Library, write: Write) -> None:
    assert counts(library.import_paths([write("a.jsonl", RECORDS)], quiet)) == (4, 0, 0, 0)
    assert counts(library.import_paths([write("b.jsonl", CHANGED)], quiet)) == (1, 1, 1, 0)
    assert len(as_ofs(library)) == 5, "records that a later file does not hold stay"


def test_the_same_file_again_changes_nothing(library: Library, write: Write) -> None:
    path = write("a.jsonl", RECORDS)
    first = library.import_paths([path], quiet, DAY)
    again = library.import_paths([path], quiet, DAY)
    assert counts(again) == (0, 0, 4, 0)
    assert again.generation == first.generation == library.catalogue.live_generation()
    assert again.accepted == 4


def test_the_report_names_every_refused_line_and_is_kept(library: Library, tmp_path: Path, write: Write) -> None:
    good = write("a.jsonl", [*RECORDS, RECORDS[1]]).read_bytes()
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"{broken\n" + good + b'{"ten_thu_tuc": "x"}\n' + '{"ma_thu_tuc": "ý"}\n'.encode("latin-1"))
    report = library.import_paths([path], quiet)
    assert counts(report) == (4, 0, 0, 4)
    assert report.refused == [
        "mixed.jsonl: line 1: not valid JSON",
        "mixed.jsonl: line 6: duplicate code 9.000002, first on line 3",
        "mixed.jsonl: line 7: missing or malformed code (ma_thu_tuc = 'None')",
        "mixed.jsonl: line 8: not UTF-8 (byte 16)",
    ]
    assert library.catalogue.last_report()["refused"] == report.refused


def test_a_record_whose_own_date_is_nonsense_is_refused_alone(library: Library, write: Write) -> None:
    path = write("a.jsonl", [record("9.000009", "Nuôi ong", as_of="hôm qua"), *RECORDS])
    report = library.import_paths([path], quiet)
    assert counts(report) == (4, 0, 0, 1)
    assert report.refused[0].startswith("a.jsonl: line 1: 9.000009 cannot be read")


def test_flags_of_the_input_are_counted(library: Library, write: Write) -> None:
    path = write("a.jsonl", [*RECORDS, record("9.000005", "Nuôi tằm", thanh_phan_ho_so="Không có thông tin")])
    assert library.import_paths([path], quiet).flags["papers_missing"] == 1


def test_unusable_files_do_not_stop_the_others(library: Library, tmp_path: Path, write: Write) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write("in/good.jsonl", RECORDS)
    (folder / "empty.jsonl.gz").touch()
    (folder / "cut.docx").write_bytes(docx_file(["Ong."])[:500])
    (folder / "latin.md").write_bytes("---\ncode: ý\n---\n".encode("latin-1"))
    (folder / "head.md").write_text("---\ncode: [\n---\n# Bài\n", "utf-8")
    (folder / "date.md").write_text("---\nas_of: hôm qua\n---\n# Bài\nNội dung\n", "utf-8")
    report = library.import_paths([folder], quiet)
    assert counts(report) == (4, 0, 0, 5)
    assert {line.partition(":")[0] for line in report.refused} == {
        "empty.jsonl.gz", "cut.docx", "latin.md", "head.md", "date.md",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["A.JSONL", "a.Jsonl.GZ"])
def test_the_case_of_a_suffix_does_not_matter(library: Library, write: Write, name: str) -> None:
    assert counts(library.import_paths([write(name, RECORDS)], quiet)) == (4, 0, 0, 0)


def test_guides_and_documents_come_in_beside_the_catalogue(library: Library, tmp_path: Path, write: Write) -> None:
    (tmp_path / "GUIDE.MD").write_text(GUIDE, "utf-8-sig")
    (tmp_path / "a.docx").write_bytes(docx_file(["Ong cần hoa."], title="Nuôi ong"))
    report = library.import_paths([write("a.jsonl", RECORDS), tmp_path / "GUIDE.MD", tmp_path / "a.docx"], quiet)
    assert counts(report) == (6, 0, 0, 0)
    generation = report.generation or 0
    guide = library.catalogue.guide("9.000001", generation)
    assert guide is not None
    assert guide.title == "Nuôi ong"
    assert [p.text for p in library.catalogue.document("a", generation)] == ["Ong cần hoa."]
    assert report.contradictions == []


def test_a_guide_that_contradicts_the_record_is_reported(library: Library, tmp_path: Path, write: Write) -> None:
    (tmp_path / "g.md").write_text(GUIDE.replace("amount: 20000", "amount: 25000"), "utf-8")
    report = library.import_paths([write("a.jsonl", RECORDS), tmp_path / "g.md"], quiet)
    assert len(report.contradictions) == 1
    assert "fee 25000 (direct)" in report.contradictions[0]


def test_one_code_in_two_files_is_taken_once_and_reported(library: Library, write: Write) -> None:
    other = [{**RECORDS[0], "mo_ta": "Khác."}, record("9.000005", "Nuôi tằm")]
    report = library.import_paths([write("a.jsonl", RECORDS), write("b.jsonl", other)], quiet)
    assert counts(report) == (5, 0, 0, 1)
    assert report.refused[0].startswith("b.jsonl: line 1: 9.000001 was already read from a.jsonl")


def test_a_file_given_twice_counts_once(library: Library, write: Write) -> None:
    path = write("a.jsonl", RECORDS)
    assert counts(library.import_paths([path, path], quiet)) == (4, 0, 0, 0)


def test_two_documents_of_one_name_are_not_mixed(library: Library, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bai.md").write_text(f"# Bài {folder}\nNội dung {folder}.", "utf-8")
    report = library.import_paths([tmp_path / "x", tmp_path / "y"], quiet)
    assert counts(report) == (1, 0, 0, 1)
    assert "bai" in report.refused[0]


def test_a_newer_date_confirms_unchanged_records_and_an_older_one_does_not(library: Library, write: Write) -> None:
    path = write("a.jsonl", RECORDS)
    library.import_paths([path], quiet, DAY)
    library.import_paths([path], quiet, LATER)
    assert set(as_ofs(library).values()) == {LATER}
    generation = library.catalogue.live_generation() or 0
    shown = library.catalogue.procedure("9.000001", generation)
    assert shown is not None
    assert shown.as_of == LATER
    library.import_paths([path], quiet, EARLY)
    assert set(as_ofs(library).values()) == {LATER}


def test_a_changed_file_dates_what_it_changed_and_what_it_confirms(library: Library, write: Write) -> None:
    library.import_paths([write("a.jsonl", RECORDS)], quiet, DAY)
    library.import_paths([write("b.jsonl", CHANGED)], quiet, LATER)
    dates = as_ofs(library)
    assert {code for code, day in dates.items() if day == LATER} == {"9.000001", "9.000002", "9.000005"}
    assert {code for code, day in dates.items() if day == DAY} == {"9.000003", "9.000004"}


def test_without_a_date_the_files_own_is_taken_and_said(library: Library, write: Write) -> None:
    path = write("a.jsonl", RECORDS)
    os.utime(path, (1_780_000_000, 1_780_000_000))
    report = library.import_paths([path], quiet)
    assert set(as_ofs(library).values()) == {date(2026, 5, 28)}
    assert "dated 2026-05-28 after the file" in report.notes[0]


def test_unknown_paths_and_formats_are_refused_before_anything_starts(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    (tmp_path / "bare").mkdir()
    for wrong in ("none.jsonl", "a.xlsx", "bare"):
        with pytest.raises(SourceUnreadable) as caught:
            library.import_paths([tmp_path / wrong], quiet)
        assert caught.value.advice
    assert library.catalogue.live_generation() is None


def test_a_folder_is_searched_for_known_formats_only(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.md", "b.xlsx", "deep/c.PDF", "notes.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in expand([tmp_path])] == ["a.md", "c.PDF"]
