"""What the program remembers about its user between starts: typed, declared once, kept in TOML."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from briefing.errors import UserError
from briefing.i18n import _
from briefing.paths import config_folder

FILE_NAME = "settings.toml"
THEMES = ("system", "light", "dark", "contrast")
_UUID = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_SCALES = range(100, 201)


@dataclass(slots=True)
class Settings:
    """The user's settings. Change a field, then :meth:`save`.

    ``text_scale`` is per cent. ``person_id`` and ``device_id`` are random UUIDs made at the first
    start; neither they nor ``person_name`` ever come from the login or the host.
    Those that begin with ``export`` are what was chosen last in the dialog for exports; for whom and with
    which notes is chosen anew each time, since it depends on the reader.
    ``reduce_motion``: nothing moves by itself; what would play goes on by one step for each press.
    ``message`` is one line for the person about what was wrong with the file; it is not saved.
    """

    theme: str = "system"
    text_scale: int = 100
    person_id: str = ""
    person_name: str = ""
    device_id: str = ""
    seen_welcome: bool = False
    check_spelling: bool = True
    reduce_motion: bool = False
    export_format: str = ""
    export_paper: str = "a4"
    export_without: str = ""
    export_list: str = ""
    export_folder: str = ""
    export_zoom: str = "width"
    message: str = field(default="", compare=False)
    path: Path = field(default_factory=lambda: config_folder() / FILE_NAME, compare=False)

    def save(self) -> None:
        """Write the file whole or not at all. Raises UserError where the folder refuses."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self.path, _to_toml(self))
        except OSError as exc:
            raise UserError(
                _(
                    "Settings could not be saved in {path}: {reason}. Check the folder’s rights."
                ).format(path=self.path, reason=exc.strerror or exc)
            ) from exc


def load_settings(path: Path | None = None) -> Settings:
    """The saved settings, with defaults for what is missing; makes the two ids at first use.

    A file that cannot be read is put aside as ``.broken`` and named in ``Settings.message``. A
    value of the wrong kind falls back to its default. Never raises: a laptop whose configuration
    folder is read-only still opens the program.
    """
    settings = Settings(path=path) if path else Settings()
    found: dict[str, object] = {}
    try:
        found = tomllib.loads(settings.path.read_text("utf-8"))
    except FileNotFoundError:
        pass
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        settings.message = _set_aside(settings.path)
    except OSError as exc:
        settings.message = _("Settings could not be read: {reason}. Defaults are used.").format(
            reason=exc.strerror or exc
        )
    _take(settings, found)
    fresh = not settings.device_id or not settings.person_id
    if fresh:
        import uuid

        settings.device_id = settings.device_id or str(uuid.uuid4())
        settings.person_id = settings.person_id or str(uuid.uuid4())
        try:
            settings.save()
        except UserError as exc:
            settings.message = settings.message or str(exc)
    return settings


def _saved_names() -> list[str]:
    return [one.name for one in fields(Settings) if one.name not in {"message", "path"}]


def _take(settings: Settings, found: dict[str, object]) -> None:
    for name in _saved_names():
        value = found.get(name)
        default = getattr(settings, name)
        if type(value) is type(default):
            setattr(settings, name, value)
    if settings.theme not in THEMES:
        settings.theme = "system"
    if settings.text_scale not in _SCALES:
        settings.text_scale = max(_SCALES.start, min(_SCALES.stop - 1, settings.text_scale))
    settings.device_id = _valid_uuid(settings.device_id)
    settings.person_id = _valid_uuid(settings.person_id)


def _valid_uuid(text: str) -> str:
    return text if _UUID.fullmatch(text) else ""


def _set_aside(path: Path) -> str:
    aside = path.with_name(path.name + ".broken")
    try:
        path.replace(aside)
    except OSError:
        return _("The settings file {path} is damaged. Defaults are used.").format(path=path)
    return _("The settings file was damaged: kept as {path}, defaults are used.").format(path=aside)


def _to_toml(settings: Settings) -> str:
    import json

    lines = ["# Settings of Briefing. Written by the program."]
    for name in _saved_names():
        value = getattr(settings, name)
        # A JSON string, its control characters escaped, is also a basic string of TOML,
        # but for DEL and lone surrogates.
        if isinstance(value, str):
            clean = value.encode("utf-8", "replace").decode("utf-8")
            written = json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
        else:
            written = json.dumps(value)
        lines.append(f"{name} = {written}")
    return "\n".join(lines) + "\n"


def _replace(path: Path, text: str) -> None:
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
