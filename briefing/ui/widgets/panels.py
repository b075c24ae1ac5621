"""Headings, cards, notices and empty places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import textmetrics, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

#: Sizes of a title, of the whole and of the close one, as ``window.qss`` sets them.
TITLE_SIZES = (1.68, 1.5)
#: How long a line is shown: to be noticed, and for each of its letters.
_READ_MS, _READ_LETTER_MS = 4_000, 60


class SectionHeading(QLabel):
    """A spaced heading in capitals: navy in the page, grey ("quiet") in panels."""

    def __init__(self, text: str, parent: QWidget | None = None, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_text(text)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_text(self, text: str) -> None:
        """Show another heading; a screen reader hears it as it was written."""
        self.setText(text.upper())
        self.setAccessibleName(text)

    def _on_theme_changed(self) -> None:
        font = theme.sans(0.88, QFont.Weight.Bold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8 * theme.px(10) / 10)
        self.setFont(font)
        palette = self.palette()
        shade = theme.colour("text.muted" if self._quiet else "accent.main")
        palette.setColor(self.foregroundRole(), shade)
        self.setPalette(palette)


class Card(QFrame):
    """A panel with a thin line round it. ``edge`` draws a coloured bar at the left instead."""

    def __init__(self, parent: QWidget | None = None, edge: str = "") -> None:
        super().__init__(parent)
        self._edge = edge
        self.body = QVBoxLayout(self)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._edge:
            painter.fillRect(self.rect(), theme.colour("window.card"))
            painter.fillRect(0, 0, theme.px(3), self.height(), theme.colour(self._edge))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("window.line"), 1))
        painter.setBrush(theme.colour("window.card"))
        inner = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inner, theme.px(5), theme.px(5))

    def _on_theme_changed(self) -> None:
        pad = theme.px(12)
        self.body.setContentsMargins(pad, theme.px(9), pad, theme.px(9))
        self.body.setSpacing(theme.px(4))
        self.update()


class EmptyState(QWidget):
    """Friendly words where nothing is yet, with the one thing to do about it."""

    #: The action's button was pressed.
    action_requested = Signal()

    def __init__(
        self, title: str, text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addStretch(1)
        self._title = QLabel(title, self)
        theme.set_role(self._title, "subtitle")
        self._text = QLabel(text, self)
        theme.set_role(self._text, "muted")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        self._text.setVisible(bool(text))
        self.button = QPushButton(action, self)
        self.button.setAccessibleName(action)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self._on_button_clicked)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.setAccessibleName(f"{title}. {text}" if text else title)

    def set_words(self, title: str, text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}" if text else title)

    def _on_button_clicked(self) -> None:
        self.action_requested.emit()


class MessageBar(QFrame):
    """One line that tells what went wrong or was done, an action to take, and a way to close it.

    ``floating`` it lies over the foot of its parent or of a part of it, or over its head, and moves nothing,
    and a line that tells what was done goes by itself; what went wrong or asks for something stays until it
    is closed.
    """

    #: The action's button was pressed.
    action_requested = Signal()
    #: The person closed the message.
    dismissed = Signal()

    _SOFT = {"info": "accent.soft", "warn": "status.warn_soft", "error": "status.error_soft"}  # noqa: RUF012
    _EDGE = {"info": "accent.main", "warn": "status.warn", "error": "status.error"}  # noqa: RUF012

    def __init__(self, parent: QWidget | None = None, *, floating: bool = False) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._floating = floating
        self._at_head = False
        self._foot_of: QWidget | None = None
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action_button = QPushButton(self)
        theme.set_role(self.action_button, "link")
        self.action_button.clicked.connect(self._on_action_clicked)
        self.close_button = QToolButton(self)
        theme.set_role(self.close_button, "plain")
        self.close_button.setAccessibleName(_("Close message"))
        self.close_button.setToolTip(_("Close message"))
        self.close_button.clicked.connect(self._on_close_clicked)
        layout = QHBoxLayout(self)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_read)
        self.offers: list[QPushButton] = []
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()
        if parent is not None and floating:
            parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """The message shown, or the last one."""
        return self._label.text()

    def show_message(
        self,
        text: str,
        kind: str = "info",
        action: str = "",
        offers: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Show a message of kind "info", "warn" or "error", with a button where ``action`` is.

        ``offers`` are more buttons, each with what it does; the message stays when one is pressed.
        """
        self._kind = kind if kind in self._SOFT else "info"
        self._label.setText(text)
        self.setAccessibleName(text)
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action)
        self.action_button.setVisible(bool(action))
        self._offer(offers)
        self.update()
        self.show()
        self._timer.stop()
        if not self._floating:
            return
        self._place()
        self.raise_()
        if self._kind == "info" and not action and not offers:
            lines = text.count("\n") + 1
            self._timer.start(lines * _READ_MS + len(text) * _READ_LETTER_MS)

    def set_at_head(self, *, at_head: bool) -> None:
        """Lie over the head of the parent, or over its foot again."""
        if self._at_head != at_head:
            self._at_head = at_head
            if self._floating:
                self._place()

    def set_foot_of(self, part: QWidget | None) -> None:
        """Lie over the foot of a part of the parent, or of the parent itself again."""
        if self._foot_of is part:
            return
        if self._foot_of is not None:
            self._foot_of.removeEventFilter(self)
        self._foot_of = part
        if part is not None:
            part.installEventFilter(self)
        if self._floating:
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched in (self.parent(), self._foot_of):
            self._place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None or not self.isVisible():
            return
        wide = parent.width()
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else 0
        high = min(max(high, self.minimumSizeHint().height()), parent.height())
        foot = parent.height()
        if self._foot_of is not None:
            foot = self._foot_of.mapTo(parent, self._foot_of.rect().bottomLeft()).y() + 1
        self.setGeometry(0, 0 if self._at_head else max(0, foot - high), wide, high)

    def _on_read(self) -> None:
        if self.underMouse():
            self._timer.start(_READ_MS)
        else:
            self.hide()

    def _offer(self, offers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        for button in self.offers:
            button.hide()
            button.deleteLater()
        self.offers = []
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        for words, act in offers:
            button = QPushButton(words, self)
            button.setAccessibleName(words)
            theme.set_role(button, "link")
            button.clicked.connect(act)
            layout.insertWidget(layout.count() - 1, button)
            self.offers.append(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(self._SOFT[self._kind]))
        painter.fillRect(0, 0, theme.px(4), self.height(), theme.colour(self._EDGE[self._kind]))

    def _on_action_clicked(self) -> None:
        self.hide()
        self.action_requested.emit()

    def _on_close_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _on_theme_changed(self) -> None:
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(theme.px(14), theme.px(5), theme.px(8), theme.px(5))
        self.update()


class ElidedLabel(QLabel):
    """One line that may be cut, its end marked; the whole stands in the tool tip.

    Only for words that are shown in full elsewhere.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole(self, whole: bool) -> None:
        """Show all words on as many lines as they take, or one line again."""
        if whole == self.wordWrap():
            return
        policy = QSizePolicy.Policy
        self.setSizePolicy(
            policy.Preferred if whole else policy.Ignored,
            policy.Preferred if whole else policy.Fixed,
        )
        self.setWordWrap(whole)
        self.setToolTip("")
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        if self.wordWrap():
            return super().minimumSizeHint()
        return QSize(textmetrics.em(self.font(), 3), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        room = self.contentsRect()
        shown = textmetrics.elided(self.text(), self.font(), room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, shown)


class TitleLabel(ElidedLabel):
    """The title of a page: a little smaller where that keeps it on one line, which the page below gains."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room, bold = self.contentsRect().width(), QFont.Weight.Bold
        full, close = (
            textmetrics.width(self.text(), theme.serif(size, bold)) for size in TITLE_SIZES
        )
        theme.set_role(self, "title close" if close < room <= full else "title")
