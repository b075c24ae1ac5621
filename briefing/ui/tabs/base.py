"""What the window asks of every tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QWidget

from briefing.domain.citing import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QShowEvent

    from briefing.domain.changes import ChangeSet
    from briefing.services.workspace import Workspace
    from briefing.ui.delegates.row_list import RowList
    from briefing.ui.session import Entry, Session

#: How long something stands in view before it counts as seen.
_LOOK_MS = 2_000


class Tab(QWidget):
    """A view of one briefing. Subclasses fill ``reload`` and say which kinds of record they show.

    A hidden tab only remembers that it is out of date and reloads when it is shown.
    """

    #: Identifies the tab in settings and commands; the title is shown.
    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    #: Kinds of record whose change makes the tab reload.
    kinds: ClassVar[frozenset[str]] = frozenset()
    #: Kinds of entry that are at home here, for "show this entry".
    home_of: ClassVar[frozenset[str]] = frozenset()
    #: Whether there are lists of entries in it. The Brief has none, and is there before their code.
    has_lists: ClassVar[bool] = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        self._adopted: list[RowList] = []
        session.changed.connect(self._on_changed)
        session.briefing_changed.connect(self._on_briefing_changed)
        session.lock_changed.connect(self._on_lock_changed)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_looked)
        session.news.changed.connect(self._on_news)

    def reload(self) -> None:
        """Read everything anew for ``session.briefing_id`` and keep the selection by id."""
        raise NotImplementedError(type(self).__name__)

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """The number beside the title; None for none. Read on a worker, so no widget is touched."""
        del workspace, briefing_id
        return None

    def count(self) -> int | None:
        """The number beside the title as of now, for the briefing on the desk."""
        briefing = self.session.briefing_id
        return None if briefing is None else self.count_in(self.session.workspace, briefing)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Select an entry and scroll to it; False where it is not here."""
        del kind, record_id
        return False

    def main_part(self) -> QWidget | None:
        """What has the keyboard when the tab is opened by it; None for its first part."""
        return getattr(self, "list", None)

    def ensure_fresh(self) -> None:
        """Reload if something has changed since."""
        if self._stale:
            self._stale = False
            self.reload()
            self._adopt_lists()

    def _adopt_lists(self) -> None:
        """Let every list of entries open menus and forms as all others do."""
        if not self.has_lists:
            return
        from briefing.ui.delegates.row_list import RowList

        main = getattr(self, "list", None)
        for rows in self.findChildren(RowList):
            if rows in self._adopted:
                continue
            self._adopted.append(rows)
            # Of the session and not of the tab: that would hold itself alive.
            rows.rows.dress = self.session.dress
            rows.scheduleDelayedItemsLayout()
            rows.menu_requested.connect(self.session.menu_requested)
            rows.moved.connect(self.session.move_requested)
            rows.verticalScrollBar().valueChanged.connect(self._start_looking)
            if rows is main:
                rows.opened.connect(self._on_row_opened)

    def refresh_marks(self) -> None:
        """Which entries nobody has looked at has changed: lay the lists out anew."""
        for rows in self._adopted:
            rows.scheduleDelayedItemsLayout()
            rows.viewport().update()

    def _on_row_opened(self, entry: Entry) -> None:
        if entry.kind in self.home_of:
            self.session.edit_requested.emit(entry)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the tab was hidden."""
        super().showEvent(event)
        self.ensure_fresh()
        self._start_looking()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._start_looking()
        return super().event(event)

    def entries_in_view(self) -> Iterable[Ref]:
        """The entries that a reader has before their eyes now."""
        for rows in self._adopted:
            if rows.isVisible():
                yield from (Ref(one.kind, one.id) for one in rows.entries_in_view())

    def _on_news(self) -> None:
        self.refresh_marks()
        self._start_looking()

    def _start_looking(self) -> None:
        """Give the reader time for what has come into view."""
        if self.session.news.is_waiting and self.isVisible():
            self._look.start()

    def _on_looked(self) -> None:
        """What stood in view for a while has been seen; the rest waits for its turn."""
        if self.isVisible() and self.window().isActiveWindow():
            self.session.news.saw(self.session.news.waiting().intersection(self.entries_in_view()))

    def _on_changed(self, done: ChangeSet) -> None:
        if self.kinds.isdisjoint(done.touched):
            return
        self._stale = True
        if self.isVisible():
            self.ensure_fresh()

    def _on_lock_changed(self) -> None:
        self._on_briefing_changed(None)

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self._stale = True
        if self.isVisible():
            self.ensure_fresh()
