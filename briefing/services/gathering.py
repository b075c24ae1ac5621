"""All the records that belong to a briefing or that it uses, whatever their marking."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from briefing.domain.actor import Actor, ActorName, Membership, Office, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Outline, Pin
from briefing.domain.briefing import BriefingAuthor, Release, Section
from briefing.domain.citing import Ref, cited_in, split_citations
from briefing.domain.hypothesis import Evidence, Rating
from briefing.domain.judgment import Basis
from briefing.domain.markings import highest
from briefing.domain.person import Person
from briefing.domain.quote import Tag
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceAuthor,
    SourceGrade,
    SourceLink,
)
from briefing.export.excerpt import Notes
from briefing.export.nesting import ENTRY_PARTS
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.domain.briefing import Briefing
    from briefing.domain.markings import Marking
    from briefing.domain.record import Record
    from briefing.store.engine import Connection

Found = dict[type["Record"], dict[str, "Record"]]


def gather(connection: Connection, briefing: Briefing, notes: Notes) -> Found:
    """Every record of a briefing by kind and id, with what it cites from earlier ones.

    Nothing that is in the trash, no private note and no reply to one.
    """
    gatherer = _Gatherer(connection, briefing, notes)
    gatherer.read()
    return gatherer.found


class _Gatherer:
    """Reads all that belongs to a briefing or that it uses, whatever its marking."""

    def __init__(self, connection: Connection, briefing: Briefing, notes: Notes) -> None:
        self._connection = connection
        self._briefing = briefing
        self._with_notes = notes is Notes.SHARED
        self.found: Found = {}

    def read(self) -> None:
        key = self._briefing.id
        for cls in ENTRY_PARTS:
            self._add(find(self._connection, cls, briefing_id=key))
        for beside in (BriefingAuthor, BriefingSource, Release, Pin):
            self._add(find(self._connection, beside, briefing_id=key))
        self._parts_of_entries()
        # What is cited from an earlier briefing stands there, with parts of its own; of these a basis
        # may lead on to entries that nothing else names.
        named = self._add_named(cited_by(self._all(Section)))
        while self._add_named(map(named_by, self._all_of(Basis, Evidence))) or named:
            self._parts_of_entries()
            named = False
        if self._with_notes:
            self._notes()
        self._evidence()
        self._actors()
        self._add(get_many(self._connection, Person, self._referred("person")).values())

    def _all(self, cls: type[Record]) -> Iterable[Record]:
        return self.found.get(cls, {}).values()

    def _all_of(self, *classes: type[Record]) -> list[Record]:
        return [one for cls in classes for one in self._all(cls)]

    def _ids(self, *classes: type[Record]) -> list[str]:
        return [key for cls in classes for key in self.found.get(cls, ())]

    def _add(self, records: Iterable[Record]) -> None:
        for one in records:
            if not one.deleted:
                self.found.setdefault(type(one), {}).setdefault(one.id, one)

    def _add_named(self, refs: Iterable[Ref]) -> bool:
        """Add the entries that are named; whether one of them is new."""
        entries = {cls.kind: cls for cls in ENTRY_PARTS} | {Source.kind: Source, Actor.kind: Actor}
        wanted: dict[type[Record], list[str]] = {}
        for ref in refs:
            cls = entries.get(ref.kind)
            if cls is not None and ref.id not in self.found.get(cls, ()):
                wanted.setdefault(cls, []).append(ref.id)
        before = len(self._ids(*wanted))
        for cls, ids in wanted.items():
            self._add(get_many(self._connection, cls, ids).values())
        return len(self._ids(*wanted)) > before

    def _add_parts(self, cls: type[Record], owners: list[str], field: str = "") -> None:
        name = field or owner_field(cls) or ""
        if owners:
            self._add(find(self._connection, cls, **{name: owners}))

    def _parts_of_entries(self) -> None:
        for cls, parts in ENTRY_PARTS.items():
            for _, part in parts:
                self._add_parts(part, self._ids(cls))
        self._add_parts(Rating, self._ids(Evidence))

    def _evidence(self) -> None:
        entries = self._ids(*ENTRY_PARTS)
        self._add_parts(PassageLink, entries, "entry_id")
        self._add_parts(Tag, entries, "entry_id")
        connection = self._connection
        self._add(get_many(connection, Passage, self._referred("passage")).values())
        self._add(get_many(connection, Document, self._referred("document")).values())
        self._add(get_many(connection, Source, self._referred("source")).values())
        self._add_parts(SourceLink, self._ids(Source))
        # What a source derives from belongs to its worth.
        self._add(get_many(connection, Source, self._referred("source")).values())
        for cls in (SourceAuthor, SourceGrade, SourceLink):
            self._add_parts(cls, self._ids(Source))

    def _actors(self) -> None:
        connection = self._connection
        self._add(get_many(connection, Actor, self._referred("actor")).values())
        self._same()
        for cls in (ActorName, Office, Membership, Outline):
            self._add_parts(cls, self._ids(Actor))
        # The state of an office and the body of a membership, by their names.
        self._add(get_many(connection, Actor, self._referred("actor")).values())
        self._same()
        self._add_parts(ActorName, self._ids(Actor))

    def _same(self) -> None:
        """Whoever is one with an actor that is here, and the records that say so."""
        known = -1
        while known != len(self._ids(Actor)):
            known = len(self._ids(Actor))
            for field in ("actor_id", "canonical_id"):
                self._add_parts(SameAs, self._ids(Actor), field)
            ids = self._referred("actor")
            self._add(get_many(self._connection, Actor, ids).values())

    def _notes(self) -> None:
        notes = find(self._connection, Annotation, briefing_id=self._briefing.id)
        firsts = get_many(
            self._connection, Annotation, [one.replies_to for one in notes if one.replies_to]
        )
        held = (*notes, *firsts.values())
        secret = with_answers({one.id for one in held if one.private or one.deleted}, held)
        known = self._targets(notes)
        self._add(n for n in notes if n.id not in secret and (n.target_kind, n.target_id) in known)
        self._add_parts(Tag, self._ids(Annotation), "entry_id")
        on_words = [n for n in self._all(Annotation) if named_by(n).kind == Passage.kind]
        self._add(get_many(self._connection, Passage, [named_by(n).id for n in on_words]).values())

    def _targets(self, notes: Iterable[Annotation]) -> set[tuple[str, str]]:
        """What the notes are about, without what is in the trash: its notes would tell of it."""
        wanted: dict[str, list[str]] = {}
        for note in notes:
            if note.target_kind in KINDS:
                wanted.setdefault(note.target_kind, []).append(note.target_id)
        return {
            (kind, one.id)
            for kind, ids in wanted.items()
            for one in get_many(self._connection, KINDS[kind], ids).values()
            if not one.deleted
        }

    def _referred(self, kind: str) -> Iterator[str]:
        for cls, group in list(self.found.items()):
            for field, target in references(cls).items():
                if target == kind:
                    for one in list(group.values()):
                        value = getattr(one, field)
                        if value:
                            yield value


def noted_elsewhere(connection: Connection, found: Found) -> dict[tuple[str, str], Marking]:
    """What notes are on and that is not among the records: how high it, or what it is part of, is marked."""
    wanted: dict[str, list[str]] = {}
    for note in found.get(Annotation, {}).values():
        target = named_by(note)
        if target.kind in KINDS and target.id not in found.get(KINDS[target.kind], ()):
            wanted.setdefault(target.kind, []).append(target.id)
    marks: dict[tuple[str, str], Marking] = {}
    for kind, ids in wanted.items():
        for key, one in get_many(connection, KINDS[kind], ids).items():
            shown = [one.marking]
            for field, up in references(type(one)).items():
                if field in ("briefing_id", owner_field(type(one))):
                    above = get_many(connection, KINDS[up], [getattr(one, field) or ""])
                    shown += [owner.marking for owner in above.values()]
            marks[kind, key] = highest(shown)
    return marks


def with_answers(ids: set[str], notes: Sequence[Annotation]) -> set[str]:
    """Notes by their ids, and whatever answers them or an answer to them."""
    found = set(ids)
    while more := {one.id for one in notes if one.replies_to in found} - found:
        found |= more
    return found


def named_by(one: Record) -> Ref:
    """The entry that a record names by kind and id; an empty one where it names none."""
    if isinstance(one, Basis | Evidence | PassageLink | Tag):
        return Ref(one.entry_kind, one.entry_id)
    if isinstance(one, Annotation):
        return Ref(one.target_kind, one.target_id)
    return Ref("", "")


def cited_by(sections: Iterable[Record]) -> Iterator[Ref]:
    """The entries that the texts of sections cite, in their order."""
    for one in sections:
        for piece, is_citation in split_citations(cast("Section", one).body):
            if is_citation:
                yield from cited_in(piece)
