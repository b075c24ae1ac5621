"""Where the actors of a bloc map stand in the picture, none covering another."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.map_lines import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.analysis.geography import View
    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Box

#: With more actors than this, nodes become smaller, down to the least radius.
_ROOMY, _LEAST = 36, 3.0
_GAP = 3.0
_ROUNDS = 60
#: Fields in a column, more than a picture has, and the way from a field to those around it and itself.
_TALL = 1 << 20
_AROUND = tuple(dx * _TALL + dy for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def radius_for(count: int, size: float) -> float:
    """How large nodes are among so many, beside text of a size."""
    full = size * 0.4
    return full if count <= _ROOMY else max(_LEAST, full * math.sqrt(_ROOMY / count))


def stand(
    scene: MapScene,
    places: Mapping[str, tuple[float, float]],
    view: View,
    size: float,
    inside: Box | None,
) -> dict[str, Node]:
    """Nodes at their places, pushed apart where they would cover each other, and into ``inside``.

    Who has no place of its own stands beside the actor that it belongs to: a leader by the state.
    """
    home = {actor.id: actor.beside for actor in scene.actors}
    keys = [actor.id for actor in scene.actors if actor.id in places]
    keys += [one for one in home if one not in places and home[one] in places]
    rows = tuple(
        (places[key], "") if key in places else (places[home[key]], home[key]) for key in keys
    )
    nodes = _stood(rows, view, radius_for(len(keys), size), inside)
    return dict(zip(keys, nodes, strict=True))


@lru_cache(maxsize=16)
def _stood(
    rows: tuple[tuple[tuple[float, float], str], ...], view: View, radius: float, inside: Box | None
) -> tuple[Node, ...]:
    """Nodes at places, each of an actor's own or of the one named, beside which it stands.

    Kept, since from one date to the next often the same actors are there.
    """
    spots: list[list[float]] = []
    around: dict[str, int] = {}
    for place, beside in rows:
        x, y = view.place(*place)
        if beside:
            # One after another around the state, from the lower right on.
            number = around[beside] = around.get(beside, 0) + 1
            turn = math.pi / 4 + (number - 1) * math.pi / 3
            away = (2 * radius + _GAP) * (1 + (number - 1) // 6)
            x, y = x + math.cos(turn) * away, y + math.sin(turn) * away
        spots.append([x, y])
    push_apart(spots, 2 * radius + _GAP, radius, inside)
    return tuple(Node(x, y, radius) for x, y in spots)


def push_apart(spots: list[list[float]], apart: float, radius: float, inside: Box | None) -> None:
    """Move points, in place, until none is nearer to another than ``apart`` and all lie ``inside``."""
    left, top, right, bottom = inside or (-math.inf, -math.inf, math.inf, math.inf)
    low_x, high_x = left + radius + 3, max(left + radius + 3, right - radius - 3)
    low_y, high_y = top + radius + 3, max(top + radius + 3, bottom - radius - 3)
    for spot in spots:
        spot[0] = max(low_x, min(high_x, spot[0]))
        spot[1] = max(low_y, min(high_y, spot[1]))
    for _ in range(_ROUNDS):
        cells: dict[int, list[int]] = {}
        for number, (x, y) in enumerate(spots):
            cells.setdefault(int(x // apart) * _TALL + int(y // apart), []).append(number)
        moved = False
        none: list[int] = []
        for cell, here in cells.items():
            near = [other for step in _AROUND for other in cells.get(cell + step, none)]
            for one in here:
                spot = spots[one]
                for other in near:
                    if (
                        one < other
                        and abs(spots[other][0] - spot[0]) < apart
                        and abs(spots[other][1] - spot[1]) < apart
                        and _part(spot, spots[other], apart, one)
                    ):
                        moved = True
        for spot in spots:
            spot[0] = max(low_x, min(high_x, spot[0]))
            spot[1] = max(low_y, min(high_y, spot[1]))
        if not moved:
            return


def _part(a: list[float], b: list[float], apart: float, number: int) -> bool:
    dx, dy = b[0] - a[0], b[1] - a[1]
    away = math.hypot(dx, dy)
    if away >= apart - 0.01:
        return False
    if away < 0.01:
        dx, dy, away, push = math.cos(number + 1.0), math.sin(number + 1.0), 1.0, apart / 2
    else:
        push = (apart - away) / 2
    # A little more than needed, or a crowd takes many rounds to settle.
    push *= 1.02
    a[0] -= dx / away * push
    a[1] -= dy / away * push
    b[0] += dx / away * push
    b[1] += dy / away * push
    return True
