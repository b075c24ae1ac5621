"""Tables of a Word file: the head again on every page, rows whole, written straight as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.export.docx_text import escaped, run, runs_leftward
from briefing.export.page_room import alignment, shares
from briefing.export.typesetting import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.export.blocks import Table
    from briefing.export.docx_words import WordsWriter
    from briefing.export.report import Words

# A row with a cell of more lines, some ten words each, may stand on two pages: none might hold it.
_LINES = 40
# Letters of 9 pt on a line of so many twips.
_LETTER = 95
_ENDS = 250
# The marks of a hypothesis matrix; the letters say the same as the colours.
_RATINGS = {
    "CC": "rating.strong_for",
    "C": "rating.for",
    "I": "rating.against",
    "II": "rating.strong_against",
}


def columns_of(table: Table) -> int:
    """How many columns a table has, its longest row counted."""
    return max((len(table.head), *map(len, table.rows)), default=0)


def table_xml(table: Table, words: WordsWriter, tokens: Mapping[str, str], room: int) -> str:
    """A table as wide as ``room``, in twips. ``tokens`` are the colours of paper."""
    return _Writer(table, words, tokens, room).made()


class _Writer:
    def __init__(
        self, table: Table, words: WordsWriter, tokens: Mapping[str, str], room: int
    ) -> None:
        self._table = table
        self._words = words
        self._tokens = tokens
        self._widths = _widths(table, room)
        self._aligned = [alignment(table, number) for number in range(len(self._widths))]

    def made(self) -> str:
        table, widths = self._table, self._widths
        first = "1" if table.first_is_head else "0"
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        told = escaped(clean(table.caption)[:_ENDS])
        rows = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="BriefingTable"/><w:tblW w:w="{sum(widths)}" '
            'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" '
            f'w:lastRow="0" w:firstColumn="{first}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            + (f'<w:tblCaption w:val="{told}"/>' if told else "")
            + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        ]
        if table.head:
            head = [*table.head, *[""] * (len(widths) - len(table.head))]
            cells = "".join(
                self._cell(run(text), "TableHead", number, text) for number, text in enumerate(head)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
        rows += map(self._row, table.rows)
        rows.append("</w:tbl>")
        return "\n".join(rows)

    def _row(self, row: Sequence[Sequence[Words]]) -> str:
        cells: list[str] = []
        whole = "<w:trPr><w:cantSplit/></w:trPr>"
        for number, width in enumerate(self._widths):
            words = row[number] if number < len(row) else ()
            text = "".join(one.text for one in words)
            if len(text) * _LETTER > _LINES * width:
                whole = ""
            fill = ""
            if self._table.first_is_head and number and (token := _RATINGS.get(text.strip(), "")):
                colour = self._tokens[token].removeprefix("#").upper()
                fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
            cells.append(self._cell(self._words.runs(words), "TableText", number, text, fill))
        return f"<w:tr>{whole}{''.join(cells)}</w:tr>"

    def _cell(self, runs: str, style: str, number: int, text: str, fill: str = "") -> str:
        layout = "<w:bidi/>" if not text.isascii() and runs_leftward(text[:400]) else ""
        if self._aligned[number] != "left":
            layout += f'<w:jc w:val="{self._aligned[number]}"/>'
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self._widths[number]}" w:type="dxa"/>{fill}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{runs}</w:p></w:tc>'
        )


def _widths(table: Table, room: int) -> list[int]:
    """The widths of the columns in twips."""
    parts = shares(table, columns_of(table))
    return [max(200, int(room * part / sum(parts))) for part in parts]
