"""Multilateral pacts at one date: a ray from the pact's sign to each party, or to a frame of them."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.diagram_ground import SIGN, Ground

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.diagram_clusters import Cluster
    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Box, Point

#: So many parties of the same pacts, side by side, are framed.
_FRAMED = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """An outline around actors that are parties to the same pacts."""

    actors: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ray:
    """From a pact's sign to a party, or to the frame around ``actors``."""

    pact: str
    actors: tuple[str, ...]
    start: Point
    end: Point
    relations: tuple[MapRelation, ...]
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Stars:
    """The rays and frames of a date; ``parties`` are those of each pact that has a star."""

    rays: tuple[Ray, ...]
    frames: tuple[Frame, ...]
    parties: Mapping[str, frozenset[str]]


def stars(relations: Sequence[MapRelation], clusters: Sequence[Cluster], page: Ground) -> Stars:
    """The stars of relations that name a pact with a sign on the page; others are left to be lines."""
    own: dict[str, dict[str, list[MapRelation]]] = defaultdict(lambda: defaultdict(list))
    for relation in relations:
        known = relation.from_id in page.nodes and relation.to_id in page.nodes
        if relation.pact in page.hubs and known and relation.from_id != relation.to_id:
            own[relation.pact][relation.from_id].append(relation)
            own[relation.pact][relation.to_id].append(relation)
    pacts_of: dict[str, set[str]] = defaultdict(set)
    for pact, parties in own.items():
        for actor in parties:
            pacts_of[actor].add(pact)
    frames: list[Frame] = []
    framed: dict[str, Frame] = {}
    for cluster in clusters:
        if cluster.rows:
            for run in _runs(cluster.actors, pacts_of):
                frame = _frame(run, page)
                if frame is not None:
                    frames.append(frame)
                    framed |= dict.fromkeys(run, frame)
    rays: list[Ray] = []
    for pact in sorted(own):
        done: set[str] = set()
        hub = page.hubs[pact]
        for actor in sorted(own[pact]):
            if actor in done:
                continue
            frame = framed.get(actor)
            who = frame.actors if frame is not None else (actor,)
            done.update(who)
            held = {r.id: r for one in who for r in own[pact][one]}
            if frame is not None:
                end = _nearest(frame.points, hub)
            else:
                node = page.nodes[actor]
                end = _short_of(hub, node.point, node.radius + 1.5)
            start = _short_of(end, hub, SIGN + 1)
            rays.append(
                Ray(
                    pact,
                    who,
                    start,
                    end,
                    tuple(held[key] for key in sorted(held)),
                    frame is not None,
                )
            )
    return Stars(
        tuple(rays), tuple(frames), {pact: frozenset(parties) for pact, parties in own.items()}
    )


def _runs(actors: Sequence[str], pacts_of: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Actors next to each other, at least so many, in the same pacts; who is absent stands between
    without breaking a run."""
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    for actor in [*actors, ""]:
        if actor and actor not in pacts_of:
            continue
        if run and (not actor or pacts_of[actor] != pacts_of[run[0]]):
            if len(run) >= _FRAMED:
                found.append(tuple(run))
            run = []
        run.append(actor)
    return found


def _frame(run: Sequence[str], page: Ground) -> Frame | None:
    """A stepped outline around the cells of a run; None where another actor stands within."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for actor in run:
        cell = page.cell_of(actor)
        row = round((cell[1] + cell[3]) / 2 / (page.cell[1] * 0.5))
        rows[row].append(page.body_of(actor))
    pad = min(5.0, page.cell[1] * 0.08)
    bands = [
        (
            min(b[0] for b in boxes) - pad,
            min(b[1] for b in boxes) - pad,
            max(b[2] for b in boxes) + pad,
            max(b[3] for b in boxes) + pad,
        )
        for _, boxes in sorted(rows.items())
    ]
    inside = set(run)
    for actor, node in page.nodes.items():
        if actor not in inside and any(
            left < node.x < right and top < node.y < bottom for left, top, right, bottom in bands
        ):
            return None
    # The rows overlap a little or not quite meet: between two they share one height.
    steps = [bands[0][1]]
    steps += [(one[3] + two[1]) / 2 for one, two in itertools.pairwise(bands)]
    steps.append(bands[-1][3])
    right = [p for i, b in enumerate(bands) for p in ((b[2], steps[i]), (b[2], steps[i + 1]))]
    left = [p for i, b in enumerate(bands) for p in ((b[0], steps[i]), (b[0], steps[i + 1]))]
    return Frame(tuple(run), (*right, *reversed(left)))


def _nearest(points: Sequence[Point], to: Point) -> Point:
    """The point of a closed outline that is nearest to another point."""
    best, least = points[0], math.inf
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = ((to[0] - ax) * dx + (to[1] - ay) * dy) / length if length else 0.0
        t = max(0.0, min(1.0, t))
        here = (ax + t * dx, ay + t * dy)
        away = math.dist(here, to)
        if away < least:
            best, least = here, away
    return best


def _short_of(start: Point, end: Point, by: float) -> Point:
    """The point on the way from start that lies ``by`` before the end."""
    away = math.dist(start, end)
    share = max(0.0, 1 - by / away) if away else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
