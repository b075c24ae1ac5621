"""What leaves the library: whole files, at their marking, and never a private word."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pypdfium2
import pytest

from briefing.analysis.fontmetrics import text_width
from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Section
from briefing.domain.changes import Author
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.relation import RelationParty
from briefing.domain.source import PassageLink
from briefing.errors import NotFoundError, UserError
from briefing.export import full_pdf, pdf
from briefing.export.excerpt import Notes
from briefing.paths import resource
from briefing.services import exporting, report_blocs
from briefing.services.bloc_exporting import write_blocs
from briefing.services.bloc_table import bloc_table
from briefing.services.bloc_view import bloc_view, read_day
from briefing.services.export_formats import ExportRequest, export_briefing, make_export
from briefing.services.report_view import at_marking, summary_report
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from briefing.store.records import find

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "a.briefings", Author(None, "device"))
    yield workspace
    workspace.close()


def export_summary(ws, briefing_id, to, *, paper="a4"):
    return export_briefing(ws, briefing_id, to, ExportRequest("pdf", "summary", paper=paper))


def read(path) -> str:
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    return re.sub(r"\s+", " ", document[0].get_textpage().get_text_bounded())


def test_the_sample_stands_on_one_page_with_nothing_left_out(ws, tmp_path):
    to = tmp_path / "summary.pdf"
    assert export_summary(ws, SAMPLE, to) == to
    text = read(to)
    for words in (
        *("DRAFT", "TLP:CLEAR", "Russia and North Korea come close to an", "draft 1"),
        *("19 June 2024", "20 June 2024, 12:00 UTC", "Very likely", "80–95 %", "1951"),
        *("Moderate confidence.", "June 2024", "6,700 containers", "(C3)", "Reported by Digest"),
        *("NATO", "ICD 203", "1 of 1"),
    ):
        assert words in text
    assert "Left out" not in text
    assert sorted(p.name for p in tmp_path.glob("*.pdf*")) == ["summary.pdf"]


def test_two_libraries_give_the_same_bytes(ws, tmp_path):
    (tmp_path / "b").mkdir()
    other = open_workspace(tmp_path / "b" / "other.briefings", Author(None, "another"))
    one = export_summary(ws, SAMPLE, tmp_path / "1.pdf").read_bytes()
    assert one == export_summary(other, SAMPLE, tmp_path / "2.pdf").read_bytes()
    other.close()


@pytest.fixture
def given(monkeypatch):
    """What Typst gets; without the words in pictures, whose places are tested with the map."""
    seen: list[dict[str, str]] = []
    inner = pdf._inputs

    def inputs(*args):
        made = inner(*args)
        seen.append({k: re.sub("<text.*?</text>", "", v) for k, v in made.items()})
        return seen[-1]

    monkeypatch.setattr(pdf, "_inputs", inputs)
    return seen


def test_the_sample_is_set_from_the_same_words_as_before(ws, tmp_path, golden, given):
    export_summary(ws, SAMPLE, tmp_path / "s.pdf")
    data = json.loads(given[-1]["data"])
    golden("summary.json", json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def test_the_page_of_the_sample_reads_as_before(ws, tmp_path, golden, given):
    to = export_summary(ws, SAMPLE, tmp_path / "s.pdf")
    lines = pypdfium2.PdfDocument(to)[0].get_textpage().get_text_bounded().splitlines()
    assert len(given) >= 1
    golden("summary.txt", "".join(f"{line.rstrip()}\n" for line in lines))


def reword(ws, word):
    with ws.write("Edit briefing") as unit:
        unit.change("briefing", SAMPLE, title=word)


def test_what_was_changed_is_in_the_next_file(ws, tmp_path):
    to = tmp_path / "s.pdf"
    export_summary(ws, SAMPLE, to)
    for word in ("Once", "Twice"):
        reword(ws, word)
        assert word in read(export_summary(ws, SAMPLE, to))
    other = open_workspace(ws.path, Author(None, "another"))
    reword(other, "Thrice")
    other.close()
    assert "Thrice" in read(export_summary(ws, SAMPLE, to))
    with ws.write("Move") as unit:
        unit.change("actor", sample_id("actor", "japan"), name="Nippon")
    assert "Nippon" in read(export_summary(ws, SAMPLE, to))


def test_pictures_are_kept_while_words_change_and_no_longer(ws, tmp_path, monkeypatch):
    drawn: list[str] = []
    inner = exporting._figures

    def figures(*args):
        drawn.append(args[1])
        return inner(*args)

    monkeypatch.setattr(exporting, "_figures", figures)
    exporting._pictures.clear()
    to, section = tmp_path / "s.pdf", sample_id("judgment", "no-deterrence")
    export_summary(ws, SAMPLE, to)
    with ws.write("Edit judgment") as unit:
        unit.change("judgment", section, text="Quite otherwise.")
    assert "Quite otherwise." in read(export_summary(ws, SAMPLE, to))
    assert len(drawn) == 1
    with ws.write("Rename") as unit:
        unit.change("actor", sample_id("actor", "japan"), name="Nippon")
    with ws.write("Edit judgment") as unit:
        unit.change("judgment", section, text="As before.")
    assert "Nippon" in read(export_summary(ws, SAMPLE, to))
    assert len(drawn) == 2


def test_another_library_at_the_same_place_is_another(tmp_path):
    place, to = tmp_path / "a.briefings", tmp_path / "s.pdf"
    for word in ("Once", "Twice"):
        ws = open_workspace(place, Author(None, "device"))
        reword(ws, word)
        assert word in read(export_summary(ws, SAMPLE, to))
        ws.close()
        for part in tmp_path.glob("a.briefings*"):
            part.unlink()


def test_the_paper_is_that_asked_for_and_few_files_are_kept(ws, tmp_path):
    for number in range(6):
        reword(ws, f"Title {number}")
        for paper, width in (("a4", 595), ("us-letter", 612)):
            to = export_summary(ws, SAMPLE, tmp_path / "s.pdf", paper=paper)
            assert round(pypdfium2.PdfDocument(to)[0].get_size()[0]) == width
    assert len(exporting._made) <= exporting._KEPT


def test_an_unchanged_library_is_not_set_again(ws, tmp_path, monkeypatch):
    one = export_summary(ws, SAMPLE, tmp_path / "1.pdf").read_bytes()
    monkeypatch.setattr(exporting, "summary_report", None)
    assert one == export_summary(ws, SAMPLE, tmp_path / "2.pdf").read_bytes()


def test_endnotes_are_numbered_as_they_appear(ws):
    report = summary_report(ws, SAMPLE)
    runs = [*report.bottom_line, *(r for j in report.judgments for r in j.text), *report.disputed]
    first = dict.fromkeys(n for run in runs for n in run.notes)
    assert [n.number for n in report.endnotes] == list(range(1, len(report.endnotes) + 1))
    assert min(first) == 1
    assert set(first) == {n.number for n in report.endnotes}


def test_a_private_note_never_comes_out(ws, tmp_path):
    with ws.write("Note") as unit:
        unit.add(
            Annotation(
                id=new_id(), target_kind="briefing", target_id=SAMPLE, briefing_id=SAMPLE,
                body="Whispered", private=True,
            )
        )  # fmt: skip
    assert "Whispered" not in read(export_summary(ws, SAMPLE, tmp_path / "s.pdf"))


def test_what_is_marked_higher_stays_and_is_counted(ws, tmp_path):
    judgment, actor = sample_id("judgment", "no-deterrence"), bloc_table(ws, SAMPLE)["relations"][0]
    with ws.write("Mark") as unit:
        unit.change("judgment", judgment, marking="RED")
        unit.change("actor", actor["to"], marking="AMBER")
    text = read(export_summary(ws, SAMPLE, tmp_path / "s.pdf"))
    assert "deter Russia" not in text
    assert "Left out by marking: 1 judgment" in text
    assert "TLP:CLEAR" in text
    svg = write_blocs(ws, SAMPLE, tmp_path / "s.svg").read_text(encoding="utf-8")
    assert f">{actor['to_name']}<" not in svg


def test_no_picture_tells_of_a_denial_by_somebody_who_may_not_be_named(ws):
    day = read_day("2024-06-19")[1]
    scene = bloc_view(ws, SAMPLE, day).scene
    relation = scene.relations[0].id
    with ws.write("Deny") as unit:
        unit.add(Actor(id="denier", actor_kind="person", name="Somebody"))
        unit.add(
            RelationParty(id=new_id(), relation_id=relation, actor_id="denier", stance="denies")
        )

    def denied():
        shown = at_marking(ws, bloc_view(ws, SAMPLE, day).scene, "GREEN")
        return next(one.denied for one in shown.relations if one.id == relation)

    assert denied()
    with ws.write("Mark") as unit:
        unit.change("actor", "denier", marking="AMBER")
    assert not denied()


def said(report):
    return [("".join(run.text for run in note.citation), note.grade) for note in report.endnotes]


def test_the_summary_does_not_call_unsourced_what_it_may_not_show(ws):
    with ws.read() as connection:
        basis = find(connection, Basis, judgment_id=sample_id("judgment", "no-deterrence"))
        links = find(connection, PassageLink, entry_id=[one.entry_id for one in basis])
    assert links
    with ws.write("Mark") as unit:
        for link in links:
            unit.change("passage", link.passage_id, marking="RED")
    report = summary_report(ws, SAMPLE)
    told = [words for words, _grade in said(report)]
    assert "A source that this marking does not carry." in told
    assert not [words for words in told if "Unsourced" in words]
    # Each is counted once, however many judgments rest on it.
    assert report.left_out == (f"{len({link.passage_id for link in links})} passages",)


def test_a_judgment_cited_or_with_words_of_its_own_is_not_unsourced(ws):
    with ws.read() as connection:
        link = find(connection, PassageLink, entry_kind="quote")[0]
        (line,) = find(connection, Section, briefing_id=SAMPLE, section_kind="bottom line")
    with ws.write("Cite a judgment, and rest another on words alone") as unit:
        unit.change("section", line.id, body="So it is.[@judgment:led]")
        unit.add(Judgment(id="led", briefing_id=SAMPLE, text="By another's words."))
        unit.add(Basis(id=new_id(), judgment_id="led", entry_kind="quote", entry_id=link.entry_id))
        # Two that rest on each other end somewhere.
        for one, other in (("led", "ring"), ("ring", "led")):
            unit.add(Basis(id=new_id(), judgment_id=one, entry_kind="judgment", entry_id=other))
        unit.add(Judgment(id="ring", briefing_id=SAMPLE, text="And so on."))
        unit.add(Judgment(id="own", briefing_id=SAMPLE, text="By itself.", key=True))
        unit.add(
            PassageLink(
                id=new_id(), entry_kind="judgment", entry_id="own", passage_id=link.passage_id
            )
        )
    report = summary_report(ws, SAMPLE)
    (own,) = (one for one in report.judgments if one.text[0].text == "By itself.")
    assert own.text[-1].notes
    told = [words for words, _grade in said(report)]
    assert not any("Unsourced" in told[number - 1] for number in report.bottom_line[-1].notes)


def test_a_citation_that_may_not_be_carried_is_refused(ws, tmp_path):
    with ws.write("Mark") as unit:
        unit.change("quote", sample_id("quote", "absurd"), marking="AMBER")
    with pytest.raises(UserError, match="TLP:AMBER"):
        export_summary(ws, SAMPLE, tmp_path / "s.pdf")
    assert not (tmp_path / "s.pdf").exists()


def test_what_is_wrong_is_told(ws, tmp_path):
    with pytest.raises(NotFoundError):
        export_summary(ws, "nothing", tmp_path / "s.pdf")
    with pytest.raises(NotFoundError):
        bloc_table(ws, "nothing")
    with pytest.raises(UserError, match="date"):
        bloc_table(ws, SAMPLE, "soon")
    with pytest.raises(UserError, match="choose another folder"):
        export_summary(ws, SAMPLE, tmp_path / "no" / "s.pdf")
    with pytest.raises(UserError, match="this is a folder"):
        export_summary(ws, SAMPLE, tmp_path)


def test_the_pages_of_the_whole_sample_read_as_before(ws, golden, monkeypatch):
    inner = full_pdf._inputs

    def inputs(*args):
        made = inner(*args)
        return {k: re.sub("<text.*?</text>", "", v, flags=re.S) for k, v in made.items()}

    monkeypatch.setattr(full_pdf, "_inputs", inputs)
    request = ExportRequest("pdf", "full", notes=Notes.SHARED)
    document = pypdfium2.PdfDocument(make_export(ws, SAMPLE, request).content)
    pages = [one.get_textpage().get_text_bounded().splitlines() for one in document]
    assert len(pages) > 8
    golden("full.txt", "".join(f"{line.rstrip()}\n" for page in pages for line in page))


def test_a_summary_follows_the_template_of_the_house(ws, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    folder, to = tmp_path / "config" / "templates", tmp_path / "s.pdf"
    folder.mkdir(parents=True)
    shipped = export_summary(ws, SAMPLE, to).read_bytes()
    ours = resource("templates", "summary.typ").read_text("utf-8")
    (folder / "summary.typ").write_text(ours, "utf-8")
    assert export_summary(ws, SAMPLE, to).read_bytes() == shipped
    (folder / "summary.typ").write_text(
        ours.replace("head(draft)", 'head("Ministry of Examples")'), "utf-8"
    )
    assert "Ministry of Examples" in read(export_summary(ws, SAMPLE, to))
    (folder / "summary.typ").write_text('#import "@briefing/parts:1.0.0": *\n#data.title', "utf-8")
    with pytest.raises(UserError, match="Correct the template"):
        export_summary(ws, SAMPLE, to)
    (folder / "summary.typ").unlink()
    assert export_summary(ws, SAMPLE, to).read_bytes() == shipped


def test_both_maps_of_the_summary_say_whose_borders_they_draw_within_their_width(ws):
    scenes = tuple(
        bloc_view(ws, SAMPLE, read_day(text)[1], text).scene for text in ("1951", "June 2024")
    )
    figures, _legend = report_blocs.drawn(scenes, side_by_side=True)
    for figure in figures:
        root = ET.fromstring(figure.svg)
        width = float(root.get("viewBox").split()[2])
        words = [one for one in root.iter() if one.tag.endswith("text")]
        told = " ".join("".join(one.itertext()) for one in words)
        assert "Natural Earth, de facto control" in told
        for one in words:
            if one.get("text-anchor") == "end":
                wide = text_width("".join(one.itertext()), float(one.get("font-size")))
                assert float(one.get("x")) - wide >= 0
                assert float(one.get("x")) <= width
