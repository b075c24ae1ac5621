"""From the article, one key each: entries, highlights and more passages of the selected words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.claim import Claim, Quantity
from briefing.domain.event import Event
from briefing.domain.quote import QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.domain.source import Passage, PassageLink
from briefing.services import choosing, history
from briefing.store.records import find
from briefing.ui.session import Entry

ARTICLE = """Trains across the river 🚂

Officials in Seoul say that 6,700 containers of artillery ammunition went by rail since the summer. \
Russia and North Korea deny it.

“Our roads will meet where the river bends,” Vladimir Putin said on 19 June 2024 in Pyongyang. \
The delegation of Ruritania was led by Rudolf Rassendyll.

“We shall see to the harvest,” Kim Jong Un answered. “No one is to be afraid of trains,” he added.
"""
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(start):
    return start()


@pytest.fixture
def tab(window, qtbot, tmp_path):
    file = tmp_path / "trains.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    window.actions_of_window.imports.import_paths([str(file)])
    qtbot.waitUntil(lambda: window.current_key() == "sources", timeout=15_000)
    found = window.tab("sources")
    qtbot.waitUntil(lambda: "harvest" in found.view.toPlainText())
    qtbot.waitUntil(found.view.hasFocus)
    return found


class Keys:
    """What a person presses, counted."""

    def __init__(self, qtbot):
        self.count = 0
        self._qtbot = qtbot

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, on=None):
        self.count += 1
        target = on or QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        self._qtbot.keyClick(popup or target, key, modifier)

    def write(self, text):
        for character in text:
            self.count += 1
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def keys(qtbot):
    return Keys(qtbot)


def _select(tab, words):
    at = tab.card.text.index(words)
    tab.view.select_span(at, at + len(words))


def _all(window, kind, **where):
    with window.session.workspace.read() as connection:
        return list(find(connection, kind, **where))


def _passages_of(window, entry):
    links = _all(window, PassageLink, entry_kind=entry.kind, entry_id=entry.id)
    ids = {link.passage_id for link in links}
    return {p.exact for p in _all(window, Passage) if p.id in ids}


def _steps(window):
    return history.steps(window.session.workspace)


def test_a_quote_takes_four_keys_on_average(window, tab, keys):
    said = {
        "Our roads will meet where the river bends": ("pu", "Vladimir Putin"),
        "We shall see to the harvest": ("ki", "Kim Jong Un"),
        "No one is to be afraid of trains": ("ki", "Kim Jong Un"),
        "went by rail": ("so", "South Korea"),
    }
    names = {c.id: c.main for c in choosing.choices(window.session.workspace, "actor")}
    for words, (letters, speaker) in said.items():
        _select(tab, words)
        keys.press(Qt.Key.Key_Q)
        keys.write(letters)
        keys.press(Qt.Key.Key_Return)
        assert not tab.panel.isVisible(), tab.panel.wrong.text()
        (by,) = _all(window, QuoteSpeaker, quote_id=window.session.selection.id)
        assert names[by.actor_id] == speaker
        assert _passages_of(window, window.session.selection) == {words}
        assert tab.view.hasFocus()
    assert keys.count / len(said) <= 4


def test_l_makes_a_claim_with_its_quantity_in_one_step(window, tab, keys, qtbot):
    words = "6,700 containers of artillery ammunition went by rail"
    _select(tab, words)
    keys.press(Qt.Key.Key_L)
    assert window.form.isVisible()
    keys.press(Qt.Key.Key_Return, CONTROL)
    claim = next(c for c in _all(window, Claim) if c.proposition == words)
    (amount,) = _all(window, Quantity, claim_id=claim.id)
    assert (amount.value, amount.unit, amount.of_what) == (
        6700,
        "containers",
        "artillery ammunition",
    )
    assert _passages_of(window, Entry("claim", claim.id)) == {words}
    # The person reads on where they were, with the claim beside.
    assert window.current_key() == "sources"
    assert tab.view.hasFocus()
    assert window.session.selection == Entry("claim", claim.id)
    keys.press(Qt.Key.Key_Z, CONTROL)
    assert not _all(window, Passage, document_id=tab.view.document_id)
    assert words not in {c.proposition for c in _all(window, Claim)}


def test_e_makes_an_event_on_the_day_that_the_words_name(window, tab, keys):
    words = "Vladimir Putin said on 19 June 2024 in Pyongyang"
    _select(tab, words)
    keys.press(Qt.Key.Key_E)
    keys.press(Qt.Key.Key_Return, CONTROL)
    event = next(e for e in _all(window, Event) if e.what == words)
    assert event.happened == "2024-06-19"


def test_a_makes_an_actor_and_knows_one_who_is_there(window, tab, keys):
    _select(tab, "Rudolf Rassendyll")
    keys.press(Qt.Key.Key_A)
    keys.press(Qt.Key.Key_Return, CONTROL)
    actor = next(a for a in _all(window, Actor) if a.name == "Rudolf Rassendyll")
    assert _passages_of(window, Entry("actor", actor.id)) == {"Rudolf Rassendyll"}
    before = len(_all(window, Actor))
    _select(tab, "Kim Jong Un")
    keys.press(Qt.Key.Key_A)
    assert window.session.selection.kind == "actor"
    assert "P adds these words" in window.message_bar.text
    keys.press(Qt.Key.Key_P)
    assert "Kim Jong Un" in _passages_of(window, window.session.selection)
    assert len(_all(window, Actor)) == before


def test_r_makes_a_relation_of_the_two_named_in_the_sentence(window, tab, keys):
    _select(tab, "deny it")
    keys.press(Qt.Key.Key_R)
    keys.press(Qt.Key.Key_Tab)
    keys.write("mil")
    keys.press(Qt.Key.Key_Return, CONTROL)
    chosen = window.session.selection
    assert chosen.kind == "relation"
    relation = next(r for r in _all(window, Relation) if r.id == chosen.id)
    names = {a.id: a.name for a in _all(window, Actor)}
    assert (names[relation.from_id], names[relation.to_id]) == ("Russia", "North Korea")
    assert relation.relation_kind == "military-technology cooperation"


def test_h_highlights_and_takes_it_off_again(window, tab, keys):
    _select(tab, "harvest")
    keys.press(Qt.Key.Key_H)
    (note,) = _all(window, Annotation, motivation="highlighting")
    (passage,) = _all(window, Passage, document_id=tab.view.document_id)
    assert (note.target_id, passage.exact) == (passage.id, "harvest")
    keys.press(Qt.Key.Key_H)
    assert not _all(window, Annotation, motivation="highlighting")
    assert not _all(window, Passage, document_id=tab.view.document_id)


def test_p_adds_words_to_the_selected_entry_and_shift_p_takes_them_off(window, tab, keys, qtbot):
    _select(tab, "6,700 containers")
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_Return, CONTROL)
    claim = window.session.selection
    for words in ("went by rail", "afraid of trains"):
        _select(tab, words)
        keys.press(Qt.Key.Key_P)
    assert _passages_of(window, claim) == {"6,700 containers", "went by rail", "afraid of trains"}
    qtbot.waitUntil(lambda: sum(len(c.passages) for c in window.sources.cards) == 3)
    # Words that two entries rest on stay one passage.
    _select(tab, "went by rail")
    keys.press(Qt.Key.Key_E)
    keys.press(Qt.Key.Key_Return, CONTROL)
    event = window.session.selection
    assert [p.exact for p in _all(window, Passage)].count("went by rail") == 1

    window.session.select(claim)
    tab.view.show_passage(next(p.id for p in _all(window, Passage) if p.exact == "went by rail"))
    window.refresh_commands()
    keys.press(Qt.Key.Key_P, SHIFT, on=tab.view)
    assert _passages_of(window, claim) == {"6,700 containers", "afraid of trains"}
    assert _passages_of(window, event) == {"went by rail"}
    keys.press(Qt.Key.Key_Z, CONTROL)
    assert "went by rail" in _passages_of(window, claim)


def test_the_same_words_are_not_added_twice(window, tab, keys):
    _select(tab, "harvest")
    keys.press(Qt.Key.Key_E)
    keys.press(Qt.Key.Key_Return, CONTROL)
    keys.press(Qt.Key.Key_P)
    assert "already" in window.message_bar.text
    assert _passages_of(window, window.session.selection) == {"harvest"}


def test_keys_are_for_words_only_while_the_document_has_the_keyboard(window, tab, keys):
    registry = window.session.registry
    assert not registry.enabled("words.quote")
    _select(tab, "harvest")
    assert registry.enabled("words.quote")
    window.tray_actions.close()
    tab.list.setFocus()
    assert not registry.enabled("words.quote")
    keys.press(Qt.Key.Key_Q)
    assert not tab.panel.isVisible()
    tab.view.setFocus()
    assert registry.enabled("words.quote")
    # The palette borrows the keyboard and offers what can be done with the words.
    window.palette_panel.open("claim of the words")
    assert registry.enabled("words.claim")
    titles = [item.title for item in window.palette_panel.items()]
    assert any(title.startswith("Claim of the words") for title in titles)
    window.palette_panel.dismiss()
    assert tab.view.hasFocus()


def test_more_opens_the_whole_form_with_what_is_filled_in(window, tab, keys, qtbot):
    _select(tab, "We shall see to the harvest")
    keys.press(Qt.Key.Key_Q)
    keys.write("Kim Jong Un")
    qtbot.keyClick(QApplication.activePopupWidget() or tab.panel.speaker, Qt.Key.Key_Escape)
    qtbot.mouseClick(tab.panel.more, Qt.MouseButton.LeftButton)
    assert not tab.panel.isVisible()
    assert window.form.isVisible()
    keys.press(Qt.Key.Key_Return, CONTROL)
    chosen = window.session.selection
    assert chosen.kind == "quote"
    (by,) = _all(window, QuoteSpeaker, quote_id=chosen.id)
    names = {a.id: a.name for a in _all(window, Actor)}
    assert names[by.actor_id] == "Kim Jong Un"
    assert _passages_of(window, chosen) == {"We shall see to the harvest"}


def test_escape_in_the_form_leads_back_to_the_words(window, tab, keys):
    _select(tab, "harvest")
    keys.press(Qt.Key.Key_E)
    assert window.form.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert tab.view.hasFocus()
    assert not _all(window, Passage, document_id=tab.view.document_id)


def test_f8_goes_from_passage_to_passage_and_selects_what_rests_there(window, tab, keys, qtbot):
    window.tray_actions.close()
    for words in ("harvest", "6,700 containers"):
        _select(tab, words)
        keys.press(Qt.Key.Key_E)
        keys.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(tab.view.extraSelections()) == 2)
    tab.view.select_span(0, 1)
    events = {e.what: e.id for e in _all(window, Event)}
    chosen = []
    for _n in range(3):
        keys.press(Qt.Key.Key_F8)
        chosen.append(window.session.selection.id)
    keys.press(Qt.Key.Key_F8, SHIFT)
    chosen.append(window.session.selection.id)
    first, last = events["6,700 containers"], events["harvest"]
    assert chosen == [first, last, first, last]
