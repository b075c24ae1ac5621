"""What is known of a briefing before it leaves, and what a finished export looks like."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefing.errors import Cancelled, UserError
from briefing.services import exportable as subject
from briefing.services.export_formats import FORMATS, ExportRequest, make_export
from briefing.services.exportable import Look, exportable, file_stem, preview, proposed_name
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    workspace = open_workspace(tmp_path_factory.mktemp("exportable") / "a.briefings", ME)
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Russia and North Korea: close?", "Russia-and-North-Korea-close"),
        ("북한과 러시아 / 조약", "북한과-러시아-조약"),
        ("../../etc/passwd\0", "etc-passwd"),
        ("a\u202egnp.exe\ud800", "a-gnp-exe"),
        (" – ", ""),
        ("x" * 300, "x" * 60),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_a_title_makes_a_file_name(title, stem):
    assert file_stem(title) == stem


def test_a_name_tells_title_version_and_kind(ws):
    what = exportable(ws, SAMPLE)
    names = {row.key: proposed_name(what, row) for row in FORMATS}
    assert names["pdf-summary"].startswith("Russia-and-North-Korea-")
    assert names["pdf-summary"].endswith("-draft-1-summary.pdf")
    assert names["pdf-full"].endswith("-draft-1.pdf")
    assert len(set(names.values())) == len(FORMATS)
    assert what.marking == "CLEAR"


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_can_be_looked_at(ws, row):
    request = ExportRequest(row.id, row.kind, list="quotes" if row.needs_list else "")
    found = preview(ws, SAMPLE, request)
    assert found.made.content == make_export(ws, SAMPLE, request).content
    match found.look:
        case Look.PAGES:
            assert len(found.sizes) == 1 or row.kind == "full"
            assert {round(wide) for wide, _high in found.sizes} == {595}
        case Look.ROWS:
            assert len(found.rows) > 1
        case _:
            assert found.look is not Look.NONE
            assert len(found.text) > 100


def test_of_a_long_text_the_beginning_is_shown(ws, monkeypatch):
    monkeypatch.setattr(subject, "MOST_TEXT", 500)
    found = preview(ws, SAMPLE, ExportRequest("json"))
    assert (len(found.text), found.cut) == (500, True)
    found = preview(ws, SAMPLE, ExportRequest("html"))
    assert found.cut
    assert len(found.text) <= 500


def test_of_a_workbook_each_list_stands_under_its_title(ws):
    every = preview(ws, SAMPLE, ExportRequest("xlsx")).rows
    assert every[0] == ()
    titles = [row[0] for before, row in pairwise(every) if before == ()]
    assert {"Actors", "Quotes"} <= set(titles)
    quotes = preview(ws, SAMPLE, ExportRequest("xlsx", list="quotes")).rows
    assert quotes[0] == every[every.index(("Quotes",)) + 1]
    assert quotes[1] in every


def test_html_is_shown_without_its_pictures(ws):
    found = preview(ws, SAMPLE, ExportRequest("html"))
    assert b"<svg" in found.made.content
    assert "<svg" not in found.text


def test_a_preview_is_refused_and_cancelled_as_the_export_is(ws):
    with pytest.raises(UserError, match="xyz"):
        preview(ws, SAMPLE, ExportRequest("xyz"))
    with pytest.raises(Cancelled):
        preview(ws, SAMPLE, ExportRequest("pdf", "full"), cancelled=lambda: True)


def test_pages_that_cannot_be_painted_say_what_to_do():
    with pytest.raises(UserError, match="PDF viewer"):
        subject.page_pictures(b"no pdf", [(0, 100)])
