"""What a diagram shows of a scene: which lines, how they are drawn, what they mean in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.diagram_clusters import parties
from briefing.analysis.map_lines import dash_of
from briefing.analysis.map_scene import MapBloc, MapScene, Whole, describe
from briefing.domain.picture import LegendItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Point


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of a date by how they are drawn."""

    in_stars: tuple[MapRelation, ...]
    single: tuple[MapRelation, ...]
    within: Mapping[tuple[str, str], list[MapRelation]]
    drawn: int
    unsourced: int
    total: int


def joined(scenes: Sequence[MapScene]) -> Whole:
    """Scenes of several dates as one: what is known of all dates where nothing else is."""
    actors = {one.id: one for scene in scenes for one in scene.actors}
    relations = {one.id: one for scene in scenes for one in scene.relations}
    blocs: dict[str, MapBloc] = {}
    for scene in scenes:
        for bloc in scene.blocs:
            known = blocs.get(bloc.id)
            members = dict.fromkeys((*(known.members if known else ()), *bloc.members))
            blocs[bloc.id] = replace(bloc, members=tuple(sorted(members)))
    return Whole(
        MapScene(
            tuple(actors[key] for key in sorted(actors)),
            tuple(relations[key] for key in sorted(relations)),
            tuple(blocs[key] for key in sorted(blocs)),
        )
    )


def alternative(scene: MapScene) -> str:
    """The whole diagram as text: who is in which bloc and pact, and every other line."""
    names = {actor.id: actor.name for actor in scene.actors}
    parts = [f"Diagram{', ' + scene.heading if scene.heading else ''}."]
    if not scene.actors:
        parts.append("No actors.")
    for bloc in scene.blocs:
        members = [names[member] for member in bloc.members if member in names]
        if members:
            parts.append(f"{bloc.name}: {', '.join(members)}.")
    pacts: dict[str, dict[str, str]] = defaultdict(dict)
    known = parties(scene.whole or Whole(scene)).pacts
    for relation in scene.relations:
        if relation.pact in known:
            for actor in (relation.from_id, relation.to_id):
                pacts[relation.pact][actor] = names.get(actor, "?")
    parts += [
        f"Parties to {pact}: {', '.join(sorted(who.values()))}."
        for pact, who in sorted(pacts.items())
    ]
    parts += [f"{describe(one, names)}." for one in scene.relations if one.pact not in known]
    return " ".join(parts)


def shown(scene: MapScene, hubs: Mapping[str, Point], *, uncited: bool) -> Shown:
    """The lines of a scene: those in the stars of pacts that ``hubs`` has, those beside, and others."""
    known = {actor.id for actor in scene.actors}
    ties = [
        r
        for r in scene.relations
        if r.from_id != r.to_id and r.from_id in known and r.to_id in known
    ]
    kept = [r for r in ties if uncited or r.cited]
    in_stars = tuple(r for r in kept if r.pact in hubs)
    of: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for relation in in_stars:
        for actor in (relation.from_id, relation.to_id):
            of[actor].add((relation.pact, relation.kind))
    within: dict[tuple[str, str], list[MapRelation]] = defaultdict(list)
    single: list[MapRelation] = []
    for relation in kept:
        if relation.pact in hubs:
            continue
        # The same tie between two parties of a pact runs in its star.
        same = of[relation.from_id] & of[relation.to_id]
        pact = min((name for name, kind in same if kind == relation.kind), default="")
        if pact and is_plain(relation):
            within[pact, relation.from_id].append(relation)
            within[pact, relation.to_id].append(relation)
        else:
            single.append(relation)
    return Shown(in_stars, tuple(single), within, len(kept), len(ties) - len(kept), len(ties))


def is_plain(relation: MapRelation) -> bool:
    """Whether nothing but its kind is to be told of a relation, so that a star can stand for it."""
    return relation.cited and not (
        relation.directed or relation.denied or relation.faint or dash_of(relation)
    )


def counts(shown: Shown, nameless: int) -> list[str]:
    """How much of what is known the picture shows."""
    if not shown.total:
        return ["No lines at this date."]
    words = [f"{shown.drawn} of {shown.total} lines shown"]
    if shown.unsourced:
        verb = "has" if shown.unsourced == 1 else "have"
        words.append(f"{shown.unsourced} {verb} no source")
    bundled = len({r.id for some in shown.within.values() for r in some})
    if bundled:
        words.append(f"{bundled} between parties of one pact run in its star")
    if nameless:
        words.append(f"{nameless} {'name' if nameless == 1 else 'names'} on pointing")
    return ["; ".join(words) + "."]


def signs_of(scene: MapScene, shown: Shown, *, frames: bool = False) -> tuple[LegendItem, ...]:
    """What the signs in the picture mean, in the order in which they are read."""
    # A star is told by its own sign.
    kinds = {
        (one.kind, one.directed, one.faint, one.cited, dash_of(one)): one
        for one in (*shown.in_stars, *shown.single)
    }
    relations = [replace(one, pact="") for one in kinds.values()]
    known = {actor.id: actor for actor in scene.actors}
    count: dict[str, int] = defaultdict(int)
    for bloc in scene.blocs:
        for member in set(bloc.members):
            count[member] += member in known
    signs = list(
        map_legend.legend_items(
            scene.blocs,
            relations,
            shared=False,
            disputed=False,
            organisations=any(a.kind in ("organisation", "group") for a in known.values()),
            doubtful=scene.faint_words if any(b.faint for b in scene.blocs) else "",
        )
    )
    blocs = sum(1 for one in signs if one.swatch == "area")
    more: list[LegendItem] = []
    if any(number > 1 for number in count.values()):
        more.append(LegendItem("node", "map.label", "in two blocs", mark="shared"))
    if scene.whole and any(who in known for who, _, _ in scene.whole.pins):
        more.append(LegendItem("node", "map.label", "moved by hand", mark="pin"))
    if shown.in_stars:
        more.append(LegendItem("node", "map.label", "pact, a line to each party", mark="pact"))
    if frames:
        more.append(LegendItem("node", "map.label", "its lines count for all within", mark="frame"))
    return (*signs[:blocs], *more, *signs[blocs:])
