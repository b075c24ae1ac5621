from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.domain.said_dates import written_date
from briefing.errors import UserError
from briefing.intake import references

if TYPE_CHECKING:
    from briefing.intake.references import Reference

RIS = """\
TY  - NEWS
AU  - Kim, Hong-kyun
AU  - Ministry of Foreign Affairs
ED  - Park, Jin
TI  - A treaty in Pyongyang
T2  - The Daily
PY  - 2024
DA  - 2024/06/19/
UR  - https://example.org/a
DO  - 10.5555/abc
SP  - 3
EP  - 9
KW  - treaties
KW  - Korea
XX  - odd
ER  -

TY  - TVNEWS
T1  - Second
Y1  - 2023/05//
"""
BIBTEX = r"""% a comment
@string{ap = "Associated Press"}
@article{kim2024,
  title = {The {DPRK} and {\"U}bergr{\"o}{\ss}e at 50% more},
  author = {Kim, Hong-kyun and {Ministry of Foreign Affairs} and Ludwig van Beethoven and others},
  year = 2024, month = jun, journal = ap # " News", number = {4}, pages = {1--20},
  url = {https://example.org/a\_b?c=1%20d}, doi = {10.5555/abc}, file = {a.pdf}
}
@online{o, title = "A page", date = {2024-06-19/2024-06-20}, urldate = {2024-07-01}}
"""
CSL = [
    {
        "id": "http://zotero.org/1",
        "type": "article-newspaper",
        "title": "A treaty",
        "container-title": "The Daily",
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"literal": "MFA"},
        ],
        "issued": {"date-parts": [["2024", 6, 19]]},
        "accessed": {"date-parts": [[2024, 7, 1]]},
        "URL": "https://example.org/a",
        "DOI": "10.5555/ABC",
        "event-place": "Pyongyang",
        "weird": 1,
    },
    {"type": "tv show", "title": "x", "issued": {"raw": "June 2024"}},
]


def entries(text: str, name: str) -> tuple[Reference, ...]:
    return references.read(text.encode(), name).entries


def test_ris_becomes_sources():
    first, second = entries(RIS, "a.ris")
    assert first.csl_type == "article-newspaper"
    assert first.fields == {
        "title": "A treaty in Pyongyang",
        "container": "The Daily",
        "url": "https://example.org/a",
    }
    assert [(n.role, n.literal, n.family, n.given) for n in first.names] == [
        ("author", "", "Kim", "Hong-kyun"),
        ("author", "Ministry of Foreign Affairs", "", ""),
    ]
    assert first.issued == "2024-06-19"
    assert first.doi == "10.5555/abc"
    assert first.extra["page"] == "3–9"
    assert first.extra["keyword"] == "treaties, Korea"
    assert first.extra["custom"] == {"RIS-XX": ["odd"], "RIS-ED": ["Park, Jin"]}
    assert (second.csl_type, second.issued) == ("document", "2023-05")
    assert second.extra["custom"] == {"RIS-TY": "TVNEWS"}


def test_bibtex_becomes_sources():
    first, second = entries(BIBTEX, "a.bib")
    assert first.csl_type == "article-journal"
    assert first.fields == {
        "title": "The DPRK and Übergröße at 50% more",
        "container": "Associated Press News",
        "url": "https://example.org/a_b?c=1%20d",
    }
    assert [(n.literal, n.family, n.given) for n in first.names] == [
        ("", "Kim", "Hong-kyun"),
        ("Ministry of Foreign Affairs", "", ""),
        ("", "van Beethoven", "Ludwig"),
    ]
    assert first.issued == "2024-06"
    assert first.extra == {
        "DOI": "10.5555/abc",
        "issue": "4",
        "page": "1–20",
        "custom": {"file": "a.pdf"},
    }
    assert (second.csl_type, second.issued) == ("webpage", "2024-06-19/2024-06-20")
    assert second.accessed == "2024-07-01"


def test_braces_around_both_halves_of_a_name_make_no_body_of_it():
    (one,) = entries("@misc{a, title={T}, author={{Kim}, {Hong-kyun} and {Kim, Sons}}}", "a.bib")
    assert [(n.literal, n.family, n.given) for n in one.names] == [
        ("", "Kim", "Hong-kyun"),
        ("Kim, Sons", "", ""),
    ]


def test_braces_strokes_and_carets_that_are_meant_stay():
    told = r"@misc{a, title={{a \textbraceleft{}b\} \textbackslash{}c \^{}{} {\textasciicircum}d}}}"
    (one,) = entries(told.replace(r"\\", "\\"), "a.bib")
    assert one.fields["title"].startswith("a {b} \\c")
    assert one.fields["title"].endswith("^d")


def test_an_address_with_a_semicolon_in_ris_is_one():
    (one,) = entries(
        "TY  - ELEC\nTI  - T\nUR  - https://e.org/a;b=1;https://e.org/c\nER  - \n", "a.ris"
    )
    assert one.fields["url"] == "https://e.org/a;b=1"
    assert one.extra["custom"] == {"RIS-UR": ["https://e.org/c"]}


def test_our_own_fields_in_csl_come_back_and_a_wrong_grade_does_not():
    own = {
        "reliability": "B",
        "reliability_reason": "Held up.",
        "issued": "2024-06?",
        "left_out": ["1"],
    }
    item = {"type": "book", "title": "T", "issued": {"date-parts": [[2024, 6]]}}
    (one,) = entries(json.dumps([{**item, "custom": {"briefing": own}}]), "a.json")
    assert (one.fields["reliability"], one.fields["reliability_reason"]) == ("B", "Held up.")
    assert (one.issued, one.extra) == ("2024-06?", {})
    (one,) = entries(json.dumps([{**item, "custom": {"briefing": {"reliability": "Z"}}}]), "a.json")
    assert "reliability" not in one.fields


@pytest.mark.parametrize("told", [CSL, {"items": CSL}], ids=["list", "items"])
def test_csl_json_becomes_sources_and_nothing_is_lost(told):
    first, second = entries(json.dumps(told), "a.json")
    assert first.csl_type == "article-newspaper"
    assert (first.issued, first.accessed) == ("2024-06-19", "2024-07-01")
    assert [(n.literal, n.family, n.given) for n in first.names] == [
        ("", "van Beethoven", "Ludwig"),
        ("MFA", "", ""),
    ]
    assert first.doi == "10.5555/abc"
    assert first.extra == {
        "DOI": "10.5555/ABC",
        "event-place": "Pyongyang",
        "custom": {"weird": 1},
    }
    assert (second.csl_type, second.issued) == ("document", "2024-06")
    assert second.extra == {"custom": {"type": "tv show"}}


def test_a_damaged_entry_leaves_the_others_be():
    found = references.read((BIBTEX + "@misc{broken, title={x\n\n" + BIBTEX[20:]).encode(), "a.bib")
    assert len(found.entries) >= 2
    assert any("damaged" in line for line in found.failed)
    found = references.read(json.dumps([CSL[0], 3]).encode(), "a.json")
    assert len(found.entries) == 1
    assert found.failed == ("entry 2 is no item of CSL",)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (RIS, "a.txt", "ris"),
        (BIBTEX, "a.txt", "bibtex"),
        (json.dumps(CSL), "a.txt", "csl"),
        ("\ufeff" + RIS, "a.ris", "ris"),
        ("An article about @misc{things} in RIS.", "a.txt", ""),
        ('{"type": "FeatureCollection", "features": []}', "a.json", ""),
        ("", "a.bib", ""),
        ("TY for now", "a.ris", ""),
    ],
)
def test_the_content_tells_what_a_file_of_references_is(data, name, kind):
    assert references.format_of(data.encode(), name) == kind


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (json.dumps(CSL)[:-9], "a.json", "damaged JSON"),
        ('[{"type": "book", "title": ' + "[" * 100_000, "a.json", "nested too deeply"),
        ("@misc{a, title = {x", "a.bib", "no entry of this BibTeX file"),
        ("TY  -JOUR\n", "a.ris", "no entry of this RIS file"),
        ("TY  - JOUR\nER  - \n", "a.ris", "an entry has neither title nor author"),
    ],
)
def test_a_file_with_no_entry_is_refused_in_one_line(data, name, told):
    with pytest.raises(UserError) as caught:
        references.read(data.encode(), name)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2024-06-19", "2024-06-19"),
        ("2024-06-19T10:00:00Z", "2024-06-19"),
        ("2024/6/9", "2024-06-09"),
        ("19 June 2024", "2024-06-19"),
        ("June 19, 2024", "2024-06-19"),
        ("Sept. 2024", "2024-09"),
        ("19.06.2024", "2024-06-19"),
        ("19/06/2024", "2024-06-19"),
        ("06/19/2024", "2024-06-19"),
        ("06/07/2024", ""),
        ("circa 1950", "1950~"),
        ("2024-05/..", "2024-05/.."),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_as_people_write_them(text, edtf):
    assert written_date(text) == edtf


@given(st.text(max_size=60))
@example("99 June 2024")
@example("2024/13")
def test_any_text_is_a_date_or_none(text):
    found = written_date(text)
    assert found == "" or written_date(found) == found


@given(
    st.sampled_from([(RIS, "a.ris"), (BIBTEX, "a.bib"), (json.dumps(CSL), "a.json")]),
    st.lists(st.tuples(st.floats(0, 1), st.text('{}@",[]=\\\n -A1%$', max_size=4)), max_size=6),
)
def test_damaged_files_of_references_are_read_or_refused(file, changes):
    text, name = file
    for place, new in changes:
        at = round(place * len(text))
        text = text[:at] + new + text[at + len(new) :]
    if not references.format_of(text.encode(), name):
        return
    try:
        found = references.read(text.encode(), name)
    except UserError as error:
        line = str(error)
        assert line.startswith(f"{name}: ")
        assert "\n" not in line
    else:
        assert found.entries
