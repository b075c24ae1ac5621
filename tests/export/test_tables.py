"""The lists of a briefing as rows, as CSV and as a workbook, each opened again by another program."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.markings import Marking
from briefing.errors import Cancelled, UserError
from briefing.export.csv_list import csv_list, defused
from briefing.export.tables import LISTS, sheet, sheets
from briefing.export.xlsx import xlsx
from briefing.services.export_formats import List
from tests.excerpts import HOSTILE, WORDS, key, small_excerpt
from tests.office import convert, needs_office

MORE_HOSTILE = (
    *HOSTILE,
    '=HYPERLINK("http://example.org","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1;2)",
    " \t=1+1",
    '"=1+1',
    "'=1+1",
    "\r=1+1",
    "a;=1+1",
    'a",=1+1',
    "a\n=1+1",
    "＝1+1",
    "http://example.org",
    "&R&12 &P",
    "𐍈" * 40_000,
)


def cells(name: str, **changes: object) -> list[dict[str, object]]:
    made = sheet(small_excerpt(**changes), name)  # type: ignore[arg-type]
    titles = [one.title for one in made.columns]
    assert len(set(titles)) == len(titles)
    return [dict(zip(titles, row, strict=True)) for row in made.rows]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


# ------------------------------------------------------------------------------- rows


def test_there_is_a_table_for_every_list():
    assert list(LISTS) == [one.value for one in List]
    assert [one.name for one in sheets(small_excerpt())] == list(LISTS)


def test_a_quote_says_who_when_and_on_which_words_it_rests():
    (row,) = cells("quotes")
    assert row["Words"] == WORDS
    assert row["Who"] == "Vladimir Putin"
    assert row["Said, as written"] == "2024-06-19"
    assert row["Said, earliest"] == row["Said, latest"] == date(2024, 6, 19)
    assert row["Sources"] == "A treaty in Pyongyang"
    assert row["Reliability of the sources"] == "B"
    assert row["Exact words"] == f"“{WORDS}”"
    assert (row["Tags"], row["Marking"]) == ("mutual help", "TLP:CLEAR")
    assert list(row)[-1] == "Id"
    assert row["Id"] == key("quote")


def test_dates_have_real_ends_and_open_ones_none():
    (tie,) = cells("relations")
    assert (tie["Held, as written"], tie["Held, earliest"], tie["Held, latest"]) == (
        *("2024-06/..", date(2024, 6, 1), None),
    )
    claim = cells("claims")[0]
    assert claim["Holds, latest"] == date(2024, 2, 29)
    old = cells("quotes", change={"quote": {"said": "-0431"}})[0]
    assert (old["Said, as written"], old["Said, earliest"]) == ("-0431", "-0431-01-01")
    odd = cells("quotes", change={"quote": {"said": "soon"}})[0]
    assert (odd["Said, as written"], odd["Said, earliest"]) == ("soon", None)


def test_claims_relations_and_events_name_their_parties():
    sent, denied = cells("claims")
    assert (sent["Asserted by"], sent["Denied by"]) == ("United Nations", "Russia")
    assert sent["Amounts"] == "6700 containers"
    assert (sent["Credibility"], sent["Credibility in words"]) == ("3", "Possibly true")
    assert (sent["Rival versions"], denied["Rival versions"]) == (
        *("None were sent.", "6,700 containers were sent."),
    )
    (tie,) = cells("relations")
    assert (tie["From"], tie["Kind"], tie["To"], tie["Sign"]) == (
        *("Russia", "strategic partnership", "United Nations", "with"),
    )
    assert (tie["Obligations"], tie["Asserted by"]) == ("defense", "Vladimir Putin")
    (event,) = cells("events")
    assert (event["Who"], event["CAMEO"]) == ("Vladimir Putin (signatory)", "05")


def test_judgments_blocs_hypotheses_actors_sources_and_notes_are_whole():
    (judged,) = cells("judgments")
    assert (judged["Likelihood"], judged["From, %"], judged["To, %"], judged["Confidence"]) == (
        *("very likely", 80, 95, "moderate"),
    )
    assert judged["Rests on"] == "claim: 6,700 containers were sent."
    assert judged["Would change it"] == "A second visit (not seen)"
    (bloc,) = cells("blocs")
    assert (bloc["Bloc"], bloc["Member"], bloc["Member, latest"]) == (
        *("East", "Russia", date(1953, 7, 27)),
    )
    (rated,) = cells("hypotheses")
    assert (rated["Hypothesis"], rated["Evidence"], rated["Rating"]) == (
        *("Hard currency", "claim: 6,700 containers were sent.", "C"),
    )
    people = {row["Name"]: row for row in cells("actors")}
    assert people["Vladimir Putin"]["Other names"] == "Владимир Путин (native, ru)"
    assert str(people["Vladimir Putin"]["Offices"]).startswith("President (Russia, ")
    assert people["Soviet Union"]["Longitude"] == 37.6
    assert people["United Nations"]["Same as"] == "The rebels"
    assert "The rebels" not in people
    first = cells("sources")[0]
    assert (first["Authors"], first["Reliability"]) == ("Hong-kyun Kim", "B")
    assert first["Stands to other sources"] == "reported by Agency report"
    notes = cells("notes")
    assert notes[0]["Note"] == "Does this oblige **anybody**?"
    assert notes[0]["On"] == f"quote: {WORDS}"
    assert {"Ann Analyst"} == {row["By"] for row in notes}
    answer = next(row for row in notes if row["Answers"])
    assert answer["Answers"] == "Does this oblige **anybody**?"
    assert cells("notes", notes=False) == []


def test_what_rests_on_nothing_is_told_from_what_may_not_be_shown():
    assert cells("events")[0]["Sources"] == "unsourced"
    hidden = cells("events", withheld=(("event", key("event")),))
    assert hidden[0]["Sources"] == "source not shown at this marking"


# -------------------------------------------------------------------------------- CSV


def test_csv_is_what_excel_and_the_standard_ask_for():
    excerpt = small_excerpt()
    made = csv_list(sheet(excerpt, "quotes"), excerpt)
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\r\n") == 2
    assert b"\n" not in made.replace(b"\r\n", b"")
    head, row = read_csv(made)
    assert dict(zip(head, row, strict=True))["Said, earliest"] == "2024-06-19"


def test_csv_tells_marking_and_what_was_left_out_in_its_last_line():
    excerpt = small_excerpt(marking=Marking.AMBER, left_out=("2 quotes", "1 source"))
    *_, last = read_csv(csv_list(sheet(excerpt, "quotes"), excerpt))
    assert last[0] == "[TLP:AMBER] Left out by marking: 2 quotes, 1 source."
    assert len(last) == len(LISTS["quotes"])
    assert not any(last[1:])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "  '=1+1"),
        ('"=1+1', "\"'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("a;=1+1", "a;'=1+1"),
        ('a",=1+1', "a\",'=1+1"),
        ("a\n- b", "a\n'- b"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("-5,25 %", "-5,25 %"),
        ("+3.5", "+3.5"),
        ("from -5, -3 to 7", "from -5, '-3 to 7"),
        ("6,700 = many", "6,700 = many"),
        ("someone@example.org", "someone@example.org"),
        ("two-day visit – well", "two-day visit – well"),
        ("", ""),
    ],
)
def test_formulas_are_defused_and_numbers_are_not(text, shown):
    assert defused(text) == shown


@given(st.text(alphabet="=+-@,;\t\n\r\"' a1＝\u200b", max_size=12))
def test_no_field_begins_like_a_formula_however_it_is_cut(text):
    # A comma within a number parts nothing that matters: both halves are numbers.
    for field in re.split("[,;\t\r\n]", defused(text)):
        bare = field.lstrip(" \"'\u200b")
        is_number = re.fullmatch(r"[+-]?\d+\s?%?\s*", bare)
        told_to_be_text = "'" in field[: len(field) - len(bare)]
        assert not bare.startswith(("=", "+", "-", "@", "＝")) or is_number or told_to_be_text


# ------------------------------------------------------------------------------- XLSX


def test_a_workbook_has_a_sheet_for_every_list_after_what_it_is_about():
    excerpt = small_excerpt(marking=Marking.AMBER, left_out=("2 quotes",), status="draft")
    book = workbook(xlsx(sheets(excerpt), excerpt))
    assert book.sheetnames == ["About", *(name.capitalize() for name in LISTS)]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert "TLP:AMBER" in about
    assert about["Briefing"] == "They come close to an alliance"
    assert about["Left out by marking"] == "2 quotes"
    assert about["Quotes"] == "1 row"
    assert about["Library last changed"] == "2024-06-20 12:00:00 UTC"
    assert about["Signed by"] == "Ann Analyst"
    assert book.properties.creator == "Ann Analyst"
    assert book.properties.created == datetime(2024, 6, 20, 12)  # noqa: DTZ001
    for page in book:
        assert page.oddHeader.left.text == "DRAFT · They come close to an alliance"
        for part in (page.oddHeader.right, page.oddFooter.right):
            assert part.text == "TLP:AMBER"
            assert "Bold" in part.font
            assert part.size * (page.page_setup.scale or 100) / 100 >= 12


def test_a_sheet_can_be_read_sorted_and_filtered():
    excerpt = small_excerpt()
    page = workbook(xlsx(sheets(excerpt), excerpt))["Quotes"]
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:T2"
    assert page.print_title_rows == "$1:$1"
    head = [cell.value for cell in page[1]]
    assert head == [one.title for one in LISTS["quotes"]]
    row = dict(zip(head, page[2], strict=True))
    assert row["Words"].value == WORDS
    assert row["Words"].alignment.wrap_text
    assert row["Said, earliest"].is_date
    assert row["Said, earliest"].value.date() == date(2024, 6, 19)
    assert row["Said, as written"].value == "2024-06-19"
    assert page.column_dimensions["A"].width == pytest.approx(56, abs=1)


def test_one_list_alone_is_one_sheet():
    excerpt = small_excerpt()
    book = workbook(xlsx([sheet(excerpt, "claims")], excerpt, paper="us-letter"))
    assert book.sheetnames == ["About", "Claims"]
    assert book["Claims"].page_setup.paperSize == 1


def test_days_before_the_calendar_of_spreadsheets_are_text():
    excerpt = small_excerpt(change={"quote": {"said": "1815-06-09"}})
    page = workbook(xlsx([sheet(excerpt, "quotes")], excerpt))["Quotes"]
    assert page["G2"].value == "1815-06-09"
    assert page["G2"].data_type == "s"


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=range(len(MORE_HOSTILE)))
def test_hostile_words_are_text_in_both(text):
    change = {
        name: {field: text}
        for name, field in (
            *(("quote", "words"), ("claim", "proposition"), ("russia", "name")),
            *(("source", "title"), ("event", "what"), ("question", "body")),
            *(("judgment", "text"), ("bloc", "name"), ("cash", "text"), ("ann", "name")),
        )
    }
    change["passage"] = {"exact": text}
    excerpt = small_excerpt(
        change=change, title=text, desk=text, cutoff=text, left_out=(text,), marking=Marking.RED
    )
    made = xlsx(sheets(excerpt), excerpt)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = archive.read(name)
                assert b"<f>" not in xml
                assert b"<hyperlink" not in xml
        assert not [name for name in archive.namelist() if "externalLink" in name]
        assert not [n for n in archive.namelist() if n.startswith("xl/worksheets/_rels")]
    book = workbook(made)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d")
                if isinstance(cell.value, str):
                    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    for name in LISTS:
        for row in read_csv(csv_list(sheet(excerpt, name), excerpt))[1:]:
            for field in row:
                assert not field.lstrip(' "\t').startswith(("=", "+", "@", "＝"))


def test_a_cell_that_is_cut_says_so_and_csv_holds_it_whole():
    long = "word " * 10_000
    excerpt = small_excerpt(change={"quote": {"words": long}})
    book = workbook(xlsx(sheets(excerpt), excerpt))
    shown = book["Quotes"]["A2"].value
    assert len(shown) <= 32_767
    kept, told = shown.split("… [cut: ")
    assert long.startswith(kept)
    assert int(told.split()[0].replace(",", "")) == len(long) - len(kept)
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert "Quotes: 1 cell" in about["Longer than 32,767 characters, and cut"]
    assert read_csv(csv_list(sheet(excerpt, "quotes"), excerpt))[1][0] == long


def test_a_paper_that_is_not_known_is_told_and_work_can_be_stopped():
    excerpt = small_excerpt()
    with pytest.raises(UserError, match="a5"):
        xlsx(sheets(excerpt), excerpt, paper="a5")

    def stop(done: int, total: int, text: str) -> None:
        if text == "claims":
            raise Cancelled

    with pytest.raises(Cancelled):
        xlsx(sheets(excerpt), excerpt, step=stop)


@pytest.mark.parametrize("changes", [{"TZ": "Asia/Seoul"}, {"LC_ALL": "de_DE.UTF-8"}])
def test_the_same_excerpt_is_the_same_file_everywhere(tmp_path, changes):
    excerpt = small_excerpt()
    mine = sha256(
        xlsx(sheets(excerpt), excerpt) + csv_list(sheet(excerpt, "quotes"), excerpt)
    ).hexdigest()
    code = (
        "from hashlib import sha256; from tests.excerpts import small_excerpt;"
        "from briefing.export.xlsx import xlsx; from briefing.export.csv_list import csv_list;"
        "from briefing.export.tables import sheet, sheets; e = small_excerpt();"
        "print(sha256(xlsx(sheets(e), e) + csv_list(sheet(e, 'quotes'), e)).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2])}
        | changes,
    )
    assert told.stdout.strip() == mine


def test_golden(golden):
    excerpt = small_excerpt(marking=Marking.AMBER, left_out=("2 quotes",))
    made = (csv_list(one, excerpt).decode("utf-8-sig") for one in sheets(excerpt))
    golden("lists.csv", "\r\n".join(made))


# ---------------------------------------------------------------------- another program


@needs_office
def test_libreoffice_reads_the_workbook_and_the_list(tmp_path):
    words = '=1+1;"a",\n+2'
    excerpt = small_excerpt(change={"quote": {"words": words}})
    book = tmp_path / "book.xlsx"
    book.write_bytes(xlsx([sheet(excerpt, "quotes")], excerpt))
    # The second sheet, UTF-8, commas; texts in quotation marks, as they are shown.
    told = ":Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    convert(book, tmp_path, "csv", told)
    made = next(tmp_path.glob("book*.csv"))
    head, row = list(csv.reader(StringIO(made.read_text("utf-8"), newline="")))
    assert head == [one.title for one in LISTS["quotes"]]
    shown = dict(zip(head, row, strict=True))
    assert shown["Words"] == words
    assert shown["Said, earliest"] == "2024-06-19"
    assert shown["Id"] == key("quote")


@needs_office
def test_libreoffice_calculates_nothing_in_a_list(tmp_path):
    hostile = ("=1+1", "+1+1", "-1+1", "@SUM(1,1)", " =1+1", '"=1+1', "a;=1+1", "=1+1\t=2+2")
    excerpt = small_excerpt(change={"quote": {"words": "\n".join(hostile), "cue": "=40+2"}})
    file = tmp_path / "list.csv"
    file.write_bytes(csv_list(sheet(excerpt, "quotes"), excerpt))
    book = workbook(convert(file, tmp_path, "xlsx").read_bytes())
    values = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in values if cell.data_type == "f"]
    assert 42 not in [cell.value for cell in values]
