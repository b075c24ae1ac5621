"""Words before and after: struck out and underlined, in place or side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from briefing.domain.difference import Piece, Was, difference
from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.services.entry_history import FieldWords

#: Letters shown before and after a change in a long text, and of one field in all.
_BESIDE, _MOST = 160, 60_000


class DifferenceView(QTextBrowser):
    """Fields, each with its words before and after. What was removed is struck out, what was added
    underlined: nothing is told by colour alone.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self._lines: tuple[FieldWords, ...] = ()
        self._heads: tuple[str, str] | None = None
        self._empty = ""
        theme.current().theme_changed.connect(self._fill)

    def show_changes(self, lines: Sequence[FieldWords], *, empty: str = "") -> None:
        """What one version changed, each field with its difference in one text."""
        self._lines, self._heads, self._empty = tuple(lines), None, empty
        self._fill()

    def show_side_by_side(
        self, lines: Sequence[FieldWords], left: str, right: str, *, empty: str = ""
    ) -> None:
        """Two versions under their headings, field by field."""
        self._lines, self._heads, self._empty = tuple(lines), (left, right), empty
        self._fill()

    def _fill(self) -> None:
        at = self.verticalScrollBar().value()
        self.clear()
        self.document().setDefaultFont(theme.serif(1.12))
        self.document().setDocumentMargin(theme.px(10))
        cursor = QTextCursor(self.document())
        if not self._lines:
            cursor.insertText(self._empty, _plain("text.muted"))
        elif self._heads is None:
            self._fill_changes(cursor)
        else:
            self._fill_sides(cursor, self._heads)
        self.setAccessibleDescription(spoken(self._lines) or self._empty)
        self.verticalScrollBar().setValue(at)

    def _fill_changes(self, cursor: QTextCursor) -> None:
        for number, line in enumerate(self._lines):
            _begin(cursor, number, space=12)
            cursor.insertText(line.label, _label())
            _begin(cursor, 1, space=2)
            if line.before and line.after and not _are_near(line):
                _insert(cursor, _whole(Was.REMOVED, line.before))
                _begin(cursor, 1, space=2)
                _insert(cursor, _whole(Was.ADDED, line.after))
            else:
                _insert(cursor, _near(difference(line.before, line.after)))

    def _fill_sides(self, cursor: QTextCursor, heads: tuple[str, str]) -> None:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(theme.px(6))
        form.setCellSpacing(0)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        form.setColumnWidthConstraints([half, half])
        form.setHeaderRowCount(1)
        table = cursor.insertTable(1 + 2 * len(self._lines), 2, form)
        for column, head in enumerate(heads):
            table.cellAt(0, column).firstCursorPosition().insertText(head, _heading())
        # What differs is looked for; the rest stands beneath it.
        ordered = sorted(self._lines, key=lambda one: one.before == one.after)
        for number, line in enumerate(ordered):
            row = 1 + 2 * number
            table.mergeCells(row, 0, 1, 2)
            table.cellAt(row, 0).firstCursorPosition().insertText(line.label, _label())
            pieces = difference(line.before, line.after)
            for column, hidden in ((0, Was.ADDED), (1, Was.REMOVED)):
                place = table.cellAt(row + 1, column).firstCursorPosition()
                _insert(place, [one for one in pieces if one.was is not hidden])


def spoken(lines: Iterable[FieldWords]) -> str:
    """The changes in words, for who does not see them."""
    said: list[str] = []
    for line in lines:
        if line.before and line.after:
            shape = _("{field}: was “{before}”, is “{after}”")
        else:
            shape = (
                _("{field}: added “{after}”") if line.after else _("{field}: removed “{before}”")
            )
        said.append(shape.format(field=line.label, before=line.before, after=line.after))
    return ". ".join(said)


def _are_near(line: FieldWords) -> bool:
    """Whether two texts share so much that one text with both is read more easily than two."""
    pieces = difference(line.before, line.after)
    same = sum(len(one.text) for one in pieces if one.was is Was.SAME)
    return 3 * same >= min(len(line.before), len(line.after))


def _whole(was: Was, text: str) -> Sequence[Piece]:
    return [one for one in difference(text, "") + difference("", text) if one.was is was]


def _near(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with long stretches that are the same shortened to what stands by a change."""
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        text = piece.text
        if piece.was is not Was.SAME or len(text) <= 3 * _BESIDE or not last:
            yield piece
            continue
        start = text[:_BESIDE] + " " if at else ""
        end = " " + text[-_BESIDE:] if at < last else ""
        yield Piece(Was.SAME, f"{start}[…]{end}")


def _cut(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """As much as anybody reads here; the end is said."""
    room = _MOST
    for piece in pieces:
        if len(piece.text) > room:
            yield Piece(piece.was, piece.text[:room])
            yield Piece(Was.SAME, " […]")
            return
        room -= len(piece.text)
        yield piece


def _insert(cursor: QTextCursor, pieces: Iterable[Piece]) -> None:
    before: Piece | None = None
    for piece in _cut(pieces):
        if before is not None and before.was is Was.REMOVED and piece.was is Was.ADDED:
            # What comes in the place of a word does not touch it.
            cursor.insertText("" if before.text[-1:].isspace() else " ", _plain("text.body"))
        words = piece.text.rstrip()
        cursor.insertText(words, _formats(piece.was))
        cursor.insertText(piece.text[len(words) :], _plain("text.body"))
        before = piece


def _begin(cursor: QTextCursor, number: int, *, space: int) -> None:
    form = QTextBlockFormat()
    form.setTopMargin(theme.px(space) if number else 0)
    if number:
        cursor.insertBlock(form)
    else:
        cursor.setBlockFormat(form)


def _formats(was: Was) -> QTextCharFormat:
    form = _plain("text.body")
    if was is Was.REMOVED:
        form.setFontStrikeOut(True)
        form.setBackground(theme.colour("status.error_soft"))
        form.setForeground(theme.colour("status.error"))
        form.setToolTip(_("Removed"))
    elif was is Was.ADDED:
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setBackground(theme.colour("status.new_soft"))
        form.setForeground(theme.colour("status.new"))
        form.setToolTip(_("Added"))
    return form


def _plain(shade: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(theme.serif(1.12))
    form.setForeground(theme.colour(shade))
    return form


def _label() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(theme.sans(0.92, QFont.Weight.DemiBold))
    form.setForeground(theme.colour("text.muted"))
    return form


def _heading() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(theme.sans(1.0, QFont.Weight.Bold))
    form.setForeground(theme.colour("text.heading"))
    return form
