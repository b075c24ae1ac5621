"""``briefing pack`` and ``briefing merge`` as scripts call them."""

from __future__ import annotations

import json

import pytest

from briefing.bootstrap import main
from briefing.services import editing
from briefing.services.workspace import open_workspace
from tests.builders import ME, make_quote


class Laptop:
    """A folder with a library and a configuration of its own, driven by the command line."""

    def __init__(self, folder, monkeypatch, capsys):
        folder.mkdir()
        self.folder = folder
        self._patch, self._capsys = monkeypatch, capsys

    def run(self, *arguments):
        self._patch.setenv("BRIEFING_CONFIG", str(self.folder / "config"))
        library = str(self.folder / "l.briefings")
        status = main([arguments[0], "--library", library, *map(str, arguments[1:])])
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def json(self, *arguments):
        status, out, err = self.run(*arguments, "--json")
        assert (status, err) == (0, "")
        return json.loads(out)

    def add_quote(self, words, **over):
        ws = open_workspace(self.folder / "l.briefings", ME)
        editing.add_records(ws, "Add quote", [make_quote(words=words, **over)])
        ws.close()


@pytest.fixture
def laptops(tmp_path, monkeypatch, capsys):
    return [Laptop(tmp_path / name, monkeypatch, capsys) for name in ("one", "other")]


def test_a_pack_goes_from_one_laptop_to_another(laptops, tmp_path):
    one, other = laptops
    briefing = one.json("list")[0]["id"]
    one.add_quote("zanzibarine pledge", briefing_id=briefing)
    path = tmp_path / "out.briefpack"
    told = one.json("pack", briefing, "--to", path)
    assert told["sort"] == "working"
    assert told["marking"].startswith("TLP:")
    assert told["bytes"] == path.stat().st_size
    assert "zanzibarine pledge" not in str(other.json("search", "zanzibarine pledge"))
    shown = other.json("merge", path, "--dry-run")
    assert [one["title"] for one in shown["new"] if one["kind"] == "quote"] == [
        "“zanzibarine pledge”"
    ]
    assert (shown["merged"], shown["dry_run"], shown["already"]) == (None, True, False)
    assert other.json("search", "zanzibarine") == []
    assert other.json("merge", path)["merged"]
    assert "zanzibarine pledge" in str(other.json("search", "zanzibarine"))
    again = other.json("merge", path)
    assert (again["already"], again["new"]) == (True, [])


def test_what_is_printed_says_what_goes_along_and_what_came(laptops, tmp_path):
    one, other = laptops
    briefing = one.json("list")[0]["id"]
    path = tmp_path / "out.briefpack"
    status, out, err = one.run("pack", briefing, "--to", path)
    assert (status, err) == (0, "")
    assert "working pack of" in out
    assert "Signed with SHA256:" in out
    status, out, _ = other.run("merge", path)
    assert status == 0
    assert "All that it holds is here already." in out
    assert "not met before" in out
    other.run("merge", path, "--trust")
    assert "a key you trust" in other.run("merge", path)[1]


def test_a_passphrase_or_a_key_opens_an_encrypted_pack(laptops, tmp_path):
    one, other = laptops
    briefing = one.json("list")[0]["id"]
    words = tmp_path / "words.txt"
    words.write_text("swordfish\n", encoding="utf-8")
    path = tmp_path / "out.briefpack"
    assert one.json("pack", briefing, "--to", path, "--passphrase-file", words)["encrypted"]
    status, out, err = other.run("merge", path)
    assert (status, out) == (1, "")
    assert "passphrase" in err
    assert other.json("merge", path, "--passphrase-file", words)["already"]
    back = tmp_path / "back.briefpack"
    other.json("pack", briefing, "--to", back)
    key = one.json("merge", back, "--trust")["from"]["key"]
    one.json("pack", briefing, "--to", path, "--reader", key)
    assert other.json("merge", path)["encrypted"]
    assert one.run("pack", briefing, "--to", path, "--reader", "Nobody")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["pack", "no-such-id", "--to", "x.briefpack"], 1, "no-such-id"),
        (["merge", "no-such-file.briefpack"], 1, "cannot be read"),
        (["pack", "--to", "x.briefpack"], 2, "see"),
        (["merge"], 2, "see"),
    ],
)
def test_a_wrong_call_is_one_clear_line(laptops, arguments, status, words):
    found, out, err = laptops[0].run(*arguments)
    assert (found, out) == (status, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_higher_marking_is_refused_and_an_edition_is_not_merged(laptops, tmp_path):
    one, other = laptops
    briefing = one.json("list")[0]["id"]
    path = tmp_path / "e.briefpack"
    told = one.json("pack", briefing, "--to", path, "--edition")
    assert (told["sort"], told["earlier"], told["change_sets"]) == ("edition", 0, 0)
    status, _, err = other.run("merge", path)
    assert status == 1
    assert "reader’s edition" in err
    assert one.run("pack", briefing, "--to", path, "--marking", "SECRET")[0] == 1
