"""Blocs drawn in the window: chosen by press, lasso and keys, put into blocs; pictures brought out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from briefing.domain.bloc import Bloc, BlocMember
from briefing.services import history
from briefing.services.sample import sample_id
from briefing.store.records import find, get
from briefing.ui.entry_drag import entries_as_mime
from briefing.ui.session import Entry

CHINA, RUSSIA, JAPAN = (sample_id("actor", key) for key in ("china", "russia", "japan"))
EAST = sample_id("bloc", "now-east")


@pytest.fixture
def tab(window, qtbot):
    made = window.show_tab("blocs")
    qtbot.waitUntil(made.isVisible)
    made.maps[1].current_picture()
    return made


def at(tab, actor):
    return tab.maps[1].spot_of(actor).toPoint()


def members(window, bloc):
    with window.session.workspace.read() as connection:
        return {m.actor_id: m.held for m in find(connection, BlocMember, bloc_id=bloc)}


def drop(chip, actors):
    data = entries_as_mime(("actor", one, "") for one in actors)
    event = QDropEvent(
        QPointF(4, 4),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    chip.dropEvent(event)


def test_actors_are_chosen_one_by_one_and_put_into_a_bloc_as_one_step(tab, window, qtbot):
    view = tab.maps[1]
    tab.bar.draw.click()
    assert tab.strip.isVisible()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(tab, CHINA))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(tab, JAPAN))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(tab, JAPAN))
    assert tab.pair.actors.actors == {CHINA: "China"}
    assert "1 actor chosen" in tab.strip.told.text()
    next(chip for chip in tab.strip.chips if chip.bloc_id == EAST).click()
    assert members(window, EAST)[CHINA] == "2024-06/.."
    qtbot.waitUntil(lambda: "China" in tab.view.blocs[0].members)
    assert not tab.pair.actors.actors
    history.undo(window.session.workspace)
    assert CHINA not in members(window, EAST)


def test_a_lasso_takes_all_that_lie_in_it(tab, qtbot):
    view = tab.maps[1]
    tab.bar.draw.click()
    spots = {key: place for key, _name, place in view.spots("actor")}
    wide, high = view.width(), view.height()
    # Round everything, from a corner where nothing lies.
    corners = [QPoint(3, high - 3), QPoint(3, 3), QPoint(wide - 3, 3), QPoint(wide - 3, high - 3)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in (*corners[1:], corners[0]):
        QTest.mouseMove(view, corner)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=corners[0])
    assert set(tab.pair.actors.actors) == set(spots)
    tab.strip.clear.click()
    assert not tab.pair.actors.actors


def test_with_ctrl_one_chooses_while_one_only_looks(tab, window, qtbot):
    view, how = tab.maps[1], Qt.KeyboardModifier.ControlModifier
    assert not tab.strip.isVisible()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, how, at(tab, CHINA))
    assert tab.strip.isVisible()
    assert tab.pair.actors.actors == {CHINA: "China"}
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, how, at(tab, CHINA))
    assert not tab.strip.isVisible()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(tab, CHINA))
    assert window.session.selection == Entry("actor", CHINA)


def test_a_bloc_is_drawn_by_keys_alone(tab, window, qtbot):
    view = tab.maps[1]
    tab.bar.draw.click()
    view.setFocus()
    view.set_selected(RUSSIA)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    view.set_selected(CHINA)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert list(tab.pair.actors.actors) == [RUSSIA, CHINA]
    assert window.session.registry.run("blocs.new")
    form = window.form
    assert form.isVisible()
    rows = form.draft.parts["bloc_member"]
    assert [row.values["actor_id"] for row in rows] == [RUSSIA, CHINA]
    assert {row.values["held"] for row in rows} == {"2024-06/.."}
    assert form.draft.values["name"] == "Russia, China"
    # The passages of what joins them are offered as its evidence.
    assert form.draft.parts["passage_link"]
    before = history.steps(window.session.workspace).undo_label
    form.save()
    with window.session.workspace.read() as connection:
        bloc = next(b for b in find(connection, Bloc) if b.name == "Russia, China")
    assert set(members(window, bloc.id)) == {RUSSIA, CHINA}
    assert history.steps(window.session.workspace).undo_label != before
    history.undo(window.session.workspace)
    with window.session.workspace.read() as connection:
        assert get(connection, "bloc", bloc.id).deleted


def test_an_actor_is_dropped_on_a_bloc(tab, window):
    tab.bar.draw.click()
    chip = next(chip for chip in tab.strip.chips if chip.bloc_id == EAST)
    drop(chip, [CHINA])
    assert CHINA in members(window, EAST)
    # Dropped again, it stands there already: told in a line, and nothing is added.
    count = len(members(window, EAST))
    drop(chip, [CHINA])
    assert "already" in window.message_bar.text
    assert len(members(window, EAST)) == count


def test_what_is_no_actor_is_not_taken(tab, window):
    tab.bar.draw.click()
    chip = tab.strip.chips[-1]
    data = QMimeData()
    data.setText("words")
    event = QDropEvent(
        QPointF(4, 4),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    before = history.steps(window.session.workspace)
    chip.dropEvent(event)
    assert history.steps(window.session.workspace) == before


def test_a_member_ends_with_the_date_shown_and_is_taken_out(tab, window, qtbot):
    tab.set_date("2025")
    member = next(m for b in tab.view.blocs for m in b.who if m.actor == RUSSIA)
    tab.list.select_entry("bloc_member", member.id)
    window.session.select(Entry("bloc_member", member.id))
    assert window.session.registry.run("blocs.until")
    assert members(window, EAST)[RUSSIA] == "2024-06/2025"
    window.refresh_commands()
    assert window.session.registry.run("entry.delete")
    assert RUSSIA not in members(window, EAST)
    history.undo(window.session.workspace)
    history.undo(window.session.workspace)
    assert members(window, EAST)[RUSSIA] == "2024-06/.."


@pytest.mark.parametrize("given", ["p.svg", "p.pdf", "p.gexf", "p"])
def test_the_picture_is_exported_as_it_is_shown(tab, window, qtbot, tmp_path, monkeypatch, given):
    tab.compare.click()

    def ask(_parent, _title, _start, filters, **_more):
        assert "*.geojson" in filters
        return str(tmp_path / given), filters.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.session.registry.run("blocs.export")
    target = tmp_path / (given if "." in given else f"{given}.svg")
    qtbot.waitUntil(target.exists, timeout=15_000)
    qtbot.waitUntil(lambda: window.actions_of_window.exports.last == target)
    if target.suffix == ".svg":
        text = target.read_text("utf-8")
        assert ">1951<" in text
        assert ">June 2024<" in text


def test_a_wrong_suffix_is_told_and_nothing_is_written(tab, window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "p.bmp"), "")
    )
    window.session.registry.run("blocs.export")
    qtbot.waitUntil(lambda: "name a file" in window.message_bar.text, timeout=15_000)
    assert not list(tmp_path.glob("p.*"))


def test_the_picture_is_copied_with_its_marking(tab, window, qtbot):
    QGuiApplication.clipboard().clear()
    window.session.registry.run("blocs.copy")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=15_000)
    assert QGuiApplication.clipboard().image().width() == 2400


def test_in_a_final_briefing_nothing_is_drawn(tab, window, qtbot):
    from briefing.services import finishing

    finishing.set_status(window.session.workspace, window.session.briefing_id, "final")
    qtbot.waitUntil(lambda: bool(window.session.lock))
    qtbot.waitUntil(lambda: not tab.bar.draw.isEnabled())
    window.refresh_commands()
    assert not window.session.registry.enabled("blocs.new")
    tab.strip.put_into((EAST, (CHINA,)))
    assert CHINA not in members(window, EAST)
