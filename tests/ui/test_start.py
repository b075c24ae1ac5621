"""Starting: the frame first, then the briefing, then what stands round it."""

from __future__ import annotations

import gc
import os
import sys

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from briefing.errors import UserError
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.store import engine
from briefing.ui import app as application
from briefing.ui import theme
from briefing.ui.shell.window import MainWindow
from tests.builders import ME

pytestmark = pytest.mark.new_library


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


def _close_what_is_told(told):
    """Wait for a dialog, keep its words and press its button."""

    def look():
        boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
        box = next((b for b in boxes if b.isVisible()), None)
        if box is None:
            QTimer.singleShot(10, look)
            return
        told.append((box.windowTitle(), box.text()))
        box.button(QMessageBox.StandardButton.Close).click()

    QTimer.singleShot(0, look)


def test_a_library_that_cannot_be_opened_is_told_in_a_dialog_and_ends_the_program(settings):
    told = []

    def refuse():
        _close_what_is_told(told)
        raise UserError("b.briefings: this is not a Briefing library; choose a .briefings file.")

    with pytest.raises(UserError, match=r"b\.briefings"):
        application.run(refuse, settings)
    assert told == [
        (
            "The library cannot be opened",
            "b.briefings: this is not a Briefing library; choose a .briefings file.",
        )
    ]
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert gc.isenabled()


@pytest.mark.parametrize("trouble", ["damaged", "newer", "not ours", "locked", "a folder"])
def test_each_trouble_of_a_library_is_one_line_in_the_dialog(
    tmp_path, settings, monkeypatch, trouble
):
    path, told = tmp_path / "b.briefings", []
    words = {
        "damaged": 'b.briefings: the library is damaged; run "briefing doctor --repair"',
        "newer": "b.briefings: this library was made by a newer Briefing; update the program",
        "not ours": "b.briefings: this is not a Briefing library; choose a .briefings file",
        "locked": "b.briefings: another program is writing to this library; try again shortly",
        "a folder": "b.briefings: this is a folder; name a .briefings file",
    }[trouble]
    if trouble == "a folder":
        path.mkdir()
    elif trouble == "not ours":
        path.write_text("Dear diary", encoding="utf-8")
    else:
        open_workspace(path, ME).close()
    holder = driver.connect(str(path), isolation_level=None) if path.is_file() else None
    if trouble == "newer":
        holder.execute("UPDATE alembic_version SET version_num = '9999'")
    elif trouble == "locked":
        monkeypatch.setattr(engine, "BUSY_MS", 50)
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
    elif trouble == "damaged":
        holder.close()
        with path.open("r+b") as file:
            file.seek(100)
            file.write(b"\xff" * 4000)

    def open_library():
        _close_what_is_told(told)
        open_workspace(path, ME).close()
        raise AssertionError("it was opened")

    with pytest.raises(UserError):
        application.run(open_library, settings)
    if holder is not None:
        holder.close()
    ((_title, text),) = told
    assert text.startswith(words)
    assert "\n" not in text


def test_what_nobody_foresaw_is_told_too_and_ends_the_program(settings):
    told = []

    def fail():
        _close_what_is_told(told)
        raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        application.run(fail, settings)
    assert "Something unexpected went wrong (ValueError)." in told[0][1]


def test_a_library_opened_for_reading_says_so_and_is_read(tmp_path, settings, monkeypatch):
    path = tmp_path / "a.briefings"
    open_workspace(path, ME).close()
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, m, **k: not m & os.W_OK and real(p, m, **k))
    sides, seen = MainWindow.furnish_sides, {}

    def finished(self):
        sides(self)
        QTimer.singleShot(50, self, look)

    def look():
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        seen["line"] = window.message_bar.text
        seen["status"] = window.saved.text()
        seen["judgments"] = len(window.tabs["brief"].rows)
        window.session.registry.run("entry.edit")
        seen["can"] = {c.id for c in window.session.registry.available()}
        window.close()

    monkeypatch.setattr(application.MainWindow, "furnish_sides", finished)
    opened = []

    def open_library():
        opened.append(open_workspace(path, ME))
        return opened[0]

    settings.seen_welcome = False
    assert application.run(open_library, settings) == 0
    opened[0].close()
    assert "open for reading only; copy it to a folder you may write to" in seen["line"]
    assert seen["status"] == "Open for reading only"
    assert seen["judgments"]
    assert not {"entry.edit", "entry.new.actor", "entry.new.quote", "briefing.new"} & seen["can"]
    assert not (tmp_path / "backups").exists()


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
