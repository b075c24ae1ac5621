"""The worth of a source in its tab: graded anew in place, its past and origins as rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from briefing.domain.changes import Author
from briefing.services import history
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.source_statement import statement_of
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window

ME = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
BRIEFING = sample_id("briefing", BRIEFING_KEY)
DIGEST, TALKS = sample_id("source", "digest"), sample_id("source", "talks")


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    themes.install(qapp, "light", 100)
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    workspace.close()


def rows(view):
    return [view.rows.row(at) for at in range(view.rows.rowCount())]


def test_a_source_is_graded_anew_by_keyboard(window, qtbot):
    tab = window.show_tab("sources")
    tab.show_entry("source", TALKS)
    worth = tab.worth
    worth.grade_button.click()
    assert worth.form.letter.hasFocus()
    qtbot.keyClicks(worth.form.letter, "D")
    qtbot.keyClick(worth.form.reason, Qt.Key.Key_Return)
    assert "why" in worth.form.wrong.text()
    qtbot.keyClicks(worth.form.reason, "Denied later.")
    qtbot.keyClick(worth.form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.grade.text().startswith("D"))
    assert not worth.form.isVisible()
    worth.more_button.click()
    grades = [row for row in rows(worth.list) if row.kind == "source_grade"]
    assert [(row.grade, row.detail) for row in grades] == [
        ("D", "Denied later."),
        ("B", "Public, official, interested."),
    ]
    assert history.undo(window.session.workspace) == "Grade source"
    qtbot.waitUntil(lambda: tab.grade.text().startswith("B"))


def test_escape_leaves_the_grade_as_it_was(window, qtbot):
    tab = window.show_tab("sources")
    tab.show_entry("source", TALKS)
    tab.worth.ask_grade()
    qtbot.keyClick(tab.worth.form.letter, Qt.Key.Key_Escape)
    assert not tab.worth.form.isVisible()
    assert tab.grade.text().startswith("B")


def test_origins_are_indented_rows_that_open(window, qtbot):
    tab = window.show_tab("sources")
    tab.show_entry("source", DIGEST)
    worth = tab.worth
    assert "goes back to 6 origins" in worth.more_button.text()
    worth.more_button.click()
    found = {row.id: row for row in rows(worth.list) if row.kind == "source"}
    campbell = sample_id("source", "campbell")
    assert found[campbell].indent == 1
    assert found[campbell].side == ("origin",)
    worth.list.select_entry("source", campbell)
    qtbot.keyClick(worth.list, Qt.Key.Key_Return)
    assert tab.card.id == campbell


def test_the_summary_is_drafted_only_when_said_so(window, qtbot, monkeypatch):
    ws = window.session.workspace
    before = statement_of(ws, BRIEFING).body
    asked = []

    def answer(button):
        def question(*arguments):
            asked.append(arguments)
            return button

        return question

    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.No))
    window.session.registry.run("sources.summary")
    assert statement_of(ws, BRIEFING).body == before
    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.Yes))
    window.session.registry.run("sources.summary")
    assert len(asked) == 2
    assert "nine sources" in statement_of(ws, BRIEFING).body
    assert window.current_key() == "brief"
    assert history.undo(ws) == "Draft source summary"
    assert statement_of(ws, BRIEFING).body == before


def test_everything_in_the_card_has_a_name(window):
    tab = window.show_tab("sources")
    tab.show_entry("source", DIGEST)
    tab.worth.ask_grade()
    form = tab.worth.form
    for one in (form.letter, form.reason, form.day, tab.worth.grade_button, tab.worth.more_button):
        assert one.accessibleName()
