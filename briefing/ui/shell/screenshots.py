"""Every tab painted into pictures, light and dark: for the guide and for looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from briefing.errors import UserError
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.ui import theme
from briefing.ui.session import Entry
from briefing.ui.shell.window import TABS

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.ui.shell.window import MainWindow

SIZE = (1440, 900)
_REST_MS = 200
#: What is selected in each tab's picture, by the key of the sample's content.
_SELECTED = {
    "brief": ("quote", "mutual-assistance"),
    "actors": ("actor", "putin"),
    "quotes": ("quote", "mutual-assistance"),
    "blocs": ("relation", "russia-north-korea"),
    "claims": ("claim", "containers"),
    "sources": ("source", "digest"),
    "notes": ("annotation", "what-assistance"),
}


def _settle() -> None:
    """Let layouts that follow one another come to rest, as they do before a person looks."""
    loop = QEventLoop()
    QTimer.singleShot(_REST_MS, loop.quit)
    loop.exec()


def paint_all(window: MainWindow, folder: Path) -> int:
    """Write ``<theme>-<n>-<tab>.png`` for each tab in both themes; the exit status."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder}: the folder cannot be made ({error.strerror}).") from error
    window.session.open_briefing(sample_id("briefing", BRIEFING_KEY))
    for name in ("light", "dark"):
        theme.current().apply(choice=name)
        window.resize(*SIZE)
        window.show()
        for number, (key, _cls, _title) in enumerate(TABS, 1):
            tab = window.show_tab(key)
            if key in _SELECTED:
                kind, sample_key = _SELECTED[key]
                tab.show_entry(kind, sample_id(kind, sample_key))
                window.session.select(Entry(kind, sample_id(kind, sample_key)))
            window.refresh_counts()
            _settle()
            # What became visible only now asks for its room once more.
            window.sources.reload()
            _settle()
            target = folder / f"{name}-{number}-{key}.png"
            if not window.grab().save(str(target)):
                raise UserError(f"{target}: the picture could not be written.")
    return 0
