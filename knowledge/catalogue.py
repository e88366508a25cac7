"""The versioned store of records: read what is live, stage a new generation, publish it in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BindParameter, Engine, Integer, String, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from knowledge.errors import NothingPublished
from knowledge.tables import Generation, RecordVersion
from knowledge.types import Guide, Passage, Procedure


class Kind(StrEnum):
    """What a stored record is."""

    PROCEDURE = "procedure"
    GUIDE = "guide"
    DOCUMENT = "document"


_ADAPTERS: dict[Kind, TypeAdapter[Any]] = {
    Kind.PROCEDURE: TypeAdapter(Procedure),
    Kind.GUIDE: TypeAdapter(Guide),
    Kind.DOCUMENT: TypeAdapter(tuple[Passage, ...]),
}
CACHED_RECORDS = 512
"""Records kept parsed in memory: about 30 kB each, 15 MB together."""


def dump(kind: Kind, value: Any) -> str:
    """The stored form of a record."""
    return _ADAPTERS[kind].dump_json(value).decode()


class Catalogue:
    """Reads and writes record versions through one SQLAlchemy engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # What `_load` returns depends on the kind asked for; its callers below name the type.
        self._cached = lru_cache(maxsize=CACHED_RECORDS)(self._load)
        self._guided = lru_cache(maxsize=2)(lambda generation: frozenset(self.digests(Kind.GUIDE, generation)))

    # Reading

    def live_generation(self) -> int | None:
        """Number of the generation that searches see now; None before the first import."""
        with Session(self.engine) as session:
            return session.scalar(select(Generation.id).where(Generation.state == "live"))

    def procedure(self, code: str, generation: int) -> Procedure | None:
        """The record of that code as of a generation."""
        return self._cached(Kind.PROCEDURE, code, generation)  # type: ignore[no-any-return]

    def guide(self, code: str, generation: int) -> Guide | None:
        """The plain-words guide of that code as of a generation."""
        if code not in self._guided(generation):  # most procedures have none: not a query each time
            return None
        return self._cached(Kind.GUIDE, code, generation)  # type: ignore[no-any-return]

    def document(self, slug: str, generation: int) -> tuple[Passage, ...]:
        """The passages of a document as of a generation."""
        return self._cached(Kind.DOCUMENT, slug, generation) or ()

    def _load(self, kind: Kind, code: str, generation: int) -> Any:
        with self.engine.connect() as connection:
            found = connection.execute(_ONE, {"kind": kind, "code": code, "generation": generation}).one_or_none()
        return None if found is None else _value(kind, *found)

    def records(self, kind: Kind, generation: int) -> Iterator[Any]:
        """All records of a kind in a generation, published or staged, by code; streamed."""
        query = (
            select(RecordVersion.code, RecordVersion.payload, RecordVersion.as_of)
            .where(RecordVersion.kind == kind, *_within(generation))
            .order_by(RecordVersion.code, RecordVersion.since.desc())
            .execution_options(yield_per=200)
        )
        last = None
        with Session(self.engine) as session:
            for code, payload, as_of in session.execute(query):
                if code != last:  # a staged version comes before the one it will replace
                    yield _value(kind, payload, as_of)
                last = code

    def digests(self, kind: Kind, generation: int | None) -> dict[str, tuple[str, date]]:
        """Code -> (digest, as_of) of what a generation holds."""
        if generation is None:
            return {}
        query = select(RecordVersion.code, RecordVersion.digest, RecordVersion.as_of)
        with Session(self.engine) as session:
            rows = session.execute(query.where(RecordVersion.kind == kind, *_within(generation)))
            return {code: (digest, as_of) for code, digest, as_of in rows}

    def last_report(self) -> dict[str, object]:
        """The report of the import that made the live generation."""
        with Session(self.engine) as session:
            report = session.scalar(select(Generation.report).where(Generation.state == "live"))
        if report is None:
            raise NothingPublished("nothing has been imported yet", advice="Run: mocua kb import PATH")
        return report

    # Writing

    def begin(self, source: str) -> int:
        """The generation to stage into: an interrupted one of the same source goes on, another is dropped."""
        with Session(self.engine) as session, session.begin():
            for old in session.scalars(select(Generation).where(Generation.state == "building")):
                if old.source == source:
                    return old.id
                session.execute(delete(RecordVersion).where(RecordVersion.since == old.id))
                session.delete(old)
            row = Generation(state="building", source=source, started_at=datetime.now(UTC))
            session.add(row)
            session.flush()
            return row.id

    def staged(self, generation: int) -> dict[tuple[str, str], str]:
        """(kind, code) -> digest of what is staged already: an interrupted import does not do it twice."""
        query = select(RecordVersion.kind, RecordVersion.code, RecordVersion.digest)
        with Session(self.engine) as session:
            rows = session.execute(query.where(RecordVersion.since == generation))
            return {(kind, code): digest for kind, code, digest in rows}

    def stage(self, rows: list[RecordVersion], generation: int) -> None:
        """Write new versions that nobody sees before `publish`."""
        with Session(self.engine) as session, session.begin():
            for row in rows:
                session.execute(
                    delete(RecordVersion).where(
                        RecordVersion.kind == row.kind, RecordVersion.code == row.code,
                        RecordVersion.since == generation,
                    )
                )  # fmt: skip
            session.add_all(rows)

    def publish(self, generation: int, report: dict[str, object], confirmed: dict[date, list[str]]) -> None:
        """Make a staged generation the live one, in one transaction.

        `confirmed`: codes whose procedure record is unchanged in a newer snapshot, by the snapshot's date.
        """
        with Session(self.engine) as session, session.begin():
            newer = aliased(RecordVersion)
            replaced = exists().where(
                newer.kind == RecordVersion.kind, newer.code == RecordVersion.code, newer.since == generation
            )
            session.execute(
                update(RecordVersion)
                .where(RecordVersion.since < generation, RecordVersion.until.is_(None), replaced)
                .values(until=generation)
                .execution_options(synchronize_session=False)
            )
            _confirm(session, confirmed)
            session.execute(update(Generation).where(Generation.state == "live").values(state="past"))
            row = session.get_one(Generation, generation)
            row.state, row.report, row.published_at = "live", report, datetime.now(UTC)

    def confirm(self, confirmed: dict[date, list[str]]) -> None:
        """Date unchanged records anew, without a new generation."""
        with Session(self.engine) as session, session.begin():
            _confirm(session, confirmed)
        self._cached.cache_clear()

    def discard(self, generation: int) -> None:
        """Drop a staged generation that turned out to hold nothing new."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(RecordVersion).where(RecordVersion.since == generation))
            session.execute(delete(Generation).where(Generation.id == generation, Generation.state == "building"))


def _confirm(session: Session, confirmed: dict[date, list[str]]) -> None:
    for as_of, codes in confirmed.items():
        for start in range(0, len(codes), 500):
            chosen = RecordVersion.code.in_(codes[start : start + 500])
            session.execute(
                update(RecordVersion)
                .where(RecordVersion.kind == Kind.PROCEDURE, RecordVersion.until.is_(None), chosen)
                .values(as_of=as_of)
            )


def _within(generation: int | BindParameter[int]) -> tuple[Any, ...]:
    """Live in a generation. A staged, unpublished version has a later `since` and is not seen."""
    return (
        RecordVersion.since <= generation,
        or_(RecordVersion.until.is_(None), RecordVersion.until > generation),
    )


_ONE = select(RecordVersion.payload, RecordVersion.as_of).where(
    RecordVersion.kind == bindparam("kind", type_=String),
    RecordVersion.code == bindparam("code", type_=String),
    *_within(bindparam("generation", type_=Integer)),
)
"""Built once: a record is read on most questions, and building the statement took longer than running it."""


def _value(kind: Kind, payload: str, as_of: date) -> Any:
    value = _ADAPTERS[kind].validate_json(payload)
    return replace(value, as_of=as_of) if kind is Kind.PROCEDURE else value
