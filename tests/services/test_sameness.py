"""Two actors that turn out to be one are merged, counted as one, and split again."""

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor, ActorName, Office
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim, ClaimParty
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.errors import UserError
from briefing.services import actor_view, bloc_view, choosing, history, quote_view, searching
from briefing.services.sameness import duplicates, merge_actors, split_actors
from briefing.services.timeline_view import timeline
from briefing.store.quotes import QuoteFilter
from briefing.store.sameness import canonical_ids
from tests.builders import empty_workspace, rows


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    with made.write("Fill") as unit:
        unit.add_all(
            [
                Briefing(id="b", title="Visit", as_of="2024-06-20"),
                Actor(id="kim", actor_kind="person", name="Kim Jong Un", family_name="Kim"),
                Actor(id="kim2", actor_kind="person", name="Jong-un Kim"),
                ActorName(id="n2", actor_id="kim2", text="김정은", name_kind="native"),
                Actor(id="ru", actor_kind="state", name="Russia", iso3166="RU"),
                Actor(id="ru2", actor_kind="state", name="Rossiya", iso3166="RU"),
                Office(id="o", actor_id="kim2", title="leader"),
                Quote(id="q1", briefing_id="b", words="One", said="2024-06-19"),
                QuoteSpeaker(id="s1", quote_id="q1", actor_id="kim"),
                Quote(id="q2", briefing_id="b", words="Two", said="2024-06-19"),
                QuoteSpeaker(id="s2", quote_id="q2", actor_id="kim2"),
                Event(id="e", briefing_id="b", what="Visit", happened="2024-06-19"),
                Participant(id="p", event_id="e", actor_id="kim2"),
                Claim(id="c", briefing_id="b", proposition="It is so"),
                ClaimParty(id="cp", claim_id="c", actor_id="kim2"),
                Relation(
                    id="r",
                    briefing_id="b",
                    from_id="kim2",
                    to_id="ru",
                    relation_kind="war",
                    sign=-1,
                ),
                Bloc(id="bl", briefing_id="b", name="East"),
                BlocMember(id="m1", bloc_id="bl", actor_id="kim"),
                BlocMember(id="m2", bloc_id="bl", actor_id="kim2"),
            ]
        )
    yield made
    made.close()


def test_merged_they_are_one_in_every_view_and_split_again_they_are_two(ws):
    day = bloc_view.read_day("2024-06-20")[1]
    before = rows(ws)
    alone = [one.id for one in actor_view.actor_list(ws, "b")]
    assert {"kim", "kim2"} <= set(alone)
    merge_actors(ws, "kim2", "kim")
    listed = {one.id: one for one in actor_view.actor_list(ws, "b")}
    assert "kim2" not in listed
    assert listed["kim"].native == "김정은"
    assert listed["kim"].role == "Leader"
    dossier = actor_view.dossier(ws, "b", "kim2")
    assert dossier is not None
    assert dossier.actor.id == "kim"
    sections = dict(dossier.sections)
    assert [line.text for line in sections["Names"]] == ["Jong-un Kim", "김정은"]
    assert {line.id for line in sections["Quotes"]} == {"q1", "q2"}
    assert [line.id for line in sections["Events"]] == ["e"]
    assert [line.text for line in sections["Relations"]] == ["Russia"]
    assert [line.id for line in sections["Claims"]] == ["c"]
    assert quote_view.quote_ids(ws, "b", QuoteFilter(speaker_id="kim")) == ["q1", "q2"]
    (facet,) = quote_view.facets(ws, "b", "speaker", QuoteFilter())
    assert (facet.key, facet.text, facet.count) == ("kim", "Kim Jong Un", 2)
    view = bloc_view.bloc_view(ws, "b", day)
    assert {one.id for one in view.scene.actors} == {"kim", "ru"}
    assert [bloc.members for bloc in view.scene.blocs] == [("kim",)]
    assert "Jong-un Kim" not in {row.who for row in timeline(ws, "b").rows}
    meant = choosing.meant(choosing.choices(ws, "actor"), "김정은")
    assert meant is not None
    assert meant.id == "kim"
    assert searching.home_of(ws, "actor", "kim2") == ("actor", "kim")
    with pytest.raises(UserError, match="already"):
        merge_actors(ws, "kim", "kim2")
    after = rows(ws)
    assert {kind: some for kind, some in after.items() if kind != "same_as"} == {
        kind: some for kind, some in before.items() if kind != "same_as"
    }
    split_actors(ws, "kim2")
    assert [one.id for one in actor_view.actor_list(ws, "b")] == alone
    history.undo(ws)
    assert "kim2" not in {one.id for one in actor_view.actor_list(ws, "b")}


def test_those_that_may_be_one_are_offered_with_the_reason(ws):
    found = {(one.kept_id, one.other_id): one.why for one in duplicates(ws)}
    assert found == {
        ("kim", "kim2"): "the same words in another order",
        ("ru", "ru2"): "the same ISO code",
    }
    merge_actors(ws, "ru2", "ru")
    assert [one.kept_id for one in duplicates(ws)] == ["kim"]


def test_circles_and_chains_end(ws):
    from briefing.domain.actor import SameAs

    with ws.write("A circle that two laptops made") as unit:
        unit.add_all(
            [
                SameAs(id="1", actor_id="kim", canonical_id="kim2"),
                SameAs(id="2", actor_id="kim2", canonical_id="kim"),
                SameAs(id="3", actor_id="ru2", canonical_id="kim2"),
            ]
        )
    with ws.read() as connection:
        assert canonical_ids(connection) == {"kim2": "kim", "ru2": "kim"}
    with pytest.raises(UserError, match="not merged"):
        split_actors(ws, "ru")
