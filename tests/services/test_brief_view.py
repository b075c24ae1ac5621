"""The Brief as a reader gets it: in order, numbered from the top, and honest about its sources."""

from __future__ import annotations

import pytest

from briefing.domain.changes import Author
from briefing.domain.citing import Ref
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.quote import Quote
from briefing.errors import NotFoundError
from briefing.services.brief_view import brief_view
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.coverage import coverage

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def workspace(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", Author(None, "device"))
    yield made
    made.close()


def test_sample_reads_from_the_bottom_line_down(workspace):
    view = brief_view(workspace, BRIEFING)
    assert view.as_of == "2024-06-19"
    assert view.desk == "Northeast Asia"
    assert "close to an alliance" in view.bottom_line[0].blocks[0].runs[0].text
    first = view.key_judgments[0]
    assert (first.likelihood, first.low, first.high) == ("very likely", 80, 95)
    assert first.confidence == "moderate"
    assert [one.likelihood for one in view.other_judgments] == ["", ""]
    assert [text.heading for text in view.disputed] == ["What is disputed"]
    assert [text.heading for text in view.sections][-1] == "Sources"


def test_numbers_follow_the_page(workspace):
    view = brief_view(workspace, BRIEFING)
    cited = [ref for block in view.bottom_line[0].blocks for run in block.runs for ref in run.cites]
    assert [view.numbers.number(ref) for ref in cited] == list(range(1, len(cited) + 1))
    key = max(view.numbers.number(ref) for one in view.key_judgments for ref in one.basis)
    disputed = [ref for run in view.disputed[0].blocks[0].runs for ref in run.cites]
    assert min(view.numbers.number(ref) for ref in disputed) == key + 1
    assert len(set(view.numbers.ordered)) == len(view.numbers.ordered)


def test_what_nobody_carries_is_not_counted_as_sourced(workspace):
    with workspace.read() as connection:
        sourced, statements = coverage(connection, BRIEFING)
    assert sourced == statements
    with workspace.write("Add") as unit:
        unit.add(Quote(id="q", briefing_id=BRIEFING, words="Unheard"))
        unit.add(Judgment(id="j", briefing_id=BRIEFING, text="Bare.", key=True, position="zz"))
        unit.add(Basis(id="b", judgment_id="j", entry_kind="quote", entry_id="q"))
    after = brief_view(workspace, BRIEFING)
    with workspace.read() as connection:
        assert coverage(connection, BRIEFING) == (sourced, statements + 2)
    assert after.key_judgments[-1].sources == 0


def test_judgments_that_rest_on_each_other_share_their_sources(workspace):
    quote = next(r for j in brief_view(workspace, BRIEFING).judgments for r in j.basis)
    with workspace.write("Add") as unit:
        for one, other in (("j1", "j2"), ("j2", "j1")):
            unit.add(Judgment(id=one, briefing_id=BRIEFING, text=one, likelihood="maybe"))
            unit.add(Basis(id=f"b-{one}", judgment_id=one, entry_kind="judgment", entry_id=other))
        unit.add(Basis(id="b", judgment_id="j2", entry_kind=quote.kind, entry_id=quote.id))
    lines = {one.id: one for one in brief_view(workspace, BRIEFING).judgments}
    assert lines["j1"].sources == lines["j2"].sources > 0
    assert lines["j1"].low is None
    assert lines["j1"].basis == (Ref("judgment", "j2"),)


def test_unknown_briefing_is_said_to_be_unknown(workspace):
    with pytest.raises(NotFoundError, match="nowhere"):
        brief_view(workspace, "nowhere")
