"""One list of all notes: which threads it holds, in which order, and what it tells of each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from briefing.domain.annotation import Annotation
from briefing.services import annotating, note_list
from briefing.services.note_list import NOBODY, NoteFilter, facets, note_cards, note_ids
from briefing.services.sample import sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", "pyongyang-2024")
HERE = NoteFilter(briefing_id=BRIEFING)
QUOTE = ("quote", sample_id("quote", "mutual-assistance"))
CLAIM = ("claim", sample_id("claim", "containers"))


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


def _note(ws, body, target=QUOTE, **over):
    return annotating.add_note(ws, *target, BRIEFING, body, **over)


def _at(ws, note_id, created):
    with ws.write("Set clock") as unit:
        unit.change("annotation", note_id, created=created)


def test_a_thread_is_one_row_and_the_count_beside_the_tab_agrees(ws):
    before = note_list.count_notes(ws, BRIEFING)
    first = _note(ws, "Who?")
    annotating.reply(ws, first, "He.")
    annotating.reply(ws, first, "She.")
    assert note_list.count_notes(ws, BRIEFING) == before + 1 == len(note_ids(ws, HERE))
    (card,) = note_cards(ws, [first])
    assert (card.words, card.replies, card.deleted) == ("Who?", 2, False)


def test_the_newest_word_in_a_thread_counts_for_its_order(ws):
    old, new = _note(ws, "old"), _note(ws, "new")
    _at(ws, old, "2031-01-01T00:00:00+00:00")
    _at(ws, new, "2031-01-02T00:00:00+00:00")
    assert note_ids(ws, HERE)[:2] == [new, old]
    reply = annotating.reply(ws, old, "again")
    _at(ws, reply, "2031-01-03T00:00:00+00:00")
    assert note_ids(ws, HERE)[:2] == [old, new]
    assert note_cards(ws, [old])[0].when == "3 Jan 2031"


def test_by_place_follows_the_tabs_and_the_order_within(ws):
    claims = sorted(_rows(ws, "claim"), key=lambda c: c.position)[:2]
    late = _note(ws, "b", ("claim", claims[1].id))
    early = _note(ws, "a", ("claim", claims[0].id))
    section = _note(ws, "s", ("section", _rows(ws, "section")[0].id))
    listed = [i for i in note_ids(ws, HERE, "place") if i in {late, early, section}]
    assert listed == [section, early, late]


def _rows(ws, kind):
    from briefing.domain.records import KINDS
    from briefing.store.records import find

    with ws.read() as connection:
        return find(connection, KINDS[kind], briefing_id=BRIEFING)


def test_every_filter_narrows_and_its_facet_counts_what_it_shows(ws):
    one = _note(ws, "shells", CLAIM, motivation="questioning", private=False, tags=["arms", "ammo"])
    two = _note(ws, "words")
    annotating.assign_to_colleague(ws, one, "Ana")
    annotating.resolve_note(ws, two)
    colleague = open_workspace(ws.path, OTHER)
    annotating.reply(colleague, two, "Mine")
    colleague.close()
    for by in ("state", "motivation", "author_id", "assigned", "tag", "privacy", "entry_kind"):
        found = facets(ws, by, HERE)
        assert len(found) > 1, by
        for facet in found:
            wanted = replace(HERE, **{by: facet.key})
            assert len(note_ids(ws, wanted)) == facet.count, (by, facet)
            # A field's own value does not hide its other values.
            assert facets(ws, by, wanted) == found
    ana = next(p.id for p in annotating.people(ws) if p.name == "Ana")
    assert note_ids(ws, replace(HERE, assigned=ana)) == [one]
    assert one not in note_ids(ws, replace(HERE, assigned=NOBODY))
    assert note_ids(ws, replace(HERE, author_id=OTHER.person_id)) == [two]
    assert note_ids(ws, replace(HERE, state="resolved")) == [two]
    assert note_ids(ws, replace(HERE, tag="ammo")) == [one]
    assert {f.key: f.text for f in facets(ws, "assigned", HERE)}[ana] == "Ana"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hoché", True),
        ("HOCHE", True),
        ("nodd", True),
        ("nodded hoche", True),
        ("nodded absent", False),
        ("핵무기", True),
        ("Россия", True),
        ("treaties", True),
        ('"(', False),
        ("note", False),
    ],
)
def test_words_are_found_in_notes_their_replies_and_tags(ws, words, found):
    first = _note(ws, "He nodded", tags=["treaties"])
    annotating.reply(ws, first, "Il a hoché, россия 핵무기")
    assert (first in note_ids(ws, replace(HERE, words=words))) is found


def test_words_of_deleted_replies_are_not_found(ws):
    first = _note(ws, "He nodded")
    reply = annotating.reply(ws, first, "kremlinology")
    annotating.delete_note(ws, reply)
    assert note_ids(ws, replace(HERE, words="kremlinology")) == []


def test_a_deleted_first_note_is_listed_while_it_has_replies(ws):
    alone, first = _note(ws, "alone"), _note(ws, "secret words")
    reply = annotating.reply(ws, first, "stays")
    annotating.delete_note(ws, alone)
    annotating.delete_note(ws, first)
    ids = note_ids(ws, HERE)
    assert first in ids
    assert alone not in ids
    (card,) = note_cards(ws, [first])
    assert (card.deleted, card.words) == (True, "")
    annotating.delete_note(ws, reply)
    assert first not in note_ids(ws, HERE)


def test_a_reply_to_a_note_that_is_not_here_is_listed(ws):
    reply = annotating.reply(ws, _note(ws, "first"), "second")
    with ws.write("Receive") as unit:
        unit.change("annotation", reply, replies_to="00000000-0000-7000-8000-000000000001")
    assert reply in note_ids(ws, HERE)


def test_a_highlight_is_a_note_only_with_words(ws):
    plain = _note(ws, "", motivation="highlighting")
    worded = _note(ws, "striking", motivation="highlighting")
    assert plain not in note_ids(ws, HERE)
    assert worded in note_ids(ws, HERE)


def test_notes_of_other_briefings_are_listed_only_in_all(ws):
    elsewhere = annotating.add_note(ws, *QUOTE, None, "of no briefing")
    assert elsewhere not in note_ids(ws, HERE)
    assert elsewhere in note_ids(ws, NoteFilter())


def test_a_card_tells_whose_turn_it_is_and_what_it_is_on(ws):
    first = _note(ws, "**Bold** claim", private=False, tags=["a", "b"])
    annotating.assign_to_colleague(ws, first, "Ana")
    annotating.resolve_note(ws, first)
    ws.rename_person("Maria")
    (card,) = note_cards(ws, [first])
    assert card.words == "Bold claim"
    assert (card.author, card.assigned_to, card.resolved_by) == ("Maria", "Ana", "Maria")
    assert card.entry.startswith("Kim Jong Un: ") or ": " in card.entry
    assert (set(card.tags), card.private, card.resolved) == ({"a", "b"}, False, True)
    assert card.briefing


def test_a_page_is_one_query_however_many_rows(ws):
    ids = [_note(ws, f"note {n}") for n in range(12)]
    seen: list[str] = []

    def heard(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    with ws.read() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        cards = note_cards(ws, ids)
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    assert [c.id for c in cards] == ids
    assert len(seen) == 1


def test_ten_thousand_notes_are_listed_and_narrowed(ws):
    made = [
        Annotation(
            id=new_id(),
            target_kind="quote",
            target_id=QUOTE[1],
            briefing_id=BRIEFING,
            body=f"word{n % 7} body",
            created="2024-01-01T00:00:00+00:00",
        )
        for n in range(10_000)
    ]
    with ws.write("Many") as unit:
        unit.add_all(made)
    assert len(note_ids(ws, HERE)) == 10_000 + 2
    assert len(note_ids(ws, replace(HERE, words="word3"))) == 1429
    assert len(note_ids(ws, HERE, "place")) == 10_002
