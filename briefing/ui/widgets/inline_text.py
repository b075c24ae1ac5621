"""Words that are read as a label and edited in their place: Enter saves, Escape leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from briefing.errors import UserError
from briefing.i18n import _
from briefing.ui import textmetrics, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InlineText(QWidget):
    """A text that turns into a field on Enter, F2 or a double click; an empty one on a click or by typing.

    ``save`` gets the new words. What it refuses with a UserError is said beneath, and the field
    stays open with what was typed. Leaving the field saves too.
    """

    #: The field was closed, saved or not.
    closed = Signal()

    editor: QPlainTextEdit | None = None

    def __init__(
        self,
        name: str,
        save: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        role: str = "",
    ) -> None:
        super().__init__(parent)
        self._name, self._save, self._placeholder, self._role = name, save, placeholder, role
        self._text = ""
        self._shown = ""
        self.writable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong = QLabel(self)
        self.wrong.setWordWrap(True)
        theme.set_role(self.wrong, "error")
        self.wrong.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(3, 2, 3, 2)
        self._layout.setSpacing(theme.px(2))
        self._layout.addWidget(self.label)
        self._layout.addWidget(self.wrong)
        self.set_text("")

    @property
    def text(self) -> str:
        """The words as last shown, without any prefix."""
        return self._text

    def set_text(self, text: str, shown: str = "") -> None:
        """Show other words; ``shown`` is how they read where that differs from how they are typed."""
        self._text, self._shown = text, shown or text
        self.label.setText(self._shown or self._placeholder)
        theme.set_role(self.label, self._role if self._shown else "faint")
        words = self._shown or _("nothing yet")
        self.setAccessibleName(f"{self._name}: {words}")

    def start(self) -> None:
        """Open the field."""
        if self.editor is not None or not self.writable:
            return
        editor = QPlainTextEdit(self)
        editor.setAccessibleName(self._name)
        editor.setPlaceholderText(self._placeholder)
        editor.setTabChangesFocus(True)
        editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.setPlainText(self._text)
        editor.installEventFilter(self)
        editor.textChanged.connect(self._fit)
        self.editor = editor
        self._layout.insertWidget(0, editor)
        self.label.hide()
        self._fit()
        editor.selectAll()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, *, save: bool = True) -> bool:
        """Close the field; False where the words were refused and it stays open."""
        editor = self.editor
        if editor is None:
            return True
        words = editor.toPlainText().strip()
        if save and words != self._text:
            try:
                self._save(words)
            except UserError as error:
                self.wrong.setText(str(error))
                self.wrong.show()
                return False
        focused = editor.hasFocus()
        self.editor = None
        editor.removeEventFilter(self)
        editor.hide()
        editor.deleteLater()
        self.wrong.hide()
        self.label.show()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        return True

    # ------------------------------------------------------------------ inside

    def _fit(self) -> None:
        if self.editor is not None:
            room = max(self.width(), theme.px(160)) - theme.px(30)
            text = self.editor.toPlainText() or "x"
            high = textmetrics.wrapped_height(text, self.editor.font(), room)
            self.editor.setFixedHeight(high + theme.px(22))

    def event(self, event: QEvent) -> bool:
        ours = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if (
            ours
            and isinstance(event, QKeyEvent)
            and (event.key() == Qt.Key.Key_F2 or self._is_word(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_ENTER, Qt.Key.Key_F2) and not event.modifiers():
            self.start()
            event.accept()
        elif self._is_word(event):
            self.start()
            if self.editor is not None:
                self.editor.insertPlainText(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if not self._text and event.button() == Qt.MouseButton.LeftButton and inside:
            self.start()
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def _is_word(self, event: QKeyEvent) -> bool:
        """Whether a key begins the words that are missing here; space presses what it is on."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        word = event.text().isprintable() and bool(event.text().strip())
        return word and not held and not self._text and self.writable

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.start()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and self.editor is not None:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() in _ENTER and not event.modifiers():
                    self.finish()
                    return True
                if event.key() == Qt.Key.Key_Escape:
                    self.finish(save=False)
                    return True
            if event.type() == QEvent.Type.FocusOut and self.isVisible():
                self.finish()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 3, 3)
