"""Every command of the window, declared once; menus, palette, shortcuts and help read it here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from shiboken6 import isValid

from briefing.errors import UserError
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Context:
    """What the window is about at this moment; all that a command's ``when`` may look at.

    ``kind`` and ``entry`` name the selected entry, ``selected`` counts the chosen rows, ``words``
    tells whether words of a document are selected and the keyboard is there, ``passage`` names the
    passage of the document last shown or pressed. ``locked`` tells that the briefing is final, ``read_only``
    that nothing in the library can be changed, ``edition`` that it is a reader's.
    The labels are those of the next undo and redo.
    """

    tab: str = ""
    briefing: str | None = None
    kind: str = ""
    entry: str | None = None
    selected: int = 0
    words: bool = False
    passage: str = ""
    source: str | None = None
    busy: bool = False
    can_undo: bool = False
    can_redo: bool = False
    undo_label: str = ""
    redo_label: str = ""
    read_only: bool = False
    edition: bool = False
    locked: bool = False
    theme: str = "system"


def always(_context: Context) -> bool:
    """The command can be run at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    ``id`` is "group.verb", such as "edit.undo". ``title`` may depend on the context ("Undo Edit
    quote"); ``shortcut`` is in portable form ("Ctrl+K") and several are parted by "; ".
    ``icon`` names a shipped icon. A checkable command shows what ``checked`` says.
    """

    id: str
    title: str | Callable[[Context], str]
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    when: Callable[[Context], bool] = always
    checkable: bool = False
    checked: Callable[[Context], bool] | None = None
    group: str = ""

    def title_in(self, context: Context) -> str:
        """The title as it reads in a context."""
        return self.title if isinstance(self.title, str) else self.title(context)

    def key_sequences(self) -> list[QKeySequence]:
        """The key sequences that run the command."""
        return QKeySequence.listFromString(self.shortcut) if self.shortcut else []

    def shortcut_text(self) -> str:
        """The first shortcut as this platform writes it, or nothing."""
        keys = self.key_sequences()
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


class Registry(QObject):
    """The commands of one window and their actions, one action a command.

    A command is added once; a second one with its id or its shortcut is refused.
    """

    #: The context is another one; titles, checks and what can be run are up to date.
    refreshed = Signal()
    #: A command ran to its end; carries its id.
    command_run = Signal(object)
    #: A command raised a UserError; carries the error, to be shown in the message bar.
    command_failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._context = Context()
        self._follows_theme = False

    @property
    def context(self) -> Context:
        """The context of the last refresh."""
        return self._context

    def add(self, *commands: Command) -> None:
        """Make commands known. Raises ValueError where an id or a shortcut is taken."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id} is there already")
            if any(_is_unknown(key) for key in command.key_sequences()):
                raise ValueError(f"command {command.id}: no such shortcut {command.shortcut}")
            for key in command.key_sequences():
                taken = self.by_key(key)
                if taken is not None:
                    raise ValueError(f"{key.toString()} of {command.id} is taken by {taken.id}")
            self._commands[command.id] = command

    def get(self, command_id: str) -> Command:
        """The command of an id; KeyError where there is none."""
        return self._commands[command_id]

    def by_key(self, key: QKeySequence) -> Command | None:
        """The command that a key sequence runs."""
        return next((one for one in self if key in one.key_sequences()), None)

    def __iter__(self) -> Iterator[Command]:
        """The commands in the order they were added."""
        return iter(self._commands.values())

    def __contains__(self, command_id: object) -> bool:
        """Whether a command has the id."""
        return command_id in self._commands

    def __len__(self) -> int:
        """How many commands there are."""
        return len(self._commands)

    def enabled(self, command_id: str) -> bool:
        """Whether the command can be run now."""
        return self._commands[command_id].when(self._context)

    def title(self, command_id: str) -> str:
        """The command's title now."""
        return self._commands[command_id].title_in(self._context)

    def available(self) -> list[Command]:
        """The commands that can be run now, in the order they were added."""
        return [one for one in self if one.when(self._context)]

    def run(self, command_id: str) -> bool:
        """Run a command unless its ``when`` forbids it; tells whether it ran to its end."""
        command = self._commands[command_id]
        if not command.when(self._context):
            return False
        try:
            command.run()
        except UserError as exc:
            self.command_failed.emit(exc)
            return False
        finally:
            self._sync_check(command)
        self.command_run.emit(command_id)
        return True

    def action(self, command_id: str, parent: QWidget) -> QAction:
        """The one action of a command, kept up to date.

        The first caller's ``parent`` (the window) owns it and so hears its shortcut. Menus and
        tool bars share it, since two actions with one shortcut would silence each other.
        """
        known = self._actions.get(command_id)
        if known is not None and isValid(known):
            return known
        command = self._commands[command_id]
        action = QAction(parent)
        action.setData(command_id)
        action.setObjectName(f"command.{command_id}")
        action.setShortcuts(command.key_sequences())
        action.setCheckable(command.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if command.icon:
            action.setIcon(theme.icon(command.icon))
            self._follow_theme()
        action.triggered.connect(self._on_action_triggered)
        parent.addAction(action)
        self._actions[command_id] = action
        self._update(action, command)
        return action

    def bind_all(self, window: QWidget) -> None:
        """Make every command's shortcut work in the window, in a menu or not."""
        for command_id in self._commands:
            self.action(command_id, window)

    def refresh(self, context: Context | None = None) -> None:
        """Bring all actions up to date with a context, or with the last one again."""
        self._context = context or self._context
        for command_id, action in list(self._actions.items()):
            if isValid(action):
                self._update(action, self._commands[command_id])
        self.refreshed.emit()

    def recolour(self) -> None:
        """Draw the icons in the colours of the theme shown now."""
        for command_id, action in self._actions.items():
            name = self._commands[command_id].icon
            if name and isValid(action):
                action.setIcon(theme.icon(name))

    def _follow_theme(self) -> None:
        if not self._follows_theme:
            self._follows_theme = True
            theme.current().theme_changed.connect(self.recolour)

    def _update(self, action: QAction, command: Command) -> None:
        title = command.title_in(self._context)
        action.setText(title.replace("&", "&&"))
        action.setToolTip(f"{title} ({keys})" if (keys := command.shortcut_text()) else title)
        action.setEnabled(command.when(self._context))
        self._sync_check(command)

    def _sync_check(self, command: Command) -> None:
        action = self._actions.get(command.id)
        if command.checked is not None and action is not None and isValid(action):
            action.setChecked(command.checked(self._context))

    def _on_action_triggered(self, _checked: bool = False) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.run(action.data())


def _is_unknown(key: QKeySequence) -> bool:
    """Qt parses any words; only known keys come through being written and read again."""
    return key.isEmpty() or not key.toString() or QKeySequence(key.toString()) != key
