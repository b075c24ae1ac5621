"""Words in marks and words without: where they begin and end, of what kind they are, whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.intake import names, quotes
from briefing.intake.article import Article
from briefing.intake.extract import extract
from briefing.intake.quotereading import Voice, voices


def heard(text: str) -> list[Voice]:
    return [voice for voice in voices(Article(text)) if voice.kind != "scare"]


def marked(text: str) -> list[tuple[str, str, str]]:
    """Kind, words and mention of what stands in marks."""
    return [
        (voice.kind, text[slice(*piece)], text[slice(*(voice.speaker or (0, 0)))])
        for voice in voices(Article(text))
        if voice.kind != "indirect"
        for piece in voice.fragments
    ]


def reported(text: str) -> list[tuple[str, str]]:
    """What is told without marks, its pieces joined by a bar, and the mention."""
    return [
        (
            " | ".join(text[a:b] for a, b in voice.fragments),
            text[slice(*(voice.speaker or (0, 0)))],
        )
        for voice in voices(Article(text))
        if voice.kind == "indirect"
    ]


# marks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The bridge is open,” Ada Lind said.", "The bridge is open"),
        ('"The bridge is open," Ada Lind said.', "The bridge is open"),
        ("„Die Brücke ist frei“, Ada Lind said.", "Die Brücke ist frei"),
        ("«The bridge is open», Ada Lind said.", "The bridge is open"),
        ("« The bridge is open », Ada Lind said.", "The bridge is open"),
        ("»The bridge is open«, Ada Lind said.", "The bridge is open"),
        ("「The bridge is open」, Ada Lind said.", "The bridge is open"),
        ("『The bridge is open』, Ada Lind said.", "The bridge is open"),
        ("‘The bridge is open,’ Ada Lind said.", "The bridge is open"),
        ("'The bridge is open,' Ada Lind said.", "The bridge is open"),
        ("''The bridge is open,'' Ada Lind said.", "The bridge is open"),
        ("``The bridge is open,'' Ada Lind said.", "The bridge is open"),
        ("＂The bridge is open,＂ Ada Lind said.", "The bridge is open"),
        ("‹The bridge is open›, Ada Lind said.", "The bridge is open"),
    ],
)
def test_every_kind_of_marks_is_read(text: str, words: str) -> None:
    assert marked(text) == [("direct", words, "Ada Lind")]


@pytest.mark.parametrize(
    "text",
    [
        "The minister’s car stood at the ministers’ gate, Ada Lind’s aide said.",
        "It wasn't the '90s, and the crews' boats weren't ready.",
        "Rock ’n’ roll is ’tis of the season.",
        "The shelf is 6\" deep and 5' wide.",
        'A page with <a href="https://example.org/x"> in it, left over.',
    ],
)
def test_apostrophes_inches_and_markup_open_nothing(text: str) -> None:
    assert marked(text) == []


def test_a_british_quotation_keeps_its_apostrophes() -> None:
    text = "‘The crews’ boats aren’t ready,’ Ada Lind said, ‘and that’s the truth.’"
    assert [words for _, words, _ in marked(text)] == [
        "The crews’ boats aren’t ready",
        "and that’s the truth.",
    ]


def test_marks_within_marks_make_no_quotation_of_their_own() -> None:
    text = "“He told me ‘never again’ and left,” Ada Lind said."
    assert marked(text) == [("direct", "He told me ‘never again’ and left", "Ada Lind")]


def test_an_open_mark_ends_with_its_paragraph() -> None:
    text = "Ada Lind said: “The bridge is open.\nThe river rose overnight."
    assert marked(text) == [("direct", "The bridge is open.", "Ada Lind")]


def test_an_open_mark_far_from_any_end_is_no_quotation() -> None:
    assert marked("Ada Lind said “" + "the bridge is open and " * 400) == []


def test_a_stray_mark_does_not_turn_the_next_paragraph_inside_out() -> None:
    text = 'The bridge" is open.\nAda Lind said, "The river is high."\n'
    assert ("direct", "The river is high.", "Ada Lind") in marked(text)


def test_a_quotation_over_paragraphs_that_each_open_is_one() -> None:
    text = "Ada Lind said: “The bridge is open.\n“The river is not.”\n"
    assert [kind for kind, *_ in marked(text)] == ["direct"]
    assert marked(text)[0][1].endswith("The river is not.")


def test_a_quotation_that_opens_once_may_close_a_paragraph_later() -> None:
    text = 'Ada Lind, the engineer, said, "The bridge is open.\n\nWe checked it twice."\n'
    assert marked(text)[0][1:] == (
        "The bridge is open.\n\nWe checked it twice.",
        "Ada Lind",
    )


# pieces


def test_what_stands_around_he_said_is_one_quotation_in_pieces() -> None:
    text = "“The bridge,” Ada Lind said on Monday, “is open.” Nobody crossed."
    (voice,) = heard(text)
    assert [text[a:b] for a, b in voice.fragments] == ["The bridge", "is open."]


def test_a_sentence_in_marks_after_it_is_a_further_piece() -> None:
    text = "“The bridge is open,” she said. “The river is not.”"
    (voice,) = heard(text)
    assert [text[a:b] for a, b in voice.fragments] == ["The bridge is open", "The river is not."]


def test_a_question_in_marks_belongs_to_the_words_after_it() -> None:
    text = "“Who opened the bridge?” Ada Lind asked. The answer came late."
    assert marked(text) == [("direct", "Who opened the bridge?", "Ada Lind")]


# kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We stay,” the minister said.", "direct"),
        ("The minister said that “the fleet stays where it is”.", "direct"),
        ("The minister said: “We stay.”", "direct"),
        ("The minister said the fleet was “ready for anything” that came.", "partial"),
        ("The minister dismissed the report as “pure fiction”.", "partial"),
        ("The minister called him “a guest”.", "partial"),
        ("He was labeled “a guest” by the minister.", "partial"),
        ("The fleet, the minister said, was “a guest” there.", "partial"),
    ],
)
def test_what_stands_wholly_in_marks_is_direct(text: str, kind: str) -> None:
    assert [found[0] for found in marked(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The “common shield” treaty was laid before both chambers.",
        "She sang on “Good Evening Harbour” for a year.",
        "They watched the film “Winter of the Gulls” together.",
        "According to reports, the talks led to the signing of a “common shield” treaty.",
        "The line-up was characterized by “North-East” versus “South-West”.",
        "Then came a line-up characterized by “North-East” versus “South-West”.",
        "The tie has grown into a new one, described as a “common shield” like an alliance.",
    ],
)
def test_titles_names_and_labels_are_nobodys_words(text: str) -> None:
    found = [voice for voice in voices(Article(text)) if voice.kind != "indirect"]
    assert found
    assert all(voice.kind == "scare" and voice.speaker is None for voice in found)


def test_marked_words_are_no_proposals_unless_asked_for() -> None:
    article = Article("The “common shield” treaty was laid before both chambers.")
    found = quotes.find(article, names.find(article))
    assert quotes.proposals(article, found, []) == ()
    (words,) = quotes.marked_words(article, found)
    assert (words.kind, words.text, words.speakers) == ("scare", "common shield", ())


# without marks


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ada Lind said that the bridge was open.", "that the bridge was open", "Ada Lind"),
        ("Ada Lind said the bridge was open.", "the bridge was open", "Ada Lind"),
        ("Ada Lind said on Monday that it was open.", "that it was open", "Ada Lind"),
        ("The bridge was open, Ada Lind said.", "The bridge was open", "Ada Lind"),
        (
            "The bridge, Ada Lind said, was open to lorries.",
            "The bridge | was open to lorries",
            "Ada Lind",
        ),
        ("The bridge was open, according to Ada Lind.", "The bridge was open", "Ada Lind"),
        ("According to Ada Lind, the bridge was open.", "the bridge was open", "Ada Lind"),
        ("As Ada Lind noted, the bridge was open.", "the bridge was open", "Ada Lind"),
        ("Ada Lind told reporters that it was open.", "that it was open", "Ada Lind"),
        ("Ada Lind told reporters she would go.", "she would go", "Ada Lind"),
        ("Ada Lind warned of a flood.", "a flood", "Ada Lind"),
        ("Ada Lind called for an inquiry.", "an inquiry", "Ada Lind"),
        ("Ada Lind promised to open the bridge.", "to open the bridge", "Ada Lind"),
        ("The two sides agreed to open the bridge.", "to open the bridge", "The two sides"),
        ("Ada Lind asked whether it was open.", "whether it was open", "Ada Lind"),
        ("Ada Lind denied the charge.", "the charge", "Ada Lind"),
        ("Ada Lind described the bridge as a ruin.", "the bridge as a ruin", "Ada Lind"),
        (
            "Ada Lind accused the council of neglect.",
            "the council of neglect",
            "Ada Lind",
        ),
        ("The crew was expected to arrive on Friday.", "to arrive on Friday", ""),
        ("Ada Lind is confident that it will hold.", "that it will hold", "Ada Lind"),
        ("Ada Lind's claim that it held was wrong.", "that it held was wrong", "Ada Lind's"),
        ("Ada Lind had no doubt that it would hold.", "that it would hold", "Ada Lind"),
        (
            "Ada Lind said although it was late, she stayed.",
            "although it was late, she stayed",
            "Ada Lind",
        ),
        ("Lind: The bridge was never shut.", "The bridge was never shut.", "Lind"),
    ],
)
def test_reported_speech_is_told_with_its_extent(text: str, words: str, speaker: str) -> None:
    assert (words, speaker) in reported(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("While Ada Lind said it was open, nobody came.", "it was open"),
        ("Ada Lind said it was open, and Bo Hart said it was shut.", "it was open"),
        ("Ada Lind said it was open, adding that it was wet.", "it was open"),
        ("Ada Lind said it was open, which surprised nobody.", "it was open"),
        (
            "Ada Lind said that, as the river had risen, it was shut.",
            "that, as the river had risen, it was shut",
        ),
    ],
)
def test_reported_speech_ends_where_a_clause_of_its_own_begins(text: str, words: str) -> None:
    assert words in [found for found, _ in reported(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The report on the bridge lay on the table.",
        "Their plans are known to the council.",
        "The television show began at nine.",
        "Ian Read lives in the United States with his family.",
        "Crews tried to open the bridge.",
        "Photo: The bridge was shut at noon.",
        "The wall was raised by 2050 and by Friday.",
    ],
)
def test_a_noun_or_a_deed_is_no_speech(text: str) -> None:
    assert reported(text) == []


def test_a_report_within_a_report_is_told_once() -> None:
    text = "Ada Lind said the council believed that the bridge was open."
    assert [words for words, _ in reported(text)] == [
        "the council believed that the bridge was open"
    ]


def test_a_clause_that_is_nearly_all_in_marks_is_told_once() -> None:
    text = "Ada Lind said it was “by far the longest and the wettest night of all our years here”."
    (voice,) = heard(text)
    assert voice.kind == "partial"
    assert text[slice(*voice.fragments[0])].startswith("it was “by far")


def test_a_clause_with_a_few_words_in_marks_is_told_with_them_apart() -> None:
    text = "Ada Lind said the bridge over the river was “a ruin beyond repair” and would be shut."
    assert sorted(voice.kind for voice in heard(text)) == ["indirect", "partial"]


def test_a_passing_word_in_marks_stays_in_its_clause() -> None:
    text = "Ada Lind said the bridge over the northern river was “a ruin” and would soon be shut."
    (voice,) = heard(text)
    assert voice.kind == "partial"
    assert text[slice(*voice.fragments[0])].startswith("the bridge over")


def test_a_word_that_is_most_of_its_clause_stands_by_itself() -> None:
    assert ("partial", "absurd", "Ada Lind") in marked("Ada Lind dismissed them as “absurd”.")


def test_a_denial_says_that_it_is_one() -> None:
    (voice,) = heard("Ada Lind denied that the bridge was open.")
    assert voice.denies


# what else is told


def test_hearer_and_day_are_told() -> None:
    text = "“The bridge is open,” Ada Lind told reporters on Monday. Nobody crossed it."
    (quote,) = extract(text, published="2024-06-20").quotes
    assert (quote.to, quote.said) == ("reporters", "2024-06-17")


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Ada Lind said to the council: “Go.”", "the council"),
        ("Ada Lind told the crew: “Go.”", "the crew"),
        ("Ada Lind offered to host “everybody” there.", ""),
        ("Ada Lind urged restraint, calling it “wise”.", ""),
    ],
)
def test_to_whom_something_is_said(text: str, to: str) -> None:
    assert [quote.to for quote in extract(text).quotes if quote.kind != "indirect"] == [to]


def test_a_pronoun_alone_is_nothing_said() -> None:
    assert reported("Ada Lind welcomed it.") == []


def test_every_proposal_has_its_rule_and_a_confidence() -> None:
    text = "“The bridge is open,” Ada Lind said. She said the river was not. He agreed to go."
    for quote in extract(text).quotes:
        assert quote.rule
        assert 0 < quote.confidence < 1
        assert all(0 <= start < end <= len(text) for start, end in quote.passages)


# whatever may come

_PIECES = st.sampled_from(
    [
        *"“”\"‘’'«»「」『』„‹›.,;:!?—–()[] \n\r\t",
        "''",
        "``",
        "said",
        "he",
        "Ada Lind",
        "that",
        "the ministry",
        "according to",
        "\u202e",
        "\u2066",
        "\u200f",
        "السفير",
        "大臣は",
        "said:",
        "\u2028",
        "\x85",
        "é",
        "😀",
    ]
)


@given(
    st.one_of(
        st.text(), st.lists(_PIECES, max_size=80).map(" ".join), st.lists(_PIECES).map("".join)
    )
)
def test_whatever_the_text_spans_lie_within_it(text: str) -> None:
    article = Article(text)
    found = quotes.find(article, names.find(article))
    ids = [str(n) for n in range(len(names.find(article).actors) + len(found.added))]
    for one in (*quotes.proposals(article, found, ids), *quotes.marked_words(article, found)):
        assert text[one.start : one.end] == one.text
        assert one.fragments
        assert all(0 <= start < end <= len(text) for start, end in one.fragments)
        assert all(0 <= start < end <= len(text) for start, end in one.passages)
        if one.speaker_start is not None:
            assert text[one.speaker_start : one.speaker_end] == one.speaker_text


@pytest.mark.parametrize("mark", ['"', "“", "”", "‘", "'", "«", "「", '"a" said ', "“a” he said, "])
def test_marks_without_end_are_survived(mark: str) -> None:
    voices(Article(mark * 5000))
