"""Who is named: one sentence that must and one that must not for each rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.intake import gazetteer, names
from briefing.intake.article import Article


def found(text, published="2024-06-20"):
    article = Article(text, published)
    told = names.find(article)
    return {
        (told.actors[one.actor].kind, told.actors[one.actor].name, text[one.start : one.end])
        for one in told.mentions
    }


def actor(text, name, published="2024-06-20"):
    told = names.find(Article(text, published))
    return next(one for one in told.actors if one.name == name)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The talks in Oslo failed.", ("place", "Oslo", "Oslo")),
        ("Officials of the DPRK left.", ("state", "North Korea", "DPRK")),
        ("The Kremlin did not answer.", ("state", "Russia", "Kremlin")),
        ("U.S. officials left.", ("organisation", "U.S. officials", "U.S. officials")),
        (
            "It was told by the Iraqi government.",
            ("organisation", "Iraqi government", "Iraqi government"),
        ),
        (
            "She works at the Ministry of Trade and Industry.",
            ("organisation", "Ministry of Trade and Industry", "Ministry of Trade and Industry"),
        ),
        (
            "The Harbour Pilots Association refused.",
            ("organisation", "Harbour Pilots Association", "Harbour Pilots Association"),
        ),
        ("Members of al-Qaeda fled.", ("organisation", "al-Qaeda", "al-Qaeda")),
        (
            "Foreign Minister Ivo Marek spoke.",
            ("person", "Ivo Marek", "Foreign Minister Ivo Marek"),
        ),
        ("Hana Dvorak, 45, lives there.", ("person", "Hana Dvorak", "Hana Dvorak")),
        ("Moon Chung-in wrote it.", ("person", "Moon Chung-in", "Moon Chung-in")),
        ("Omar al-Rashid waited.", ("person", "Omar al-Rashid", "Omar al-Rashid")),
        ("Nguyen Van Minh agreed.", ("person", "Nguyen Van Minh", "Nguyen Van Minh")),
        ("The Lowland River rose.", ("place", "Lowland River", "Lowland River")),
    ],
)
def test_what_is_named(text, wanted):
    assert wanted in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "However, nothing happened on Monday.",
        "In June the snow melted. Providing help is hard.",
        "The Treaty was signed. Both sides were content.",
        "She said so. He did not.",
        "WHY? BECAUSE. IT IS SO.",
        "",
    ],
)
def test_common_words_are_nobody(text):
    assert found(text) == set()


def test_a_family_name_alone_is_whoever_was_named_in_full():
    text = "Foreign Minister Ivo Marek spoke. Marek left. Later Mr Marek returned."
    assert {name for kind, name, _ in found(text)} == {"Ivo Marek"}
    assert actor(text, "Ivo Marek").family_name == "Marek"


def test_of_two_with_one_family_name_the_last_one_is_meant():
    text = "Kim Jong Un spoke. Vice Foreign Minister Kim Hong-kyun answered. Kim left."
    told = names.find(Article(text))
    assert told.actors[told.mentions[-1].actor].name == "Kim Hong-kyun"
    assert told.actors[told.mentions[-1].actor].family_first


def test_leaders_of_the_day_are_known_by_their_family_name():
    assert ("person", "Vladimir Putin", "Putin") in found("For Putin it was a success.")
    assert not {kind for kind, _, _ in found("For Putin it was.", "1951-05-01")} & {"person"}


@pytest.mark.parametrize(
    ("text", "name", "title", "state"),
    [
        ("Russian President Vladimir Putin came.", "Vladimir Putin", "President", "Russia"),
        ("He met North Korean leader Kim Jong Un.", "Kim Jong Un", "leader", "North Korea"),
        (
            "Sergei Lavrov, Russia’s foreign minister, spoke.",
            "Sergei Lavrov",
            "foreign minister",
            "Russia",
        ),
        (
            "U.S. Deputy Secretary of State Kurt Campbell called.",
            "Kurt Campbell",
            "Deputy Secretary of State",
            "United States",
        ),
    ],
)
def test_offices_with_their_states(text, name, title, state):
    told = names.find(Article(text))
    person = next(one for one in told.actors if one.name == name)
    assert [(o.title, told.actors[o.of].name) for o in person.offices] == [(title, state)]


def test_an_office_alone_is_whoever_holds_it_here():
    text = "French Foreign Minister Luc Arnaud came. The Foreign Minister smiled."
    assert ("person", "Luc Arnaud", "Foreign Minister") in found(text)
    assert found("The Foreign Minister smiled.") == set()


def test_letters_in_brackets_are_another_name():
    text = "The Baltic Centre for Peace (BCP) warned. The BCP had asked before."
    body = actor(text, "Baltic Centre for Peace")
    assert "BCP" in body.aliases
    assert len(names.find(Article(text)).of(0)) == 3


def test_the_lists_are_well_formed():
    isos = [state.iso for state in gazetteer.states()]
    assert len(isos) == len(set(isos)) > 195
    assert gazetteer.adjectives()["North Korean"] == "KP"
    assert all(
        one.since <= (one.until or "9999") for held in gazetteer.leaders().values() for one in held
    )


@given(
    st.text(max_size=300)
    | st.text(alphabet=st.sampled_from("AaBbKim ’'.-\n\u202e金é(),UN"), max_size=300)
)
def test_every_mention_lies_in_the_text_and_none_in_another(text):
    told = names.find(Article(text))
    end = 0
    for one in told.mentions:
        assert end <= one.start <= one.name_start < one.end <= len(text)
        end = one.end


def test_a_title_before_nothing_but_junior_is_survived() -> None:
    names.find(Article("They spoke of King Jr. and of nobody else."))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Church of the Shore spoke. The Church refused.", ("Church of the Shore", "Church")),
        ("He wrote in The Harbour Times.", ("The Harbour Times", "Harbour Times")),
        ("The U.S. Harbour Agency spoke.", ("United States Harbour Agency", "U.S. Harbour Agency")),
        ("The Church refused.", ("Church", "Church")),
    ],
)
def test_a_body_is_called_by_its_whole_name(text, wanted):
    assert ("organisation", *wanted) in found(text)


def test_who_has_an_article_is_no_name():
    text = "They met the Harbour Poet. Poet said no. “Thank you, Harbour Poet.”"
    assert "person" not in {kind for kind, *_ in found(text)}
    assert ("person", "Vesna Poet", "Vesna Poet") in found("Vesna Poet came. Poet said no.")


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        (
            "Ivo Marek, who was president of Chad from 2010 to 2014, spoke.",
            "Ivo Marek",
            ("president", "Chad", "2010", "2014"),
        ),
        (
            "Hana Novak was an adviser to the Danish government from 2009 to 2013.",
            "Hana Novak",
            ("adviser", "Denmark", "2009", "2013"),
        ),
        (
            "Hana Novak, the minister of Peru until May 2024, left.",
            "Hana Novak",
            ("minister", "Peru", "", "2024-05"),
        ),
        (
            "Foreign Minister Ivo Marek of Chad came.",
            "Ivo Marek",
            ("Foreign Minister", "Chad", "", ""),
        ),
        (
            "Hana Novak, a spokeswoman for the Chinese Foreign Ministry, said so.",
            "Hana Novak",
            ("spokeswoman", "China", "", ""),
        ),
        (
            "NAIROBI – Rain fell. Defence Secretary Hana Novak was glad.",
            "Hana Novak",
            ("Defence Secretary", "Kenya", "", ""),
        ),
        (
            "It met Turkey and its Deputy Foreign Minister, Hana Novak, in May.",
            "Hana Novak",
            ("Deputy Foreign Minister", "Turkey", "", ""),
        ),
        (
            "Former ambassador Ivo Marek slept.",
            "Ivo Marek",
            ("former ambassador", "", "", ""),
        ),
    ],
)
def test_offices_with_whose_they_are_and_their_dates(text, name, office):
    told = names.find(Article(text, "2024-06-20"))
    person = next(one for one in told.actors if one.name == name)
    found = [
        (o.title, "" if o.of is None else told.actors[o.of].name, o.since, o.until)
        for o in person.offices
    ]
    assert found == [office]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lin Guoqiang left. Lin slept.", ("person", "Lin Guoqiang", "Lin")),
        ("Kim Il-sun, the envoy, left.", ("person", "Kim Il-sun", "Kim Il-sun")),
        (
            "Minister Inés Quispe Mamani came. Quispe left.",
            ("person", "Inés Quispe Mamani", "Quispe"),
        ),
        (
            "Senator Maude Le Guennec came. Le Guennec left.",
            ("person", "Maude Le Guennec", "Le Guennec"),
        ),
        (
            "Unification Minister Ivo Marek came.",
            ("person", "Ivo Marek", "Unification Minister Ivo Marek"),
        ),
        (
            "Foreign Minister Julie Bishop came.",
            ("person", "Julie Bishop", "Foreign Minister Julie Bishop"),
        ),
        (
            "It was told by the Workers’ Party of Korea.",
            ("organisation", "Workers' Party of Korea", "Workers’ Party of Korea"),
        ),
        (
            "The Organization for Security and Co-operation in Europe met.",
            (
                "organisation",
                "Organization for Security and Co-operation in Europe",
                "Organization for Security and Co-operation in Europe",
            ),
        ),
        ("Tarn Ulver spoke, and Ulver said no.", ("person", "Tarn Ulver", "Tarn Ulver")),
        ("He told Radio Tamazuj so.", ("organisation", "Radio Tamazuj", "Radio Tamazuj")),
        ("The SPLM-IO, whose leader is away, said no.", ("organisation", "SPLM-IO", "SPLM-IO")),
        ("They sail the Gulf of Guinea.", ("place", "Gulf of Guinea", "Gulf of Guinea")),
        (
            "President Le Thanh Son came. President Son spoke.",
            ("person", "Le Thanh Son", "President Son"),
        ),
        ("The Guild of Skippers met.", ("organisation", "Guild of Skippers", "Guild of Skippers")),
        ("Nguyen Van Thuc came. Thuc spoke.", ("person", "Nguyen Van Thuc", "Thuc")),
        ("Minister Tran Duc Long came.", ("person", "Tran Duc Long", "Minister Tran Duc Long")),
        (
            "Khalid bin Saif al-Harthi came. In May al-Harthi left.",
            ("person", "Khalid bin Saif al-Harthi", "al-Harthi"),
        ),
        ("Hayder al-Jubouri came. Al-Jubouri left.", ("person", "Hayder al-Jubouri", "Al-Jubouri")),
        ("Haider al-Abadi came. Abadi left.", ("person", "Haider al-Abadi", "Abadi")),
        ("Mohan al-Freiji was chosen.", ("person", "Mohan al-Freiji", "Mohan al-Freiji")),
        (
            "Rear Admiral Giles Otterburn left.",
            ("person", "Giles Otterburn", "Rear Admiral Giles Otterburn"),
        ),
        (
            "Irving Independent School District closed.",
            (
                "organisation",
                "Irving Independent School District",
                "Irving Independent School District",
            ),
        ),
        (
            "The Council on Polar Affairs met.",
            ("organisation", "Council on Polar Affairs", "Council on Polar Affairs"),
        ),
        (
            "The Caucasus Monitor printed it.",
            ("organisation", "Caucasus Monitor", "Caucasus Monitor"),
        ),
        (
            "A Greek court and the Greek court ruled.",
            ("organisation", "Greek court", "Greek court"),
        ),
    ],
)
def test_names_in_many_forms(text, wanted):
    assert wanted in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lee County voted.",
        "The Ban Treaty held.",
        "Labour costs rose.",
        "The new FTP server failed.",
        "Park Avenue is long.",
    ],
)
def test_what_only_looks_like_a_name(text):
    assert {kind for kind, _, _ in found(text)} <= {"place"}


@pytest.mark.parametrize(
    "text",
    [
        "They fled to Urem al-Kubra.",
        "Joyce Mbewe, who leads Humanitarian Affairs, told members so.",
    ],
)
def test_what_is_nobodys_name(text):
    people = {name for kind, name, _ in found(text) if kind == "person"}
    assert people <= {"Joyce Mbewe"}
