"""Commands: known once, run only when they can be, shown alike in menus, shortcuts and help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from briefing.errors import UserError
from briefing.ui import theme as themes
from briefing.ui.commands.help import ShortcutDialog, shortcuts_as_markdown
from briefing.ui.commands.menus import SEPARATOR, Menu, build_menu, build_menu_bar, command_ids
from briefing.ui.commands.registry import Command, Context, Registry


def _undo_title(context):
    return f"Undo {context.undo_label}".strip()


def _fail():
    raise UserError("The library is read-only: copy it to a folder of your own.")


@pytest.fixture
def ran():
    return []


@pytest.fixture
def window(qapp, qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def registry(window, ran):
    made = Registry(window)
    made.add(
        Command("file.import", "Import…", lambda: ran.append("import"), "Ctrl+O", "import"),
        Command(
            "edit.undo",
            _undo_title,
            lambda: ran.append("undo"),
            "Ctrl+Z",
            when=lambda context: context.can_undo,
            group="Edit",
        ),
        Command("edit.fail", "Fail", _fail, group="Edit"),
        Command(
            "view.dark",
            "Dark",
            lambda: ran.append("dark"),
            checkable=True,
            checked=lambda context: context.theme == "dark",
        ),
    )
    return made


def test_an_id_can_be_taken_once(registry):
    with pytest.raises(ValueError, match=r"edit\.undo"):
        registry.add(Command("edit.undo", "Again", print))


def test_a_shortcut_can_be_taken_once(registry):
    with pytest.raises(ValueError, match=r"Ctrl\+O.*file\.import"):
        registry.add(Command("other.open", "Open", print, "F3; Ctrl+O"))
    with pytest.raises(ValueError, match="no such shortcut"):
        registry.add(Command("other.odd", "Odd", print, "Hyper+Nothing"))


def test_a_command_runs_only_when_it_can(registry, ran):
    assert not registry.run("edit.undo")
    registry.refresh(Context(can_undo=True))
    assert registry.run("edit.undo")
    assert ran == ["undo"]


def test_actions_follow_the_context(registry, window):
    action = registry.action("edit.undo", window)
    assert not action.isEnabled()
    registry.refresh(Context(can_undo=True, undo_label="Edit quote"))
    assert action.isEnabled()
    assert action.text() == "Undo Edit quote"
    dark = registry.action("view.dark", window)
    registry.refresh(Context(theme="dark"))
    assert dark.isChecked()


def test_icons_follow_the_theme(registry, window, qapp):
    theme = themes.install(qapp, "light", 100)
    action = registry.action("file.import", window)
    light = action.icon().pixmap(16, 16).toImage()
    theme.apply("dark")
    assert action.icon().pixmap(16, 16).toImage() != light
    theme.apply("light")


def test_one_command_has_one_action(registry, window):
    bar = build_menu_bar([Menu("&File", ("file.import",))], registry, window)
    assert registry.action("file.import", bar) is registry.action("file.import", window)


def test_a_shortcut_runs_its_command(registry, window, qtbot, ran):
    registry.bind_all(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["import"]


def test_what_a_person_can_mend_is_reported_and_not_raised(registry, qtbot):
    with qtbot.waitSignal(registry.command_failed, timeout=1000) as caught:
        assert not registry.run("edit.fail")
    assert "read-only" in str(caught.args[0])


def test_a_menu_bar_is_built_from_its_table(registry, window):
    table = [Menu("&File", ("file.import", SEPARATOR, Menu("More", ("edit.fail",))))]
    bar = build_menu_bar(table, registry, window)
    file_menu = bar.actions()[0].menu()
    assert [one.text() for one in file_menu.actions()] == ["Import…", "", "More"]
    assert list(command_ids(table)) == ["file.import", "edit.fail"]
    with pytest.raises(KeyError):
        build_menu_bar([Menu("Bad", ("no.such",))], registry, window)


def test_a_context_menu_leaves_out_what_cannot_be_run(registry, window):
    entries = ("edit.undo", SEPARATOR, "file.import", SEPARATOR, "edit.undo")
    assert [one.text() for one in build_menu(entries, registry, window).actions()] == ["Import…"]


def test_the_help_lists_every_command(registry, window, qtbot):
    page = shortcuts_as_markdown(registry)
    assert "| Import… | `Ctrl+O` |" in page
    assert "## Edit" in page
    dialog = ShortcutDialog(registry, window)
    shown = dialog.tree.findItems(
        "Import…", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 0
    )
    assert shown[0].text(1) == "Ctrl+O"
    dialog.close()
