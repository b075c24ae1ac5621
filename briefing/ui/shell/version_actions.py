"""Commands on the versions of a source: a newer one comes in, and passages get places in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog

from briefing.i18n import _
from briefing.services import choosing, versions
from briefing.services.importing import Imported, import_file
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.ui.commands.registry import Context
    from briefing.ui.dialogs.repair import RepairDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress


def has_source(context: Context) -> bool:
    """Whether a source is open in the Sources tab."""
    return context.source is not None and context.tab == "sources"


class VersionActions:
    """Newer versions of sources."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        group = _("Sources")
        session.registry.add(
            Command(
                "source.import_version",
                _("Import a newer version of this source…"),
                self.ask_for_file,
                when=has_source,
                group=group,
            ),
            Command(
                "source.version_of",
                _("This is a newer version of…"),
                self.ask_for_source,
                when=has_source,
                group=group,
            ),
            Command(
                "source.repair",
                _("Places in the newest version…"),
                self.repair,
                "Ctrl+F8",
                when=has_source,
                group=group,
            ),
        )

    def ask_for_file(self) -> None:
        """Ask for the file of a newer version and read it in."""
        name, _filter = QFileDialog.getOpenFileName(self.window, _("Import a newer version"))
        if name:
            self.import_version(Path(name))

    def import_version(self, path: Path) -> None:
        """Read a file in the background as a newer version of the source that is open."""
        source_id = self.session.registry.context.source
        workspace, briefing_id = self.session.workspace, self.session.destination
        if source_id is None:
            return

        def job(_progress: Progress, token: CancelToken) -> list[Imported]:
            token.check()
            return [import_file(workspace, path, briefing_id=briefing_id, version_of=source_id)]

        self.session.tasks.run(
            job,
            self.window.actions_of_window.imports.show_imported,
            name=_("Import"),
            executor=Executor.STORE,
            owner=self.window,
        )

    def ask_for_source(self) -> None:
        """Ask of which source the document shown is a newer version."""
        ws, here = self.session.workspace, self.session.registry.context.source
        known = [one for one in choosing.choices(ws, "source") if one.id != here]
        if not known:
            self.session.say(_("There is no other source in this library."), error=True)
            return
        titles = [f"{n}. {one.main}" for n, one in enumerate(known, 1)]
        title, given = QInputDialog.getItem(
            self.window,
            _("A newer version"),
            _("Of which source is this document a newer version?"),
            titles,
            0,
            False,
        )
        if given:
            self.make_version_of(known[titles.index(title)].id)

    def make_version_of(self, source_id: str) -> None:
        """Make the document shown a newer version of what another source was read from."""
        view = getattr(self.window.tabs.get("sources"), "view", None)
        document_id = view.document_id if view is not None else ""
        if not document_id:
            self.session.say(_("No document of this source is held."), error=True)
            return
        versions.make_version_of(self.session.workspace, document_id, source_id)
        self.session.open_entry(Entry("document", document_id))
        self.session.say(told(versions.waiting(self.session.workspace, source_id)))

    def repair(self) -> RepairDialog | None:
        """Show the passages of earlier versions beside the places proposed for them."""
        source_id = self.session.registry.context.source
        if source_id is None:
            return None
        found = versions.waiting(self.session.workspace, source_id)
        if not found.open and not found.kept:
            words = (
                _("Every passage has its place in the newest version.")
                if versions.count_versions(self.session.workspace, source_id) > 1
                else _("This source has one version only.")
            )
            self.session.say(words)
            return None
        from briefing.ui.dialogs.repair import RepairDialog

        dialog = RepairDialog(self.session, source_id, self.window)
        dialog.open()
        return dialog


def told(found: versions.Waiting) -> str:
    """What a newer version means for the passages of the earlier one."""
    if not found.open:
        return _("This is a newer version of a source that was here.")
    return _(
        "This is a newer version of a source that was here; {n} passages wait for a place (Ctrl+F8)."
    ).format(n=found.open)
