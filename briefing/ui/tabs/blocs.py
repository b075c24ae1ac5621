"""The Blocs tab: who stands with whom on a day, on the map and as rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.dates import friendly
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import bloc_view
from briefing.services.entry_counts import count_entries
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.pictures.painter import PictureView
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from briefing.domain.picture import Picture
    from briefing.services.bloc_view import BlocRow, BlocView, RelationRow
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Session


# The width of a map in ems of its smallest text, at least; pixels at 100 %: what the rows keep.
_LETTERS, _ROWS = 36.0, 72


class _Map:
    """Draws one view of the pair, both over the same part of the world."""

    def __init__(self, view: BlocView, other: BlocView | None, *, legend: bool) -> None:
        self.view, self.other, self.legend = view, other, legend

    def __call__(self, width: float, height: float) -> Picture:
        from briefing.analysis.bloc_map import draw_map

        return draw_map(self.view.scene, width, height, **self._look(width))

    def wanted(self, width: float) -> int:
        """The height in pixels that shows the line-up and no more of the world than it needs."""
        from briefing.analysis.bloc_map import map_height

        return math.ceil(map_height(self.view.scene, width, **self._look(width)))

    def _look(self, width: float) -> dict[str, Any]:
        # Large words on a small map cover it; the rows beneath say the same at full size.
        size = min(theme.px(11), max(11.0, width / _LETTERS))
        like = (self.other.scene,) if self.other else ()
        return {"min_text": size, "legend": self.legend, "like": like}


class BlocsTab(Tab):
    """The bloc map of a date, of two where asked, with its relations and blocs beneath."""

    key = "blocs"
    title = "Blocs"
    kinds = frozenset(
        {
            "same_as",
            "relation",
            "relation_party",
            "bloc",
            "bloc_member",
            "actor",
            "passage_link",
            "event",
        }
    )
    home_of = frozenset({"relation", "bloc"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._briefing: str | None = None
        self._date = ""
        self.view: BlocView | None = None
        self.earlier: BlocView | None = None
        self.date_edit = QLineEdit(self)
        self.date_edit.setAccessibleName(_("Date of the map"))
        self.date_edit.setPlaceholderText(_("1951, June 2024 …"))
        self.date_edit.setFixedWidth(theme.px(120))
        self.date_edit.returnPressed.connect(self._on_date_entered)
        self._quick = QWidget(self)
        self._flow = FlowLayout(self._quick)
        self._buttons: list[Chip] = []
        self.compare = Chip(_("Compare two dates"), self, checkable=True)
        self.compare.toggled.connect(self._on_compare_toggled)
        self._wrong = QLabel(self)
        theme.set_role(self._wrong, "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        # Wraps: large text leaves no room for all of them in one line.
        controls = QWidget(self)
        bar = FlowLayout(controls)
        bar.setContentsMargins(theme.px(28), theme.px(6), theme.px(22), theme.px(6))
        for widget in (self.date_edit, self._quick, self.compare):
            bar.addWidget(widget)
        self.maps = (
            PictureView(_("Bloc map of the earlier date"), self),
            PictureView(_("Bloc map"), self),
        )
        self.list = RowList(_("Relations and blocs at this date"), self)
        self.list.choose_several()
        self.list.chosen.connect(self._on_chosen)
        pictures = QWidget(self)
        stack = QVBoxLayout(pictures)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(theme.px(3))
        for one in self.maps:
            one.chosen.connect(self._on_map_chosen)
            # The later map carries the legend of both.
            stack.addWidget(one)
        self.maps[0].hide()
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(pictures)
        self.splitter.addWidget(self.list)
        self.splitter.setStretchFactor(1, 1)
        # Asks for its least height only, or the page would scroll where all could be seen.
        self.splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self._stack = stack
        self._drawn: list[tuple[PictureView, _Map]] = []
        self._dragged = False
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(controls)
        column.addWidget(self._wrong)
        column.addWidget(self.splitter, 1)
        # The page scrolls where large text leaves no room for a whole map.
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        theme.current().theme_changed.connect(self._arrange)
        session.selection_changed.connect(self._on_selection_changed)

    def reload(self) -> None:
        """Draw the date shown anew; another briefing begins at its own date."""
        briefing = self.session.briefing_id
        if briefing is None:
            self.list.set_rows(())
            return
        ws = self.session.workspace
        if briefing != self._briefing:
            self._briefing = briefing
            self._date = bloc_view.default_date(ws, briefing)
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for text, words in bloc_view.suggested_dates(ws, briefing):
            chip = Chip(words, self._quick, checkable=True)
            chip.setProperty("date", text)
            chip.clicked.connect(self._on_quick_clicked)
            self._flow.addWidget(chip)
            chip.show()
            self._buttons.append(chip)
        self.set_date(self._date)

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many relations the briefing has."""
        return count_entries(workspace, "relation", briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a relation or bloc, at a date where it holds if it is not at the one shown."""
        if kind not in self.home_of:
            return False
        self.ensure_fresh()
        if self.list.select_entry(kind, record_id):
            self._ring(record_id)
            return True
        for chip in self._buttons:
            self.set_date(chip.property("date"))
            if self.list.select_entry(kind, record_id):
                self._ring(record_id)
                return True
        return False

    def set_date(self, text: str) -> bool:
        """Show the line-up of a date as a person writes it; False with words where it is none."""
        briefing = self.session.briefing_id
        if briefing is None:
            return False
        try:
            date, day = bloc_view.read_day(text)
        except UserError as error:
            self._wrong.setText(str(error))
            self._wrong.show()
            return False
        self._wrong.hide()
        self._date = date
        words = friendly(date)
        words = words[:1].upper() + words[1:]
        self.date_edit.setText(words)
        ws = self.session.workspace
        self.view = bloc_view.bloc_view(ws, briefing, day, words)
        self.earlier = None
        if self.compare.isChecked():
            first = next((c.property("date") for c in self._buttons), date)
            other, other_day = bloc_view.read_day(first)
            self.earlier = bloc_view.bloc_view(ws, briefing, other_day, friendly(other))
            self._drawn = [(self.maps[0], _Map(self.earlier, self.view, legend=False))]
        else:
            self._drawn = []
        self._drawn.append((self.maps[1], _Map(self.view, self.earlier, legend=True)))
        for shown, drawing in self._drawn:
            shown.set_draw(drawing)
        self.maps[0].setVisible(self.earlier is not None)
        self._arrange()
        for chip in self._buttons:
            chip.setChecked(chip.property("date") == date)
        self.list.set_rows(self._rows())
        return True

    # ------------------------------------------------------------------ inside

    def _rows(self) -> list[Row]:
        view = self.view
        if view is None:
            return []
        rows: list[Row] = []
        if self.earlier is not None:
            rows.append(Row(heading=True, head=bloc_view.differences(self.earlier, view)))
        rows.append(Row(heading=True, head=_("Blocs at this date"), tail=str(len(view.blocs))))
        rows += [_bloc_row(one) for one in view.blocs]
        rows.append(
            Row(heading=True, head=_("Relations at this date"), tail=str(len(view.relations)))
        )
        rows += [_relation_row(one) for one in view.relations]
        return rows

    def _ring(self, record_id: str | None) -> None:
        for one in self.maps:
            one.set_selected(record_id)

    def _on_date_entered(self) -> None:
        self.set_date(self.date_edit.text())

    def _on_quick_clicked(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.set_date(chip.property("date"))

    def _on_compare_toggled(self, on: object) -> None:
        del on
        self._dragged = False
        self.set_date(self._date)

    def _on_splitter_moved(self, _place: int, _handle: int) -> None:
        self._dragged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the maps the height that they need at this width, and the rows what is left."""
        width = self.area.viewport().width()
        if not self._drawn or width < 100:
            return
        tall = 0
        for view, drawing in self._drawn:
            high = drawing.wanted(width)
            self._stack.setStretchFactor(view, high)
            view.setMinimumHeight(high)
            tall += high + self._stack.spacing()
        self.splitter.setMinimumHeight(tall + theme.px(_ROWS))
        if not self._dragged:
            self.splitter.setSizes([tall, max(theme.px(_ROWS), self.splitter.height() - tall)])

    def _on_chosen(self, entry: Entry) -> None:
        self._ring(entry.id)
        self.session.select(entry)

    def _on_map_chosen(self, entry: Entry) -> None:
        self._ring(entry.id)
        self.list.select_entry(entry.kind, entry.id)
        self.session.select(entry)

    def _on_selection_changed(self, entry: object) -> None:
        self._ring(entry.id if isinstance(entry, Entry) else None)


def _bloc_row(bloc: BlocRow) -> Row:
    return Row(
        head=bloc.name,
        text=bloc.members if bloc.members != bloc.name else "",
        detail=bloc.basis,
        kind="bloc",
        id=bloc.id,
        side=(bloc.held,),
        avatar=bloc.letters,
        shade=bloc.colour,
    )


def _relation_row(relation: RelationRow) -> Row:
    chips = [(relation.relation_kind, "plain")]
    chips += [(words, "plain") for words in (relation.phase, relation.certainty) if words]
    if relation.denied_by:
        chips.append((_("denied by {who}").format(who=relation.denied_by), "warn"))
    if relation.faint:
        chips.append((_("may hold at this date"), "warn"))
    number = relation.sources
    words = _("1 passage") if number == 1 else _("{n} passages").format(n=number)
    return Row(
        head=relation.ends,
        kind="relation",
        id=relation.id,
        chips=tuple(chips),
        side=(relation.held,),
        side_chip=(words, "plain") if number else (_("no passage"), "warn"),
    )
