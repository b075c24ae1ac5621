"""Two actors that are one are one wherever a briefing is told: with a twin it reads like without."""

from __future__ import annotations

import json

import pytest

from briefing.domain.actor import Actor, ActorName, SameAs
from briefing.domain.bloc import BlocMember
from briefing.domain.claim import ClaimParty
from briefing.domain.event import Participant
from briefing.domain.quote import QuoteSpeaker
from briefing.domain.records import KINDS
from briefing.domain.relation import Relation
from briefing.export.nesting import nest
from briefing.services import bloc_view, evidence_view, note_threads, searching
from briefing.services.annotating import add_note
from briefing.services.bloc_table import bloc_table
from briefing.services.checking import check_briefing
from briefing.services.excerpting import excerpt
from briefing.services.export_formats import FORMATS, List, make_export
from briefing.services.sameness import merge_actors, split_actors
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from briefing.store.search import search
from tests.builders import ME
from tests.services.test_every_format import told, wanted

SAMPLE = sample_id("briefing", BRIEFING_KEY)
PUTIN, RUSSIA = sample_id("actor", "putin"), sample_id("actor", "russia")
TWINS = {
    PUTIN: ("twin", "Zwiebelkopf Wladimir", "person"),
    RUSSIA: ("twin-state", "Ruthenistan", "state"),
}
PARTS = (
    (QuoteSpeaker, "actor_id"),
    (Participant, "actor_id"),
    (ClaimParty, "actor_id"),
    (BlocMember, "actor_id"),
    (ActorName, "actor_id"),
    (Relation, "from_id"),
    (Relation, "to_id"),
)


def give_to_twins(ws):
    """Let every second record name the twin of an actor instead of the actor."""
    with ws.read() as connection:
        mine = {
            (cls, field, one): find(connection, cls, **{field: one})
            for cls, field in PARTS
            for one in TWINS
        }
    with ws.write("Add twins") as unit:
        for twin, name, kind in TWINS.values():
            unit.add(Actor(id=twin, actor_kind=kind, name=name))
        for (cls, field, one), records in mine.items():
            for record in records[::2]:
                unit.change(cls.kind, record.id, **{field: TWINS[one][0]})


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    ws = open_workspace(tmp_path_factory.mktemp("plain") / "a.briefings", ME)
    yield ws
    ws.close()


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    ws = open_workspace(tmp_path_factory.mktemp("twins") / "a.briefings", ME)
    give_to_twins(ws)
    for one, (twin, _name, _kind) in TWINS.items():
        merge_actors(ws, twin, one)
    yield ws
    ws.close()


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"actor", "same_as"}))
def test_every_record_of_an_excerpt_names_the_one_that_stays(plain, twins, kind):
    cls = KINDS[kind]
    assert excerpt(twins, SAMPLE).all(cls) == excerpt(plain, SAMPLE).all(cls)


def test_the_actors_of_an_excerpt_are_told_of_once_and_keep_their_ids(plain, twins):
    found = excerpt(twins, SAMPLE)
    assert found.actors == excerpt(plain, SAMPLE).all(Actor)
    assert [one.name for one in found.merged_into(PUTIN)] == ["Zwiebelkopf Wladimir"]
    assert {one.actor_id for one in found.all(SameAs)} == {"twin", "twin-state"}
    plainly = {one["id"]: one for one in nest(found)["actors"]}
    assert plainly["twin"]["same_as"] == PUTIN
    assert not plainly["twin"]["names"]
    assert "same_as" not in plainly[PUTIN]


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_a_merged_name_stands_in_no_format_but_among_other_names(twins, row):
    for one in wanted(row):
        for piece in told(make_export(twins, SAMPLE, one).content):
            text = piece.decode("utf-8", "replace").replace("\n", " ")
            for name in ("Zwiebelkopf", "Ruthenistan"):
                # Once: beside the actor, or as the record that was merged (with a location in STIX).
                assert text.count(name) <= (2 if row.id == "stix" else 1), (one.list, name)
            if one.list == List.ACTORS:
                assert "Zwiebelkopf" in text


def test_stix_ties_end_at_the_one_that_stays(twins):
    row = next(r for r in FORMATS if r.id == "stix")
    bundle = json.loads(make_export(twins, SAMPLE, wanted(row)[0]).content)
    twin = next(o["id"] for o in bundle["objects"] if o.get("name") == "Ruthenistan")
    ties = [
        o["relationship_type"]
        for o in bundle["objects"]
        if o["type"] == "relationship" and twin in (o["source_ref"], o["target_ref"])
    ]
    assert set(ties) <= {"duplicate-of", "located-at"}


def test_checks_pictures_rows_and_evidence_are_those_of_one_actor(plain, twins):
    for ws in (plain, twins):
        assert check_briefing(ws, SAMPLE).open
    assert [f.finding for f in check_briefing(twins, SAMPLE).open] == [
        f.finding for f in check_briefing(plain, SAMPLE).open
    ]
    day = bloc_view.read_day("2024-06-20")[1]
    assert (
        bloc_view.bloc_view(twins, SAMPLE, day).scene
        == bloc_view.bloc_view(plain, SAMPLE, day).scene
    )
    assert bloc_table(twins, SAMPLE) == bloc_table(plain, SAMPLE)
    for kind, key in (("actor", PUTIN), ("relation", sample_id("relation", "russia-north-korea"))):
        mine, theirs = (evidence_view.evidence(ws, kind, key, SAMPLE) for ws in (twins, plain))
        assert mine.heading == theirs.heading
        assert {card.id for card in mine.cards} == {card.id for card in theirs.cards}


def test_search_and_lists_of_entries_name_the_one_that_stays(plain, twins):
    def titles(ws, words):
        with ws.read() as connection:
            return {(hit.id, hit.title) for hit in search(connection, words, limit=80)}

    assert titles(twins, "Putin") >= titles(plain, "Putin")
    assert not [title for _id, title in titles(twins, "assistance") if "Zwiebelkopf" in title]
    found = searching.find_entries(twins, "Zwiebelkopf")
    assert ("actor", PUTIN) in {(one.kind, one.id) for one in found}


def test_notes_on_a_merged_actor_are_read_at_the_one_that_stays_and_go_along(tmp_path):
    ws = open_workspace(tmp_path / "a.briefings", ME)
    give_to_twins(ws)
    note = add_note(ws, "actor", "twin", SAMPLE, "Is this he?", private=False)
    assert not note_threads.threads_on(ws, "actor", PUTIN)
    merge_actors(ws, "twin", PUTIN)
    assert [thread.id for thread in note_threads.threads_on(ws, "actor", PUTIN)] == [note]
    split_actors(ws, "twin")
    assert not note_threads.threads_on(ws, "actor", PUTIN)
    ws.close()


def test_it_is_not_told_that_two_are_one_where_the_reader_may_not_know(tmp_path):
    ws = open_workspace(tmp_path / "a.briefings", ME)
    give_to_twins(ws)
    made = merge_actors(ws, "twin-state", RUSSIA)
    with ws.write("Mark higher") as unit:
        unit.change("same_as", made, marking="RED")
    found = excerpt(ws, SAMPLE)
    assert "twin-state" in {one.id for one in found.actors}
    assert {r.from_id for r in found.all(Relation)} >= {"twin-state"}
    ws.close()


def test_two_speakers_who_are_one_are_named_once(tmp_path):
    ws = open_workspace(tmp_path / "a.briefings", ME)
    with ws.read() as connection:
        speaker = next(iter(find(connection, QuoteSpeaker, actor_id=PUTIN)))
        member = next(iter(find(connection, BlocMember, actor_id=RUSSIA)))
    with ws.write("Say it twice") as unit:
        unit.add(Actor(id="twin", actor_kind="person", name="Zwiebelkopf Wladimir"))
        unit.add(Actor(id="twin-state", actor_kind="state", name="Ruthenistan"))
        unit.add(QuoteSpeaker(id="s2", quote_id=speaker.quote_id, actor_id="twin"))
        unit.add(
            BlocMember(
                id="m2",
                bloc_id=member.bloc_id,
                actor_id="twin-state",
                role=member.role,
                held=member.held,
            )
        )
    merge_actors(ws, "twin", PUTIN)
    merge_actors(ws, "twin-state", RUSSIA)
    found = excerpt(ws, SAMPLE)
    assert [s.actor_id for s in found.parts(QuoteSpeaker, speaker.quote_id)].count(PUTIN) == 1
    members = [m for m in found.parts(BlocMember, member.bloc_id) if m.actor_id == RUSSIA]
    assert len(members) == 1
    ws.close()
