"""The Brief tab: read, followed by mouse and keyboard, whole at every text size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel

from briefing.domain.briefing import Briefing, Section
from briefing.domain.changes import Author
from briefing.domain.judgment import Basis, Judgment
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui import theme as themes
from briefing.ui.session import Entry, Session
from briefing.ui.tabs.brief import BottomLine, BriefTab
from briefing.ui.tabs.reading_text import ReadingText

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def session(qapp, tmp_path):
    theme = themes.install(qapp, "light", 100)
    workspace = open_workspace(tmp_path / "a.briefings", Author(None, "device"))
    made = Session(workspace, None, None, None)
    yield made
    made.close()
    workspace.close()
    theme.apply("light", 100)


def _shown(session, qtbot, briefing=BRIEFING):
    tab = BriefTab(session)
    qtbot.addWidget(tab)
    tab.resize(780, 760)
    session.open_briefing(briefing)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def _add(session, *, text="It is very likely.", body="Plain."):
    with session.workspace.write("Add") as unit:
        unit.add(Briefing(id="x", title="X"))
        unit.add(Section(id="s", briefing_id="x", section_kind="bottom line", body=body))
        unit.add(Judgment(id="j", briefing_id="x", text=text, likelihood="likely", key=True))
        unit.add(Basis(id="b", judgment_id="j", entry_kind="quote", entry_id="gone"))


def test_page_shows_judgments_with_likelihood_apart_from_confidence(session, qtbot):
    tab = _shown(session, qtbot)
    first = tab.rows[tab.view.key_judgments[0].id]
    words = [label.text() for label in first.findChildren(QLabel)]
    assert words == ["Very likely", "moderate confidence", "80–95 % · ICD 203"]
    assert first.accessibleName().startswith("Very likely. moderate confidence. Russia and")


def test_citation_leads_to_its_entry(session, qtbot):
    tab = _shown(session, qtbot)
    text = tab.findChild(BottomLine).findChild(ReadingText)
    text.anchorClicked.emit(QUrl("cite:2"))
    ref = tab.view.numbers.ordered[1]
    assert session.selection == Entry(ref.kind, ref.id)


def test_citations_are_reached_and_followed_with_the_keyboard(session, qtbot):
    tab = _shown(session, qtbot)
    with qtbot.waitActive(tab):
        tab.activateWindow()
    text = tab.findChild(BottomLine).findChild(ReadingText)
    text.clearFocus()
    text.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    ref = tab.view.numbers.ordered[0]
    assert session.selection == Entry(ref.kind, ref.id)


@pytest.mark.parametrize("way", ["enter", "row", "words"])
def test_judgment_is_chosen_with_keyboard_and_mouse(session, qtbot, way):
    tab = _shown(session, qtbot)
    row = tab.rows[tab.view.key_judgments[1].id]
    if way == "enter":
        row.setFocus()
        qtbot.keyClick(row, Qt.Key.Key_Return)
    elif way == "row":
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    else:
        spot = row.text.viewport().rect().topLeft()
        qtbot.mouseClick(row.text.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.selection == Entry("judgment", row.line.id)
    assert [r.selected for r in tab.rows.values()].count(True) == 1
    assert row.selected


def test_estimative_word_is_dotted_and_names_its_scale(session, qtbot):
    _add(session)
    tab = _shown(session, qtbot, "x")
    text = tab.rows["j"].text
    cursor = QTextCursor(text.document())
    cursor.setPosition(text.toPlainText().index("likely"))
    shape = cursor.charFormat()
    assert shape.underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine
    assert "80 to 95 per cent on ICD 203" in shape.toolTip()


def test_unsourced_judgment_says_so(session, qtbot):
    _add(session)
    tab = _shown(session, qtbot, "x")
    assert tab.rows["j"].pill_text == "unsourced"
    assert "unsourced" in tab.rows["j"].accessibleName()


def test_hostile_text_stays_text(session, qtbot):
    evil = '<img src="http://x/"><b>&amp;</b> <a href="cite:1">go</a>'
    _add(session, text=evil, body=evil)
    tab = _shown(session, qtbot, "x")
    assert [t.toPlainText() for t in tab.findChildren(ReadingText)] == [evil, f"{evil}1"]


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [420, 780])
def test_nothing_is_cut_at_any_text_size(session, qtbot, scale, width):
    tab = _shown(session, qtbot)
    themes.current().apply("dark", scale)
    tab.resize(width, 760)

    def uncut():
        assert tab.area.widget().width() <= tab.area.viewport().width()
        for text in tab.findChildren(ReadingText):
            if tab.area.widget().isAncestorOf(text):
                assert text.document().size().height() <= text.viewport().height()
                assert text.document().idealWidth() <= text.viewport().width() + 1

    qtbot.waitUntil(uncut, timeout=3_000)


def test_change_elsewhere_is_shown_and_selection_kept(session, qtbot):
    tab = _shown(session, qtbot)
    key = tab.view.key_judgments[0].id
    session.select(Entry("judgment", key))
    with session.workspace.write("Change") as unit:
        unit.change("judgment", key, text="Otherwise.")
    qtbot.waitUntil(lambda: tab.rows[key].line.text == "Otherwise.")
    assert tab.rows[key].selected


def test_entries_at_home_here_are_shown(session, qtbot):
    tab = _shown(session, qtbot)
    last = tab.view.sections[-1].id
    assert tab.show_entry("section", last)
    assert tab.area.verticalScrollBar().value() > 0
    assert tab.show_entry("judgment", tab.view.judgments[0].id)
    assert tab.show_entry("briefing", BRIEFING)
    assert not tab.show_entry("section", "nowhere")
