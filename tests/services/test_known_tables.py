"""Tables of ATOP and of the Correlates of War become relations, with ends that are only unknown."""

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Passage, Source
from briefing.errors import UserError
from briefing.intake import tables
from briefing.services import history
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.services.drafting import desk_documents
from briefing.services.joining import read_period
from briefing.services.known_tables import narrowed, recognised, reshaped, state_name
from briefing.services.pacts import pacts_of
from briefing.services.table_fields import Rows, guess_mapping
from briefing.services.tabling import import_table, try_rows
from tests.builders import empty_workspace
from tests.services.test_importing import a_briefing
from tests.services.test_joining import held, named

ATOP = """\
atopid,cow4id,member,yrent,moent,dayent,yrexit,moexit,dayexit,bilat,defense,offense,neutral,nonagg,consul
3180,,2,1949,4,4.0,0,0,0.0,0,1,0,0,1,1
3180,,20,1949,4,4.0,0,0,0.0,0,1,0,0,1,1
3180,,260,1954,10,23.0,1990,10,3.0,0,1,0,0,1,1
3180,,290,1999,3,12.0,0,0,0.0,0,1,0,0,1,1
3200,,365,1950,2,14.0,1980,4,11.0,1,1,0,0,1,0
3200,,710,1950,2,14.0,1980,4,11.0,1,1,0,0,1,0
"""
COW = """\
version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente
240,2,United States,732,South Korea,1,10,1953,,,,0,1,1,0,0,1
265,365,Russia,731,North Korea,6,7,1961,10,9,1995,0,0,1,0,0,0
"""
MID = """\
dispnum,ccode1,ccode2,year,hostlev,fatality
51,2,710,1950,5,1
51,2,710,1951,5,1
60,2,365,1955,3,0
61,365,710,1969,4,0
"""
TSS = """\
tssr_id,rivalry,ccode1,ccode2,start,end,positional
100,Soviet Union-United States,2,365,1945,1989,1.0
262,Russia-Ukraine,365,369,2014,2022,
"""


@pytest.fixture
def ws(tmp_path):
    workspace = empty_workspace(tmp_path)
    yield workspace
    workspace.close()


def made(text: str) -> tables.Table:
    table = tables.read(text.encode(), "a.csv")
    known = recognised(table)
    assert known is not None
    return reshaped(table, known)


def short(table: tables.Table) -> list[tuple[str, ...]]:
    return [(*row[:3], row[4], row[5], row[-1]) for row in table.rows]


def test_members_of_treaties_become_pairs_that_were_bound_at_one_time():
    rows = short(made(ATOP))
    nato = "North Atlantic Treaty"
    assert ("United States", "Canada", "defence pact", "1949-04-04/", "in force", nato) in rows
    assert (
        "Canada", "West Germany", "defence pact", "1954-10-23/1990-10-03", "ended", nato
    ) in rows  # fmt: skip
    # West Germany had left when Poland came.
    assert not any({"West Germany", "Poland"} <= set(row) for row in rows)
    assert rows[-1][:2] == ("Soviet Union", "China")
    assert len(rows) == 6


def test_what_the_data_censor_has_an_unknown_end():
    rows = short(made(COW))
    assert rows[0][:5] == (
        "United States", "South Korea", "defence pact", "1953-10-01/", "in force"
    )  # fmt: skip
    assert rows[1][:5] == (
        "Soviet Union", "North Korea", "defence pact", "1961-07-06/1995-09-10", "ended"
    )  # fmt: skip


def test_dyad_years_become_one_relation_for_each_dispute_with_force():
    assert [row[:4] for row in short(made(MID))] == [
        ("United States", "China", "war", "1950/1951"),
        ("Soviet Union", "China", "dispute", "1969"),
    ]


def test_a_rivalry_that_lasts_when_the_list_ends_is_open():
    assert [row[:4] for row in short(made(TSS))] == [
        ("United States", "Soviet Union", "dispute", "1945/1989"),
        ("Russia", "Ukraine", "dispute", "2014/"),
    ]


def test_any_other_table_is_left_to_the_mapping():
    assert recognised(tables.read(b"From,To,Kind\nA,B,war\n", "a.csv")) is None


@pytest.mark.parametrize(
    ("code", "date", "name"),
    [
        ("365", "1900", "Russian Empire"),
        ("365.0", "1961-07-06", "Soviet Union"),
        ("365", "2001", "Russia"),
        ("255", "1866", "Prussia"),
        ("255", "2001", "Germany"),
        ("8152", "1874", "8152"),
        ("", "", ""),
        ("abc", "1950", "abc"),
    ],
)
def test_a_code_means_the_state_of_its_time(code, date, name):
    assert state_name(code, date) == name


def test_rows_of_a_time_and_between_some_states():
    table = made(ATOP)
    assert len(narrowed(table, None, read_period("1961")).rows) == 4
    assert len(narrowed(table, {"United States", "Canada"}, None).rows) == 1
    assert len(narrowed(table, None, read_period("1900")).rows) == 0


def test_they_come_in_as_one_step_with_the_states_that_the_library_lacks(ws):
    briefing = a_briefing(ws)
    named(ws, "United States")
    table = made(ATOP)
    mapping = guess_mapping(table.header, Rows.RELATIONS)
    assert len(mapping) == len(table.header)
    done = import_table(ws, table, Rows.RELATIONS, mapping, name="atop.csv", briefing_id=briefing)
    assert done.failed == ()
    relations = held(ws, Relation)
    assert len(relations) == len(done.ids) == 6
    assert {a.name for a in held(ws, Actor)} == {
        "United States", "Canada", "West Germany", "Poland", "Soviet Union", "China"
    }  # fmt: skip
    assert "1949-04-04/" in {r.held for r in relations}
    assert len(set(pacts_of(relations).values())) == 1
    assert {s.title for s in held(ws, Source)} == {"State System Membership List, version 2016"}
    history.undo(ws)
    assert held(ws, Relation) == ()
    assert {a.name for a in held(ws, Actor)} == {"United States"}


def test_relations_of_a_file_rest_on_its_rows(ws):
    briefing = a_briefing(ws)
    table = made(COW)
    mapping = guess_mapping(table.header, Rows.RELATIONS)
    done = import_table(
        ws,
        table,
        Rows.RELATIONS,
        mapping,
        name="alliances.csv",
        briefing_id=briefing,
        original=COW.encode(),
    )
    rows = view_on(read_material(ws, briefing), read_day("1965")[1]).relations
    assert {row.id for row in rows} == set(done.ids)
    assert {row.sources for row in rows} == {1}
    assert not any(row.reference for row in rows)
    (source,) = (s for s in held(ws, Source) if s.title == "alliances.csv")
    (document,) = held(ws, Document, source_id=source.id)
    with ws.read() as connection:
        text, original = (
            connection.exec_driver_sql(
                f"SELECT {what} FROM {kind} WHERE sha256 = ?", (key,)
            ).scalar_one()
            for what, kind, key in (
                ("text", "document_text", document.text_sha256),
                ("bytes", "original", document.original_sha256),
            )
        )
    assert original == COW.encode()
    words = sorted(held(ws, Passage, document_id=document.id), key=lambda one: one.start)
    assert all(text[p.start : p.end] == p.exact for p in words)
    assert "United States – South Korea: defence pact; 1953-10-01/" in words[0].exact
    # It is no article: nothing is to be drawn out of it.
    assert desk_documents(ws, briefing) == []
    # The same file again brings nothing.
    again = import_table(
        ws,
        table,
        Rows.RELATIONS,
        mapping,
        name="alliances.csv",
        briefing_id=briefing,
        original=COW.encode(),
    )
    assert (again.ids, again.known) == ((), 2)
    assert len([s for s in held(ws, Source) if s.title == "alliances.csv"]) == 1
    history.undo(ws)
    assert held(ws, Relation) == held(ws, Source) == held(ws, Passage) == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("8152,2,1874,1880,0,defense", "8152: no state has this code"),
        ("2,2,1950,1960,0,defense", "from and to are one actor"),
        ("2,20,1960,1950,0,defense", "1960/1950: the interval ends"),
        ("2,20,,,0,defense", ""),
    ],
)
def test_bad_rows_are_told_in_one_line_and_the_rest_comes_in(ws, row, why):
    briefing = a_briefing(ws)
    head = "ccode1,ccode2,start_year,end_year,right_censored,type\n"
    table = made(f"{head}{row}\n2,200,1949,2012,1,defense\n")
    mapping = guess_mapping(table.header, Rows.RELATIONS)
    tried = try_rows(ws, table, Rows.RELATIONS, mapping)
    assert tried[0].problem.startswith(why) if why else not tried[0].problem
    assert "\n" not in tried[0].problem
    assert not tried[1].problem
    done = import_table(ws, table, Rows.RELATIONS, mapping, name="c.csv", briefing_id=briefing)
    assert len(done.ids) == 2 - len(done.failed)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 40, b"PK\x03\x04" + b"x" * 60])
def test_a_broken_file_is_refused_in_one_line(data):
    with pytest.raises(UserError) as told:
        tables.read(data, "atop.csv")
    assert "\n" not in str(told.value)
