"""A widget beside what is read, in the place of the usual list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

#: The width at 100 % text, and the share of the whole that it takes at most.
_WIDE, _SHARE = 380, 0.46
#: At 100 % text: narrower than this the two stand one above the other, where it is so high.
_NARROW, _HIGH = 540, 480
_ABOVE = 0.5


class Beside(QObject):
    """Puts a widget into a splitter in the place of the usual one and keeps it in good width.

    The splitter has what is read at its end. A width that a person chose stays while the widget does.
    """

    def __init__(self, both: QSplitter, usual: QWidget, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._both = both
        self._usual = usual
        self._widget = widget
        self._by_hand = False
        self._sizes: list[int] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fit)
        both.installEventFilter(self)
        both.splitterMoved.connect(self._on_moved)
        theme.current().theme_changed.connect(self._on_theme_changed)

    @property
    def is_put(self) -> bool:
        """Whether the widget stands in the place of the usual one."""
        return not self._widget.isHidden()

    def put(self) -> None:
        """Show the widget in the place of the usual one."""
        if self._both.indexOf(self._widget) < 0:
            self._both.insertWidget(0, self._widget)
        if not self.is_put:
            self._sizes = self._both.sizes()
            self._by_hand = False
        self._usual.hide()
        self._widget.show()
        self._fit()

    def take_back(self) -> None:
        """Show the usual widget again, as wide as it was."""
        self._widget.hide()
        self._usual.show()
        self._timer.stop()
        self._both.setOrientation(Qt.Orientation.Horizontal)
        if self._sizes:
            self._both.setSizes(self._sizes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._both and self.is_put:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if not self.is_put or (self._by_hand and not self._turns()):
            return
        both = self._both
        if self._turns():
            both.setOrientation(self._way())
            self._by_hand = False
        if self._way() == Qt.Orientation.Vertical:
            whole = both.height()
            own = round(whole * _ABOVE)
        else:
            whole = both.width()
            own = min(theme.px(_WIDE), round(whole * _SHARE))
        sizes = [0] * both.count()
        sizes[both.indexOf(self._widget)], sizes[-1] = own, whole - own
        both.setSizes(sizes)

    def _way(self) -> Qt.Orientation:
        narrow = self._both.width() < theme.px(_NARROW) and self._both.height() >= theme.px(_HIGH)
        return Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal

    def _turns(self) -> bool:
        return self._both.orientation() != self._way()

    def _on_moved(self, _place: int, _handle: int) -> None:
        self._by_hand = self.is_put

    def _on_theme_changed(self) -> None:
        # Once every part has its new font.
        self._timer.start(0)
