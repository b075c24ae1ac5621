"""The models behind the lists stay sound while their rows change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt

from briefing.ui import theme as themes
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import PAGE, ROW, PagedModel, Row, RowModel


def _row(number, words="row"):
    return Row(text=f"{words} {number}", kind="quote", id=f"q{number}")


CHANGES = [
    (),
    (_row(1),),
    (Row(heading=True, head="Heading", tail="2"), _row(1), _row(2)),
    tuple(_row(n) for n in range(40)),
    (_row(2, "other"),),
    (),
]


def test_rows_held_whole_are_a_sound_model_through_every_change(qapp, qtmodeltester):
    model = RowModel()
    qtmodeltester.check(model)
    for rows in CHANGES:
        model.set_rows(rows)
        qtmodeltester.check(model)
        assert model.rowCount() == len(rows)
        assert model.rowCount(model.index(0, 0)) == 0 or not rows


def test_a_heading_cannot_be_chosen_and_a_row_can(qapp):
    model = RowModel()
    model.set_rows(CHANGES[2])
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert not model.index(3, 0).isValid()
    assert model.data(QModelIndex(), ROW) is None


@pytest.mark.parametrize("missing", [False, True], ids=["all-there", "one-gone"])
def test_rows_read_by_the_page_are_a_sound_model_through_every_change(qapp, qtmodeltester, missing):
    words = {"now": "row"}

    def fetch(ids):
        kept = [one for one in ids if not (missing and one == "q1")]
        return [_row(int(one[1:]), words["now"]) for one in reversed(kept)]

    model = PagedModel(fetch)
    qtmodeltester.check(model)
    for count in (0, 1, 3, PAGE, 2 * PAGE + 7, 2, 0):
        model.set_ids([f"q{n}" for n in range(count)])
        qtmodeltester.check(model)
        assert model.rowCount() == count
    model.set_ids(["q5", "q1"])
    words["now"] = "changed"
    heard = []
    model.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))
    model.set_ids(["q5", "q1"])
    qtmodeltester.check(model)
    assert heard == [(0, 1)]
    assert model.row(0).text == "changed 5"
    assert (model.row(1) is None) == missing


def test_cards_keep_every_word_where_large_text_leaves_little_room(qapp, qtbot):
    theme = themes.install(qapp, "light", 200)
    view = RowList("Rows", roomy=True)
    qtbot.addWidget(view)
    heading = Row(heading=True, head="What rests on this passage", tail="12")
    card = Row(text="Containers of ammunition", side=("Aug 2023 – Feb 2024",), kind="claim", id="c")
    view.set_rows([heading, card])
    view.show()
    heights = {}
    for wide in (1000, 300):
        view.resize(wide, 400)
        qtbot.waitUntil(lambda wide=wide: view.viewport().width() > wide - 60)
        qtbot.waitUntil(lambda wide=wide: view.viewport().width() <= wide)
        heights[wide] = [view.sizeHintForIndex(view.rows.index(at, 0)).height() for at in (0, 1)]
    # A heading wraps, and words begin beneath the column that would break them.
    assert heights[300][0] > heights[1000][0]
    assert heights[300][1] > heights[1000][1]
    theme.apply("light", 100)


def test_of_many_rows_those_alike_are_measured_once_and_none_leaves_a_gap(qapp, qtbot):
    rows = [
        Row(
            head=f"State {n} – State {n * 7 % 90}" + (" of a very long name" * (n % 50 == 3) * 8),
            kind="relation",
            id=str(n),
            text="What it rests on, said at length. " * 9 if n % 40 == 5 else "",
            chips=(("defence pact", "plain"), ("stated", "plain"))[: n % 3],
            side=("since 1949",) if n % 2 else (),
            side_chip=("1 passage", "plain") if n % 4 else None,
            grade="B2" if n % 5 == 0 else "",
            avatar="ab" if n % 6 == 0 else "",
            indent=n % 2,
        )
        for n in range(300)
    ]
    view = RowList("Rows")
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.set_rows(rows)
    view.show()

    def heights() -> list[int]:
        return [view.sizeHintForIndex(view.rows.index(n, 0)).height() for n in range(300)]

    measured = heights()
    view.cards.alike = True
    assert heights() == measured
    assert len(set(measured)) > 5
    view.resize(320, 500)
    narrow = heights()
    view.cards.alike = False
    assert heights() == narrow
