"""The checks in the window: counted, gone through by key, let stand with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.changes import Author
from briefing.services import editing, history
from briefing.services.checking import check_briefing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.session import Entry

ME = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
BRIEFING = sample_id("briefing", BRIEFING_KEY)
JUDGMENT = Entry("judgment", sample_id("judgment", "wider-cooperation"))
CLAIM = Entry("claim", sample_id("claim", "us-knows"))
DIGEST = Entry("source", sample_id("source", "digest"))


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


def shown(panel):
    return [panel.list.rows.row(at) for at in range(panel.list.rows.rowCount())]


def check(window, qtbot):
    with qtbot.waitSignal(window.review.checker.checked):
        qtbot.keyClick(window, Qt.Key.Key_F7)
    return window.review.checks


def test_f7_checks_and_the_status_line_counts(window, qtbot):
    panel = check(window, qtbot)
    assert panel.isVisible()
    assert panel.list.hasFocus()
    assert window.review.status_button.text() == "Checks: 2 warnings · 1 note"
    assert [row.head for row in shown(panel) if row.heading] == ["Warnings", "Notes"]


def test_findings_are_gone_through_by_key_and_lead_to_their_place(window, qtbot):
    panel = check(window, qtbot)
    for _round in range(2):
        for entry, tab in ((CLAIM, "claims"), (JUDGMENT, "brief"), (DIGEST, "sources")):
            qtbot.keyClick(window, Qt.Key.Key_F3)
            assert window.session.selection == entry
            assert window.current_key() == tab
            assert panel.list.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.selection == JUDGMENT
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_f6_comes_by_the_open_drawer(window, qtbot):
    panel = check(window, qtbot)
    window.tab_widget.tabBar().setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert panel.isAncestorOf(window.focusWidget())
    panel.shut()
    window.tab_widget.tabBar().setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert not panel.isAncestorOf(window.focusWidget())


def test_a_click_leads_there_and_enter_too(window, qtbot):
    panel = check(window, qtbot)
    place = next(at for at, row in enumerate(shown(panel)) if row.id)
    box = panel.list.visualRect(panel.list.rows.index(place, 0))
    window.show_tab("quotes")
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert window.current_key() == "claims"
    window.show_tab("quotes")
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.current_key() == "claims"


def test_w_asks_for_a_reason_keeps_it_and_takes_it_back(window, qtbot):
    panel = check(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    qtbot.keyClick(panel.list, Qt.Key.Key_W)
    assert panel.reason.hasFocus()
    qtbot.keyClick(panel.reason, Qt.Key.Key_Return)
    assert "reason" in panel.wrong.text()
    qtbot.keyClicks(panel.reason, "The sources say no more.")
    with qtbot.waitSignal(window.review.checker.checked):
        qtbot.keyClick(panel.reason, Qt.Key.Key_Return)
    assert [row.head for row in shown(panel) if row.heading] == [
        "Warnings",
        "Notes",
        "Let stand",
    ]
    # On to the next finding: pressed again the button would not take back what was just let stand.
    assert panel.stand_button.text() == "Let it stand…"
    assert panel.list.current_entry() is not None
    waived = shown(panel)[-1]
    assert "The sources say no more." in waived.detail
    assert history.steps(window.session.workspace).undo_label == "Let finding stand"
    panel.list.select_entry(waived.kind, waived.id)
    panel.choose_row(Entry(waived.kind, waived.id))
    assert panel.stand_button.text() == "Take back"
    with qtbot.waitSignal(window.review.checker.checked):
        qtbot.keyClick(panel.list, Qt.Key.Key_W)
    assert len(check_briefing(window.session.workspace, BRIEFING).open) == 3


def test_escape_leaves_the_reason_and_changes_nothing(window, qtbot):
    panel = check(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    panel.stand_button.click()
    qtbot.keyClicks(panel.reason, "x")
    qtbot.keyClick(panel.reason, Qt.Key.Key_Escape)
    assert not panel.form.isVisible()
    assert not check_briefing(window.session.workspace, BRIEFING).waived


def test_an_edit_is_checked_soon_after(window, qtbot):
    check(window, qtbot)
    editing.change_fields(
        window.session.workspace, "judgment", JUDGMENT.id, text="They widen it without fail."
    )
    qtbot.waitUntil(
        lambda: window.review.status_button.text() == "Checks: 1 warning · 1 note", timeout=8000
    )


def test_nothing_found_is_said(window, qtbot):
    ws = window.session.workspace
    editing.change_fields(ws, "judgment", JUDGMENT.id, text="They widen it without fail.")
    for kind, key in (
        ("judgment", "near-alliance"),
        ("section", "treaty"),
        ("claim", "us-knows"),
        ("section", "sanctions-and-arms"),
    ):
        editing.delete_entry(ws, kind, sample_id(kind, key))
    panel = check(window, qtbot)
    assert panel.counted.text() == "No findings"
    assert "Nothing" in shown(panel)[0].text


def test_a_long_list_of_findings_is_cut_and_its_rest_counted(window, qtbot):
    from briefing.domain.claim import Claim

    many = [Claim(id=f"c{n}", briefing_id=BRIEFING, proposition=f"No. {n}") for n in range(400)]
    editing.add_records(window.session.workspace, "Add claims", many)
    panel = check(window, qtbot)
    assert "402 warnings" in window.review.status_button.text()
    rows = shown(panel)
    assert sum(bool(row.id) for row in rows) == 301
    assert any("102 more" in row.text for row in rows)


def test_a_very_large_briefing_is_checked_on_request(window, qtbot, monkeypatch):
    from briefing.services import checking

    monkeypatch.setattr(checking, "LIVE", 3)
    with qtbot.waitSignal(window.review.checker.waits):
        window.review.checker.run(force=False)
    assert "F7" in window.review.status_button.text()
    check(window, qtbot)
    assert "2 warnings" in window.review.status_button.text()


def test_a_quote_is_verified_and_what_was_altered_is_marked(window, qtbot):
    ws = window.session.workspace
    quote = sample_id("quote", "mutual-assistance")
    editing.change_fields(
        ws, "quote", quote, words="for mutual help in the event of aggression against one"
    )
    window.session.select(Entry("quote", quote))
    panel = window.review.quotes
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(panel.verdicts))
    assert panel.isVisible()
    assert "<s" in panel.compared.text()
    assert "<u" in panel.compared.text()
    assert "[left out: assistance] [added: help]" in panel.compared.accessibleName()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.current_key() == "sources"
    view = window.tab("sources").view
    assert "mutual assistance" in view.textCursor().selectedText()
    assert window.session.selection == Entry("quote", quote)


def test_all_quotes_are_verified_the_doubtful_first(window, qtbot):
    editing.change_fields(
        window.session.workspace, "quote", sample_id("quote", "absurd"), words="No word of it here"
    )
    panel = window.review.quotes
    qtbot.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(panel.verdicts) == 11)
    heads = [row.head for row in shown(panel) if row.heading]
    assert heads == ["Not found", "Found word for word"]
    assert not window.review.checks.isVisible()
    panel.step(1)
    assert window.session.selection == Entry("quote", sample_id("quote", "absurd"))
