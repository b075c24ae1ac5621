"""What others changed is read in its order, and without walking the whole journal."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from briefing.services.editing import add_records, change_fields
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from briefing.store.reading_state import changes_of_others
from tests.builders import ME, OTHER, empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    opened = empty_workspace(tmp_path)
    yield opened
    opened.close()


def test_changes_of_others_come_in_the_order_in_which_they_were_made(ws):
    add_records(ws, "Add", [make_quote(id="mine"), make_quote(id="theirs")])
    other = Workspace(open_library(ws.path), OTHER)
    change_fields(other, "quote", "theirs", words="second", place="Seoul")
    change_fields(ws, "quote", "mine", words="second")
    change_fields(other, "quote", "mine", words="third")
    other.close()
    with ws.read() as connection:
        found = changes_of_others(connection, ME.person_id, 0)
        told = [(number, c.record_id, c.after) for number, c in found if c.kind == "quote"]
        first, second, third = told
        assert {first[1:], second[1:]} == {("theirs", "second"), ("theirs", "Seoul")}
        assert third[1:] == ("mine", "third")
        assert first[0] == second[0] < third[0]
        assert changes_of_others(connection, ME.person_id, third[0]) == []


def test_the_changes_of_the_whole_journal_are_not_walked_to_find_those_of_others(ws):
    add_records(ws, "Add", [make_quote()])
    asked = []

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    with ws.read() as connection:
        event.listen(connection, "before_cursor_execute", hear)
        changes_of_others(connection, ME.person_id, 1)
        event.remove(connection, "before_cursor_execute", hear)
        ((statement, parameters),) = asked
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    assert [step[3] for step in plan if step[3].startswith("SCAN")] == []
