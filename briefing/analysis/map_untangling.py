"""The lines of a bloc map laid anew, all beside all: round each other, and round actors in their way."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.map_courses import (
    BEYOND,
    CROSSING,
    Ground,
    bows,
    covering,
    meets,
    near_to,
    reach_of,
    segments,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.map_courses import Course, Routes, Segments
    from briefing.domain.picture import Box

#: Rounds, and lines that are laid anew in all of them.
_ROUNDS, _TRIES = 2, 60
#: The bows that are tried, as shares of length; those of a firm line.
_TRIED, _FIRM = (0.04, 0.08, 0.12, 0.17, 0.23, 0.3, 0.4), (0.05, 0.1)
#: What it costs to run over an actor, who would seem to be tied to both, and from how near it does.
_OVER, _REACH = 12.0, 0.5
#: From which share of its length on a bow is great, and what it costs for each share more: nobody looks for
#: a line so far from both its ends.
_GREAT, _FAR_OUT = 0.15, 50.0
#: What it costs to run beside another line, for a step, among few lines.
_BESIDE = 1.2
#: No actor's sign reaches as far.
_FAR = 40.0


def untangled(courses: Sequence[Course], ground: Ground, inside: Box) -> list[Course]:
    """The courses with other bows for those that cross others or run over an actor, where that helps.

    Each in turn takes the bow that costs the least beside all others, in a few rounds and always in
    the same order, so that the same lines make the same picture.
    """
    import numpy as np

    if not courses:
        return []
    actors = _Actors(ground)
    found = list(courses)
    laid = [_steps(course, inside) for course in found]
    owner = np.repeat(np.arange(len(laid)), [len(one) for one in laid])
    counts = np.array([float(one.count) for one in found])[owner]
    free = np.array([not one.firm for one in found])
    pieces = np.concatenate(laid)
    tries = _TRIES
    for _ in range(_ROUNDS):
        mine = free[owner]
        crossed = meets(pieces[mine], pieces) & (owner[mine, None] != owner[None, :])
        trouble = np.bincount(owner[mine], crossed.sum(axis=1), len(found))
        trouble += actors.beneath(found, owner, pieces)
        changed = False
        order: list[int] = np.argsort(-trouble, kind="stable").tolist()
        for number in order[:tries]:
            if not trouble[number]:
                break
            tries -= 1
            rest = owner != number
            beside = Ground(covers=ground.covers, among=ground.among, beside=_BESIDE)
            if not ground.among:
                # Among few lines each keeps off the others; among many they need not be far.
                for other in found[:number] + found[number + 1 :]:
                    beside.put(other, [other.height])
            best, steps = _best(found[number], pieces[rest], counts[rest], beside, actors, inside)
            if best.height != found[number].height:
                found[number] = best
                pieces = np.concatenate([pieces[rest], steps])
                owner = np.concatenate([owner[rest], np.full(len(steps), number)])
                counts = np.concatenate([counts[rest], np.full(len(steps), float(best.count))])
                changed = True
        if not changed:
            break
    return found


class _Actors:
    """Where the actors stand, to see who lies beneath a line."""

    def __init__(self, ground: Ground) -> None:
        import numpy as np

        self._number = {key: number for number, key in enumerate(ground.spots)}
        rows = [(one.x, one.y, one.radius + _REACH) for one in ground.spots.values()]
        self._spots = np.array(rows).reshape(-1, 3)

    def beneath(self, courses: Sequence[Course], owner: Segments, pieces: Segments) -> Segments:
        """Over how many actors each course runs that it does not join; ``owner`` is the course of a
        piece."""
        import numpy as np

        low, high = reach_of(pieces)
        spots = self._spots[:, :2]
        near = np.nonzero(((spots > low - _FAR) & (spots < high + _FAR)).all(axis=1))[0]
        x, y = pieces[:, 0:1], pieces[:, 1:2]
        dx, dy = pieces[:, 2:3] - x, pieces[:, 3:4] - y
        px, py, reach = self._spots[near].T
        along = ((px - x) * dx + (py - y) * dy) / np.maximum(dx * dx + dy * dy, 1e-9)
        along = np.clip(along, 0.0, 1.0)
        close = (px - x - along * dx) ** 2 + (py - y - along * dy) ** 2 < reach * reach
        line, actor = np.nonzero(close)
        ends = np.array([[self._number[end] for end in one.pair] for one in courses])
        line, actor = owner[line], near[actor]
        strange = (actor != ends[line, 0]) & (actor != ends[line, 1])
        both = np.unique(line[strange] * len(self._spots) + actor[strange]) // len(self._spots)
        return np.bincount(both, minlength=len(courses))


def _best(
    course: Course,
    others: Segments,
    counts: Segments,
    ground: Ground,
    actors: _Actors,
    inside: Box,
) -> tuple[Course, Segments]:
    """The course with the bow that costs the least, and its pieces."""
    import numpy as np

    away = math.dist(*course.routes[0])
    shares = _FIRM if course.firm else _TRIED
    tried = [0.0, *(sign * share * away for share in shares for sign in (1.0, -1.0))]
    heights = [course.height, *(one for one in tried if one != course.height)]
    owner, laid = bows(course.routes, heights)
    seen = _seen(course.routes, laid, inside)
    owner, laid = owner[seen], laid[seen]
    near = near_to(others, laid)
    crossings = meets(laid, others[near]) @ counts[near] * course.count
    costs = CROSSING * np.bincount(owner, crossings, len(heights))
    costs += _OVER * actors.beneath([course] * len(heights), owner, laid)
    best, least = 0, math.inf
    # What is known of all is looked at first; the rest as long as it can still matter.
    order: list[int] = np.argsort(costs, kind="stable").tolist()
    for rank in order:
        if costs[rank] >= least:
            break
        cost = float(costs[rank])
        cost += _FAR_OUT * max(0.0, abs(heights[rank]) / max(away, 1.0) - _GREAT)
        cost += covering(replace(course, height=heights[rank]), ground, inside)
        if cost < least or (cost == least and rank < best):
            best, least = rank, cost
    return replace(course, height=heights[best]), laid[owner == best]


def _steps(course: Course, inside: Box) -> Segments:
    """A course as straight pieces, without those beside the picture."""
    laid = bows(course.routes, [course.height])[1] if course.height else segments(course.routes)
    return laid[_seen(course.routes, laid, inside)]


def _seen(routes: Routes, laid: Segments, inside: Box) -> Segments:
    """Which pieces are in the picture, of a line that leaves it."""
    import numpy as np

    if len(routes) == 1:
        return np.ones(len(laid), dtype=bool)
    xs = laid[:, 0::2]
    return (xs.max(axis=1) > inside[0] - BEYOND) & (xs.min(axis=1) < inside[2] + BEYOND)
