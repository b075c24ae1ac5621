"""What the parts of the window share: the open library, the selection, and news of changes."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from briefing.domain.citing import Ref
from briefing.domain.records import KINDS
from briefing.errors import NotFoundError
from briefing.i18n import _
from briefing.services import finishing
from briefing.ui.conflicts import Conflicts
from briefing.ui.news import News

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.services.workspace import Workspace
    from briefing.settings import Settings
    from briefing.ui.commands.registry import Registry
    from briefing.ui.models.rows import Row
    from briefing.ui.proposals import Proposals
    from briefing.ui.tasks import TaskRunner

POLL_MS = 1_000
#: What a reader writes in an edition.
_ASKED = frozenset({"annotation", "person"})
#: Between two rounds of news of what is written in the background: so many times as long as a round
#: took, and at least and at most so long.
_REST, _LEAST_PACE, _MOST_PACE = 6, 60, 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is selected or pointed at, by kind and id."""

    kind: str
    id: str


class Session(QObject):
    """One per window. Views listen here and never to one another."""

    #: A ChangeSet was committed, here or by another process; always on the GUI thread.
    changed = Signal(object)
    #: The Entry whose sources are to be shown, or None.
    selection_changed = Signal(object)
    #: The id of the briefing on the desk, or None.
    briefing_changed = Signal(object)
    #: An Entry to be shown in its own tab, selected and scrolled to.
    open_requested = Signal(object)
    #: An Entry whose form is to be opened.
    edit_requested = Signal(object)
    #: An Entry and the place on the screen where its menu is to open.
    menu_requested = Signal(object, object)
    #: An Entry, the one before which it is to stand (None: the end), and the ids in its list.
    move_requested = Signal(object, object, object)
    #: Words to be selected in a document that was just opened: (document id, start, end), code points.
    words_requested = Signal(object)
    #: The library is to be shown as it stood: (clock, words for it).
    moment_requested = Signal(object, object)
    #: The briefing as it stood is to be compared with the present: (clock, words for it).
    compare_requested = Signal(object, object)
    #: The briefing on the desk became final, or can be changed again.
    lock_changed = Signal()
    #: A line for the message bar: (text, "info" or "error").
    message = Signal(object)
    #: From the writer's thread to ours: the ChangeSet, and whether it was written in the background.
    _heard = Signal(object, bool)

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        registry: Registry,
        tasks: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.settings = settings
        self.registry = registry
        self.tasks = tasks
        self.briefing_id: str | None = None
        self.selection: Entry | None = None
        #: Why the briefing on the desk cannot be changed; empty where it can.
        self.lock = ""
        #: What is new to the reader of the briefing on the desk.
        self.news = News(workspace, tasks, self)
        #: What was drawn out of its articles; there once the window is furnished.
        self.proposals: Proposals | None = None
        #: What is in conflict after merges; read once the window is furnished.
        self.conflicts = Conflicts(self)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._end = workspace.subscribe(self._hear)
        #: What was written in the background while the views were at work with what came before.
        self._pending: ChangeSet | None = None
        self._polls = False
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.timeout.connect(self._flush)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._poll.start()

    def select(self, entry: Entry | None) -> None:
        """Show the sources and notes of an entry beside the tabs."""
        if entry != self.selection:
            self.selection = entry
            if entry is not None:
                self.news.saw([Ref(entry.kind, entry.id)])
            self.selection_changed.emit(entry)

    def open_briefing(self, briefing_id: str | None) -> None:
        """Put a briefing on the desk."""
        if briefing_id != self.briefing_id:
            self.briefing_id = briefing_id
            self.selection = None
            self.lock = self._read_lock()
            self.news.open(briefing_id)
            self.briefing_changed.emit(briefing_id)
            self.selection_changed.emit(None)

    def open_entry(self, entry: Entry) -> None:
        """Show an entry where it is at home."""
        self.open_requested.emit(entry)

    def show_words(self, place: tuple[str, int, int]) -> None:
        """Open a document with some of its words selected: (document id, start, end), code points."""
        self.open_requested.emit(Entry("document", place[0]))
        self.words_requested.emit(place)

    def say(self, text: str, *, error: bool = False) -> None:
        """Put one line into the message bar."""
        self.message.emit((text, "error" if error else "info"))

    def dress(self, row: Row) -> Row:
        """A row of a list with its marks: new since it was read, drawn out and not looked at, in conflict."""
        row = self.news.dress(row)
        if self.proposals is not None:
            row = self.proposals.marked(row)
        return self.conflicts.marked(row)

    def may_change(self, kind: str = "briefing") -> bool:
        """Whether entries of the kind can be changed while this briefing is on the desk.

        What belongs to a briefing cannot once that is final, nothing can in a library opened for reading.
        """
        if self.workspace.library.read_only:
            return False
        if self.workspace.is_edition:
            return kind in _ASKED
        return not self.lock or kind not in KINDS or not finishing.is_part(kind)

    def refuses(self, kind: str = "briefing") -> bool:
        """Whether entries of the kind cannot be changed now, which is then said in the message bar."""
        if self.may_change(kind):
            return False
        self.say(self.lock or str(self.workspace.library.refusal()), error=True)
        return True

    @property
    def destination(self) -> str | None:
        """The briefing whose desk takes in what is imported; None where that is final or there is none."""
        return None if self.lock else self.briefing_id

    def close(self) -> None:
        """Stop listening; the workspace stays open."""
        self._poll.stop()
        self._pace.stop()
        self._end()

    def _hear(self, done: ChangeSet) -> None:
        """Runs on the writer's thread."""
        behind = self._polls or QThread.currentThread() is not self.thread()
        self._heard.emit(done, behind)

    def _on_heard(self, done: ChangeSet, behind: bool) -> None:
        """Tell the views at once; of many that are written in the background, some at a time.

        An import writes dozens of change sets a second, and each lets every view look whether it is
        concerned.
        """
        self.news.heard(done)
        waits = self._pending
        if behind and self._pace.isActive() and (waits is None or _alike(waits, done)):
            self._pending = done if waits is None else _together(waits, done)
            return
        self._flush()
        self._tell(done)

    def _flush(self) -> None:
        waits, self._pending = self._pending, None
        if waits is not None:
            self._tell(waits)

    def _tell(self, done: ChangeSet) -> None:
        begun = time.monotonic()
        before = self.lock
        if self.briefing_id in done.touched.get("briefing", ()):
            self.lock = self._read_lock()
        self.changed.emit(done)
        if bool(before) != bool(self.lock):
            self.lock_changed.emit()
        taken = round(1000 * (time.monotonic() - begun))
        self._pace.start(min(max(_LEAST_PACE, _REST * taken), _MOST_PACE))

    def _read_lock(self) -> str:
        if self.workspace.is_edition:
            return _(
                "This is a reader’s edition: read it, and ask questions that can be sent back."
            )
        try:
            return finishing.lock_line(self.workspace, self.briefing_id) if self.briefing_id else ""
        except NotFoundError:
            return ""

    def _on_poll(self) -> None:
        self._polls = True
        try:
            self.workspace.catch_up()
        finally:
            self._polls = False


def _alike(one: ChangeSet, other: ChangeSet) -> bool:
    return (one.sort, one.person_id, one.device_id) == (
        other.sort,
        other.person_id,
        other.device_id,
    )


def _together(one: ChangeSet, other: ChangeSet) -> ChangeSet:
    """The later of two change sets with what both touched."""
    kinds = one.touched.keys() | other.touched.keys()
    none: frozenset[str] = frozenset()
    touched = {kind: one.touched.get(kind, none) | other.touched.get(kind, none) for kind in kinds}
    return replace(other, touched=touched)
