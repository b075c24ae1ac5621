"""Quotes held against all documents of a library."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.services import editing, importing, verifying
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.verifying import Outcome, Piece
from briefing.services.workspace import open_workspace

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", Author("person", "device"))
    yield opened
    opened.close()


def verdict(ws, words, quote=QUOTE, **fields):
    editing.change_fields(ws, "quote", quote, words=words, **fields)
    (found,) = verifying.verify_quotes(ws, [quote])
    return found


def test_every_quote_of_the_sample_is_found_at_its_passage(ws):
    found = verifying.verify_quotes(ws, verifying.quotes_of(ws, BRIEFING))
    assert len(found) == 11
    assert {one.outcome for one in found} == {Outcome.FOUND}
    assert all(one.passage_id for one in found)
    assert all(one.source == "Digest prepared for this sample" for one in found)


def test_a_word_said_twice_is_found_where_the_passage_is(ws):
    from briefing.domain.source import Passage
    from briefing.store.records import get

    absurd = sample_id("quote", "absurd")
    (found,) = verifying.verify_quotes(ws, [absurd])
    with ws.read() as connection:
        passage = get(connection, "passage", found.passage_id)
    assert isinstance(passage, Passage)
    assert (found.start, found.end) == (passage.start, passage.end)


def test_found_in_another_source(ws):
    done = importing.import_text(ws, "Seoul said “we will not stand by”, and left.", name="n.txt")
    found = verdict(ws, "We will not stand by")
    assert (found.outcome, found.document_id) == (Outcome.ELSEWHERE, done.document_id)
    assert found.passage_id == ""
    assert found.differences == ("the first letter is in the other case",)


def test_altered_is_shown_word_by_word_and_own_document_goes_first(ws):
    importing.import_text(
        ws,
        "A text for mutual assistance in the case of aggression against one of us.",
        name="n.txt",
    )
    found = verdict(ws, "for mutual help in the event of aggression against one of the parties")
    assert found.outcome is Outcome.ALTERED
    assert found.source == "Digest prepared for this sample"
    assert (Piece.ADDED, "help") in found.pieces
    assert (Piece.LEFT_OUT, "assistance") in found.pieces


def test_altered_in_another_source_when_its_own_has_nothing(ws):
    done = importing.import_text(
        ws, "The minister spoke. Grain exports through the strait resume on Monday.", name="n.txt"
    )
    found = verdict(ws, "Grain exports through the canal resume on Monday")
    assert (found.outcome, found.document_id) == (Outcome.ALTERED, done.document_id)


def test_not_found(ws):
    found = verdict(ws, "We come in peace for all of you")
    assert (found.outcome, found.document_id, found.retold) == (Outcome.NOT_FOUND, "", False)
    assert verdict(ws, "that all would be well", quote_kind="indirect").retold


def test_words_in_the_original_language_count(ws):
    importing.import_text(ws, "Он сказал: «мы не отступим».", name="n.txt")
    found = verdict(ws, "we shall not retreat", original_words="мы не отступим")
    assert found.outcome is Outcome.ELSEWHERE


def test_a_quote_that_is_gone_is_left_out_and_stopping_is_obeyed(ws):
    editing.delete_entry(ws, "quote", QUOTE)
    assert verifying.verify_quotes(ws, [QUOTE, "nope"]) == []

    class Stop(Exception):  # noqa: N818
        pass

    def report(done, total, what):
        raise Stop

    with pytest.raises(Stop):
        verifying.verify_quotes(ws, verifying.quotes_of(ws, BRIEFING), report)


def test_the_likest_of_many_documents_is_told_whatever_their_order(ws):
    words = "Grain exports through the canal resume on Monday at the earliest"
    texts = [
        "Grain exports through the strait may resume on a Friday or at the latest in May.",
        "Grain exports through the strait resume on Monday at the earliest.",
        "Grain exports through it resume on Monday at noon, the earliest hour.",
    ]
    done = [importing.import_text(ws, t, name=f"{n}.txt") for n, t in enumerate(texts)]
    found = verdict(ws, words)
    assert found.document_id == done[1].document_id
    assert [p for p in found.pieces if p[0] is not Piece.SAME] == [
        (Piece.LEFT_OUT, "strait"),
        (Piece.ADDED, "canal"),
    ]
