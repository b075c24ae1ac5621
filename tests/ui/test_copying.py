"""Ctrl+C: the selected words of a text, else the entry in hand with its citation."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor

from briefing.services.copying import copy_entries
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.session import Entry
from tests.builders import ME

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path))
    theme = themes.install(qapp, "light", 100)
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    QGuiApplication.clipboard().setText("before")
    yield made
    made.close()
    workspace.close()
    theme.apply("light", 100)


def _copy(qtbot, widget):
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(widget.hasFocus)
    qtbot.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def _cited(window, kind, entry_id):
    return copy_entries(window.session.workspace, BRIEFING, [(kind, entry_id)]).plain


LISTS = [
    ("quotes", "list"),
    ("claims", "list"),
    ("timeline", "list"),
    ("actors", "list"),
    ("actors", "dossier"),
    ("sources", "list"),
    ("sources", "rests"),
    ("blocs", "list"),
]


@pytest.mark.parametrize(("key", "name"), LISTS, ids=["-".join(one) for one in LISTS])
def test_a_row_is_copied_with_its_citation(window, qtbot, key, name):
    tab = window.show_tab(key)
    if key == "sources":
        tab.show_entry("source", sample_id("source", "digest"))
    view = getattr(tab, name)
    found = [view.rows.row(at) for at in range(view.rows.rowCount())]
    last = [row for row in found if row.id][-1]
    assert view.select_entry(last.kind, last.id)
    text = _copy(qtbot, view)
    assert text == _cited(window, last.kind, last.id)
    assert text not in ("", "before")
    assert "Copied" in window.message_bar.text


def test_a_judgment_of_the_brief_is_copied_from_its_row_and_its_words(window, qtbot):
    row = window.show_tab("brief").rows[window.tab("brief").view.key_judgments[0].id]
    wanted = _cited(window, "judgment", row.line.id)
    assert _copy(qtbot, row) == wanted
    QGuiApplication.clipboard().setText("before")
    assert _copy(qtbot, row.text) == wanted


def test_a_judgment_a_row_of_a_matrix_and_a_mark_are_copied_from_their_places(window, qtbot):
    tab = window.show_tab("assessment")
    card = tab.cards[1]
    assert _copy(qtbot, card) == _cited(window, "judgment", card.row.id)
    block = tab.blocks[0]
    breach = block.model.place(sample_id("evidence", "return/breach"), None, 2)
    block.grid.setCurrentIndex(breach)
    wanted = _cited(window, "claim", sample_id("claim", "sanctions-breach"))
    assert _copy(qtbot, block.grid) == wanted
    picture = window.show_tab("timeline").picture
    picture.set_selected(sample_id("event", "campbell-call"))
    wanted = _cited(window, "event", sample_id("event", "campbell-call"))
    assert _copy(qtbot, picture) == wanted


def test_selected_words_are_copied_as_they_are(window, qtbot):
    row = window.show_tab("brief").rows[window.tab("brief").view.key_judgments[0].id]
    cursor = row.text.textCursor()
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    row.text.setTextCursor(cursor)
    assert _copy(qtbot, row.text) == cursor.selectedText()
    view = window.show_tab("sources").view
    window.tab("sources").show_entry("source", sample_id("source", "digest"))
    view.select_span(0, 12)
    assert _copy(qtbot, view) == view.toPlainText()[:12]
    field = window.sidebar.field
    field.setText("treaty")
    field.setFocus()
    field.selectAll()
    assert _copy(qtbot, field) == "treaty"


def test_the_panel_gives_its_passage_source_and_note(window, qtbot):
    quote = Entry("quote", sample_id("quote", "mutual-assistance"))
    window.session.open_entry(quote)
    qtbot.waitUntil(lambda: bool(window.sources.cards))
    card = window.sources.cards[0]
    passage = card.source.passages[0]
    assert _copy(qtbot, card.passages[0]) == _cited(window, "passage", passage.id)
    assert _copy(qtbot, card.show_button) == _cited(window, "source", card.source.id)


def test_elsewhere_the_selected_entry_is_copied(window, qtbot):
    quote = Entry("quote", sample_id("quote", "mutual-assistance"))
    window.session.open_entry(quote)
    assert _copy(qtbot, window.tab_widget.tabBar()) == _cited(window, quote.kind, quote.id)


def test_with_nothing_in_hand_the_clipboard_stays_and_a_line_says_so(window, qtbot):
    window.session.select(None)
    assert _copy(qtbot, window.tab_widget.tabBar()) == "before"
    assert "Choose an entry" in window.message_bar.text


def test_several_rows_are_copied_at_once_formatted_and_plain(window, qtbot):
    view = window.show_tab("quotes").list
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(view.hasFocus)
    first = view.rows.row(0)
    assert view.select_entry(first.kind, first.id)
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = view.chosen_entries(9)
    assert [one.id for one in chosen] == [view.rows.row(at).id for at in range(3)]
    assert len(view.chosen_entries(2)) == 2
    wanted = "\n\n".join(_cited(window, one.kind, one.id) for one in chosen)
    _copy(qtbot, view)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == wanted)
    assert "3 entries copied" in window.message_bar.text
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasHtml()
    assert data.html().count("<blockquote") == 3


def test_too_many_rows_are_not_copied(window, qtbot, monkeypatch):
    monkeypatch.setattr("briefing.ui.shell.actions.MOST", 2)
    view = window.show_tab("quotes").list
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.selectAll()
    assert _copy(qtbot, view) == "before"
    assert "More than 2 entries" in window.message_bar.text


def test_the_menu_of_a_chosen_row_keeps_the_others_chosen(window, qtbot):
    view = window.show_tab("quotes").list
    view.selectAll()
    many = len(view.chosen_entries(99))
    assert many > 2
    index = view.rows.index(1, 0)
    asked = []
    view.menu_requested.disconnect()
    view.menu_requested.connect(lambda *told: asked.append(told))
    place = view.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    view.contextMenuEvent(event)
    assert asked[0][0] == Entry("quote", view.rows.row(1).id)
    assert len(view.chosen_entries(99)) == many


_COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from briefing.ui import theme
from briefing.ui.document_view import DocumentView
from briefing.ui.editors.section_text import SectionText

app = QApplication([])
theme.install(app, "light", 100)
if {section}:
    text = SectionText(lambda: None, None)
    text.set_markdown("Said at noon")
else:
    text = DocumentView()
    text.set_document("d", "Said at noon", ())
text.selectAll()
text.copy()
print(app.clipboard().text())
"""


@pytest.mark.parametrize("section", [True, False], ids=["section", "document"])
def test_the_program_ends_well_with_words_on_the_clipboard(section):
    done = subprocess.run(
        [sys.executable, "-c", _COPY_AND_END.format(section=section)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "Said at noon")


_PUT_AND_END = """
from PySide6.QtWidgets import QApplication
from briefing.services.copying import Copied
from briefing.ui.copying import put

app = QApplication([])
put(Copied("Said at noon", "<p>Said at <em>noon</em></p>", 1))
put(Copied("Said at one", "<p>Said at <em>one</em></p>", 1))
data = app.clipboard().mimeData()
print(sorted(data.formats()), data.text(), data.html())
"""


def test_the_program_ends_well_with_entries_on_the_clipboard():
    done = subprocess.run(
        [sys.executable, "-c", _PUT_AND_END], capture_output=True, text=True, check=False
    )
    told = "['text/html', 'text/plain'] Said at one <p>Said at <em>one</em></p>"
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, told, "")
