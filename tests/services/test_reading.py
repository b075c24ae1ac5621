"""What is new since a reader last read: of others only, taken together, until it was seen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Briefing, Section
from briefing.domain.citing import Ref
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.relation import Relation
from briefing.domain.source import BriefingSource, Source
from briefing.services import editing, history, library_view, news_list, reading
from briefing.services.reading import What
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from briefing.store.records import get
from tests.builders import ME, OTHER, empty_workspace

J, Q, S = Ref("judgment", "j"), Ref("quote", "q"), Ref("section", "s")


@pytest.fixture
def mine(tmp_path):
    opened = empty_workspace(tmp_path)
    editing.add_records(
        opened,
        "Add",
        [
            Briefing(id="b", title="B"),
            Judgment(id="j", briefing_id="b", text="Likely."),
            Section(id="s", briefing_id="b", section_kind="disputed", body="Much."),
            Quote(id="q", briefing_id="b", words="Yes"),
        ],
    )
    yield opened
    opened.close()


@pytest.fixture
def theirs(mine):
    opened = Workspace(open_library(mine.path), OTHER)
    yield opened
    opened.close()


def _listed(workspace):
    (row,) = library_view.briefings(workspace)
    return row.changes


def test_nothing_is_news_before_the_first_reading_and_right_after_it(mine, theirs):
    editing.change_fields(theirs, "judgment", "j", text="Before.")
    assert reading.news(mine, "b") == {}
    assert reading.first_look(mine, "b")
    assert reading.news(mine, "b") == {}
    assert not reading.first_look(mine, "b")


def test_what_others_add_change_and_remove_is_told_apart(mine, theirs):
    reading.mark_read(mine, "b")
    editing.add_records(theirs, "Add", [Judgment(id="k", briefing_id="b", text="New.")])
    editing.change_fields(theirs, "judgment", "k", text="New and changed.")
    editing.change_fields(theirs, "section", "s", body="Little.")
    editing.delete_entry(theirs, "quote", "q")
    assert reading.news(mine, "b") == {
        Ref("judgment", "k"): What.NEW,
        S: What.CHANGED,
        Q: What.REMOVED,
    }
    assert _listed(mine) == 3


def test_a_part_that_changed_is_a_change_of_its_entry(mine, theirs):
    reading.mark_read(mine, "b")
    basis = Basis(id="x", judgment_id="j", entry_kind="quote", entry_id="q")
    editing.add_records(theirs, "Add", [basis])
    assert reading.news(mine, "b") == {J: What.CHANGED}
    with theirs.write("Remove") as unit:
        unit.delete("basis", "x")
    assert reading.news(mine, "b") == {}


def test_a_source_put_on_the_desk_is_news_of_the_briefing(mine, theirs):
    reading.mark_read(mine, "b")
    editing.add_records(
        theirs,
        "Add",
        [Source(id="src", title="T"), BriefingSource(id="d", briefing_id="b", source_id="src")],
    )
    assert reading.news(mine, "b") == {Ref("source", "src"): What.NEW}


def test_own_edits_are_no_news_on_another_device_either(mine):
    reading.mark_read(mine, "b")
    elsewhere = Workspace(
        open_library(mine.path), type(ME)(ME.person_id, "00000000-0000-4000-8000-0000000000d9")
    )
    editing.change_fields(elsewhere, "judgment", "j", text="Mine.")
    elsewhere.close()
    assert reading.news(mine, "b") == {}


def test_what_was_taken_back_and_what_only_moved_is_no_news(mine, theirs):
    reading.mark_read(mine, "b")
    editing.change_fields(theirs, "judgment", "j", text="Otherwise.")
    editing.change_fields(theirs, "judgment", "j", text="Likely.")
    editing.change_fields(theirs, "section", "s", position="zz")
    editing.add_records(theirs, "Add", [Judgment(id="k", briefing_id="b", text="Hasty.")])
    editing.delete_entry(theirs, "judgment", "k")
    assert reading.news(mine, "b") == {}


def test_private_notes_of_others_stay_private(mine, theirs):
    reading.mark_read(mine, "b")
    note: dict[str, Any] = {"target_kind": "judgment", "target_id": "j", "briefing_id": "b"}
    editing.add_records(
        theirs,
        "Add",
        [Annotation(id="n1", **note), Annotation(id="n2", private=False, **note)],
    )
    assert reading.news(mine, "b") == {Ref("annotation", "n2"): What.NEW}


def test_what_was_seen_is_told_no_more_and_the_rest_still_is(mine, theirs):
    reading.mark_read(mine, "b")
    before = reading.seen(mine)
    editing.change_fields(theirs, "judgment", "j", text="Otherwise.")
    editing.change_fields(theirs, "briefing", "b", title="B2")
    editing.change_fields(theirs, "section", "s", body="Little.")
    shown = reading.seen(mine).newest
    editing.change_fields(theirs, "section", "s", body="Nothing.")
    reading.mark_seen(mine, [J, S, Ref("briefing", "b")], shown)
    assert reading.news(mine, "b") == {S: What.CHANGED}
    assert set(reading.news(mine, "b", before)) == {J, S, Ref("briefing", "b")}
    assert _listed(mine) == 1


def test_two_briefings_keep_their_news_apart(mine, theirs):
    editing.add_records(mine, "Add", [Briefing(id="c", title="C")])
    reading.mark_read(mine, "b")
    reading.mark_read(mine, "c")
    editing.add_records(theirs, "Add", [Quote(id="p", briefing_id="c", words="No")])
    assert reading.news(mine, "b") == {}
    reading.mark_read(mine, "b")
    assert reading.news(mine, "c") == {Ref("quote", "p"): What.NEW}
    reading.mark_seen(mine, [Ref("quote", "p")], reading.seen(mine).newest)
    assert reading.news(mine, "c") == {}
    assert [r.changes for r in library_view.briefings(mine)] == [0, 0]


def test_a_library_that_cannot_be_written_is_read_all_the_same(mine):
    from briefing.store.library import Library

    reading.mark_read(mine, "b")
    before = reading.seen(mine)
    reader = Workspace(Library(mine.path, read_only=True), ME)
    assert not reading.first_look(reader, "b")
    reading.mark_seen(reader, [J], 99)
    reading.mark_read(reader, "b")
    assert reading.news(reader, "b") == {}
    reader.close()
    assert reading.seen(mine) == before


def test_actors_and_sources_are_news_in_the_briefings_that_use_them(mine, theirs):
    editing.add_records(
        mine,
        "Add",
        [
            Actor(id="a", actor_kind="state", name="A"),
            Actor(id="unused", actor_kind="state", name="U"),
            QuoteSpeaker(id="qs", quote_id="q", actor_id="a"),
        ],
    )
    reading.mark_read(mine, "b")
    editing.change_fields(theirs, "actor", "a", note="More")
    editing.change_fields(theirs, "actor", "unused", note="More")
    assert reading.news(mine, "b") == {Ref("actor", "a"): What.CHANGED}
    reading.mark_seen(mine, [Ref("actor", "a")], reading.seen(mine).newest)
    assert reading.news(mine, "b") == {}


def test_what_was_seen_since_it_was_made_and_changed_again_is_changed(mine, theirs):
    """New entries are a row each; one that was seen is told by what was changed in it."""
    reading.mark_read(mine, "b")
    editing.add_records(theirs, "Add", [Quote(id="p", briefing_id="b", words="No")])
    reading.mark_seen(mine, [Ref("quote", "p")], reading.seen(mine).newest)
    editing.add_records(theirs, "Tag", [Tag(id="t", entry_kind="quote", entry_id="p", text="x")])
    assert reading.news(mine, "b") == {Ref("quote", "p"): What.CHANGED}


def test_what_one_briefing_has_read_is_new_in_none_though_another_lags_behind(mine, theirs):
    editing.add_records(mine, "Add", [Briefing(id="c", title="C")])
    reading.mark_read(mine, "c")
    editing.add_records(theirs, "Add", [Quote(id="p", briefing_id="b", words="No")])
    reading.mark_read(mine, "b")
    editing.change_fields(theirs, "quote", "p", words="Yes")
    assert reading.news(mine, "b") == {Ref("quote", "p"): What.CHANGED}


def test_a_briefing_without_news_does_not_make_each_question_go_back_far(mine, theirs, monkeypatch):
    monkeypatch.setattr(reading, "_BEHIND", 1)
    editing.add_records(mine, "Add", [Briefing(id="c", title="C")])
    reading.mark_read(mine, "c")
    reading.mark_read(mine, "b")
    for words in ("1", "2", "3"):
        editing.change_fields(theirs, "quote", "q", words=words)
    assert reading.counts(mine) == {"b": 1}
    now = reading.seen(mine)
    assert now.upto("c", Ref("quote", "x")) == now.newest
    assert reading.counts(mine) == {"b": 1}


def test_news_about_an_actor_are_the_entries_that_name_it(mine, theirs):
    reading.mark_read(mine, "b")
    editing.add_records(
        theirs,
        "Add",
        [
            Actor(id="a", actor_kind="state", name="A"),
            Quote(id="p", briefing_id="b", words="No"),
            QuoteSpeaker(id="ps", quote_id="p", actor_id="a"),
            Quote(id="r", briefing_id="b", words="Not by it"),
            Relation(id="rel", briefing_id="b", relation_kind="dispute", from_id="a"),
        ],
    )
    marks = reading.news(mine, "b")
    named = news_list.naming(mine, "actor", "a", marks)
    assert named == {Ref("quote", "p"), Ref("relation", "rel")}


def test_the_list_goes_as_the_tabs_do_and_tells_titles_of_what_is_gone(mine, theirs):
    reading.mark_read(mine, "b")
    editing.add_records(theirs, "Add", [Quote(id="p", briefing_id="b", words="No")])
    editing.change_fields(theirs, "section", "s", body="Less.", heading="Disputes")
    editing.delete_entry(theirs, "judgment", "j")
    rows = news_list.news_rows(mine, "b", reading.news(mine, "b"), limit=10)
    assert [(one.ref, one.what, one.title) for one in rows] == [
        (S, What.CHANGED, "Disputes"),
        (J, What.REMOVED, "Likely."),
        (Ref("quote", "p"), What.NEW, "“No”"),
    ]
    assert {one.briefing for one in news_list.library_rows(mine, limit=2)} == {"B"}


def test_a_part_that_was_seen_and_is_gone_is_news_however_long_another_briefing_lies(tmp_path):
    mine = empty_workspace(tmp_path)
    heads = [Briefing(id="b", title="B"), Briefing(id="c", title="C")]
    editing.add_records(mine, "Set up", [*heads, Quote(id="q", briefing_id="b", words="x")])
    theirs = Workspace(open_library(mine.path), OTHER)
    reading.mark_read(mine, "b")
    reading.mark_read(mine, "c")
    editing.add_records(theirs, "Tag", [Tag(id="t", entry_kind="quote", entry_id="q", text="t")])
    reading.mark_read(mine, "b")
    history.undo(theirs)
    assert reading.news(mine, "b") == {Ref("quote", "q"): What.CHANGED}
    assert reading.counts(mine) == {"b": 1}
    theirs.close()
    mine.close()


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["add", "words", "tag", "speak", "delete", "restore", "undo", "read"]),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=14,
)


def _do(workspace, what, number):
    quote, tag, speaker = f"x{number}", f"t{number}", f"s{number}"
    with workspace.read() as connection:
        there = get(connection, "quote", quote) is not None
        parts = {key: get(connection, *key) for key in (("tag", tag), ("quote_speaker", speaker))}
    match what:
        case "add" if not there:
            made = Quote(id=quote, briefing_id="bc"[number % 2], words="x")
            editing.add_records(workspace, "Add", [made])
        case "words" if there:
            editing.change_fields(workspace, "quote", quote, words=editing.new_id())
        case "tag" if there and parts["tag", tag] is None:
            made = Tag(id=tag, entry_kind="quote", entry_id=quote, text="t")
            editing.add_records(workspace, "Tag", [made])
        case "speak" if there and parts["quote_speaker", speaker] is None:
            made = QuoteSpeaker(id=speaker, quote_id=quote)
            editing.add_records(workspace, "Speak", [made])
        case "delete" if there:
            editing.delete_entry(workspace, "quote", quote)
        case "restore" if there:
            editing.restore_entry(workspace, "quote", quote)
        case "undo" if history.steps(workspace).undo_label != "Set up":
            history.undo(workspace, force=True)
        case _:
            pass


@settings(max_examples=60)
@given(DEEDS)
def test_what_was_seen_is_no_news_and_what_was_taken_back_neither(deeds):
    with tempfile.TemporaryDirectory() as folder:
        mine = empty_workspace(Path(folder))
        heads = [Briefing(id="b", title="B"), Briefing(id="c", title="C")]
        editing.add_records(mine, "Set up", heads)
        theirs = Workspace(open_library(mine.path), OTHER)
        for briefing in "bc":
            reading.mark_read(mine, briefing)
        for what, number, by_them in deeds:
            if what == "read":
                reading.mark_read(mine, "bc"[number % 2])
            else:
                _do(theirs if by_them else mine, what, number)
        news = {one: reading.news(mine, one) for one in "bc"}
        assert reading.counts(mine) == {one: len(some) for one, some in news.items() if some}
        assert {row.id: row.changes for row in library_view.briefings(mine)} == {
            one: len(some) for one, some in news.items()
        }
        if not any(by_them and what != "read" for what, _number, by_them in deeds):
            assert news == {"b": {}, "c": {}}, "one's own edits are no news"
        newest = reading.seen(mine).newest
        reading.mark_seen(mine, [ref for some in news.values() for ref in some], newest)
        assert reading.counts(mine) == {}
        theirs.close()
        mine.close()
