"""The rules of the house that no other tool holds."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import briefing

ROOT = Path(__file__).parents[1]
PACKAGE = Path(briefing.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ROUNDS = 2000


def lines_that_match(pattern: str, files: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def test_emitting_a_bool_keeps_the_references_to_true(qapp):
    # PySide6 6.12.0 on Python 3.11 lost one with each emit until the interpreter aborted.
    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        changed = Signal(bool)

    heard = []
    sender = Sender()
    sender.changed.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(ROUNDS):
        sender.changed.emit(True)
    heard.clear()
    lost = before - sys.getrefcount(True)
    assert lost < ROUNDS // 10


def test_calling_a_void_method_keeps_the_references_to_none(qapp):
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        thing.setObjectName("a")
    lost = before - sys.getrefcount(None)
    assert lost < ROUNDS // 10


def test_the_event_loop_is_not_turned_by_hand_and_nobody_sleeps():
    assert lines_that_match(r"\bprocessEvents\b|\btime\.sleep\b|import sleep\b", MODULES) == []


def test_the_interface_takes_its_colours_from_the_themes():
    interface = [file for file in MODULES if file.is_relative_to(PACKAGE / "ui")]
    assert lines_that_match(r"""["']#[0-9a-fA-F]{3,8}["']|#[0-9a-fA-F]{6}\b""", interface) == []


def test_a_long_file_says_why():
    long = []
    for file in (*MODULES, *(ROOT / "tests").rglob("*.py")):
        text = file.read_text("utf-8")
        if text.count("\n") > 400 and "# long because: " not in text:
            long.append(str(file.relative_to(ROOT)))
    assert long == []


def test_no_file_says_where_packages_come_from():
    # In pieces, so that this file does not name one itself.
    index = r"pypi[.]org|pythonhosted[.]org|(^|\s|\")--(extra-)?index-url|^--find-links"
    files = [
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.lock"),
        *ROOT.glob("*.md"),
        *(ROOT / "tools").glob("*"),
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
    ]
    assert lines_that_match(index, [file for file in files if file.is_file()]) == []


def test_no_module_reaches_for_the_internet():
    reach = r"^\s*(import|from) (urllib\.request|http\.|socket|ssl|ftplib|smtplib|requests)\b"
    qt = r"\bQtNetwork\b|\bQtWebEngine"
    # A local socket is a file of this laptop; nothing else of that module may be used.
    local = r"^\s*from PySide6\.QtNetwork import QLocal(Server|Socket)(, QLocalSocket)?$"
    single = PACKAGE / "ui" / "single.py"
    others = [file for file in MODULES if file != single]
    assert lines_that_match(rf"{reach}|{qt}", others) == []
    assert lines_that_match(rf"{reach}|\bQtWebEngine", [single]) == []
    named = lines_that_match(qt, [single])
    assert named
    assert len(named) == len(lines_that_match(local, [single]))


WITHOUT_QT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} is only for briefing.ui")

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(f"{name}: {error}")
"""


def test_everything_but_the_interface_runs_without_qt(tmp_path):
    parts = [file.relative_to(PACKAGE.parent).with_suffix("").parts for file in MODULES]
    names = [".".join(part).removesuffix(".__init__") for part in parts if part[1] != "ui"]
    assert "briefing.paths" in names
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *names],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr


def test_every_room_is_named_in_the_contracts():
    # import-linter forbids only what it is told to look at.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {c["name"]: c for c in project["tool"]["importlinter"]["contracts"]}
    outside = {"__init__", "__main__", "bootstrap"}
    rooms = {f"briefing.{file.stem}" for file in PACKAGE.glob("*.py") if file.stem not in outside}
    rooms |= {f"briefing.{init.parent.name}" for init in PACKAGE.glob("*/__init__.py")}
    without_qt = set(contracts["Qt stays in the interface"]["source_modules"])
    without_sql = set(contracts["The database stays in the store"]["source_modules"])
    assert rooms - without_qt == {"briefing.ui"}
    assert rooms - without_sql == {"briefing.store"}


def test_internet_sockets_are_refused_here(no_internet):
    with pytest.raises(Exception, match=r"socket\.__new__"):
        socket.socket(socket.AF_INET)
    assert len(no_internet) == 1
    no_internet.clear()


def test_internet_sockets_are_refused_in_processes_that_tests_start():
    ran = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('localhost', 1))"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "InternetRefusedError" in ran.stderr
