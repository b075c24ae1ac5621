"""The timeline of a briefing: events and dated quotes in lanes, in the order of time."""

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor
from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author
from briefing.domain.dates import ordinal
from briefing.domain.event import Event, Participant
from briefing.domain.quote import QuoteSpeaker, Tag
from briefing.services import timeline_view
from briefing.services.editing import add_records
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    add_records(
        made,
        "Add",
        [
            Briefing(id="b", title="On grain", as_of="2024-06-19"),
            Actor(id="x", actor_kind="state", name="Xland"),
            Actor(id="y", actor_kind="state", name="Yland"),
        ],
    )
    yield made
    made.close()


def event(name, happened="", **over):
    return Event(id=name, briefing_id="b", what=name, happened=happened, **over)


def entries(ws, by="actor"):
    return {e.id: e for e in timeline_view.timeline(ws, "b", by).scene.entries}


@pytest.mark.parametrize(
    ("happened", "first", "last", "interval", "opened", "doubt"),
    [
        ("2024-06-19", (2024, 6, 19), (2024, 6, 19), False, (False, False), False),
        ("2024-06", (2024, 6, 1), (2024, 6, 30), False, (False, False), False),
        ("195X", (1950, 1, 1), (1959, 12, 31), False, (False, False), False),
        ("1950/1953", (1950, 1, 1), (1953, 12, 31), True, (False, False), False),
        ("2022/..", (2022, 1, 1), None, True, (False, True), False),
        ("../2022", None, (2022, 12, 31), True, (True, False), False),
        ("2022/", (2022, 1, 1), None, True, (False, False), False),
        ("1978~/..", (1978, 1, 1), None, True, (False, True), True),
        ("2024?", (2024, 1, 1), (2024, 12, 31), False, (False, False), True),
        ("", None, None, False, (False, False), False),
        ("XXXX-06-14", None, None, False, (False, False), False),
    ],
)
def test_each_date_is_honoured(ws, happened, first, last, interval, opened, doubt):
    add_records(ws, "Add", [event("e", happened)])
    (one,) = entries(ws).values()
    assert one.first == (ordinal(*first) if first else None)
    assert one.last == (ordinal(*last) if last else None)
    assert (one.interval, (one.open_start, one.open_end), one.doubt) == (interval, opened, doubt)
    assert one.dated == bool(first or last)


def test_the_day_it_was_reported_is_told_where_it_differs(ws):
    add_records(
        ws,
        "Add",
        [
            event("later", "2024-06-14", reported="2024-06-19"),
            event("same", "2024-06-14", reported="2024-06-14"),
        ],
    )
    found = entries(ws)
    assert found["later"].reported == ordinal(2024, 6, 19)
    assert found["later"].reported_words == "19 Jun 2024"
    assert found["same"].reported is None
    rows = {row.id: row.reported for row in timeline_view.timeline(ws, "b").rows}
    assert rows == {"later": "19 June 2024", "same": ""}


def test_lanes_are_actors_or_themes_and_nothing_is_without_one(ws):
    add_records(
        ws,
        "Add",
        [
            event("both", "2024"),
            event("none", "2023"),
            Participant(id="p1", event_id="both", actor_id="x"),
            Participant(id="p2", event_id="both", actor_id="y"),
            make_quote(id="q", briefing_id="b", said="2024", about="The harvest"),
            QuoteSpeaker(id="s", quote_id="q", actor_id="x"),
            Tag(id="t", entry_kind="event", entry_id="both", text="grain"),
        ],
    )
    view = timeline_view.timeline(ws, "b")
    assert [(lane.key, lane.name) for lane in view.scene.lanes] == [
        *(("x", "Xland"), ("y", "Yland"), ("", "No actor named")),
    ]
    found = entries(ws)
    assert (found["both"].lanes, found["none"].lanes, found["q"].lanes) == (
        *(("x", "y"), ("",), ("x",)),
    )
    themes = timeline_view.timeline(ws, "b", "theme").scene
    assert [lane.name for lane in themes.lanes] == ["The harvest", "grain", "No theme"]
    add_records(ws, "Add", [Tag(id="t2", entry_kind="quote", entry_id="q", text="grain")])
    themes = timeline_view.timeline(ws, "b", "theme").scene
    assert [lane.name for lane in themes.lanes] == ["grain", "No theme"]


def test_quotes_without_a_date_and_nobodys_words_are_left_out(ws):
    add_records(
        ws,
        "Add",
        [
            make_quote(id="dated", briefing_id="b", said="2024-06"),
            make_quote(id="undated", briefing_id="b"),
            make_quote(id="scare", briefing_id="b", said="2024", quote_kind="scare"),
            event("undated event"),
        ],
    )
    view = timeline_view.timeline(ws, "b")
    assert [row.id for row in view.rows] == ["dated", "undated event"]
    assert view.undated == view.scene.undated == 1
    assert timeline_view.count_timeline(ws, "b") == 2


def test_too_many_quotes_are_left_to_their_tab_and_counted(ws, monkeypatch):
    monkeypatch.setattr(timeline_view, "MOST", 3)
    quotes = [make_quote(id=f"q{n}", briefing_id="b", said="2024") for n in range(3)]
    add_records(ws, "Add", [event("e", "2024"), *quotes])
    view = timeline_view.timeline(ws, "b")
    assert [row.id for row in view.rows] == ["e"]
    assert view.left_out == 3


def test_the_sample_stands_in_its_order(tmp_path):
    ws = open_workspace(tmp_path / "a.briefings", Author("p", "d"))
    view = timeline_view.timeline(ws, sample_id("briefing", BRIEFING_KEY))
    events = [row for row in view.rows if row.kind == "event"]
    assert len(events) == 9
    assert [row.date for row in events[:4]] == [
        "1950 to 1953",
        "since about 1978",
        "1991",
        "since 2022",
    ]
    assert (view.undated, view.scene.as_of) == (0, ordinal(2024, 6, 19))
    hint = next(row for row in view.rows if "Hard currency" in row.what)
    assert (hint.date, hint.doubt, hint.who) == ("about June 2024", True, "Kurt Campbell")
    names = {lane.name for lane in view.scene.lanes}
    assert {"Russia", "North Korea", "Vladimir Putin", "Kurt Campbell"} <= names
    ws.close()
