"""What holds for every format of the table: nothing leaks, the bytes are the same, nothing is obeyed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc
from briefing.domain.briefing import Section, Waiver
from briefing.domain.claim import Claim
from briefing.domain.event import Event
from briefing.domain.hypothesis import Hypothesis, HypothesisMatrix
from briefing.domain.judgment import Judgment
from briefing.domain.quote import Quote
from briefing.domain.source import Document, Source
from briefing.export.excerpt import Notes
from briefing.services.annotating import add_note, delete_note, reply
from briefing.services.excerpting import excerpt
from briefing.services.export_formats import FORMATS, ExportRequest, List, make_export
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from briefing.store.records import find
from tests.builders import ME
from tests.excerpts import HOSTILE

SAMPLE = sample_id("briefing", BRIEFING_KEY)
SECRET = "quetzal"
ROWS = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)


def wanted(row):
    """Requests for all that a format can hold: one for each list, where it holds one."""
    notes = Notes.SHARED if row.notes else Notes.NONE
    names = list(List) if row.needs_list else [""]
    return [ExportRequest(row.id, row.kind, notes=notes, list=name) for name in names]


@cache
def made(ws, row):
    """Its files; the same for each test that looks at a library, since no test changes one."""
    return [make_export(ws, SAMPLE, one).content for one in wanted(row)]


def told(content):
    """All that a curious reader finds in a file: bytes, members and their names, text of pages."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from told(packed.read(member))
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        yield repr(document.get_metadata_dict()).encode()
        for page in document:
            yield page.get_textpage().get_text_bounded().encode("utf-8", "replace")
        document.close()


@pytest.fixture(scope="module")
def secretive(tmp_path_factory):
    """A library that holds a secret word wherever an export has no business."""
    folder = tmp_path_factory.mktemp(f"home-{SECRET}")
    ws = open_workspace(folder / f"{SECRET}.briefings", ME)
    found = excerpt(ws, SAMPLE)
    quote, spare = found.all(Quote)[0], found.all(Quote)[-1]
    with ws.read() as connection:
        source = next(iter(find(connection, Source)))
        document = next(iter(find(connection, Document)))
    kept = {"note": SECRET, "custom": {"file": f"/home/{SECRET}/a.pdf"}}
    with ws.write("Hide") as unit:
        unit.change("source", source.id, extra=json.dumps(kept), url=f"file:///home/{SECRET}/a")
        unit.change("document", document.id, filename=f"{SECRET}.pdf")
        unit.add(Waiver(id=new_id(), briefing_id=SAMPLE, rule="x", reason=SECRET))
        unit.add(Event(id=new_id(), briefing_id=SAMPLE, what=f"higher {SECRET}", marking="RED"))
        unit.add(Event(id="gone", briefing_id=SAMPLE, what=f"deleted {SECRET}"))
        unit.add(Quote(id="gone-too", briefing_id=SAMPLE, words=f"deleted {SECRET}"))
    for words in (f"superseded {SECRET}", spare.words):
        with ws.write("Edit") as unit:
            unit.change("quote", spare.id, words=words)
    with ws.write("Delete") as unit:
        unit.delete("event", "gone")
        unit.delete("quote", "gone-too")
    first = add_note(ws, "quote", quote.id, SAMPLE, f"private {SECRET}", tags=[SECRET])
    reply(ws, first, f"reply to a private note {SECRET}")
    gone = add_note(ws, "quote", quote.id, SAMPLE, f"deleted {SECRET}", private=False)
    delete_note(ws, gone)
    add_note(ws, "quote", quote.id, SAMPLE, "heron, shared", private=False)
    yield ws
    ws.close()


@ROWS
def test_nothing_private_deleted_or_of_this_laptop_is_in_any_format(secretive, row, login_and_host):
    never = [SECRET, str(secretive.path.parent), "/home/", "/tmp/", ME.device_id]
    never += login_and_host
    for content in made(secretive, row):
        for piece in told(content):
            low = piece.lower()
            for word in never:
                for form in (word.lower().encode(), word.lower().encode("utf-16-le")):
                    assert form not in low
            assert b"heron" not in low or row.notes


@ROWS
def test_notes_that_are_shared_go_only_where_they_are_asked_for(secretive, row):
    names = [one.list for one in wanted(row) if one.list != List.NOTES]
    plain = [
        make_export(secretive, SAMPLE, ExportRequest(row.id, row.kind, list=name)).content
        for name in names
    ]
    assert not any(b"heron" in piece for content in plain for piece in told(content))
    if row.notes:
        assert any(b"heron" in piece for c in made(secretive, row) for piece in told(c))


@ROWS
def test_what_was_left_out_is_told_in_the_file_and_beside_it(secretive, row):
    if row.key == "pdf-summary":
        pytest.skip("the summary tells only what would stand on its page")
    for one in wanted(row):
        done = make_export(secretive, SAMPLE, one)
        assert "1 event" in done.left_out
        if not row.lists:
            assert any(b"1 event" in piece for piece in told(done.content))


_CODE = """
import hashlib, json, pathlib, sys
from tests.services.test_every_format import FORMATS, ME, made, open_workspace
ws = open_workspace(pathlib.Path(sys.argv[1]), ME)
print(json.dumps({row.key: [hashlib.sha256(c).hexdigest() for c in made(ws, row)] for row in FORMATS}))
"""


@pytest.fixture(scope="module")
def sums(tmp_path_factory):
    """The sums of all formats from two processes that have nothing in common but the sample."""
    found = []
    root = str(Path(__file__).parents[2])
    for zone, locale, seed in (
        ("Pacific/Kiritimati", "C", "1"),
        ("America/Anchorage", "C.UTF-8", "2"),
    ):
        folder = tmp_path_factory.mktemp(f"folder {seed}")
        done = subprocess.run(
            [sys.executable, "-c", _CODE, str(folder / f"library{seed}.briefings")],
            env=os.environ
            | {
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
                "HOME": str(folder),
                "USER": f"user{seed}",
                "PYTHONPATH": root,
            },
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    return found


@ROWS
def test_the_same_library_gives_the_same_bytes_in_any_place(sums, row):
    one, other = sums
    assert one[row.key]
    assert one[row.key] == other[row.key]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A library in which every text is one that some format might obey."""
    ws = open_workspace(tmp_path_factory.mktemp("hostile") / "a.briefings", ME)
    found = excerpt(ws, SAMPLE)
    # One text of a hundred thousand letters is enough: in a narrow cell it takes fifty pages of paper.
    texts = [t[:3_000] for t in HOSTILE if t.isprintable() or "\ud800" not in t]
    texts += [
        '#set page(fill: red)\n#read("/etc/passwd") $x$ @ref <label>',
        "| a | b |\n|---|---|\n[x](javascript:alert(1)) ![i](http://example.org/i.png)",
        '<img src="http://example.org/i.png" onerror="alert(1)"> &lt;b&gt; ]]> <!--',
        '=HYPERLINK("http://example.org","x")',
        '@SUM(1+1)*cmd|" /C calc"!A0',
        "\u05e9\u05dc\u05d5\u05dd \u202e dlrow \u2067 \u0645\u0631\u062d\u0628\u0627",
    ]
    fields = {
        **{Quote: "words", Claim: "proposition", Event: "what", Actor: "name", Source: "title"},
        **{Judgment: "text", Bloc: "name", HypothesisMatrix: "question", Hypothesis: "text"},
        Section: "heading",
    }
    with ws.write("Be hostile") as unit:
        for cls, field in fields.items():
            for number, one in enumerate(found.all(cls)):
                text = f"{texts[number % len(texts)]} kestrel"
                unit.change(cls.kind, one.id, **{field: text})
        longest = f"{max(HOSTILE, key=len)} kestrel"
        unit.change("quote", found.all(Quote)[-1].id, words=longest)
        for number, one in enumerate(found.all(Section)):
            unit.change("section", one.id, body=f"{one.body}\n\n{texts[-1 - number % len(texts)]}")
        unit.change("briefing", SAMPLE, title=f"kestrel {'y' * 100_000} <b>*{texts[0]}*</b>")
    for text in texts:
        add_note(ws, "quote", found.all(Quote)[0].id, SAMPLE, text, private=False)
    yield ws
    ws.close()


@ROWS
def test_hostile_text_is_printed_as_text(hostile, row):
    for content in made(hostile, row):
        assert content
        found = list(told(content))
        assert any(b"kestrel" in piece for piece in found) or row.lists
        assert not any(b"root:x:0" in piece for piece in found)
