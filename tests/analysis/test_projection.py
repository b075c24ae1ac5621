from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.geography import middle_meridian
from briefing.analysis.projection import HALF_WIDTH, TOP, forward, inverse, wrap


def test_extent_is_that_of_the_published_projection():
    assert pytest.approx(2.7066, abs=1e-4) == HALF_WIDTH
    assert pytest.approx(1.3174, abs=1e-4) == TOP


@given(
    st.floats(-179.99, 179.99),
    st.floats(-89.0, 89.0),
    st.sampled_from([-150.0, 0.0, 11.0, 150.0, 180.0]),
)
def test_inverse_leads_back(lon, lat, centre):
    back = inverse(*forward(lon, lat, centre), centre)
    assert back[1] == pytest.approx(lat, abs=1e-6)
    assert math.cos(math.radians(back[0] - lon)) == pytest.approx(1, abs=1e-9)


@given(st.floats(-84, 84), st.floats(-170, 170))
def test_areas_are_true(lat, lon):
    """A small cell has its area on the sphere, up to one factor for the whole map."""
    step = 0.01
    west, east = forward(lon - step, lat), forward(lon + step, lat)
    south, north = forward(lon, lat - step), forward(lon, lat + step)
    drawn = (east[0] - west[0]) * (north[1] - south[1])
    true = (2 * math.radians(step)) ** 2 * math.cos(math.radians(lat))
    assert drawn / true == pytest.approx(1.0, rel=0.01)


@given(st.floats(-720, 720), st.floats(-180, 180))
def test_wrapped_longitude_is_within_half_a_turn(lon, centre):
    assert -180 <= wrap(lon, centre) <= 180


def test_ties_over_the_pacific_put_it_in_the_middle():
    places = [31.0, 93.0, 127.0, 138.0, -99.0]
    ties = [(138.0, -99.0), (127.0, -99.0), (93.0, 127.0), (31.0, 93.0)]
    assert 130 < middle_meridian(places, ties) % 360 < 170
