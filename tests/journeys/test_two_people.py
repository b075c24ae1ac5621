"""Two people on one briefing: what the other did is found by key, read, put right, and released."""

from __future__ import annotations

from PySide6.QtCore import Qt

from briefing.domain.changes import Author
from briefing.services import editing
from briefing.services.brief_view import brief_view
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from briefing.store.records import get
from briefing.ui.dialogs.history import HistoryDialog
from briefing.ui.session import Entry

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
REVIEWER = Author("00000000-0000-4000-8000-0000000000b2", "00000000-0000-4000-8000-0000000000e2")


def _activate(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()


def _about(window):
    with window.session.workspace.read() as connection:
        return get(connection, "quote", QUOTE).about


def test_what_a_colleague_did_is_walked_through_restored_and_released(start, qtbot):
    window = start()
    window.session.open_briefing(BRIEFING)
    assert window.session.news.first_look()

    colleague = Workspace(open_library(window.session.workspace.path), REVIEWER)
    colleague.rename_person("Rev Iewer")
    editing.change_fields(colleague, "quote", QUOTE, about="A mistaken subject")
    judgment = next(j for j in brief_view(colleague, BRIEFING).judgments if j.likelihood)
    editing.change_fields(colleague, "judgment", judgment.id, likelihood="almost certain(ly)")
    colleague.close()
    window.session.workspace.catch_up()
    qtbot.waitUntil(lambda: len(window.session.news.marks) == 2)

    # One key goes to what is new, in whichever tab it stands.
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.session.selection == Entry("judgment", judgment.id)
    assert window.current_key() == "brief"
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.session.selection == Entry("quote", QUOTE)
    assert window.current_key() == "quotes"

    # The history says who it was and what stood there; the version before comes back, and goes again.
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    dialog = window.findChild(HistoryDialog)
    assert "Rev Iewer" in dialog.told.text()
    assert "was “The treaty’s clause”, is “A mistaken subject”" in (
        dialog.view.accessibleDescription()
    )
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert _about(window) == "The treaty’s clause"
    dialog.close()
    _activate(window, qtbot)
    qtbot.waitUntil(lambda: window.session.registry.enabled("edit.undo"))
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert _about(window) == "A mistaken subject"
    qtbot.waitUntil(lambda: window.session.registry.enabled("edit.redo"))
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert _about(window) == "The treaty’s clause"

    # The next start knows that all of it was seen.
    window = start()
    window.session.open_briefing(BRIEFING)
    assert window.session.news.marks == {}

    # What stood there before the colleague came is a day away, in a window that cannot be written.
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL | SHIFT)
    (moments,) = [
        one for one in window.children() if hasattr(one, "told") and hasattr(one, "field")
    ]
    qtbot.keyClicks(moments.field, "20 June 2024")
    qtbot.keyClick(moments.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.history_actions.past_windows))
    (past,) = window.history_actions.past_windows
    then = {j.id: j.likelihood for j in past.show_tab("brief").view.judgments}
    assert then[judgment.id] == judgment.likelihood
    assert not past.session.registry.enabled("entry.edit")
    past.close()
    assert window.isVisible()
