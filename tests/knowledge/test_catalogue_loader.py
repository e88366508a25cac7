"""Catalogue files as they really come: broken lines, wrong bytes, cut compression. The good records are kept."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import RecordRefused, SourceUnreadable
from knowledge.loaders.catalogue import lines, parse_line, to_procedure
from tests.fixtures import RECORDS, record

DAY = date(2026, 7, 19)


def encoded(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


def read(path: Path) -> tuple[list[str], list[str]]:
    """Codes read and reasons for refusal of a file."""
    codes, reasons = [], []
    for number, line in lines(path):
        try:
            if isinstance(line, RecordRefused):
                raise line
            value = parse_line(number, line)
        except RecordRefused as error:
            reasons.append(str(error))
            continue
        if value is not None:
            codes.append(value["ma_thu_tuc"])
    return codes, reasons


CODES = [r["ma_thu_tuc"] for r in RECORDS]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", encoded(RECORDS)), ("a.jsonl.gz", gzip.compress(encoded(RECORDS))),
        ("packed-under-a-plain-name.jsonl", gzip.compress(encoded(RECORDS))),
        ("plain-under-a-packed-name.jsonl.gz", encoded(RECORDS)),
        ("bom.jsonl", b"\xef\xbb\xbf" + encoded(RECORDS)),
        ("windows.jsonl", encoded(RECORDS).replace(b"\n", b"\r\n")),
        ("no-last-break.jsonl", encoded(RECORDS).rstrip(b"\n")),
        ("blank-lines.jsonl", b"\n  \n" + encoded(RECORDS) + b"\n\n"),
    ],
)  # fmt: skip
def test_every_usual_form_of_the_file_is_read_whole(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read(path) == (CODES, [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"ma_thu_tuc": "9.0000', "line 2: not valid JSON"),
        (b"[1, 2]", "line 2: not a JSON object"),
        (b"{}", "line 2: missing or malformed code"),
        (b'{"ma_thu_tuc": 9.000001, "ten_thu_tuc": "x"}', "line 2: missing or malformed code"),
        (b'{"ma_thu_tuc": "../../etc", "ten_thu_tuc": "x"}', "line 2: missing or malformed code"),
        (b'{"ma_thu_tuc": "9.000009", "ten_thu_tuc": "  "}', "line 2: missing title"),
        (b'{"ma_thu_tuc": "9.000009"}', "line 2: missing title"),
        (b'{"ma_thu_tuc": "9.000009", "ten_thu_tuc": "x", "mo_ta": ["y"]}', "line 2: field mo_ta is not text"),
        (b'{"ma_thu_tuc": "9.000009", "ten_thu_tuc": "x", "mo_ta": {"a": 1}}', "line 2: field mo_ta is not text"),
        ('{"ma_thu_tuc": "9.000009", "ten_thu_tuc": "é"}'.encode("latin-1"), "line 2: not UTF-8"),
        (b"\x00\x01\xff\xfe", "line 2: not UTF-8"),
        (b"[" * 100_000, "line 2: not valid JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_with_its_number_and_the_others_are_kept(tmp_path: Path, bad: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(encoded(RECORDS[:1]) + bad + b"\n" + encoded(RECORDS[1:]))
    codes, reasons = read(path)
    assert codes == CODES
    assert len(reasons) == 1
    assert reasons[0].startswith(reason)


def test_a_file_in_utf_16_is_refused_not_misread(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(encoded(RECORDS).decode().encode("utf-16"))
    codes, reasons = read(path)
    assert codes == []
    assert reasons[0].startswith("line 1: ")


def test_a_missing_value_is_allowed() -> None:
    assert to_procedure(record("9.000009", "Nuôi ong") | {"mo_ta": None, "linh_vuc": None}, DAY).field == ""


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.touch()
    with pytest.raises(SourceUnreadable, match="0 bytes") as caught:
        list(lines(path))
    assert caught.value.advice


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="cannot open"):
        list(lines(tmp_path / "none.jsonl"))


def many(count: int) -> list[dict[str, Any]]:
    return [record(f"9.{n:06d}", f"Đăng ký nuôi loài {n * 7919}") for n in range(count)]


@given(st.floats(0.05, 0.99))
def test_a_gzip_cut_anywhere_keeps_what_came_before_and_names_the_line(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    packed = gzip.compress(encoded(many(40)))
    path = tmp_path_factory.mktemp("cut") / "a.jsonl.gz"
    path.write_bytes(packed[: int(len(packed) * share)])
    codes, reasons = read(path)
    assert codes == [r["ma_thu_tuc"] for r in many(40)][: len(codes)]
    assert len(reasons) == 1
    assert reasons[0].startswith(f"line {len(codes) + 1}: the compressed file is damaged or cut short")


def test_a_damaged_gzip_ends_in_a_refusal(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(encoded(many(40))))
    packed[len(packed) // 2 :] = bytes(len(packed) - len(packed) // 2)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    codes, reasons = read(path)
    assert len(codes) < 40
    assert "damaged" in reasons[-1]
