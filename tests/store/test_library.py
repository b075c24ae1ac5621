"""A library file: made, refused, migrated, copied, examined."""

# long because: every state in which a file can be found is opened here.

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from briefing.domain.changes import Author
from briefing.domain.person import Person
from briefing.domain.verdict import Verdict
from briefing.errors import UserError
from briefing.paths import db_folder
from briefing.services import editing, library_view, reading, searching
from briefing.services.backup import KEPT, rotate
from briefing.services.doctoring import diagnose
from briefing.services.workspace import open_workspace
from briefing.store import doctor, records
from briefing.store import library as library_module
from briefing.store.library import create, look, open_library
from briefing.store.migrate import migrate, upgrade
from tests.builders import ME, OTHER, empty_workspace, make_quote

pytestmark = pytest.mark.new_library


def _schema(path):
    connection = driver.connect(str(path))
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' "
        "AND name NOT LIKE 'sqlite_%' ORDER BY type, name"
    ).fetchall()
    connection.close()
    return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in rows]


def test_the_migrations_make_the_library_that_schema_sql_makes(tmp_path):
    create(tmp_path / "fresh.briefings").close()
    upgrade(tmp_path / "migrated.briefings")
    assert _schema(tmp_path / "fresh.briefings") == _schema(tmp_path / "migrated.briefings")


def test_schema_sql_is_what_the_tables_say():
    import importlib.util

    spec = importlib.util.spec_from_file_location(
        "make_schema", db_folder().parent / "tools" / "make_schema.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (db_folder() / "schema.sql").read_text("utf-8") == module.schema()


def test_an_older_library_is_copied_before_it_is_migrated(tmp_path, monkeypatch):
    path = tmp_path / "old.briefings"
    create(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    connection.close()
    seen = []
    monkeypatch.setattr("briefing.store.migrate.upgrade", seen.append)
    copy = migrate(path, "0000")
    assert copy.name == "old.before-0000.briefings"
    assert look(copy) == "0000"
    assert seen == [path]


def test_a_library_of_the_first_version_keeps_everything(tmp_path):
    path = tmp_path / "old.briefings"
    upgrade(path, "0001")
    connection = driver.connect(str(path))
    for table, fields in {
        "source": {"id": "s1", "title": "A report", "reliability": "B"},
        "claim": {"id": "c1", "proposition": "It rained", "status": "asserted"},
        "passage": {"id": "p1", "document_id": "d1", "start": 3, "end": 9, "exact": "rained"},
        "annotation": {"id": "a1", "target_kind": "claim", "target_id": "c1", "body": "Ask."},
    }.items():
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        row = {name: (0 if sort in ("INTEGER", "BOOLEAN") else "") for _, name, sort, *_ in columns}
        row |= {"marking": "GREEN"} | fields
        named = ", ".join(f'"{name}"' for name in row)
        connection.execute(
            f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
    connection.commit()
    connection.close()
    workspace = open_workspace(path, ME)
    with workspace.read() as read:
        kept = {
            kind: records.need(read, kind, record_id)
            for kind, record_id in (
                ("source", "s1"),
                ("claim", "c1"),
                ("passage", "p1"),
                ("annotation", "a1"),
            )
        }
    workspace.close()
    assert kept["source"].title == "A report"
    assert kept["source"].marking == "GREEN"
    assert (kept["passage"].start, kept["passage"].exact) == (3, "rained")
    assert kept["passage"].moved_from is None
    assert kept["claim"].status_reason == ""
    assert kept["annotation"].body == "Ask."
    assert look(tmp_path / "old.before-0001.briefings") == "0001"


def test_a_library_of_the_second_version_gains_the_table_of_verdicts(tmp_path):
    path = tmp_path / "old.briefings"
    upgrade(path, "0002")
    workspace = open_workspace(path, ME)
    verdict = Verdict(id="v1", proposal_kind="quote", key="quote:3:9", outcome="rejected")
    with workspace.write("Reject quote") as unit:
        unit.add(verdict)
    with workspace.read() as read:
        assert records.need(read, "verdict", "v1") == verdict
    workspace.close()
    assert look(tmp_path / "old.before-0002.briefings") == "0002"


def test_a_library_of_the_third_version_keeps_its_people_and_gains_their_keys(tmp_path):
    path = tmp_path / "old.briefings"
    upgrade(path, "0003")
    connection = driver.connect(str(path))
    connection.execute("INSERT INTO person VALUES ('p1', 'CLEAR', 0, 'Jana Novák')")
    connection.commit()
    connection.close()
    workspace = open_workspace(path, ME)
    with workspace.read() as read:
        assert records.need(read, "person", "p1") == Person(id="p1", name="Jana Novák")
    workspace.close()


def test_a_failed_migration_leaves_the_copy_and_one_clear_line(tmp_path):
    path = tmp_path / "old.briefings"
    create(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match=r"copy in old\.before-0000"):
        open_library(path)
    assert look(path) == "0000"


def test_a_newer_library_is_refused_politely(tmp_path):
    path = tmp_path / "new.briefings"
    create(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="newer Briefing"):
        open_library(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 something else altogether", "not a Briefing library"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "not a Briefing library|damaged"),
        (b"", "not a Briefing library"),
    ],
    ids=["zip", "broken header", "empty"],
)
def test_what_is_no_library_is_refused_and_left_alone(tmp_path, content, words):
    path = tmp_path / "thing.briefings"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        open_library(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="not a Briefing library"):
        open_library(path)


def test_a_locked_library_says_that_another_program_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("briefing.store.engine.BUSY_MS", 50)
    workspace = empty_workspace(tmp_path)
    blocker = driver.connect(str(workspace.path))
    blocker.isolation_level = None
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="another program is writing"):
        editing.add_records(workspace, "Add quote", [make_quote()])
    blocker.execute("ROLLBACK")
    blocker.close()
    editing.add_records(workspace, "Add quote", [make_quote()])
    workspace.close()


def test_a_folder_named_as_library_is_one_clear_line(tmp_path):
    with pytest.raises(UserError, match="folder"):
        open_library(tmp_path)


def test_two_fresh_libraries_hold_the_same_shipped_change_set(tmp_path):
    found = []
    for name in ("a", "b"):
        workspace = open_workspace(tmp_path / f"{name}.briefings", Author(None, name))
        with workspace.read() as connection:
            found.append(
                connection.exec_driver_sql(
                    "SELECT id, clock, device_id, number FROM change_set"
                ).fetchall()
                + connection.exec_driver_sql(
                    "SELECT record_id, field, after FROM change ORDER BY record_id, field"
                ).fetchall()
            )
        workspace.close()
    assert found[0] == found[1]
    assert len(found[0]) > 1000


def test_a_backup_is_a_whole_library(tmp_path):
    workspace = empty_workspace(tmp_path)
    editing.add_records(workspace, "Add quote", [make_quote(words="kept in the copy")])
    workspace.library.backup(tmp_path / "copy.briefings")
    with pytest.raises(UserError, match="exists"):
        workspace.library.backup(tmp_path / "copy.briefings")
    workspace.close()
    assert diagnose(tmp_path / "copy.briefings").healthy


def test_ten_backups_are_kept_and_an_unchanged_library_is_not_copied_again(tmp_path):
    workspace = empty_workspace(tmp_path)
    made = set()
    for number in range(KEPT + 3):
        editing.add_records(workspace, "Add quote", [make_quote(words=f"number {number}")])
        made.add(rotate(workspace.library))
    assert rotate(workspace.library) in made
    workspace.close()
    kept = sorted((tmp_path / "backups").iterdir())
    assert len(kept) == KEPT
    assert set(kept) == set(sorted(made)[-KEPT:])


def test_doctor_finds_a_damaged_page_and_saves_the_rest(tmp_path):
    workspace = empty_workspace(tmp_path)
    for _ in range(5):
        editing.add_records(
            workspace, "Add quotes", [make_quote(words="w" * 700) for _ in range(100)]
        )
    workspace.close()
    path = workspace.path
    checkpoint = driver.connect(str(path))
    checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checkpoint.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"w" * 600, len(data) // 3) // 4096 * 4096
    data[at : at + 4096] = b"\xa5" * 4096
    path.write_bytes(bytes(data))
    broken = bytes(data)

    found = diagnose(path)
    assert not found.healthy
    repaired = diagnose(path, repair=True)
    assert repaired.saved_to is not None
    assert path.read_bytes() == broken
    assert diagnose(repaired.saved_to).healthy
    with open_library(repaired.saved_to).read() as connection:
        saved = connection.exec_driver_sql("SELECT count(*) FROM quote").scalar()
        found_words = connection.exec_driver_sql("SELECT count(*) FROM search_entry").scalar()
    assert 480 <= saved < 500 or saved == 500
    assert found_words == saved


def _settled(path):
    """The library's bytes, everything in the one file."""
    connection = driver.connect(str(path))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes()


def test_doctor_saves_what_stands_before_the_cut_of_a_library_cut_short(tmp_path):
    workspace = empty_workspace(tmp_path)
    for _ in range(5):
        editing.add_records(
            workspace, "Add quotes", [make_quote(words="w" * 700) for _ in range(100)]
        )
    workspace.close()
    data = _settled(workspace.path)
    cut = tmp_path / "cut.briefings"
    cut.write_bytes(data[: len(data) - 40 * 4096])
    repaired = diagnose(cut, repair=True)
    assert repaired.saved_to is not None
    assert diagnose(repaired.saved_to).healthy
    with open_library(repaired.saved_to).read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM quote").scalar() > 100


def test_where_nothing_can_be_read_doctor_says_so_and_makes_no_file(tmp_path):
    workspace = empty_workspace(tmp_path)
    editing.add_records(workspace, "Add quote", [make_quote()])
    copy = rotate(workspace.library)
    workspace.close()
    workspace.path.write_bytes(_settled(workspace.path)[:5000])
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match=rf"nothing in it can be read.*backups/{copy.name}"):
        diagnose(workspace.path, repair=True)
    assert {p.name for p in tmp_path.iterdir()} - {p.name for p in before} <= {
        "test.briefings-wal",
        "test.briefings-shm",
    }


@pytest.mark.parametrize(
    "content", [None, b"", b"words of a letter"], ids=["missing", "empty", "text"]
)
def test_doctor_repairs_nothing_that_is_no_library(tmp_path, content):
    path = tmp_path / "thing.briefings"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=r"thing\.briefings: (the file cannot be|this is not)"):
        diagnose(path, repair=True)
    assert [p.name for p in tmp_path.iterdir()] == ([] if content is None else [path.name])


def test_doctor_does_not_cut_a_newer_library_down_to_what_it_knows(tmp_path):
    path = tmp_path / "new.briefings"
    create(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="newer Briefing"):
        diagnose(path, repair=True)


def test_doctor_finds_a_library_of_an_earlier_version_whole_and_can_save_it(tmp_path):
    path = tmp_path / "old.briefings"
    upgrade(path, "0001")
    connection = driver.connect(str(path))
    columns = connection.execute("PRAGMA table_info(claim)").fetchall()
    row = {name: (0 if sort in ("INTEGER", "BOOLEAN") else "") for _, name, sort, *_ in columns}
    row |= {"id": "c1", "proposition": "It rained", "marking": "GREEN"}
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        f"INSERT INTO claim ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )
    connection.commit()
    connection.close()
    assert diagnose(path).healthy
    doctor.save(path, tmp_path / "saved.briefings")
    with open_library(tmp_path / "saved.briefings").read() as read:
        kept = records.need(read, "claim", "c1")
    assert (kept.proposition, kept.status_reason) == ("It rained", "")


def test_creating_leaves_no_half_made_file(tmp_path, monkeypatch):
    def fail(*_args, **_kw):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library_module.Library, "aside", fail)
    with pytest.raises(UserError):
        create(tmp_path / "x.briefings")
    assert not (tmp_path / "x.briefings").exists()


def test_a_library_whose_first_contents_fail_does_not_appear(tmp_path):
    def fill(_library):
        raise UserError("the disk is full")

    with pytest.raises(UserError, match="disk is full"):
        create(tmp_path / "x.briefings", fill)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from briefing.store.library import create

create(Path(sys.argv[1]), lambda _library: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_process_killed_while_it_makes_a_library_leaves_none(tmp_path):
    path = tmp_path / "x.briefings"
    ran = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert not path.exists()
    workspace = open_workspace(path, ME)
    with workspace.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM briefing").scalar() == 1
    workspace.close()


def test_of_two_processes_that_make_one_library_the_first_keeps_its_own(tmp_path):
    path = tmp_path / "x.briefings"

    def fill(_library):
        other = empty_workspace(tmp_path)
        editing.add_records(other, "Add quote", [make_quote(words="of the other")])
        other.close()
        (tmp_path / "test.briefings").rename(path)

    with create(path, fill).read() as connection:
        assert connection.exec_driver_sql("SELECT words FROM quote").scalar() == "of the other"


def test_author_has_no_login_or_host_name(tmp_path, login_and_host):
    workspace = empty_workspace(tmp_path, ME)
    editing.add_records(workspace, "Add quote", [make_quote()])
    workspace.close()
    data = workspace.path.read_bytes().lower()
    assert not any(word.encode() in data for word in login_and_host)
    with open_library(workspace.path).read() as connection:
        (person,) = connection.exec_driver_sql("SELECT id, name FROM person").fetchall()
    assert tuple(person) == (ME.person_id, "Analyst")


def _seal(monkeypatch, *, file: bool, folder: bool):
    """Take the right to write away from files or folders, as a medium that is read-only does."""
    real = os.access

    def access(path, mode, **more):
        sealed = folder if Path(path).is_dir() else file
        return real(path, mode, **more) and not (sealed and mode & os.W_OK)

    monkeypatch.setattr(os, "access", access)


@pytest.mark.parametrize(("file", "folder"), [(True, True), (True, False), (False, True)])
def test_a_library_that_may_not_be_written_is_opened_for_reading(
    tmp_path, monkeypatch, file, folder
):
    made = open_workspace(tmp_path / "a.briefings", ME)
    made.close()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    _seal(monkeypatch, file=file, folder=folder)
    ws = open_workspace(tmp_path / "a.briefings", ME)
    try:
        (row,) = library_view.briefings(ws)
        assert row.title.startswith("Russia and North Korea")
        assert searching.find_entries(ws, "mutual assistance")
        with pytest.raises(
            UserError, match="open for reading only; copy it to a folder"
        ) as refused:
            editing.change_fields(ws, "briefing", row.id, title="Another")
        assert "\n" not in str(refused.value)
        reading.mark_read(ws, row.id)
        ws.library.backup(tmp_path / "copy.briefings")
        assert diagnose(tmp_path / "a.briefings").healthy
    finally:
        ws.close()
    (tmp_path / "copy.briefings").unlink()
    assert (tmp_path / "a.briefings").read_bytes() == before["a.briefings"]
    if folder:
        assert {p.name for p in tmp_path.iterdir()} == set(before)


def test_what_stands_beside_a_library_is_not_left_unread(tmp_path, monkeypatch):
    writer = open_workspace(tmp_path / "a.briefings", ME)
    try:
        (row,) = library_view.briefings(writer)
        editing.change_fields(writer, "briefing", row.id, title="Newest title")
        assert (tmp_path / "a.briefings-wal").stat().st_size
        _seal(monkeypatch, file=True, folder=True)
        reader = open_workspace(tmp_path / "a.briefings", OTHER)
        try:
            assert [b.title for b in library_view.briefings(reader)] == ["Newest title"]
        finally:
            reader.close()
    finally:
        writer.close()


def test_an_older_library_that_may_not_be_written_says_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "a.briefings"
    create(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    _seal(monkeypatch, file=True, folder=True)
    with pytest.raises(UserError, match="earlier version and may not be written here; copy it"):
        open_library(path)


def test_a_folder_that_may_not_be_entered_is_one_clear_line(tmp_path, monkeypatch):
    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(UserError, match=r"cannot be looked into \(Permission denied\); check its"):
        open_library(tmp_path / "a.briefings")
