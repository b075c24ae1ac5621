"""An analyst writes a brief from a template without leaving the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from briefing.domain.briefing import Briefing
from briefing.services import writing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import need
from briefing.ui.dialogs.new_briefing import NewBriefingDialog

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SAMPLE = sample_id("briefing", BRIEFING_KEY)


def _activate(window, qtbot):
    # Without a screen nobody gives the window its activity back when a dialog has closed.
    with qtbot.waitActive(window):
        window.activateWindow()


def _dialog(window):
    return window.findChild(NewBriefingDialog)


def _head(window):
    with window.session.workspace.read() as connection:
        found = need(connection, "briefing", window.session.briefing_id)
    assert isinstance(found, Briefing)
    return found


def _bodies(window):
    rows = writing.section_rows(window.session.workspace, window.session.briefing_id)
    return [row.body for row in rows]


def test_a_brief_from_a_template_to_final_and_found_again_after_a_restart(
    start, qtbot, monkeypatch
):
    window = start()
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    dialog = _dialog(window)
    dialog.choose("template", "quick")
    qtbot.keyClicks(dialog.title, "The river road opens")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    tab = window.tab("brief")
    qtbot.waitUntil(lambda: tab.writing and tab.page.index is not None)

    _activate(window, qtbot)
    text = window.focusWidget()
    assert text is tab.page.ordered()[0].text
    qtbot.keyClicks(text, "The road opens in May @Kim")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, ".")
    qtbot.waitUntil(lambda: _bodies(window)[0].endswith("]."))
    assert _bodies(window)[0].startswith("The road opens in May [@actor:")

    # The bottom line stays first, wherever it is sent.
    qtbot.keyClick(text, Qt.Key.Key_Down, ALT)
    assert tab.page.ordered()[0].text is text
    # Ctrl+Z takes the typing back here, then the briefing itself.
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert not tab.writing
    assert "The road opens in May" in tab._places[tab.view.bottom_line[0].id].toPlainText()

    monkeypatch.setattr(QMessageBox, "question", lambda *_args: QMessageBox.StandardButton.Yes)
    window.session.registry.run("brief.status.final")
    assert _head(window).status == "final"
    briefing_id = window.session.briefing_id

    window = start()
    assert window.session.briefing_id == briefing_id
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page = window.tab("brief").page
    assert page.ordered()[0].text.isReadOnly()
    assert "final" in page.notice.text


def test_next_weeks_brief_begins_with_this_weeks(start, qtbot):
    window = start()
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    dialog = _dialog(window)
    dialog.choose("earlier", SAMPLE)
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    tab = window.tab("brief")
    qtbot.waitUntil(lambda: tab.writing and window.session.briefing_id != SAMPLE)
    _activate(window, qtbot)
    assert len(tab.page.rows) == 6
    assert [e.row.heading for e in tab.page.ordered() if e.row.section_kind == "changes"] == [
        "Changes since 19 June 2024"
    ]
    qtbot.keyClick(tab.page.ordered()[0].text, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not tab.writing)
    assert writing.section_rows(window.session.workspace, SAMPLE)
