"""The command line as scripts use it: JSON on standard output, one line a failure, no traceback."""

# long because: every command has its test here, beside the others.

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.bootstrap import main
from briefing.cli.main import _opens_window, parser
from briefing.intake import longtexts
from briefing.services import editing, history
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import get
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return str(tmp_path_factory.mktemp("cli") / "library.briefings")


@pytest.fixture
def run(library, capsys):
    def call(*arguments):
        status = main([*arguments, "--library", library])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.mark.new_library
def test_list_makes_the_library_with_the_sample(run):
    status, out, err = run("list", "--json")
    assert (status, err) == (0, "")
    (row,) = json.loads(out)
    assert set(row) == {"id", "title", "as_of", "status"}
    assert row["id"] == SAMPLE


def test_history_tells_the_words_that_differ_in_a_long_text(run, library):
    workspace = open_workspace(Path(library), ME)
    claim = sample_id("claim", "containers")
    with workspace.read() as connection:
        before = get(connection, "claim", claim).proposition
    long = f"{before} {before}"
    editing.change_fields(workspace, "claim", claim, proposition=long)
    editing.change_fields(workspace, "claim", claim, proposition=f"{long} and more of it")
    told = run("history", claim)[1].splitlines()[-1]
    assert "{+and more of it+}" in told.replace("{+ ", "{+")
    assert "→" not in told
    history.undo(workspace)
    history.undo(workspace)
    workspace.close()


def test_show_at_a_day_is_the_briefing_as_it_stood_then(run, library):
    now = run("show", SAMPLE, "--json")[1]
    workspace = open_workspace(Path(library), ME)
    quote = sample_id("quote", "mutual-assistance")
    editing.change_fields(workspace, "quote", quote, about="changed later")
    changed = run("show", SAMPLE, "--json")[1]
    assert "changed later" in changed
    assert run("show", SAMPLE, "--at", "2024-12-31", "--json")[1] == now
    assert run("show", SAMPLE, "--at", "today", "--json")[1] == changed
    plain = run("show", SAMPLE, "--at", "2024-12-31")[1]
    assert plain.startswith("As it stood on 2024-12-31 23:59.\n")
    history.undo(workspace)
    workspace.close()
    status, _out, err = run("show", SAMPLE, "--at", "2020-01-01")
    assert (status, err.count("\n")) == (1, 1)
    assert "had the id" in err
    status, _out, err = run("show", SAMPLE, "--at", "sometime")
    assert (status, err.count("\n")) == (2, 1)


def test_show_has_every_entry_in_full(run):
    status, out, _ = run("show", SAMPLE, "--json")
    assert status == 0
    whole = json.loads(out)
    assert {len(whole[k]) for k in ("quotes",)} == {11}
    quote = next(q for q in whole["quotes"] if q["words"].startswith("Hard currency?"))
    names = {a["id"]: a["name"] for a in whole["actors"]}
    assert [names[s["actor_id"]] for s in quote["speakers"]] == ["Kurt Campbell"]
    assert quote["passages"][0]["exact"] == quote["words"]
    assert all(
        entry["passages"] for kind in ("quotes", "events", "claims") for entry in whole[kind]
    )


def test_import_takes_a_changed_article_as_a_newer_version_of_a_source(run, tmp_path):
    first, changed = tmp_path / "old.txt", tmp_path / "new name.txt"
    first.write_text("Twelve ships were loaded on Monday.", encoding="utf-8")
    changed.write_text("Thirteen ships were loaded on Monday.", encoding="utf-8")
    (old,) = json.loads(run("import", str(first), "--json")[1])
    assert old["supersedes"] is None
    status, out, err = run("import", str(changed), "--version-of", old["source"], "--json")
    assert (status, err) == (0, "")
    (new,) = json.loads(out)
    assert (new["source"], new["supersedes"]) == (old["source"], old["document"])
    assert new["document"] != old["document"]
    # The same text again is no version of itself.
    (again,) = json.loads(run("import", str(changed), "--version-of", old["source"], "--json")[1])
    assert (again["duplicate_of"], again["supersedes"]) == (new["document"], None)
    changed.write_text("Fourteen ships were loaded on Monday.", encoding="utf-8")
    _, out, _ = run("import", str(changed), "--version-of", old["source"])
    assert out.endswith(f"(a newer version of {new['document']})\n")


def test_import_as_a_version_asks_for_one_file_and_a_source_that_is_here(run, tmp_path):
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    for file in (one, two):
        file.write_text(f"{file.name} was loaded.", encoding="utf-8")
    status, out, err = run("import", str(one), str(two), "--version-of", "x")
    assert (status, out) == (2, "")
    assert err == "--version-of: name one file, the newer version of that source.\n"
    status, out, err = run("import", str(one), "--version-of", "x", "--json")
    assert status == 1
    assert "Nothing here has the id x" in json.loads(out)[0]["error"]
    assert err.count("\n") == 1
    status, _, err = run("import", str(one), "--version-of", "x", "--as", "actors")
    assert status == 2
    assert err.count("\n") == 1


def test_import_says_what_became_of_each_file_and_goes_on(run, tmp_path):
    good = tmp_path / "article.txt"
    good.write_bytes("Seoul said “no”.\r\n서울\r\n".encode())
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    status, out, err = run("import", str(empty), str(good), "--date", "2024-06-20", "--json")
    assert status == 1
    failed, done = json.loads(out)
    assert failed["file"] == str(empty)
    assert "empty.txt" in failed["error"]
    assert done["duplicate_of"] is None
    assert err.count("\n") == 1
    status, out, _ = run("import", str(good), "--json")
    assert status == 0
    assert json.loads(out)[0]["duplicate_of"] == done["document"]


def test_import_counts_what_waits_and_takes_nothing_into_the_briefing(run, tmp_path):
    file = tmp_path / "visit.txt"
    file.write_text("On June 19, President Vladimir Putin arrived in Pyongyang, North Korea said.")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("export", SAMPLE, "--to", str(first))
    status, out, _ = run("import", str(file), "--into", SAMPLE, "--date", "2024-06-20", "--json")
    assert status == 0
    proposed = json.loads(out)[0]["proposed"]
    assert proposed["event"] == 1
    assert proposed["actor"] >= 2
    run("export", SAMPLE, "--to", str(second))
    before, after = (
        json.loads(one.read_text(encoding="utf-8"))["briefing"] for one in (first, second)
    )
    for one in (before, after):
        del one["sources"], one["briefing_sources"]
    assert after == before
    _, told, _ = run("import", str(file))
    assert "proposals to review" in told


def test_import_into_an_unknown_briefing_changes_nothing(run, tmp_path):
    file = tmp_path / "other.txt"
    file.write_text("Quoxblat words.")
    status, _, err = run("import", str(file), "--into", "nope")
    assert status == 1
    assert "nope" in err
    _, out, _ = run("search", "Quoxblat", "--json")
    assert not [h for h in json.loads(out) if h["kind"] == "document"]


def test_search_gives_what_the_design_names(run):
    status, out, _ = run("search", "hegemonic", "--json", "--limit", "3")
    assert status == 0
    hits = json.loads(out)
    assert 1 <= len(hits) <= 3
    assert set(hits[0]) == {"id", "kind", "title", "snippet", "briefing"}
    assert hits[0]["briefing"] == SAMPLE


def test_check_reports_findings_as_a_result(run):
    status, out, err = run("check", SAMPLE, "--json")
    assert (status, err) == (0, "")
    done = json.loads(out)
    assert set(done) == {"briefing", "counts", "quotes", "findings", "waived", "spent"}
    assert {one["outcome"] for one in done["quotes"]} == {"found word for word"}
    assert set(done["counts"]) == {"error", "warning", "note", "waived"}
    (hedge,) = [f for f in done["findings"] if f["rule"] == "vague-hedge"]
    assert set(hedge) == {"rule", "severity", "entry", "words", "detail"}
    assert hedge["entry"]["id"] == sample_id("judgment", "wider-cooperation")
    assert "perhaps" in hedge["words"]
    status, out, err = run("check", SAMPLE)
    assert (status, err) == (0, "")
    assert out.splitlines()[-2:] == [
        "Quotes: 11 found word for word",
        "0 errors, 2 warnings, 1 note, 0 let stand",
    ]


def test_blocs_at_two_dates(run):
    _, out, _ = run("blocs", SAMPLE, "--at", "1951", "--json")
    then = json.loads(out)
    _, out, _ = run("blocs", SAMPLE, "--at", "2024-06", "--json")
    now = json.loads(out)

    def sides(table):
        return {frozenset(m["name"] for m in b["members"]) for b in table["blocs"]}

    assert sides(then) == {
        frozenset({"Soviet Union", "China", "North Korea"}),
        frozenset({"United States", "Japan", "South Korea"}),
    }
    assert sides(now) == {
        frozenset({"Russia", "North Korea"}),
        frozenset({"United States", "Japan", "South Korea"}),
    }
    arms = [r for r in now["relations"] if r["kind"] == "strategic partnership"]
    assert arms
    assert set(arms[0]) >= {"from", "to", "kind", "phase", "certainty", "sources"}


def test_blocs_as_a_picture(run, tmp_path):
    target = tmp_path / "blocs.svg"
    assert run("blocs", SAMPLE, "--at", "1951", "--to", str(target))[0] == 0
    svg = target.read_text("utf-8")
    assert svg.startswith("<svg") or svg.startswith("<?xml")
    assert "Soviet Union" in svg
    assert "Natural Earth" in svg


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png", "graphml", "gexf", "geojson"])
def test_blocs_of_two_dates_in_a_file(run, tmp_path, suffix):
    target = tmp_path / f"blocs.{suffix}"
    call = ("blocs", SAMPLE, "--at", "2024-06", "--and", "1951", "--to", str(target), "--json")
    status, out, err = run(*call)
    assert (status, err) == (0, "")
    table = json.loads(out)
    assert (table["at"], table["and"]["at"]) == ("2024-06", "1951")
    assert table["changes"]["sentence"].startswith("Between 1951 and June 2024")
    assert len(target.read_bytes()) > 1000


def test_blocs_of_two_dates_in_words(run):
    _, out, _ = run("blocs", SAMPLE, "--at", "1951", "--and", "2024-06")
    assert "At 1951" in out
    assert "At June 2024" in out
    assert "  United States – Japan: defence pact · in force · confirmed · may hold" in out
    assert "2 ties ended, 9 began" in out.splitlines()[-1]


def test_history_log_backup_and_doctor(run, tmp_path):
    status, out, _ = run("log", "--json")
    assert status == 0
    newest = json.loads(out)
    assert newest[-1]["label"] == "Ship the sample briefing"
    status, out, _ = run("history", SAMPLE, "--json")
    assert status == 0
    assert json.loads(out)[0]["changes"]
    copy = tmp_path / "copy.briefings"
    assert run("backup", str(copy))[0] == 0
    assert copy.stat().st_size > 100_000
    status, out, _ = run("doctor", "--json")
    assert status == 0
    assert json.loads(out)["healthy"] is True


def _edited(library, entry="j-history"):
    """A judgment of the sample with a truth value and words changed, and one put into the trash."""
    from briefing.domain.judgment import Judgment
    from briefing.services import editing
    from briefing.services.workspace import open_workspace
    from tests.builders import ME

    opened = open_workspace(Path(library), ME)
    one = Judgment(id=entry, briefing_id=SAMPLE, text="It is\nso.", key=True)
    editing.add_records(opened, "Add judgment", [one])
    editing.change_fields(opened, "judgment", one.id, key=False, confidence_reason="Two reports")
    editing.delete_entry(opened, "judgment", one.id)
    opened.close()
    return one.id


def test_history_speaks_in_words_and_its_json_in_types(run, library):
    run("list")
    entry = _edited(library)
    _, out, _ = run("history", entry)
    lines = [line.strip() for line in out.splitlines()]
    assert "added" in lines
    assert "text: nothing → “It is ⏎ so.”" in lines
    assert "key: yes → no" in lines
    assert "reason for the confidence: nothing → “Two reports”" in lines
    assert "put into the trash" in lines
    _, out, _ = run("history", entry, "--json")
    found = {c["field"]: c for done in reversed(json.loads(out)) for c in done["changes"]}
    assert (found["key"]["before"], found["key"]["after"]) == (False, True)
    assert (found["deleted"]["before"], found["deleted"]["after"]) == (None, False)
    assert found["key"]["after"] is True


def test_history_and_log_say_who(run, library):
    opened = open_workspace(Path(library), ME)
    opened.rename_person("Kim")
    opened.close()
    entry = _edited(library, "j-who")
    assert all("  Kim  " in line for line in run("history", entry)[1].splitlines() if "(" in line)
    assert "  Kim  Delete judgment  (" in run("log", "--limit", "1")[1]
    assert json.loads(run("log", "--limit", "1", "--json")[1])[0]["name"] == "Kim"
    assert "  Ship the sample briefing" in run("history", SAMPLE)[1].splitlines()[0]
    assert json.loads(run("history", SAMPLE, "--json")[1])[0]["name"] is None


def test_words_from_elsewhere_give_a_terminal_no_orders(run, library):
    opened = open_workspace(Path(library), ME)
    entry = _edited(library, "j-orders")
    words = "red \x1b[31m\x00 \x9b2J\x7f over"
    editing.change_fields(opened, "judgment", entry, text=words)
    opened.close()
    for call in (("history", entry), ("history", entry, "--json"), ("show", SAMPLE)):
        out = run(*call)[1]
        assert not [
            one for one in out if (one < " " and one not in "\n\t") or "\x7f" <= one <= "\x9f"
        ]
    assert "red ␛[31m␀" in run("history", entry)[1]
    found = json.loads(run("history", entry, "--json")[1])
    assert found[-1]["changes"][0]["after"] == words


def test_history_tells_by_which_rule_an_entry_was_drawn_out(run, library):
    from briefing.services import accepting, reviewing
    from briefing.services.importing import import_text
    from briefing.services.workspace import open_workspace
    from tests.builders import ME

    run("list")
    opened = open_workspace(Path(library), ME)
    done = import_text(
        opened,
        "On June 19, President Vladimir Putin arrived in Minsk for talks.",
        briefing_id=SAMPLE,
        date="2024-06-20",
    )
    rows = reviewing.review(opened, SAMPLE, done.document_id).rows
    key = next(row.key for row in rows if row.kind == "event")
    made = accepting.accept(opened, SAMPLE, done.document_id, [key]).entries[key][1]
    opened.close()
    _, out, _ = run("history", made)
    assert out.startswith("Drawn out by rule (a sentence that tells a date; confidence 0.")
    assert "looked at since" in out
    assert "Accept event" in out
    _, out, _ = run("history", made, "--json")
    (first, *_rest) = json.loads(out)
    assert first["origin"]["looked_at"] is True
    assert first["origin"]["document"] == done.document_id


def test_import_tells_how_a_file_was_read(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("<html><body><p>Zyxelo of the page.</p></body></html>")
    old = tmp_path / "old.txt"
    words = "Ким Чен Ын принял гостя в Пхеньяне, стороны подписали договор. "
    old.write_bytes((words * 9).encode("cp1251"))
    status, out, err = run("import", str(page), str(old), "--json")
    assert status == 0
    first, second = json.loads(out)
    assert "web page" in first["notes"][0]
    assert "Cyrillic" in second["notes"][0]
    lines = err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["page.txt", "old.txt"]
    status, out, err = run("import", str(page))
    assert (status, err) == (0, lines[0] + "\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("show", "nope"), 1),
        (("history", "nope"), 1),
        (("export", "nope", "--to", "x.pdf"), 1),
        (("check", "nope"), 1),
        (("check",), 2),
        (("frobnicate",), 2),
        (("search",), 2),
        (("search", "x", "--limit", "0"), 2),
        (("blocs", SAMPLE, "--at", "yesterday"), 2),
        (("blocs", SAMPLE, "--at", "1951", "--and", "yesterday"), 2),
        (("blocs", SAMPLE, "--view", "globe"), 2),
        (("blocs", SAMPLE, "--view", "difference"), 2),
        (("blocs", SAMPLE, "--to", "blocs.bmp"), 2),
        (("import", "x.txt", "--date", "June"), 2),
        (("reference", SAMPLE, "--at", "soon"), 2),
        (("reference", SAMPLE, "--at", "1961", "--state", "Atlantis"), 2),
        (("reference", SAMPLE, "--at", "1961", "--kind", "love"), 2),
        (("reference", "nope", "--at", "1961"), 1),
        (("suggest", SAMPLE, "--at", "yesterday"), 2),
        (("suggest", SAMPLE, "--resolution", "9"), 2),
        (("suggest", SAMPLE, "--resolution", "nan"), 2),
        (("suggest", "nope", "--at", "1961"), 1),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_is_wrong_is_one_line_and_a_status(run, arguments, status, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    got, out, err = run(*arguments)
    assert got == status
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_the_whole_command_line_runs_in_processes_with_internet_sockets_refused(tmp_path):
    library = str(tmp_path / "l.briefings")
    article = tmp_path / "a.html"
    article.write_text(
        '<html><head><title>T</title><link rel="stylesheet" href="https://example.org/s.css">'
        '</head><body><p>Words of the page.</p><img src="http://example.org/i.png"></body></html>'
    )
    calls = [
        ["list"],
        ["show", SAMPLE],
        ["import", str(article)],
        ["search", "words"],
        ["export", SAMPLE, "--to", str(tmp_path / "s.pdf")],
        ["check", SAMPLE],
        ["blocs", SAMPLE, "--to", str(tmp_path / "b.svg")],
        ["history", SAMPLE],
        ["log"],
        ["backup", str(tmp_path / "copy.briefings")],
        ["doctor"],
    ]
    for call in calls:
        done = subprocess.run(
            [sys.executable, "-m", "briefing", "--library", library, *call],
            capture_output=True,
            text=True,
            env=os.environ,
            check=False,
        )
        assert done.returncode == 0, (call, done.stderr)
        assert done.stderr == ""
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_whose_name_is_no_text_is_imported_and_told_in_one_line(library, tmp_path):
    file = os.fsencode(tmp_path) + b"/odd\xff name.txt"
    Path(os.fsdecode(file)).write_bytes(b"Words of an oddly named file.")
    for more in ([], ["--json"]):
        ran = subprocess.run(
            [sys.executable, "-m", "briefing", "import", file, "--library", library, *more],
            capture_output=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)[0]["duplicate_of"]


@pytest.mark.parametrize(
    "call",
    [
        ["search", b"\xff\xfe"],
        ["history", b"\xff"],
        ["show", b"\xff"],
        ["log", "--limit", "0"],
        ["search", "kim", "--limit", "99999999999999999999"],
        ["list", "--library", ""],
    ],
)
def test_odd_arguments_are_no_traceback(library, call):
    ran = subprocess.run(
        [sys.executable, "-m", "briefing", "--library", library, *call],
        capture_output=True,
        check=False,
    )
    assert ran.returncode in (0, 1, 2)
    assert ran.stderr.count(b"\n") == (ran.returncode != 0)
    assert b"Traceback" not in ran.stderr


def test_a_terminal_that_knows_few_letters_gets_the_rest_as_escapes(library):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for more in ([], ["--json"]):
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "briefing",
                "search",
                "\uae40\uc815\uc740",
                "--library",
                library,
                *more,
            ],
            capture_output=True,
            check=False,
            env=environment,
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)[0]["title"] == "Kim Jong Un"


def test_what_nobody_foresaw_is_one_line_and_no_traceback(run, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("a surprise\nin two lines")

    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)
    monkeypatch.setattr("briefing.services.snapshot.list_briefings", fail)
    status, out, err = run("list", "--json")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "RuntimeError: a surprise in two lines" in err


def test_doctor_names_the_file_it_cannot_examine(capsys, tmp_path):
    status = main(["doctor", "--repair", "--library", str(tmp_path / "none.briefings")])
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("none.briefings: ")


def test_extract_prints_one_draft_a_line_and_touches_no_library(tmp_path, capsys):
    text = "On June 3 Iran shipped drones to Russia.\r\nRussia denied it.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_text("Nothing of note.", "utf-8")
    library = tmp_path / "none.briefings"
    files = [str(tmp_path / name) for name in ("a.txt", "missing.txt", "b.txt")]
    rest = ["--date", "2024-06-20", "--json", "--library", str(library)]
    assert main(["extract", *files, *rest]) == 1
    out, err = capsys.readouterr()
    assert err.splitlines() == ["missing.txt: there is no such file; check the path."]
    first, second = (json.loads(line) for line in out.splitlines())
    # The line ends of the file stay: every offset counts in its own text.
    assert first["document"]["text"] == text
    assert [one["iso3166"] for one in first["actors"]] == ["IR", "RU"]
    assert first["events"][0]["when"] == "2024-06-03"
    assert {one["kind"] for one in first["relations"]} == {"arms transfer"}
    assert second["actors"] == []
    assert not library.exists()


def test_extract_says_where_it_stopped(run, tmp_path, monkeypatch):
    monkeypatch.setattr(longtexts, "PIECE", 300)
    monkeypatch.setattr(longtexts, "MOST_PROPOSALS", 5)
    text = "“We stay,” Ada Lind said.\n\n" * 40
    (tmp_path / "long.txt").write_text(text, "utf-8")
    status, out, err = run("extract", str(tmp_path / "long.txt"), "--json")
    draft = json.loads(out)
    assert status == 0
    assert draft["document"]["text"] == text
    assert 0 < draft["document"]["unread_from"] < len(text)
    (line,) = err.splitlines()
    assert line.startswith("long.txt: only its first ")
    assert "split the file" in line


def test_extract_refuses_a_date_that_is_none(run, tmp_path):
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    status, out, err = run("extract", str(tmp_path / "a.txt"), "--date", "yesterday", "--json")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["--library", "a.briefings"], ["--screenshot", "out", "--library", "list"]],
)
def test_a_window_is_asked_for_in_the_same_words_with_and_without_the_commands(arguments):
    whole, quick = (vars(parser(commands=c).parse_args(arguments)) for c in (True, False))
    assert quick == whole


def test_a_command_after_the_library_is_still_a_command():
    assert not _opens_window(["--library", "a.briefings", "list"])
    assert not _opens_window(["list", "--json"])
