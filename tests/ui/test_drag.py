"""A judgment is carried to another place by the mouse itself.

Without a screen Qt ends a drag before it began (its offscreen platform has no loop for one), so what
happens between the first pull and the letting go is played here, with the events that a screen sends.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.services import assessment_view, finishing, history
from briefing.services.sample import BRIEFING_KEY, sample_id

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def tab(window, qtbot):
    made = window.show_tab("assessment")
    qtbot.waitUntil(lambda: made.cards[2].isVisible() and made.cards[2].y() > 0)
    return made


@pytest.fixture
def carry(window, monkeypatch):
    """Press on a card, carry it over another and let go; tells whether it was taken up and taken in."""
    goal = QPoint()
    done = []

    def play(drag, actions):
        under = window.childAt(goal)
        while under is not None and not under.acceptDrops():
            under = under.parentWidget()
        taken = False
        if under is not None:
            at = QPointF(under.mapFrom(window, goal))
            rest = (drag.mimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
            enter = QDragEnterEvent(at.toPoint(), actions, *rest)
            QApplication.sendEvent(under, enter)
            if enter.isAccepted():
                move = QDragMoveEvent(at.toPoint(), actions, *rest)
                move.setAccepted(True)
                QApplication.sendEvent(under, move)
                drop = QDropEvent(at, actions, *rest)
                QApplication.sendEvent(under, drop)
                taken = drop.isAccepted()
        done.append(taken)
        return Qt.DropAction.CopyAction if taken else Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", play)

    def act(card, onto, *, lower: bool) -> list[bool]:
        nonlocal goal
        done.clear()
        none = Qt.KeyboardModifier.NoModifier
        start = card.mapTo(window, QPoint(card.width() // 2, 4))
        goal = onto.mapTo(window, QPoint(onto.width() // 2, onto.height() - 4 if lower else 4))
        QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton, none, start)
        QTest.mouseMove(window.windowHandle(), start + QPoint(0, 2))
        assert not done, "two pixels are a click"
        QTest.mouseMove(window.windowHandle(), start + QPoint(0, 30))
        end = start + QPoint(0, 30)
        QTest.mouseRelease(window.windowHandle(), Qt.MouseButton.LeftButton, none, end)
        return list(done)

    return act


def test_a_judgment_is_dragged_to_another_place_with_the_mouse(window, tab, qtbot, carry):
    ws = window.session.workspace

    def order():
        return [r.id for r in assessment_view.judgment_rows(ws, BRIEFING) if r.key]

    first, second, third, *_rest = order()
    cards = {card.row.id: card for card in tab.cards}
    assert carry(cards[first], cards[second], lower=True) == [True]
    qtbot.waitUntil(lambda: order()[:3] == [second, first, third])
    qtbot.waitUntil(lambda: [c.row.id for c in tab.cards][:3] == [second, first, third])
    assert cards[second].y() < cards[first].y()
    cards = {card.row.id: card for card in tab.cards}
    assert carry(cards[third], cards[second], lower=False) == [True]
    qtbot.waitUntil(lambda: order()[:3] == [third, second, first])
    assert history.undo(ws) == "Move judgment"
    assert order()[:3] == [second, first, third]


def test_in_a_final_briefing_it_stays_where_it_is(window, tab, qtbot, carry):
    ws = window.session.workspace
    finishing.set_status(ws, BRIEFING, "final")
    qtbot.waitUntil(lambda: not tab.add_matrix.isVisible())
    qtbot.waitUntil(lambda: tab.cards[2].isVisible() and tab.cards[2].y() > 0)
    before = [r.id for r in assessment_view.judgment_rows(ws, BRIEFING)]
    # It can be carried to another window, but is not taken in here.
    assert carry(tab.cards[0], tab.cards[1], lower=True) == [False]
    assert [r.id for r in assessment_view.judgment_rows(ws, BRIEFING)] == before
