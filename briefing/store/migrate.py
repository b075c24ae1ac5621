"""Bring an older library to today's schema with Alembic, after copying it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import UserError
from briefing.paths import db_folder

if TYPE_CHECKING:
    from pathlib import Path


def upgrade(path: Path, revision: str = "head") -> None:
    """Run the migrations on a library file."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(db_folder()).replace("%", "%%"))
    config.attributes["library"] = path
    command.upgrade(config, revision)


def migrate(path: Path, version: str) -> Path:
    """Copy ``path`` beside itself, migrate it, and return the copy's path."""
    from briefing.store.library import Library

    copy = _free(path.with_name(f"{path.stem}.before-{version}{path.suffix}"))
    library = Library(path)
    try:
        library.backup(copy)
    finally:
        library.close()
    try:
        upgrade(path)
    except Exception as error:
        raise UserError(
            f"{path.name}: the library could not be brought up to date; it is as it was, with a copy "
            f"in {copy.name}."
        ) from error
    return copy


def _free(path: Path) -> Path:
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
