"""Who stands with whom on one day: the scene of the bloc map and the rows beneath it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene
from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.dates import (
    OPEN_END,
    OPEN_START,
    DateError,
    certainly_holds,
    friendly,
    may_hold,
    parse,
    short,
)
from briefing.domain.event import Event
from briefing.domain.relation import DIRECTED, OBLIGATIONS, Relation, RelationParty, Stance
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.services.as_of import briefing_day
from briefing.store.coverage import passage_counts
from briefing.store.records import find, get_many
from briefing.store.sameness import canonical_ids, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Days around the briefing's date that count as its present.
_NOW = 31


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation that may hold on the day, as a row. ``faint`` where it is not sure to hold."""

    id: str
    ends: str
    relation_kind: str
    phase: str
    certainty: str
    held: str
    denied_by: str
    sources: int
    faint: bool


@dataclass(frozen=True, slots=True)
class BlocRow:
    """A bloc with its members on the day; ``colour`` is a token."""

    id: str
    name: str
    colour: str
    basis: str
    members: str
    letters: str
    held: str


@dataclass(frozen=True, slots=True)
class BlocView:
    """A map's scene with the same as rows."""

    day: int
    scene: MapScene
    relations: tuple[RelationRow, ...]
    blocs: tuple[BlocRow, ...]


def read_day(text: str) -> tuple[str, int]:
    """The EDTF date of what a person typed ("1951", "June 2024") and the day to draw.

    Of a month the last day counts, of a longer time its middle: a year is drawn half-way.
    Raises UserError where the text is no date.
    """
    try:
        plain = said_date(text)
        date = parse(plain)
    except DateError as error:
        raise UserError(f"{text.strip() or 'No date'}: {error}.") from error
    low, high = date.earliest, date.latest
    if low is None or high is None or low <= OPEN_START or high >= OPEN_END:
        known = next((d for d in (high, low) if d is not None and OPEN_START < d < OPEN_END), None)
        if known is None:
            raise UserError(f"{text.strip()}: no day is known; write a year or a day.")
        return plain, known
    return plain, high if high - low <= 31 else (low + high) // 2


def suggested_dates(ws: Workspace, briefing_id: str) -> list[tuple[str, str]]:
    """Date and friendly words for quick buttons: when the briefing's line-ups begin or hold."""
    with ws.read() as connection:
        blocs = find(connection, Bloc, briefing_id=briefing_id)
        ids = [b.id for b in blocs]
        members = find(connection, BlocMember, bloc_id=ids) if ids else ()
        events = find(connection, Event, briefing_id=briefing_id) if not members else ()
        days = {b.held for b in members if b.held} or {e.happened for e in events if e.happened}
    found: dict[str, int] = {}
    for text in days:
        try:
            date = parse(text)
        except DateError:
            continue
        start, _, end = text.partition("/")
        if date.earliest is None or date.earliest <= OPEN_START:
            continue
        if re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{4}", end) and int(end) > int(start):
            start = str(int(start) + 1)  # the war years begin with a part of a year
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", start):
            found[start[:7]] = date.earliest
    return [(text, friendly(text)) for text in sorted(found, key=lambda t: found[t])][-5:]


def bloc_view(ws: Workspace, briefing_id: str, day: int, heading: str = "") -> BlocView:
    """Everything that may hold on a day: relations faint where not certain, blocs by membership.

    Actors that did not exist on the day are left out together with their relations.
    """
    with ws.read() as connection:
        same = canonical_ids(connection)
        ties = find(connection, Relation, briefing_id=briefing_id)
        relations = [
            r
            for r in followed(ties, same, "from_id", "to_id")
            # Of two actors that are one, what was between them is no tie.
            if r.from_id and r.to_id and r.from_id != r.to_id and _may(r.held, day)
        ]
        blocs = find(connection, Bloc, briefing_id=briefing_id)
        ids = [b.id for b in blocs]
        members = [
            m
            for m in _once(followed(find(connection, BlocMember, bloc_id=ids), same, "actor_id"))
            if m.actor_id and _may(m.held, day)
        ]
        wanted = [i for r in relations for i in (r.from_id, r.to_id) if i]
        wanted += [m.actor_id for m in members if m.actor_id]
        actors = {
            a.id: a
            for a in get_many(connection, Actor, wanted).values()
            if not a.deleted and _may(a.existed, day)
        }
        relations = [r for r in relations if r.from_id in actors and r.to_id in actors]
        denied = _denied(connection, [r.id for r in relations])
        passages = passage_counts(connection, [r.id for r in relations])
        marking = _marking(connection, briefing_id)
        today = briefing_day(connection, briefing_id)
    held: dict[str, list[BlocMember]] = {}
    for member in members:
        if member.actor_id in actors:
            held.setdefault(member.bloc_id, []).append(member)
    shown = [b for b in blocs if b.id in held]
    scene = MapScene(
        actors=tuple(_map_actor(a) for a in actors.values()),
        relations=tuple(
            MapRelation(
                id=r.id,
                from_id=r.from_id or "",
                to_id=r.to_id or "",
                kind=r.relation_kind,
                sign=r.sign,
                phase=_phase_on(r, day, today),
                certainty=r.certainty,
                denied=r.id in denied,
                cited=bool(passages.get(r.id)),
                faint=not _certain(r.held, day, today),
                directed=r.relation_kind in DIRECTED,
                obligations=tuple(one for one in OBLIGATIONS if getattr(r, one)),
            )
            for r in relations
        ),
        blocs=tuple(
            MapBloc(b.id, b.name, b.colour, tuple(m.actor_id or "" for m in held[b.id]))
            for b in shown
        ),
        heading=heading,
        marking=marking,
    )
    return BlocView(
        day,
        scene,
        tuple(
            _relation_row(r, actors, denied, passages, not _certain(r.held, day, today))
            for r in relations
        ),
        tuple(_bloc_row(b, held[b.id], actors) for b in shown),
    )


def default_date(ws: Workspace, briefing_id: str) -> str:
    """The month of the briefing's own date, or the newest suggested one."""
    with ws.read() as connection:
        from briefing.domain.briefing import Briefing
        from briefing.store.records import get

        briefing = get(connection, "briefing", briefing_id)
        day = briefing_day(connection, briefing_id)
    if (
        isinstance(briefing, Briefing)
        and day is not None
        and re.match(r"\d{4}-\d\d", briefing.as_of)
    ):
        return briefing.as_of[:7]
    dates = suggested_dates(ws, briefing_id)
    return dates[-1][0] if dates else "2024-06"


def differences(before: BlocView, after: BlocView) -> str:
    """What lies between two views in one sentence."""
    one = {r.id for r in before.relations}
    two = {r.id for r in after.relations}

    def ties(number: int) -> str:
        return "1 tie" if number == 1 else f"{number} ties"

    return (
        f"Between the two dates: {ties(len(one - two))} ended, {len(two - one)} began, "
        f"{len(one & two)} at both."
    )


def _may(text: str, day: int) -> bool:
    if not text:
        return True
    try:
        return may_hold(parse(text), day)
    except DateError:
        return True


def _certain(text: str, day: int, today: int | None) -> bool:
    """Whether what may hold on the day does so beyond doubt.

    A span open at both ends says only that it holds now, about the briefing's own date.
    """
    if not text:
        return False
    if text.replace(" ", "") == "../..":
        return today is not None and abs(day - today) <= _NOW
    try:
        return certainly_holds(parse(text), day)
    except DateError:
        return False


def _phase_on(relation: Relation, day: int, today: int | None) -> str:
    """The phase to draw: what has ended since was still under way on the day."""
    certain = _certain(relation.held, day, today)
    return "" if relation.phase == "ended" and certain else relation.phase


def _denied(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    if not ids:
        return {}
    found: dict[str, list[str]] = {}
    parties = find(connection, RelationParty, relation_id=list(ids), stance=Stance.DENIES.value)
    names = get_many(connection, Actor, [p.actor_id for p in parties if p.actor_id])
    for party in parties:
        actor = names.get(party.actor_id or "")
        found.setdefault(party.relation_id, []).append(actor.name if actor else "not received")
    return found


def _once(members: Iterable[BlocMember]) -> list[BlocMember]:
    """Members without those who stand in the bloc already under another name."""
    found: dict[tuple[str, str | None, str], BlocMember] = {}
    for one in members:
        found.setdefault((one.bloc_id, one.actor_id, one.held), one)
    return list(found.values())


def _marking(connection: Connection, briefing_id: str) -> str:
    from briefing.store.records import get

    briefing = get(connection, "briefing", briefing_id)
    return f"TLP:{briefing.marking}" if briefing else ""


def _map_actor(actor: Actor) -> MapActor:
    codes = tuple(actor.territory.split()) or ((actor.iso3166,) if actor.iso3166 else ())
    return MapActor(actor.id, actor.name, actor.actor_kind, codes, actor.longitude, actor.latitude)


def _relation_row(
    relation: Relation,
    actors: dict[str, Actor],
    denied: dict[str, list[str]],
    passages: dict[str, int],
    faint: bool,
) -> RelationRow:
    arrow = "→" if relation.relation_kind in DIRECTED else "–"
    one, two = actors[relation.from_id or ""], actors[relation.to_id or ""]
    return RelationRow(
        relation.id,
        f"{one.name} {arrow} {two.name}",
        relation.relation_kind,
        "" if relation.phase == "ended" and not faint else relation.phase,
        relation.certainty,
        short(relation.held) or "no date",
        ", ".join(denied.get(relation.id, ())),
        passages.get(relation.id, 0),
        faint,
    )


def _bloc_row(bloc: Bloc, members: Sequence[BlocMember], actors: dict[str, Actor]) -> BlocRow:
    who = [actors[m.actor_id] for m in members if m.actor_id]
    held = {m.held for m in members}
    return BlocRow(
        bloc.id,
        bloc.name,
        bloc.colour,
        bloc.basis,
        ", ".join(a.name for a in who),
        "".join(a.name[:1] for a in who[:2]).upper(),
        short(held.pop()) if len(held) == 1 else "",
    )
