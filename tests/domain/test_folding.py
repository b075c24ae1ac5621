from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.folding import bigrams, cjk_runs, fold, script_of


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Kim Hong‑kyŭn", "KIM HONG-KYUN"),
        ("Nguyễn Phú Trọng", "nguyen phu trong"),
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("Straße", "STRASSE"),
        ("P’yŏngyang", "p'yongyang"),
        ("Erdoğan", "erdogan"),
        ("İstanbul", "istanbul"),
        ("Иосиф  Фёдоров", "иосиф федоров"),
        ("Ｋｉｍ", "kim"),
        ("김정은", "김정은"),
        ("", ""),
    ],
)
def test_names_are_one_however_they_are_typed(written, typed):
    assert fold(written) == fold(typed)


def test_sounds_of_kana_and_syllables_of_hangul_stay_apart():
    assert fold("がか") != fold("かか")
    assert fold("김") != fold("깅")
    assert fold("평양") == "평양"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kim Jong Un", "Latn"),
        ("Владимир Путин", "Cyrl"),
        ("김정은", "Hang"),
        ("习近平", "Hani"),
        ("安倍さん", "Jpan"),
        ("トヨタ", "Jpan"),
        ("محمد", "Arab"),
        ("בנימין", "Hebr"),
        ("Κυριάκος", "Grek"),
        ("— 1950 “Ç”", "Latn"),
        ("123 …", ""),
        ("", ""),
    ],
)
def test_the_script_of_a_name_is_told(text, code):
    assert script_of(text) == code


def test_runs_and_pairs_for_search():
    assert cjk_runs("The 朝鮮 and 한국어 of トヨタ, 1 中") == ["朝鮮", "한국어", "トヨタ", "中"]
    assert cjk_runs("none here") == []
    assert cjk_runs("\u1112\u1161\u11ab") == ["한"]  # typed as jamo, found as a syllable
    assert bigrams("한국어") == ["한국", "국어"]
    assert bigrams("中") == ["中"]
