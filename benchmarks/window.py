"""The window: first frame, the Brief, typing in the search field, scrolling, memory.

Start-up is measured in fresh processes, ours and the peer's in turns: from before the process is
started to the end of the first paint. The bare window is an empty QMainWindow. The floor program
shows the same rows of the same library by hand, with the same sorts of widgets and no theme.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RUNS = 5
PREFIXES = 60
FRAMES = 300
FRAME_LIMIT = 1.5  # x the bare window
BRIEF_LIMIT = 1.3  # x the floor program
KEY_LIMIT = 50.0  # ms, p95
SCROLL_LIMIT = 16.0  # ms, p95
MEMORY_LIMIT = 350.0  # MB


class _Clock:
    """Says how long ago the process was started, and ends it after the last mark awaited."""

    def __init__(self, started: float, last: str) -> None:
        self._started, self._last = started, last
        self._marks: set[str] = set()

    def mark(self, name: str) -> None:
        if name in self._marks:
            return
        self._marks.add(name)
        sys.stdout.write(f"{name} {(time.monotonic() - self._started) * 1e3:.1f}\n")
        if name == self._last:
            sys.stdout.flush()
            os._exit(0)


def _marked(kind: Any, name: str, clock: _Clock) -> None:
    """Let the first paint of a class of widgets be noted."""
    inner = kind.paintEvent

    def paint(self: Any, event: Any) -> None:
        inner(self, event)
        clock.mark(name)

    kind.paintEvent = paint


def _ours(clock: _Clock, path: str) -> None:
    from briefing.bootstrap import main as start
    from briefing.ui.shell.frame import Frame
    from briefing.ui.shell.window import MainWindow

    furnish = MainWindow.furnish

    def furnished(self: Any, session: Any) -> None:
        # What shows text is loaded as late as without us.
        from briefing.ui.tabs.reading_text import ReadingText

        _marked(ReadingText, "text", clock)
        furnish(self, session)

    _marked(Frame, "frame", clock)
    MainWindow.furnish = furnished  # type: ignore[method-assign]
    start(["--library", path])


def _bare(clock: _Clock, _path: str) -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        pass

    _marked(Window, "frame", clock)
    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1440, 900)
    window.show()
    app.exec()


def _floor(clock: _Clock, path: str) -> None:
    from PySide6.QtWidgets import (
        QApplication,
        QLabel,
        QLineEdit,
        QListWidget,
        QMainWindow,
        QScrollArea,
        QSplitter,
        QTabWidget,
        QTextBrowser,
        QVBoxLayout,
        QWidget,
    )
    from sqlalchemy import create_engine

    def connect() -> Any:
        import sqlcipher3.dbapi2 as driver

        return driver.connect(path)

    class Text(QTextBrowser):
        pass

    class Window(QMainWindow):
        pass

    _marked(Window, "frame", clock)
    _marked(Text, "text", clock)
    app = QApplication(sys.argv[:1])
    with create_engine("sqlite://", creator=connect).connect() as connection:
        run = connection.exec_driver_sql
        head = run("SELECT id, title, as_of FROM briefing WHERE NOT deleted").fetchone()
        assert head is not None
        sections = run(
            "SELECT heading, body FROM section WHERE briefing_id = ? AND NOT deleted "
            "ORDER BY position",
            (head[0],),
        ).fetchall()
        judgments = run(
            "SELECT id, text, likelihood, confidence FROM judgment WHERE briefing_id = ? "
            "AND NOT deleted ORDER BY position",
            (head[0],),
        ).fetchall()
        sources = {
            one[0]: run(
                "SELECT b.entry_kind, count(l.id) FROM basis b LEFT JOIN passage_link l "
                "ON l.entry_id = b.entry_id WHERE b.judgment_id = ? GROUP BY 1",
                (one[0],),
            ).fetchall()
            for one in judgments
        }
    window = Window()
    window.resize(1440, 900)
    for name in ("File", "Edit", "Entry", "View", "Help"):
        window.menuBar().addMenu(name)
    library = QWidget()
    left = QVBoxLayout(library)
    found = QListWidget()
    found.addItem(head[1])
    left.addWidget(QLineEdit())
    left.addWidget(found)
    page = QWidget()
    body = QVBoxLayout(page)
    body.addWidget(QLabel(head[1]))
    for heading, words in sections:
        body.addWidget(QLabel(heading))
        text = Text()
        text.setPlainText(words)
        body.addWidget(text)
    for key, words, likelihood, confidence in judgments:
        body.addWidget(QLabel(f"{likelihood}, {confidence}, {len(sources[key])}"))
        text = Text()
        text.setPlainText(words)
        body.addWidget(text)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    tabs = QTabWidget()
    tabs.addTab(area, "Brief")
    splitter = QSplitter()
    for widget in (library, tabs, QListWidget()):
        splitter.addWidget(widget)
    window.setCentralWidget(splitter)
    window.statusBar().addWidget(QLabel("Saved"))
    window.show()
    app.exec()


def _large_window() -> Any:
    from PySide6.QtWidgets import QApplication

    from benchmarks.large import BRIEFING, large_library
    from briefing.settings import load_settings
    from briefing.ui import theme
    from briefing.ui.app import make_window

    app = QApplication(sys.argv[:1])
    theme.install(app, "light", 100)
    window = make_window(large_library(), load_settings())
    window.show()
    window.session.open_briefing(BRIEFING)
    _settle(0.3)
    return window


def _settle(seconds: float) -> None:
    from PySide6.QtWidgets import QApplication

    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()


def _typing() -> None:
    """One key into the field, as a hand would press it, until what it finds is painted."""
    import random

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from benchmarks.large import percentile, vocabulary
    from briefing.ui.shell.library_rows import LibraryDelegate

    window = _large_window()
    field, results = window.sidebar.field, window.sidebar.results
    painted: list[float] = []
    inner = LibraryDelegate.paint

    def paint(self: Any, *args: Any) -> None:
        inner(self, *args)
        painted.append(time.perf_counter())

    LibraryDelegate.paint = paint  # type: ignore[method-assign]
    searched: list[bool] = []
    results.model().modelReset.connect(lambda: searched.append(True))
    chance = random.Random(11)
    times: list[float] = []
    for word in chance.choices(vocabulary(), k=PREFIXES):
        length = chance.randint(2, len(word))
        field.setText(word[: length - 1])
        _settle(0.25)
        painted.clear()
        searched.clear()
        start = time.perf_counter()
        QTest.keyClick(field, Qt.Key(ord(word[length - 1].upper())))
        while not searched and time.perf_counter() - start < 2:
            QApplication.processEvents()
        painted.clear()
        while time.perf_counter() - start < 2:
            QApplication.processEvents()
            if painted or not results.model().rowCount():
                break
        end = painted[-1] if painted else time.perf_counter()
        times.append((end - start) * 1e3)
    sys.stdout.write(f"p50 {percentile(times, 0.5):.1f}\np95 {percentile(times, 0.95):.1f}\n")
    sys.stdout.flush()
    os._exit(0)


def _scrolling() -> None:
    """The Quotes tab by wheel steps and by pages; then the most memory the process ever had."""
    from benchmarks.large import percentile

    window = _large_window()
    view = window.show_tab("quotes").list
    _settle(0.5)
    bar = view.verticalScrollBar()
    times: list[float] = []
    for number in range(FRAMES):
        step = bar.pageStep() if number % 3 == 2 else 3 * bar.singleStep()
        start = time.perf_counter()
        bar.setValue(bar.value() + step)
        view.viewport().repaint()
        times.append((time.perf_counter() - start) * 1e3)
    for share in range(1, 20):  # jumps, as by dragging the handle
        start = time.perf_counter()
        bar.setValue(bar.maximum() * share // 20)
        view.viewport().repaint()
        times.append((time.perf_counter() - start) * 1e3)
    assert bar.maximum() > FRAMES * bar.singleStep()
    _settle(0.5)
    status = Path("/proc/self/status").read_text("ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    sys.stdout.write(
        f"p50 {percentile(times, 0.5):.1f}\np95 {percentile(times, 0.95):.1f}\n"
        f"memory {peak / 1024:.0f}\n"
    )
    sys.stdout.flush()
    os._exit(0)


def _surroundings(folder: Path) -> dict[str, str]:
    """No display, settings of our own, and compiled modules kept as any installed program has."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "BRIEFING_CONFIG": str(folder / "config")}


def _child(what: str, path: Path, last: str = "") -> dict[str, float]:
    """Run one part in a process of its own; what it measured, by name."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.window", what, str(time.monotonic()), str(path), last],
        check=True,
        capture_output=True,
        text=True,
        timeout=180,
        env=_surroundings(path.parent),
    )
    lines = (line.split() for line in made.stdout.splitlines())
    return {name: float(value) for name, value in lines}


def _in_turns(ours: str, peer: str, path: Path, mark: str) -> tuple[float, float]:
    """Medians of both, run in turns after one run of each that only warms the disk."""
    kept: dict[str, list[float]] = {ours: [], peer: []}
    for number in range(RUNS + 1):
        for what in kept:
            took = _child(what, path, mark)[mark]
            if number:
                kept[what].append(took)
    return sorted(kept[ours])[RUNS // 2], sorted(kept[peer])[RUNS // 2]


def main() -> float:
    """Print every figure against its limit; returns the worst share of a limit."""
    worst = 0.0

    def say(name: str, value: float, limit: float, unit: str, beside: str = "") -> None:
        nonlocal worst
        worst = max(worst, value / limit)
        passed = "" if value <= limit else "  PASSED THE LIMIT"
        print(f"{name:22} {value:7.2f} {unit:3} (limit {limit:g}){beside}{passed}", flush=True)

    from benchmarks.large import large_library

    large_library().close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.briefings"
        config = Path(folder) / "config"
        config.mkdir()
        (config / "settings.toml").write_text("seen_welcome = true\n", "utf-8")
        for name, peer, mark, limit in (
            ("first frame", "bare", "frame", FRAME_LIMIT),
            ("text of the Brief", "floor", "text", BRIEF_LIMIT),
        ):
            ours, theirs = _in_turns("ours", peer, path, mark)
            say(name, ours / theirs, limit, "x", f": {ours:.0f} ms, {peer} {theirs:.0f} ms")
        typed = _child("typing", path)
        say("key to results, p95", typed["p95"], KEY_LIMIT, "ms", f": p50 {typed['p50']:.1f} ms")
        moved = _child("scrolling", path)
        say("scrolled frame, p95", moved["p95"], SCROLL_LIMIT, "ms", f": p50 {moved['p50']:.1f} ms")
        say("peak memory", moved["memory"], MEMORY_LIMIT, "MB")
    return worst


def _part(what: str, started: str, path: str, last: str) -> None:
    if what in ("typing", "scrolling"):
        {"typing": _typing, "scrolling": _scrolling}[what]()
    clock = _Clock(float(started), last)
    {"ours": _ours, "bare": _bare, "floor": _floor}[what](clock, path)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _part(*sys.argv[1:])
    raise SystemExit(main() > 1)
