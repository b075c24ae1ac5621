"""What leaves in no pack: private notes, higher markings with their history, and what tells of a laptop."""

from __future__ import annotations

import getpass
import io
import shutil
import socket
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor, ActorName
from briefing.domain.annotation import Annotation, SavedSearch
from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart, BlindRound
from briefing.domain.briefing import Briefing, Section
from briefing.domain.markings import allows
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.source import BriefingSource, Document, Source
from briefing.errors import UserError
from briefing.exchange import packfile
from briefing.exchange.pack import PackSort
from briefing.export.excerpt import Notes
from briefing.services import annotating, conflicts, editing, history, merging, packing
from briefing.services.export_formats import FORMATS, ExportRequest, make_export
from briefing.store.records import get
from tests.builders import ME, OTHER
from tests.exchange.analyst import Analyst
from tests.exchange.laptops import scratch

BOTH = pytest.mark.parametrize("sort", [PackSort.WORKING, PackSort.EDITION], ids=str)


def add(one, *records):
    editing.add_records(one.ws, "Add", list(records))


@pytest.fixture
def ann(tmp_path):
    made = Analyst(tmp_path / "ann", ME)
    add(
        made,
        Briefing(id="b", title="A treaty", as_of="2024-06-20"),
        Section(id="s", briefing_id="b", section_kind="discussion", body="Words."),
        Actor(id="a", actor_kind="person", name="Kim"),
        ActorName(id="alias", actor_id="a", text="the seafarer"),
        Quote(id="q", briefing_id="b", words="mutual assistance"),
        QuoteSpeaker(id="qs", quote_id="q", actor_id="a"),
    )
    yield made
    made.ws.close()


def inside(path):
    """Everything that a pack holds, decompressed."""
    import zlib

    return zlib.decompress(packfile.unseal(path.read_bytes()).compressed).decode()


@BOTH
def test_an_alias_marked_red_leaves_with_its_history_in_no_pack_below(ann, sort):
    ann.edit("actor_name", "alias", text="the second name")
    ann.edit("actor_name", "alias", marking="RED")
    ann.edit("actor_name", "alias", text="the third name")
    for marking in ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT"):
        found = inside(ann.pack(sort=sort, marking=marking))
        for word in ("alias", "seafarer", "second name", "third name", '"RED"'):
            assert word not in found
        assert "1 name" in found
    assert "third name" in inside(ann.pack(sort=sort, marking="RED"))


def words_of(data):
    """All words in an exported file: those of every member of an archive, and of every page of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    if data.startswith(b"%PDF"):
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        return "".join(page.get_textpage().get_text_range() for page in document) + str(data)
    return data.decode("utf-8")


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_an_alias_marked_red_and_deleted_words_leave_in_no_export_below(ann, row):
    ann.edit("actor_name", "alias", text="the second name")
    ann.edit("actor_name", "alias", marking="RED")
    ann.edit("quote", "q", words="superseded words")
    ann.edit("quote", "q", words="mutual assistance")
    add(ann, Quote(id="q2", briefing_id="b", words="deleted words"))
    editing.delete_entry(ann.ws, "quote", "q2")
    annotating.add_note(ann.ws, "quote", "q", "b", "my doubts")
    add(
        ann,
        Source(id="src", csl_type="article", title="A report"),
        BriefingSource(id="bs", briefing_id="b", source_id="src"),
    )
    for audience in ("GREEN", "AMBER+STRICT"):
        to = ann.folder / f"made{row.suffixes[0]}"
        wanted = ExportRequest(
            kind=row.kind,
            audience=audience,
            notes=Notes.SHARED,
            list="quotes" if row.needs_list else "",
        )
        try:
            found = words_of(make_export(ann.ws, "b", wanted, to=to).content)
        except UserError:
            # A format that has no notes says so.
            plain = replace(wanted, notes=Notes.NONE)
            found = words_of(make_export(ann.ws, "b", plain, to=to).content)
        for word in ("seafarer", "second name", "superseded words", "deleted words", "doubts"):
            assert word not in found


def test_words_from_when_an_alias_was_red_do_not_come_with_it_later(ann, bob):
    ann.edit("actor_name", "alias", marking="RED")
    ann.edit("actor_name", "alias", text="a red secret")
    ann.edit("actor_name", "alias", text="what may be said")
    ann.edit("actor_name", "alias", marking="CLEAR")
    ann.edit("actor_name", "alias", text="what may be said now")
    path = ann.pack(marking="CLEAR")
    found = inside(path)
    assert "what may be said now" in found
    for word in ("red secret", "seafarer", '"RED"'):
        assert word not in found
    bob.merge(path)
    assert bob.value("actor_name", "alias", "text") == "what may be said now"
    told = history.history_of(bob.ws, "alias")
    assert "red secret" not in str(told)
    # Who may know all gets the rest later; what stands there stays the same.
    assert "red secret" in inside(ann.pack(marking="RED"))
    bob.merge(ann.pack(marking="RED"))
    assert bob.value("actor_name", "alias", "text") == "what may be said now"
    assert bob.records() == ann.records()


def test_who_knew_the_words_before_they_were_red_is_asked_nothing_when_they_are_lowered(ann, bob):
    bob.merge(ann.pack(marking="CLEAR"))
    ann.edit("actor_name", "alias", marking="RED")
    ann.edit("actor_name", "alias", text="a red secret")
    ann.edit("actor_name", "alias", text="what may be said")
    ann.edit("actor_name", "alias", marking="CLEAR")
    bob.merge(ann.pack(marking="CLEAR"))
    assert bob.value("actor_name", "alias", "text") == "what may be said"
    assert conflicts.count(bob.ws) == 0
    ann.merge(bob.pack())
    assert bob.records() == ann.records()


def test_lowering_and_changing_in_one_step_gives_away_no_earlier_words(ann):
    ann.edit("actor_name", "alias", marking="RED")
    ann.edit("actor_name", "alias", text="a red secret")
    ann.edit("actor_name", "alias", text="harmless", marking="CLEAR")
    found = inside(ann.pack())
    assert "harmless" in found
    assert "red secret" not in found


def test_parts_of_what_was_red_begin_when_it_was_lowered(ann):
    ann.edit("actor", "a", marking="RED")
    ann.edit("actor_name", "alias", text="told under red")
    ann.edit("actor_name", "alias", text="harmless")
    ann.edit("actor", "a", marking="CLEAR")
    add(ann, ActorName(id="later", actor_id="a", text="a later name"))
    found = inside(ann.pack())
    assert "harmless" in found
    assert "a later name" in found
    assert "told under red" not in found


def test_a_briefing_marked_higher_or_citing_what_is_refused(ann):
    add(ann, Section(id="s2", briefing_id="b", section_kind="discussion", body="See [@quote:q]."))
    ann.edit("quote", "q", marking="RED")
    with pytest.raises(UserError, match="cites a quote marked TLP:RED"):
        ann.pack(marking="GREEN")
    ann.edit("briefing", "b", marking="AMBER")
    with pytest.raises(UserError, match="is marked TLP:AMBER"):
        ann.pack(marking="GREEN")


@BOTH
def test_private_notes_and_what_hangs_on_them_leave_in_no_pack(ann, sort):
    note = annotating.add_note(ann.ws, "quote", "q", "b", "my doubts")
    add(
        ann,
        Tag(id="t", entry_kind="annotation", entry_id=note, text="my tag"),
        Annotation(
            id="reply",
            target_kind="quote",
            target_id="q",
            briefing_id="b",
            body="a reply to it",
            private=False,
            replies_to=note,
        ),
        Annotation(
            id="further",
            target_kind="quote",
            target_id="q",
            briefing_id="b",
            body="an answer to that",
            private=False,
            replies_to="reply",
        ),
        SavedSearch(id="saved", name="my search", query="my doubts"),
    )
    ann.edit("annotation", note, body="my further doubts")
    found = inside(ann.pack(sort=sort))
    for word in ("doubts", "my tag", "reply", "answer to that", "my search", note):
        assert word not in found


def test_a_note_that_is_shared_leaves_without_what_it_said_in_private(ann, bob):
    note = annotating.add_note(ann.ws, "quote", "q", "b", "a rude word")
    ann.edit("annotation", note, body="a polite word")
    annotating.share_note(ann.ws, note, private=False)
    path = ann.pack()
    found = inside(path)
    assert "polite" in found
    assert "rude" not in found
    bob.merge(path)
    assert bob.value("annotation", note, "body") == "a polite word"
    ann.edit("annotation", note, body="a politer word")
    bob.edit("annotation", note, resolved=True)
    bob.merge(ann.pack())
    ann.merge(bob.pack())
    assert bob.records() == ann.records()


def test_a_note_made_private_after_it_was_shared_is_withdrawn_and_told(ann, bob):
    note = annotating.add_note(ann.ws, "quote", "q", "b", "a word for all", private=False)
    bob.merge(ann.pack())
    annotating.share_note(ann.ws, note, private=True)
    ann.edit("annotation", note, body="a word for myself")
    prepared = packing.prepare(ann.ws, ["b"], key=ann.key)
    assert prepared.contents.withdrawn == ("note: a word for myself",)
    path = ann.pack()
    assert "a word for" not in inside(path)
    shown = bob.preview(path)
    assert [one.id for one in shown.removed] == [note]
    bob.merge(path)
    with bob.ws.read() as connection:
        assert get(connection, "annotation", note) is None
    assert bob.merge(path).already
    # Shared again, it is back.
    annotating.share_note(ann.ws, note, private=False)
    bob.merge(ann.pack())
    assert bob.value("annotation", note, "body") == "a word for myself"
    assert bob.records() == ann.records()


def test_a_private_note_nobody_ever_saw_is_not_even_withdrawn(ann):
    note = annotating.add_note(ann.ws, "quote", "q", "b", "my doubts")
    contents = packing.prepare(ann.ws, ["b"], key=ann.key).contents
    assert (contents.private, contents.withdrawn) == (1, ())
    assert note not in inside(ann.pack())


@BOTH
def test_paths_logins_and_host_names_leave_in_no_pack(ann, sort):
    add(
        ann,
        Source(
            id="src",
            csl_type="article",
            title="A report",
            url="file:///home/kim/reports/a.html",
            extra='{"DOI": "10.1/x", "attachments": "/home/kim/zotero/a.pdf", "note": "kept by kim"}',
        ),
        BriefingSource(id="bs", briefing_id="b", source_id="src"),
        Document(
            id="doc",
            source_id="src",
            filename="/home/kim/reports/a.html",
            original_sha256="0" * 64,
            text_sha256="0" * 64,
        ),
    )
    ann.edit("source", "src", url="https://example.org/a")
    found = inside(ann.pack(sort=sort))
    assert "10.1/x" in found
    assert "https://example.org/a" in found
    for word in ("/home", "kim/", "zotero", "kept by"):
        assert word not in found
    for word in (socket.gethostname(), getpass.getuser(), str(ann.folder)):
        if len(word) > 4:
            assert word not in found


def test_answers_that_were_not_handed_in_leave_in_no_pack(ann):
    add(
        ann,
        BlindRound(id="r", briefing_id="b", question="How sure?", scale="likelihood"),
        BlindItem(id="i", round_id="r", entry_kind="quote", entry_id="q"),
        BlindPart(id="p", round_id="r", person_id=ME.person_id),
        BlindAnswer(id="answer", item_id="i", person_id=ME.person_id, answer="very likely"),
    )
    assert "very likely" not in inside(ann.pack())
    ann.edit("blind_part", "p", handed_in="2024-06-20T10:00:00Z")
    assert "very likely" in inside(ann.pack())


def test_what_goes_along_is_said_before(ann):
    ann.edit("quote", "q", words="other words")
    add(ann, Quote(id="q2", briefing_id="b", words="deleted words"))
    editing.delete_entry(ann.ws, "quote", "q2")
    add(ann, Quote(id="q3", briefing_id="b", words="red words", marking="RED"))
    contents = packing.prepare(ann.ws, ["b"], key=ann.key, marking="GREEN").contents
    assert contents.entries == ("1 briefing", "1 section", "1 actor", "1 quote")
    assert contents.deleted == ("quote: “deleted words”",)
    assert contents.left_out == ("1 quote",)
    assert contents.earlier == 1
    assert contents.marking == "TLP:GREEN"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["words", "marking", "undo", "redo", "trash", "both"]),
        st.sampled_from(["CLEAR", "GREEN", "RED"]),
    ),
    min_size=1,
    max_size=14,
)


@pytest.fixture(scope="module")
def empty():
    with scratch() as folder:
        one = Analyst(folder / "template", ME)
        add(one, Briefing(id="b", title="A treaty"))
        one.ws.close()
        yield folder


@settings(max_examples=12)
@given(STEPS, st.sampled_from(["CLEAR", "GREEN"]))
def test_no_word_leaves_that_never_stood_where_its_reader_might_see_it(empty, steps, limit):
    shutil.rmtree(empty / "one", ignore_errors=True)
    one = Analyst(empty / "one", ME)
    add(one, Briefing(id="b", title="A treaty"))
    written, seen = {"word0x"}, set()
    add(one, Quote(id="q", briefing_id="b", words="word0x", marking=steps[0][1]))
    for number, (what, marking) in enumerate([("look", ""), *steps], 1):
        word = f"word{number}x"
        if what == "words":
            one.edit("quote", "q", words=word)
        elif what == "marking":
            one.edit("quote", "q", marking=marking)
        elif what == "both":
            one.edit("quote", "q", marking=marking, words=word)
        elif what == "trash":
            one.edit("quote", "q", deleted=not one.value("quote", "q", "deleted"))
        elif what in ("undo", "redo") and history.steps(one.ws).undo_label == "Edit quote":
            (history.undo if what == "undo" else history.redo)(one.ws, force=True)
        written.add(word)
        if allows(limit, one.value("quote", "q", "marking")):
            seen.add(one.value("quote", "q", "words"))
    found = inside(one.pack(marking=limit))
    assert not [word for word in written - seen if word in found]
    now = one.value("quote", "q", "words")
    visible = allows(limit, one.value("quote", "q", "marking"))
    assert (now in found) == visible
    other = Analyst(empty / "other", OTHER)
    merging.merge(other.ws, merging.open_pack(one.folder / "out.briefpack"))
    with other.ws.read() as connection:
        there = get(connection, "quote", "q")
    assert (there is not None) == visible
    if there is not None:
        assert (there.words, there.deleted) == (now, one.value("quote", "q", "deleted"))
    one.ws.close()
    other.ws.close()
    shutil.rmtree(empty / "other")
