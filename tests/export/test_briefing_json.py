"""The whole briefing as JSON: every record in full, as its schema says."""

from __future__ import annotations

import importlib.util
import json

import jsonschema
import pytest

from briefing.domain.markings import Marking
from briefing.domain.quote import Tag
from briefing.domain.record import values
from briefing.domain.records import KINDS
from briefing.export.briefing_json import briefing_json
from briefing.paths import resource
from tests.excerpts import HOSTILE, key, small_excerpt, small_records


def validator():
    schema = json.loads(resource("schemas", "briefing-export.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def made(excerpt):
    return json.loads(briefing_json(excerpt))


def objects(value):
    if isinstance(value, dict):
        if "id" in value:
            yield value
        for one in value.values():
            yield from objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one)


def test_it_is_the_same_file_as_before(golden):
    found = small_excerpt(left_out=("2 quotes",), withheld=(("claim", key("claim")),))
    golden("briefing.json", briefing_json(found).decode())


def test_every_kind_of_record_is_in_the_small_excerpt():
    kinds = {one.kind for one in small_records()}
    stays = {"briefing", "waiver", "saved_search", "verdict"}
    assert kinds == set(KINDS) - stays - {k for k in KINDS if k.startswith("blind_")}


def test_every_record_is_there_with_every_field():
    by_id = {}
    for one in objects(made(small_excerpt())):
        by_id.setdefault(one["id"], one)
    for record in small_records():
        # A tag is its word.
        if isinstance(record, Tag):
            continue
        told = by_id[record.id]
        for name, value in values(record):
            if name != "deleted":
                assert told[name] == value, (record.kind, name)


def test_what_the_reader_must_know_stands_at_the_top():
    found = small_excerpt(
        marking=Marking.AMBER_STRICT, left_out=("1 note",), withheld=(("quote", key("quote")),)
    )
    told = made(found)
    assert told["format"] == "briefing-export"
    assert told["format_version"] == 1
    assert told["marking"] == told["audience"] == "TLP:AMBER+STRICT"
    assert told["left_out"] == ["1 note"]
    assert told["library_changed"] == "2024-06-20T12:00:00Z"
    assert told["briefing"]["quotes"][0]["passages_left_out"] is True
    assert "passages_left_out" not in told["briefing"]["claims"][0]
    assert [n["tags"] for n in told["briefing"]["notes"]] == [["follow up"], [], []]
    assert made(small_excerpt(notes=False))["briefing"]["notes"] == []


def test_the_schema_takes_what_is_written_and_nothing_else():
    told = made(small_excerpt(left_out=("2 quotes",), withheld=(("claim", key("claim")),)))
    check = validator()
    assert not list(check.iter_errors(told))
    told["briefing"]["quotes"][0]["unknown"] = 1
    assert [e.message for e in check.iter_errors(told)]
    del told["briefing"]["quotes"][0]["unknown"]
    told["marking"] = "TLP:WHITE"
    assert [e.message for e in check.iter_errors(told)]


def test_the_shipped_schema_is_what_the_records_say():
    file = resource("schemas").parents[1] / "tools" / "make_json_schema.py"
    spec = importlib.util.spec_from_file_location("make_json_schema", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shipped = resource("schemas", "briefing-export.schema.json").read_text("utf-8")
    assert shipped == module.schema(), "make schema"


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(words):
    found = small_excerpt(
        title=words,
        change={"quote": {"words": words}, "section": {"body": words}, "question": {"body": words}},
    )
    told = made(found)
    expected = words.replace("\ud800", "\ufffd")
    assert told["briefing"]["title"] == expected
    assert told["briefing"]["quotes"][0]["words"] == expected
    assert told["briefing"]["notes"][0]["body"] == expected
    assert not list(validator().iter_errors(told))


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_number_that_json_cannot_hold_is_null(value):
    told = made(small_excerpt(change={"number": {"value": value}}))
    assert told["briefing"]["claims"][0]["quantities"][0]["value"] is None
    assert not list(validator().iter_errors(told))
