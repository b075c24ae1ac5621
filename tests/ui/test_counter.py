"""The briefing is counted in the background, and nothing that was asked for meanwhile is lost."""

from __future__ import annotations

import threading

import pytest

from briefing.services import editing
from briefing.services.sample import sample_id
from briefing.ui.shell.counter import Counter
from briefing.ui.tabs.notes import NotesTab
from briefing.ui.tabs.quotes import QuotesTab

QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def counter(window):
    made = Counter(window.session, window)
    yield made
    made.stop()


def test_what_is_asked_for_while_it_counts_is_counted_after_it(window, counter, qtbot):
    begun, go_on = threading.Event(), threading.Event()

    class Slow(NotesTab):
        @classmethod
        def count_in(cls, workspace, briefing_id):
            begun.set()
            assert go_on.wait(5)
            return super().count_in(workspace, briefing_id)

    found = []
    counter.counted.connect(found.append)
    counter.want({"notes": Slow}, 0)
    qtbot.waitUntil(begun.is_set)
    counter.want({"quotes": QuotesTab}, 0)
    qtbot.waitUntil(lambda: not counter._timer.isActive())
    assert not found
    go_on.set()
    qtbot.waitUntil(lambda: len(found) == 2)
    assert [set(one.numbers) for one in found] == [{"notes"}, {"quotes"}]
    assert found[1].numbers["quotes"] == window.tab("quotes").count()


def test_a_change_counts_only_the_tabs_that_show_its_kind(window, qtbot):
    qtbot.waitUntil(lambda: "sourced" in window.line.text())
    seen = []
    window._counter.counted.connect(seen.append)
    editing.delete_entry(window.session.workspace, "quote", QUOTE)
    qtbot.waitUntil(lambda: bool(seen))
    assert "quotes" in seen[0].numbers
    assert "claims" not in seen[0].numbers
