"""Search finds what a person means: in any script, by alias, without diacritics, by two letters."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.domain.records import KINDS
from briefing.services import annotating
from briefing.services.workspace import open_workspace
from briefing.store.search import CLOSE, OPEN, rebuild, search


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    opened = open_workspace(
        tmp_path_factory.mktemp("library") / "sample.briefings", Author("p", "d")
    )
    yield opened
    opened.close()


def _find(workspace, words, **filters):
    with workspace.read() as connection:
        return search(connection, words, **filters)


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("Путин", "actor", "Vladimir Putin"),
        ("김정은", "actor", "Kim Jong Un"),
        ("정은", "actor", "Kim Jong Un"),
        ("朝鲜", "actor", "North Korea"),
        ("DPRK", "actor", "North Korea"),
        ("kp", "actor", "North Korea"),
        ("pu", "actor", "Vladimir Putin"),
        ("KIM HONG‑KYUN", "actor", "Kim Hong-kyun"),
        ("campbell", "actor", "Kurt Campbell"),
        ("6,700 containers", "claim", ""),
        ("hegemon", "quote", "Vladimir Putin"),
        ("absurd", "quote", "Russia, North Korea"),
    ],
)
def test_finds(sample, words, kind, title):
    hits = _find(sample, words)
    assert any(h.kind == kind and (not title or h.title == title) for h in hits), hits


def test_quotes_of_a_speaker_are_found_by_a_name_in_another_script(sample):
    hits = _find(sample, "Путин", kinds=["quote"])
    assert {h.title for h in hits} == {"Vladimir Putin"}
    assert len(hits) == 6


def test_quotes_found_by_their_speaker_show_what_was_said(sample):
    for words in ("kim jong", "ki"):
        quotes = [hit for hit in _find(sample, words) if hit.kind == "quote"]
        said = {hit.snippet for hit in quotes}
        assert len(said) == len(quotes) >= 3
        assert any("unconditionally support" in one for one in said)


def test_the_words_found_are_marked_in_the_snippet(sample):
    hit = next(h for h in _find(sample, "unconditionally") if h.kind == "quote")
    assert f"{OPEN}unconditionally{CLOSE}" in hit.snippet


def test_filters_by_kind_and_by_date(sample):
    assert {h.kind for h in _find(sample, "Korea", kinds=["event", "claim"])} <= {"event", "claim"}
    from briefing.domain.dates import parse

    span = parse("1950/1953")
    hits = _find(sample, "korea", kinds=["event"], earliest=span.earliest, latest=span.latest)
    assert [h.title for h in hits if "War" in h.title]
    assert not [h for h in hits if "telephone" in h.title.lower()]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "AND",
        "NOT *",
        "a OR",
        "(",
        "title:",
        "-",
        "^",
        "'; DROP TABLE",
        "\x00",
        "😀",
        "*" * 900,
    ],
)
def test_whatever_is_typed_is_searched_and_never_an_error(sample, words):
    assert isinstance(_find(sample, words), list)


def test_notes_are_found_as_soon_as_they_are_saved(sample):
    note = annotating.add_note(sample, "briefing", "x", None, "a marginal ptarmigan")
    assert [h.id for h in _find(sample, "ptarmigan")] == [note]
    annotating.delete_note(sample, note)
    assert _find(sample, "ptarmigan") == []


def test_an_index_made_anew_finds_the_same(sample):
    before = [(h.kind, h.id) for h in _find(sample, "korea", limit=500)]
    with sample.library.aside() as connection:
        rebuild(connection)
    after = [(h.kind, h.id) for h in _find(sample, "korea", limit=500)]
    assert sorted(before) == sorted(after)


@pytest.mark.parametrize("words", ["con", "kim put", "mil", "xyz"])
def test_three_letters_go_another_way_to_the_same_results(sample, words):
    short = _find(sample, words)
    assert short == _find(sample, words, kinds=list(KINDS))
    if words == "mil":
        assert any(f"{OPEN}military{CLOSE}" in hit.snippet for hit in short)
