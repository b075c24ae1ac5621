"""The blocs of two hundred states with a thousand ties: the window never waits for a picture."""

from __future__ import annotations

import threading

import pytest

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing
from briefing.domain.relation import Relation
from briefing.services.bloc_pictures import PICTURES
from briefing.ui.blocs import pair as pairs
from briefing.ui.pictures import lens_view
from briefing.ui.pictures.painted import Painted


@pytest.fixture
def tab(window, qtbot):
    with window.session.workspace.write("Seed") as unit:
        unit.add(Briefing(id="large", title="Many", as_of="1960"))
        unit.add_all(
            Actor(
                id=f"a{i}",
                actor_kind="state",
                name=f"State {i}",
                longitude=(i * 37) % 340 - 170.0,
                latitude=(i * 13) % 120 - 50.0,
            )
            for i in range(200)
        )
        unit.add_all(
            Relation(
                id=f"r{i}",
                briefing_id="large",
                from_id=f"a{i % 200}",
                to_id=f"a{(i * 7 + 1 + i // 200) % 200}",
                relation_kind="defence pact",
                sign=1,
                held="1950/1990",
            )
            for i in range(1000)
            if i % 200 != (i * 7 + 1 + i // 200) % 200
        )
        unit.add(Bloc(id="b0", name="One", briefing_id="large"))
        unit.add_all(
            BlocMember(id=f"m{i}", bloc_id="b0", actor_id=f"a{i}", held="1950/..")
            for i in range(40)
        )
    window.session.open_briefing("large")
    made = window.show_tab("blocs")
    qtbot.waitUntil(made.isVisible)
    yield made
    qtbot.waitUntil(lambda: not made.pair.is_drawing, timeout=60_000)


def test_pictures_of_many_lines_are_drawn_on_a_worker(tab, qtbot, monkeypatch):
    threads = []

    def spied(drawing, width, height, lens=None):
        threads.append(threading.current_thread())
        return drawing.picture.draw(drawing.scene, width, height, drawing._look(width, lens))

    monkeypatch.setattr(pairs.Drawing, "__call__", spied)
    # A laptop that does much else lays out later.
    tab.pair._settle.setInterval(20_000)
    qtbot.waitUntil(lambda: not tab.pair.is_drawing, timeout=60_000)
    threads.clear()
    for text in ("1955", "1970", "1985"):
        assert tab.set_date(text)
    # The rows are there at once, the picture of the last date when it is drawn.
    assert tab.view.scene.heading == "1985"
    assert tab.list.rows.rowCount() > 900
    qtbot.waitUntil(lambda: not tab.pair.is_drawing, timeout=60_000)
    picture = tab.maps[1].current_picture()
    assert picture.title == "1985"
    assert threads
    assert all(one is not threading.main_thread() for one in threads)


def test_every_picture_shows_many_lines(tab, qtbot):
    for one in PICTURES:
        tab.show_picture(one.key)
        qtbot.waitUntil(lambda: not tab.pair.is_drawing, timeout=60_000)
        view, drawing = tab.pair.drawn[-1]
        assert drawing.picture.key == one.key
        assert view.current_picture().items


def _fits(tab):
    """Whether the picture is there, for the size that its view has."""
    view, picture = tab.maps[1], tab.maps[1].current_picture()
    size = (view.width(), view.height())
    return not tab.pair.is_drawing and (picture.width, picture.height) == size


def test_another_size_is_drawn_on_a_worker_too(tab, qtbot, monkeypatch):
    drawn = []
    plain = pairs.Drawing.__call__

    def spied(drawing, width, height, lens=None):
        drawn.append(threading.current_thread())
        return plain(drawing, width, height, lens)

    tab.show_picture("map")
    qtbot.waitUntil(lambda: not tab.pair.is_drawing, timeout=60_000)
    view = tab.maps[1]

    qtbot.waitUntil(lambda: _fits(tab), timeout=60_000)
    monkeypatch.setattr(pairs.Drawing, "__call__", spied)
    window = tab.window()
    window.resize(window.width() - 140, window.height() - 30)
    qtbot.waitUntil(lambda: bool(drawn) and _fits(tab), timeout=60_000)
    tall = view.height()
    tab.splitter.setSizes([tall + 60, 200])
    tab.splitter.splitterMoved.emit(tall + 60, 1)
    qtbot.waitUntil(lambda: view.height() > tall and _fits(tab), timeout=60_000)
    assert threading.main_thread() not in drawn


def test_the_window_only_lays_down_what_a_worker_has_painted(tab, qtbot, monkeypatch):
    tab.show_picture("map")
    qtbot.waitUntil(lambda: not tab.pair.is_drawing, timeout=60_000)
    painted = []
    plain = lens_view.paint_items

    def spied(painter, items):
        painted.append(len(items))
        plain(painter, items)

    monkeypatch.setattr(lens_view, "paint_items", spied)
    assert tab.set_date("1972")
    qtbot.waitUntil(lambda: _fits(tab), timeout=60_000)
    view = tab.maps[1]
    before = view.grab().toImage()
    # The legend and the heading alone are painted by the window.
    assert max(painted, default=0) <= 2
    with monkeypatch.context() as anew:
        anew.setattr(Painted, "holds", lambda *_: False)
        view._whole = None
        view.update()
        assert view.grab().toImage() == before
    assert max(painted) > 300
