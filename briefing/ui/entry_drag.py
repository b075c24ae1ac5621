"""Entries that are dragged from a list to where they are to be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

if TYPE_CHECKING:
    from collections.abc import Iterable

MIME = "application/x-briefing-entries"


def entries_as_mime(entries: Iterable[tuple[str, str, str]]) -> QMimeData:
    """Kind, id and words of entries, for other parts of the program and as plain text for others."""
    found = list(entries)
    data = QMimeData()
    data.setData(MIME, "\n".join(f"{kind} {one}" for kind, one, _words in found).encode())
    data.setText("\n".join(words for _kind, _one, words in found))
    return data


def dragged_entries(data: QMimeData) -> list[tuple[str, str]]:
    """Kind and id of the entries that are dragged; empty for anything else."""
    if not data.hasFormat(MIME):
        return []
    lines = bytes(data.data(MIME).data()).decode("utf-8", "replace").splitlines()
    pairs = [line.partition(" ") for line in lines]
    return [(kind, one) for kind, _blank, one in pairs if kind and one]
