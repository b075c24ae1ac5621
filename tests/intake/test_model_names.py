"""A model of spaCy may add names; without one everything is as it was."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib import metadata
from types import ModuleType

import pytest

from briefing.intake import model_names
from briefing.intake.draft import TOOL
from briefing.intake.draft_json import written_draft
from briefing.intake.extract import extract
from briefing.services import accepting, drafting
from briefing.services.drawn_marks import origin_of
from briefing.services.reviewing import review
from tests.builders import empty_workspace

TEXT = (
    "Russian President Vladimir Putin spoke in Moscow. The group Zimtkreis Wolkenrath and one Jorun "
    "Talvikki walked beside him, and Jorun Talvikki’s aide laughed. Hm. State was told.\n"
)


@dataclass
class Ent:
    text: str
    label_: str
    start_char: int

    @property
    def end_char(self) -> int:
        return self.start_char + len(self.text)


class Doc:
    def __init__(self, text: str, names: dict[str, str]) -> None:
        self.ents = []
        for name, label in names.items():
            at = text.find(name)
            while at >= 0:
                self.ents.append(Ent(name, label, at))
                at = text.find(name, at + 1)


class Point:
    def __init__(self, value: str) -> None:
        self.value = value


NAMES = {
    "Zimtkreis Wolkenrath": "ORG",
    "Jorun Talvikki’s": "PERSON",
    "Jorun Talvikki ": "PERSON",
    "Vladimir Putin": "PERSON",
    "State": "ORG",
    "Moscow": "GPE",
}


@pytest.fixture
def spacy(monkeypatch):
    """A module like spaCy with one English model; tells what was loaded."""
    loaded: list[str] = []
    fake = ModuleType("spacy")

    def load(package: str, exclude: list[str]):
        assert "parser" in exclude
        loaded.append(package)
        return lambda text: Doc(text, NAMES)

    fake.load = load
    monkeypatch.setitem(sys.modules, "spacy", fake)
    monkeypatch.setattr(model_names.util, "find_spec", lambda _name: object())
    points = [Point("en_core_web_md"), Point("en_core_web_sm"), Point("de_core_news_sm")]
    monkeypatch.setattr(
        metadata, "entry_points", lambda group: points if group == "spacy_models" else []
    )
    monkeypatch.setattr(metadata, "version", lambda _name: "3.8.0")
    for cached in (model_names.installed, model_names._loaded):
        cached.cache_clear()
    drafting.forget_drafts()
    yield loaded
    for cached in (model_names.installed, model_names._loaded):
        cached.cache_clear()
    drafting.forget_drafts()


@pytest.fixture
def none(monkeypatch):
    monkeypatch.setattr(model_names.util, "find_spec", lambda _name: None)
    model_names.installed.cache_clear()
    yield
    model_names.installed.cache_clear()


def test_without_a_model_the_rules_alone_made_the_draft(none):
    draft = extract(TEXT)
    assert draft.tool == TOOL
    assert not [one for one in draft.actors if one.rule.startswith("spacy")]
    assert json.loads("".join(written_draft(draft, ascii_only=True)))["tool"] == TOOL


def test_a_model_adds_names_that_no_rule_found_with_little_confidence(spacy):
    draft = extract(TEXT)
    added = {one.name: one for one in draft.actors if one.rule == "spacy:en_core_web_sm"}
    assert {(one.name, one.kind) for one in added.values()} == {
        ("Zimtkreis Wolkenrath", "organisation"),
        ("Jorun Talvikki", "person"),
    }
    one = added["Jorun Talvikki"]
    assert one.confidence < 0.5
    assert [TEXT[slice(*span)] for span in one.mentions] == ["Jorun Talvikki"] * 2
    assert draft.tool == f"{TOOL} + en_core_web_sm 3.8.0"
    assert json.loads("".join(written_draft(draft, ascii_only=True)))["tool"] == draft.tool
    # What rules found stays as it was.
    names = {one.name for one in draft.actors if not one.rule.startswith("spacy")}
    assert names == {"Russia", "Vladimir Putin"}


def test_the_model_is_the_smallest_of_the_article_s_language(spacy):
    assert "de_core_news_sm" in extract(TEXT, language="de-AT").tool
    assert extract(TEXT, language="fi").tool == TOOL
    assert spacy == ["de_core_news_sm"]


def test_a_model_that_fails_leaves_what_the_rules_found(spacy, monkeypatch):
    def broken(_package: str, exclude: list[str]):
        raise OSError("no such model")

    monkeypatch.setattr(sys.modules["spacy"], "load", broken)
    draft = extract(TEXT)
    assert draft.tool == TOOL
    assert draft.actors


def test_a_long_text_is_left_to_the_rules_and_a_middling_one_is_read_in_pieces(spacy, monkeypatch):
    monkeypatch.setattr(model_names, "_PIECE", 100)
    draft = extract(TEXT * 3)
    (one,) = [one for one in draft.actors if one.name == "Zimtkreis Wolkenrath"]
    assert [draft.text[slice(*span)] for span in one.mentions] == ["Zimtkreis Wolkenrath"] * 3
    monkeypatch.setattr(model_names, "_MOST", 100)
    assert extract(TEXT).tool == TOOL


def test_what_was_accepted_names_the_model(spacy, tmp_path):
    from briefing.domain.briefing import Briefing
    from briefing.services.importing import import_text

    ws = empty_workspace(tmp_path)
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="b", title="Walk"))
    done = import_text(ws, TEXT, briefing_id="b")
    found = review(ws, "b", done.document_id)
    assert found.tool.endswith("en_core_web_sm 3.8.0")
    row = next(one for one in found.rows if one.text == "Jorun Talvikki")
    assert row.why == "The model en_core_web_sm takes it for a name; no rule does."
    kind, entry = accepting.accept(ws, "b", done.document_id, [row.key]).entries[row.key]
    assert kind == "actor"
    origin = origin_of(ws, entry)
    assert origin is not None
    assert origin.tool == found.tool
    ws.close()
