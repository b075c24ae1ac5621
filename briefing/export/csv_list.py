"""One list as CSV (RFC 4180) that a spreadsheet can open without obeying it.

UTF-8 with a byte order mark, since Excel takes a file without one for the code page of its country; fields in
quotation marks, lines ended with CR LF.

Whatever a spreadsheet could take for a formula gets an apostrophe before it, which says there "this is text"
(OWASP, CSV Injection): what begins with ``=``, ``+``, ``-`` or ``@``, or their wide forms, after blanks and
quotation marks too. It does so behind every comma, semicolon, tab and line end within a field as well: a
spreadsheet that takes another of them for the end of a field would begin a new one there. A number with its
sign stays a number.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from briefing.export.tables import printable

if TYPE_CHECKING:
    from briefing.export.excerpt import Excerpt
    from briefing.export.table_rows import Cell
    from briefing.export.tables import Sheet

_MARK = "\ufeff"
# Where a field can begin, what may stand before the sign there, and the sign.
_FORMULA = re.compile(
    r"(?P<before>(?:^|[,;|\t\r\n])[\s\u200b\ufeff\"']{0,64})(?P<sign>[=+\-@＝＋－＠])"
)
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*\s?%?\s*(?=[,;|\t\r\n]|$)")


def csv_list(sheet: Sheet, excerpt: Excerpt) -> bytes:
    """The list with its head. A last line tells marking and what was left out, where there is any to tell."""
    made = StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([one.title for one in sheet.columns])
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    if told := last_line(excerpt):
        writer.writerow([defused(told), *[""] * (len(sheet.columns) - 1)])
    return (_MARK + made.getvalue()).encode()


def last_line(excerpt: Excerpt) -> str:
    """Marking and what was left out, in one sentence; empty for what all may read and is whole."""
    label, left_out = excerpt.marking.label, printable(", ".join(excerpt.left_out))
    parts = [f"Left out by marking: {left_out}."] if left_out else []
    if parts or excerpt.marking.rank:
        return " ".join([f"[{label}]", *parts])
    return ""


def defused(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could take for a formula."""
    return _FORMULA.sub(_defused, text)


def _defused(found: re.Match[str]) -> str:
    if _NUMBER.match(found.string, found.start("sign")):
        return found[0]
    return f"{found['before']}'{found['sign']}"


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return defused(cell)
        case date():
            return cell.isoformat()
        case _:
            return f"{cell:.15g}"
