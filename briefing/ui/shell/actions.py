"""What the window's commands do."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from briefing import __version__
from briefing.i18n import _
from briefing.services import history, searching
from briefing.services.copying import MOST, copy_entries
from briefing.ui import theme
from briefing.ui.commands.help import ShortcutDialog
from briefing.ui.commands.registry import Command
from briefing.ui.copying import focused_entries, put, selected_words
from briefing.ui.shell.command_table import (
    TAB_TITLES,
    THEMES,
    can_redo,
    can_undo,
    in_sources,
    is_open,
    is_theme,
    redo_title,
    undo_title,
)
from briefing.ui.shell.exports import Exports
from briefing.ui.shell.imports import Imports
from briefing.ui.shell.parts import enter, enter_first, move_between

if TYPE_CHECKING:
    from briefing.services.copying import Copied
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress


_SCALE_MS = 60


class Actions:
    """What the window's commands do."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self.imports = Imports(window, session)
        self.exports = Exports(window, session)
        #: The text scale that was asked for and is not shown yet, per cent.
        self._scale: int | None = None
        self._scale_timer = QTimer(window)
        self._scale_timer.setSingleShot(True)
        self._scale_timer.setInterval(_SCALE_MS)
        self._scale_timer.timeout.connect(self._apply_scale)
        session.registry.add(
            Command("file.backup", _("Back up the library…"), self.back_up, group=_("File")),
            Command("file.quit", _("Quit"), self.quit, "Ctrl+Q", group=_("File")),
            Command("edit.undo", undo_title, self.undo, "Ctrl+Z", when=can_undo, group=_("Edit")),
            Command(
                "edit.redo",
                redo_title,
                self.redo,
                "Ctrl+Shift+Z; Ctrl+Y",
                when=can_redo,
                group=_("Edit"),
            ),
            Command(
                "edit.copy",
                _("Copy with citation"),
                self.copy,
                "Ctrl+C; Ctrl+Shift+C",
                when=is_open,
                group=_("Edit"),
            ),
            Command("edit.find", _("Search everything"), self.find, "Ctrl+F", group=_("Edit")),
            Command(
                "search.keep",
                _("Keep this search in the watch list"),
                self.keep_search,
                "Ctrl+D",
                group=_("Edit"),
            ),
            Command(
                "briefing.read",
                _("Mark as read"),
                session.news.mark_read,
                "Ctrl+Shift+M",
                when=is_open,
                group=_("Edit"),
            ),
            Command(
                "palette.open",
                _("Commands and entries…"),
                self.open_palette,
                "Ctrl+K",
                group=_("Help"),
            ),
            Command(
                "help.shortcuts", _("Keyboard shortcuts"), self.shortcuts, "F1", group=_("Help")
            ),
            Command("person.rename", _("Your name…"), self.rename_person, group=_("Help")),
            Command("help.about", _("About Briefing"), self.about, group=_("Help")),
            Command(
                "sources.page",
                _("Page beside the text"),
                self.toggle_page,
                "Ctrl+Shift+P",
                when=in_sources,
                checkable=True,
                checked=self.is_page_wanted,
                group=_("View"),
            ),
            Command(
                "text.larger",
                _("Larger text"),
                partial(self.scale, 10),
                "Ctrl++; Ctrl+=",
                group=_("View"),
            ),
            Command(
                "text.smaller",
                _("Smaller text"),
                partial(self.scale, -10),
                "Ctrl+-",
                group=_("View"),
            ),
            Command(
                "text.normal", _("Normal text"), partial(self.scale, 0), "Ctrl+0", group=_("View")
            ),
            Command(
                "part.next",
                _("Next part of the window"),
                partial(self.next_part, 1),
                "F6",
                group=_("View"),
            ),
            Command(
                "part.previous",
                _("Previous part of the window"),
                partial(self.next_part, -1),
                "Shift+F6",
                group=_("View"),
            ),
            *(
                Command(
                    f"tab.{key}",
                    _(title),
                    partial(self.show_tab, key),
                    f"Ctrl+{n}",
                    when=is_open,
                    group=_("View"),
                )
                for n, (key, title) in enumerate(TAB_TITLES, 1)
            ),
            *(
                Command(
                    f"theme.{key}",
                    _(title),
                    partial(self.choose_theme, key),
                    checkable=True,
                    checked=partial(is_theme, key),
                    group=_("View"),
                )
                for key, title in THEMES
            ),
        )

    def back_up(self) -> None:
        """Ask where to and copy the library."""
        name, _filter = QFileDialog.getSaveFileName(
            self.window,
            _("Back up the library"),
            "library-backup.briefings",
            _("Libraries (*.briefings)"),
        )
        if name:
            from briefing.services.backup import back_up

            path = back_up(self.session.workspace.library, Path(name))
            self.session.say(_("The library is copied to {path}.").format(path=path))

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def undo(self) -> None:
        """Take back the newest step; ask where another has changed the same since."""
        self._step(history.undo, _("Undone: {step}"))

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step(history.redo, _("Done again: {step}"))

    def _step(self, step: object, words: str) -> None:
        assert callable(step)
        try:
            label = step(self.session.workspace)
        except history.ChangedSinceError as error:
            answer = QMessageBox.question(self.window, _("Changed since"), str(error))
            if answer != QMessageBox.StandardButton.Yes:
                return
            label = step(self.session.workspace, force=True)
        if label:
            self.session.say(words.format(step=label))

    def copy(self) -> None:
        """Copy selected words; without any, the entries in hand with their citations."""
        words = selected_words(QApplication.focusWidget())
        if words:
            QGuiApplication.clipboard().setText(words)
            return
        chosen = focused_entries(MOST + 1) or [
            one for one in (self.session.selection,) if one is not None
        ]
        if len(chosen) > MOST:
            told = _("More than {most} entries are chosen; export the list instead.")
            self.session.say(told.format(most=MOST), error=True)
            return
        workspace, briefing_id = self.session.workspace, self.session.briefing_id
        entries = [(one.kind, one.id) for one in chosen]
        if len(entries) <= 1:
            self._on_copied(copy_entries(workspace, briefing_id, entries))
            return

        def job(_progress: Progress, token: CancelToken) -> Copied:
            return copy_entries(workspace, briefing_id, entries, token.check)

        self.session.tasks.run(job, self._on_copied, name=_("Copy"), owner=self.window)

    def _on_copied(self, copied: Copied) -> None:
        if copied.count > 1:
            put(copied)
            told = _("{count} entries copied with their citations.")
            self.session.say(told.format(count=copied.count))
        elif copied.count:
            put(copied)
            self.session.say(_("Copied with its citation."))
        else:
            self.session.say(_("Choose an entry first, then copy it."), error=True)

    def find(self) -> None:
        """Go to the search field."""
        self.window.room.ask_for_library()
        self.window.sidebar.field.setFocus()
        self.window.sidebar.field.selectAll()

    def next_part(self, step: int) -> None:
        """Move on to library, tab, open drawer or sources, to where one was there last."""
        window = self.window
        parts = (window.sidebar, window.tab_widget, *window.review.drawers, window.sources)
        move_between(parts, step)

    def keep_search(self) -> None:
        """Put the words searched for into the watch list."""
        searching.keep_search(self.session.workspace, self.window.sidebar.field.text())
        self.session.say(_("Kept in the watch list."))

    def open_palette(self) -> None:
        """Show commands and entries."""
        self.window.palette_panel.open()

    def shortcuts(self) -> None:
        """Show every shortcut."""
        ShortcutDialog(self.session.registry, self.window).open()

    def rename_person(self) -> None:
        """Ask what to call the person who works here; may be skipped."""
        name, given = QInputDialog.getText(
            self.window,
            _("Your name"),
            _("How shall your notes be signed? Leave it empty to be called Analyst."),
            text=self.session.settings.person_name,
        )
        if given:
            self.session.settings.person_name = name.strip()
            self.session.settings.save()
            if self.session.workspace.library.read_only:
                return
            self.session.workspace.rename_person(name.strip() or "Analyst")

    def about(self) -> None:
        """Say what this is."""
        QMessageBox.about(
            self.window,
            _("About Briefing"),
            _(
                "Briefing {version}. Reads, annotates and exports geopolitical briefings with no "
                "network. Apache-2.0. Borders: Natural Earth, de facto control, to 2018."
            ).format(version=__version__),
        )

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front, and the keyboard with it."""
        # Asked first: a tab that comes to the front gives the keyboard to its first button.
        was_entered = self.window.tab(key).focusWidget() is not None
        tab = self.window.show_tab(key)
        if was_entered:
            enter(tab)
        else:
            enter_first(tab)

    def toggle_page(self) -> None:
        """Show the page of a PDF beside its text, or hide it."""
        # Loaded with its tab, which the first picture of the window does not need.
        from briefing.ui.tabs.sources import SourcesTab

        tab = self.window.tab("sources")
        if isinstance(tab, SourcesTab):
            tab.toggle_page()
        self.window.refresh_commands()

    def is_page_wanted(self, _context: Context) -> bool:
        """Whether pages are shown beside their text."""
        page = getattr(self.window.tabs.get("sources"), "page", None)
        return bool(page is not None and page.wanted)

    def choose_theme(self, name: str) -> None:
        """Show another theme and remember it."""
        theme.current().apply(choice=name)
        self._remember()

    def scale(self, step: int) -> None:
        """Make all text larger or smaller; 0 is back to 100 %."""
        wanted = theme.current().text_scale if self._scale is None else self._scale
        self._scale = 100 if step == 0 else wanted + step
        # The whole window is laid out anew: once for keys that follow one another.
        self._scale_timer.start()

    def _apply_scale(self) -> None:
        wanted, self._scale = self._scale, None
        if wanted is not None:
            theme.current().apply(text_scale=wanted)
            self._remember()

    def _remember(self) -> None:
        now = theme.current()
        self.session.settings.theme = now.choice
        self.session.settings.text_scale = now.text_scale
        self.session.settings.save()
        self.window.refresh_commands()
