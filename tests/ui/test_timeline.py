"""The Timeline tab: one selection in picture and rows, worked by wheel, pointer and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent

from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author
from briefing.domain.dates import ordinal
from briefing.domain.event import Event
from briefing.domain.picture import Circle, Path, Text, walk
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui import theme as themes
from briefing.ui.commands.registry import Registry
from briefing.ui.pictures import timeline_view
from briefing.ui.session import Entry, Session
from briefing.ui.tabs.timeline import TimelineTab

VISIT = sample_id("event", "pyongyang-visit")
CALL = sample_id("event", "campbell-call")


@pytest.fixture
def session(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    themes.install(qapp, "light")
    workspace = open_workspace(tmp_path / "library.briefings", Author("person", "device"))
    made = Session(workspace, None, Registry(), None)
    made.open_briefing(sample_id("briefing", BRIEFING_KEY))
    yield made
    made.close()
    workspace.close()


@pytest.fixture
def tab(session, qtbot):
    made = TimelineTab(session)
    qtbot.addWidget(made)
    made.resize(900, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows_of(view):
    return [view.rows.row(at) for at in range(view.rows.rowCount())]


def wheel(view, at, turns, how=Qt.KeyboardModifier.NoModifier):
    view.wheelEvent(
        QWheelEvent(
            QPointF(at),
            QPointF(view.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * turns),
            Qt.MouseButton.NoButton,
            how,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
    )


def spot(view, record_id):
    """Where an entry's mark is drawn."""
    for item, group in walk(view.current_picture().items):
        if group is not None and group.entry == record_id:
            if isinstance(item, Circle):
                return QPoint(round(item.x), round(item.y))
            if isinstance(item, Path):
                command = item.commands[0]
                return QPoint(round(command[1]), round(command[2]) + 5)
    return None


def test_rows_and_picture_hold_the_same_entries(tab):
    rows = [row for row in rows_of(tab.list) if row.id]
    assert len(rows) == tab.count() == len(tab.picture.scene.entries)
    assert {row.kind for row in rows} == {"event", "quote"}
    assert rows[0].side == ("1950 to 1953",)
    assert "planned" in [text for text, _ in rows[-1].chips]


def test_choosing_a_row_marks_the_picture_and_back(tab, session, qtbot):
    tab.list.select_entry("event", rows_of(tab.list)[0].id)
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    chosen = session.selection
    assert tab.picture.selected == chosen.id
    qtbot.keyClick(tab.picture, Qt.Key.Key_Right)
    assert session.selection != chosen
    assert tab.list.current_entry() == session.selection
    assert tab.picture.selected == session.selection.id


def test_a_mark_can_be_pressed_and_a_crowd_gone_through(tab, session, qtbot):
    view = tab.picture
    view.go_to(ordinal(2024, 6, 14))
    view._show(view._window().zoomed(400, view._frame().room / 2, 0.0001, 500))
    view._reveal(CALL)
    at = spot(view, CALL)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == Entry("event", CALL)
    assert tab.list.current_entry() == Entry("event", CALL)
    view.fit()
    rows = view._arrangement(view._window().scale)
    crowd = next(
        mark for lane in rows.lanes for row in lane.rows for mark in row if len(mark.spans) > 1
    )
    ids = [span.entry.id for span in crowd.spans]
    view.set_selected(ids[0], reveal=True)
    middle = next(
        item
        for item, group in walk(view.current_picture().items)
        if group and group.entry == ids[0] and isinstance(item, Text) and item.text[0] == "×"
    )
    at = QPoint(round(middle.x), round(middle.y - 2))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert session.selection.id == ids[1]


def test_the_wheel_zooms_about_the_pointer(tab):
    view = tab.picture
    before = view._window()
    at = QPoint(round(view._frame().left) + 300, 120)
    moment = before.moment(300)
    wheel(view, at, 3)
    assert view._window().scale > before.scale
    assert view._window().moment(300) == pytest.approx(moment, abs=2 / before.scale)
    wheel(view, at, 1, Qt.KeyboardModifier.ShiftModifier)
    assert view._window().moment(300) < moment


def test_keys_zoom_fit_pan_and_go_to_today(tab, qtbot, monkeypatch):
    view = tab.picture
    fitted = view._window()
    qtbot.keyClicks(view, "+")
    assert view._window().scale > fitted.scale
    qtbot.keyClicks(view, "-")
    assert view._window().scale == pytest.approx(fitted.scale)
    start = view._window().start
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view._window().start > start
    for key in "f0":
        view.zoom(3)
        qtbot.keyClicks(view, key)
        assert view._window() == fitted
    monkeypatch.setattr(timeline_view, "_today", lambda: ordinal(2026, 1, 1))
    qtbot.keyClicks(view, "++++++t")
    middle = view._window().moment(view._frame().room / 2)
    assert middle == pytest.approx(ordinal(2026, 1, 1) + 0.5, abs=1)
    assert "today" in {i.text for i, _ in walk(view.current_picture().items) if isinstance(i, Text)}


def test_arrows_walk_entries_and_lanes_and_enter_opens(tab, session, qtbot):
    view = tab.picture
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    first = view.scene.entries[0]
    assert view.selected == first.id
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.selected == first.id
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.selected == view.scene.entries[-1].id
    view.set_selected(VISIT)
    lane = view._entry(VISIT).lanes[0]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view._entry(view.selected).lanes[0] != lane
    view.set_selected(VISIT)
    with qtbot.waitSignal(session.edit_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args[0] == Entry("event", VISIT)
    quote = next(e for e in view.scene.entries if e.kind == "quote")
    view.set_selected(quote.id)
    with qtbot.waitSignal(session.open_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args[0] == Entry("quote", quote.id)


def test_lanes_are_by_actor_or_theme_and_the_choice_is_kept(tab, session, qtbot):
    assert "Russia" in [lane.name for lane in tab.picture.scene.lanes]
    tab.chips["theme"].click()
    assert "treaty" in [lane.name for lane in tab.picture.scene.lanes]
    again = TimelineTab(session)
    qtbot.addWidget(again)
    again.reload()
    assert again.picture.scene.by == "theme"
    assert again.chips["theme"].isChecked()


def test_the_window_of_time_stays_when_something_changes(tab, session, qtbot):
    tab.picture.zoom(5)
    shown = tab.picture._window()
    known = len(tab.picture.scene.entries)
    with session.workspace.write("Add event") as unit:
        unit.add(Event(id="n", briefing_id=session.briefing_id, what="New", happened=""))
    qtbot.waitUntil(lambda: len(tab.picture.scene.entries) == known + 1)
    assert tab.picture._window() == shown
    heads = [row.head for row in rows_of(tab.list) if row.heading]
    assert heads == ["Date not known"]
    with session.workspace.write("Add") as unit:
        unit.add(Briefing(id="other", title="Other"))
    session.open_briefing("other")
    assert tab.picture.scene.entries == ()
    assert tab.picture._window() != shown


def test_an_entry_is_brought_into_view(tab):
    tab.picture.zoom(40)
    war = sample_id("event", "korean-war")
    assert tab.show_entry("event", war)
    view = tab.picture
    assert view._in_view(view._entry(war))
    assert not tab.show_entry("event", "nobody")
    assert not tab.show_entry("claim", war)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_picture_is_painted_in_every_theme(tab, qapp, name):
    themes.install(qapp, name)
    image = QImage(tab.picture.size(), QImage.Format.Format_RGB32)
    tab.picture.render(image)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, 300, 3)}
    assert len(colours) > 6
    assert tab.picture.accessibleDescription().startswith("Timeline of 9 events and 10 quotes")


def test_where_nothing_can_be_drawn_the_tab_says_how_to_begin(tab):
    assert not tab.empty.isVisible()
    full = tab.session.briefing_id
    tab.session.open_briefing("none")
    tab.reload()
    assert tab.empty.isVisible()
    assert not tab.splitter.isVisible()
    tab.session.open_briefing(full)
    tab.reload()
    assert tab.splitter.isVisible()
