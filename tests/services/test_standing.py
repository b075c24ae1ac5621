"""A library as it stood: at the present it is the present, before that what was there then."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.changes import local_minute
from briefing.domain.quote import Tag
from briefing.errors import UserError
from briefing.services import comparing, editing, history, library_view, reading, standing
from briefing.services.export_formats import export_briefing
from briefing.services.reading import What
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.searching import find_entries
from briefing.services.snapshot import show_briefing
from briefing.services.workspace import Workspace, open_workspace
from briefing.store import journal
from briefing.store.library import open_library
from briefing.store.records import get
from tests.builders import ME, OTHER, empty_workspace, make_quote, rows

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


def _clock(workspace):
    with workspace.read() as connection:
        return max(one.clock for one in journal.log(connection))


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["add", "words", "about", "tag", "delete", "restore", "undo", "redo"]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=10,
)


def _edit(workspace, what, number):
    key, tag = f"q{number}", f"t{number}"
    with workspace.read() as connection:
        there = get(connection, "quote", key) is not None
        has_tag = get(connection, "tag", tag) is not None
    match what:
        case "add" if not there:
            editing.add_records(workspace, "Add", [make_quote(id=key, said="2024-06")])
        case "words" | "about" if there:
            editing.change_fields(workspace, "quote", key, **{what: f"{what} {number}"})
            editing.change_fields(workspace, "quote", key, said="2025")
        case "tag" if there and not has_tag:
            made = Tag(id=tag, entry_kind="quote", entry_id=key, text="x")
            editing.add_records(workspace, "Tag", [made])
        case "delete" if there:
            editing.delete_entry(workspace, "quote", key)
        case "restore" if there:
            editing.restore_entry(workspace, "quote", key)
        case "undo":
            history.undo(workspace, force=True)
        case "redo":
            history.redo(workspace, force=True)
        case _:
            pass


@settings(max_examples=40)
@given(EDITS)
def test_as_it_stood_is_what_was_there_then_and_at_the_present_the_present(edits):
    with tempfile.TemporaryDirectory() as folder:
        mine = empty_workspace(Path(folder))
        other = Workspace(open_library(mine.path), OTHER)
        states = {0: rows(mine)}
        for what, number, by_other in edits:
            _edit(other if by_other else mine, what, number)
            with mine.read() as connection:
                if journal.newest_seq(connection):
                    states[max(one.clock for one in journal.log(connection))] = rows(mine)
        for clock, state in states.items():
            with standing.past(mine, clock) as past:
                assert rows(past) == state
        other.close()
        mine.close()


def test_a_change_by_a_clock_far_ahead_does_not_hide_what_was_written_on_it(workspace):
    """The later words stand, though the clock of the earlier ones is a year ahead."""
    ahead = _clock(workspace) + (3_000 * 86_400_000 << 16)
    with workspace.library.write("Ahead", OTHER, clock=ahead) as under_way:
        under_way.unit.change("quote", QUOTE, about="from the future")
    editing.change_fields(workspace, "quote", QUOTE, about="written on it")
    with standing.past(workspace, ahead) as past, past.read() as connection:
        assert get(connection, "quote", QUOTE).about == "written on it"


def test_the_past_is_whole_it_can_be_searched_exported_and_never_written(workspace, tmp_path):
    before = show_briefing(workspace, BRIEFING)
    clock = _clock(workspace)
    editing.change_fields(workspace, "quote", QUOTE, words="nothing of that sort")
    editing.delete_entry(workspace, "judgment", before["judgments"][0]["id"])
    with standing.past(workspace, clock) as past:
        assert show_briefing(past, BRIEFING) == before
        found = find_entries(past, "mutual assistance")
        assert QUOTE in {hit.id for hit in found}
        target = tmp_path / "then.md"
        export_briefing(past, BRIEFING, target)
        assert before["judgments"][0]["text"].split(".")[0] in target.read_text("utf-8")
        with pytest.raises(UserError, match="how the briefing stood"):
            editing.change_fields(past, "quote", QUOTE, about="x")
        with pytest.raises(UserError, match="back up the library itself"):
            past.library.backup(tmp_path / "copy.briefings")
        assert not any(row.unread for row in library_view.briefings(past))
        assert not reading.first_look(past, BRIEFING)
        # What is written meanwhile is not seen there.
        editing.change_fields(workspace, "quote", QUOTE, place="Moscow")
        assert show_briefing(past, BRIEFING) == before
    assert history.steps(workspace).undo_label == "Edit quote"


def test_nothing_of_the_past_is_left_on_the_disk(workspace):
    before = sorted(workspace.path.parent.iterdir())
    with standing.past(workspace, _clock(workspace)):
        assert sorted(workspace.path.parent.iterdir()) == before
    assert sorted(workspace.path.parent.iterdir()) == before


def test_a_day_means_its_end_and_a_minute_the_whole_of_it():
    now = datetime(2026, 3, 12, 15, 30).astimezone()
    for words in ("2026-03-12", "12 March 2026", "today"):
        assert local_minute(standing.clock_of(words, now)) == "2026-03-12 23:59", words
    assert local_minute(standing.clock_of("yesterday", now)) == "2026-03-11 23:59"
    assert local_minute(standing.clock_of("2026-02", now)) == "2026-02-28 23:59"
    moment = datetime(2026, 3, 12, 14, 5, 59, 900_000).astimezone()
    of_then = int(moment.timestamp() * 1000) << 16
    assert standing.clock_of("12 March 2026 14:05", now) >= of_then
    assert standing.clock_of("12 March 2026 14:04", now) < of_then


@pytest.mark.parametrize("words", ["", "soon", "2026-13-01", "-1000-01-01", "2026-01-01/.."])
def test_what_is_no_day_is_said_in_a_line(words):
    with pytest.raises(UserError, match="as in 2026-03-12"):
        standing.clock_of(words)


def test_the_days_of_changes_name_who_and_how_much(workspace):
    workspace.rename_person("Ana Lyst")
    editing.change_fields(workspace, "quote", QUOTE, about="x")
    first, shipped = standing.days(workspace)
    assert (first.steps, first.who) == (2, ("Ana Lyst",))
    assert shipped.day == datetime(2024, 6, 20, 12, tzinfo=UTC).astimezone().date().isoformat()
    assert first.clock == _clock(workspace)


def test_two_states_are_compared_entry_by_entry_and_parts_are_told(workspace):
    clock = _clock(workspace)
    view = show_briefing(workspace, BRIEFING)
    first, second = view["judgments"][:2]
    editing.change_fields(workspace, "judgment", first["id"], likelihood="unlikely")
    editing.delete_entry(workspace, "judgment", second["id"])
    editing.add_records(workspace, "Add", [make_quote(id="q-new", briefing_id=BRIEFING)])
    tag = Tag(id="t-new", entry_kind="quote", entry_id=QUOTE, text="pact")
    editing.add_records(workspace, "Tag", [tag])
    with standing.past(workspace, clock) as past:
        found = {(one.kind, one.id): one for one in comparing.compare(past, workspace, BRIEFING)}
        back = comparing.compare(workspace, past, BRIEFING)
        assert comparing.compare(past, past, BRIEFING) == ()
    assert {key: one.what for key, one in found.items()} == {
        ("judgment", first["id"]): What.CHANGED,
        ("judgment", second["id"]): What.REMOVED,
        ("quote", "q-new"): What.NEW,
        ("quote", QUOTE): What.CHANGED,
    }
    (line,) = found["quote", QUOTE].lines
    assert (line.label, line.before, line.after) == ("Tag", "", "pact")
    (line,) = found["judgment", first["id"]].lines
    assert line.label == "Likelihood"
    assert {one.what for one in back if one.id == "q-new"} == {What.REMOVED}
