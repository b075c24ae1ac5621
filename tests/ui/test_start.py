"""Starting: the frame first, then the briefing, then what stands round it."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from briefing.errors import UserError
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import app as application
from briefing.ui import theme
from briefing.ui.shell.window import MainWindow
from tests.builders import ME


@pytest.fixture
def settings(tmp_path, monkeypatch, qapp):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    found = load_settings()
    found.seen_welcome = True
    hook = sys.excepthook
    yield found
    sys.excepthook = hook
    gc.enable()
    gc.unfreeze()
    theme.install(qapp, "light", 100)


def test_the_frame_is_painted_before_the_library_is_opened(tmp_path, settings, monkeypatch):
    steps = []
    paint, furnish, sides = MainWindow.paintEvent, MainWindow.furnish, MainWindow.furnish_sides

    def painted(self, event):
        paint(self, event)
        steps.append("frame")

    def furnished(self, session):
        furnish(self, session)
        steps.append(f"text: {len(self.tabs['brief'].rows)} judgments")

    def finished(self):
        sides(self)
        steps.append("sides")
        QTimer.singleShot(0, self, self.close)

    monkeypatch.setattr(application.MainWindow, "paintEvent", painted)
    monkeypatch.setattr(application.MainWindow, "furnish", furnished)
    monkeypatch.setattr(application.MainWindow, "furnish_sides", finished)
    opened = []

    def open_library():
        steps.append("library")
        opened.append(open_workspace(tmp_path / "a.briefings", ME))
        return opened[0]

    assert application.run(open_library, settings) == 0
    opened[0].close()
    order = list(dict.fromkeys(steps))
    assert order[:2] == ["frame", "library"]
    assert order[2].startswith("text: ")
    assert order[2] != "text: 0 judgments"
    assert order[3] == "sides"
    assert gc.isenabled()


def test_a_library_that_cannot_be_opened_ends_the_program_with_its_reason(settings):
    def refuse():
        raise UserError("b.briefings: this is not a Briefing library; choose a .briefings file.")

    with pytest.raises(UserError, match=r"b\.briefings"):
        application.run(refuse, settings)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert gc.isenabled()


def test_every_start_puts_a_copy_aside(tmp_path, settings, monkeypatch, qtbot):
    sides = MainWindow.furnish_sides

    def finished(self):
        sides(self)
        self.session.tasks.task_finished.connect(self.close)

    monkeypatch.setattr(application.MainWindow, "furnish_sides", finished)
    opened = []

    def open_library():
        opened.append(open_workspace(tmp_path / "a.briefings", ME))
        return opened[0]

    assert application.run(open_library, settings) == 0
    opened[0].close()
    assert len(list((tmp_path / "backups").glob("a-*.briefings"))) == 1
