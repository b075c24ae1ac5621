"""A window over a library of its own, worked as a person works it."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window

ANALYST = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")


@pytest.fixture
def start(qapp, qtbot, tmp_path, monkeypatch):
    """Open the program; called again it closes the window and the library and starts anew."""
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    theme = themes.install(qapp, "light", 100)
    running = []

    def stop():
        while running:
            window, workspace = running.pop()
            window.close()
            workspace.close()

    def run():
        stop()
        workspace = open_workspace(tmp_path / "library.briefings", ANALYST)
        window = make_window(workspace, load_settings())
        qtbot.addWidget(window)
        running.append((window, workspace))
        window.resize(1440, 900)
        window.show()
        qtbot.waitExposed(window)
        # Shortcuts reach an active window only.
        with qtbot.waitActive(window):
            window.activateWindow()
        return window

    yield run
    stop()
    theme.apply("light", 100)
