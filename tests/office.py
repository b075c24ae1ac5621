"""LibreOffice as the other program that opens what we wrote, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from briefing.paths import resource

if TYPE_CHECKING:
    from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

# The shipped fonts in place of Word's, so that every script has one.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias><family>Cambria</family><prefer><family>Noto Serif</family></prefer></alias>
  <alias><family>Calibri</family><prefer><family>Noto Sans</family></prefer></alias>
</fontconfig>
"""


def convert(file: Path, folder: Path, to: str, more: str = "") -> Path:
    """The file in another format: ``to`` is its suffix, ``more`` what the filter is told."""
    assert SOFFICE is not None
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=resource("fonts"), folder=folder), "utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [
        *(SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"),
        *("--convert-to", f"{to}{more}", "--outdir", str(folder), str(file)),
    ]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=240,
        env=environment | {"FONTCONFIG_FILE": str(fonts), "HOME": str(folder)},
    )
    return folder / f"{file.stem}.{to}"
