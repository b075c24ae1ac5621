"""What a person wrote for themselves stays in the library, whichever door is opened."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

from briefing.bootstrap import main
from briefing.domain.annotation import Annotation
from briefing.domain.records import ENTRY_KINDS, KINDS
from briefing.services import annotating
from briefing.services.bloc_exporting import write_blocs
from briefing.services.copying import copy_entries
from briefing.services.export_formats import export_briefing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from briefing.store.records import find
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)
#: Stands in no text that is shipped.
MARKER = "Zwetschgenknödel"
SHARED = "Marillenknödel"


def copied(workspace, briefing_id, kind, entry_id):
    return copy_entries(workspace, briefing_id, [(kind, entry_id)]).plain


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The sample with a private note and two replies on each of its entries, and one shared note."""
    path = tmp_path_factory.mktemp("private") / "a.briefings"
    ws = open_workspace(path, ME)
    with ws.read() as connection:
        entries = [
            (kind, one.id)
            for kind in (*ENTRY_KINDS, "passage")
            if kind != "annotation"
            for one in find(connection, KINDS[kind])[:12]
        ]
    assert {kind for kind, _id in entries} > {"briefing", "quote", "claim", "source", "passage"}
    for kind, entry_id in entries:
        note = annotating.add_note(ws, kind, entry_id, SAMPLE, MARKER, tags=[MARKER])
        annotating.reply(ws, note, f"{MARKER} again")
        with ws.write("A reply of a colleague whose own mark says that it is shared") as unit:
            unit.add(
                Annotation(
                    id=new_id(),
                    target_kind=kind,
                    target_id=entry_id,
                    briefing_id=SAMPLE,
                    body=f"{MARKER} once more",
                    replies_to=note,
                    private=False,
                )
            )
    shared = annotating.add_note(ws, "briefing", SAMPLE, SAMPLE, SHARED, private=False)
    ws.close()
    return path, entries, shared


@pytest.fixture
def library(made, tmp_path):
    """A copy of that library, for each test its own."""
    path, entries, shared = made
    ws = open_workspace(Path(shutil.copy(path, tmp_path)), ME)
    yield ws, entries, shared
    ws.close()


def _told(capsys, path: Path, *arguments: str) -> str:
    assert main([*arguments, "--library", str(path)]) == 0
    return capsys.readouterr().out


def test_the_summary_tells_nothing_private_in_words_or_metadata(library, tmp_path):
    ws, _entries, _shared = library
    to = export_briefing(ws, SAMPLE, tmp_path / "s.pdf")
    document = pypdfium2.PdfDocument(to)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Russia" in text
    assert MARKER not in text
    assert MARKER not in json.dumps(document.get_metadata_dict(), ensure_ascii=False)
    data = to.read_bytes()
    for coded in (MARKER.encode(), MARKER.encode("utf-16-be"), MARKER.encode("latin-1")):
        assert coded not in data


def test_show_prints_shared_notes_alone(library, capsys):
    ws, _entries, shared = library
    out = _told(capsys, ws.path, "show", SAMPLE, "--json")
    assert MARKER not in json.dumps(json.loads(out), ensure_ascii=False)
    assert SHARED in out
    assert MARKER not in _told(capsys, ws.path, "show", SAMPLE)
    assert shared in out


@pytest.mark.parametrize("words", [MARKER, MARKER[:3], MARKER[:2], f"{MARKER} again"])
def test_search_finds_nothing_private(library, capsys, words):
    ws, entries, shared = library
    found = json.loads(_told(capsys, ws.path, "search", words, "--json", "--limit", "500"))
    assert MARKER not in json.dumps(found, ensure_ascii=False)
    assert MARKER not in _told(capsys, ws.path, "search", words)
    assert [
        hit["id"] for hit in json.loads(_told(capsys, ws.path, "search", SHARED, "--json"))
    ] == [shared]
    del entries


def test_a_private_note_takes_no_place_among_the_results(library, capsys):
    ws, _entries, shared = library
    annotating.set_note_body(ws, shared, f"{SHARED} {MARKER}")
    out = _told(capsys, ws.path, "search", MARKER, "--limit", "1", "--json")
    assert [hit["id"] for hit in json.loads(out)] == [shared]


def test_the_bloc_picture_tells_nothing_private(library, capsys, tmp_path):
    ws, _entries, _shared = library
    svg = write_blocs(ws, SAMPLE, tmp_path / "s.svg").read_text(encoding="utf-8")
    assert "<svg" in svg
    assert MARKER not in svg
    assert MARKER not in _told(capsys, ws.path, "blocs", SAMPLE, "--json")


def test_a_copied_entry_tells_nothing_of_the_notes_on_it(library):
    ws, entries, _shared = library
    found = [copied(ws, SAMPLE, kind, entry_id) for kind, entry_id in entries]
    assert any("Source: " in one for one in found)
    assert not [one for one in found if MARKER in one]


def test_the_checks_and_the_log_tell_nothing_private(library, capsys):
    ws, _entries, _shared = library
    assert MARKER not in _told(capsys, ws.path, "check", SAMPLE, "--json")
    assert MARKER not in _told(capsys, ws.path, "log", "--json")
