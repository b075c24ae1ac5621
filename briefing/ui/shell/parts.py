"""Moving by keyboard from one part of the window to the next, past everything inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from briefing.ui.tabs.base import Tab

if TYPE_CHECKING:
    from collections.abc import Sequence


def move_between(parts: Sequence[QWidget], step: int) -> None:
    """Give the focus to the next part that can have it, 1 forwards or -1 backwards.

    A part that had the focus before gets it back where it was.
    """
    focus = QApplication.focusWidget()
    here = next((n for n, part in enumerate(parts) if focus and part.isAncestorOf(focus)), None)
    start = here if here is not None else (-1 if step > 0 else 0)
    for distance in range(1, len(parts) + 1):
        part = parts[(start + step * distance) % len(parts)]
        wanted = _first(part) if part is not focus else None
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def enter(part: QWidget) -> None:
    """Give the keyboard to a part, where it was there last, unless it is there already."""
    focus = QApplication.focusWidget()
    if focus is None or not part.isAncestorOf(focus):
        wanted = _first(part)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)


def enter_first(part: QWidget) -> None:
    """Give the keyboard to what a part is opened for, wherever in it the keyboard is."""
    wanted = _main(part)
    if wanted is not None:
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _first(part: QWidget) -> QWidget | None:
    last = part.focusWidget()
    return last if last is not None and _can_focus(last, part) else _main(part)


def _main(part: QWidget) -> QWidget | None:
    # Rows are what a tab is opened for; what narrows or draws them stands before them.
    rows = part.main_part() if isinstance(part, Tab) else getattr(part, "list", None)
    if isinstance(rows, QWidget) and _can_focus(rows, part):
        return rows
    one = part.nextInFocusChain()
    while one is not None and one is not part:
        if _can_focus(one, part):
            return one
        one = one.nextInFocusChain()
    return None


def _can_focus(one: QWidget, part: QWidget) -> bool:
    by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and one.isEnabled() and one.isVisible() and part.isAncestorOf(one)
