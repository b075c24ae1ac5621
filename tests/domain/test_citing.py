from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.citing import (
    CitationNumbers,
    Ref,
    Run,
    citation_of,
    cited_in,
    parse_blocks,
    parse_citations,
    parse_runs,
    split_citations,
    without_citations,
)


def test_a_citation_stands_on_its_word_and_names_its_entries():
    assert parse_runs("It holds [@quote:a; @relation:b]. So there.") == (
        Run("It holds"),
        Run(cites=(Ref("quote", "a"), Ref("relation", "b"))),
        Run(". So there."),
    )


def test_bold_and_italic_hold_each_other_and_citations():
    assert parse_runs("**very *much* so [@claim:c]** now") == (
        Run("very ", bold=True),
        Run("much", bold=True, italic=True),
        Run(" so", bold=True),
        Run(cites=(Ref("claim", "c"),)),
        Run(" now"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2",
        "[@quote:]",
        "[@Quote:a]",
        "[@quote:a b]",
        "<b>x</b>",
        "#let x = 1",
        "a * b*",
        "**",
    ],
)
def test_what_is_no_markup_prints_as_it_stands(text):
    assert "".join(run.text for run in parse_runs(text)) == text
    assert not any(run.bold or run.italic or run.cites for run in parse_runs(text))


def test_paragraphs_items_and_headings_are_told_apart():
    blocks = parse_blocks("## Why\nOne\nline\n\n- first\n- second [@event:e]\n")
    assert [(block.kind, block.runs[0].text) for block in blocks] == [
        ("heading", "Why"),
        ("paragraph", "One line"),
        ("item", "first"),
        ("item", "second"),
    ]


def test_a_whole_text_reads_on_as_one_paragraph():
    assert (
        "".join(run.text for run in parse_citations("One.\n\n- two\n- three")) == "One. two three"
    )


def test_numbers_follow_the_first_appearance():
    numbers = CitationNumbers()
    given_out = [numbers.number(Ref("quote", key)) for key in "badb"]
    assert given_out == [1, 2, 3, 1]
    assert numbers.ordered == (Ref("quote", "b"), Ref("quote", "a"), Ref("quote", "d"))


def test_plain_reading_drops_citations_with_their_gap():
    assert without_citations("So [@quote:a; @quote:b]. And [not one].") == "So. And [not one]."


@given(st.text(alphabet="*[]@quote:; \n#-a\x00\u202e"))
def test_no_text_breaks_the_reader_or_grows(text):
    assert sum(len(run.text) for run in parse_citations(text)) <= len(text)
    without_citations(text)


@pytest.mark.parametrize("piece", ["[@a:b", "*a", "**a", "**a*b", "[@a:b;", " ", "[@a:b ;@a:b"])
def test_a_hostile_text_is_read_to_its_end(piece):
    """Work that grew with the square of the length would not end here."""
    text = "x" + piece * 200_000
    assert sum(len(run.text) for run in parse_citations(text)) <= len(text)
    assert without_citations(text).startswith("x")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["[@quote:1]", "[@quote:1; @claim:x]", "[@", "]", ";", "@quote:1"]),
        )
    ).map("".join)
)
def test_a_text_split_at_its_citations_is_whole_again(text):
    pieces = list(split_citations(text))
    assert "".join(piece for piece, _cites in pieces) == text
    assert all(cited_in(piece) for piece, cites in pieces if cites)
    assert all(not parse_runs(piece)[0].cites for piece, cites in pieces if not cites and piece)


def test_a_citation_is_written_as_it_is_read():
    refs = (Ref("quote", "1"), Ref("claim", "x-2"))
    assert cited_in(citation_of(refs)) == refs
    assert parse_runs(citation_of(refs))[0].cites == refs
