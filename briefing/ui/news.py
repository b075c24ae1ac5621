"""What is new to the reader: of the briefing on the desk, and how much in every other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing.domain.citing import Ref
from briefing.i18n import _
from briefing.services import reading
from briefing.services.reading import Look, Seen, What

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.changes import ChangeSet
    from briefing.services.workspace import Workspace
    from briefing.ui.models.rows import Row
    from briefing.ui.tasks import CancelToken, Progress, Task, TaskRunner


def news_words(what: What | None) -> str:
    """The words of the pill on something that is new or changed; none for other things."""
    if what is What.NEW:
        return _("new since you read it")
    return _("changed since you read it") if what is What.CHANGED else ""


class News(QObject):
    """The marks of the open briefing, and the number of news in each.

    The marks are reckoned from what had been seen when the briefing was opened, so that none goes while
    it is looked at. What the reader sees is remembered at once and tells at the next opening. Where
    others changed much the marks come from a worker, a little later.
    """

    #: The marks are others than before.
    changed = Signal()
    #: The numbers of the briefings are others than before.
    counted = Signal()

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._briefing_id: str | None = None
        self._since = Seen()
        self._newest = 0
        self._marks: Mapping[Ref, What] = {}
        self._marks_of: str | None = None
        self._unsaved: set[Ref] = set()
        #: Seen while the marks were being reckoned.
        self._meanwhile: set[Ref] = set()
        self._counts: Mapping[str, int] = {}
        self._looking: Task | None = None
        self._counting: Task | None = None
        self._look_again = self._count_again = False

    @property
    def marks(self) -> Mapping[Ref, What]:
        """The entries that are new, changed or removed."""
        return self._marks

    @property
    def counts(self) -> Mapping[str, int]:
        """Briefing id → how many of its entries are news, as last counted."""
        return self._counts

    @property
    def briefing_id(self) -> str | None:
        """The briefing whose marks these are."""
        return self._briefing_id

    def open(self, briefing_id: str | None) -> None:
        """Take up a briefing, with what has been seen of it up to now."""
        self._briefing_id = briefing_id
        self._since = reading.seen(self._workspace)
        self._look()

    def heard(self, done: ChangeSet) -> None:
        """Look for what came or went with a change set. One's own alone brings no news."""
        theirs = done.person_id != self._workspace.author.person_id
        if self._marks or theirs:
            self._look()
        if theirs:
            self.count()

    def count(self) -> None:
        """Count the news of every briefing anew; at once where they are few."""
        if reading.is_little(self._workspace):
            self._on_counted(reading.counts(self._workspace))
            return
        if self._counting is not None and not self._counting.over:
            self._count_again = True
            return
        workspace = self._workspace

        def job(_progress: Progress, _token: CancelToken) -> dict[str, int]:
            return reading.counts(workspace)

        if not self._tasks.is_shut_down:
            self._counting = self._tasks.run(job, self._on_counted_there, owner=self)

    def _on_counted_there(self, found: Mapping[str, int]) -> None:
        self._on_counted(found)
        if self._count_again:
            self._count_again = False
            self.count()

    def _on_counted(self, found: Mapping[str, int]) -> None:
        if found != self._counts:
            self._counts = found
            self.counted.emit()

    def _look(self) -> None:
        briefing_id, since, workspace = self._briefing_id, self._since, self._workspace
        if briefing_id is None:
            self._take(Look({}, frozenset(), 0))
        elif reading.is_little(workspace, since):
            self._take(reading.look(workspace, briefing_id, since))
        elif self._looking is not None and not self._looking.over:
            self._look_again = True
        elif not self._tasks.is_shut_down:
            self._meanwhile = set()

            def job(_progress: Progress, _token: CancelToken) -> tuple[str, Look]:
                return briefing_id, reading.look(workspace, briefing_id, since)

            self._looking = self._tasks.run(job, self._on_looked, owner=self)
            if self._marks and self._marks_of != briefing_id:
                self._take(Look({}, frozenset(), 0))

    def _on_looked(self, found: tuple[str, Look]) -> None:
        briefing_id, look = found
        if briefing_id == self._briefing_id and not self._look_again:
            self._take(replace(look, fresh=look.fresh - self._meanwhile))
        elif self._look_again or briefing_id != self._briefing_id:
            self._look_again = False
            self._look()

    def _take(self, look: Look) -> None:
        self._newest, self._unsaved = look.newest, set(look.fresh)
        if look.marks != self._marks or self._marks_of != self._briefing_id:
            different = look.marks != self._marks
            self._marks, self._marks_of = look.marks, self._briefing_id
            if different:
                self.changed.emit()

    def first_look(self) -> bool:
        """The reader looks at a briefing that nobody read before; False: it was read."""
        if self._briefing_id is None or Ref("briefing", self._briefing_id) in self._since.numbers:
            return False
        if not reading.first_look(self._workspace, self._briefing_id):
            return False
        self._since = reading.seen(self._workspace)
        self._look()
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether there are marked entries that the reader has not seen yet."""
        return bool(self._unsaved)

    def waiting(self) -> frozenset[Ref]:
        """The marked entries that the reader has not seen yet."""
        return frozenset(self._unsaved)

    def saw(self, refs: Iterable[Ref]) -> None:
        """The reader has seen entries as they stand. Their marks stay for this time."""
        fresh = self._unsaved.intersection(refs)
        if fresh and self._briefing_id is not None:
            self._unsaved -= fresh
            self._meanwhile |= fresh
            reading.mark_seen(self._workspace, fresh, self._newest)
            if not self._unsaved:
                # Nothing is left to be told: the next question need not go back so far.
                reading.mark_read(self._workspace, self._briefing_id, self._newest)

    def mark_read(self) -> None:
        """The reader has read all of it: the marks go."""
        if self._briefing_id is not None:
            reading.mark_read(self._workspace, self._briefing_id)
            self.open(self._briefing_id)
            self.count()

    def dress(self, row: Row) -> Row:
        """A row of a list, with the mark where its entry is new or changed."""
        words = "" if row.heading else news_words(self._marks.get(Ref(row.kind, row.id)))
        return replace(row, chips=((words, "new"), *row.chips)) if words else row
