"""What the Brief shows of news: a line above the page, and the ground behind what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefing.domain.records import word
from briefing.i18n import _
from briefing.services.reading import What
from briefing.ui import theme
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Chip, Pill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from briefing.domain.citing import Ref

_GROUND_ROUND = 3


def paint_ground(painter: QPainter, rect: QRect) -> None:
    """The tinted ground behind what is new."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("status.new_soft"))
    painter.drawRoundedRect(QRectF(rect), theme.px(_GROUND_ROUND), theme.px(_GROUND_ROUND))


class NewsGround(QWidget):
    """A text on the tinted ground, with its pill beneath."""

    def __init__(self, text: QWidget, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, theme.px(6))
        column.setSpacing(theme.px(4))
        column.addWidget(text)
        pills = FlowLayout()
        pills.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        pills.addWidget(Pill(words, "new", self))
        column.addLayout(pills)
        text.setAccessibleDescription(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self.rect())


class NewsChip(Chip):
    """ "2 changed quotes": each press shows the next of them."""

    #: The Ref of the entry to be shown.
    wanted = Signal(object)

    def __init__(self, text: str, refs: Sequence[Ref], parent: QWidget) -> None:
        super().__init__(text, parent)
        self._refs, self._next = tuple(refs), 0
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        ref = self._refs[self._next % len(self._refs)]
        self._next += 1
        self.wanted.emit(ref)


class NewsStrip(QWidget):
    """How many entries of which kind are new, each a way to them; and "Mark as read"."""

    #: The Ref of an entry to be shown.
    wanted = Signal(object)
    #: The reader has read all of it.
    read = Signal()
    #: The list of all of it is wanted.
    listed = Signal()

    def __init__(self, marks: Mapping[Ref, What], parent: QWidget) -> None:
        super().__init__(parent)
        row = FlowLayout(self, gap=8)
        label = QLabel(_("Since you read it:"), self)
        theme.set_role(label, "small")
        row.addWidget(label)
        said: list[str] = []
        for words, refs, what in _groups(marks):
            said.append(words)
            if what is What.REMOVED:
                # Nothing on the page leads there: the list does.
                gone = Chip(words, self)
                gone.clicked.connect(self.listed)
                row.addWidget(gone)
                continue
            chip = NewsChip(words, refs, self)
            chip.wanted.connect(self.wanted)
            row.addWidget(chip)
        self.list_button = Chip(_("List"), self)
        self.list_button.setAccessibleName(_("List of what is new since you read it"))
        self.list_button.clicked.connect(self.listed)
        row.addWidget(self.list_button)
        self.button = Chip(_("Mark as read"), self)
        self.button.clicked.connect(self._on_read)
        row.addWidget(self.button)
        self.setAccessibleName(_("Since you read it: {what}").format(what=", ".join(said)))

    def _on_read(self) -> None:
        self.read.emit()


def _groups(marks: Mapping[Ref, What]) -> list[tuple[str, list[Ref], What]]:
    """Words, entries and what happened to them; what is new first, judgments before the rest."""
    by_kind: dict[tuple[What, str], list[Ref]] = {}
    for ref, what in marks.items():
        by_kind.setdefault((what, ref.kind), []).append(ref)
    order = list(What)
    grouped: dict[tuple[int, int, str], list[Ref]] = {}
    for (what, kind), refs in by_kind.items():
        first = 0 if kind == "judgment" else 1 if kind == "section" else 2
        grouped[order.index(what), first, kind] = refs
    found: list[tuple[str, list[Ref], What]] = []
    for (place, _first, kind), refs in sorted(grouped.items(), key=lambda pair: pair[0]):
        found.append((_words(len(refs), order[place], kind), refs, order[place]))
    return found


def _words(count: int, what: What, kind: str) -> str:
    if kind == "briefing":
        return _("title or particulars changed")
    one = word(kind)
    many = f"{one[:-1]}ces" if one.endswith("x") else f"{one}s"
    shapes = {
        What.NEW: _("{n} new {entries}"),
        What.CHANGED: _("{n} changed {entries}"),
        What.REMOVED: _("{n} removed {entries}"),
    }
    return shapes[what].format(n=count, entries=one if count == 1 else many)
