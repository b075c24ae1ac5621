"""Small rounded labels: what an entry is, and chips that filter by it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from briefing.domain.folding import fold
from briefing.i18n import _
from briefing.ui import theme

#: Kind of a pill → tokens of its ground, edge and words.
KINDS: Final = {
    "plain": ("window.card", "window.control", "text.muted"),
    "new": ("status.new_soft", "status.new", "status.new"),
    "warn": ("status.warn_soft", "status.warn", "status.warn"),
    "error": ("status.error_soft", "status.error", "status.error"),
    "accent": ("accent.soft", "accent.line", "accent.main"),
    "chosen": ("accent.main", "accent.main", "text.on_accent"),
}
_ARROW = " ▾"
#: Letters typed within this time of one another belong to one word.
_TYPING_MS = 1_000


def pill_font() -> QFont:
    """The face of pills and badges."""
    return theme.sans(0.85)


def pill_size(text: str, font: QFont | None = None) -> QSize:
    """How large a pill with the text is, for delegates too."""
    metrics = QFontMetrics(font or pill_font())
    return QSize(metrics.horizontalAdvance(text) + theme.px(16), metrics.height() + theme.px(3))


def paint_pill(
    painter: QPainter, rect: QRectF, text: str, kind: str = "plain", font: QFont | None = None
) -> None:
    """Draw a pill into a rectangle of :func:`pill_size`."""
    ground, edge, ink = KINDS[kind]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(edge), 1))
    painter.setBrush(theme.colour(ground))
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    painter.setFont(font or pill_font())
    painter.setPen(theme.colour(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Pill(QWidget):
    """A rounded outlined label such as "single source"; kinds are those of ``KINDS``."""

    def __init__(self, text: str, kind: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._kind = text, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self.set_text(text, kind)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text

    def set_text(self, text: str, kind: str | None = None) -> None:
        """Show other words, and another kind where one is given."""
        self._text, self._kind = text, kind or self._kind
        self.setAccessibleName(text)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        return pill_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QRectF(self.rect()), self._text, self._kind)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class Chip(QAbstractButton):
    """A pill to press. Checkable ones turn solid when chosen; see also :class:`FilterChip`."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, checkable: bool = False
    ) -> None:
        super().__init__(parent)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.setText(text)
        self.setAccessibleName(text)
        self._on_theme_changed()

    def shown_text(self) -> str:
        """The words as drawn."""
        return self.text()

    def sizeHint(self) -> QSize:
        # Two pixels all round are kept for the focus ring.
        size = pill_size(self.shown_text())
        return QSize(size.width() + 6, size.height() + theme.px(3) + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            ring = rect.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        kind = "chosen" if self.isChecked() else "accent" if self.underMouse() else "plain"
        if not self.isEnabled():
            painter.setOpacity(0.5)
        paint_pill(painter, rect.adjusted(3, 3, -3, -3), self.shown_text(), kind)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class ChoiceMenu(QMenu):
    """A menu in which letters go to the choice that begins with them, as they do in a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed, self._last = "", 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if not letter.strip() or not letter.isprintable() or held:
            super().keyPressEvent(event)
            return
        paused = event.timestamp() - self._last > _TYPING_MS
        self._typed, self._last = ("" if paused else self._typed) + fold(letter), event.timestamp()
        found = self._beginning(self._typed)
        if found is None and len(self._typed) > 1:
            # The same letter again goes on to the next one that begins with it.
            self._typed = fold(letter)
            found = self._beginning(self._typed)
        if found is not None:
            self.setActiveAction(found)

    def _beginning(self, words: str) -> QAction | None:
        choices = [a for a in self.actions() if a.isEnabled() and not a.isSeparator()]
        at = next((n for n, a in enumerate(choices) if a is self.activeAction()), -1)
        start = at if len(words) > 1 else at + 1
        order = choices[max(start, 0) :] + choices[: max(start, 0)]
        return next((a for a in order if fold(a.text()).startswith(words)), None)


class FilterChip(Chip):
    """ "Speaker: any ▾": names a filter and its value, and opens the menu that changes it.

    Fill the menu with :meth:`set_menu`; its actions should be those of the owner, who then calls
    :meth:`set_value`. The chip turns accented while the value is not "any".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._name = name
        self._menu: QMenu | None = None
        self.fixed = False
        self.clicked.connect(self._on_clicked)
        self.set_value("")

    @property
    def name(self) -> str:
        """What the chip filters by."""
        return self._name

    def set_value(self, value: str) -> None:
        """Show the value chosen; an empty one reads "any"."""
        self.set_text(_("{filter}: {value}").format(filter=self._name, value=value or _("any")))

    def set_menu(self, menu: QMenu) -> None:
        """The menu that a click or the down key opens; the chip becomes its owner."""
        menu.setParent(self, menu.windowFlags())
        self._menu = menu

    def menu(self) -> QMenu:
        """The chip's menu, empty at first."""
        if self._menu is None:
            self._menu = ChoiceMenu(self)
        return self._menu

    def add_choice(self, text: str, value: object) -> QAction:
        """Add a row to the menu; its ``data()`` is the value. Connect ``menu().triggered``."""
        action = self.menu().addAction(text)
        action.setData(value)
        return action

    def set_fixed(self, *, fixed: bool) -> None:
        """Show the value to be read only: with no arrow, nothing to press and no place for the keyboard."""
        if fixed == self.fixed:
            return
        self.fixed = fixed
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if fixed else Qt.FocusPolicy.StrongFocus)
        self.updateGeometry()
        self.update()

    def shown_text(self) -> str:
        return self.text() if self.fixed else self.text() + _ARROW

    def _on_clicked(self) -> None:
        if self._menu is not None and not self.fixed:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
