"""New briefings: from nothing, from a template, from an earlier one."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, BriefingAuthor, Section, SectionKind
from briefing.domain.citing import Ref
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.source import BriefingSource
from briefing.errors import UserError
from briefing.services import history, starting, writing
from briefing.services.brief_view import brief_view
from briefing.services.report_view import summary_report
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find, need
from tests.builders import ME, empty_workspace, rows

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def empty(tmp_path):
    made = empty_workspace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


def _all(ws, kind, **where):
    with ws.read() as connection:
        return find(connection, kind, **where)


@pytest.mark.parametrize("key", [one.key for one in starting.templates()])
def test_a_template_gives_its_sections_empty_and_in_order(empty, key):
    template = next(one for one in starting.templates() if one.key == key)
    made = starting.new_briefing(empty, "  A new\n matter ", template=key, as_of="2024-06")
    view = _all(empty, Briefing, id=made)[0]
    assert (view.title, view.as_of, view.status, view.version) == (
        "A new matter",
        "2024-06",
        "draft",
        1,
    )
    found = writing.section_rows(empty, made)
    assert [(s.section_kind, s.heading, s.body) for s in found] == [
        (s.section_kind, s.heading, "") for s in template.sections
    ]
    assert [a.person_id for a in _all(empty, BriefingAuthor)] == [ME.person_id]
    # Guidance is nowhere in the library.
    held = repr(rows(empty))
    assert all(one.guidance and one.guidance not in held for one in template.sections)
    beside = [(s.section_kind, s.heading) for s in found]
    assert [starting.guidance(*one, beside) for one in beside] == [
        one.guidance for one in template.sections
    ]
    assert history.undo(empty) == "New briefing"
    assert _all(empty, Briefing) == ()
    assert _all(empty, Section) == ()


def test_every_kind_of_section_has_guidance():
    assert all(starting.guidance(kind.value, "") for kind in SectionKind)
    assert starting.guidance("a kind of tomorrow", "") == ""


def test_without_a_date_it_is_as_of_today_and_without_a_title_it_is_not_made(empty):
    made = starting.new_briefing(empty, "Matter")
    assert _all(empty, Briefing, id=made)[0].as_of == date.today().isoformat()  # noqa: DTZ011
    with pytest.raises(UserError, match="title"):
        starting.new_briefing(empty, "  ")
    with pytest.raises(UserError, match="soonish"):
        starting.new_briefing(empty, "Matter", as_of="soonish")
    assert len(_all(empty, Briefing)) == 1


def test_last_weeks_structure_is_taken_over_with_new_ids(ws):
    before = rows(ws)
    made = starting.briefing_from(ws, SAMPLE, as_of="2024-06-26")
    with ws.read() as connection:
        old, new = (need(connection, "briefing", one) for one in (SAMPLE, made))
    assert (new.as_of, new.status, new.version, new.cutoff) == ("2024-06-26", "draft", 1, "")
    assert new.desk == old.desk
    for kind, field in (
        (Judgment, "text"),
        (Bloc, "name"),
        (BriefingSource, "source_id"),
    ):
        first = [getattr(r, field) for r in _all(ws, kind, briefing_id=SAMPLE)]
        assert first
        assert [getattr(r, field) for r in _all(ws, kind, briefing_id=made)] == first
    sections = writing.section_rows(ws, made)
    kept = [s for s in sections if s.section_kind != "changes"]
    assert [s.heading for s in kept] == [s.heading for s in writing.section_rows(ws, SAMPLE)]
    (changes,) = (s for s in sections if s.section_kind == "changes")
    assert (changes.heading, changes.body) == ("Changes since 19 June 2024", "")
    assert "since" in starting.guidance("changes", changes.heading)
    ids = {r.id for r in _all(ws, Judgment, briefing_id=made)}
    assert ids.isdisjoint(r.id for r in _all(ws, Judgment, briefing_id=SAMPLE))
    assert _all(ws, Indicator, judgment_id=list(ids))
    blocs = [b.id for b in _all(ws, Bloc, briefing_id=made)]
    assert _all(ws, BlocMember, bloc_id=blocs)
    # What was there is as it was, and all of it goes with one step back.
    after = rows(ws)
    assert all(set(before[kind]) <= set(after[kind]) for kind in before if kind != "person")
    assert history.undo(ws) == "New briefing from an earlier one"
    assert _all(ws, Judgment, briefing_id=made) == ()
    assert _all(ws, Section, briefing_id=made) == ()


def test_citations_are_kept_and_those_of_judgments_mean_the_copies(ws):
    judgment = _all(ws, Judgment, briefing_id=SAMPLE)[0]
    section = writing.section_rows(ws, SAMPLE)[-1]
    writing.set_section_body(
        ws,
        section.id,
        f"As judged [@judgment:{judgment.id}; @quote:kept].",
        expected=section.body,
    )
    made = starting.briefing_from(ws, SAMPLE)
    old, new = brief_view(ws, SAMPLE), brief_view(ws, made)
    copies = {
        a.id: b.id
        for a, b in zip(
            _all(ws, Bloc, briefing_id=SAMPLE), _all(ws, Bloc, briefing_id=made), strict=True
        )
    }
    copies |= {
        a.id: b.id
        for a, b in zip(
            sorted(old.judgments, key=lambda j: j.text),
            sorted(new.judgments, key=lambda j: j.text),
            strict=True,
        )
    }
    assert [Ref(r.kind, copies.get(r.id, r.id)) for r in old.numbers.ordered] == list(
        new.numbers.ordered
    )
    assert copies[judgment.id] in writing.section_rows(ws, made)[-1].body
    basis = _all(ws, Basis, judgment_id=[j.id for j in new.judgments])
    assert len(basis) == len(_all(ws, Basis, judgment_id=[j.id for j in old.judgments]))
    assert [j.sources for j in new.key_judgments] == [j.sources for j in old.key_judgments]
    # It can be handed on: what it cites still leads to sources.
    cited = [note.citation for note in summary_report(ws, SAMPLE).endnotes]
    assert cited
    assert [note.citation for note in summary_report(ws, made).endnotes] == cited


def test_an_older_section_of_changes_is_emptied_and_not_doubled(ws):
    writing.add_section(ws, SAMPLE, "changes", body="Old news.")
    made = starting.briefing_from(ws, SAMPLE)
    again = starting.briefing_from(ws, made)
    for one in (made, again):
        changes = [s for s in writing.section_rows(ws, one) if s.section_kind == "changes"]
        assert [s.body for s in changes] == [""]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Weekly, 19 June 2024", "Weekly, 26 June 2024"),
        ("Weekly 2024-06-19", "Weekly 2024-06-26"),
        ("Week 25: the North", "Week 26: the North"),
        ("The North stays calm", "The North stays calm"),
    ],
)
def test_a_title_with_a_date_is_brought_up_to_date(title, wanted):
    assert starting.renewed_title(title, "2024-06-19", "2024-06-26") == wanted
    assert starting.renewed_title(title, "2024-06", "2024-06-26") == title
