from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.bloc_map import MapActor, MapScene, draw_map
from briefing.domain.picture import (
    Circle,
    Curve,
    Group,
    Ink,
    Path,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
)
from briefing.export import svg
from briefing.export.svg import to_svg

COLOURS = {"map.sea": "#eef", "map.land": "#ddd", "line.war": "#b00", "map.label": "#111"}


def small():
    return Picture(
        width=120,
        height=80,
        background="map.sea",
        alt="A circle joined to a square & nothing else.",
        title="Small <picture>",
        items=(
            Polygon(
                ((0, 0, 60, 0, 60, 40.126, 0, 40), (10, 10, 20, 10, 20, 20)),
                Ink(fill="map.land", fill_opacity=0.5, hatch="line.war"),
                (0, 0, 60, 40.126),
            ),
            Group(
                (
                    Curve(
                        (10, 10),
                        (20, 0),
                        (30, 0),
                        (40, 10),
                        Ink(stroke="line.war", width=2, dash=(6, 3)),
                    ),
                    Polyline(((40, 10), (50, 20)), Ink(stroke="line.war", round_cap=True)),
                    Polyline(((1, 1), (2, 2), (3, 1)), Ink(fill="line.war"), closed=True),
                ),
                entry="r1",
                kind="relation",
                tooltip='A "war" & more',
                opacity=0.4,
            ),
            Path(
                (("M", 1, 1), ("L", 5, 1), ("C", 6, 2, 7, 3, 8, 4), ("Z",)), Ink(fill="map.label")
            ),
            Circle(10, 10, 4, Ink(fill="map.land", stroke="map.label", stroke_opacity=0.5)),
            Rect(40, 40, 10, 10, Ink(fill="map.label"), radius=2),
            Text(60, 60, "Kim Jŏng-ŭn 김정은", 12, "serif", 700, True, "middle", halo="map.sea"),
        ),
    )


def test_small_picture_is_written_as_before(golden):
    golden("picture.svg", to_svg(small(), COLOURS))


def test_description_can_be_replaced():
    assert "<desc>In short</desc>" in to_svg(small(), COLOURS, alt="In short")


def test_unknown_colour_is_an_error():
    with pytest.raises(KeyError):
        to_svg(small(), {})


@given(st.text())
def test_any_name_gives_valid_xml(name):
    picture = Picture(
        10,
        10,
        (Group((Text(1, 1, name, 10, halo="map.sea"),), entry=name, kind=name, tooltip=name),),
        alt=name,
        title=name,
    )
    ElementTree.fromstring(to_svg(picture, COLOURS).encode("utf-8"))


def test_map_typesets_with_the_shipped_fonts():
    import typst

    from briefing.paths import resource

    tokens = ("sea", "land", "border", "label", "halo", "disputed")
    colours = {f"map.{token}": "#888888" for token in tokens}
    actors = (MapActor("a", "<North> & “Korea” 조선", iso2=("KP",)),)
    svg = to_svg(draw_map(MapScene(actors, heading="2024"), 500, 300), colours)
    made = typst.compile(
        b'#image(bytes(sys.inputs.svg), format: "svg", width: 400pt, alt: "map")',
        sys_inputs={"svg": svg},
        font_paths=[str(resource("fonts"))],
        ignore_system_fonts=True,
        format="png",
    )
    assert bytes(made).startswith(b"\x89PNG")


@given(st.lists(st.floats(-5000, 5000) | st.integers(-50, 50), min_size=2, max_size=40))
def test_a_ring_is_written_as_its_numbers_are(numbers):
    assert svg._ring(tuple(numbers)) == f"M{svg._numbers(numbers)}Z"
