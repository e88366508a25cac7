"""Import files into a new generation: streaming, resumable, atomic, idempotent, with a report.

Rows are staged under a generation that nobody sees; the index is built beside the live one; one transaction makes
both live. Killed at any moment, a second run of the same input goes on where the first stopped.
"""

from __future__ import annotations

import hashlib
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from knowledge import contradictions
from knowledge.catalogue import Catalogue, Kind, dump
from knowledge.errors import KnowledgeError, RecordRefused, SourceUnreadable
from knowledge.loaders import catalogue as catalogue_loader
from knowledge.loaders import document, guide
from knowledge.tables import RecordVersion
from knowledge.text import shorten
from knowledge.types import Guide

BATCH = 200
SHOWN_CHARS = 300
"""How much of a line that was left out a note shows."""

Progress = Callable[[str, int, int], None]
"""What is being done, how much, of how many (0: unknown)."""
BuildIndex = Callable[[int, Progress], None]
"""Builds the index of a staged generation; the caller decides where."""


@dataclass(slots=True)
class Report:
    """What an import did; printed at the end and kept with the generation."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)
    """One line a refused record: file, line, reason."""
    flags: Counter[str] = field(default_factory=Counter)
    """Quality flags over all procedure records of the input."""
    contradictions: list[str] = field(default_factory=list)
    """Where a guide and the catalogue disagree."""
    notes: list[str] = field(default_factory=list)
    """What a person should look at: dates that were guessed, lines and hidden text that were left out of documents."""
    generation: int | None = None
    seconds: float = 0.0

    @property
    def accepted(self) -> int:
        """Records of the input that are in the knowledge now."""
        return self.new + self.changed + self.unchanged

    def as_dict(self) -> dict[str, object]:
        """JSON form."""
        return asdict(self) | {"flags": dict(self.flags)}


@dataclass(slots=True)
class _Run:
    catalogue: Catalogue
    live: int | None
    generation: int
    staged: dict[tuple[str, str], str]
    report: Report
    pending: list[RecordVersion] = field(default_factory=list)
    confirmed: dict[date, list[str]] = field(default_factory=dict)
    known: dict[Kind, dict[str, tuple[str, date]]] = field(default_factory=dict)
    origins: dict[tuple[Kind, str], str] = field(default_factory=dict)
    """File that each code of this import came from."""

    def take(self, kind: Kind, code: str, digest: str, as_of: date, origin: str, payload: Callable[[], str]) -> None:
        """Count a record and stage it when it is new or changed and not staged yet; a code comes once an import."""
        if (kind, code) in self.origins:
            raise KnowledgeError(f"{code} was already read from {self.origins[kind, code]} in this import")
        self.origins[kind, code] = origin
        if kind not in self.known:
            self.known[kind] = self.catalogue.digests(kind, self.live)
        known = self.known[kind].get(code)
        if known and known[0] == digest:
            self.report.unchanged += 1
            if as_of > known[1]:
                self.confirmed.setdefault(as_of, []).append(code)
            return
        value = payload()
        if known:
            self.report.changed += 1
        else:
            self.report.new += 1
        if self.staged.get((kind, code)) == digest:
            return
        self.pending.append(
            RecordVersion(
                kind=kind,
                code=code,
                digest=digest,
                as_of=as_of,
                origin=origin,
                payload=value,
                since=self.generation,
            )
        )
        if len(self.pending) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self.catalogue.stage(self.pending, self.generation)
        self.pending.clear()


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files of the given paths; folders are searched for every readable format."""
    suffixes = (*document.SUFFIXES, ".jsonl", ".gz")
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in suffixes)
            if not inside:
                raise SourceUnreadable(
                    f"{path} holds no file of a known format", advice=f"Known: {', '.join(suffixes)}"
                )
            found += inside
        elif not path.exists():
            raise SourceUnreadable(f"{path} does not exist", advice="Check the path.")
        elif path.suffix.lower() not in suffixes:
            raise SourceUnreadable(f"{path.name}: unknown format", advice=f"Known: {', '.join(suffixes)}")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def snapshot_date(path: Path, checksum: str) -> tuple[date, str]:
    """Date of a catalogue file: a known snapshot's, else the file's own with a note for the report."""
    table = tomllib.loads((files("knowledge") / "snapshots.toml").read_text("utf-8"))
    for snapshot in table["snapshot"]:
        if snapshot["sha256"] == checksum:
            return snapshot["as_of"], ""
    day = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    return day, f"{path.name}: unknown snapshot, dated {day} after the file; give --as-of if that is wrong"


def import_paths(
    catalogue: Catalogue, paths: Iterable[Path], build_index: BuildIndex, progress: Progress, as_of: date | None = None
) -> Report:
    """Import all paths as one new generation; see the module docstring for the promises."""
    started = time.perf_counter()
    sources = expand(paths)
    sums = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in sources}
    name = hashlib.sha256("".join(sums.values()).encode() + str(as_of).encode()).hexdigest()
    generation = catalogue.begin(name)
    run = _Run(catalogue, catalogue.live_generation(), generation, catalogue.staged(generation), Report())
    for path in sources:
        _one_source(run, path, sums[path], as_of, progress)
    run.flush()
    report = run.report
    if report.new or report.changed:
        report.contradictions = _contradictions(catalogue, generation)
        build_index(generation, progress)
        report.generation, report.seconds = generation, time.perf_counter() - started
        catalogue.publish(generation, report.as_dict(), run.confirmed)
    else:
        catalogue.discard(generation)
        catalogue.confirm(run.confirmed)
        report.generation, report.seconds = run.live, time.perf_counter() - started
    return report


def _one_source(run: _Run, path: Path, checksum: str, as_of: date | None, progress: Progress) -> None:
    try:
        suffix = path.suffix.lower()
        if suffix in (".jsonl", ".gz"):
            dated, note = (as_of, "") if as_of else snapshot_date(path, checksum)
            run.report.notes += [note] if note else []
            _catalogue_file(run, path, dated, progress)
        elif suffix == ".md" and guide.is_guide(path.read_text("utf-8-sig", errors="replace")):
            value = guide.load(path)
            text = path.read_text("utf-8-sig")
            run.take(
                Kind.GUIDE, value.code, guide.digest(text), value.as_of, path.name, lambda: dump(Kind.GUIDE, value)
            )
        else:
            _document(run, path, as_of)
    except RecordRefused as error:
        run.report.refused.append(f"{path.name}: {error}")
    except KnowledgeError as error:
        run.report.refused.append(f"{path.name}: {error} {error.advice}".rstrip())


def _document(run: _Run, path: Path, as_of: date | None) -> None:
    reading = document.read(path, as_of)
    passages = reading.passages
    run.report.notes += _left_out(path, reading)
    day = passages[0].as_of
    run.take(
        Kind.DOCUMENT,
        passages[0].document,
        document.digest(path),
        day,
        path.name,
        lambda: dump(Kind.DOCUMENT, passages),
    )


def _left_out(path: Path, reading: document.Reading) -> Iterator[str]:
    """What a person should look at before others read the document."""
    for place, line in reading.spoken:
        where = ", ".join(part for part in (path.name, place) if part)
        why = "this line speaks to a machine, not to people, and was left out; read it before publishing"
        yield f"{where}: {why}: “{shorten(line, SHOWN_CHARS)}”"
    if reading.hidden:
        yield f"{path.name}: {reading.hidden} characters of hidden text were left out"


def _catalogue_file(run: _Run, path: Path, as_of: date, progress: Progress) -> None:
    seen: dict[str, int] = {}
    for number, raw in _objects(path, run.report, progress):
        code = raw["ma_thu_tuc"].strip()
        if code in seen:
            run.report.refused.append(f"{path.name}: line {number}: duplicate code {code}, first on line {seen[code]}")
            continue
        seen[code] = number
        try:
            _one_procedure(run, path, raw, code, as_of)
        except ValueError as error:
            run.report.refused.append(f"{path.name}: line {number}: {code} cannot be read ({error})")
        except KnowledgeError as error:
            run.report.refused.append(f"{path.name}: line {number}: {error}")


def _one_procedure(run: _Run, path: Path, raw: dict[str, Any], code: str, as_of: date) -> None:
    parsed = None

    def payload() -> str:
        nonlocal parsed
        parsed = catalogue_loader.to_procedure(raw, as_of)
        return dump(Kind.PROCEDURE, parsed)

    stated = raw.get("as_of")
    day = date.fromisoformat(stated) if stated else as_of
    run.take(Kind.PROCEDURE, code, catalogue_loader.digest(raw), day, path.name, payload)
    if parsed is not None:
        run.report.flags.update(flag.value for flag in parsed.flags)


def _objects(path: Path, report: Report, progress: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in catalogue_loader.lines(path):
        try:
            if isinstance(line, RecordRefused):
                raise line
            raw = catalogue_loader.parse_line(number, line)
        except RecordRefused as error:
            report.refused.append(f"{path.name}: {error}")
            continue
        if raw is not None:
            progress(path.name, number, 0)
            yield number, raw


def _contradictions(catalogue: Catalogue, generation: int) -> list[str]:
    guides: dict[str, Guide] = {g.code: g for g in catalogue.records(Kind.GUIDE, generation)}
    if not guides:
        return []
    found: list[str] = []
    for record in catalogue.records(Kind.PROCEDURE, generation):
        if record.code in guides:
            found += contradictions.between(guides[record.code], record)
    return found
