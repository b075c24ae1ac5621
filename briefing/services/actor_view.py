"""Actors as lists and dossiers show them: initials, colours of their blocs, what ties them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorKind, ActorName, Membership, Office
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.claim import Claim, ClaimParty
from briefing.domain.dates import short
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation, RelationParty
from briefing.services.as_of import briefing_day, holds_on
from briefing.store.quotes import speakers
from briefing.store.records import find, get_many
from briefing.store.sameness import actors_by_id, canonical_ids, followed, groups, ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Headings of the list, in its order.
GROUPS: dict[str, str] = {
    ActorKind.STATE.value: "States",
    ActorKind.PERSON.value: "People",
    ActorKind.ORGANISATION.value: "Organisations",
    ActorKind.GROUP.value: "Groups",
}


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in a list. ``colour`` is a theme token or empty; ``role`` is an office or kind."""

    id: str
    name: str
    actor_kind: str
    role: str
    initials: str
    colour: str
    native: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dossier; without ``id`` it leads nowhere."""

    text: str
    detail: str = ""
    side: str = ""
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a briefing says of an actor, as headed lines."""

    actor: ActorRow
    sections: tuple[tuple[str, tuple[Line, ...]], ...]


def initials(name: str, actor_kind: str = ActorKind.PERSON.value) -> str:
    """One or two letters that stand for a name in a small circle."""
    words = [w for w in name.replace("-", " ").split() if w[0].isalnum() and w.lower() != "the"]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper() if actor_kind != ActorKind.PERSON else words[0][:1].upper()
    return (words[0][0] + words[1][0]).upper()


def bloc_colours(connection: Connection, briefing_id: str, day: int | None) -> dict[str, str]:
    """Actor id → colour token of its bloc on a day; people have that of the state they serve."""
    blocs = find(connection, Bloc, briefing_id=briefing_id)
    shade = {bloc.id: bloc.colour for bloc in blocs}
    members = find(connection, BlocMember, bloc_id=list(shade)) if shade else ()
    members = followed(members, canonical_ids(connection), "actor_id")
    actors = get_many(connection, Actor, [m.actor_id for m in members if m.actor_id])
    found: dict[str, str] = {}
    for member in members:
        actor = actors.get(member.actor_id or "")
        # What is gone keeps the side it stood on; who left a bloc does not.
        if actor and (holds_on(member.held, day) or not holds_on(actor.existed, day)):
            found.setdefault(actor.id, shade[member.bloc_id])
    if found:
        for office in find(connection, Office, of_actor_id=list(found)):
            if holds_on(office.held, day):
                found.setdefault(office.actor_id, found[office.of_actor_id or ""])
    return found


def office_words(office: Office, names: dict[str, Actor]) -> str:
    """An office as it stands after a name: "President of Russia"."""
    of = names.get(office.of_actor_id or "")
    if of is None:
        return office.title[:1].upper() + office.title[1:]
    title = office.title[:1].upper() + office.title[1:]
    if not title:
        return of.name
    return title if of.name in title else f"{title} of {of.name}"


def roles(connection: Connection, ids: Iterable[str], day: int | None) -> dict[str, str]:
    """Actor id → the office held on a day, for those who hold one."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    offices = [o for o in find(connection, Office, actor_id=wanted) if holds_on(o.held, day)]
    names = actors_by_id(connection, [o.of_actor_id for o in offices])
    found: dict[str, str] = {}
    for office in offices:
        found.setdefault(office.actor_id, office_words(office, names))
    return found


def actor_ids(connection: Connection, briefing_id: str) -> list[str]:
    """Ids of the actors that a briefing's entries name, and of whom their people serve.

    Of several that are one, the one that stays in sight.
    """
    ids: dict[str, None] = {}
    same = canonical_ids(connection)
    several = groups(same)

    def add(*some: str | None) -> None:
        ids.update(dict.fromkeys(same.get(one, one) for one in some if one))

    def names_too() -> list[str]:
        return [every for one in ids for every in several.get(one, [one])]

    def keys(found: Sequence[Event | Claim | Bloc]) -> list[str]:
        return [one.id for one in found]

    for relation in find(connection, Relation, briefing_id=briefing_id):
        add(relation.from_id, relation.to_id)
    if blocs := keys(find(connection, Bloc, briefing_id=briefing_id)):
        add(*(m.actor_id for m in find(connection, BlocMember, bloc_id=blocs)))
    if events := keys(find(connection, Event, briefing_id=briefing_id)):
        add(*(p.actor_id for p in find(connection, Participant, event_id=events)))
    if claims := keys(find(connection, Claim, briefing_id=briefing_id)):
        add(*(p.actor_id for p in find(connection, ClaimParty, claim_id=claims)))
    add(*speakers(connection, briefing_id))
    if ids:
        add(*(m.organisation_id for m in find(connection, Membership, actor_id=names_too())))
        add(*(o.of_actor_id for o in find(connection, Office, actor_id=names_too())))
    return list(ids)


def _rows(connection: Connection, briefing_id: str, ids: Iterable[str]) -> list[ActorRow]:
    day = briefing_day(connection, briefing_id)
    actors = [a for a in get_many(connection, Actor, ids).values() if not a.deleted]
    same = canonical_ids(connection)
    several = groups(same)
    keys = [i for a in actors for i in several.get(a.id, [a.id])]
    colours = bloc_colours(connection, briefing_id, day)
    held: dict[str, str] = {}
    for one, words in roles(connection, keys, day).items():
        held.setdefault(same.get(one, one), words)
    native: dict[str, str] = {}
    if keys:
        for name in find(connection, ActorName, actor_id=keys, name_kind="native"):
            native.setdefault(same.get(name.actor_id, name.actor_id), name.text)
    rows = [
        ActorRow(
            a.id,
            a.name,
            a.actor_kind,
            held.get(a.id)
            or a.actor_kind.capitalize() + (f", {short(a.existed)}" if a.existed else ""),
            initials(a.name, a.actor_kind),
            colours.get(a.id, ""),
            native.get(a.id, ""),
        )
        for a in actors
    ]
    order = list(GROUPS)
    sort = {a.id: (a.family_name or a.name).casefold() for a in actors}
    return sorted(
        rows,
        key=lambda r: (
            order.index(r.actor_kind) if r.actor_kind in order else 9,
            sort[r.id],
            r.name,
        ),
    )


def actor_list(ws: Workspace, briefing_id: str) -> list[ActorRow]:
    """The briefing's actors: states, people, organisations, groups, each by name."""
    with ws.read() as connection:
        return _rows(connection, briefing_id, actor_ids(connection, briefing_id))


def count_actors(ws: Workspace, briefing_id: str) -> int:
    """How many actors the briefing's entries name."""
    with ws.read() as connection:
        ids = actor_ids(connection, briefing_id)
        return sum(not a.deleted for a in get_many(connection, Actor, ids).values())


def dossier(ws: Workspace, briefing_id: str, actor_id: str, limit: int = 200) -> Dossier | None:
    """What the briefing says of an actor; None where there is no such actor."""
    with ws.read() as connection:
        ids = ids_of(connection, actor_id)
        rows = _rows(connection, briefing_id, ids[:1])
        if not rows:
            return None
        sections = [
            ("Names", [*_merged(connection, ids), *_names(connection, ids)]),
            ("Offices", _offices(connection, ids)),
            ("Memberships", _memberships(connection, ids)),
            ("Quotes", _quotes(connection, briefing_id, ids, limit)),
            ("Events", _events(connection, briefing_id, ids)),
            ("Relations", _relations(connection, briefing_id, ids)),
            ("Claims", _claims(connection, briefing_id, ids)),
        ]
        return Dossier(rows[0], tuple((head, tuple(lines)) for head, lines in sections if lines))


def _merged(connection: Connection, ids: Sequence[str]) -> list[Line]:
    """The names under which an actor stood before it was found to be one with another."""
    found = get_many(connection, Actor, ids[1:])
    return [Line(found[i].name, "the same actor") for i in ids[1:] if i in found]


def _names(connection: Connection, ids: Sequence[str]) -> list[Line]:
    return [
        Line(n.text, " · ".join(filter(None, (n.name_kind, n.script, n.language, short(n.used)))))
        for n in find(connection, ActorName, actor_id=ids)
    ]


def _offices(connection: Connection, ids: Sequence[str]) -> list[Line]:
    held = find(connection, Office, actor_id=ids)
    of = actors_by_id(connection, [o.of_actor_id for o in held])
    lines = [Line(office_words(o, of), "", short(o.held)) for o in held]
    holders = find(connection, Office, of_actor_id=ids)
    people = actors_by_id(connection, [o.actor_id for o in holders])
    lines += [
        Line(people[o.actor_id].name, o.title, short(o.held), "actor", o.actor_id)
        for o in holders
        if o.actor_id in people
    ]
    return lines


def _memberships(connection: Connection, ids: Sequence[str]) -> list[Line]:
    held = find(connection, Membership, actor_id=ids)
    of = actors_by_id(connection, [m.organisation_id for m in held])
    return [
        Line(of[m.organisation_id].name, m.role, short(m.held), "actor", m.organisation_id)
        for m in held
        if m.organisation_id in of
    ]


def _quotes(connection: Connection, briefing_id: str, ids: Sequence[str], limit: int) -> list[Line]:
    spoken = find(connection, QuoteSpeaker, actor_id=ids)
    found = get_many(connection, Quote, [s.quote_id for s in spoken]).values()
    mine = [q for q in found if q.briefing_id == briefing_id and not q.deleted]
    mine.sort(key=lambda q: (q.said, q.position))
    return [
        Line(quoted(q.words, q.quote_kind), q.quote_kind, short(q.said), "quote", q.id)
        for q in mine[:limit]
    ]


def quoted(words: str, quote_kind: str) -> str:
    """Words as they are shown: in quotation marks unless they are indirect."""
    return words if quote_kind == "indirect" else f"“{words}”"


def _events(connection: Connection, briefing_id: str, ids: Sequence[str]) -> list[Line]:
    part = find(connection, Participant, actor_id=ids)
    role = {p.event_id: p.role for p in part}
    found = get_many(connection, Event, role).values()
    mine = [e for e in found if e.briefing_id == briefing_id and not e.deleted]
    mine.sort(key=lambda e: e.happened)
    return [Line(e.what, role[e.id], short(e.happened), "event", e.id) for e in mine]


def _relations(connection: Connection, briefing_id: str, ids: Sequence[str]) -> list[Line]:
    mine = {
        r.id: r
        for side in ("from_id", "to_id")
        for r in find(connection, Relation, briefing_id=briefing_id, **{side: ids})
        # Of two actors that are one, what was between them is no tie.
        if not (r.from_id in ids and r.to_id in ids)
    }
    denied = (
        {
            p.relation_id
            for p in find(connection, RelationParty, relation_id=list(mine), stance="denies")
        }
        if mine
        else set[str]()
    )
    ends = actors_by_id(connection, [i for r in mine.values() for i in (r.from_id, r.to_id)])
    lines: list[Line] = []
    for r in mine.values():
        other = ends.get((r.to_id if r.from_id in ids else r.from_id) or "")
        about = [r.relation_kind, r.phase, r.certainty, "denied" if r.id in denied else ""]
        name = other.name if other else "not received"
        lines.append(Line(name, " · ".join(filter(None, about)), short(r.held), "relation", r.id))
    return lines


def _claims(connection: Connection, briefing_id: str, ids: Sequence[str]) -> list[Line]:
    parties = find(connection, ClaimParty, actor_id=ids)
    found = get_many(connection, Claim, [p.claim_id for p in parties])
    return [
        Line(c.proposition, p.stance, short(c.holds), "claim", c.id)
        for p in {(one.claim_id, one.stance): one for one in parties}.values()
        if (c := found.get(p.claim_id)) and c.briefing_id == briefing_id and not c.deleted
    ]
