"""The shipped map as it lies in its files: countries, what is disputed in them, and former states."""

from __future__ import annotations

import gc
import json
import math
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import mul
from typing import TYPE_CHECKING, Any

from briefing.domain.folding import fold
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ring:
    """One outline: longitudes, latitudes in steps, ``fine`` to a degree, and what bounds them."""

    lons: tuple[float, ...]
    steps: tuple[int, ...]
    fine: int
    west: float
    east: float
    south: float
    north: float


class Country:
    """A country as Natural Earth draws it. ``iso2`` is empty where ISO 3166-1 has no code.

    Its rings are counted out when they are first asked for: a view of one region needs few of them.
    """

    __slots__ = ("_fine", "_raw", "_rings", "box", "disputed", "iso2", "lat", "lon", "name")

    def __init__(self, row: dict[str, Any], fine: int) -> None:
        self.iso2: str = row["iso2"]
        self.name: str = row["name"]
        self.lon: float = row["label"][0]
        self.lat: float = row["label"][1]
        self.disputed: bool = row["disputed"]
        #: West, south, east, north in degrees.
        self.box: tuple[float, float, float, float] = tuple(row["box"])
        self._raw: list[list[int]] = row["rings"]
        self._fine = fine
        self._rings: tuple[Ring, ...] | None = None

    @property
    def rings(self) -> tuple[Ring, ...]:
        """Its outlines, the greatest first."""
        if self._rings is None:
            self._rings = tuple(_ring(deltas, self._fine) for deltas in self._raw)
            self._raw = []
        return self._rings


@dataclass(frozen=True, slots=True)
class Area:
    """Disputed land within a country, as the rings of its own."""

    name: str
    of: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A state that is no more. ``land`` are codes of today's states; where it held a part of one only,
    ``of`` is that state and ``line`` the border between the two, on whose right (or left) it lay."""

    code: str
    iso: str
    cow: int
    name: str
    land: tuple[str, ...]
    place: Place
    of: str = ""
    line: tuple[Place, ...] = ()
    left: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """What a map colours for it: today's states, or its own part of one."""
        return (self.code,) if self.line else self.land


@lru_cache(maxsize=2)
def countries(detail: str = "low") -> tuple[Country, ...]:
    """Every country of the shipped map, ``detail`` "low" or "high"."""
    text = resource("map", f"land-{detail}.json").read_text(encoding="utf-8")
    with uncollected():
        raw: dict[str, Any] = json.loads(text)
        return tuple(Country(row, int(raw["steps"])) for row in raw["countries"])


@contextmanager
def uncollected() -> Generator[None]:
    """No search for garbage meanwhile: all that is made stays, and looking at it takes four fifths."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _ring(deltas: list[int], fine: int) -> Ring:
    lons = tuple(x / fine for x in accumulate(deltas[::2]))
    lats = tuple(accumulate(deltas[1::2]))
    return Ring(lons, lats, fine, min(lons), max(lons), min(lats) / fine, max(lats) / fine)


def ring_of(places: Sequence[Place], fine: int = 1000) -> Ring | None:
    """A ring through places in degrees, its longitudes running on past 180; None where it is no area."""
    lons: list[float] = []
    steps: list[int] = []
    for lon, lat in places:
        if lons:
            lon -= 360 * round((lon - lons[-1]) / 360)
        lons.append(lon)
        steps.append(round(lat * fine))
    if len(lons) > 1 and (lons[0], steps[0]) == (lons[-1], steps[-1]):
        lons.pop()
        steps.pop()
    if len(lons) < 3:
        return None
    south, north = min(steps) / fine, max(steps) / fine
    return Ring(tuple(lons), tuple(steps), fine, min(lons), max(lons), south, north)


@lru_cache(maxsize=1)
def label_points() -> dict[str, Place]:
    """Longitude and latitude of a point well inside each country, by ISO 3166-1 alpha-2 code.

    A former state that held a part of one stands there by its own code.
    """
    found = {row.iso2: (row.lon, row.lat) for row in countries() if row.iso2}
    return found | {one.code: one.place for one in former_states() if one.line}


@lru_cache(maxsize=1)
def areas_of_land() -> dict[str, float]:
    """How large each country is, by code, in square degrees at the equator (12,364 km² each)."""
    found = {c.iso2: sum(_area(ring) for ring in c.rings) for c in countries() if c.iso2}
    for one in former_states():
        if one.line:
            mine, _rest = split(one, "low")
            found[one.code] = sum(_area(ring) for ring in mine)
    return found


def _area(ring: Ring) -> float:
    lons, lats = ring.lons, ring.steps
    forth = sum(map(mul, lons, (*lats[1:], lats[0])))
    back = sum(map(mul, (*lons[1:], lons[0]), lats))
    middle = math.radians((ring.south + ring.north) / 2)
    return abs(forth - back) / 2 / ring.fine * math.cos(middle)


# ---------------------------------------------------------------------- what is disputed


@lru_cache(maxsize=2)
def disputed_areas(detail: str) -> tuple[Area, ...]:
    """Land within the countries that others claim, cut out of their outlines."""
    raw = json.loads(resource("map", "disputed.json").read_text(encoding="utf-8"))
    rings = {country.iso2: country for country in countries(detail)}
    found: list[Area] = []
    for row in raw["areas"]:
        edge = [(float(lon), float(lat)) for lon, lat in row["area"]]
        west, east = min(x for x, _ in edge), max(x for x, _ in edge)
        south, north = min(y for _, y in edge), max(y for _, y in edge)
        cut = [
            _within(ring, edge)
            for ring in rings[row["of"]].rings
            if ring.west < east and ring.east > west and ring.south < north and ring.north > south
        ]
        found.append(Area(row["name"], row["of"], tuple(ring for ring in cut if ring)))
    return tuple(found)


def _within(ring: Ring, edge: Sequence[Place]) -> Ring | None:
    """The part of a ring inside a convex area (Sutherland and Hodgman)."""
    turn = sum(
        (b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(edge, (*edge[1:], edge[0]), strict=True)
    )
    around = list(edge) if turn < 0 else list(reversed(edge))
    points = [(lon, step / ring.fine) for lon, step in zip(ring.lons, ring.steps, strict=True)]
    for a, b in zip(around, (*around[1:], around[0]), strict=True):
        points = _left_of(points, a, b)
    return ring_of(points)


def _left_of(points: list[Place], a: Place, b: Place) -> list[Place]:
    out: list[Place] = []
    if not points:
        return out
    before, was = points[-1], _side(a, b, points[-1])
    for point in points:
        now = _side(a, b, point)
        if (now >= 0) != (was >= 0):
            t = was / (was - now)
            out.append(
                (before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1]))
            )
        if now >= 0:
            out.append(point)
        before, was = point, now
    return out


def _side(a: Place, b: Place, c: Place) -> float:
    """Above 0 where c lies to the left of the way from a to b."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


# ---------------------------------------------------------------------- what is no more


@lru_cache(maxsize=1)
def former_states() -> tuple[Former, ...]:
    """The states that are no more, as far as the map can draw them."""
    raw = json.loads(resource("map", "former.json").read_text(encoding="utf-8"))
    return tuple(
        Former(
            row["code"],
            row["iso"],
            row["cow"],
            row["name"],
            tuple(row["land"]),
            (float(row["place"][0]), float(row["place"][1])),
            row.get("of", ""),
            tuple((float(lon), float(lat)) for lon, lat in row.get("line", ())),
            row.get("side") == "left",
        )
        for row in raw["states"]
    )


@lru_cache(maxsize=1)
def _former_by_name() -> dict[str, Former]:
    raw = json.loads(resource("map", "former.json").read_text(encoding="utf-8"))
    found: dict[str, Former] = {}
    for row, one in zip(raw["states"], former_states(), strict=True):
        for word in (row["name"], *row["names"], row["iso"]):
            if word:
                found.setdefault(fold(word), one)
    return found


def former_state(name: str) -> Former | None:
    """The former state of a name or an ISO 3166-3 code, if the map knows it."""
    return _former_by_name().get(fold(name))


@cache
def split(state: Former, detail: str) -> tuple[tuple[Ring, ...], tuple[Ring, ...]]:
    """The land of ``state.of``: what was the former state's, and what was not."""
    whole = next(country for country in countries(detail) if country.iso2 == state.of)
    mine: list[Ring] = []
    rest: list[Ring] = []
    for ring in whole.rings:
        one, other = _parted(ring, state.line)
        if state.left:
            one, other = other, one
        mine += one
        rest += other
    return tuple(mine), tuple(rest)


def _parted(ring: Ring, line: Sequence[Place]) -> tuple[list[Ring], list[Ring]]:
    """The parts of a ring to the right and to the left of a line that runs right through it."""
    points = [(lon, step / ring.fine) for lon, step in zip(ring.lons, ring.steps, strict=True)]
    hits = _crossings(points, line)
    if len(hits) < 2:
        middle = (
            sum(lon for lon, _ in points) / len(points),
            sum(lat for _, lat in points) / len(points),
        )
        return ([ring], []) if _right_of(line, middle) else ([], [ring])
    # Where it meets the outline first and last; what it does between is a matter of bays.
    hits.sort()
    (along_in, edge_in, at_in), (along_out, edge_out, at_out) = hits[0], hits[-1]
    inner = [at_in, *line[int(along_in) + 1 : int(along_out) + 1], at_out]
    # From where the line leaves on along the outline to where it came in, and the other way round.
    first = [*_run(points, edge_out, edge_in), *inner]
    second = [*_run(points, edge_in, edge_out), *reversed(inner)]
    rings = [one for one in (ring_of(first), ring_of(second)) if one]
    if len(rings) < 2:
        return ([ring], []) if _right_of(line, points[0]) else ([], [ring])
    # A ring that runs against the clock has the line's right outside; the areas tell which is which.
    right = _signed(first) < 0
    return ([rings[0]], [rings[1]]) if right else ([rings[1]], [rings[0]])


def _crossings(points: Sequence[Place], line: Sequence[Place]) -> list[tuple[float, int, Place]]:
    found: list[tuple[float, int, Place]] = []
    for number, (a, b) in enumerate(pairwise(line)):
        low, high = min(a[1], b[1]), max(a[1], b[1])
        west, east = min(a[0], b[0]), max(a[0], b[0])
        for edge, p in enumerate(points):
            q = points[(edge + 1) % len(points)]
            if max(p[1], q[1]) < low or min(p[1], q[1]) > high:
                continue
            if max(p[0], q[0]) < west or min(p[0], q[0]) > east:
                continue
            one, two = _side(a, b, p), _side(a, b, q)
            three, four = _side(p, q, a), _side(p, q, b)
            if (one >= 0) != (two >= 0) and (three >= 0) != (four >= 0):
                t = three / (three - four)
                at = (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
                found.append((number + t, edge, at))
    return found


def _run(points: Sequence[Place], start: int, end: int) -> list[Place]:
    """The corners after edge ``start`` up to the beginning of edge ``end``, around."""
    count = len(points)
    return [points[(start + 1 + i) % count] for i in range((end - start) % count)]


def _signed(points: Sequence[Place]) -> float:
    """Twice the area, above 0 where the points run against the clock."""
    return sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(points, (*points[1:], points[0]), strict=True)
    )


def _right_of(line: Sequence[Place], place: Place) -> bool:
    """Whether a place lies to the right of a line, by the piece that is nearest to it."""
    best = min(
        pairwise(line),
        key=lambda piece: math.dist(
            ((piece[0][0] + piece[1][0]) / 2, (piece[0][1] + piece[1][1]) / 2), place
        ),
    )
    return _side(*best, place) < 0
