"""The page of blind rounds: opened, answered by digits, handed in, compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from briefing.services import blind_view, blinding
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui.dialogs.new_round import NewRoundDialog
from tests.builders import OTHER

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def page(window):
    window.session.registry.run("blind.open")
    made = window.blind_actions.dialog
    yield made
    if isValid(made):
        made.close()


def _open_round(page, qtbot, scale="reliability", keep=3):
    page.new.click()
    dialog = page.findChild(NewRoundDialog)
    dialog.scale.setCurrentIndex(dialog.scale.findData(scale))
    for at in range(keep, dialog.items.count()):
        dialog.items.item(at).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(dialog.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rounds.currentData() is not None)


def _hand_in(page, qtbot):
    page.hand_in.click()
    box = page.findChild(QMessageBox)
    box.buttons()[0].click()
    qtbot.waitUntil(page.hand_in.isHidden)


def test_digits_answer_and_go_on_to_the_next_item(page, qtbot, window):
    _open_round(page, qtbot)
    assert page.items.rows.rowCount() == 3
    assert not page.hand_in.isEnabled()
    for digit in "213":
        qtbot.keyClick(page.items, digit)
    view = blind_view.round_view(window.session.workspace, page.rounds.currentData())
    assert [item.mine for item in view.items] == ["B", "A", "C"]
    assert window.session.selection.kind == "source"
    _hand_in(page, qtbot)
    assert "handed in" in page.about.text()
    assert not page.panel.group.button(1).isEnabled()


def test_when_both_are_in_the_answers_and_the_agreement_show(page, qtbot, window):
    _open_round(page, qtbot)
    for digit in "213":
        qtbot.keyClick(page.items, digit)
    ben = open_workspace(window.session.workspace.path, OTHER)
    ben.rename_person("Ben")
    round_id = page.rounds.currentData()
    for item, value in zip(blind_view.round_view(ben, round_id).items, "BCC", strict=True):
        blinding.answer(ben, item.id, value)
    blinding.hand_in(ben, round_id)
    ben.close()
    assert page.outcome.isHidden()
    _hand_in(page, qtbot)
    qtbot.waitUntil(page.outcome.isVisible)
    assert "2 of 3" in page.outcome.text()
    assert "Cohen" in page.outcome.text()
    chips = [page.items.rows.row(at).chips for at in range(3)]
    assert [bool(one) for one in chips] == [False, True, False]


def test_a_note_is_kept_with_the_answer(page, qtbot, window):
    _open_round(page, qtbot)
    note = page.panel.note
    note.setFocus()
    qtbot.keyClicks(note, "State outlet 2")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    view = blind_view.round_view(window.session.workspace, page.rounds.currentData())
    assert (view.items[0].mine, view.items[0].note) == ("", "State outlet 2")


def test_a_digit_in_a_note_is_a_digit(page, qtbot, window):
    _open_round(page, qtbot)
    page.panel.note.setFocus()
    qtbot.keyClicks(page.panel.note, "2 of 3")
    assert page.panel.note.text() == "2 of 3"
    view = blind_view.round_view(window.session.workspace, page.rounds.currentData())
    assert view.items[0].mine == ""


def test_codes_are_typed(page, qtbot, window):
    _open_round(page, qtbot, scale="codes", keep=2)
    qtbot.keyClicks(page.panel.code, "threat")
    qtbot.keyClick(page.panel.code, Qt.Key.Key_Return)
    view = blind_view.round_view(window.session.workspace, page.rounds.currentData())
    assert [item.mine for item in view.items] == ["threat", ""]
    assert page.items.current_entry().id == view.items[1].id


def test_nothing_chosen_is_told_in_the_dialog(page, qtbot, window):
    page.new.click()
    dialog = page.findChild(NewRoundDialog)
    dialog.none.click()
    dialog.ok.click()
    assert "at least one" in dialog.error.text()
    assert blind_view.rounds(window.session.workspace, SAMPLE) == []
    dialog.reject()


def test_another_briefing_closes_the_page(page, qtbot, window):
    window.session.open_briefing(None)
    qtbot.waitUntil(lambda: window.blind_actions.dialog is None)
