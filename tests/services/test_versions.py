"""A changed article is a second document of its source, and passages move into it when accepted."""

from __future__ import annotations

import pytest

from briefing.domain.annotation import Annotation
from briefing.domain.claim import Claim
from briefing.domain.source import AnchorState, Document, Passage, PassageLink
from briefing.errors import UserError
from briefing.services import annotating, capturing, editing, history, importing, versions
from briefing.services.anchoring import Span
from briefing.services.source_view import source_card
from briefing.store.records import find, get
from tests.builders import empty_workspace

PAGE = """<html><head><title>Trains</title><link rel="canonical" href="https://paper.example/trains">
</head><body><article><h1>Trains</h1>{body}</article></body></html>"""
FIRST = (
    "<p>Officials say that 6,700 containers of shells went by rail 🚂 since the summer of last year.</p>"
    "<p>The envoy spoke of roads that meet at the river. Nobody asked him about grain.</p>"
    "<p>The minister was silent on all that the envoy had said in the morning.</p>"
)
SECOND = (
    "<p>Update: the ministry has answered.</p>"
    "<p>Officials say that 6,900 containers of shells went by rail 🚂 since the summer of last year.</p>"
    "<p>The envoy spoke of roads that meet at the river. Nobody asked him about grain.</p>"
)


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    yield made
    made.close()


def _page(folder, body, name="trains.html", page=PAGE):
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(page.format(body=body), encoding="utf-8")
    return file


def _all(ws, kind, **where):
    with ws.read() as connection:
        return list(find(connection, kind, **where))


@pytest.fixture
def changed(ws, tmp_path):
    """Three claims on passages of the first version, one of them with a note, then the second."""
    first = importing.import_file(ws, _page(tmp_path / "a", FIRST))
    text = source_card(ws, first.source_id).text
    words = {
        "river": "roads that meet at the river",
        "rail": "6,700 containers of shells went by rail 🚂 since the summer of last year",
        "silent": "The minister was silent on all that the envoy had said in the morning",
    }
    editing.add_records(ws, "claims", [Claim(id=one, proposition=one) for one in words])
    passages = {}
    for one, exact in words.items():
        start = text.index(exact)
        span = Span(first.document_id, start, start + len(exact))
        passages[one] = capturing.add_words(ws, "claim", one, span)
    annotating.add_note(ws, "passage", passages["river"], None, "Which river?")
    second = importing.import_file(ws, _page(tmp_path / "b", SECOND))
    return first, second, passages


def test_the_same_address_makes_a_second_document_of_the_source(ws, changed):
    first, second, _passages = changed
    assert second.source_id == first.source_id
    assert second.supersedes == first.document_id
    assert second.document_id != first.document_id
    # The newest version is what is shown, and each of them can be.
    assert source_card(ws, first.source_id).document_id == second.document_id
    assert source_card(ws, first.source_id, first.document_id).document_id == first.document_id
    ids = [one.document_id for one in versions.versions_of(ws, second.document_id)]
    assert ids == [first.document_id, second.document_id]
    assert history.steps(ws).undo_label.startswith("Import new version")


def test_places_are_proposed_and_nothing_is_taken_silently(ws, changed):
    first, second, passages = changed
    found = {one.passage_id: one for one in versions.places(ws, first.source_id)}
    states = {name: found[one].proposal.state for name, one in passages.items()}
    assert states == {
        "river": AnchorState.MOVED,
        "rail": AnchorState.UNCERTAIN,
        "silent": AnchorState.ORPHANED,
    }
    text = source_card(ws, first.source_id).text
    rail = found[passages["rail"]].proposal
    assert text[rail.start : rail.end].startswith("6,900 containers")
    assert found[passages["rail"]].rests == ("claim: rail",)
    assert versions.waiting(ws, first.source_id) == versions.Waiting(3, 0)
    assert not _all(ws, Passage, document_id=second.document_id)


def _place(one):
    return versions.Place(one.passage_id, one.newest_id, one.proposal.start, one.proposal.end)


def test_accepting_moves_what_rests_there_in_one_step(ws, changed):
    first, second, passages = changed
    found = {one.passage_id: one for one in versions.places(ws, first.source_id)}
    (new,) = versions.accept(ws, [_place(found[passages["river"]])])
    with ws.read() as connection:
        passage = get(connection, "passage", new)
    assert (passage.document_id, passage.exact) == (
        second.document_id,
        "roads that meet at the river",
    )
    assert (passage.state, passage.moved_from) == ("moved", passages["river"])
    (link,) = _all(ws, PassageLink, entry_id="river")
    assert link.passage_id == new
    (note,) = _all(ws, Annotation, target_kind="passage")
    assert note.target_id == new
    assert versions.waiting(ws, first.source_id).open == 2
    history.undo(ws)
    assert versions.waiting(ws, first.source_id).open == 3
    (link,) = _all(ws, PassageLink, entry_id="river")
    assert link.passage_id == passages["river"]


def test_several_are_accepted_as_one_step(ws, changed):
    first, _second, passages = changed
    found = versions.places(ws, first.source_id)
    versions.accept(ws, [_place(one) for one in found if one.proposal.places])
    assert versions.waiting(ws, first.source_id).open == 1
    states = {p.moved_from: p.state for p in _all(ws, Passage) if p.moved_from}
    assert states == {passages["river"]: "moved", passages["rail"]: "uncertain"}
    history.undo(ws)
    assert versions.waiting(ws, first.source_id).open == 3


def test_one_without_a_place_is_kept_and_still_listed(ws, changed):
    first, _second, passages = changed
    versions.keep_without_place(ws, passages["silent"])
    assert versions.waiting(ws, first.source_id) == versions.Waiting(2, 1)
    one = next(m for m in versions.places(ws, first.source_id) if m.kept)
    assert one.passage_id == passages["silent"]
    history.undo(ws)
    assert versions.waiting(ws, first.source_id).kept == 0


def test_a_place_is_chosen_by_hand(ws, changed):
    first, _second, passages = changed
    text = source_card(ws, first.source_id).text
    at = text.index("the ministry has answered")
    one = next(
        m for m in versions.places(ws, first.source_id) if m.passage_id == passages["silent"]
    )
    mine = versions.by_hand(ws, one, at, at + 25)
    assert mine.proposal.state is AnchorState.UNCERTAIN
    (new,) = versions.accept(ws, [_place(mine)])
    with ws.read() as connection:
        assert get(connection, "passage", new).exact == "the ministry has answered"
    with pytest.raises(UserError, match="outside"):
        versions.by_hand(ws, one, 5, len(text) + 5)


def test_an_entry_that_rests_on_the_new_place_already_does_so_once(ws, changed):
    first, second, passages = changed
    text = source_card(ws, first.source_id).text
    at = text.index("roads that meet at the river")
    there = capturing.add_words(ws, "claim", "river", Span(second.document_id, at, at + 28))
    found = {one.passage_id: one for one in versions.places(ws, first.source_id)}
    (new,) = versions.accept(ws, [_place(found[passages["river"]])])
    assert new == there
    assert [link.passage_id for link in _all(ws, PassageLink, entry_id="river")] == [there]


def test_a_third_version_takes_what_was_left_behind_twice(ws, changed, tmp_path):
    first, second, passages = changed
    found = {one.passage_id: one for one in versions.places(ws, first.source_id)}
    versions.accept(ws, [_place(found[passages["river"]])])
    third = importing.import_file(ws, _page(tmp_path / "c", FIRST + "<p>Corrected.</p>"))
    assert third.supersedes == second.document_id
    again = versions.places(ws, first.source_id)
    assert {one.document_id for one in again} == {first.document_id, second.document_id}
    assert all(one.is_sure for one in again)
    assert len(again) == 3


@pytest.mark.parametrize(
    ("name", "title", "same"),
    [("trains.html", "Trains", True), ("other.html", "Trains", False), ("trains.html", "X", False)],
)
def test_without_an_address_file_name_and_title_tell(ws, tmp_path, name, title, same):
    page = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
    first = importing.import_file(
        ws, _page(tmp_path / "a", FIRST, page=page.replace("{title}", "Trains"))
    )
    second = importing.import_file(
        ws, _page(tmp_path / "b", SECOND, name=name, page=page.replace("{title}", title))
    )
    assert (second.source_id == first.source_id) is same
    assert bool(second.supersedes) is same


def test_a_text_with_no_title_is_no_version_by_its_name(ws):
    first = importing.import_text(ws, "One text.")
    second = importing.import_text(ws, "Another text.")
    assert first.source_id != second.source_id


def test_a_person_says_what_is_a_newer_version(ws, tmp_path):
    first = importing.import_text(ws, "One text of some length.")
    other = importing.import_text(ws, "One longer text of some length.")
    capturing.toggle_highlight(ws, None, Span(first.document_id, 4, 8))
    versions.make_version_of(ws, other.document_id, first.source_id)
    with ws.read() as connection:
        moved = get(connection, "document", other.document_id)
        left = get(connection, "source", other.source_id)
    assert (moved.source_id, moved.supersedes) == (first.source_id, first.document_id)
    assert left.deleted
    assert versions.waiting(ws, first.source_id).open == 1
    with pytest.raises(UserError, match="already"):
        versions.make_version_of(ws, other.document_id, first.source_id)
    history.undo(ws)
    assert len(_all(ws, Document, source_id=other.source_id)) == 1
    assert versions.count_versions(ws, first.source_id) == 1

    file = tmp_path / "next.txt"
    file.write_text("A wholly other text.", encoding="utf-8")
    third = importing.import_file(ws, file, version_of=first.source_id)
    assert (third.source_id, third.supersedes) == (first.source_id, first.document_id)
