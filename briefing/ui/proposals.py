"""What was drawn out of the articles of the open briefing: how much waits, and what nobody looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from briefing.i18n import _
from briefing.services import drawn_marks
from briefing.services.sample import BRIEFING_KEY, sample_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.changes import ChangeSet
    from briefing.services.drawn_marks import Origin
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: How long after a briefing was opened its articles are drawn out, and after a change counted anew.
_OPENED_MS, _CHANGED_MS = 4_000, 300
#: Articles of a desk that are counted; of more, those that came in last in this session.
_MOST = 300
_KINDS = frozenset(
    {
        *("verdict", "actor", "actor_name", "same_as", "quote", "event", "claim", "relation"),
        "document",
    }
)


class Proposals(QObject):
    """The count of what waits, by document, and the marks of entries that nobody looked at.

    Counting draws the articles out, in the background and one job at a time. The articles of the
    sample are worked out already and are not counted.
    """

    #: The counts or the marks are others than before.
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._wanted: dict[str, None] = {}
        self._marks: dict[str, Origin] = {}
        self.counts: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        session.briefing_changed.connect(self._on_briefing_changed)
        session.changed.connect(self._on_changed)
        self._on_briefing_changed(session.briefing_id)

    @property
    def waiting(self) -> int:
        """How many proposals wait in all articles that were counted."""
        return sum(self.counts.values())

    @property
    def marks(self) -> Mapping[str, Origin]:
        """Entry id → where it came from, for what nobody has looked at."""
        return self._marks

    def want(self, documents: Iterable[str]) -> None:
        """Count what waits in some documents, soon."""
        self._wanted |= dict.fromkeys(documents)
        if self._wanted:
            self._timer.start(0)

    def counted(self, document_id: str, number: int) -> None:
        """What waits in a document was counted elsewhere."""
        if self.counts.get(document_id) != number:
            self.counts[document_id] = number
            self.changed.emit()

    def marked(self, row: Row) -> Row:
        """A row of a list, with the mark where nobody has looked at its entry."""
        if row.id not in self._marks or row.heading:
            return row
        origin = self._marks[row.id]
        chip = (_("drawn out, not looked at"), "warn")
        return replace(row, chips=(*row.chips, chip), tip=row.tip or origin.words)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _on_briefing_changed(self, briefing_id: object) -> None:
        self.stop()
        self.counts, self._wanted = {}, {}
        self._marks = self._read_marks()
        is_sample = briefing_id == sample_id("briefing", BRIEFING_KEY)
        if briefing_id is not None and not is_sample:
            self._timer.start(_OPENED_MS)
        self.changed.emit()

    def _read_marks(self) -> dict[str, Origin]:
        briefing = self._session.briefing_id
        return drawn_marks.unlooked(self._session.workspace, briefing) if briefing else {}

    def _on_changed(self, done: ChangeSet) -> None:
        if _KINDS.isdisjoint(done.touched):
            return
        if "verdict" in done.touched:
            self._marks = self._read_marks()
            self.changed.emit()
        if self.counts:
            self._wanted |= dict.fromkeys(self.counts)
            self._timer.start(_CHANGED_MS)

    def _on_time(self) -> None:
        briefing_id = self._session.briefing_id
        if briefing_id is None or self._session.tasks.is_shut_down:
            return
        if self._task is not None and not self._task.over:
            # What is under way starts the timer again when it is done.
            return
        workspace, wanted = self._session.workspace, list(self._wanted)
        whole = not self.counts and not wanted
        self._wanted = {}

        def job(_progress: Progress, token: CancelToken) -> tuple[str, dict[str, int]]:
            # Loaded with the first count, for which the first picture of the window does not wait.
            from briefing.services import drafting, reviewing

            some = wanted
            if whole:
                desk = drafting.desk_documents(workspace, briefing_id)
                some = desk if len(desk) <= _MOST else []
            counts = reviewing.waiting_counts(workspace, briefing_id, some, token.check)
            return briefing_id, counts

        self._task = self._session.tasks.run(job, self._on_counted, self._on_failed, owner=self)

    def _on_counted(self, found: tuple[str, dict[str, int]]) -> None:
        briefing_id, counts = found
        if briefing_id == self._session.briefing_id and counts:
            self.counts |= counts
            self.changed.emit()
        self._go_on()

    def _on_failed(self, _error: Exception) -> None:
        # The window tells of it; the counts stay as they were.
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted and not self._timer.isActive():
            self._timer.start(_CHANGED_MS)
