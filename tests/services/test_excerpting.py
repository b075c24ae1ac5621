"""One sieve before every format: nothing private, nothing marked higher, nothing of this laptop."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Section
from briefing.domain.event import Event
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.markings import Marking, allows
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.errors import NotFoundError, UserError
from briefing.export.excerpt import Notes
from briefing.services.annotating import add_note
from briefing.services.excerpting import excerpt
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.snapshot import show_briefing
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    yield workspace
    workspace.close()


def mark(ws, kind, key, marking):
    with ws.write("Mark") as unit:
        unit.change(kind, key, marking=marking)


def one_of(ws, cls, **equal):
    return next(
        r for r in excerpt(ws, SAMPLE).all(cls) if all(getattr(r, k) == v for k, v in equal.items())
    )


def test_at_its_own_marking_the_whole_briefing_goes(ws):
    whole = show_briefing(ws, SAMPLE)
    found = excerpt(ws, SAMPLE)
    assert {q.id for q in found.all(Quote)} == {q["id"] for q in whole["quotes"]}
    assert {s.id for s in found.all(Source)} >= {s["id"] for s in whole["sources"]}
    assert {a.id for a in found.all(Actor)} >= {a["id"] for a in whole["actors"]}
    assert found.left_out == ()
    assert found.marking == Marking(found.briefing.marking)
    quote = found.all(Quote)[0]
    support = found.supports("quote", quote.id)[0]
    assert support.passage.exact
    assert support.source is not None
    assert found.parts(QuoteSpeaker, quote.id)


def test_what_is_marked_higher_is_left_out_and_counted(ws):
    body = "".join(s.body for s in excerpt(ws, SAMPLE).all(Section))
    event = next(e for e in excerpt(ws, SAMPLE).all(Event) if e.id not in body)
    mark(ws, "event", event.id, "RED")
    found = excerpt(ws, SAMPLE)
    assert found.get(Event, event.id) is None
    assert "1 event" in found.left_out
    assert not [x for x in found.all(PassageLink) if x.entry_id == event.id]
    again = excerpt(ws, SAMPLE, audience="RED")
    assert again.get(Event, event.id) == dataclasses.replace(event, marking="RED")
    assert again.marking == Marking.RED
    assert again.left_out == ()


def test_a_text_that_cites_what_may_not_go_is_refused_in_one_line(ws):
    body = "".join(s.body for s in excerpt(ws, SAMPLE).all(Section))
    quote = next(q for q in excerpt(ws, SAMPLE).all(Quote) if f"@quote:{q.id}" in body)
    mark(ws, "quote", quote.id, "RED")
    with pytest.raises(UserError, match="cites a quote marked TLP:RED") as told:
        excerpt(ws, SAMPLE)
    assert "\n" not in str(told.value)


def test_a_briefing_marked_higher_than_its_reader_is_refused(ws):
    mark(ws, "briefing", SAMPLE, "AMBER")
    with pytest.raises(UserError, match="TLP:AMBER"):
        excerpt(ws, SAMPLE, audience="GREEN")
    with pytest.raises(UserError, match=r"no TLP 2\.0 marking"):
        excerpt(ws, SAMPLE, audience="SECRET")
    with pytest.raises(NotFoundError):
        excerpt(ws, "nothing")


def test_a_quote_does_not_become_nobodys_where_its_speaker_is_left_out(ws):
    body = "".join(s.body for s in excerpt(ws, SAMPLE).all(Section))
    found = excerpt(ws, SAMPLE)
    quote = next(
        q for q in found.all(Quote) if q.id not in body and found.parts(QuoteSpeaker, q.id)
    )
    speakers = found.parts(QuoteSpeaker, quote.id)
    for one in speakers:
        mark(ws, "quote_speaker", one.id, "RED")
    assert excerpt(ws, SAMPLE).get(Quote, quote.id) is None


def test_an_entry_whose_source_is_left_out_is_not_told_to_be_unsourced(ws):
    found = excerpt(ws, SAMPLE)
    relation = next(r for r in found.all(Relation) if found.supports("relation", r.id))
    source = found.supports("relation", relation.id)[0].document.source_id
    mark(ws, "source", source, "RED")
    after = excerpt(ws, SAMPLE)
    assert after.get(Source, source) is None
    assert not [d for d in after.all(Document) if d.source_id == source]
    assert after.is_withheld("relation", relation.id)
    assert not found.is_withheld("relation", relation.id)


def test_private_notes_and_replies_to_them_never_go(ws):
    secret = add_note(ws, "quote", one_of(ws, Quote).id, SAMPLE, "quetzal secret")
    shared = add_note(
        ws, "quote", one_of(ws, Quote).id, SAMPLE, "shared words", private=False, tags=["follow up"]
    )
    with ws.write("Reply") as unit:
        reply = Annotation(
            id=new_id(),
            target_kind="quote",
            target_id=one_of(ws, Quote).id,
            briefing_id=SAMPLE,
            body="quetzal reply",
            replies_to=secret,
            private=False,
        )
        unit.add(reply)
    assert excerpt(ws, SAMPLE).all(Annotation) == ()
    kept = excerpt(ws, SAMPLE, notes=Notes.SHARED).all(Annotation)
    assert shared in {n.id for n in kept}
    assert "quetzal" not in " ".join(n.body for n in kept)
    assert secret not in {key for n in kept for key in (n.id, n.replies_to)}
    assert excerpt(ws, SAMPLE, notes=Notes.SHARED).tags("annotation", shared) == ("follow up",)


def test_nothing_tells_of_this_laptop(ws):
    found = excerpt(ws, SAMPLE)
    document = found.all(Document)[0]
    with ws.write("Edit") as unit:
        unit.change("document", document.id, filename="secret-folder-name.txt")
        unit.change("source", document.source_id, url="file:///home/somebody/a.txt")
    after = excerpt(ws, SAMPLE)
    assert after.get(Document, document.id).filename == ""
    assert after.get(Source, document.source_id).url == ""


def test_what_is_in_the_trash_stays_here(ws):
    quote = one_of(ws, Quote)
    with ws.write("Delete quote") as unit:
        unit.change("quote", quote.id, deleted=True)
    found = excerpt(ws, SAMPLE)
    assert found.get(Quote, quote.id) is None
    assert found.left_out == ()
    assert not [s for s in found.all(QuoteSpeaker) if s.quote_id == quote.id]


def test_an_entry_cited_from_an_earlier_briefing_comes_with_its_words(ws):
    from briefing.domain.briefing import Briefing

    quote = one_of(ws, Quote)
    later = Briefing(id=new_id(), title="Next week")
    section = Section(
        id=new_id(),
        briefing_id=later.id,
        section_kind="discussion",
        body=f"As he said.[@quote:{quote.id}]",
    )
    with ws.write("New briefing") as unit:
        unit.add(later)
        unit.add(section)
    found = excerpt(ws, later.id)
    assert found.get(Quote, quote.id) is not None
    assert found.supports("quote", quote.id)[0].passage.exact
    assert found.parts(QuoteSpeaker, quote.id)


def test_a_judgment_cited_from_an_earlier_briefing_comes_with_what_it_rests_on(ws):
    from briefing.domain.briefing import Briefing

    judgment = next(j for j in excerpt(ws, SAMPLE).all(Judgment) if j.key)
    basis = excerpt(ws, SAMPLE).parts(Basis, judgment.id)
    between = Judgment(id=new_id(), briefing_id=SAMPLE, text="More so.")
    later = Briefing(id=new_id(), title="Next week")
    text = f"As we judged.[@judgment:{between.id}]"
    with ws.write("New briefing") as unit:
        unit.add(later)
        unit.add(Section(id=new_id(), briefing_id=later.id, section_kind="discussion", body=text))
        unit.add(between)
        unit.add(
            Basis(
                id=new_id(),
                judgment_id=between.id,
                entry_kind="judgment",
                entry_id=judgment.id,
            )
        )
    found = excerpt(ws, later.id)
    assert basis
    assert all(found.entry(one.entry_kind, one.entry_id) for one in basis)
    assert any(found.supports(one.entry_kind, one.entry_id) for one in basis)


def test_show_has_what_is_cited_from_an_earlier_briefing_too(ws):
    from briefing.domain.briefing import Briefing

    quote = one_of(ws, Quote)
    later = Briefing(id=new_id(), title="Next week")
    text = f"As he said.[@quote:{quote.id}]"
    with ws.write("New briefing") as unit:
        unit.add(later)
        unit.add(Section(id=new_id(), briefing_id=later.id, section_kind="discussion", body=text))
    (shown,) = show_briefing(ws, later.id)["quotes"]
    assert (shown["id"], shown["briefing_id"]) == (quote.id, SAMPLE)
    assert shown["passages"]
    assert shown["speakers"]


def test_a_note_on_words_comes_with_its_passage(ws):
    found = excerpt(ws, SAMPLE)
    free = found.all(Passage)[0]
    with ws.write("Add passage") as unit:
        alone = dataclasses.replace(free, id=new_id(), start=0, end=3, exact="abc")
        unit.add(alone)
    note = add_note(ws, "passage", alone.id, SAMPLE, "On words.", private=False)
    kept = excerpt(ws, SAMPLE, notes=Notes.SHARED)
    assert note in {n.id for n in kept.all(Annotation)}
    assert kept.get(Passage, alone.id) == alone
    assert excerpt(ws, SAMPLE).get(Passage, alone.id) is None
    (shown,) = [n for n in show_briefing(ws, SAMPLE)["notes"] if n["id"] == note]
    assert shown["passage"]["exact"] == "abc"
    mark(ws, "passage", alone.id, "RED")
    assert note not in {n.id for n in excerpt(ws, SAMPLE, notes=Notes.SHARED).all(Annotation)}


def test_a_note_on_what_is_in_the_trash_stays_here(ws):
    quote = one_of(ws, Quote)
    note = add_note(ws, "quote", quote.id, SAMPLE, "He said quetzal.", private=False)
    with ws.write("Delete quote") as unit:
        unit.change("quote", quote.id, deleted=True)
    kept = excerpt(ws, SAMPLE, notes=Notes.SHARED)
    assert note not in {n.id for n in kept.all(Annotation)}


def test_a_note_on_what_is_marked_higher_elsewhere_stays_here(ws):
    kept, hidden, read = new_id(), new_id(), new_id()
    with ws.write("Sources of no briefing") as unit:
        unit.add(Source(id=kept, title="A paper"))
        unit.add(Source(id=hidden, title="Another", marking="RED"))
        unit.add(Document(id=read, source_id=hidden, original_sha256="a", text_sha256="b"))
    made = [
        add_note(ws, kind, key, SAMPLE, "Worth reading.", private=False)
        for kind, key in (("source", kept), ("source", hidden), ("document", read))
    ]

    def shown(audience):
        found = excerpt(ws, SAMPLE, audience=audience, notes=Notes.SHARED)
        return [key for key in made if found.get(Annotation, key)]

    assert shown("GREEN") == made[:1]
    assert shown("RED") == made


def test_what_a_reference_manager_kept_for_itself_stays_here(ws):
    source = excerpt(ws, SAMPLE).all(Source)[0]
    kept = '{"DOI": "10.5555/a", "custom": {"file": "/home/quetzal/a.pdf"}, "note": "quetzal"}'
    with ws.write("Edit") as unit:
        unit.change("source", source.id, extra=kept, url="/home/quetzal/a.html")
    after = excerpt(ws, SAMPLE).get(Source, source.id)
    assert (after.extra, after.url) == ('{"DOI": "10.5555/a"}', "")
    (shown,) = [s for s in show_briefing(ws, SAMPLE)["sources"] if s["id"] == source.id]
    assert shown["extra"] == kept


@pytest.fixture(scope="module")
def shared_ws(tmp_path_factory):
    workspace = open_workspace(tmp_path_factory.mktemp("sieve") / "a.briefings", ME)
    yield workspace
    workspace.close()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_marked_higher_nothing_points_to_it(shared_ws, data):
    ws = shared_ws
    whole = excerpt(ws, SAMPLE)
    everything = [
        (kind, one.id)
        for kind, cls in KINDS.items()
        if kind not in ("briefing", "section", "person")
        for one in whole.all(cls)
    ]
    chosen = data.draw(st.lists(st.sampled_from(everything), min_size=1, max_size=6, unique=True))
    for kind, key in chosen:
        mark(ws, kind, key, "RED")
    try:
        _nothing_left_points_to(ws, {key for _, key in chosen})
    finally:
        for kind, key in chosen:
            mark(ws, kind, key, "CLEAR")


def _nothing_left_points_to(ws, left):
    try:
        found = excerpt(ws, SAMPLE)
    except UserError:
        body = "".join(s.body for s in excerpt(ws, SAMPLE, audience="RED").all(Section))
        assert [key for key in left if key in body] or "quote" in body
        return
    for cls in KINDS.values():
        for one in found.all(cls):
            assert allows("CLEAR", one.marking)
            for field in references(cls):
                assert getattr(one, field) not in left
            owner = owner_field(cls)
            if owner and references(cls)[owner] != "briefing":
                assert found.entry(references(cls)[owner], getattr(one, owner)) is not None
    for link in found.all(PassageLink):
        assert found.get(Passage, link.passage_id) is not None
    assert found.left_out
