"""What was drawn out of an article is gone through beside it, with single keys."""

# long because: each test begins with the same article imported into a window and reviewed.

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from briefing.domain.actor import Actor, ActorName
from briefing.domain.briefing import Briefing
from briefing.domain.event import Event
from briefing.domain.relation import Relation
from briefing.domain.verdict import Verdict
from briefing.services import drafting, history
from briefing.services.drafting import Group
from briefing.services.editing import change_fields
from briefing.services.importing import import_text
from briefing.services.reviewing import State
from briefing.store.records import find
from briefing.ui import theme
from briefing.ui.session import Entry
from tests.services.test_drafting import ARTICLE

Key = Qt.Key


@pytest.fixture
def tray(window, qtbot):
    """The tray beside the article, in a briefing with nothing in it."""
    qtbot.waitUntil(lambda: window._furnished)
    ws = window.session.workspace
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="visit", title="Visit"))
    window.session.open_briefing("visit")
    done = import_text(ws, ARTICLE, briefing_id="visit", date="2024-06-20")
    window.actions_of_window.imports.show_imported([done])
    made = window.tray_actions.tray
    qtbot.waitUntil(lambda: made.review is not None)
    yield made
    drafting.forget_drafts()


def held(window, cls, **equal):
    with window.session.workspace.read() as connection:
        return find(connection, cls, **equal)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def settled(window, qtbot):
    """Wait until what the library says is shown."""
    actions = window.tray_actions

    def done():
        over = actions._task is None or actions._task.over
        return over and not actions._rest.isActive() and not actions._again

    qtbot.waitUntil(lambda: done() and not window.session.tasks.tasks)


def marked(window) -> str:
    view = window.tabs["sources"].view
    return view._places.text[slice(*view._drawn[0])] if view._drawn else ""


def test_an_import_ends_in_the_tray_with_the_first_proposal_marked_in_the_text(window, tray, qtbot):
    assert QApplication.focusWidget() is window.tabs["sources"].view
    assert tray.isVisible()
    assert not held(window, Event, briefing_id="visit")
    now = tray.current()
    assert now is not None
    assert now.state is State.WAITING
    assert marked(window) == ARTICLE[slice(*now.spans[0])]
    assert now.why in tray.told.text()
    qtbot.waitUntil(window.tray_actions.status_button.isVisible)
    number = tray.review.count()
    assert window.tray_actions.status_button.text() == f"{number} proposals wait"


def test_keys_accept_reject_undo_and_go_on(window, tray, qtbot):
    first = tray.current()
    waiting = tray.review.count()
    press(qtbot, Key.Key_A)
    assert tray.current().key != first.key
    press(qtbot, Key.Key_R)
    settled(window, qtbot)
    verdicts = {v.outcome for v in held(window, Verdict)}
    assert {"accepted", "rejected"} <= verdicts
    assert [v.entry_kind for v in held(window, Verdict, key=first.key)] == [first.kind]
    assert tray.review.count() <= waiting - 2
    press(qtbot, Key.Key_U)
    press(qtbot, Key.Key_U)
    assert not held(window, Verdict)
    qtbot.waitUntil(lambda: tray.review.count() == waiting)
    assert not held(window, Event, briefing_id="visit")


def test_arrows_and_letters_move_the_mark_in_the_text(window, tray, qtbot):
    before = tray.current().key
    press(qtbot, Key.Key_J)
    second = tray.current()
    assert second.key != before
    assert marked(window) == ARTICLE[slice(*second.spans[0])]
    press(qtbot, Key.Key_K)
    assert tray.current().key == before
    tray.focus_list()
    press(qtbot, Key.Key_Down)
    assert tray.current().key == second.key
    press(qtbot, Key.Key_N)
    assert tray.current().key not in (before, second.key)


def test_all_of_a_kind_are_taken_over_in_one_step_and_marked(window, tray, qtbot):
    while tray.current().group is not Group.EVENT:
        press(qtbot, Key.Key_J)
    wanted = len(tray.of_kind())
    press(qtbot, Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(held(window, Event, briefing_id="visit")) == wanted)
    qtbot.waitUntil(lambda: len(window.session.proposals.marks) >= wanted)
    assert history.undo(window.session.workspace) == f"Accept {wanted} events"
    qtbot.waitUntil(lambda: not window.session.proposals.marks)


def test_editing_takes_over_and_saves_as_one_step_and_leaving_takes_nothing(window, tray, qtbot):
    while tray.current().group is not Group.RELATION:
        press(qtbot, Key.Key_J)
    chosen = tray.current()
    press(qtbot, Key.Key_E)
    form = window.entry_form()
    assert window.side.currentWidget() is form
    form.cancel()
    settled(window, qtbot)
    assert tray.isVisible()
    assert not held(window, Relation, briefing_id="visit")
    tray.list.select_entry("proposal", chosen.key)
    press(qtbot, Key.Key_E)
    assert form.draft is not None
    form.draft.values["note"] = "seen"
    assert form.save()
    settled(window, qtbot)
    made = held(window, Relation, briefing_id="visit")
    assert [one.note for one in made] == ["seen"]
    history.undo(window.session.workspace)
    assert not held(window, Relation, briefing_id="visit")


def test_merging_asks_for_the_known_actor_and_escape_leaves(window, tray, qtbot):
    with window.session.workspace.write("Add actor") as unit:
        unit.add(Actor(id="orpo", actor_kind="person", name="Orpo Petteri"))
    qtbot.waitUntil(lambda: any(r.known_id == "orpo" for r in tray.review.rows))
    row = next(r for r in tray.review.rows if r.known_id == "orpo")
    tray.list.setCurrentIndex(tray.list.rows.index(tray.list.rows.find("proposal", row.key)))
    assert "Perhaps Orpo Petteri" in tray.told.text()
    press(qtbot, Key.Key_M)
    assert QApplication.focusWidget() is tray.pick
    press(qtbot, Key.Key_Escape)
    assert QApplication.focusWidget() is tray.list
    assert not held(window, Verdict)
    press(qtbot, Key.Key_M)
    assert tray.pick.text() == "Orpo Petteri"
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: len(held(window, Verdict, key=row.key)) == 1)
    assert [n.text for n in held(window, ActorName, actor_id="orpo")][:1] == ["Petteri Orpo"]


def test_escape_gives_the_sources_back(window, tray, qtbot):
    press(qtbot, Key.Key_Escape)
    assert tray.isHidden()
    assert window.tabs["sources"].list.isVisible()
    assert not marked(window)
    window.session.registry.run("proposals.review")
    qtbot.waitUntil(lambda: tray.review is not None and tray.isVisible())
    assert QApplication.focusWidget() is tray.list


def test_rejected_are_listed_and_can_be_taken_back(window, tray, qtbot):
    key = tray.current().key
    press(qtbot, Key.Key_R)
    settled(window, qtbot)
    tray.filter.setCurrentIndex(tray.filter.findData("rejected"))
    assert tray.current().key == key
    tray.focus_list()
    press(qtbot, Key.Key_T)
    settled(window, qtbot)
    assert not held(window, Verdict)
    assert tray.list.isHidden()
    assert not tray.empty.isHidden()


def test_every_button_has_a_name_and_those_that_can_do_nothing_are_off(window, tray, qtbot):
    assert all(button.accessibleName() for button in tray.buttons.values())
    assert not tray.buttons["take_back"].isEnabled()
    qtbot.mouseClick(tray.buttons["reject"], Qt.MouseButton.LeftButton)
    settled(window, qtbot)
    assert [v.outcome for v in held(window, Verdict)] == ["rejected"]
    assert QApplication.focusWidget() is tray.list


def test_what_nobody_looked_at_is_marked_in_lists_until_it_is_confirmed(window, tray, qtbot):
    while tray.current().group is not Group.EVENT:
        press(qtbot, Key.Key_J)
    press(qtbot, Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: held(window, Event, briefing_id="visit") != ())
    qtbot.waitUntil(lambda: bool(window.session.proposals.marks))
    press(qtbot, Key.Key_Escape)
    event = held(window, Event, briefing_id="visit")[0]
    window.session.open_entry(Entry("event", event.id))
    listed = window.tabs["timeline"].list.rows

    def chips():
        row = listed.row(listed.find("event", event.id))
        return [text for text, _kind in row.chips] if row else []

    assert "drawn out, not looked at" in chips()
    assert window.sources.origin.isVisible()
    assert "not yet looked at" in window.sources.origin.words.text()
    qtbot.waitUntil(lambda: window.session.registry.enabled("entry.confirm"))
    qtbot.mouseClick(window.sources.origin.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "drawn out, not looked at" not in chips())
    qtbot.waitUntil(lambda: not window.sources.origin.button.isVisible())
    assert "looked at since" in window.sources.origin.words.text()


def test_letters_in_the_article_are_for_its_words_while_some_are_selected(window, tray, qtbot):
    view = window.tabs["sources"].view
    view.setFocus()
    before = tray.current().key
    view.select_span(0, 7)
    press(qtbot, Key.Key_J)
    assert tray.current().key == before
    assert view.selected_words() == "On June"
    view.select_span(3, 3)
    press(qtbot, Key.Key_J)
    assert tray.current().key != before


def seen_whole(window, part) -> bool:
    """Whether a part lies inside the window with nothing of it cut."""
    corner = part.mapTo(window, part.rect().topLeft())
    area = part.rect().translated(corner)
    inside = part.parentWidget()
    while inside is not window:
        clip = inside.rect().translated(inside.mapTo(window, inside.rect().topLeft()))
        if not clip.contains(area):
            return False
        inside = inside.parentWidget()
    return window.rect().contains(area)


def cards_seen(tray) -> int:
    """How many cards are seen whole."""
    shown = tray.list.viewport().rect()
    rows = tray.list.rows
    return sum(shown.contains(tray.list.visualRect(rows.index(n))) for n in range(rows.rowCount()))


@pytest.mark.parametrize(
    ("size", "scale", "cards"),
    [
        ((1440, 900), 100, 3),
        ((1440, 900), 150, 3),
        ((1440, 900), 200, 2),
        ((1280, 800), 100, 3),
        ((1280, 800), 200, 1),
        ((720, 1300), 150, 1),
    ],
    ids=lambda one: str(one),
)
def test_tray_and_article_have_room_at_any_size_of_text(window, tray, qtbot, size, scale, cards):
    theme.current().apply("light", scale)
    window.resize(*size)
    view = window.tabs["sources"].view
    letter = view.fontMetrics().averageCharWidth()
    qtbot.waitUntil(lambda: cards_seen(tray) >= cards)
    qtbot.waitUntil(lambda: view.viewport().width() > 24 * letter)
    qtbot.waitUntil(
        lambda: all(seen_whole(window, b) for b in tray.buttons.values() if b.isVisible())
    )
    assert {d for d, b in tray.buttons.items() if b.isVisible()} >= {"accept", "edit", "reject"}
    window.session.say("Something was done.")
    bar, list_ = window.message_bar, tray.list
    foot = list_.mapTo(window, list_.rect().topLeft()).y()
    assert bar.mapTo(window, bar.rect().bottomLeft()).y() <= foot
    press(qtbot, Key.Key_Escape)
    assert window.side.isVisible()
    assert window.sidebar.isVisible()
    assert window.title.isVisible()


def test_what_gave_way_comes_back_when_it_is_asked_for(window, tray, qtbot):
    theme.current().apply("light", 200)
    qtbot.waitUntil(lambda: not window.side.isVisible() and not window.sidebar.isVisible())
    window.session.registry.run("edit.find")
    assert window.sidebar.field.hasFocus()
    assert window.sidebar.isVisible()
    window.session.registry.run("proposals.review")
    assert not window.sidebar.isVisible()
    press(qtbot, Key.Key_E)
    assert window.entry_form().isVisible()
    window.entry_form().cancel()
    qtbot.waitUntil(lambda: not window.side.isVisible())
    window.show_tab("quotes")
    assert window.side.isVisible()
    assert window.sidebar.isVisible()
    assert window.splitter.sizes()[2] > 200
    window.show_tab("sources")
    assert not window.side.isVisible()


def test_the_words_at_hand_stay_in_sight_when_the_text_grows(window, tray, qtbot):
    for _n in range(9):
        press(qtbot, Key.Key_J)
    theme.current().apply("light", 200)
    start = tray.current().spans[0][0]
    view = window.tabs["sources"].view

    def seen():
        lines = view.lines_in_view()
        row = tray.list.visualRect(tray.list.currentIndex())
        in_list = tray.list.viewport().rect().intersects(row)
        return in_list and lines and lines[0].start <= start < lines[-1].end

    qtbot.waitUntil(seen)


def test_an_accepted_quote_is_held_against_the_documents_at_once(window, tray, qtbot):
    words = "\u201cWe shall keep the ice road open,\u201d Orpo said in Oslo.\n"
    done = import_text(window.session.workspace, ARTICLE + words, briefing_id="visit")
    window.tray_actions.open(done.document_id)
    qtbot.waitUntil(lambda: tray.review is not None and tray.review.document_id == done.document_id)
    row = next(r for r in tray.review.rows if "ice road" in r.text)
    tray.list.setCurrentIndex(tray.list.rows.index(tray.list.rows.find("proposal", row.key)))
    press(qtbot, Key.Key_A)
    settled(window, qtbot)
    tray.filter.setCurrentIndex(tray.filter.findData("all"))
    tray.list.select_entry("proposal", row.key)
    card = tray.list.rows.row(tray.list.currentIndex().row())
    assert ("found word for word", "new") in card.chips
    tray._on_chosen(None)
    assert "Quote check: found word for word." in tray.told.text()


def test_what_is_edited_stays_marked_and_a_quote_of_nobody_asks_for_its_speaker(
    window, tray, qtbot
):
    words = "According to reports, the ice road of Lapland will stay open until the end of May.\n"
    done = import_text(window.session.workspace, words, briefing_id="visit")
    window.tray_actions.open(done.document_id)
    qtbot.waitUntil(lambda: tray.review is not None and tray.review.document_id == done.document_id)
    tray.filter.setCurrentIndex(tray.filter.findData("all"))
    row = next(r for r in tray.review.rows if "ice road" in r.text)
    assert row.group is Group.QUOTE
    tray.list.setCurrentIndex(tray.list.rows.index(tray.list.rows.find("proposal", row.key)))
    tray.focus_list()
    press(qtbot, Key.Key_A)
    assert "Nobody is named" in window.message_bar.text
    assert window.message_bar.isVisible()
    press(qtbot, Key.Key_E)
    assert not window.message_bar.isVisible()
    form = window.entry_form()
    line = QApplication.focusWidget()
    assert line.accessibleName() == "Speakers"
    assert "ice road" in marked(window)
    qtbot.keyClicks(line, "Wintermann")
    qtbot.waitUntil(lambda: line.names.shown)
    qtbot.keyClick(line.names.popup(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # Enter with Ctrl in the list of names tries to save, and says what is wrong.
    qtbot.waitUntil(lambda: not line.names.shown)
    assert form.is_open
    assert "no actor has this name" in " ".join(
        label.text() for label in form.findChildren(QLabel) if label.isVisible()
    )
    line.clear()
    qtbot.keyClicks(line, "Wintermann")
    qtbot.waitUntil(lambda: line.names.shown)
    qtbot.keyClick(line.names.popup(), Key.Key_Down)
    qtbot.keyClick(line.names.popup(), Key.Key_Return)
    qtbot.keyClick(line, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not form.is_open)
    settled(window, qtbot)
    assert "Wintermann" in {actor.name for actor in held(window, Actor)}


def test_what_rests_on_the_source_makes_room_while_it_is_reviewed(window, tray, qtbot):
    tab = window.tabs["sources"]
    while tray.current().group is not Group.EVENT:
        press(qtbot, Key.Key_J)
    press(qtbot, Key.Key_A)
    settled(window, qtbot)
    assert tab.card.rests
    assert not tab.rests.isVisible()
    press(qtbot, Key.Key_Escape)
    assert tab.rests.isVisible()


def test_an_article_without_a_date_says_that_years_are_open(window, tray, qtbot):
    assert "years are open" not in tray.counted.text()
    done = import_text(window.session.workspace, ARTICLE + "More.\n", briefing_id="visit")
    window.tray_actions.open(done.document_id)
    qtbot.waitUntil(lambda: tray.review is not None and tray.review.document_id == done.document_id)
    assert "give the source its date" in tray.counted.text()
    # F2 leads to the form of the source.
    window.session.registry.run("entry.edit")
    form = window.entry_form()
    assert form.draft is not None
    assert (form.draft.kind, form.draft.id) == ("source", done.source_id)
    form.cancel()
    change_fields(window.session.workspace, "source", done.source_id, issued="2024-06-20")
    qtbot.waitUntil(lambda: "years are open" not in tray.counted.text())
