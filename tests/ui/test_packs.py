"""Packs in the window: written, looked at, merged, and what is in conflict settled beside the entry."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox
from shiboken6 import isValid

from briefing.domain.briefing import Section
from briefing.domain.quote import Quote
from briefing.services import conflicts, editing, history, merging, packing, trusting
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find, need
from briefing.ui.dialogs.pack_preview import PackPreviewDialog
from briefing.ui.dialogs.pack_write import PackWriteDialog
from briefing.ui.session import Entry
from tests.builders import OTHER

SAMPLE = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
#: A passphrase is made slow to guess: a second on a quiet machine, in milliseconds with others at work.
_SLOWLY = 30_000


@pytest.fixture
def colleague(tmp_path, window):
    """Ben's laptop, with the same sample."""
    ws = open_workspace(tmp_path / "ben.briefings", OTHER)
    ws.rename_person("Ben")
    yield ws
    ws.close()


def _pack(ws, path, **over):
    key = packing.own_key()
    return packing.write(packing.prepare(ws, [SAMPLE], key=key), path, key, **over)


def _place(ws):
    with ws.read() as connection:
        return need(connection, Quote.kind, QUOTE).place


def _opened(window, qtbot, path):
    window.packs.open_path(path)
    qtbot.waitUntil(lambda: isinstance(window.packs.dialog, PackPreviewDialog))
    return window.packs.dialog


@pytest.fixture
def contested(window, colleague, qtbot, tmp_path):
    """The place of a quote is in conflict in the window's library."""
    ws = window.session.workspace
    editing.change_fields(ws, "quote", QUOTE, place="Kumsusan Palace")
    editing.change_fields(colleague, "quote", QUOTE, place="Kumsusan Guesthouse")
    dialog = _opened(window, qtbot, _pack(colleague, tmp_path / "ben.briefpack"))
    assert "1 conflict" in dialog.counts.text()
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: len(window.session.conflicts.rows) == 1)


def test_nothing_is_merged_before_the_button_is_pressed(window, colleague, qtbot, tmp_path):
    editing.change_fields(colleague, "quote", QUOTE, place="Kumsusan Guesthouse")
    before = _place(window.session.workspace)
    dialog = _opened(window, qtbot, _pack(colleague, tmp_path / "ben.briefpack"))
    assert "Ben" in dialog.signed.text()
    assert "Changed:" in dialog.list.toPlainText()
    assert _place(window.session.workspace) == before
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: _place(window.session.workspace) == "Kumsusan Guesthouse")
    qtbot.waitUntil(window.message_bar.isVisible)
    window.packs.open_path(tmp_path / "ben.briefpack")
    qtbot.waitUntil(lambda: window.packs.dialog is not dialog)
    again = window.packs.dialog
    assert "here already" in again.counts.text()
    assert again.merge_button is None
    again.reject()


def test_a_merge_is_one_step_to_undo(window, colleague, qtbot, tmp_path):
    ws = window.session.workspace
    before = _place(ws)
    editing.change_fields(colleague, "quote", QUOTE, place="Kumsusan Guesthouse")
    dialog = _opened(window, qtbot, _pack(colleague, tmp_path / "ben.briefpack"))
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: _place(ws) == "Kumsusan Guesthouse")
    history.undo(ws)
    assert _place(ws) == before


def test_an_encrypted_pack_asks_for_its_passphrase(window, colleague, qtbot, tmp_path):
    editing.change_fields(colleague, "quote", QUOTE, place="Kumsusan Guesthouse")
    path = _pack(colleague, tmp_path / "ben.briefpack", passphrase="seven small grey herons")
    window.packs.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(QInputDialog) is not None)
    asked = window.findChild(QInputDialog)
    asked.setTextValue("seven small grey herons")
    asked.accept()
    qtbot.waitUntil(lambda: isinstance(window.packs.dialog, PackPreviewDialog), timeout=_SLOWLY)
    assert "1 changed" in window.packs.dialog.counts.text()
    window.packs.dialog.reject()


def test_what_is_no_pack_is_told_in_one_line(window, qtbot, tmp_path):
    (tmp_path / "x.briefpack").write_bytes(b"nothing of the sort")
    window.packs.open_path(tmp_path / "x.briefpack")
    qtbot.waitUntil(window.message_bar.isVisible)
    assert window.packs.dialog is None


def test_trust_is_remembered_once_it_was_given(window, colleague, qtbot, tmp_path, monkeypatch):
    editing.change_fields(colleague, "quote", QUOTE, place="Kumsusan Guesthouse")
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "ben"))
    path = _pack(colleague, tmp_path / "ben.briefpack")
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    dialog = _opened(window, qtbot, path)
    assert "not known" in dialog.signed.text()
    assert not dialog.trust.isHidden()
    dialog.trust.setChecked(True)
    dialog.reject()
    assert [one.name for one in trusting.trusted(window.session.workspace)] == ["Ben"]


def test_a_conflict_shows_both_values_beside_the_entry_until_one_is_kept(window, contested, qtbot):
    ws = window.session.workspace
    window.session.select(Entry("quote", QUOTE))
    bar = window.sources.conflicts
    qtbot.waitUntil(lambda: len(bar.cards) == 1)
    assert len(bar.cards[0].picks) == 2
    assert not window.review.conflict_button.isHidden()
    wanted = next(pick for pick in bar.cards[0].picks if "Palace" in pick.accessibleName())
    wanted.click()
    qtbot.waitUntil(lambda: not bar.cards)
    assert _place(ws) == "Kumsusan Palace"
    assert conflicts.count(ws) == 0
    qtbot.waitUntil(window.review.conflict_button.isHidden)
    history.undo(ws)
    assert conflicts.count(ws) == 1


def test_a_third_value_settles_a_conflict(window, contested, qtbot):
    window.session.select(Entry("quote", QUOTE))
    bar = window.sources.conflicts
    qtbot.waitUntil(lambda: len(bar.cards) == 1)
    qtbot.keyClicks(bar.cards[0].third, "Pyongyang")
    bar.cards[0].third.returnPressed.emit()
    qtbot.waitUntil(lambda: not bar.cards)
    assert _place(window.session.workspace) == "Pyongyang"


def test_a_text_in_conflict_is_settled_with_all_its_lines(window, colleague, qtbot, tmp_path):
    ws = window.session.workspace
    with ws.read() as connection:
        section = find(connection, Section, briefing_id=SAMPLE)[0]
    editing.change_fields(ws, "section", section.id, body="One.\n\nTwo of mine.")
    editing.change_fields(colleague, "section", section.id, body="Another.\n\nTwo of Ben's.")
    dialog = _opened(window, qtbot, _pack(colleague, tmp_path / "ben.briefpack"))
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: len(window.session.conflicts.rows) == 1)
    window.session.select(Entry("section", section.id))
    bar = window.sources.conflicts
    qtbot.waitUntil(lambda: len(bar.cards) == 1)
    third = bar.cards[0].third
    assert "\n\nTwo of" in third.toPlainText()
    third.setPlainText("One.\n\nTwo of both.")
    bar.cards[0].keep.click()
    qtbot.waitUntil(lambda: not bar.cards)
    with ws.read() as connection:
        assert need(connection, "section", section.id).body == "One.\n\nTwo of both."


def _seen(widget):
    return widget.rect().translated(widget.mapToGlobal(widget.rect().topLeft()))


def test_what_was_merged_is_told_over_neither_title_nor_conflicts(window, contested, qtbot):
    bar, conflicts_below = window.message_bar, window.review.conflicts
    qtbot.waitUntil(bar.isVisible)
    window.session.registry.run("conflicts.open")
    covered = (window.title, window.line, conflicts_below)
    qtbot.waitUntil(conflicts_below.isVisible)
    qtbot.waitUntil(lambda: not any(_seen(bar).intersects(_seen(one)) for one in covered))
    assert bar.geometry().bottom() > window.centre.height() // 3
    conflicts_below.shut()
    qtbot.waitUntil(lambda: bar.geometry().bottom() == window.centre.rect().bottom())


def test_the_list_of_conflicts_leads_to_each(window, contested, qtbot):
    window.session.registry.run("conflicts.open")
    panel = window.review.conflicts
    assert panel.list.rows.rowCount() == 1
    assert panel.step(1)
    assert window.session.selection == Entry("quote", QUOTE)


def test_rows_tell_that_their_entry_is_in_conflict(window, contested, qtbot):
    from briefing.ui.models.rows import Row

    row = window.session.dress(Row(head="x", kind="quote", id=QUOTE))
    assert ("in conflict", "error") in row.chips


def test_a_pack_is_looked_at_and_written(window, qtbot, tmp_path):
    window.session.registry.run("pack.write")
    dialog = window.packs.dialog
    assert isinstance(dialog, PackWriteDialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    words = dialog.contents.toPlainText()
    assert "quotes" in words
    dialog.path.setText(str(tmp_path / "mine"))
    dialog.protection.setCurrentIndex(1)
    dialog.passphrase.setText("short")
    dialog.save.click()
    assert "passphrase" in dialog.error.text()
    dialog.passphrase.setText("seven small grey herons")
    dialog.repeated.setText("seven small grey herons")
    dialog.save.click()
    qtbot.waitUntil((tmp_path / "mine.briefpack").exists, timeout=_SLOWLY)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    opened = merging.open_pack(tmp_path / "mine.briefpack", passphrase="seven small grey herons")
    assert opened.encrypted


def test_a_key_is_no_longer_trusted_when_that_is_said(
    window, colleague, qtbot, tmp_path, monkeypatch
):
    ws = window.session.workspace
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "ben"))
    path = _pack(colleague, tmp_path / "ben.briefpack")
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    trusting.trust(ws, merging.open_pack(path))
    window.session.registry.run("pack.write")
    dialog = window.packs.dialog
    assert dialog.forget.isHidden()
    dialog.protection.setCurrentIndex(2)
    assert not dialog.forget.isEnabled()
    dialog.readers.setCurrentRow(0)
    monkeypatch.setattr(QMessageBox, "question", lambda *_told: QMessageBox.StandardButton.No)
    dialog.forget.click()
    assert len(trusting.trusted(ws)) == 1
    monkeypatch.setattr(QMessageBox, "question", lambda *_told: QMessageBox.StandardButton.Yes)
    dialog.forget.click()
    assert trusting.trusted(ws) == []
    assert dialog.readers.count() == 0
    assert not dialog.forget.isEnabled()
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.reject()


def test_an_edition_says_that_it_carries_no_history(window, qtbot):
    window.session.registry.run("pack.write")
    dialog = window.packs.dialog
    assert "history" in dialog.about.text()
    dialog.sort.setCurrentIndex(1)
    assert "no history" in dialog.about.text()
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.reject()


@pytest.fixture
def edition(window, colleague, tmp_path, monkeypatch):
    """The library of an edition that Ben made, and the window that would have been started for it."""
    monkeypatch.setattr("briefing.services.editions.data_folder", lambda: tmp_path / "data")
    key = packing.own_key()
    prepared = packing.prepare(colleague, [SAMPLE], sort=packing.PackSort.EDITION, key=key)
    return packing.write(prepared, tmp_path / "edition.briefpack", key)


def test_an_edition_opens_in_a_window_of_its_own(window, edition, qtbot, monkeypatch):
    started = []
    monkeypatch.setattr(window.packs, "start_window", started.append)
    window.packs.open_path(edition)
    qtbot.waitUntil(lambda: bool(started))
    window.packs.open_path(edition)
    qtbot.waitUntil(lambda: len(started) == 2)
    assert started[0] == started[1]
    assert started[0].exists()


def test_an_edition_by_an_unknown_key_says_so_and_the_key_can_be_trusted(
    window, colleague, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr("briefing.services.editions.data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(window.packs, "start_window", lambda _path: None)
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "ben"))
    key = packing.own_key()
    prepared = packing.prepare(colleague, [SAMPLE], sort=packing.PackSort.EDITION, key=key)
    path = packing.write(prepared, tmp_path / "edition.briefpack", key)
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    bar = window.message_bar
    window.packs.open_path(path)
    qtbot.waitUntil(lambda: "Signed as Ben, whose key is not known here" in bar.text)
    assert "SHA256:" in bar.text
    bar.offers[0].click()
    assert [one.name for one in trusting.trusted(window.session.workspace)] == ["Ben"]
    window.packs.open_path(path)
    qtbot.waitUntil(lambda: bar.text == "Signed by Ben, whose key is trusted here.")
    assert not bar.offers


def test_in_an_edition_one_reads_asks_and_sends_back(
    window, edition, qtbot, tmp_path, colleague, monkeypatch
):
    from briefing.services import annotating, editions
    from briefing.settings import load_settings
    from briefing.ui.app import make_window
    from tests.builders import ME

    path = editions.kept(merging.open_pack(edition))
    reader = open_workspace(path, ME)
    made = make_window(reader, load_settings())
    qtbot.addWidget(made)
    made.show()
    made.packs.tell_edition()
    assert "Ben" in made.message_bar.text
    made.session.open_briefing(SAMPLE)
    assert "reader’s edition" in made.session.lock
    assert not made.session.may_change("quote")
    assert not made.session.may_change("source")
    assert made.session.may_change("annotation")
    made.session.select(Entry("quote", QUOTE))
    made.refresh_commands()
    assert all(made.session.registry.enabled(one) for one in ("note.ask", "note.add"))
    assert not made.session.registry.enabled("brief.write")
    assert not made.writing_actions.bar.isVisible()
    assert made.session.registry.enabled("questions.send")
    assert not made.session.registry.enabled("pack.write")
    assert not window.session.registry.enabled("questions.send")
    annotating.add_note(
        reader,
        "quote",
        QUOTE,
        SAMPLE,
        "Who translated it?",
        motivation="questioning",
        private=False,
    )
    made.packs.write_questions(tmp_path / "q.briefpack")
    qtbot.waitUntil(lambda: (tmp_path / "q.briefpack").exists())
    made.close()
    reader.close()
    found = merging.merge(colleague, merging.open_pack(tmp_path / "q.briefpack"))
    assert [one.kind for one in found.new] == ["annotation"]
