"""The palette: filters while typing, runs with Enter, closes with Escape, finds entries too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow

from briefing.ui.commands.palette import CommandPalette, PaletteItem, matching
from briefing.ui.commands.registry import Command, Context, Registry


@pytest.fixture
def ran():
    return []


@pytest.fixture
def window(qapp, qtbot):
    made = QMainWindow()
    made.resize(900, 600)
    made.setCentralWidget(QLineEdit(made))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def palette(window, ran):
    registry = Registry(window)
    registry.add(
        Command("file.export", "Export summary…", lambda: ran.append("export"), "Ctrl+E"),
        Command("file.import", "Import article…", lambda: ran.append("import"), group="File"),
        Command("edit.quote", "Make a quote", lambda: ran.append("quote")),
        Command("edit.undo", "Undo", lambda: ran.append("undo"), when=lambda now: now.can_undo),
    )
    return CommandPalette(registry, window)


def _titles(palette):
    return [item.title for item in palette.items()]


def test_it_opens_with_what_can_be_run(palette):
    palette.open()
    assert palette.isVisible()
    assert _titles(palette) == ["Export summary…", "Import article…", "Make a quote"]
    assert palette.items()[0].hint == "Ctrl+E"


def test_typing_filters_and_enter_runs(palette, qtbot, ran):
    palette.open()
    qtbot.keyClicks(palette.field, "imp")
    qtbot.waitUntil(lambda: _titles(palette) == ["Import article…"], timeout=1000)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["import"]
    assert not palette.isVisible()


def test_enter_is_never_behind_the_typing(palette, qtbot, ran):
    palette.open()
    qtbot.keyClicks(palette.field, "quote")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["quote"]


def test_arrows_choose(palette, qtbot, ran):
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["import"]


def test_escape_closes_and_gives_the_focus_back(palette, window, qtbot, ran):
    window.centralWidget().setFocus()
    palette.open()
    assert palette.field.hasFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.centralWidget().hasFocus()
    assert ran == []


def test_focus_elsewhere_closes(palette, window):
    palette.open()
    window.centralWidget().setFocus()
    assert not palette.isVisible()


def test_words_in_any_order_and_by_group(palette):
    registry = palette._registry
    assert [one.id for one in matching(registry, "article import")] == ["file.import"]
    assert [one.id for one in matching(registry, "file")] == ["file.import"]
    assert [one.id for one in matching(registry, "ummar")] == ["file.export"]
    assert matching(registry, "undo") == []
    registry.refresh(Context(can_undo=True))
    assert [one.id for one in matching(registry, "undo")] == ["edit.undo"]


def test_providers_find_entries_after_commands(palette, qtbot):
    went = []
    palette.add_provider(
        lambda text, limit: [PaletteItem(f"Entry {text}", lambda: went.append(text), "Actor")]
    )
    palette.open("export")
    assert _titles(palette) == ["Export summary…", "Entry export"]
    palette.open(">export")
    assert _titles(palette) == ["Export summary…"]
    palette.open("Kim")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert went == ["Kim"]


def test_nothing_found_is_said(palette):
    palette.open("zzzz")
    assert palette.items() == []
    assert palette.nothing.isVisible()


def test_the_rows_are_a_sound_model(palette, qtmodeltester):
    palette.open()
    qtmodeltester.check(palette.list.model())
    for typed in ("e", "export", "zzzz", ""):
        palette.field.setText(typed)
        qtmodeltester.check(palette.list.model())
        assert palette.list.model().rowCount() == len(palette.items())
