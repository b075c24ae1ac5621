"""The one way out: what is exported or printed, for whom, and what it will look like."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services.export_formats import FORMATS, make_export, write_export
from briefing.services.exportable import exportable
from briefing.ui import theme
from briefing.ui.exporting.choices import Choices
from briefing.ui.exporting.file_row import FileRow
from briefing.ui.exporting.page_view import Zoom
from briefing.ui.exporting.preview import PreviewPanel, Refused, refusing
from briefing.ui.tasks import State
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from briefing.services.export_formats import ExportRequest, Made
    from briefing.services.exportable import Preview
    from briefing.settings import Settings
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Job, Progress, Task

_PRINTED = "application/pdf"


class Purpose(StrEnum):
    """What the dialog was opened for."""

    EXPORT = "export"
    PRINT = "print"


class ExportDialog(QDialog):
    """Enter exports, or prints where it was opened for that; Escape closes and stops what is under way."""

    #: The export was written; carries its Path.
    written = Signal(object)
    #: The pages were handed to the printer; carries how many sheets and the file, empty on paper.
    printed = Signal(object, object)

    def __init__(
        self,
        session: Session,
        briefing_id: str,
        purpose: Purpose = Purpose.EXPORT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.purpose = purpose
        self.what = exportable(session.workspace, briefing_id)
        self._task: Task | None = None
        self._printer: QPrinter | None = None
        #: The system's own dialog, while it is open.
        self.print_dialog: QPrintDialog | None = None
        self.setWindowTitle(_("Print") if purpose is Purpose.PRINT else _("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(parent)
        session.changed.connect(self._on_library_changed)
        session.tasks.task_progressed.connect(self._on_progressed)
        session.tasks.task_finished.connect(self._on_finished)
        self.choices.changed.connect(self._on_changed)
        self.preview.previewed.connect(self._on_previewed)
        self._on_changed()
        self.choices.format.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ how it is built

    def _build(self, parent: QWidget | None) -> None:
        title = QLabel(self.what.title[:300], self)
        title.setWordWrap(True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(title, "subtitle")
        settings = self.session.settings
        prints = self.purpose is Purpose.PRINT
        rows = [one for one in FORMATS if one.media_type == _PRINTED or not prints]
        self.choices = Choices(self.what, settings, rows, self)
        self.preview = PreviewPanel(self.session, self)
        self.preview.zoom.setCurrentIndex(max(0, self.preview.zoom.findData(_zoom(settings))))
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.px(10), 0, 0, 0)
        beside.addWidget(self.preview)
        both.addWidget(self.choices)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([theme.px(270), theme.px(700)])

        self.file_row = FileRow(self.what, settings, self)
        self.file_row.edited.connect(self._on_file_edited)
        self.file_row.setVisible(not prints)

        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.error, "error")
        self.error.hide()
        self.export_button = self._button(_("Export"), self.export)
        self.print_button = self._button(_("Print…"), self.print)
        self.close_button = self._button(_("Close"), self.reject)
        self.export_button.setVisible(not prints)
        main = self.print_button if prints else self.export_button
        main.setDefault(True)
        theme.set_role(main, "primary")
        foot = QWidget(self)
        below = FlowLayout(foot)
        for button in (self.export_button, self.print_button, self.close_button):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(both, 1)
        layout.addWidget(self.file_row)
        layout.addWidget(self.error)
        layout.addWidget(foot)
        room = parent.size() if parent is not None else QSize(1280, 800)
        wide, high = theme.px(1080), theme.px(760)
        self.resize(min(wide, round(room.width() * 0.96)), min(high, round(room.height() * 0.96)))

    def _button(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    # ------------------------------------------------------------------ what is asked for

    def request(self) -> ExportRequest:
        """What would be exported now."""
        return self.choices.request()

    def target(self) -> Path:
        """The file that would be written. Raises UserError where none is named."""
        return self.file_row.target()

    def _on_file_edited(self) -> None:
        self.error.hide()

    def _on_changed(self) -> None:
        self.error.hide()
        self.file_row.propose(self.choices.chosen)
        self.print_button.setEnabled(self.choices.chosen.media_type == _PRINTED)
        self.preview.ask(self.what.id, self.request())

    def _on_library_changed(self) -> None:
        if self._task is None:
            self.preview.ask(self.what.id, self.request())

    def _on_previewed(self, found: Preview | None) -> None:
        self.choices.tell(found)

    # ------------------------------------------------------------------ export

    def export(self) -> None:
        """Write what is chosen, and close when it is there."""
        if self._task is not None:
            return
        try:
            target = self.target()
        except UserError as error:
            self._refuse(str(error))
            return
        if target.exists() and not self._may_replace(target):
            return
        self._remember(target.parent)
        made = self._made_already()
        make = self._maker(self.request())

        def job(progress: Progress, token: CancelToken) -> Path:
            found = made or make(progress, token)
            token.check()
            return write_export(found, target)

        self._run(job, self._on_written, _("Export"))

    def _maker(self, request: ExportRequest) -> Callable[[Progress, CancelToken], Made]:
        workspace, briefing_id = self.session.workspace, self.what.id

        def make(progress: Progress, token: CancelToken) -> Made:
            cancelled = partial(_is_cancelled, token)
            return make_export(
                workspace, briefing_id, request, progress=progress.report, cancelled=cancelled
            )

        return make

    def _made_already(self) -> Made | None:
        """What the preview shows, where it is of the choices at hand."""
        shown = self.preview.shown
        return shown.made if shown is not None and shown.request == self.request() else None

    def _may_replace(self, target: Path) -> bool:
        answer = QMessageBox.question(
            self,
            _("Replace the file?"),
            _("{name} is there already. Replace it?").format(name=target.name),
        )
        return answer == QMessageBox.StandardButton.Yes

    def _remember(self, folder: Path | None = None) -> None:
        settings = self.session.settings
        self.choices.remember(settings)
        settings.export_zoom = str(self.preview.zoom.currentData())
        if folder is not None:
            settings.export_folder = str(folder)
        # A folder of settings that cannot be written keeps nobody from exporting.
        with suppress(UserError):
            settings.save()

    def _on_written(self, path: Path | Refused) -> None:
        if isinstance(path, Refused):
            self._refuse(path.line)
            return
        self.accept()
        self.written.emit(path)

    # ------------------------------------------------------------------ print

    def print(self) -> None:
        """Ask the system which printer and which pages, then print what is chosen."""
        if self._task is not None or self.choices.chosen.media_type != _PRINTED:
            return
        from PySide6.QtPrintSupport import QPrintDialog

        from briefing.ui.exporting.printing import make_printer

        self._printer = make_printer(self.request().paper, self.what.stem)
        if not self._printer.printerName():
            # No printer: a file is what is left, beside where exports go.
            self._printer.setOutputFileName(
                str(self.file_row.folder() / f"{self.what.stem}-print.pdf")
            )
        self.print_dialog = QPrintDialog(self._printer, self)
        self.print_dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        shown = self.preview.shown
        if shown is not None and shown.sizes:
            self.print_dialog.setMinMax(1, len(shown.sizes))
        self.print_dialog.accepted.connect(self._on_print_accepted)
        self.print_dialog.finished.connect(self._on_print_dialog_finished)
        # Its own open() wants a receiver.
        QDialog.open(self.print_dialog)

    def _on_print_dialog_finished(self) -> None:
        if self.print_dialog is not None:
            self.print_dialog.deleteLater()
            self.print_dialog = None

    def _on_print_accepted(self) -> None:
        if self._printer is not None:
            self.print_to(self._printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print what is chosen, set for the paper that lies in the printer."""
        from briefing.ui.exporting.printing import paper_of, print_pages

        self._printer = printer
        self._remember()
        request = self.request()
        fitting = replace(request, paper=paper_of(printer, request.paper))
        made = self._made_already() if fitting == request else None
        make = self._maker(fitting)

        def job(progress: Progress, token: CancelToken) -> int:
            found = made or make(progress, token)
            return print_pages(printer, found.content, progress, token)

        self._run(job, self._on_printed, _("Print"))

    def _on_printed(self, sheets: int | Refused) -> None:
        if isinstance(sheets, Refused):
            self._refuse(sheets.line)
            return
        name = self._printer.outputFileName() if self._printer is not None else ""
        self._printer = None
        self.accept()
        self.printed.emit(sheets, name)

    # ------------------------------------------------------------------ what is under way

    def _run(self, job: Job, done: Callable[[Any], None], name: str) -> None:
        self.error.hide()
        self.preview.stop()
        self._set_busy(busy=True)
        run = self.session.tasks.run
        self._task = run(refusing(job), done, self._on_failed, name=name, owner=self)
        self.preview.show_work(_("Working…"))

    def _on_progressed(self, task: Task) -> None:
        if task is self._task:
            self.preview.show_work(task.text or _("Working…"), task.steps)

    def _on_finished(self, task: Task) -> None:
        if task is not self._task:
            return
        self._task = None
        self._set_busy(busy=False)
        self.preview.end_work()
        if task.state is State.CANCELLED:
            self.preview.ask(self.what.id, self.request())

    def _on_failed(self, _error: Exception) -> None:
        self._refuse(_("This could not be done. Choose another format."))

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.choices, self.file_row, self.export_button):
            widget.setEnabled(not busy)
        printable = self.choices.chosen.media_type == _PRINTED
        self.print_button.setEnabled(printable and not busy)
        self.close_button.setText(_("Stop") if busy else _("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def _refuse(self, words: str) -> None:
        self.error.setText(words)
        self.error.setAccessibleName(words)
        self.error.show()
        if self.file_row.isVisible():
            self.file_row.path.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.preview.shown is None and not self.preview.busy:
            self.preview.ask(self.what.id, self.request())

    def reject(self) -> None:
        """Stop what is under way; with nothing under way, close."""
        if self._task is not None:
            self._task.cancel()
            return
        super().reject()

    def done(self, result: int) -> None:
        self.preview.stop()
        if self._task is not None:
            self._task.cancel()
        super().done(result)


def _is_cancelled(token: CancelToken) -> bool:
    return token.cancelled


def _zoom(settings: Settings) -> Zoom:
    kept = settings.export_zoom
    return Zoom(kept) if kept in list(Zoom) else Zoom.WIDTH
