"""Pages under one another, as on a desk: at any zoom, painted by whoever is asked for them."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from briefing.i18n import _
from briefing.themes import PRINT_THEME, load_tokens
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from briefing.intake.readers.pdf import Picture

_REST_MS = 60
_AROUND = 12
_POINTS_AN_INCH = 72
#: Pixels across a page; more is not told apart on any screen, and paper is printed elsewhere.
_MOST = 2_600
#: Pictures kept; each is some ten megabytes.
_KEPT = 12


class Zoom(StrEnum):
    """How large pages are shown."""

    WIDTH = "width"
    PAGE = "page"
    ACTUAL = "actual"


class PageView(QAbstractScrollArea):
    """Paper is white in every theme. Asks for the pages that come into view, and for their neighbours."""

    #: The page at the top is another one; carries its number from 0.
    page_changed = Signal(object)
    #: Pages are to be painted: a tuple of (number from 0, width in pixels).
    pages_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Pages"))
        self._sizes: Sequence[tuple[float, float]] = ()
        self._tops: list[int] = []
        self._scale = 1.0
        self._zoom = Zoom.WIDTH
        self._images: dict[int, QImage] = {}
        #: Pages whose picture is of the version before.
        self._stale: set[int] = set()
        self._page = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._on_rest)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def zoom(self) -> Zoom:
        """How large pages are shown."""
        return self._zoom

    @property
    def page(self) -> int:
        """The page at the top, from 0; -1 where there is none."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def picture(self, number: int) -> QImage | None:
        """What is shown of a page, or None while it is not painted."""
        return self._images.get(number)

    def set_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show other pages, each as wide and high in points; the place stays where it can."""
        place = self._place()
        self._sizes = sizes
        # What was painted of the version before stands until the new one is there.
        self._images = {n: image for n, image in self._images.items() if n < len(sizes)}
        self._stale = set(range(len(sizes)))
        self._lay_out(place)
        self._timer.start()

    def clear(self) -> None:
        """Show nothing, and ask for nothing."""
        self._timer.stop()
        self._images.clear()
        self._sizes = ()
        self._lay_out((0, 0.0))

    def set_zoom(self, zoom: Zoom) -> None:
        """Show pages in another size, the same words at the top."""
        if zoom != self._zoom:
            place = self._place()
            self._zoom = zoom
            self._lay_out(place)
            self._timer.start()

    def put(self, number: int, picture: Picture) -> None:
        """Show what was painted of a page."""
        image = QImage(
            picture.pixels, picture.wide, picture.high, picture.stride, QImage.Format.Format_RGB32
        )
        # The bytes are Python's: the copy outlives them.
        self._images.pop(number, None)
        self._images[number] = image.copy()
        far = sorted(self._images, key=lambda n: -abs(n - self._page))
        for one in far[: max(0, len(far) - _KEPT)]:
            del self._images[one]
        self._stale.discard(number)
        self.viewport().update()

    def go_to(self, number: int) -> None:
        """Bring a page to the top."""
        if 0 <= number < len(self._tops):
            self.verticalScrollBar().setValue(self._tops[number] - theme.px(_AROUND))

    # ------------------------------------------------------------------ where pages are

    def _around(self) -> int:
        return theme.px(_AROUND)

    def _lay_out(self, place: tuple[int, float]) -> None:
        view, around = self.viewport(), self._around()
        widest = max((wide for wide, _high in self._sizes), default=1.0) or 1.0
        tallest = max((high for _wide, high in self._sizes), default=1.0) or 1.0
        scale = max(1, view.width() - 2 * around) / widest
        if self._zoom is Zoom.PAGE:
            scale = min(scale, max(1, view.height() - 2 * around) / tallest)
        elif self._zoom is Zoom.ACTUAL:
            scale = self.logicalDpiX() / _POINTS_AN_INCH
        self._scale = scale
        self._tops = []
        at = around
        for _wide, high in self._sizes:
            self._tops.append(at)
            at += round(high * scale) + around
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(max(1, theme.px(40)))
        down.setRange(0, max(0, at - view.height()) if self._sizes else 0)
        across.setPageStep(view.width())
        across.setRange(0, max(0, round(widest * scale) + 2 * around - view.width()))
        number, share = place
        if 0 <= number < len(self._tops):
            high = round(self._sizes[number][1] * scale) + around
            down.setValue(self._tops[number] - around + round(share * high))
        self._tell()
        self.viewport().update()

    def _place(self) -> tuple[int, float]:
        """The page at the top edge, and the share of it that is above."""
        if not self._tops:
            return (0, 0.0)
        at = self.verticalScrollBar().value() + self._around()
        number = max(0, bisect_right(self._tops, at) - 1)
        high = self._sizes[number][1] * self._scale + self._around()
        return number, (at - self._tops[number]) / high

    def _rect(self, number: int) -> QRect:
        """Where a page is on the viewport."""
        wide, high = (round(one * self._scale) for one in self._sizes[number])
        room = max(self.viewport().width(), self.horizontalScrollBar().maximum() + 1)
        spare = self.viewport().width() - wide
        left = spare // 2 if spare > 2 * self._around() else self._around()
        left = min(left, room) - self.horizontalScrollBar().value()
        return QRect(left, self._tops[number] - self.verticalScrollBar().value(), wide, high)

    def _shown(self) -> list[int]:
        """The pages of which something is in view."""
        if not self._tops:
            return []
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return list(range(first, max(first + 1, last)))

    def _tell(self) -> None:
        """The page that fills most of the upper half is the one that is read."""
        at = self.verticalScrollBar().value() + self.viewport().height() // 3
        here = max(0, bisect_right(self._tops, at) - 1) if self._tops else -1
        bar = self.verticalScrollBar()
        if self._tops and bar.value() == bar.maximum() and self._zoom is not Zoom.ACTUAL:
            here = len(self._tops) - 1 if bar.maximum() else here
        if here != self._page:
            self._page = here
            total = len(self._sizes)
            words = _("Page {n} of {total}").format(n=here + 1, total=total)
            self.setAccessibleName(words if total else _("Pages"))
            self.page_changed.emit(here)

    # ------------------------------------------------------------------ what Qt tells

    def _on_scrolled(self) -> None:
        self._tell()
        self._timer.start()
        self.viewport().update()

    def _on_rest(self) -> None:
        """Ask for what is shown first, then for its neighbours, where they are not painted so wide."""
        shown = self._shown()
        if not shown or not self.isVisible():
            return
        near = [n for n in (shown[-1] + 1, shown[0] - 1) if 0 <= n < len(self._sizes)]
        wanted: list[tuple[int, int]] = []
        for number in (*shown, *near):
            width = min(_MOST, max(1, round(self._sizes[number][0] * self._scale * self._ratio())))
            image = self._images.get(number)
            if number in self._stale or image is None or abs(image.width() - width) > 1:
                wanted.append((number, width))
        if wanted:
            self.pages_wanted.emit(tuple(wanted[:_KEPT]))

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self._place()
        super().resizeEvent(event)
        self._lay_out(place)
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_PageDown if self._zoom is Zoom.PAGE:
                self.go_to(min(self._page + 1, self.count - 1))
            case Qt.Key.Key_PageUp if self._zoom is Zoom.PAGE:
                self.go_to(max(self._page - 1, 0))
            case Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep())
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("window.hover"))
        paper = QColor(load_tokens(PRINT_THEME)["window.background"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._shown():
            rect = self._rect(number)
            painter.fillRect(rect, paper)
            image = self._images.get(number)
            if image is not None:
                painter.drawImage(rect, image)
            painter.setPen(QPen(theme.colour("window.control"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            painter.drawRect(QRect(QPoint(1, 1), self.viewport().size()).adjusted(0, 0, -2, -2))
