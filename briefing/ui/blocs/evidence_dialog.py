"""A list of findings about the blocs with, beneath it, the relations that the chosen one rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QSplitter, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import view_on
from briefing.ui import theme
from briefing.ui.blocs.rows import relation_row
from briefing.ui.delegates.row_list import RowList
from briefing.ui.session import Entry
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefing.domain.changes import ChangeSet
    from briefing.services.bloc_view import RelationRow
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: Kinds whose change makes what is shown out of date.
_KINDS = frozenset(
    {"relation", "relation_party", "bloc", "bloc_member", "actor", "same_as", "verdict", "source"}
)
_AFTER_MS = 200


class EvidenceDialog(QDialog):
    """Stands beside the window: choosing a finding shows its sources there, Enter opens the relation.

    A subclass finds in ``work``, in the background, and shows in ``show_found``. ``title`` has a place for
    the ``{date}``: the day can change while the dialog stands there.
    """

    def __init__(
        self, session: Session, day: int, words: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.briefing = session.briefing_id or ""
        self.day, self.words = day, words
        self._relations: Mapping[str, RelationRow] = {}
        self._task: Task | None = None
        self._title = title
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.about = QLabel(_("Working it out…"), self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.list = self.make_list(title)
        self._show_title()
        self.list.setDragEnabled(False)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(_("Nothing was found"), parent=self)
        self.empty.hide()
        self.evidence = RowList(_("Relations behind the chosen row"), self)
        self.evidence.setDragEnabled(False)
        self.evidence.chosen.connect(session.select)
        self.evidence.opened.connect(session.open_entry)
        self._behind = QLabel(_("Rests on"), self)
        theme.set_role(self._behind, "small")
        below = QWidget(self)
        beneath = QVBoxLayout(below)
        beneath.setContentsMargins(0, 0, 0, 0)
        beneath.addWidget(self._behind)
        beneath.addWidget(self.evidence, 1)
        above = QWidget(self)
        top = QVBoxLayout(above)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.list, 1)
        top.addWidget(self.empty, 1)
        self.both = QSplitter(Qt.Orientation.Vertical, self)
        self.both.setChildrenCollapsible(False)
        self.both.addWidget(above)
        self.both.addWidget(below)
        self.both.setStretchFactor(0, 3)
        self.both.setStretchFactor(1, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.about)
        self.column.addWidget(self.both, 1)
        self.column.addWidget(self.buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.find)
        session.changed.connect(self._on_changed)
        session.briefing_changed.connect(self.reject)

    def make_list(self, title: str) -> RowList:
        """The list of findings."""
        return RowList(title, self, roomy=True)

    def fit(self, wide: int, high: int) -> None:
        """Take a size in pixels at 100 %, no larger than the window allows."""
        parent = self.parentWidget()
        room = parent.size() if parent is not None else None
        width, height = theme.px(wide), theme.px(high)
        if room is not None:
            width, height = min(width, room.width()), min(height, round(room.height() * 0.95))
        self.resize(width, height)

    def work(self) -> Callable[[], object]:
        """What finds, to be called on another thread; what it needs of the widgets is read now."""
        raise NotImplementedError(type(self).__name__)

    def show_found(self, found: object) -> Sequence[Row]:
        """Take what was found; the rows of the list."""
        raise NotImplementedError(type(self).__name__)

    def ties_of(self, kind: str, row: str) -> Sequence[str]:
        """Ids of the relations behind a row."""
        raise NotImplementedError(type(self).__name__)

    def show_day(self, shown: object) -> None:
        """Take the day that the pictures show now, given with its words."""
        day, words = cast("tuple[int, str]", shown)
        if (day, words) != (self.day, self.words):
            self.day, self.words = day, words
            self._show_title()
            self.find_later()

    def _show_title(self) -> None:
        title = self._title.format(date=self.words)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.list.setAccessibleName(title)

    def find_later(self) -> None:
        """Find anew when nothing has moved for a moment."""
        self._timer.start()

    def find(self) -> None:
        """Find anew, in the background; only the newest counts."""
        if self._task is not None:
            self._task.cancel()
        ws, briefing, day = self.session.workspace, self.briefing, self.day
        work = self.work()

        def job(_progress: Progress, token: CancelToken) -> tuple[object, dict[str, RelationRow]]:
            found = work()
            token.check()
            view = view_on(read_material(ws, briefing), day)
            return found, {one.id: one for one in view.relations}

        self._task = self.session.tasks.run(job, self._on_found, self._on_failed, owner=self)

    def _on_found(self, told: tuple[object, dict[str, RelationRow]]) -> None:
        found, self._relations = told
        rows = list(self.show_found(found))
        kept = self.list.current_entry()
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        first = next((r for r in rows if r.id), None)
        if first is not None and (kept is None or not self.list.select_entry(kept.kind, kept.id)):
            self.list.select_entry(first.kind, first.id)
        self.show_evidence()

    def _on_failed(self, error: Exception) -> None:
        self.about.setText(str(error))
        theme.set_role(self.about, "error")

    def _on_changed(self, changes: ChangeSet) -> None:
        if _KINDS & set(changes.touched):
            self.find_later()

    def _on_chosen(self, entry: Entry) -> None:
        del entry
        ids = self.show_evidence()
        if ids:
            self.session.select(Entry("relation", ids[0]))

    def show_evidence(self) -> list[str]:
        """Show the relations behind the chosen row; their ids."""
        entry = self.list.current_entry()
        ids = (
            [i for i in self.ties_of(entry.kind, entry.id) if i in self._relations] if entry else []
        )
        self.evidence.set_rows([relation_row(self._relations[i]) for i in dict.fromkeys(ids)])
        return ids
