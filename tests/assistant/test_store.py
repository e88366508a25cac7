"""The database: migrations equal the tables, SQLite is set up for safety, memories are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect, text

from assistant.dialogue import Choice, Dialogue, Facet
from assistant.errors import MocuaError, NotReady, SettingsInvalid
from assistant.store.conversations import FORGET_AFTER, Conversations
from assistant.store.engine import HEAD, MIGRATIONS, current, migrate, open_engine
from assistant.types import Citation, Inbound, Reply, Status
from knowledge.tables import Base


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'mocua.db'}")
    yield engine
    engine.dispose()


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrated_schema_is_the_declared_one(engine: Engine) -> None:
    assert current(engine) == HEAD
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_comparison_sees_a_difference(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer ADD COLUMN stray TEXT"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_opening_again_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO conversation VALUES ('a', '{}', '2026-07-19 00:00:00')"))
    again = open_engine(str(engine.url))
    migrate(again)
    with again.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM conversation")).scalar() == 1
    again.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_sqlite_is_set_up_for_safety_on_every_connection(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as one, engine.connect() as two:
        assert [c.execute(text(f"PRAGMA {pragma}")).scalar() for c in (one, two)] == [value, value]


def test_a_database_without_tables_has_no_version(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert current(engine) is None
    engine.dispose()


def _no_database(folder: Path) -> dict[str, str]:
    (folder / "junk.db").write_text("this is no database, whatever its name says\n" * 40, "utf-8")
    (folder / "file").touch()
    return {
        "nonsense": "not a URL",
        f"sqlite:///{folder / 'junk.db'}": "not SQLite",
        f"sqlite:///{folder / 'file' / 'mocua.db'}": "a file where a folder must be",
        "mysql://localhost/mocua": "no driver",
    }


def test_a_database_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    for url, why in _no_database(tmp_path).items():
        with pytest.raises(MocuaError) as raised:
            open_engine(url)
        assert isinstance(raised.value, SettingsInvalid if url == "nonsense" else NotReady), why
        assert raised.value.advice, why


def test_answer_table_holds_no_question(engine: Engine) -> None:
    columns = {column["name"] for column in inspect(engine).get_columns("answer")}
    assert columns.isdisjoint({"question", "person", "name", "ip"})


facets = st.none() | st.sampled_from(list(Facet))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
dialogues = st.builds(
    Dialogue,
    focus=st.none() | words,
    facet=facets,
    open_choices=st.lists(st.builds(Choice, words, words, st.sampled_from(list(Facet))), max_size=4).map(tuple),
    turns=st.integers(0, 10_000),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(dialogue=dialogues)
def test_memory_comes_back_as_it_was(engine: Engine, dialogue: Dialogue) -> None:
    store = Conversations(engine)
    store.record(Inbound("1", ""), "talk", Reply(Status.CLARIFY, "", dialogue=dialogue), 0.0)
    assert store.recall("talk") == dialogue


def test_an_unknown_conversation_is_empty(engine: Engine) -> None:
    assert Conversations(engine).recall("nobody") == Conversations(engine).recall(None) == Dialogue()


def test_old_memories_are_dropped_and_answers_stay(engine: Engine) -> None:
    store = Conversations(engine)
    quote = Citation("1.001193", "Khai sinh", "Lệ phí", "Miễn lệ phí", "https://x", date(2026, 7, 19))
    reply = Reply(Status.ANSWERED, "Miễn", citations=(quote,), dialogue=Dialogue(focus="1.001193"))
    kept = store.record(Inbound("1", "phí"), "talk", reply, 0.0)
    store.forget(datetime.now(UTC) + FORGET_AFTER - timedelta(hours=1))
    assert store.recall("talk").focus == "1.001193"
    store.forget(datetime.now(UTC) + FORGET_AFTER + timedelta(hours=1))
    assert store.recall("talk") == Dialogue()
    assert store.feedback(kept, "up")
