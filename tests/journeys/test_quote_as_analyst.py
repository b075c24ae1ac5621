"""An analyst takes in an article and quotes from it without leaving the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.source import Passage
from briefing.services import choosing
from briefing.store.records import find, get

WORDS = "our roads will meet where the river bends"
# Characters beyond U+FFFF stand before the words: places in the text and in Qt differ by four.
ARTICLE = f"""Notes on a meeting 🕊️🚂 of the rare sign 𠀀𠮷

김정은 and فلاديمير بوتين spoke at noon.
"{WORDS}", said the first of them, and nobody contradicted.

A closing remark on barley and trains.
"""
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "meeting.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def _type(widget, text):
    for character in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(widget, event)


def _import(window, qtbot, article):
    window.actions_of_window.imports.import_paths([str(article)])
    qtbot.waitUntil(lambda: window.current_key() == "sources", timeout=15_000)
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: WORDS in tab.view.toPlainText())
    return tab


def _select(tab, words):
    text = tab.card.text
    tab.view.select_span(text.index(words), text.index(words) + len(words))


def _all(window, kind, **where):
    with window.session.workspace.read() as connection:
        return [one for one in find(connection, kind, **where) if not one.deleted]


def _quote(tab, qtbot, words, speaker):
    _select(tab, words)
    qtbot.keyClick(tab.view, Qt.Key.Key_Q)
    assert tab.panel.isVisible()
    assert tab.panel.speaker.text() == ""
    _type(tab.panel.speaker, speaker)
    popup = tab.panel.speaker.completer().popup()
    qtbot.keyClick(popup if popup.isVisible() else tab.panel.speaker, Qt.Key.Key_Return)


def test_the_quote_is_anchored_at_its_words_and_has_its_speaker(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    window.tray_actions.close()
    assert tab.card.title.startswith("Notes on a meeting")
    place = tab.view.viewport().x(), tab.hint.isVisible()
    _quote(tab, qtbot, WORDS, "김정은")
    assert not tab.panel.isVisible()
    chosen = window.session.selection
    assert chosen.kind == "quote"
    # What was made is the chosen row, and no word has moved from under the pointer.
    qtbot.waitUntil(lambda: tab.rests.current_entry() == chosen)
    assert (tab.view.viewport().x(), tab.hint.isVisible()) == place
    (passage,) = _all(window, Passage, document_id=tab.view.document_id)
    assert tab.card.text[passage.start : passage.end] == WORDS == passage.exact
    with window.session.workspace.read() as connection:
        quote = get(connection, "quote", chosen.id)
        (speaker,) = find(connection, QuoteSpeaker, quote_id=chosen.id)
        actor = get(connection, "actor", speaker.actor_id)
    assert isinstance(quote, Quote)
    assert quote.words == WORDS
    assert quote.quote_kind == "partial"
    assert actor is not None
    assert actor.name == "Kim Jong Un"

    # Beside the tabs the words stand at once, and the text shows them marked.
    qtbot.waitUntil(lambda: bool(window.sources.cards))
    assert WORDS in window.sources.cards[0].passages[0].accessibleName()
    qtbot.waitUntil(lambda: len(tab.view.extraSelections()) == 1)
    assert tab.view.extraSelections()[0].cursor.selectedText() == WORDS


def test_several_speakers_and_a_part_of_a_name(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    _quote(tab, qtbot, "barley", "путин; Campbel")
    assert not tab.panel.isVisible()
    said = _all(window, QuoteSpeaker, quote_id=window.session.selection.id)
    known = choosing.choices(window.session.workspace, "actor")
    names = {one.id: one.main for one in known}
    assert {names[one.actor_id] for one in said} == {
        "Vladimir Putin",
        "Kurt Campbell",
    }


def test_a_name_that_nobody_or_more_than_one_has_is_told_beside_the_field(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    _quote(tab, qtbot, "barley", "Nobody Known")
    assert tab.panel.isVisible()
    # Enter marks the actor that it would add; nobody is made of a slip.
    assert tab.panel.speaker.names.is_used
    assert not [one for one in _all(window, Actor) if one.name == "Nobody Known"]
    qtbot.keyClick(tab.panel.speaker.completer().popup(), Qt.Key.Key_Escape)
    tab.panel.speaker.setText("Kim")
    qtbot.keyClick(tab.panel.speaker, Qt.Key.Key_Return)
    assert "several" in tab.panel.wrong.text()
    qtbot.keyClick(tab.panel.speaker, Qt.Key.Key_Escape)
    assert not tab.panel.isVisible()


def _import_text(window, qtbot, tmp_path, text):
    file = tmp_path / "accord.txt"
    file.write_text(text, encoding="utf-8")
    window.actions_of_window.imports.import_paths([str(file)])
    qtbot.waitUntil(lambda: window.current_key() == "sources", timeout=15_000)
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: text.strip()[:20] in tab.view.toPlainText())
    return tab


def _said_by(window):
    chosen = window.session.selection
    said = _all(window, QuoteSpeaker, quote_id=chosen.id)
    ids = {one.actor_id for one in said}
    return [(one.name, one.actor_kind) for one in _all(window, Actor) if one.id in ids]


def test_a_speaker_nobody_has_entered_yet_takes_no_more_keys(start, qtbot, tmp_path):
    window = start()
    tab = _import_text(
        window,
        qtbot,
        tmp_path,
        'Wang Yi, who met Ali Shamkhani, called it "a good day". He said that it was late.\n\n'
        'Iran had no comment. Others spoke of "a long way".\n',
    )
    actors = len(_all(window, Actor))
    # Who stands beside the words is proposed in the empty field, and taken with Enter.
    _select(tab, "a good day")
    qtbot.keyClick(tab.view, Qt.Key.Key_Q)
    assert tab.panel.speaker.placeholderText().startswith("Wang Yi?")
    qtbot.keyClick(tab.panel.speaker, Qt.Key.Key_Return)
    assert not tab.panel.isVisible()
    assert _said_by(window) == [("Wang Yi", "person")]
    # Made once, with its quote, in one step.
    _select(tab, "it was late")
    qtbot.keyClick(tab.view, Qt.Key.Key_Q)
    qtbot.keyClick(tab.panel.speaker, Qt.Key.Key_Return)
    assert _said_by(window) == [("Wang Yi", "person")]
    assert len(_all(window, Actor)) == actors + 1

    # Another whom the article names, by two letters.
    _quote(tab, qtbot, "a long way", "sh")
    assert _said_by(window) == [("Ali Shamkhani", "person")]
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert len(_all(window, Actor)) == actors + 1

    # A name that stands nowhere is added from the list only: Enter alone makes nobody of a slip.
    _quote(tab, qtbot, "a long way", "Shamkani")
    assert tab.panel.speaker.names.is_used
    qtbot.keyClick(tab.panel.speaker.completer().popup(), Qt.Key.Key_Escape)
    assert len(_all(window, Actor)) == actors + 1
    tab.panel.speaker.clear()
    _type(tab.panel.speaker, "Gulf Council")
    popup = tab.panel.speaker.completer().popup()
    assert "organisation" in popup.model().index(0, 0).data()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.keyClick(tab.panel.speaker, Qt.Key.Key_Return)
    assert _said_by(window) == [("Gulf Council", "organisation")]


def test_states_nobody_has_entered_yet_stand_on_the_map(start, qtbot, tmp_path):
    window = start()
    tab = _import_text(window, qtbot, tmp_path, "Saudi Arabia and Iran agreed to meet again.\n")
    _select(tab, "agreed to meet")
    qtbot.keyClick(tab.view, Qt.Key.Key_R)
    form = window.form
    assert form is not None
    ends = [g.rows[n].editor for g in form.grids for n in ("from_id", "to_id") if n in g.rows]
    assert [one.line.text() for one in ends] == ["Saudi Arabia", "Iran"]
    kind = next(g.rows["relation_kind"].editor for g in form.grids if "relation_kind" in g.rows)
    qtbot.keyClicks(kind.target, "dip")
    qtbot.keyClick(ends[1].line, Qt.Key.Key_Return, CTRL)
    assert window.session.selection.kind == "relation"
    made = {one.name: one for one in _all(window, Actor)}
    assert (made["Saudi Arabia"].iso3166, made["Iran"].iso3166) == ("SA", "IR")
    assert made["Iran"].actor_kind == "state"


def test_what_is_being_filled_in_outlives_a_change_elsewhere(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    window.tray_actions.close()
    _select(tab, "barley")
    qtbot.keyClick(tab.view, Qt.Key.Key_Q)
    _type(tab.panel.speaker, "Pu")
    with qtbot.waitSignal(window.session.changed):
        from briefing.services.quoting import add_passage_note

        add_passage_note(
            window.session.workspace, window.session.briefing_id, tab.view.document_id, 0, 5
        )
    qtbot.waitUntil(lambda: len(tab.view.extraSelections()) == 1)
    assert tab.panel.isVisible()
    assert tab.panel.speaker.text() == "Pu"


def test_a_note_is_typed_at_once_and_undone_and_kept_over_a_restart(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    _quote(tab, qtbot, WORDS, "김정은")
    _select(tab, "barley")
    qtbot.keyClick(tab.view, Qt.Key.Key_N)
    assert window.session.selection.kind == "passage"
    (note,) = [n for n in window.sources.notes if n.editing]
    _type(note.edit, "Why barley?")
    qtbot.keyClick(note.edit, Qt.Key.Key_Escape)
    bodies = [n.body for n in _all(window, Annotation, target_kind="passage")]
    assert bodies == ["Why barley?"]

    def words():
        return [n.body for n in _all(window, Annotation, target_kind="passage") if n.body]

    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert words() == []
    qtbot.waitUntil(lambda: window.session.registry.enabled("edit.redo"))
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert words() == ["Why barley?"]

    again = start()
    assert [n.body for n in _all(again, Annotation, target_kind="passage")] == ["Why barley?"]
    again.sidebar.search_for("river bends")
    found = [
        again.sidebar.results.rows.row(n) for n in range(again.sidebar.results.rows.rowCount())
    ]
    assert any(row.kind == "quote" for row in found)


def test_a_note_with_no_words_leaves_nothing(start, qtbot, article):
    window = start()
    tab = _import(window, qtbot, article)
    _select(tab, "trains")
    qtbot.keyClick(tab.view, Qt.Key.Key_N)
    (note,) = [n for n in window.sources.notes if n.editing]
    qtbot.keyClick(note.edit, Qt.Key.Key_Escape)
    assert _all(window, Annotation, target_kind="passage") == []
    assert _all(window, Passage, document_id=tab.view.document_id) == []


def test_a_dropped_file_is_read_and_shown_ready_for_the_keyboard(start, qtbot, article):
    window = start()
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(article))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), copy, dragged, left, none))
    qtbot.waitUntil(lambda: window.current_key() == "sources", timeout=15_000)
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: WORDS in tab.view.toPlainText())
    qtbot.waitUntil(tab.view.hasFocus)
