"""The trash: what was deleted, and what would come back with it."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.domain.quote import Quote
from briefing.services import annotating, editing, trash
from briefing.services.workspace import open_workspace
from briefing.store.records import find


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", Author("person", "device"))
    yield opened
    opened.close()


def test_a_row_names_what_comes_back_with_it(ws):
    with ws.read() as connection:
        quote, other = [one.id for one in find(connection, Quote)][:2]
    for words in ("Who translated this?", "And when?"):
        annotating.add_note(ws, "quote", quote, None, words)
    editing.delete_entries(ws, [("quote", quote), ("quote", other)])
    rows = {row.id: row for row in trash.trash(ws)}
    assert rows[quote].parts == "1 speaker, 1 tag, 1 passage, 2 notes"
    assert rows[other].parts == "1 speaker, 1 tag, 1 passage"


def test_what_is_read_does_not_grow_with_the_trash(ws, monkeypatch):
    asked = []

    def counted(connection, cls, **equal):
        asked.append(cls)
        return find(connection, cls, **equal)

    monkeypatch.setattr(trash, "find", counted)
    with ws.read() as connection:
        quotes = [("quote", one.id) for one in find(connection, Quote)]
    editing.delete_entries(ws, quotes[:1])
    assert len(trash.trash(ws)) == 1
    for_one = len(asked)
    asked.clear()
    editing.delete_entries(ws, quotes[1:])
    assert len(trash.trash(ws)) == len(quotes) > 3
    assert len(asked) == for_one
