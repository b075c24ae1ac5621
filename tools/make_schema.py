"""Write db/schema.sql from the tables, or say that it is out of date (--check)."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from briefing.store.tables import SEARCH_FTS, whole_schema


def schema() -> str:
    """The statements that make an empty library."""
    dialect = sqlite.dialect()
    parts = [
        "-- Made by tools/make_schema.py from briefing/store/tables.py: for reading, and for making",
        "-- a new library without loading the migrations. A test holds it equal to them.",
    ]
    statements: list[str] = []
    for table in whole_schema().sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        statements.extend(
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda i: i.name or "")
        )
    statements.append(SEARCH_FTS)
    statements.append("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    body = ";\n\n".join(
        "\n".join(line.rstrip().replace("\t", "    ") for line in s.splitlines())
        for s in statements
    )
    return "\n".join(parts) + "\n" + body + ";\n"


if __name__ == "__main__":
    target = Path(__file__).resolve().parent.parent / "db" / "schema.sql"
    if "--check" in sys.argv:
        sys.exit(
            0 if target.read_text(encoding="utf-8") == schema() else "db/schema.sql is out of date"
        )
    target.write_text(schema(), encoding="utf-8")
