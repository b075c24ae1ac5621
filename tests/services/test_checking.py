"""Checks over a library: what they find, what is let stand, what shows again."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.domain.source import Document
from briefing.errors import NotFoundError, UserError
from briefing.services import checking, editing, history
from briefing.services.checking import check_briefing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find

BRIEFING = sample_id("briefing", BRIEFING_KEY)
JUDGMENT = sample_id("judgment", "wider-cooperation")
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", Author("person", "device"))
    yield opened
    opened.close()


def found(ws, rule):
    return [row for row in check_briefing(ws, BRIEFING).open if row.finding.rule == rule]


def test_the_sample_has_the_findings_that_an_analyst_would_make(ws):
    rows = check_briefing(ws, BRIEFING).open
    assert {(r.finding.rule, r.finding.entry_id) for r in rows} == {
        # “According to reports” is all that tells of the call.
        ("shared-origin", sample_id("claim", "us-knows")),
        ("vague-hedge", JUDGMENT),
        ("one-outlet", sample_id("source", "digest")),
    }
    assert rows[1].entry.startswith("Russia and North Korea widen")


def test_a_source_without_a_title_is_known_by_its_file(ws):
    digest = sample_id("source", "digest")
    with ws.read() as connection:
        (document,) = find(connection, Document, source_id=digest)
    editing.change_fields(ws, "source", digest, title="")
    editing.change_fields(ws, "document", document.id, filename="digest-of-june.txt")
    (row,) = found(ws, "one-outlet")
    assert row.entry == "digest-of-june.txt"


def test_an_unknown_briefing_is_said_to_be_so(ws):
    with pytest.raises(NotFoundError):
        check_briefing(ws, "nope")


@pytest.mark.parametrize(
    ("kind", "key", "fields", "rule"),
    [
        ("quote", "mutual-assistance", {"words": "mutual defence in any war"}, "quote-words"),
        ("quote", "mutual-assistance", {"marking": "RED"}, "marking"),
        ("event", "china-visit", {"happened": "2024-06-25"}, "after-cutoff"),
        ("event", "china-visit", {"reported": "2024-04"}, "reported-too-early"),
        ("judgment", "near-alliance", {"likelihood": "probable"}, "mixed-scales"),
        ("claim", "containers", {"credibility": "1"}, "not-corroborated"),
        ("source", "talks", {"issued": "2024-06-18"}, "said-after-source"),
        ("quote", "absurd", {"deleted": True}, "missing-entry"),
    ],
)
def test_an_edit_that_breaks_something_is_found(ws, kind, key, fields, rule):
    editing.change_fields(ws, kind, sample_id(kind, key), **fields)
    assert found(ws, rule)
    history.undo(ws)
    assert not found(ws, rule)


def test_a_deleted_passage_leaves_its_quote_unsourced(ws):
    from briefing.domain.source import PassageLink
    from briefing.store.records import find

    with ws.read() as connection:
        (link,) = find(connection, PassageLink, entry_id=QUOTE)
    editing.delete_entry(ws, "passage", link.passage_id)
    assert [row.finding.entry_id for row in found(ws, "unsourced")] == [QUOTE]


def test_a_waiver_keeps_its_reason_and_can_be_taken_back(ws):
    (row,) = found(ws, "vague-hedge")
    with pytest.raises(UserError):
        checking.waive(ws, BRIEFING, row.finding, "  ")
    waiver = checking.waive(ws, BRIEFING, row.finding, "The sources say no more.")
    assert not found(ws, "vague-hedge")
    (kept,) = check_briefing(ws, BRIEFING).waived
    assert (kept.waiver_id, kept.reason, kept.finding.key) == (
        waiver,
        "The sources say no more.",
        row.finding.key,
    )
    assert kept.when
    assert checking.waive(ws, BRIEFING, row.finding, "Better said.") == waiver
    assert history.undo(ws) == "Change waiver"
    checking.take_back(ws, waiver)
    assert found(ws, "vague-hedge")
    history.undo(ws)
    assert not found(ws, "vague-hedge")
    history.undo(ws)
    assert found(ws, "vague-hedge")


def test_a_finding_that_changes_shows_again_and_its_waiver_is_spent(ws):
    (row,) = found(ws, "vague-hedge")
    checking.waive(ws, BRIEFING, row.finding, "Fine.")
    editing.change_fields(ws, "judgment", JUDGMENT, text="Perhaps they widen it [@quote:absurd].")
    assert found(ws, "vague-hedge")
    done = check_briefing(ws, BRIEFING)
    assert not done.waived
    assert [spent.reason for spent in done.spent] == ["Fine."]


def test_how_far_it_is_can_be_heard_and_stopped(ws):
    class Stop(Exception):  # noqa: N818
        pass

    steps = []

    def report(done, total):
        steps.append((done, total))
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        check_briefing(ws, BRIEFING, report)
    assert steps == [(0, 4), (1, 4), (2, 4)]
    assert checking.is_light(ws, BRIEFING)
