"""Which entries are in conflict after a merge: told beside them until a person picks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing.i18n import _
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.services.conflict_marks import Contested
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task


class Conflicts(QObject):
    """Read in the background when the window stands and after what may change them."""

    #: There are other conflicts than before.
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._task: Task | None = None
        self._again = self._begun = False
        self.rows: tuple[Contested, ...] = ()
        self._ids: frozenset[str] = frozenset()
        session.changed.connect(self._on_changed)

    def marked(self, row: Row) -> Row:
        """A row of a list, with a mark where its entry is in conflict."""
        if row.heading or row.id not in self._ids:
            return row
        return replace(row, chips=(*row.chips, (_("in conflict"), "error")))

    def read(self) -> None:
        """Find out what is in conflict."""
        self._begun = True
        if self._session.tasks.is_shut_down:
            return
        if self._task is not None and not self._task.over:
            self._again = True
            return
        workspace = self._session.workspace

        def job(_progress: Progress, _token: CancelToken) -> tuple[Contested, ...]:
            from briefing.services.conflict_marks import contested

            return tuple(contested(workspace))

        self._task = self._session.tasks.run(
            job, self._on_read, self._on_failed, executor=Executor.IO, owner=self
        )

    def _on_read(self, rows: tuple[Contested, ...]) -> None:
        if rows != self.rows:
            self.rows = rows
            self._ids = frozenset(one.entry_id for one in rows)
            self.changed.emit()
        self._go_on()

    def _on_failed(self, _error: Exception) -> None:
        # The window tells of it; what was known stays.
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again, self._task = False, None
            self.read()

    def _on_changed(self, done: ChangeSet) -> None:
        # Before the window stands nobody looks at it, and what is read then tells all.
        if not self._begun:
            return
        if done.sort == "merge" or self.rows or done.sort in ("undo", "redo"):
            self.read()
