"""A briefing with every entry in full, as plain values for scripts and for checking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.domain.actor import Actor, ActorName, Membership, Office
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, BriefingAuthor, Section, Waiver
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.record import owner_field, references, values
from briefing.domain.relation import Relation, RelationParty
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
from briefing.errors import NotFoundError
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Entry kind → (name in the output, kind of part) of everything that belongs to it.
ENTRY_PARTS: dict[type[Record], tuple[tuple[str, type[Record]], ...]] = {
    Section: (),
    Quote: (("speakers", QuoteSpeaker),),
    Event: (("participants", Participant),),
    Relation: (("parties", RelationParty),),
    Bloc: (("members", BlocMember),),
    Claim: (("parties", ClaimParty), ("quantities", Quantity), ("rivals", ClaimLink)),
    Judgment: (("basis", Basis), ("indicators", Indicator)),
    HypothesisMatrix: (("hypotheses", Hypothesis), ("evidence", Evidence)),
}
_NAMES: dict[type[Record], str] = {
    Section: "sections",
    Quote: "quotes",
    Event: "events",
    Relation: "relations",
    Bloc: "blocs",
    Claim: "claims",
    Judgment: "judgments",
    HypothesisMatrix: "hypothesis_matrices",
}


def list_briefings(workspace: Workspace) -> list[dict[str, str]]:
    """Every briefing with its id, title, as-of date and status, newest first."""
    with workspace.read() as connection:
        found = find(connection, Briefing)
    ordered = sorted(found, key=lambda b: (b.as_of, b.id), reverse=True)
    return [{"id": b.id, "title": b.title, "as_of": b.as_of, "status": b.status} for b in ordered]


def plain(record: Record) -> dict[str, Any]:
    """A record's id, kind and fields; the trash mark is left out."""
    return {
        "id": record.id,
        "kind": record.kind,
        **{name: value for name, value in values(record) if name != "deleted"},
    }


def _grouped(records: Iterable[Record], field: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        groups.setdefault(getattr(record, field), []).append(plain(record))
    return groups


def _parts(
    connection: Connection, cls: type[Record], owners: list[str]
) -> dict[str, list[dict[str, Any]]]:
    field = owner_field(cls) or ""
    return _grouped(find(connection, cls, **{field: owners}), field)


def show_briefing(workspace: Workspace, briefing_id: str) -> dict[str, Any]:
    """The briefing and everything that belongs to it or that it uses, each entry with its parts."""
    with workspace.read() as connection:
        head = find(connection, Briefing, id=briefing_id)
        if not head:
            raise NotFoundError(f"No briefing has the id {briefing_id}; see the list for the ids.")
        whole: dict[str, Any] = plain(head[0])
        whole["authors"] = [
            plain(a) for a in find(connection, BriefingAuthor, briefing_id=briefing_id)
        ]
        whole["waivers"] = [plain(w) for w in find(connection, Waiver, briefing_id=briefing_id)]
        entries: dict[type[Record], list[Record]] = {}
        parts: list[Record] = []
        for cls, part_kinds in ENTRY_PARTS.items():
            found = list(find(connection, cls, briefing_id=briefing_id))
            entries[cls] = found
            ids = [r.id for r in found]
            by_part = {name: _parts(connection, part, ids) for name, part in part_kinds}
            for _, part in part_kinds:
                parts.extend(find(connection, part, **{owner_field(part) or "": ids}))
            whole[_NAMES[cls]] = [
                {**plain(r), **{name: by_part[name].get(r.id, []) for name, _ in part_kinds}}
                for r in found
            ]
        _add_ratings(connection, whole)
        everything = [r for found in entries.values() for r in found]
        links = _add_evidence(connection, whole, [r.id for r in everything])
        actors = _actors_used(everything, parts)
        sources = _sources_used(connection, briefing_id, links, parts)
        whole["actors"] = _actors(connection, actors)
        whole["sources"] = _sources(connection, sources)
        whole["notes"] = [plain(a) for a in _shared_notes(connection, briefing_id)]
    return whole


def _shared_notes(connection: Connection, briefing_id: str) -> list[Annotation]:
    """The notes that may leave the library: none that is private, nor a reply to one that is."""
    notes = find(connection, Annotation, briefing_id=briefing_id)
    firsts = get_many(connection, Annotation, [n.replies_to for n in notes if n.replies_to])
    private = {n.id for n in (*notes, *firsts.values()) if n.private}
    return [n for n in notes if n.id not in private and n.replies_to not in private]


def _add_ratings(connection: Connection, whole: dict[str, Any]) -> None:
    rows = [e for m in whole["hypothesis_matrices"] for e in m["evidence"]]
    ratings = _parts(connection, Rating, [e["id"] for e in rows])
    for row in rows:
        row["ratings"] = ratings.get(row["id"], [])


def _add_evidence(
    connection: Connection, whole: dict[str, Any], ids: list[str]
) -> list[PassageLink]:
    links = list(find(connection, PassageLink, entry_id=ids))
    passages = get_many(connection, Passage, (link.passage_id for link in links))
    tags = _grouped(find(connection, Tag, entry_id=ids), "entry_id")
    by_entry: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        passage = passages.get(link.passage_id)
        if passage is not None:
            by_entry.setdefault(link.entry_id, []).append(
                {**plain(passage), "source_id": link.source_id, "role": link.role}
            )
    for name in _NAMES.values():
        for entry in whole[name]:
            entry["passages"] = by_entry.get(entry["id"], [])
            entry["tags"] = [tag["text"] for tag in tags.get(entry["id"], [])]
    return links


def _referred(records: Iterable[Record], kind: str) -> set[str]:
    found: set[str] = set()
    for record in records:
        for field, target in references(type(record)).items():
            value = getattr(record, field)
            if target == kind and value:
                found.add(value)
    return found


def _actors_used(entries: Iterable[Record], parts: Iterable[Record]) -> set[str]:
    return _referred(entries, "actor") | _referred(parts, "actor")


def _actors(connection: Connection, ids: set[str]) -> list[dict[str, Any]]:
    kinds: Mapping[str, type[Record]] = {
        "names": ActorName,
        "offices": Office,
        "memberships": Membership,
    }
    by_part = {name: _parts(connection, cls, sorted(ids)) for name, cls in kinds.items()}
    return [
        {**plain(a), **{name: by_part[name].get(a.id, []) for name in kinds}}
        for a in sorted(find(connection, Actor, id=ids), key=lambda a: (a.name, a.id))
    ]


def _sources_used(
    connection: Connection, briefing_id: str, links: list[PassageLink], parts: Iterable[Record]
) -> set[str]:
    used = {link.source_id for link in links if link.source_id} | _referred(parts, "source")
    passages = get_many(connection, Passage, (link.passage_id for link in links))
    documents = get_many(connection, Document, (p.document_id for p in passages.values()))
    used |= {d.source_id for d in documents.values()}
    used |= {
        s.source_id
        for s in find(connection, BriefingSource, briefing_id=briefing_id)
        if s.source_id
    }
    return used


def _sources(connection: Connection, ids: set[str]) -> list[dict[str, Any]]:
    kinds: Mapping[str, type[Record]] = {
        "authors": SourceAuthor,
        "links": SourceLink,
        "grades": SourceGrade,
        "documents": Document,
    }
    by_part = {name: _parts(connection, cls, sorted(ids)) for name, cls in kinds.items()}
    return [
        {**plain(s), **{name: by_part[name].get(s.id, []) for name in kinds}}
        for s in sorted(find(connection, Source, id=ids), key=lambda s: (s.title, s.id))
    ]
