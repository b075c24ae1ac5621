"""A document's text with its passages marked, in code points; ``shown_text`` knows of Qt's places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from briefing.i18n import _
from briefing.services.anchoring import Span
from briefing.ui import theme
from briefing.ui.copying import with_text
from briefing.ui.shown_text import ShownText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
    )

    from briefing.services.source_view import PassageSpan

FLASH_MS = 1200
#: The object name of the widget that stands in the margin.
MARGIN = "passage_margin"
_ENDLESS = re.compile(r"\S{5000}")
#: Reasons for which the keyboard leaves and comes back.
_LENT = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)


def _wrapping(text: str) -> QTextOption.WrapMode:
    """Lines end between words, but anywhere in a text with a "word" that fills whole screens.

    Qt looks for a word's end in time that grows with its square: minutes for a million letters.
    """
    modes = QTextOption.WrapMode
    return modes.WrapAnywhere if _ENDLESS.search(text) else modes.WrapAtWordBoundaryOrAnywhere


class Line(NamedTuple):
    """A line of text in view: its code points, and where it stands in the view's height."""

    start: int
    end: int
    top: int
    bottom: int


class DocumentView(QPlainTextEdit):
    """Reads a document. What selected words become is the business of the window's commands."""

    #: A passage was pressed, or Enter on it; carries its id.
    passage_chosen = Signal(object)
    #: Whether words are selected and the keyboard is here, or lent to a menu, changed.
    words_held_changed = Signal()
    #: Carries the place on the screen where a menu for the selected words is to open.
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("Text of the document"))
        self.setUndoRedoEnabled(False)
        self.document_id = ""
        self._places = ShownText("")
        self._spans: Sequence[PassageSpan] = ()
        self._chosen = ""
        self._flashing = False
        self._drawn: Sequence[tuple[int, int]] = ()
        self._focused = self._held = False
        self._margin = 0
        from PySide6.QtCore import QTimer

        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_flash_timeout)
        self.selectionChanged.connect(self._on_selection_changed)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_document(self, document_id: str, text: str, spans: Sequence[PassageSpan]) -> None:
        """Show a text with its passages, in code points; the place is kept where it is the same."""
        same = document_id == self.document_id and text == self._places.text
        self.document_id, self._spans = document_id, spans
        if not same:
            self._places = ShownText(text)
            # The old text goes first: it would be laid out once more in the new text's way.
            self.clear()
            self.setWordWrapMode(_wrapping(text))
            self.setPlainText(self._places.shown)
            self._chosen = ""
            self._drawn = ()
        self._mark()

    def show_passage(self, passage_id: str) -> bool:
        """Scroll to a passage and let it flash; False where it is not in this text."""
        span = next((s for s in self._spans if s.id == passage_id), None)
        if span is None:
            return False
        cursor = self.textCursor()
        cursor.setPosition(self._places.utf16(span.start))
        self.setTextCursor(cursor)
        self.centerCursor()
        self._chosen, self._flashing = passage_id, True
        self._timer.start(FLASH_MS)
        self._mark()
        return True

    def mark_words(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark words that a proposal rests on, in code points, and scroll to the first of them."""
        self._drawn = spans
        self._mark()
        if not spans:
            return
        if self._held:
            # Whoever has words selected is at work there.
            return
        kept, blocked = self.textCursor(), self.blockSignals(True)
        cursor = QTextCursor(self.document())
        most = len(self._places.text)
        for place in (spans[0][1], spans[0][0]):
            cursor.setPosition(self._places.utf16(min(place, most)))
            self.setTextCursor(cursor)
        lines = self.lines_in_view()
        if len(lines) < 2 or not lines[0].end <= spans[0][0] < lines[-1].start:
            self.centerCursor()
        # The person's own place in the text stays, and is scrolled back to by their own keys only.
        at = self.verticalScrollBar().value()
        self.setTextCursor(kept)
        self.verticalScrollBar().setValue(at)
        self.blockSignals(blocked)

    def show_place(self, offset: int) -> None:
        """Scroll to a code point of the text."""
        cursor = self.textCursor()
        cursor.setPosition(self._places.utf16(offset))
        self.setTextCursor(cursor)
        self.centerCursor()

    def selected_span(self) -> tuple[int, int] | None:
        """The selected words in code points, without white space at their ends; None for none."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start = self._places.code_points(cursor.selectionStart())
        end = self._places.code_points(cursor.selectionEnd())
        words = self._places.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return (start, end) if start < end else None

    def selected_words(self) -> str:
        """The selected words as the text has them, however its lines are shown."""
        span = self.selected_span()
        return self._places.text[slice(*span)].replace("\r", "\n") if span else ""

    def createMimeDataFromSelection(self) -> QMimeData:
        return with_text(super().createMimeDataFromSelection(), self.selected_words())

    def selected_place(self) -> Span | None:
        """The selected words as a place in the document."""
        span = self.selected_span()
        return Span(self.document_id, *span) if span and self.document_id else None

    @property
    def holds_words(self) -> bool:
        """Whether words are selected and keys are meant for them."""
        return self._held

    def step(self, by: int) -> str:
        """Go to the next (1) or the previous (-1) passage from the cursor; its id, or nothing."""
        chosen = next((n for n, s in enumerate(self._spans) if s.id == self._chosen), None)
        at = self.offset()
        if chosen is not None and self._spans[chosen].start == at:
            wanted = chosen + by
        elif by > 0:
            wanted = next((n for n, s in enumerate(self._spans) if s.start >= at), 0)
        else:
            before = [n for n, s in enumerate(self._spans) if s.start < at]
            wanted = before[-1] if before else -1
        if not self._spans:
            return ""
        found = self._spans[wanted % len(self._spans)].id
        self.show_passage(found)
        return found

    @property
    def chosen_passage(self) -> str:
        """The id of the passage last shown or pressed, or nothing."""
        return self._chosen if any(s.id == self._chosen for s in self._spans) else ""

    def set_margin(self, wide: int) -> None:
        """Leave room at the left of the text, in pixels, for a :class:`PassageMargin`."""
        if wide != self._margin:
            self._margin = wide
            self.setViewportMargins(wide, 0, 0, 0)
        self._place_margin()

    def lines_in_view(self) -> list[Line]:
        """The lines of text in view, as places in the text and in the height of the view."""
        found: list[Line] = []
        block = self.firstVisibleBlock()
        high = self.viewport().height()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > high:
                break
            layout, begin = block.layout(), block.position()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                top = place.top() + line.y()
                if top + line.height() < 0 or top > high:
                    continue
                start = begin + line.textStart()
                found.append(
                    Line(
                        self._places.code_points(start),
                        self._places.code_points(start + line.textLength()),
                        round(top),
                        round(top + line.height()),
                    )
                )
            block = block.next()
        return found

    def choose(self, passage_id: str) -> None:
        """Mark a passage as the one at hand, without scrolling where it is in view."""
        span = next((s for s in self._spans if s.id == passage_id), None)
        if span is None:
            return
        lines = self.lines_in_view()
        if not lines or span.end <= lines[0].start or span.start >= lines[-1].end:
            self.show_passage(passage_id)
            return
        self._chosen = passage_id
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The bar counts lines: with other line ends the same number is another place of the text.
        first = self.cursorForPosition(QPoint(0, 0)).position()
        chosen = self.textCursor().hasSelection()
        held = chosen and 0 <= self.cursorRect().top() < event.oldSize().height()
        wider = event.oldSize().width() not in (-1, event.size().width())
        super().resizeEvent(event)
        if wider:
            self._scroll_to(first)
        if held:
            self.ensureCursorVisible()
        self._place_margin()

    def _scroll_to(self, place: int) -> None:
        """Let the line of a UTF-16 place stand first."""
        block = self.document().findBlock(place)
        line = block.layout().lineForTextPosition(place - block.position())
        number = line.lineNumber() if line.isValid() else 0
        self.verticalScrollBar().setValue(block.firstLineNumber() + number)

    def _place_margin(self) -> None:
        margin = self.findChild(QWidget, MARGIN)
        if margin is not None:
            area = self.viewport().geometry()
            margin.setGeometry(area.x() - self._margin, area.y(), self._margin, area.height())
            margin.setVisible(self._margin > 0)

    def offset(self) -> int:
        """The code point at which the cursor stands."""
        return self._places.code_points(self.textCursor().selectionStart())

    def chosen_span(self) -> tuple[int, int] | None:
        """The passage last shown or pressed, in code points."""
        span = next((s for s in self._spans if s.id == self._chosen), None)
        return (span.start, span.end) if span else None

    def select_span(self, start: int, end: int) -> None:
        """Select words by their code points."""
        cursor = self.textCursor()
        cursor.setPosition(self._places.utf16(start))
        cursor.setPosition(self._places.utf16(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def passage_at(self, place: int) -> str:
        """The shortest passage that holds a UTF-16 place, or nothing."""
        offset = self._places.code_points(place)
        holding = [s for s in self._spans if s.start <= offset < s.end]
        return min(holding, key=lambda s: s.end - s.start).id if holding else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (passage := self.chosen_passage):
            self.passage_chosen.emit(passage)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selected_span() is None:
            super().contextMenuEvent(event)
        else:
            self.menu_requested.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focused = True
        self._tell_held()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu or the palette borrows the keyboard to say what is to become of the words.
        if event.reason() not in _LENT:
            self._focused = False
            self._tell_held()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._focused = False
        self._tell_held()

    def _tell_held(self) -> None:
        held = self._focused and self.selected_span() is not None
        if held != self._held:
            self._held = held
            self.words_held_changed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            place = self.cursorForPosition(event.position().toPoint()).position()
            if passage := self.passage_at(place):
                self._chosen = passage
                self._mark()
                self.passage_chosen.emit(passage)

    def _mark(self) -> None:
        found: list[QTextEdit.ExtraSelection] = []
        ordered = sorted(self._spans, key=lambda s: s.id == self._chosen)
        for span in ordered:
            look = QTextCharFormat()
            chosen = span.id == self._chosen
            if chosen and self._flashing:
                look.setBackground(theme.colour("accent.main"))
                look.setForeground(theme.colour("text.on_accent"))
            else:
                look.setBackground(theme.colour("status.highlight"))
            if chosen:
                look.setFontUnderline(True)
            found.append(self._extra(span.start, span.end, look))
        for number, (start, end) in enumerate(self._drawn):
            look = QTextCharFormat()
            look.setBackground(theme.colour("accent.soft" if number else "accent.main"))
            if number:
                look.setFontUnderline(True)
            else:
                look.setForeground(theme.colour("text.on_accent"))
            found.append(self._extra(start, end, look))
        self.setExtraSelections(found)

    def _extra(self, start: int, end: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        last = max(0, self.document().characterCount() - 1)
        # A passage from elsewhere may lie before or behind the text.
        inside = (max(0, min(place, len(self._places.text))) for place in (start, end))
        cursor.setPosition(min(last, self._places.utf16(next(inside))))
        cursor.setPosition(min(last, self._places.utf16(next(inside))), cursor.MoveMode.KeepAnchor)
        mark.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
        mark.format = look  # pyright: ignore[reportAttributeAccessIssue]
        return mark

    def _on_selection_changed(self) -> None:
        self._tell_held()

    def _on_flash_timeout(self) -> None:
        self._flashing = False
        self._mark()

    def _on_theme_changed(self) -> None:
        self.setFont(theme.serif(1.15))
        # The application's style sheet would otherwise put the sans face back.
        self.setStyleSheet(
            f"QPlainTextEdit {{ font-family: '{theme.SERIF}'; border: none; border-radius: 0; "
            f"font-size: {theme.serif(1.15).pointSizeF()}pt; padding: {theme.px(8)}px; }}"
        )
        self._mark()
