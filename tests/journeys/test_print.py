"""Those who get paper: a page for the reader by keys alone, and the whole briefing less its quotes."""

from __future__ import annotations

import re

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefing.services.export_formats import Part
from briefing.ui.exporting.dialog import ExportDialog

LONG = 60_000


def _words(path):
    document = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in document:
            words, high = page.get_textpage(), page.get_height()
            everything = words.get_text_bounded().replace("\u200b", "")
            head = words.get_text_bounded(bottom=high * 0.92)
            foot = words.get_text_bounded(top=high * 0.08)
            pages.append((re.sub(r"\s+", " ", everything), head, foot))
        return pages
    finally:
        document.close()


def _press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_an_official_exports_the_page_for_the_community_by_keys_alone(start, qtbot, tmp_path):
    window = start()
    window.session.settings.export_folder = str(tmp_path)
    _press(qtbot, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ExportDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(dialog.choices.format.hasFocus)
    # The summary is what is offered; the second choice is for whom.
    _press(qtbot, Qt.Key.Key_Tab)
    _press(qtbot, Qt.Key.Key_Down)
    assert "community" in dialog.choices.who.text()
    target = dialog.target()
    _press(qtbot, Qt.Key.Key_Return)
    exports = window.actions_of_window.exports
    qtbot.waitUntil(lambda: exports.last == target, timeout=LONG)
    assert target.name.endswith("-summary.pdf")
    ((everything, head, foot),) = _words(target)
    # The page carries the marking of what is on it; nothing on it is above the audience.
    assert "TLP:CLEAR" in head
    assert "TLP:CLEAR" in foot
    assert re.sub(r"\s+", " ", window.title.text()) in everything
    assert "Russia and North Korea have come close to an alliance" in everything
    assert window.message_bar.isVisible()


def test_an_analyst_exports_the_whole_briefing_without_quotes(start, qtbot, tmp_path):
    window = start()
    window.session.settings.export_folder = str(tmp_path)
    window.session.registry.run("file.export")
    dialog = window.findChild(ExportDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.choices.choose("pdf-full")
    qtbot.waitUntil(lambda: not dialog.preview.busy, timeout=LONG)
    with_quotes = dialog.preview.pages.count
    box = dialog.choices.parts[Part.QUOTES]
    box.setFocus()
    _press(qtbot, Qt.Key.Key_Space)
    assert not box.isChecked()
    assert dialog.preview.busy
    qtbot.waitUntil(lambda: not dialog.preview.busy, timeout=LONG)
    assert dialog.preview.pages.count <= with_quotes
    target = dialog.target()
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.actions_of_window.exports.last == target, timeout=LONG)
    pages = _words(target)
    assert len(pages) > 1
    text = " ".join(everything for everything, _head, _foot in pages)
    assert "Claims side by side" in text
    assert "Quotes by date" not in text
