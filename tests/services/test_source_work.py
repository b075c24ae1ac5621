"""Sources graded anew with their past, what they go back to, and the statement drafted from facts."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author
from briefing.domain.claim import Claim, ClaimParty
from briefing.domain.judgment import Judgment
from briefing.domain.source import SourceGrade, SourceLink
from briefing.errors import NotFoundError, UserError
from briefing.services import editing, history, source_view
from briefing.services.checking import check_briefing
from briefing.services.importing import import_file
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.source_statement import draft, statement_of, write_statement
from briefing.services.source_view import cite, source_card
from briefing.services.source_work import regrade, source_work
from briefing.services.workspace import open_workspace
from briefing.store.records import find

BRIEFING = sample_id("briefing", BRIEFING_KEY)
TALKS, DIGEST, CAMPBELL, REPORTS = (
    sample_id("source", key) for key in ("talks", "digest", "campbell", "according-to-reports")
)


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", Author("person", "device"))
    yield opened
    opened.close()


def test_a_grade_given_anew_keeps_the_one_before_in_one_step(ws):
    regrade(ws, TALKS, "D", " Two of three statements were denied. ", "2024-07")
    work = source_work(ws, TALKS)
    assert (work.reliability, work.reason) == ("D", "Two of three statements were denied.")
    assert [(g.reliability, g.when, g.reason) for g in work.grades] == [
        ("D", "July 2024", "Two of three statements were denied."),
        ("B", "date not known", "Public, official, interested."),
    ]
    assert history.undo(ws) == "Grade source"
    work = source_work(ws, TALKS)
    assert (work.reliability, work.grades) == ("B", ())


def test_the_newest_grade_stands_first_and_today_is_the_day_where_none_is_given(ws):
    regrade(ws, TALKS, "C", "Doubt.", "2024-06-30")
    regrade(ws, TALKS, "A", "All was confirmed.")
    regrade(ws, TALKS, "E", "Seen later, judged for then.", "2024-06-01")
    work = source_work(ws, TALKS)
    assert [g.reliability for g in work.grades] == ["A", "C", "E", "B"]
    assert work.reliability == "E"
    with ws.read() as connection:
        assert len(find(connection, SourceGrade, source_id=TALKS)) == 4


def test_a_grade_is_of_the_day_on_the_wall_not_of_the_day_in_greenwich(ws, monkeypatch):
    now = datetime.now(UTC)
    far = "Etc/GMT-14" if now.hour >= 11 else "Etc/GMT+12"
    monkeypatch.setenv("TZ", far)
    time.tzset()
    try:
        here = now.astimezone().date()
        assert here != now.date()
        regrade(ws, TALKS, "C", "Doubt.")
        with ws.read() as connection:
            days = {one.graded for one in find(connection, SourceGrade, source_id=TALKS)}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert here.isoformat() in days


@pytest.mark.parametrize(
    ("letter", "reason", "day"), [("G", "x", ""), ("B", "  ", ""), ("B", "x", "June")]
)
def test_what_is_no_grade_is_refused_and_changes_nothing(ws, letter, reason, day):
    with pytest.raises(UserError):
        regrade(ws, TALKS, letter, reason, day)
    assert source_work(ws, TALKS).grades == ()


def test_what_a_source_goes_back_to_is_an_indented_list(ws):
    work = source_work(ws, DIGEST)
    titles = {line.id: (line.depth, line.is_origin) for line in work.back}
    assert len(work.back) == 7
    assert titles[REPORTS] == (1, False)
    assert titles[CAMPBELL] == (2, True)
    assert titles[TALKS] == (1, True)
    assert [line.id for line in source_work(ws, CAMPBELL).forward] == [REPORTS, DIGEST]
    assert source_work(ws, TALKS).back == ()
    assert source_work(ws, "nope") is None


def test_a_circle_of_sources_ends(ws):
    editing.add_records(
        ws,
        "Add link",
        [SourceLink(id="x", source_id=TALKS, other_id=DIGEST, link_kind="derives from")],
    )
    again = [line for line in source_work(ws, TALKS).back if line.again]
    assert [line.id for line in again] == [TALKS]


def test_the_descriptor_shows_what_is_filled(ws):
    editing.change_fields(ws, "source", TALKS, level_of_access="Both spoke.", bias="Interested.")
    names = [name for name, _words in source_work(ws, TALKS).descriptor]
    assert names == ["Factors", "Level of access", "Bias"]


def test_the_draft_tells_the_facts(ws):
    words = draft(ws, BRIEFING)
    assert "rests on nine sources, of which seven are independent" in words
    assert "Seven of them were not seen themselves, but as reported by Digest" in words
    assert "Three are usually reliable (B), three are fairly reliable (C)" in words
    assert "three cannot be judged (F) on the NATO scale" in words
    assert "No key judgment rests on one source alone." in words
    assert "Of seven claims, none is asserted by two independent origins" in words
    assert "The date of six sources is not known." in words


def test_a_judgment_on_one_source_is_named_in_the_draft(ws):
    from briefing.domain.judgment import Basis

    judgment = sample_id("judgment", "no-deterrence")
    with ws.read() as connection:
        basis = find(connection, Basis, judgment_id=judgment)
    for one in basis:
        if one.entry_kind != "claim":
            editing.delete_entry(ws, "basis", one.id)
    assert "One key judgment rests on one source alone: “Further sanctions" in draft(ws, BRIEFING)
    found = {r.finding.rule for r in check_briefing(ws, BRIEFING).open}
    assert "one-source" in found


def test_an_empty_briefing_says_that_it_has_no_source(ws):
    editing.add_records(ws, "Add briefing", [Briefing(id="b", title="New", marking="GREEN")])
    words = draft(ws, "b")
    assert words == "This briefing rests on no source yet."
    with pytest.raises(NotFoundError):
        draft(ws, "nope")
    section = write_statement(ws, "b", words)
    made = statement_of(ws, "b")
    assert (made.id, made.body, made.marking) == (section, words, "GREEN")
    assert history.undo(ws) == "Draft source summary"
    assert statement_of(ws, "b") is None


def test_words_of_a_person_are_not_overwritten_without_a_question(ws):
    before = statement_of(ws, BRIEFING)
    with pytest.raises(UserError):
        write_statement(ws, BRIEFING, "Drafted.")
    assert statement_of(ws, BRIEFING).body == before.body
    write_statement(ws, BRIEFING, "Drafted.", replace=True)
    assert statement_of(ws, BRIEFING).body == "Drafted."
    history.undo(ws)
    assert statement_of(ws, BRIEFING).body == before.body


def test_a_claim_that_an_actor_denies_is_told_as_denied(ws):
    claims = [Claim(id=i, briefing_id="b", proposition=i) for i in ("one", "two")]
    parties = [
        ClaimParty(id="p1", claim_id="one", stance="asserts"),
        ClaimParty(id="p2", claim_id="one", stance="denies"),
        ClaimParty(id="p3", claim_id="two", stance="asserts"),
    ]
    editing.add_records(ws, "claims", [Briefing(id="b", title="B"), *claims, *parties])
    assert "one is denied" in draft(ws, "b")


def test_a_judgment_on_sourced_entries_is_not_without_a_source(ws):
    with ws.read() as connection:
        judgment = next(one for one in find(connection, Judgment, briefing_id=BRIEFING))
    assert judgment.id not in {line.id for line in source_view.unsourced(ws, BRIEFING)}


def test_a_source_known_by_its_file_alone_is_not_called_untitled_beside_it(ws, tmp_path):
    path = tmp_path / "statement.txt"
    path.write_text("The two sides met and talked for a long while about trade.", "utf-8")
    done = import_file(ws, path, date="2024-06-20")
    card = source_card(ws, done.source_id)
    assert card.title == "statement.txt"
    assert card.citation == "20 Jun 2024"
    assert "Untitled" in cite(ws, done.source_id)
