"""Rows of a table become actors, events or relations: tried first, then taken in as one step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing.domain.dates import DateError, parse
from briefing.domain.event import Event
from briefing.domain.folding import fold
from briefing.domain.relation import Relation, RelationKind
from briefing.errors import UserError
from briefing.services.joining import add_states
from briefing.services.table_fields import FIELDS, Field, Rows, Sort, missing
from briefing.services.table_known import KnownRows
from briefing.services.table_names import Names
from briefing.services.table_records import records_of
from briefing.services.table_source import rest_on_rows
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefing.domain.record import Record
    from briefing.intake.tables import Table
    from briefing.services.workspace import Workspace

_TRUE = frozenset(("yes", "y", "true", "1", "x", "on", "ja", "oui"))
_FALSE = frozenset(("no", "n", "false", "0", "", "-", "off", "nein", "non"))
_OPEN = frozenset(("..", "open", "ongoing", "present", "now", "today"))
_SIGNS = {
    **dict.fromkeys(("+", "+1", "1", "positive", "pos", "friendly", "cooperative"), 1),
    **dict.fromkeys(("0", "neutral", "none"), 0),
    **dict.fromkeys(("-", "-1", "negative", "neg", "hostile", "conflictual"), -1),
}
_HOSTILE = frozenset({RelationKind.SANCTIONS, RelationKind.DISPUTE, RelationKind.WAR})
_UNSIGNED = frozenset(
    {RelationKind.NEUTRALITY, RelationKind.NEUTRALITY_STANCE, RelationKind.DIPLOMATIC_CONTACT}
)
#: Headings of a column that says since when a tie holds, not when something was.
_BEGINNINGS = frozenset(
    {"since", "start", "start date", "from date", "begin", "begins", "beginning"}
)
_ISO = re.compile(r"[A-Za-z]{2}\Z")
_CAMEO = re.compile(r"[0-9]{2,4}\Z")


@dataclass(frozen=True, slots=True)
class Tried:
    """A row as it would come in: ``line`` is its place in the file, ``values`` by field.

    ``shown`` has the cells as they read, ``problem`` says why the row cannot come in, ``known`` names
    what is here already, ``states`` are keys of the reference set that come in with it.
    """

    line: int
    values: Mapping[str, Any]
    shown: Mapping[str, str]
    problem: str = ""
    known: str = ""
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableImported:
    """What became of the rows: ids of what is new, how many were here, and those left out."""

    ids: tuple[str, ...]
    known: int
    failed: tuple[Tried, ...]

    def lines(self, name: str) -> list[str]:
        """A line for each row that was left out."""
        return [f"{name}, line {row.line}: {row.problem}" for row in self.failed]


def read_table(path: Path, **told: Any) -> Table:  # noqa: ANN401 - handed on to the reader
    """Read a file as a table. Raises UserError, one line that names it."""
    from briefing.intake import tables
    from briefing.intake.readers import file_bytes

    return tables.read(file_bytes(path), path.name, **told)


def original_of(path: Path) -> bytes:
    """The bytes of a file, on which what comes in of it can rest."""
    from briefing.intake.readers import file_bytes

    return file_bytes(path)


def try_rows(
    workspace: Workspace,
    table: Table,
    rows: Rows,
    mapping: Mapping[str, int | str],
    most: int | None = None,
    briefing_id: str | None = None,
) -> list[Tried]:
    """The rows (at most ``most``) as they would come in, with the reasons of those that would not."""
    with workspace.read() as connection:
        names = Names(connection, states=rows is Rows.RELATIONS)
        held = KnownRows(connection, rows, briefing_id)
    return _tried(table, rows, mapping, names, held, most)


def import_table(
    workspace: Workspace,
    table: Table,
    rows: Rows,
    mapping: Mapping[str, int | str],
    *,
    name: str,
    briefing_id: str | None,
    check: Callable[[], None] | None = None,
    original: bytes | None = None,
) -> TableImported:
    """Take in the rows as one step; those that cannot come in are left out and told.

    ``original`` are the bytes of the file: relations then rest on its rows, as a source of the briefing.
    ``check`` is called now and then and may raise Cancelled. Raises UserError where a needed field
    is not mapped, and for events and relations where no briefing is named.
    """
    lacking = missing(mapping, rows)
    if lacking:
        words = ", ".join(f.title.lower() for f in lacking)
        raise UserError(f"{name}: no column tells the {words}; choose one.")
    if briefing_id is None and rows is not Rows.ACTORS:
        raise UserError(f"{name}: name the briefing that the {rows.value} belong to.")
    marking = "CLEAR"
    last = ""
    with workspace.read() as connection:
        names = Names(connection, states=rows is Rows.RELATIONS)
        known = KnownRows(connection, rows, briefing_id)
        if briefing_id is not None:
            marking = need(connection, "briefing", briefing_id).marking
            if rows is Rows.EVENTS:
                held = [e.position for e in find(connection, Event, briefing_id=briefing_id)]
                last = max(held, default="")
            elif rows is Rows.RELATIONS:
                held = [r.position for r in find(connection, Relation, briefing_id=briefing_id)]
                last = max(held, default="")
    tried = _tried(table, rows, mapping, names, known, None)
    records: list[Record] = []
    ids: list[str] = []
    taken: list[tuple[str, Tried]] = []
    for number, row in enumerate(tried):
        if check is not None and number % 500 == 0:
            check()
        if row.problem or row.known:
            continue
        made = records_of(row.values, rows, marking, briefing_id, f"{last}m{number:06d}")
        ids.append(made[0].id)
        taken.append((made[0].id, row))
        records += made
    if records:
        count = f"1 {rows.value[:-1]}" if len(ids) == 1 else f"{len(ids)} {rows.value}"
        with workspace.write(f"Import {count} from {name}"[:80]) as unit:
            new = (row.states for row in tried if not row.problem and not row.known)
            wanted = frozenset[str]().union(*new)
            if wanted and briefing_id is not None:
                add_states(unit, wanted, briefing_id)
            unit.add_all(records)
            if rows is Rows.RELATIONS and original is not None and briefing_id is not None:
                unit.add_all(rest_on_rows(unit, briefing_id, marking, name, original, taken))
    failed = tuple(row for row in tried if row.problem)
    return TableImported(tuple(ids), sum(bool(row.known) for row in tried), failed)


def _tried(
    table: Table,
    rows: Rows,
    mapping: Mapping[str, int | str],
    names: Names,
    held: KnownRows,
    most: int | None,
) -> list[Tried]:
    found: list[Tried] = []
    fresh: dict[str, int] = {}
    for number, cells in enumerate(table.rows[:most]):
        reading = _Reading(names)
        for one in FIELDS[rows]:
            column = mapping.get(one.key, "")
            if isinstance(column, int):
                reading.take(one, cells[column] if column < len(cells) else "")
            else:
                reading.take(one, column)
        line = table.first_line + number
        known = ""
        if rows is Rows.ACTORS and not reading.problem:
            name = reading.values["name"]
            same = names.find(name)
            known = names.name(same[0]) if same else ""
            if not known and fold(name) in fresh:
                known = f"line {fresh[fold(name)]}"
            fresh.setdefault(fold(name), line)
        if rows is not Rows.ACTORS:
            start = "happened" if rows is Rows.EVENTS else "held"
            lasts = rows is Rows.RELATIONS and _tells_beginnings(table, mapping.get(start, ""))
            reading.join_dates(start, lasts=lasts)
        if rows is Rows.RELATIONS and not reading.problem:
            reading.finish_relation()
        if not reading.problem and held.holds(reading.values):
            known = _heading(reading.shown)
        states = frozenset(reading.states)
        found.append(Tried(line, reading.values, reading.shown, reading.problem, known, states))
    return found


@dataclass(slots=True)
class _Reading:
    """Takes the cells of one row; the first thing that is wrong is its problem."""

    names: Names
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    shown: dict[str, str] = field(default_factory=dict[str, str])
    problem: str = ""
    states: set[str] = field(default_factory=set[str])

    def take(self, one: Field, cell: str) -> None:
        """Read a cell in the way of its field."""
        text = cell.strip()
        self.shown[one.key] = text
        if not text:
            if one.needed:
                self._wrong(f"{one.title.lower()} is empty")
            return
        value = self._value(one, text)
        if value is not None:
            self.values[one.key] = value

    def join_dates(self, start: str, *, lasts: bool = False) -> None:
        """Make one EDTF interval of a beginning and an end in two columns; ``lasts``: without an end it
        holds still."""
        first, last = self.values.get(start, ""), self.values.pop("until", "")
        if last and "/" not in first and "/" not in last:
            from briefing.domain.said_dates import written_date

            span = written_date(f"{first}/{last}")
            if not span:
                self._wrong(f"{first or 'unknown'} to {last} is no span of time")
            else:
                self.values[start] = self.shown[start] = span
        elif first and lasts and "/" not in first:
            self.values[start] = self.shown[start] = f"{first}/.."

    def finish_relation(self) -> None:
        """An actor has no tie to itself; a kind that is friendly or hostile by nature is signed."""
        if self.values["from_id"] == self.values["to_id"]:
            self._wrong("from and to are one actor")
        if "sign" not in self.values:
            kind = self.values["relation_kind"]
            self.values["sign"] = -1 if kind in _HOSTILE else 0 if kind in _UNSIGNED else 1

    def _wrong(self, why: str) -> None:
        self.problem = self.problem or why

    def _value(self, one: Field, text: str) -> Any:  # noqa: ANN401 - a scalar, or a list of texts
        match one.sort:
            case Sort.TEXT:
                return text
            case Sort.TEXTS:
                return _parted(text)
            case Sort.DATE:
                from briefing.domain.said_dates import written_date

                is_open = one.key == "until" and fold(text) in _OPEN
                date = ".." if is_open else _unknown_end(text) or written_date(text)
                if not date:
                    self._wrong(f"{text}: {_why_no_date(text)}")
                self.shown[one.key] = date or text
                return date
            case Sort.NUMBER:
                return self._number(one, text)
            case Sort.TRUTH:
                if (word := fold(text)) not in _TRUE | _FALSE:
                    self._wrong(f"{one.title.lower()} {text}: write yes or no")
                return word in _TRUE
            case Sort.CHOICE:
                return self._choice(one, text)
            case Sort.CODE:
                return self._code(one, text)
            case Sort.SIGN:
                sign = _SIGNS.get(fold(text).replace("−", "-"))
                if sign is None:
                    self._wrong(f"sign {text}: write +, 0 or -")
                return sign
            case Sort.ACTOR:
                return self._actor(text)
            case Sort.ACTORS:
                found = [self._actor(name) for name in _parted(text)]
                return [actor for actor in found if actor]

    def _number(self, one: Field, text: str) -> float | None:
        try:
            number = float(text.replace(",", ".").replace("−", "-"))
        except ValueError:
            self._wrong(f"{one.title.lower()} {text}: not a number")
            return None
        low, high = one.bounds
        if not low <= number <= high:
            self._wrong(f"{one.title.lower()} {text}: write a number from {low:g} to {high:g}")
            return None
        return number

    def _choice(self, one: Field, text: str) -> str | None:
        known = {_plain(choice): choice for choice in one.choices}
        known |= {_plain(word): choice for word, choice in one.synonyms}
        found = known.get(_plain(text))
        if found is None:
            self._wrong(f"{one.title.lower()} {text}: write one of {', '.join(one.choices)}")
        else:
            self.shown[one.key] = found
        return found

    def _code(self, one: Field, text: str) -> str | None:
        if one.key == "iso3166":
            if _ISO.match(text):
                return text.upper()
            self._wrong(f"{text}: not an ISO 3166 code of two letters")
        elif _CAMEO.match(text):
            return text
        else:
            # Spreadsheets drop the zero before a number, and 010 is another code than 10.
            self._wrong(f"CAMEO {text}: write two to four digits, such as 04")
        return None

    def _actor(self, name: str) -> str | None:
        found = self.names.find(name)
        if len(found) == 1:
            return found[0]
        if not found:
            state, new = self.names.state(name)
            if new:
                self.states.add(new)
            if state:
                return state
        if found:
            self._wrong(f"{name}: several actors have this name")
        elif name.isdecimal():
            self._wrong(f"{name}: no state has this code; write its name or add the actor first")
        else:
            self._wrong(f"{name}: no actor has this name; import or add the actor first")
        return None


def _tells_beginnings(table: Table, column: int | str) -> bool:
    """Whether a column has the beginnings of what lasts, by its heading."""
    if not isinstance(column, int) or column >= len(table.header):
        return False
    return fold(table.header[column].replace("_", " ")) in _BEGINNINGS


def _heading(shown: Mapping[str, str]) -> str:
    """What a row is about: the two of a relation, what happened."""
    return shown.get("what") or f"{shown.get('from_id', '')} – {shown.get('to_id', '')}"


def _why_no_date(text: str) -> str:
    try:
        parse(text)
    except DateError as error:
        # Of two dates in the wrong order the one who wrote them wants to know that.
        if "interval" in str(error):
            return str(error)
    return "not a date; write it as 2024-06-19"


def _parted(text: str) -> list[str]:
    """The names in a cell: parted by semicolons or strokes, else by commas."""
    mark = next((m for m in (";", "|") if m in text), ",")
    return [part.strip() for part in text.split(mark) if part.strip()]


def _unknown_end(text: str) -> str:
    """An EDTF interval whose end is unknown: "1953-10-01/"; empty where it is none."""
    if not text.endswith("/"):
        return ""
    try:
        return parse(text).text
    except DateError:
        return ""


def _plain(word: str) -> str:
    return fold(word).replace("-", " ").replace("_", " ")
