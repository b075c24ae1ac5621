"""Packs: written for others, opened, looked at and merged."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit

from briefing.i18n import _, ngettext
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_edition, is_writable
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.services.merging import Opened, Preview
    from briefing.ui.dialogs.pack_preview import PackPreviewDialog
    from briefing.ui.dialogs.pack_write import PackWriteDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress

SUFFIX = ".briefpack"


@dataclass(frozen=True, slots=True)
class _OpenedEdition:
    """The library of a reader's edition, and how far the key is known that it was signed with."""

    path: Path
    trust: str
    known_as: str


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
            Command("pack.open", _("Open a pack…"), self.open, group=group),
            Command(
                "questions.send",
                _("Send questions back…"),
                self.send_questions,
                when=is_edition,
                group=group,
            ),
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
        """Show what a pack would bring; a passphrase is asked for where it needs one.

        A reader's edition is opened in a window of its own.
        """
        ws = self._session.workspace

        def job(
            _progress: Progress, _token: CancelToken
        ) -> tuple[Opened, Preview | _OpenedEdition]:
            # Loaded with the first pack: the first picture of the window needs none of it.
            from briefing.exchange.pack import PackSort
            from briefing.services import editions, merging, packing, trusting

            opened = merging.open_pack(path, passphrase=passphrase, key=packing.own_key())
            if opened.pack.sort is PackSort.EDITION:
                return opened, _OpenedEdition(editions.kept(opened), *trusting.signed(ws, opened))
            if ws.library.read_only:
                raise ws.library.refusal()
            return opened, merging.preview(ws, opened)

        self._session.tasks.run(
            job,
            self._on_opened,
            partial(self._on_failed, path, bool(passphrase)),
            name=_("Reading a pack"),
            executor=Executor.STORE,
            owner=self,
        )

    def send_questions(self) -> None:
        """Ask where the questions of this edition go, as a pack for whoever made it."""
        given, _filter = QFileDialog.getSaveFileName(
            self._window,
            _("Send questions back"),
            "questions" + SUFFIX,
            f"{_('Packs')} (*{SUFFIX})",
        )
        if given:
            self.write_questions(Path(given))

    def write_questions(self, path: Path) -> None:
        """Write the shared notes of this reader as a pack."""
        ws = self._session.workspace

        def job(_progress: Progress, _token: CancelToken) -> Path:
            from briefing.services import editions, packing

            key = packing.own_key()
            return packing.write(editions.prepare_questions(ws, key), path, key)

        self._session.tasks.run(
            job,
            self._on_written,
            self._on_refused,
            name=_("Writing the questions"),
            executor=Executor.STORE,
            owner=self,
        )

    def tell_edition(self) -> None:
        """Say whose edition this is, where the library is one."""
        if not self._session.workspace.is_edition:
            return
        from briefing.services.editions import edition_of

        edition = edition_of(self._session.workspace)
        if edition is not None:
            self._session.say(
                _(
                    "Reader’s edition of {name}, signed with the key {key}. Questions you ask and "
                    "share can be sent back (File › Send questions back…)."
                ).format(name=edition.sender or _("a colleague"), key=edition.fingerprint)
            )

    def start_window(self, library: Path) -> None:
        """Open a library in a window of its own."""
        if not QProcess.startDetached(
            sys.executable, ["-m", "briefing", "--library", str(library)]
        )[0]:
            self._session.say(
                _("No second window opens; call: briefing --library {path}").format(path=library),
                error=True,
            )

    def _on_opened(self, found: tuple[Opened, Preview | _OpenedEdition]) -> None:
        opened, brought = found
        if isinstance(brought, _OpenedEdition):
            self.start_window(brought.path)
            self._tell_signer(opened, brought)
            return
        from briefing.ui.dialogs.pack_preview import PackPreviewDialog

        dialog = PackPreviewDialog(self._session, opened, brought, self._window)
        dialog.merged.connect(self._on_merged)
        self.dialog = dialog
        dialog.open()

    def _tell_signer(self, opened: Opened, edition: _OpenedEdition) -> None:
        """Say how far the key of an edition is known; it is trusted here, once it was compared."""
        from briefing.exchange.signature import fingerprint
        from briefing.ui.dialogs.pack_words import trust_words

        known = edition.trust in ("own", "known")
        words = trust_words(opened.pack.name, edition.trust, edition.known_as)
        words = words if known else f"{words} {fingerprint(opened.signer)}"
        offers = [(_("Compared: trust this key"), partial(self._trust, opened))]
        may_trust = not known and not self._session.workspace.library.read_only
        self._window.message_bar.show_message(
            words,
            "warn" if edition.trust == "other" else "info",
            offers=offers if may_trust else (),
        )

    def _trust(self, opened: Opened) -> None:
        from briefing.services import trusting

        trusting.trust(self._session.workspace, opened)
        name = opened.pack.name or _("a colleague")
        self._session.say(_("The key of {name} is trusted here from now on.").format(name=name))

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

    def _on_refused(self, error: Exception) -> None:
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
