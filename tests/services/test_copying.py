"""An entry as pasted text: its words, then the sources it rests on, each once."""

from __future__ import annotations

import lxml.html
import pytest

from briefing.domain.annotation import Annotation
from briefing.domain.claim import ClaimParty
from briefing.domain.judgment import Judgment
from briefing.domain.quote import QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.domain.source import Document, PassageLink
from briefing.errors import Cancelled
from briefing.services import annotating, editing, searching
from briefing.services.brief_view import brief_view
from briefing.services.copying import Copied, copy_entries
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME

BRIEFING = sample_id("briefing", BRIEFING_KEY)


def copied(workspace, briefing_id, kind, entry_id):
    return copy_entries(workspace, briefing_id, [(kind, entry_id)]).plain


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
    first, *rest = copied(workspace, BRIEFING, kind, sample_id(kind, key)).splitlines()
    assert first.startswith(begins)
    sources = [line for line in rest if line.startswith("Source: ")]
    assert sources
    assert len(set(sources)) == len(sources)


def test_a_claim_says_who_asserts_and_who_denies(workspace):
    lines = copied(workspace, BRIEFING, "claim", sample_id("claim", "containers")).splitlines()
    assert lines[1].startswith("Asserted by ")
    assert lines[2].startswith("Denied by ")


def test_an_event_has_its_date(workspace):
    text = copied(workspace, BRIEFING, "event", sample_id("event", "korean-war"))
    assert "1950" in text.splitlines()[0]


def test_likelihood_and_confidence_never_share_a_line(workspace):
    for line in brief_view(workspace, BRIEFING).judgments:
        for one in copied(workspace, BRIEFING, "judgment", line.id).splitlines():
            starts = bool(line.likelihood) and one.lower().startswith(line.likelihood)
            assert not (starts and "Confidence" in one)
    key = brief_view(workspace, BRIEFING).key_judgments[0]
    lines = copied(workspace, BRIEFING, "judgment", key.id).splitlines()
    assert lines[0].startswith("Very likely: Russia")
    assert lines[1] == "Confidence: moderate."
    assert lines[2].startswith("Source: ")


def test_a_source_is_its_citation_and_a_passage_is_in_marks(workspace):
    source = copied(workspace, BRIEFING, "source", sample_id("source", "digest"))
    assert source
    assert "\n" not in source
    from briefing.domain.source import Passage

    with workspace.read() as connection:
        passage = find(connection, Passage)[0]
    lines = copied(workspace, BRIEFING, "passage", passage.id).splitlines()
    assert lines[0] == f"“{passage.exact}”"
    assert lines[-1].startswith("Source: ")


def test_a_note_says_what_it_is_about(workspace):
    quote = sample_id("quote", "mutual-assistance")
    note = annotating.add_note(workspace, "quote", quote, BRIEFING, "Really?")
    lines = copied(workspace, BRIEFING, Annotation.kind, note).splitlines()
    assert lines[0] == "Really?"
    assert lines[1].startswith("On: “")


def test_what_rests_on_nothing_has_no_source_line(workspace):
    editing.add_records(workspace, "Add", [Judgment(id="j", briefing_id=BRIEFING, text="Bare.")])
    assert copied(workspace, BRIEFING, "judgment", "j") == "Bare."


def test_nothing_is_copied_of_what_is_gone_or_is_no_entry(workspace):
    quote = sample_id("quote", "mutual-assistance")
    editing.delete_entry(workspace, "quote", quote)
    assert copied(workspace, BRIEFING, "quote", quote) == ""
    assert copied(workspace, BRIEFING, "quote", "nowhere") == ""
    kept = searching.keep_search(workspace, "sanctions")
    assert copied(workspace, BRIEFING, "saved_search", kept) == ""


def test_entries_are_copied_as_plain_and_as_formatted_text(workspace):
    quote, claim = sample_id("quote", "mutual-assistance"), sample_id("claim", "containers")
    made = copy_entries(workspace, BRIEFING, [("quote", quote), ("claim", claim)])
    assert made.count == 2
    assert made.plain == "\n\n".join(
        (
            copied(workspace, BRIEFING, "quote", quote),
            copied(workspace, BRIEFING, "claim", claim),
        )
    )
    tree = lxml.html.fromstring(made.html)
    assert tree.findtext(".//blockquote").startswith("“")
    shown = [" ".join(p.text_content().split()) for p in tree.iter("blockquote", "p")]
    for line in made.plain.replace(" — ", "\n— ").splitlines():
        assert not line or line in shown
    assert [p for p in shown if p.startswith("Source: ")]


def test_likelihood_is_bold_and_confidence_apart(workspace):
    key = brief_view(workspace, BRIEFING).key_judgments[0]
    made = copy_entries(workspace, BRIEFING, [("judgment", key.id)])
    tree = lxml.html.fromstring(made.html)
    first, second, *_rest = tree.iter("p")
    assert first.findtext("strong") == "Very likely:"
    assert second.text_content() == "Confidence: moderate."


def test_the_highest_marking_of_what_is_copied_comes_first(workspace):
    claim, quote = sample_id("claim", "containers"), sample_id("quote", "mutual-assistance")
    assert "TLP" not in copy_entries(workspace, BRIEFING, [("claim", claim)]).plain
    editing.change_fields(workspace, "claim", claim, marking="AMBER")
    made = copy_entries(workspace, BRIEFING, [("quote", quote), ("claim", claim)])
    assert made.plain.startswith("TLP:AMBER\n\n“")
    mark = next(lxml.html.fromstring(made.html).iter("span"))
    assert mark.text_content().strip("\u00a0") == "TLP:AMBER"
    assert "#ffc000" in mark.get("style")
    # A source marked higher marks what rests on it.
    editing.change_fields(workspace, "source", sample_id("source", "digest"), marking="RED")
    assert copy_entries(workspace, BRIEFING, [("quote", quote)]).plain.startswith("TLP:RED\n")


def test_whoever_and_whatever_the_words_name_marks_them_too(workspace):
    def label(kind, entry_id):
        made = copy_entries(workspace, BRIEFING, [(kind, entry_id)])
        return made.plain.partition("\n")[0] if made.plain.startswith("TLP:") else ""

    quote, claim = sample_id("quote", "mutual-assistance"), sample_id("claim", "containers")
    with workspace.read() as connection:
        speaker = find(connection, QuoteSpeaker, quote_id=quote)[0].actor_id
        party = next(p for p in find(connection, ClaimParty, claim_id=claim) if p.actor_id)
        relation = next(r for r in find(connection, Relation) if party.actor_id != r.from_id)
        link = find(connection, PassageLink, entry_kind="claim", entry_id=claim)[0]
    note = annotating.add_note(workspace, "claim", claim, BRIEFING, "Is it so?")
    assert not any(map(label, ("quote", "claim", "annotation"), (quote, claim, note)))
    editing.change_fields(workspace, "passage", link.passage_id, marking="GREEN")
    assert label("claim", claim) == "TLP:GREEN"
    editing.change_fields(workspace, "claim_party", party.id, marking="AMBER")
    assert label("claim", claim) == label("annotation", note) == "TLP:AMBER"
    editing.change_fields(workspace, "actor", relation.from_id, marking="AMBER+STRICT")
    assert label("relation", relation.id) == "TLP:AMBER+STRICT"
    editing.change_fields(workspace, "actor", speaker, marking="RED")
    assert label("quote", quote) == "TLP:RED"


def test_hostile_words_are_text(workspace):
    words = "<script>alert(1)</script>&amp;\u202e\x00 x"
    editing.add_records(workspace, "Add", [Judgment(id="j", briefing_id=BRIEFING, text=words)])
    made = copy_entries(workspace, BRIEFING, [("judgment", "j")])
    tree = lxml.html.fromstring(made.html)
    assert not list(tree.iter("script"))
    assert "<script>alert(1)</script>&amp; x" in tree.text_content()


def test_a_source_is_cited_without_the_name_of_its_file(workspace):
    source = sample_id("source", "digest")
    editing.change_fields(workspace, "source", source, title="", descriptor="")
    with workspace.read() as connection:
        files = [d.filename for d in find(connection, Document, source_id=source)]
    assert all(files)
    made = copy_entries(workspace, BRIEFING, [("source", source)])
    assert "Untitled" in made.plain
    assert not [name for name in files if name in made.plain + made.html]


def test_nothing_left_is_nothing_and_work_can_be_stopped(workspace):
    assert copy_entries(workspace, BRIEFING, [("quote", "nowhere")]) == Copied()
    assert copy_entries(workspace, BRIEFING, []) == Copied()

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_entries(workspace, BRIEFING, [("quote", "nowhere")], stop)
