"""The application: made once, run until its window closes."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from briefing.errors import UserError
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.commands.registry import Registry
from briefing.ui.session import Session
from briefing.ui.shell.window import MainWindow
from briefing.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from briefing.services.workspace import Workspace
    from briefing.settings import Settings
    from briefing.ui.single import Claim

_log = logging.getLogger(__name__)


def make_window(workspace: Workspace, settings: Settings) -> MainWindow:
    """The window of a library; needs the one QApplication and its installed theme."""
    registry = Registry()
    tasks = TaskRunner()
    session = Session(workspace, settings, registry, tasks)
    window = MainWindow(session)
    # The window outlives all of them: it is closed before they are let go of.
    for owned in (registry, tasks, session):
        owned.setParent(window)
    return window


class _Failures:
    """Shows what went wrong in a slot as one line and keeps the program running."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, UserError):
            self._window.session.say(str(error), error=True)
            return
        _log.error("unexpected", exc_info=(kind, error, trace))
        self._window.session.say(
            _("Something unexpected went wrong ({what}). Nothing that was saved is lost.").format(
                what=kind.__name__
            ),
            error=True,
        )


def run(
    workspace: Workspace,
    settings: Settings,
    *,
    screenshots: Path | None = None,
    claim: Claim | None = None,
) -> int:
    """Open the window, or paint every tab into pictures; the exit status."""
    app = QApplication.instance() or QApplication(["briefing"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Briefing")
    choice = "light" if screenshots else settings.theme
    theme.install(app, choice, 100 if screenshots else settings.text_scale)
    window = make_window(workspace, settings)
    if screenshots is not None:
        from briefing.ui.shell.screenshots import paint_all

        status = paint_all(window, screenshots)
        window.close()
        return status
    sys.excepthook = _Failures(window)
    window.show()
    if claim is not None:
        claim.listen(window)
    if settings.message:
        window.session.say(settings.message, error=True)
    if not settings.seen_welcome:
        settings.seen_welcome = True
        QTimer.singleShot(
            0, window.actions_of_window.window, window.actions_of_window.rename_person
        )
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    return status
