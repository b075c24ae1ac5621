"""The Blocs tab: who stands with whom on a day, in pictures and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from briefing.services.bloc_filter import kinds_in
from briefing.services.bloc_material import read_material
from briefing.services.bloc_pictures import PICTURES, picture_of
from briefing.services.entry_counts import count_entries
from briefing.ui import theme
from briefing.ui.blocs.bar import BlocBar
from briefing.ui.blocs.pair import PicturePair
from briefing.ui.blocs.rows import rows_of
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from briefing.services.bloc_filter import BlocFilter
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocView
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Session


# Pixels at 100 %: what the rows keep.
_ROWS = 72


class BlocsTab(Tab):
    """The blocs of a date, of two where asked, with their relations and members beneath."""

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
            "source",
            "claim",
            "briefing",
        }
    )
    home_of = frozenset({"relation", "bloc", "bloc_member"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._briefing: str | None = None
        self._date = ""
        self.material: BlocMaterial | None = None
        self.view: BlocView | None = None
        self.earlier: BlocView | None = None
        self.picture = PICTURES[0]
        self.bar = BlocBar(self)
        self.compare = self.bar.compare
        self.compare.toggled.connect(self._on_compare_toggled)
        self.bar.picture_chosen.connect(self.show_picture)
        self.bar.filtered.connect(self._on_filtered)
        self.date_edit = QLineEdit(self)
        self.date_edit.setAccessibleName(_("Date of the picture"))
        self.date_edit.setPlaceholderText(_("1951, June 2024 …"))
        self.date_edit.setFixedWidth(theme.px(120))
        self.date_edit.returnPressed.connect(self._on_date_entered)
        self._quick = QWidget(self)
        self._flow = FlowLayout(self._quick)
        self._buttons: list[Chip] = []
        self._wrong = QLabel(self)
        theme.set_role(self._wrong, "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        # Wraps: large text leaves no room for all of them in one line.
        controls = QWidget(self)
        dates = FlowLayout(controls)
        dates.setContentsMargins(theme.px(28), theme.px(2), theme.px(22), theme.px(6))
        for widget in (self.date_edit, self._quick):
            dates.addWidget(widget)
        self.pair = PicturePair(self)
        self.maps = self.pair.views
        self.pair.chosen.connect(self._on_picture_chosen)
        self.list = RowList(_("Relations and blocs at this date"), self)
        self.list.choose_several()
        self.list.chosen.connect(self._on_chosen)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pair)
        self.splitter.addWidget(self.list)
        self.splitter.setStretchFactor(1, 1)
        # Asks for its least height only, or the page would scroll where all could be seen.
        self.splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self._dragged = False
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(controls)
        column.addWidget(self._wrong)
        column.addWidget(self.splitter, 1)
        # The page scrolls where large text leaves no room for a whole picture.
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
        self.material = read_material(self.session.workspace, briefing)
        if briefing != self._briefing:
            self._briefing = briefing
            self._date = bloc_view.default_in(self.material)
            self.bar.clear()
        self.bar.set_kinds(kinds_in(self.material))
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for text, words in bloc_view.suggested_in(self.material):
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
        """Choose a relation, a bloc or a member, at a date where it holds if not at the one shown."""
        if kind not in self.home_of:
            return False
        self.ensure_fresh()
        if self._choose(kind, record_id):
            return True
        return any(
            self.set_date(chip.property("date")) and self._choose(kind, record_id)
            for chip in self._buttons
        )

    def show_picture(self, key: str) -> None:
        """Draw the blocs another way: ``key`` is one of ``bloc_pictures.PICTURES``."""
        self.picture = picture_of(key)
        self.set_date(self._date)

    def set_date(self, text: str) -> bool:
        """Show the line-up of a date as a person writes it; False with words where it is none."""
        if self.material is None:
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
        shown = self.bar.filter
        self.view = bloc_view.view_on(self.material, day, words, shown)
        self.earlier = None
        if self.compare.isChecked():
            first = next((c.property("date") for c in self._buttons), date)
            other, other_day = bloc_view.read_day(first)
            self.earlier = bloc_view.view_on(self.material, other_day, friendly(other), shown)
        self.bar.set_picture(self.picture.key)
        before = self.earlier.scene if self.earlier else None
        self.pair.show_scenes(self.picture, self.view.scene, before)
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
        return [*rows, *rows_of(view)]

    def _choose(self, kind: str, record_id: str) -> bool:
        found = self.list.select_entry(kind, record_id)
        if found:
            self.pair.set_selected(record_id)
        return found

    def _on_row_opened(self, entry: Entry) -> None:
        blocs = self.view.blocs if self.view else ()
        bloc = next((b.id for b in blocs for m in b.who if m.id == entry.id), "")
        # A member has no form of its own: it is edited with its bloc.
        super()._on_row_opened(Entry("bloc", bloc) if bloc else entry)

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

    def _on_filtered(self, _filter: BlocFilter) -> None:
        self.set_date(self._date)

    def _on_splitter_moved(self, _place: int, _handle: int) -> None:
        self._dragged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the pictures the height that they need at this width, and the rows what is left."""
        width = self.area.viewport().width()
        if not self.pair.drawn or width < 100:
            return
        tall = self.pair.arrange(width)
        self.splitter.setMinimumHeight(tall + theme.px(_ROWS))
        if not self._dragged:
            self.splitter.setSizes([tall, max(theme.px(_ROWS), self.splitter.height() - tall)])

    def _on_chosen(self, entry: Entry) -> None:
        self.pair.set_selected(entry.id)
        self.session.select(entry)

    def _on_picture_chosen(self, entry: Entry) -> None:
        self.pair.set_selected(entry.id)
        self.list.select_entry(entry.kind, entry.id)
        self.session.select(entry)

    def _on_selection_changed(self, entry: object) -> None:
        self.pair.set_selected(entry.id if isinstance(entry, Entry) else None)
