"""The export as it will be, before anything is written: pages, words or rows, made in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services.exportable import (
    MOST_TEXT,
    Look,
    Preview,
    page_pictures,
    preview,
)
from briefing.ui import theme
from briefing.ui.exporting.page_view import PageView, Zoom
from briefing.ui.exporting.words_view import WordsView
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from briefing.intake.readers.pdf import Picture
    from briefing.services.export_formats import ExportRequest
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Job, Progress, Task

#: After the last change of a choice.
_REST_MS = 250


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a job has no result, in one line for the person; shown where it was asked for."""

    line: str


def refusing(job: Job) -> Job:
    """The job with a UserError as its result: the window would else tell it behind the dialog too."""

    def run(progress: Progress, token: CancelToken) -> object:
        try:
            return job(progress, token)
        except UserError as error:
            return Refused(str(error))

    return run


class PreviewPanel(QWidget):
    """Shows what is asked for, a moment after the last change. One export is made at a time."""

    #: A preview is shown (carries it), or none is any more (carries None).
    previewed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        #: What is shown; None while nothing is, or while something newer is being made.
        self.shown: Preview | None = None
        self._asked: tuple[str, ExportRequest] | None = None
        self._task: Task | None = None
        self._painting: Task | None = None
        self._again = False
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._make)
        session.tasks.task_progressed.connect(self._on_progressed)
        session.tasks.task_finished.connect(self._on_finished)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def _build(self) -> None:
        self.caption = QLabel(_("Preview"), self)
        theme.set_role(self.caption, "strong")
        self.number = QSpinBox(self)
        self.number.setAccessibleName(_("Page"))
        self.number.setKeyboardTracking(False)
        theme.set_role(self.number, "plain")
        self.number.setMinimum(1)
        self.zoom = QComboBox(self)
        self.zoom.setAccessibleName(_("Size of the pages"))
        for words, zoom in (
            (_("Fit width"), Zoom.WIDTH),
            (_("Fit page"), Zoom.PAGE),
            ("100 %", Zoom.ACTUAL),
        ):
            self.zoom.addItem(words, zoom)
        self.tools = QWidget(self)
        beside = QHBoxLayout(self.tools)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.number)
        beside.addWidget(self.zoom)
        head = QWidget(self)
        line = FlowLayout(head, gap=12)
        line.addWidget(self.caption)
        line.addWidget(self.tools)

        self.pages = PageView(self)
        self.words = WordsView(self)
        self.rows = QTableWidget(self)
        self.rows.setAccessibleName(_("First rows"))
        self.rows.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.rows.setTabKeyNavigation(False)
        self.rows.verticalHeader().hide()
        self.line = QLabel(self)
        self.line.setWordWrap(True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.stack = QStackedWidget(self)
        for widget in (self.line, self.pages, self.words, self.rows):
            self.stack.addWidget(widget)

        self.doing = QLabel(self)
        self.doing.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.doing, "small")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the preview"))
        self.stop_button = QPushButton(self)
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        foot = QWidget(self)
        below = QHBoxLayout(foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.doing)
        below.addWidget(self.bar, 1)
        below.addStretch(0)
        below.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(foot)
        self.tools.hide()
        self._busy(None)
        self._on_theme_changed()
        self.pages.pages_wanted.connect(self._on_pages_wanted)
        self.pages.page_changed.connect(self._on_page_changed)
        self.number.valueChanged.connect(self._on_number_changed)
        self.zoom.currentIndexChanged.connect(self._on_zoom_changed)

    # ------------------------------------------------------------------ what is asked for

    def ask(self, briefing_id: str, request: ExportRequest) -> None:
        """Show this export, once nothing else was asked for a moment; what was asked before is off."""
        self._asked = (briefing_id, request)
        self._stop_task()
        self._set_shown(None)
        self._busy(_("Making the preview…"))
        self._timer.start()

    def stop(self) -> None:
        """Make and paint nothing more."""
        self._timer.stop()
        self._again = False
        self._stop_task()
        self._stop_painting()
        self._busy(None)

    @property
    def busy(self) -> bool:
        """Whether a preview is being made, or is about to be."""
        return self._timer.isActive() or self._again or self._task is not None

    def show_work(self, words: str, steps: tuple[int, int] = (0, 0)) -> None:
        """Show how far something else has come that the dialog does with what is shown."""
        self._busy(words)
        self.stop_button.hide()
        self.bar.setRange(0, steps[1])
        self.bar.setValue(steps[0])

    def end_work(self) -> None:
        """That is done."""
        self._busy(None)

    def _make(self) -> None:
        if self._asked is None or self.session.tasks.is_shut_down:
            return
        if self._task is not None:
            # It stops at its next step; two at once would only be slower.
            self._again = True
            return
        self._again = False
        workspace = self.session.workspace
        briefing_id, request = self._asked

        def job(progress: Progress, token: CancelToken) -> Preview:
            cancelled = partial(_is_cancelled, token)
            return preview(
                workspace, briefing_id, request, progress=progress.report, cancelled=cancelled
            )

        run = self.session.tasks.run
        self._task = run(refusing(job), self._on_made, self._on_failed, owner=self)

    def _stop_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _stop_painting(self) -> None:
        if self._painting is not None:
            self._painting.cancel()
            self._painting = None

    def _on_progressed(self, task: Task) -> None:
        if task is self._task and not task.token.cancelled:
            done, total = task.steps
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _on_finished(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if self._again:
                self._make()

    def _on_made(self, found: Preview | Refused) -> None:
        if self.busy:
            # Something else is wanted meanwhile.
            return
        self._busy(None)
        if isinstance(found, Refused):
            self._say(found.line, wrong=True)
        else:
            self._show(found)

    def _on_failed(self, _error: Exception) -> None:
        if not self.busy:
            self._busy(None)
            self._say(_("The preview could not be made. Choose another format."), wrong=True)

    def _on_stop_clicked(self) -> None:
        if self.busy:
            self.stop()
            self._say(_("The preview was stopped. What is exported does not depend on it."))
            self.stop_button.setText(_("Show preview"))
            self.stop_button.show()
        elif self._asked is not None:
            self.ask(*self._asked)

    def _busy(self, words: str | None) -> None:
        if words:
            self.doing.setText(words)
            self.bar.setRange(0, 0)
            self.stop_button.setText(_("Stop"))
        for widget in (self.doing, self.bar, self.stop_button):
            widget.setVisible(bool(words))
        self.stop_button.setAccessibleName(
            _("Stop the preview") if words else _("Show the preview")
        )

    # ------------------------------------------------------------------ what is shown

    def _set_shown(self, found: Preview | None) -> None:
        if found is not self.shown:
            self.shown = found
            self.previewed.emit(found)

    def _say(self, line: str, *, wrong: bool = False) -> None:
        self._stop_painting()
        self.pages.clear()
        self.tools.hide()
        self.caption.setText(_("Preview"))
        theme.set_role(self.line, "error" if wrong else "muted")
        self.line.setText(line)
        self.line.setAccessibleName(line)
        self.stack.setCurrentWidget(self.line)
        self._set_shown(None)

    def _show(self, found: Preview) -> None:
        self._stop_painting()
        self._set_shown(found)
        self.tools.setVisible(found.look is Look.PAGES)
        if found.look is not Look.PAGES:
            self.pages.clear()
        size = _size(len(found.made.content))
        match found.look:
            case Look.PAGES:
                total = len(found.sizes)
                self.number.setRange(1, max(1, total))
                self.number.setSuffix(_(" of {total}").format(total=total))
                self.caption.setText(_("Page"))
                self.pages.set_pages(found.sizes)
                self.stack.setCurrentWidget(self.pages)
            case Look.HTML | Look.TEXT:
                if found.look is Look.HTML:
                    self.words.show_html(found.text)
                else:
                    self.words.show_text(found.text)
                words = _("The first {n:,} characters of {size}") if found.cut else "{size}"
                self.caption.setText(words.format(n=MOST_TEXT, size=size))
                self.stack.setCurrentWidget(self.words)
            case Look.ROWS:
                self._show_rows(found.rows)
                words = _("The first rows of {size}") if found.cut else "{size}"
                self.caption.setText(words.format(size=size))
                self.stack.setCurrentWidget(self.rows)
            case _:
                shown = found
                self._say(
                    _("This format cannot be shown here. The file is {size}.").format(size=size)
                )
                self._set_shown(shown)

    def _show_rows(self, rows: tuple[tuple[str, ...], ...]) -> None:
        head, body = (rows[0], rows[1:]) if rows else ((), ())
        across = max(map(len, rows), default=0)
        self.rows.clear()
        self.rows.setColumnCount(across)
        self.rows.setRowCount(len(body))
        self.rows.horizontalHeader().setVisible(bool(head))
        self.rows.setHorizontalHeaderLabels([*head, *[""] * (across - len(head))])
        for at, row in enumerate(body):
            for column, words in enumerate(row):
                self.rows.setItem(at, column, QTableWidgetItem(" ".join(words.split())))
        self.rows.horizontalHeader().setDefaultSectionSize(theme.px(150))

    # ------------------------------------------------------------------ pages

    def _on_pages_wanted(self, wanted: tuple[tuple[int, int], ...]) -> None:
        found = self.shown
        if found is None or found.look is not Look.PAGES or self.session.tasks.is_shut_down:
            return
        self._stop_painting()
        content = found.made.content

        def job(_progress: Progress, token: CancelToken) -> list[Picture]:
            return page_pictures(content, wanted, partial(_is_cancelled, token))

        done = partial(self._on_painted, found, wanted)
        self._painting = self.session.tasks.run(refusing(job), done, owner=self)

    def _on_painted(
        self,
        found: Preview,
        wanted: tuple[tuple[int, int], ...],
        pictures: list[Picture] | Refused,
    ) -> None:
        if found is not self.shown:
            return
        if isinstance(pictures, Refused):
            self._say(pictures.line, wrong=True)
            self._set_shown(found)
            return
        for (number, _width), picture in zip(wanted, pictures, strict=True):
            self.pages.put(number, picture)

    def _on_page_changed(self, page: int) -> None:
        self.number.blockSignals(True)
        self.number.setValue(page + 1)
        self.number.blockSignals(False)

    def _on_number_changed(self, number: int) -> None:
        self.pages.go_to(number - 1)

    def _on_zoom_changed(self) -> None:
        self.pages.set_zoom(Zoom(self.zoom.currentData()))

    def _on_theme_changed(self) -> None:
        self.rows.horizontalHeader().setDefaultSectionSize(theme.px(150))
        self.bar.setMinimumWidth(theme.px(60))
        # A style sheet's space beside the number counts above and below it only.
        self.number.lineEdit().setTextMargins(theme.px(6), 0, theme.px(4), 0)


def _is_cancelled(token: CancelToken) -> bool:
    return token.cancelled


def _size(count: int) -> str:
    """Bytes as people say them."""
    if count < 1_000:
        return _("{n} bytes").format(n=count)
    if count < 1_000_000:
        return _("{n:,} kB").format(n=round(count / 1_000))
    return _("{n:.1f} MB").format(n=count / 1_000_000)
