"""What Ctrl+C takes: the selected words of the text that has the focus, else the entries chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from briefing.services.copying import Copied
    from briefing.ui.session import Entry


@runtime_checkable
class HoldsEntry(Protocol):
    """A list, card or row that knows which entry is meant while it has the focus."""

    def current_entry(self) -> Entry | None:
        """The entry, or None for none."""
        ...


@runtime_checkable
class HoldsEntries(HoldsEntry, Protocol):
    """A list in which several entries can be chosen."""

    def chosen_entries(self, most: int) -> list[Entry]:
        """Those chosen, from the top down; no more than ``most`` of them."""
        ...


@runtime_checkable
class HoldsWords(Protocol):
    """A text that shows its words otherwise than they are, in lines of its own."""

    def selected_words(self) -> str:
        """The selected words as they are, or nothing."""
        ...


def selected_words(widget: QWidget | None) -> str:
    """The words selected in a text, or nothing."""
    if isinstance(widget, (QLineEdit, QLabel)):
        words = widget.selectedText()
    elif isinstance(widget, HoldsWords):
        words = widget.selected_words()
    elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
        words = widget.textCursor().selection().toPlainText()
    else:
        words = ""
    return words


def with_text(data: QMimeData, words: str) -> QMimeData:
    """What a text of Qt's puts on the clipboard, with these words in its stead.

    The object must be Qt's own: the clipboard keeps it until Python has gone, and then takes it apart,
    which ends in a crash where Python made it.
    """
    # Asking for the text fills it; nothing is filled in later.
    data.text()
    data.clear()
    data.setText(words)
    return data


class _Source(QTextEdit):
    """Asked once for the kind of object that a text of Qt's puts on the clipboard."""

    def made(self) -> QMimeData:
        self.setPlainText("-")
        self.selectAll()
        return self.createMimeDataFromSelection()


def put(copied: Copied) -> None:
    """Put entries on the clipboard, as plain text and formatted: whoever pastes takes what it can."""
    data = with_text(_Source().made(), copied.plain)
    data.setHtml(copied.html)
    QGuiApplication.clipboard().setMimeData(data)


def focused_entry() -> Entry | None:
    """The entry of the list, card or row that the focus stands in."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, HoldsEntry):
            return widget.current_entry()
        widget = widget.parentWidget()
    return None


def focused_entries(most: int) -> list[Entry]:
    """The entries chosen in the list that has the focus, ``most`` of them at most; else the one entry."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, HoldsEntries):
            return widget.chosen_entries(most)
        if isinstance(widget, HoldsEntry):
            break
        widget = widget.parentWidget()
    entry = focused_entry()
    return [entry] if entry else []
