"""Puts the program together: settings, library, then a window or one command of the command line.

Stands outside the floors: it alone may know all of them.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import paths
from briefing.cli.main import main as parse_and_run
from briefing.errors import UserError
from briefing.settings import load_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Sequence

    from briefing.services.workspace import Workspace
    from briefing.settings import Settings


#: Objects made and kept before a command looks for garbage; Python's own number is 700.
_COLLECT_AFTER = 50_000


def library_path(options: argparse.Namespace) -> Path:
    """The library that was named, by option or environment, or the user's own."""
    named: Path | None = getattr(options, "library", None)
    if named is not None:
        return named
    from_environment = os.environ.get("BRIEFING_LIBRARY")
    return Path(from_environment) if from_environment else paths.default_library()


@contextmanager
def workspace(path: Path, settings: Settings) -> Generator[Workspace]:
    """The library opened for the person of this laptop, and let go of at the end."""
    from briefing.domain.changes import Author
    from briefing.services.workspace import open_workspace

    author = Author(settings.person_id, settings.device_id)
    opened = open_workspace(path, author, settings.person_name)
    try:
        yield opened
    finally:
        opened.close()


def run(options: argparse.Namespace) -> int:
    """Do what the command line says."""
    settings = load_settings()
    path = library_path(options)
    if options.command is None:
        return _window(path, settings, options.screenshot)
    if options.command == "open":
        return _window(path, settings, None, pack=_existing(options.file))
    # A command loads much, does one thing and ends: seldom is there garbage worth looking for.
    gc.set_threshold(_COLLECT_AFTER)
    from briefing.cli import commands

    if options.command == "extract":
        from briefing.cli import extracting

        return extracting.extract(options)
    if options.command == "doctor":
        return commands.doctor(path, options)
    with workspace(path, settings) as opened:
        return commands.COMMANDS[options.command](opened, options)


def _existing(pack: Path) -> Path:
    if not pack.is_file():
        raise UserError(f"{pack}: there is no such file; name a .briefpack file.")
    return pack


def _window(
    path: Path, settings: Settings, screenshots: Path | None, *, pack: Path | None = None
) -> int:
    if screenshots is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif _no_display():
        sys.stderr.write(
            "briefing: there is no display; use a desktop session, or: xvfb-run make run\n"
        )
        return 2
    # Loading makes very many objects and hardly any garbage: looking for it is put off until the
    # window stands (``briefing.ui.app``), and what was loaded by then is never looked at again.
    gc.disable()
    try:
        from briefing.ui.app import run as run_window
    except ImportError as error:
        if (error.name or "").startswith("briefing"):
            raise
        raise UserError(
            f"The window cannot open: {error}. Install the system libraries that README.md names."
        ) from error
    if screenshots is not None:
        with ExitStack() as held:
            return run_window(
                lambda: held.enter_context(workspace(path, settings)),
                settings,
                screenshots=screenshots,
            )
    return _only_window(path, settings, run_window, pack)


def _only_window(
    path: Path, settings: Settings, run_window: Callable[..., int], pack: Path | None
) -> int:
    from briefing.ui.single import Claim

    claim = Claim(path)
    try:
        if claim.taken(pack):
            sys.stderr.write(f"briefing: {path.name} is open already; its window came forward.\n")
            return 0
        with ExitStack() as held:
            return run_window(
                lambda: held.enter_context(workspace(path, settings)),
                settings,
                claim=claim,
                pack=pack,
            )
    finally:
        claim.release()


def _no_display() -> bool:
    """Whether a window has nowhere to open; Qt itself would abort with a page of advice."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: Sequence[str] | None = None) -> int:
    """The program's entry point; returns the exit status."""
    return parse_and_run(sys.argv[1:] if arguments is None else arguments, run)
