"""Runs the checks of the open briefing in the background, soon after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from briefing.services import checking
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.services.checking import Checked
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: Long enough that typing has paused.
AFTER_MS = 900


class Checker(QObject):
    """Keeps what the checks found up to date. A very large briefing is checked on request alone."""

    #: The checks have run; carries a Checked.
    checked = Signal(object)
    #: The checks do not run by themselves, since the briefing is too large.
    waits = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.result: Checked | None = None
        self._task: Task | None = None
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._on_time)
        session.changed.connect(self._on_changed)
        session.briefing_changed.connect(self._on_briefing_changed)
        # The briefing may have been opened before the checks were loaded.
        self._timer.start()

    def run(self, *, force: bool = True) -> None:
        """Check now. Without ``force`` only a briefing that is small enough."""
        self._timer.stop()
        briefing_id = self._session.briefing_id
        if self._task is not None:
            self._task.cancel()
        if briefing_id is None or self._over:
            return
        workspace = self._session.workspace

        def job(progress: Progress, token: CancelToken) -> Checked | None:
            def report(done: int, total: int) -> None:
                token.check()
                progress.report(done, total)

            if not force and not checking.is_light(workspace, briefing_id):
                return None
            return checking.check_briefing(workspace, briefing_id, report)

        self._task = self._session.tasks.run(job, self._on_done, executor=Executor.IO, owner=self)

    def stop(self) -> None:
        """Run no more, whatever is written while the window closes."""
        self._over = True
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _on_done(self, found: Checked | None) -> None:
        self._task = None
        if found is None:
            self.waits.emit()
        elif found.briefing_id == self._session.briefing_id:
            self.result = found
            self.checked.emit(found)

    def _on_time(self) -> None:
        self.run(force=False)

    def _on_changed(self, done: ChangeSet) -> None:
        if not checking.KINDS_CHECKED.isdisjoint(done.touched):
            self._timer.start()

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self.result = None
        self._timer.start()
