"""Packs: written for others, opened, looked at and merged."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit

from briefing.i18n import _, ngettext
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_writable
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.services.merging import Opened, Preview
    from briefing.ui.dialogs.pack_preview import PackPreviewDialog
    from briefing.ui.dialogs.pack_write import PackWriteDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress

SUFFIX = ".briefpack"


class Packs(QObject):
    """The commands that hand briefings on by file and take them in."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.dialog: PackPreviewDialog | PackWriteDialog | None = None
        group = _("File")
        session.registry.add(
            Command("pack.write", _("Pack for others…"), self.pack, when=is_writable, group=group),
            Command("pack.open", _("Open a pack…"), self.open, when=is_writable, group=group),
        )

    def pack(self) -> None:
        """Ask what goes into a pack, and for whom."""
        from briefing.ui.dialogs.pack_write import PackWriteDialog

        # What was typed a moment ago goes along.
        self._window.writing_actions.save_typing()
        dialog = PackWriteDialog(self._session, self._session.briefing_id or "", self._window)
        dialog.written.connect(self._on_written)
        self.dialog = dialog
        dialog.open()

    def open(self) -> None:
        """Ask for a pack and show what it would bring."""
        given, _filter = QFileDialog.getOpenFileName(
            self._window, _("Open a pack"), "", f"{_('Packs')} (*{SUFFIX})"
        )
        if given:
            self.open_path(Path(given))

    def open_path(self, path: Path, passphrase: str = "") -> None:
        """Show what a pack would bring; a passphrase is asked for where it needs one."""
        if self._session.refuses("person"):
            return
        ws = self._session.workspace

        def job(_progress: Progress, _token: CancelToken) -> tuple[Opened, Preview]:
            # Loaded with the first pack: the first picture of the window needs none of it.
            from briefing.services import merging, packing

            opened = merging.open_pack(path, passphrase=passphrase, key=packing.own_key())
            return opened, merging.preview(ws, opened)

        self._session.tasks.run(
            job,
            self._on_opened,
            partial(self._on_failed, path, bool(passphrase)),
            name=_("Reading a pack"),
            executor=Executor.STORE,
            owner=self,
        )

    def _on_opened(self, found: tuple[Opened, Preview]) -> None:
        from briefing.ui.dialogs.pack_preview import PackPreviewDialog

        dialog = PackPreviewDialog(self._session, *found, self._window)
        dialog.merged.connect(self._on_merged)
        self.dialog = dialog
        dialog.open()

    def _on_failed(self, path: Path, again: bool, error: Exception) -> None:
        from briefing.exchange.signature import LockedError

        if isinstance(error, LockedError):
            dialog = QInputDialog(self._window)
            dialog.setWindowTitle(path.name)
            words = str(error) if again else _("This pack is encrypted. Its passphrase:")
            dialog.setLabelText(words)
            dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
            dialog.textValueSelected.connect(partial(self.open_path, path))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
            return
        self._session.say(str(error), error=True)

    def _on_merged(self, found: Preview) -> None:
        count = len(found.new) + len(found.changed) + len(found.removed)
        words = ngettext(
            "Merged the pack of {name}: {n} entry is new or changed.",
            "Merged the pack of {name}: {n} entries are new or changed.",
            count,
        ).format(name=found.sender or _("a colleague"), n=count)
        offers = [(_("Undo"), partial(self._session.registry.run, "edit.undo"))]
        if found.conflicts:
            words += " " + ngettext(
                "{n} conflict waits for you.", "{n} conflicts wait for you.", len(found.conflicts)
            ).format(n=len(found.conflicts))
            offers.insert(
                0, (_("Show conflicts"), partial(self._session.registry.run, "conflicts.open"))
            )
        self._window.message_bar.show_message(words, offers=tuple(offers))
        if self._session.briefing_id is None and found.new:
            first = next((one.id for one in found.new if one.kind == "briefing"), None)
            if first is not None:
                self._session.open_briefing(first)

    def _on_written(self, path: Path) -> None:
        self._window.message_bar.show_message(
            _("{name} is in the folder {folder}.").format(
                name=path.name, folder=path.parent.name or str(path.parent)
            ),
            offers=((_("Open folder"), partial(self._open_folder, path)),),
        )

    def _open_folder(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
