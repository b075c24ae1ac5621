"""The lists of a briefing as tables for spreadsheets: readable columns first, ids last.

A date stands as it was written (EDTF), and beside it its earliest and latest day, which a spreadsheet can
sort and filter by. Where an entry rests on several passages, each has a line in the cell.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.export.table_rows import Cell, rows

if TYPE_CHECKING:
    from briefing.export.excerpt import Excerpt

# Characters that turn the direction of all that follows them in a cell.
_TURNS = {ord(one): None for one in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``width`` is in letters."""

    title: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list with all its rows; every row has a cell for every column. None is nothing known."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet(excerpt: Excerpt, name: str) -> Sheet:
    """The list of this name, one of ``LISTS``."""
    made = tuple(tuple(map(_plain, row)) for row in rows(excerpt, name))
    return Sheet(name, name.capitalize(), LISTS[name], made)


def sheets(excerpt: Excerpt) -> tuple[Sheet, ...]:
    """Every list, the empty ones too."""
    return tuple(sheet(excerpt, name) for name in LISTS)


def printable(text: str) -> str:
    """The text without control characters but line ends, and without overrides of direction."""
    if text.isascii() and text.isprintable():
        return text
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(_TURNS)
    return "".join(
        one
        for one in ends
        if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs", "Cn", "Zl", "Zp")
    )


def _plain(cell: Cell) -> Cell:
    return printable(cell) if isinstance(cell, str) else cell


_DATE = (Column("as written", 14), Column("earliest", 11), Column("latest", 11))
_RESTS = (
    Column("Sources", 34),
    Column("Reliability of the sources", 11),
    Column("Exact words", 48),
)
_LAST = (
    *(Column("Tags", 18), Column("Made by a tool", 20)),
    *(Column("Marking", 15), Column("Id", 38)),
)


def _when(title: str) -> tuple[Column, ...]:
    return tuple(Column(f"{title}, {one.title}", one.width) for one in _DATE)


#: The lists by name, with their columns.
LISTS: dict[str, tuple[Column, ...]] = {
    "actors": (
        *(Column("Name", 28), Column("Kind", 13), Column("Other names", 34)),
        *(Column("Offices", 36), Column("Memberships", 34), Column("ISO 3166", 8)),
        *(Column("Land of today", 14), *_when("Existed"), Column("Longitude", 10)),
        *(Column("Latitude", 10), Column("Same as", 20), Column("Note", 34)),
        *(*_RESTS, *_LAST),
    ),
    "sources": (
        *(Column("Title", 44), Column("Type", 17), Column("Authors", 24), *_when("Issued")),
        *(Column("In", 22), Column("Publisher", 20), Column("Place", 14), Column("Genre", 14)),
        *(Column("Web address", 34), Column("Language", 9), Column("Accessed", 12)),
        *(Column("Reliability", 10), Column("Reliability in words", 22)),
        *(Column("Reason for the reliability", 34), Column("Descriptor", 34)),
        *(Column("Level of access", 24), Column("Track record", 24), Column("Bias", 24)),
        *(Column("Stands to other sources", 34), *_LAST),
    ),
    "quotes": (
        *(Column("Words", 56), Column("Who", 24), Column("Kind", 10), Column("Cue", 12)),
        *(Column("Subject", 28), *_when("Said"), Column("Place", 16), Column("To whom", 18)),
        *(Column("Occasion", 22), Column("Language", 9), Column("Original words", 40)),
        *(*_RESTS, *_LAST),
    ),
    "events": (
        *(Column("What", 48), *_when("When"), Column("Place", 18), Column("Who", 34)),
        *(Column("Certainty", 11), Column("Planned", 9), Column("CAMEO", 8)),
        *(Column("Reported", 12), Column("Note", 34), *_RESTS, *_LAST),
    ),
    "relations": (
        *(Column("From", 22), Column("Kind", 24), Column("To", 22), *_when("Held")),
        *(Column("Sign", 9), Column("Phase", 12), Column("Certainty", 11)),
        *(Column("Obligations", 22), Column("Asserted by", 24), Column("Denied by", 24)),
        *(Column("Note", 34), *_RESTS, *_LAST),
    ),
    "blocs": (
        *(Column("Bloc", 28), Column("Member", 22), Column("Role", 16), *_when("Member")),
        *(Column("What makes it one", 48), *_RESTS, *_LAST),
        Column("Id of the member", 38),
    ),
    "claims": (
        *(Column("Claim", 52), Column("Hedge", 16), Column("Asserted by", 24)),
        *(Column("Denied by", 24), Column("Amounts", 20), *_when("Holds")),
        *(Column("Status", 14), Column("Reason for the status", 28), Column("Credibility", 10)),
        *(Column("Credibility in words", 22), Column("Rival versions", 40)),
        *(Column("Note", 34), *_RESTS, *_LAST),
    ),
    "judgments": (
        *(Column("Judgment", 56), Column("Key", 6), Column("Likelihood", 18)),
        *(Column("Scale", 10), Column("From, %", 8), Column("To, %", 8)),
        *(Column("Confidence", 12), Column("Reason for the confidence", 34)),
        *(Column("Takes for granted", 34), Column("Rests on", 52)),
        *(Column("Would change it", 40), *_RESTS, *_LAST),
    ),
    "hypotheses": (
        *(Column("Question", 40), Column("Hypothesis", 36), Column("Evidence", 52)),
        *(Column("Rating", 8), Column("Credibility", 10), Column("Exclusive", 10)),
        *(Column("Marking", 15), Column("Id of the matrix", 38)),
        *(Column("Id of the hypothesis", 38), Column("Id of the evidence", 38)),
    ),
    "notes": (
        *(Column("Note", 60), Column("By", 20), Column("Written", 22), Column("Kind", 13)),
        *(Column("On", 48), Column("Answers", 40), Column("Resolved", 9)),
        *(Column("Resolved by", 20), Column("Assigned to", 20), *_LAST),
    ),
}
