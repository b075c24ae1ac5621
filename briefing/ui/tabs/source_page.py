"""The page of a PDF beside its text: it follows the cursor, with the passages marked on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services import page_view
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from briefing.intake.readers.pdflayout import Box
    from briefing.services.page_view import Sheet
    from briefing.ui.document_view import DocumentView
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

_REST_MS = 150
_LEAST, _MOST = 200, 2_400
_SOFT = 70


class _Paper(QWidget):
    """A painted page with marks on it, as wide as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._marks: Sequence[Box] = ()
        self._chosen: Sequence[Box] = ()

    def show_image(self, image: QImage) -> None:
        """Show a page with no marks on it."""
        self._image = image
        self._marks = self._chosen = ()
        self._keep_shape()
        self.update()

    def mark(self, marks: Sequence[Box], chosen: Sequence[Box]) -> None:
        """Mark passages, and outline what is chosen."""
        self._marks, self._chosen = marks, chosen
        self.update()

    def chosen_rect(self) -> QRectF | None:
        """Where what is chosen stands, in this widget."""
        whole = QRectF()
        for box in self._chosen:
            whole = whole.united(self._place(box))
        return whole if self._chosen else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_shape()

    def _keep_shape(self) -> None:
        image = self._image
        high = round(self.width() * image.height() / image.width()) if image.width() else 0
        if high != self.height():
            self.setFixedHeight(high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        soft = theme.colour("accent.main")
        soft.setAlpha(_SOFT)
        for box in self._marks:
            painter.fillRect(self._place(box), soft)
        # One outline round all lines of what is chosen.
        outline = QPainterPath()
        for box in self._chosen:
            line = QPainterPath()
            line.addRect(self._place(box).adjusted(-1, -1, 1, 1))
            outline = outline.united(line)
        painter.setPen(QPen(theme.colour("accent.main"), 1.5))
        painter.drawPath(outline.simplified())
        painter.setPen(theme.colour("window.line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _place(self, box: Box) -> QRectF:
        wide, high = self.width(), self.height()
        return QRectF(
            box.x0 * wide, box.y0 * high, (box.x1 - box.x0) * wide, (box.y1 - box.y0) * high
        )


class SourcePage(QWidget):
    """Shows the page on which the text's cursor stands. Hidden where the document has no pages."""

    def __init__(self, session: Session, view: DocumentView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._starts: tuple[int, ...] = ()
        self._document_id = ""
        self._spans: Sequence[tuple[int, int]] = ()
        self._wanted = False
        self._task: Task | None = None
        self._asked = ("", -1, 0)
        self.sheet: Sheet | None = None
        self.caption = QLabel(self)
        self.caption.setWordWrap(True)
        theme.set_role(self.caption, "small")
        self.paper = _Paper(self)
        self.paper.setAccessibleName(_("Picture of the page"))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setAccessibleName(_("Page beside the text"))
        self.area.setWidget(self.paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(6), theme.px(4), 0, 0)
        layout.addWidget(self.caption)
        layout.addWidget(self.area, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._on_rest)
        view.cursorPositionChanged.connect(self._on_cursor_moved)
        view.selectionChanged.connect(self._on_cursor_moved)
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether the person wants pages shown where there are some."""
        return self._wanted

    def toggle(self) -> bool:
        """Show pages, or do not; tells whether the document at hand has any."""
        self._wanted = not self._wanted
        self._refresh()
        return bool(self._starts)

    def set_document(self, document_id: str, spans: Sequence[tuple[int, int]]) -> None:
        """The document whose text is shown, with its passages in code points."""
        self._spans = spans
        if document_id != self._document_id:
            self._document_id = document_id
            self._starts = page_view.page_starts(self._session.workspace, document_id)
            self.sheet = None
            self._asked = ("", -1, 0)
            self.paper.show_image(QImage())
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def _refresh(self) -> None:
        self.setVisible(self._wanted and bool(self._starts))
        if self.isHidden():
            self._timer.stop()
        else:
            self._timer.start()

    def _on_cursor_moved(self) -> None:
        if not self.isHidden():
            self._timer.start()

    def _on_rest(self) -> None:
        if self.isHidden() or not self._starts:
            return
        number = page_view.page_at(self._starts, self._view.offset())
        ratio = self.devicePixelRatioF()
        width = max(_LEAST, min(_MOST, round(self.area.viewport().width() * ratio)))
        wanted = (self._document_id, number, width)
        if wanted == self._asked:
            self._mark()
            return
        self._asked = wanted
        if self._task is not None:
            self._task.cancel()
        workspace = self._session.workspace
        self._caption(number, _("painting…") if self.sheet is None else "")

        def job(_progress: Progress, token: CancelToken) -> Sheet:
            token.check()
            return page_view.load_sheet(workspace, *wanted)

        failed = partial(self._on_failed, wanted)
        self._task = self._session.tasks.run(job, self._on_painted, failed, owner=self)

    def _on_painted(self, sheet: Sheet) -> None:
        if (sheet.document_id, sheet.number) != self._asked[:2]:
            return
        self.sheet = sheet
        picture = sheet.picture
        image = QImage(
            picture.pixels,
            picture.wide,
            picture.high,
            picture.stride,
            QImage.Format.Format_RGB32,
        )
        # The bytes are Python's: the copy outlives them.
        self.paper.show_image(image.copy())
        self._caption(sheet.number)
        self._mark()

    def _on_failed(self, asked: tuple[str, int, int], error: Exception) -> None:
        if asked != self._asked:
            return
        self.sheet = None
        self.paper.show_image(QImage())
        self.caption.setText(str(error))

    def _caption(self, number: int, more: str = "") -> None:
        words = _("Page {n} of {total}").format(n=number + 1, total=len(self._starts))
        self.caption.setText(f"{words} · {more}" if more else words)
        self.paper.setAccessibleName(words)

    def _mark(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        marks = [box for start, end in self._spans for box in sheet.boxes(start, end)]
        chosen = self._view.selected_span() or self._view.chosen_span()
        self.paper.mark(marks, sheet.boxes(*chosen) if chosen else ())
        place = self.paper.chosen_rect()
        if place is not None:
            middle = place.center().toPoint()
            high = self.area.viewport().height()
            self.area.ensureVisible(middle.x(), middle.y(), 0, round(high * 0.3))
