"""What was final on one laptop when others' changes come to it: said before, and kept as it was released."""

from __future__ import annotations

import pytest

from briefing.services import annotating, finishing, history, releasing, standing
from briefing.store.records import get


@pytest.fixture
def bob(ann, bob):
    bob.merge(ann.pack())
    return bob


def as_released(one):
    """The quote of the briefing as the newest final version has it."""
    (last, *_) = releasing.versions_of(one.ws, "b").final
    with standing.past(one.ws, last.clock) as past, past.read() as connection:
        return get(connection, "quote", "q").words


def test_what_is_merged_later_does_not_change_what_was_released(ann, bob):
    bob.edit("quote", "q", words="written before, merged after")
    finishing.set_status(ann.ws, "b", "final")
    ann.merge(bob.pack())
    assert ann.value("quote", "q", "words") == "written before, merged after"
    assert as_released(ann) == "mutual assistance"


def test_what_was_merged_before_is_in_what_was_released(ann, bob):
    bob.edit("quote", "q", words="from Bob")
    ann.merge(bob.pack())
    finishing.set_status(ann.ws, "b", "final")
    assert as_released(ann) == "from Bob"
    for _ in range(2):
        history.undo(ann.ws)
    assert ann.value("quote", "q", "words") == "mutual assistance"
    for _ in range(2):
        history.redo(ann.ws)
    assert as_released(ann) == "from Bob"


def test_what_an_undone_merge_had_brought_is_not_in_what_was_released(ann, bob):
    bob.edit("quote", "q", words="from Bob")
    bob.edit("section", "s", body="Three.")
    path = bob.pack()
    ann.merge(path)
    history.undo(ann.ws)
    # Rows of the journal are counted on from where the merge had begun.
    finishing.set_status(ann.ws, "b", "final")
    assert as_released(ann) == "mutual assistance"
    ann.merge(path)
    assert ann.value("quote", "q", "words") == "from Bob"
    assert as_released(ann) == "mutual assistance"


def test_that_a_pack_changes_what_is_final_is_said_before(ann, bob):
    bob.edit("quote", "q", words="another word")
    finishing.set_status(ann.ws, "b", "final")
    path = bob.pack()
    (said,) = ann.preview(path).final
    assert said.startswith("“A treaty” is final here (version 1) and would be changed")
    # Notes stand beside it, and what became a draft again may be changed.
    finishing.set_status(ann.ws, "b", "draft")
    assert ann.preview(path).final == ()
    ann.merge(path)
    bob.merge(ann.pack())
    finishing.set_status(ann.ws, "b", "final")
    annotating.add_note(bob.ws, "quote", "q", "b", "A question.", private=False)
    assert ann.preview(bob.pack()).final == ()


def test_a_version_that_became_final_on_two_laptops_is_told(ann, bob):
    finishing.set_status(ann.ws, "b", "final", "Ann's words.")
    finishing.set_status(bob.ws, "b", "final", "Bob's words.")
    path = bob.pack()
    (said,) = ann.preview(path).final
    assert said.startswith("Version 1 of “A treaty” became final on two laptops")
    ann.merge(path)
    assert len(releasing.versions_of(ann.ws, "b").final) == 2
