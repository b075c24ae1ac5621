"""A final briefing in the window: what changes it is not offered, or says why not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMessageBox

from briefing.domain.records import KINDS
from briefing.services import annotating, finishing
from briefing.services.sample import sample_id
from briefing.store.records import find
from briefing.ui.session import Entry
from briefing.ui.shell.trash import TrashDialog

BRIEFING = sample_id("briefing", "pyongyang-2024")
LINE = "is final (version 1); set it back to draft to change it."


@pytest.fixture
def final(window, qtbot):
    finishing.set_status(window.session.workspace, BRIEFING, "final")
    qtbot.waitUntil(lambda: bool(window.session.lock))
    return window


def _select(window, kind):
    with window.session.workspace.read() as connection:
        entry = Entry(kind, find(connection, KINDS[kind], briefing_id=BRIEFING)[0].id)
    window.session.select(entry)
    window.refresh_commands()
    return entry


def _said(window):
    return window.message_bar.text


def test_commands_that_change_a_final_briefing_are_not_offered_and_come_back(final, qtbot):
    registry = final.session.registry
    _select(final, "claim")
    changing = {
        *(f"entry.new.{kind}" for kind in ("quote", "claim", "judgment", "section", "bloc")),
        *("entry.edit", "entry.duplicate", "entry.up", "entry.down", "entry.delete"),
        *("entry.briefing", "sources.summary"),
    }
    staying = {
        "entry.new.actor",
        "note.add",
        "note.ask",
        "edit.copy",
        "briefing.new",
        "file.import",
    }
    offered = {one.id for one in registry.available()}
    assert not changing & offered
    assert staying <= offered
    assert final.writing_actions.bar.status.text() == "Final, locked ▾"
    assert LINE in final.writing_actions.bar.status.toolTip()
    registry.run("brief.status.draft")
    qtbot.waitUntil(lambda: not final.session.lock)
    _select(final, "claim")
    assert changing <= {one.id for one in registry.available()}
    assert final.writing_actions.bar.status.text() == "Draft ▾"


def test_words_of_a_document_become_notes_and_no_entries(final):
    from dataclasses import replace

    registry = final.session.registry
    _select(final, "claim")
    registry.refresh(replace(registry.context, words=True, passage="p", tab="sources"))
    offered = {one.id for one in registry.available()}
    assert {"words.note", "words.highlight", "words.actor"} <= offered
    assert not offered & {"words.quote", "words.claim", "words.event", "words.add", "words.remove"}


def test_the_assessment_is_read_only_until_it_is_a_draft_again(final, qtbot):
    tab = final.show_tab("assessment")
    card, block = tab.cards[0], tab.blocks[0]
    assert not tab.add_matrix.isVisible()
    assert not tab.new_judgment.isVisible()
    assert card.likelihood.isEnabled(), "greyed it could not be read"
    assert not card.likelihood.shown_text().endswith("▾")
    card.likelihood.click()
    assert not card.likelihood.menu().isVisible()
    card.toggle_details()
    assert not card.more_basis.isVisible()
    assert not card.new_indicator.isVisible()
    assert not card.form.isVisible()
    assert block.model.read_only
    assert not block.more_evidence.isVisible()
    final.session.registry.run("brief.status.draft")
    qtbot.waitUntil(tab.add_matrix.isVisible)
    assert tab.cards[0].likelihood.shown_text().endswith("▾")
    assert not tab.blocks[0].model.read_only
    finishing.set_status(final.session.workspace, BRIEFING, "final")
    qtbot.waitUntil(lambda: not tab.add_matrix.isVisible())
    assert not tab.cards[0].likelihood.shown_text().endswith("▾")


def test_claims_are_compared_and_not_judged(final):
    tab = final.show_tab("claims")
    assert not tab.compare.findChildren(QComboBox) + tab.compare.findChildren(QLineEdit)
    shown = [label.text() for label in tab.compare.findChildren(QLabel)]
    assert "Asserted" in shown
    assert "3 · Possibly true" in shown
    tab.list.selectAll()
    assert not tab.rivals_button.isEnabled()


def test_a_double_click_a_drag_and_another_title_say_the_line(final):
    entry = _select(final, "claim")
    for act in (
        lambda: final.session.edit_requested.emit(entry),
        lambda: final.session.move_requested.emit(entry, None, ()),
        lambda: final._rename("Another title"),
    ):
        final.message_bar.hide()
        act()
        assert LINE in _said(final)
        assert final.message_bar.isVisible()
    assert final.form is None or not final.form.is_open


def test_the_menu_of_an_entry_changes_no_value_and_that_of_the_briefing_the_status(final):
    menu = final.entry_actions.menu(_select(final, "claim"))
    subs = [a.menu() for a in menu.actions() if a.menu() is not None]
    assert subs
    assert not any(one.isEnabled() for one in subs)
    final.entry_actions.set_value(Entry("briefing", BRIEFING), "status", "draft")
    assert finishing.status_of(final.session.workspace, BRIEFING) == "draft"


def test_what_a_final_briefing_lost_before_stays_in_the_trash(window, qtbot):
    entry = _select(window, "claim")
    window.session.registry.run("entry.delete")
    finishing.set_status(window.session.workspace, BRIEFING, "final")
    dialog = TrashDialog(window.session, window)
    qtbot.addWidget(dialog)
    assert dialog.list.select_entry(entry.kind, entry.id)
    dialog.restore()
    assert LINE in dialog.about.text()


def test_an_article_comes_into_the_library_and_not_onto_the_desk(final, qtbot, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("The envoy spoke of grain.", encoding="utf-8")
    final.actions_of_window.imports.import_paths([str(article)])
    qtbot.waitUntil(lambda: "library alone" in _said(final), timeout=10_000)
    assert "1 article imported" in _said(final)
    with final.session.workspace.read() as connection:
        names = [d.filename for d in find(connection, KINDS["document"])]
    assert "article.txt" in names


def test_a_note_is_still_written(final, qtbot):
    entry = _select(final, "claim")
    assert final.session.registry.run("note.add")
    note = annotating.add_note(final.session.workspace, entry.kind, entry.id, BRIEFING, "Why?")
    assert note


def test_a_form_that_was_open_keeps_its_words_and_says_the_line(window, qtbot, monkeypatch):
    monkeypatch.setattr(
        QMessageBox, "question", lambda *_a, **_k: QMessageBox.StandardButton.Discard
    )
    _select(window, "claim")
    window.session.registry.run("entry.edit")
    form = window.form
    form.draft.values["proposition"] = "Other words"
    finishing.set_status(window.session.workspace, BRIEFING, "final")
    assert not form.save()
    assert form.is_open
    assert form.draft.values["proposition"] == "Other words"
    assert LINE in form.message.text()


def test_a_heading_of_a_final_briefing_is_not_changed_in_place(final):
    tab = final.show_tab("brief")
    (edit, *_rest) = tab.headings.values()
    edit.start()
    edit.line.setText("Another heading")
    edit.finish()
    assert LINE in _said(final)
