"""What is new to a reader: entries that others added, changed or removed since they were last seen.

A briefing that was never read has no news: all of it is new, and its dot says so. A reader's own
edits are no news, on whichever laptop they were made.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.changes import FieldChange
from briefing.domain.citing import Ref
from briefing.domain.quote import Tag
from briefing.domain.record import field_names, owner_field, references
from briefing.domain.records import ENTRY_KINDS, KINDS
from briefing.domain.source import BriefingSource, PassageLink
from briefing.errors import UserError
from briefing.store import journal, reading_state
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.domain.record import Record, Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

    Found = dict[tuple[str, str], Record]

# An order that changed moves no word.
_SILENT = frozenset({"position"})
# What briefings share and what is told of in each that uses it.
_SHARED = frozenset({"actor", "source"})
# Kinds whose records are told of as entries of a briefing.
_OF_BRIEFINGS = (
    "briefing",
    *(kind for kind in ENTRY_KINDS if kind not in ("briefing", "actor", "source", "document")),
    "briefing_source",
)
# Changes of others up to which they are told at once; more are counted in the background.
_LITTLE = 2_000
# Change sets by which a briefing without news may lag behind.
_BEHIND = 50
# The name under which title and particulars were seen; that of a briefing stands for all of it.
_HEAD = "briefing head"


class What(StrEnum):
    """What happened to an entry since its reader saw it."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to which number of the journal a person has seen each entry, and the newest there is."""

    numbers: Mapping[Ref, int] = field(default_factory=dict[Ref, int])
    newest: int = 0

    def upto(self, briefing_id: str, ref: Ref) -> int | None:
        """The number up to which an entry of a briefing was seen; None: its briefing never was."""
        whole = self.numbers.get(Ref("briefing", briefing_id))
        kind = _HEAD if ref.kind == "briefing" else ref.kind
        return None if whole is None else max(whole, self.numbers.get(Ref(kind, ref.id), whole))


def seen(workspace: Workspace) -> Seen:
    """What the person has seen at this moment."""
    with workspace.read() as connection:
        return _seen(connection, workspace.author.person_id)


def _seen(connection: Connection, person_id: str | None) -> Seen:
    if person_id is None:
        return Seen()
    known = reading_state.all_seen(connection, person_id).items()
    numbers = {Ref(kind, entry_id): number for (kind, entry_id), number in known}
    return Seen(numbers, journal.newest_seq(connection))


def news(workspace: Workspace, briefing_id: str, since: Seen | None = None) -> dict[Ref, What]:
    """The entries of a briefing that are news to the person, since ``since`` or as of now."""
    with workspace.read() as connection:
        found = news_by_briefing(connection, workspace.author.person_id, since, briefing_id)
    return found.get(briefing_id, {})


def news_by_briefing(
    connection: Connection,
    person_id: str | None,
    since: Seen | None = None,
    only: str | None = None,
) -> dict[str, dict[Ref, What]]:
    """Briefing id → its entries that are news to a person; briefings without any are left out."""
    if person_id is None:
        return {}
    since = since or _seen(connection, person_id)
    read = {
        ref.id: number
        for ref, number in since.numbers.items()
        if ref.kind == "briefing" and only in (None, ref.id)
    }
    if not read or min(read.values()) >= journal.newest_seq(connection):
        return {}
    low = min(read.values())
    found: dict[str, dict[Ref, What]] = {}
    shared: dict[Ref, tuple[What, int]] = {}

    def note(briefing_id: str, ref: Ref, what: What, number: int) -> None:
        if ref.kind in _SHARED and not briefing_id:
            shared[ref] = (what, number)
            return
        upto = since.upto(briefing_id, ref)
        if briefing_id in read and upto is not None and number > upto:
            found.setdefault(briefing_id, {})[ref] = what

    seen = {(ref.kind, ref.id): number for ref, number in since.numbers.items()}
    parts = [kind for kind in _OF_BRIEFINGS if kind != "briefing"]
    with reading_state.made_by_others(connection, person_id, low, seen, parts, _part_owners()):
        for kind in _OF_BRIEFINGS:
            for entry_id, briefing_id, number in _made(connection, kind):
                named = "source" if kind == BriefingSource.kind else kind
                note(briefing_id, Ref(named, entry_id), What.NEW, number)
        changes = _parts_made(connection)
        changes += reading_state.changes_of_others(connection, person_id, low, but_made=True)
    changes.sort(key=lambda pair: pair[0])
    _note_changes(connection, since, changes, note)
    _spread(connection, since, read, shared, found)
    return found


def _note_changes(
    connection: Connection,
    since: Seen,
    changes: Sequence[tuple[int, FieldChange]],
    note: Callable[[str, Ref, What, int], None],
) -> None:
    """What changes of entries that were there before come to."""
    records = _records(connection, changes)
    touched: dict[tuple[str, str], list[FieldChange]] = {}
    last: dict[tuple[str, str], int] = {}
    for number, change in changes:
        entry = _entry(records, change.kind, change.record_id)
        if entry is None or change.field in _SILENT:
            continue
        ref, key = _ref(entry), (entry.kind, entry.id)
        upto = since.upto(_briefing_of(entry), ref)
        if ref.kind in _SHARED and not _briefing_of(entry):
            upto = since.numbers.get(ref, 0)
        if upto is not None and number > upto:
            touched.setdefault(key, []).append(change)
            last[key] = number
    for key, its_changes in touched.items():
        entry = records[key]
        what = _what(entry, its_changes)
        if what is not None:
            note(_briefing_of(entry), _ref(entry), what, last[key])


def _spread(
    connection: Connection,
    since: Seen,
    read: Mapping[str, int],
    shared: Mapping[Ref, tuple[What, int]],
    found: dict[str, dict[Ref, What]],
) -> None:
    """Tell news of actors and sources in the briefings that use them."""
    if not shared:
        return
    # Loaded where it is needed, which the first picture of the window does not wait for.
    from briefing.services.actor_view import actor_ids

    for briefing_id in read:
        used = {Ref("actor", one) for one in actor_ids(connection, briefing_id)}
        sources = find(connection, BriefingSource, briefing_id=briefing_id)
        used |= {Ref("source", one.source_id or "") for one in sources}
        for ref in used & shared.keys():
            what, number = shared[ref]
            upto = since.upto(briefing_id, ref)
            # One that was made elsewhere and came to be used here is told by what uses it.
            if what is not What.NEW and upto is not None and number > upto:
                found.setdefault(briefing_id, {}).setdefault(ref, what)


def _made(connection: Connection, kind: str) -> list[tuple[str, str, int]]:
    """Id, briefing and number of the entries of a kind that others made; of a use of a source its id."""
    entry = "e.source_id" if kind == BriefingSource.kind else "e.id"
    briefing = "e.id" if kind == "briefing" else "e.briefing_id"
    private = "e.private" if "private" in field_names(KINDS[kind]) else "0"
    return reading_state.made_entries(connection, kind, entry, briefing, private)


@cache
def _part_owners() -> dict[str, str]:
    """Kinds of part → the column that names what one is part of."""
    return {
        kind: owner
        for kind, cls in KINDS.items()
        if (owner := "entry_id" if cls in (PassageLink, Tag) else owner_field(cls)) is not None
        and kind not in _OF_BRIEFINGS
    }


def _parts_made(connection: Connection) -> list[tuple[int, FieldChange]]:
    """New parts of older entries, each as the change that made it."""
    return [
        (number, FieldChange(kind, record_id, "deleted", None, False, None))
        for kind, owner in _part_owners().items()
        for number, record_id in reading_state.made_parts(connection, kind, owner)
    ]


def _records(connection: Connection, changes: Iterable[tuple[int, FieldChange]]) -> Found:
    """The records that were changed and, up to the entries, those they are parts of."""
    found: Found = {}
    asked: set[tuple[str, str]] = {(one.kind, one.record_id) for _number, one in changes}
    while asked:
        by_kind: dict[str, list[str]] = {}
        for kind, record_id in asked:
            by_kind.setdefault(kind, []).append(record_id)
        wanted: set[tuple[str, str]] = set()
        for kind, ids in by_kind.items():
            for record in get_many(connection, KINDS[kind], ids).values() if kind in KINDS else ():
                found[kind, record.id] = record
                above = _above(record)
                if above is not None and (above.kind, above.id) not in found:
                    wanted.add((above.kind, above.id))
        asked = wanted
    return found


def _above(record: Record) -> Ref | None:
    """The record that a part belongs to; None for what stands for itself."""
    if record.kind in ENTRY_KINDS:
        return None
    if isinstance(record, (PassageLink, Tag)):
        return Ref(record.entry_kind, record.entry_id)
    if isinstance(record, BriefingSource):
        return None
    name = owner_field(type(record))
    owner = getattr(record, name) if name else None
    return Ref(references(type(record))[name], owner) if name and owner else None


def _entry(records: Found, kind: str, record_id: str) -> Record | None:
    """The entry of a briefing that a record is or belongs to; None for what is private or shared."""
    record = records.get((kind, record_id))
    met: set[str] = set()
    while record is not None and record.id not in met:
        met.add(record.id)
        above = _above(record)
        if above is None:
            break
        record = records.get((above.kind, above.id))
    if record is None or getattr(record, "private", False):
        return None
    return record if _briefing_of(record) or record.kind in _SHARED else None


def _briefing_of(entry: Record) -> str:
    return entry.id if entry.kind == "briefing" else getattr(entry, "briefing_id", None) or ""


def _ref(entry: Record) -> Ref:
    if isinstance(entry, BriefingSource):
        return Ref("source", entry.source_id or "")
    return Ref(entry.kind, entry.id)


def _what(entry: Record, touched: Iterable[FieldChange]) -> What | None:
    """What changes come to when taken together; None where they took each other back."""
    before: dict[str, dict[str, Scalar]] = {}
    after: dict[str, dict[str, Scalar]] = {}
    for change in touched:
        before.setdefault(change.record_id, {}).setdefault(change.field, change.before)
        after.setdefault(change.record_id, {})[change.field] = change.after
    was, now = (side.get(entry.id, {}).get("deleted", False) for side in (before, after))
    if entry.deleted:
        return What.REMOVED if now and was is not None and not was else None
    if was is None or was:
        return What.NEW
    return What.CHANGED if any(map(_differs, before.values(), after.values())) else None


def _differs(before: Mapping[str, Scalar], after: Mapping[str, Scalar]) -> bool:
    """Whether a record is another than before; one that came and went again left nothing."""
    absent = (None, True)
    if before.get("deleted", False) in absent and after.get("deleted", False) in absent:
        return False
    return any(not journal.same(was, after[field]) for field, was in before.items())


def _reader(workspace: Workspace) -> str | None:
    """Whose reading is remembered; nobody's in a library that cannot be written."""
    return None if workspace.library.read_only else workspace.author.person_id


def first_look(workspace: Workspace, briefing_id: str) -> bool:
    """Remember that a briefing is no longer unread; what comes later is news. False: it was read."""
    person = _reader(workspace)
    if person is None:
        return False
    with workspace.library.aside() as connection:
        if reading_state.seen(connection, person, "briefing", briefing_id) is not None:
            return False
        now = journal.newest_seq(connection)
        reading_state.set_seen(connection, person, "briefing", briefing_id, now)
    return True


def mark_seen(workspace: Workspace, refs: Iterable[Ref], upto: int) -> None:
    """Remember that the person has seen entries as they stood at a number of the journal."""
    person = _reader(workspace)
    if person is None:
        return
    with workspace.library.aside() as connection:
        for ref in refs:
            kind = _HEAD if ref.kind == "briefing" else ref.kind
            reading_state.set_seen(connection, person, kind, ref.id, upto)


def mark_read(workspace: Workspace, briefing_id: str, upto: int | None = None) -> None:
    """Remember that the person has read the whole briefing as it stands, or stood at a number."""
    person = _reader(workspace)
    if person is None:
        return
    with workspace.library.aside() as connection:
        newest = journal.newest_seq(connection) if upto is None else upto
        reading_state.set_seen(connection, person, "briefing", briefing_id, newest)


@dataclass(frozen=True, slots=True)
class Look:
    """The news of one briefing: what to mark, what of it was not seen yet, and the newest number."""

    marks: Mapping[Ref, What]
    fresh: frozenset[Ref]
    newest: int


def is_little(workspace: Workspace, since: Seen | None = None) -> bool:
    """Whether so little was changed by others that the news can be told at once."""
    person = workspace.author.person_id
    if person is None:
        return True
    with workspace.read() as connection:
        numbers = (since or _seen(connection, person)).numbers
        read = [number for ref, number in numbers.items() if ref.kind == "briefing"]
        return not read or not reading_state.is_much(connection, person, min(read), _LITTLE)


def look(workspace: Workspace, briefing_id: str, since: Seen) -> Look:
    """The news of a briefing since ``since``, and which of it is news still."""
    person = workspace.author.person_id
    with workspace.read() as connection:
        newest = journal.newest_seq(connection)
        marks = news_by_briefing(connection, person, since, briefing_id).get(briefing_id, {})
        fresh = frozenset(marks)
        if marks and _seen(connection, person).numbers != since.numbers:
            now = news_by_briefing(connection, person, None, briefing_id)
            fresh = frozenset(now.get(briefing_id, {}))
    return Look(marks, fresh, newest)


def counts(workspace: Workspace) -> dict[str, int]:
    """Briefing id → how many of its entries are news to the person.

    What has none is remembered as read up to now, so that the next question need not go back so far.
    """
    person = workspace.author.person_id
    with workspace.read() as connection:
        newest = journal.newest_seq(connection)
        found = news_by_briefing(connection, person)
        known = _seen(connection, person).numbers
    read = {ref.id: number for ref, number in known.items() if ref.kind == "briefing"}
    behind = [one for one, number in read.items() if one not in found and number < newest]
    far = bool(behind) and newest - min(read[one] for one in behind) > _BEHIND
    if far and person is not None and _reader(workspace) is not None:
        # Where another program writes just now, the next count does it.
        with suppress(UserError), workspace.library.aside() as connection:
            for briefing_id in behind:
                reading_state.set_seen(connection, person, "briefing", briefing_id, newest)
    return {briefing_id: len(entries) for briefing_id, entries in found.items()}


def entries_with(connection: Connection, kind: str, ids: Iterable[str]) -> set[Ref]:
    """The entries that records of a kind are or belong to; what is private or told nowhere is left out."""
    wanted = list(ids)
    records = _records(
        connection, [(0, FieldChange(kind, o, "", None, None, None)) for o in wanted]
    )
    return {_ref(one) for o in wanted if (one := _entry(records, kind, o)) is not None}
