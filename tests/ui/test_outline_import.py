"""Dated shapes through the window: shown, taken in, drawn; what is left out is told."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from briefing.domain.bloc import Outline
from briefing.store.records import find
from briefing.ui.dialogs.import_report import ImportReport
from briefing.ui.dialogs.outline_import import OutlineImport

SQUARE = [[60, 50], [90, 50], [90, 70], [60, 70], [60, 50]]


@pytest.fixture
def shapes(tmp_path):
    names = ("Soviet Union", "Atlantis")
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "start": "1946-01-01", "end": "1991-12-25"},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for name in names
    ]
    path = tmp_path / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def dialog_of(window, qtbot, kind):
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    return window.findChild(kind)


def test_shapes_come_in_with_a_word_on_what_stays_out(window, qtbot, shapes):
    window.actions_of_window.imports.open_outlines(shapes)
    dialog = dialog_of(window, qtbot, OutlineImport)
    rows = [
        [dialog.table.item(row, column).text() for column in range(3)]
        for row in range(dialog.table.rowCount())
    ]
    assert rows[0][0] == "Atlantis"
    assert "left out" in rows[0][2]
    assert rows[1][2] == "Soviet Union"
    assert "1 of 2" in dialog.heading.text()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    report = dialog_of(window, qtbot, ImportReport)
    assert "Atlantis" in report.list.toPlainText()
    with window.session.workspace.read() as connection:
        (held,) = find(connection, Outline)
    assert held.geometry.startswith('{"type":"MultiPolygon"')
    report.reject()


def test_a_file_of_something_else_is_told_in_the_message_bar(window, qtbot, tmp_path):
    path = tmp_path / "notes.json"
    path.write_text("[]")
    said = []
    window.session.message.connect(said.append)
    window.actions_of_window.imports.open_outlines(path)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0][0].startswith("notes.json: this is no GeoJSON")
    assert said[0][1] == "error"
    assert window.findChild(QDialog) is None


def test_nothing_to_take_in_leaves_only_the_way_back(window, qtbot, shapes):
    text = shapes.read_text().replace("Soviet Union", "Lemuria")
    shapes.write_text(text)
    window.actions_of_window.imports.open_outlines(shapes)
    dialog = dialog_of(window, qtbot, OutlineImport)
    assert not dialog.accept_button.isEnabled()
    box = dialog.findChild(QDialogButtonBox)
    qtbot.mouseClick(box.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
