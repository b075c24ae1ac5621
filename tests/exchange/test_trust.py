"""Who signed a pack is told from keys alone: what the pack itself says of it proves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.domain.changes import ChangeSet, FieldChange, Sent
from briefing.exchange import packfile, signature
from briefing.exchange.pack import content_of
from briefing.services import merging, trusting
from briefing.ui.dialogs import pack_words
from tests.builders import ME


@pytest.fixture
def stranger(tmp_path):
    return signature.own_key(tmp_path / "stranger")


def trust_words(shown):
    return pack_words.trust_words(shown.sender, shown.trust, shown.known_as)


def forged(one, key, *changes, device="m1", **over):
    """A pack signed with a key, with one change set of these changes."""
    step = ChangeSet("forged", "Edit", "edit", "mallory", device, 900, 1 << 60, "forged", None)
    pack = replace(
        merging.open_pack(one.pack()).pack, sets=(Sent(step, changes),), accounts={}, **over
    )
    path = one.folder / "forged.briefpack"
    path.write_bytes(packfile.seal(content_of(pack), key))
    return path


def test_a_pack_that_puts_its_key_into_your_record_does_not_pass_for_yours(ann, stranger):
    key = FieldChange("person", ME.person_id, "public_key", None, stranger.public, None)
    path = forged(ann, stranger, key, person_id=ME.person_id)
    assert ann.preview(path).trust == "new"
    ann.merge(path)
    assert ann.value("person", ME.person_id, "public_key") == stranger.public
    assert ann.preview(path).trust == "new"
    assert ann.preview(ann.pack()).trust == "own"


def test_a_trusted_key_is_told_by_the_name_under_which_it_is_trusted(ann, bob):
    ann.ws.rename_person("Ann")
    trusting.trust(bob.ws, merging.open_pack(ann.pack()))
    assert trust_words(bob.preview(ann.pack())) == "Signed by Ann, whose key is trusted here."
    ann.ws.rename_person("The chief")
    shown = bob.preview(ann.pack())
    assert (shown.trust, shown.sender, shown.known_as) == ("known", "The chief", "Ann")
    assert "that of Ann; in the pack the name is The chief" in trust_words(shown)


def test_a_trusted_key_in_the_name_of_somebody_else_is_warned_of(ann, bob):
    ann.ws.rename_person("Ann")
    trusting.trust(bob.ws, merging.open_pack(ann.pack()))
    title = FieldChange("briefing", "b", "title", None, "Another title", None)
    shown = bob.preview(forged(ann, ann.key, title, person_id="carol", name="Carol"))
    assert (shown.trust, shown.known_as) == ("other", "Ann")
    assert "Signed as Carol, but with the key that is trusted here as that of Ann" in trust_words(
        shown
    )


def test_changes_that_only_the_pack_says_are_this_laptops_are_told(ann, bob, stranger):
    bob.merge(ann.pack())
    title = FieldChange("briefing", "b", "title", None, "Another title", None)
    (said,) = ann.preview(forged(ann, stranger, title, device=ME.device_id)).claimed
    assert said.startswith("1 change in it is said to be from this laptop, and is not here.")
    # What came back is here, or was set aside here.
    assert ann.preview(bob.pack()).claimed == ()
    assert ann.preview(forged(ann, stranger, title)).claimed == ()
