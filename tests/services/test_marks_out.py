"""What a tool made keeps its mark in whatever leaves the library, until a person has looked at it."""

from __future__ import annotations

import json

import pytest

from briefing.domain.briefing import Briefing
from briefing.domain.judgment import Basis, Judgment
from briefing.services import accepting, claim_view
from briefing.services.drafting import Group
from briefing.services.editing import change_fields
from briefing.services.excerpting import excerpt
from briefing.services.export_formats import FORMATS, List, make_export
from briefing.services.importing import import_text
from briefing.services.reviewing import State, review
from briefing.store.journal import new_id
from tests.builders import empty_workspace
from tests.services.test_drafting import ARTICLE
from tests.services.test_every_format import told, wanted

#: Formats that print entries, and not sources or notes alone.
ENTRIES = [row for row in FORMATS if row.id not in ("csl", "ris", "bibtex", "annotations")]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A briefing with everything accepted unseen, and what was accepted by kind."""
    ws = empty_workspace(tmp_path_factory.mktemp("drawn"))
    briefing = new_id()
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id=briefing, title="Visit"))
    done = import_text(ws, ARTICLE, briefing_id=briefing, date="2024-06-20")
    rows = review(ws, briefing, done.document_id).rows
    keys = [row.key for row in rows if row.state is State.WAITING]
    made = accepting.accept(ws, briefing, done.document_id, keys, looked_at=False)
    claim = next(made.entries[r.key][1] for r in rows if r.group is Group.CLAIM)
    judgment = new_id()
    with ws.write("Judge") as unit:
        unit.add(Judgment(id=judgment, briefing_id=briefing, text="So it is.", key=True))
        unit.add(Basis(id=new_id(), judgment_id=judgment, entry_kind="claim", entry_id=claim))
    yield ws, briefing, claim
    ws.close()


def texts(ws, briefing, row):
    for one in wanted(row):
        for piece in told(make_export(ws, briefing, one).content):
            yield one.list, " ".join(piece.decode("utf-8", "replace").split())


@pytest.mark.parametrize("row", ENTRIES, ids=lambda row: row.key)
def test_every_format_with_entries_tells_what_nobody_looked_at(drawn, row):
    ws, briefing, _claim = drawn
    found = list(texts(ws, briefing, row))
    for name in {one for one, _text in found}:
        if name in ("", *(List.ACTORS, List.QUOTES, List.EVENTS, List.CLAIMS, List.RELATIONS)):
            assert any(
                mark in text
                for one, text in found
                for mark in ("not looked at", '"looked_at": false', '"looked_at":false')
                if one == name
            ), name


def test_json_and_stix_tell_the_rule_the_confidence_and_the_tool(drawn):
    ws, briefing, claim = drawn
    by_id = {row.id: row for row in FORMATS}
    whole = json.loads(make_export(ws, briefing, wanted(by_id["json"])[0]).content)
    plain = next(one for one in whole["briefing"]["claims"] if one["id"] == claim)
    assert plain["drawn_out"]["rule"].endswith(".")
    assert plain["drawn_out"]["looked_at"] is False
    assert 0 < plain["drawn_out"]["confidence"] <= 1
    assert plain["drawn_out"]["tool"]
    assert all("drawn_out" in one for one in whole["briefing"]["actors"])
    bundle = json.loads(make_export(ws, briefing, wanted(by_id["stix"])[0]).content)
    marked = [
        o for o in bundle["objects"] if "drawn-out-by-tool-not-looked-at" in o.get("labels", ())
    ]
    assert {"note", "identity", "relationship"} <= {one["type"] for one in marked}
    assert any("drawn_out" in ext for o in marked for ext in o.get("extensions", {}).values())


def test_the_claims_side_by_side_say_so_until_somebody_edits_or_confirms(tmp_path):
    ws = empty_workspace(tmp_path)
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="b", title="Visit"))
    done = import_text(ws, ARTICLE, briefing_id="b", date="2024-06-20")
    key = next(r.key for r in review(ws, "b", done.document_id).rows if r.group is Group.CLAIM)
    accepting.accept(ws, "b", done.document_id, [key], looked_at=False)
    (claim,) = claim_view.claim_rows(ws, "b")
    assert claim.is_drawn
    assert excerpt(ws, "b").drawn(claim.id)
    change_fields(ws, "claim", claim.id, note="Seen.")
    assert not claim_view.claim_rows(ws, "b")[0].is_drawn
    found = excerpt(ws, "b")
    assert found.drawn(claim.id) is None
    # The actors that came along are still unseen; each confirmed, nothing is left to say.
    assert "not looked at" in found.drawn_words
    for actor in found.actors:
        accepting.confirm(ws, "actor", actor.id)
    assert excerpt(ws, "b").drawn_words == ""
    ws.close()


def test_a_briefing_made_by_hand_has_no_word_of_tools(tmp_path):
    ws = empty_workspace(tmp_path)
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="b", title="Visit"))
    for row in ENTRIES:
        assert not any("not looked at" in text for _name, text in texts(ws, "b", row))
    ws.close()
