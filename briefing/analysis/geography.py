"""The shipped map: the countries' outlines, cut and projected for one view."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

from briefing.analysis.projection import HALF_WIDTH, TOP, forward, parallel, wrap
from briefing.analysis.territory import (
    Country,
    Former,
    Ring,
    countries,
    disputed_areas,
    split,
    uncollected,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Box

Rings = tuple[tuple[float, ...], ...]

#: How far beyond the picture outlines run before they are cut, so that the cut is not seen.
_MARGIN = 6.0
#: Gaps between longitudes in which a map is tried to be cut.
_CUTS = 8
#: An outline keeps points this far apart, and of those the ones where it bends by more than the
#: second; in picture units, a border being 0.7 wide.
_APART, _BEND = 0.7, 0.25


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the world fills a rectangle.

    A place at projected (x, y) lies at ``left + x * scale``, ``top - y * scale``.
    """

    centre: float
    scale: float
    left: float
    top: float
    box: Box

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        x, y = forward(lon, lat, self.centre)
        return self.left + x * self.scale, self.top - y * self.scale


@dataclass(frozen=True, slots=True)
class Outline:
    """A country in picture units: flat rings and the box around them."""

    country: Country
    rings: Rings
    box: Box


#: As ``parallel``, for the bounds of countries and of their rings: each view asks for them again.
_parallel = lru_cache(maxsize=8192)(parallel)


@cache
def _parallel_at(step: int, fine: int) -> tuple[float, float]:
    """``parallel`` of a latitude in steps, ``fine`` to a degree: very many points share one."""
    return parallel(step / fine)


def middle_meridian(longitudes: Sequence[float], ties: Sequence[tuple[float, float]] = ()) -> float:
    """The meridian to centre on: all longitudes lie close together and ties run short.

    ``ties`` are the longitudes of what lines will join. They weigh more than the width of the
    picture: lines over the Pacific are not to go round the world by the Atlantic.
    """
    return _middle(tuple(longitudes), tuple(ties))


@lru_cache(maxsize=8)
def _middle(longitudes: tuple[float, ...], ties: tuple[tuple[float, float], ...]) -> float:
    """Kept, since a frame asks twice and mostly stays from one date to the next."""
    if not longitudes:
        return 0.0
    around = sorted({lon % 360 for lon in longitudes})
    gaps = [
        (360 - (after - before), after)
        for before, after in zip([around[-1] - 360, *around], around, strict=False)
    ]
    # The widest gaps are where a map can be cut at all, and ties of whole degrees say enough.
    gaps = sorted(gaps)[:_CUTS]
    joined = Counter((round(a), round(b)) for a, b in ties)
    ends = {degree for tie in joined for degree in tie}
    best, chosen = float("inf"), 0.0
    for span, after in gaps:
        middle = wrap(after + span / 2)
        at = {degree: wrap(degree, middle) for degree in ends}
        run = sum(n * abs(at[a] - at[b]) for (a, b), n in joined.items())
        cost = 0.25 * span + run / max(1, len(ties))
        if cost < best:
            best, chosen = cost, middle
    return chosen


def fit(
    places: Sequence[tuple[float, float]],
    box: Box,
    pad: float = 70.0,
    ties: Sequence[tuple[float, float]] = (),
) -> View:
    """The view that shows all places in a box with room for their labels; the world if none.

    ``ties`` are pairs of longitudes that lines will join (see ``middle_meridian``).
    """
    left, top, right, bottom = box
    width, height = max(1.0, right - left), max(1.0, bottom - top)
    centre = middle_meridian([lon for lon, _ in places], ties) if places else 11.0
    points = [forward(lon, lat, centre) for lon, lat in places]
    if not points:
        points = [(-HALF_WIDTH, TOP), (HALF_WIDTH, -0.8 * TOP)]
        pad = 0.0
    across = min(pad, width / 13)
    pad = min(pad, width / 9, height / 4)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    # A lone place is shown with its neighbourhood, about forty degrees wide.
    wide, tall = max(max(xs) - min(xs), 0.35), max(max(ys) - min(ys), 0.12)
    scale = min((width - 2 * across) / wide, (height - 1.2 * pad) / tall)
    # Never smaller than the world, or the picture would be mostly empty.
    scale = max(scale, min(width / (2 * HALF_WIDTH), height / (2 * TOP)))
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    half = height / 2 / scale
    middle_y = 0.0 if half >= TOP else max(half - TOP, min(TOP - half, middle_y))
    return View(
        centre=centre,
        scale=scale,
        left=(left + right) / 2 - middle_x * scale,
        top=(top + bottom) / 2 + middle_y * scale,
        box=box,
    )


@lru_cache(maxsize=16)
def outlines(view: View, detail: str) -> tuple[Outline, ...]:
    """Every country that the view shows, cut at the view's edge and at its antimeridian."""
    with uncollected():
        return tuple(
            Outline(country, *shape)
            for country in countries(detail)
            if _near(country.box, view) and (shape := project(country.rings, view)) is not None
        )


@lru_cache(maxsize=16)
def disputed_outlines(view: View, detail: str) -> tuple[tuple[str, Rings, Box], ...]:
    """The disputed land that the view shows: name, rings, and the box around them."""
    return tuple(
        (area.name, *shape)
        for area in disputed_areas(detail)
        if (shape := project(area.rings, view)) is not None
    )


@lru_cache(maxsize=32)
def split_outlines(
    state: Former, view: View, detail: str
) -> tuple[tuple[Rings, Box] | None, tuple[Rings, Box] | None]:
    """A former state's part of a country of today, and what is left of that country."""
    mine, rest = split(state, detail)
    return project(mine, view), project(rest, view)


def project(rings: Sequence[Ring], view: View) -> tuple[Rings, Box] | None:
    """Rings in picture units, cut for the view, and the box around them; None where it shows none."""
    left, top, right, bottom = view.box
    frame = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    found: list[tuple[float, ...]] = []
    for ring in rings:
        found += _project(ring, view, frame)
    if not found:
        return None
    xs = [x for ring in found for x in ring[::2]]
    ys = [y for ring in found for y in ring[1::2]]
    return tuple(found), (min(xs), min(ys), max(xs), max(ys))


def turn_at(view: View, lat: float) -> float:
    """How far the world repeats at a latitude, in picture units."""
    return 360 * parallel(lat)[0] * view.scale


def _near(box: tuple[float, float, float, float], view: View) -> bool:
    """Whether the view may show something of a box in degrees."""
    west, south, east, north = box
    left, top, right, bottom = view.box
    low, high = (view.top - bottom) / view.scale, (view.top - top) / view.scale
    if _parallel(north)[1] < low or _parallel(south)[1] > high:
        return False
    widest = max(_parallel(lat)[0] for lat in (south, north, min(north, max(south, 0.0))))
    narrowest = min(_parallel(lat)[0] for lat in (south, north))
    for turn in (-360.0, 0.0, 360.0):
        one, two = west + turn - view.centre, east + turn - view.centre
        far_left = min(one * widest, one * narrowest)
        far_right = max(two * widest, two * narrowest)
        if (
            view.left + far_right * view.scale >= left - _MARGIN
            and view.left + far_left * view.scale <= right + _MARGIN
        ):
            return True
    return False


def _project(ring: Ring, view: View, frame: Box) -> list[tuple[float, ...]]:
    low, high = view.top - frame[3], view.top - frame[1]
    left, top, scale = view.left, view.top, view.scale
    if _parallel(ring.north)[1] * scale < low or _parallel(ring.south)[1] * scale > high:
        return []
    done: list[tuple[float, ...]] = []
    for turn in (-360.0, 0.0, 360.0):
        shift = turn - view.centre
        west, east = ring.west + shift, ring.east + shift
        if east <= -180 or west >= 180:
            continue
        bands = map(_parallel_at, ring.steps, repeat(ring.fine))
        if west >= -180 and east <= 180:
            flat = [
                (left + (lon + shift) * along * scale, top - y * scale)
                for lon, (along, y) in zip(ring.lons, bands, strict=True)
            ]
        else:
            points = [(lon + shift, *band) for lon, band in zip(ring.lons, bands, strict=True)]
            if west < -180:
                points = _cut_meridian(points, -180.0, 1)
            if east > 180:
                points = _cut_meridian(points, 180.0, -1)
            flat = [(left + lon * along * scale, top - y * scale) for lon, along, y in points]
        flat = _thinned(_cut(flat, frame))
        if len(flat) > 2:
            done.append(tuple(chain.from_iterable(flat)))
    return done


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring without what is too fine to be seen; a small islet stays as it is."""
    if len(points) < 9:
        return points
    x0, y0 = x, y = points[0]
    kept = [points[0]]
    # (x0, y0) is kept, (x, y) is kept if the ring bends there on its way to the next point.
    for point in points:
        dx, dy = point[0] - x, point[1] - y
        if abs(dx) + abs(dy) < _APART:
            continue
        wide, tall = point[0] - x0, point[1] - y0
        off = wide * (y - y0) - tall * (x - x0)
        if off * off > _BEND * _BEND * (wide * wide + tall * tall):
            kept.append((x, y))
            x0, y0 = x, y
        x, y = point
    kept.append((x, y))
    return kept if len(kept) > 3 else points[:: len(points) // 4]


def _cut_meridian(
    points: list[tuple[float, float, float]], edge: float, side: int
) -> list[tuple[float, float, float]]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    out: list[tuple[float, float, float]] = []
    if not points:
        return out
    before = points[-1]
    for point in points:
        inside, was = (point[0] - edge) * side >= 0, (before[0] - edge) * side >= 0
        if inside != was:
            t = (edge - before[0]) / (point[0] - before[0])
            out.append(
                (
                    edge,
                    before[1] + t * (point[1] - before[1]),
                    before[2] + t * (point[2] - before[2]),
                )
            )
        if inside:
            out.append(point)
        before = point
    return out


def _cut(points: list[tuple[float, float]], frame: Box) -> list[tuple[float, float]]:
    """The part of a ring inside a box (Sutherland and Hodgman)."""
    for axis, edge, side in (
        (0, frame[0], 1),
        (0, frame[2], -1),
        (1, frame[1], 1),
        (1, frame[3], -1),
    ):
        if not points:
            return points
        values = [point[axis] for point in points]
        if (min(values) if side > 0 else -max(values)) >= edge * side:
            continue
        out: list[tuple[float, float]] = []
        before = points[-1]
        for point in points:
            inside, was = (point[axis] - edge) * side >= 0, (before[axis] - edge) * side >= 0
            if inside != was:
                t = (edge - before[axis]) / (point[axis] - before[axis])
                out.append(
                    (before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1]))
                )
            if inside:
                out.append(point)
            before = point
        points = out
    return points
