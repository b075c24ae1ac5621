"""What holds for every test: no screen, no internet, folders of its own, nothing left behind."""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.store.library import Library

# Before anything imports Qt or asks where the user's files lie.
_scratch = tempfile.TemporaryDirectory(prefix="briefing-tests-", ignore_cleanup_errors=True)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
os.environ["BRIEFING_CONFIG"] = str(Path(_scratch.name, "config"))
os.environ["BRIEFING_DATA"] = str(Path(_scratch.name, "data"))
os.environ.pop("BRIEFING_LIBRARY", None)

# Refuses internet sockets from here on, in this process and in those that tests start.
_offline = str(Path(__file__).with_name("offline"))
_paths = (_offline, str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, _paths))

# A worker of pytest-xdist, started with that path, has it already: two would count apart.
_internet = sys.modules.get("sitecustomize")
if not hasattr(_internet, "refused"):
    _spec = importlib.util.spec_from_file_location("offline", Path(_offline, "sitecustomize.py"))
    assert _spec is not None
    assert _spec.loader is not None
    _internet = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_internet)

# No test is timed: a busy machine is no defect. The examples are the same in every run, so that whether
# the tests pass says something of the code alone; `make fuzz` looks for new ones.
hypothesis_settings.register_profile(
    "briefing",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="BRIEFING_FUZZ" not in os.environ,
)
hypothesis_settings.load_profile("briefing")
if "BRIEFING_FUZZ" not in os.environ and hasattr(providers, "is_local_module_file"):
    # Else what stands in modules that happen to be loaded is tried too, on each worker something else.
    providers.is_local_module_file = lambda _file: False

# Windows that belong to Qt and outlive whoever caused them.
_QT_OWN_WINDOWS = {"QTipLabel", "QComboBoxPrivateContainer"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden", action="store_true", help="write the files of tests/golden anew"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in ``tests/golden``, or write it there."""

    def compare(name: str, text: str) -> None:
        file = Path(__file__).parent / "golden" / name
        if request.config.getoption("--renew-golden"):
            file.write_bytes(text.encode())
        assert text.encode() == file.read_bytes(), f"{name}: read the diff of `make golden`"

    return compare


@pytest.fixture(autouse=True)
def no_internet() -> Iterator[list[str]]:
    """Fail a test that asked for the internet, even where its code swallowed the refusal."""
    refused: list[str] = _internet.refused
    refused.clear()
    yield refused
    assert not refused, f"asked for the internet: {refused}"


@pytest.fixture
def login_and_host(monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A login and a host name that no text holds: real ones may be words, such as "reader"."""
    login, host = "quoxlogin", "quoxhost"
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, login)
    monkeypatch.setattr("platform.node", lambda: host)
    monkeypatch.setattr("socket.gethostname", lambda: host)
    return login, host


class _Templates:
    """Libraries are copied from ones that were made: making one takes twenty times as long."""

    def __init__(self, folder: Path) -> None:
        self.used = True
        self._folder = folder

    def put(self, path: Path, name: str, make: Callable[[Path], Library]) -> None:
        """A library that ``make`` would make lies at the path, unless something is there."""
        if not self.used or os.path.lexists(path) or not path.parent.is_dir():
            return
        template = self._folder / name
        if not template.exists():
            make(template).close()
        shutil.copyfile(template, path)


@pytest.fixture(scope="session", autouse=True)
def library_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Templates]:
    """A new library with the sample, or with nothing, is a copy of one made before."""
    from briefing.services import workspace
    from tests import builders

    templates = _Templates(tmp_path_factory.mktemp("templates"))
    really_open, really_create = workspace.open_library, builders.create

    def opened(path: Path, fill: Callable[[Library], None] | None = None) -> Library:
        if fill is not None:
            templates.put(path, "sample.briefings", lambda at: really_open(at, fill))
        return really_open(path, fill)

    def created(path: Path) -> Library:
        templates.put(path, "empty.briefings", really_create)
        return really_open(path) if path.exists() else really_create(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "open_library", opened)
        patch.setattr(builders, "create", created)
        yield templates


@pytest.fixture(autouse=True)
def new_library(request: pytest.FixtureRequest, library_templates: _Templates) -> None:
    """Tests with this mark make their libraries anew, since that is what they look at."""
    library_templates.used = request.node.get_closest_marker("new_library") is None


@pytest.fixture(scope="session")
def shipped_fonts(qapp) -> list[str]:
    """Families of the fonts that the program ships, known to Qt and used by default."""
    from PySide6.QtGui import QFont, QFontDatabase

    from briefing.paths import resource

    families: list[str] = []
    for file in sorted(resource("fonts").glob("*.[to]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        assert number >= 0, f"Qt cannot read {file.name}"
        families += QFontDatabase.applicationFontFamilies(number)
    if "Noto Sans" in families:
        qapp.setFont(QFont("Noto Sans", 10))
    return families


def _active_timers() -> list[object]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    return [
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), QTimer) and isValid(thing) and thing.isActive()
    ]


def _windows() -> list[object]:
    from PySide6.QtWidgets import QApplication

    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.metaObject().className() not in _QT_OWN_WINDOWS
    ]


def _deliver_deletions() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _new(found: list[object], before: set[int]) -> list[object]:
    return [thing for thing in found if id(thing) not in before]


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with Qt no thread, no running timer and no window of its making remains."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("shipped_fonts")
    # What was there before is not looked at again: looking through everything takes longer than
    # most tests, and what the test makes is new.
    gc.collect()
    gc.freeze()
    # Held, so that no id is given to something new while the test runs.
    timers, windows, threads = _active_timers(), _windows(), set(threading.enumerate())
    known_timers, known_windows = {id(timer) for timer in timers}, {id(w) for w in windows}
    yield

    deadline = time.monotonic() + 3
    for thread in set(threading.enumerate()) - threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    left_threads = [t.name for t in threading.enumerate() if t not in threads]

    _deliver_deletions()
    left_windows, left_timers = _new(_windows(), known_windows), _active_timers()
    left_timers = _new(left_timers, known_timers)
    if left_windows or left_timers:
        # What only a cycle keeps is not a leak.
        left_windows.clear()
        left_timers.clear()
        gc.collect()
        _deliver_deletions()
        left_windows, left_timers = _new(_windows(), known_windows), _active_timers()
        left_timers = _new(left_timers, known_timers)
    report = [f"thread {name}" for name in left_threads]
    report += [f"running timer {timer!r}" for timer in left_timers]
    report += [f"window {window!r}" for window in left_windows]
    # The next test is not to be blamed for this one.
    for timer in left_timers:
        timer.stop()
    for window in left_windows:
        window.deleteLater()
    _deliver_deletions()
    assert not report, "left behind: " + ", ".join(report)


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the user's."""
    if "PySide6" in sys.modules:
        gc.collect()
    _scratch.cleanup()
