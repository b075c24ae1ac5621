"""What comes in through the window: files, folders, tables and the clipboard."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services.importing import Imported, files_within, import_files, import_text
from briefing.services.same_story import same_stories
from briefing.services.versions import waiting
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import is_writable
from briefing.ui.shell.version_actions import told
from briefing.ui.tasks import Executor, remaining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.outlining import Preview
    from briefing.services.tabling import TableImported
    from briefing.ui.dialogs.table_import import TableImport
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress

#: Lines about how files were read that one message holds.
_MOST_NOTES = 5
#: Files that failed of which the message bar tells; more are a list of their own.
_MOST_FAILED = 3
_MOST_NAME = 40
_ARTICLES = "*.txt *.md *.markdown *.html *.htm *.mhtml *.mht *.pdf *.docx *.eml"
_REFERENCES = "*.ris *.bib *.json"
_TABLES = "*.csv *.tsv"
_SHAPES = "*.geojson *.topojson *.json"


class Imports:
    """The commands that bring something in."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        session.registry.add(
            Command(
                "file.import",
                _("Import articles…"),
                self.import_files,
                "Ctrl+O",
                when=is_writable,
                group=_("File"),
            ),
            Command(
                "file.import_folder",
                _("Import a folder…"),
                self.import_folder,
                "Ctrl+Shift+O",
                when=is_writable,
                group=_("File"),
            ),
            Command(
                "file.import_table",
                _("Import a table of actors, events or relations…"),
                self.import_table,
                when=is_writable,
                group=_("File"),
            ),
            Command(
                "file.import_outlines",
                _("Import dated shapes…"),
                self.import_outlines,
                when=is_writable,
                group=_("File"),
            ),
            Command(
                "file.paste",
                _("Paste as article"),
                self.paste_article,
                "Ctrl+Shift+V",
                when=is_writable,
                group=_("File"),
            ),
        )

    def import_files(self) -> None:
        """Ask for files and read them in."""
        filters = (
            _("All that can be read") + f" ({_ARTICLES} {_REFERENCES} {_TABLES})",
            _("Articles") + f" ({_ARTICLES})",
            _("Sources of reference managers") + f" ({_REFERENCES})",
            _("All files") + " (*)",
        )
        chosen, _filter = QFileDialog.getOpenFileNames(
            self.window, _("Import"), "", ";;".join(filters)
        )
        if chosen:
            self.import_paths(chosen)

    def import_folder(self) -> None:
        """Ask for a folder and read in what it holds."""
        chosen = QFileDialog.getExistingDirectory(self.window, _("Import a folder"))
        if chosen:
            self.import_paths([chosen])

    def import_table(self) -> None:
        """Ask for a table and show how its rows would come in."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self.window,
            _("Import a table"),
            "",
            _("Tables") + f" ({_TABLES});;" + _("All files") + " (*)",
        )
        if chosen:
            self.open_table(Path(chosen))

    def open_table(self, path: Path) -> TableImport:
        """Show how the rows of a table would come in."""
        from briefing.ui.dialogs.table_import import TableImport

        dialog = TableImport(self.session, path, self.window)
        dialog.imported.connect(partial(self._on_table_imported, path.name))
        dialog.open()
        return dialog

    def import_outlines(self) -> None:
        """Ask for a file of shapes that states had, and show of whom they are."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self.window,
            _("Import dated shapes"),
            "",
            _("Shapes (GeoJSON, TopoJSON)") + f" ({_SHAPES});;" + _("All files") + " (*)",
        )
        if chosen:
            self.open_outlines(Path(chosen))

    def open_outlines(self, path: Path) -> None:
        """Read a file of shapes in the background, then show how they would come in."""
        from briefing.services.outlining import try_file

        workspace = self.session.workspace

        def job(_progress: Progress, token: CancelToken) -> Preview:
            token.check()
            return try_file(workspace, path)

        self.session.tasks.run(
            job, self._on_outlines_read, self._on_unreadable, name=_("Read"), owner=self.window
        )

    def _on_outlines_read(self, tried: Preview) -> None:
        from briefing.ui.dialogs.outline_import import OutlineImport

        dialog = OutlineImport(self.session, tried, self.window)
        dialog.imported.connect(self._on_outlines_imported)
        dialog.open()

    def _on_outlines_imported(self, done: tuple[Preview, int]) -> None:
        tried, count = done
        words = ngettext("{n} shape imported.", "{n} shapes imported.", count).format(n=count)
        lines = tried.left_out()
        if lines:
            left = len(lines)
            words += " " + ngettext(
                "{n} shape was left out.", "{n} shapes were left out.", left
            ).format(n=left)
            self._report(words, lines)
        self.session.say(words)

    def _on_unreadable(self, error: Exception) -> None:
        words = str(error) if isinstance(error, UserError) else _("The file cannot be read.")
        self.session.say(words, error=True)

    def import_paths(self, names: Sequence[str]) -> None:
        """Read files and folders in the background; the last article that came in is shown.

        A table by itself is shown before it comes in.
        """
        from briefing.intake.tables import is_named_as_table

        given = [Path(name) for name in names]
        if len(given) == 1 and is_named_as_table(given[0].name) and given[0].is_file():
            self.open_table(given[0])
            return
        workspace, briefing_id = self.session.workspace, self.session.destination

        def job(progress: Progress, token: CancelToken) -> tuple[list[Imported], int, int]:
            paths = files_within(given)
            done: list[Imported] = []
            begun = time.monotonic()
            for number, path in enumerate(paths):
                # Each file is a step of its own: what came in before stays and is told.
                if token.cancelled:
                    break
                left = remaining(number, len(paths), time.monotonic() - begun)
                words = " · ".join(filter(None, (path.name[:_MOST_NAME], left)))
                progress.report(number, len(paths), words)
                done += import_files(workspace, [path], briefing_id=briefing_id)
            alike = 0
            if briefing_id is not None and not token.cancelled:
                alike = len(same_stories(workspace, briefing_id))
            return done, len(paths), alike

        self.session.tasks.run(
            job, self._on_imported, name=_("Import"), executor=Executor.STORE, owner=self.window
        )

    def paste_article(self) -> None:
        """Take the clipboard's words as an article."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.session.say(_("The clipboard holds no text; copy the article first."), error=True)
            return
        done = import_text(self.session.workspace, text, briefing_id=self.session.destination)
        self.show_imported([done])

    def _on_imported(self, told: tuple[list[Imported], int, int]) -> None:
        done, total, alike = told
        self.show_imported(done, total, alike)

    def show_imported(self, done: list[Imported], total: int = 0, alike: int = 0) -> None:
        """Show the last article that came in, and say how all of them were read.

        ``total`` is how many files were to come in, where that can be more: the import was cancelled.
        ``alike`` is how many articles carry a story that another has.
        """
        failed = [item.error for item in done if item.error]
        known = [item for item in done if item.duplicate_of]
        fresh = [item for item in done if item.document_id and not item.duplicate_of]
        lists = [item for item in done if item.is_list]
        shown = fresh or known
        if shown:
            self.session.open_entry(Entry("document", shown[-1].document_id))
        elif lists:
            self.session.open_entry(Entry("source", lists[-1].source_id))
        notes = [line for item in done for line in item.lines()]
        if len(notes) > _MOST_NOTES:
            more = len(notes) - _MOST_NOTES
            notes[_MOST_NOTES:] = [_("… and {n} more such notes.").format(n=more)]
        if newer := [item for item in fresh if item.supersedes]:
            left = waiting(self.session.workspace, newer[-1].source_id)
            notes.insert(0, told(left))
        count = len(fresh)
        if lists:
            new = sum(len(item.sources) for item in lists)
            words = ngettext("{n} source imported.", "{n} sources imported.", new)
            notes.insert(0, words.format(n=new))
        if fresh:
            words = _("1 article imported.") if count == 1 else _("{n} articles imported.")
            notes.insert(0, words.format(n=count))
        elif known:
            notes.insert(0, _("This text is in the library already; here it is."))
        if fresh and alike:
            words = ngettext(
                "{n} article carries the story of another: Review › Articles with one story…",
                "{n} articles carry the story of another: Review › Articles with one story…",
                alike,
            )
            notes.append(words.format(n=alike))
        if total > len(done):
            words = _("Cancelled: {n} of {total} files were read; those that came in stay.")
            notes.insert(0, words.format(n=len(done), total=total))
        if self.session.lock and (shown or lists):
            notes.append(_("It stands in the library alone: the briefing on the desk is final."))
        if len(failed) > _MOST_FAILED:
            heading = _("{n} files did not come in.").format(n=len(failed))
            self._report(heading, failed)
            failed = [heading]
        self.window.tray_actions.imported(fresh or known)
        self.session.say("\n".join([*failed, *notes]), error=bool(failed))

    def _on_table_imported(self, name: str, done: TableImported) -> None:
        count = len(done.ids)
        words = ngettext("{n} row imported.", "{n} rows imported.", count).format(n=count)
        if done.failed:
            left = len(done.failed)
            heading = ngettext("{n} row was left out.", "{n} rows were left out.", left).format(
                n=left
            )
            words = f"{words} {heading}"
            self._report(words, done.lines(name))
        self.session.say(words, error=bool(done.failed))

    def _report(self, heading: str, lines: Sequence[str]) -> None:
        from briefing.ui.dialogs.import_report import ImportReport

        ImportReport(heading, lines, self.window).open()
