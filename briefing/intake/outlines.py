"""Files of shapes that states had, each for a time: GeoJSON (RFC 7946) and TopoJSON.

Read are the fields that CShapes uses for name, codes and days, and the like of other files, in any case of
letters. A last day that many shapes share is the end of the data: nothing is known after it, and nothing said
to have ended.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from briefing.domain.dates import DateError, parse
from briefing.intake.readers.result import failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_BYTES = 300_000_000
_MOST_SHAPES = 50_000
#: Degrees between the points that are kept: a border on a map of the world is wider.
_APART = 0.01
_NAMES = (
    "cntry_name",
    "country_name",
    "country",
    "name",
    "statename",
    "statenme",
    "state",
    "admin",
)
_ISO = ("iso1al2", "iso2", "iso_a2", "iso_3166_1_alpha_2", "iso3166", "country_code")
_COW = ("cowcode", "ccode", "cow", "gwcode", "gw")
_FROM = ("gwsdate", "cowsdate", "start", "start_date", "startdate", "from", "valid_from", "begin")
_UNTIL = ("gwedate", "cowedate", "end", "end_date", "enddate", "until", "to", "valid_to")
_PARTS = (("gws", "cows", "start"), ("gwe", "cowe", "end"))
#: The share of shapes whose last day is the same, from which on it is the end of the data.
_TOGETHER = 0.2

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """The land of a state for a time. ``held`` is EDTF; ``geometry`` GeoJSON, thinned to what shows."""

    name: str
    iso2: str
    cow: str
    held: str
    geometry: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a file holds. ``failed`` has one line for each shape that could not be read.

    ``until`` is the last day of the data, where the file shows one.
    """

    shapes: tuple[Shape, ...]
    failed: tuple[str, ...] = ()
    until: str = ""


def read(data: bytes, name: str) -> Shapes:
    """The shapes of a file. Raises UserError, one line, where it is none of shapes."""
    if len(data) > MOST_BYTES:
        raise failure(name, "the file is larger than 300 MB; save it with fewer points.")
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise failure(
            name, "this is no GeoJSON or TopoJSON; save the shapes as GeoJSON."
        ) from error
    found = list(_features(raw, name))
    if not found:
        raise failure(
            name, "there are no shapes in this file; save the areas of states as GeoJSON."
        )
    if len(found) > _MOST_SHAPES:
        raise failure(name, f"more than {_MOST_SHAPES:,} shapes; save a part of them.")
    rows: list[tuple[Mapping[str, Any], str]] = []
    failed: list[str] = []
    for number, (fields, polygons) in enumerate(found, 1):
        called = _first(fields, _NAMES) or f"Shape {number}"
        try:
            rows.append((fields, _geometry(polygons)))
        except _WrongError as error:
            failed.append(f"{called}: {error}")
    until = _end_of_data([_day(fields, 1) for fields, _ in rows])
    shapes: list[Shape] = []
    for number, (fields, geometry) in enumerate(rows, 1):
        called = _first(fields, _NAMES)
        if not called:
            failed.append(f"Shape {number}: no name; give each shape a field “name”.")
            continue
        try:
            held = _held(_day(fields, 0), _day(fields, 1), until)
        except DateError as error:
            failed.append(f"{called}: {error}")
            continue
        shapes.append(
            Shape(called, _code(_first(fields, _ISO)), _number(fields, _COW), held, geometry)
        )
    if not shapes:
        raise failure(name, failed[0] if failed else "no shape in it can be read.")
    return Shapes(tuple(shapes), tuple(failed), until)


class _WrongError(Exception):
    """Why a shape cannot be read."""


# ---------------------------------------------------------------------- features


def _dict(value: object) -> dict[str, Any]:
    """What JSON calls an object; empty for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _features(raw: object, name: str) -> Iterator[tuple[Mapping[str, Any], Iterable[Any]]]:
    """The fields of each shape in small letters, and its polygons as rings of places."""
    whole = _dict(raw)
    kind = whole.get("type")
    if kind == "Topology":
        yield from _topology(whole, name)
    elif kind == "FeatureCollection":
        for one in map(_dict, _list(whole.get("features"))):
            yield _fields(one), _polygons(one.get("geometry"))
    elif kind == "Feature":
        yield _fields(whole), _polygons(whole.get("geometry"))
    elif kind in ("Polygon", "MultiPolygon"):
        raise failure(
            name, "a shape without fields; save it with the name of its state and its dates."
        )
    else:
        raise failure(name, "this is no GeoJSON or TopoJSON; save the shapes as GeoJSON.")


def _fields(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in _dict(shape.get("properties")).items()}


def _polygons(geometry: object) -> list[Any]:
    found = _dict(geometry)
    rings = _list(found.get("coordinates"))
    return [rings] if found.get("type") == "Polygon" else rings


def _topology(raw: dict[str, Any], name: str) -> Iterator[tuple[Mapping[str, Any], Iterable[Any]]]:
    try:
        arcs = _arcs(raw)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise failure(name, "its arcs cannot be read; save the shapes as GeoJSON.") from error
    for whole in map(_dict, _dict(raw.get("objects")).values()):
        for one in map(_dict, _list(whole.get("geometries")) or [whole]):
            if one.get("type") not in ("Polygon", "MultiPolygon"):
                continue
            groups = _list(one.get("arcs"))
            polygons = [groups] if one["type"] == "Polygon" else groups
            try:
                rings = [[_joined(ring, arcs) for ring in polygon] for polygon in polygons]
            except (TypeError, IndexError):
                rings = []
            yield _fields(one), rings


def _arcs(raw: dict[str, Any]) -> list[list[Place]]:
    """Places of the arcs: counted out from steps where the file is quantised."""
    transform = raw.get("transform")
    if not transform:
        return [[(float(x), float(y)) for x, y, *_ in arc] for arc in raw["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    found: list[list[Place]] = []
    for arc in raw["arcs"]:
        x = y = 0
        points: list[Place] = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def _joined(indices: Sequence[int], arcs: Sequence[list[Place]]) -> list[Place]:
    points: list[Place] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


# ---------------------------------------------------------------------- geometry


def _geometry(polygons: Iterable[Any]) -> str:
    """The polygons as a GeoJSON MultiPolygon with no more points than show."""
    kept: list[list[list[list[float]]]] = []
    for polygon in polygons:
        rings = [ring for one in _list(polygon) if (ring := _thinned(_places(one)))]
        if rings:
            kept.append(rings)
    if not kept:
        raise _WrongError("no area; it needs a Polygon or MultiPolygon.")
    return json.dumps({"type": "MultiPolygon", "coordinates": kept}, separators=(",", ":"))


def _places(ring: object) -> list[Place]:
    found: list[Place] = []
    if not isinstance(ring, list):
        raise _WrongError("its coordinates are no rings of places.")
    for one in cast("list[Any]", ring):
        try:
            lon, lat = float(one[0]), float(one[1])
        except (TypeError, ValueError, IndexError) as error:
            raise _WrongError("its coordinates are no pairs of numbers.") from error
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise _WrongError("a coordinate is no number.")
        if abs(lon) > 360 or abs(lat) > 90.001:
            raise _WrongError("its coordinates are no degrees; save it as longitude and latitude.")
        found.append((lon, max(-90.0, min(90.0, lat))))
    return found


def _thinned(points: list[Place]) -> list[list[float]]:
    """A closed ring without points that lie closer than can be seen; empty where it is too small."""
    kept: list[list[float]] = []
    for lon, lat in points:
        x, y = round(lon, 3), round(lat, 3)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _APART:
            kept.append([x, y])
    if kept and kept[0] != kept[-1]:
        kept.append(list(kept[0]))
    return kept if len(kept) >= 4 else []


# ---------------------------------------------------------------------- fields


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip() and value.strip() not in ("-1", "-99"):
            return " ".join(value.split())[:200]
    return ""


def _code(text: str) -> str:
    return text.upper() if len(text) == 2 and text.isalpha() and text.isascii() else ""


def _number(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            digits = str(value).removesuffix(".0").strip()
            if digits.isdigit() and int(digits) > 0:
                return digits
    return ""


def _day(fields: Mapping[str, Any], which: int) -> str:
    """The first (0) or last (1) day as it is written: a date, or year, month and day apart."""
    for name in (_FROM, _UNTIL)[which]:
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
            return f"{value:04d}"
        if isinstance(value, str) and value.strip():
            return _iso_day(value.strip())
    for stem in _PARTS[which]:
        year = _number(fields, (f"{stem}year",))
        if year:
            month, day = _number(fields, (f"{stem}month",)), _number(fields, (f"{stem}day",))
            parts = [f"{int(year):04d}"]
            if month and 1 <= int(month) <= 12:
                parts.append(f"{int(month):02d}")
                if day and 1 <= int(day) <= 31:
                    parts.append(f"{int(day):02d}")
            return "-".join(parts)
    return ""


def _iso_day(text: str) -> str:
    """ "1946-07-04 00:00:00" and "1946/7/4" as EDTF writes them."""
    parts = text.split("T")[0].split(" ")[0].replace("/", "-").split("-")
    if all(part.isdigit() for part in parts) and 1 <= len(parts) <= 3 and len(parts[0]) == 4:
        return "-".join([parts[0], *(f"{int(part):02d}" for part in parts[1:])])
    return text


def _end_of_data(ends: Sequence[str]) -> str:
    known = [one for one in ends if one]
    if not known:
        return ""
    last = max(known)
    count = Counter(known)[last]
    return last if count > 1 and count >= _TOGETHER * len(known) else ""


def _held(first: str, last: str, until: str) -> str:
    """The time as EDTF; open where the data end, since what came after is not known."""
    for one in (first, last):
        if one:
            parse(one)
    if last and last == until:
        last = ""
    if not first and not last:
        return ""
    # Nothing after the stroke is an end that nobody knows.
    text = f"{first or '..'}/{last}"
    date = parse(text)
    if date.earliest is not None and date.latest is not None and date.earliest > date.latest:
        raise DateError(f"{first} to {last} ends before it begins")
    return text
