"""What a section of a briefing can cite, read in one statement for an index in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

#: Kind, id, title, beginning of the text, names.
Row = tuple[str, str, str, str, str]

# Long texts (documents) are no citable kind: their pages are never read.
_ROWS = text(
    "SELECT kind, entry_id, title, substr(body, 1, 160), substr(names, 1, 600) FROM search_entry "
    "WHERE kind IN :kinds AND (briefing_id = :briefing OR briefing_id IS NULL)"
).bindparams(bindparam("kinds", expanding=True))
_AT_ONCE = 2_000


def citable(
    connection: Connection, briefing_id: str, kinds: Sequence[str]
) -> Iterator[Sequence[Row]]:
    """The entries of a briefing and those that all share, some thousand at a time."""
    result = connection.execute(_ROWS, {"briefing": briefing_id, "kinds": list(kinds)})
    while batch := result.fetchmany(_AT_ONCE):
        yield [(row[0], row[1], row[2], row[3], row[4]) for row in batch]
