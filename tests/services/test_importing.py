from __future__ import annotations

import json

import pytest

from briefing.domain.source import BriefingSource, Document, Source, SourceAuthor
from briefing.errors import UserError
from briefing.services import history
from briefing.services.importing import files_within, import_file, import_files
from briefing.store.records import find
from tests import files
from tests.builders import empty_workspace
from tests.intake.test_references import BIBTEX, CSL, RIS


@pytest.fixture
def ws(tmp_path):
    workspace = empty_workspace(tmp_path)
    yield workspace
    workspace.close()


def held(workspace, cls):
    with workspace.read() as connection:
        return find(connection, cls)


def a_briefing(workspace, **over):
    from briefing.domain.briefing import Briefing
    from briefing.store.journal import new_id

    made = Briefing(id=new_id(), **{"title": "B", **over})
    with workspace.write("Make") as unit:
        unit.add(made)
    return made.id


def test_a_file_of_references_comes_in_as_one_step(ws, tmp_path):
    briefing = a_briefing(ws, marking="GREEN")
    path = tmp_path / "zotero.ris"
    path.write_text(RIS, "utf-8")
    done = import_file(ws, path, briefing_id=briefing)
    assert len(done.sources) == 2
    assert done.document_id == ""
    sources = {s.title: s for s in held(ws, Source)}
    one = sources["A treaty in Pyongyang"]
    assert (one.csl_type, one.issued, one.container) == (
        "article-newspaper",
        "2024-06-19",
        "The Daily",
    )
    assert one.marking == "GREEN"
    assert one.reliability == "F"
    assert json.loads(one.extra)["DOI"] == "10.5555/abc"
    assert [a.family or a.literal for a in held(ws, SourceAuthor)] == [
        "Kim",
        "Ministry of Foreign Affairs",
    ]
    assert {b.source_id for b in held(ws, BriefingSource)} == set(done.sources)
    history.undo(ws)
    assert held(ws, Source) == ()
    assert held(ws, BriefingSource) == ()


def test_the_same_source_again_is_recognised_whatever_the_format(ws, tmp_path):
    for name, text in (("a.ris", RIS), ("a.bib", BIBTEX), ("a.json", json.dumps(CSL))):
        (tmp_path / name).write_text(text, "utf-8")
    first = import_file(ws, tmp_path / "a.ris")
    again = import_file(ws, tmp_path / "a.ris")
    assert again.sources == ()
    assert set(again.known) == set(first.sources)
    assert "2 of 2 were here already." in again.notes
    # By its DOI, in another format and with another title.
    assert first.sources[0] in import_file(ws, tmp_path / "a.bib").known
    assert first.sources[0] in import_file(ws, tmp_path / "a.json").known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"URL": "https://www.example.org/a/?utm_source=x"}, {"URL": "http://example.org/a"}, True),
        ({"URL": "https://example.org/"}, {"URL": "https://example.org/", "title": "Else"}, False),
        ({"issued": "2024-06-19"}, {"issued": "2024-06-19", "title": "THE  Tréaty"}, True),
        ({"issued": "2024-06-19"}, {"issued": "2024-06-20"}, False),
        ({}, {}, True),
        ({"publisher": "A"}, {"publisher": "B"}, False),
        (
            {"issued": "2024", "author": [{"family": "Kim"}]},
            {"issued": "2024", "author": [{"family": "Lee"}]},
            False,
        ),
    ],
    ids=[
        "address",
        "home page",
        "title and date",
        "other date",
        "nothing else",
        "title alone",
        "other author",
    ],
)
def test_what_makes_two_sources_one(ws, tmp_path, one, other, same):
    path = tmp_path / "a.json"
    items = [{"type": "report", "title": "The treaty", **item} for item in (one, other)]
    path.write_text(json.dumps(items), "utf-8")
    import_file(ws, path)
    assert len(held(ws, Source)) == (1 if same else 2)


def test_a_pdf_keeps_its_pages_and_a_message_is_a_personal_communication(ws, tmp_path):
    (tmp_path / "a.pdf").write_bytes(
        files.raw_pdf([files.shown((50, 500, f"Page {n} of it")) for n in ("one", "two")])
    )
    (tmp_path / "a.eml").write_bytes(
        files.message("Words.", date="Wed, 19 Jun 2024 10:00:00 +0000")
    )
    import_file(ws, tmp_path / "a.pdf")
    document = held(ws, Document)[0]
    assert document.page_starts == "0 16"
    assert (document.media_type, document.reader) == ("application/pdf", "pdf")
    done = import_file(ws, tmp_path / "a.eml")
    source = next(s for s in held(ws, Source) if s.id == done.source_id)
    assert (source.csl_type, source.issued) == ("personal_communication", "2024-06-19")


def test_a_folder_is_read_whole_and_what_fails_is_told(ws, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("b.txt", "deep/a.md", "deep/er/c.html", ".hidden/x.txt", ".dot.txt"):
        (folder / name).write_text(f"<p>The words of {name}.</p>", "utf-8")
    (folder / "deep" / "bad.txt").write_bytes(b"")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    paths = files_within([folder])
    names = [str(p.relative_to(folder)) for p in paths]
    assert names == ["b.txt", "deep/a.md", "deep/bad.txt", "deep/er/c.html"]
    done = import_files(ws, paths)
    assert [bool(item.error) for item in done] == [False, False, True, False]
    assert "bad.txt: the file is empty" in done[2].error
    assert len(held(ws, Document)) == 3
    # One step a file.
    history.undo(ws)
    assert len(held(ws, Document)) == 2
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="holds no files"):
        files_within([tmp_path / "none"])


def test_nothing_is_half_imported(ws, tmp_path, monkeypatch):
    path = tmp_path / "a.ris"
    path.write_text(RIS, "utf-8")

    def fail(_self, _records):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("briefing.store.unit_of_work.UnitOfWork.add_all", fail)
    with pytest.raises(RuntimeError):
        import_file(ws, path)
    monkeypatch.undo()
    assert held(ws, Source) == ()
