"""Pictures and graphs of the blocs as files: whole, for one audience, the same bytes each time."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pypdfium2
import pytest

from briefing.domain.actor import Actor
from briefing.domain.relation import Relation
from briefing.errors import NotFoundError, UserError
from briefing.services.bloc_exporting import (
    FORMATS,
    BlocRequest,
    make_blocs,
    page_picture,
    write_blocs,
)
from briefing.services.bloc_filter import BlocFilter
from briefing.services.bloc_table import bloc_table
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)
TWO = BlocRequest(at="1951", other="2024-06")


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


def words(svg):
    return [e.text for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")]


def test_a_picture_is_whole_title_dates_legend_marking_sources_and_words_for_the_blind(ws):
    svg = make_blocs(ws, SAMPLE, "svg", TWO)
    shown = words(svg)
    assert {"1951", "June 2024", "TLP:CLEAR", "Soviet Union", "Russia", "defence pact"} <= set(
        shown
    )
    assert any(text.startswith("Sources: ") and "(B)" in text for text in shown)
    assert any("2 ties ended" in text for text in shown)
    root = ElementTree.fromstring(svg)
    described = next(e.text for e in root if e.tag.endswith("desc"))
    assert "Soviet Union – North Korea: co-belligerence" in described
    assert "Russia – North Korea: strategic partnership" in described
    assert "Between 1951 and June 2024" in described


def test_what_lies_outside_a_map_is_not_drawn_over_the_next(ws):
    picture = page_picture(ws, SAMPLE, TWO)
    clips = [one.clip for one in picture.items if getattr(one, "clip", None)]
    assert len(clips) == 2
    assert clips[0][3] < clips[1][1]
    assert picture.height > clips[1][3]


def test_the_pdf_has_one_page_with_the_words_of_the_picture(ws, tmp_path):
    file = write_blocs(ws, SAMPLE, tmp_path / "p.pdf", TWO)
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert "Soviet Union" in text
    assert "TLP:CLEAR" in text
    assert b"Soviet Union" in file.read_bytes() or b"/Alt" in file.read_bytes()


def test_the_png_is_painted_at_two_dots_a_unit_and_says_what_it_shows(ws):
    made = make_blocs(ws, SAMPLE, "png", TWO)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    wide, _high = struct.unpack(">II", made[16:24])
    assert wide == 2400
    texts, at = {}, 8
    while at < len(made):
        (length,) = struct.unpack(">I", made[at : at + 4])
        kind, body = made[at + 4 : at + 8], made[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", made[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(kind + body)
        if kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            texts[key.decode()] = rest[4:].decode()
        at += 12 + length
    assert "Soviet Union" in texts["Description"]
    assert texts["Title"].startswith("Russia and North Korea")


def test_a_difference_is_one_picture_of_both_dates(ws):
    shown = words(make_blocs(ws, SAMPLE, "svg", BlocRequest("1951", "2024-06", "difference")))
    assert "1951 to June 2024" in shown
    assert "+ 2022" in shown
    assert "– 1953" in shown


def test_a_filter_is_told_on_the_page(ws):
    asked = BlocRequest(at="2024-06", shown=BlocFilter(kinds=frozenset({"sanctions"})))
    shown = words(make_blocs(ws, SAMPLE, "svg", asked))
    assert "3 of 12 relations shown at June 2024." in shown
    assert "war" not in shown


def test_nothing_leaves_that_is_marked_higher(ws):
    relation, source = sample_id("relation", "russia-north-korea"), sample_id("source", "treaty")
    ukraine = sample_id("actor", "ukraine")
    with ws.write("Mark") as unit:
        unit.change("relation", relation, marking="RED")
        unit.change("actor", ukraine, marking="AMBER")
        unit.change("source", source, marking="AMBER", title="Secret paper")
    for one in FORMATS:
        made = make_blocs(ws, SAMPLE, one.id)
        assert b"Ukraine" not in made
        assert b"Secret paper" not in made
        assert relation.encode() not in made
    shown = " ".join(words(make_blocs(ws, SAMPLE, "svg")))
    assert "Left out by marking: " in shown
    amber = make_blocs(ws, SAMPLE, "svg", BlocRequest(audience="AMBER"))
    assert b"Ukraine" in amber
    assert "TLP:AMBER" in words(amber)
    with ws.write("Mark") as unit:
        unit.change("briefing", SAMPLE, marking="AMBER")
    with pytest.raises(UserError, match="marked"):
        make_blocs(ws, SAMPLE, "svg", BlocRequest(audience="GREEN"))


def test_a_line_without_a_source_says_so(ws):
    with ws.write("Add") as unit:
        unit.add(
            Relation(
                id="bare",
                briefing_id=SAMPLE,
                from_id=sample_id("actor", "china"),
                to_id=sample_id("actor", "north-korea"),
                relation_kind="diplomatic contact",
                held="2024/..",
            )
        )
    shown = words(make_blocs(ws, SAMPLE, "svg", BlocRequest(at="2024-06-19")))
    assert "1 relation rests on no passage; its line says so." in shown
    assert "no source" in shown


def test_a_graph_of_a_hostile_name_is_read_again(ws):
    name = 'A & B <c> "d"\x01 \ud800 ]]> é北'
    with ws.write("Add") as unit:
        unit.add(Actor(id="odd", actor_kind="state", name=name.replace("\ud800", "")))
        unit.add(
            Relation(
                id=new_id(),
                briefing_id=SAMPLE,
                from_id="odd",
                to_id=sample_id("actor", "china"),
                relation_kind="dispute",
                held="2024/..",
            )
        )
    for one in ("graphml", "gexf"):
        made = make_blocs(ws, SAMPLE, one)
        ElementTree.fromstring(made)
        path = ws.path.with_suffix(f".{one}")
        path.write_bytes(made)
        graph = (networkx.read_graphml if one == "graphml" else networkx.read_gexf)(path)
        names = {data.get("name") for _, data in graph.nodes(data=True)}
        assert name.replace("\x01", "").replace("\ud800", "") in names
        assert graph.number_of_edges() == 13
        assert {data["kind"] for _, _, data in graph.edges(data=True)} >= {"war", "dispute"}
    whole = json.loads(make_blocs(ws, SAMPLE, "geojson"))
    assert whole["marking"] == "TLP:CLEAR"
    kinds = [one["geometry"] and one["geometry"]["type"] for one in whole["features"]]
    assert kinds.count("Point") == 9
    # Nobody knows where it lies: it is in the file, without a place.
    assert kinds.count(None) == 2
    assert "MultiLineString" in kinds


def test_a_graph_of_two_dates_tells_what_became_of_each_tie(ws):
    path = write_blocs(ws, SAMPLE, ws.path.with_suffix(".graphml"), TWO)
    graph = networkx.read_graphml(path)
    states = [data["state"] for _, _, data in graph.edges(data=True)]
    assert (states.count("ended"), states.count("began")) == (2, 9)
    assert graph.nodes[sample_id("actor", "china")]["blocs"] == "Soviet Union, China, North Korea"


SAME = """
import hashlib, sys
from pathlib import Path
from briefing.services.bloc_exporting import FORMATS, BlocRequest, make_blocs
from briefing.services.workspace import open_workspace
from tests.builders import ME
ws = open_workspace(Path(sys.argv[1]), ME)
for one in FORMATS:
    for view in ("map", "difference"):
        made = make_blocs(ws, sys.argv[2], one.id, BlocRequest("1951", "2024-06", view))
        print(one.id, view, hashlib.sha256(made).hexdigest())
"""


def test_the_same_library_gives_the_same_bytes_anywhere(ws, tmp_path):
    root = Path(__file__).parents[2]
    said = []
    for zone, locale, seed in (("UTC", "C.UTF-8", "1"), ("Asia/Tokyo", "C", "2")):
        said.append(
            subprocess.run(
                [sys.executable, "-c", SAME, str(ws.path), SAMPLE],
                capture_output=True,
                text=True,
                check=True,
                cwd=tmp_path,
                env={
                    **os.environ,
                    "TZ": zone,
                    "LC_ALL": locale,
                    "PYTHONHASHSEED": seed,
                    "PYTHONPATH": str(root),
                },
            ).stdout
        )
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 2 * len(FORMATS)


def test_an_empty_briefing_gives_an_empty_picture(ws):
    from briefing.domain.briefing import Briefing

    with ws.write("New") as unit:
        unit.add(Briefing(id="empty", title="Nothing yet", as_of="2024"))
    for one in FORMATS:
        assert make_blocs(ws, "empty", one.id)
    assert json.loads(make_blocs(ws, "empty", "geojson"))["features"] == []


def test_what_is_wrong_is_told_in_one_line(ws, tmp_path):
    with pytest.raises(NotFoundError):
        write_blocs(ws, "nothing", tmp_path / "p.svg")
    for request, message in (
        (BlocRequest(at="soon"), "date"),
        (BlocRequest(view="globe"), "this view is not known"),
        (BlocRequest(view="difference"), "two dates"),
    ):
        with pytest.raises(UserError, match=message):
            write_blocs(ws, SAMPLE, tmp_path / "p.svg", request)
    with pytest.raises(UserError, match="name a file"):
        write_blocs(ws, SAMPLE, tmp_path / "p.bmp")
    with pytest.raises(UserError, match="choose another folder"):
        write_blocs(ws, SAMPLE, tmp_path / "no" / "p.svg")
    assert not list(tmp_path.glob("p.*"))


def test_the_table_has_the_parts_of_the_command_line(ws):
    table = bloc_table(ws, SAMPLE)
    assert table["at"] == "2024-06-19"
    assert {m["name"] for m in table["blocs"][0]["members"]} == {"Russia", "North Korea"}
    for relation in table["relations"]:
        assert {"from", "from_name", "to", "to_name", "kind", "phase", "certainty"} <= set(relation)
        assert relation["sources"]
    assert "Soviet Union" in {r["from_name"] for r in bloc_table(ws, SAMPLE, "1951")["relations"]}
    # The earlier date stands first, whichever is named first.
    two = bloc_table(ws, SAMPLE, "2024-06", "1951")
    assert (two["at"], two["and"]["at"]) == ("2024-06", "1951")
    assert two["changes"]["sentence"].startswith("Between 1951 and June 2024: 2 ties ended")
    assert len(two["changes"]["ended"]) == 2
