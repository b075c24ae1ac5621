"""A briefing taken out of the library for one audience: what its marking lets through, and no more.

The one sieve before every format. What is marked higher is left out and counted, with whatever would
point to it; private notes, replies to them, waivers, file names and addresses on this laptop stay here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from briefing.domain import markings
from briefing.domain.actor import Actor, ActorName, Membership, Office, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Briefing, BriefingAuthor, Section
from briefing.domain.citing import Ref, cited_in, split_citations
from briefing.domain.hypothesis import Evidence, Rating
from briefing.domain.judgment import Basis
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
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
from briefing.export.excerpt import Excerpt, Notes
from briefing.services.audience import audience_of, counted, newest_time, refuse_citation
from briefing.services.snapshot import ENTRY_PARTS
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.domain.markings import Marking
    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_CHUNK = 500
# Records that stay without what they point to; all others say nothing, or the wrong thing, without it.
_STAND_ALONE = (Document, Passage, Annotation, SourceGrade, BriefingAuthor)


def excerpt(
    ws: Workspace, briefing_id: str, *, audience: str = "", notes: Notes = Notes.NONE
) -> Excerpt:
    """Take out a briefing for those who may read ``audience``, by default its own marking.

    Raises NotFoundError for an unknown id, and UserError where the briefing, or an entry that a kept
    section cites, is marked higher: such a briefing would not be whole.
    """
    with ws.read() as connection:
        briefing = cast("Briefing", need(connection, Briefing.kind, briefing_id))
        limit = audience_of(briefing, audience)
        reader = _Reader(connection, briefing, notes)
        reader.read()
        newest = newest_time(connection)
    sieve = _Sieve(reader.found, limit)
    kept, left_out = sieve.sift()
    marks = [briefing.marking, *(one.marking for group in kept.values() for one in group)]
    return Excerpt(
        briefing,
        kept,
        audience=limit,
        marking=markings.highest(marks),
        left_out=left_out,
        withheld=sieve.withheld(),
        timestamp=newest,
    )


class _Reader:
    """Reads all that belongs to a briefing or that it uses, whatever its marking."""

    def __init__(self, connection: Connection, briefing: Briefing, notes: Notes) -> None:
        self._connection = connection
        self._briefing = briefing
        self._with_notes = notes is Notes.SHARED
        self.found: dict[type[Record], dict[str, Record]] = {}

    def read(self) -> None:
        key = self._briefing.id
        for cls in ENTRY_PARTS:
            self._add(find(self._connection, cls, briefing_id=key))
        self._add(find(self._connection, BriefingAuthor, briefing_id=key))
        self._add(find(self._connection, BriefingSource, briefing_id=key))
        self._parts_of_entries()
        # What is cited from an earlier briefing stands there, with parts of its own.
        self._add_named(_cited(self._all(Section)))
        for cls in (Basis, Evidence):
            self._add_named(_named(one) for one in self._all(cls))
        self._parts_of_entries()
        self._evidence()
        self._actors()
        if self._with_notes:
            self._notes()
        self._add(get_many(self._connection, Person, self._referred("person")).values())

    def _all(self, cls: type[Record]) -> Iterable[Record]:
        return self.found.get(cls, {}).values()

    def _ids(self, *classes: type[Record]) -> list[str]:
        return [key for cls in classes for key in self.found.get(cls, ())]

    def _add(self, records: Iterable[Record]) -> None:
        for one in records:
            if not one.deleted:
                self.found.setdefault(type(one), {}).setdefault(one.id, one)

    def _add_named(self, refs: Iterable[Ref]) -> None:
        entries = {cls.kind: cls for cls in ENTRY_PARTS} | {Source.kind: Source, Actor.kind: Actor}
        wanted: dict[type[Record], list[str]] = {}
        for ref in refs:
            if ref.kind in entries:
                wanted.setdefault(entries[ref.kind], []).append(ref.id)
        for cls, ids in wanted.items():
            self._add(get_many(self._connection, cls, ids).values())

    def _add_parts(self, cls: type[Record], owners: list[str], field: str = "") -> None:
        """In pieces, as SQLite takes no endless lists; the parts of one owner stay together."""
        name = field or owner_field(cls) or ""
        for start in range(0, len(owners), _CHUNK):
            these = owners[start : start + _CHUNK]
            self._add(find(self._connection, cls, **{name: these}))

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
        self._add_parts(SameAs, self._ids(Actor), "actor_id")
        for cls in (ActorName, Office, Membership):
            self._add_parts(cls, self._ids(Actor))
        # The state of an office and the body of a membership, by their names.
        self._add(get_many(connection, Actor, self._referred("actor")).values())
        self._add_parts(ActorName, self._ids(Actor))

    def _notes(self) -> None:
        notes = find(self._connection, Annotation, briefing_id=self._briefing.id)
        firsts = get_many(
            self._connection, Annotation, [one.replies_to for one in notes if one.replies_to]
        )
        secret = {one.id for one in (*notes, *firsts.values()) if one.private or one.deleted}
        self._add(n for n in notes if n.id not in secret and n.replies_to not in secret)
        self._add_parts(Tag, self._ids(Annotation), "entry_id")

    def _referred(self, kind: str) -> Iterator[str]:
        for cls, group in list(self.found.items()):
            for field, target in references(cls).items():
                if target == kind:
                    for one in list(group.values()):
                        value = getattr(one, field)
                        if value:
                            yield value


class _Sieve:
    """Takes out what is marked higher, and then whatever pointed to it, until nothing does."""

    def __init__(self, found: dict[type[Record], dict[str, Record]], limit: Marking) -> None:
        self._limit = limit
        self._kept = {cls: dict(group) for cls, group in found.items()}
        self._out: dict[tuple[str, str], Record] = {}
        self._count: Counter[str] = Counter()

    def sift(self) -> tuple[dict[str, tuple[Record, ...]], tuple[str, ...]]:
        """The records that stay, and in words what does not."""
        for cls, group in self._kept.items():
            for one in list(group.values()):
                if not markings.allows(self._limit, one.marking):
                    self._take_out(cls, one)
        while self._again():
            pass
        self._refuse_citations()
        for cls in self._kept:
            if cls in _STAND_ALONE:
                self._unlink(cls)
        kept = {
            cls.kind: tuple(map(_of_no_laptop, group.values())) for cls, group in self._kept.items()
        }
        return kept, counted({kind: self._count[kind] for kind in KINDS if self._count[kind]})

    def withheld(self) -> set[tuple[str, str]]:
        """The entries that rest on a passage which was left out."""
        links = (one for one in self._out.values() if isinstance(one, PassageLink))
        return {(one.entry_kind, one.entry_id) for one in links}

    def _take_out(self, cls: type[Record], one: Record) -> None:
        del self._kept[cls][one.id]
        self._out[one.kind, one.id] = one
        owner = owner_field(cls)
        # The parts of what is left out are not counted beside it.
        if owner is None or not self._is_out(references(cls)[owner], getattr(one, owner)):
            self._count[one.kind] += 1

    def _is_out(self, kind: str, key: str | None) -> bool:
        return (kind, key or "") in self._out

    def _again(self) -> bool:
        before = len(self._out)
        for cls, group in self._kept.items():
            for one in list(group.values()):
                if self._points_out(cls, one):
                    self._take_out(cls, one)
        self._silenced()
        return len(self._out) > before

    def _points_out(self, cls: type[Record], one: Record) -> bool:
        named = _named(one)
        if self._is_out(named.kind, named.id):
            return True
        owner = owner_field(cls)
        for field, kind in references(cls).items():
            alone = cls in _STAND_ALONE and field != owner
            if not alone and self._is_out(kind, getattr(one, field)):
                return True
        # A reply says nothing without what it answers.
        return isinstance(one, Annotation) and self._is_out(one.kind, one.replies_to)

    def _silenced(self) -> None:
        """A quote all of whose speakers are left out would stand there as nobody's."""
        speaking = {cast("QuoteSpeaker", one).quote_id for one in self._group(QuoteSpeaker)}
        lost = {
            cast("QuoteSpeaker", one).quote_id
            for (kind, _), one in self._out.items()
            if kind == QuoteSpeaker.kind
        }
        for key in lost - speaking:
            quote = self._kept.get(Quote, {}).get(key)
            if quote is not None:
                self._take_out(Quote, quote)

    def _group(self, cls: type[Record]) -> Iterable[Record]:
        return self._kept.get(cls, {}).values()

    def _refuse_citations(self) -> None:
        for ref in _cited(self._group(Section)):
            if self._is_out(ref.kind, ref.id):
                raise refuse_citation(self._out[ref.kind, ref.id], self._limit)

    def _unlink(self, cls: type[Record]) -> None:
        for one in list(self._group(cls)):
            gone = {
                field: None
                for field, kind in references(cls).items()
                if self._is_out(kind, getattr(one, field))
            }
            if gone:
                self._kept[cls][one.id] = replace(one, **gone)


def _named(one: Record) -> Ref:
    """The entry that a record names by kind and id; an empty one where it names none."""
    if isinstance(one, Basis | Evidence | PassageLink | Tag):
        return Ref(one.entry_kind, one.entry_id)
    if isinstance(one, Annotation):
        return Ref(one.target_kind, one.target_id)
    return Ref("", "")


def _cited(sections: Iterable[Record]) -> Iterator[Ref]:
    for one in sections:
        for piece, is_citation in split_citations(cast("Section", one).body):
            if is_citation:
                yield from cited_in(piece)


def _of_no_laptop(one: Record) -> Record:
    """The record without the names of files and the addresses of this laptop."""
    if isinstance(one, Document) and one.filename:
        return replace(one, filename="")
    if isinstance(one, Source) and one.url.strip().lower().startswith("file:"):
        return replace(one, url="")
    return one
