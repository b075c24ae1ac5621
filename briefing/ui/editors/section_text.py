"""The text of a section as it is typed: Markdown, with citations as chips and @ to cite."""

# long because: keys, citing and what can be taken back share one cursor.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QTextEdit, QToolTip, QWidget

from briefing.domain.citing import Ref, citation_of, cited_in
from briefing.i18n import _
from briefing.services.citable import CiteIndex, elided, labels
from briefing.ui import theme
from briefing.ui.copying import with_text
from briefing.ui.editors.chips import (
    CHIP,
    OBJECT,
    ChipPainter,
    chip_format,
    insert_markdown,
    markdown_of,
    to_markdown,
)
from briefing.ui.editors.cite_list import CiteList
from briefing.ui.editors.spelling import SpellingMarks
from briefing.ui.tabs.reading_text import as_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QHideEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from briefing.domain.citing import CitationNumbers
    from briefing.services.citable import Citable
    from briefing.services.spelling import Speller

#: What is typed after an @ that begins a citation; the @ itself stands after no letter.
_ASKED: Final = re.compile(r"(?:^|(?<=[\s(\[“‘\"'—–,.;:\ufffc]))@([^@\n\u2028\[\]]{0,48})$")
_LABEL: Final = 26
_SIZE: Final = 1.18
_LEAST_LINES: Final = 2
_PLAIN: Final = Qt.KeyboardModifier.NoModifier


class SectionText(QTextEdit):
    """As high as its words. What is typed here is taken back here first, then by the window."""

    #: The text was changed by a person.
    typed = Signal()
    #: The text has lost the keyboard, or was hidden.
    left = Signal()
    #: Alt+Up (-1) or Alt+Down (1) was pressed.
    move_asked = Signal(object)
    #: Ctrl+Page Up (-1) or Ctrl+Page Down (1) was pressed: the section before or after is wanted.
    step_asked = Signal(object)
    #: The cursor stands elsewhere, at this rectangle of the text.
    caret_moved = Signal(object)
    #: Escape was pressed while no list was open.
    done = Signal()
    #: A word that the user wants in the dictionary.
    word_kept = Signal(object)
    #: The Ref of a chip that was clicked with Ctrl.
    followed = Signal(object)

    def __init__(self, index: Callable[[], CiteIndex | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._index = index
        self._numbers: CitationNumbers | None = None
        self._list: CiteList | None = None
        self._asking = False
        self._at_once = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)
        self.document().setDocumentMargin(theme.px(5))
        self._painter = ChipPainter(self.document(), self._words_of_chip, _SIZE)
        self._state = ("", 0)
        self._guidance = ""
        self.marks: SpellingMarks | None = None
        self._speller: Callable[[], Speller | None] = _no_speller
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self.fit)
        self.restyle()
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size)

    # ------------------------------------------------------------------ text

    def markdown(self) -> str:
        """The text with its citations written out."""
        return to_markdown(self.document())

    def set_markdown(self, text: str) -> None:
        """Show another text; there is nothing to take back in it. The cursor stays where it can."""
        at = self.textCursor().position()
        self._at_once = True
        self.document().setUndoRedoEnabled(False)
        self.clear()
        cursor = QTextCursor(self.document())
        insert_markdown(cursor, text, self._plain())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._shape())
        self.document().setUndoRedoEnabled(True)
        self._at_once = False
        self._go_to(at)
        self.fit()

    def merge_markdown(self, text: str) -> None:
        """Change only what differs from ``text``; what was typed can still be taken back."""
        mine = self.markdown()
        if mine == text:
            return
        old, new = mine.split("\n"), text.split("\n")
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        self._at_once = True
        at = self.textCursor()
        cursor = QTextCursor(self.document())
        self._replace_lines(cursor, head, len(old) - tail, new[head : len(new) - tail])
        self.setTextCursor(at)
        self._at_once = False
        self.fit()

    def _replace_lines(self, cursor: QTextCursor, start: int, end: int, new: list[str]) -> None:
        document = self.document()
        last = document.blockCount()
        if start < end:
            cursor.setPosition(document.findBlockByNumber(start).position())
            stop = document.findBlockByNumber(end - 1)
            cursor.setPosition(stop.position() + stop.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            if not new:
                # The break beside the lines goes with them.
                move = QTextCursor.MoveMode.KeepAnchor
                if end < last:
                    cursor.setPosition(stop.position() + stop.length(), move)
                elif start:
                    end_at = cursor.position()
                    cursor.setPosition(document.findBlockByNumber(start).position() - 1)
                    cursor.setPosition(end_at, move)
            insert_markdown(cursor, "\n".join(new), self._plain())
        elif start < last:
            cursor.setPosition(document.findBlockByNumber(start).position())
            insert_markdown(cursor, "\n".join([*new, ""]), self._plain())
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            insert_markdown(cursor, "\n".join(["", *new]), self._plain())

    def set_numbers(self, numbers: CitationNumbers) -> None:
        """Write other numbers on the chips."""
        self._numbers = numbers
        self.renew_chips()

    def renew_chips(self) -> None:
        """Measure and paint the chips anew: their numbers or words are others."""
        if OBJECT in self.document().toRawText():
            document = self.document()
            document.markContentsDirty(0, document.characterCount())
            self.viewport().update()
            self.fit()

    def _words_of_chip(self, citation: str) -> tuple[str, str]:
        refs = cited_in(citation)
        known = self._numbers.known if self._numbers else {}
        numbers = ",".join(str(known[ref]) for ref in refs if ref in known)
        first = elided(labels(self._index(), refs[:1])[0], _LABEL) if refs else citation
        more = f" +{len(refs) - 1}" if len(refs) > 1 else ""
        return numbers, first + more

    def _plain(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setFont(theme.serif(_SIZE, QFont.Weight.Normal))
        shape.setForeground(theme.colour("text.body"))
        return shape

    def _shape(self) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        shape.setLineHeight(116, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return shape

    def restyle(self) -> None:
        """Take fonts and colours of the theme; the text and what can be taken back stay."""
        font = theme.serif(_SIZE, QFont.Weight.Normal)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.set_markdown(self.markdown())

    def set_guidance(self, words: str) -> None:
        """What is shown while nothing is written; never a part of the text."""
        if words != self._guidance:
            self._guidance = words
            self.setAccessibleDescription(words)
            self.fit()
            self.viewport().update()

    @property
    def guidance(self) -> str:
        """What is shown while nothing is written."""
        return self._guidance

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._guidance and self.document().isEmpty():
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            painter.setPen(theme.colour("text.faint"))
            painter.drawText(self._guidance_room(), Qt.TextFlag.TextWordWrap, self._guidance)

    def _guidance_room(self) -> QRect:
        margin = round(self.document().documentMargin())
        return self.viewport().rect().adjusted(margin, margin, -margin, 0)

    # ------------------------------------------------------------------ size

    def fit(self) -> None:
        """Take the height of the words."""
        self._fit_soon.stop()
        metrics = self.fontMetrics()
        least = _LEAST_LINES * metrics.lineSpacing() * 1.16
        if self._guidance and self.document().isEmpty():
            room = self._guidance_room()
            room.setHeight(10_000)
            flags = Qt.TextFlag.TextWordWrap
            least = max(least, metrics.boundingRect(room, flags, self._guidance).height())
        margin = 2 * self.document().documentMargin()
        frame = self.height() - self.viewport().height()
        wanted = round(max(least + margin, self.document().size().height()) + frame)
        if wanted != self.height() or wanted != self.minimumHeight():
            self.setFixedHeight(wanted)
            # The page has to make room before it can show the new last line.
            self._tell_caret()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_soon.start()

    def _on_size(self) -> None:
        self._fit_soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls, never a section in it.
        event.ignore()

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            if event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable():
                return self._leave_to_window(event)
            if event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable():
                return self._leave_to_window(event)
            if _move_of(event) or _step_of(event) or event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip:
            self._show_tip(self.mapFromGlobal(self.cursor().pos()))
            return True
        return super().event(event)

    def _leave_to_window(self, event: QKeyEvent) -> bool:
        self.left.emit()
        event.ignore()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list_key(event):
            return
        if by := _move_of(event):
            self.move_asked.emit(by)
            return
        if by := _step_of(event):
            self.step_asked.emit(by)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
            return
        if event.key() == Qt.Key.Key_Backspace and self._shorten_chip():
            return
        super().keyPressEvent(event)
        if event.text() == "@" and not self.isReadOnly():
            self._asking = True
        if self._asking:
            self._ask()

    def _list_key(self, event: QKeyEvent) -> bool:
        shown = self._list
        if shown is None or shown.isHidden():
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        if shown.current() is None or event.modifiers() not in (
            _PLAIN,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            shown.step(-1 if key == Qt.Key.Key_Up else 1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._on_chosen(shown.current())
            return True
        return False

    def _shorten_chip(self) -> bool:
        """Take the last entry out of a citation of several that stands before the cursor."""
        cursor = self.textCursor()
        refs = cited_in(self._chip_before(cursor)) if not cursor.hasSelection() else ()
        if len(refs) < 2 or self.isReadOnly():
            return False
        cursor.setPosition(cursor.position() - 1, QTextCursor.MoveMode.KeepAnchor)
        insert_markdown(cursor, citation_of(refs[:-1]), self._plain())
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_list()
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()
        self.left.emit()

    # ------------------------------------------------------------------ citing

    def cite(self, ref: Ref) -> None:
        """Cite an entry at the cursor; right behind a citation it joins that one."""
        self._insert(self.textCursor(), ref)

    def close_list(self) -> None:
        """Close the list of entries; the @ stays as it was typed."""
        self._asking = False
        if self._list is not None:
            self._list.hide()

    def _asked(self) -> tuple[str, int] | None:
        """What is typed after the @ before the cursor, and how many positions with the @."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return None
        block = cursor.block()
        before = block.text().encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        match = _ASKED.search(before.decode("utf-16-le", "ignore"))
        if match is None:
            return None
        return match[1], 1 + len(match[1].encode("utf-16-le")) // 2

    def _ask(self) -> None:
        asked = self._asked()
        if asked is None:
            self.close_list()
            return
        index = self._index()
        found = index.find(asked[0]) if index else []
        if index and not found and asked[0].count(" ") > 1:
            # It was no citation after all.
            self.close_list()
            return
        if index is None:
            hint = _("The entries are being read…")
        elif found:
            hint = _("Enter cites · Esc closes")
        else:
            hint = _("No entry of this briefing begins like that.")
        if self._list is None:
            self._list = CiteList(self.window())
            self._list.chosen.connect(self._on_chosen)
        self._tell_caret()
        caret = self.cursorRect()
        spot = self.viewport().mapTo(self.window(), caret.topLeft())
        self._list.show_found(found, QRect(spot, caret.size()), hint)

    def _on_chosen(self, one: Citable | None) -> None:
        asked = self._asked()
        self.close_list()
        if one is None or asked is None:
            return
        cursor = self.textCursor()
        cursor.setPosition(cursor.position() - asked[1], QTextCursor.MoveMode.KeepAnchor)
        self._insert(cursor, one.ref)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, cursor: QTextCursor, ref: Ref) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        before = self._chip_before(cursor)
        refs = cited_in(before)
        if before and ref not in refs:
            cursor.deletePreviousChar()
        if ref not in refs:
            cursor.insertText(OBJECT, chip_format(citation_of([*refs, ref]), self._plain()))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _chip_before(self, cursor: QTextCursor) -> str:
        shape = cursor.charFormat()
        at = cursor.positionInBlock()
        if at == 0 or shape.objectType() != CHIP:
            return ""
        before = QTextCursor(cursor)
        before.setPosition(cursor.position() - 1, QTextCursor.MoveMode.KeepAnchor)
        return markdown_of(shape) if before.selectedText() == OBJECT else ""

    # ------------------------------------------------------------------ spelling

    def set_speller(self, speller: Callable[[], Speller | None]) -> None:
        """Underline what the speller does not know; it may give None for not checking now."""
        self._speller = speller
        self.marks = SpellingMarks(self.document(), speller, self._is_name, self._cursor_at)

    def _is_name(self, word: str) -> bool:
        index = self._index()
        return index is not None and index.is_name(word)

    def _cursor_at(self) -> int:
        return self.textCursor().position() if self.hasFocus() else -1

    def misspelt_at(self, place: QPoint) -> QTextCursor | None:
        """A cursor that selects the wrong word at a place of the viewport."""
        speller = self._speller()
        cursor = self.cursorForPosition(place)
        block = cursor.block()
        if speller is None:
            return None
        text, at = block.text(), cursor.positionInBlock()
        for start, end in speller.wrong_in(text, self._is_name):
            first, last = (len(text[:n].encode("utf-16-le")) // 2 for n in (start, end))
            if first <= at <= last:
                cursor.setPosition(block.position() + first)
                cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
                return cursor
        return None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu_at(event.pos())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done at a place: better words first, then cut, copy, paste."""
        menu = self.createStandardContextMenu()
        wrong, speller = self.misspelt_at(place), self._speller()
        if wrong is None or speller is None:
            return menu
        first = menu.actions()[0] if menu.actions() else None
        made: list[QAction] = []
        word = wrong.selectedText()
        for better in speller.suggest(word) if not self.isReadOnly() else ():
            action = QAction(better.replace("&", "&&"), menu)
            action.setData((wrong, better))
            action.triggered.connect(self._on_better)
            made.append(action)
        if not made and not self.isReadOnly():
            none = QAction(_("No suggestion"), menu)
            none.setEnabled(False)
            made.append(none)
        keep = QAction(_("Add “{word}” to the dictionary").format(word=word), menu)
        keep.setData((wrong, word))
        keep.triggered.connect(self._on_keep_word)
        made.append(keep)
        line = QAction(menu)
        line.setSeparator(True)
        menu.insertActions(first, [*made, line])  # pyright: ignore[reportArgumentType]
        return menu

    def _on_better(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            cursor, better = action.data()
            cursor.insertText(better, self._plain())

    def _on_keep_word(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.word_kept.emit(action.data()[1])

    # ------------------------------------------------------------------ clipboard and mouse

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        words = to_markdown(self.document(), cursor.selectionStart(), cursor.selectionEnd())
        return with_text(super().createMimeDataFromSelection(), words)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText() and not self.isReadOnly():
            cursor = self.textCursor()
            insert_markdown(cursor, source.text(), self._plain())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def chip_at(self, place: QPoint) -> tuple[Ref, ...]:
        """The entries of the chip at a place of the viewport."""
        cursor = self.cursorForPosition(place)
        for step in (0, 1):
            near = QTextCursor(cursor)
            near.setPosition(min(cursor.position() + step, self.document().characterCount() - 1))
            citation = self._chip_before(near)
            if citation:
                right = self.cursorRect(near).left()
                near.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
                if self.cursorRect(near).left() <= place.x() <= right:
                    return cited_in(citation)
        return ()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for ref in self.chip_at(event.position().toPoint())[:1]:
                self.followed.emit(ref)

    def _show_tip(self, place: QPoint) -> None:
        inside = self.viewport().mapFrom(self, place)
        refs = self.chip_at(inside)
        lines = [
            f"{ref.kind.replace('_', ' ')} · {label}"
            for ref, label in zip(refs, labels(self._index(), refs), strict=True)
        ]
        QToolTip.showText(self.mapToGlobal(place), as_tip("\n".join(lines)), self)

    # ------------------------------------------------------------------ inside

    def _go_to(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def _on_text_changed(self) -> None:
        # A word that is underlined anew is no change of the text.
        document = self.document()
        state = (document.toRawText(), document.availableUndoSteps())
        if state != self._state:
            self._state = state
            if self._guidance and document.characterCount() <= 2:
                self._fit_soon.start()
            if not self._at_once:
                self.typed.emit()

    def _on_cursor_moved(self) -> None:
        # What is typed right behind a chip is no chip. With words selected this would change them.
        selected = self.textCursor().hasSelection()
        if not selected and self.currentCharFormat().objectType() == CHIP:
            self.setCurrentCharFormat(self._plain())
        if self._asking and self._asked() is None:
            self.close_list()
        if self.marks is not None:
            self.marks.look_again()
        self._tell_caret()

    def _tell_caret(self) -> None:
        if self.hasFocus():
            self.caret_moved.emit(self.cursorRect())


def _no_speller() -> Speller | None:
    return None


def _step_of(event: QKeyEvent) -> int:
    """-1 for Ctrl+Page Up, 1 for Ctrl+Page Down, else 0."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held != Qt.KeyboardModifier.ControlModifier:
        return 0
    return {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)


def _move_of(event: QKeyEvent) -> int:
    """-1 for Alt+Up, 1 for Alt+Down, else 0."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
