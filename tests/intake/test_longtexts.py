"""Texts longer than any article: piece by piece, each proposal at its place, bounded in number."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from briefing.intake import longtexts
from briefing.intake.extract import extract
from tests.extraction import scores
from tests.intake.test_extract import DAY, TEXTS, holds_together

ARTICLES = [one["text"] for one in scores.load()]


@pytest.fixture
def in_pieces(monkeypatch):
    def of(size, most=10_000):
        monkeypatch.setattr(longtexts, "PIECE", size)
        monkeypatch.setattr(longtexts, "MOST_PROPOSALS", most)

    return of


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_pieces_holds_together(in_pieces, text):
    in_pieces(40)
    draft = extract(text, published=DAY)
    assert draft.sha256 == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    holds_together(draft, text)


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_pieces_are_all_of_the_text(in_pieces, text):
    in_pieces(16)
    spans = list(longtexts.pieces(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= 16 for start, end in spans)


def test_articles_one_after_another_give_what_they_give_alone(monkeypatch):
    parts = [f"{one}\n\n" for one in ARTICLES]
    starts = [sum(map(len, parts[:number])) for number in range(len(parts) + 1)]
    alone = [quote.text for one in parts for quote in extract(one).quotes]
    monkeypatch.setattr(longtexts, "PIECE", 1)
    monkeypatch.setattr(longtexts, "pieces", lambda _text: pairwise(starts))
    text = "".join(parts)
    draft = extract(text)
    holds_together(draft, text)
    assert [one.text for one in draft.quotes] == alone
    names = [(one.kind, one.name) for one in draft.actors]
    assert len(names) == len(set(names))
    (russia,) = (one for one in draft.actors if one.iso3166 == "RU")
    told_in = {bisect_right(starts, start) for start, _ in russia.mentions}
    assert len(told_in) > 3


def test_an_article_is_one_piece_and_wholly_read():
    draft = extract(ARTICLES[0])
    assert draft.unread_from is None
    assert "unread_from" not in scores.plain(draft)["document"]


def test_reading_ends_where_more_is_proposed_than_anybody_looks_through(in_pieces):
    text = "“We stay,” Ada Lind said.\n\n" * 100
    in_pieces(500, most=20)
    draft = extract(text)
    assert draft.unread_from is not None
    assert 0 < draft.unread_from < len(text)
    assert 20 <= len(draft.quotes) + len(draft.actors) <= 60
    assert all(one.end <= draft.unread_from for one in draft.quotes)
    assert scores.plain(draft)["document"]["unread_from"] == draft.unread_from


def test_somebody_named_in_two_pieces_is_one_actor_with_all_offices(in_pieces):
    text = (
        "President Ivo Marek of Chad spoke." + " It rained." * 30 + "\n\n"
        "Ivo Marek, president from 2010 to 2014, left Chad. Iran shipped drones to Russia.\n\n"
        + "It rained. " * 30
        + "\n\nGeneral Ivo Marek came. Iran shipped drones to Russia."
    )
    in_pieces(400)
    draft = extract(text)
    holds_together(draft, text)
    (marek,) = (one for one in draft.actors if one.name == "Ivo Marek")
    assert len(marek.mentions) == 3
    assert [held.title for held in marek.offices] == ["President", "General"]
    assert len(draft.relations) == 1
    assert len(draft.relations[0].passages) == 2
