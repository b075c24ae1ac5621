"""Records are found by what their fields hold, however much is asked for."""

from __future__ import annotations

import pytest

from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.services.editing import add_records
from briefing.store.records import find
from tests.builders import empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    opened = empty_workspace(tmp_path)
    yield opened
    opened.close()


def test_forty_thousand_ids_are_asked_for_at_once(ws):
    quotes = [make_quote(id=f"q{n}", position=f"p{9 - n}") for n in range(10)]
    names = [
        QuoteSpeaker(id=f"s{n}", quote_id=f"q{n}", actor_id="a", position="z") for n in range(10)
    ]
    add_records(ws, "Add", [*quotes, *names])
    with ws.write("Delete") as unit:
        unit.delete("quote", "q3")
    many = [f"q{n}" for n in range(40_000)]
    with ws.read() as connection:
        found = find(connection, Quote, id=many)
        assert [one.id for one in found] == ["q9", "q8", "q7", "q6", "q5", "q4", "q2", "q1", "q0"]
        assert found == find(connection, Quote, id=many[:10])
        assert find(connection, Quote, id=many, words="nobody said so") == ()
        parts = find(connection, QuoteSpeaker, quote_id=set(many), actor_id="a")
        assert [one.id for one in parts] == [f"s{n}" for n in range(10)]
        assert find(connection, Quote, id=[]) == ()


def test_a_field_that_there_is_not_is_named(ws):
    with ws.read() as connection, pytest.raises(ValueError, match="quote has no field colour"):
        find(connection, Quote, colour="red")
