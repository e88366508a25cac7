"""The national catalogue: JSON lines (plain or gzip), one procedure a line, keys as the portal exports them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from knowledge import facts
from knowledge.errors import RecordRefused, SourceUnreadable
from knowledge.text import clean, folded_words, one_line
from knowledge.types import Flag, Level, Offices, Procedure

SUFFIXES = (".jsonl", ".jsonl.gz")
PARSER_VERSION = 2
"""Raised when `to_procedure` reads records differently: an import then renews them."""

LONG_TITLE = 250
_CODE = re.compile(r"^\d{1,2}\.\d{4,12}(?:-\w+)?$")
_WITHDRAWN = "-xoa"
"""Suffix by which the portal's staff mark a record as struck off."""
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_LEVELS = {"Cấp Xã": Level.COMMUNE, "Cấp Tỉnh": Level.PROVINCE, "Cấp Bộ/Trung ương": Level.MINISTRY}
_SECTIONS = {
    "steps": "trinh_tu_thuc_hien", "ways": "cach_thuc_thuc_hien", "papers": "thanh_phan_ho_so",
    "conditions": "yeu_cau_dieu_kien", "result": "ket_qua_thuc_hien", "legal": "can_cu_phap_ly",
    "keywords": "tu_khoa", "description": "mo_ta",
}  # fmt: skip


def open_stream(path: Path) -> BinaryIO:
    """The file's bytes, unpacked when it begins with the gzip mark, whatever its name says."""
    try:
        if path.stat().st_size == 0:
            raise SourceUnreadable(f"{path.name} is empty (0 bytes)", advice="Download or copy the file again.")
        packed = _is_gzip(path)
        return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]
    except OSError as error:
        raise SourceUnreadable(f"cannot open {path}: {error.strerror}", advice="Check the path.") from error


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == b"\x1f\x8b"


def lines(path: Path) -> Iterator[tuple[int, bytes | RecordRefused]]:
    """Numbered lines; a stream that breaks off ends with a refusal that names the last good line."""
    stream = io.BufferedReader(open_stream(path), 1 << 20)  # type: ignore[type-var]
    number = 0
    with stream:
        while True:
            try:
                line = stream.readline()
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                reason = f"the compressed file is damaged or cut short after this point ({type(error).__name__})"
                yield number + 1, RecordRefused(number + 1, reason)
                return
            if not line:
                return
            number += 1
            yield number, line


def parse_line(number: int, line: bytes) -> dict[str, Any] | None:
    """The object of one line, None for a blank one; raises RecordRefused with the reason."""
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordRefused(number, f"not UTF-8 (byte {error.start})") from error
    if not text.strip():
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordRefused(number, "not valid JSON") from error
    if not isinstance(value, dict):
        raise RecordRefused(number, "not a JSON object")
    code = value.get("ma_thu_tuc")
    if not isinstance(code, str) or not _CODE.match(code.strip()):
        raise RecordRefused(number, f"missing or malformed code (ma_thu_tuc = {str(code)[:40]!r})")
    if not isinstance(value.get("ten_thu_tuc"), str) or not value["ten_thu_tuc"].strip():
        raise RecordRefused(number, "missing title (ten_thu_tuc)")
    wrong = [k for k, v in value.items() if v is not None and not isinstance(v, str)]
    if wrong:
        raise RecordRefused(number, f"field {wrong[0]} is not text")
    return value


def titles(path: Path) -> Iterator[tuple[str, str]]:
    """(code, official title) of every readable record of a catalogue file."""
    for number, line in lines(path):
        if isinstance(line, bytes):
            try:
                row = parse_line(number, line)
            except RecordRefused:
                continue
            if row is not None:
                yield row["ma_thu_tuc"].strip(), one_line(row["ten_thu_tuc"])


def digest(raw: dict[str, Any]) -> str:
    """Content hash of a source record, the parser's version mixed in."""
    body = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{PARSER_VERSION}\n{body}".encode()).hexdigest()


def to_procedure(raw: dict[str, Any], as_of: date) -> Procedure:
    """Typed record of one source object (see data keys in the module docstring)."""
    text = {name: clean(raw.get(key) or "") for name, key in _SECTIONS.items()}
    sections = {name: value for name, value in text.items() if facts.known(value)}
    title = one_line(raw["ten_thu_tuc"])
    elsewhere = f"{text['steps']}\n{text['papers']}"
    offices = facts.read_offices(
        raw.get("co_quan_thuc_hien") or "", raw.get("co_quan_co_tham_quyen") or "",
        raw.get("dia_chi_tiep_nhan") or "", raw.get("co_quan_duoc_uy_quyen") or "",
        raw.get("co_quan_phoi_hop") or "",
    )  # fmt: skip
    as_of = date.fromisoformat(raw["as_of"]) if raw.get("as_of") else as_of
    procedure = Procedure(
        code=raw["ma_thu_tuc"].strip(),
        title=title,
        level=_LEVELS.get(one_line(raw.get("cap_thuc_hien") or ""), Level.UNKNOWN),
        field=one_line(raw.get("linh_vuc") or ""),
        kind=one_line(raw.get("loai_thu_tuc") or ""),
        decision=one_line(raw.get("so_quyet_dinh") or ""),
        applicants=_applicants(raw.get("doi_tuong_thuc_hien") or ""),
        as_of=as_of,
        source_url=(raw.get("detail_url") or "").strip(),
        sections=sections,
        fees=facts.read_fees(text["ways"], elsewhere, as_of),
        times=facts.read_times(text["ways"]),
        papers=facts.read_papers(text["papers"]),
        offices=offices,
        legal=facts.read_legal(text["legal"]),
    )
    return _with_flags(procedure, raw, offices)


def _applicants(text: str) -> tuple[str, ...]:
    """Who may apply; commas inside brackets do not separate."""
    return tuple(p.strip() for p in re.split(r",\s*(?![^(]*\))", one_line(text)) if facts.known(p))


def _with_flags(procedure: Procedure, raw: dict[str, Any], offices: Offices) -> Procedure:
    flags = {f for fee in procedure.fees for f in fee.flags} | {f for t in procedure.times for f in t.flags}
    source = "".join(str(v) for v in raw.values() if v)
    body = set(folded_words(" ".join(procedure.sections.get(k, "") for k in ("steps", "papers", "result"))))
    name = [w for w in folded_words(procedure.title) if len(w) > 2]
    checks = {
        Flag.FEE_MISSING: not procedure.fees,
        Flag.TIME_MISSING: not procedure.times,
        Flag.OFFICE_MISSING: not offices.receives,
        Flag.PAPERS_MISSING: not procedure.papers,
        Flag.LEVEL_MISSING: procedure.level is Level.UNKNOWN,
        Flag.DISTRICT_BODY: facts.names_district(
            " | ".join((offices.receives, offices.decides, offices.address, *procedure.sections.values()))
        ),
        Flag.NOT_NFC: not unicodedata.is_normalized("NFC", source),
        Flag.PRIVATE_USE: bool(_PRIVATE.search(source)),
        Flag.LONG_TITLE: len(procedure.title) > LONG_TITLE,
        Flag.WITHDRAWN: procedure.code.lower().endswith(_WITHDRAWN),
        Flag.TITLE_BODY_MISMATCH: bool(body and name) and sum(w in body for w in name) < 0.4 * len(name),
    }
    flags |= {flag for flag, found in checks.items() if found}
    values = {f: getattr(procedure, f) for f in procedure.__dataclass_fields__}
    return Procedure(**{**values, "flags": tuple(sorted(flags))})
