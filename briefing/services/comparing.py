"""Two states of a briefing held against each other, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Release
from briefing.domain.hypothesis import Evidence, Rating
from briefing.domain.quote import Tag
from briefing.domain.record import owner_field, references, values
from briefing.domain.source import BriefingSource, Document, Passage, PassageLink, Source
from briefing.errors import NotFoundError
from briefing.export.excerpt import Notes
from briefing.export.nesting import ENTRY_PARTS
from briefing.services.entry_words import FieldWords, State, Told, lines, shortened, titles
from briefing.services.gathering import gather
from briefing.services.reading import What
from briefing.services.source_view import title_of
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Record
    from briefing.services.entry_words import Key
    from briefing.services.gathering import Found
    from briefing.services.workspace import Workspace

#: What is told of a briefing, in this order: its particulars, what it judges, what carries that.
_ORDER = (
    *("briefing", "section", "judgment", "hypothesis_matrix", "claim", "quote", "event"),
    *("relation", "bloc", "source"),
)
#: What changes with every version and says nothing of the matter.
_STATUS = ("status", "version")
#: What belongs to something else, but is no part of it that a reader would look for here.
_APART = frozenset({Source, BriefingSource, Document, Passage, Release})


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """An entry that is in one state only or differs between the two, with what differs in words."""

    kind: str
    id: str
    title: str
    what: What
    lines: tuple[FieldWords, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One state of a briefing: its entries with their parts, the words for ids in them, their titles."""

    entries: Mapping[Key, State]
    names: Mapping[str, str]
    titles: Mapping[str, str]


def compare(older: Workspace, newer: Workspace, briefing_id: str) -> tuple[EntryDifference, ...]:
    """What is new, changed or removed in a briefing between two states of its library.

    Sources of the briefing count as its entries; notes do not. Raises NotFoundError where neither
    state has the briefing.
    """
    left, right = _side(older, briefing_id), _side(newer, briefing_id)
    if not left.entries and not right.entries:
        raise NotFoundError(f"No briefing has the id {briefing_id}; see the list for the ids.")
    found: list[EntryDifference] = []
    for key in left.entries.keys() | right.entries.keys():
        before, after = left.entries.get(key), right.entries.get(key)
        told = Told(key, {**left.names, **right.names})
        some = lines(told, before or {}, after or {})
        if before is not None and after is not None:
            if not some:
                continue
            what = What.CHANGED
        else:
            what = What.REMOVED if after is None else What.NEW
        title = (right if after is not None else left).titles.get(key[1], "")
        found.append(EntryDifference(*key, shortened(title), what, some))
    places = list(What)
    found.sort(key=lambda one: (_ORDER.index(one.kind), places.index(one.what), one.title, one.id))
    return tuple(found)


def _side(ws: Workspace, briefing_id: str) -> _Side:
    with ws.read() as connection:
        head = find(connection, Briefing, id=briefing_id)
        if not head:
            return _Side({}, {}, {})
        found = gather(connection, head[0], Notes.NONE)
        entries, shown = _entries(head[0], found)
        return _Side(entries, titles(connection, entries.values()), title_of(connection, shown))


def _entries(head: Briefing, found: Found) -> tuple[dict[Key, State], list[Record]]:
    """The entries of a briefing, each with its own fields and those of its parts."""
    shown: list[Record] = [head]
    for cls in (*ENTRY_PARTS, Source):
        # What is cited from an earlier briefing is that one's.
        some = found.get(cls, {}).values()
        shown += [one for one in some if getattr(one, "briefing_id", head.id) == head.id]
    entries: dict[Key, State] = {
        (one.kind, one.id): {(one.kind, one.id): dict(values(one))} for one in shown
    }
    entries[head.kind, head.id][head.kind, head.id] |= dict.fromkeys(_STATUS)
    for cls, group in found.items():
        for one in () if cls in _APART or cls in ENTRY_PARTS else group.values():
            above = _above(one, found)
            if above in entries:
                entries[above][one.kind, one.id] = dict(values(one))
    return entries, shown


def _above(part: Record, found: Found) -> Key:
    """The entry that a part belongs to; the part itself where it is none."""
    if isinstance(part, (PassageLink, Tag)):
        return part.entry_kind, part.entry_id
    if isinstance(part, Rating):
        row = found.get(Evidence, {}).get(part.evidence_id)
        return ("hypothesis_matrix", getattr(row, "matrix_id", ""))
    owner = owner_field(type(part))
    if owner is None:
        return "", ""
    return references(type(part))[owner], str(getattr(part, owner))
