"""Who stands with whom on one day: the scene of the bloc pictures and the rows beneath them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.map_scene import MapBloc, MapRelation, MapScene, Whole
from briefing.domain.briefing import Briefing
from briefing.domain.dates import (
    OPEN_END,
    OPEN_START,
    DateError,
    friendly,
    parse,
    short,
)
from briefing.domain.relation import DIRECTED, OBLIGATIONS
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.services.bloc_days import certain, may, span, sure
from briefing.services.bloc_filter import BlocFilter, grade_of
from briefing.services.bloc_land import data_end, map_actor, shapes_on
from briefing.services.bloc_material import BlocMaterial, read_material
from briefing.services.pacts import pacts_of
from briefing.services.reference_records import is_reference, unknown_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.bloc import Bloc, BlocMember
    from briefing.domain.relation import Relation
    from briefing.services.workspace import Workspace

_ALL = BlocFilter()


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation that may hold on the day, as a row. ``faint`` where it is not sure to hold.

    ``grade`` is the best of the sources it rests on, with the digit of a claim on the same words;
    ``reference``: it rests on the reference set.
    """

    id: str
    ends: str
    relation_kind: str
    phase: str
    certainty: str
    held: str
    denied_by: str
    sources: int
    faint: bool
    grade: str = ""
    reference: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An actor in a bloc on the day. ``actor`` is its id; ``faint`` where it may belong."""

    id: str
    actor: str
    name: str
    held: str
    role: str
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
    who: tuple[MemberRow, ...] = ()
    sources: int = 0


@dataclass(frozen=True, slots=True)
class BlocView:
    """A picture's scene with the same as rows. ``total`` counts the relations that a filter let go too."""

    day: int
    scene: MapScene
    relations: tuple[RelationRow, ...]
    blocs: tuple[BlocRow, ...]
    total: int = 0


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
    return suggested_in(read_material(ws, briefing_id))


def suggested_in(material: BlocMaterial) -> list[tuple[str, str]]:
    """The same of what was read already."""
    days = {m.held for m in material.members if m.held}
    if not material.members:
        days = {e.happened for e in material.events if e.happened}
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
    return view_on(read_material(ws, briefing_id), day, heading)


def view_on(
    material: BlocMaterial, day: int, heading: str = "", shown: BlocFilter = _ALL
) -> BlocView:
    """The same of what was read already; of its relations those that ``shown`` lets through."""
    there = {i: a for i, a in material.actors.items() if may(a.existed, day)}
    relations = [
        r
        for r in material.relations
        if r.from_id in there and r.to_id in there and may(r.held, day)
    ]
    total = len(relations)
    if shown.is_on:
        relations = [r for r in relations if shown.passes(r, material.backed(r.id))]
    held: dict[str, list[BlocMember]] = {}
    for member in material.members:
        if member.actor_id in there and may(member.held, day):
            held.setdefault(member.bloc_id, []).append(member)
    blocs = [b for b in material.blocs if b.id in held]
    wanted = dict.fromkeys(i for r in relations for i in (r.from_id, r.to_id) if i)
    wanted |= dict.fromkeys(m.actor_id for some in held.values() for m in some if m.actor_id)
    actors = {i: a for i, a in there.items() if i in wanted}
    faint = {r.id for r in relations if not sure(material, r, day)}
    pacts = _pacts(material)
    rows = tuple(_bloc_row(material, b, held[b.id], day) for b in blocs)
    marking = f"TLP:{material.briefing.marking}" if material.briefing else ""
    scene = MapScene(
        actors=tuple(map_actor(material, a, day) for a in actors.values()),
        relations=tuple(
            _map_relation(material, r, day, r.id in faint, pacts.get(r.id, "")) for r in relations
        ),
        blocs=tuple(
            MapBloc(
                b.id,
                b.name,
                b.colour,
                tuple(m.actor for m in b.who),
                tuple(m.actor for m in b.who if m.faint),
            )
            for b in rows
        ),
        heading=heading,
        marking=marking,
        data_end=data_end(material, relations),
        shapes=shapes_on(material, actors, day),
        whole=whole_of(material),
    )
    return BlocView(
        day,
        scene,
        tuple(_relation_row(material, r, r.id in faint) for r in relations),
        rows,
        total,
    )


@lru_cache(maxsize=4)
def whole_of(material: BlocMaterial) -> Whole:
    """What the briefing shows at any date, with where people have fixed actors.

    Kept for the material read last: every date asks for it.
    """
    actors, members = material.actors, material.members
    wanted = {i for r in material.relations for i in (r.from_id, r.to_id)}
    wanted |= {m.actor_id for m in members}
    pacts = _pacts(material)
    return Whole(
        MapScene(
            actors=tuple(map_actor(material, actors[i]) for i in sorted(i for i in wanted if i)),
            relations=tuple(
                _map_relation(material, r, 0, faint=False, pact=pacts.get(r.id, ""))
                for r in material.relations
            ),
            blocs=tuple(
                MapBloc(
                    b.id,
                    b.name,
                    b.colour,
                    tuple(
                        sorted({m.actor_id for m in members if m.bloc_id == b.id and m.actor_id})
                    ),
                )
                for b in material.blocs
            ),
        ),
        tuple(span(r.held) for r in material.relations),
        tuple((p.actor_id or "", p.x, p.y) for p in material.pins if p.actor_id in actors),
    )


@lru_cache(maxsize=4)
def _pacts(material: BlocMaterial) -> dict[str, str]:
    """The pacts of many over all dates: at each date the same relations are drawn as a star."""
    return pacts_of(material.relations)


def default_date(ws: Workspace, briefing_id: str) -> str:
    """The month or year of the briefing's own date, else the newest suggested, else of the newest tie."""
    return default_in(read_material(ws, briefing_id))


def default_in(material: BlocMaterial) -> str:
    """The same of what was read already."""
    briefing = material.briefing
    if (
        isinstance(briefing, Briefing)
        and material.today is not None
        and (own := re.match(r"\d{4}(-\d\d)?(?![\dX])", briefing.as_of))
    ):
        return own[0]
    if dates := suggested_in(material):
        return dates[-1][0]
    begun = [m[0] for r in material.relations if (m := re.match(r"\d{4}(-\d\d)?(?![\dX])", r.held))]
    return max(begun, default="") or datetime.now(UTC).strftime("%Y-%m")


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


def _map_relation(
    material: BlocMaterial, relation: Relation, day: int, faint: bool, pact: str
) -> MapRelation:
    holds = certain(relation.held, day, material.today)
    return MapRelation(
        id=relation.id,
        from_id=relation.from_id or "",
        to_id=relation.to_id or "",
        kind=relation.relation_kind,
        sign=relation.sign,
        phase="" if relation.phase == "ended" and holds else _phase(material, relation, faint),
        certainty=relation.certainty,
        denied=relation.id in material.denied,
        cited=bool(material.backed(relation.id).passages),
        faint=faint,
        directed=relation.relation_kind in DIRECTED,
        pact=pact,
        obligations=tuple(one for one in OBLIGATIONS if getattr(relation, one)),
    )


def _relation_row(material: BlocMaterial, relation: Relation, faint: bool) -> RelationRow:
    backing = material.backed(relation.id)
    return RelationRow(
        relation.id,
        ends_of(material, relation),
        relation.relation_kind,
        _phase(material, relation, faint),
        relation.certainty,
        _when(material, relation),
        ", ".join(material.denied.get(relation.id, ())),
        backing.passages,
        faint,
        grade_of(backing),
        is_reference(backing.sources),
    )


def _phase(material: BlocMaterial, relation: Relation, faint: bool) -> str:
    """How far it has come by the day: what ended later was under way, past a data set nothing is known."""
    if faint:
        after = unknown_after(material.backed(relation.id).sources, relation.held)
        return "" if after else relation.phase
    return "" if relation.phase == "ended" else relation.phase


def _when(material: BlocMaterial, relation: Relation) -> str:
    after = unknown_after(material.backed(relation.id).sources, relation.held)
    words = short(relation.held) or "no date"
    return f"{words}, unknown after {after}" if after else words


def ends_of(material: BlocMaterial, relation: Relation) -> str:
    """ "Russia – North Korea"; an arrow where it runs one way."""
    arrow = "→" if relation.relation_kind in DIRECTED else "–"
    one, two = material.actors[relation.from_id or ""], material.actors[relation.to_id or ""]
    return f"{one.name} {arrow} {two.name}"


def _bloc_row(
    material: BlocMaterial, bloc: Bloc, members: Sequence[BlocMember], day: int
) -> BlocRow:
    who = tuple(
        MemberRow(
            m.id,
            m.actor_id,
            material.actors[m.actor_id].name,
            short(m.held),
            m.role,
            material.backed(m.id).passages,
            # Undated, it belongs to the bloc at all times that this is drawn.
            bool(m.held) and not sure(material, m, day),
        )
        for m in members
        if m.actor_id
    )
    held = {m.held for m in members}
    return BlocRow(
        bloc.id,
        bloc.name,
        bloc.colour,
        bloc.basis,
        ", ".join(one.name for one in who),
        "".join(one.name[:1] for one in who[:2]).upper(),
        short(held.pop()) if len(held) == 1 else "",
        who,
        material.backed(bloc.id).passages,
    )
