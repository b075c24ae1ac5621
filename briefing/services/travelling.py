"""What of the history of records may travel: nothing from before all its readers were allowed to see it.

Whoever writes lower the marking of an entry, or shares a private note, writes its words once more at that
moment (``store/restating.py``). For readers who were not allowed before, the history begins there: what
stands in a field is taken along where it grew from those words, and nothing that was there before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.changes import FieldChange, Sort
from briefing.domain.heads import bases_of
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.export.csl_json import public_extra, tells_of_a_laptop
from briefing.services.gathering import named_by
from briefing.store import sending
from briefing.store.restating import rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.changes import ChangeSet, Sent
    from briefing.domain.markings import Marking
    from briefing.domain.record import Record
    from briefing.store.engine import Connection

Key = tuple[str, str]
#: Of a change set: its place in the order of all, and its changes of one record.
Row = tuple["ChangeSet", FieldChange]


@dataclass(frozen=True, slots=True)
class _Since:
    """From when a record may be read: ``hidden`` is the last clock at which it was not, ``begins`` the
    change set that says its words anew; None where nothing does."""

    hidden: int
    begins: ChangeSet | None


class Travelling:
    """The changes of records that may travel to readers up to a marking."""

    def __init__(self, connection: Connection, records: Iterable[Record], limit: Marking) -> None:
        self._limit = limit
        self._records = {(one.kind, one.id): one for one in records}
        self._rows: dict[Key, list[Row]] = {key: [] for key in self._records}
        self.sets: dict[str, ChangeSet] = {}
        by_set = sending.changes(connection, [key for _, key in self._records])
        for sent in sending.sent(connection, by_set):
            self.sets[sent.change_set.id] = sent.change_set
            for change in sent.changes:
                key = (change.kind, change.record_id)
                if key in self._rows:
                    self._rows[key].append((sent.change_set, change))
        self._since: dict[Key, _Since] = {}

    def without_beginning(self) -> list[Key]:
        """The records that were hidden before, and whose present words nobody said anew since."""
        found: list[Key] = []
        for key in self._records:
            since = self._of(key)
            if since.hidden and since.begins is None and not self._made_after(key, since.hidden):
                found.append(key)
        return found

    def sent(self, keys: Iterable[Key]) -> list[Sent]:
        """The change sets with those of their changes of these records that may travel."""
        from briefing.domain.changes import Sent

        by_set: dict[str, list[FieldChange]] = {}
        for key in keys:
            for change_set, change in self._visible(key):
                public = _public(change)
                if public is not None:
                    by_set.setdefault(change_set.id, []).append(public)
        # Of one change set in an order that does not depend on how records were found.
        sent = [
            Sent(self.sets[name], tuple(sorted(changes, key=_place)))
            for name, changes in by_set.items()
        ]
        return sorted(
            sent, key=lambda o: (o.change_set.clock, o.change_set.device_id, o.change_set.id)
        )

    def withdrawal(self, key: Key) -> Sent | None:
        """That a note was made private after it was shared, without a word of it; None if it never was."""
        from briefing.domain.changes import Sent

        rows = [row for row in self._rows[key] if row[1].field == "private"]
        if not any(not change.after for _, change in rows):
            return None
        change_set, change = rows[-1]
        return Sent(change_set, (replace(change, before=None),)) if change.after else None

    def superseded(self, sent: Iterable[Sent]) -> int:
        """How many earlier wordings are among the changes."""
        replaced = 0
        for one in sent:
            replaced += sum(c.base is not None and c.field != "deleted" for c in one.changes)
        return replaced

    def _visible(self, key: Key) -> list[Row]:
        since = self._of(key)
        rows = self._rows[key]
        if not since.hidden or (since.begins is None and self._made_after(key, since.hidden)):
            return rows
        begins = since.begins
        if begins is None:
            return []
        reached: dict[str, set[str]] = {}
        more = True
        while more:
            more = False
            for change_set, change in rows:
                there = reached.setdefault(change.field, set())
                if change_set.id not in there and (
                    change_set.id == begins.id or there & set(bases_of(change.base))
                ):
                    there.add(change_set.id)
                    more = True
        return [
            (change_set, replace(change, before=None))
            for change_set, change in rows
            if change_set.id in reached[change.field]
        ]

    def _of(self, key: Key) -> _Since:
        if key in self._since:
            return self._since[key]
        # A circle of owners, which no form makes, ends here.
        self._since[key] = _Since(0, None)
        hidden = self._hidden_itself(key)
        for owner in self._owners(key):
            above = self._of(owner)
            if above.hidden:
                hidden = max(hidden, above.hidden)
        begins = next(
            (
                change_set
                for change_set, _ in self._rows[key]
                if change_set.sort == Sort.RESTATE and change_set.clock > hidden
            ),
            None,
        )
        self._since[key] = _Since(hidden, begins if hidden else None)
        return self._since[key]

    def _hidden_itself(self, key: Key) -> int:
        """The last clock at which readers up to the limit were not allowed to see the record."""
        rows = self._rows[key]
        limit = self._limit.rank
        made = next((c.id for c, change in rows if change.field == "deleted"), "")
        hiding: list[int] = []
        shared = key[0] != "annotation"
        for change_set, change in rows:
            first = change_set.id == made
            # What a new record has in place of nothing is no earlier state of it.
            before = None if first else change.before
            if change.field == "marking":
                if rank(change.after) > limit or (before is not None and rank(before) > limit):
                    hiding.append(change_set.clock)
            elif change.field == "private":
                shared = shared or first
                if change.after or before:
                    hiding.append(change_set.clock)
        if not shared and rows:
            # Notes are private until they are shared, and say nothing of it.
            hiding.append(rows[0][0].clock)
        return max(hiding, default=0)

    def _owners(self, key: Key) -> list[Key]:
        one = self._records[key]
        cls = KINDS[one.kind]
        owner = owner_field(cls)
        found = [(references(cls)[owner], str(getattr(one, owner)))] if owner else []
        if one.kind in ("tag", "passage_link"):
            named = named_by(one)
            found.append((named.kind, named.id))
        return [owner for owner in found if owner in self._records]

    def _made_after(self, key: Key, clock: int) -> bool:
        """Whether a part was made only after its owner was opened to these readers."""
        rows = self._rows[key]
        return bool(rows) and not self._hidden_itself(key) and rows[0][0].clock > clock


def _place(change: FieldChange) -> tuple[str, str, str]:
    # Two values of one field stay in the order in which they were written.
    return (change.kind, change.record_id, change.field)


def _public(change: FieldChange) -> FieldChange | None:
    """The change without what tells of this laptop; None where nothing is left of it."""
    name = (change.kind, change.field)
    if name == ("document", "filename"):
        return None
    if name == ("source", "url"):
        if tells_of_a_laptop(str(change.after or "")):
            return None
        if tells_of_a_laptop(str(change.before or "")):
            return replace(change, before=None)
    if name == ("source", "extra"):
        before = None if change.before is None else public_extra(str(change.before))
        return replace(change, before=before, after=public_extra(str(change.after or "")))
    return change
