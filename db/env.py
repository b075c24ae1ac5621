"""Alembic's environment: one library file, given by ``briefing.store.migrate``."""

from __future__ import annotations

from alembic import context

from briefing.store.engine import make_engine
from briefing.store.tables import whole_schema

engine = make_engine(context.config.attributes["library"])
with engine.connect().execution_options(immediate=True) as connection:
    context.configure(connection=connection, target_metadata=whole_schema(), transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
