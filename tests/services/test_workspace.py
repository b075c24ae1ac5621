"""Subscribers hear of every change set once, whoever wrote it."""

from __future__ import annotations

from briefing.domain.source import Source
from briefing.services.workspace import open_workspace
from tests.builders import ME, empty_workspace


def write(ws, key):
    with ws.write(f"Add {key}") as unit:
        unit.add(Source(id=key, title=key))


def test_what_is_written_here_or_in_another_window_is_told_once(tmp_path):
    ws = empty_workspace(tmp_path)
    other = open_workspace(ws.path, ME)
    heard: list[str] = []
    ws.subscribe(lambda done: heard.append(done.label))
    write(ws, "one")
    ws.catch_up()
    assert heard == ["Add one"]
    write(other, "two")
    write(ws, "three")
    assert heard == ["Add one", "Add three"]
    assert ws.catch_up() == 1
    assert ws.catch_up() == 0
    assert heard == ["Add one", "Add three", "Add two"]
    other.close()
    ws.close()
