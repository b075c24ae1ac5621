"""What leaves through the window: exported or printed, and the file that was written last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from briefing.i18n import _, ngettext
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_open

if TYPE_CHECKING:
    from briefing.ui.commands.registry import Context
    from briefing.ui.exporting.dialog import ExportDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow

_MOST_SHOWN = 90


class Exports:
    """The commands that bring something out."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        #: The file that was written last in this window.
        self.last: Path | None = None
        group = _("File")
        session.registry.add(
            Command(
                "file.export",
                _("Export…"),
                self.export,
                "Ctrl+E",
                icon="export",
                when=is_open,
                group=group,
            ),
            Command(
                "file.print",
                _("Print…"),
                self.print,
                "Ctrl+P",
                icon="print",
                when=is_open,
                group=group,
            ),
            Command(
                "export.open",
                _("Open the last export"),
                self.open_file,
                icon="open",
                when=self.has_written,
                group=group,
            ),
            Command(
                "export.folder",
                _("Open the folder of the last export"),
                self.open_folder,
                when=self.has_written,
                group=group,
            ),
            Command(
                "export.path",
                _("Copy the path of the last export"),
                self.copy_path,
                icon="copy",
                when=self.has_written,
                group=group,
            ),
        )

    def has_written(self, _context: Context) -> bool:
        """Whether something was exported in this window."""
        return self.last is not None

    def export(self, briefing_id: str | None = None) -> ExportDialog | None:
        """Show what can be exported of a briefing, by default that on the desk, and how it will look."""
        return self._open("export", briefing_id)

    def print(self, briefing_id: str | None = None) -> ExportDialog | None:
        """Show what can be printed of a briefing, by default that on the desk, and how it will look."""
        return self._open("print", briefing_id)

    def _open(self, purpose: str, briefing_id: str | None) -> ExportDialog | None:
        # Loaded when it is first asked for: the first picture of the window needs none of it.
        from briefing.ui.exporting.dialog import ExportDialog, Purpose

        briefing_id = briefing_id or self.session.briefing_id
        if briefing_id is None:
            return None
        # What was typed a moment ago goes along.
        self.window.writing_actions.save_typing()
        dialog = ExportDialog(self.session, briefing_id, Purpose(purpose), self.window)
        dialog.written.connect(self.show_written)
        dialog.printed.connect(self._on_printed)
        dialog.open()
        return dialog

    def show_written(self, path: Path) -> None:
        """Say where a file was written, and offer to open it."""
        self.last = path
        self.window.refresh_commands()
        self.window.message_bar.show_message(
            _("{name} is in the folder {folder}.").format(
                name=_short(path.name), folder=_short(path.parent.name or str(path.parent))
            ),
            offers=(
                (_("Open"), self.open_file),
                (_("Open folder"), self.open_folder),
                (_("Copy path"), self.copy_path),
            ),
        )

    def _on_printed(self, sheets: int, name: str) -> None:
        if name:
            self.show_written(Path(name))
            return
        words = ngettext("{n} page went to the printer.", "{n} pages went to the printer.", sheets)
        self.session.say(words.format(n=sheets))

    def open_file(self) -> None:
        """Show the last export in the program that the system has for it."""
        if self.last is not None:
            self._show(self.last)

    def open_folder(self) -> None:
        """Show the folder of the last export."""
        if self.last is not None:
            self._show(self.last.parent)

    def copy_path(self) -> None:
        """Put the path of the last export on the clipboard."""
        if self.last is not None:
            QGuiApplication.clipboard().setText(str(self.last))
            self.session.say(_("Copied: {path}").format(path=self.last))

    def _show(self, path: Path) -> None:
        if not path.exists():
            self.session.say(_("{path} is not there any more.").format(path=path), error=True)
            return
        # A file of this laptop, never an address: the system's own program opens it.
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            QGuiApplication.clipboard().setText(str(path))
            self.session.say(
                _("Nothing on this laptop opens {path}; its path is copied.").format(path=path),
                error=True,
            )


def _short(name: str) -> str:
    """A name that lets the line stay one; in full it is at hand by its buttons."""
    half = _MOST_SHOWN // 2
    return name if len(name) <= _MOST_SHOWN else f"{name[:half]}…{name[-half:]}"
