"""Final versions: frozen under a number, opened as they stood, and what the next one changes."""

from __future__ import annotations

import pytest

from briefing.domain.briefing import Release, Status
from briefing.domain.judgment import Judgment
from briefing.services import editing, finishing, history, releasing, standing
from briefing.services.brief_view import brief_view
from briefing.services.export_formats import ExportRequest, export_briefing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.snapshot import show_briefing
from briefing.services.workspace import open_workspace
from briefing.store.records import find, get
from tests.builders import ME, rows

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


def _judgment(workspace):
    return next(one for one in brief_view(workspace, BRIEFING).judgments if one.likelihood)


def _correct(workspace):
    """Version 1 final, and a draft of version 2 with another likelihood and confidence."""
    finishing.set_status(workspace, BRIEFING, "final")
    finishing.set_status(workspace, BRIEFING, "draft")
    one = _judgment(workspace)
    editing.change_fields(
        workspace, "judgment", one.id, likelihood="almost no chance", confidence="low"
    )
    return one


def test_becoming_final_freezes_a_numbered_version(workspace):
    before = show_briefing(workspace, BRIEFING)
    finishing.set_status(workspace, BRIEFING, "final")
    found = releasing.versions_of(workspace, BRIEFING)
    assert (found.number, found.is_final, [one.number for one in found.final]) == (1, True, [1])
    assert (found.last.who, found.last.changes, found.before) == ("Analyst", "", None)
    finishing.set_status(workspace, BRIEFING, "draft")
    editing.change_fields(workspace, "quote", QUOTE, about="later")
    with standing.past(workspace, found.last.clock) as past:
        then = show_briefing(past, BRIEFING)
    assert (then["status"], then["version"]) == ("final", 1)
    assert {**then, "status": "draft", "releases": [], "people": []} == {**before, "people": []}
    assert releasing.versions_of(workspace, BRIEFING).number == 2


def test_it_is_one_step_and_undone_in_one(workspace):
    before = rows(workspace)["briefing"]
    finishing.set_status(workspace, BRIEFING, "final")
    assert history.undo(workspace) == "Set to final"
    assert rows(workspace)["briefing"] == before
    assert releasing.versions_of(workspace, BRIEFING).final == ()
    history.redo(workspace)
    assert [one.number for one in releasing.versions_of(workspace, BRIEFING).final] == [1]


def test_the_proposal_tells_likelihood_and_confidence_apart(workspace):
    """ICD 203: the two never stand in one sentence."""
    one = _correct(workspace)
    lines = releasing.proposed_changes(workspace, BRIEFING).splitlines()
    (likely,) = [line for line in lines if "almost no chance" in line]
    assert f"before: {one.likelihood}" in likely
    assert "confidence" not in likely
    (sure,) = [line for line in lines if "the confidence is low" in line]
    assert f"before: {one.confidence}" in sure
    assert "%" not in sure


def test_what_is_new_dropped_and_beside_is_told_and_consistency_is_said(workspace):
    finishing.set_status(workspace, BRIEFING, "final")
    finishing.set_status(workspace, BRIEFING, "draft")
    editing.change_fields(workspace, "quote", QUOTE, about="later")
    section = brief_view(workspace, BRIEFING).disputed[0]
    editing.change_fields(workspace, "section", section.id, body="Little.")
    told = releasing.proposed_changes(workspace, BRIEFING)
    assert told.splitlines()[0] == "No judgment changed."
    assert "Section “What is disputed” was revised." in told
    assert "Besides: 1 changed quote." in told
    gone = _judgment(workspace)
    editing.delete_entry(workspace, "judgment", gone.id)
    new = Judgment(id="j-new", briefing_id=BRIEFING, text="It ends.", likelihood="likely")
    editing.add_records(workspace, "Add", [new])
    told = releasing.proposed_changes(workspace, BRIEFING)
    assert "No judgment changed" not in told
    assert "New: “It ends.”: likely (55–80 %)." in told
    assert "Dropped: “" in told


def test_the_next_version_carries_its_words_or_those_proposed(workspace):
    _correct(workspace)
    finishing.set_status(workspace, BRIEFING, "final", "We were wrong about it.")
    found = releasing.versions_of(workspace, BRIEFING)
    assert [one.number for one in found.final] == [2, 1]
    assert found.changes == "We were wrong about it."
    assert found.before.number == 1
    finishing.set_status(workspace, BRIEFING, "draft")
    assert releasing.versions_of(workspace, BRIEFING).changes == "", "a draft says nothing yet"
    finishing.set_status(workspace, BRIEFING, "final")
    assert releasing.versions_of(workspace, BRIEFING).changes.startswith("No judgment changed.")


def test_exports_of_a_correction_say_what_changed_and_those_of_a_draft_do_not(workspace, tmp_path):
    _correct(workspace)
    draft = export_briefing(workspace, BRIEFING, tmp_path / "draft.md").read_text("utf-8")
    assert "Changed since" not in draft
    finishing.set_status(workspace, BRIEFING, "final", "First line.\nSecond line.")
    text = export_briefing(workspace, BRIEFING, tmp_path / "final.md").read_text("utf-8")
    assert "## Changed since version 1\n\n- First line.\n- Second line.\n" in text
    from briefing.services.report_view import summary_report

    summary = summary_report(workspace, BRIEFING)
    assert summary.changes == "Changed since version 1: First line. Second line."


def test_words_on_judgments_that_are_marked_higher_do_not_leave_with_a_lower_export(
    workspace, tmp_path
):
    finishing.set_status(workspace, BRIEFING, "final")
    finishing.set_status(workspace, BRIEFING, "draft")
    secret = Judgment(id="j-red", briefing_id=BRIEFING, text="Turnips arrive.", marking="RED")
    editing.add_records(workspace, "Add", [secret])
    editing.change_fields(workspace, "briefing", BRIEFING, marking="GREEN")
    finishing.set_status(workspace, BRIEFING, "final")
    with workspace.read() as connection:
        release = max(find(connection, Release, briefing_id=BRIEFING), key=lambda r: r.number)
        assert release.marking == "RED"
        assert "Turnips" in release.changes
    target = tmp_path / "green.md"
    export_briefing(workspace, BRIEFING, target, ExportRequest(audience="GREEN"))
    assert "Turnips" not in target.read_text("utf-8")
    target = tmp_path / "green.json"
    export_briefing(workspace, BRIEFING, target, ExportRequest(audience="GREEN"))
    assert "Turnips" not in target.read_text("utf-8")


def test_setting_final_twice_makes_one_version(workspace):
    finishing.set_status(workspace, BRIEFING, "final")
    finishing.set_status(workspace, BRIEFING, "final")
    assert len(releasing.versions_of(workspace, BRIEFING).final) == 1
    with workspace.read() as connection:
        assert get(connection, "briefing", BRIEFING).status == Status.FINAL
