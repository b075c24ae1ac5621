"""Menu bars and context menus from tables of command ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.ui.commands.registry import Registry

#: In a table, the line between two groups of commands.
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Menu:
    """A titled list of command ids, separators and menus within. "&" marks the title's key."""

    title: str
    entries: tuple[str | Menu, ...]


def build_menu_bar(table: Sequence[Menu], registry: Registry, window: QWidget) -> QMenuBar:
    """A menu bar for the window. Raises KeyError where the table names an unknown command."""
    bar = QMenuBar(window)
    for menu in table:
        bar.addMenu(_fill(QMenu(menu.title, bar), menu.entries, registry, window))
    return bar


def build_menu(
    entries: Sequence[str | Menu], registry: Registry, window: QWidget, title: str = ""
) -> QMenu:
    """A context menu of what can be run now; what cannot is left out, so it may be empty."""
    menu = QMenu(title, window)
    usable = [one for one in entries if not isinstance(one, str) or _usable(one, registry)]
    return _fill(menu, _trimmed(usable), registry, window)


def command_ids(table: Sequence[str | Menu]) -> Iterator[str]:
    """Every command id that a table names, submenus included."""
    for entry in table:
        if isinstance(entry, Menu):
            yield from command_ids(entry.entries)
        elif entry != SEPARATOR:
            yield entry


def _usable(entry: str, registry: Registry) -> bool:
    return entry == SEPARATOR or registry.enabled(entry)


def _trimmed(entries: Sequence[str | Menu]) -> list[str | Menu]:
    kept: list[str | Menu] = []
    for entry in entries:
        if entry != SEPARATOR or (kept and kept[-1] != SEPARATOR):
            kept.append(entry)
    if kept and kept[-1] == SEPARATOR:
        kept.pop()
    return kept


def _fill(menu: QMenu, entries: Sequence[str | Menu], registry: Registry, window: QWidget) -> QMenu:
    for entry in entries:
        if isinstance(entry, Menu):
            menu.addMenu(_fill(QMenu(entry.title, menu), entry.entries, registry, window))
        elif entry == SEPARATOR:
            menu.addSeparator()
        else:
            menu.addAction(registry.action(entry, window))
    return menu
