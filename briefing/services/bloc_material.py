"""All that the bloc pictures of a briefing draw from, read once: every date is then worked out of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, Membership, Office
from briefing.domain.bloc import Bloc, BlocMember, Outline, Pin
from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim
from briefing.domain.event import Event
from briefing.domain.relation import Relation, RelationParty, Stance
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.services.as_of import briefing_day
from briefing.store.records import find, get, get_many
from briefing.store.sameness import actors_by_id, canonical_ids, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.export.excerpt import Excerpt
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_NOBODY = "not received"


@dataclass(frozen=True, slots=True)
class Backing:
    """What a line or a member rests on: how many passages, of which sources, graded how.

    ``reliabilities`` are the letters of those sources that assert it, ``credibilities`` the digits of the
    claims that rest on the same words.
    """

    passages: int = 0
    sources: tuple[str, ...] = ()
    reliabilities: frozenset[str] = frozenset()
    credibilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class BlocMaterial:
    """The records of a briefing that a bloc picture can show, at whatever date.

    Actors that are the same as another stand under that one's id. ``denied`` names, for a relation, who
    denies it. ``today`` is the last day of the briefing's own date. ``outlines`` are the imported shapes
    of its actors, with the ``titles`` of their sources; ``homes`` gives for an actor when it holds an office
    of which state, or belongs to which body.
    """

    briefing: Briefing | None
    relations: tuple[Relation, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    members: tuple[BlocMember, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict[str, Actor])
    denied: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    backing: Mapping[str, Backing] = field(default_factory=dict[str, Backing])
    events: tuple[Event, ...] = ()
    today: int | None = None
    pins: tuple[Pin, ...] = ()
    outlines: tuple[Outline, ...] = ()
    homes: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, str], ...]]
    )
    titles: Mapping[str, str] = field(default_factory=dict[str, str])

    def members_of(self, bloc_id: str) -> tuple[BlocMember, ...]:
        """All who ever belonged to a bloc."""
        return tuple(one for one in self.members if one.bloc_id == bloc_id)

    def backed(self, record_id: str) -> Backing:
        """What a relation, bloc or member rests on; nothing where it is unsourced."""
        return self.backing.get(record_id, _NONE)


_NONE = Backing()


def read_material(ws: Workspace, briefing_id: str) -> BlocMaterial:
    """Read what the pictures of a briefing need; an unknown briefing has nothing."""
    with ws.read() as connection:
        return material_in(connection, briefing_id)


def material_in(connection: Connection, briefing_id: str) -> BlocMaterial:
    """The same, within a transaction that is under way."""
    same = canonical_ids(connection)
    found = find(connection, Relation, briefing_id=briefing_id)
    relations = [
        one
        for one in followed(found, same, "from_id", "to_id")
        # Of two actors that are one, what was between them is no tie.
        if one.from_id and one.to_id and one.from_id != one.to_id
    ]
    blocs = find(connection, Bloc, briefing_id=briefing_id)
    members = _once(
        followed(find(connection, BlocMember, bloc_id=[b.id for b in blocs]), same, "actor_id")
    )
    wanted = [i for r in relations for i in (r.from_id, r.to_id) if i]
    wanted += [m.actor_id for m in members if m.actor_id]
    actors = {i: a for i, a in get_many(connection, Actor, wanted).items() if not a.deleted}
    relations = [r for r in relations if r.from_id in actors and r.to_id in actors]
    briefing = get(connection, "briefing", briefing_id)
    ids = [r.id for r in relations]
    shapes = _outlines(connection, same, actors)
    return BlocMaterial(
        briefing if isinstance(briefing, Briefing) else None,
        tuple(relations),
        blocs,
        tuple(m for m in members if m.actor_id in actors),
        actors,
        _denied(connection, ids),
        _backing(connection, [*ids, *(b.id for b in blocs), *(m.id for m in members)]),
        find(connection, Event, briefing_id=briefing_id),
        briefing_day(connection, briefing_id),
        tuple(followed(find(connection, Pin, briefing_id=briefing_id), same, "actor_id")),
        shapes,
        _homes(
            followed(find(connection, Office, actor_id=list(actors)), same, "of_actor_id"),
            followed(find(connection, Membership, actor_id=list(actors)), same, "organisation_id"),
        ),
        {
            one.id: one.title
            for one in get_many(
                connection, Source, [o.source_id for o in shapes if o.source_id]
            ).values()
        },
    )


def _outlines(
    connection: Connection, same: Mapping[str, str], actors: Mapping[str, Actor]
) -> tuple[Outline, ...]:
    """The shapes of these actors, those of the ones that they are the same as among them."""
    ids = [*actors, *(one for one, other in same.items() if other in actors)]
    return tuple(followed(find(connection, Outline, actor_id=ids), same, "actor_id")) if ids else ()


def _homes(
    offices: Iterable[Office], memberships: Iterable[Membership]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Actor → when, and of whom: offices before memberships."""
    found: dict[str, list[tuple[str, str]]] = {}
    for office in offices:
        if office.of_actor_id:
            found.setdefault(office.actor_id, []).append((office.held, office.of_actor_id))
    for one in memberships:
        if one.organisation_id:
            found.setdefault(one.actor_id, []).append((one.held, one.organisation_id))
    return {key: tuple(rows) for key, rows in found.items()}


def _once(members: Iterable[BlocMember]) -> list[BlocMember]:
    """Members without those who stand in the bloc already under another name."""
    found: dict[tuple[str, str | None, str], BlocMember] = {}
    for one in members:
        found.setdefault((one.bloc_id, one.actor_id, one.held), one)
    return list(found.values())


def _denied(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if not ids:
        return {}
    parties = find(connection, RelationParty, relation_id=list(ids), stance=Stance.DENIES.value)
    names = actors_by_id(connection, [p.actor_id for p in parties])
    found: dict[str, list[str]] = {}
    for party in parties:
        actor = names.get(party.actor_id or "")
        found.setdefault(party.relation_id, []).append(actor.name if actor else _NOBODY)
    return {key: tuple(who) for key, who in found.items()}


def _backing(connection: Connection, ids: Sequence[str]) -> dict[str, Backing]:
    if not ids:
        return {}
    links = find(connection, PassageLink, entry_id=list(ids))
    passages = get_many(connection, Passage, [one.passage_id for one in links])
    documents = get_many(connection, Document, [p.document_id for p in passages.values()])
    held = {
        i: documents[p.document_id].source_id
        for i, p in passages.items()
        if p.document_id in documents
    }
    said = {one.id: one.source_id or held.get(one.passage_id, "") for one in links}
    sources = get_many(connection, Source, [i for i in said.values() if i])
    beside = (
        find(connection, PassageLink, passage_id=list(passages), entry_kind="claim")
        if passages
        else ()
    )
    claims = get_many(connection, Claim, [one.entry_id for one in beside])
    digits: dict[str, set[str]] = {}
    for one in beside:
        claim = claims.get(one.entry_id)
        if claim is not None and not claim.deleted and claim.credibility:
            digits.setdefault(one.passage_id, set()).add(claim.credibility)
    return backing_of(links, said, sources, digits)


def backing_of(
    links: Iterable[PassageLink],
    said: Mapping[str, str],
    sources: Mapping[str, Source],
    digits: Mapping[str, Iterable[str]],
) -> dict[str, Backing]:
    """Entry → what it rests on. ``said`` gives the source behind a link, ``digits`` those of a passage."""
    found: dict[str, Backing] = {}
    for link in links:
        before = found.get(link.entry_id, _NONE)
        source = sources.get(said.get(link.id, ""))
        if source is not None and source.deleted:
            source = None
        named = before.sources
        if source is not None and source.id not in named:
            named = (*named, source.id)
        letters = before.reliabilities
        # Who denies a line does not make it any surer.
        if source is not None and link.role != Stance.DENIES:
            letters |= {source.reliability}
        credible = before.credibilities | frozenset(digits.get(link.passage_id, ()))
        found[link.entry_id] = replace(
            before,
            passages=before.passages + 1,
            sources=named,
            reliabilities=letters,
            credibilities=credible,
        )
    return found


def material_of(found: Excerpt, same: Mapping[str, str], today: int | None) -> BlocMaterial:
    """The same of what may leave the library for one audience: an excerpt has nothing else in it.

    ``same`` tells which actors are one; one that the audience may not see stands for nobody.
    """
    known = {one.id: one for one in found.all(Actor)}
    seen = {one: other for one, other in same.items() if other in known}
    relations = [
        one
        for one in followed(found.all(Relation), seen, "from_id", "to_id")
        if one.from_id in known and one.to_id in known and one.from_id != one.to_id
    ]
    own = [one for one in relations if one.briefing_id == found.briefing.id]
    blocs = tuple(one for one in found.all(Bloc) if one.briefing_id == found.briefing.id)
    ids = {one.id for one in blocs}
    members = [
        one
        for one in _once(followed(found.all(BlocMember), seen, "actor_id"))
        if one.actor_id in known and one.bloc_id in ids
    ]
    denied: dict[str, tuple[str, ...]] = {}
    for party in found.all(RelationParty):
        if party.stance == Stance.DENIES:
            actor = known.get(party.actor_id or "")
            name = actor.name if actor else _NOBODY
            denied[party.relation_id] = (*denied.get(party.relation_id, ()), name)
    documents = {one.id: one.source_id for one in found.all(Document)}
    held = {one.id: documents.get(one.document_id, "") for one in found.all(Passage)}
    links = [one for one in found.all(PassageLink) if one.passage_id in held]
    claims = {one.id: one.credibility for one in found.all(Claim)}
    digits: dict[str, set[str]] = {}
    for one in links:
        if one.entry_kind == Claim.kind and claims.get(one.entry_id):
            digits.setdefault(one.passage_id, set()).add(claims[one.entry_id])
    return BlocMaterial(
        found.briefing,
        tuple(own),
        blocs,
        tuple(members),
        known,
        denied,
        backing_of(
            links,
            {one.id: one.source_id or held[one.passage_id] for one in links},
            {one.id: one for one in found.all(Source)},
            digits,
        ),
        tuple(one for one in found.all(Event) if one.briefing_id == found.briefing.id),
        today,
        tuple(one for one in found.all(Pin) if one.briefing_id == found.briefing.id),
        outlines=tuple(
            one for one in followed(found.all(Outline), seen, "actor_id") if one.actor_id in known
        ),
        homes=_homes(
            followed(found.all(Office), seen, "of_actor_id"),
            followed(found.all(Membership), seen, "organisation_id"),
        ),
        titles={one.id: one.title for one in found.all(Source)},
    )
