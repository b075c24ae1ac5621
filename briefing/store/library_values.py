"""Values of the library itself, beside its records and never exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def get(connection: Connection, key: str) -> str | None:
    """A value, or None where it was never put."""
    return connection.exec_driver_sql(
        "SELECT value FROM library_value WHERE key = ?", (key,)
    ).scalar()


def put(connection: Connection, key: str, value: str) -> None:
    """Keep a value under a key."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO library_value (key, value) VALUES (?, ?)", (key, value)
    )
