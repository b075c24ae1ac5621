"""Spelling: what is wrong is found, and what is none of its business is not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.errors import UserError
from briefing.services.spelling import dictionaries_for, load_speller


@pytest.fixture(scope="module")
def english():
    return load_speller("en")


def _wrong(speller, text, **more):
    return [text[start:end] for start, end in speller.wrong_in(text, **more)]


def test_wrong_words_are_found_in_either_spelling_of_english(english):
    text = "They recieve defence aid and defense aid, organise and organize, without assistence."
    assert _wrong(english, text) == ["recieve", "assistence"]


def test_american_english_alone_is_strict():
    assert _wrong(load_speller("en-US"), "Defence or defense") == ["Defence"]
    assert _wrong(load_speller("en-GB"), "Defence or defense") == ["defense"]


def test_better_words_are_offered_with_the_apostrophe_that_was_typed(english):
    assert english.suggest("recieve")[0] == "receive"
    assert "doesn’t" in english.suggest("dosn’t")
    assert english.is_right("isn’t")


@pytest.mark.parametrize(
    "text",
    [
        "NATO and the UNSCR",
        "see www.exampel.org or a@exampel.org, C:\\tpm",
        "in Q3x the 2nd KN23mod",
        "the 북한 and Владимир",
        "the \ufffc[@quote:0117ba57] stands",
        "Żurek",
    ],
)
def test_what_is_no_word_of_the_language_is_left_alone(english, text):
    assert _wrong(english, text) == []


def test_names_are_left_alone(english):
    text = "Choe Son-hui met Lavrov’s envoy Zzyzx."
    assert "Lavrov’s" in _wrong(english, text)
    names = {"choe", "hui", "lavrov’s", "zzyzx"}
    assert _wrong(english, text, is_name=lambda w: w.casefold() in names) == []


def test_a_kept_word_is_right_from_then_on_and_in_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    first = load_speller("en")
    assert not first.is_right("denuclearisation")
    first.add("denuclearisation")
    first.add("Denuclearisation")
    assert first.is_right("Denuclearisation’s")
    assert load_speller("en").is_right("denuclearisation")
    assert (tmp_path / "config" / "dictionary.txt").read_text() == "denuclearisation\n"


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "config").write_text("no folder")
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    with pytest.raises(UserError, match="could not be kept"):
        load_speller("en").add("denuclearisation")


def test_a_language_without_a_dictionary_has_no_speller(monkeypatch):
    monkeypatch.setattr("briefing.services.spelling._SYSTEM", ())
    assert load_speller("tlh") is None
    assert [file.stem for file in dictionaries_for("en")] == ["en_US", "en_AU"]
    assert [file.stem for file in dictionaries_for("")] == ["en_US", "en_AU"]


def test_a_dictionary_of_the_system_is_used(tmp_path, monkeypatch):
    (tmp_path / "fr_CA.dic").write_text("1\nbonjour\n")
    (tmp_path / "fr_CA.aff").write_text("SET UTF-8\n")
    (tmp_path / "hyph_fr.dic").write_text("")
    monkeypatch.setattr("briefing.services.spelling._SYSTEM", (str(tmp_path),))
    assert _wrong(load_speller("fr"), "Bonjour bonjuor") == ["bonjuor"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_can_be_looked_at(english, text):
    for start, end in english.wrong_in(text):
        assert 0 <= start < end <= len(text)
        assert not any(c.isspace() or c.isdecimal() for c in text[start:end])
