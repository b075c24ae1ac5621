"""What all objects of a STIX bundle have in common: ids, times, markings, details, references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain import markings
from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc
from briefing.domain.briefing import Status
from briefing.domain.codes import ALPHA_2
from briefing.domain.person import Person
from briefing.domain.record import owner_field, references, values
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Passage, Source
from briefing.export.plain_json import instant_ms
from briefing.export.stix_terms import DETAILS, DRAWN, NOTED, Object, stix_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt

# Fields that say nothing outside the library, or that stand in properties of STIX already.
_LEFT = frozenset(("deleted", "marking", "position", "briefing_id", "private"))
# Names that STIX has for something else, or that are too short to say what they are.
_RENAMED = {
    "confidence": "analytic_confidence",
    "confidence_reason": "analytic_confidence_reason",
    "key": "key_judgment",
}


class Objects:
    """The objects of a bundle as they are made: what all have in common, and the ids of others."""

    def __init__(self, excerpt: Excerpt, times: Mapping[str, tuple[int, int]]) -> None:
        self.excerpt = excerpt
        self._times = times
        self.briefing = excerpt.briefing
        self.is_final = self.briefing.status == Status.FINAL
        self.producer = stix_id("identity", f"producer/{self.briefing.id}")
        self.made: dict[str, Object] = {}

    def add(self, key: str, record: Record, *beside: Record, **properties: object) -> Object:
        """An object for a record; what stands beside it in the same object counts for its marking."""
        first, last = self._written(record, beside)
        shown = [record.marking, *(one.marking for one in beside)]
        refs: list[Object] = [{"source_name": "Briefing", "external_id": record.id}]
        refs += properties.pop("external_references", [])  # pyright: ignore
        made: Object = {
            "type": key.partition("--")[0],
            "spec_version": "2.1",
            "id": key,
            "created": first,
            "modified": last,
            "created_by_ref": self.producer,
            "object_marking_refs": [markings.highest(shown).stix_id],
            "external_references": refs,
            "labels": [
                *self.excerpt.tags(record.kind, record.id),
                *([DRAWN] if self.excerpt.drawn(record.id) else []),
            ],
            **properties,
        }
        if key == self.producer:
            del made["created_by_ref"]
        return self.made.setdefault(key, made)

    def _written(self, record: Record, beside: Iterable[Record]) -> tuple[str, str]:
        otherwise = (self.excerpt.timestamp * 1000,) * 2
        first, last = self._times.get(record.id, otherwise)
        for one in beside:
            last = max(last, self._times.get(one.id, (0, 0))[1])
        return instant_ms(first), instant_ms(last)

    def details(self, record: Record, **more: object) -> Object:
        """The extension with what a record holds beyond the properties of STIX."""
        told = {**self.plain(record), **more}
        return {DETAILS: {"extension_type": "property-extension", **told}}

    def plain(self, record: Record) -> Object:
        """The fields of a record that say something, the records they name as ids of objects."""
        named = references(type(record))
        found: Object = {"kind": record.kind}
        for name, value in values(record):
            if name in _LEFT:
                continue
            if name in named:
                name, value = f"{name.removesuffix('_id')}_ref", self.ref(named[name], value)
            found[_RENAMED.get(name, name)] = value
        if made := self.excerpt.drawn(record.id):
            told = {"rule": made.why, "confidence": made.confidence, "tool": made.tool}
            found["drawn_out"] = {**told, "looked_at": False}
        kind, entry = getattr(record, "entry_kind", ""), getattr(record, "entry_id", "")
        if kind and entry:
            found["entry_ref"] = self.ref(kind, entry)
            found.pop("entry_id")
        return found

    def parts(self, record: Record, parts: Iterable[tuple[str, type[Record]]]) -> Object:
        """The parts of a record under these names, each with its fields."""
        found: Object = {}
        for name, cls in parts:
            owner = f"{(owner_field(cls) or '').removesuffix('_id')}_ref"
            rows = [self.plain(part) for part in self.excerpt.parts(cls, record.id)]
            found[name] = [
                {k: v for k, v in row.items() if k not in (owner, "kind")} for row in rows
            ]
        return found

    def ref(self, kind: str, key: object) -> str:
        """The object that stands for a record; empty where it is not here."""
        if not isinstance(key, str) or self.excerpt.entry(kind, key) is None:
            return ""
        record = self.excerpt.entry(kind, key)
        match record:
            case Actor() | Bloc() | Source() | Person():
                return stix_id("identity", key)
            case Relation():
                return stix_id("relationship", key)
            case Annotation():
                return stix_id("note", key)
            case Document():
                return self.ref(Source.kind, record.source_id)
            case Passage():
                return self.ref(Document.kind, record.document_id)
            case _:
                return stix_id("note", key) if kind in NOTED else ""

    def report_id(self) -> str:
        """The object that stands for the whole."""
        return stix_id("report" if self.is_final else "grouping", self.briefing.id)


def place_of(actor: Actor) -> Object:
    """Country, coordinates or both; STIX wants one of them, and coordinates only in pairs."""
    place: Object = {}
    if actor.iso3166 in ALPHA_2:
        place["country"] = actor.iso3166
    longitude, latitude = actor.longitude, actor.latitude
    if longitude is None or latitude is None:
        return place
    if abs(longitude) <= 180 and abs(latitude) <= 90:
        place |= {"longitude": longitude, "latitude": latitude}
    return place
