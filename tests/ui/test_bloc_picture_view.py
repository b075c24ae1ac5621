"""The view of a bloc picture: wheel, pointer, keys, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent

from briefing.domain.picture import Circle, Curve, Group, Ink, Lens, Picture, Rect, Text
from briefing.ui import theme as themes
from briefing.ui.pictures.bloc_picture_view import BlocPictureView
from briefing.ui.session import Entry
from briefing.ui.tasks import TaskRunner

SOLID = Ink(fill="bloc.blue")


def node(key, x, y):
    return Group((Circle(x, y, 6, SOLID),), entry=key, kind="actor", tooltip=f"Actor {key}")


def tie(key, ends, one, two, sink=0.0):
    low = (one[0] + 60, one[1] + sink), (two[0] - 60, two[1] + sink)
    curve = Curve(one, *low, two, Ink(stroke="line.pact", width=3))
    return Group((curve,), entry=key, kind="relation", ends=ends, tooltip=f"Tie {key}")


def picture(width, height, *, lens=None):
    where = lens or Lens()
    spots = {"a": (100, 100), "b": (400, 100), "c": (100, 250)}
    at = {key: where.seen(*spot) for key, spot in spots.items()}
    upper = tie("one", ("a", "b"), at["a"], at["b"])
    lower = tie("two", ("a", "b"), at["a"], at["b"], 80)
    bundle = Group(
        upper.items, "a|b", "bundle", "2 lines", 1.0, ("a", "b"), ("one", "two"), (upper, lower)
    )
    foot = Group((Rect(0, 300, 500, 40, SOLID), Text(10, 320, "Legend", 12)), kind="fixed")
    items = (
        bundle,
        tie("down", ("a", "c"), at["a"], at["c"]),
        *(node(key, *spot) for key, spot in at.items()),
        foot,
    )
    return Picture(
        width, height, items, "Three actors", background="map.sea", stage=(0, 0, 500, 300)
    )


@pytest.fixture
def view(qapp, qtbot):
    themes.install(qapp, "light", 100)
    made = BlocPictureView("Blocs")
    qtbot.addWidget(made)
    made.resize(500, 340)
    made.set_draw(picture)
    made.show()
    qtbot.waitExposed(made)
    return made


def heard(signal):
    found = []
    signal.connect(found.append)
    return found


def wheel(view, at, turns):
    view.wheelEvent(
        QWheelEvent(
            QPointF(at),
            QPointF(view.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * turns),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
    )


def ink(view, x, y):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    return image.pixelColor(x, y).name()


def test_picture_is_painted_and_described(view):
    assert view.accessibleName() == "Blocs"
    assert view.accessibleDescription() == "Three actors"
    assert ink(view, 100, 100) == themes.colour("bloc.blue").name()
    assert ink(view, 250, 20) == themes.colour("map.sea").name()


def test_pressing_an_actor_tells_its_entry(view, qtbot):
    chosen = heard(view.chosen)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(401, 101))
    assert chosen == [Entry("actor", "b")]
    assert view.selected == "b"


def test_wheel_zooms_about_the_pointer_and_the_legend_stands_still(view, qtbot):
    legend = ink(view, 300, 320)
    wheel(view, QPoint(400, 100), 5)
    assert view.lens.scale > 2.5
    x, y = view.lens.seen(400, 100)
    assert (round(x), round(y)) == (400, 100)
    assert ink(view, 400, 100) == themes.colour("bloc.blue").name()
    assert ink(view, 300, 320) == legend
    chosen = heard(view.chosen)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    assert chosen == [Entry("actor", "b")]


def test_dragging_moves_but_never_off_the_picture(view, qtbot):
    wheel(view, QPoint(250, 150), 4)
    before = view.lens
    chosen = heard(view.chosen)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 150))
    qtbot.mouseMove(view, QPoint(200, 150))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert view.lens.dx == pytest.approx(before.dx - 50)
    assert chosen == []
    view.pan(100_000, 100_000)
    assert (view.lens.dx, view.lens.dy) == (0, 0)


def test_a_picture_that_redraws_shows_more_with_text_of_the_same_size(view, qtbot):
    asked = []

    def draw(width, height, *, lens=None):
        asked.append(lens)
        return picture(width, height, lens=lens)

    view.set_draw(draw, redraws=True)
    view.current_picture()
    wheel(view, QPoint(400, 100), 4)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == view.lens
    chosen = heard(view.chosen)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    assert chosen == [Entry("actor", "b")]
    view.fit()
    assert view.lens == Lens()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 250))
    assert chosen[-1] == Entry("actor", "c")


def test_redrawing_happens_in_the_background(qapp, qtbot):
    themes.install(qapp, "light", 100)
    tasks = TaskRunner()
    made = BlocPictureView("Blocs", tasks)
    qtbot.addWidget(made)
    made.resize(500, 340)
    made.set_draw(picture, redraws=True)
    made.show()
    qtbot.waitExposed(made)
    whole = made.current_picture()
    made.zoom(3.0)
    assert made.current_picture() is whole
    qtbot.waitUntil(lambda: made.current_picture() is not whole)
    assert tasks.shutdown()
    tasks.deleteLater()


def test_pointing_at_a_bundle_opens_it(view, qtbot):
    between = QPoint(250, 160)
    closed = ink(view, between.x(), between.y())
    qtbot.mouseMove(view, QPoint(250, 100))
    assert ink(view, between.x(), between.y()) != closed
    chosen = heard(view.chosen)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=between)
    assert chosen == [Entry("relation", "two")]
    qtbot.mouseMove(view, QPoint(450, 280))
    view.set_selected(None)
    assert ink(view, between.x(), between.y()) == closed


def test_a_line_of_a_bundle_chosen_elsewhere_opens_it(view):
    closed = ink(view, 250, 160)
    view.set_selected("two")
    assert ink(view, 250, 160) != closed


def test_keys_walk_among_actors_and_along_lines(view, qtbot):
    chosen = heard(view.chosen)
    for key in (
        Qt.Key.Key_Right,  # the first actor
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Return,  # its first line
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,  # to the third line
        Qt.Key.Key_Return,  # and along it
    ):
        qtbot.keyClick(view, key)
    assert [one.id for one in chosen] == ["a", "b", "a", "one", "two", "down", "c"]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected == "c"
    opened = heard(view.opened)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert opened == [Entry("actor", "c")]


def test_keys_zoom_and_fit(view, qtbot):
    view.set_selected("b")
    qtbot.keyClick(view, "+")
    qtbot.keyClick(view, "+")
    x, y = view.lens.seen(400, 100)
    assert (round(x), round(y)) == (400, 100)
    qtbot.keyClick(view, "-")
    assert view.lens.scale == pytest.approx(1.25)
    before = view.lens.dx
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.lens.dx > before or view.lens.dx == 0
    qtbot.keyClick(view, "0")
    assert view.lens == Lens()


def test_an_actor_out_of_sight_is_brought_into_view_by_keys(view, qtbot):
    view.set_selected("a")
    for _ in range(8):
        view.zoom(1.4)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    x, y = view.lens.seen(400, 100)
    assert view.selected == "b"
    assert 0 <= x <= 500
    assert 0 <= y <= 300


def test_another_date_keeps_the_part_that_is_seen(view):
    view.zoom(3.0)
    lens = view.lens
    view.set_draw(picture, keep=True)
    view.current_picture()
    assert view.lens == lens
    view.set_draw(picture)
    assert view.lens == Lens()


def test_nothing_to_show_is_no_error(qapp, qtbot):
    themes.install(qapp, "light", 100)
    made = BlocPictureView("Blocs")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Right)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert made.current_entry() is None


def pact_tie(key, ends, one, two, parts):
    return replace(tie(key, ends, one, two), parts=parts)


def of_pacts(width, height, *, lens=None):
    items = (
        pact_tie("one", ("a", "b"), (100, 100), (400, 100), ("Great", "Small")),
        pact_tie("two", ("a", "c"), (100, 100), (100, 250), ("Great",)),
        tie("lone", ("b", "c"), (400, 100), (100, 250)),
        Group((Text(200, 60, "Small", 12, measured=40),), "pact:Small", "pact", parts=("Small",)),
        *(node(key, *at) for key, at in (("a", (100, 100)), ("b", (400, 100)), ("c", (100, 250)))),
    )
    return Picture(width, height, items, "", background="map.sea", stage=(0, 0, 500, 300))


def lit(view, x, y):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    return image.pixelColor(x, y) == themes.colour("accent.main")


def test_a_line_of_a_pact_lights_up_the_whole_pact_while_pointed_at(view, qtbot):
    view.set_draw(of_pacts)
    assert not lit(view, 100, 175)
    qtbot.mouseMove(view, QPoint(250, 101))
    assert lit(view, 250, 100)
    assert lit(view, 100, 175)
    # The name of the lesser pact lights up that alone, and another line nothing.
    qtbot.mouseMove(view, QPoint(215, 57))
    assert lit(view, 250, 100)
    assert not lit(view, 100, 175)
    qtbot.mouseMove(view, QPoint(250, 176))
    assert not lit(view, 250, 100)


def test_who_is_chosen_elsewhere_lights_up_its_pact(view):
    view.set_draw(of_pacts)
    view.set_selected("two")
    assert lit(view, 250, 100)
    view.set_selected("lone")
    assert not lit(view, 250, 100)


def test_what_runs_beneath_an_inset_does_not_light_up_over_it(view, qtbot):
    frame = Rect(200, 50, 100, 100, Ink(fill="map.sea"))

    def covered(width, height, *, lens=None):
        drawn = of_pacts(width, height)
        return replace(drawn, items=(*drawn.items, Group((frame,), kind="inset")))

    view.set_draw(covered)
    qtbot.mouseMove(view, QPoint(100, 176))
    assert lit(view, 150, 100)
    assert not lit(view, 250, 100)
