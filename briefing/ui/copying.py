"""What Ctrl+C takes: the selected words of the text that has the focus, else the entry there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from briefing.ui.session import Entry


@runtime_checkable
class HoldsEntry(Protocol):
    """A list, card or row that knows which entry is meant while it has the focus."""

    def current_entry(self) -> Entry | None:
        """The entry, or None for none."""
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


def focused_entry() -> Entry | None:
    """The entry of the list, card or row that the focus stands in."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, HoldsEntry):
            return widget.current_entry()
        widget = widget.parentWidget()
    return None
