from __future__ import annotations

import pytest

from briefing.domain.markings import Marking, MarkingError, allows, highest, parse, parse_marking

ORDER = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


def test_markings_go_from_clear_to_red():
    mixed = ["RED", "AMBER", "CLEAR", "AMBER+STRICT", "GREEN"]
    assert [marking.value for marking in sorted(map(Marking, mixed))] == ORDER
    assert Marking.AMBER < Marking.AMBER_STRICT < Marking.RED
    assert Marking.RED > Marking.CLEAR
    assert Marking.CLEAR < Marking.AMBER  # though C comes after A
    assert Marking.GREEN >= Marking.GREEN


def test_labels_stand_in_capitals_with_no_blank():
    assert [m.label for m in Marking] == [f"TLP:{word}" for word in ORDER]


@pytest.mark.parametrize("text", ["AMBER+STRICT", "TLP:AMBER+STRICT", " tlp:amber+strict "])
def test_a_marking_is_read_with_or_without_its_prefix(text):
    assert parse(text) is parse_marking(text) is Marking.AMBER_STRICT


@pytest.mark.parametrize("text", ["", "SECRET", "TLP:", "AMBER STRICT", "TLP: RED", "YELLOW"])
def test_another_word_is_refused_with_the_words_that_would_do(text):
    with pytest.raises(MarkingError, match=r"TLP:AMBER\+STRICT"):
        parse(text)


def test_white_is_refused_with_its_successor():
    with pytest.raises(MarkingError, match=r"WHITE is obsolete.*TLP:CLEAR"):
        parse("TLP:WHITE")


def test_the_banner_shows_the_highest():
    assert highest(["CLEAR", "AMBER", "GREEN"]) is Marking.AMBER
    assert highest(["AMBER", "AMBER+STRICT"]) is Marking.AMBER_STRICT
    assert highest([]) is Marking.CLEAR


def test_an_export_takes_what_is_marked_no_higher():
    assert [m for m in ORDER if allows("AMBER", m)] == ["CLEAR", "GREEN", "AMBER"]
    assert not allows("AMBER", "AMBER+STRICT")
    assert all(allows("RED", m) for m in ORDER)


def test_each_has_its_own_stix_object():
    ids = {m.stix_id for m in Marking}
    assert len(ids) == 5
    assert Marking.CLEAR.stix_id == "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"
    assert Marking.RED.stix_id == "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
    assert all(m.audience for m in Marking)
