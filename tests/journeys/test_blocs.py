"""An official reads two dates of the blocs; an analyst draws one and takes it back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.domain.bloc import Bloc
from briefing.domain.picture import Text, walk
from briefing.services.sample import sample_id
from briefing.store.records import find

CTRL = Qt.KeyboardModifier.ControlModifier


def words(view):
    return {one.text for one, _ in walk(view.current_picture().items) if isinstance(one, Text)}


def test_an_official_reads_then_and_now_and_the_words_behind_a_line(start, qtbot):
    window = start()
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    tab = window.tab("blocs")
    qtbot.mouseClick(tab.compare, Qt.MouseButton.LeftButton, pos=QPoint(12, 10))
    earlier, later = tab.maps
    qtbot.waitUntil(earlier.isVisible)
    assert {"1951", "Soviet Union"} <= words(earlier)
    assert {"June 2024", "Russia"} <= words(later)
    told = tab.years.told
    assert told.isVisible()
    assert "2 ties ended, 9 began" in told.text()
    assert "China leaves" in told.text()

    # By keys: to Russia, along its first lines, until the partnership with North Korea is taken.
    later.setFocus()
    later.set_selected(sample_id("actor", "russia"))
    wanted = sample_id("relation", "russia-north-korea")
    qtbot.keyClick(later, Qt.Key.Key_Return)
    for _ in range(12):
        if window.session.selection.id == wanted:
            break
        qtbot.keyClick(later, Qt.Key.Key_Right)
    assert window.session.selection.id == wanted
    # The row is chosen with it, and the treaty's own words stand beside.
    assert tab.list.current_entry().id == wanted
    qtbot.waitUntil(lambda: bool(window.sources.cards))
    passages = [p.accessibleName() for card in window.sources.cards for p in card.passages]
    assert any("comprehensive strategic partnership" in one for one in passages)

    # On to the change before, without leaving the picture.
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: tab.view.scene.heading != "June 2024")


def test_an_analyst_draws_a_bloc_and_takes_it_back(start, qtbot):
    window = start()
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    tab = window.tab("blocs")
    qtbot.mouseClick(tab.bar.draw, Qt.MouseButton.LeftButton, pos=QPoint(12, 10))
    view = tab.maps[1]
    view.current_picture()
    pair = [sample_id("actor", key) for key in ("russia", "china")]
    for actor in pair:
        QTest.mouseClick(
            view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            view.spot_of(actor).toPoint(),
        )  # fmt: skip
    assert "2 actors chosen" in tab.strip.told.text()
    qtbot.keyClick(window, Qt.Key.Key_B, CTRL)
    form = window.form
    qtbot.waitUntil(form.isVisible)
    assert form.draft.values["name"] == "Russia, China"
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not form.isVisible())

    def blocs():
        with window.session.workspace.read() as connection:
            return {one.name for one in find(connection, Bloc)}

    assert "Russia, China" in blocs()
    qtbot.waitUntil(lambda: "Russia, China" in {row.name for row in tab.view.blocs})
    drawn = next(row for row in tab.view.blocs if row.name == "Russia, China")
    assert [one.name for one in drawn.who] == ["Russia", "China"]
    assert drawn.sources > 0

    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "Russia, China" not in blocs())
    qtbot.waitUntil(lambda: "Russia, China" not in {row.name for row in tab.view.blocs})
