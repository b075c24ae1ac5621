"""A briefing as a STIX 2.1 bundle (OASIS Standard, 10 June 2021).

What STIX has no object for (quotes, events, claims, judgments, matrices) is a note with its words, and
beside the words, in an extension of that note, its fields. Objects of types of our own were not taken:
``stix2`` refuses a bundle with types that it does not know, and other programs drop them. Likelihood is
never written as ``confidence``; that number is there for claims alone, from their NATO credibility.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from briefing.domain import markings
from briefing.domain.actor import Actor, ActorKind, Membership, Office, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import BriefingAuthor, Section
from briefing.domain.claim import ClaimParty
from briefing.domain.codes import LANGUAGE
from briefing.domain.dates import friendly
from briefing.domain.grades import Reliability
from briefing.domain.hypothesis import Evidence
from briefing.domain.person import Person
from briefing.domain.relation import Relation, RelationParty
from briefing.domain.source import Passage, Source, SourceAuthor, SourceGrade, SourceLink
from briefing.export.nesting import ACTOR_PARTS, ENTRY_PARTS, SOURCE_PARTS
from briefing.export.plain_json import instant_ms, json_bytes
from briefing.export.stix_objects import Objects, place_of
from briefing.export.stix_terms import (
    NOTED,
    Object,
    bounds,
    extension_of,
    filled,
    fixed_objects,
    marking_object,
    slug,
    stix_id,
    web_address,
)
from briefing.export.stix_words import said_of, section_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt, Support
    from briefing.export.stix_words import Said

_CLASSES = {
    ActorKind.STATE: "organization",
    ActorKind.PERSON: "individual",
    ActorKind.ORGANISATION: "organization",
    ActorKind.GROUP: "group",
}
_REMARK = "No words: a highlight."


def stix_bundle(excerpt: Excerpt, times: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """The excerpt as a bundle that ``stix2`` loads.

    ``times`` says when each record was first and last written, in milliseconds since 1970: they become
    ``created`` and ``modified``. A record that it does not have takes the excerpt's timestamp.
    """
    maker = _Maker(excerpt, times or {})
    objects = sorted(maker.objects(), key=lambda one: (one["type"], one["id"]))
    bundle = {"type": "bundle", "id": stix_id("bundle", _sum(objects)), "objects": objects}
    return json_bytes(bundle, sort_keys=True)


def _sum(objects: list[Object]) -> str:
    return sha256(json_bytes(objects, sort_keys=True)).hexdigest()


class _Maker(Objects):
    def objects(self) -> list[Object]:
        """Every object of the bundle, each once."""
        self._people()
        for actor in self.excerpt.all(Actor):
            self._actor(actor)
        for source in self.excerpt.all(Source):
            self._source(source)
        for bloc in self.excerpt.all(Bloc):
            self._bloc(bloc)
        self._ties()
        used: set[str] = set()
        for cls in ENTRY_PARTS:
            if cls.kind in NOTED:
                for entry in self.excerpt.all(cls):
                    used.add(cls.kind)
                    self._entry(entry)
        for note in self.excerpt.all(Annotation):
            self._note(note)
        self._report()
        made = [filled(one) for one in self.made.values()]
        fixed = fixed_objects(used)
        levels = {
            level
            for level in markings.Marking
            for one in (*made, *fixed)
            if level.stix_id in one["object_marking_refs"]
        }
        return [*made, *fixed, *(marking_object(level) for level in levels)]

    # --- who ---------------------------------------------------------------------------------------

    def _people(self) -> None:
        self.add(
            self.producer,
            self.briefing,
            name=self.briefing.desk or "The authors of this briefing",
            identity_class="group",
            labels=[],
        )
        for person in self.excerpt.all(Person):
            key = stix_id("identity", person.id)
            self.add(key, person, name=_named(person.name), identity_class="individual")

    def _actor(self, actor: Actor) -> None:
        parts = [one for _, cls in ACTOR_PARTS for one in self.excerpt.parts(cls, actor.id)]
        offices = self.excerpt.parts(Office, actor.id)
        is_state = actor.actor_kind == ActorKind.STATE
        known = set(ActorKind)
        identity = self.add(
            stix_id("identity", actor.id),
            actor,
            *parts,
            name=_named(actor.name),
            description=actor.note,
            identity_class=_CLASSES[ActorKind(actor.actor_kind)]
            if actor.actor_kind in known
            else "unknown",
            sectors=["government-national"] if is_state else [],
            roles=[office.title for office in offices],
            extensions=self.details(actor, **self.parts(actor, ACTOR_PARTS)),
        )
        place = place_of(actor) if is_state else {}
        if place:
            land = self.add(stix_id("location", actor.id), actor, name=_named(actor.name), **place)
            self._tie("located-at", identity["id"], land["id"], actor)

    def _source(self, source: Source) -> None:
        parts = [one for _, cls in SOURCE_PARTS for one in self.excerpt.parts(cls, source.id)]
        grade = Reliability(source.reliability) if source.reliability in set(Reliability) else None
        described = [source.descriptor]
        if grade:
            described += [
                f"Reliability {grade.value} (NATO), {grade.label}.",
                source.reliability_reason,
            ]
        kept = (("authors", SourceAuthor), ("grades", SourceGrade))
        self.add(
            stix_id("identity", source.id),
            source,
            *parts,
            name=_named(source.title or source.descriptor),
            description=" ".join(filter(None, described)),
            identity_class="unknown",
            external_references=[self._reference(source)],
            extensions=self.details(source, **self.parts(source, kept)),
        )

    def _bloc(self, bloc: Bloc) -> None:
        self.add(
            stix_id("identity", bloc.id),
            bloc,
            *self._rests(bloc),
            name=_named(bloc.name),
            description=bloc.basis,
            identity_class="group",
            external_references=self._references(bloc),
            extensions=self.details(bloc),
        )
        for one in self.excerpt.parts(BlocMember, bloc.id):
            self._tie_records("member-of", Actor, one.actor_id, Bloc, bloc.id, one, one.held)

    # --- ties --------------------------------------------------------------------------------------

    def _ties(self) -> None:
        for one in self.excerpt.all(Relation):
            self._relation(one)
        for office in self.excerpt.all(Office):
            self._tie_records(
                *("holds-office-in", Actor, office.actor_id, Actor, office.of_actor_id),
                *(office, office.held, office.title),
            )
        for one in self.excerpt.all(Membership):
            self._tie_records(
                *("member-of", Actor, one.actor_id, Actor, one.organisation_id),
                *(one, one.held, one.role),
            )
        for one in self.excerpt.all(SameAs):
            self._tie_records("duplicate-of", Actor, one.actor_id, Actor, one.canonical_id, one)
        for one in self.excerpt.all(SourceLink):
            kind = slug(one.link_kind, "related-to").replace("derives-from", "derived-from")
            self._tie_records(kind, Source, one.source_id, Source, one.other_id, one)

    def _relation(self, relation: Relation) -> None:
        told = [f"{relation.relation_kind.capitalize()}, {relation.phase or relation.certainty}."]
        if relation.held:
            told.append(f"{friendly(relation.held).capitalize()}.")
        self._tie_records(
            *(slug(relation.relation_kind, "related-to"), Actor, relation.from_id),
            *(Actor, relation.to_id, relation, relation.held, " ".join([*told, relation.note])),
            beside=(*self.excerpt.parts(RelationParty, relation.id), *self._rests(relation)),
            external_references=self._references(relation),
            extensions=self.details(
                relation, **self.parts(relation, (("parties", RelationParty),))
            ),
        )

    def _tie_records(
        self,
        name: str,
        from_class: type[Record],
        from_key: str | None,
        to_class: type[Record],
        to_key: str | None,
        record: Record,
        held: str = "",
        description: str = "",
        beside: Iterable[Record] = (),
        **more: object,
    ) -> None:
        source = self.ref(from_class.kind, from_key)
        target = self.ref(to_class.kind, to_key)
        if source and target:
            more = {"extensions": self.details(record), **bounds(held), **more}
            more["description"] = description.strip()
            self._tie(name, source, target, record, *beside, **more)

    def _tie(
        self, name: str, source: str, target: str, record: Record, *beside: Record, **more: object
    ) -> None:
        key = stix_id("relationship", record.id)
        ends = {"relationship_type": name, "source_ref": source, "target_ref": target}
        self.add(key, record, *beside, **ends, **more)

    # --- what STIX has no object for ---------------------------------------------------------------

    def _entry(self, entry: Record) -> None:
        parts = ENTRY_PARTS[type(entry)]
        within = [one for _, cls in parts for one in self.excerpt.parts(cls, entry.id)]
        supports = self.excerpt.supports(entry.kind, entry.id)
        rests = self._rests(entry)
        said = said_of(self.excerpt, entry)
        own = {**self.plain(entry), **self.parts(entry, parts), **said.matrix}
        own["passages"] = [self._passage(support) for support in supports]
        own["passages_left_out"] = self.excerpt.is_withheld(entry.kind, entry.id) or None
        about = [self.ref(Actor.kind, key) for key in said.actors]
        self.add(
            stix_id("note", entry.id),
            entry,
            *within,
            *rests,
            *self._named(said, within),
            abstract=said.title,
            content=said.words,
            lang=self._language(),
            confidence=said.confidence,
            external_references=self._references(entry),
            object_refs=list(dict.fromkeys(filter(None, about))) or [self.producer],
            extensions={extension_of(entry.kind): {"extension_type": "property-extension", **own}},
        )

    def _named(self, said: Said, within: Iterable[Record]) -> Iterator[Record]:
        """Whom and what else the words of an entry tell of: the object is marked as high as these."""
        found = [self.excerpt.entry(Actor.kind, key) for key in said.actors]
        for one in within:
            if isinstance(one, ClaimParty):
                found.append(self.excerpt.get(Source, one.source_id))
            elif isinstance(one, Evidence):
                found.append(self.excerpt.entry(one.entry_kind, one.entry_id))
        yield from filter(None, found)

    def _passage(self, support: Support) -> Object:
        return {
            "exact": support.passage.exact,
            "role": support.link.role,
            "source_ref": self.ref(Source.kind, support.source.id) if support.source else "",
            "carrier_ref": self.ref(Source.kind, support.carrier.id) if support.carrier else "",
        }

    def _rests(self, entry: Record) -> list[Record]:
        """What an entry is shown to rest on: its marking is that of the object too."""
        found: list[Record | None] = []
        for one in self.excerpt.supports(entry.kind, entry.id):
            found += [one.link, one.passage, one.source, one.carrier]
        return [one for one in found if one is not None]

    def _references(self, entry: Record) -> list[Object]:
        """Each source of an entry once, with the words that it rests on."""
        found: list[Object] = []
        for support in self.excerpt.supports(entry.kind, entry.id):
            if support.source is None:
                continue
            words = f"“{' '.join(support.passage.exact.split())}” "
            one = self._reference(support.source, words)
            if one not in found:
                found.append(one)
        return found

    def _reference(self, source: Source, words: str = "") -> Object:
        authors = self.excerpt.parts(SourceAuthor, source.id)
        names = [a.literal or " ".join(filter(None, (a.given, a.family))) for a in authors]
        told = (
            *(", ".join(filter(None, names)), source.title or source.descriptor),
            *(source.container, source.publisher),
            friendly(source.issued) if source.issued else "",
        )
        name = _named(source.title or source.descriptor)
        return {
            # These two names are taken: STIX wants a number of theirs beside them.
            "source_name": f"Source: {name}" if name in ("cve", "capec") else name,
            "description": words + (". ".join(filter(None, told)) or "A source without a title"),
            "url": web_address(source.url),
        }

    # --- notes and the whole -----------------------------------------------------------------------

    def _note(self, note: Annotation) -> None:
        first = self.excerpt.get(Annotation, note.replies_to)
        person = self.excerpt.get(Person, note.author_id)
        passage = self.excerpt.get(Passage, note.target_id)
        target = (
            stix_id("note", first.id)
            if first
            else self.ref(note.target_kind, note.target_id) or self.report_id()
        )
        beside = [passage] if passage else []
        self.add(
            stix_id("note", note.id),
            note,
            *beside,
            content=note.body or (passage.exact if passage else "") or _REMARK,
            authors=[person.name] if person else [],
            lang=self._language(),
            object_refs=[target],
            extensions=self.details(
                note, body="", about=passage.exact if passage and note.body else ""
            ),
        )

    def _report(self) -> None:
        """A final briefing is a report, any other a grouping; both refer to all else."""
        refs = sorted(self.made)
        sections = self.excerpt.all(Section)
        told = [section_words(section) for section in sections]
        if self.excerpt.left_out:
            told.append(f"Left out: {', '.join(self.excerpt.left_out)}.")
        authors = self.excerpt.all(BriefingAuthor)
        people = [self.ref(Person.kind, one.person_id) for one in authors]
        kind: Object = (
            {"published": self._published(), "report_types": ["geopolitical-briefing"]}
            if self.is_final
            else {"context": "unspecified"}
        )
        details = self.details(
            self.briefing,
            author_refs=people,
            audience_marking=self.excerpt.audience.label,
            left_out=list(self.excerpt.left_out),
        )
        self.add(
            self.report_id(),
            self.briefing,
            *sections,
            name=_named(self.briefing.title),
            description="\n\n".join(filter(None, told)),
            lang=self._language(),
            object_refs=refs,
            extensions=details,
            **kind,
        )

    def _published(self) -> str:
        """The information cut-off, else the as-of date, else the newest change of the library."""
        try:
            when = datetime.fromisoformat(self.briefing.cutoff)
            if when.tzinfo is not None:
                return instant_ms(int(when.astimezone(UTC).timestamp() * 1000))
        except (ValueError, OverflowError):
            pass
        day = bounds(self.briefing.as_of).get("start_time")
        return str(day or instant_ms(self.excerpt.timestamp * 1000))

    def _language(self) -> str:
        language = self.briefing.language
        return language if LANGUAGE.fullmatch(language) else ""


def _named(text: str) -> str:
    return " ".join(text.split()) or "(no name)"
