"""What is new, changed or removed since it was read: of this briefing, about one entry, or everywhere."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from briefing.domain.citing import Ref
from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import news_list, reading
from briefing.services.entry_history import entry_history
from briefing.services.reading import What
from briefing.ui.models.rows import Row
from briefing.ui.shell.drawer import Drawer
from briefing.ui.widgets.pill import FilterChip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QShowEvent
    from PySide6.QtWidgets import QWidget

    from briefing.services.news_list import NewsRow
    from briefing.ui.session import Entry, Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: News of one list shown at most; the rest are counted.
_MOST = 300
#: Fields named of a change.
_NAMED = 3
_CHIPS = {What.NEW: "new", What.CHANGED: "accent", What.REMOVED: "warn"}


class Scope(StrEnum):
    """Of what the news is listed."""

    BRIEFING = "briefing"
    ENTRY = "entry"
    LIBRARY = "library"


class NewsPanel(Drawer):
    """The news as rows in the order in which they are gone through; a click shows the entry."""

    #: The history of an entry is wanted; carries its Entry.
    history_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Since you last read"), parent)
        self._session = session
        self.scope = Scope.BRIEFING
        self._about: Entry | None = None
        self._rows: dict[tuple[str, str], NewsRow] = {}
        self._stale = True
        self._task: Task | None = None
        self.chip = FilterChip(_("Where"), self.bar)
        for scope in Scope:
            self.chip.add_choice(self._name(scope), scope.value)
        self.chip.menu().triggered.connect(self._on_scope)
        self.chip.set_value(self._name(self.scope))
        self.add_to_bar(self.chip)
        self.history_button = self.add_button(
            _("History…"), _("What changed in the chosen entry, and the words before")
        )
        self.history_button.clicked.connect(self._on_history)
        self.read_button = self.add_button(
            _("Mark as read"), _("Mark all of this briefing as read")
        )
        self.read_button.clicked.connect(self._on_read)
        session.news.changed.connect(self._on_news)
        session.news.counted.connect(self._on_news)
        session.briefing_changed.connect(self._on_news)
        session.selection_changed.connect(self._on_selection)

    def show_scope(self, scope: Scope) -> None:
        """List the news of something else."""
        self.scope = scope
        if scope is Scope.ENTRY:
            self._about = self._session.selection
        self.chip.set_value(self._name(scope))
        self._stale = True
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew where something changed since."""
        if not self._stale:
            return
        self._stale = False
        ws, briefing_id = self._session.workspace, self._session.briefing_id
        if self.scope is Scope.LIBRARY:
            if reading.is_little(ws):
                self._show(news_list.library_rows(ws, limit=_MOST), 0)
            else:
                self._read_there()
            return
        marks = dict(self._session.news.marks) if briefing_id else {}
        if self.scope is Scope.ENTRY:
            about = self._about
            keep = news_list.naming(ws, about.kind, about.id, marks) if about else set[Ref]()
            marks = {ref: what for ref, what in marks.items() if ref in keep}
        rows = news_list.news_rows(ws, briefing_id or "", marks, limit=_MOST)
        self._show(rows, len(marks) - len(rows))

    def step(self, by: int) -> bool:
        self.refresh()
        return super().step(by)

    def place(self) -> tuple[int, int]:
        """Which of the news is chosen, from 1, and how many there are."""
        rows = self.list.rows
        keys = [row.id for at in range(rows.rowCount()) if (row := rows.row(at)) and row.id]
        entry = self.list.current_entry()
        at = keys.index(entry.id) + 1 if entry is not None and entry.id in keys else 0
        return at, len(keys)

    def open_row(self, entry: Entry) -> None:
        """Show the entry in its briefing; of one that was removed, say so."""
        row = self._rows.get((entry.kind, entry.id))
        if row is None:
            return
        if row.briefing_id and row.briefing_id != self._session.briefing_id:
            self._session.open_briefing(row.briefing_id)
        self._session.news.saw([row.ref])
        said = _("Removed: {title}").format(title=row.title)
        if row.what is What.REMOVED:
            self._session.select(entry)
        else:
            self._session.open_entry(entry)
            said = _("New") if row.what is What.NEW else _("Changed")
        told = [_("{n} of {total}").format(n=self.place()[0], total=self.place()[1])]
        told += [said, self._who(row), _("Ctrl+H shows the words before.")]
        self._session.say(" · ".join(filter(None, told)))
        self._tell_buttons()

    def _who(self, row: NewsRow) -> str:
        """Who touched an entry last, besides the reader, when, and what of it."""
        try:
            found = entry_history(self._session.workspace, row.ref.kind, row.ref.id).versions
        except UserError:
            return ""
        me = self._session.workspace.author.person_id
        last = next((one for one in found if one.person_id != me), None)
        if last is None:
            return ""
        fields = list(dict.fromkeys(line.label for line in last.lines))[:_NAMED]
        what = f": {', '.join(fields)}" if row.what is What.CHANGED and fields else ""
        return f"{last.who}, {last.when}{what}"

    def choose_row(self, entry: Entry) -> None:
        self._tell_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _name(self, scope: Scope) -> str:
        if scope is Scope.LIBRARY:
            return _("the whole library")
        if scope is Scope.BRIEFING:
            return _("this briefing")
        about = self._about
        return _("the selected {kind}").format(kind=_(word(about.kind)) if about else _("entry"))

    def _read_there(self) -> None:
        if self._task is not None and not self._task.over:
            self._stale = True
            return
        workspace = self._session.workspace
        self.counted.setText(_("Counting…"))

        def job(_progress: Progress, _token: CancelToken) -> Sequence[NewsRow]:
            return news_list.library_rows(workspace, limit=_MOST)

        self._task = self._session.tasks.run(job, self._on_read_there, owner=self)

    def _on_read_there(self, rows: Sequence[NewsRow]) -> None:
        if self.scope is Scope.LIBRARY:
            self._show(rows, 0)
            self.refresh()

    def _show(self, found: Sequence[NewsRow], more: int) -> None:
        self._rows = {(row.ref.kind, row.ref.id): row for row in found}
        rows: list[Row] = []
        before = ""
        for one in found:
            head = one.briefing or _(word(one.ref.kind)).capitalize()
            if head != before:
                rows.append(Row(heading=True, head=head))
                before = head
            rows.append(
                Row(
                    text=" ".join(one.title.split()) or _(word(one.ref.kind)).capitalize(),
                    detail=_(word(one.ref.kind)) if one.briefing else "",
                    kind=one.ref.kind,
                    id=one.ref.id,
                    side_chip=(_(one.what.value), _CHIPS[one.what]),
                )
            )
        if more:
            rows.append(Row(text=_("and {n} more, shown as these are read").format(n=more)))
        if not found:
            rows.append(Row(text=_("Nothing is new, changed or removed since you read it.")))
        self.list.set_rows(rows)
        total = len(found) + more
        self.counted.setText(ngettext("{n} entry", "{n} entries", total).format(n=total))
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        self.history_button.setEnabled(self.list.current_entry() is not None)
        here = self.scope is Scope.BRIEFING
        self.read_button.setEnabled(here and bool(self._session.news.marks))
        self.fit()

    def _on_scope(self, action: QAction) -> None:
        self.show_scope(Scope(str(action.data())))

    def _on_history(self) -> None:
        entry = self.list.current_entry()
        if entry is not None:
            self.history_wanted.emit(entry)

    def _on_read(self) -> None:
        self._session.news.mark_read()

    def _on_news(self, _why: object = None) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _on_selection(self, entry: Entry | None) -> None:
        # What is gone through stays; another entry chosen elsewhere is asked about anew.
        follows = self.scope is Scope.ENTRY and self.isVisible() and not self.list.hasFocus()
        if follows and entry is not None and (entry.kind, entry.id) not in self._rows:
            self.show_scope(Scope.ENTRY)
