"""Undo and redo as a person meets them: one intention back, one forward, also after a restart."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.services import annotating, editing, history
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from briefing.store.records import get
from briefing.store.search import search
from tests.builders import ME, OTHER, empty_workspace, make_quote, rows


@pytest.fixture
def workspace(tmp_path):
    opened = empty_workspace(tmp_path)
    yield opened
    opened.close()


def _words(workspace, quote_id):
    with workspace.read() as connection:
        return get(connection, "quote", quote_id).words


def test_undo_and_redo_name_what_they_do(workspace):
    quote = make_quote(words="first")
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="second")
    assert history.steps(workspace).undo_label == "Edit quote"
    assert history.undo(workspace) == "Edit quote"
    assert _words(workspace, quote.id) == "first"
    now = history.steps(workspace)
    assert (now.undo_label, now.redo_label) == ("Add quote", "Edit quote")
    assert history.redo(workspace) == "Edit quote"
    assert _words(workspace, quote.id) == "second"
    assert history.steps(workspace).redo is None


def test_undoing_an_addition_hides_it_from_search_and_redo_brings_it_back(workspace):
    editing.add_records(workspace, "Add quote", [make_quote(words="a rare turnip")])

    def found():
        with workspace.read() as connection:
            return len(search(connection, "turnip"))

    assert found() == 1
    history.undo(workspace)
    assert found() == 0
    history.redo(workspace)
    assert found() == 1


def test_undo_works_after_a_restart(workspace):
    quote = make_quote(words="before")
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="after")
    workspace.close()
    again = Workspace(open_library(workspace.path), ME)
    assert history.undo(again) == "Edit quote"
    assert _words(again, quote.id) == "before"
    again.close()


def test_a_new_edit_closes_the_way_forward(workspace):
    quote = make_quote(words="one")
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="two")
    history.undo(workspace)
    editing.change_fields(workspace, "quote", quote.id, words="three")
    assert history.steps(workspace).redo is None
    assert history.redo(workspace) is None


def test_undo_takes_back_only_ones_own_steps(workspace):
    quote = make_quote(words="mine")
    editing.add_records(workspace, "Add quote", [quote])
    other = Workspace(open_library(workspace.path), OTHER)
    other_quote = make_quote(words="theirs")
    editing.add_records(other, "Add other quote", [other_quote])
    assert history.undo(workspace) == "Add quote"
    assert history.undo(workspace) is None
    other.close()


def test_undo_asks_where_another_has_changed_the_field_since(workspace):
    quote = make_quote(words="one")
    editing.add_records(workspace, "Add quote", [quote])
    editing.change_fields(workspace, "quote", quote.id, words="two")
    other = Workspace(open_library(workspace.path), OTHER)
    editing.change_fields(other, "quote", quote.id, words="three")
    other.close()
    with pytest.raises(history.ChangedSinceError, match="words"):
        history.undo(workspace)
    assert _words(workspace, quote.id) == "three"
    assert history.undo(workspace, force=True) == "Edit quote"
    assert _words(workspace, quote.id) == "one"


def test_a_note_typed_in_many_saves_is_one_step(workspace):
    note = annotating.add_note(workspace, "quote", "q", None)
    intention = editing.new_id()
    for text in ("W", "Wh", "Why", "Why now?"):
        annotating.set_note_body(workspace, note, text, intention=intention)
    assert history.undo(workspace) == "Edit note"
    with workspace.read() as connection:
        assert get(connection, "annotation", note).body == ""
    assert history.redo(workspace) == "Edit note"
    with workspace.read() as connection:
        assert get(connection, "annotation", note).body == "Why now?"


def test_history_keeps_the_words_of_what_was_deleted(workspace):
    quote = make_quote(words="never lost")
    editing.add_records(workspace, "Add quote", [quote])
    editing.delete_entry(workspace, "quote", quote.id)
    found = history.history_of(workspace, quote.id)
    assert [c.label for c, _ in found] == ["Add quote", "Delete quote"]
    assert "never lost" in {c.after for _, changes in found for c in changes}
    editing.restore_entry(workspace, "quote", quote.id)
    assert _words(workspace, quote.id) == "never lost"


_STEP = st.one_of(
    st.tuples(st.just("add"), st.text(max_size=8)),
    st.tuples(st.just("edit"), st.integers(0, 5), st.text(max_size=8)),
    st.tuples(st.just("date"), st.integers(0, 5), st.sampled_from(["", "2024-06", "1950/1953"])),
    st.tuples(st.just("delete"), st.integers(0, 5)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_STEP, max_size=12))
def test_any_edits_undone_and_redone_give_back_the_same_library(script):
    with tempfile.TemporaryDirectory() as folder:
        workspace = empty_workspace(Path(folder))
        made: list[str] = []
        states = []
        for kind, *rest in script:
            if kind == "add":
                quote = make_quote(words=rest[0])
                made.append(quote.id)
                editing.add_records(workspace, "Add quote", [quote])
            elif made:
                target = made[rest[0] % len(made)]
                if kind == "edit":
                    editing.change_fields(workspace, "quote", target, words=rest[1])
                elif kind == "date":
                    editing.change_fields(workspace, "quote", target, said=rest[1])
                else:
                    editing.delete_entry(workspace, "quote", target)
            states.append(rows(workspace))
        final = rows(workspace)
        done = 0
        while history.undo(workspace) is not None:
            done += 1
            assert done <= len(script)
        assert not any(not row[2] for row in rows(workspace)["quote"]), (
            "everything that was added is in the trash again"
        )
        while history.redo(workspace) is not None:
            done -= 1
        assert done == 0
        assert rows(workspace) == final
        workspace.close()
