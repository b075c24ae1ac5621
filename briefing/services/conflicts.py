"""Values in conflict: whose they are and when they were written, and a person's choice among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.changes import Sort, local_minute
from briefing.domain.heads import bases_of, heads
from briefing.domain.person import Person
from briefing.domain.records import field_word, word
from briefing.errors import UserError
from briefing.services.source_view import title_of
from briefing.store import deletions, exchanging, journal, links, records
from briefing.store.heads import held_by
from briefing.store.unit_of_work import coerce

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.changes import FieldChange
    from briefing.domain.heads import Link
    from briefing.domain.record import Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


#: The field of a part that tells it from others.
_TELLING = ("text", "name", "body", "words", "title", "heading", "value", "role")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values in conflict. ``when`` is local time; ``shown`` is the one that the entry shows.

    Of a deletion against an edit, ``value`` is whether the entry goes into the trash, and ``words`` says what
    the edit wrote where; else ``words`` is empty.
    """

    value: Scalar
    who: str
    when: str
    mine: bool
    shown: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record of which two people wrote different values without knowing of each other."""

    kind: str
    id: str
    title: str
    field: str
    field_name: str
    sides: tuple[Side, ...]


def count(ws: Workspace) -> int:
    """How many conflicts wait in the library."""
    with ws.read() as connection:
        return len(exchanging.contested(connection))


def conflicts(ws: Workspace, entry: tuple[str, str] | None = None) -> list[Conflict]:
    """The conflicts of an entry (kind, id) and its parts, or all in the library."""
    with ws.read() as connection:
        ids = None if entry is None else deletions.whole(connection, *entry)
        found = exchanging.contested(connection, ids)
        records_of = [
            one for kind, key, _ in found if (one := records.get(connection, kind, key)) is not None
        ]
        titles = title_of(connection, records_of)
        here = {one.id for one in records_of}
        return [
            Conflict(
                kind,
                key,
                " ".join(titles.get(key, "").split()),
                field,
                field_word(field),
                _sides(connection, ws, kind, key, field),
            )
            for kind, key, field in found
            if key in here
        ]


def _sides(
    connection: Connection, ws: Workspace, kind: str, key: str, field: str
) -> tuple[Side, ...]:
    held = held_by(connection, kind, key, field)
    if held is None:
        return ()
    values = links.Values(connection)
    if field == "deleted" and all(values(one) for one in held.heads):
        return _against_deletion(connection, ws, kind, key, held.heads)
    people = _people(connection, held.heads)
    found: list[Side] = []
    for one in held.heads:
        value = coerce(kind, field, values(one))
        same = journal.same(value, coerce(kind, field, held.value))
        found.append(_side(ws, people, one, value, shown=same))
    return tuple(found)


def _against_deletion(
    connection: Connection, ws: Workspace, kind: str, key: str, deleting: Sequence[Link]
) -> tuple[Side, ...]:
    unknown = deletions.unknown(connection, kind, key, deleting)
    people = _people(connection, [*deleting, *(one.link for one in unknown)])
    values = links.Values(connection)
    found = [_side(ws, people, one, value=True, shown=False) for one in deleting]
    kinds = links.kinds(connection, [one.record_id for one in unknown])
    written: dict[tuple[str, str], list[deletions.Unknown]] = {}
    for one in unknown:
        # A part is told once, not field by field.
        place = one.field if one.record_id == key else one.link.change_set
        written.setdefault((one.record_id, place), []).append(one)
    for (record_id, field), some in written.items():
        wrote = {one.field: values(one.link) for one in some}
        if record_id == key:
            words = f"{field_word(field)}: {wrote[field]}"
        else:
            what = "added" if "deleted" in wrote else "changed"
            told = next((str(wrote[name]) for name in _TELLING if wrote.get(name)), "")
            part = word(kinds.get(record_id, kind))
            words = f"{part} {what}: {told}" if told else f"{part} {what}"
        found.append(_side(ws, people, some[0].link, value=False, shown=True, words=words))
    return tuple(found)


def _people(connection: Connection, written: Iterable[Link]) -> dict[str, tuple[str, str]]:
    """Change set → person id and name."""
    found: dict[str, str | None] = {}
    for marks, some in links.chunks(one.change_set for one in written):
        rows = connection.exec_driver_sql(
            f"SELECT id, person_id FROM change_set WHERE id IN ({marks})", tuple(some)
        )
        found.update((row[0], row[1]) for row in rows)
    known = records.get_many(connection, Person, [one for one in found.values() if one])
    return {
        key: (person or "", known[person].name if person in known else Person(id="").name)
        for key, person in found.items()
    }


def _side(
    ws: Workspace,
    people: dict[str, tuple[str, str]],
    one: Link,
    value: Scalar,
    *,
    shown: bool,
    words: str = "",
) -> Side:
    person, name = people.get(one.change_set, ("", Person(id="").name))
    mine = bool(person) and person == ws.author.person_id
    return Side(value, name, local_minute(one.clock), mine, shown, words)


def settle(ws: Workspace, kind: str, record_id: str, field: str, value: Scalar) -> None:
    """Choose a value of a field in conflict, one of those that stand there or a third, as one step.

    Raises UserError where the field is not in conflict.
    """
    with ws.write("Settle a conflict", sort=Sort.SETTLE) as unit:
        if (kind, record_id, field) not in exchanging.contested(unit.connection, [record_id]):
            raise UserError("Nothing is in conflict there any more; look at the entry again.")
        unit.settle(kind, record_id, field, value)


def reopen(unit: UnitOfWork, choice: FieldChange) -> None:
    """Let the values stand side by side again that a choice replaced."""
    kind, key, field = choice.kind, choice.record_id, choice.field
    there = links.load(unit.connection, [key], field).get((key, field), [])
    replaced = set(bases_of(choice.base))
    chosen = heads([one for one in there if one.change_set in replaced])
    values = links.Values(unit.connection)
    before = list(dict.fromkeys(coerce(kind, field, values(one)) for one in chosen))
    if field == "deleted" and all(before):
        # It did not know of an edit, and does not again.
        before = [True]
    unit.reopen(kind, key, field, before)
