"""A widget beside what is read, in the place of the usual list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

#: The width at 100 % text, and the share of the whole that it takes at most.
_WIDE, _SHARE = 380, 0.48


def put_beside(both: QSplitter, usual: QWidget, widget: QWidget) -> None:
    """Show a widget at the left of a splitter in the place of the usual one."""
    if both.indexOf(widget) < 0:
        both.insertWidget(0, widget)
    usual.hide()
    widget.show()
    whole = both.width()
    wide = min(theme.px(_WIDE), round(whole * _SHARE))
    sizes = [0] * both.count()
    sizes[both.indexOf(widget)], sizes[-1] = wide, whole - wide
    both.setSizes(sizes)


def put_back(usual: QWidget, widget: QWidget) -> None:
    """Show the usual widget again."""
    widget.hide()
    usual.show()
