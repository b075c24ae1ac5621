"""Entries made and changed in the window: fields, parts, names, errors, keys, trash."""

# long because: the forms of all kinds are one form, and what it promises is tested in one place.

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QToolButton

from briefing.domain.changes import Author
from briefing.domain.claim import Claim
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.records import KINDS
from briefing.services import choosing, editing, history, trash
from briefing.services.anchoring import Span
from briefing.services.form_table import FORMS
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import Workspace, open_workspace
from briefing.settings import load_settings
from briefing.store.library import open_library
from briefing.store.records import find, get
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.editors.pickers import PickLine
from briefing.ui.session import Entry
from briefing.ui.shell.trash import TrashDialog
from tests.builders import OTHER

ME = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
RUSSIA, PUTIN = sample_id("actor", "russia"), sample_id("actor", "putin")
KIM = sample_id("actor", "kim-jong-un")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


@pytest.fixture
def window(qapp, qtbot, workspace):
    theme = themes.install(qapp, "light", 100)
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    if made.form is not None:
        made.form._clear()
    made.close()
    theme.apply("light", 100)


class Answers(list):
    """What the person presses where they are asked, Discard where nothing is left of it."""

    asked = 0

    def question(self, *_args, **_more):
        self.asked += 1
        return self.pop(0) if self else QMessageBox.StandardButton.Discard


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    given = Answers()
    monkeypatch.setattr(QMessageBox, "question", given.question)
    return given


def type_into(widget, text):
    for character in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(widget, event)


def typed(text):
    """Type where the keyboard is."""
    type_into(QApplication.focusWidget(), text)


def press(qtbot, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def field(form, name):
    return next(grid.rows[name] for grid in form.grids if name in grid.rows)


def all_of(window, cls, **where):
    with window.session.workspace.read() as connection:
        return list(find(connection, cls, **where))


def open_form(window, kind, entry_id):
    window.session.edit_requested.emit(Entry(kind, entry_id))
    return window.form


# ------------------------------------------------------------------ keyboard alone


def test_an_event_is_made_with_the_keyboard_alone_in_one_step(window, qtbot, workspace):
    steps = len(history.log(workspace))
    window.session.registry.run("entry.new.event")
    form = window.form
    assert window.side.currentWidget() is form
    typed("Barley talks")
    press(qtbot, Qt.Key.Key_Tab)
    typed("June 2024")
    assert field(form, "happened").editor.reading.text() == "June 2024"
    press(qtbot, Qt.Key.Key_Return)  # on to the next field
    press(qtbot, Qt.Key.Key_Space)  # planned
    press(qtbot, Qt.Key.Key_Return, CTRL)
    (event,) = [e for e in all_of(window, Event) if e.what == "Barley talks"]
    assert (event.happened, event.planned, event.briefing_id) == ("2024-06", True, BRIEFING)
    assert len(history.log(workspace)) == steps + 1
    assert window.side.currentWidget() is window.sources
    qtbot.waitUntil(lambda: window.session.selection == Entry("event", event.id))
    assert window.current_key() == "timeline"


def test_enter_goes_on_and_saves_in_the_last_field(window, qtbot):
    window.session.registry.run("entry.new.section")
    form = window.form
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is field(form, "body").editor.target
    press(qtbot, Qt.Key.Key_Return)
    assert field(form, "body").editor.value() == "\n"
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Return)
    assert not form.is_open


def test_tab_goes_through_the_form_as_it_is_shown(window, qtbot):
    form = open_form(window, "claim", sample_id("claim", "containers"))
    wanted = form.targets()
    first = wanted[0]
    first.setFocus()
    met = [first]
    for _ in wanted[1:]:
        press(qtbot, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    shown = [one for one in wanted if one.isVisible()]
    assert met[: len(shown)] == shown
    assert len(shown) > 20
    tops = [one.mapTo(form, QPoint(0, 0)).y() for one in shown if not isinstance(one, QToolButton)]
    assert all(below - above > -60 for above, below in pairwise(tops))


# ------------------------------------------------------------------ every kind


def test_every_sample_entry_opens_and_a_save_without_a_change_writes_nothing(
    window, workspace, answers
):
    before = history.log(workspace)
    for kind in FORMS:
        with workspace.read() as connection:
            records = find(connection, KINDS[kind])
        for record in records[:2]:
            form = window.entry_form()
            assert form.open_entry(kind, record.id)
            window.show_form()
            assert form.draft.id == record.id
            assert not form.is_dirty(), kind
            for one in form.targets():
                assert one.accessibleName(), (kind, one)
            assert form.save()
    assert history.log(workspace) == before
    assert not answers.asked


def test_an_empty_form_is_left_without_a_question_and_fits_large_text(window, qtbot, answers):
    themes.current().apply("dark", 200)
    for kind in FORMS:
        window.entry_form().open_new(kind)
        window.show_form()
        form = window.form
        for parts in form.parts.values():
            if parts.part.adds and parts.line is None:
                parts.add_row()
        inner = form.scroll_area.widget()
        qtbot.waitUntil(lambda inner=inner: inner.width() > 1)
        assert inner.minimumSizeHint().width() <= form.scroll_area.viewport().width(), kind
        form._clear()
        form.open_new(kind)
        press(qtbot, Qt.Key.Key_Escape)
        assert not form.is_open
    assert not answers.asked


# ------------------------------------------------------------------ names


def test_names_are_completed_by_alias_script_and_without_diacritics(window, workspace):
    known = choosing.choices(workspace, "actor")
    for words, wanted in (
        ("putin", "Vladimir Putin"),
        ("путин", "Vladimir Putin"),
        ("김정은", "Kim Jong Un"),
        ("kim chongun", "Kim Jong Un"),
        ("DPRK", "North Korea"),
        ("DEPUTY", None),
    ):
        found = choosing.matching(known, words)
        assert (found[0].main if found else None) == wanted, words


def test_the_list_offers_names_and_enter_takes_the_chosen_one(window, qtbot):
    window.session.registry.run("entry.new.relation")
    form = window.form
    line = field(form, "from_id").editor.line
    type_into(line, "путин")
    QAbstractItemModelTester(line.names.offered, line)
    popup = line.names.popup()
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == "Путин — Vladimir Putin"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "Vladimir Putin"
    assert form.draft.values["from_id"] == PUTIN
    assert form.is_open


def test_part_of_a_name_is_enough_where_only_one_has_it(window, qtbot):
    window.session.registry.run("entry.new.relation")
    form = window.form
    line = field(form, "to_id").editor.line
    line.setFocus()
    type_into(line, "campbel")
    line.names.popup().hide()
    press(qtbot, Qt.Key.Key_Tab)
    assert line.text() == "Kurt Campbell"
    line = field(form, "from_id").editor.line
    line.setFocus()
    type_into(line, "kim")
    line.names.popup().hide()
    form.save()
    assert "several" in field(form, "from_id").wrong.text()


def test_a_name_that_nobody_has_can_be_added_and_is_made_with_the_entry(window, qtbot, workspace):
    steps = len(history.log(workspace))
    window.session.registry.run("entry.new.quote")
    form = window.form
    typed("we shall sow")
    line = form.parts["quote_speaker"].line.editor.line
    line.setFocus()
    type_into(line, "Barley Board")
    form.save()
    assert "no actor has this name" in form.parts["quote_speaker"].line.wrong.text()
    type_into(line, "s")
    popup = line.names.popup()
    offered = [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())]
    assert offered[2] == "New organisation “Barley Boards”…"
    popup.setCurrentIndex(popup.model().index(2, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.save()
    (quote,) = [q for q in all_of(window, Quote) if q.words == "we shall sow"]
    (speaker,) = all_of(window, QuoteSpeaker, quote_id=quote.id)
    with workspace.read() as connection:
        actor = get(connection, "actor", speaker.actor_id)
    assert (actor.name, actor.actor_kind) == ("Barley Boards", "organisation")
    assert len(history.log(workspace)) == steps + 1


def test_two_with_one_name_stay_two(qtbot):
    twins = [choosing.Choice("Kim", i, "actor", "Kim", "kim") for i in ("1", "2")]
    line = PickLine(lambda: twins, several=True)
    qtbot.addWidget(line)
    line.show_choices(twins)
    assert [one.id for one in line.choices()] == ["1", "2"]
    line.settle()
    assert [one.id for one in line.choices()] == ["1", "2"]


# ------------------------------------------------------------------ parts


def test_speakers_and_tags_keep_their_ids_where_they_stay(window):
    before = {s.actor_id: s.id for s in all_of(window, QuoteSpeaker, quote_id=QUOTE)}
    tags = {t.text: t.id for t in all_of(window, Tag, entry_id=QUOTE)}
    form = open_form(window, "quote", QUOTE)
    line = form.parts["quote_speaker"].line.editor.line
    line.setText("Kim Jong Un; Vladimir Putin")
    line.picked.emit()
    words = form.parts["tag"].line.editor
    words.line.setText("alliance, barley, treaty")
    words.changed.emit()
    assert form.save()
    speakers = all_of(window, QuoteSpeaker, quote_id=QUOTE)
    assert [s.actor_id for s in speakers] == [KIM, PUTIN]
    assert speakers[1].id == before[PUTIN]
    now = all_of(window, Tag, entry_id=QUOTE)
    assert [t.text for t in now] == ["alliance", "barley", "treaty"]
    assert {t.text: t.id for t in now}["treaty"] == tags["treaty"]


def test_rows_move_by_keys_and_by_hand_and_go_by_their_cross(window, qtbot):
    form = open_form(window, "bloc", sample_id("bloc", "now-west"))
    parts = form.parts["bloc_member"]
    ids = [row.row.id for row in parts.rows]
    assert len(ids) == 3
    parts.rows[0].targets()[0].setFocus()
    press(qtbot, Qt.Key.Key_Down, ALT)
    assert [row.row.id for row in parts.rows] == [ids[1], ids[0], ids[2]]
    assert parts.rows[1].isAncestorOf(QApplication.focusWidget())
    qtbot.waitUntil(lambda: parts.rows[2].y() > parts.rows[1].y())
    low = parts.mapToGlobal(QPoint(5, parts.rows[2].geometry().bottom()))
    parts.rows[0].handle.dragged.emit(low)
    parts.rows[1].handle.dragged.emit(low)
    assert [row.row.id for row in parts.rows] == [ids[0], ids[2], ids[1]]
    parts.rows[0].drop.click()
    assert form.save()
    rows = all_of(window, KINDS["bloc_member"], bloc_id=sample_id("bloc", "now-west"))
    assert [row.id for row in rows] == [ids[2], ids[1]]


def test_a_row_half_filled_in_is_told_and_not_lost(window):
    window.session.registry.run("entry.new.event")
    form = window.form
    typed("A meeting")
    row = form.parts["participant"].add_row()
    type_into(row.grid.rows["actor_id"].editor.line, "nobody known")
    form.parts["participant"].add_row()  # left empty: goes without a word
    assert not form.save()
    assert "nobody known" in row.grid.rows["actor_id"].wrong.text()
    assert len(form.parts["participant"].rows) == 1
    row.grid.rows["actor_id"].editor.set_value(RUSSIA)
    row.grid._on_changed("actor_id")
    assert form.save()
    (event,) = [e for e in all_of(window, Event) if e.what == "A meeting"]
    assert [p.actor_id for p in all_of(window, Participant, event_id=event.id)] == [RUSSIA]


def test_a_prefilled_form_rests_on_the_words_of_an_article(window, workspace):
    window.show_tab("sources")
    with workspace.read() as connection:
        document = find(connection, KINDS["document"])[0]
    window.entry_form().open_new(
        "claim", {"proposition": "Barley grows"}, passages=[Span(document.id, 0, 6)]
    )
    form = window.form
    window.show_form()
    assert form.parts["passage_link"].rows[0].grid.rows["passage_id"].editor.words.text()
    heard = []
    form.saved.connect(heard.append)
    assert form.save()
    (claim,) = [c for c in all_of(window, Claim) if c.proposition == "Barley grows"]
    assert heard == [Entry("claim", claim.id)]
    assert len(all_of(window, KINDS["passage_link"], entry_id=claim.id)) == 1
    # The article is read on.
    assert window.current_key() == "sources"
    assert window.session.selection == Entry("claim", claim.id)
    assert window.tab("sources").view.hasFocus()


# ------------------------------------------------------------------ what is wrong, who else


def test_what_is_wrong_stands_beside_the_field_and_the_first_one_has_the_keyboard(window, qtbot):
    form = open_form(window, "quote", QUOTE)
    field(form, "words").editor.target.setPlainText("")
    line = field(form, "said").editor
    line.line.setText("2024-13")
    line.changed.emit()
    assert "not a date" in line.reading.text()
    qtbot.keyClick(line.line, Qt.Key.Key_Return, CTRL)
    assert form.is_open
    assert QApplication.focusWidget() is field(form, "words").editor.target
    assert "Fill this in" in field(form, "words").wrong.text()
    assert "month 13" in field(form, "said").wrong.text()
    assert "month 13" in line.line.accessibleName()
    assert "2 fields" in form.message.text()
    line.line.setText("2024-05~")
    line.changed.emit()
    assert field(form, "said").wrong.isHidden()
    assert line.reading.text() == "about May 2024"


@pytest.mark.parametrize(
    ("button", "stays", "saved"), [("Discard", 0, 0), ("Cancel", 1, 0), ("Save", 0, 1)]
)
def test_escape_asks_only_where_something_was_changed(
    window, qtbot, answers, workspace, button, stays, saved
):
    form = open_form(window, "quote", QUOTE)
    press(qtbot, Qt.Key.Key_Escape)
    assert not form.is_open
    form = open_form(window, "quote", QUOTE)
    editor = field(form, "about").editor
    editor.line.setFocus()
    typed("Barley ")
    answers.append(getattr(QMessageBox.StandardButton, button))
    assert not answers.asked
    press(qtbot, Qt.Key.Key_Escape)
    assert answers.asked == 1
    assert form.is_open == bool(stays)
    with workspace.read() as connection:
        about = get(connection, "quote", QUOTE).about
    assert about.startswith("Barley") == bool(saved)


def test_a_field_changed_elsewhere_is_taken_over_or_asked_about(window, qtbot, workspace):
    form = open_form(window, "quote", QUOTE)
    about = field(form, "about").editor
    about.line.setText("Mine")
    about.changed.emit()
    other = Workspace(open_library(workspace.path), OTHER)
    editing.change_fields(other, "quote", QUOTE, about="Theirs", place="Moscow")
    other.close()
    workspace.catch_up()
    qtbot.waitUntil(lambda: field(form, "place").editor.value() == "Moscow")
    assert about.value() == "Mine"
    row = field(form, "about")
    assert row.undecided
    assert "Theirs" in row.asked.text()
    assert not form.save()
    row.asked.linkActivated.emit("theirs")
    assert about.value() == "Theirs"
    about.line.setText("Mine after all")
    about.changed.emit()
    assert form.save()
    with workspace.read() as connection:
        quote = get(connection, "quote", QUOTE)
    assert (quote.about, quote.place) == ("Mine after all", "Moscow")


# ------------------------------------------------------------------ commands, trash, order


def test_delete_says_how_it_comes_back_and_the_trash_restores_it(window, qtbot, workspace):
    window.session.open_entry(Entry("quote", QUOTE))
    window.tab("quotes").list.setFocus()
    qtbot.waitUntil(lambda: window.session.registry.enabled("entry.delete"))
    press(qtbot, Qt.Key.Key_Delete)
    with workspace.read() as connection:
        assert get(connection, "quote", QUOTE).deleted
    assert "Ctrl+Z" in window.message_bar.text
    window.session.registry.run("entry.trash")
    dialog = window.findChild(TrashDialog)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(dialog.list.rows, dialog)
    row = dialog.list.rows.row(0)
    assert row.id == QUOTE
    assert "1 speaker" in dialog.about.text()
    dialog.filter.setText("nothing like it")
    assert dialog.list.rows.rowCount() == 0
    assert not dialog.restore_button.isEnabled()
    dialog.filter.setText("partnership russia")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    with workspace.read() as connection:
        assert not get(connection, "quote", QUOTE).deleted
    assert [d for d in trash.trash(workspace) if d.id == QUOTE] == []
    dialog.close()


def test_what_was_undone_stands_in_the_trash_too(workspace):
    copy = editing.duplicate_entry(workspace, "quote", QUOTE)
    history.undo(workspace)
    (one,) = [d for d in trash.trash(workspace) if d.id == copy]
    assert one.undone
    assert one.kind == "quote"


def test_one_value_is_set_from_the_menu_as_one_step(window, workspace):
    claim = Entry("claim", sample_id("claim", "containers"))
    window.session.select(claim)
    menu = window.entry_actions.menu(claim)
    sub = next(a.menu() for a in menu.actions() if a.menu() and a.text() == "Status")
    action = next(a for a in sub.actions() if a.text() == "refuted")
    assert [a.text() for a in sub.actions() if a.isChecked()] == ["asserted"]
    action.trigger()
    with workspace.read() as connection:
        assert get(connection, "claim", claim.id).status == "refuted"
    assert history.steps(workspace).undo_label == "Edit claim"
    menu.deleteLater()


def test_rows_of_lists_open_menus_and_forms(window, qtbot, monkeypatch):
    window.show_tab("claims")
    tab = window.tab("claims")
    claim = sample_id("claim", "containers")
    tab.list.select_entry("claim", claim)
    heard = []

    def menu(entry):
        heard.append(entry)
        return QMenu(window)

    monkeypatch.setattr(window.entry_actions, "menu", menu)
    tab.list.menu_requested.emit(Entry("claim", claim), QPoint(5, 5))
    assert heard == [Entry("claim", claim)]
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert window.form is not None
    assert window.form.draft.id == claim


def test_claims_are_put_elsewhere_by_keys_and_by_hand(window, qtbot, workspace):
    window.show_tab("claims")
    rows = window.tab("claims").list
    QAbstractItemModelTester(rows.rows, rows)

    def order():
        return [one.id for one in all_of(window, Claim, briefing_id=BRIEFING)]

    first = order()
    window.session.select(Entry("claim", first[1]))
    assert window.session.registry.run("entry.up")
    assert order()[:2] == [first[1], first[0]]
    qtbot.waitUntil(lambda: rows.rows.row(0).id == first[1])
    rows.select_entry("claim", first[1])
    below = rows.visualRect(rows.rows.index(2, 0)).center() + QPoint(0, 5)
    rows.drop_at(below)
    assert order()[:3] == [first[0], first[2], first[1]]
    qtbot.waitUntil(lambda: rows.rows.row(2).id == first[1])
    rows.setCurrentIndex(QModelIndex())


def test_duplicate_shows_the_copy(window, workspace):
    window.session.open_entry(Entry("quote", QUOTE))
    window.session.registry.run("entry.duplicate")
    chosen = window.session.selection
    assert chosen.kind == "quote"
    assert chosen.id != QUOTE
    copies = [q for q in all_of(window, Quote) if q.id == chosen.id]
    assert len(copies) == 1


def test_a_window_with_something_unsaved_does_not_close_unasked(window, qtbot, answers):
    form = open_form(window, "quote", QUOTE)
    field(form, "about").editor.line.setFocus()
    typed("x")
    answers.append(QMessageBox.StandardButton.Cancel)
    window.close()
    assert window.isVisible()
    assert form.is_open


def test_headings_are_changed_in_place(window, qtbot, workspace):
    window.show_tab("brief")
    tab = window.tab("brief")
    section = sample_id("section", "outlook")

    def heading():
        with workspace.read() as connection:
            return get(connection, "section", section).heading

    tab.headings[section].start()
    line = tab.headings[section].line
    assert line.selectedText() == "Outlook"
    type_into(line, "What next")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert heading() == "Outlook"
    tab.headings[section].start()
    type_into(tab.headings[section].line, "What next")
    qtbot.keyClick(tab.headings[section].line, Qt.Key.Key_Return)
    assert heading() == "What next"
    assert history.steps(workspace).undo_label == "Rename section"
    qtbot.waitUntil(lambda: tab.headings[section]._text() == "What next")

    qtbot.mouseDClick(window.title, Qt.MouseButton.LeftButton)
    type_into(window.title_edit.line, "Barley and trains")
    qtbot.keyClick(window.title_edit.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title.text() == "Barley and trains")


def test_an_entry_that_a_judgment_rests_on_is_found_by_its_words(window, qtbot):
    judgment = sample_id("judgment", "near-alliance")
    form = open_form(window, "judgment", judgment)
    row = form.parts["basis"].add_row()
    line = row.grid.rows["entry_id"].editor.line
    type_into(line, "6,700 containers")
    popup = line.names.popup()
    offered = [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())]
    assert any(words.endswith("· claim") for words in offered)
    at = next(n for n, words in enumerate(offered) if words.endswith("· claim"))
    popup.setCurrentIndex(popup.model().index(at, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.save()
    rests = all_of(window, KINDS["basis"], judgment_id=judgment)
    assert (rests[-1].entry_kind, rests[-1].entry_id) == ("claim", sample_id("claim", "containers"))


def test_the_cut_off_is_typed_as_it_is_said(window, qtbot):
    form = window.entry_form()
    form.open_entry("briefing", sample_id("briefing", BRIEFING_KEY))
    editor = next(g.rows["cutoff"].editor for g in form.grids if "cutoff" in g.rows)
    editor.line.clear()
    qtbot.keyClicks(editor.line, "20 June 2024 14:00 UTC")
    assert editor.reading.text() == "20 June 2024, 14:00 UTC"
    assert editor.value() == "2024-06-20T14:00+00:00"
    editor.line.clear()
    qtbot.keyClicks(editor.line, "today")
    assert "time" in editor.reading.text()
    editor.line.clear()
    form.cancel()


@pytest.mark.parametrize("typed", ["China", "chin", "United States", "uni"])
def test_enter_takes_the_marked_name_and_goes_on(window, qtbot, typed):
    window.session.registry.run("entry.new.relation")
    form = window.form
    line = field(form, "from_id").editor.line
    line.setFocus()
    type_into(line, typed)
    popup = line.names.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.draft.values["from_id"]
    assert not popup.isVisible()
    assert QApplication.focusWidget() is field(form, "relation_kind").editor.target


def test_whom_the_article_names_is_offered_before_others(window, qtbot):
    form = window.entry_form()
    known = {one.main: one.id for one in choosing.choices(window.session.workspace, "actor")}
    for near in ("United States", "United Nations"):
        assert form.open_new("relation", likely=[known[near]])
        line = field(form, "from_id").editor.line
        type_into(line, "united")
        qtbot.keyClick(line.names.popup(), Qt.Key.Key_Return)
        assert line.text() == near
        line.clear()


def test_a_list_told_late_that_it_has_the_focus_takes_none_from_the_next_field(window, qtbot):
    window.session.registry.run("entry.new.relation")
    form = window.form
    line = field(form, "from_id").editor.line
    line.setFocus()
    type_into(line, "China")
    popup = line.names.popup()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    # As a slow window system does: it tells of the list's focus when the list has gone already.
    popup.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert QApplication.focusWidget() is field(form, "relation_kind").editor.target


def test_enter_on_a_name_that_nobody_has_marks_the_actor_it_would_add(window, qtbot):
    window.session.registry.run("entry.new.relation")
    form = window.form
    line = field(form, "from_id").editor.line
    line.setFocus()
    type_into(line, "Zubrowkan militia")
    popup = line.names.popup()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert popup.currentIndex().data() == "New group “Zubrowkan militia”…"
    assert not form.draft.values["from_id"]
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.draft.values["from_id"]
    assert line.text() == "Zubrowkan militia"
    form.cancel()


def test_a_choice_is_found_by_what_a_keyboard_can_type(window, qtbot):
    window.session.registry.run("entry.new.relation")
    form = window.form
    qtbot.keyClicks(field(form, "sign").editor.target, "-")
    assert form.draft.values["sign"] == -1
    phase = field(form, "phase").editor.target
    qtbot.keyClicks(phase, "in f")
    assert phase.currentText() == "in force"
    assert not phase.view().isVisible()
    form.cancel()


def test_an_actor_of_a_name_that_is_taken_is_told(window, qtbot):
    window.session.registry.run("entry.new.actor")
    form = window.form
    qtbot.keyClicks(field(form, "name").editor.target, "vladimir putin")
    assert form.save()
    assert "now there are two" in window.message_bar.text
    window.session.registry.run("entry.new.actor")
    qtbot.keyClicks(field(window.form, "name").editor.target, "Aino Lahti")
    assert window.form.save()
    assert window.message_bar.text == "The actor was added."
