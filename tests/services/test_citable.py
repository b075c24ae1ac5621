"""What can be cited, found by the first letters of its words."""

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor, ActorName
from briefing.domain.briefing import Briefing
from briefing.domain.citing import Ref
from briefing.domain.claim import Claim
from briefing.domain.quote import QuoteSpeaker
from briefing.domain.source import Source
from briefing.services.citable import build_index, elided, touches
from briefing.store.journal import new_id
from tests.builders import empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    with made.write("Fill") as unit:
        unit.add_all([Briefing(id="b", title="B"), Briefing(id="other", title="O")])
        unit.add(Actor(id="a", actor_kind="person", name="Łukasz Żurek"))
        unit.add(ActorName(id="n", actor_id="a", text="우카시 주렉", name_kind="native"))
        unit.add(make_quote(id="q", briefing_id="b", words="the river bends at noon"))
        unit.add(QuoteSpeaker(id=new_id(), quote_id="q", actor_id="a"))
        unit.add(make_quote(id="elsewhere", briefing_id="other", words="the river is dry"))
        unit.add(Claim(id="c", briefing_id="b", proposition="Containers were sent"))
        unit.add(Source(id="s", title="River Review"))
    yield made
    made.close()


def _found(index, typed):
    return [(one.ref.kind, one.ref.id) for one in index.find(typed)]


def test_entries_are_found_by_the_beginnings_of_their_words(ws):
    index = build_index(ws, "b")
    assert _found(index, "contai") == [("claim", "c")]
    assert _found(index, "noon river") == [("quote", "q")]
    assert _found(index, "tainers") == []


def test_what_begins_as_typed_comes_first_and_other_briefings_stay_out(ws):
    assert _found(build_index(ws, "b"), "river") == [("source", "s"), ("quote", "q")]


def test_accents_and_scripts_are_no_hindrance(ws):
    index = build_index(ws, "b")
    assert ("actor", "a") in _found(index, "lukasz zu")
    assert ("actor", "a") in _found(index, "주렉")
    assert ("actor", "a") in _found(index, "렉")


def test_nothing_typed_offers_the_first_of_every_kind(ws):
    assert {kind for kind, _id in _found(build_index(ws, "b"), "")} == {
        "quote",
        "claim",
        "source",
        "actor",
    }


def test_a_label_says_who_and_the_first_words(ws):
    index = build_index(ws, "b")
    assert index.label(Ref("quote", "q")) == "Łukasz Żurek: the river bends at noon"
    assert index.label(Ref("quote", "gone")) == ""
    assert elided("Łukasz Żurek: the river bends", 20) == "Łukasz Żurek: the…"


def test_building_anew_takes_what_is_unchanged_and_sees_what_is_not(ws):
    before = build_index(ws, "b")
    heard = []
    ws.subscribe(heard.append)
    with ws.write("Edit") as unit:
        unit.change("claim", "c", proposition="Grain was sent")
        unit.delete("source", "s")
    assert touches(heard[-1])
    after = build_index(ws, "b", before)
    assert _found(after, "grain") == [("claim", "c")]
    assert _found(after, "contai") == []
    assert _found(after, "review") == []
    assert after.entries[Ref("quote", "q")] is before.entries[Ref("quote", "q")]
