"""Files, folders and tables come in through the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from briefing.domain.actor import Actor
from briefing.domain.briefing import Briefing
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Source
from briefing.intake import readers
from briefing.services import history
from briefing.services.table_fields import Rows
from briefing.store.quotes import document_text
from briefing.store.records import find
from briefing.ui.dialogs.import_report import ImportReport
from briefing.ui.dialogs.table_import import TableImport
from tests import files

RELATIONS = """\
Source,Target,Relationship,Since
Russia,DPRK,consultation,2024-06-19
China,Ruritania,dispute,2014
Russia,DPRK,strategic partnership,2024-06-19
"""


def held(window, cls):
    with window.session.workspace.read() as connection:
        return find(connection, cls)


def say(window) -> str:
    return window.message_bar.text if window.message_bar.isVisible() else ""


def opened(window, qtbot, path, rows=None) -> TableImport:
    dialog = window.actions_of_window.imports.open_table(path)
    qtbot.waitUntil(lambda: dialog.table is not None)
    if rows is not None:
        dialog.kind.setCurrentIndex(dialog.kind.findData(rows))
    return dialog


def cells(dialog) -> list[list[str]]:
    view = dialog.preview
    return [
        [view.item(row, column).text() for column in range(view.columnCount())]
        for row in range(view.rowCount())
    ]


def test_a_folder_comes_in_and_what_failed_is_a_list_to_copy(window, qtbot, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.docx").write_bytes(files.word(["Words of one."]))
    (folder / "b.eml").write_bytes(files.message("Words of two."))
    for n in range(4):
        (folder / f"bad{n}.txt").write_bytes(b"")
    before = len(held(window, Document))
    window.actions_of_window.imports.import_paths([str(folder)])
    qtbot.waitUntil(lambda: "4 files did not come in" in say(window))
    assert "2 articles imported." in say(window)
    assert len(held(window, Document)) == before + 2
    (report,) = window.findChildren(ImportReport)
    assert "4 files did not come in" in report.heading.text()
    assert report.list.toPlainText().count("the file is empty") == 4
    qtbot.mouseClick(report.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == report.list.toPlainText()
    report.reject()
    history.undo(window.session.workspace)
    assert len(held(window, Document)) == before + 1


def test_a_folder_that_is_cancelled_keeps_what_came_in_whole_while_the_window_answers(
    window, qtbot, tmp_path, monkeypatch
):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02d}.txt").write_text(f"Words of article {n}.", encoding="utf-8")
    reached, go_on = threading.Event(), threading.Event()
    real = readers.read_bytes

    def slow(data: bytes, name: str):
        if name == "03.txt":
            reached.set()
            assert go_on.wait(30)
        return real(data, name)

    monkeypatch.setattr(readers, "read_bytes", slow)
    before = {d.id for d in held(window, Document)}
    try:
        window.actions_of_window.imports.import_paths([str(folder)])
        qtbot.waitUntil(reached.is_set)
        # In the midst of the fourth file: the window reads and searches all the same.
        window.show_tab("claims")
        window.sidebar.field.setFocus()
        qtbot.keyClicks(window.sidebar.field, "pact")
        assert window.sidebar.field.text() == "pact"
        assert window.current_key() == "claims"
        (button,) = [
            b
            for b in window.findChildren(QToolButton)
            if b.isVisible() and b.accessibleName() == "Cancel Import"
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not go_on.is_set()
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: "Cancelled: 4 of 40 files were read" in say(window))
    qtbot.waitUntil(lambda: not window.session.tasks.tasks)
    new = [d for d in held(window, Document) if d.id not in before]
    assert sorted(d.filename for d in new) == [f"{n:02d}.txt" for n in range(4)]
    sources = {s.id for s in held(window, Source)}
    for one in new:
        assert one.source_id in sources
        with window.session.workspace.read() as connection:
            text = document_text(connection, one.text_sha256)
        assert text == f"Words of article {int(one.filename[:2])}."
    # The rest comes in when it is asked for again; nothing twice.
    window.actions_of_window.imports.import_paths([str(folder)])
    qtbot.waitUntil(lambda: "36 articles imported." in say(window), timeout=20_000)


def test_sources_of_a_reference_manager_come_onto_the_desk(window, qtbot, tmp_path):
    path = tmp_path / "a.bib"
    path.write_text("@book{a, title={A book of maps}, year=2020}\n@book{b, title={B}, year=1}\n")
    window.actions_of_window.imports.import_paths([str(path)])
    qtbot.waitUntil(lambda: "2 sources imported." in say(window))
    tab = window.tab("sources")
    heads = [tab.list.rows.row(n).head for n in range(tab.list.rows.rowCount())]
    assert "A book of maps" in heads


def test_a_table_is_shown_before_it_comes_in(window, qtbot, tmp_path):
    path = tmp_path / "relations.csv"
    path.write_text(RELATIONS, "utf-8")
    before = len(held(window, Relation))
    dialog = opened(window, qtbot, path, Rows.RELATIONS)
    qtbot.waitUntil(lambda: dialog.preview.rowCount() == 3)
    first, second, third = cells(dialog)
    assert first[:4] == ["2", "yes", "Russia", "DPRK"]
    assert "Ruritania: no actor has this name" in second[1]
    # The sample has it.
    assert third[1] == "here already: Russia – DPRK"
    said = "1 row will come in · 1 is here already · 1 will be left out"
    assert dialog.summary.text().startswith(said)
    assert len(held(window, Relation)) == before
    dialog.go.click()
    qtbot.waitUntil(lambda: "1 row imported." in say(window))
    assert len(held(window, Relation)) == before + 1
    (report,) = window.findChildren(ImportReport)
    assert "line 3: Ruritania" in report.list.toPlainText()
    report.reject()
    history.undo(window.session.workspace)
    assert len(held(window, Relation)) == before


def test_the_mapping_can_be_changed_and_a_value_given_to_all_rows(window, qtbot, tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text("Ref;Who;Code\n1;Ruritania;RR\n2;Graustark;\n", "utf-8")
    dialog = opened(window, qtbot, path)
    assert dialog.mark.currentData() == ";"
    assert not dialog.go.isEnabled()
    assert "Name" in dialog.summary.text()
    dialog.choose("name", 1)
    assert "Kind" in dialog.summary.text()
    dialog.choose("actor_kind", "state")
    qtbot.waitUntil(dialog.go.isEnabled)
    assert [row[1:3] for row in cells(dialog)] == [["yes", "Ruritania"], ["yes", "Graustark"]]
    dialog.go.click()
    qtbot.waitUntil(lambda: "2 rows imported." in say(window))
    found = {a.name: a for a in held(window, Actor)}
    assert found["Ruritania"].iso3166 == "RR"
    assert found["Graustark"].actor_kind == "state"


def test_delimiter_and_headings_can_be_set_right(window, qtbot, tmp_path):
    path = tmp_path / "actors.csv"
    path.write_text("Ruritania|state\nGraustark|state\n", "utf-8")
    dialog = opened(window, qtbot, path)
    dialog.has_header.click()
    qtbot.waitUntil(lambda: dialog.table.first_line == 1)
    dialog.choose("name", 0)
    dialog.choose("actor_kind", 1)
    qtbot.waitUntil(lambda: dialog.preview.rowCount() == 2)
    dialog.mark.setCurrentIndex(dialog.mark.findData(","))
    dialog.mark.activated.emit(0)
    qtbot.waitUntil(lambda: len(dialog.table.header) == 1)
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_a_table_that_cannot_be_read_says_why(window, qtbot, tmp_path):
    path = tmp_path / "actors.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    dialog = window.actions_of_window.imports.open_table(path)
    qtbot.waitUntil(lambda: "PNG" in dialog.summary.text())
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_events_wait_for_a_briefing(window, qtbot, tmp_path):
    window.session.open_briefing(None)
    path = tmp_path / "events.csv"
    path.write_text("Date,Event\n2024-06-19,The visit\n", "utf-8")
    window.actions_of_window.imports.import_paths([str(path)])
    (dialog,) = window.findChildren(TableImport)
    qtbot.waitUntil(lambda: dialog.table is not None)
    dialog.kind.setCurrentIndex(dialog.kind.findData(Rows.EVENTS))
    qtbot.waitUntil(lambda: "Open the briefing" in dialog.summary.text())
    assert not dialog.go.isEnabled()
    dialog.reject()


PLACES = ("Geneva", "Vienna", "Cairo", "Lima", "Bern", "Oslo")


def article(n: int) -> str:
    """A short report; each has words that no other has."""
    where, what = PLACES[n % len(PLACES)], f"wharf number {n}"
    return (
        f"Talks on {what}\n\nOn May {n % 28 + 1}, 2024, Norwegian Foreign Minister Anna Berg{n} met "
        f"Chilean Foreign Minister Pedro Castell in {where} about {what}, file {n * 37}.\n\n"
        f"\u201cWe shall sign {what} within {n + 2} days, and file {n * 37} will be closed,\u201d "
        f"Berg{n} said. Chile has accused Norway of holding back {n + 200} crates. Norway denied the claim.\n"
    )


def test_dozens_of_articles_come_in_counted_drawn_out_and_known_for_one_story(
    window, qtbot, tmp_path
):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(30):
        (folder / f"a{n:02d}.txt").write_text(article(n), "utf-8")
    for n in (3, 4):
        words = "From our agency.\n\n" + article(n) + "\nThe editor added this line.\n"
        (folder / f"b{n:02d}.txt").write_text(words, "utf-8")
    for n in range(5):
        (folder / f"bad{n}.txt").write_bytes(b"")
    window.session.open_briefing(None)
    with window.session.workspace.write("Make briefing") as unit:
        unit.add(Briefing(id="many", title="Many"))
    window.session.open_briefing("many")
    told: list[str] = []
    steps: list[tuple[str, tuple[int, int]]] = []
    window.session.message.connect(lambda message: told.append(message[0]))
    window.session.tasks.task_progressed.connect(lambda task: steps.append((task.text, task.steps)))
    window.actions_of_window.imports.import_paths([str(folder)])
    qtbot.waitUntil(lambda: any("proposals wait (F5)" in one for one in told), timeout=30_000)
    first = next(one for one in told if "articles imported" in one)
    assert "32 articles imported." in first
    assert "5 files did not come in." in first
    assert "2 articles carry the story of another" in first
    # Progress was told of the files and of what is drawn out of them.
    assert any(text[:1] in "ab" for text, (done, total) in steps if total == 37 and done)
    assert any("Drawing out article" in text and total == 32 for text, (_done, total) in steps)
    counts = window.session.proposals.counts
    assert len(counts) == 32
    assert f"Of 32 articles {sum(counts.values()):,} proposals wait (F5)." in told[-1]
    assert "Quotes: 96" in told[-1]
    status = window.tray_actions.status_button.text()
    assert status == f"{sum(counts.values())} proposals wait"
    (report,) = window.findChildren(ImportReport)
    assert report.list.toPlainText().count("the file is empty") == 5
    report.reject()
    # One step an article.
    before = len(held(window, Document))
    history.undo(window.session.workspace)
    history.undo(window.session.workspace)
    assert len(held(window, Document)) == before - 2
    # Only the article that is decided about is drawn out again.
    window.tray_actions.open(next(iter(counts)))
    tray = window.tray_actions.tray
    qtbot.waitUntil(lambda: tray.review is not None and not window.session.tasks.tasks)
    drawn: list[int] = []
    window.session.tasks.task_progressed.connect(lambda task: drawn.append(task.steps[1]))
    tray.do("accept")
    qtbot.waitUntil(lambda: 1 in drawn)
    qtbot.waitUntil(lambda: not window.session.tasks.tasks)
    assert max(drawn) <= 1


def test_drawing_out_can_be_stopped_and_keeps_what_was_counted(
    window, qtbot, tmp_path, monkeypatch
):
    from briefing.services import reviewing

    real, seen = reviewing.drawn_of, []

    def drawn_of(connection, document):
        seen.append(document)
        if len(seen) == 10:
            for task in window.session.tasks.tasks:
                task.cancel()
        return real(connection, document)

    with window.session.workspace.write("Make briefing") as unit:
        unit.add(Briefing(id="many", title="Many"))
    window.session.open_briefing("many")
    for n in range(25):
        path = tmp_path / f"a{n:02d}.txt"
        path.write_text(article(n), "utf-8")
    monkeypatch.setattr(reviewing, "drawn_of", drawn_of)
    window.actions_of_window.imports.import_paths(
        [str(tmp_path / f"a{n:02d}.txt") for n in range(25)]
    )
    qtbot.waitUntil(lambda: len(seen) >= 10, timeout=30_000)
    qtbot.waitUntil(lambda: not window.session.tasks.tasks)
    counted = window.session.proposals.counts
    assert 0 < len(counted) < 25
    assert len(held(window, Document)) >= 25
