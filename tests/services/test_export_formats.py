"""One table of formats: what each is asked, and what is said to a wish that none can fulfil."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.errors import Cancelled, NotFoundError, UserError
from briefing.export.excerpt import Notes
from briefing.services import export_formats
from briefing.services.export_formats import (
    FORMATS,
    ExportRequest,
    Part,
    chosen_format,
    export_briefing,
    make_export,
    parts_named,
)
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    workspace = open_workspace(tmp_path_factory.mktemp("formats") / "a.briefings", ME)
    yield workspace
    workspace.close()


def test_rows_have_keys_and_suffixes_of_their_own():
    assert len({one.key for one in FORMATS}) == len(FORMATS)
    owners = {}
    for one in FORMATS:
        for suffix in one.suffixes:
            assert suffix == suffix.lower()
            assert suffix.startswith(".")
            assert owners.setdefault(suffix, one.id) == one.id


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_a_format_is_found_by_its_suffix_and_by_its_name(row):
    wanted = ExportRequest(kind=row.kind, list="quotes" if row.needs_list else "")
    for suffix in row.suffixes:
        assert chosen_format(wanted, Path(f"my.file{suffix.upper()}")) == row
    named = ExportRequest(row.id.upper(), row.kind, list=wanted.list)
    assert chosen_format(named, Path("no suffix")) == row


@pytest.mark.parametrize(
    ("request_", "name", "told"),
    [
        (
            ExportRequest(),
            "a.xyz",
            "a.xyz: no format has this suffix; name a file with one of .pdf",
        ),
        (ExportRequest("tex"), "a.pdf", "tex: this format is not known; choose pdf"),
        (ExportRequest(kind="half"), "a.pdf", "there is no half of it; choose summary"),
        (ExportRequest(paper="a5"), "a.pdf", "a5: this paper is not known"),
        (ExportRequest(notes=Notes.SHARED, kind="summary"), "a.pdf", "holds no notes"),
        (ExportRequest(parts=frozenset([Part.QUOTES]), kind="summary"), "a.pdf", "has no parts"),
        (ExportRequest(list="quotes"), "a.pdf", "is no list"),
        (ExportRequest(), "a.csv", "One list as CSV holds one list; choose one of actors,"),
        (ExportRequest(list="quips"), "a.xlsx", "quips: there is no such list"),
        (ExportRequest(list="notes"), "a.csv", "The list of notes is empty without them"),
    ],
)
def test_what_no_format_can_do_is_told_in_one_line(request_, name, told):
    with pytest.raises(UserError) as failed:
        chosen_format(request_, Path(name))
    assert told in str(failed.value)
    assert "\n" not in str(failed.value)


def test_an_unknown_part_is_told_with_those_that_there_are():
    assert parts_named(["quotes"]) == {Part.QUOTES}
    with pytest.raises(UserError, match=r"^frob: no such part; there are bottom-line, judgments"):
        parts_named(["quotes", "frob"])


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_is_written_whole_and_tells_what_it_is(ws, tmp_path, row):
    to = tmp_path / f"made{row.suffixes[0]}"
    heard = []
    wanted = ExportRequest(kind=row.kind, list="quotes" if row.needs_list else "")
    done = export_briefing(
        ws, SAMPLE, to, wanted, progress=lambda *step: heard.append(step), cancelled=lambda: False
    )
    assert done == to
    assert to.read_bytes()
    assert list(tmp_path.iterdir()) == [to]
    assert heard[-1][0] == heard[-1][1] > 0
    made = make_export(ws, SAMPLE, wanted, to=to)
    assert made.content == to.read_bytes()
    assert (made.format, made.marking, made.left_out) == (row, "TLP:CLEAR", ())


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_what_fails_leaves_no_file(ws, tmp_path, row):
    to = tmp_path / f"made{row.suffixes[0]}"
    wanted = ExportRequest(kind=row.kind, list="quotes" if row.needs_list else "")
    with pytest.raises(NotFoundError):
        export_briefing(ws, "nothing", to, wanted)
    with pytest.raises(Cancelled):
        export_briefing(ws, SAMPLE, to, wanted, cancelled=lambda: True)
    with pytest.raises(UserError, match="choose another folder"):
        export_briefing(ws, SAMPLE, tmp_path / "no" / to.name, wanted)
    assert not list(tmp_path.iterdir())


def test_the_table_loads_nothing_that_only_a_format_needs():
    heavy = [
        "typst",
        "citeproc",
        "lxml",
        "docx",
        "xlsxwriter",
        "openpyxl",
        "stix2",
        "sqlalchemy",
        "numpy",
    ]
    code = (
        "import sys, briefing.services.export_formats;"
        f"print(*[one for one in {heavy} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.split() == []


def test_the_command_line_says_what_was_written_and_left_out(ws, tmp_path, capsys):
    from briefing.bootstrap import main

    assert export_formats.FORMATS
    to = tmp_path / "s.pdf"
    library = str(tmp_path / "l.briefings")
    call = ["export", SAMPLE, "--to", str(to), "--library", library]
    assert main([*call, "--kind", "summary", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "file": str(to),
        "format": "pdf",
        "kind": "summary",
        "bytes": to.stat().st_size,
        "marking": "TLP:CLEAR",
        "left_out": [],
    }
    assert main([*call, "--format", "frob"]) == 2
    assert main([*call, "--audience", "SECRET"]) == 1
    assert main([*call, "--list", "quotes", "--kind", "summary"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 3
