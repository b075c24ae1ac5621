"""Counts the open briefing in the background: the numbers beside the tabs, its line and its marking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from briefing.services import library_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.services.library_view import Header
    from briefing.ui.session import Session
    from briefing.ui.tabs.base import Tab
    from briefing.ui.tasks import CancelToken, Progress, Task


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands beside the tabs and under the title. ``numbers`` has only the tabs counted anew."""

    briefing_id: str
    header: Header | None
    sourced: str
    numbers: Mapping[str, int | None]


class Counter(QObject):
    """Counts again after changes, one job at a time: in a library of 100,000 entries it takes a second."""

    #: A briefing was counted; carries a Counted.
    counted = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._wanted: dict[str, type[Tab]] = {}
        self._asked = self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def want(self, tabs: Mapping[str, type[Tab]], wait_ms: int) -> None:
        """Count these tabs ``wait_ms`` after the last that was wanted, with those wanted before."""
        if self._over:
            return
        self._wanted |= tabs
        self._asked = True
        self._timer.start(wait_ms)

    def stop(self) -> None:
        """Count no more, whatever is written while the window closes."""
        self._over = True
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _on_time(self) -> None:
        briefing_id = self._session.briefing_id
        if briefing_id is None or (self._task is not None and not self._task.over):
            # What is under way starts the timer again when it is done.
            return
        workspace, tabs = self._session.workspace, self._wanted
        self._wanted, self._asked = {}, False

        def job(_progress: Progress, token: CancelToken) -> Counted:
            header = library_view.header(workspace, briefing_id)
            sourced = library_view.sourced_words(workspace, briefing_id) if header else ""
            numbers: dict[str, int | None] = {}
            for key, tab in tabs.items():
                token.check()
                numbers[key] = tab.count_in(workspace, briefing_id)
            return Counted(briefing_id, header, sourced, numbers)

        self._task = self._session.tasks.run(job, self._on_done, self._on_failed, owner=self)

    def _on_done(self, found: Counted) -> None:
        if found.briefing_id == self._session.briefing_id:
            self.counted.emit(found)
        self._go_on()

    def _on_failed(self, _error: Exception) -> None:
        # The window tells of it; the numbers stay as they were until the next change.
        self._go_on()

    def _go_on(self) -> None:
        if self._asked and not self._over and not self._timer.isActive():
            self._timer.start(0)
