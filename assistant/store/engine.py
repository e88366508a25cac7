"""Open the database and bring its tables up to date. The only module that knows a database's peculiarities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from assistant.errors import NotReady, SettingsInvalid

HEAD = "0001"
"""Newest migration; a test compares it with the scripts."""
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """An engine on migrated tables; SQLite in WAL mode with full synchronisation."""
    try:
        engine = create_engine(url)
    except ArgumentError as error:
        raise SettingsInvalid(
            "MOCUA_DATABASE_URL is not a database URL", advice="e.g. sqlite:///var/mocua.db"
        ) from error
    except ImportError as error:
        advice = "pip install mocua[postgres], or use another database."
        raise NotReady(f"MOCUA_DATABASE_URL needs {error.name}, which is not installed", advice=advice) from error
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            _make_folder(Path(engine.url.database).parent)
        event.listen(engine, "connect", _sqlite)
    try:
        migrate(engine)
    except DatabaseError as error:
        raise NotReady(
            "the database cannot be opened", advice="Check MOCUA_DATABASE_URL and that it is running."
        ) from error
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        advice = "Set MOCUA_HOME or MOCUA_DATABASE_URL to a folder you may write."
        raise NotReady(f"the folder {folder} cannot be made", advice=advice) from error


def _sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Run the migrations that this database lacks."""
    if current(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current(engine: Engine) -> str | None:
    """The migration a database is at; None for an empty one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
