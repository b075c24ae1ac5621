"""What an entry rests on, with the words around, counted against the briefing's sources."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.services import annotating
from briefing.services.evidence_view import MOST, entry_title, evidence
from briefing.services.importing import import_text
from briefing.services.note_threads import notes_on
from briefing.services.sample import sample_id
from briefing.services.surroundings import AROUND
from briefing.services.workspace import open_workspace

BRIEFING = sample_id("briefing", "pyongyang-2024")


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "library.briefing", Author("someone", "laptop"))
    yield made
    made.close()


def _of(ws, kind, key):
    return evidence(ws, kind, sample_id(kind, key), BRIEFING)


def test_a_quote_names_its_source_who_reported_it_and_the_words_around(ws):
    view = _of(ws, "quote", "mutual-assistance")
    assert view.heading == "Sources for this statement"
    assert view.counted == f"{len(view.cards)} of 9"
    card = view.cards[0]
    assert card.title == "Talks in Pyongyang, statements of both leaders"
    assert card.issued == "19 Jun 2024"
    assert card.reported_by == "Digest prepared for this sample"
    words = card.passages[0]
    assert "mutual assistance" in words.exact
    assert words.before.startswith("… ")
    assert words.after.endswith(" …")
    assert 0 < len(words.before) <= AROUND + 2
    assert 0 < len(words.after) <= AROUND + 2


def test_a_relation_is_headed_by_its_ends_and_says_who_denies(ws):
    view = _of(ws, "relation", "arms-transfer")
    assert view.heading == "North Korea — Russia"
    assert view.title.startswith("Arms transfer · claimed")
    roles = {p.role for card in view.cards for p in card.passages}
    assert roles == {"asserts", "denies"}
    assert len(view.cards) == 4


def test_a_claim_carries_the_credibility_of_what_it_says(ws):
    view = _of(ws, "claim", "containers")
    assert all(len(card.grade) == 2 for card in view.cards)


def test_a_judgment_also_shows_what_its_basis_rests_on(ws):
    view = _of(ws, "judgment", "wider-cooperation")
    through = [p.through for card in view.cards for p in card.passages]
    assert "" in through
    assert any(words.startswith("Quote: ") for words in through)
    assert any(words.startswith("Relation: ") for words in through)


def test_a_source_and_a_passage_show_themselves(ws):
    source = _of(ws, "source", "digest")
    assert source.cards[0].id == sample_id("source", "digest")
    assert sum(len(c.passages) for c in source.cards) == MOST
    assert source.more > 0
    first = source.cards[0].passages[0]
    passage = evidence(ws, "passage", first.id, BRIEFING)
    assert [p.exact for c in passage.cards for p in c.passages] == [first.exact]


def test_an_article_just_imported_shows_itself_by_its_files_name(ws):
    done = import_text(ws, "Words of a letter.", name="letter.txt", briefing_id=BRIEFING)
    for kind, record_id in (("document", done.document_id), ("source", done.source_id)):
        view = evidence(ws, kind, record_id, BRIEFING)
        assert view.title == "letter.txt"
        assert [(c.id, c.title) for c in view.cards] == [(done.source_id, "letter.txt")]
        assert view.heading == _of(ws, "source", "digest").heading


def test_an_actor_shows_what_its_names_offices_and_quotes_rest_on(ws):
    view = _of(ws, "actor", "putin")
    through = {p.through.partition(":")[0] for card in view.cards for p in card.passages}
    assert "Quote" in through


def test_an_unknown_entry_rests_on_nothing(ws):
    view = evidence(ws, "quote", "nowhere", BRIEFING)
    assert view.cards == ()
    assert entry_title(ws, "nonsense", "nowhere") == ""


def test_notes_come_with_author_state_and_tags(ws):
    quote = sample_id("quote", "mutual-assistance")
    note = annotating.add_note(ws, "quote", quote, BRIEFING, "Look again", tags=["later"])
    annotating.resolve_note(ws, note)
    shipped, mine = notes_on(ws, "quote", quote)
    assert (shipped.author, shipped.motivation) == ("Sample author", "questioning")
    assert (mine.body, mine.resolved, mine.private, mine.tags) == (
        "Look again",
        True,
        True,
        ("later",),
    )
