"""The Blocs tab: dates by slider, keys and words; two dates side by side and in one picture; filters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from briefing.domain.picture import Text, walk
from briefing.services.bloc_view import read_day
from briefing.services.sample import sample_id
from briefing.ui.session import Entry


@pytest.fixture
def tab(window, qtbot):
    made = window.show_tab("blocs")
    qtbot.waitUntil(made.isVisible)
    return made


def rows(tab):
    return [tab.list.rows.row(at) for at in range(tab.list.rows.rowCount())]


def headings(tab):
    return {row.head: row.tail for row in rows(tab) if row.heading}


def words_in(view):
    return [one.text for one, _ in walk(view.current_picture().items) if isinstance(one, Text)]


def test_keys_on_the_years_go_from_change_to_change(tab, qtbot):
    slider = tab.years.slider

    def press(key, heading):
        qtbot.keyClick(slider, key)
        qtbot.waitUntil(lambda: tab.view.scene.heading == heading)

    tab.set_date("1949")
    assert all(row.faint for row in tab.view.relations)
    press(Qt.Key.Key_PageDown, "1 January 1950")
    press(Qt.Key.Key_PageDown, "1 January 1951")
    press(Qt.Key.Key_PageUp, "1 January 1950")
    # Fast fingers wait for no picture.
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown, "1 January 1954")
    press(Qt.Key.Key_End, "19 June 2024")
    assert sample_id("relation", "russia-north-korea") in {row.id for row in tab.view.relations}


def test_a_press_on_the_axis_goes_to_the_month_or_to_the_change_there(tab, qtbot):
    slider = tab.years.slider
    change = slider.span.moments[-1]
    spot = QPoint(round(slider._x(change.day)) + 2, slider._axis())
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=spot)
    assert tab.view.scene.heading == "19 June 2024"
    day = read_day("1990-07")[1]
    qtbot.mouseClick(
        slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider._x(day)), slider._axis())
    )
    qtbot.waitUntil(lambda: "1990" in tab.view.scene.heading)


def test_an_event_on_the_axis_leads_to_its_sources(tab, window, qtbot):
    slider = tab.years.slider
    event = next(
        one for one in slider.span.events if one.id == sample_id("event", "soviet-dissolution")
    )
    spot = QPoint(round(slider._x((event.first + event.last) / 2)), slider._axis() - 10)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=spot)
    assert window.session.selection == Entry("event", event.id)


def test_two_dates_stand_over_the_same_frame_and_a_sentence_tells_the_rest(tab):
    tab.compare.click()
    one, two = (view.current_picture() for view in tab.maps)
    assert tab.maps[0].isVisible()
    assert "Soviet Union" in words_in(tab.maps[0])
    assert "Russia" in words_in(tab.maps[1])

    def place(picture, name):
        groups = {g.tooltip: g for _, g in walk(picture.items) if g is not None}
        shape = groups[name].items[-2]
        return shape.x, shape.y

    assert place(one, "United States") == pytest.approx(place(two, "United States"), abs=1)
    assert tab.years.told.text().startswith("Between 1951 and June 2024: 2 ties ended, 9 began")
    assert {"Ended", "Began", "Changed", "Members who change"} <= set(headings(tab))
    listed = [row.id for row in rows(tab) if row.kind == "relation"]
    assert len(listed) == len(set(listed)) == 14


def test_rows_give_way_to_two_pictures_that_need_the_room(tab, window, qtbot):
    window.resize(1440, 900)
    qtbot.waitUntil(tab.list.isVisible)
    assert tab.bar.rows.isHidden()
    tab.compare.click()
    qtbot.waitUntil(tab.list.isHidden)
    high = tab.maps[1].height()
    tab.bar.rows.click()
    qtbot.waitUntil(tab.list.isVisible)
    assert tab.maps[1].height() < high
    # A high window has room for all.
    tab.bar.rows.click()
    qtbot.waitUntil(tab.list.isHidden)
    window.resize(1440, 1400)
    qtbot.waitUntil(tab.list.isVisible)
    assert tab.bar.rows.isHidden()


def test_where_the_page_scrolls_anyway_the_rows_stay(tab, window, qtbot):
    window.resize(1440, 900)
    tab.compare.click()
    qtbot.waitUntil(tab.list.isHidden)
    window.resize(1440, 620)
    qtbot.waitUntil(lambda: not tab.list.isHidden())
    assert tab.bar.rows.isHidden()


def test_the_earlier_date_is_moved_by_itself_and_never_stands_second(tab, qtbot):
    tab.compare.click()
    slider = tab.years.slider
    qtbot.keyClick(slider, Qt.Key.Key_Up)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: tab.earlier.scene.heading.endswith("1952"))
    assert tab.view.scene.heading == "June 2024"
    tab.dates.earlier.setText("2030")
    qtbot.keyClick(tab.dates.earlier, Qt.Key.Key_Return)
    assert (tab.earlier.scene.heading, tab.view.scene.heading) == ("June 2024", "2030")


def test_both_dates_in_one_picture(tab):
    tab.compare.click()
    tab.bar.difference.click()
    assert not tab.maps[0].isVisible()
    shown = words_in(tab.maps[1])
    assert "1951 to June 2024" in shown
    assert any(text.startswith("+ 2022") for text in shown)
    assert any(text.startswith("–") for text in shown)
    assert {"Soviet Union", "Russia"} <= set(shown)
    tab.compare.click()
    assert not tab.bar.difference.isVisible()
    assert "June 2024" in words_in(tab.maps[1])


def test_what_is_chosen_in_the_rows_is_ringed_in_the_pictures(tab, window):
    tie = sample_id("relation", "russia-north-korea")
    assert tab.show_entry("relation", tie)
    assert tab.maps[1].selected == tie
    member = tab.view.blocs[0].who[0]
    tab.list.select_entry("bloc_member", member.id)
    window.session.select(Entry("bloc_member", member.id))
    assert tab.maps[1].selected == member.actor
    assert window.sources.isVisible()


def test_a_filter_says_how_many_of_how_many_are_shown(tab):
    action = next(a for a in tab.bar.kinds.menu().actions() if a.data() == "sanctions")
    action.trigger()
    assert headings(tab)["Relations at this date"] == "3 of 12 shown"
    assert {row.relation_kind for row in tab.view.relations} == {"sanctions"}
    assert "sanctions" in tab.bar.kinds.text()
    next(a for a in tab.bar.grades.menu().actions() if a.data() == "unsourced").trigger()
    assert headings(tab)["Relations at this date"] == "0 of 12 shown"
    next(a for a in tab.bar.kinds.menu().actions() if a.data() == "").trigger()
    next(a for a in tab.bar.grades.menu().actions() if a.data() == "").trigger()
    assert headings(tab)["Relations at this date"] == "12"


def test_the_years_play_on_and_stop_at_the_end(tab, window, qtbot):
    tab.set_date("2022-02")
    tab.years._timer.setInterval(5)
    tab.years.play.click()
    assert tab.years.is_playing
    qtbot.waitUntil(lambda: not tab.years.is_playing, timeout=10_000)
    assert tab.view.scene.heading == "19 June 2024"


def test_with_reduced_motion_each_press_goes_on_by_one(tab, window, qtbot):
    window.session.settings.reduce_motion = True
    tab.set_date("1949")
    tab.years.play.click()
    assert not tab.years.is_playing
    qtbot.waitUntil(lambda: tab.view.scene.heading == "1 January 1950")


def test_both_pictures_are_zoomed_to_the_same_part(tab):
    tab.compare.click()
    for view in tab.maps:
        view.current_picture()
    tab.maps[1].zoom(2.0)
    assert tab.maps[0].lens.scale == tab.maps[1].lens.scale == 2.0
    tab.set_date("May 2024")
    assert tab.maps[1].lens.scale == 2.0


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "../..", "2024/2020"])
def test_what_is_no_date_is_refused_in_one_line_and_nothing_is_lost(tab, text, qtbot):
    tab.dates.date.setText(text)
    QTest.keyClick(tab.dates.date, Qt.Key.Key_Return)
    assert tab._wrong.isVisible()
    assert "\n" not in tab._wrong.text()
    assert tab.view.scene.heading == "June 2024"
