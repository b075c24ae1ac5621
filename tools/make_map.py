"""Make ``resources/map`` out of Natural Earth's countries.

Usage: ``python tools/make_map.py COUNTRIES POINTS CODES`` where COUNTRIES is ``countries-50m.json``
of the npm package ``world-atlas`` 2.0.2, POINTS a CSV of Natural Earth's label points
(``iso_n3,name,lon,lat``) and CODES ``iso_3166-1.json`` of Debian's ``iso-codes``.

Shared borders are simplified once per arc, so neighbours still meet. Rings keep running past
180 degrees instead of being cut there: the program cuts them at the edge of the view it draws.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "resources" / "map"

Point = tuple[float, float]

#: file, tolerance of the simplification in degrees, smallest ring kept in square degrees,
#: steps per degree of the stored coordinates
SCALES = (
    ("land-low.json", 0.08, 0.06, 100),
    ("land-high.json", 0.012, 0.001, 1000),
)
LEFT_OUT = {"Antarctica", "Indian Ocean Ter.", "Ashmore and Cartier Is."}
WITHOUT_NUMBER = {"Kosovo": "XK", "Somaliland": "", "N. Cyprus": "", "Siachen Glacier": ""}
#: Label points that lie nowhere near: Fiji's is the mean of longitudes on both sides of 180 degrees.
MOVED = {"Fiji": (177.965, -17.815)}
DISPUTED = {"Kosovo", "Somaliland", "N. Cyprus", "Siachen Glacier", "W. Sahara"}


def decode_arcs(atlas: dict[str, Any]) -> list[list[Point]]:
    """Absolute longitudes and latitudes of the delta-coded arcs."""
    sx, sy = atlas["transform"]["scale"]
    tx, ty = atlas["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in atlas["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x += dx
            y += dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(unwrap(points))
    return arcs


def unwrap(points: list[Point]) -> list[Point]:
    """The same line with longitudes that never jump by more than half a turn."""
    out = [points[0]]
    for lon, lat in points[1:]:
        before = out[-1][0]
        out.append((lon - 360 * round((lon - before) / 360), lat))
    return out


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's line, longitudes scaled to true length at their latitude."""
    if len(points) < 3:
        return points
    squeeze = math.cos(math.radians(sum(lat for _, lat in points) / len(points)))
    flat = [(lon * squeeze, lat) for lon, lat in points]
    keep = {0, len(points) - 1}
    closed = flat[0] == flat[-1]
    if closed:
        far = max(range(len(flat)), key=lambda i: math.dist(flat[i], flat[0]))
        keep.add(far)
        stack = [(0, far), (far, len(flat) - 1)]
    else:
        stack = [(0, len(flat) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        (ax, ay), (bx, by) = flat[first], flat[last]
        length = math.hypot(bx - ax, by - ay)
        worst, index = -1.0, first
        for i in range(first + 1, last):
            px, py = flat[i]
            if length == 0:
                off = math.hypot(px - ax, py - ay)
            else:
                off = abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
            if off > worst:
                worst, index = off, i
        if worst > tolerance or (closed and len(keep) < 4):
            keep.add(index)
            stack += [(first, index), (index, last)]
    return [points[i] for i in sorted(keep)]


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The arcs of one ring joined end to end, without the repeated last point."""
    out: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        out += arc[1:] if out else arc
    return unwrap(out)[:-1]


def area(ring: list[Point]) -> float:
    """Size in square degrees, shrunk by latitude."""
    total = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += ax * by - bx * ay
    middle = sum(lat for _, lat in ring) / len(ring)
    return abs(total) / 2 * math.cos(math.radians(middle))


def deltas(ring: list[Point], steps: int) -> list[int]:
    """The ring as whole steps, each point counted from the one before it."""
    out: list[int] = []
    px = py = 0
    for lon, lat in ring:
        x, y = round(lon * steps), round(lat * steps)
        if not out or (x, y) != (px, py):
            out += [x - px, y - py]
            px, py = x, y
    return out


def box(rings: list[list[int]], steps: int) -> list[float]:
    """West, south, east and north of rings in steps, in degrees: what a view need not count out."""
    lons = [lon for ring in rings for lon in accumulate(ring[::2])]
    lats = [lat for ring in rings for lat in accumulate(ring[1::2])]
    return [min(lons) / steps, min(lats) / steps, max(lons) / steps, max(lats) / steps]


def convert(
    atlas: dict[str, Any],
    points: dict[str, Point],
    codes: dict[str, str],
    scale: tuple[str, float, float, int],
) -> dict[str, Any]:
    """One shipped file."""
    _, tolerance, smallest, steps = scale
    arcs = [simplify(arc, tolerance) for arc in decode_arcs(atlas)]
    countries: list[dict[str, Any]] = []
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name in LEFT_OUT or shape["type"] is None:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring_of(ring, arcs) for polygon in polygons for ring in polygon]
        rings = sorted((ring for ring in rings if len(ring) > 2), key=area, reverse=True)
        kept = rings[:1] + [ring for ring in rings[1:] if area(ring) >= smallest]
        lon, lat = MOVED.get(name, points[name])
        coded = [deltas(ring, steps) for ring in kept]
        countries.append(
            {
                "iso2": WITHOUT_NUMBER[name] if name in WITHOUT_NUMBER else codes[shape["id"]],
                "name": name,
                "label": [lon, lat],
                "disputed": name in DISPUTED,
                "box": box(coded, steps) if coded else [lon, lat, lon, lat],
                "rings": coded,
            }
        )
    countries.sort(key=lambda country: (country["iso2"], country["name"]))
    return {"source": "Natural Earth 1:50m, public domain", "steps": steps, "countries": countries}


def main(countries: Path, label_points: Path, iso: Path) -> None:
    """Write every scale."""
    atlas = json.loads(countries.read_text(encoding="utf-8"))
    with label_points.open(encoding="utf-8", newline="") as rows:
        points = {
            row["name"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(rows)
        }
    codes = {
        row["numeric"]: row["alpha_2"]
        for row in json.loads(iso.read_text(encoding="utf-8"))["3166-1"]
    }
    OUT.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        made = convert(atlas, points, codes, scale)
        rows = ",\n".join(
            json.dumps(country, ensure_ascii=False, separators=(",", ":"))
            for country in made.pop("countries")
        )
        head = json.dumps(made, ensure_ascii=False)[:-1]
        (OUT / scale[0]).write_text(f'{head}, "countries": [\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
