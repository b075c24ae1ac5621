"""The application: made once, run until its window closes.

The frame of the window is painted first. Then the library is opened and the database, the services
and the tabs are loaded, which takes several times as long as painting.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from briefing.errors import UserError
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from briefing.services.workspace import Workspace
    from briefing.settings import Settings
    from briefing.ui.single import Claim

#: As long as a display takes to show what was painted.
_SIDES_AFTER_MS = 20


def make_window(workspace: Workspace, settings: Settings) -> MainWindow:
    """The window of an open library; needs the one QApplication and its installed theme."""
    window = MainWindow()
    furnish(window, workspace, settings)
    window.furnish_sides()
    return window


def furnish(window: MainWindow, workspace: Workspace, settings: Settings) -> None:
    """Put the middle of a window on an open library; its sides follow by ``furnish_sides``."""
    from briefing.ui.commands.registry import Registry
    from briefing.ui.session import Session
    from briefing.ui.tasks import TaskRunner

    # The window outlives all of them: it is closed before they are let go of.
    registry = Registry(window)
    tasks = TaskRunner(window)
    window.furnish(Session(workspace, settings, registry, tasks, window))


def collect_from_now_on() -> None:
    """Let garbage be looked for again, but not among what the program loaded."""
    gc.freeze()
    gc.enable()


class _Failures:
    """Shows what went wrong in a slot as one line and keeps the program running."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        import logging

        if isinstance(error, UserError):
            self._window.session.say(str(error), error=True)
            return
        logging.getLogger(__name__).error("unexpected", exc_info=(kind, error, trace))
        self._window.session.say(
            _("Something unexpected went wrong ({what}). Nothing that was saved is lost.").format(
                what=kind.__name__
            ),
            error=True,
        )


class _Start(QObject):
    """Opens the library once the frame is on the screen, and fills the window with it."""

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        open_library: Callable[[], Workspace],
        claim: Claim | None,
        pack: Path | None,
    ) -> None:
        super().__init__(window)
        self._pack = pack
        self.failed: BaseException | None = None
        self._window = window
        self._settings = settings
        self._open = open_library
        self._claim = claim
        window.painted.connect(self._on_painted)

    def _on_painted(self) -> None:
        window, settings = self._window, self._settings
        theme.current().follow_system()
        try:
            furnish(window, self._open(), settings)
        except BaseException as error:
            self.failed = error
            gc.enable()
            if isinstance(error, Exception):
                self._tell(error)
            else:
                window.close()
            return
        sys.excepthook = _Failures(window)
        # The text is painted before the sides are made.
        QTimer.singleShot(_SIDES_AFTER_MS, self, self._on_read)

    def _tell(self, error: Exception) -> None:
        """Say in a dialog why there is nothing to show: not everybody starts from a terminal."""
        from PySide6.QtWidgets import QMessageBox

        words = (
            str(error)
            if isinstance(error, UserError)
            else _(
                "Something unexpected went wrong ({what}). Nothing that was saved is lost."
            ).format(what=type(error).__name__)
        )
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle(_("The library cannot be opened"))
        box.setText(words)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.finished.connect(self._window.close)
        box.open()

    def _on_read(self) -> None:
        window, settings = self._window, self._settings
        window.furnish_sides()
        if self._claim is not None:
            self._claim.pack_given.connect(window.packs.open_path)
            self._claim.listen(window)
        collect_from_now_on()
        if settings.message:
            window.session.say(settings.message, error=True)
        if window.session.workspace.library.read_only:
            window.session.say(str(window.session.workspace.library.refusal()))
            return
        self._back_up()
        window.packs.tell_edition()
        if self._pack is not None:
            window.packs.open_path(self._pack)
        if not settings.seen_welcome:
            settings.seen_welcome = True
            QTimer.singleShot(0, window, window.actions_of_window.rename_person)

    def _back_up(self) -> None:
        """Put a copy of the library aside, as every start does, while the person reads."""
        from briefing.services.backup import rotate
        from briefing.ui.tasks import Executor

        library = self._window.session.workspace.library

        def job(_progress: object, _token: object) -> bool:
            return rotate(library) is not None

        self._window.session.tasks.run(
            job,
            self._on_backed_up,
            name=_("Back-up"),
            executor=Executor.STORE,
            owner=self._window,
        )

    def _on_backed_up(self, done: bool) -> None:
        if not done:
            self._window.session.say(
                _("The library could not be backed up; check the folder beside it."), error=True
            )


def run(
    open_library: Callable[[], Workspace],
    settings: Settings,
    *,
    screenshots: Path | None = None,
    claim: Claim | None = None,
    pack: Path | None = None,
) -> int:
    """Open the window, or paint every tab into pictures; the exit status.

    ``open_library`` is called when the frame has been painted. What it raises ends the program and is
    raised here. What ``pack`` would bring is shown once the window stands.
    """
    app = QApplication.instance() or QApplication(["briefing"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Briefing")
    choice = "light" if screenshots else settings.theme
    scale = 100 if screenshots else settings.text_scale
    shown = theme.install(app, choice, scale, follow=False)
    if screenshots is not None:
        from briefing.ui.shell.screenshots import paint_all

        shown.follow_system()
        window = make_window(open_library(), settings)
        collect_from_now_on()
        status = paint_all(window, screenshots)
        window.close()
        return status
    window = MainWindow()
    start = _Start(window, settings, open_library, claim, pack)
    window.appear()
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    window.deleteLater()
    if start.failed is not None:
        raise start.failed
    return status
