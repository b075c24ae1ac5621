"""Entries that were drawn out of an article and that no person has looked at since (ICS 206-01).

The mark is a verdict whose ``looked_at`` is false. It goes when a person edits the entry or confirms it;
the origin stays in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.domain.verdict import Outcome, Verdict
from briefing.export.excerpt import ToolMade
from briefing.services.draft_words import why
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.record import Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork

#: Kinds of entry that can be drawn out.
DRAWN = frozenset({"actor", "quote", "event", "claim", "relation"})
#: An entry put elsewhere in a list, or into the trash, was not looked at for that.
_NO_EDIT = frozenset({"position", "deleted"})
_BY_ENTRY = frozenset({"tag", "passage_link"})
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry came from: by which rule, how sure, with which tool; whether it was looked at."""

    entry_kind: str
    entry_id: str
    why: str
    confidence: float
    tool: str
    looked_at: bool
    document_id: str

    @property
    def words(self) -> str:
        """The mark as a sentence."""
        reason = self.why[:1].lower() + self.why[1:].rstrip(".")
        seen = "looked at since" if self.looked_at else "not yet looked at"
        return f"Drawn out by rule ({reason}; confidence {self.confidence:.2f}), {seen}"


def unlooked(ws: Workspace, briefing_id: str) -> dict[str, Origin]:
    """Entry id → where it came from, for what nobody has looked at."""
    with ws.read() as connection:
        found = find(
            connection,
            Verdict,
            briefing_id=briefing_id,
            outcome=Outcome.ACCEPTED.value,
            looked_at=False,
        )
    return {one.entry_id: _origin(one) for one in found}


def marks_of(
    ws: Workspace, verdict_ids: Iterable[str]
) -> tuple[dict[str, Origin], set[str], set[str]]:
    """What some decisions say of marks now: entries with one, entries without, and their documents."""
    with ws.read() as connection:
        found = get_many(connection, Verdict, verdict_ids)
    marked: dict[str, Origin] = {}
    other: set[str] = set()
    for one in found.values():
        if not one.deleted and one.outcome == Outcome.ACCEPTED and not one.looked_at:
            marked[one.entry_id] = _origin(one)
        elif one.entry_id:
            other.add(one.entry_id)
    return (
        marked,
        other - marked.keys(),
        {one.document_id for one in found.values() if one.document_id},
    )


def made_by_tools(connection: Connection, ids: Iterable[str]) -> dict[str, ToolMade]:
    """Entry id → how it was drawn out, of those among ``ids`` that nobody has looked at."""
    wanted = frozenset(ids)
    found = find(connection, Verdict, outcome=Outcome.ACCEPTED.value, looked_at=False)
    return {
        one.entry_id: ToolMade(why(one.proposal_kind, one.rule), one.confidence, one.tool)
        for one in found
        if one.entry_id in wanted
    }


def origin_of(ws: Workspace, entry_id: str) -> Origin | None:
    """Where an entry came from; None for one that a person made."""
    with ws.read() as connection:
        found = find(connection, Verdict, entry_id=entry_id, outcome=Outcome.ACCEPTED.value)
    return _origin(found[-1]) if found else None


def _origin(one: Verdict) -> Origin:
    return Origin(
        one.entry_kind,
        one.entry_id,
        why(one.proposal_kind, one.rule),
        one.confidence,
        one.tool,
        one.looked_at,
        one.document_id or "",
    )


def see_edited(unit: UnitOfWork) -> None:
    """Take the mark off what a person edits in this write."""
    touched = unit.touched()
    if "verdict" in touched:
        # The write is one of the review itself.
        return
    ids: set[str] = set()
    for kind, records in touched.items():
        if kind in DRAWN:
            ids |= {
                i
                for i, before in records.items()
                if not unit.is_new(i) and before.keys() - _NO_EDIT
            }
        ids |= _owners(unit, kind, records)
    wanted = sorted(ids)
    for at in range(0, len(wanted), _CHUNK):
        some = wanted[at : at + _CHUNK]
        for one in find(unit.connection, Verdict, entry_id=some, looked_at=False):
            unit.change("verdict", one.id, looked_at=True)


def _owners(unit: UnitOfWork, kind: str, records: Mapping[str, object]) -> set[str]:
    """Ids of the drawn kinds whose parts changed."""
    cls = KINDS[kind]
    owner = owner_field(cls)
    if kind in _BY_ENTRY:
        field = "entry_id"
    elif owner is not None and references(cls)[owner] in DRAWN:
        field = owner
    else:
        return set()
    held = get_many(unit.connection, cls, (i for i in records if not unit.is_new(i)))
    found: set[Scalar] = set()
    for record_id in records:
        one = held.get(record_id)
        found.add(getattr(one, field) if one else unit.value(kind, record_id, field))
    return {i for i in found if isinstance(i, str) and i and not unit.is_new(i)}
