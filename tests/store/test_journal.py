"""The journal: what a write records, and what stays out of it."""

from __future__ import annotations

import pytest

from briefing.domain.changes import tick
from briefing.services import editing, history
from briefing.services.workspace import Workspace
from briefing.store import journal
from briefing.store.library import open_library
from tests.builders import ME, OTHER, empty_workspace, make_quote


@pytest.fixture
def workspace(tmp_path):
    opened = empty_workspace(tmp_path)
    yield opened
    opened.close()


def test_each_field_knows_the_change_set_whose_value_it_replaced(workspace):
    quote = make_quote()
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="second")
    editing.change_fields(workspace, "quote", quote.id, words="third")
    editing.change_fields(workspace, "quote", quote.id, place="Pyongyang")
    found = history.history_of(workspace, quote.id)
    sets = [change_set for change_set, _ in found]
    words = [c for _, changes in found for c in changes if c.field == "words"]
    assert [(c.before, c.after) for c in words] == [
        (None, "mutual assistance"),
        ("mutual assistance", "second"),
        ("second", "third"),
    ]
    assert [c.base for c in words] == [None, sets[0].id, sets[1].id]
    assert [c.base for _, changes in found[3:] for c in changes] == [None]


def test_running_numbers_have_no_gap_and_clocks_only_rise(workspace):
    for number in range(5):
        editing.add_records(workspace, "Add quote", [make_quote(words=str(number))])
    newest_first = history.log(workspace)
    assert [c.number for c in reversed(newest_first)] == [1, 2, 3, 4, 5]
    clocks = [c.clock for c in reversed(newest_first)]
    assert clocks == sorted(set(clocks))


def test_a_clock_that_stands_still_or_runs_back_still_rises():
    first = tick(0, 1_000)
    assert tick(first, 1_000) > first
    assert tick(first, 10) > first


def test_setting_a_field_to_what_it_is_writes_nothing(workspace):
    quote = make_quote(words="same")
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="same")
    assert len(history.log(workspace)) == 1


def test_a_write_that_fails_leaves_neither_row_nor_journal(workspace):
    quote = make_quote()

    def write_and_fail():
        with workspace.write("Add quote") as unit:
            unit.add(quote)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert history.log(workspace) == []
    with workspace.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM quote").scalar() == 0


def test_subscribers_hear_what_was_touched_after_the_commit(workspace):
    heard = []
    end = workspace.subscribe(heard.append)
    quote = make_quote()
    editing.add_records(workspace, "Add quote", [quote])
    end()
    editing.change_fields(workspace, "quote", quote.id, words="not heard")
    assert [c.label for c in heard] == ["Add quote"]
    assert heard[0].touched["quote"] == {quote.id}


def test_another_window_hears_of_it_when_it_catches_up(workspace):
    other = Workspace(open_library(workspace.path), OTHER)
    heard = []
    other.subscribe(heard.append)
    quote = make_quote()
    editing.add_records(workspace, "Add quote", [quote])
    assert other.catch_up() == 1
    assert heard[0].touched["quote"] == {quote.id}
    assert other.catch_up() == 0
    other.close()


def test_ids_sort_by_the_time_they_were_made():
    made = [journal.new_id() for _ in range(50)]
    assert [i[14] for i in made] == ["7"] * 50
    assert [i[:12] for i in made] == sorted(i[:12] for i in made)


def test_the_author_is_in_the_library_as_a_person(workspace):
    editing.add_records(workspace, "Add quote", [make_quote()])
    assert workspace.person_name() == "Analyst"
    workspace.rename_person("R. Analyst")
    assert workspace.person_name() == "R. Analyst"
    assert history.log(workspace)[0].person_id == ME.person_id
