"""The dialog for exports: what each choice asks for, what is shown of it, and what is written."""

# long because: what is chosen, shown and written are tested on one dialog.

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QTextBrowser
from shiboken6 import isValid

from briefing.domain.annotation import Annotation
from briefing.export.excerpt import Notes
from briefing.services import editing, export_formats, starting
from briefing.services.export_formats import FORMATS, ExportRequest, Part, make_export
from briefing.services.exportable import Look
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.exporting.choices import PARTS
from briefing.ui.exporting.dialog import ExportDialog
from briefing.ui.session import Entry
from tests.ui.test_access import _called, _shown

SAMPLE = sample_id("briefing", BRIEFING_KEY)
LONG = 60_000


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def open_dialog(window, folder):
    window.session.settings.export_folder = str(folder)
    opened = []

    def run(command="file.export"):
        assert window.session.registry.run(command)
        opened.append(window.findChildren(ExportDialog)[-1])
        return opened[-1]

    yield run
    for one in opened:
        if isValid(one):
            one.reject()
            one.close()


@pytest.fixture
def dialog(open_dialog):
    return open_dialog()


def _settled(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog.preview.busy, timeout=LONG)


def _written(qtbot, window, path):
    qtbot.waitUntil(lambda: window.actions_of_window.exports.last == path, timeout=LONG)


def test_every_format_stands_in_the_dialog_with_the_choices_it_can_obey(dialog):
    box = dialog.choices.format
    assert [box.itemData(n) for n in range(box.count())] == [row.key for row in FORMATS]
    for row in FORMATS:
        dialog.choices.choose(row.key)
        choices = dialog.choices
        assert choices.notes.isHidden() != row.notes
        assert choices.paper_row.isHidden() != row.paper
        assert choices.parts_row.isHidden() != row.parts
        assert choices.list_row.isHidden() != row.lists
        assert dialog.print_button.isEnabled() == (row.media_type == "application/pdf")
        assert dialog.target().name.endswith(row.suffixes[0])
        # Whatever else was chosen, the format can obey what is asked of it.
        choices.notes.setChecked(True)
        choices.paper.setCurrentIndex(1)
        choices.parts[Part.QUOTES].setChecked(False)
        assert export_formats.chosen_format(dialog.request()) == row


def test_each_choice_is_asked_of_the_export(dialog, monkeypatch, qtbot):
    asked = []
    monkeypatch.setattr(
        "briefing.services.exportable.make_export",
        lambda _ws, _id, request, **_k: asked.append(request) or _made(),
    )
    choices = dialog.choices
    choices.choose("html-full")
    choices.audience.setCurrentIndex(choices.audience.findData("AMBER"))
    choices.notes.setChecked(True)
    choices.paper.setCurrentIndex(choices.paper.findData("us-letter"))
    choices.parts[Part.QUOTES].setChecked(False)
    qtbot.waitUntil(lambda: bool(asked))
    # A row of changes makes one preview, of the last of them.
    assert asked == [
        ExportRequest(
            "html",
            "full",
            "AMBER",
            Notes.SHARED,
            "us-letter",
            frozenset(Part) - {Part.QUOTES},
        )
    ]
    assert "clients" in choices.who.text()
    _settled(qtbot, dialog)


def _made():
    row = next(one for one in FORMATS if one.id == "md")
    return export_formats.Made(b"# Words", row, "TLP:CLEAR", ())


def test_every_part_but_notes_has_a_box(dialog):
    assert set(PARTS) == set(Part) - {Part.NOTES}
    assert list(PARTS) == [part for part in Part if part in PARTS]


def test_a_list_is_chosen_where_the_format_holds_one(dialog):
    rows = [row for row in FORMATS if row.lists]
    for row in rows:
        dialog.choices.choose(row.key)
        box = dialog.choices.list
        assert (box.itemData(0) == "") == (not row.needs_list)
        box.setCurrentIndex(box.findData("quotes"))
        assert dialog.request().list == "quotes"


def test_the_pages_of_the_sample_are_shown_and_walked(dialog, qtbot):
    dialog.choices.choose("pdf-full")
    _settled(qtbot, dialog)
    panel = dialog.preview
    assert panel.shown.look is Look.PAGES
    total = panel.pages.count
    assert total == len(panel.shown.sizes) > 3
    assert panel.number.suffix().endswith(f"of {total}")
    qtbot.waitUntil(lambda: panel.pages.picture(0) is not None, timeout=LONG)
    shown = panel.pages.picture(0)
    inside = panel.pages.viewport().width() * panel.devicePixelRatioF()
    assert 0.8 * inside < shown.width() < inside
    assert _ink(shown) > 100
    panel.pages.setFocus()
    qtbot.keyClick(panel.pages, Qt.Key.Key_PageDown)
    qtbot.keyClick(panel.pages, Qt.Key.Key_PageDown)
    assert panel.number.value() > 1
    assert panel.pages.accessibleName() == f"Page {panel.number.value()} of {total}"
    panel.number.setValue(total)
    qtbot.waitUntil(lambda: panel.pages.picture(total - 1) is not None, timeout=LONG)
    qtbot.keyClick(panel.pages, Qt.Key.Key_Home)
    assert panel.number.value() == 1


def _ink(image):
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_pages_fit_the_width_the_page_or_are_as_large_as_on_paper(dialog, qtbot):
    _settled(qtbot, dialog)
    pages = dialog.preview.pages
    assert pages.verticalScrollBar().maximum() > 0
    dialog.preview.zoom.setCurrentIndex(1)
    assert pages.verticalScrollBar().maximum() == 0
    dialog.preview.zoom.setCurrentIndex(2)
    rect = pages._rect(0)
    assert rect.width() == round(595.28 * pages.logicalDpiX() / 72)
    qtbot.waitUntil(
        lambda: (one := pages.picture(0)) is not None and abs(one.width() - rect.width()) <= 1,
        timeout=LONG,
    )


def test_words_are_shown_read_only_on_white_in_the_dark(dialog, qtbot):
    themes.current().apply("dark")
    for key, look in (("md-full", Look.TEXT), ("html-full", Look.HTML)):
        dialog.choices.choose(key)
        _settled(qtbot, dialog)
        assert dialog.preview.shown.look is look
        words = dialog.preview.words
        assert isinstance(words, QTextBrowser)
        assert words.isReadOnly()
        assert "Russia and North Korea" in words.toPlainText()
        picture = words.viewport().grab().toImage()
        assert picture.pixelColor(3, picture.height() - 3).lightness() > 240


def test_an_audience_that_may_not_read_it_is_told_in_a_line(dialog, window, qtbot):
    quote = sample_id("quote", "absurd")
    editing.change_fields(window.session.workspace, "quote", quote, marking="AMBER")
    # The change alone makes the preview anew.
    qtbot.waitUntil(lambda: "TLP:AMBER" in dialog.preview.line.text(), timeout=LONG)
    assert dialog.preview.line.isVisible()
    assert "take the citation out" in dialog.preview.line.text()
    assert dialog.preview.shown is None
    # It is said here, and not once more behind the dialog.
    assert not window.message_bar.isVisible()
    dialog.choices.audience.setCurrentIndex(dialog.choices.audience.findData("AMBER"))
    _settled(qtbot, dialog)
    assert dialog.preview.shown is not None
    assert dialog.preview.shown.made.marking == "TLP:AMBER"


def test_what_is_left_out_is_said_in_words(dialog, window, qtbot):
    judgment = sample_id("judgment", "no-deterrence")
    editing.change_fields(window.session.workspace, "judgment", judgment, marking="RED")
    qtbot.waitUntil(lambda: "1 judgment" in dialog.choices.left_out.text(), timeout=LONG)
    dialog.choices.audience.setCurrentIndex(dialog.choices.audience.findData("RED"))
    qtbot.waitUntil(lambda: "Nothing" in dialog.choices.left_out.text(), timeout=LONG)


def test_the_file_is_what_make_export_makes(dialog, window, folder, qtbot):
    dialog.choices.choose("html-full")
    dialog.choices.parts[Part.QUOTES].setChecked(False)
    request, target = dialog.request(), dialog.target()
    assert target.parent == folder
    qtbot.keyClick(dialog.choices.format, Qt.Key.Key_Return)
    _written(qtbot, window, target)
    made = make_export(window.session.workspace, SAMPLE, request)
    assert target.read_bytes() == made.content
    assert [one.name for one in folder.iterdir()] == [target.name]
    assert target.name in window.message_bar.text


def test_what_was_shown_is_written_without_being_made_again(dialog, window, qtbot, monkeypatch):
    _settled(qtbot, dialog)
    monkeypatch.setattr("briefing.ui.exporting.dialog.make_export", None)
    target = dialog.target()
    dialog.export_button.click()
    _written(qtbot, window, target)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_file_that_is_there_is_replaced_only_when_asked(dialog, folder, qtbot, monkeypatch):
    dialog.choices.choose("ris-full")
    dialog.file_row.path.setText(str(folder / "mine"))
    target = folder / "mine.ris"
    target.write_text("before")
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_a: answers.pop(0))
    dialog.export_button.click()
    assert target.read_text() == "before"
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.written, timeout=LONG):
        dialog.export_button.click()
    assert target.read_text().startswith("TY  -")


def test_a_name_that_was_given_keeps_its_words_when_the_format_changes(dialog, folder):
    dialog.file_row.path.setText(str(folder / "mine.pdf"))
    dialog.choices.choose("csl-full")
    assert dialog.target() == folder / "mine.csl.json"
    dialog.choices.choose("md-full")
    assert dialog.target() == folder / "mine.md"


@pytest.mark.parametrize(("name", "told"), [("", "Name the file"), ("{folder}/no/a.md", "written")])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(
    dialog, window, folder, qtbot, name, told
):
    dialog.choices.choose("md-full")
    dialog.file_row.path.setText(name.format(folder=folder))
    dialog.export_button.click()
    qtbot.waitUntil(lambda: told in dialog.error.text(), timeout=LONG)
    assert dialog.error.isVisible()
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()
    assert not window.message_bar.isVisible()
    assert list(folder.iterdir()) == []


def test_the_last_choice_is_remembered_but_not_for_whom(open_dialog, window, folder, qtbot):
    first = open_dialog()
    first.choices.choose("html-full")
    first.choices.paper.setCurrentIndex(1)
    first.choices.notes.setChecked(True)
    first.choices.parts[Part.GAPS].setChecked(False)
    first.choices.audience.setCurrentIndex(first.choices.audience.findData("RED"))
    first.preview.zoom.setCurrentIndex(1)
    with qtbot.waitSignal(first.written, timeout=LONG):
        first.export_button.click()
    window.session.settings = load_settings()
    again = open_dialog()
    assert again.choices.chosen.key == "html-full"
    request = again.request()
    assert request.paper == "us-letter"
    assert request.parts == frozenset(Part) - {Part.GAPS}
    assert (request.audience, request.notes) == ("CLEAR", Notes.NONE)
    assert again.target().parent == folder
    assert again.preview.zoom.currentIndex() == 1


def test_the_preview_can_be_stopped_and_shown_again(dialog, qtbot):
    dialog.choices.choose("pdf-full")
    assert dialog.preview.busy
    assert dialog.preview.stop_button.isVisible()
    dialog.preview.stop_button.click()
    assert not dialog.preview.busy
    assert "stopped" in dialog.preview.line.text()
    assert dialog.preview.shown is None
    dialog.preview.stop_button.click()
    _settled(qtbot, dialog)
    assert dialog.preview.shown is not None


def test_an_export_can_be_stopped_and_leaves_no_file(dialog, folder, qtbot, monkeypatch):
    asked = []

    def slow(_ws, _id, _request, *, progress, cancelled):
        asked.append(cancelled)
        while not cancelled():
            progress(1, 3, "quotes")
        raise export_formats.Cancelled

    _settled(qtbot, dialog)
    dialog.choices.choose("md-full")
    monkeypatch.setattr("briefing.ui.exporting.dialog.make_export", slow)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert dialog.close_button.text() == "Stop"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    assert dialog.isVisible()
    assert list(folder.iterdir()) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not isValid(dialog) or not dialog.isVisible()


def test_closing_ends_what_is_under_way(dialog, window, qtbot):
    dialog.choices.choose("pdf-full")
    qtbot.waitUntil(lambda: bool(window.session.tasks.tasks), timeout=LONG)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.session.tasks.tasks, timeout=LONG)


def test_after_an_export_the_file_its_folder_and_its_path_are_at_hand(
    dialog, window, folder, qtbot, monkeypatch
):
    shown = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or bool(shown[2:])
    )
    registry = window.session.registry
    assert not registry.enabled("export.open")
    dialog.choices.choose("ris-full")
    target = dialog.target()
    dialog.export_button.click()
    _written(qtbot, window, target)
    _open_file, open_folder, _copy_path = window.message_bar.offers
    open_folder.click()
    assert shown == [str(folder)]
    # Nothing opens it: the path is given instead.
    assert "path is copied" in window.message_bar.text
    assert QGuiApplication.clipboard().text() == str(folder)
    assert not window.message_bar.offers
    assert registry.run("export.path")
    assert QGuiApplication.clipboard().text() == str(target)
    target.unlink()
    assert registry.run("export.open")
    assert "not there any more" in window.message_bar.text
    assert shown == [str(folder)]


def test_printing_offers_pages_alone(open_dialog):
    dialog = open_dialog("file.print")
    assert dialog.windowTitle() == "Print"
    keys = {dialog.choices.format.itemData(n) for n in range(dialog.choices.format.count())}
    assert keys == {row.key for row in FORMATS if row.media_type == "application/pdf"}
    assert not dialog.file_row.isVisible()
    assert dialog.print_button.isDefault()


def test_a_briefing_in_the_library_offers_its_export(window):
    menu = window.entry_actions.menu(Entry("briefing", SAMPLE))
    texts = [action.text() for action in menu.actions()]
    assert {"Export…", "Print…"} <= set(texts)
    quote = Entry("quote", sample_id("quote", "absurd"))
    assert "Export…" not in [a.text() for a in window.entry_actions.menu(quote).actions()]


def test_the_briefing_of_the_row_is_exported_and_not_that_on_the_desk(window):
    other = starting.new_briefing(window.session.workspace, "Another matter", as_of="2024")
    assert window.session.briefing_id == SAMPLE
    menu = window.entry_actions.menu(Entry("briefing", other))
    next(a for a in menu.actions() if a.text() == "Export…").trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    assert dialog.what.id == other
    assert dialog.target().name.startswith("Another-matter")
    dialog.reject()


@pytest.mark.parametrize(("look", "scale"), [("light", 100), ("contrast", 200)])
def test_everything_in_the_dialog_is_named_and_whole(open_dialog, qtbot, look, scale):
    themes.current().apply(look, scale)
    dialog = open_dialog()
    dialog.choices.choose("pdf-full")
    _settled(qtbot, dialog)
    found = [one for one in _shown(dialog) if one.window() is dialog]
    assert len(found) > 20
    assert not [type(one).__name__ for one in found if not _called(one).strip()]
    for button in (
        dialog.export_button,
        dialog.print_button,
        dialog.close_button,
        dialog.file_row.browse,
    ):
        assert button.width() >= button.sizeHint().width()
    for label in (dialog.choices.who, dialog.choices.left_out):
        assert label.height() >= label.heightForWidth(label.width())
    box = dialog.preview.number
    assert box.lineEdit().width() >= box.fontMetrics().horizontalAdvance(box.text())


def test_the_tab_key_goes_from_top_to_bottom(dialog, window, qtbot):
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    choices = dialog.choices
    dialog.choices.choose("pdf-full")
    _settled(qtbot, dialog)
    choices.format.setFocus()
    wanted = [choices.audience, choices.notes, choices.paper, choices.all_parts, choices.no_parts]
    for one in wanted:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is one
    seen = []
    for _ in range(40):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.append(dialog.focusWidget())
    order = [*choices.parts.values(), dialog.preview.number, dialog.preview.zoom]
    order += [
        dialog.preview.pages,
        dialog.file_row.path,
        dialog.file_row.browse,
        dialog.export_button,
    ]
    order += [dialog.print_button, dialog.close_button]
    places = [seen.index(one) for one in order]
    assert places == sorted(places)


def test_shared_notes_go_along_only_when_asked(dialog, window, qtbot):
    ws = window.session.workspace
    editing.add_records(
        ws,
        "Note",
        [
            Annotation(
                id=f"n{n}",
                target_kind="briefing",
                target_id=SAMPLE,
                briefing_id=SAMPLE,
                body=words,
                private=private,
            )
            for n, (words, private) in enumerate((("Said aloud", False), ("Whispered", True)))
        ],
    )
    dialog.choices.choose("md-full")
    _settled(qtbot, dialog)
    assert "Said aloud" not in dialog.preview.shown.text
    dialog.choices.notes.setChecked(True)
    _settled(qtbot, dialog)
    assert "Said aloud" in dialog.preview.shown.text
    assert "Whispered" not in dialog.preview.shown.text
