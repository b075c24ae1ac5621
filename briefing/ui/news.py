"""What is new to the reader of the briefing on the desk, held while it lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing.services import reading
from briefing.services.reading import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.changes import ChangeSet
    from briefing.domain.citing import Ref
    from briefing.services.reading import What
    from briefing.services.workspace import Workspace


class News(QObject):
    """The marks of the open briefing.

    They are reckoned from what had been seen when the briefing was opened, so that none goes while
    it is looked at. What the reader sees is remembered at once and tells at the next opening.
    """

    #: The marks are others than before.
    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._briefing_id: str | None = None
        self._since = Seen()
        self._newest = 0
        self._marks: dict[Ref, What] = {}
        self._unsaved: set[Ref] = set()

    @property
    def marks(self) -> Mapping[Ref, What]:
        """The entries that are new, changed or removed."""
        return self._marks

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
        if self._marks or done.person_id != self._workspace.author.person_id:
            self._look()

    def _look(self) -> None:
        now: dict[Ref, What] = {}
        fresh: dict[Ref, What] = {}
        if self._briefing_id is not None:
            # Asked first: what comes in between is then not taken for seen.
            self._newest = reading.seen(self._workspace).newest
            now = reading.news(self._workspace, self._briefing_id, self._since)
            fresh = reading.news(self._workspace, self._briefing_id) if now else {}
        self._unsaved = set(fresh)
        if now != self._marks:
            self._marks = now
            self.changed.emit()

    def first_look(self) -> bool:
        """The reader looks at a briefing that nobody read before; False: it was read."""
        if self._briefing_id is None:
            return False
        if not reading.first_look(self._workspace, self._briefing_id):
            return False
        self._since = reading.seen(self._workspace)
        self._look()
        return True

    def waiting(self) -> frozenset[Ref]:
        """The marked entries that the reader has not seen yet."""
        return frozenset(self._unsaved)

    def saw(self, refs: Iterable[Ref]) -> None:
        """The reader has seen entries as they stand. Their marks stay for this time."""
        fresh = self._unsaved.intersection(refs)
        if fresh and self._briefing_id is not None:
            self._unsaved -= fresh
            reading.mark_seen(self._workspace, self._briefing_id, fresh, self._newest)

    def mark_read(self) -> None:
        """The reader has read all of it: the marks go."""
        if self._briefing_id is not None:
            reading.mark_read(self._workspace, self._briefing_id)
            self.open(self._briefing_id)
