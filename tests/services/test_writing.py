"""Sections typed, put in order, and kept from being overwritten."""

from __future__ import annotations

import pytest

from briefing.domain.briefing import Briefing, Section, SectionKind
from briefing.domain.judgment import Judgment
from briefing.errors import NotFoundError, UserError
from briefing.services import finishing, history, writing
from briefing.store.journal import new_id
from tests.builders import empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    with made.write("Fill") as unit:
        unit.add(Briefing(id="b", title="B", marking="GREEN"))
    yield made
    made.close()


def _kinds(ws):
    return [row.section_kind for row in writing.section_rows(ws, "b")]


def _texts(ws):
    return [row.body for row in writing.section_rows(ws, "b")]


def test_sections_are_added_in_the_order_of_a_new_briefing(ws):
    for kind in ("outlook", "discussion", "bottom line", "gaps", "discussion", "changes"):
        writing.add_section(ws, "b", kind)
    assert _kinds(ws) == ["bottom line", "changes", "discussion", "discussion", "outlook", "gaps"]
    with ws.read() as connection:
        from briefing.store.records import find

        assert {s.marking for s in find(connection, Section, briefing_id="b")} == {"GREEN"}


def test_the_bottom_line_is_first_and_disputes_next_wherever_they_were_put(ws):
    with ws.write("Fill") as unit:
        for key, kind in (("1", "outlook"), ("2", "disputed"), ("3", "bottom line")):
            unit.add(Section(id=key, briefing_id="b", section_kind=kind, position=key))
    assert _kinds(ws) == ["bottom line", "disputed", "outlook"]


def test_a_section_moves_among_its_like(ws):
    one, two, three = (
        writing.add_section(ws, "b", "discussion", body=words) for words in ("1", "2", "3")
    )
    writing.add_section(ws, "b", "bottom line", body="0")
    assert writing.move_section(ws, three, by=-1)
    assert _texts(ws) == ["0", "1", "3", "2"]
    assert writing.move_section(ws, one, before="")
    assert _texts(ws) == ["0", "3", "2", "1"]
    assert writing.move_section(ws, two, before=three)
    assert _texts(ws) == ["0", "2", "3", "1"]
    assert not writing.move_section(ws, two, by=-1)
    history.undo(ws)
    assert _texts(ws) == ["0", "3", "2", "1"]


def test_saves_of_one_stretch_are_one_step_back(ws):
    key = writing.add_section(ws, "b", "outlook", body="One")
    step = new_id()
    writing.set_section_body(ws, key, "One two", expected="One", intention=step)
    writing.set_section_body(ws, key, "One two three", expected="One two", intention=step)
    assert history.undo(ws) == "Edit section"
    assert _texts(ws) == ["One"]


def test_words_of_another_are_never_overwritten(ws):
    key = writing.add_section(ws, "b", "outlook", body="One")
    writing.set_section_body(ws, key, "Theirs", expected="One")
    with pytest.raises(writing.SectionChangedError) as caught:
        writing.set_section_body(ws, key, "Mine", expected="One")
    assert caught.value.body == "Theirs"
    assert _texts(ws) == ["Theirs"]


def test_a_section_in_the_trash_takes_no_words_until_it_is_taken_out(ws):
    key = writing.add_section(ws, "b", "outlook", body="One")
    writing.delete_section(ws, key)
    assert _texts(ws) == []
    with pytest.raises(NotFoundError):
        writing.set_section_body(ws, key, "Two", expected="One")
    writing.restore_section(ws, key, "Two")
    assert _texts(ws) == ["Two"]


def test_a_final_briefing_is_not_written_in(ws):
    key = writing.add_section(ws, "b", "outlook", body="One")
    writing.add_section(ws, "b", "outlook", body="Two")
    finishing.set_status(ws, "b", "final")
    for call in (
        lambda: writing.set_section_body(ws, key, "Two", expected="One"),
        lambda: writing.set_section_heading(ws, key, "Two"),
        lambda: writing.set_section_kind(ws, key, "gaps"),
        lambda: writing.add_section(ws, "b", "gaps"),
        lambda: writing.move_section(ws, key, by=1),
        lambda: writing.delete_section(ws, key),
    ):
        with pytest.raises(UserError, match="final"):
            call()
    assert _texts(ws) == ["One", "Two"]


def test_out_of_final_begins_the_next_version_as_one_step(ws):
    def head():
        with ws.read() as connection:
            from briefing.store.records import need

            found = need(connection, "briefing", "b")
            return found.status, found.version

    finishing.set_status(ws, "b", "in review")
    finishing.set_status(ws, "b", "final")
    assert head() == ("final", 1)
    finishing.set_status(ws, "b", "draft")
    assert head() == ("draft", 2)
    history.undo(ws)
    assert head() == ("final", 1)
    history.undo(ws)
    assert head() == ("in review", 1)


def test_going_to_final_tells_what_is_missing(ws):
    with ws.write("Fill") as unit:
        unit.add(make_quote(briefing_id="b"))
    assert finishing.missing_for_final(ws, "b") == [
        "There is no bottom line.",
        "There is no key judgment.",
        "One statement rests on no source.",
        "The information cut-off is not given.",
        "The as-of date is not given.",
    ]
    with ws.write("Fill") as unit:
        unit.change("briefing", "b", cutoff="2024-06-20T12:00+00:00", as_of="2024-06-20")
        unit.add(Judgment(id="j", briefing_id="b", text="It is so.", key=True))
    key = writing.add_section(ws, "b", SectionKind.BOTTOM_LINE, body="[@quote:1]")
    assert "There is no bottom line." in finishing.missing_for_final(ws, "b")
    writing.set_section_body(ws, key, "It is so [@quote:1].", expected="[@quote:1]")
    assert finishing.missing_for_final(ws, "b") == ["2 statements rest on no source."]
