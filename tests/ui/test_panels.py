"""Notices and titles: what they say can be read, and they give way where there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QCursor, QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefing.ui import textmetrics
from briefing.ui import theme as themes
from briefing.ui.widgets import panels
from briefing.ui.widgets.panels import TITLE_SIZES, ElidedLabel, MessageBar, TitleLabel


@pytest.fixture
def theme(qapp):
    made = themes.install(qapp, "light", 100)
    yield made
    made.apply("light", 100)


def test_a_message_offers_its_action_and_can_be_closed(qtbot, theme):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("The import failed.", "error", "Retry")
    assert bar.isVisible()
    with qtbot.waitSignal(bar.action_requested, timeout=1000):
        bar.action_button.click()
    assert not bar.isVisible()
    bar.show_message("Saved.")
    assert not bar.action_button.isVisible()
    with qtbot.waitSignal(bar.dismissed, timeout=1000):
        bar.close_button.click()


def test_a_floating_message_moves_nothing_and_goes_when_it_was_read(qtbot, theme, monkeypatch):
    monkeypatch.setattr(panels, "_READ_MS", 1)
    monkeypatch.setattr(panels, "_READ_LETTER_MS", 0)
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    words = QLabel("An article", page)
    column.addWidget(words)
    bar = MessageBar(page, floating=True)
    page.resize(500, 300)
    # A message under the pointer stays, and a test before may have left it anywhere.
    QCursor.setPos(page.screen().geometry().bottomRight())
    page.show()
    before = words.geometry()
    bar.show_message("The import failed.", "error")
    page.layout().activate()
    assert words.geometry() == before
    assert bar.geometry().bottom() == page.rect().bottom()
    page.resize(400, 200)
    qtbot.waitUntil(lambda: bar.geometry().bottom() == page.rect().bottom())
    assert bar.width() == 400
    # What went wrong stays; what was done was read in a moment.
    assert not bar._timer.isActive()
    bar.show_message("The quote was added.")
    qtbot.waitUntil(bar.isHidden)


def test_a_cut_line_tells_the_rest_on_hover(qtbot, theme):
    label = ElidedLabel("A path that is far too long to stand here")
    qtbot.addWidget(label)
    label.resize(60, 24)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(900, 24)
    label.grab()
    assert label.toolTip() == ""


def test_a_title_that_nearly_fits_takes_one_line(qtbot, theme):
    label = TitleLabel("Russia and North Korea come close to an alliance")
    qtbot.addWidget(label)
    label.set_whole(True)
    label.show()
    whole = textmetrics.width(label.text(), themes.serif(TITLE_SIZES[0], QFont.Weight.Bold))
    for room, lines in ((whole + 40, 1), (whole - 8, 1), (whole * 2 // 3, 2)):
        label.resize(room, 100)
        line = QFontMetrics(label.font()).lineSpacing()
        assert round(label.heightForWidth(room) / line) == lines
    # Cut short it is as large as ever.
    label.setText("Russia")
    assert label.font().pointSizeF() == pytest.approx(themes.serif(TITLE_SIZES[0]).pointSizeF())
