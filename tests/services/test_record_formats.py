"""The formats for other programs: nothing leaks, the same library gives the same bytes."""

from __future__ import annotations

import json

import pytest

from briefing.domain.source import Source, SourceAuthor
from briefing.errors import UserError
from briefing.export.excerpt import Notes
from briefing.intake import references
from briefing.services.annotating import add_note
from briefing.services.export_formats import FORMATS, ExportRequest, make_export
from briefing.services.referencing import add_references
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME, empty_workspace

SAMPLE = sample_id("briefing", BRIEFING_KEY)
RECORD_FORMATS = ("json", "csl", "ris", "bibtex", "annotations", "stix")
ROWS = [row for row in FORMATS if row.id in RECORD_FORMATS]


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    yield workspace
    workspace.close()


def made(ws, row, notes=Notes.NONE, **more):
    wanted = ExportRequest(row.id, notes=notes if row.notes else Notes.NONE, **more)
    return make_export(ws, SAMPLE, wanted).content


def test_every_format_for_other_programs_is_in_the_table():
    assert {row.id for row in ROWS} == set(RECORD_FORMATS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_nothing_private_and_nothing_of_this_laptop_gets_out(ws, row, login_and_host):
    with ws.read() as connection:
        source = next(s for s in find(connection, Source) if s.title.startswith("South Korea"))
        document = next(iter(find_documents(connection)))
    kept = {
        "note": "quetzal remark",
        "custom": {"file": "/home/quetzal/a.pdf", "owner": "quetzal", "RIS-L1": ["x-quetzal"]},
    }
    with ws.write("Edit") as unit:
        unit.change("source", source.id, extra=json.dumps(kept), url="file:///home/quetzal/a.html")
        unit.change("document", document.id, filename="quetzal.pdf")
    add_note(ws, "source", source.id, SAMPLE, "quetzal private", tags=["quetzal"])
    shared = add_note(ws, "source", source.id, SAMPLE, "heron shared", private=False)
    text = made(ws, row, Notes.SHARED).decode()
    assert "quetzal" not in text
    for word in (str(ws.path.parent), ME.device_id, *login_and_host):
        assert word not in text
    if row.notes:
        assert "heron shared" in text
    text = made(ws, row).decode() if row.id != "annotations" else ""
    assert "heron" not in text
    assert shared not in text


def find_documents(connection):
    from briefing.domain.source import Document

    return find(connection, Document)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_marked_higher_is_left_out_and_told(ws, row):
    with ws.read() as connection:
        source = next(s for s in find(connection, Source) if s.title == "CSIS report")
    with ws.write("Mark") as unit:
        unit.change("source", source.id, marking="RED", reliability_reason="quetzal")
    done = make_export(
        ws, SAMPLE, ExportRequest(row.id, notes=Notes.SHARED if row.notes else Notes.NONE)
    )
    text = done.content.decode()
    assert "CSIS report" not in text
    assert "quetzal" not in text
    assert "1 source" in text
    assert any("1 source" in line for line in done.left_out)


@pytest.mark.parametrize("name", ["csl", "ris", "bibtex"])
def test_the_sources_of_the_sample_come_into_another_library(ws, tmp_path, name):
    row = next(r for r in ROWS if r.id == name)
    (tmp_path / "b").mkdir()
    other = empty_workspace(tmp_path / "b")
    file = f"a{row.suffixes[0]}"
    added = add_references(other, references.read(made(ws, row), file), file, None, "CLEAR")
    again = add_references(other, references.read(made(ws, row), file), file, None, "CLEAR")
    with ws.read() as one, other.read() as two:
        here, there = facts(one, name), facts(two, name)
    other.close()
    assert len(added.new) == 9
    assert not again.new
    assert there == here


def facts(connection, name):
    """What the format can hold of every source."""
    authors = find(connection, SourceAuthor)
    found = []
    for s in find(connection, Source):
        names = [(a.role, a.literal, a.family, a.given) for a in authors if a.source_id == s.id]
        fact = (s.title, s.issued, s.accessed, s.publisher, s.place, s.url, s.language, names)
        if name != "ris":
            fact = (*fact, s.csl_type, s.genre, s.container)
        if name == "csl":
            fact = (*fact, s.reliability, s.reliability_reason, s.descriptor)
        found.append(fact)
    return sorted(found, key=str)


def test_a_note_that_was_edited_says_when(ws, monkeypatch):
    from briefing.services.annotating import set_note_body
    from briefing.store import journal

    row = next(r for r in ROWS if r.id == "annotations")
    note = add_note(ws, "briefing", SAMPLE, SAMPLE, "First words.", private=False)
    later = journal.time.time() + 7200
    monkeypatch.setattr(journal.time, "time_ns", lambda: int(later * 1e9))
    set_note_body(ws, note, "Other words.")
    items = json.loads(made(ws, row, Notes.SHARED))["first"]["items"]
    (told,) = [one for one in items if one["id"] == f"urn:uuid:{note}"]
    assert told["body"][0]["value"] == "Other words."
    assert told["modified"] > told["created"]
    others = [one for one in items if one is not told]
    assert others
    assert not any("modified" in one for one in others)


def test_a_change_is_a_newer_version_of_one_stix_object_alone(ws):
    row = next(r for r in ROWS if r.id == "stix")
    before = {one["id"]: one for one in json.loads(made(ws, row))["objects"]}
    with ws.read() as connection:
        event = find_events(connection)[0]
    with ws.write("Edit") as unit:
        unit.change("event", event.id, place="Somewhere else")
    after = {one["id"]: one for one in json.loads(made(ws, row))["objects"]}
    assert set(after) == set(before)
    changed = [key for key in after if after[key] != before[key]]
    assert len(changed) == 1
    (key,) = changed
    assert after[key]["created"] == before[key]["created"] < after[key]["modified"]
    assert "Somewhere else" in after[key]["content"]


def find_events(connection):
    from briefing.domain.event import Event

    return find(connection, Event)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_briefing_without_sources_makes_no_empty_list_of_them(ws, row):
    from briefing.domain.briefing import Briefing
    from briefing.store.journal import new_id

    bare = Briefing(id=new_id(), title="Nothing yet")
    with ws.write("New briefing") as unit:
        unit.add(bare)
    if row.id in ("csl", "ris", "bibtex"):
        with pytest.raises(UserError, match="no source that TLP:CLEAR may read"):
            make_export(ws, bare.id, ExportRequest(row.id))
    else:
        assert json.loads(make_export(ws, bare.id, ExportRequest(row.id)).content)


def test_sources_alone_take_no_notes(ws):
    with pytest.raises(UserError, match="holds no notes"):
        make_export(ws, SAMPLE, ExportRequest("ris", notes=Notes.SHARED))
