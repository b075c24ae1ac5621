"""Pages of a PDF on a printer, or as a printer would set them in a file.

PDFium paints the pages in its own process. They are handed to the system's print service, which is the
only one to know where the printer is.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRect, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services.exportable import page_pictures, page_sizes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from briefing.intake.readers.pdf import Picture
    from briefing.ui.tasks import CancelToken, Progress

#: Dots an inch; an A4 page has under nine million of them, more than an office printer tells apart.
RESOLUTION = 300
_POINTS_AN_INCH = 72
#: Pages painted by one process; each takes some 35 megabytes.
_AT_ONCE = 3
#: Rows drawn at once, so that the window is not kept waiting by a whole page.
_BAND = 256
_SIZES = {"a4": QPageSize.PageSizeId.A4, "us-letter": QPageSize.PageSizeId.Letter}


def make_printer(paper: str, name: str) -> QPrinter:
    """The printer that the system prefers, or a file where there is none. To be made on the GUI thread."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(_SIZES[paper]))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def paper_of(printer: QPrinter, otherwise: str) -> str:
    """The paper in the printer; ``otherwise`` where it is none of ours, and pages are fitted to it."""
    here = printer.pageLayout().pageSize()
    for paper, size in _SIZES.items():
        if here.isEquivalentTo(QPageSize(size)):
            return paper
    return otherwise


def numbers_of(printer: QPrinter, count: int) -> list[int]:
    """The pages to print, from 0, in the order in which they leave the printer, copies included."""
    from PySide6.QtPrintSupport import QPrinter

    ranges = printer.pageRanges()
    first, last = printer.fromPage(), printer.toPage()
    if not ranges.isEmpty():
        numbers = [n for n in range(count) if ranges.contains(n + 1)]
    elif first > 0:
        numbers = [n for n in range(count) if first <= n + 1 <= max(first, last)]
    else:
        numbers = list(range(count))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    if printer.supportsMultipleCopies():
        return numbers
    copies = max(1, printer.copyCount())
    if printer.collateCopies():
        return numbers * copies
    return [number for number in numbers for _copy in range(copies)]


def print_pages(printer: QPrinter, content: bytes, progress: Progress, token: CancelToken) -> int:
    """Print a PDF; returns how many sheets. Not on the GUI thread.

    Raises UserError where the printer takes nothing or no page is within the range; Cancelled. A file is
    there whole or not at all.
    """
    cancelled = partial(_is_cancelled, token)
    sizes = page_sizes(content, cancelled)
    numbers = numbers_of(printer, len(sizes))
    if not numbers:
        raise UserError(_("There is no such page: the document has {n}.").format(n=len(sizes)))
    with _whole_file(printer):
        painter = QPainter()
        if not painter.begin(printer):
            raise UserError(_("The printer takes no pages; choose another, or print to a file."))
        try:
            for at, (number, picture) in enumerate(
                _painted(printer, content, numbers, sizes, token)
            ):
                progress.report(at, len(numbers), _("Printing page {n}").format(n=number + 1))
                if at and not printer.newPage():
                    raise UserError(_("The printer took no more pages; look at it and try again."))
                _draw(painter, printer, picture, sizes[number], token)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
    return len(numbers)


def _is_cancelled(token: CancelToken) -> bool:
    return token.cancelled


@contextmanager
def _whole_file(printer: QPrinter) -> Generator[None]:
    """Print into a file beside the goal and rename it; to paper, just print."""
    name = printer.outputFileName()
    if not name:
        yield
        return
    goal = Path(name)
    part = goal.with_name(f"{goal.name}.part")
    printer.setOutputFileName(str(part))
    # The name's end would else decide what is written.
    printer.setOutputFormat(printer.OutputFormat.PdfFormat)
    try:
        yield
        part.replace(goal)
    except OSError as error:
        raise UserError(
            _("{path}: cannot be written; choose another folder.").format(path=goal)
        ) from error
    finally:
        part.unlink(missing_ok=True)
        printer.setOutputFileName(name)


def _scale(printer: QPrinter, size: tuple[float, float]) -> float:
    """Dots a point: never larger than it was set, and whole where the paper is smaller."""
    room = printer.pageLayout().fullRectPixels(printer.resolution())
    dots = printer.resolution() / _POINTS_AN_INCH
    return min(dots, room.width() / size[0], room.height() / size[1])


def _painted(
    printer: QPrinter,
    content: bytes,
    numbers: Sequence[int],
    sizes: Sequence[tuple[float, float]],
    token: CancelToken,
) -> Iterator[tuple[int, Picture]]:
    """The pages with their pictures, a few painted at a time."""
    finest = min(1.0, RESOLUTION / printer.resolution())
    for first in range(0, len(numbers), _AT_ONCE):
        token.check()
        some = numbers[first : first + _AT_ONCE]
        wanted = [(n, round(sizes[n][0] * _scale(printer, sizes[n]) * finest)) for n in some]
        found = page_pictures(content, wanted, partial(_is_cancelled, token))
        yield from zip(some, found, strict=True)


def _draw(
    painter: QPainter,
    printer: QPrinter,
    picture: Picture,
    size: tuple[float, float],
    token: CancelToken,
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    room = printer.pageLayout().fullRectPixels(printer.resolution())
    scale = _scale(printer, size)
    wide, high = size[0] * scale, size[1] * scale
    target = QRectF((room.width() - wide) / 2, (room.height() - high) / 2, wide, high)
    image = QImage(
        picture.pixels, picture.wide, picture.high, picture.stride, QImage.Format.Format_RGB32
    )
    if printer.colorMode() == QPrinter.ColorMode.GrayScale:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    step = target.height() / image.height()
    for top in range(0, image.height(), _BAND):
        token.check()
        rows = min(_BAND, image.height() - top)
        band = image.copy(QRect(0, top, image.width(), rows))
        place = QRectF(target.left(), target.top() + top * step, target.width(), rows * step)
        painter.drawImage(place, band)
