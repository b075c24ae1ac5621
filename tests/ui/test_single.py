"""A second start of a library brings the first one's window forward."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from briefing.ui import single
from briefing.ui.single import Claim, socket_path

#: Another start, as far as the claim goes; says whether it found the window.
OTHER = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from briefing.ui.single import Claim

app = QApplication([])
print("first" if not Claim(Path(sys.argv[1])).taken() else "came forward", flush=True)
if sys.argv[2:] == ["stay"]:
    sys.stdin.read()
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    return tmp_path / "a.briefings"


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def _start(library, *more):
    return subprocess.Popen(
        [sys.executable, "-c", OTHER, str(library), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _answer(process, qtbot):
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    with process:
        return process.stdout.read().strip()


def _listening(claim, window, library, qtbot):
    claim.listen(window)
    qtbot.waitUntil(lambda: Path(socket_path(library)).exists())


def test_a_second_start_brings_the_first_window_forward(library, window, qtbot):
    claim = Claim(library)
    assert not claim.taken()
    window.showMinimized()
    _listening(claim, window, library, qtbot)
    assert _answer(_start(library), qtbot) == "came forward"
    qtbot.waitUntil(lambda: window.isVisible() and not window.isMinimized())
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    claim.release()
    assert not Path(socket_path(library)).exists()
    assert _answer(_start(library), qtbot) == "first"


def test_the_library_is_known_by_its_real_path(library, window, qtbot):
    library.touch()
    (library.parent / "link.briefings").symlink_to(library)
    claim = Claim(library)
    assert not claim.taken()
    _listening(claim, window, library, qtbot)
    assert _answer(_start(library.parent / "link.briefings"), qtbot) == "came forward"
    assert _answer(_start(library.parent / "other.briefings"), qtbot) == "first"
    claim.release()


def test_what_a_crash_leaves_keeps_nobody_out(library, window, qtbot):
    crashed = _start(library, "stay")
    assert crashed.stdout.readline() == "first\n"
    # As a server that was killed leaves it.
    Path(socket_path(library)).touch()
    os.kill(crashed.pid, signal.SIGKILL)
    with crashed:
        crashed.wait()
    claim = Claim(library)
    assert not claim.taken()
    claim.listen(window)
    other = _start(library)
    assert _answer(other, qtbot) == "came forward"
    claim.release()


def test_a_window_that_does_not_answer_keeps_nobody_out(library, qtbot, monkeypatch):
    monkeypatch.setattr(single, "ANSWER_MS", 200)
    deaf = _start(library, "stay")
    assert deaf.stdout.readline() == "first\n"
    assert not Claim(library).taken()
    deaf.communicate()


def test_a_folder_that_takes_no_lock_keeps_nobody_out(library, qtbot, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "file" / "config"))
    claim = Claim(library)
    assert not claim.taken()
    claim.release()


def test_the_name_of_the_socket_fits_whatever_the_library_is_called(library):
    deep = library.parent.joinpath(*["folder" * 20] * 10, "a.briefings")
    assert len(Path(socket_path(deep)).name) < 40


def test_a_pack_given_to_a_second_start_reaches_the_window(library, window, qtbot, tmp_path):
    pack = tmp_path / "übung 1.briefpack"
    pack.write_bytes(b"x")
    claim = Claim(library)
    assert not claim.taken()
    given = []
    claim.pack_given.connect(given.append)
    _listening(claim, window, library, qtbot)
    code = OTHER.replace(".taken()", ".taken(Path(sys.argv[2]))")
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(library), str(pack)], stdout=subprocess.PIPE, text=True
    )
    assert _answer(other, qtbot) == "came forward"
    qtbot.waitUntil(lambda: given == [pack.resolve()])
    claim.release()
