"""Sources as CSL-JSON, RIS and BibTeX: valid, read by other programs, and back without loss."""

# long because: three formats of references hold the same promises.

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.domain import csl
from briefing.domain.briefing import Briefing
from briefing.domain.codes import CSL_TYPES
from briefing.domain.markings import Marking
from briefing.domain.source import Source, SourceAuthor
from briefing.export.bibtex import bibtex
from briefing.export.citations import cite, csl_item
from briefing.export.csl_json import csl_date, csl_json, public_extra
from briefing.export.excerpt import Excerpt
from briefing.export.ris import ris
from briefing.intake import references

HOSTILE = [
    r"100% & $5 #1 a_b ~ ^ \ { } } {{ @misc{x, title={y}} \input{/etc/passwd}",
    "TY  - JOUR\nER  - \r\nL1  - /home/x",
    "\u202eevil\u202c \u2066x",
    "<script>alert(1)</script>",
    "=1+1",
    "\x00\x07\x1b[31m",
    "half \ud800 pair",
    "x" * 100_000,
    "…  ",
    "김정은 習近平 Владимир العربية",
]


def excerpt_of(*sources, authors=(), marking=Marking.CLEAR, left_out=()):
    return Excerpt(
        Briefing(id="b", title="A briefing"),
        {"source": sources, "source_author": authors},
        audience=marking,
        marking=marking,
        left_out=left_out,
    )


def an_author(source, number, **over):
    return SourceAuthor(
        id=f"{source.id}{number}", source_id=source.id, position=f"a{number}", **over
    )


TREATY = Source(
    id="0192",
    csl_type="treaty",
    title="Treaty & more: 50% of {it}",
    issued="2024-06-19",
    place="Pyongyang",
    language="ko",
    url="https://example.org/a;b?c=1%20d",
    reliability="B",
    reliability_reason="As its signatories told it.",
    descriptor="The text is held.",
    bias="Interested",
    extra=json.dumps({"volume": 3, "DOI": "10.5555/abc", "page": "3–9"}),
)
ARTICLE = Source(
    id="0193",
    csl_type="article-newspaper",
    title="A newspaper article",
    container="The Daily",
    publisher="The House",
    issued="2023-08/2024-02",
    accessed="2024-07-01",
    genre="Column",
)
AUTHORS = (
    an_author(ARTICLE, 1, family="Kim", given="Hong-kyun"),
    an_author(ARTICLE, 2, literal="Ministry of Foreign Affairs"),
    an_author(ARTICLE, 3, role="editor", family="de la Cruz", given="Ana María"),
)


def read_back(data, name):
    return references.read(data, name).entries


# --- CSL-JSON --------------------------------------------------------------------------------------


def assert_valid_csl(items):
    """The rules of the schema of CSL 1.0.2, written anew."""
    texts = csl.TEXTS | {"id", "type"}
    for item in items:
        assert {"id", "type"} <= set(item)
        assert item["type"] in CSL_TYPES
        for key, value in item.items():
            if key == "custom":
                assert isinstance(value, dict)
            elif key in csl.NAMES:
                assert value
                for name in value:
                    assert set(name) <= set(csl.NAME_PARTS)
                    assert all(isinstance(text, str) for text in name.values())
            elif key in csl.DATES:
                assert set(value) <= {"date-parts", "season", "circa", "literal", "raw"}
                ends = value.get("date-parts", [[1]])
                assert 1 <= len(ends) <= 2
                assert all(1 <= len(end) <= 3 for end in ends)
                assert all(isinstance(n, int | str) for end in ends for n in end)
            elif key in csl.NUMBERS:
                assert isinstance(value, str | int | float)
            else:
                assert key in texts
                assert isinstance(value, str)


def test_types_are_those_of_the_schema():
    assert len(CSL_TYPES) == 45
    assert {"paper-conference", "event", "treaty"} <= set(CSL_TYPES)
    assert not {"paper-", "conference"} & set(CSL_TYPES)


def test_csl_has_only_what_csl_knows_and_our_own_apart():
    given_items = json.loads(csl_json(excerpt_of(TREATY, ARTICLE, authors=AUTHORS)))
    assert_valid_csl(given_items)
    article, treaty = given_items
    assert treaty == {
        "id": "0192",
        "type": "treaty",
        "title": "Treaty & more: 50% of {it}",
        "publisher-place": "Pyongyang",
        "URL": "https://example.org/a;b?c=1%20d",
        "language": "ko",
        "issued": {"date-parts": [[2024, 6, 19]]},
        "volume": 3,
        "DOI": "10.5555/abc",
        "page": "3–9",
        "custom": {
            "briefing": {
                "reliability": "B",
                "reliability_reason": "As its signatories told it.",
                "descriptor": "The text is held.",
                "bias": "Interested",
                "issued": "2024-06-19",
                "marking": "TLP:CLEAR",
            }
        },
    }
    assert article["issued"] == {"date-parts": [[2023, 8], [2024, 2]]}
    assert article["editor"] == [{"family": "de la Cruz", "given": "Ana María"}]


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2024", {"date-parts": [[2024]]}),
        ("2024-06", {"date-parts": [[2024, 6]]}),
        ("2024-06-19", {"date-parts": [[2024, 6, 19]]}),
        ("2024-06-19T10:00:00Z", {"date-parts": [[2024, 6, 19]]}),
        ("2024-06~", {"date-parts": [[2024, 6]], "circa": True}),
        ("2024?", {"date-parts": [[2024]], "circa": True}),
        ("2024-22", {"date-parts": [[2024]], "season": 2}),
        ("2023-08/2024-02", {"date-parts": [[2023, 8], [2024, 2]]}),
        ("1950~/1953", {"date-parts": [[1950], [1953]], "circa": True}),
        ("-0043", {"date-parts": [[-43]]}),
        ("Y17000", {"date-parts": [[17000]]}),
        ("195X", {"literal": "1950s"}),
        ("2024-XX", {"literal": "2024"}),
        ("2024-21/2024-22", {"literal": "spring 2024 to summer 2024"}),
        ("2024-05/..", {"literal": "since May 2024"}),
        ("forthcoming", {"literal": "forthcoming"}),
    ],
)
def test_dates_are_taken_apart_as_csl_does_or_said_in_words(edtf, date):
    assert csl_date(edtf) == date


def test_citeproc_reads_the_file_and_says_the_same_as_before():
    import warnings

    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    from briefing.paths import resource

    items = json.loads(csl_json(excerpt_of(TREATY, ARTICLE, authors=AUTHORS)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        style = CitationStylesStyle(str(resource("csl", "briefing-note.csl")), validate=False)
        made = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            made.register(Citation([CitationItem(item["id"])]))
        lines = [str(line) for line in made.bibliography()]
    assert "Hong-kyun Kim" in lines[0]
    assert "2023" in lines[0]
    assert "Treaty & more: 50% of {it}" in lines[1]
    assert cite([csl_item(TREATY, ())]) == cite([dict(items[1], issued="2024-06-19")])


def test_what_was_left_out_is_told_with_the_sources():
    found = excerpt_of(TREATY, marking=Marking.AMBER, left_out=("2 sources",))
    assert json.loads(csl_json(found))[0]["custom"]["briefing"]["left_out"] == ["2 sources"]
    assert ris(found).decode().startswith("TLP:AMBER A briefing\r\nLeft out: 2 sources\r\n\r\nTY")
    assert bibtex(found).decode().startswith("% A briefing\n% TLP:AMBER\n% Left out: 2 sources\n")
    for data, name in ((ris(found), "a.ris"), (bibtex(found), "a.bib")):
        assert len(read_back(data, name)) == 1


# --- what stays here -------------------------------------------------------------------------------

ZOTERO = {
    "note": "quetzal private remark",
    "annote": "quetzal too",
    "archive": "National Archives",
    "archive_location": "C:\\Users\\quetzal\\x.pdf",
    "custom": {
        "file": "/home/quetzal/Zotero/a.pdf",
        "RIS-L1": ["file:///home/quetzal/a.pdf"],
        "RIS-N1": ["quetzal"],
        "owner": "quetzal",
        "bdsk-file-1": "cXVldHphbA==quetzal",
        "issued": "some day",
    },
    "x-unknown": "quetzal",
}


@pytest.mark.parametrize("write", [csl_json, ris, bibtex])
def test_paths_remarks_and_logins_of_a_reference_manager_stay_here(write):
    source = Source(id="1", title="T", extra=json.dumps(ZOTERO), url="file:///home/quetzal/a.pdf")
    text = write(excerpt_of(source)).decode()
    assert "quetzal" not in text
    assert "file:" not in text
    assert "some day" in text
    assert "quetzal" not in public_extra(source.extra)


def test_an_archive_is_no_path():
    assert "National Archives" in public_extra(json.dumps(ZOTERO))
    kept = public_extra(json.dumps({"source": "https://example.org/home/a.pdf"}))
    assert "example.org/home" in kept
    assert public_extra("no json") == public_extra("[1]") == ""


# --- hostile text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    ("write", "name"), [(csl_json, "a.json"), (ris, "a.ris"), (bibtex, "a.bib")]
)
def test_hostile_text_stays_text(words, write, name):
    source = Source(
        id="1", title=words, container=words, place=words, genre=words, issued=words, url=words,
        extra=json.dumps({"abstract": words, "page": words, "edition": words, "keyword": words}),
        csl_type=words,
    )  # fmt: skip
    names = (an_author(source, 1, literal=words), an_author(source, 2, family=words, given=words))
    data = write(excerpt_of(source, replace(TREATY), authors=names))
    data.decode("utf-8")
    entries = read_back(data, name)
    assert len(entries) == 2
    assert any(e.fields.get("title") == TREATY.title for e in entries)
    other = next(e for e in entries if e.fields.get("title") != TREATY.title)
    expected = " ".join(re.sub(r"[\x00-\x1f\ud800-\udfff]+", " ", words).split())[:2000]
    told = re.sub("[\ufffd\x00-\x1f]+", " ", other.fields.get("title", ""))
    assert " ".join(told.split()).startswith(expected)


# --- round trips -----------------------------------------------------------------------------------

_letters = st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffd")
_words = st.lists(st.text(_letters, min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)
_ascii = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=6)
_any = _words | st.lists(_ascii, min_size=1, max_size=3).map(" ".join)
_DATES = """
2024 2024-06 2024-06-19 2024-06~ 2024? 2024-22 2023-08/2024-02 195X 2024-05/.. /2026 ../2026
XXXX-06-14 Y17000 -0043 2024-XX 1950~/1953%
"""
_dates = st.sampled_from(_DATES.split())
_names = st.text(st.characters(categories=("Lu", "Lo")), min_size=1, max_size=1).flatmap(
    lambda first: st.text(st.characters(categories=("Ll", "Lo")), max_size=6).map(first.__add__)
)


@st.composite
def sources(draw):
    source = Source(
        id="1",
        csl_type=draw(st.sampled_from(CSL_TYPES)),
        title=draw(_any),
        issued=draw(_dates | st.just("")),
        accessed=draw(_dates | st.just("")),
        container=draw(_any | st.just("")),
        publisher=draw(_any | st.just("")),
        place=draw(_any | st.just("")),
        genre=draw(_any | st.just("")),
        language=draw(st.sampled_from(["", "ko", "en-GB"])),
        url=draw(st.sampled_from(["", "https://example.org/a_b;c?d=1%20e&f=~g#h", "urn:x:1"])),
        reliability=draw(st.sampled_from("ABCDEF")),
        reliability_reason=draw(_any | st.just("")),
        descriptor=draw(_any | st.just("")),
        extra=draw(st.sampled_from(["", json.dumps({"DOI": "10.5555/abc_d", "volume": "3"})])),
    )
    names = [
        an_author(source, n, literal=draw(_any))
        if draw(st.booleans())
        else an_author(source, n, family=draw(_names), given=draw(_names))
        for n in range(draw(st.integers(0, 3)))
    ]
    return source, names


def people(names):
    return [(n.role, n.literal, n.family, n.given) for n in names]


@given(sources())
def test_csl_json_comes_back_as_it_went(given_):
    source, names = given_
    (back,) = read_back(csl_json(excerpt_of(source, authors=names)), "a.json")
    assert back.csl_type == source.csl_type
    assert (back.issued, back.accessed) == (source.issued, source.accessed)
    for field in (
        *("title", "container", "publisher", "place", "genre", "language", "url"),
        *("reliability", "reliability_reason", "descriptor"),
    ):
        assert back.fields.get(field, "") == getattr(source, field), field
    assert people(back.names) == people(names)
    assert dict(back.extra) == (json.loads(source.extra) if source.extra else {})


@given(sources())
@example((Source(id="1", title=r"\{a} {b\} \textbackslash"), ()))
@example((Source(id="1", title="a @misc{b, c} d"), ()))
@example((Source(id="1", title="``x'' -- y --- z !` ?` fi $a$ \\$"), ()))
def test_bibtex_comes_back_as_it_went(given_):
    source, names = given_
    (back,) = read_back(bibtex(excerpt_of(source, authors=names)), "a.bib")
    assert back.csl_type == source.csl_type
    assert (back.issued, back.accessed) == (source.issued, source.accessed)
    for field in ("title", "container", "publisher", "place", "genre", "language", "url"):
        assert back.fields.get(field, "") == getattr(source, field), field
    assert people(back.names) == people(names)
    assert dict(back.extra) == (json.loads(source.extra) if source.extra else {})


_NOT_IN_RIS = {
    *("article", "collection", "entry", "event", "interview", "performance", "review"),
    *("review-book", "treaty"),
}


@given(sources())
def test_ris_comes_back_with_all_that_ris_can_hold(given_):
    source, names = given_
    names = [replace(n, literal=" ".join(n.literal.replace(",", " ").split())) for n in names]
    names = [n for n in names if n.literal or n.family]
    (back,) = read_back(ris(excerpt_of(source, authors=names)), "a.ris")
    if source.csl_type in _NOT_IN_RIS:
        assert back.csl_type == "document"
    else:
        assert back.csl_type == source.csl_type
    assert (back.issued, back.accessed) == (source.issued, source.accessed)
    for field in ("title", "publisher", "place", "language", "url"):
        assert back.fields.get(field, "") == getattr(source, field), field
    if source.genre:
        assert back.fields["genre"] == source.genre
    # Which of its two places a title has depends on the type.
    assert source.container in (
        back.fields.get("container"),
        back.extra.get("collection-title"),
        "",
    )
    assert people(back.names) == people(names)
    assert back.doi == ("10.5555/abc_d" if source.extra else "")


@settings(max_examples=30)
@given(st.lists(st.tuples(_any, _names, _dates), min_size=1, max_size=8))
def test_keys_of_bibtex_are_unique_and_plain(rows):
    import bibtexparser

    found = [Source(id=f"{n}", title=t, issued=d) for n, (t, _, d) in enumerate(rows)]
    names = [an_author(s, 1, literal=who) for s, (_, who, _) in zip(found, rows, strict=True)]
    library = bibtexparser.parse_string(bibtex(excerpt_of(*found, authors=names)).decode())
    assert not library.failed_blocks
    keys = [entry.key for entry in library.entries]
    assert len(keys) == len(rows) == len({key.lower() for key in keys})
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


@pytest.mark.parametrize(
    ("write", "name"),
    [(csl_json, "sources.csl.json"), (ris, "sources.ris"), (bibtex, "sources.bib")],
)
def test_it_is_the_same_file_as_before(golden, write, name):
    golden(name, write(excerpt_of(TREATY, ARTICLE, authors=AUTHORS)).decode())


def test_rispy_reads_every_field():
    import rispy

    first, second = rispy.loads(ris(excerpt_of(TREATY, ARTICLE, authors=AUTHORS)).decode())
    assert first["type_of_reference"] == "NEWS"
    assert first["authors"] == ["Kim, Hong-kyun", "Ministry of Foreign Affairs"]
    assert first["secondary_authors"] == ["de la Cruz, Ana María"]
    assert first["secondary_title"] == "The Daily"
    assert first["date"] == "2023/08//2023-08/2024-02"
    assert first["year"] == "2023"
    assert second["type_of_work"] == "Treaty"
    assert second["doi"] == "10.5555/abc"
    assert (second["start_page"], second["end_page"]) == ("3", "9")
