"""What every picture that is worked in has alike: wheel, focus, its own keys, words at the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent

    from briefing.domain.picture import Group

#: By how much one notch of the wheel or one key zooms.
STEP = 1.25


class PictureWidget(QWidget):
    """A subclass paints, and says what zooming, sideways turning and its own keys do."""

    #: An entry was chosen in the picture; carries its Entry.
    chosen = Signal(object)
    #: An entry is to be opened; carries its Entry.
    opened = Signal(object)
    #: The characters that work in the picture, whatever they do elsewhere.
    letters = "+=-_0f"

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fit(self) -> None:
        """Show all."""
        raise NotImplementedError(type(self).__name__)

    def zoom(self, factor: float) -> None:
        """Zoom about what is selected, or the middle."""
        raise NotImplementedError(type(self).__name__)

    # ------------------------------------------------------------------ for subclasses

    def _turned(self, notches: float, at: QPointF) -> None:
        """The wheel was turned over a place; above 0 is away from the reader."""
        raise NotImplementedError(type(self).__name__)

    def _turned_sideways(self, notches: float) -> None:
        """The wheel was turned with Shift, or to a side."""
        raise NotImplementedError(type(self).__name__)

    def _worked(self, event: QKeyEvent) -> bool:
        """Do what a key does here; whether it does anything."""
        raise NotImplementedError(type(self).__name__)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key is the picture's own, though it may be a command's elsewhere."""
        return is_plain(event) and event.text().lower() in tuple(self.letters)

    def _zoomed_by_key(self, event: QKeyEvent) -> bool:
        """Zoom where that is what a key does in every picture."""
        text = event.text().lower()
        if text in ("+", "="):
            self.zoom(STEP)
        elif text in ("-", "_"):
            self.zoom(1 / STEP)
        elif text in ("0", "f"):
            self.fit()
        else:
            return False
        return True

    def _tell(self, event: QMouseEvent, group: Group | None, *, pressable: bool) -> None:
        """Say at the pointer what lies under it."""
        shape = Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if group is not None and group.tooltip:
            QToolTip.showText(event.globalPosition().toPoint(), group.tooltip, self)
        else:
            QToolTip.hideText()

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # ------------------------------------------------------------------ events

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turned = event.angleDelta()
        sideways = turned.x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = sideways or turned.y()
        if sideways:
            self._turned_sideways(sideways / 120)
        elif turned.y():
            self._turned(turned.y() / 120, event.position())

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._takes(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._worked(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def is_plain(event: QKeyEvent) -> bool:
    """Whether no modifier but Shift is held."""
    return not event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
