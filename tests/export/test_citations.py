from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.citing import Run
from briefing.export.citations import cite, cite_rich
from briefing.paths import resource

TALKS = {"type": "speech", "title": "Talks in Pyongyang, statements of both leaders"}
CASES = {
    "speech": (
        TALKS | {"issued": {"raw": "2024-06-19"}},
        "Talks in Pyongyang, statements of both leaders, speech, 19 June 2024.",
    ),
    "speech with all that is known": (
        TALKS
        | {
            "author": [{"family": "Putin", "given": "Vladimir"}, {"literal": "Kim Jong Un"}],
            "event-place": "Pyongyang",
            "issued": {"date-parts": [[2024, 6, 19]]},
        },
        "Vladimir Putin and Kim Jong Un, Talks in Pyongyang, statements of both leaders, speech, "
        "Pyongyang, 19 June 2024.",
    ),
    "treaty, its type in its title": (
        {"type": "treaty", "title": "Partnership treaty", "issued": "2024-06-19"},
        "Partnership treaty, 19 June 2024.",
    ),
    "document named for its author": (
        {"type": "document", "title": "Ukraine’s word", "author": [{"literal": "Ukraine"}]},
        "Ukraine’s word.",
    ),
    "report with no title": ({"type": "report", "publisher": "CSIS"}, "Report, CSIS."),
    "unknown type": ({"type": "papyrus"}, "Document."),
    "nothing": ({}, "Document."),
    "interview at about a time": (
        {"type": "interview", "title": "Remarks", "issued": {"edtf": "2024-06~"}},
        "Remarks, interview, about June 2024.",
    ),
    "newspaper": (
        {
            "type": "article-newspaper",
            "title": "Is it war?",
            "container-title": "The Paper",
            "issued": {"date-parts": [["2024", "6", 1], ["2024", "6", 3]]},
            "page": "3-5",
            "URL": "https://example.org/a-b",
            "accessed": "2024-06-20",
        },
        "“Is it war?”, The Paper, 1–3 June 2024, pp. 3–5, https://example.org/a-b, "
        "seen 20 June 2024.",
    ),
    "journal with many authors": (
        {
            "type": "article-journal",
            "title": "On Treaties",
            "author": [{"family": name} for name in ("Ay", "Bee", "Cee", "Dee", "Ee")],
            "container-title": "Letters",
            "volume": 3,
            "issue": "2",
            "DOI": "10.1/x",
        },
        "Ay, Bee, Cee et al., “On Treaties”, Letters, vol. 3, no. 2, doi:10.1/x.",
    ),
    "chapter in an edited book": (
        {"type": "chapter", "title": "A", "editor": [{"family": "E"}], "container-title": "B"},
        "E, “A”, in B.",
    ),
    "particle, decade, markup": (
        {
            "type": "book",
            "title": "War <b>& Peace</b>",
            "author": [{"family": "Gaulle", "given": "C.", "non-dropping-particle": "de"}],
            "publisher-place": "Paris",
            "issued": "195X",
        },
        "C. de Gaulle, War <b>& Peace</b>, Paris, 1950s.",
    ),
    "post of a handle": ({"type": "post", "author": ["@mfa"]}, "@mfa, post."),
    "season and literal date": (
        {"title": "T", "issued": {"date-parts": [[2024]], "season": 3}, "accessed": {}},
        "T, autumn 2024.",
    ),
}


@pytest.mark.parametrize(("item", "sentence"), CASES.values(), ids=CASES.keys())
def test_a_source_is_cited_with_what_is_known_and_nothing_else(item, sentence):
    assert cite([item]) == [sentence]


def test_many_are_cited_in_order_even_with_one_id():
    titles = ["b", "A", "b", "c"]
    assert cite([{"id": "X", "title": title} for title in titles]) == [f"{t}." for t in titles]


def test_the_periodical_is_in_italics():
    assert cite_rich([{"type": "article", "title": "T", "container-title": "P", "number": 4}]) == [
        (Run("“T”, "), Run("P", italic=True), Run(", no. 4."))
    ]


def test_a_property_that_nobody_knows_brings_no_warning(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cite([{"title": "T", "x-grade": "B", "custom": {"a": 1}, "author": 7}]) == ["7, T."]
    assert capfd.readouterr() == ("", "")


def test_the_style_is_valid_csl():
    from citeproc import CitationStylesStyle

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        CitationStylesStyle(str(resource("csl", "briefing-note.csl")), validate=True)


_odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)
_keys = st.sampled_from(["type", "title", "author", "issued", "page", "URL", "number", "volume"])


@given(st.dictionaries(_keys, _odd | st.fixed_dictionaries({"date-parts": _odd, "raw": _odd})))
def test_any_item_gives_a_sentence(item):
    assert cite([item])[0]
