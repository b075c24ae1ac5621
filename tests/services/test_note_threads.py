"""Threads of notes: answered, assigned, resolved, shared and deleted, and what stays private."""

from __future__ import annotations

import pytest

from briefing.domain.person import Person
from briefing.errors import NotFoundError, UserError
from briefing.services import annotating, history
from briefing.services.note_threads import (
    newest_threads,
    note_rows,
    notes_on,
    thread_of,
    threads_on,
)
from briefing.services.sample import sample_id
from briefing.services.snapshot import show_briefing
from briefing.services.workspace import open_workspace
from briefing.store.records import get
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", "pyongyang-2024")
TARGET = ("relation", sample_id("relation", "arms-transfer"))


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


@pytest.fixture
def colleague(ws):
    """The same library, worked in by Ben."""
    other = open_workspace(ws.path, OTHER)
    annotating.add_note(other, "section", "nowhere", None, "hello")
    other.rename_person("Ben")
    yield other
    other.close()


def _note(ws, body="Who counted?", **over):
    return annotating.add_note(ws, *TARGET, BRIEFING, body, **over)


def _only(ws):
    (thread,) = threads_on(ws, *TARGET)
    return thread


def test_replies_stand_under_the_first_note_in_order_of_time(ws, colleague):
    first = _note(ws)
    one = annotating.reply(colleague, first, "The ministry.")
    # A reply to a reply belongs to the same thread.
    two = annotating.reply(ws, one, "Which one?")
    thread = _only(ws)
    assert (thread.id, [r.id for r in thread.replies]) == (first, [one, two])
    assert [r.author for r in thread.replies] == ["Ben", "Analyst"]
    assert thread_of(ws, two) == thread
    assert [n.body for n in notes_on(ws, *TARGET)] == [
        "Who counted?",
        "The ministry.",
        "Which one?",
    ]
    assert annotating.first_note(ws, two) == first


@pytest.mark.parametrize("private", [True, False])
def test_a_reply_has_the_target_briefing_marking_and_privacy_of_its_thread(ws, private):
    first = _note(ws, private=private)
    with ws.write("Mark") as unit:
        unit.change("annotation", first, marking="AMBER")
    reply_id = annotating.reply(ws, first, "Yes")
    with ws.read() as connection:
        note, reply = (get(connection, "annotation", i) for i in (first, reply_id))
    for name in ("target_kind", "target_id", "briefing_id", "marking", "private"):
        assert getattr(reply, name) == getattr(note, name)
    assert (reply.motivation, reply.replies_to) == ("replying", first)


def test_sharing_or_hiding_a_thread_takes_its_replies_along_in_one_step(ws):
    first = _note(ws)
    reply_id = annotating.reply(ws, first, "Yes")
    # Said of the reply, it holds for the thread.
    annotating.share_note(ws, reply_id, private=False)
    assert [n.private for n in notes_on(ws, *TARGET)] == [False, False]
    history.undo(ws)
    assert [n.private for n in notes_on(ws, *TARGET)] == [True, True]


def test_a_thread_is_resolved_by_somebody_and_reopened(ws, colleague):
    first = _note(ws)
    reply_id = annotating.reply(ws, first, "Seen")
    annotating.resolve_note(colleague, reply_id)
    assert (_only(ws).first.resolved, _only(ws).first.resolved_by) == (True, "Ben")
    annotating.resolve_note(ws, first, resolved=False)
    assert (_only(ws).first.resolved, _only(ws).first.resolved_by) == (False, "")


def test_answering_and_resolving_is_one_step(ws):
    first = _note(ws, motivation="questioning", private=False)
    annotating.reply(ws, first, "Eleven thousand.", resolve=True)
    assert _only(ws).first.resolved
    assert history.undo(ws) == "Reply to note"
    thread = _only(ws)
    assert (thread.first.resolved, thread.replies) == (False, ())


def test_assigning_to_somebody_known_to_nobody_and_to_a_new_colleague(ws, colleague):
    first = _note(ws)
    annotating.assign_note(ws, first, OTHER.person_id)
    assert (_only(ws).first.assigned_to, _only(ws).first.assigned_id) == ("Ben", OTHER.person_id)
    added = annotating.assign_to_colleague(ws, first, "  Chloé  Roux ")
    assert _only(ws).first.assigned_to == "Chloé Roux"
    assert added in {p.id for p in annotating.people(ws)}
    # The same name is the same person.
    assert annotating.assign_to_colleague(ws, first, "chloé roux") == added
    annotating.assign_note(ws, first, None)
    assert _only(ws).first.assigned_to == ""
    history.undo(ws)
    assert _only(ws).first.assigned_to == "Chloé Roux"
    with pytest.raises(UserError, match="name of the colleague"):
        annotating.assign_to_colleague(ws, first, "   ")


def test_people_begin_with_whoever_works_here(ws, colleague):
    annotating.assign_to_colleague(ws, _note(ws), "Aaron")
    assert annotating.people(ws)[0].id == ME.person_id
    assert isinstance(annotating.people(ws)[1], Person)
    assert annotating.people(ws)[1].name == "Aaron"


def test_a_deleted_first_note_holds_the_place_and_undo_brings_its_words_back(ws):
    first = _note(ws)
    annotating.reply(ws, first, "Still here")
    annotating.delete_note(ws, first)
    thread = _only(ws)
    assert (thread.first.deleted, thread.first.body) == (True, "")
    assert [r.body for r in thread.replies] == ["Still here"]
    assert [n.body for n in notes_on(ws, *TARGET)] == ["Still here"]
    # It can still be answered and closed.
    annotating.reply(ws, thread.replies[0].id, "Good")
    annotating.resolve_note(ws, thread.replies[0].id)
    assert _only(ws).first.resolved
    for _step in range(3):
        history.undo(ws)
    assert _only(ws).first.body == "Who counted?"


def test_a_deleted_note_without_replies_leaves_nothing(ws):
    first = _note(ws)
    reply_id = annotating.reply(ws, first, "No")
    annotating.delete_note(ws, reply_id)
    assert _only(ws).replies == ()
    annotating.delete_note(ws, first)
    assert threads_on(ws, *TARGET) == ()


def test_a_reply_to_a_note_that_is_not_here_begins_a_thread(ws):
    orphan = annotating.reply(ws, _note(ws), "To whom?")
    with ws.write("Receive") as unit:
        unit.change("annotation", orphan, replies_to="00000000-0000-7000-8000-000000000001")
    assert orphan in {t.id for t in threads_on(ws, *TARGET)}


def test_replies_that_name_one_another_do_not_go_round_for_ever(ws):
    one, two = _note(ws, "one"), _note(ws, "two")
    with ws.write("Receive") as unit:
        unit.change("annotation", one, replies_to=two)
        unit.change("annotation", two, replies_to=one)
    shown = [r.id for t in threads_on(ws, *TARGET) for r in (t.first, *t.replies)]
    assert {one, two} <= set(shown)
    annotating.resolve_note(ws, one)


def test_an_unknown_note_is_refused_in_one_line(ws):
    with pytest.raises(NotFoundError, match="Nothing here has the id"):
        annotating.reply(ws, "nothing", "Hello?")
    assert thread_of(ws, "nothing") is None


def test_private_notes_and_threads_are_not_in_the_whole_briefing(ws):
    private, shared = _note(ws, "mine alone"), _note(ws, "for all", private=False)
    hidden = annotating.reply(ws, private, "mine too")
    annotating.reply(ws, shared, "an answer")
    with ws.write("Receive") as unit:
        # As another program may have written it.
        unit.change("annotation", hidden, private=False)
    bodies = [n["body"] for n in show_briefing(ws, BRIEFING)["notes"]]
    assert {"for all", "an answer"} <= set(bodies)
    assert not {"mine alone", "mine too"} & set(bodies)


def test_the_newest_threads_are_the_end_of_all_and_the_rest_is_counted(ws, colleague):
    notes = [_note(ws, f"Note {n}") for n in range(6)]
    reply = annotating.reply(colleague, notes[1], "An answer")
    annotating.delete_note(ws, notes[1])
    annotating.delete_note(ws, notes[4])
    every = threads_on(ws, *TARGET)
    # A deleted first note holds the place of its thread; one with no replies is gone.
    assert {t.id for t in every} == {*notes} - {notes[4]}
    found, left = newest_threads(ws, *TARGET, 2)
    assert (found, left) == (every[-2:], 3)
    # By a reply, too, an old thread can be asked for.
    found, left = newest_threads(ws, *TARGET, 2, frozenset({reply}))
    asked = next(t for t in every if t.id == notes[1])
    assert set(found) == {asked, *every[-2:]}
    assert left == len(every) - len(found)
    assert [t for t in every if t in found] == list(found)


def test_notes_are_read_by_id_as_they_stand_in_their_threads(ws):
    first = _note(ws, tags=["arms"])
    answer = annotating.reply(ws, first, "The ministry.")
    thread = _only(ws)
    assert note_rows(ws, [first, answer, "unknown"]) == {
        first: thread.first,
        answer: thread.replies[0],
    }
