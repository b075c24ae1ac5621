"""The trash: what was deleted, when and by whom, and what would come back with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation
from briefing.domain.changes import Sort, local_minute
from briefing.domain.folding import fold
from briefing.domain.records import ENTRY_KINDS, KINDS, word
from briefing.services.form_table import FORMS
from briefing.services.source_view import title_of
from briefing.store import journal
from briefing.store.records import deleted, find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Deleted:
    """An entry in the trash. ``when`` is local time, ``undone`` tells that its making was undone.

    ``parts`` names what comes back with it: "2 speakers, 1 tag".
    """

    kind: str
    id: str
    title: str
    briefing: str
    when: str
    who: str
    undone: bool
    parts: str = ""


def trash(ws: Workspace, words: str = "", *, limit: int = 500) -> list[Deleted]:
    """Deleted entries, the last deleted first; only those with ``words`` where some are given."""
    found: list[tuple[int, Deleted]] = []
    wanted = fold(words).split()
    with ws.read() as connection:
        records = [one for kind in ENTRY_KINDS for one in deleted(connection, KINDS[kind])]
        titles = title_of(connection, records)
        ids = {str(getattr(one, "briefing_id", "") or "") for one in records} - {""}
        briefings = get_many(connection, KINDS["briefing"], ids)
        last = journal.last_deletions(connection, [one.id for one in records])
        people = get_many(
            connection, KINDS["person"], {done.person_id or "" for done in last.values()} - {""}
        )
        for one in records:
            done = last.get(one.id)
            title = " ".join(titles.get(one.id, "").split())
            of = briefings.get(str(getattr(one, "briefing_id", "") or ""))
            who = people.get(done.person_id or "") if done else None
            row = Deleted(
                one.kind,
                one.id,
                title,
                str(getattr(of, "title", "")),
                local_minute(done.clock) if done else "",
                str(getattr(who, "name", "")),
                done is not None and done.sort == Sort.UNDO,
            )
            shown = fold(" ".join((row.title, row.briefing, row.who, word(row.kind))))
            if all(part in shown for part in wanted):
                found.append((done.clock if done else 0, row))
        found.sort(key=lambda pair: -pair[0])
        rows = [row for _clock, row in found[:limit]]
        # Counted for the rows that are shown, a kind at once: a trash can hold a whole library.
        parts = _parts(connection, rows)
    return [replace(row, parts=parts.get((row.kind, row.id), "")) for row in rows]


def _parts(connection: Connection, rows: Iterable[Deleted]) -> dict[tuple[str, str], str]:
    """The parts that are still whole and stand in the trash only through their entry."""
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.id)
    words: dict[tuple[str, str], list[str]] = {}
    for kind, ids in by_kind.items():
        form = FORMS.get(kind)
        for part in form.parts if form else ():
            where: dict[str, object] = {part.owner: ids}
            if part.owner == "entry_id":
                where["entry_kind"] = kind
            found = find(connection, KINDS[part.kind], **where)
            for owner, number in Counter(getattr(one, part.owner) for one in found).items():
                words.setdefault((kind, owner), []).append(_counted(part.kind, number))
        notes = find(connection, Annotation, target_kind=kind, target_id=ids)
        for target, number in Counter(note.target_id for note in notes).items():
            words.setdefault((kind, target), []).append(
                f"{number} notes" if number > 1 else "1 note"
            )
    return {key: ", ".join(some) for key, some in words.items()}


#: What parts are called where they are counted, if not by their word and an s: one, several.
_COUNTED = {
    "passage_link": ("passage", "passages"),
    "claim_party": ("party", "parties"),
    "relation_party": ("party", "parties"),
    "quantity": ("quantity", "quantities"),
    "basis": ("entry it rests on", "entries it rests on"),
    "hypothesis": ("hypothesis", "hypotheses"),
    "evidence": ("row of evidence", "rows of evidence"),
    "source_grade": ("earlier grade", "earlier grades"),
}


def _counted(kind: str, number: int) -> str:
    one, several = _COUNTED.get(kind, (word(kind), word(kind) + "s"))
    return f"{number} {one if number == 1 else several}"


def restore_all(ws: Workspace, entries: Sequence[tuple[str, str]]) -> None:
    """Take several entries out of the trash as one step."""
    label = f"Restore {word(entries[0][0])}" if len(entries) == 1 else "Restore entries"
    with ws.write(label) as unit:
        for kind, entry_id in entries:
            unit.restore(kind, entry_id)
