"""The lists of a briefing as a workbook, one sheet each, after a first sheet that says what it is.

Every text is written as text: there is no formula and no link in the file, whatever a cell begins with.
Days are real dates where the calendar of spreadsheets has them, which begins in 1900.
"""

from __future__ import annotations

import importlib
import unicodedata
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from briefing.domain.briefing import BriefingAuthor, Status
from briefing.domain.dates import friendly
from briefing.domain.person import Person
from briefing.export.tables import printable
from briefing.export.typesetting import check_paper, look
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.export.excerpt import Excerpt
    from briefing.export.table_rows import Cell
    from briefing.export.tables import Sheet

# A cell holds so many UTF-16 units, and this is put where one is cut.
_CELL = 32_767
_CUT = "… [cut: {more} characters more; CSV and JSON hold the whole text]"
# Head and foot together with their codes are at most 255 characters.
_RUNNING = 90
_PAPERS = {"a4": 9, "us-letter": 1}
# Spreadsheets take 1900 for a leap year.
_FIRST_DAY = date(1900, 3, 1)
_NAME = 31
_SCALE = 70
_TOLD = 62
# Points of a line, and as many lines as the highest row there can be.
_LINE, _LINES = 15.0, 27
_ABOUT = "About"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def xlsx(
    sheets: Sequence[Sheet],
    excerpt: Excerpt,
    *,
    paper: str = "a4",
    step: Callable[[int, int, str], None] | None = None,
) -> bytes:
    """The lists as a workbook (.xlsx).

    ``step`` hears the sheets done, those there are and the next one's name, and may raise Cancelled.
    Raises UserError for a paper that is not known.
    """
    check_paper(paper)
    return _Writer(sheets, excerpt, paper).made(step)


class _Writer:
    def __init__(self, sheets: Sequence[Sheet], excerpt: Excerpt, paper: str) -> None:
        self._sheets = sheets
        self._excerpt = excerpt
        self._paper = _PAPERS[paper]
        self._made = BytesIO()
        self._book: Any = importlib.import_module("xlsxwriter").Workbook(
            self._made,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        tokens = load_tokens(PRINT_THEME)
        self._looks: dict[str, Any] = {
            "text": self._look(text_wrap=True, valign="top"),
            "date": self._look(num_format="yyyy-mm-dd", valign="top", align="left"),
            "number": self._look(valign="top"),
            "head": self._look(
                bold=True, text_wrap=True, valign="vcenter", bottom=2, bg_color=tokens["window.row"]
            ),
            "title": self._look(bold=True, text_wrap=True, font_size=14),
            "name": self._look(bold=True, valign="top"),
            "marking": self._look(
                bold=True,
                font_size=12,
                bg_color=tokens["tlp.black"],
                font_color=str(look(excerpt.marking.label)["marking_colour"]),
            ),
        }
        self._cut: list[tuple[str, int]] = []

    def _look(self, **properties: object) -> Any:  # noqa: ANN401 - a class of the library's
        return self._book.add_format({"num_format": "@"} | properties)

    def made(self, step: Callable[[int, int, str], None] | None) -> bytes:
        about = self._book.add_worksheet(_ABOUT)
        for number, sheet in enumerate(self._sheets):
            if step is not None:
                step(number, len(self._sheets), sheet.name)
            self._list(sheet)
        # Last, since it tells what was cut.
        self._about(about)
        briefing = self._excerpt.briefing
        when = _EPOCH + timedelta(seconds=max(0, self._excerpt.timestamp))
        self._book.set_properties(
            {
                "title": _fitting(printable(briefing.title))[:250],
                "author": _fitting("; ".join(self._signed()))[:250],
                "keywords": self._excerpt.marking.label,
                "status": briefing.status,
                "created": when.replace(tzinfo=None),
            }
        )
        self._book.close()
        return self._made.getvalue()

    def _signed(self) -> list[str]:
        excerpt = self._excerpt
        signed = excerpt.parts(BriefingAuthor, excerpt.briefing.id)
        people = (excerpt.get(Person, one.person_id) for one in signed)
        return [printable(one.name) for one in people if one]

    def _list(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.title[:_NAME])
        self._page(page, _SCALE)
        cut = 0
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, column.title, self._looks["head"])
        widths = [column.width for column in sheet.columns]
        page.set_row(0, _height([column.title for column in sheet.columns], widths))
        for number, row in enumerate(sheet.rows, 1):
            page.set_row(number, _height(row, widths))
            for at, cell in enumerate(row):
                cut += self._write(page, number, at, cell)
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.repeat_columns(0)
        # The columns of one row follow each other, in letters that can be read.
        page.print_across()
        if sheet.columns:
            page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
        if cut:
            self._cut.append((sheet.title, cut))

    def _write(self, page: Any, row: int, at: int, cell: Cell) -> bool:  # noqa: ANN401
        """Write a cell; whether it had to be cut."""
        match cell:
            case None | "":
                return False
            case str():
                text = _fitting(cell)
                page.write_string(row, at, text, self._looks["text"])
                return text != cell
            case date() if cell >= _FIRST_DAY:
                moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day
                page.write_datetime(row, at, moment, self._looks["date"])
            case date():
                page.write_string(row, at, cell.isoformat(), self._looks["text"])
            case _:
                page.write_number(row, at, cell, self._looks["number"])
        return False

    def _page(self, page: Any, scale: int = 100) -> None:  # noqa: ANN401
        briefing = self._excerpt.briefing
        title = " ".join(printable(briefing.title).split())
        short = title if len(title) <= _RUNNING else f"{title[:_RUNNING]}…"
        draft = "" if briefing.status == Status.FINAL else "DRAFT · "
        # An ampersand begins a code there.
        left = f"{draft}{short}".replace("&", "&&")
        # Head and foot shrink with the page: the marking is to be 12 points high on paper.
        size = ceil(12 / scale * 100)
        marking = f'&R&"Calibri,Bold"&{size}{self._excerpt.marking.label}'
        page.set_print_scale(scale)
        page.set_landscape()
        page.set_paper(self._paper)
        page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.8)
        page.set_header(f"&L&9{left}{marking}")
        page.set_footer(f"&L&9&A&C&9Page &P of &N{marking}")

    def _about(self, page: Any) -> None:  # noqa: ANN401
        self._page(page)
        page.set_portrait()
        page.set_column(0, 0, 24)
        page.set_column(1, 1, _TOLD)
        page.write_string(0, 0, self._excerpt.marking.label, self._looks["marking"])
        page.write_string(1, 0, "Briefing", self._looks["name"])
        title = _fitting(printable(self._excerpt.briefing.title))
        page.write_string(1, 1, title, self._looks["title"])
        page.set_row(1, _height((title,), (_TOLD * 2 // 3,)) * 1.3)
        for number, (name, text) in enumerate(self._told(), 2):
            page.set_row(number, _height((text,), (_TOLD,)))
            page.write_string(number, 0, name, self._looks["name"])
            page.write_string(number, 1, _fitting(printable(text)), self._looks["text"])

    def _told(self) -> list[tuple[str, str]]:
        excerpt, briefing = self._excerpt, self._excerpt.briefing
        when = _EPOCH + timedelta(seconds=max(0, excerpt.timestamp))
        found = [
            ("May be read by", excerpt.audience.audience),
            ("As of", friendly(briefing.as_of) if briefing.as_of else ""),
            ("Information cut-off", briefing.cutoff),
            ("Signed by", ", ".join(self._signed())),
            ("Status", f"{briefing.status}, version {briefing.version}"),
            ("Library last changed", when.strftime("%Y-%m-%d %H:%M:%S UTC")),
            ("Left out by marking", "\n".join(excerpt.left_out) or "nothing"),
            *((one.title, _counted(len(one.rows))) for one in self._sheets),
            (
                "Dates",
                "as they were written, in EDTF; earliest and latest are real dates from March 1900 on, "
                "text before that, and empty where an end is open or not known",
            ),
            ("Cells with several lines", "one line a source, a passage, a person"),
        ]
        cut = (f"{title}: {_counted(count, 'cell')}" for title, count in self._cut)
        if told := "\n".join(cut):
            found.append((f"Longer than {_CELL:,} characters, and cut", told))
        return [(name, text) for name, text in found if text]


def _height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """How high a row has to be in points for its longest cell, as far as a row can be.

    Told in the file, since not every program works it out when it opens one.
    """
    lines = 1
    for cell, width in zip(row, widths, strict=True):
        if isinstance(cell, str) and (len(cell) >= width - 1 or "\n" in cell):
            # Beyond that many letters the row is as high as it can be.
            parts = cell[: width * _LINES].split("\n")
            lines = max(lines, sum(max(1, ceil(_wide(one) / (width - 1))) for one in parts))
    return _LINE * min(lines, _LINES)


def _wide(text: str) -> int:
    """How many letters wide a text is; those of East Asia count twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _counted(count: int, what: str = "row") -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _fitting(text: str) -> str:
    """The text as far as a cell holds it, with what is said where it is cut."""
    if len(text) <= _CELL // 2 or _units(text) <= _CELL:
        return text
    room = _CELL - len(_CUT) - 12
    # As many code points as there is room for, each counted as what it takes.
    kept = text[:room]
    while _units(kept) > room:
        kept = kept[: len(kept) - max(1, (_units(kept) - room) // 2)]
    return kept + _CUT.format(more=f"{len(text) - len(kept):,}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
