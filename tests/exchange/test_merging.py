"""Two analysts hand each other packs: what they are shown before, what arrives, and what is asked of them."""

# long because: what two analysts meet on their way through a pack stands in one place.

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor, ActorName
from briefing.domain.annotation import Annotation
from briefing.domain.changes import Author
from briefing.domain.quote import Quote
from briefing.errors import UserError
from briefing.exchange import signature
from briefing.services import annotating, conflicts, editing, history, merging, packing, trusting
from briefing.services.workspace import Workspace
from briefing.store.library import open_library
from briefing.store.records import get
from tests.builders import ME, OTHER, rows
from tests.exchange.analyst import Analyst

THIRD = Author("00000000-0000-4000-8000-0000000000a3", "00000000-0000-4000-8000-0000000000d3")


@pytest.fixture
def both(ann, bob):
    bob.merge(ann.pack())
    return ann, bob


def exchange(one, other):
    """Each gives the other all they have, until nothing is new."""
    for _ in range(2):
        other.merge(one.pack())
        one.merge(other.pack())


def test_two_fresh_libraries_bring_each_other_nothing_new(tmp_path):
    from briefing.services.snapshot import list_briefings

    one = Analyst(tmp_path / "one", ME, sample=True)
    sample = list_briefings(one.ws)[0]["id"]
    other = Analyst(tmp_path / "other", OTHER, sample=True)
    for a, b in ((one, other), (other, one), (one, other)):
        path = a.pack(sample)
        before = rows(b.ws)
        assert b.preview(path).already
        done = b.merge(path)
        assert (done.already, done.merged) == (True, "")
        assert rows(b.ws) == before
    one.ws.close()
    other.ws.close()


def test_a_pack_is_shown_before_it_is_merged_and_then_brings_just_that(ann, bob):
    path = ann.pack()
    before = rows(bob.ws)
    shown = bob.preview(path)
    assert rows(bob.ws) == before
    assert [(one.kind, one.title) for one in shown.new] == [
        ("briefing", "A treaty"),
        ("section", "One. Two."),
        ("quote", "“mutual assistance”"),
    ]
    assert (shown.changed, shown.conflicts, shown.already) == ((), (), False)
    assert shown.trust == "new"
    assert shown.people == ("Analyst (2 changes)",)
    done = bob.merge(path)
    assert (done.new, done.change_sets) == (shown.new, shown.change_sets)
    assert done.merged
    assert bob.records() == ann.records()


def test_the_same_pack_twice_changes_nothing(both):
    ann, bob = both
    before = rows(bob.ws)
    path = ann.pack()
    assert bob.merge(path).already
    assert rows(bob.ws) == before
    assert ann.pack().read_bytes() == path.read_bytes()


def test_edits_of_different_fields_meet_and_both_stand(both):
    ann, bob = both
    ann.edit("quote", "q", words="mutual defence")
    bob.edit("quote", "q", place="Pyongyang")
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert ann.value("quote", "q", "words") == "mutual defence"
    assert ann.value("quote", "q", "place") == "Pyongyang"
    assert conflicts.count(ann.ws) == conflicts.count(bob.ws) == 0


def test_edits_of_different_paragraphs_are_joined_without_asking(both):
    ann, bob = both
    ann.edit("section", "s", body="One, longer.\n\nTwo.")
    bob.edit("section", "s", body="One.\n\nTwo, longer.")
    exchange(ann, bob)
    assert ann.value("section", "s", "body") == "One, longer.\n\nTwo, longer."
    assert ann.records() == bob.records()
    assert conflicts.count(ann.ws) == 0
    ann.edit("section", "s", body="One, longer.\n\nTwo, longer.\n\nThree.")
    exchange(ann, bob)
    assert bob.value("section", "s", "body").endswith("Three.")


def test_whoever_edits_a_joined_text_has_the_last_word_on_all_of_it(both):
    ann, bob = both
    ann.edit("section", "s", body="One, longer.\n\nTwo.")
    bob.edit("section", "s", body="One.\n\nTwo, longer.")
    exchange(ann, bob)
    ann.edit("section", "s", body="One.\n\nTwo.")
    exchange(ann, bob)
    assert ann.value("section", "s", "body") == bob.value("section", "s", "body") == "One.\n\nTwo."


def test_a_conflict_shows_both_values_whose_and_when_until_one_is_chosen(both):
    ann, bob = both
    ann.ws.rename_person("Ann")
    bob.ws.rename_person("Bob")
    ann.edit("quote", "q", words="from Ann")
    bob.edit("quote", "q", words="from Bob")
    path = ann.pack()
    assert [(o.kind, o.id, o.field) for o in bob.preview(path).conflicts] == [
        ("quote", "q", "words")
    ]
    bob.merge(path)
    (found,) = conflicts.conflicts(bob.ws, ("quote", "q"))
    assert found.field_name == "words"
    assert [(s.value, s.who, s.mine, s.shown) for s in found.sides] == [
        ("from Ann", "Ann", False, False),
        ("from Bob", "Bob", True, True),
    ]
    assert all(len(s.when) == 16 for s in found.sides)
    conflicts.settle(bob.ws, "quote", "q", "words", "from Ann")
    assert conflicts.count(bob.ws) == 0
    assert bob.value("quote", "q", "words") == "from Ann"
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert conflicts.count(ann.ws) == 0
    said = [c.after for _, cs in history.history_of(ann.ws, "q") for c in cs if c.field == "words"]
    assert {"from Ann", "from Bob"} <= set(said)


def test_a_choice_can_be_undone_and_the_conflict_is_back(both):
    ann, bob = both
    ann.edit("quote", "q", words="from Ann")
    bob.edit("quote", "q", words="from Bob")
    bob.merge(ann.pack())
    for value in ("from Bob", "from Ann", "a third"):
        conflicts.settle(bob.ws, "quote", "q", "words", value)
        assert conflicts.count(bob.ws) == 0
        assert history.undo(bob.ws) == "Settle a conflict"
        (found,) = conflicts.conflicts(bob.ws)
        assert {s.value for s in found.sides} == {"from Ann", "from Bob"}
        assert history.redo(bob.ws) == "Settle a conflict"
        assert (conflicts.count(bob.ws), bob.value("quote", "q", "words")) == (0, value)
        history.undo(bob.ws)
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert conflicts.count(ann.ws) == 1


def test_an_edit_of_what_is_shown_leaves_the_other_value_to_be_looked_at(both):
    ann, bob = both
    ann.edit("quote", "q", words="from Ann")
    bob.edit("quote", "q", words="from Bob")
    bob.merge(ann.pack())
    bob.edit("quote", "q", words="from Bob, again")
    (found,) = conflicts.conflicts(bob.ws)
    assert {s.value for s in found.sides} == {"from Ann", "from Bob, again"}


def test_nothing_is_settled_where_nothing_is_in_conflict(both):
    with pytest.raises(UserError, match="Nothing is in conflict"):
        conflicts.settle(both[0].ws, "quote", "q", "words", "x")


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_against_an_edit_stays_in_sight_until_it_is_decided(both, keep):
    ann, bob = both
    editing.delete_entry(ann.ws, "quote", "q")
    bob.edit("quote", "q", words="longer words")
    exchange(ann, bob)
    for one in both:
        assert one.value("quote", "q", "deleted") is False
        assert one.value("quote", "q", "words") == "longer words"
        (found,) = conflicts.conflicts(one.ws, ("quote", "q"))
        assert [(s.value, s.words) for s in found.sides] == [
            (True, ""),
            (False, "words: longer words"),
        ]
    conflicts.settle(ann.ws, "quote", "q", "deleted", not keep)
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert bob.value("quote", "q", "deleted") is not keep
    assert conflicts.count(bob.ws) == 0


def test_a_part_added_to_what_another_deleted_brings_it_back_into_sight(both):
    ann, bob = both
    for one in both:
        if one is ann:
            editing.add_records(ann.ws, "Add", [Actor(id="a", actor_kind="state", name="Chad")])
            ann.edit("quote", "q", addressee="Chad")
    editing.add_records(ann.ws, "Add", [ActorName(id="n1", actor_id="a", text="Tchad")])
    from briefing.domain.quote import QuoteSpeaker

    editing.add_records(ann.ws, "Add", [QuoteSpeaker(id="qs", quote_id="q", actor_id="a")])
    bob.merge(ann.pack())
    editing.delete_entry(ann.ws, "actor", "a")
    editing.add_records(bob.ws, "Add", [ActorName(id="n2", actor_id="a", text="Tschad")])
    exchange(ann, bob)
    assert ann.value("actor", "a", "deleted") is False
    (found,) = conflicts.conflicts(ann.ws)
    assert [s.words for s in found.sides if not s.value] == ["name added: Tschad"]
    assert ann.records() == bob.records()


def test_a_merge_is_one_step_to_undo_here_and_opening_the_pack_takes_it_back(both):
    ann, bob = both
    ann.edit("quote", "q", words="from Ann")
    editing.add_records(ann.ws, "Add", [Quote(id="q2", briefing_id="b", words="second")])
    path = ann.pack()
    before = bob.records()
    bob.merge(path)
    after = bob.records()
    assert before != after
    assert history.steps(bob.ws).undo_label == "Merge the pack of Analyst"
    assert history.undo(bob.ws) == "Merge the pack of Analyst"
    assert bob.records() == before
    sent = merging.open_pack(bob.pack()).pack
    assert all(c.record_id != "q2" for one in sent.sets for c in one.changes)
    assert history.redo(bob.ws) == "Merge the pack of Analyst"
    assert bob.records() == after
    history.undo(bob.ws)
    shown = bob.preview(path)
    assert shown.again == shown.change_sets > 0
    bob.merge(path)
    assert bob.records() == after


def test_an_edit_upon_what_a_merge_brought_stands_when_the_merge_is_undone(both):
    ann, bob = both
    ann.edit("quote", "q", words="from Ann")
    path = ann.pack()
    bob.merge(path)
    bob.edit("quote", "q", words="from Bob upon it")
    merge = next(o for o in history.log(bob.ws) if o.sort == "merge")
    with pytest.raises(UserError, match="undo it all the same"):
        history._apply(bob.ws, merge.id, merge.label, back=True, force=False)
    history._apply(bob.ws, merge.id, merge.label, back=True, force=True)
    assert bob.value("quote", "q", "words") == "from Bob upon it"
    assert conflicts.count(bob.ws) == 0
    bob.merge(path)
    assert bob.value("quote", "q", "words") == "from Bob upon it"
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert conflicts.count(ann.ws) == 0


def test_another_window_hears_what_a_merge_touched_and_what_its_undoing_did(both):
    ann, bob = both
    window = Workspace(open_library(bob.ws.path), THIRD)
    heard = []
    window.subscribe(heard.append)
    editing.add_records(ann.ws, "Add", [Quote(id="q2", briefing_id="b", words="second")])
    bob.merge(ann.pack())
    window.catch_up()
    assert any("q2" in one.touched.get("quote", ()) for one in heard)
    heard.clear()
    history.undo(bob.ws)
    window.catch_up()
    assert any("q2" in one.touched.get("quote", ()) for one in heard)
    window.close()


def test_a_clock_that_runs_ahead_is_told_and_not_followed(both, monkeypatch):
    import time
    from types import SimpleNamespace

    from briefing.store import journal

    ann, bob = both
    ahead = time.time_ns() + 3 * 86_400_000_000_000
    with monkeypatch.context() as patch:
        patch.setattr(journal, "time", SimpleNamespace(time_ns=lambda: ahead))
        ann.edit("quote", "q", words="from the future")
    done = bob.merge(ann.pack())
    assert done.ahead == (
        "The clock of Analyst runs 2 days ahead; its changes are kept in their order.",
    )
    bob.edit("quote", "q", place="Minsk")
    assert history.log(bob.ws, 1)[0].clock >> 16 < ahead // 1_000_000 - 86_400_000


def test_a_key_is_trusted_once_by_hand_and_another_of_the_same_person_is_told(both):
    ann, bob = both
    path = ann.pack()
    opened = merging.open_pack(path)
    assert merging.preview(bob.ws, opened).trust == "new"
    trusting.trust(bob.ws, opened)
    assert merging.preview(bob.ws, opened).trust == "known"
    assert ann.preview(path).trust == "own"
    assert [one.public_key for one in trusting.trusted(bob.ws)] == [ann.key.public]
    ann.key = signature.own_key(ann.folder / "another")
    assert bob.preview(ann.pack()).trust == "other"
    trusting.no_longer_trust(bob.ws, opened.signer)
    assert bob.preview(path).trust == "new"


def test_a_pack_for_a_reader_opens_with_their_key_alone(both):
    ann, bob = both
    prepared = packing.prepare(ann.ws, ["b"], key=ann.key)
    path = packing.write(prepared, ann.folder / "o.briefpack", ann.key, readers=[bob.key.public])
    assert merging.open_pack(path, key=bob.key).encrypted
    assert merging.open_pack(path, key=ann.key).signer == ann.key.public
    with pytest.raises(signature.LockedError):
        merging.open_pack(path)


def test_what_is_no_pack_is_refused_in_one_line(tmp_path, both):
    _, bob = both
    path = tmp_path / "no.briefpack"
    for make in (
        lambda: path.write_bytes(b"PK\x03\x04 ../../etc/passwd"),
        lambda: path.write_bytes(b""),
        lambda: path.mkdir(),
        lambda: path.symlink_to(both[0].folder / "out.briefpack"),
        lambda: None,
    ):
        make()
        before = rows(bob.ws)
        with pytest.raises(UserError) as error:
            bob.merge(path)
        assert "\n" not in str(error.value)
        assert rows(bob.ws) == before
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def test_a_change_set_that_contradicts_one_that_is_here_is_refused(both):
    from dataclasses import replace

    from briefing.exchange import packfile
    from briefing.exchange.pack import content_of

    ann, bob = both
    ann.edit("quote", "q", words="from Ann")
    opened = merging.open_pack(ann.pack())
    one = opened.pack.sets[0]
    forged = replace(one, change_set=replace(one.change_set, clock=one.change_set.clock + 1))
    pack = replace(opened.pack, sets=(forged, *opened.pack.sets[1:]))
    path = ann.folder / "forged.briefpack"
    path.write_bytes(packfile.seal(content_of(pack), ann.key))
    before = rows(bob.ws)
    with pytest.raises(UserError, match="another change under the id"):
        bob.merge(path)
    assert rows(bob.ws) == before


@pytest.mark.parametrize("ids", [("x", "x"), ("x", "q")], ids=["in the pack", "already here"])
def test_one_id_for_two_kinds_is_refused(both, ids):
    from dataclasses import replace

    from briefing.domain.changes import FieldChange
    from briefing.exchange import packfile
    from briefing.exchange.pack import content_of

    ann, bob = both
    opened = merging.open_pack(ann.pack())
    one = opened.pack.sets[0]
    forged = replace(
        one,
        change_set=replace(one.change_set, id="forged", number=900),
        changes=(
            FieldChange("quote", ids[0], "words", None, "Words.", None),
            FieldChange("claim", ids[1], "proposition", None, "A claim.", None),
        ),
    )
    path = ann.folder / "forged.briefpack"
    path.write_bytes(
        packfile.seal(content_of(replace(opened.pack, sets=(forged,), accounts={})), ann.key)
    )
    before = rows(bob.ws)
    with pytest.raises(UserError, match="different kinds under one id"):
        bob.merge(path)
    assert rows(bob.ws) == before


def test_those_are_named_whose_changes_are_new_here(both):
    ann, bob = both
    ann.ws.rename_person("Ann")
    bob.ws.rename_person("Bob")
    bob.edit("quote", "q", words="from Bob")
    ann.merge(bob.pack())
    ann.edit("quote", "q", place="Minsk")
    # Bob's own go along as well, and are here.
    assert bob.preview(ann.pack()).people == ("Ann (2 changes)",)
    bob.merge(ann.pack())
    assert bob.preview(ann.pack()).people == ()


def test_a_briefing_is_not_changed_by_every_change_of_its_sections(both):
    ann, bob = both
    ann.edit("section", "s", body="One more.")
    assert [one.kind for one in bob.preview(ann.pack()).changed] == ["section"]
    ann.edit("briefing", "b", title="The treaty")
    assert {one.kind for one in bob.preview(ann.pack()).changed} == {"section", "briefing"}


def test_what_belongs_to_a_record_that_has_not_arrived_waits_for_it(ann, bob):
    from dataclasses import replace

    from briefing.exchange import packfile
    from briefing.exchange.pack import content_of

    ann.edit("quote", "q", words="second")
    whole = merging.open_pack(ann.pack()).pack
    late = tuple(one for one in whole.sets if one.change_set.label != "New briefing")
    path = ann.folder / "late.briefpack"
    path.write_bytes(packfile.seal(content_of(replace(whole, sets=late, accounts={})), ann.key))
    done = bob.merge(path)
    assert len(done.missing) == 1
    assert "have not arrived" in done.missing[0]
    with bob.ws.read() as connection:
        assert get(connection, "quote", "q") is None
    bob.merge(ann.pack())
    assert bob.value("quote", "q", "words") == "second"
    assert bob.records() == ann.records()


def test_notes_and_their_threads_merge(both):
    ann, bob = both
    note = Annotation(
        id="n", target_kind="quote", target_id="q", briefing_id="b", body="Why?", private=False
    )
    editing.add_records(ann.ws, "Note", [note])
    exchange(ann, bob)
    reply = Annotation(
        id="r",
        target_kind="quote",
        target_id="q",
        briefing_id="b",
        body="Because.",
        private=False,
        replies_to="n",
    )
    editing.add_records(bob.ws, "Reply", [reply])
    ann.edit("annotation", "n", resolved=True)
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert ann.value("annotation", "r", "replies_to") == "n"


def test_who_makes_a_thread_private_takes_no_words_of_others_from_them(both):
    ann, bob = both
    note = annotating.add_note(ann.ws, "quote", "q", "b", "a word for all", private=False)
    bob.merge(ann.pack())
    answer = annotating.reply(bob.ws, note, "an answer of one's own")
    ann.merge(bob.pack())
    annotating.share_note(ann.ws, note, private=True)
    path = ann.pack()
    assert [one.id for one in bob.preview(path).removed] == [note]
    bob.merge(path)
    with bob.ws.read() as connection:
        assert get(connection, "annotation", note) is None
    assert bob.value("annotation", answer, "body") == "an answer of one's own"
    assert bob.value("annotation", answer, "private")
    sent = merging.open_pack(bob.pack()).pack.sets
    assert not any(c.record_id == answer and c.field == "body" for o in sent for c in o.changes)
    # It is one's own to share again.
    annotating.share_note(bob.ws, answer, private=False)
    ann.merge(bob.pack())
    assert not ann.value("annotation", answer, "private")


def test_a_choice_about_a_deletion_can_be_undone(both):
    ann, bob = both
    editing.delete_entry(ann.ws, "quote", "q")
    bob.edit("quote", "q", words="longer words")
    bob.merge(ann.pack())
    for deleted in (True, False):
        conflicts.settle(bob.ws, "quote", "q", "deleted", deleted)
        assert bob.value("quote", "q", "deleted") is deleted
        assert conflicts.count(bob.ws) == 0
        history.undo(bob.ws)
        (found,) = conflicts.conflicts(bob.ws)
        assert {side.value for side in found.sides} == {True, False}
        assert bob.value("quote", "q", "deleted") is False


def test_an_edit_after_older_words_came_late_replaces_the_newest(both):
    from dataclasses import replace

    ann, bob = both
    ann.edit("quote", "q", words="second")
    ann.edit("quote", "q", words="third")
    opened = merging.open_pack(ann.pack())
    sets = opened.pack.sets
    late = [one for one in sets if any(c.after == "second" for c in one.changes)]
    rest = tuple(one for one in sets if one not in late)
    merging.merge(bob.ws, replace(opened, pack=replace(opened.pack, sets=rest)))
    merging.merge(bob.ws, opened)
    assert bob.value("quote", "q", "words") == "third"
    bob.edit("quote", "q", words="fourth")
    assert bob.value("quote", "q", "words") == "fourth"
    exchange(ann, bob)
    assert ann.value("quote", "q", "words") == "fourth"
    assert conflicts.count(ann.ws) == conflicts.count(bob.ws) == 0


def test_what_another_deleted_is_told_when_an_older_edit_of_it_is_undone_here(both):
    ann, bob = both
    bob.edit("quote", "q", words="from Bob")
    ann.merge(bob.pack())
    editing.delete_entry(ann.ws, "quote", "q")
    bob.merge(ann.pack())
    assert bob.value("quote", "q", "deleted") is True
    edit = next(o for o in history.log(bob.ws) if o.label == "Edit quote")
    history._apply(bob.ws, edit.id, edit.label, back=True, force=True)
    assert bob.value("quote", "q", "words") == "mutual assistance"
    exchange(ann, bob)
    assert ann.records() == bob.records()
    assert conflicts.count(ann.ws) == conflicts.count(bob.ws) == 1
