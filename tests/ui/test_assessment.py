"""The Assessment tab worked as an analyst does: the grid by keys, judgments in their place."""

# long because: judgments, hypotheses and indicators stand on one page and act on one another.

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit

from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author
from briefing.services import assessing, assessment_view, history, weighing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import get
from briefing.ui import theme as themes
from briefing.ui.assessment.matrix_model import EVIDENCE, FIRST, GRADE, MatrixModel
from briefing.ui.commands.registry import Registry
from briefing.ui.entry_drag import dragged_entries, entries_as_mime
from briefing.ui.session import Entry, Session
from briefing.ui.tabs.assessment import AssessmentTab

BRIEFING = sample_id("briefing", BRIEFING_KEY)
MATRIX = sample_id("hypothesis_matrix", "return")


@pytest.fixture
def session(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    themes.install(qapp, "light")
    workspace = open_workspace(tmp_path / "library.briefings", Author("person", "device"))
    made = Session(workspace, None, Registry(), None)
    made.open_briefing(BRIEFING)
    yield made
    made.close()
    workspace.close()


@pytest.fixture
def tab(session, qtbot):
    made = AssessmentTab(session)
    qtbot.addWidget(made)
    made.resize(900, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def grid(tab):
    block = tab.blocks[0]
    block.grid.setFocus()
    return block.grid


def view(session):
    return assessment_view.matrices(session.workspace, BRIEFING)[0]


def at(grid, row, column):
    grid.setCurrentIndex(grid.cells.index(row, column))


def shown(grid):
    return str(grid.currentIndex().data())


# ---------------------------------------------------------------- the grid


def test_the_sample_weighs_as_it_should(tab):
    model = tab.blocks[0].model
    heads = [model.header_name(n) for n in range(FIRST, model.apart)]
    rows = model.rowCount()
    scores = [model.index(rows - 2, n).data() for n in range(FIRST, model.apart)]
    plain = [model.index(rows - 1, n).data() for n in range(FIRST, model.apart)]
    assert dict(zip(heads, scores, strict=True)) == {
        "Hard currency": "0.0",
        "Energy": "0.0",
        "Advanced aircraft": "0.8",
        "Missile technology": "0.8",
        "Nuclear technology": "1.6",
    }
    assert plain == ["0.0", "0.0", "1.0", "1.0", "2.0"]
    assert "1 row ungraded" in model.index(rows - 2, EVIDENCE).data()
    assert "would break UN and US sanctions" in tab.blocks[0].sensitivity.text()
    assert "this program’s convention" in tab.blocks[0].convention.text()
    apart = [int(model.index(n, model.apart).data()[0]) for n in range(rows - 2)]
    assert apart == sorted(apart, reverse=True)


def test_the_model_keeps_qts_rules_while_it_changes(session, qtmodeltester, qtbot):
    model = MatrixModel(session.workspace, view(session))
    qtmodeltester.check(model)
    weighing.add_evidence_words(session.workspace, MATRIX, "One more.")
    model.set_view(view(session))
    model.sort_rows(apart_first=False)
    model.rate(0, FIRST, "II")
    model.set_view(view(session))
    qtmodeltester.check(model)
    empty = weighing.add_matrix(session.workspace, BRIEFING, "Why?")
    qtmodeltester.check(
        MatrixModel(session.workspace, assessment_view.matrix(session.workspace, empty))
    )


@pytest.mark.parametrize(
    ("keys", "rating"),
    [
        ("1", "CC"),
        ("2", "C"),
        ("3", "N"),
        ("4", "I"),
        ("5", "II"),
        ("c", "C"),
        ("cc", "CC"),
        ("n", "N"),
        ("i", "I"),
        ("ii", "II"),
        ("3+", "C"),
        ("3-", "I"),
        ("3--", "II"),
        ("1+", "CC"),
        ("41", "CC"),
    ],
)
def test_keys_rate_and_what_is_typed_at_once_is_one_step(grid, session, qtbot, keys, rating):
    at(grid, 0, FIRST)
    before = shown(grid)
    qtbot.keyClicks(grid, keys)
    assert shown(grid) == rating
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: shown(grid) == before)


def test_two_cells_are_two_steps_and_delete_clears(grid, session, qtbot):
    at(grid, 0, FIRST)
    qtbot.keyClicks(grid, "5")
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClicks(grid, "5")
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert shown(grid) == "–"
    history.undo(session.workspace)
    assert view(session).rows[2].ratings[:2] == ("II", "N")
    history.undo(session.workspace)
    assert view(session).rows[2].ratings[:2] == ("N", "N")


def test_a_step_taken_back_is_not_joined_by_the_next_rating(grid, session, qtbot):
    at(grid, 0, FIRST)
    qtbot.keyClicks(grid, "5")
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: shown(grid) == "N")
    qtbot.keyClicks(grid, "1")
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: shown(grid) == "N")


def test_arrows_home_and_end_reach_every_cell_and_tab_leaves(grid, tab, qtbot):
    at(grid, 0, FIRST)
    last = grid.cells.columnCount() - 1
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.currentIndex().column() == last
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.currentIndex().column() == 0
    qtbot.keyClick(grid, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (
        grid.cells.rowCount() - 1,
        last,
    )
    qtbot.keyClick(grid, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 0)
    assert not grid.tabKeyNavigation()
    at(grid, 1, FIRST)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert grid.currentIndex().row() == 2


def test_the_cell_that_keys_go_to_stays_in_view(grid, tab, qtbot):
    tab.resize(900, 320)
    at(grid, 0, FIRST)
    for _ in range(grid.cells.rowCount()):
        qtbot.keyClick(grid, Qt.Key.Key_Down)
        box = grid.visualRect(grid.currentIndex())
        top = grid.viewport().mapTo(tab.area.viewport(), box.topLeft()).y()
        assert top >= 0
        assert top + box.height() <= tab.area.viewport().height()


def test_every_cell_says_in_words_what_it_shows(grid):
    model = grid.cells
    spoken = model.index(1, FIRST + 4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Evidence “Passing military technology would break UN and US sanctions”, hypothesis "
        "“Nuclear technology”: strongly inconsistent"
    )
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            text = model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
            assert text or model.is_score(row)
    face = QAccessible.queryAccessibleInterface(grid)
    names = [face.child(n).text(QAccessible.Text.Name) for n in range(face.childCount())]
    assert spoken in names
    # Never by colour alone: the rating itself stands in the cell.
    assert model.index(1, FIRST + 4).data() == "II"


def test_grades_are_set_in_place_and_follow_the_entry_again(grid, session, qtbot):
    breach = sample_id("evidence", "return/breach")
    claim = sample_id("claim", "sanctions-breach")
    grid.setCurrentIndex(grid.cells.place(breach, None, GRADE))
    qtbot.keyClicks(grid, "1")
    assert view(session).scores[-1] == "2.0"
    assert "Set for this row." in grid.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    with session.workspace.write("Edit claim") as unit:
        unit.change("claim", claim, credibility="5")
    assert view(session).scores[-1] == "0.4"


def test_keys_of_the_grid_are_its_own_whatever_they_do_in_the_window(grid, tab, session, qtbot):
    heard = []
    for keys in ("Del", "N", "F2", "Alt+Up"):
        action = QAction(tab)
        action.setShortcut(keys)
        action.triggered.connect(heard.append)
        tab.addAction(action)
    at(grid, 1, FIRST)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert shown(grid) == "–"
    qtbot.keyClick(grid, Qt.Key.Key_N)
    assert shown(grid) == "N"
    qtbot.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    card = tab.cards[0]
    card.setFocus()
    with qtbot.waitSignal(session.edit_requested):
        qtbot.keyClick(card, Qt.Key.Key_F2)
    assert heard == []


def test_rows_keep_their_places_while_they_are_rated(grid, tab, qtbot):
    order = list(grid.cells.order)
    at(grid, len(order) - 1, FIRST)
    qtbot.keyClicks(grid, "5")
    tab.reload()
    assert grid.cells.order == order
    assert grid.currentIndex().row() == len(order) - 1
    tab.blocks[0].sorted.click()
    assert grid.cells.order == [row.id for row in grid.cells.view.rows]
    tab.blocks[0].sorted.click()
    assert grid.cells.order[0] == order[-1]


def test_evidence_comes_from_the_picker_or_in_own_words(grid, tab, session, qtbot):
    qtbot.keyClick(grid, Qt.Key.Key_Insert)
    picker = tab.blocks[0].picker
    known = len(view(session).rows)
    qtbot.keyClicks(picker.field, "lethal aid")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    rows = view(session).rows
    assert len(rows) == known + 1
    assert rows[-1].entry_id == sample_id("claim", "no-lethal-aid")
    qtbot.keyClicks(picker.field, "lethal aid")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert len(view(session).rows) == known + 1
    picker.field.setText("Nobody has counted the trains xyzzy")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert view(session).rows[-1].text == "Nobody has counted the trains xyzzy"
    assert history.steps(session.workspace).undo_label == "Add evidence"
    picker.close()
    assert grid.currentIndex().row() == known + 1


def test_part_of_an_entry_s_words_is_not_taken_for_own_words(grid, tab, session, qtbot):
    qtbot.keyClick(grid, Qt.Key.Key_Insert)
    picker = tab.blocks[0].picker
    known = len(view(session).rows)
    qtbot.keyClicks(picker.field, "lethal assistance")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert len(view(session).rows) == known
    assert "part of these words" in picker.said.text()
    assert sample_id("claim", "no-lethal-aid") in {
        picker.list.rows.row(n).id for n in range(picker.list.rows.rowCount())
    }
    # Whoever means the words says so once more.
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert view(session).rows[-1].text == "lethal assistance"
    picker.close()


def test_an_entry_dropped_on_the_grid_is_evidence(grid, tab, session):
    entry = ("quote", sample_id("quote", "absurd"), "“absurd”")
    data = entries_as_mime([entry])
    assert dragged_entries(data) == [entry[:2]]
    assert dragged_entries(QMimeData()) == []
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    grid.dropEvent(event)
    assert view(session).rows[-1].entry_id == entry[1]


def test_hypotheses_are_added_named_moved_and_deleted_by_key(grid, tab, session, qtbot):
    at(grid, 0, FIRST)
    qtbot.keyClick(grid, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    namer = grid.namer
    assert namer is not None
    namer.setText("Food")
    qtbot.keyClick(namer, Qt.Key.Key_Return)
    assert view(session).hypotheses[-1] == "Food"
    grid.setFocus()
    at(grid, 0, FIRST + 5)
    qtbot.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view(session).hypotheses[-2] == "Food"
    assert grid.cells.hypothesis_at(grid.currentIndex().column()) == view(session).hypothesis_ids[4]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(grid, Qt.Key.Key_Delete, both)
    assert "Food" not in view(session).hypotheses
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    qtbot.keyClick(grid.namer, Qt.Key.Key_Escape)
    assert len(view(session).hypotheses) == 5


def test_rows_are_worded_moved_and_deleted_by_key(grid, tab, session, qtbot):
    tab.blocks[0].sorted.click()
    at(grid, 1, FIRST)
    second = grid.cells.order[1]
    qtbot.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert grid.cells.order[0] == second
    assert grid.currentIndex().row() == 0
    at(grid, 0, EVIDENCE)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    editor = grid.viewport().findChild(QLineEdit)
    editor.setText("Campbell asks and does not know")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view(session).rows[0].text == "Campbell asks and does not know")
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert second not in {row.id for row in view(session).rows}
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: second in grid.cells.order)


def test_choosing_a_cell_shows_what_the_row_rests_on(grid, session, qtbot):
    at(grid, 1, FIRST)
    assert session.selection == Entry("claim", sample_id("claim", "sanctions-breach"))
    needs = sample_id("evidence", "return/needs")
    grid.setCurrentIndex(grid.cells.place(needs, None, FIRST))
    assert session.selection == Entry("evidence", needs)


def test_several_matrices_and_a_new_one(tab, session, qtbot):
    tab.add_matrix.click()
    assert len(tab.blocks) == 2
    block = tab.blocks[1]
    block.question.editor.setPlainText("Who pays?")
    qtbot.keyClick(block.question.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: block.question.text == "Who pays?")
    block.exclusive.click()
    made = assessment_view.matrices(session.workspace, BRIEFING)[1]
    assert (made.question, made.exclusive) == ("Who pays?", False)
    block.discard.click()
    qtbot.waitUntil(lambda: len(tab.blocks) == 1)
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: len(tab.blocks) == 2)


# ---------------------------------------------------------------- judgments


def card_of(tab, words):
    return next(card for card in tab.cards if words in card.row.text)


def test_likelihood_and_confidence_stand_on_lines_of_their_own(tab):
    card = card_of(tab, "widen their economic")
    assert "Very likely · 80–95 %" in card.likelihood.shown_text()
    assert card.scale.text() == "ICD 203, row A"
    assert card.bar.isVisible()
    assert "moderate" in card.confidence.shown_text()
    assert (
        card.confidence.y() >= card.likelihood.mapTo(card, card.likelihood.rect().bottomLeft()).y()
    )
    fact = card_of(tab, "close to an alliance")
    assert not fact.bar.isVisible()
    assert "assessment of fact" in fact.likelihood.shown_text()


def test_likelihood_and_confidence_change_in_place(tab, session, qtbot):
    card = card_of(tab, "widen their economic")
    choices = {a.data(): a for a in card.likelihood.menu().actions() if a.data() is not None}
    assert list(choices)[:7] == [
        *("almost no chance", "very unlikely", "unlikely", "roughly even chance"),
        *("likely", "very likely", "almost certain"),
    ]
    choices["likely"].trigger()
    qtbot.waitUntil(lambda: "Likely · 55–80 %" in card.likelihood.shown_text())
    next(a for a in card.confidence.menu().actions() if a.data() == "low").trigger()
    qtbot.waitUntil(lambda: "low" in card.confidence.shown_text())
    assert history.undo(session.workspace) == "Change confidence"
    assert history.undo(session.workspace) == "Change likelihood"
    qtbot.waitUntil(lambda: "Very likely" in card.likelihood.shown_text())


def test_words_of_a_judgment_are_edited_in_place(tab, session, qtbot):
    card = card_of(tab, "widen their economic")
    card.text.setFocus()
    qtbot.keyClick(card.text, Qt.Key.Key_Return)
    card.text.editor.setPlainText("")
    qtbot.keyClick(card.text.editor, Qt.Key.Key_Return)
    assert "needs words" in card.text.wrong.text()
    card.text.editor.setPlainText("Both widen it.")
    qtbot.keyClick(card.text.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.row.text == "Both widen it.")
    card.reason.start()
    card.reason.editor.setPlainText("Typed and left")
    qtbot.keyClick(card.reason.editor, Qt.Key.Key_Escape)
    assert card.reason.editor is None
    assert "Typed" not in card.reason.label.text()


def test_basis_and_indicators_are_kept_on_the_card(tab, session, qtbot):
    card = card_of(tab, "more capable nuclear")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.details.isVisible()
    (line,) = card.indicators
    assert (line.row.state, line.row.noted) == ("not seen", "")
    next(a for a in line.state.menu().actions() if a.data() == "emerging").trigger()
    qtbot.waitUntil(lambda: line.row.state == "emerging")
    assert line.row.noted
    assert line.state.text() == "◐ emerging"
    line.noted.start()
    line.noted.editor.setPlainText("June 2024")
    qtbot.keyClick(line.noted.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line.row.noted == "2024-06")
    card.new_indicator.start()
    card.new_indicator.editor.setPlainText("A test is announced")
    qtbot.keyClick(card.new_indicator.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.indicators) == 2)
    known = len(card.row.basis)
    qtbot.keyClick(card, Qt.Key.Key_Insert)
    qtbot.keyClicks(card.picker.field, "lethal aid")
    qtbot.keyClick(card.picker.field, Qt.Key.Key_Return)
    card.picker.close()
    qtbot.waitUntil(lambda: len(card.row.basis) == known + 1)
    card.basis[0].removed.emit(card.row.basis[0].id)
    qtbot.waitUntil(lambda: len(card.row.basis) == known)


def test_judgments_are_moved_keyed_and_walked_by_keyboard(tab, session, qtbot):
    first, second = tab.cards[:2]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert session.selection == Entry("judgment", second.row.id)
    qtbot.keyClick(second, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: tab.cards[0] is second)
    qtbot.keyClick(second, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not second.row.key)
    assert tab.cards[0] is first
    with qtbot.waitSignal(session.edit_requested) as heard:
        qtbot.keyClick(second, Qt.Key.Key_F2)
    assert heard.args[0] == Entry("judgment", second.row.id)
    with session.workspace.write("Delete judgment") as unit:
        unit.delete("judgment", second.row.id)
    qtbot.waitUntil(lambda: second not in tab.cards)


def test_another_scale_is_asked_for_judgment_by_judgment(tab, session, qtbot):
    tab.ask_terms()
    dialog = tab.switch
    assert dialog.choices == {}
    assert dialog.ok.isEnabled()
    dialog.rows.setCurrentIndex(dialog.rows.findData("phia"))
    assert len(dialog.choices) == 4
    assert "no equal" in dialog.about.text()
    assert not dialog.ok.isEnabled()
    for n, choice in enumerate(dialog.choices.values()):
        choice.setCurrentIndex(choice.findData("highly likely" if n else "="))
    assert dialog.ok.isEnabled()
    dialog.findChild(QDialogButtonBox).accepted.emit()
    rows = assessment_view.judgment_rows(session.workspace, BRIEFING)
    scales = [(row.likelihood, row.scale) for row in rows if row.likelihood]
    assert scales == [("very likely", "ICD 203"), *[("highly likely", "PHIA")] * 3]
    assert history.steps(session.workspace).undo_label == "Change the scale to PHIA yardstick"


def test_an_empty_briefing_keeps_the_terms_that_were_chosen_for_it(tab, session, qtbot):
    with session.workspace.write("Add") as unit:
        unit.add(Briefing(id="b", title="Empty"))
    session.open_briefing("b")
    assert tab.none.isVisible()
    tab.ask_terms()
    tab.switch.rows.setCurrentIndex(tab.switch.rows.findData("phia"))
    tab.switch.findChild(QDialogButtonBox).accepted.emit()
    assert "PHIA yardstick" in tab.terms.text()
    tab.new_judgment.start()
    tab.new_judgment.editor.setPlainText("Ports close.")
    qtbot.keyClick(tab.new_judgment.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(tab.cards) == 1)
    terms = [a.data() for a in tab.cards[0].likelihood.menu().actions()]
    assert "realistic possibility" in terms
    assert tab.new_judgment.text == ""


def test_an_entry_dropped_on_a_judgment_is_its_basis(tab, session, qtbot):
    card = tab.cards[0]
    entry = ("quote", sample_id("quote", "absurd"), "“absurd”")
    data = entries_as_mime([entry])  # the event does not keep it
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    card.dropEvent(event)
    qtbot.waitUntil(lambda: entry[1] in {line.id for line in card.row.basis})


def test_a_judgment_dropped_on_another_asks_to_stand_before_or_after_it(tab, session, qtbot):
    first, second, third = tab.cards[:3]
    data = entries_as_mime([("judgment", third.row.id, "")])
    keys = [card.row.id for card in tab.cards if card.row.key]
    for y, following in ((1, first.row.id), (first.height() - 1, second.row.id)):
        event = QDropEvent(
            QPointF(5, y),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        with qtbot.waitSignal(session.move_requested) as heard:
            first.dropEvent(event)
        assert heard.args == [
            Entry("judgment", third.row.id),
            Entry("judgment", following),
            tuple(keys),
        ]


def test_search_and_notes_lead_to_a_row_of_the_matrix(tab, session):
    needs = sample_id("evidence", "return/needs")
    assert tab.show_entry("evidence", needs)
    assert tab.blocks[0].model.row_at(tab.blocks[0].grid.currentIndex().row()).id == needs
    assert tab.show_entry("judgment", tab.cards[0].row.id)
    assert not tab.show_entry("judgment", "nobody")


def test_nothing_can_be_written_into_a_library_that_is_only_read(tab, session, monkeypatch):
    monkeypatch.setattr(session.workspace.library, "read_only", True)
    made = MatrixModel(session.workspace, view(session))
    assert not made.flags(made.index(0, EVIDENCE)) & Qt.ItemFlag.ItemIsEditable
    with session.workspace.read() as connection:
        assert get(connection, "judgment", tab.cards[0].row.id) is not None
    assert assessing.INDICATOR_STATES[0] == "not seen"


def test_tab_goes_down_the_page_past_a_judgment_that_was_just_made(tab, session, qtbot):
    with qtbot.waitActive(tab):
        tab.activateWindow()
    assessing.add_judgment(session.workspace, BRIEFING, "The road opens in May")
    tab.reload()
    made = next(card for card in tab.cards if card.row.text == "The road opens in May")
    assert made is tab.cards[-1]
    qtbot.waitUntil(made.isVisible)
    tab.new_judgment.setFocus()
    qtbot.keyClick(tab.new_judgment, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert made.isAncestorOf(QApplication.focusWidget())
    # The cards are gone through in the order in which they stand, then the matrices.
    reached = []
    tab.go_matrices.setFocus()
    while QApplication.focusWidget() is not tab.blocks[-1].grid and len(reached) < 500:
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    tops = [one.mapTo(tab._sheet, QPoint(0, 0)).y() for one in reached]
    assert len(reached) > 20
    assert all(after >= before - 60 for before, after in pairwise(tops))


def test_rows_that_were_added_are_rated_at_once(tab, session, qtbot):
    with qtbot.waitActive(tab):
        tab.activateWindow()
    block = tab.blocks[0]
    block.add_evidence()
    block.picker.worded.emit("Barley was cheap")
    block.picker.reject()
    assert block.grid.hasFocus()
    qtbot.keyClick(block.grid, Qt.Key.Key_4)
    row = next(one for one in block.model.view.rows if one.text == "Barley was cheap")
    assert row.ratings[0] == "I"


def test_a_judgment_is_typed_where_it_is_asked_for(tab, qtbot):
    line = tab.new_judgment
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.editor is not None
    line.finish(save=False)
    line.setFocus()
    # L and K would be commands of a judgment.
    qtbot.keyClicks(line, "L")
    assert line.editor is not None
    qtbot.keyClicks(line.editor, "ocks open.")
    qtbot.keyClick(line.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Locks open." in [card.row.text for card in tab.cards])
