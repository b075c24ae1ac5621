"""Dated shapes from a file: whose they are, taken in once, drawn at their time."""

from __future__ import annotations

import json

import pytest

from briefing.domain.actor import Actor
from briefing.domain.bloc import Outline
from briefing.domain.source import Source
from briefing.errors import UserError
from briefing.intake.outlines import read
from briefing.services import history
from briefing.services.bloc_land import rings
from briefing.services.bloc_view import bloc_view, read_day
from briefing.services.outlining import take_in, try_file, try_shapes
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)
SOVIET = sample_id("actor", "soviet-union")
SQUARE = [[60, 50], [90, 50], [90, 70], [60, 70], [60, 50]]


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


def file(*rows):
    features = [
        {
            "type": "Feature",
            "properties": {"cntry_name": name, "gwsdate": first, "gwedate": last, **more},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for name, first, last, more in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


UNION = ("Soviet Union", "1946-01-01", "1991-12-25", {"gwcode": 365})
OTHERS = (
    ("North Korea", "1948-09-09", "2019-12-31", {"gwcode": 731}),
    ("Japan", "1946-01-01", "2019-12-31", {"gwcode": 740}),
    ("Atlantis", "1946-01-01", "2019-12-31", {}),
)


def preview(ws, *rows):
    return try_shapes(ws, read(file(*rows), "cshapes.geojson"), "cshapes.geojson")


def test_shapes_find_their_states_and_those_of_none_are_told(ws):
    tried = preview(ws, UNION, *OTHERS)
    assert [one.actor for one in tried.matched] == ["Soviet Union", "North Korea", "Japan"]
    (line,) = tried.left_out()
    assert line.startswith("Atlantis, ")
    assert "no state of this name or code" in line


def test_names_as_cshapes_writes_them_are_known(ws):
    tried = preview(ws, ("Russia (Soviet Union)", "1946-01-01", "1991-12-25", {}))
    assert tried.matched[0].actor_id == SOVIET
    north = preview(ws, ("Korea, People's Republic of", "1948-09-09", "", {"iso1al2": "KP"}))
    assert north.matched[0].actor == "North Korea"


def test_a_file_comes_in_as_one_step_with_itself_as_source_and_once(ws):
    assert take_in(ws, preview(ws, UNION, *OTHERS)) == 3
    with ws.read() as connection:
        held = find(connection, Outline)
        (source,) = find(connection, Source, title="cshapes.geojson")
    assert {one.source_id for one in held} == {source.id}
    assert source.descriptor == "Data to 2019-12-31"
    again = preview(ws, UNION, *OTHERS)
    assert again.matched == ()
    with pytest.raises(UserError, match="none of its shapes"):
        take_in(ws, again)
    history.undo(ws)
    with ws.read() as connection:
        assert find(connection, Outline) == ()


def test_the_map_draws_the_shape_while_it_holds(ws):
    def scene(date):
        return bloc_view(ws, SAMPLE, read_day(date)[1]).scene

    assert scene("1951").shapes == ()
    take_in(ws, preview(ws, UNION, *OTHERS))
    shapes = {one.actor_id: one for one in scene("1951").shapes}
    assert shapes[SOVIET].source == "cshapes.geojson"
    assert shapes[SOVIET].rings[0].west == 60
    today = {one.actor_id for one in scene("June 2024").shapes}
    assert SOVIET not in today
    # What the data do not reach may still hold.
    assert sample_id("actor", "north-korea") in today


def test_what_cannot_be_opened_or_read_is_one_line(ws, tmp_path):
    with pytest.raises(UserError, match=r"gone\.geojson: cannot be opened"):
        try_file(ws, tmp_path / "gone.geojson")
    (tmp_path / "bad.geojson").write_bytes(b"{}")
    with pytest.raises(UserError, match=r"bad\.geojson: this is no GeoJSON"):
        try_file(ws, tmp_path / "bad.geojson")
    assert rings("{}") == ()
    assert rings("nothing") == ()


def test_two_states_of_one_name_are_not_guessed_at(ws):
    ids = [f"0190aaaa-0000-7000-8000-00000000000{n}" for n in (1, 2)]
    with ws.write("Add") as unit:
        unit.add_all(
            Actor(id=one, marking="CLEAR", actor_kind="state", name="Ruritania") for one in ids
        )
    assert preview(ws, ("Ruritania", "1946-01-01", "", {})).matched == ()
