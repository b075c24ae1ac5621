"""Shared notes as W3C Web Annotations: what the model demands, and JSON-LD that says what is meant."""

from __future__ import annotations

import base64
import json
import re

import pytest
from pyld import jsonld  # here: what it loads asks once whether there is IPv6

from briefing.domain.markings import Marking
from briefing.export.web_annotation import CONTEXT, urn, web_annotations
from tests.excerpts import HOSTILE, WORDS, key, small_excerpt

_OA, _DC, _DCT, _AS = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/activitystreams#",
)
_RDFS, _XSD = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2001/XMLSchema#"


def _iri(term):
    return {"@id": term, "@type": "@id"}


def _time(term):
    return {"@id": term, "@type": f"{_XSD}dateTime"}


def _count(term):
    return {"@id": term, "@type": f"{_XSD}nonNegativeInteger"}


# What the terms used here stand for in the vocabulary of the recommendation (its appendix A).
FACTS = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    "rdfs": _RDFS,
    "schema": "http://schema.org/",
    "Annotation": f"{_OA}Annotation",
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "TextualBody": f"{_OA}TextualBody",
    "SpecificResource": f"{_OA}SpecificResource",
    "TextQuoteSelector": f"{_OA}TextQuoteSelector",
    "TextPositionSelector": f"{_OA}TextPositionSelector",
    "TimeState": f"{_OA}TimeState",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Software": f"{_AS}Application",
    "body": _iri(f"{_OA}hasBody"),
    "target": _iri(f"{_OA}hasTarget"),
    "source": _iri(f"{_OA}hasSource"),
    "selector": _iri(f"{_OA}hasSelector"),
    "state": _iri(f"{_OA}hasState"),
    "cached": _iri(f"{_OA}cachedSource"),
    "sourceDate": _time(f"{_OA}sourceDate"),
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "exact": f"{_OA}exact",
    "prefix": f"{_OA}prefix",
    "suffix": f"{_OA}suffix",
    "start": _count(f"{_OA}start"),
    "end": _count(f"{_OA}end"),
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": f"{_DC}format",
    "language": f"{_DC}language",
    "creator": _iri(f"{_DCT}creator"),
    "created": _time(f"{_DCT}created"),
    "modified": _time(f"{_DCT}modified"),
    "generator": _iri(f"{_AS}generator"),
    "generated": _time(f"{_DCT}issued"),
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": f"{_RDFS}label",
    "audience": _iri("http://schema.org/audience"),
    "total": _count(f"{_AS}totalItems"),
    "first": _iri(f"{_AS}first"),
    "startIndex": _count(f"{_AS}startIndex"),
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "partOf": _iri(f"{_AS}partOf"),
    **{
        motivation: f"{_OA}{motivation}"
        for motivation in (
            *("commenting", "highlighting", "questioning", "assessing", "editing"),
            *("tagging", "replying"),
        )
    },
}


def made(excerpt, times=None):
    return json.loads(web_annotations(excerpt, times))


def must_hold(whole):
    """The MUSTs of the model, written anew."""
    assert whole["@context"] == CONTEXT
    assert whole["type"] == "AnnotationCollection"
    page = whole["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == whole["id"]
    assert whole["total"] == len(page["items"])
    ids = [whole["id"], page["id"], *(one["id"] for one in page["items"])]
    assert len(set(ids)) == len(ids)
    for one in page["items"]:
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one["id"])
        assert one["type"] == "Annotation"
        assert one["target"]
        assert one["motivation"] in FACTS
        for name in ("created", "modified"):
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.get(name, "2024-01-01T00:00:00Z")
            )
        for body in one.get("body", []):
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)
        target = one["target"]
        if isinstance(target, dict) and target.get("type") == "SpecificResource":
            assert target["source"]["id"]
            quote, place = target["selector"]
            assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
            assert 0 <= place["start"] <= place["end"]
            assert len(quote["exact"]) == place["end"] - place["start"]


def keys_of(value):
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from keys_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys_of(one)


def expanded(whole):
    def load(url, _options=None):
        assert url == CONTEXT
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": FACTS}}

    (found,) = jsonld.expand(whole, {"documentLoader": load})
    return found


def test_it_is_the_same_file_as_before(golden):
    found = small_excerpt(left_out=("1 note",))
    golden("annotations.jsonld", web_annotations(found).decode())


def test_the_model_holds_and_every_note_says_who_when_what_and_where():
    whole = made(small_excerpt())
    must_hold(whole)
    question, highlight, answer = whole["first"]["items"]
    assert question["motivation"] == "questioning"
    assert question["creator"] == {"id": urn(key("ann")), "type": "Person", "name": "Ann Analyst"}
    assert question["created"] == "2024-06-20T09:00:00Z"
    assert question["body"] == [
        {
            "type": "TextualBody",
            "value": "Does this oblige **anybody**?",
            "format": "text/markdown",
            "language": "en",
        },
        {"type": "TextualBody", "value": "follow up", "purpose": "tagging"},
    ]
    assert question["target"] == {"id": urn(key("quote")), "rdfs:label": f"Quote: {WORDS}"}
    assert (answer["motivation"], answer["target"]) == ("replying", question["id"])
    assert answer["created"] == "2024-06-20T10:30:00Z"
    target = highlight["target"]
    assert "body" not in highlight
    assert target["source"]["rdfs:seeAlso"] == {"id": "https://example.org/a"}
    assert target["selector"][0]["exact"] == WORDS
    assert target["selector"][1] == {"type": "TextPositionSelector", "start": 10, "end": 35}
    name = target["state"]["cached"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(name + "=") == bytes.fromhex("bb" * 32)


def test_a_note_is_marked_as_high_as_what_it_tells_of_its_target():
    change = {"quote": {"marking": "AMBER"}, "source": {"marking": "RED"}}
    items = made(small_excerpt(change=change))["first"]["items"]
    labels = [one["audience"]["schema:audienceType"] for one in items]
    # A question on the quote, a highlight of the source's words, an answer that tells of neither.
    assert labels == ["TLP:AMBER", "TLP:RED", "TLP:CLEAR"]


def test_it_is_json_ld_in_which_every_term_is_one_of_the_vocabulary():
    whole = made(small_excerpt(left_out=("1 note",)), {key("question"): (0, 5000)})
    for name in set(keys_of(whole)) - {"@context"}:
        assert name in FACTS or name.partition(":")[0] in ("rdfs", "schema"), name
    found = expanded(whole)
    assert found["@type"] == [f"{_AS}OrderedCollection"]
    (page,) = found[f"{_AS}first"]
    (items,) = page[f"{_AS}items"]
    question, highlight, answer = items["@list"]
    assert question[f"{_OA}motivatedBy"] == [{"@id": f"{_OA}questioning"}]
    assert question[f"{_DCT}modified"] == [
        {"@type": f"{_XSD}dateTime", "@value": "1970-01-01T00:00:05Z"}
    ]
    (target,) = highlight[f"{_OA}hasTarget"]
    assert len(target[f"{_OA}hasSelector"]) == 2
    assert answer[f"{_OA}hasTarget"] == [{"@id": question["@id"]}]
    assert question["http://schema.org/creativeWorkStatus"] == [{"@value": "open"}]


def test_a_note_that_was_not_changed_does_not_say_so():
    items = made(small_excerpt(), {key("question"): (1000, 1999)})["first"]["items"]
    assert not any("modified" in one for one in items)


def test_without_notes_the_file_says_that_there_are_none():
    whole = made(small_excerpt(notes=False, marking=Marking.AMBER))
    must_hold(whole)
    assert whole["total"] == 0
    assert whole["label"].startswith("No shared notes in this export of “They come")
    assert whole["audience"]["schema:audienceType"] == "TLP:AMBER"


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(words):
    change = {
        "question": {"body": words, "motivation": words, "created": words},
        "quote": {"words": words},
        "ann": {"name": words},
        "note-tag": {"text": words},
        "passage": {"exact": words, "prefix": words, "start": 0, "end": len(words)},
        "document": {"text_sha256": words, "imported": words},
        "source": {"title": words, "language": words, "url": "x"},
    }
    whole = made(small_excerpt(title=words, language=words, change=change))
    must_hold(whole)
    (question,) = [one for one in whole["first"]["items"] if one["id"] == urn(key("question"))]
    assert question["body"][0]["value"] == words.replace("\ud800", "\ufffd")
    assert question["motivation"] == "commenting"
    assert "created" not in question
    assert expanded(whole)["@type"] == [f"{_AS}OrderedCollection"]
