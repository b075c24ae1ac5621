from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.bootstrap import main
from briefing.domain.actor import Actor, ActorName
from briefing.domain.event import Event, Participant
from briefing.domain.relation import Relation
from briefing.errors import UserError
from briefing.intake import tables
from briefing.services import history
from briefing.services.table_fields import FIELDS, Rows, guess_mapping
from briefing.services.tabling import import_table, try_rows
from briefing.store.journal import new_id
from tests.builders import empty_workspace
from tests.services.test_importing import a_briefing, held

ACTORS = """\
Name;Type;Aliases;Native name;ISO;Lon;Lat;Comment
Russia;country;Russian Federation | RF;Россия;ru;37,6;55.7;=1+2
Kim Jong Un;person;;김정은;;;;"a; b"
Nowhere;planet;;;;;;
;person;;;;;;
Longland;state;;;;200;;
russia;state;;;;;;
"""


@pytest.fixture
def ws(tmp_path):
    workspace = empty_workspace(tmp_path)
    yield workspace
    workspace.close()


def table(text: str, name: str = "a.csv", **told) -> tables.Table:
    return tables.read(text.encode(), name, **told)


def taken_in(ws, text: str, rows: Rows, briefing: str | None = None):
    made = table(text)
    return import_table(
        ws, made, rows, guess_mapping(made.header, rows), name="a.csv", briefing_id=briefing
    )


def actors(ws, *names: str) -> dict[str, str]:
    made = [Actor(id=new_id(), actor_kind="state", name=name) for name in names]
    with ws.write("Make") as unit:
        unit.add_all(made)
    return {one.name: one.id for one in made}


@pytest.mark.parametrize("mark", list(tables.DELIMITERS))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_delimiter_and_encoding_are_guessed(mark, encoding):
    rows = [("Имя", "Вид"), ("Россия", "государство"), ("Путин, В.", "человек")] * 3
    quoted = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    made = tables.read(quoted.encode(encoding), "a.csv")
    assert made.delimiter == mark
    assert made.header == rows[0]
    assert made.rows == tuple(rows[1:])


def test_actors_come_in_as_one_step_and_bad_rows_are_told(ws):
    done = taken_in(ws, ACTORS, Rows.ACTORS)
    found = {a.name: a for a in held(ws, Actor)}
    assert set(found) == {"Russia", "Kim Jong Un"}
    russia = found["Russia"]
    assert (russia.actor_kind, russia.iso3166, russia.longitude) == ("state", "RU", 37.6)
    # What looks like a formula is text.
    assert russia.note == "=1+2"
    names = {(n.text, n.name_kind, n.script) for n in held(ws, ActorName)}
    assert ("Россия", "native", "Cyrl") in names
    assert ("RF", "alias", "Latn") in names
    assert done.known == 1
    lines = done.lines("a.csv")
    assert len(lines) == 3
    assert lines[0].startswith("a.csv, line 4: kind planet: write one of state, person")
    assert lines[1] == "a.csv, line 5: name is empty"
    assert lines[2] == "a.csv, line 6: longitude 200: write a number from -180 to 180"
    history.undo(ws)
    assert held(ws, Actor) == ()
    assert held(ws, ActorName) == ()


def test_events_find_their_actors_by_any_name_in_any_script(ws):
    known = actors(ws, "Russia", "North Korea")
    with ws.write("Name") as unit:
        unit.add(ActorName(id=new_id(), actor_id=known["North Korea"], text="조선"))
    briefing = a_briefing(ws)
    done = taken_in(
        ws,
        "Date,End date,What,Where,Participants,CAMEO,Planned\n"
        "19 June 2024,20 June 2024,The visit,Pyongyang,RUSSIA; 조선,040,no\n"
        "soon,,A summit,,,04,yes\n"
        "2024,,A shell,,Ruritania,04,\n"
        "2024,,A code,,,4,\n",
        Rows.EVENTS,
        briefing,
    )
    (event,) = held(ws, Event)
    assert (event.what, event.happened, event.place) == (
        "The visit",
        "2024-06-19/2024-06-20",
        "Pyongyang",
    )
    assert (event.cameo, event.planned, event.briefing_id) == ("040", False, briefing)
    assert {p.actor_id for p in held(ws, Participant)} == set(known.values())
    assert [row.problem.split(":")[0] for row in done.failed] == ["soon", "Ruritania", "CAMEO 4"]


def test_relations_come_in_with_kind_sign_and_time(ws):
    known = actors(ws, "Russia", "North Korea", "Ukraine")
    briefing = a_briefing(ws, marking="AMBER")
    done = taken_in(
        ws,
        "source,target,relationship,since,until,sign,consultation\n"
        "Russia,North Korea,Strategic Partnership,2024-06-19,,,yes\n"
        "Russia,Ukraine,war,2022-02-24,..,,\n"
        "Russia,Ukraine,dispute,2014,2022,0,\n"
        "Russia,Russia,war,,,,\n"
        "Russia,Ukraine,friendship,,,,\n",
        Rows.RELATIONS,
        briefing,
    )
    first, second, third = held(ws, Relation)
    assert (first.from_id, first.to_id) == (known["Russia"], known["North Korea"])
    # Who says since when a tie holds, and no end, means that it holds still.
    assert (first.relation_kind, first.sign, first.held) == (
        "strategic partnership",
        1,
        "2024-06-19/..",
    )
    assert (first.consultation, first.marking) == (True, "AMBER")
    assert (second.sign, second.held) == (-1, "2022-02-24/..")
    assert (third.sign, third.held) == (0, "2014/2022")
    assert [row.line for row in done.failed] == [5, 6]
    assert "one actor" in done.failed[0].problem


@pytest.mark.parametrize(
    ("heading", "held_then"),
    [("Since", "1963/.."), ("start_date", "1963/.."), ("Year", "1963"), ("When", "1963")],
)
def test_since_tells_a_beginning_and_a_year_a_year(ws, heading, held_then):
    actors(ws, "Russia", "Ukraine")
    text = f"From,To,Kind,{heading}\nRussia,Ukraine,defence pact,1963\n"
    taken_in(ws, text, Rows.RELATIONS, a_briefing(ws))
    assert [one.held for one in held(ws, Relation)] == [held_then]


def test_rows_that_are_here_already_do_not_come_in_again(ws):
    actors(ws, "Russia", "Ukraine")
    briefing = a_briefing(ws)
    text = "From,To,Kind,When,Note\nRussia,Ukraine,war,2022/,\nRussia,Ukraine,dispute,2014/2022,Crimea\n"
    assert len(taken_in(ws, text, Rows.RELATIONS, briefing).ids) == 2
    again = taken_in(ws, text + "Russia,Ukraine,sanctions,2023/,\n" * 2, Rows.RELATIONS, briefing)
    # One of the two new rows is the same as the other.
    assert (len(again.ids), again.known) == (1, 3)
    assert len(held(ws, Relation)) == 3
    # Another note is another row, and what was deleted comes in again.
    other = taken_in(ws, text.replace("Crimea", "Donbas"), Rows.RELATIONS, briefing)
    assert (len(other.ids), other.known) == (1, 1)
    with ws.write("Delete relation") as unit:
        unit.delete("relation", held(ws, Relation)[0].id)
    assert len(taken_in(ws, text, Rows.RELATIONS, briefing).ids) == 1
    # In another briefing nothing of it is known.
    assert taken_in(ws, text, Rows.RELATIONS, a_briefing(ws)).known == 0
    events = "Date,What\n2024-06-19,The visit\n"
    assert taken_in(ws, events, Rows.EVENTS, briefing).known == 0
    assert taken_in(ws, events, Rows.EVENTS, briefing).known == 1
    assert len(held(ws, Event)) == 1


def test_dates_in_the_wrong_order_are_told_as_that(ws):
    actors(ws, "Russia", "Ukraine")
    text = "From,To,Kind,When\nRussia,Ukraine,war,1960/1950\n"
    done = taken_in(ws, text, Rows.RELATIONS, a_briefing(ws))
    assert [one.problem for one in done.failed] == ["1960/1950: the interval ends before it begins"]


def test_a_name_that_several_actors_have_is_refused(ws):
    actors(ws, "Korea", "korea", "Japan")
    briefing = a_briefing(ws)
    done = taken_in(ws, "from,to,kind\nKorea,Japan,dispute\n", Rows.RELATIONS, briefing)
    assert "several actors" in done.failed[0].problem


def test_a_value_can_hold_for_every_row(ws):
    made = table("Name\nRussia\nChina\n")
    mapping = {**guess_mapping(made.header, Rows.ACTORS), "actor_kind": "state"}
    tried = try_rows(ws, made, Rows.ACTORS, mapping)
    assert [row.problem for row in tried] == ["", ""]
    import_table(ws, made, Rows.ACTORS, mapping, name="a.csv", briefing_id=None)
    assert {a.actor_kind for a in held(ws, Actor)} == {"state"}


@pytest.mark.parametrize("ends", ["Country 1,Country 2", "Country_A,Country_B", "State 1,State 2"])
def test_a_pair_of_countries_is_known_by_its_headings(ends):
    mapping = guess_mapping([*ends.split(","), "Type of tie", "Start"], Rows.RELATIONS)
    assert (mapping["from_id"], mapping["to_id"], mapping["relation_kind"]) == (0, 1, 2)


@pytest.mark.parametrize("rows", list(Rows))
def test_the_titles_of_our_fields_are_recognised(rows):
    titles = [field.title for field in FIELDS[rows]]
    assert guess_mapping(titles, rows) == {f.key: n for n, f in enumerate(FIELDS[rows])}


def test_a_heading_row_that_is_none_can_be_said():
    made = table("Russia,state\nChina,state\n", has_header=False)
    assert made.header == ("Column 1", "Column 2")
    assert len(made.rows) == 2
    assert made.first_line == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7", "not a table"),
        (b"a,b\n" * 100_002, "rows"),
        (b"a" * 300, "running text"),
        (b"a,b\n1\x002,3", "not a text file"),
        (b'a,b\n"' + b"x" * 1_100_000 + b'",1', "quotation marks"),
    ],
    ids=["nothing", "blank", "picture", "pdf", "long", "text", "nul", "cell"],
)
def test_what_is_no_table_is_refused_in_one_line(data, told):
    with pytest.raises(UserError) as caught:
        tables.read(data, "a.csv")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300) | st.text(alphabet='a,;"\t\n|=+é', max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_refused(data):
    try:
        made = tables.read(data, "a.csv")
    except UserError as error:
        line = str(error)
        assert "\n" not in line
    else:
        assert all(len(row) == len(made.header) for row in made.rows)


def run(capsys, library, *words: str) -> tuple[int, str, str]:
    status = main([*words, "--library", str(library)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_line_takes_in_a_table_and_tells_each_row_left_out(tmp_path, capsys):
    library, path = tmp_path / "l.briefings", tmp_path / "actors.csv"
    path.write_text(ACTORS.replace("Russia;", "Ruritania;"), "utf-8")
    status, out, err = run(capsys, library, "import", str(path), "--as", "actors", "--json")
    (told,) = json.loads(out)
    assert status == 1
    assert len(told["new"]) == 1
    assert told["columns"]["actor_kind"] == "Type"
    assert [f["line"] for f in told["failed"]] == [4, 5, 6]
    assert len(err.splitlines()) == 3
    path.write_text("Colour,Weight\nred,3\n", "utf-8")
    status, out, err = run(capsys, library, "import", str(path), "--as", "actors")
    assert (status, out) == (1, "")
    assert err == "actors.csv: no column tells the name, kind; choose one.\n"
    status, _out, err = run(capsys, library, "import", str(path))
    assert status == 1
    assert err.startswith("actors.csv: a table; say whether its rows are actors")
    status, _out, err = run(capsys, library, "import", str(path), "--as", "events")
    assert "no column tells" in err


def test_the_command_line_reads_a_folder(tmp_path, capsys):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("One.", "utf-8")
    (folder / "deep" / "b.txt").write_text("", "utf-8")
    status, out, err = run(capsys, tmp_path / "l.briefings", "import", str(folder), "--json")
    told = json.loads(out)
    assert status == 1
    assert [t["file"] for t in told] == [str(folder / "a.txt"), str(folder / "deep" / "b.txt")]
    assert "error" in told[1]
    assert err.count("\n") == 1


def test_the_command_line_reads_a_file_of_references(tmp_path, capsys):
    path = tmp_path / "a.ris"
    path.write_text("TY  - BOOK\nTI  - A book\nER  - \n", "utf-8")
    status, out, _err = run(capsys, tmp_path / "l.briefings", "import", str(path), "--json")
    (told,) = json.loads(out)
    assert status == 0
    assert told["sources"] == [told["source"]]
    assert told["document"] is None
    status, out, _err = run(capsys, tmp_path / "l.briefings", "import", str(path), "--json")
    assert json.loads(out)[0]["known"] == told["sources"]
