"""The window: library at the left, the briefing's tabs, the sources at the right.

Made in two steps: the :class:`Frame` is painted at once, :meth:`MainWindow.furnish` fills it when the
library is open. What only the second step needs is imported there.
"""

# long because: the parts of the window are wired to one another in this one place.

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QThread, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.shell.frame import Frame, kept_settings

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent

    from briefing.domain.changes import ChangeSet
    from briefing.services.library_view import Header
    from briefing.ui.commands.palette import CommandPalette
    from briefing.ui.editors.form import EntryForm
    from briefing.ui.session import Entry, Session
    from briefing.ui.shell.capture import CaptureActions
    from briefing.ui.shell.counter import Counted, Counter
    from briefing.ui.shell.picture_actions import PictureActions
    from briefing.ui.tabs.base import Tab
    from briefing.ui.tasks import Task

#: Module and class of each tab, in order. Loaded when first shown, to be on screen sooner.
TABS = (
    ("brief", "BriefTab", "Brief"),
    ("actors", "ActorsTab", "Actors"),
    ("quotes", "QuotesTab", "Quotes"),
    ("blocs", "BlocsTab", "Blocs"),
    ("timeline", "TimelineTab", "Timeline"),
    ("claims", "ClaimsTab", "Claims"),
    ("assessment", "AssessmentTab", "Assessment"),
    ("sources", "SourcesTab", "Sources"),
    ("notes", "NotesTab", "Notes"),
)
_READ_AFTER_MS = 2_000
_COUNT_AFTER_MS, _TYPED_MS = 100, 600
_LEAST_PAGE = 120
#: Height of the window, in pixels at 100 % text, from which the title takes all its lines.
_TALL = 640
#: What a form takes at 100 % text, and the share of the window it takes at most.
_FORM, _MOST_FORM = 420, 0.32


class MainWindow(Frame):
    """One library in one window: a frame until :meth:`furnish` fills it."""

    session: Session
    form: EntryForm | None = None
    capture: CaptureActions | None = None
    picture_actions: PictureActions | None = None
    _counter: Counter | None = None
    #: What had the keyboard when the key now heard went down.
    _key_for: QWidget | None = None
    _furnished = _closing = False
    #: Whether where one was is kept for the next start.
    remembers = True

    def furnish(self, session: Session) -> None:
        """Put the briefing on the desk: the middle of the window, which is read first."""
        self.session = session
        self.tabs: dict[str, Tab] = {}
        self._places: dict[str, int] = {}
        #: The form was opened from a list, to which the keyboard returns.
        self._opened_from_rows = False
        self._palette: CommandPalette | None = None
        self.build()
        self._build_desk()
        self._sourced = ""
        # A child of the window, unlike a single shot of Qt, which outlives it.
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.timeout.connect(self.refresh_counts)
        self._command_timer = QTimer(self)
        self._command_timer.setSingleShot(True)
        self._command_timer.setInterval(_TYPED_MS)
        self._command_timer.timeout.connect(self.refresh_commands)
        self._read_timer = QTimer(self)
        self._read_timer.setSingleShot(True)
        self._read_timer.setInterval(_READ_AFTER_MS)
        self._read_timer.timeout.connect(self._on_read)
        session.message.connect(self._on_message)
        self._restore()

    def furnish_sides(self) -> None:
        """Add what stands round the middle: library, sources, menus and commands."""
        from briefing.ui.commands.menus import build_menu_bar
        from briefing.ui.shell.actions import Actions
        from briefing.ui.shell.blind import BlindActions
        from briefing.ui.shell.bloc_actions import BlocActions
        from briefing.ui.shell.capture import CaptureActions
        from briefing.ui.shell.command_table import MENUS
        from briefing.ui.shell.entry_actions import EntryActions
        from briefing.ui.shell.history_actions import HistoryActions
        from briefing.ui.shell.news_actions import NewsActions
        from briefing.ui.shell.note_actions import NoteActions
        from briefing.ui.shell.packs import Packs
        from briefing.ui.shell.picture_actions import PictureActions
        from briefing.ui.shell.room import Room
        from briefing.ui.shell.same_actions import SameActions
        from briefing.ui.shell.tray_actions import TrayActions
        from briefing.ui.shell.version_actions import VersionActions
        from briefing.ui.shell.writing_actions import WritingActions
        from briefing.ui.widgets.inline_edit import InlineEdit

        session = self.session
        self._build_sides()
        self.actions_of_window = Actions(self, session)
        self.entry_actions = EntryActions(self, session)
        self.history_actions = HistoryActions(self, session)
        self.news_actions = NewsActions(self, session)
        self.note_actions = NoteActions(self, session)
        self.picture_actions = PictureActions(self, session)
        if "blocs" in self.tabs:
            self.picture_actions.attach(self.tabs["blocs"])
        self.capture = CaptureActions(self, session)
        self.version_actions = VersionActions(self, session)
        if "sources" in self.tabs:
            self.capture.attach(self.tabs["sources"])
        self.writing_actions = WritingActions(self, session)
        self.tray_actions = TrayActions(self, session)
        self.same_actions = SameActions(self, session)
        self.bloc_actions = BlocActions(self, session)
        self.room = Room(self)
        self.review.shown.connect(self.place_messages)
        self.blind_actions = BlindActions(self, session)
        self.packs = Packs(self, session)
        self._status.insertWidget(1, self.review.conflict_button)
        self._status.insertWidget(1, self.tray_actions.status_button)
        session.registry.bind_all(self)
        self.set_menu_bar(build_menu_bar(MENUS, session.registry, self))
        self.title_edit = InlineEdit(
            self.title, _("Title of the briefing"), self.title.text, self._rename
        )
        self.setAcceptDrops(True)
        session.briefing_changed.connect(self._on_briefing_changed)
        session.selection_changed.connect(self._on_selection_changed)
        session.changed.connect(self._on_changed)
        session.open_requested.connect(self._on_open_requested)
        session.registry.command_failed.connect(self._on_command_failed)
        session.tasks.task_finished.connect(self._on_task_finished)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._furnished = True
        self._restore_selection()
        self.refresh_commands()
        # Counting loads every tab, for which the first picture of the window does not wait.
        self._count_timer.start(_COUNT_AFTER_MS)
        self._read_timer.start()
        session.conflicts.read()

    @property
    def palette_panel(self) -> CommandPalette:
        """The palette, made when it is first asked for."""
        if self._palette is None:
            from briefing.ui.commands.palette import CommandPalette
            from briefing.ui.shell.found import FoundEntries

            self._palette = CommandPalette(self.session.registry, self)
            self._palette.add_provider(FoundEntries(self.session))
        return self._palette

    def _build_desk(self) -> None:
        from briefing.ui.widgets.panels import ElidedLabel, EmptyState, MessageBar, TitleLabel

        self.title = TitleLabel(parent=self)
        self.line = ElidedLabel(parent=self)
        for label, role in ((self.title, "title"), (self.line, "small")):
            theme.set_role(label, role)
        self.tab_widget = QTabWidget(self)
        self.tab_widget.setDocumentMode(True)
        self.tab_widget.tabBar().setAccessibleName(_("Parts of the briefing"))
        self.tab_widget.setUsesScrollButtons(True)
        # An entry dragged over a title opens that tab, to be dropped there.
        self.tab_widget.tabBar().setChangeCurrentOnDrag(True)
        for button in self.tab_widget.tabBar().findChildren(QToolButton):
            button.setAutoRaise(True)
        for place, (key, _name, title) in enumerate(TABS):
            holder = QStackedWidget(self.tab_widget)
            self.tab_widget.addTab(holder, title)
            self._places[key] = place
        self.tab_widget.currentChanged.connect(self._on_tab_changed)

        self.desk = QWidget(self)
        self.desk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self.desk, "page")
        self.message_bar = MessageBar(self.centre, floating=True)
        self._desk_layout = QVBoxLayout(self.desk)
        self._desk_layout.setSpacing(theme.px(3))
        #: Title and line: what is above the tabs.
        self.head = QWidget(self.desk)
        self._head_layout = QVBoxLayout(self.head)
        self._head_layout.setContentsMargins(0, 0, 0, 0)
        self._head_layout.setSpacing(theme.px(3))
        for widget in (self.title, self.line):
            self._head_layout.addWidget(widget)
        self._desk_layout.addWidget(self.head)
        #: The tabs, and below them what a review of the briefing opens.
        self.stack = QSplitter(Qt.Orientation.Vertical, self)
        self.stack.setChildrenCollapsible(False)
        self.stack.setHandleWidth(2)
        self.stack.addWidget(self.tab_widget)
        self._desk_layout.addWidget(self.stack, 1)
        self.empty = EmptyState(
            _("No briefing is open"),
            _("Choose one at the left, or import an article with Ctrl+O."),
            parent=self,
        )
        self.centre.addWidget(self.empty)
        self.centre.addWidget(self.desk)
        self._space()

    def _build_sides(self) -> None:
        from briefing.ui.shell.review import Review
        from briefing.ui.shell.sidebar import Sidebar
        from briefing.ui.shell.sources_panel import SourcesPanel
        from briefing.ui.tasks import TaskPanel
        from briefing.ui.widgets.panels import ElidedLabel

        self.review = Review(self.stack, self.session, self)
        self.sidebar = Sidebar(self.session, self)
        self.sidebar.entry_chosen.connect(self._on_entry_chosen)
        self.sources = SourcesPanel(self.session, self)
        #: The form stands where the sources do, so that nothing being read is covered.
        self.side = QStackedWidget(self)
        self.side.addWidget(self.sources)
        self.put(0, self.sidebar)
        self.put(2, self.side)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self._show_saved()
        self.session.workspace.library.waiting = self._on_write_waiting
        self.library = ElidedLabel(
            _("Library: on this laptop, not encrypted · no network used"), self
        )
        self.library.setAlignment(Qt.AlignmentFlag.AlignRight)
        theme.set_role(self.library, "small")
        self._status.addWidget(self.review.status_button)
        self._status.addWidget(TaskPanel(self.session.tasks, self))
        self._status.addWidget(self.library, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()
        self._fit_room()

    def _fit_room(self) -> None:
        if self._furnished:
            self.room.fit()

    def _fit_head(self) -> None:
        """Let title and line take one line each where what is read below has little room."""
        if hasattr(self, "title"):
            whole = self.height() >= theme.px(_TALL)
            self.title.set_whole(whole)
            self.line.set_whole(whole)

    def _space(self) -> None:
        self._fit_head()
        side = theme.px(26)
        self._desk_layout.setContentsMargins(side, theme.px(12), 0, 0)
        # The page scrolls: it need not be as high as the highest of the tabs would like.
        self.tab_widget.setMinimumHeight(_LEAST_PAGE)
        self._space_status()

    def tab(self, key: str) -> Tab:
        """The tab of a key, made when it is first asked for."""
        if key not in self.tabs:
            name = next(one for module, one, _title in TABS if module == key)
            module = import_module(f"briefing.ui.tabs.{key}")
            made: Tab = getattr(module, name)(self.session)
            self.tabs[key] = made
            if key == "sources" and self.capture is not None:
                self.capture.attach(made)
            if key == "blocs" and self.picture_actions is not None:
                self.picture_actions.attach(made)
            holder = self.tab_widget.widget(self._places[key])
            assert isinstance(holder, QStackedWidget)
            holder.addWidget(made)
        return self.tabs[key]

    def current_key(self) -> str:
        """The key of the tab in front."""
        return TABS[self.tab_widget.currentIndex()][0]

    def show_tab(self, key: str) -> Tab:
        """Bring a tab to the front."""
        found = self.tab(key)
        self.tab_widget.setCurrentIndex(self._places[key])
        found.ensure_fresh()
        return found

    def put_beside_line(self, widget: QWidget) -> None:
        """Put controls at the right of the line under the title."""
        self._head_layout.removeWidget(self.line)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._head_layout.addLayout(row)

    def entry_form(self) -> EntryForm:
        """The form beside the tabs, made when it is first asked for."""
        if self.form is None:
            from briefing.ui.editors.form import EntryForm

            self.form = EntryForm(self.session, self.side)
            self.form.saved.connect(self._on_form_saved)
            self.form.cancelled.connect(self._on_form_cancelled)
            self.side.addWidget(self.form)
        return self.form

    def note_keyboard(self) -> None:
        """Remember, before a form opens, whether a list has the keyboard: it returns there."""
        rows = getattr(self.tab(self.current_key()), "list", None)
        self._opened_from_rows = isinstance(rows, QWidget) and rows.hasFocus()

    def show_form(self) -> None:
        """Show the form in the place of the sources, with room to type in."""
        form = self.entry_form()
        if not form.is_open:
            return
        self.side.setCurrentWidget(form)
        self.room.fit()
        self.widen()
        form.focus_now()

    def hide_form(self) -> None:
        """Show the sources again, and give the keyboard back to the tab."""
        self.side.setCurrentWidget(self.sources)
        self.room.fit()
        self.widen()
        if self.tray_actions.takes_keyboard():
            return
        tab = self.tab(self.current_key())
        # An article that was read from is read on, a list whose row was edited is gone through.
        places = [getattr(tab, "view", None), getattr(tab, "list", None)]
        for target in reversed(places) if self._opened_from_rows else places:
            if isinstance(target, QWidget) and target.isVisible():
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def refresh_counts(self) -> None:
        """Count anew, in the background, what stands beside the titles of the tabs and in the line."""
        self._count(None, 0)

    def _count(self, kinds: AbstractSet[str] | None, wait_ms: int) -> None:
        """Count the tabs that show one of these kinds, or all, and with them line and marking."""
        if self._closing:
            return
        if self._counter is None:
            from briefing.ui.shell.counter import Counter

            self._counter = Counter(self.session, self)
            self._counter.counted.connect(self._on_counted)
        shown = [key for key, _name, _title in TABS if key in self.tabs or self.isVisible()]
        tabs = {key: type(self.tab(key)) for key in shown}
        if kinds is not None:
            tabs = {key: tab for key, tab in tabs.items() if not tab.kinds.isdisjoint(kinds)}
        self._counter.want(tabs, wait_ms)

    def _on_counted(self, found: Counted) -> None:
        head, self._sourced = found.header, found.sourced
        if head is None:
            return
        self._show_line(head)
        self._mark(head)
        for key, _name, title in TABS:
            if key in found.numbers:
                count = found.numbers[key]
                words = title if count is None else f"{title}  {count}"
                self.tab_widget.setTabText(self._places[key], words)

    def _show_line(self, head: Header) -> None:
        self.line.setText(" · ".join(filter(None, (head.line, self._sourced))))
        self.line.setAccessibleName(self.line.text())

    def refresh_commands(self) -> None:
        """Let menus, palette and shortcuts know what can be done now."""
        from briefing.services import history
        from briefing.ui.commands.registry import Context

        now = history.steps(self.session.workspace)
        chosen = self.session.selection
        self.session.registry.refresh(
            Context(
                tab=self.current_key(),
                briefing=self.session.briefing_id,
                kind=chosen.kind if chosen else "",
                entry=chosen.id if chosen else None,
                selected=1 if chosen else 0,
                can_undo=now.undo is not None,
                can_redo=now.redo is not None,
                undo_label=now.undo_label,
                redo_label=now.redo_label,
                read_only=self.session.workspace.library.read_only,
                edition=self.session.workspace.is_edition,
                locked=bool(self.session.lock),
                theme=theme.current().choice,
                words=self.capture is not None and self.capture.holds_words,
                source=self.capture.source if self.capture is not None else None,
                passage=self.capture.passage if self.capture is not None else "",
            )
        )

    def _show_header(self) -> None:
        from briefing.services import library_view

        briefing_id = self.session.briefing_id
        head = library_view.header(self.session.workspace, briefing_id) if briefing_id else None
        self.centre.setCurrentWidget(self.desk if head else self.empty)
        if head is None:
            return
        self.title.setText(head.title)
        self._show_line(head)
        self._mark(head)
        self.setWindowTitle(_("{title} – Briefing").format(title=head.title[:120]))

    def _mark(self, head: Header) -> None:
        note = _("SAMPLE BRIEFING") if head.is_sample else _("BRIEFING")
        for banner in (self.top_banner, self.bottom_banner):
            banner.set_marking(f"TLP:{head.marking}", note)

    def _show_briefing(self) -> None:
        self._show_header()
        self.show_tab(self.current_key())

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self._sourced = ""
        # At once: a laptop may go out while the window is open.
        if self.remembers:
            kept = kept_settings()
            kept.setValue("briefing", self.session.briefing_id or "")
            kept.setValue("selection", [])
        self._show_briefing()
        # Counting loads every tab, for which the first picture of the window does not wait.
        self._count_timer.start(0 if self.isVisible() else _COUNT_AFTER_MS)
        self.refresh_commands()
        self._read_timer.start()

    def _on_read(self) -> None:
        # As for single entries: a window behind another is looked at by nobody.
        if self.isVisible() and self.isActiveWindow() and self.session.news.first_look():
            self.sidebar.recount()

    def _on_selection_changed(self, _entry: object) -> None:
        self.refresh_commands()

    def _on_changed(self, done: ChangeSet) -> None:
        if self._closing:
            # What hides saves what was typed there: nobody looks at numbers any more.
            return
        if "briefing" in done.touched:
            self._show_header()
        # Saved as it is typed: numbers and marking can wait until the hands rest.
        typed = done.touched.keys() <= {"annotation", "section"}
        self._count(done.touched.keys(), _TYPED_MS if typed else 0)
        if not typed:
            self.refresh_commands()
        elif not self._command_timer.isActive():
            self._command_timer.start()

    def _on_tab_changed(self, place: int) -> None:
        self.tab(TABS[place][0]).ensure_fresh()
        self._fit_room()
        self.refresh_commands()

    def _on_entry_chosen(self, entry: Entry, briefing_id: object) -> None:
        if isinstance(briefing_id, str):
            self.session.open_briefing(briefing_id)
        self.session.open_entry(entry)

    def _on_open_requested(self, entry: Entry) -> None:
        from briefing.services import searching
        from briefing.ui.session import Entry

        kind, entry_id = searching.home_of(self.session.workspace, entry.kind, entry.id)
        for key, _name, _title in TABS:
            if kind in self.tab(key).home_of and self.show_tab(key).show_entry(kind, entry_id):
                break
        self.session.select(Entry(kind, entry_id))
        if entry.kind == "annotation":
            self.sources.note_column.show_note(entry.id)

    def _rename(self, title: str) -> None:
        """Give the briefing on the desk another title; none at all is not taken."""
        from briefing.ui.session import Entry

        if self.session.briefing_id and title and not self.session.refuses():
            self.entry_actions.set_value(
                Entry("briefing", self.session.briefing_id), "title", title
            )

    def _on_form_saved(self, entry: Entry) -> None:
        self.hide_form()
        if self.capture is not None and self.capture.give_back(entry):
            return
        if self.form is not None and self.form.stays:
            self.session.select(entry)
        else:
            self.session.open_entry(entry)

    def _on_form_cancelled(self) -> None:
        self.hide_form()
        if self.capture is not None:
            self.capture.give_back(None)

    def _show_saved(self) -> None:
        read_only = self.session.workspace.library.read_only
        self.saved.setText(
            _("Open for reading only") if read_only else _("Saved · all changes kept in history")
        )

    def _on_write_waiting(self) -> None:
        """Another program holds the library: say so before the window stands still for its turn."""
        if QThread.currentThread() is not self.thread():
            return
        self.saved.setText(
            _("Waiting for another program that writes to this library, 5 seconds at most …")
        )
        # Painted at once: no event comes through before the wait is over.
        self._status.activate()
        self.saved.repaint()
        QTimer.singleShot(0, self, self._show_saved)

    def place_messages(self) -> None:
        """Tell things over the foot of the page, above what is open below it, or over its head where the
        foot of the page itself has keys and lists."""
        drawer = any(not one.isHidden() for one in self.review.drawers)
        tray = self.tray_actions.is_open and self.current_key() == "sources"
        self.message_bar.set_at_head(at_head=tray)
        self.message_bar.set_foot_of(self.tab_widget if drawer else None)

    def _on_message(self, message: tuple[str, str]) -> None:
        text, kind = message
        self.message_bar.show_message(text, kind)

    def _on_command_failed(self, error: Exception) -> None:
        self.message_bar.show_message(str(error), "error")

    def _on_task_finished(self, task: Task) -> None:
        if task.error is not None:
            self.message_bar.show_message(str(task.error), "error")

    def _on_theme_changed(self) -> None:
        self._space()
        if self._scale != theme.current().text_scale:
            self._scale = theme.current().text_scale
            self.widen()
            self._fit_room()
        QTimer.singleShot(0, self, self._measure)
        self.refresh_commands()

    def _right_side(self) -> tuple[float, float]:
        if not self.form_is_shown():
            return super()._right_side()
        return max(self._sides[1], _FORM), _MOST_FORM

    def form_is_shown(self) -> bool:
        """Whether a form stands in the place of the sources."""
        return self.form is not None and self.side.currentWidget() is self.form

    def _on_splitter_moved(self, _place: int, _handle: int) -> None:
        before = self._sides[1]
        self._keep_sides()
        if self.form_is_shown():
            # How wide a form is made says nothing of the sources.
            self._sides = (self._sides[0], before)

    def _measure(self) -> None:
        """Ask every part anew for its size: fonts that a style sheet changes tell no layout."""
        for part in self.findChildren(QWidget):
            part.updateGeometry()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        packs = [one for one in files if one.lower().endswith(".briefpack")]
        if packs:
            event.acceptProposedAction()
            self.packs.open_path(Path(packs[0]))
        elif files:
            event.acceptProposedAction()
            self.actions_of_window.imports.import_paths(files)
        else:
            self.session.say(_("Only files of this laptop can be dropped here."), error=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self._furnished and not self._closing:
            self._read_timer.start()
        if event.type() == QEvent.Type.ShortcutOverride:
            self._key_for = self.focusWidget()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the keyboard, as Space does; not one that got it since, as
        # where Enter ended a form.
        button = self.focusWidget() if self.focusWidget() is self._key_for else None
        self._key_for = None
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and plain and isinstance(button, QPushButton | QToolButton):
            button.click()
            return
        if event.key() == Qt.Key.Key_Escape and self.message_bar.isVisible():
            self.message_bar.hide()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._furnished:
            # Closed before anything was shown: there is nothing to remember.
            self._let_go()
            super().closeEvent(event)
            return
        if self.form is not None and not self.form.leave():
            event.ignore()
            return
        self.writing_actions.save_typing()
        if self.remembers:
            self._remember_place()
        self._let_go()
        super().closeEvent(event)

    def _remember_place(self) -> None:
        kept = kept_settings()
        kept.setValue("geometry", self.saveGeometry())
        kept.setValue("sides", [str(round(wide)) for wide in self._sides])
        kept.setValue("tab", self.current_key())
        kept.setValue("briefing", self.session.briefing_id or "")
        chosen = self.session.selection
        kept.setValue("selection", [chosen.kind, chosen.id] if chosen else [])
        kept.sync()

    def _let_go(self) -> None:
        if not hasattr(self, "session"):
            return
        self._closing = True
        for timer in (self._count_timer, self._command_timer, self._read_timer):
            timer.stop()
        if self._counter is not None:
            self._counter.stop()
        if self._furnished:
            self.review.stop()
            self.tray_actions.stop()
            self.history_actions.stop()
        self.session.tasks.shutdown()
        self.session.close()

    def _restore(self) -> None:
        from briefing.services import library_view

        tab = str(kept_settings().value("tab") or "brief")
        if tab in self._places:
            self.tab_widget.setCurrentIndex(self._places[tab])
        known = library_view.briefings(self.session.workspace, {})
        wanted = str(kept_settings().value("briefing") or "")
        first = next((b.id for b in known if b.id == wanted), known[0].id if known else None)
        self.session.open_briefing(first)
        self._show_briefing()

    def _restore_selection(self) -> None:
        from briefing.ui.session import Entry

        tab = self.tab(self.current_key())
        if tab.has_lists and self.focusWidget() is None and (main := tab.main_part()) is not None:
            main.setFocus(Qt.FocusReason.OtherFocusReason)
        chosen = kept_settings().value("selection")
        known = self.session.briefing_id == kept_settings().value("briefing")
        if isinstance(chosen, list) and len(chosen) == 2 and known:
            entry = Entry(str(chosen[0]), str(chosen[1]))
            self.session.select(entry)
            if entry.kind in tab.home_of:
                tab.show_entry(entry.kind, entry.id)
