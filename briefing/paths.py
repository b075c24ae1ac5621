"""The one place that knows where the program's own files and the user's files lie."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(inside_wheel: str, in_checkout: str) -> Path:
    installed = _PACKAGE / inside_wheel
    return installed if installed.is_dir() else _PACKAGE.parent / in_checkout


def resource(*parts: str) -> Path:
    """Path of a shipped resource, in the installed wheel or in the checkout."""
    return _shipped("_resources", "resources").joinpath(*parts)


def db_folder() -> Path:
    """Folder of the Alembic environment, its versions and ``schema.sql``."""
    return _shipped("_db", "db")


def config_folder() -> Path:
    """Folder of the user's settings (XDG on Linux, the platform's own elsewhere)."""
    override = os.environ.get("BRIEFING_CONFIG")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path("briefing", appauthor=False)


def data_folder() -> Path:
    """Folder of the user's own library and its backups."""
    override = os.environ.get("BRIEFING_DATA")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("briefing", appauthor=False)


def default_library() -> Path:
    """The library that opens when none is named."""
    return data_folder() / "library.briefings"
