"""Where each actor of a briefing stands in its diagram: once for all dates, so that a date hides only.

Actors of the same blocs and pacts are set out together; these clusters and the signs of the pacts are
spread by springs; what would cover something else is pushed apart, and what is crossed most is moved.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.diagram_board import Tie
from briefing.analysis.diagram_clusters import CELL, Cluster, clusters, parties
from briefing.analysis.diagram_seen import Line
from briefing.analysis.diagram_singles import Single, singles
from briefing.analysis.diagram_spread import nearest_free, spread
from briefing.analysis.map_scene import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import MapBloc, Whole
    from briefing.domain.picture import Point

#: Width to height of the ground on which is laid out; a picture may stretch it.
ASPECT = 1.7
#: Room for the sign of a pact and its name.
HUB = (1.7, 0.9)
#: What of it nobody may stand in, as the ring around a seat leaves it free.
_SEAT = (1.5, 0.75)
#: Boxes that overlap by less count as side by side.
_TOUCH = 0.02
#: The least ground.
_LEAST = (5.1, 3.0)
#: Share of the ground that boxes cover before they are pushed apart.
_FILLED = 0.46
#: How strongly pacts, blocs, good and bad ties, and the middle pull.
_PACT, _BLOC, _GOOD, _BAD, _MIDDLE = 1.0, 1.6, 0.8, 0.15, 0.06


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Centres of actors and of pacts' signs, in cells, on a ground ``width`` by ``height``.

    ``clusters`` name the actors that stand together; one that is pinned no longer does.
    """

    width: float
    height: float
    actors: Mapping[str, Point]
    hubs: Mapping[str, Point]
    clusters: tuple[Cluster, ...] = ()


@lru_cache(maxsize=8)
def arrange(whole: Whole) -> Layout:
    """The layout of all that a briefing ever shows; the same input gives the same places.

    Whoever would be covered by an actor that a person has fixed makes way; all others stay.
    """
    plain = _laid_out(replace(whole, pins=()))
    known = {who: (x, y) for who, x, y in whole.pins if who in plain.actors}
    return _pinned(plain, known) if known else plain


def forget() -> None:
    """Keep no layout that was made."""
    arrange.cache_clear()
    _laid_out.cache_clear()


@lru_cache(maxsize=8)
def _laid_out(whole: Whole) -> Layout:
    who = parties(whole)
    groups = clusters(whole, who)
    home = {actor: i for i, one in enumerate(groups) for actor in one.actors}
    seated = {one.seat for one in groups if one.seat}
    signs = sorted(set(who.pacts) - seated)
    alone = singles(whole, who.pacts)
    ties = [*_lines(alone, home), *_rays(groups, home, signs, who.pacts)]
    tied = {end for tie in ties for end in (tie.one, tie.two)}
    loose = {i for i, one in enumerate(groups) if i not in tied and not one.blocs}
    boxes = [(one.width, one.height) for one in groups] + [HUB] * len(signs)
    keys = ["\x1f".join(sorted(one.actors)) for one in groups] + [f"pact {one}" for one in signs]
    kept = [i for i in range(len(boxes)) if i not in loose]
    actors: dict[str, Point] = {}
    hubs: dict[str, Point] = {}
    width = height = 0.0
    if kept:
        width, height = _ground([boxes[i] for i in kept])
        new = {old: i for i, old in enumerate(kept)}
        moved = [
            Tie(new[t.one], new[t.two], t.pull, t.first, t.last, t.drawn, t.lines) for t in ties
        ]
        ghosts, pulls = _pulls(whole, home, new, len(kept))
        done = spread(
            [boxes[i] for i in kept],
            [*moved, *pulls],
            [*(keys[i] for i in kept), *ghosts],
            width,
            height,
            [_inner(groups[i]) if i < len(groups) else 0 for i in kept],
            _kin(whole, home, new),
            _seen(alone, groups, home, who.pacts, new, len(groups), signs),
            _homes(whole, groups, signs, who.pacts, kept),
            {
                new[i]: list(zip(one.actors, one.places, strict=True))
                for i, one in enumerate(groups)
                if i in new and len(one.actors) > 1 and not one.rows
            },
        )
        width, height = done.width, done.height
        # Few stand in the middle of a ground that is not too small for them.
        right, down = max(0.0, _LEAST[0] - width) / 2, max(0.0, _LEAST[1] - height) / 2
        width, height = width + 2 * right, height + 2 * down
        for old, place in zip(kept, done.centres, strict=True):
            x, y = place[0] + right, place[1] + down
            if old >= len(groups):
                hubs[signs[old - len(groups)]] = (x, y)
                continue
            one = groups[old]
            if one.seat:
                hubs[one.seat] = (x, y)
            order = done.orders.get(new[old], one.actors)
            for actor, (dx, dy) in zip(order, one.places, strict=True):
                actors[actor] = (x + dx, y + dy)
    rest = [actor for i in sorted(loose) for actor in groups[i].actors]
    width = max(width, _LEAST[0])
    height = max(_add_rows(actors, rest, width, height), 1.0)
    return Layout(width, height, actors, hubs, tuple(groups))


def _homes(
    whole: Whole,
    groups: Sequence[Cluster],
    signs: Sequence[str],
    pacts: Mapping[str, Mapping[str, tuple[int, int]]],
    kept: Sequence[int],
) -> list[Point | None]:
    """Where clusters and signs would stand on a map of the world, between -1 and 1."""
    spots = {one.id: place for one in whole.scene.actors if (place := place_of(one)) is not None}
    found: list[Point | None] = []
    for i in kept:
        who = groups[i].actors if i < len(groups) else pacts[signs[i - len(groups)]]
        known = [spots[actor] for actor in sorted(who) if actor in spots]
        if not known:
            found.append(None)
            continue
        east = sum(lon for lon, _ in known) / len(known) / 180
        south = -sum(lat for _, lat in known) / len(known) / 90
        found.append((east, south))
    return found


def _seen(
    alone: Sequence[Single],
    groups: Sequence[Cluster],
    home: Mapping[str, int],
    pacts: Mapping[str, Mapping[str, tuple[int, int]]],
    new: Mapping[int, int],
    count: int,
    signs: Sequence[str],
) -> list[Line]:
    """Every line that some date shows: rays to actors or to their frames, and lines between two."""
    place = {
        actor: spot for one in groups for actor, spot in zip(one.actors, one.places, strict=True)
    }
    at = {pact: count + i for i, pact in enumerate(signs)}
    at |= {one.seat: i for i, one in enumerate(groups) if one.seat}
    found: list[Line] = []
    for pact in sorted(pacts):
        framed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        hub = new[at[pact]]
        for actor, span in sorted(pacts[pact].items()):
            group = groups[home[actor]]
            if group.rows and pact in group.pacts:
                framed[home[actor]].append(span)
                continue
            box = new[home[actor]]
            found.append(Line(hub, box, (0, 0), place[actor], (f"\x1f{pact}", actor), *span))
        for i, spans in sorted(framed.items()):
            first, last = min(s[0] for s in spans), max(s[1] for s in spans)
            ends = (f"\x1f{pact}", f"\x1e{i}")
            found.append(Line(hub, new[i], (0, 0), (0, 0), ends, first, last))
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for one in alone:
        a, b = sorted((one.relation.from_id, one.relation.to_id))
        if a == b or a not in place or b not in place:
            continue
        known = pairs.get((a, b), (one.first, one.last))
        pairs[a, b] = (min(known[0], one.first), max(known[1], one.last))
    found += [
        Line(new[home[a]], new[home[b]], place[a], place[b], (a, b), *span)
        for (a, b), span in sorted(pairs.items())
    ]
    return found


def _kin(
    whole: Whole, home: Mapping[str, int], new: Mapping[int, int]
) -> list[tuple[int, int, float]]:
    """Clusters of one bloc, pair by pair."""
    found: dict[tuple[int, int], float] = {}
    for bloc in sorted(whole.scene.blocs, key=_bloc_id):
        inside = sorted({new[home[m]] for m in bloc.members if home.get(m) in new})
        for i, one in enumerate(inside):
            for two in inside[i + 1 :]:
                found[one, two] = found.get((one, two), 0.0) + 1 / (len(inside) - 1)
    return [(*pair, weight) for pair, weight in sorted(found.items())]


def _bloc_id(bloc: MapBloc) -> str:
    return bloc.id


def _inner(one: Cluster) -> int:
    return len(one.actors) if one.seat else 0


def _ground(boxes: Sequence[tuple[float, float]]) -> tuple[float, float]:
    area = sum(w * h for w, h in boxes) / _FILLED
    height = max(3.0, math.sqrt(area / ASPECT), max(h for _, h in boxes))
    return max(ASPECT * height, max(w for w, _ in boxes)), height


def _lines(alone: Sequence[Single], home: Mapping[str, int]) -> list[Tie]:
    """One tie for all lines between two clusters that are no part of a multilateral pact."""
    found: dict[tuple[int, int], Tie] = {}
    for single in alone:
        relation, first, last = single.relation, single.first, single.last
        one, two = home.get(relation.from_id), home.get(relation.to_id)
        if one is None or two is None or one == two:
            continue
        ends = (min(one, two), max(one, two))
        pull = _BAD if relation.sign < 0 or relation.denied else _GOOD
        known = found.get(ends)
        if known is not None:
            pull, first, last = (
                max(pull, known.pull),
                min(first, known.first),
                max(last, known.last),
            )
        found[ends] = Tie(*ends, pull, first, last)
    return [found[ends] for ends in sorted(found)]


def _rays(
    groups: Sequence[Cluster],
    home: Mapping[str, int],
    signs: Sequence[str],
    pacts: Mapping[str, Mapping[str, tuple[int, int]]],
) -> list[Tie]:
    """A tie from each pact's sign, or the cluster where it has its seat, to its other parties."""
    at = {pact: len(groups) + i for i, pact in enumerate(signs)}
    at |= {one.seat: i for i, one in enumerate(groups) if one.seat}
    found: list[Tie] = []
    for pact in sorted(pacts):
        of: dict[int, list[str]] = defaultdict(list)
        for actor in pacts[pact]:
            if home[actor] != at[pact]:
                of[home[actor]].append(actor)
        for i, actors in sorted(of.items()):
            spans = [pacts[pact][actor] for actor in actors]
            first, last = min(s[0] for s in spans), max(s[1] for s in spans)
            framed = groups[i].rows and pact in groups[i].pacts
            lines = 1 if framed else len(actors)
            found.append(Tie(at[pact], i, _PACT, first, last, lines=lines))
    return found


def _pulls(
    whole: Whole, home: Mapping[str, int], new: Mapping[int, int], count: int
) -> tuple[list[str], list[Tie]]:
    """Points that hold the clusters of a bloc together, and one that keeps all from drifting off."""
    ghosts: list[str] = []
    found: list[Tie] = []
    for bloc in sorted(whole.scene.blocs, key=_bloc_id):
        inside = sorted({new[home[m]] for m in bloc.members if home.get(m) in new})
        if len(inside) < 2:
            continue
        point = count + len(ghosts)
        ghosts.append(f"bloc {bloc.id}")
        found += [Tie(point, one, _BLOC, drawn=False) for one in inside]
    middle = count + len(ghosts)
    ghosts.append("middle")
    found += [Tie(middle, one, _MIDDLE, drawn=False) for one in range(count)]
    return ghosts, found


def _add_rows(actors: dict[str, Point], rest: Sequence[str], width: float, height: float) -> float:
    """Set whoever has no line at any date in rows beneath; gives the new height."""
    if not rest:
        return height
    across = max(1, int(width / CELL[0]))
    gap = 0.3 if actors else 0.0
    for i, actor in enumerate(rest):
        row, column = divmod(i, across)
        here = min(across, len(rest) - row * across)
        actors[actor] = (
            width / 2 + (column - (here - 1) / 2) * CELL[0],
            height + gap + (row + 0.5) * CELL[1],
        )
    return height + gap + math.ceil(len(rest) / across) * CELL[1]


def _pinned(plain: Layout, pins: Mapping[str, Point]) -> Layout:
    """The layout with some actors elsewhere; whoever stood there takes the nearest free place."""
    boxes = {key: (*at, *CELL) for key, at in plain.actors.items()}
    boxes |= {f"\x1f{key}": (*at, *_SEAT) for key, at in plain.hubs.items()}
    width, height = plain.width, plain.height
    set_down: dict[str, tuple[float, float, float, float]] = {}
    for key in sorted(pins):
        x = min(max(pins[key][0] * width, CELL[0] / 2), width - CELL[0] / 2)
        y = min(max(pins[key][1] * height, CELL[1] / 2), height - CELL[1] / 2)
        spot = nearest_free((x, y), CELL, list(set_down.values()), (width, height))
        if spot is None:
            spot, height = (x, height + CELL[1] / 2), height + CELL[1]
        set_down[key] = (*spot, *CELL)
    rest = {key: box for key, box in boxes.items() if key not in set_down}
    for key in sorted(
        key for key in rest if any(_meet(rest[key], one) for one in set_down.values())
    ):
        x, y, wide, high = rest.pop(key)
        taken = [*set_down.values(), *rest.values()]
        spot = nearest_free((x, y), (wide, high), taken, (width, height))
        if spot is None:
            spot, height = (x, height + high / 2), height + high
        set_down[key] = (*spot, wide, high)
    at = {key: (box[0], box[1]) for key, box in (rest | set_down).items()}
    return Layout(
        width,
        height,
        {key: at[key] for key in plain.actors},
        {key: at[f"\x1f{key}"] for key in plain.hubs},
        tuple(
            replace(one, actors=tuple(actor for actor in one.actors if actor in rest))
            for one in plain.clusters
        ),
    )


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return (
        abs(a[0] - b[0]) < (a[2] + b[2]) / 2 - _TOUCH
        and abs(a[1] - b[1]) < (a[3] + b[3]) / 2 - _TOUCH
    )
