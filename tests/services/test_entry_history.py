"""The history of an entry: who did what, in words; any version comes back; two are compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.blind import BlindAnswer, BlindItem, BlindRound
from briefing.domain.quote import QuoteSpeaker, Tag
from briefing.errors import NotFoundError, UserError
from briefing.services import editing, entry_history, history
from briefing.services.sample import sample_id
from briefing.services.workspace import Workspace, open_workspace
from briefing.store.library import open_library
from briefing.store.records import get
from tests.builders import ME, OTHER, empty_workspace, make_quote, rows

QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


def _versions(workspace, kind="quote", entry_id=QUOTE):
    return entry_history.entry_history(workspace, kind, entry_id).versions


def _said(version):
    return {line.label: (line.before, line.after) for line in version.lines}


def test_each_version_tells_who_did_what_and_the_words_before(workspace):
    workspace.rename_person("Ana Lyst")
    editing.change_fields(workspace, "quote", QUOTE, about="the clause")
    other = Workspace(open_library(workspace.path), OTHER)
    other.rename_person("Rev Iewer")
    editing.change_fields(other, "quote", QUOTE, about="the treaty")
    other.close()
    newest, before, first = _versions(workspace)
    assert (newest.who, newest.label, newest.number) == ("Rev Iewer", "Edit quote", 3)
    assert _said(newest) == {"About": ("the clause", "the treaty")}
    assert before.who == "Ana Lyst"
    assert first.sort == "shipped"
    assert _said(first)["Words"][0] == ""
    assert "mutual assistance" in _said(first)["Words"][1]


def test_parts_belong_to_the_history_and_are_told_by_name(workspace):
    kim = sample_id("actor", "kim-jong-un")
    editing.add_records(
        workspace, "Add speaker", [QuoteSpeaker(id="s2", quote_id=QUOTE, actor_id=kim)]
    )
    editing.add_records(
        workspace, "Add tag", [Tag(id="t2", entry_kind="quote", entry_id=QUOTE, text="pact")]
    )
    editing.delete_entry(workspace, "quote_speaker", "s2")
    gone, tag, added = _versions(workspace)[:3]
    assert _said(added) == {"Speaker": ("", "Kim Jong Un")}
    assert _said(tag) == {"Tag": ("", "pact")}
    assert _said(gone) == {"Speaker": ("Kim Jong Un", "")}


def test_ratings_of_a_matrix_belong_to_its_history(workspace):
    with workspace.read() as connection:
        found = connection.exec_driver_sql("SELECT id FROM hypothesis_matrix").fetchall()
        matrix = found[0][0]
        rating = connection.exec_driver_sql(
            "SELECT rating.id, rating.value FROM rating JOIN evidence e ON e.id = evidence_id "
            "WHERE e.matrix_id = ?",
            (matrix,),
        ).fetchone()
    other = "II" if rating[1] != "II" else "CC"
    editing.change_fields(workspace, "rating", rating[0], value=other)
    newest = _versions(workspace, "hypothesis_matrix", matrix)[0]
    (line,) = newest.lines
    assert line.label == "Rating"
    assert line.before != line.after


def test_what_was_typed_as_one_step_is_one_version(workspace):
    step = editing.new_id()
    for words in ("a", "ab", "abc"):
        editing.change_fields(workspace, "quote", QUOTE, intention=step, about=words)
    newest, first = _versions(workspace)
    assert _said(newest) == {"About": ("The treaty’s clause", "abc")}
    assert first.number == 1


def test_a_version_comes_back_with_its_parts_and_that_is_undone_in_one_step(workspace):
    first = _versions(workspace)[-1]
    with workspace.read() as connection:
        words = get(connection, "quote", QUOTE).words
    editing.change_fields(workspace, "quote", QUOTE, words="other words")
    editing.add_records(
        workspace, "Add tag", [Tag(id="t2", entry_kind="quote", entry_id=QUOTE, text="pact")]
    )
    before = rows(workspace)
    assert entry_history.restore_version(workspace, "quote", QUOTE, first.id)
    with workspace.read() as connection:
        assert get(connection, "quote", QUOTE).words == words
        assert get(connection, "tag", "t2").deleted
    assert history.steps(workspace).undo_label == "Restore earlier quote"
    history.undo(workspace)
    assert rows(workspace) == before


def test_restoring_what_is_there_already_does_nothing(workspace):
    newest = _versions(workspace)[0]
    steps = history.steps(workspace)
    assert not entry_history.restore_version(workspace, "quote", QUOTE, newest.id)
    assert history.steps(workspace) == steps


def test_a_deleted_entry_has_its_history_and_comes_back_with_an_earlier_version(workspace):
    first = _versions(workspace)[0]
    editing.change_fields(workspace, "quote", QUOTE, about="later")
    editing.delete_entry(workspace, "quote", QUOTE)
    found = entry_history.entry_history(workspace, "quote", QUOTE)
    assert found.deleted
    assert [one.deleted for one in found.versions] == [True, False, False]
    with pytest.raises(UserError, match="in the trash"):
        entry_history.restore_version(workspace, "quote", QUOTE, found.versions[0].id)
    assert entry_history.restore_version(workspace, "quote", QUOTE, first.id)
    with workspace.read() as connection:
        quote = get(connection, "quote", QUOTE)
    assert not quote.deleted
    assert quote.about == "The treaty’s clause"


def test_two_versions_stand_side_by_side_with_what_is_the_same(workspace):
    first = _versions(workspace)[0]
    editing.change_fields(workspace, "quote", QUOTE, about="the clause", place="Moscow")
    newest = _versions(workspace)[0]
    lines = entry_history.compare_versions(workspace, "quote", QUOTE, first.id, newest.id)
    found = {one.label: one for one in lines}
    assert (found["Where"].before, found["Where"].after) == ("Pyongyang", "Moscow")
    assert found["Cue"].before == found["Cue"].after == "stated"
    assert found["Speaker"].before == "Vladimir Putin"


def test_what_has_no_such_version_or_is_not_here_is_said(workspace):
    with pytest.raises(NotFoundError, match="No version"):
        entry_history.restore_version(workspace, "quote", QUOTE, "nothing")
    with pytest.raises(NotFoundError):
        entry_history.entry_history(workspace, "quote", "nothing")


def test_answers_of_a_blind_round_are_in_no_history(workspace):
    new = [
        BlindRound(id="r", question="?", scale="codes"),
        BlindItem(id="i", round_id="r", entry_kind="quote", entry_id=QUOTE),
        BlindAnswer(id="a", item_id="i", person_id=OTHER.person_id, answer="a secret answer"),
    ]
    editing.add_records(workspace, "Ask", new)
    told = entry_history.entry_history(workspace, "blind_round", "r")
    assert "a secret answer" not in repr(told)
    with pytest.raises(NotFoundError):
        entry_history.entry_history(workspace, "blind_answer", "a")


def test_versions_stand_in_the_order_of_clocks_not_of_arrival(workspace):
    """A change that came in late stands where it was made."""
    editing.change_fields(workspace, "quote", QUOTE, about="new")
    with workspace.library.write("Old edit", OTHER, clock=1_000 << 16) as under_way:
        under_way.unit.change("quote", QUOTE, place="Vladivostok")
    labels = [one.label for one in reversed(_versions(workspace))]
    assert labels == ["Old edit", "Ship the sample briefing", "Edit quote"]


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("words"), st.sampled_from("abcd")),
        st.tuples(st.just("about"), st.sampled_from(["", "x", "y"])),
        st.tuples(st.just("tag"), st.integers(0, 2)),
        st.tuples(st.just("delete"), st.none()),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=8,
)


def _edit(workspace, quote_id, what, value):
    if what in ("words", "about"):
        editing.change_fields(workspace, "quote", quote_id, **{what: value})
    elif what == "undo":
        if history.steps(workspace).undo_label not in ("", "Add quote"):
            history.undo(workspace)
    elif what == "delete":
        editing.delete_entry(workspace, "quote", quote_id)
    else:
        key = f"tag-{value}"
        with workspace.read() as connection:
            there = get(connection, "tag", key)
        if there is None:
            tag = Tag(id=key, entry_kind="quote", entry_id=quote_id, text=key)
            editing.add_records(workspace, "Add tag", [tag])
        else:
            with workspace.write("Turn tag") as unit:
                unit.change("tag", key, deleted=not there.deleted)


@settings(max_examples=40)
@given(EDITS, st.integers(0, 8))
def test_restore_gives_back_that_state_and_undo_takes_it_back(edits, wanted):
    with tempfile.TemporaryDirectory() as folder:
        workspace = empty_workspace(Path(folder))
        quote = make_quote()
        editing.add_records(workspace, "Add quote", [quote])
        states: dict[str, object] = {}

        def note():
            versions = _versions(workspace, "quote", quote.id)
            if versions[0].id not in states:
                states[versions[0].id] = _whole(workspace)

        note()
        for what, value in edits:
            _edit(workspace, quote.id, what, value)
            note()
        versions = _versions(workspace, "quote", quote.id)
        chosen = versions[min(wanted, len(versions) - 1)]
        before = rows(workspace)
        if not chosen.deleted:
            changed = entry_history.restore_version(workspace, "quote", quote.id, chosen.id)
            assert _whole(workspace) == states[chosen.id]
            if changed:
                history.undo(workspace)
            assert rows(workspace) == before
        workspace.close()


def _whole(workspace):
    """The quote and its tags, what is in the trash left out."""
    found = rows(workspace)
    with workspace.read() as connection:
        tags = connection.exec_driver_sql("SELECT id FROM tag WHERE NOT deleted").fetchall()
    return found["quote"], sorted(tags)
