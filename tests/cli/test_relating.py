"""Facts that join a briefing and blocs that are suggested, from the command line."""

from __future__ import annotations

import json

import pytest

from briefing.bootstrap import main
from briefing.services.sample import BRIEFING_KEY, sample_id

SAMPLE = sample_id("briefing", BRIEFING_KEY)
CALL = ("reference", SAMPLE, "--at", "1961", "--state", "Poland", "--state", "GDR", "--json")


@pytest.fixture
def run(tmp_path, capsys):
    def call(*arguments):
        status = main([*arguments, "--library", str(tmp_path / "library.briefings")])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_facts_are_shown_before_they_join_and_join_once(run):
    status, out, _ = run(*CALL, "--dry-run")
    assert status == 0
    seen = json.loads(out)
    assert "added" not in seen
    assert set(seen["new_states"]) == {"Poland", "East Germany"}
    held = {(f["from"], f["to"]): f for f in seen["facts"] if f["state"] == "new"}
    assert held["South Korea", "United States"]["held"] == "1953-10-01/"
    assert held["Poland", "Soviet Union"]["obligations"]
    first = json.loads(run(*CALL)[1])
    assert first["added"] == len(first["facts"]) > 0
    again = json.loads(run(*CALL)[1])
    assert (again["added"], again["here"]) == (0, first["added"])


def test_blocs_are_suggested_in_words_and_as_json(run):
    run(*CALL)
    status, out, _ = run("suggest", SAMPLE, "--at", "1961", "--json")
    assert status == 0
    told = json.loads(out)
    east = next(b for b in told["blocs"] if any(m["name"] == "Poland" for m in b["members"]))
    assert {"Soviet Union", "East Germany"} <= {m["name"] for m in east["members"]}
    assert all(m["why"] and m["relations"] for m in east["members"])
    homes = [m["actor"] for b in told["blocs"] for m in b["members"] if m["home"]]
    assert len(homes) == len(set(homes))
    _, words, _ = run("suggest", SAMPLE, "--at", "1961")
    assert "Poland: In by " in words
    assert told["balance"]["summary"] in words


def test_all_states_of_a_time_can_join(run):
    _, out, _ = run("reference", SAMPLE, "--at", "1914-07", "--all", "--dry-run", "--json")
    assert {"Serbia", "Austria-Hungary"} <= set(json.loads(out)["new_states"])
