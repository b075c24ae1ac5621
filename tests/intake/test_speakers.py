"""Whose words they are: the mention in the sentence, and the actor behind it."""

from __future__ import annotations

import pytest

from briefing.intake.article import Article
from briefing.intake.cues import VERBS, forms
from briefing.intake.extract import extract
from briefing.intake.quotereading import voices


def mentions(text: str) -> list[tuple[str, str]]:
    """The rule and the mention of everything that is somebody's."""
    return [
        (voice.rule, text[slice(*(voice.speaker or (0, 0)))])
        for voice in voices(Article(text))
        if voice.kind in ("direct", "partial")
    ]


def said_by(text: str, words: str) -> tuple[str, ...]:
    """The names of the actors who said these words."""
    draft = extract(text, published="2024-06-20")
    called = {actor.id: actor.name for actor in draft.actors}
    for quote in draft.quotes:
        if words in quote.text:
            return tuple(called[one] for one in quote.speakers)
    raise AssertionError(f"nobody is told to have said {words!r}")


# forms


@pytest.mark.parametrize(
    ("base", "made"),
    [
        ("deny", "denies denied denying"),
        ("argue", "argues argued arguing"),
        ("admit", "admits admitted admitting"),
        ("stress", "stresses stressed stressing"),
        ("agree", "agrees agreed agreeing"),
        ("quip", "quips quipped quipping"),
        ("insist", "insists insisted insisting"),
        ("say", "says said saying"),
        ("write", "writes wrote written writing"),
    ],
)
def test_the_forms_of_a_verb_are_made_by_rule(base: str, made: str) -> None:
    assert set(forms(base)) == {base, *made.split()}


def test_every_form_leads_back_to_its_verb() -> None:
    assert VERBS["denied"].base == "deny"
    assert "deniing" not in VERBS


# the mention


@pytest.mark.parametrize(
    ("text", "rule", "mention"),
    [
        ("“Go,” Ada Lind said.", "subject before the verb", "Ada Lind"),
        ("“Go,” she said.", "pronoun before the verb", "she"),
        ("“Go,” said Ada Lind.", "subject after the verb", "Ada Lind"),
        ("“Go,” said the foreign minister.", "subject after the verb", "the foreign minister"),
        ("“Go,” Ada Lind, who leads it, said.", "subject before an aside", "Ada Lind"),
        ("“Go,” Ada Lind, a lawyer, said.", "subject before an aside", "Ada Lind"),
        ("“Go,” Ada Lind (27) said.", "subject before an aside", "Ada Lind"),
        ("“Go,” Ada Lind on Friday said.", "subject before the verb", "Ada Lind"),
        ("Ada Lind has repeatedly said: “Go.”", "subject before the verb", "Ada Lind"),
        ("Ada Lind arrived at noon, adding: “Go.”", "participle", "Ada Lind"),
        ("Ada Lind said it rained and added: “Go.”", "same subject", "Ada Lind"),
        ("The law was called “a shame” by Ada Lind.", "passive with by", "Ada Lind"),
        ("The day was, in Ada Lind's words, “a shame”.", "in the words of", "Ada Lind's"),
        ("Ada Lind used the word “shame” for it.", "using words", "Ada Lind"),
        ("Ada Lind: “Go.”", "name before a colon", "Ada Lind"),
        ("“Go home.” — Ada Lind", "signed with a name", "Ada Lind"),
        ("“Go,” Ada Lind deadpanned twice.", "unknown verb after the words", "Ada Lind"),
        ("“Go home,” Ada Lind, who leads the crew of two.", "name after the words", "Ada Lind"),
        ("“LIND: We go home now.”", "turn of a transcript", "LIND"),
        ("“Go,” both countries said.", "subject before the verb", "both countries"),
        ("“Go,” officials in Geneva said.", "subject before the verb", "officials in Geneva"),
        ("“Go,” according to Ada Lind.", "according to", "Ada Lind"),
        ("“Go,” Ada Lind last week said.", "subject before the verb", "Ada Lind"),
        (
            "GENEVA, Dec. 8 (Wire) — Ada Lind arrived, saying: “Go.”",
            "participle",
            "Ada Lind",
        ),
        ("Ada Lind went after him as a “weathervane”.", "unknown verb with as", "Ada Lind"),
        ("“Why?“ said Ada Lind.", "subject after the verb", "Ada Lind"),
        (
            "An official who spoke to explain the plan said: “Go.”",
            "subject before the verb",
            "An official",
        ),
    ],
)
def test_the_mention_of_a_speaker(text: str, rule: str, mention: str) -> None:
    assert mentions(text) == [(rule, mention)]


def test_a_speaker_goes_on_in_the_paragraph() -> None:
    text = "Ada Lind said the bridge was open. It was “quite a sight” at dawn."
    assert mentions(text) == [("same speaker in the paragraph", "Ada Lind")]


def test_a_speaker_announced_by_a_colon_speaks_in_the_next_paragraph() -> None:
    text = "Ada Lind wrote to the council:\n“The bridge is open.”"
    assert mentions(text) == [("announced before a colon", "Ada Lind")]


def test_a_speaker_goes_on_in_the_next_paragraph() -> None:
    text = "Ada Lind said the bridge was open.\n“We walked across.”"
    assert mentions(text) == [("same speaker as in the paragraph before", "Ada Lind")]


def test_nobody_speaks_where_nobody_is_told() -> None:
    text = "The bridge was open. The “long night” was over."
    assert mentions(text) == []


def test_who_reports_is_named_before_who_is_reported_to_feel() -> None:
    text = "The ministry said it feared a “second front”."
    assert mentions(text) == [("subject before the verb", "The ministry")]


def test_a_name_that_is_also_a_verb_is_a_name() -> None:
    assert mentions("“Go,” Ian Read said.") == [("subject before the verb", "Ian Read")]
    assert mentions("“Go,” Will wrote.") == [("subject before the verb", "Will")]


# who is behind it


def test_a_surname_is_the_full_name() -> None:
    text = "President Maria Keller arrived in Bern. “We stay,” Keller said."
    assert said_by(text, "We stay") == ("Maria Keller",)


def test_he_and_she_go_by_sex_and_nearness() -> None:
    text = (
        "President Maria Keller met Prime Minister Peter Novak in Bern. “We stay,” she said. "
        "“We leave,” he said."
    )
    assert said_by(text, "We stay") == ("Maria Keller",)
    assert said_by(text, "We leave") == ("Peter Novak",)


def test_a_pronoun_that_begins_a_sentence_is_the_subject_before() -> None:
    text = (
        "During talks with Peter Novak, John Marsh spoke of the past. He said “we remember” twice."
    )
    assert said_by(text, "we remember") == ("John Marsh",)


def test_both_countries_are_the_two_named_last() -> None:
    text = "France and Norway signed the paper on Monday. Both countries said the pact was “final”."
    assert set(said_by(text, "final")) == {"France", "Norway"}


def test_a_name_beside_its_office_is_the_speaker() -> None:
    text = (
        "BERN, March 3 — The foreign secretary, David Hartley, said the talks were “useful”. "
        "Its spokesman, Karim Reza, called them “theatre”. He denied that shots were fired."
    )
    assert said_by(text, "useful") == ("David Hartley",)
    assert said_by(text, "shots were fired") == ("Karim Reza",)


def test_a_capital_speaks_for_its_state() -> None:
    text = "Norway has shut the strait. Oslo said it was “a matter of days”. Rome kept silent."
    assert said_by(text, "a matter of days") == ("Norway",)


def test_a_name_before_its_body_is_the_speaker() -> None:
    text = "“This is a gag,” Amina Yusuf of Open Harbour told the Courier."
    assert said_by(text, "This is a gag") == ("Amina Yusuf",)


def test_foreign_words_without_a_verb_we_know_are_nobodys() -> None:
    text = "Ada Lind said it was “late”.\n« Nous restons ici », a déclaré le ministre."
    assert [mention for _, mention in mentions(text)] == ["Ada Lind"]


def test_three_named_together_are_three() -> None:
    text = "France, Norway and Japan met in Oslo. The three countries said it was “a clear sign”."
    assert set(said_by(text, "a clear sign")) == {"France", "Norway", "Japan"}
    assert mentions("“Go,” France, Norway and Japan said.")[0][1] == "France, Norway and Japan"


def test_where_somebody_is_does_not_name_them() -> None:
    text = "“We stay,” a senior official in Muscatel said on Monday."
    assert said_by(text, "We stay") == ()


def test_words_of_another_language_are_not_carried_over() -> None:
    text = "Ada Lind said it was “late”.\n「平和」は大切だ。"
    assert [mention for _, mention in mentions(text)] == ["Ada Lind"]


def test_a_body_named_in_full_is_meant_by_its_noun() -> None:
    text = "The Norwegian Church Council met in Oslo. The Council said the roof was “unsafe”."
    assert said_by(text, "unsafe") == ("Norwegian Church Council",)


def test_a_speaker_over_two_sentences_is_not_taken_from_the_next() -> None:
    text = "Ada Lind said it was “bad.” Bo Hart said it was worse."
    assert mentions(text) == [("subject before the verb", "Ada Lind")]


def test_two_named_speakers_are_two() -> None:
    text = "Both France and Norway denied it, dismissing the reports as “idle talk”."
    assert set(said_by(text, "idle talk")) == {"France", "Norway"}


def test_a_spokesman_speaks_for_whom_he_is_named_with() -> None:
    text = "A spokesman for NATO said the ships were “on their way”."
    assert said_by(text, "on their way") == ("North Atlantic Treaty Organization",)


def test_the_one_who_holds_the_office_is_meant_by_it() -> None:
    text = (
        "Foreign Minister Maria Keller of France met the press. Peter Novak waited outside. "
        "“We stay,” the foreign minister said."
    )
    assert said_by(text, "We stay") == ("Maria Keller",)


def test_an_interview_is_answered_by_who_is_interviewed() -> None:
    text = (
        "Interview with the harbour master Peter Novak\n\nWhy did you shut the gate?\n\n"
        "I think the gate was old. We had no choice."
    )
    assert said_by(text, "the gate was old") == ("Peter Novak",)


def test_the_interviewer_is_not_who_is_interviewed() -> None:
    text = (
        "Interview with the harbour master Peter Novak\n\nI hear that the gate is shut?\n\n"
        "It is. The gate was old."
    )
    assert said_by(text, "the gate is shut") == ()


def test_who_is_named_only_as_a_speaker_becomes_an_actor() -> None:
    text = "Rain fell on the harbour all day. “We stay,” the fisherman Oddvar Krell said."
    assert said_by(text, "We stay") == ("Oddvar Krell",)


@pytest.mark.parametrize(
    "text",
    [
        "“We stay,” the fisherman said.",
        "“We stay,” officials said.",
        "“We stay,” he said.",
        "Critics said it was “too late”.",
        "A Greek court said it was “too late”.",
    ],
)
def test_whom_nothing_names_stays_unnamed(text: str) -> None:
    draft = extract(text, published="2024-06-20")
    assert [quote.speakers for quote in draft.quotes if quote.kind != "indirect"] == [()]


def test_a_name_beside_what_somebody_is_tells_who_it_is():
    text = (
        "In the words of the prosecutor, Hana Novak, “the ferry never sailed”. "
        "She left. “It sank,” said the chief prosecutor, Hana Novak."
    )
    draft = extract(text)
    names = {one.id: one.name for one in draft.actors}
    assert {tuple(names[key] for key in one.speakers) for one in draft.quotes} == {("Hana Novak",)}


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("The Malaysian side said it agreed. Malaysia spoke.", "it agreed", "Malaysia"),
        ("Malaysia spoke. The Malaysian side said it agreed.", "it agreed", "Malaysia"),
        ("The government in Belgrade said it agreed.", "it agreed", "Serbia"),
        (
            "The Ministry of Defence met. A spokeswoman for the ministry said it was late.",
            "it was late",
            "Ministry of Defence",
        ),
        (
            "Ana Diaz came. The Ministry of Defence met. A spokeswoman for the ministry said it was late. "
            "“We will wait,” she added.",
            "We will wait",
            "Ministry of Defence",
        ),
        (
            "Khalid bin Saif al-Harthi came.\n\nMINISTER AL-HARTHI: Good evening. The road is open.",
            "The road is open",
            "Khalid bin Saif al-Harthi",
        ),
        (
            "Nguyen Van Thuc invited Laura Mendieta. “I shall come,” she said.",
            "I shall come",
            "Laura Mendieta",
        ),
        (
            "My predecessor, Olav Brekke, used to say: “Count the waves.” Brekke is old.",
            "Count the waves",
            "Olav Brekke",
        ),
        (
            "Zhao Wenli told Ana Diaz that the sea should be “put in one drawer”, "
            "according to the Chad News Agency.",
            "put in one drawer",
            "Zhao Wenli",
        ),
    ],
)
def test_who_is_behind_what_describes_them(text: str, words: str, who: str) -> None:
    assert said_by(text, words) == (who,)


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Marek came. A fisherman said it was cold. “We stay,” he added.",
        "Ana Diaz came. A witness told of the fire. “We ran,” she said.",
        "Ana Diaz came. A nurse said it was late. “We wait,” she said.",
    ],
)
def test_a_pronoun_behind_an_unnamed_speaker_is_nobody_else(text: str) -> None:
    assert said_by(text, "We") == ()


def test_a_statement_from_an_office_is_no_unnamed_speaker() -> None:
    text = (
        "Shwan Barzinji, the prime minister, welcomed “any step that helps”, according to a statement from "
        "his office. “Pay them,” he said."
    )
    assert said_by(text, "any step") == ("Shwan Barzinji",)
    assert said_by(text, "Pay them") == ("Shwan Barzinji",)


def test_the_two_sides_are_states_though_a_paper_stands_between() -> None:
    text = "Iraq met Turkey, the Chad News Agency wrote. The two sides said they had agreed."
    assert said_by(text, "they had agreed") == ("Iraq", "Turkey")


def test_what_two_words_tell_is_proposed_once() -> None:
    draft = extract("Iraq denied on Sunday reports that it had reached an agreement with Turkey.")
    spans = [quote.fragments for quote in draft.quotes]
    assert len(spans) == len(set(spans))


def test_a_ministry_in_a_capital_is_its_states_and_no_other_body() -> None:
    text = "Belarus and the Chad News Agency met. In Minsk, the foreign ministry said it was late."
    assert said_by(text, "it was late") == ("Belarus",)
    text = "Belarus and the Chad News Agency met. The foreign ministry said it was late."
    assert said_by(text, "it was late") == ()


@pytest.mark.parametrize("title", ["Chairperson", "Secretary", "Council", "Province"])
def test_a_title_or_the_noun_of_a_body_is_nobodys_name(title: str) -> None:
    draft = extract(f"In May the {title} said it was late.")
    assert [one.name for one in draft.actors if one.kind == "person"] == []


def test_a_visit_is_concluded_and_not_said() -> None:
    assert (
        extract("Ana Diaz concluded on 3 June a visit to Chad, during which she met him.").quotes
        == ()
    )


def test_a_place_says_nothing() -> None:
    draft = extract(
        "The ferries of Lake Lviv, who carried “far too much”, sank. Lviv Sea who said it was late."
    )
    assert {one for quote in draft.quotes for one in quote.speakers} <= {
        one.id for one in draft.actors
    }


def test_a_transcript_label_of_two_people_is_neither() -> None:
    text = "Ana Diaz and Carlos Diaz came.\n\nMINISTER DIAZ: The road is open and will stay so."
    assert said_by(text, "The road is open") == ()


def test_a_broadcaster_of_one_word_is_a_body() -> None:
    draft = extract("Euronews said that the road was open.")
    assert [(one.kind, one.name) for one in draft.actors] == [("organisation", "Euronews")]


def test_you_in_what_is_put_to_who_is_interviewed() -> None:
    text = (
        "Interview with Ada Lind\n\nDid you see it? \n\nI did, and I was glad.\n\n"
        "That must make you realize you have won.\n\nYes, I suppose it does."
    )
    assert said_by(text, "you have won") == ("Ada Lind",)
