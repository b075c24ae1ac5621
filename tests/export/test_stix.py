"""STIX 2.1: ``stix2`` loads it as it is, the standard's MUSTs hold, and no likelihood becomes confidence."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
import stix2  # here: what it loads asks once whether there is IPv6

from briefing.domain.markings import Marking
from briefing.export.stix import stix_bundle
from briefing.export.stix_terms import DETAILS, PROGRAM, bounds, extension_of, stix_id, web_address
from tests.excerpts import HOSTILE, WORDS, key, small_excerpt

_COMMON = {"type", "spec_version", "id", "created", "modified", "object_marking_refs"}
_REQUIRED = {
    "identity": {"name"},
    "location": set(),
    "note": {"content", "object_refs"},
    "relationship": {"relationship_type", "source_ref", "target_ref"},
    "report": {"name", "published", "object_refs"},
    "grouping": {"context", "object_refs"},
    "extension-definition": {"name", "schema", "version", "extension_types", "created_by_ref"},
}
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_NAME = re.compile(r"[a-z][a-z0-9_]{2,249}|id")


def made(excerpt, times=None):
    data = stix_bundle(excerpt, times)
    return json.loads(data)


def by_id(bundle):
    return {one["id"]: one for one in bundle["objects"]}


def walk(value, path=()):
    yield path, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walk(one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, path)


def must_hold(bundle):
    """The MUSTs of the standard that concern a bundle like ours, written anew."""
    assert set(bundle) == {"type", "id", "objects"}
    ids = [one["id"] for one in bundle["objects"]]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    for one in bundle["objects"]:
        kind, _, number = one["id"].partition("--")
        assert kind == one["type"]
        assert UUID(number).variant == "specified in RFC 4122"
        assert UUID(number).version in (4, 5)
        assert one["spec_version"] == "2.1"
        assert _STAMP.fullmatch(one["created"])
        if kind != "marking-definition":
            assert set(one) >= _COMMON | _REQUIRED[kind]
            assert one["modified"] >= one["created"]
        for path, value in walk(one):
            assert value not in (None, [], {}), (kind, path)
            if path and not path[-1].startswith("extension-definition--"):
                assert _NAME.fullmatch(path[-1]), path
            name = path[-1] if path else ""
            if name.endswith(("_ref", "_refs")) and isinstance(value, str):
                assert value in known, (kind, path, value)
            if name in ("start_time", "stop_time", "published"):
                assert _STAMP.fullmatch(value)
        if kind == "location":
            assert "country" in one or {"latitude", "longitude"} <= set(one)
            assert ("latitude" in one) == ("longitude" in one)
        if kind == "relationship":
            assert re.fullmatch(r"[a-z0-9-]+", one["relationship_type"])
            assert one.get("start_time", "0") < one.get("stop_time", "9")
        for ref in one.get("external_references", []):
            assert ref["source_name"] not in ("cve", "capec")
            assert set(ref) & {"description", "url", "external_id"}
        assert 0 <= one.get("confidence", 0) <= 100
        for extension in one.get("extensions", {}):
            assert extension in known or extension.endswith("9e08dde9e88d")


def test_it_is_the_same_file_as_before(golden):
    golden("bundle.stix.json", stix_bundle(small_excerpt(left_out=("1 note",))).decode())


@pytest.mark.parametrize("status", ["draft", "final"])
@pytest.mark.parametrize("marking", list(Marking))
def test_stix2_loads_it_as_it_is(status, marking):
    bundle = made(small_excerpt(status=status, marking=marking))
    must_hold(bundle)
    loaded = stix2.parse(bundle)
    assert len(loaded.objects) == len(bundle["objects"])
    assert all(not isinstance(one, dict) for one in loaded.objects)
    store = stix2.MemoryStore(stix_data=bundle)
    (whole,) = store.query(
        [stix2.Filter("type", "=", "report" if status == "final" else "grouping")]
    )
    assert whole.name == "They come close to an alliance"
    assert store.get(marking.stix_id).name == marking.label
    assert json.loads(loaded.serialize())["id"] == bundle["id"]


def test_a_final_briefing_is_a_report_of_all_that_is_in_the_bundle():
    bundle = made(small_excerpt(left_out=("2 quotes",)))
    (report,) = [one for one in bundle["objects"] if one["type"] == "report"]
    assert report["published"] == "2024-06-20T12:00:00.000Z"
    assert "They *will* help." in report["description"]
    assert "[@" not in report["description"]
    assert report["description"].endswith("Left out: 2 quotes.")
    told = {
        one["id"]
        for one in bundle["objects"]
        if one["type"] not in ("marking-definition", "extension-definition", "report")
    }
    assert set(report["object_refs"]) == told - {PROGRAM}
    assert report["extensions"][DETAILS]["author_refs"] == [stix_id("identity", key("ann"))]


def test_states_are_a_land_and_a_government():
    objects = by_id(made(small_excerpt()))
    land = objects[stix_id("location", key("russia"))]
    state = objects[stix_id("identity", key("russia"))]
    assert (land["country"], state["identity_class"]) == ("RU", "organization")
    assert state["sectors"] == ["government-national"]
    ties = [one for one in objects.values() if one.get("relationship_type") == "located-at"]
    assert {"source_ref": state["id"], "target_ref": land["id"]}.items() <= ties[0].items() or {
        "source_ref": state["id"],
        "target_ref": land["id"],
    }.items() <= ties[1].items()
    former = objects[stix_id("location", key("ussr"))]
    assert (former["latitude"], former["longitude"]) == (55.75, 37.6)
    assert "country" not in former
    leader = objects[stix_id("identity", key("putin"))]
    assert (leader["identity_class"], leader["roles"]) == ("individual", ["President"])
    assert leader["extensions"][DETAILS]["names"][0]["text"] == "Владимир Путин"
    assert objects[stix_id("identity", key("bloc"))]["identity_class"] == "group"


def test_relations_run_from_when_to_when_and_claim_no_confidence():
    objects = by_id(made(small_excerpt()))
    tie = objects[stix_id("relationship", key("relation"))]
    assert tie["relationship_type"] == "strategic-partnership"
    assert tie["start_time"] == "2024-06-01T00:00:00.000Z"
    assert "stop_time" not in tie
    assert "confidence" not in tie
    details = tie["extensions"][DETAILS]
    assert (details["held"], details["phase"], details["defense"]) == ("2024-06/..", "signed", True)
    assert details["parties"][0]["actor_ref"] == stix_id("identity", key("putin"))
    member = objects[stix_id("relationship", key("in"))]
    assert (member["start_time"], member["stop_time"]) == (
        "1950-01-01T00:00:00.000Z",
        "1953-07-27T23:59:59.999Z",
    )


def test_what_stix_lacks_is_a_note_with_its_words_and_its_fields():
    objects = by_id(made(small_excerpt()))
    quote = objects[stix_id("note", key("quote"))]
    assert quote["content"].startswith(f"“{WORDS}”\nVladimir Putin; said; 19 June 2024; Pyongyang")
    assert quote["object_refs"] == [stix_id("identity", key("putin"))]
    own = quote["extensions"][extension_of("quote")]
    assert (own["words"], own["said"]) == (WORDS, "2024-06-19")
    assert own["passages"][0]["source_ref"] == stix_id("identity", key("source"))
    assert quote["external_references"][1]["url"] == "https://example.org/a"
    assert quote["labels"] == ["mutual help"]
    claim = objects[stix_id("note", key("claim"))]
    assert claim["confidence"] == 50
    assert "confidence" not in objects[stix_id("note", key("denial"))]
    assert "Asserted by: United Nations\nDenied by: Russia" in claim["content"]
    change = {"asserts": {"actor_id": None, "source_id": key("source")}}
    told = by_id(made(small_excerpt(change=change)))[claim["id"]]["content"]
    assert "Asserted by: A treaty in Pyongyang\n" in told
    matrix = objects[stix_id("note", key("matrix"))]
    assert "- 6,700 containers were sent. (1: C)" in matrix["content"]


def test_likelihood_is_no_confidence_and_shares_no_sentence_with_it():
    objects = by_id(made(small_excerpt()))
    judgment = objects[stix_id("note", key("judgment"))]
    assert "confidence" not in judgment
    own = judgment["extensions"][extension_of("judgment")]
    assert (own["likelihood"], own["analytic_confidence"]) == ("very likely", "moderate")
    assert own["basis"][0]["entry_ref"] == stix_id("note", key("claim"))
    for sentence in re.split(r"[.\n]", judgment["content"]):
        assert not ("ikelihood" in sentence and "onfidence" in sentence)


def test_notes_are_notes_and_replies_point_to_what_they_answer():
    objects = by_id(made(small_excerpt()))
    question = objects[stix_id("note", key("question"))]
    assert question["authors"] == ["Ann Analyst"]
    assert question["object_refs"] == [stix_id("note", key("quote"))]
    assert objects[stix_id("note", key("answer"))]["object_refs"] == [question["id"]]
    assert objects[stix_id("note", key("highlight"))]["content"] == WORDS
    assert stix_id("note", key("question")) not in by_id(made(small_excerpt(notes=False)))


def test_every_object_is_marked_as_high_as_what_is_in_it():
    change = {
        "speaker": {"marking": "AMBER+STRICT"},
        "event": {"marking": "GREEN"},
        "states": {"marking": "AMBER"},
    }
    objects = by_id(made(small_excerpt(change=change, marking=Marking.RED)))
    shown = {
        name: objects[stix_id("note", key(name))]["object_marking_refs"]
        for name in ("quote", "event", "claim")
    }
    assert shown == {
        "quote": [Marking.AMBER_STRICT.stix_id],
        "event": [Marking.GREEN.stix_id],
        "claim": [Marking.CLEAR.stix_id],
    }
    tie = objects[stix_id("relationship", key("relation"))]
    assert tie["object_marking_refs"] == [Marking.AMBER.stix_id]
    level = objects[Marking.AMBER_STRICT.stix_id]["extensions"]
    assert list(level.values()) == [
        {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}
    ]


def test_whoever_the_words_name_marks_their_object():
    change = {
        "putin": {"marking": "AMBER"},
        "un": {"marking": "GREEN"},
        "claim": {"marking": "AMBER+STRICT"},
    }
    objects = by_id(made(small_excerpt(change=change, marking=Marking.RED)))

    def marking(name):
        return objects[stix_id("note", key(name))]["object_marking_refs"]

    assert "Vladimir Putin" in objects[stix_id("note", key("quote"))]["content"]
    assert marking("quote") == [Marking.AMBER.stix_id]
    assert "6,700 containers" in objects[stix_id("note", key("matrix"))]["content"]
    assert marking("matrix") == [Marking.AMBER_STRICT.stix_id]
    lower = {"claim": {"marking": "CLEAR"}}
    objects = by_id(made(small_excerpt(change=change | lower, marking=Marking.RED)))
    assert marking("claim") == [Marking.GREEN.stix_id]


def test_the_words_of_a_judgment_hold_no_marks_of_citations():
    change = {"judgment": {"text": f"They come closer.[@claim:{key('claim')}]"}}
    objects = by_id(made(small_excerpt(change=change)))
    told = objects[stix_id("note", key("judgment"))]["content"]
    assert told.startswith("They come closer.\n")


def test_times_are_those_of_the_records_with_their_parts():
    times = {key("quote"): (1000, 2000), key("speaker"): (1500, 3001)}
    objects = by_id(made(small_excerpt(), times))
    quote = objects[stix_id("note", key("quote"))]
    assert quote["created"] == "1970-01-01T00:00:01.000Z"
    assert quote["modified"] == "1970-01-01T00:00:03.001Z"
    claim = objects[stix_id("note", key("claim"))]
    assert claim["created"] == claim["modified"] == "2024-06-20T12:00:00.000Z"


@pytest.mark.parametrize(
    ("edtf", "start", "stop"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("../2024-06", "", "2024-06-30"),
        ("2024-06/", "2024-06-01", ""),
        ("XXXX-06-14", "", ""),
        ("-0043", "", ""),
        ("soon", "", ""),
        ("", "", ""),
    ],
)
def test_bounds_are_there_where_they_are_known(edtf, start, stop):
    found = bounds(edtf)
    assert found.get("start_time", "")[:10] == start
    assert found.get("stop_time", "")[:10] == stop


def test_only_addresses_of_the_web_are_addresses():
    assert web_address("https://example.org:8080/a?b=1#c")
    for text in ("file:///home/x", "javascript:alert(1)", "https://a b", "https://e.org/ä", "x"):
        assert web_address(text) == ""


@pytest.mark.parametrize("words", [*HOSTILE, "cve", ""], ids=range(len(HOSTILE) + 2))
def test_hostile_text_stays_text(words):
    change = {
        "quote": {"words": words, "said": words},
        "russia": {"name": words, "iso3166": words, "longitude": float("nan"), "latitude": 1e9},
        "un": {"actor_kind": words, "name": words},
        "source": {"title": words, "url": words, "reliability": words, "extra": words},
        "agency": {"title": "", "descriptor": ""},
        "relation": {"relation_kind": words, "held": words, "note": words},
        "link": {"link_kind": words},
        "claim": {"proposition": words, "credibility": words, "status": words},
        "number": {"value": float("inf"), "unit": words},
        "judgment": {"text": words, "likelihood": words, "scale": words},
        "matrix": {"question": words},
        "question": {"body": words, "motivation": words},
        "section": {"body": words},
        "tag": {"text": words},
        "ann": {"name": words},
    }
    found = small_excerpt(title=words, desk=words, cutoff=words, language=words, change=change)
    bundle = made(found)
    must_hold(bundle)
    assert len(stix2.parse(bundle).objects) == len(bundle["objects"])
    own = by_id(bundle)[stix_id("note", key("quote"))]["extensions"][extension_of("quote")]
    assert own.get("words", "") == words.replace("\ud800", "\ufffd")
