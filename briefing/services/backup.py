"""Copies of a library: on demand, and ten kept in turn at every start."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.store.library import Library

KEPT = 10


def back_up(library: Library, to: Path) -> Path:
    """Copy the whole library into a new file."""
    if to.is_dir():
        to = to / f"{library.path.stem}.backup{library.path.suffix}"
    library.backup(to)
    return to


def rotate(library: Library) -> Path | None:
    """Copy the library beside itself unless the newest copy is already of its present state.

    Keeps the ten newest copies. Failing to copy never stops the program: it returns None and the
    caller says so.
    """
    folder = library.path.parent / "backups"
    stem = library.path.stem
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    try:
        folder.mkdir(exist_ok=True)
        present = sorted(folder.glob(f"{stem}-*{library.path.suffix}"))
        newest = _changed(library.path)
        if present and present[-1].stat().st_mtime >= newest:
            return present[-1]
        made = folder / f"{stem}-{stamp}{library.path.suffix}"
        library.backup(made)
        for old in sorted(folder.glob(f"{stem}-*{library.path.suffix}"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, UserError):
        return None
    return made


def _changed(path: Path) -> float:
    log = path.with_name(path.name + "-wal")
    return max(
        path.stat().st_mtime, log.stat().st_mtime if log.exists() and log.stat().st_size else 0.0
    )
