"""An entry as pasted text: its words, then the sources it rests on, each once."""

from __future__ import annotations

import pytest

from briefing.domain.annotation import Annotation
from briefing.domain.judgment import Judgment
from briefing.services import annotating, editing, searching
from briefing.services.brief_view import brief_view
from briefing.services.copying import cite_entry
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("kind", "key", "begins"),
    [
        ("quote", "mutual-assistance", "“"),
        ("claim", "containers", ""),
        ("event", "korean-war", ""),
        ("relation", "russia-north-korea", "Russia — North Korea: "),
    ],
)
def test_an_entry_is_its_words_and_its_sources(workspace, kind, key, begins):
    first, *rest = cite_entry(workspace, BRIEFING, kind, sample_id(kind, key)).splitlines()
    assert first.startswith(begins)
    sources = [line for line in rest if line.startswith("Source: ")]
    assert sources
    assert len(set(sources)) == len(sources)


def test_a_claim_says_who_asserts_and_who_denies(workspace):
    lines = cite_entry(workspace, BRIEFING, "claim", sample_id("claim", "containers")).splitlines()
    assert lines[1].startswith("Asserted by ")
    assert lines[2].startswith("Denied by ")


def test_an_event_has_its_date(workspace):
    text = cite_entry(workspace, BRIEFING, "event", sample_id("event", "korean-war"))
    assert "1950" in text.splitlines()[0]


def test_likelihood_and_confidence_never_share_a_line(workspace):
    for line in brief_view(workspace, BRIEFING).judgments:
        for one in cite_entry(workspace, BRIEFING, "judgment", line.id).splitlines():
            starts = bool(line.likelihood) and one.lower().startswith(line.likelihood)
            assert not (starts and "Confidence" in one)
    key = brief_view(workspace, BRIEFING).key_judgments[0]
    lines = cite_entry(workspace, BRIEFING, "judgment", key.id).splitlines()
    assert lines[0].startswith("Very likely: Russia")
    assert lines[1] == "Confidence: moderate."
    assert lines[2].startswith("Source: ")


def test_a_source_is_its_citation_and_a_passage_is_in_marks(workspace):
    source = cite_entry(workspace, BRIEFING, "source", sample_id("source", "digest"))
    assert source
    assert "\n" not in source
    from briefing.domain.source import Passage

    with workspace.read() as connection:
        passage = find(connection, Passage)[0]
    lines = cite_entry(workspace, BRIEFING, "passage", passage.id).splitlines()
    assert lines[0] == f"“{passage.exact}”"
    assert lines[-1].startswith("Source: ")


def test_a_note_says_what_it_is_about(workspace):
    quote = sample_id("quote", "mutual-assistance")
    note = annotating.add_note(workspace, "quote", quote, BRIEFING, "Really?")
    lines = cite_entry(workspace, BRIEFING, Annotation.kind, note).splitlines()
    assert lines[0] == "Really?"
    assert lines[1].startswith("On: “")


def test_what_rests_on_nothing_has_no_source_line(workspace):
    editing.add_records(workspace, "Add", [Judgment(id="j", briefing_id=BRIEFING, text="Bare.")])
    assert cite_entry(workspace, BRIEFING, "judgment", "j") == "Bare."


def test_nothing_is_copied_of_what_is_gone_or_is_no_entry(workspace):
    quote = sample_id("quote", "mutual-assistance")
    editing.delete_entry(workspace, "quote", quote)
    assert cite_entry(workspace, BRIEFING, "quote", quote) == ""
    assert cite_entry(workspace, BRIEFING, "quote", "nowhere") == ""
    kept = searching.keep_search(workspace, "sanctions")
    assert cite_entry(workspace, BRIEFING, "saved_search", kept) == ""
