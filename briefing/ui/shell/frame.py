"""The frame of the window: banners, three panes, status line, and the sizes that it remembers.

It is made in two steps. At first one widget paints how the frame will look, with nothing loaded but
Qt and the theme, so that a person sees the window long before the database and the tabs are there.
:meth:`Frame.build` then puts the real parts in its place, and
:class:`briefing.ui.shell.window.MainWindow` fills them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenuBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.paths import config_folder
from briefing.ui import theme
from briefing.ui.widgets.marking import MarkingBanner

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_SIDEBAR, _PANEL = 246, 360
_LEAST_PANEL = 260
#: Width and height of a new window, and what a window system adds above it.
_SIZE, _TITLE_BAR = (1440, 900), 40
#: Shares of the window that the two sides take at most, however large the text is.
_MOST = (0.25, 0.29)


class Frame(QMainWindow):
    """Banners, three panes and a status line, all empty."""

    #: The frame was painted for the first time; emitted once, from the event loop.
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Briefing"))
        self._scale = theme.current().text_scale
        #: Widths of the two sides at 100 % text.
        self._sides = (float(_SIDEBAR), float(_PANEL))
        self._seen = False
        # A child of the window, unlike a single shot of Qt, which outlives it.
        self._painted_timer = QTimer(self)
        self._painted_timer.setSingleShot(True)
        self._painted_timer.timeout.connect(self.painted)
        self._panes: list[QWidget] = []
        geometry, sides = kept_settings().value("geometry"), kept_settings().value("sides")
        self._is_placed = isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)
        if not self._is_placed:
            self.resize(*_SIZE)
        if isinstance(sides, list) and len(sides) == 2:
            with contextlib.suppress(ValueError):
                self._sides = (max(120.0, float(sides[0])), max(160.0, float(sides[1])))
        self.setCentralWidget(_Sketch(self))

    def appear(self) -> None:
        """Show the window: as it was left, or whole on the screen where there is little room."""
        room = self.screen().availableGeometry()
        wide, high = _SIZE
        if not self._is_placed and (room.width() < wide or room.height() < high + _TITLE_BAR):
            self.showMaximized()
        else:
            self.show()

    def build(self) -> None:
        """Put the parts of the frame where they were only painted."""
        self.top_banner = MarkingBanner("", parent=self)
        self.bottom_banner = MarkingBanner("", parent=self)
        self.centre = QStackedWidget(self)
        theme.set_role(self.centre, "page")
        self.splitter = QSplitter(self)
        self._panes = [_pane("sidebar"), self.centre, _pane("panel")]
        for pane in self._panes:
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(2)
        # The marking stands at the very edge, above the menus too.
        crown = QWidget(self)
        self._crown = QVBoxLayout(crown)
        self._crown.setContentsMargins(0, 0, 0, 0)
        self._crown.setSpacing(0)
        self._crown.addWidget(self.top_banner)
        self._menus = _blank_menu_bar(crown)
        self._crown.addWidget(self._menus)
        self.setMenuWidget(crown)
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter, 1)
        self.setCentralWidget(whole)
        self._build_status(layout)
        self._space_status()
        self.widen()

    def _build_status(self, layout: QVBoxLayout) -> None:
        # A QStatusBar would keep the height that its first font needed.
        bar = QFrame(self)
        theme.set_role(bar, "sidebar")
        self._status = QHBoxLayout(bar)
        self.saved = QLabel(_("Opening the library…"), self)
        theme.set_role(self.saved, "small")
        self._status.addWidget(self.saved)
        rule = QFrame(self)
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        layout.addWidget(rule)
        # The lower banner stands below the status line, at the very edge.
        layout.addWidget(bar)
        layout.addWidget(self.bottom_banner)

    def _space_status(self) -> None:
        edge = theme.px(13)
        self._status.setContentsMargins(edge, theme.px(3), edge, theme.px(3))

    def put(self, place: int, pane: QWidget) -> None:
        """Set a pane into the splitter in place of the empty one, at the same width."""
        sizes = self.splitter.sizes()
        self.splitter.replaceWidget(place, pane)
        self._panes[place].deleteLater()
        self._panes[place] = pane
        self.splitter.setSizes(sizes)

    def set_menu_bar(self, bar: QMenuBar) -> None:
        """Put the menus under the banner, in place of the blank bar."""
        self._crown.replaceWidget(self._menus, bar)
        self._menus.deleteLater()
        self._menus = bar

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self._painted_timer.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.widen()

    def side_widths(self) -> tuple[int, int]:
        """Widths of both sides: they grow with the text while the middle keeps most of the room."""
        whole = self.width()
        wide, share = self._right_side()
        left = min(theme.px(self._sides[0]), round(whole * _MOST[0]))
        return left, min(theme.px(wide), round(whole * share))

    def _right_side(self) -> tuple[float, float]:
        """The width at 100 % text that the right side wants, and its largest share."""
        return self._sides[1], _MOST[1]

    def widen(self) -> None:
        """Give the panes that are shown their widths."""
        if not self._panes:
            return
        whole = self.width()
        left, right = self.side_widths()
        self._panes[2].setMinimumWidth(min(theme.px(_LEAST_PANEL), right))
        left, right = (
            0 if pane.isHidden() and self.isVisible() else wide
            for pane, wide in ((self._panes[0], left), (self._panes[2], right))
        )
        self.splitter.setSizes([left, whole - left - right, right])

    def _keep_sides(self) -> None:
        left, _middle, right = self.splitter.sizes()
        grown = theme.current().text_scale / 100
        # One that gives way at present keeps the width that it had.
        kept = zip((left, right), self._sides, strict=True)
        left, right = (now / grown if now else before for now, before in kept)
        self._sides = (left, right)


class _Sketch(QWidget):
    """The frame as it will look, painted in one go: bars, panes and the lines between them."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide, high = self.width(), self.height()
        text = QFontMetrics(theme.sans(0.88)).height()
        bar, menu, status = text + theme.px(6), text + theme.px(12), text + theme.px(8)
        left, right = self._frame.side_widths()
        line = theme.colour("window.line")
        painter.fillRect(0, 0, wide, high, theme.colour("window.background"))
        painter.fillRect(0, 0, wide, bar + menu, theme.colour("window.sidebar"))
        painter.fillRect(0, 0, left, high, theme.colour("window.sidebar"))
        painter.fillRect(left, bar + menu, 2, high, line)
        painter.fillRect(wide - right, bar + menu, right, high, theme.colour("window.panel"))
        painter.fillRect(wide - right - 2, bar + menu, 2, high, line)
        painter.fillRect(0, bar + menu - 1, wide, 1, line)
        painter.fillRect(0, high - bar - status, wide, status, theme.colour("window.sidebar"))
        painter.fillRect(0, high - bar - status, wide, 1, line)
        for top in (0, high - bar):
            painter.fillRect(0, top, wide, bar, theme.colour("tlp.black"))


def _pane(role: str) -> QFrame:
    pane = QFrame()
    theme.set_role(pane, role)
    return pane


def _blank_menu_bar(parent: QWidget) -> QMenuBar:
    bar = QMenuBar(parent)
    # Words give the bar the height that the menus will need; disabled ones are painted faintly.
    bar.addAction(_("Briefing")).setEnabled(False)
    return bar


def kept_settings() -> QSettings:
    """What the window remembers of its own look: geometry, sides, tab, briefing, selection."""
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
