"""Shapes with dates from GeoJSON and TopoJSON files."""

from __future__ import annotations

import json

import pytest

from briefing.errors import UserError
from briefing.intake.outlines import read

SQUARE = [[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]


def feature(called, geometry=None, **fields):
    return {
        "type": "Feature",
        "properties": {"cntry_name": called, **fields},
        "geometry": geometry or {"type": "Polygon", "coordinates": [SQUARE]},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_names_codes_and_days_as_cshapes_has_them():
    found = read(
        collection(
            feature(
                "German Democratic Republic",
                gwcode=265,
                gwsyear=1949,
                gwsmonth=10,
                gwsday=7,
                gweyear=1990,
                gwemonth=10,
                gweday=2,
            )
        ),
        "cshapes.geojson",
    )
    (shape,) = found.shapes
    assert (shape.name, shape.cow) == ("German Democratic Republic", "265")
    assert shape.held == "1949-10-07/1990-10-02"
    assert json.loads(shape.geometry)["coordinates"] == [[SQUARE]]


def test_the_last_day_of_the_data_ends_nothing():
    rows = [feature(n, GWSDATE="1950-01-01", GWEDATE="2019-12-31") for n in ("A", "B", "C")]
    rows.append(feature("D", GWSDATE="1950-01-01", GWEDATE="1990-10-02 00:00:00"))
    found = read(collection(*rows), "a.geojson")
    assert [one.held for one in found.shapes] == ["1950-01-01/"] * 3 + ["1950-01-01/1990-10-02"]
    assert found.until == "2019-12-31"


def test_other_fields_and_years_alone():
    found = read(collection(feature("", name="Korea", start=1887, end=1905, ISO_A2="kr")), "a.json")
    assert (found.shapes[0].name, found.shapes[0].held, found.shapes[0].iso2) == (
        "Korea",
        "1887/1905",
        "KR",
    )


def test_topojson_is_counted_out():
    topology = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [10, 50]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2]]],
        "objects": {
            "states": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"NAME": "Square"}},
                    {"type": "Polygon", "arcs": [[-1, -2]], "properties": {"NAME": "Back"}},
                ],
            }
        },
    }
    found = read(json.dumps(topology).encode(), "a.topojson")
    rings = [json.loads(one.geometry)["coordinates"][0][0] for one in found.shapes]
    assert rings[0] == SQUARE
    assert len(rings[1]) == len(SQUARE)


def test_points_that_nobody_sees_are_left_out():
    fine = [[10 + i / 10_000, 50] for i in range(20_000)] + [[12, 52], [10, 52], [10, 50]]
    found = read(collection(feature("A", {"type": "Polygon", "coordinates": [fine]})), "a.geojson")
    assert len(json.loads(found.shapes[0].geometry)["coordinates"][0][0]) < 250


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no GeoJSON"),
        (b"\xff\xfe\x00", "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no shapes"),
        (b'{"type": "Polygon", "coordinates": []}', "without fields"),
        (b'{"type": "Topology", "arcs": 3, "objects": {}}', "arcs"),
        (collection(feature("A", {"type": "Point", "coordinates": [1, 2]})), "A: "),
        (
            collection(
                feature(
                    "A", {"type": "Polygon", "coordinates": [[[5e5, 6e6], [5e5, 7e6], [6e5, 7e6]]]}
                )
            ),
            "no degrees",
        ),
        (collection(feature("A", start="1950", end="1940")), "ends before it begins"),
        (collection(feature("A", start="soon")), "A: "),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(data, words):
    with pytest.raises(UserError) as error:
        read(data, "shapes.geojson")
    assert str(error.value).startswith("shapes.geojson: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_what_can_be_read_comes_and_the_rest_is_told():
    found = read(collection(feature("A"), feature("B", start="1950", end="1940")), "a.geojson")
    assert [one.name for one in found.shapes] == ["A"]
    assert found.failed == ("B: the interval ends before it begins",)
