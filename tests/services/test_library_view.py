"""The library at a glance: what is unread, what others changed, which marking stands above."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.domain.briefing import Briefing
from briefing.domain.quote import Quote
from briefing.domain.source import BriefingSource, Source
from briefing.services import editing, library_view, reading, searching
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from tests.builders import OTHER, empty_workspace


@pytest.fixture
def workspace(tmp_path):
    opened = empty_workspace(tmp_path)
    editing.add_records(opened, "Add briefing", [Briefing(id="b", title="B", as_of="2024-06-19")])
    yield opened
    opened.close()


def _row(workspace, briefing_id="b"):
    return next(r for r in library_view.briefings(workspace) if r.id == briefing_id)


def test_briefings_come_newest_first_under_today_or_their_year(workspace):
    today = datetime.now(UTC).astimezone().date().isoformat()
    editing.add_records(
        workspace,
        "Add",
        [
            Briefing(id="old", title="Old", as_of="1951-02"),
            Briefing(id="now", title="Now", as_of=today),
            Briefing(id="never", title="Never"),
        ],
    )
    rows = library_view.briefings(workspace)
    assert [r.id for r in rows] == ["now", "b", "old", "never"]
    assert [r.group for r in rows] == ["Today", "2024", "1951", "No date"]


def test_a_briefing_is_unread_until_it_is_read(workspace):
    assert _row(workspace).unread
    reading.mark_read(workspace, "b")
    assert not _row(workspace).unread


def test_only_what_others_changed_counts_as_new(workspace):
    reading.mark_read(workspace, "b")
    editing.add_records(workspace, "Add quote", [Quote(id="q", briefing_id="b", words="Mine")])
    assert _row(workspace).changes == 0
    other = Workspace(open_library(workspace.path), OTHER)
    editing.change_fields(other, "quote", "q", about="theirs")
    other.close()
    assert _row(workspace).changes == 1
    assert _row(workspace).unread


@pytest.mark.parametrize("kind", ["quote", "source"])
def test_the_marking_above_is_the_highest_of_all_that_is_shown(workspace, kind):
    assert library_view.header(workspace, "b").marking == "CLEAR"
    if kind == "quote":
        new = [Quote(id="q", briefing_id="b", words="Secret", marking="RED")]
    else:
        new = [
            Source(id="s", title="Secret", marking="RED"),
            BriefingSource(id="d", briefing_id="b", source_id="s"),
        ]
    editing.add_records(workspace, "Add", new)
    assert library_view.header(workspace, "b").marking == "RED"
    editing.delete_entry(workspace, kind, new[0].id)
    assert library_view.header(workspace, "b").marking == "CLEAR"


def test_a_kept_search_counts_what_it_finds(workspace):
    editing.add_records(
        workspace,
        "Add",
        [Quote(id=f"q{n}", briefing_id="b", words=f"sanctions {n}") for n in range(3)],
    )
    searching.keep_search(workspace, "sanctions", "Watched")
    assert [(w.name, w.count) for w in library_view.watch_list(workspace)] == [("Watched", 3)]


def test_a_briefing_that_is_gone_has_no_header(workspace):
    assert library_view.header(workspace, "nobody") is None
