"""The Blocs tab: who stands with whom on a day, in pictures and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import bloc_view
from briefing.services.bloc_filter import kinds_in
from briefing.services.bloc_line_up import line_up
from briefing.services.bloc_material import read_material
from briefing.services.bloc_moments import time_span
from briefing.services.bloc_pictures import PICTURES, begin_with, difference, picture_of
from briefing.services.entry_counts import count_entries
from briefing.services.pinning import pin_actor, reset_pins, unpin_actor
from briefing.ui import theme
from briefing.ui.blocs.bar import BlocBar
from briefing.ui.blocs.bloc_strip import BlocStrip
from briefing.ui.blocs.pair import PicturePair
from briefing.ui.blocs.rows import rows_between, rows_of
from briefing.ui.blocs.time_bar import YearsBar
from briefing.ui.delegates.row_list import RowList
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent

    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_exporting import BlocRequest
    from briefing.services.bloc_filter import BlocFilter
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocView
    from briefing.services.workspace import Workspace
    from briefing.ui.blocs.pair import Placed
    from briefing.ui.blocs.time_slider import DayChosen
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Session


# Pixels at 100 %: what the rows keep. Of more rows than these, those alike are measured once.
_ROWS, _MEASURED = 72, 150
# Milliseconds within which a handle that is dragged draws no second time.
_DRAG_MS = 30


class BlocsTab(Tab):
    """The blocs of a date, of two where asked, with their relations and members beneath."""

    key = "blocs"
    title = "Blocs"
    kinds = frozenset(
        ("same_as", "relation", "relation_party", "bloc", "bloc_member", "actor", "passage_link")
    ) | {"event", "source", "claim", "briefing", "pin"}
    home_of = frozenset({"relation", "bloc", "bloc_member"})

    #: The picture is to be written to a file.
    export_wanted = Signal()
    #: The menu of the pictures was asked for; carries the place on the screen.
    picture_menu_wanted = Signal(object)
    #: A day is shown, maybe another than before; carries its ordinal with its words.
    day_shown = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._briefing: str | None = None
        self._date = self._earlier = ""
        self._waiting: dict[bool, str] = {}
        self.material: BlocMaterial | None = None
        self.view: BlocView | None = None
        self.earlier: BlocView | None = None
        self.changes: BlocChanges | None = None
        self.picture = PICTURES[0]
        self.bar = BlocBar(self)
        self.compare = self.bar.compare
        self.compare.toggled.connect(self._on_compare_toggled)
        self.bar.difference.toggled.connect(self._on_compare_toggled)
        self.bar.picture_chosen.connect(self.show_picture)
        self.bar.filtered.connect(self._on_filtered)
        self.bar.uncited_toggled.connect(self._on_uncited_toggled)
        self.bar.reset_asked.connect(self._on_reset_asked)
        self.bar.out.clicked.connect(self.export_wanted)
        self.bar.rows.toggled.connect(self._on_rows_toggled)
        self.dates = self.bar.dates
        self.dates.day_chosen.connect(self._on_date)
        self.years = YearsBar(session.settings, self)
        self.years.day_chosen.connect(self._on_dragged)
        self.years.event_chosen.connect(session.select)
        self._drag_timer = QTimer(self)
        self._drag_timer.setSingleShot(True)
        self._drag_timer.setInterval(_DRAG_MS)
        self._drag_timer.timeout.connect(self._draw_dragged)
        self._wrong = QLabel(self)
        theme.set_role(self._wrong, "error")
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self.pair = PicturePair(session.tasks, self)
        self.maps = self.pair.views
        self.pair.chosen.connect(self._on_picture_chosen)
        self.pair.opened.connect(session.edit_requested)
        self.pair.placed.connect(self._on_placed)
        self.pair.let_go.connect(self._on_let_go)
        for view in self.maps:
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._on_picture_menu)
        self.strip = BlocStrip(session, self.pair.actors, self)
        self.strip.drawing.connect(self.pair.set_drawing)
        self.bar.draw.toggled.connect(self.strip.set_drawing)
        self.pair.dropped.connect(self.strip.put_into)
        self.pair.ready.connect(self._arrange)
        self.list = RowList(_("Relations and blocs at this date"), self)
        self.list.choose_several()
        self.list.chosen.connect(self._on_chosen)
        #: The years and what they tell stay beside the rows, however high the pictures are.
        self.below = QWidget(self)
        beneath = QVBoxLayout(self.below)
        beneath.setContentsMargins(0, 0, 0, 0)
        beneath.setSpacing(0)
        beneath.addWidget(self.years)
        beneath.addWidget(self.list, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pair)
        self.splitter.addWidget(self.below)
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
        column.addWidget(self.strip)
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
        """Draw the dates shown anew; another briefing begins at its own date."""
        briefing = self.session.briefing_id
        if briefing is None:
            self.list.set_rows(())
            return
        self.material = read_material(self.session.workspace, briefing)
        suggested = bloc_view.suggested_in(self.material)
        if briefing != self._briefing:
            self._briefing = briefing
            self._date = bloc_view.default_in(self.material)
            self._earlier = suggested[0][0] if suggested else self._date
            self.bar.clear()
            _, day = bloc_view.read_day(self._date)
            self.picture = picture_of(begin_with(bloc_view.view_on(self.material, day).scene))
            self.pair.actors.clear()
        self.strip.set_blocs([(one.id, one.name) for one in self.material.blocs])
        self.bar.draw.setEnabled(self.session.may_change("bloc"))
        self.bar.set_kinds(kinds_in(self.material))
        self.dates.set_suggested(suggested)
        self.years.set_span(time_span(self.material))
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
            self.set_date(text) and self._choose(kind, record_id) for text in self.dates.dates()
        )

    def show_picture(self, key: str) -> None:
        """Draw the blocs another way: ``key`` is one of ``bloc_pictures.PICTURES``."""
        self.picture = picture_of(key)
        self.set_date(self._date)

    def set_date(self, text: str, *, earlier: str = "") -> bool:
        """Show the line-up of a date as a person writes it; False with words where it is none.

        ``earlier`` is the date to compare with; empty: that of before.
        """
        if self.material is None:
            return False
        two, shown = self.compare.isChecked(), self.bar.filter
        try:
            up = line_up(self.material, text, earlier or self._earlier, shown, two=two)
        except UserError as error:
            self._wrong.setText(str(error))
            self._wrong.show()
            return False
        self._wrong.hide()
        self._date, self._earlier = up.date, up.earlier
        self.strip.date = up.date
        self.view, self.earlier, self.changes = up.view, up.before, up.changes
        self.bar.set_picture(self.picture.key, moved=bool(self.material.pins))
        self.dates.show_two(two=two)
        self.dates.set_dates(up.date, up.words, up.earlier_words)
        before = up.before.day if up.before else None
        self.years.slider.set_days(up.view.day, up.words, before, up.earlier_words)
        self.years.tell(up.sentence)
        self._draw()
        self._arrange()
        self._list()
        self.day_shown.emit((up.view.day, up.view.scene.heading))
        return True

    def request(self) -> BlocRequest:
        """What is shown, as it is asked for to be written to a file."""
        from briefing.services.bloc_exporting import BlocRequest

        two = self.compare.isChecked()
        return BlocRequest(
            self._date,
            self._earlier if two else "",
            self.picture.key,
            shown=self.bar.filter,
            in_one=two and self.bar.difference.isChecked(),
            uncited=self.bar.uncited.isChecked(),
        )

    def open_bloc_of(self, member_id: str) -> None:
        """Open the form of the bloc that a member belongs to."""
        members = self.material.members if self.material else ()
        bloc = next((one.bloc_id for one in members if one.id == member_id), None)
        if bloc is not None:
            self.session.edit_requested.emit(Entry("bloc", bloc))

    def _draw(self) -> None:
        view, before = self.view, self.earlier
        if view is None:
            return
        if before is not None and self.changes is not None and self.bar.difference.isChecked():
            self.pair.show_difference(self.picture, *difference(before, view, self.changes))
        else:
            earlier = before.scene if before else None
            uncited = self.bar.uncited.isChecked()
            self.pair.show_scenes(self.picture, view.scene, earlier, uncited=uncited)

    def _list(self) -> None:
        rows: list[Row] = []
        if self.earlier is not None and self.changes is not None and self.view is not None:
            rows += rows_between(self.earlier, self.view, self.changes)
        elif self.view is not None:
            rows += rows_of(self.view)
        # Too many to be measured one by one before the next date: those alike are measured once.
        self.list.cards.alike = len(rows) > _MEASURED
        self.list.set_rows(rows)

    def _choose(self, kind: str, record_id: str) -> bool:
        found = self.list.select_entry(kind, record_id)
        if found:
            self.pair.set_selected(record_id)
        return found

    def _on_row_opened(self, entry: Entry) -> None:
        # A member has no form of its own: it is edited with its bloc.
        if entry.kind != "bloc_member":
            super()._on_row_opened(entry)
        else:
            self.open_bloc_of(entry.id)

    def _on_date(self, chosen: DayChosen) -> None:
        self.years.stop()
        if chosen.earlier:
            self.set_date(self._date, earlier=chosen.text)
        else:
            self.set_date(chosen.text)

    def _on_dragged(self, chosen: DayChosen) -> None:
        self._waiting[chosen.earlier] = chosen.text
        if not self._drag_timer.isActive():
            self._draw_dragged()
            self._drag_timer.start()

    def _draw_dragged(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if waiting:
            self.set_date(waiting.get(False, self._date), earlier=waiting.get(True, ""))

    def _on_compare_toggled(self, _on: object) -> None:
        self._dragged = False
        self.set_date(self._date)

    def _on_picture_menu(self, at: QPoint) -> None:
        view = self.sender()
        if isinstance(view, QWidget):
            self.picture_menu_wanted.emit(view.mapToGlobal(at))

    def _on_filtered(self, _filter: BlocFilter) -> None:
        self.set_date(self._date)

    def _on_uncited_toggled(self, _on: object) -> None:
        self._draw()
        self._arrange()

    def _on_placed(self, put: Placed) -> None:
        if self._briefing is not None:
            self._try(pin_actor, self._briefing, put.actor, put.x, put.y)

    def _on_let_go(self, actor: Entry) -> None:
        if self._briefing is not None:
            self._try(unpin_actor, self._briefing, actor.id)

    def _on_reset_asked(self) -> None:
        if self._briefing is not None:
            self._try(reset_pins, self._briefing)

    def _try(self, change: Callable[..., object], *what: object) -> None:
        """Write, or say in a line why not: a final briefing stands as it is."""
        try:
            change(self.session.workspace, *what)
        except UserError as error:
            self._wrong.setText(str(error))
            self._wrong.show()

    def _on_rows_toggled(self, _on: object) -> None:
        self._dragged = False
        self._arrange()

    def _on_splitter_moved(self, _place: int, _handle: int) -> None:
        self._dragged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the pictures the height that they need at this width, and the rows what is left."""
        width = self.area.viewport().width()
        if not self.pair.drawn or width < 100 or self.pair.is_drawing:
            return
        years = max(self.years.heightForWidth(width), self.years.minimumSizeHint().height())
        room, rows = self.area.viewport().height() - self.splitter.y() - years, theme.px(_ROWS)
        # Two dates are to be compared at a glance: the rows give way where both pictures need the room.
        crowded = self.pair.is_crowded(width, room - rows, room)
        self.bar.rows.setVisible(crowded)
        self.list.setVisible(not crowded or self.bar.rows.isChecked())
        if self.list.isHidden():
            rows = 0
        least = years + rows
        tall = self.pair.arrange(width, room - rows)
        self.splitter.setMinimumHeight(tall + least)
        if not self._dragged:
            self.splitter.setSizes([tall, max(least, self.splitter.height() - tall)])

    def _on_chosen(self, entry: Entry) -> None:
        self.pair.set_selected(self._drawn_as(entry))
        self.session.select(entry)

    def _on_picture_chosen(self, entry: Entry) -> None:
        self.pair.set_selected(entry.id)
        self.list.select_entry(entry.kind, entry.id)
        self.session.select(entry)

    def _on_selection_changed(self, entry: object) -> None:
        self.pair.set_selected(self._drawn_as(entry) if isinstance(entry, Entry) else None)

    def _drawn_as(self, entry: Entry) -> str:
        """What stands for an entry in the pictures: for a member the actor."""
        views = [one for one in (self.view, self.earlier) if one is not None]
        members = (m for view in views for bloc in view.blocs for m in bloc.who)
        return next((m.actor for m in members if m.id == entry.id), entry.id)
