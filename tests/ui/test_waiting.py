"""A library that another program holds: a write waits for its turn and says so."""

from __future__ import annotations

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import QEvent, QObject

from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store import engine
from briefing.ui.session import Entry

WORDS = "Waiting for another program that writes to this library, 5 seconds at most …"


class _Painted(QObject):
    """Keeps what a label showed each time that it was painted."""

    def __init__(self, label) -> None:
        super().__init__(label)
        self.seen: list[tuple[str, bool]] = []
        label.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt names it
        if event.type() == QEvent.Type.Paint:
            room = watched.fontMetrics().horizontalAdvance(watched.text()) <= watched.width()
            self.seen.append((watched.text(), room))
        return False


@pytest.fixture
def held(window):
    """Another program in the midst of a write."""
    other = driver.connect(str(window.session.workspace.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_write_that_waits_says_so_before_it_gives_up(window, held, qtbot, monkeypatch):
    monkeypatch.setattr(engine, "FIRST_MS", 10)
    monkeypatch.setattr(engine, "BUSY_MS", 60)
    painted = _Painted(window.saved)
    window.session.select(Entry("claim", sample_id("claim", "containers")))
    window.refresh_commands()
    assert not window.session.registry.run("entry.delete")
    # Without an event in between: it stood on the screen while the window could not answer.
    assert (WORDS, True) in painted.seen
    assert "another program is writing to this library" in window.message_bar.text
    qtbot.waitUntil(lambda: window.saved.text() == "Saved · all changes kept in history")
    held.execute("ROLLBACK")
    assert window.session.registry.run("entry.delete")
    assert sample_id("briefing", BRIEFING_KEY) == window.session.briefing_id


def test_a_write_whose_turn_comes_is_done_after_the_word(window, held, qtbot, monkeypatch):
    monkeypatch.setattr(engine, "FIRST_MS", 10)
    painted = _Painted(window.saved)
    say = window.session.workspace.library.waiting

    def waiting():
        say()
        held.execute("ROLLBACK")

    window.session.workspace.library.waiting = waiting
    window.session.select(Entry("claim", sample_id("claim", "containers")))
    window.refresh_commands()
    assert window.session.registry.run("entry.delete")
    assert (WORDS, True) in painted.seen
    qtbot.waitUntil(lambda: "in the trash" in window.message_bar.text)
