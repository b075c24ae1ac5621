"""The timeline: what each date looks like, and that no label ever covers another."""

from __future__ import annotations

import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.labels import overlap
from briefing.analysis.time_axis import Window, ticks
from briefing.analysis.timeline import (
    Lane,
    Rows,
    TimelineEntry,
    TimelineScene,
    draw_timeline,
    fit,
    frame_of,
    scale_limits,
)
from briefing.analysis.timeline_detail import detail
from briefing.analysis.timeline_rows import MOST_ROWS, elided, width_of
from briefing.domain.dates import from_ordinal, ordinal
from briefing.domain.picture import Circle, Group, Path, Polyline, Rect, Text, hit, walk
from briefing.export.svg import to_svg
from briefing.themes import load_tokens

DAY = ordinal(2024, 6, 19)
LANES = (Lane("a", "Vladimir Putin"), Lane("", "No actor named"))


def entry(name="e", **over):
    plain = {"kind": "event", "text": f"What {name} is", "first": DAY, "last": DAY, "lanes": ("a",)}
    return TimelineEntry(name, **(plain | over))


def picture(*entries, width=1000.0, height=500.0, window=None, zoom=1.0, **over):
    scene = TimelineScene(entries, LANES, as_of=DAY, as_of_words="as of 19 Jun 2024")
    frame = frame_of(scene, width, height)
    window = window or fit(scene, frame)
    if zoom != 1.0:
        window = window.zoomed(zoom, window.x(DAY + 0.5), *scale_limits(scene, frame))
    return draw_timeline(Rows(scene, frame.size).at(window.scale), window, frame, **over)


def shapes(made, name):
    return [item for item, group in walk(made.items) if group and group.entry == name]


def marks(made, name, kind):
    return [item for item in shapes(made, name) if isinstance(item, kind)]


def words(made, name):
    return " ".join(item.text for item in shapes(made, name) if isinstance(item, Text))


def test_a_day_is_a_point_and_a_quote_has_another_shape():
    made = picture(entry("e"), entry("q", kind="quote", text="“so”"))
    assert marks(made, "e", Circle)
    assert not marks(made, "e", Path)
    assert marks(made, "q", Path)
    assert not marks(made, "q", Circle)


def test_a_month_a_year_and_an_interval_are_bars_of_their_length():
    month = entry("m", first=ordinal(2024, 6, 1), last=ordinal(2024, 6, 30))
    year = entry("y", first=ordinal(2023, 1, 1), last=ordinal(2023, 12, 31))
    span = entry("s", first=ordinal(2023, 8, 1), last=ordinal(2024, 2, 29), interval=True)
    made = picture(month, year, span)
    bars = {name: marks(made, name, Rect)[0] for name in "mys"}
    scale = bars["y"].width / 365
    assert bars["m"].width == pytest.approx(max(10, 30 * scale), rel=0.01)
    assert bars["s"].width == pytest.approx(213 * scale, rel=0.01)
    # An interval lasts, a month only holds the day somewhere.
    assert bars["s"].ink.fill_opacity == 1.0
    assert bars["y"].ink.fill_opacity < 0.5


@pytest.mark.parametrize(
    ("over", "label", "said"),
    [
        ({"doubt": True, "when": "c. 19 Jun 2024"}, "c. 19 Jun 2024: What", "date in doubt"),
        ({"planned": True}, "planned: What", "planned"),
        ({"certainty": "claimed"}, "claimed: What", "claimed"),
        (
            {"last": None, "open_end": True, "interval": True, "when": "since 2024"},
            "since 2024: What",
            "goes on",
        ),
        ({"last": None, "interval": True, "when": "from 2024"}, "from 2024", "end not known"),
        (
            {"first": None, "interval": True, "when": "until 2024"},
            "until 2024: What",
            "beginning not known",
        ),
        (
            {"first": None, "open_start": True, "interval": True, "when": "until 2024"},
            "until 2024: What",
            "began earlier",
        ),
    ],
)
def test_what_the_look_tells_is_said_in_words(over, label, said):
    made = picture(entry("e", **over), entry("o", first=DAY - 400, last=DAY - 400))
    assert words(made, "e").startswith(label)
    (group,) = {id(g): g for _, g in walk(made.items) if g and g.entry == "e"}.values()
    assert said in group.tooltip


def test_doubt_is_dashed_and_hollow_and_an_open_end_carries_an_arrow():
    doubtful = marks(picture(entry("e", doubt=True)), "e", Circle)[0]
    assert doubtful.ink.dash
    assert doubtful.ink.fill == "window.background"
    made = picture(entry("e", last=None, open_end=True, interval=True))
    lines = marks(made, "e", Polyline)
    assert [line for line in lines if len(line.points) == 3], "an arrow has three points"
    fading = [line.ink.stroke_opacity for line in lines if len(line.points) == 2]
    assert fading == sorted(fading, reverse=True)
    assert len(set(fading)) == 3
    unknown = marks(picture(entry("e", last=None, interval=True)), "e", Polyline)
    assert not [line for line in unknown if len(line.points) == 3]


def test_the_day_it_was_reported_is_a_tail_where_it_differs():
    plain = marks(picture(entry("e"), entry("o", first=DAY - 90, last=DAY - 90)), "e", Polyline)
    assert plain == []
    made = picture(
        entry("e", reported=DAY + 60, reported_words="18 Aug 2024"),
        entry("o", first=DAY - 90, last=DAY + 90),
    )
    tail, tick = marks(made, "e", Polyline)
    assert tail.ink.dash
    assert tick.points[0][0] == tail.points[1][0] > tail.points[0][0]


def test_what_has_no_date_stands_in_a_column_of_its_own_and_is_counted():
    nothing = {"first": None, "last": None, "when": "date not known"}
    many = [entry(f"u{n}", **nothing) for n in range(MOST_ROWS + 4)]
    made = picture(entry("e"), *many)
    texts = [item.text for item, _ in walk(made.items) if isinstance(item, Text)]
    assert f"Date not known ({MOST_ROWS + 4})" in texts
    assert "and 5 more" in texts
    edge = frame_of(TimelineScene(tuple(many), LANES), 1000.0, 500.0).right
    assert all(item.x > edge for item in marks(made, "u0", Circle))
    assert f"The date of {MOST_ROWS + 4} is not known." in made.alt
    assert not any(t.startswith("Date not known") for t in _texts(picture(entry("e"))))


def _texts(made):
    return [item.text for item, _ in walk(made.items) if isinstance(item, Text)]


def test_many_on_one_day_are_counted_and_come_apart_when_zoomed_in():
    crowd = [entry(f"e{n}", first=DAY + n, last=DAY + n) for n in range(20)]
    old = entry("old", first=ordinal(1900, 1, 1), last=ordinal(1900, 1, 1))
    scene = TimelineScene((old, *crowd), LANES)
    rows = Rows(scene, 11.0)
    far = rows.at(fit(scene, frame_of(scene, 800, 400)).scale)
    assert [t for t in _texts(picture(old, *crowd)) if t.startswith("×")]
    together = far.companions("e19")
    assert len(together) > 1
    near = rows.at(40.0)
    assert all(near.companions(e.id) == [e.id] for e in crowd)
    assert sum(len(m.spans) for row in far.lanes[0].rows for m in row) == 21


def test_the_chosen_entry_always_has_its_words():
    crowd = [entry(f"e{n:02}", text=f"Number {n:02} of the crowd") for n in range(30)]
    made = picture(*crowd, selected="e29")
    assert "Number 29 of the crowd" in words(made, "e29")
    assert hit(made, *_spot(made, "e29")) == "e29"


def _spot(made, name):
    box = next(i for i in shapes(made, name) if isinstance(i, Rect))
    return box.x + box.width / 2, box.y + box.height / 2


def test_the_picture_is_written_as_svg():
    made = picture(
        entry("e", doubt=True),
        entry("q", kind="quote", first=DAY - 200, last=DAY - 100, open_end=False),
        entry("u", first=None, last=None),
    )
    for theme in ("light", "dark", "contrast", "print"):
        root = ElementTree.fromstring(to_svg(made, load_tokens(theme)))
        assert root.tag.endswith("svg")


def test_an_empty_timeline_still_has_its_axis():
    made = picture()
    assert "0 events and 0 quotes" in made.alt
    assert "as of 19 Jun 2024" in _texts(made)


# ---------------------------------------------------------------- at every zoom

ENTRY = st.builds(
    lambda n, first, length, kind, sort, lane: entry(
        f"e{n}",
        kind=kind,
        first=None if sort in ("none", "before") else first,
        last=None if sort in ("none", "after", "unknown") else first + length,
        interval=sort != "plain",
        open_end=sort == "after",
        open_start=sort == "before",
        doubt=n % 5 == 0,
        lanes=("a",) if lane else ("",),
        text="Something that took place " * (1 + n % 3),
    ),
    st.integers(0, 10_000),
    st.integers(ordinal(1900, 1, 1), ordinal(2030, 1, 1)) | st.integers(DAY - 40, DAY + 40),
    st.sampled_from([0, 0, 0, 29, 364, 3652]),
    st.sampled_from(["event", "quote"]),
    st.sampled_from(["plain", "plain", "span", "after", "before", "unknown", "none"]),
    st.booleans(),
)
ENTRIES = st.lists(ENTRY, max_size=40, unique_by=lambda e: e.id)


@settings(max_examples=60)
@given(ENTRIES, st.floats(0.3, 3000), st.floats(-1, 1), st.sampled_from([600.0, 1000.0]))
def test_no_label_covers_another_at_any_zoom(entries, zoom, shift, width):
    scene = TimelineScene(tuple(entries), LANES, as_of=DAY)
    frame = frame_of(scene, width, 900.0)
    window = fit(scene, frame)
    window = window.zoomed(zoom, window.x(DAY), *scale_limits(scene, frame))
    window = window.panned(shift * frame.room)
    made = draw_timeline(Rows(scene, frame.size).at(window.scale), window, frame)
    labels = [
        item.box
        for item, group in walk(made.items)
        if isinstance(item, Text)
        and group
        and group.kind in ("event", "quote")
        # The number on a crowd stands in its mark, not in the line of words.
        and not item.text.startswith("×")
    ]
    for n, one in enumerate(labels):
        assert one[2] <= frame.width + 1
        for other in labels[n + 1 :]:
            assert not overlap(one, other)


@settings(max_examples=60)
@given(ENTRIES, st.floats(0.001, 50))
def test_every_entry_has_its_place_in_its_lane_at_any_scale(entries, scale):
    scene = TimelineScene(tuple(entries), LANES)
    made = Rows(scene, 11.0).at(scale)
    placed = [s.entry.id for lane in made.lanes for row in lane.rows for m in row for s in m.spans]
    undated = [e.id for lane in made.lanes for e in lane.undated]
    assert sorted(placed + undated) == sorted(e.id for e in entries)
    assert made.scale <= scale < made.scale * 1.26
    for lane in made.lanes:
        assert len(lane.rows) <= MOST_ROWS
        for row in lane.rows:
            for before, after in pairwise(row):
                assert before.right <= after.left


@given(
    st.floats(1e-4, 400),
    st.floats(0.1, 10),
    st.floats(0, 900),
    st.floats(ordinal(1, 1, 1), ordinal(3000, 1, 1)),
)
def test_zooming_keeps_the_moment_under_the_pointer(scale, factor, x, start):
    window = Window(start, scale)
    zoomed = window.zoomed(factor, x, 1e-5, 1e4)
    assert zoomed.moment(x) == pytest.approx(window.moment(x), abs=1e-3 + 1 / scale * 1e-3)
    assert zoomed.panned(120).x(zoomed.moment(120)) == pytest.approx(0, abs=1e-3 * scale + 1e-3)


@given(st.floats(1e-4, 300), st.integers(ordinal(-50, 1, 1), ordinal(2990, 1, 1)))
def test_dates_on_the_axis_stand_apart_and_on_even_steps(scale, start):
    found = ticks(Window(float(start), scale), 900.0, 80.0)
    days = [tick.day for tick in found]
    assert days == sorted(set(days))
    assert len(found) <= 900 / 80 * 1.2 + 2
    for one, two in pairwise(days):
        assert (two - one) * scale >= 80 * 0.9
    if len(days) > 1 and days[1] - days[0] > 27:
        assert all(from_ordinal(day)[2] == 1 for day in days)
    assert all(tick.text for tick in found)


@given(st.text(max_size=40), st.floats(5, 400))
def test_a_cut_label_fits(text, room):
    cut = elided(text, 12.0, room)
    assert width_of(cut, 12.0) <= room + 0.01
    assert cut == text or cut == "" or cut.endswith("…")


def test_everything_dated_is_in_view_when_fitted():
    entries = [entry(f"e{n}", first=DAY - 900 * n, last=DAY - 900 * n) for n in range(8)]
    scene = TimelineScene(tuple(entries), LANES)
    frame = frame_of(scene, 900, 600)
    window = fit(scene, frame)
    for one in entries:
        assert 0 <= window.x(one.first) <= frame.room
    assert math.isclose(window.x(window.moment(50)), 50, abs_tol=1e-6)
    made = draw_timeline(Rows(scene, frame.size).at(window.scale), window, frame)
    drawn = {g.entry for g in made.items if isinstance(g, Group) and g.kind == "event"}
    assert drawn == {one.id for one in entries}


def test_words_with_little_room_at_the_right_begin_left_of_their_mark():
    long = "a long name of a thing that happened on the last day of all that is known"
    made = picture(entry("e", text=long), entry("o", first=DAY - 9_000, last=DAY - 9_000))
    assert words(made, "e") == long
    (text,) = marks(made, "e", Text)
    (mark,) = marks(made, "e", Circle)
    assert text.box[0] < mark.x < text.box[2] <= 1000


def test_the_line_of_a_day_gives_way_to_words():
    made = picture(entry("e"), entry("o", first=DAY - 900, last=DAY - 900))
    (text,) = marks(made, "e", Text)
    (ground,) = (one for one in marks(made, "e", Rect) if one.ink.stroke is None)
    assert ground.ink.fill in ("window.panel", "window.background")
    assert ground.x <= text.box[0]
    assert ground.x + ground.width >= text.box[2]
    drawn = [item for item, _ in walk(made.items)]
    line = next(i for i in drawn if isinstance(i, Polyline) and i.ink.stroke == "accent.main")
    assert drawn.index(line) < drawn.index(ground) < drawn.index(text)


def test_the_crowded_months_of_a_long_axis_are_worth_a_picture_of_their_own():
    crowd = [entry(f"c{n}", first=DAY - n, last=DAY - n) for n in range(12)]
    old = [
        entry(f"o{n}", first=DAY - 9_000 - 900 * n, last=DAY - 9_000 - 900 * n) for n in range(6)
    ]
    around = entry("before", first=DAY - 35, last=DAY - 35, lanes=("",))
    long = entry("war", first=DAY - 800, last=DAY, interval=True)
    scene = TimelineScene((*old, *crowd, around, long), LANES, as_of=DAY)
    found = detail(scene)
    assert found is not None
    assert {e.id for e in found.scene.entries} == {e.id for e in (*crowd, around)}
    assert found.first == ordinal(2024, 5, 1) < DAY < found.last < DAY + 31
    assert found.scene.lanes == LANES
    assert found.scene.as_of == DAY
    # Where all stand close together, and where all stand apart, one picture shows them.
    assert detail(TimelineScene(tuple(crowd), LANES)) is None
    assert detail(TimelineScene(tuple(old) * 3, LANES)) is None
    assert detail(TimelineScene((), LANES)) is None
