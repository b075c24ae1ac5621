"""Every tab by keyboard and by ear: each thing that can be worked has a name and can be reached."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from briefing.services import annotating
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.pictures.bloc_picture_view import BlocPictureView
from briefing.ui.session import Entry
from briefing.ui.shell.window import TABS
from tests.builders import ME

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
WORKED = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    BlocPictureView,
)
KEYS = [key for key, _name, _title in TABS]


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path))
    theme = themes.install(qapp, "light", 100)
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    annotating.add_note(workspace, "quote", QUOTE, BRIEFING, "Really?")
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.close()
    workspace.close()
    theme.apply("light", 100)


def _open(window, qtbot, key):
    """The tab with everything on it that can be worked."""
    window.session.open_entry(Entry("quote", QUOTE))
    tab = window.show_tab(key)
    if key == "blocs":
        tab.compare.setChecked(True)
    if key == "sources":
        tab.show_entry("source", sample_id("source", "digest"))
        tab.view.setFocus()
        tab.view.select_span(10, 60)
        qtbot.keyClick(tab.view, Qt.Key.Key_Q)
        qtbot.waitUntil(tab.panel.isVisible)
    return tab


def _is_worked(widget: QWidget) -> bool:
    # A scroll bar's and a tab bar's own arrows repeat what the keys do.
    if isinstance(widget, QToolButton) and isinstance(widget.parent(), QTabBar):
        return False
    if widget.focusProxy() is not None:
        return False
    return isinstance(widget, WORKED) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _shown(window):
    return [one for one in window.findChildren(QWidget) if one.isVisible() and _is_worked(one)]


def _called(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


@pytest.mark.parametrize("key", KEYS)
def test_whatever_can_be_worked_has_a_name(window, qtbot, key):
    _open(window, qtbot, key)
    found = _shown(window)
    assert len(found) > 8
    unnamed = [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in found
        if not isinstance(one, QMenuBar) and not _called(one).strip()
    ]
    assert not unnamed


@pytest.mark.parametrize("key", KEYS)
def test_the_tab_key_reaches_whatever_takes_the_focus(window, qtbot, key):
    _open(window, qtbot, key)
    window.sidebar.field.setFocus(Qt.FocusReason.TabFocusReason)
    wanted = {
        one
        for one in _shown(window)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
    }
    reached: set[QWidget] = set()
    for _ in range(4 * len(wanted) + 60):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if wanted <= reached:
            break
    missed = [f"{type(one).__name__} “{_called(one)[:40]}”" for one in wanted - reached]
    assert not missed


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_of_a_source_s_head_is_squeezed(window, qtbot, scale):
    themes.current().apply("light", scale)
    tab = window.show_tab("sources")
    tab.show_entry("source", sample_id("source", "digest"))
    # Its keys are told no more: this source has many passages.
    assert tab.hint.isHidden()
    for label in (tab.heading, tab.citation, tab.grade, tab.about):
        qtbot.waitUntil(lambda one=label: one.height() >= one.heightForWidth(one.width()))
    area = tab.head_area
    below = area.widget().height() > area.height()
    assert below == (scale == 200)
    assert bool(area.focusPolicy() & Qt.FocusPolicy.TabFocus) == below
    assert tab.view.viewport().height() > themes.px(40)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_filter_of_the_quotes_is_whole(window, qtbot, scale):
    themes.current().apply("light", scale)
    tab = window.show_tab("quotes")
    bar = tab.chips["said"].parentWidget()
    qtbot.waitUntil(lambda: bar.height() >= bar.heightForWidth(bar.width()))
    for chip in tab.chips.values():
        assert bar.rect().contains(chip.geometry())
