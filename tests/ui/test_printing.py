"""Printing, to a file as a printer would set it: pages, ranges, paper, and what goes wrong."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter
from shiboken6 import isValid

from briefing.errors import Cancelled, UserError
from briefing.services.export_formats import ExportRequest, make_export
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui.exporting.dialog import ExportDialog
from briefing.ui.exporting.printing import make_printer, numbers_of, paper_of, print_pages
from briefing.ui.tasks import CancelToken, Progress
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)
LONG = 60_000


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    ws = open_workspace(tmp_path_factory.mktemp("printing") / "a.briefings", ME)
    made = make_export(ws, SAMPLE, ExportRequest("pdf", "full"))
    ws.close()
    return made.content


@pytest.fixture
def printer(qapp, tmp_path):
    made = make_printer("a4", "Sample")
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    # A hundred dots an inch keep the test short.
    made.setResolution(100)
    return made


def _told(reports=None):
    return Progress(lambda *told: reports.append(told) if reports is not None else None)


def _pages(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            (tuple(round(one) for one in page.get_size()), page.render(scale=0.5).to_numpy())
            for page in document
        ]
    finally:
        document.close()


def _ink(pixels):
    return int((pixels < 128).sum())


def test_every_page_is_printed_and_none_is_empty(printer, content, tmp_path):
    reports = []
    sheets = print_pages(printer, content, _told(reports), CancelToken())
    pages = _pages(tmp_path / "printed.pdf")
    document = pypdfium2.PdfDocument(content)
    before = [page.render(scale=0.5).to_numpy() for page in document]
    document.close()
    assert len(pages) == sheets == len(before) > 3
    for (size, pixels), wanted in zip(pages, before, strict=True):
        assert size == (595, 842)
        assert _ink(pixels) > 0.5 * _ink(wanted) > 0
    assert reports
    assert not list(tmp_path.glob("*.part"))


def test_only_the_pages_asked_for_are_printed(printer, content, tmp_path):
    printer.setPageRanges(QPageRanges.fromString("2-3"))
    assert print_pages(printer, content, _told(), CancelToken()) == 2
    assert len(_pages(tmp_path / "printed.pdf")) == 2


def test_ranges_orders_and_copies(printer):
    printer.setPageRanges(QPageRanges.fromString("1,3-4"))
    assert numbers_of(printer, 10) == [0, 2, 3]
    assert numbers_of(printer, 3) == [0, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert numbers_of(printer, 10) == [3, 2, 0]
    printer.setPageOrder(QPrinter.PageOrder.FirstPageFirst)
    printer.setPageRanges(QPageRanges())
    printer.setCopyCount(2)
    if not printer.supportsMultipleCopies():
        printer.setCollateCopies(True)
        assert numbers_of(printer, 2) == [0, 1, 0, 1]
        printer.setCollateCopies(False)
        assert numbers_of(printer, 2) == [0, 0, 1, 1]


def test_pages_fit_the_paper_that_lies_in_the_printer(printer, content, tmp_path):
    assert paper_of(printer, "us-letter") == "a4"
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    assert paper_of(printer, "a4") == "us-letter"
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    assert paper_of(printer, "us-letter") == "us-letter"
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPageRanges(QPageRanges.fromString("1"))
    print_pages(printer, content, _told(), CancelToken())
    ((size, pixels),) = _pages(tmp_path / "printed.pdf")
    assert size == (595, 420)
    # The whole page stands in the middle, its head and foot with it.
    columns = (pixels.min(axis=(0, 2)) < 128).nonzero()[0]
    middle = pixels.shape[1] / 2
    assert abs((columns[0] + columns[-1]) / 2 - middle) < 12
    assert columns[-1] - columns[0] < pixels.shape[1] / 2


def test_a_range_with_no_page_in_it_is_told(printer, content, tmp_path):
    printer.setPageRanges(QPageRanges.fromString("900"))
    with pytest.raises(UserError, match="no such page"):
        print_pages(printer, content, _told(), CancelToken())
    assert not list(tmp_path.glob("printed*"))


def test_what_is_stopped_leaves_no_file(printer, content, tmp_path):
    token = CancelToken()

    class Stopping(Progress):
        def report(self, done, total, text=""):
            # Heard however soon it follows the last.
            if done == 1:
                token.cancel()

    with pytest.raises(Cancelled):
        print_pages(printer, content, Stopping(print), token)
    assert not list(tmp_path.glob("printed*"))


@pytest.mark.filterwarnings("ignore")
def test_a_folder_that_is_not_there_is_told(printer, content, tmp_path, qtlog):
    with qtlog.disabled():
        printer.setOutputFileName(str(tmp_path / "no" / "printed.pdf"))
        with pytest.raises(UserError):
            print_pages(printer, content, _told(), CancelToken())


def test_the_dialog_prints_to_a_file_where_there_is_no_printer(window, tmp_path, qtbot):
    window.session.settings.export_folder = str(tmp_path)
    assert window.session.registry.run("file.print")
    dialog = window.findChild(ExportDialog)
    try:
        qtbot.waitUntil(lambda: not dialog.preview.busy, timeout=LONG)
        dialog.print_button.click()
        own = dialog.print_dialog
        assert own is not None
        assert own.isVisible()
        assert own.printer().outputFileName() == str(tmp_path / f"{dialog.what.stem}-print.pdf")
        own.printer().setResolution(100)
        own.accept()
        exports = window.actions_of_window.exports
        qtbot.waitUntil(lambda: exports.last is not None, timeout=LONG)
        assert len(_pages(exports.last)) == 1
        assert exports.last.parent == tmp_path
    finally:
        if isValid(dialog):
            dialog.reject()
