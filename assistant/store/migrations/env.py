"""Alembic environment: runs on the connection that `assistant.store.engine.migrate` hands over."""

from alembic import context

from assistant.store import tables  # noqa: F401  registers the tables
from knowledge.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
