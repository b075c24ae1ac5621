"""The list of shortcuts, as a dialog and as Markdown for the user guide, from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.commands.registry import Context, Registry

if TYPE_CHECKING:
    from collections.abc import Sequence


def shortcut_groups(
    registry: Registry, context: Context | None = None
) -> dict[str, list[tuple[str, str]]]:
    """Titles and keys of all commands by group, those without a key too, in order of adding."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in registry:
        keys = ", ".join(
            key.toString(QKeySequence.SequenceFormat.NativeText) for key in command.key_sequences()
        )
        title = command.title_in(context or registry.context)
        groups.setdefault(command.group or _("General"), []).append((title, keys))
    return groups


def shortcuts_as_markdown(registry: Registry) -> str:
    """The help page's table of commands, titles as they read with nothing selected."""
    parts: list[str] = []
    for group, rows in shortcut_groups(registry, Context()).items():
        parts += [f"## {group}", "", f"| {_('Command')} | {_('Keys')} |", "|---|---|"]
        parts += [f"| {title} | {f'`{keys}`' if keys else ''} |" for title, keys in rows]
        parts.append("")
    return "\n".join(parts)


class ShortcutDialog(QDialog):
    """All commands with their keys; closed by Escape."""

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(_("Commands and their keys"))
        self.tree.setHeaderLabels([_("Command"), _("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        for group, rows in shortcut_groups(registry).items():
            self._add_group(group, rows)
        self.tree.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree)
        layout.addWidget(buttons)
        self.resize(theme.px(560), theme.px(620))

    def _add_group(self, group: str, rows: Sequence[tuple[str, str]]) -> None:
        head = QTreeWidgetItem(self.tree, [group])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setFirstColumnSpanned(True)
        font = self.tree.font()
        font.setBold(True)
        head.setFont(0, font)
        for title, keys in rows:
            QTreeWidgetItem(head, [title, keys])
