from __future__ import annotations

import pytest

from briefing.analysis.geography import View, fit, outlines
from briefing.analysis.territory import countries, label_points

BOX = (0.0, 0.0, 1000.0, 360.0)


@pytest.mark.parametrize("centre", [0.0, 11.0, 90.0, 150.0, -160.0, 180.0])
def test_no_outline_streaks_across_the_map(centre):
    view = View(centre, 120.0, 500.0, 180.0, BOX)
    for outline in outlines(view, "low"):
        for ring in outline.rings:
            xs = ring[::2]
            widest = max(abs(a - b) for a, b in zip(xs, (*xs[1:], xs[0]), strict=True))
            assert widest < 60, outline.country.name


def test_outlines_end_just_beyond_the_picture():
    view = fit([(127.0, 38.0)], BOX)
    for outline in outlines(view, "high"):
        left, top, right, bottom = outline.box
        assert left >= -10
        assert top >= -10
        assert right <= 1010
        assert bottom <= 370


def test_every_state_of_the_sample_has_land_and_a_label_point():
    codes = {"RU", "KP", "CN", "US", "KR", "JP", "VN", "UA"}
    assert codes <= set(label_points())
    assert codes <= {country.iso2 for country in countries()}


def test_namibia_is_not_lost_to_its_code():
    assert "NA" in label_points()


def test_disputed_areas_are_known():
    names = {country.name for country in countries() if country.disputed}
    assert {"Kosovo", "Somaliland", "N. Cyprus", "W. Sahara"} <= names


def test_antarctica_is_left_out():
    assert "AQ" not in label_points()


def test_view_holds_all_its_places():
    places = [(31.0, 49.0), (93.0, 57.0), (-99.0, 39.0), (107.0, 16.0)]
    view = fit(places, BOX, ties=[(127.0, -99.0)])
    for lon, lat in places:
        x, y = view.place(lon, lat)
        assert 0 < x < 1000
        assert 0 < y < 360


def test_without_places_the_world_is_shown():
    assert len(outlines(fit([], BOX), "low")) > 200
