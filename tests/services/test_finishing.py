"""A final briefing is frozen, whatever the way in, and everything beside it is not."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim
from briefing.domain.judgment import Judgment
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.errors import UserError
from briefing.services import (
    annotating,
    assessing,
    capturing,
    claiming,
    editing,
    finishing,
    forming,
    history,
    importing,
    quoting,
    reading,
    searching,
    source_statement,
    starting,
    tabling,
    trash,
    weighing,
)
from briefing.services.anchoring import Span
from briefing.services.sample import sample_id
from briefing.services.table_fields import Rows
from briefing.services.workspace import open_workspace
from briefing.store.records import find, need
from tests.builders import ME, OTHER, empty_workspace, make_quote, rows

SAMPLE = sample_id("briefing", "pyongyang-2024")
#: What belongs to no briefing, or stands beside it.
SHARED = {
    *("person", "actor", "actor_name", "office", "membership", "same_as"),
    *("source", "source_author", "source_grade", "source_link", "document", "passage"),
    *("annotation", "saved_search", "outline"),
    *("blind_round", "blind_item", "blind_part", "blind_answer"),
}


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "test.briefings", ME)
    yield made
    made.close()


@pytest.fixture
def small(tmp_path):
    made = empty_workspace(tmp_path)
    with made.write("Fill") as unit:
        unit.add_all(_one_of_each())
    yield made
    made.close()


def _one_of_each():
    """A briefing "briefing-1" with one record of every kind, each named after its kind."""
    found = []
    for kind, cls in KINDS.items():
        given = {"id": f"{kind}-1"}
        given.update({name: f"{other}-1" for name, other in references(cls).items()})
        if kind in ("tag", "passage_link", "basis", "evidence"):
            given |= {"entry_kind": "claim", "entry_id": "claim-1"}
        given |= {
            f.name: {"int": 1, "float": 1.0}.get(f.type, "x")
            for f in fields(cls)
            if f.default is MISSING and f.name not in given and not f.name.startswith("_")
        }
        found.append(cls(**given))
    return found


def _entry(ws, kind, at=0, **where):
    with ws.read() as connection:
        return find(connection, KINDS[kind], briefing_id=SAMPLE, **where)[at].id


def test_whatever_belongs_to_a_final_briefing_is_refused_whatever_is_shared_is_not(small):
    finishing.set_status(small, "briefing-1", "final")
    for kind in set(KINDS) - {"briefing"}:
        for change in ({"marking": "RED"}, {"deleted": True}):
            if kind in SHARED:
                editing.change_fields(small, kind, f"{kind}-1", **change)
                continue
            before = rows(small)
            with pytest.raises(
                UserError, match=r"“x” is final \(version 1\); set it back to draft"
            ):
                editing.change_fields(small, kind, f"{kind}-1", **change)
            assert rows(small) == before, kind
    finishing.set_status(small, "briefing-1", "draft")
    for kind in set(KINDS) - SHARED - {"briefing"}:
        editing.delete_entry(small, kind, f"{kind}-1")


def test_nothing_is_added_to_a_final_briefing_or_moved_into_or_out_of_it(small):
    finishing.set_status(small, "briefing-1", "final")
    with small.write("Fill") as unit:
        unit.add(Briefing(id="open", title="Open"))
        unit.add(Claim(id="mine", briefing_id="open", proposition="p"))
    before = rows(small)
    for kind, cls in KINDS.items():
        if kind in SHARED or kind == "briefing":
            continue
        record = next(one for one in _one_of_each() if one.kind == kind)
        values = {f.name: getattr(record, f.name) for f in fields(cls)} | {"id": "new"}
        with pytest.raises(UserError, match="is final"):
            editing.add_records(small, "Add", [cls(**values)])
    for claim, briefing in (("mine", "briefing-1"), ("claim-1", "open"), ("claim-1", None)):
        with pytest.raises(UserError, match="is final"):
            editing.change_fields(small, "claim", claim, briefing_id=briefing)
    with pytest.raises(UserError, match="is final"):
        editing.change_fields(small, "passage_link", "passage_link-1", entry_id="mine")
    assert rows(small) == before
    editing.change_fields(small, "claim", "mine", proposition="q")


def test_the_head_of_a_final_briefing_is_frozen_but_its_status(small):
    finishing.set_status(small, "briefing-1", "final")
    for field, value in (("title", "Y"), ("cutoff", "2024-06-20T12:00:00+00:00"), ("desk", "Y")):
        with pytest.raises(UserError, match="is final"):
            editing.change_fields(small, "briefing", "briefing-1", **{field: value})
    with pytest.raises(UserError, match="is final"):
        editing.delete_entry(small, "briefing", "briefing-1")
    draft = forming.load_draft(small, "briefing", "briefing-1")
    draft.values |= {"title": "Y", "status": "draft"}
    forming.save_draft(small, draft)
    with small.read() as connection:
        assert need(connection, "briefing", "briefing-1").title == "Y"


def test_every_way_in_says_the_same_line_and_changes_nothing(ws, tmp_path):
    quote, claim, judgment = (_entry(ws, k) for k in ("quote", "claim", "judgment"))
    bloc, section, matrix = (_entry(ws, k) for k in ("bloc", "section", "hypothesis_matrix"))
    other = _entry(ws, "claim", 1)
    with ws.read() as connection:
        document = find(connection, KINDS["document"])[0].id
        row = find(connection, KINDS["evidence"], matrix_id=matrix)[0].id
        hypothesis = find(connection, KINDS["hypothesis"], matrix_id=matrix)[0].id
        indicator = find(connection, KINDS["indicator"])[0].id
    gone = _entry(ws, "event")
    editing.delete_entry(ws, "event", gone)
    article = tmp_path / "article.txt"
    article.write_text("The envoy spoke of grain.", encoding="utf-8")
    events = tmp_path / "events.csv"
    events.write_text("what,when\nTalks,2024-06-19\n", encoding="utf-8")
    finishing.set_status(ws, SAMPLE, "final")
    form = forming.load_draft(ws, "bloc", bloc)
    form.values["name"] = "Another name"

    def table():
        read = tabling.read_table(events)
        tabling.import_table(
            ws, read, Rows.EVENTS, {"what": 0, "when": 1}, name="e", briefing_id=SAMPLE
        )

    before = rows(ws)
    lines = set()
    for call in (
        lambda: forming.save_draft(ws, form),
        lambda: editing.duplicate_entry(ws, "quote", quote),
        lambda: editing.move_entry(ws, "claim", claim, by=1),
        lambda: editing.change_fields(ws, "section", section, heading="Another"),
        lambda: trash.restore_all(ws, [("event", gone)]),
        lambda: assessing.set_confidence(ws, judgment, "low"),
        lambda: assessing.add_judgment(ws, SAMPLE, "A new one"),
        lambda: assessing.add_basis(
            ws, judgment, [("claim", other), ("event", _entry(ws, "event"))]
        ),
        lambda: assessing.set_indicator_text(ws, indicator, "Another"),
        lambda: weighing.add_matrix(ws, SAMPLE, "Why?"),
        lambda: weighing.rename_hypothesis(ws, hypothesis, "Another"),
        lambda: weighing.delete_evidence(ws, row),
        lambda: claiming.set_status(ws, claim, "refuted", "no"),
        lambda: claiming.make_rivals(ws, [claim, _entry(ws, "claim", -1)]),
        lambda: quoting.add_quote(
            ws, SAMPLE, document, 0, 9, words="w", speaker_ids=(), quote_kind="scare", said=""
        ),
        lambda: capturing.add_words(ws, "claim", claim, Span(document, 1, 9)),
        lambda: source_statement.write_statement(ws, SAMPLE, "Words", replace=True),
        lambda: importing.import_file(ws, article, briefing_id=SAMPLE),
        table,
    ):
        with pytest.raises(UserError) as refused:
            call()
        lines.add(str(refused.value))
    assert len(lines) == 1
    assert "is final (version 1); set it back to draft to change it." in lines.pop()
    assert rows(ws) == before


def test_notes_questions_searches_and_reading_go_on_beside_a_final_briefing(ws):
    quote = _entry(ws, "quote")
    with ws.read() as connection:
        document = find(connection, KINDS["document"])[0].id
    finishing.set_status(ws, SAMPLE, "final")
    for private in (True, False):
        note = annotating.add_note(
            ws, "quote", quote, SAMPLE, "Is it so?", private=private, tags=["doubt"]
        )
        annotating.reply(ws, note, "It is.")
        annotating.resolve_note(ws, note, resolved=True)
        annotating.set_note_tags(ws, note, ["other"])
    _passage, empty = quoting.add_passage_note(ws, SAMPLE, document, 3, 9)
    annotating.set_note_body(ws, empty, "Here.")
    assert capturing.toggle_highlight(ws, SAMPLE, Span(document, 3, 20))
    searching.keep_search(ws, "assistance")
    reading.mark_read(ws, SAMPLE)
    assert starting.briefing_from(ws, SAMPLE)
    annotating.delete_note(ws, note)


def test_undo_takes_the_status_back_and_then_the_steps_before(ws):
    claim = _entry(ws, "claim")
    claiming.set_status(ws, claim, "refuted", "no")
    finishing.set_status(ws, SAMPLE, "final")
    assert history.undo(ws) == "Set to final"
    assert history.redo(ws) == "Set to final"
    history.undo(ws)
    assert history.undo(ws) == "Judge claim"


def test_undo_and_redo_of_what_a_colleague_made_final_meanwhile_are_refused(ws, tmp_path):
    claim = _entry(ws, "claim")
    claiming.set_status(ws, claim, "refuted", "no")
    colleague = open_workspace(ws.path, OTHER)
    try:
        finishing.set_status(colleague, SAMPLE, "final")
        with pytest.raises(UserError, match=r"is final \(version 1\); set it back to draft"):
            history.undo(ws)
        finishing.set_status(colleague, SAMPLE, "draft")
        assert history.undo(ws) == "Judge claim"
        finishing.set_status(colleague, SAMPLE, "final")
        with pytest.raises(UserError, match=r"is final \(version 2\)"):
            history.redo(ws)
    finally:
        colleague.close()


def test_parts_of_parts_belong_to_the_briefing_too(small):
    # A rating belongs to a row of evidence, that to a matrix, and only this names the briefing.
    assert owner_field(KINDS["rating"]) == "evidence_id"
    finishing.set_status(small, "briefing-1", "final")
    with pytest.raises(UserError, match="is final"):
        weighing.rate(small, "evidence-1", "hypothesis-1", "II")


def test_a_note_on_a_final_briefing_keeps_its_tags_and_an_entry_does_not_get_any(small):
    finishing.set_status(small, "briefing-1", "final")
    with small.write("Note") as unit:
        unit.add(Annotation(id="n", target_kind="claim", target_id="claim-1"))
    annotating.set_note_tags(small, "n", ["a"])
    with pytest.raises(UserError, match="is final"):
        editing.add_records(
            small, "Tag", [KINDS["tag"](id="t", entry_kind="claim", entry_id="claim-1", text="a")]
        )


def test_a_briefing_may_be_made_final_with_its_last_words_in_one_step(small):
    with small.write("Both") as unit:
        unit.change("briefing", "briefing-1", status="final", title="Last words")
        unit.change("judgment", "judgment-1", text="Last words")
    with small.write("Apart") as unit:
        unit.add(make_quote(id="free"))
        unit.add(Briefing(id="sent", title="Sent", status="final"))
        unit.add(Judgment(id="j", briefing_id="sent", text="Come in as final"))
    with pytest.raises(UserError, match="Sent"):
        editing.change_fields(small, "judgment", "j", text="Changed")
