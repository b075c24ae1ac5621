"""The library at the left: search, briefings by date, the watch list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from briefing.domain.dates import DateError, parse
from briefing.domain.records import word
from briefing.domain.said_dates import said_date
from briefing.i18n import _
from briefing.services import library_view, searching
from briefing.services.library_view import MOST_COUNTED, BriefingRow, WatchRow
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.shell.library_rows import LibraryDelegate, near_mark, unmark
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import FilterChip
from briefing.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAction, QKeyEvent

    from briefing.domain.changes import ChangeSet
    from briefing.ui.session import Entry, Session

# Keys that wait already are read first; a person who types on does not wait for this.
_WAIT_MS = 0
_LIMIT = 50
_KINDS = (
    "actor",
    "quote",
    "event",
    "relation",
    "claim",
    "judgment",
    "source",
    "document",
    "annotation",
)
_SHOWN = frozenset({"briefing", "saved_search"})


class Sidebar(QWidget):
    """Briefings and watch list; while there are words in the field, what they find."""

    #: The person chose a found entry; carries its Entry and the briefing it belongs to.
    entry_chosen = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "sidebar")
        self._watched: dict[str, WatchRow] = {}
        self._homes: dict[str, str | None] = {}
        self.field = SearchField(_("Search everything"), "Ctrl+F", self)
        if not session.workspace.library.searchable:
            self.field.setEnabled(False)
            self.field.setPlaceholderText(_("Too many entries to be searched here"))
        self.kind_chip = FilterChip(_("Kind"), self)
        self._kind = ""
        self.kind_chip.add_choice(_("any"), "")
        for kind in _KINDS:
            self.kind_chip.add_choice(word(kind), kind)
        self.kind_chip.menu().triggered.connect(self._on_kind_chosen)
        self.filters = QWidget(self)
        self.when = QLineEdit(self.filters)
        self.when.setPlaceholderText(_("When: 2024-06"))
        self.when.setAccessibleName(_("Only entries of this date"))
        self.when.setToolTip(_("Only entries of this date: 2024, 2024-06, 2024-06-19, 2023/2024"))
        chips = FlowLayout(self.filters)
        chips.addWidget(self.kind_chip)
        chips.addWidget(self.when)
        self.list = RowList(_("Library"), self)
        self.results = RowList(_("What was found"), self)
        self._looks = {view: LibraryDelegate(view) for view in (self.list, self.results)}
        for view, look in self._looks.items():
            view.setItemDelegate(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(12), theme.px(8), 0)
        layout.setSpacing(theme.px(8))
        for widget in (self.field, self.filters, self.list, self.results):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.search_now)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.when.textChanged.connect(self._on_when_changed)
        self.when.returnPressed.connect(self._on_return_pressed)
        self.field.results_requested.connect(self._on_results_requested)
        self.list.chosen.connect(self._on_list_chosen)
        self.list.menu_requested.connect(self._on_menu_requested)
        self.results.opened.connect(self._on_result_chosen)
        self.results.clicked.connect(self._on_result_clicked)
        session.changed.connect(self._on_changed)
        session.briefing_changed.connect(self._on_briefing_changed)
        session.news.changed.connect(self.recount)
        session.news.counted.connect(self.reload)
        self._show_results(on=False)
        session.news.count()
        self.reload()

    def recount(self) -> None:
        """Count anew what is new in each briefing, and show it."""
        self.session.news.count()
        self.reload()

    def reload(self) -> None:
        """Read briefings and watch list anew."""
        rows: list[Row] = []
        found = [self._as_marked(b) for b in self._known()]
        groups: dict[str, list[Row]] = {}
        for b in found:
            groups.setdefault(b.group, []).append(_briefing_row(b))
        for group, members in groups.items():
            rows += [Row(head=_(group), heading=True), *members]
        if not rows:
            rows = [Row(head=_("No briefings yet"), heading=True)]
        self._looks[self.list].unread = frozenset(b.id for b in found if b.unread)
        watched = library_view.watch_list(self.session.workspace)
        self._watched = {w.id: w for w in watched}
        if watched:
            rows.append(Row(head=_("Watch list"), heading=True))
            rows += [_watch_row(w) for w in watched]
        self.list.set_rows(rows)
        if self.session.briefing_id:
            self.list.select_entry("briefing", self.session.briefing_id, scroll=False)

    def _known(self) -> tuple[BriefingRow, ...]:
        return library_view.briefings(self.session.workspace, self.session.news.counts)

    def _as_marked(self, b: BriefingRow) -> BriefingRow:
        """The open briefing counts what is marked on the desk, of which some may be seen by now."""
        marked = len(self.session.news.marks)
        if b.id != self.session.news.briefing_id or marked <= b.changes:
            return b
        return replace(b, unread=True, changes=marked)

    def search_for(self, words: str) -> None:
        """Put words into the field and search at once."""
        self.field.setText(words)
        self._timer.stop()
        self.search_now()

    def search_now(self) -> None:
        """Show what the field's words find; nothing in it brings the briefings back."""
        words = self.field.text().strip()
        self._show_results(on=bool(words))
        if not words:
            return
        earliest, latest = self._days()
        hits = searching.find_entries(
            self.session.workspace,
            words,
            limit=_LIMIT,
            kinds=[self._kind] if self._kind else (),
            earliest=earliest,
            latest=latest,
        )
        self._looks[self.results].snippets = {
            hit.id: near_mark(hit.snippet.replace("**", ""))
            for hit in hits
            if _snippet(hit.snippet, hit.title)
        }
        self._homes = {hit.id: hit.briefing_id for hit in hits}
        rows = [
            Row(
                head=hit.title if hit.kind != "annotation" else "",
                detail=_snippet(hit.snippet, hit.title),
                kind=hit.kind,
                id=hit.id,
                chips=((word(hit.kind).capitalize(), "plain"),),
            )
            for hit in hits
        ]
        if not rows:
            rows = [Row(head=_("Nothing found. Fewer letters find more."), heading=True)]
        self.results.set_rows(rows)

    def _days(self) -> tuple[int | None, int | None]:
        """First and last day of the date field; none while it holds no date."""
        text = self.when.text().strip()
        try:
            date = parse(said_date(text)) if text else None
        except DateError:
            date = None
        theme.set_role(self.when, "wrong" if text and date is None else "")
        return (date.earliest, date.latest) if date else (None, None)

    def _show_results(self, *, on: bool) -> None:
        self.results.setVisible(on)
        self.filters.setVisible(on)
        self.list.setVisible(not on)

    def _on_text_changed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._show_results(on=False)

    def _on_kind_chosen(self, action: QAction) -> None:
        self._kind = str(action.data())
        self.kind_chip.set_value(word(self._kind) if self._kind else "")
        self.search_now()

    def _on_menu_requested(self, entry: Entry, place: QPoint) -> None:
        if entry.kind == "briefing":
            self.session.menu_requested.emit(entry, place)

    def _on_when_changed(self, _text: str) -> None:
        self._timer.start()

    def _on_return_pressed(self) -> None:
        self._timer.stop()
        self.search_now()
        self._on_results_requested()

    def _on_results_requested(self) -> None:
        target = self.results if self.results.isVisible() else self.list
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_list_chosen(self, entry: Entry) -> None:
        if entry.kind == "briefing":
            self.session.open_briefing(entry.id)
        elif entry.id in self._watched:
            self.search_for(self._watched[entry.id].query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_result_clicked(self, _index: object) -> None:
        entry = self.results.current_entry()
        if entry is not None:
            self._on_result_chosen(entry)

    def _on_result_chosen(self, entry: Entry) -> None:
        self.entry_chosen.emit(entry, self._homes.get(entry.id))

    def _on_changed(self, done: ChangeSet) -> None:
        if not _SHOWN.isdisjoint(done.touched):
            self.reload()
        if self.results.isVisible():
            self._timer.start()

    def _on_briefing_changed(self, briefing_id: object) -> None:
        if isinstance(briefing_id, str):
            self.list.select_entry("briefing", briefing_id, scroll=False)


def _briefing_row(b: BriefingRow) -> Row:
    changes = ""
    if b.changes:
        changes = (
            _("1 change since you read it")
            if b.changes == 1
            else _("{n} changes since you read it").format(n=b.changes)
        )
    detail = " · ".join(filter(None, (b.date, b.status, changes)))
    tip = _("Not read yet: {title}").format(title=b.title) if b.unread else b.title
    return Row(head=b.title, detail=detail, kind="briefing", id=b.id, tip=tip)


def _watch_row(w: WatchRow) -> Row:
    count = f"{MOST_COUNTED - 1}+" if w.count >= MOST_COUNTED else str(w.count)
    return Row(text=w.name, side=(count,), kind="saved_search", id=w.id, tip=w.query)


def _snippet(snippet: str, title: str) -> str:
    plain, _marks = unmark(snippet)
    return "" if plain == title else plain
