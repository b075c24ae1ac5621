"""What is known of a briefing before it is exported, and what a finished export looks like."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from briefing.domain import markings
from briefing.domain.briefing import Briefing, Status
from briefing.errors import UserError
from briefing.services.export_formats import Kind, make_export
from briefing.store.records import need

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.domain.markings import Marking
    from briefing.intake.readers.pdf import Picture
    from briefing.services.export_formats import ExportRequest, Format, Made
    from briefing.services.workspace import Workspace

#: Code points of a proposed file name without its suffix; in UTF-8 these are under 255 bytes.
_MOST_NAME = 60
#: Code points of text, and rows, that a preview shows.
MOST_TEXT = 100_000
MOST_ROWS = 200
_MOST_CELLS = 40
_MOST_CELL = 400
_PICTURE = re.compile("<svg.*?</svg>", re.DOTALL)
_PDF = "application/pdf"
_HTML = "text/html"
_CSV = "text/csv"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows shown of each sheet of a workbook.
_MOST_OF_A_SHEET = 30


@dataclass(frozen=True, slots=True)
class Exportable:
    """A briefing that can leave: its title, marking, and the file name it would have with no suffix."""

    id: str
    title: str
    marking: Marking
    stem: str


class Look(StrEnum):
    """How a finished export can be shown."""

    PAGES = "pages"
    HTML = "html"
    TEXT = "text"
    ROWS = "rows"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preview:
    """A finished export and what of it is shown.

    ``sizes`` are width and height of its pages in points. The first of ``rows`` heads the columns, with
    nothing in it where they have no heads in common. ``cut`` tells that there is more than shown.
    """

    request: ExportRequest
    made: Made
    look: Look
    sizes: tuple[tuple[float, float], ...] = ()
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    cut: bool = False


def exportable(ws: Workspace, briefing_id: str) -> Exportable:
    """What is known of a briefing. Raises NotFoundError."""
    with ws.read() as connection:
        one = cast("Briefing", need(connection, Briefing.kind, briefing_id))
    version = f"v{one.version}" if one.status == Status.FINAL else f"{one.status} {one.version}"
    stem = "-".join(filter(None, (file_stem(one.title[:1000]), file_stem(version))))
    return Exportable(one.id, one.title, markings.parse(one.marking), stem)


def file_stem(title: str) -> str:
    """Letters and digits of a title, of any script, joined by hyphens; whole words where that can be."""
    title = unicodedata.normalize("NFC", title)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in title)
    stem = "-".join(kept.split())
    if len(stem) > _MOST_NAME:
        stem = stem[:_MOST_NAME].rpartition("-")[0] or stem[:_MOST_NAME]
    return stem


def proposed_name(what: Exportable, chosen: Format) -> str:
    """A file name from title and version, with the format's suffix."""
    kind = "-summary" if chosen.kind is Kind.SUMMARY else ""
    return f"{what.stem}{kind}{chosen.suffixes[0]}"


def preview(
    ws: Workspace,
    briefing_id: str,
    request: ExportRequest,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Make an export and ready it for being shown; raises as ``make_export`` does."""
    made = make_export(ws, briefing_id, request, progress=progress, cancelled=cancelled)
    media_type = made.format.media_type
    if media_type == _PDF:
        return Preview(request, made, Look.PAGES, sizes=page_sizes(made.content, cancelled))
    if media_type == _SHEETS:
        return _as_sheets(ws, briefing_id, request, made)
    if media_type == _WORD:
        return _as_text(request, made, _words(made.content))
    try:
        text = made.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Preview(request, made, Look.NONE)
    if media_type == _HTML:
        return _as_html(request, made, text)
    if media_type == _CSV:
        return _as_rows(request, made, text)
    return _as_text(request, made, text)


def page_sizes(
    content: bytes, cancelled: Callable[[], bool] | None = None
) -> tuple[tuple[float, float], ...]:
    """Width and height in points of the pages of a PDF that was made here. Raises UserError."""
    from briefing.intake.readers import pdf

    try:
        return pdf.page_sizes(content, cancelled)
    except UserError as error:
        raise _unpainted() from error


def page_pictures(
    content: bytes,
    wanted: Sequence[tuple[int, int]],
    cancelled: Callable[[], bool] | None = None,
) -> list[Picture]:
    """Paint pages, each a number from 0 and a width in pixels. Raises UserError, Cancelled."""
    from briefing.intake.readers import pdf

    try:
        return pdf.page_pictures(content, wanted, cancelled)
    except UserError as error:
        raise _unpainted() from error


def _unpainted() -> UserError:
    return UserError("The pages cannot be painted; export the file and open it in a PDF viewer.")


def _words(content: bytes) -> str:
    from briefing.intake.readers import word

    return word.read(content, "").text


def _as_text(request: ExportRequest, made: Made, text: str) -> Preview:
    return Preview(request, made, Look.TEXT, text=text[:MOST_TEXT], cut=len(text) > MOST_TEXT)


def _as_html(request: ExportRequest, made: Made, text: str) -> Preview:
    """Its words as a page: nothing is loaded, and pictures are named only."""
    text = _PICTURE.sub("<p>[picture]</p>", text)
    cut = len(text) > MOST_TEXT
    if cut:
        # At the end of an element, so that no half a tag is shown.
        text = text[:MOST_TEXT].rpartition("</")[0] or text[:MOST_TEXT]
    return Preview(request, made, Look.HTML, text=text, cut=cut)


def _as_rows(request: ExportRequest, made: Made, text: str) -> Preview:
    rows: list[tuple[str, ...]] = []
    cut = False
    for row in csv.reader(io.StringIO(text, newline="")):
        if len(rows) > MOST_ROWS:
            cut = True
            break
        rows.append(tuple(cell[:_MOST_CELL] for cell in row[:_MOST_CELLS]))
    return Preview(request, made, Look.ROWS, rows=tuple(rows), cut=cut)


def _as_sheets(ws: Workspace, briefing_id: str, request: ExportRequest, made: Made) -> Preview:
    """The lists that the workbook was written from, one under another, each under its title."""
    from briefing.export.tables import sheet, sheets
    from briefing.services.excerpting import excerpt

    found = excerpt(ws, briefing_id, audience=request.audience, notes=request.notes)
    whole = (sheet(found, request.list),) if request.list else sheets(found)
    rows: list[tuple[str, ...]] = []
    cut = False
    for one in whole:
        shown = one.rows[:_MOST_OF_A_SHEET]
        cut = cut or len(shown) < len(one.rows)
        if not request.list:
            # No heads that all columns have: each list comes with its title and its own.
            rows += [(), (one.title,)]
        rows.append(tuple(column.title for column in one.columns))
        rows += [tuple("" if x is None else str(x)[:_MOST_CELL] for x in row) for row in shown]
    return Preview(request, made, Look.ROWS, rows=tuple(rows), cut=cut)
