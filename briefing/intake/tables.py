"""Tables in text files (CSV, TSV): rows of cells, with delimiter and encoding guessed.

A cell is text and nothing else: what looks like a formula is kept as it is written.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from briefing.errors import UserError
from briefing.intake.readers import detect
from briefing.intake.readers.result import failure, one_line

DELIMITERS = (",", ";", "\t", "|")
MOST_ROWS = 100_000
MOST_COLUMNS = 500
_LONGEST_CELL = 1_000_000
_SAMPLE_ROWS = 200
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` names the columns; ``first_line`` is the number of the first row in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str
    first_line: int = 2


def is_named_as_table(name: str) -> bool:
    """Whether a name is that of a table."""
    return name.lower().endswith((".csv", ".tsv", ".tab"))


def read(
    data: bytes,
    name: str,
    *,
    delimiter: str = "",
    encoding: str = "",
    has_header: bool = True,
) -> Table:
    """The rows of a table; what is not told is guessed. Raises UserError, one line."""
    if not data.strip():
        raise failure(name, "the file is empty; choose one with rows.")
    kind = detect.container_of(data, name)
    if kind is not None:
        raise failure(name, f"this is a {kind.value}, not a table; save the table as CSV.")
    text, used = _text(data, name, encoding)
    mark = delimiter or guess_delimiter(text)
    rows = _rows(text, mark, name)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise failure(name, "the table holds no rows; choose another file.")
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise failure(name, f"over {MOST_COLUMNS} columns; keep those that are needed.")
    if width < 2 and not delimiter and len(rows[0][0]) > 200:
        raise failure(name, "this is running text, not a table; import it as an article.")
    padded = [tuple(one_line(c) for c in row) + ("",) * (width - len(row)) for row in rows]
    if has_header:
        return Table(padded[0], tuple(padded[1:]), mark, used)
    header = tuple(f"Column {n}" for n in range(1, width + 1))
    return Table(header, tuple(padded), mark, used, 1)


def guess_delimiter(text: str) -> str:
    """The mark that parts most rows into the same number of cells, more than one; else a comma."""
    best = (0.0, 0, ",")
    sample = text[:_SAMPLE]
    for mark in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
            widths = [len(row) for row, _n in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        width, number = Counter(widths).most_common(1)[0]
        if width > 1:
            best = max(best, (round(number / len(widths), 1), width, mark), key=lambda b: b[:2])
    return best[2]


def _text(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    if not encoding:
        text, guessed = detect.characters(data, name)
        return text, guessed or "utf-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff"), encoding
    except (UnicodeError, LookupError) as error:
        raise UserError(f"{name}: it is not in {encoding}; choose another encoding.") from error


def _rows(text: str, delimiter: str, name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise failure(name, f"over {MOST_ROWS:,} rows; split the file.")
    except csv.Error as error:
        raise failure(
            name, f"line {reader.line_num} breaks the table ({error}); check its quotation marks."
        ) from error
    return rows
