"""A reader’s edition: what it shows, what cannot be done in it, and how questions go back."""

from __future__ import annotations

import pytest

from briefing.domain.annotation import Annotation
from briefing.domain.quote import Quote
from briefing.errors import UserError
from briefing.exchange import signature
from briefing.exchange.pack import PackSort
from briefing.services import annotating, conflicts, editing, editions, history, merging, packing
from briefing.services.snapshot import list_briefings, show_briefing
from briefing.services.workspace import Workspace, open_workspace
from briefing.store.library import open_library
from tests.builders import ME, OTHER, rows
from tests.exchange.analyst import Analyst


@pytest.fixture
def ann(tmp_path):
    made = Analyst(tmp_path / "ann", ME, sample=True)
    yield made
    made.ws.close()


@pytest.fixture
def sample(ann):
    return list_briefings(ann.ws)[0]["id"]


def read(ann, sample, folder, name=""):
    """The edition as a reader opens it."""
    opened = merging.open_pack(ann.pack(sample, sort=PackSort.EDITION))
    path = editions.unpack(opened, folder / f"edition {name}.briefings")
    return Workspace(open_library(path), OTHER, name)


def test_a_reader_sees_the_briefing_as_it_stands_and_nothing_of_its_past(ann, sample, tmp_path):
    with ann.ws.read() as connection:
        quote = connection.exec_driver_sql("SELECT id FROM quote LIMIT 1").scalar()
    ann.edit("quote", quote, words="superseded zanzibarine wording")
    ann.edit("quote", quote, words="as it stands now")
    gone = Quote(id="gone", briefing_id=sample, words="deleted zanzibarine wording")
    editing.add_records(ann.ws, "Add", [gone])
    editing.delete_entry(ann.ws, "quote", "gone")
    reader = read(ann, sample, tmp_path)
    shown = show_briefing(reader, sample)
    here = show_briefing(ann.ws, sample)
    assert [one["body"] for one in shown["sections"]] == [one["body"] for one in here["sections"]]
    assert {one["words"] for one in shown["quotes"]} == {one["words"] for one in here["quotes"]}
    whole = reader.path.read_bytes()
    assert b"as it stands now" in whole
    assert b"zanzibarine" not in whole
    assert [one.sort for one in history.log(reader)] == ["shipped"]
    told = editions.edition_of(reader)
    assert told.titles == (here["title"],)
    assert told.fingerprint.startswith("SHA256:")
    assert editions.edition_of(ann.ws) is None
    reader.close()


def test_the_same_edition_opens_to_the_same_records(ann, sample, tmp_path):
    path = ann.pack(sample, sort=PackSort.EDITION)
    first = path.read_bytes()
    assert ann.pack(sample, sort=PackSort.EDITION).read_bytes() == first
    opened = merging.open_pack(path)
    found = []
    for name in ("one", "two"):
        library = Workspace(open_library(editions.unpack(opened, tmp_path / name)), OTHER)
        found.append((rows(library), history.log(library)))
        library.close()
    assert found[0] == found[1]
    with pytest.raises(UserError, match="exists"):
        editions.unpack(opened, tmp_path / "one")


def test_nothing_is_changed_in_an_edition_but_questions_go_back(ann, sample, tmp_path):
    reader = read(ann, sample, tmp_path)
    before = rows(reader)
    with reader.read() as connection:
        quote = connection.exec_driver_sql("SELECT id FROM quote LIMIT 1").scalar()
    with pytest.raises(editions.EditionError, match="reader’s edition"):
        editing.change_fields(reader, "quote", quote, words="other words")
    with pytest.raises(editions.EditionError):
        editing.add_records(reader, "Add", [Quote(id="q", words="more")])
    with pytest.raises(editions.EditionError):
        editing.delete_entry(reader, "briefing", sample)
    assert rows(reader) == before
    key = ann.key
    with pytest.raises(UserError, match="no question to send"):
        editions.prepare_questions(reader, key)
    question = Annotation(
        id="note-1",
        target_kind="quote",
        target_id=quote,
        briefing_id=sample,
        body="Who else heard it?",
        motivation="questioning",
        author_id=OTHER.person_id,
        private=False,
    )
    secret = Annotation(
        id="note-2",
        target_kind="quote",
        target_id=quote,
        briefing_id=sample,
        body="for myself alone",
        author_id=OTHER.person_id,
    )
    editing.add_records(reader, "Ask", [question, secret])
    bob = Analyst(tmp_path / "bob", OTHER)
    prepared = editions.prepare_questions(reader, bob.key)
    assert prepared.contents.entries[0] == "1 question"
    path = packing.write(prepared, tmp_path / "questions.briefpack", bob.key)
    done = ann.merge(path)
    assert [(one.kind, one.id) for one in done.new] == [("annotation", "note-1")]
    assert ann.value("annotation", "note-1", "body") == "Who else heard it?"
    assert "for myself alone" not in str(rows(ann.ws))
    assert ann.merge(path).already
    bob.ws.close()
    reader.close()


def test_a_question_comes_by_the_name_that_its_reader_gave_whatever_it_was_before(
    ann, sample, tmp_path
):
    key = signature.own_key(tmp_path / "key")
    readers = [read(ann, sample, tmp_path, name) for name in ("Official", "The official")]
    for reader in readers:
        name = reader.person_name()
        annotating.add_note(reader, "briefing", sample, sample, f"Asks {name}.", private=False)
        prepared = editions.prepare_questions(reader, key)
        ann.merge(packing.write(prepared, tmp_path / "questions.briefpack", key))
        assert ann.value("person", OTHER.person_id, "name") == name
        reader.close()
    assert name == "The official"
    assert conflicts.count(ann.ws) == 0


def test_notes_of_others_in_an_edition_stay_as_they_are(ann, sample, tmp_path):
    with ann.ws.read() as connection:
        quote = connection.exec_driver_sql("SELECT id FROM quote LIMIT 1").scalar()
    note = annotating.add_note(
        ann.ws,
        target_kind="quote",
        target_id=quote,
        briefing_id=sample,
        body="Seen.",
        private=False,
    )
    reader = read(ann, sample, tmp_path)
    with pytest.raises(editions.EditionError):
        editing.change_fields(reader, "annotation", note, body="Not so.")
    reader.close()


def test_an_ordinary_library_sends_no_questions_and_no_pack_of_changes_is_an_edition(
    ann, sample, tmp_path
):
    with pytest.raises(UserError, match="ordinary library"):
        editions.prepare_questions(ann.ws, ann.key)
    opened = merging.open_pack(ann.pack(sample))
    with pytest.raises(UserError, match="changes to merge"):
        editions.unpack(opened, tmp_path / "e.briefings")
    edition = merging.open_pack(ann.pack(sample, sort=PackSort.EDITION))
    other = open_workspace(tmp_path / "o.briefings", OTHER)
    for refuse in (merging.preview, merging.merge):
        with pytest.raises(UserError, match="open it to read it"):
            refuse(other, edition)
    other.close()
