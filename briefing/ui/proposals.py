"""What was drawn out of the articles of the open briefing: how much waits, and what nobody looked at."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from briefing.i18n import _
from briefing.services import drawn_marks
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.ui.tasks import remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.changes import ChangeSet
    from briefing.services.drafting import Group
    from briefing.services.drawn_marks import Origin
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: How long after a briefing was opened its articles are drawn out; after a change those that it is about
#: are counted anew, and all the others once the hands have rested.
_OPENED_MS, _CHANGED_MS, _RESTED_MS = 4_000, 300, 15_000
#: Articles of a desk that are counted when it is opened; of more, those that came in since.
_MOST = 2_000
#: Articles that are all counted after each change; of more, only those that it is about.
_FEW = 30
#: Articles from which on the counting is a job that a person sees and can stop.
_SEEN = 20
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
    #: What came in has been drawn out; carries how many proposals wait in each group, and in how many
    #: articles.
    drawn = Signal(object, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._wanted: dict[str, None] = {}
        #: Of what is wanted, what came in just now.
        self._fresh: set[str] = set()
        self._marks: dict[str, Origin] = {}
        self.counts: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(_RESTED_MS)
        self._rested.timeout.connect(self._on_rested)
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
        """Count what waits in documents that came in, soon, and tell it."""
        came = list(documents)
        self._wanted |= dict.fromkeys(came)
        self._fresh.update(came)
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
        self._rested.stop()
        if self._task is not None:
            self._task.cancel()

    def _on_briefing_changed(self, briefing_id: object) -> None:
        self.stop()
        self.counts, self._wanted, self._fresh = {}, {}, set()
        self._marks = {}
        if briefing_id is not None:
            self._marks = drawn_marks.unlooked(self._session.workspace, str(briefing_id))
        is_sample = briefing_id == sample_id("briefing", BRIEFING_KEY)
        if briefing_id is not None and not is_sample:
            self._timer.start(_OPENED_MS)
        self.changed.emit()

    def _on_changed(self, done: ChangeSet) -> None:
        if _KINDS.isdisjoint(done.touched):
            return
        near: set[str] = set()
        if "verdict" in done.touched:
            near = self._read_marks(done.touched["verdict"])
        if not self.counts:
            return
        if len(self.counts) <= _FEW:
            self._wanted |= dict.fromkeys(self.counts)
        else:
            self._wanted |= dict.fromkeys(near & self.counts.keys())
            self._rested.start()
        if self._wanted:
            self._timer.start(_CHANGED_MS)

    def _read_marks(self, verdicts: Iterable[str]) -> set[str]:
        """Follow what some decisions say of marks; the documents that they are about."""
        marked, other, documents = drawn_marks.marks_of(self._session.workspace, verdicts)
        kept = {key: one for key, one in self._marks.items() if key not in other}
        if (now := kept | marked) != self._marks:
            self._marks = now
            self.changed.emit()
        return documents

    def _on_rested(self) -> None:
        self._wanted |= dict.fromkeys(self.counts)
        self._timer.start(0)

    def _on_time(self) -> None:
        briefing_id = self._session.briefing_id
        if briefing_id is None or self._session.tasks.is_shut_down:
            return
        if self._task is not None and not self._task.over:
            # What is under way starts the timer again when it is done.
            return
        workspace, wanted = self._session.workspace, list(self._wanted)
        whole = not self.counts and not wanted
        fresh, self._fresh, self._wanted = self._fresh, set(), {}

        def job(progress: Progress, token: CancelToken) -> tuple[str, set[str], _Counts]:
            # Loaded with the first count, for which the first picture of the window does not wait.
            from briefing.services import drafting, reviewing

            some = wanted
            if whole:
                desk = drafting.desk_documents(workspace, briefing_id)
                some = desk if len(desk) <= _MOST else []
            number, begun = 0, time.monotonic()

            def report() -> bool:
                nonlocal number
                words = _("Drawing out article {n} of {total}")
                words = words.format(n=number + 1, total=len(some))
                left = remaining(number, len(some), time.monotonic() - begun)
                progress.report(number, len(some), " · ".join(filter(None, (words, left))))
                number += 1
                # Who stops it keeps what was counted.
                return not token.cancelled

            counts = reviewing.waiting_groups(workspace, briefing_id, some, report)
            return briefing_id, fresh, counts

        name = _("Drawing out") if len(fresh) >= _SEEN else ""
        self._task = self._session.tasks.run(
            job, self._on_counted, self._on_failed, name=name, owner=self
        )

    def _on_counted(self, found: tuple[str, set[str], _Counts]) -> None:
        briefing_id, fresh, counts = found
        if briefing_id == self._session.briefing_id and counts:
            numbers = {one: groups.total() for one, groups in counts.items()}
            if numbers.items() - self.counts.items():
                self.counts |= numbers
                self.changed.emit()
            if came := fresh & counts.keys():
                total: Counter[Group] = Counter()
                for one in came:
                    total += counts[one]
                self.drawn.emit(total, len(came))
        self._go_on()

    def _on_failed(self, _error: Exception) -> None:
        # The window tells of it; the counts stay as they were.
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted and not self._timer.isActive():
            self._timer.start(_CHANGED_MS)


_Counts = dict[str, "Counter[Group]"]
