"""What is new to a reader: entries that others added, changed or removed since they were last seen.

A briefing that was never read has no news: all of it is new, and its dot says so. A reader's own
edits are no news, on whichever laptop they were made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.domain.citing import Ref
from briefing.domain.quote import Tag
from briefing.domain.record import owner_field, references
from briefing.domain.records import ENTRY_KINDS, KINDS
from briefing.domain.source import BriefingSource, PassageLink
from briefing.store import journal, reading_state
from briefing.store.records import get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.changes import FieldChange
    from briefing.domain.record import Record, Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

    Found = dict[tuple[str, str], Record]

# An order that changed moves no word.
_SILENT = frozenset({"position"})
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
    known = reading_state.all_seen(connection, person_id)
    numbers = {Ref(kind, entry_id): number for (kind, entry_id), number in known.items()}
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
    changes = reading_state.changes_of_others(connection, person_id, min(read.values()))
    records = _records(connection, changes)
    touched: dict[tuple[str, str], list[FieldChange]] = {}
    for number, change in changes:
        entry = _entry(records, change.kind, change.record_id)
        if entry is None or change.field in _SILENT:
            continue
        upto = since.upto(_briefing_of(entry), _ref(entry))
        if _briefing_of(entry) in read and upto is not None and number > upto:
            touched.setdefault((entry.kind, entry.id), []).append(change)
    found: dict[str, dict[Ref, What]] = {}
    for key, its_changes in touched.items():
        entry = records[key]
        what = _what(entry, its_changes)
        if what is not None:
            found.setdefault(_briefing_of(entry), {})[_ref(entry)] = what
    return found


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
    if record is None or not _briefing_of(record) or getattr(record, "private", False):
        return None
    return record


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
        newest = journal.newest_seq(connection)
        reading_state.set_seen(connection, person, "briefing", briefing_id, newest)
    return True


def mark_seen(workspace: Workspace, briefing_id: str, refs: Iterable[Ref], upto: int) -> None:
    """Remember that the person has seen entries as they stood at a number of the journal."""
    person = _reader(workspace)
    if person is None:
        return
    with workspace.library.aside() as connection:
        for ref in refs:
            kind = _HEAD if ref.kind == "briefing" else ref.kind
            reading_state.set_seen(connection, person, kind, ref.id, upto)
        if not news_by_briefing(connection, person, only=briefing_id):
            # Nothing is left to be told: the next question need not go back so far.
            newest = journal.newest_seq(connection)
            reading_state.set_seen(connection, person, "briefing", briefing_id, newest)


def mark_read(workspace: Workspace, briefing_id: str) -> None:
    """Remember that the person has read the whole briefing as it stands."""
    person = _reader(workspace)
    if person is None:
        return
    with workspace.library.aside() as connection:
        newest = journal.newest_seq(connection)
        reading_state.set_seen(connection, person, "briefing", briefing_id, newest)
