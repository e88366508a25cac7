"""Tables of the knowledge side. Versions are never overwritten; a generation is what searches see together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, DateTime, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the product share one metadata, so that one migration history covers them."""

    metadata = MetaData(naming_convention=NAMING)


class Generation(Base):
    """One published (or still building) state of the knowledge."""

    __tablename__ = "knowledge_generation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    state: Mapped[str] = mapped_column(String(16))
    """building | live | past"""
    source: Mapped[str] = mapped_column(String(200))
    """Digest of the import's input; an interrupted import of the same input goes on with its generation."""
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    report: Mapped[dict[str, object] | None] = mapped_column(JSON)


class RecordVersion(Base):
    """One version of a procedure record, a guide or a document; live in generations [since, until)."""

    __tablename__ = "knowledge_record_version"
    __table_args__ = (
        Index("ix_record_version_key", "kind", "code", "since", unique=True),
        Index("ix_record_version_until", "until"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    """procedure | guide | document"""
    code: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date] = mapped_column(Date)
    origin: Mapped[str] = mapped_column(String(300))
    """File name the version came from; no path."""
    payload: Mapped[str] = mapped_column(Text)
    since: Mapped[int] = mapped_column(Integer)
    until: Mapped[int | None] = mapped_column(Integer)
