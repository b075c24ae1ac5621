"""What is built and installed: one package, with its resources and migrations inside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import briefing

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_the_command_is_briefing():
    assert PROJECT["project"]["scripts"] == {"briefing": "briefing.__main__:main"}


def test_the_licence_is_apache():
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")


def test_qt_stays_below_the_version_that_loses_references():
    assert pinned("requirements.lock")["pyside6-essentials"].startswith("6.11.")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes(lock):
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []


def test_both_locks_agree():
    runtime, development = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def test_every_dependency_is_locked():
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in PROJECT["project"]["dependencies"]}
    assert names <= pinned("requirements.lock").keys()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_a_wheel_holds_one_package_and_its_resources(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"briefing", f"briefing-{briefing.__version__}.dist-info"}
    assert any(name.startswith("briefing/_resources/fonts/") for name in names)
    assert any(name.startswith("briefing/_resources/themes/") for name in names)
    assert any(name.startswith("briefing/_db/") and name.endswith(".py") for name in names)
    assert not [name for name in names if name.endswith(".pyc")]


@pytest.mark.slow
def test_an_installed_wheel_finds_its_resources_from_another_folder(wheel, tmp_path):
    # Unpacking is what installing a pure wheel comes to; the checkout is kept off the path.
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    program = (
        "import briefing.paths as p; print(p.resource('fonts')); print(p.db_folder());"
        "from briefing.themes import load_tokens; assert load_tokens('light')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    fonts, migrations = map(Path, ran.stdout.split())
    assert fonts == installed / "briefing/_resources/fonts"
    assert list(fonts.glob("*.ttf"))
    assert migrations == installed / "briefing/_db"
