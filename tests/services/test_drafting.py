"""Proposals become entries, are merged, rejected and taken back, each as one step."""

# long because: what may follow a proposal is tested against all else that may.

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor, ActorName, Office
from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.domain.source import PassageLink
from briefing.domain.verdict import Verdict
from briefing.errors import UserError
from briefing.intake import extract as extraction
from briefing.intake.draft import TOOL, Draft, ProposedActor, ProposedQuote, ProposedRelation
from briefing.services import accepting, drafting, forming, history, reviewing
from briefing.services.drafting import Group
from briefing.services.drawn_marks import origin_of, unlooked
from briefing.services.editing import change_fields, delete_entry
from briefing.services.finishing import FinalError
from briefing.services.importing import import_text
from briefing.services.reviewing import State
from briefing.services.verifying import Outcome, verify_quotes
from briefing.store.journal import new_id
from briefing.store.records import find
from tests.builders import empty_workspace, rows

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace

ARTICLE = """On June 19, Russian President Vladimir Putin arrived in Pyongyang for talks with North \
Korean leader Kim Jong Un.

South Korea has previously stated that from August 2023 to February 2024, North Korea shipped a total \
of 6,700 containers of ammunition to Russia. Russia and North Korea denied the claim, dismissing it as absurd.

The North Atlantic Treaty Organization (NATO) condemned the arms transfers. Since 2022 the United \
States has imposed sanctions on Russia. On June 14, Finnish Prime Minister Petteri Orpo met Norwegian \
Prime Minister Jonas Gahr Store.
"""


@pytest.fixture
def desk(tmp_path):
    ws = empty_workspace(tmp_path)
    yield _Desk(ws)
    ws.close()


class _Desk:
    def __init__(self, ws: Workspace, text: str = ARTICLE) -> None:
        self.ws = ws
        self.briefing = new_id()
        with ws.write("Make briefing") as unit:
            unit.add(Briefing(id=self.briefing, title="Visit", marking="GREEN"))
        done = import_text(ws, text, briefing_id=self.briefing, date="2024-06-20")
        self.document, self.source = done.document_id, done.source_id

    def rows(self):
        return reviewing.review(self.ws, self.briefing, self.document).rows

    def row(self, group: Group, words: str):
        return next(r for r in self.rows() if r.group is group and words in r.text)

    def accept(self, *keys: str, **told):
        return accepting.accept(self.ws, self.briefing, self.document, keys, **told)

    def all(self, cls, **equal):
        with self.ws.read() as connection:
            return find(connection, cls, **equal)

    def waiting(self) -> list[str]:
        return [r.key for r in self.rows() if r.state is State.WAITING]


def test_rows_tell_what_each_proposal_is_and_why(desk):
    putin = desk.row(Group.ACTOR, "Putin")
    assert putin.detail == "President of Russia · 1 mention"
    assert putin.why == "A title or an office stands before the name."
    assert ARTICLE[slice(*putin.spans[0])].endswith("Putin")
    assert {row.state for row in desk.rows()} == {State.WAITING}


def test_accepting_a_claim_makes_it_with_its_words_parties_and_quantities_in_one_step(desk):
    before = rows(desk.ws)
    row = desk.row(Group.CLAIM, "6,700")
    done = desk.accept(row.key)
    kind, claim_id = done.entries[row.key]
    assert kind == "claim"
    claim = desk.all(Claim)[0]
    assert (claim.id, claim.marking, claim.holds) == (claim_id, "GREEN", "2023-08/2024-02")
    names = {a.id: a.name for a in desk.all(Actor)}
    parties = {(names[p.actor_id or ""], p.stance) for p in desk.all(ClaimParty)}
    assert ("South Korea", "asserts") in parties
    assert ("Russia", "denies") in parties
    assert [(q.value, q.unit) for q in desk.all(Quantity)] == [(6700.0, "containers")]
    assert desk.all(PassageLink, entry_id=claim_id)
    verdict = desk.all(Verdict, key=row.key)[0]
    assert (verdict.outcome, verdict.entry_id, verdict.looked_at) == ("accepted", claim_id, True)
    assert verdict.rule == row.rule
    assert history.undo(desk.ws) == "Accept claim"
    assert alive(rows(desk.ws)) == alive(before)
    assert desk.row(Group.CLAIM, "6,700").state is State.WAITING


def test_everything_accepted_can_be_saved_from_its_form(desk):
    done = desk.accept(*desk.waiting())
    assert not done.left
    for kind, entry_id in set(done.entries.values()):
        assert forming.problems(forming.load_draft(desk.ws, kind, entry_id)) == []
    assert not desk.waiting()
    for cls in (Claim, Event, Relation):
        for one in desk.all(cls):
            assert desk.all(PassageLink, entry_id=one.id), one


def test_actors_come_with_aliases_offices_and_codes(desk):
    desk.accept(desk.row(Group.ACTOR, "Putin").key)
    names = {a.name: a for a in desk.all(Actor)}
    assert names["Russia"].iso3166 == "RU"
    office = desk.all(Office)[0]
    assert (office.actor_id, office.of_actor_id) == (
        names["Vladimir Putin"].id,
        names["Russia"].id,
    )
    desk.accept(desk.row(Group.ACTOR, "Treaty").key)
    assert [(n.text, n.name_kind) for n in desk.all(ActorName)] == [("NATO", "abbreviation")]


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("state", "RUSSIA", ""),
        ("state", "Russian Federation", ""),
        ("state", "Росси́я", "RU"),
        ("person", "Vladímir Pútin", ""),
    ],
)
def test_known_actors_are_met_by_name_script_and_code_and_not_made_twice(desk, kind, name, code):
    known = Actor(id=new_id(), actor_kind=kind, name=name, iso3166=code)
    with desk.ws.write("Add actor") as unit:
        unit.add(known)
    desk.accept(*desk.waiting())
    wanted = {"state": {"Russia", name}, "person": {"Vladimir Putin", name}}[kind]
    assert [a.id for a in desk.all(Actor) if a.name in wanted] == [known.id]


def test_a_name_with_its_words_turned_round_is_offered_and_not_taken_for_granted(desk):
    known = Actor(id=new_id(), actor_kind="person", name="Jong-un Kim")
    with desk.ws.write("Add actor") as unit:
        unit.add(known)
    row = desk.row(Group.ACTOR, "Kim Jong Un")
    assert (row.known_id, row.is_sure, row.state) == (known.id, False, State.WAITING)
    accepting.merge(desk.ws, desk.briefing, desk.document, row.key, known.id)
    assert [n.text for n in desk.all(ActorName, actor_id=known.id)] == ["Kim Jong Un"]
    assert desk.row(Group.ACTOR, "Kim Jong Un").state is State.MERGED
    desk.accept(*desk.waiting())
    assert {p.actor_id for p in desk.all(Participant)} >= {known.id}
    assert "Kim Jong Un" not in {a.name for a in desk.all(Actor)}
    key = row.key
    accepting.take_back(desk.ws, desk.briefing, desk.document, [key])
    assert not desk.all(ActorName, actor_id=known.id)
    assert desk.row(Group.ACTOR, "Kim Jong Un").state is State.WAITING


def test_what_was_rejected_is_not_proposed_again_in_a_newer_version(desk):
    row = desk.row(Group.CLAIM, "6,700")
    tie = desk.row(Group.RELATION, "sanctions")
    accepting.reject(desk.ws, desk.briefing, desk.document, [row.key, tie.key])
    assert desk.row(Group.CLAIM, "6,700").state is State.REJECTED
    newer = "A correction was made to this article.\n\n" + ARTICLE
    done = import_text(desk.ws, newer, briefing_id=desk.briefing)
    from briefing.services.versions import make_version_of

    make_version_of(desk.ws, done.document_id, desk.source)
    desk.document = done.document_id
    assert desk.row(Group.CLAIM, "6,700").state is State.REJECTED
    assert desk.row(Group.RELATION, "sanctions").state is State.REJECTED
    accepting.take_back(desk.ws, desk.briefing, desk.document, [row.key])
    assert desk.row(Group.CLAIM, "6,700").state is State.WAITING


def test_a_relation_with_a_rejected_actor_waits_and_leaves_nothing_behind(desk):
    russia = desk.row(Group.ACTOR, "Russia")
    accepting.reject(desk.ws, desk.briefing, desk.document, [russia.key])
    tie = desk.row(Group.RELATION, "sanctions")
    with pytest.raises(UserError, match="rejected"):
        desk.accept(tie.key)
    assert not desk.all(Actor)
    done = desk.accept(*(r.key for r in desk.rows() if r.group is Group.RELATION))
    assert tie.key in done.left
    assert len(done.entries) == 1
    assert history.steps(desk.ws).undo_label == "Accept relation", "what waits is not counted"
    assert "Russia" not in {a.name for a in desk.all(Actor)}


def test_a_final_briefing_takes_nothing(desk):
    change_fields(desk.ws, "briefing", desk.briefing, status="final")
    with pytest.raises(FinalError):
        desk.accept(desk.waiting()[0])
    with pytest.raises(FinalError):
        accepting.reject(desk.ws, desk.briefing, desk.document, desk.waiting()[:1])


def test_what_is_in_the_briefing_already_does_not_wait(desk):
    desk.accept(*desk.waiting())
    with desk.ws.write("Forget the verdicts") as unit:
        for one in find(unit.connection, Verdict):
            unit.delete("verdict", one.id)
    assert {row.state for row in desk.rows()} == {State.KNOWN}


def test_an_entry_made_by_hand_on_the_same_words_is_met_and_one_on_fewer_is_not(desk):
    from briefing.services.anchoring import Span
    from briefing.services.capturing import add_words

    row = desk.row(Group.CLAIM, "6,700")
    start, end = row.spans[0]
    with desk.ws.write("Add claim") as unit:
        unit.add(Claim(id="mine", briefing_id=desk.briefing, proposition="Containers came"))
    add_words(desk.ws, "claim", "mine", Span(desk.document, start, start + 12))
    assert desk.row(Group.CLAIM, "6,700").state is State.WAITING
    add_words(desk.ws, "claim", "mine", Span(desk.document, start, end - 3))
    found = desk.row(Group.CLAIM, "6,700")
    assert (found.state, found.entry_id) == (State.KNOWN, "mine")


def test_accepting_one_of_two_in_a_sentence_leaves_the_other_waiting(desk):
    waiting = [r.key for r in desk.rows() if r.group is Group.QUOTE]
    desk.accept(waiting[0])
    assert [r.key for r in desk.rows() if r.group is Group.QUOTE and r.state is State.WAITING] == (
        waiting[1:]
    )


def test_accepted_in_bulk_is_marked_until_it_is_edited_or_confirmed(desk):
    keys = [r.key for r in desk.rows() if r.group is Group.EVENT]
    assert len(keys) >= 2
    done = desk.accept(*keys)
    first, second = (entry for _kind, entry in list(done.entries.values())[:2])
    marks = unlooked(desk.ws, desk.briefing)
    assert {first, second} <= marks.keys()
    assert "not yet looked at" in marks[first].words
    change_fields(desk.ws, "event", first, place="Sunan")
    assert first not in unlooked(desk.ws, desk.briefing)
    history.undo(desk.ws)
    assert first in unlooked(desk.ws, desk.briefing)
    part = desk.all(Participant, event_id=first)[0]
    change_fields(desk.ws, "participant", part.id, role="guest")
    assert accepting.confirm(desk.ws, "event", second)
    assert not accepting.confirm(desk.ws, "event", second)
    assert not {first, second} & unlooked(desk.ws, desk.briefing).keys()
    origin = origin_of(desk.ws, second)
    assert origin is not None
    assert origin.tool == TOOL
    change_fields(desk.ws, "event", second, position="zz")


def test_moving_a_drawn_entry_is_no_look_at_it(desk):
    done = desk.accept(*(r.key for r in desk.rows() if r.group is Group.EVENT))
    event = next(iter(done.entries.values()))[1]
    change_fields(desk.ws, "event", event, position="zz")
    assert event in unlooked(desk.ws, desk.briefing)


def _with_quotes(monkeypatch):
    """The draft of the article, with quotes of hand."""
    text = "“We will not yield,” he said, “to anyone,” Putin said. The “special” talks went on."
    at = text.index("We")
    pieces = ((at, at + 17), (text.index("to anyone"), text.index("to anyone") + 9))
    putin = ProposedActor(
        rule="title",
        confidence=0.9,
        passages=((text.index("Putin"), text.index("Putin") + 5),),
        id="person:vladimir-putin",
        kind="person",
        name="Vladimir Putin",
    )
    told = {"rule": "said after", "confidence": 0.9, "passages": ((0, 54),)}
    quotes = (
        ProposedQuote(
            start=pieces[0][0],
            end=pieces[1][1],
            text="We will not yield … to anyone",
            fragments=pieces,
            kind="direct",
            speakers=("person:vladimir-putin",),
            speaker_text="Putin",
            cue="said",
            to="reporters",
            said="2024-06-19",
            **told,
        ),
        ProposedQuote(
            start=5, end=12, text="not yet", fragments=((5, 12),), kind="indirect", **told
        ),
        ProposedQuote(
            start=text.index("special"),
            end=text.index("special") + 7,
            text="special",
            fragments=((text.index("special"), text.index("special") + 7),),
            kind="scare",
            **told,
        ),
    )

    def extract(words: str, **_told: str) -> Draft:
        return Draft(text=words, sha256="", actors=(putin,), quotes=quotes)

    drafting.forget_drafts()
    monkeypatch.setattr(extraction, "extract", extract)
    return text


def test_a_quote_in_pieces_is_made_with_speaker_cue_and_words_that_are_found(tmp_path, monkeypatch):
    ws = empty_workspace(tmp_path)
    desk = _Desk(ws, _with_quotes(monkeypatch))
    said = desk.row(Group.QUOTE, "yield")
    assert said.detail.startswith("Vladimir Putin")
    desk.accept(said.key)
    quote = desk.all(Quote)[0]
    assert quote.words == "We will not yield … to anyone"
    assert (quote.cue, quote.addressee, quote.said) == ("said", "reporters", "2024-06-19")
    assert len(desk.all(QuoteSpeaker, quote_id=quote.id)) == 1
    assert len(desk.all(PassageLink, entry_id=quote.id)) == 2
    assert verify_quotes(ws, [quote.id])[0].outcome is Outcome.FOUND
    with pytest.raises(UserError, match="speaker"):
        desk.accept(desk.row(Group.QUOTE, "not yet").key)
    marked = desk.row(Group.MARKED, "special")
    desk.accept(marked.key)
    assert desk.all(Quote, quote_kind="scare")[0].words == "special"
    ws.close()
    drafting.forget_drafts()


def test_rows_of_five_thousand_proposals_take_no_time_per_pair(tmp_path, monkeypatch):
    """Each passage is met once, not once for each proposal."""
    text = "Russia met China. " * 2500
    actors = [
        ProposedActor(
            rule="name", confidence=0.9, passages=((0, 6),), id=f"state:{name}", kind="state",
            name=name,
        )
        for name in ("Russia", "China")
    ]  # fmt: skip
    ties = [
        ProposedRelation(
            rule="met", confidence=0.6, passages=((at * 18, at * 18 + 17),), from_id="state:Russia",
            to_id="state:China", kind="diplomatic contact", sign=1,
        )
        for at in range(2500)
    ]  # fmt: skip
    drafting.forget_drafts()
    monkeypatch.setattr(
        extraction,
        "extract",
        lambda words, **_told: Draft(
            text=words, sha256="", actors=tuple(actors), relations=tuple(ties)
        ),
    )
    ws = empty_workspace(tmp_path)
    desk = _Desk(ws, text)
    found = desk.rows()
    assert len({row.key for row in found}) == 2502
    ws.close()
    drafting.forget_drafts()


def alive(state):
    """Every row that is not in the trash, but for the person who wrote."""
    return {
        kind: [r for r in some if not _deleted(kind, r)]
        for kind, some in state.items()
        if kind != "person"
    }


def _deleted(kind, row) -> bool:
    from briefing.store.tables import RECORD_TABLES

    return bool(row[list(RECORD_TABLES[kind].c.keys()).index("deleted")])


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("accept", "reject", "group", "back", "merge", "undo", "redo")),
            st.integers(0, 30),
        ),
        max_size=14,
    )
)
def test_any_review_undone_gives_the_same_library_and_never_an_actor_twice(tmp_path_factory, deeds):
    ws = empty_workspace(tmp_path_factory.mktemp("any"))
    desk = _Desk(ws)
    before = alive(rows(ws))
    bottom = len(history.log(ws))
    for verb, number in deeds:
        proposals = desk.rows()
        one = proposals[number % len(proposals)]
        try:
            if verb == "accept":
                desk.accept(one.key)
            elif verb == "reject":
                accepting.reject(ws, desk.briefing, desk.document, [one.key])
            elif verb == "group":
                desk.accept(*(p.key for p in proposals if p.group is one.group))
            elif verb == "back":
                accepting.take_back(ws, desk.briefing, desk.document, [one.key])
            elif verb == "merge":
                actors = desk.all(Actor)
                if actors:
                    to = actors[number % len(actors)].id
                    accepting.merge(ws, desk.briefing, desk.document, one.key, to)
            elif verb == "undo" and history.steps(ws).undo_label not in ("", "Make briefing"):
                if not history.steps(ws).undo_label.startswith("Import"):
                    history.undo(ws)
            elif verb == "redo":
                history.redo(ws)
        except UserError:
            continue
        names = [a.name for a in desk.all(Actor)]
        assert len(names) == len(set(names))
        live = {r.key: r for r in desk.rows() if r.state is State.REJECTED}
        assert not live.keys() & set(desk.waiting())
    assert len(history.log(ws, 1000)) >= bottom
    while not history.steps(ws).undo_label.startswith("Import"):
        history.undo(ws)
    assert alive(rows(ws)) == before
    ws.close()


def test_an_accepted_entry_that_went_into_the_trash_can_be_accepted_again(desk):
    key = desk.row(Group.CLAIM, "6,700").key
    first = desk.accept(key).entries[key][1]
    delete_entry(desk.ws, "claim", first)
    second = desk.accept(key).entries[key][1]
    assert second != first
    assert [c.id for c in desk.all(Claim)] == [second]
    assert len(desk.all(Verdict, key=key)) == 1


MARKED_WITHIN = """Russian President Vladimir Putin said on Wednesday that Russia values North Korea’s \
“consistent and unwavering support for Russian policy” very much.
"""


def test_words_in_marks_within_an_indirect_quotation_are_offered_once(tmp_path):
    ws = empty_workspace(tmp_path)
    desk = _Desk(ws, MARKED_WITHIN)
    quotes = [r for r in desk.rows() if r.group is Group.QUOTE]
    assert {("partial" in r.detail, r.state) for r in quotes} == {
        (True, State.WAITING),
        (False, State.TOLD),
    }
    marked, whole = sorted(quotes, key=lambda r: r.state is State.TOLD)
    assert marked.text in whole.text
    # Whoever wants the clause takes it; whoever rejects the words is asked about the clause.
    accepting.reject(ws, desk.briefing, desk.document, [marked.key])
    assert desk.row(Group.QUOTE, "Russia values").state is State.WAITING
    history.undo(ws)
    assert set(desk.accept(whole.key).entries) == {whole.key}
    assert desk.row(Group.QUOTE, "Russia values").state is State.ACCEPTED
    ws.close()


def test_a_merge_brings_offices_too_and_taking_it_back_takes_them_off(desk):
    with desk.ws.write("Add actor") as unit:
        unit.add(Actor(id="vvp", actor_kind="person", name="Vladimir Putin"))
    row = desk.row(Group.ACTOR, "Putin")
    assert (row.state, row.known_id) == (State.WAITING, "vvp")
    assert accepting.merge(desk.ws, desk.briefing, desk.document, row.key, "vvp") == 1
    names = {a.id: a.name for a in desk.all(Actor)}
    held = desk.all(Office, actor_id="vvp")
    assert [(o.title.lower(), names[o.of_actor_id or ""]) for o in held] == [
        ("president", "Russia")
    ]
    accepting.take_back(desk.ws, desk.briefing, desk.document, [row.key])
    assert not desk.all(Office, actor_id="vvp")
    assert not desk.all(Verdict, key=row.key)


@pytest.mark.parametrize("title", ["President", "President of the Russian Federation"])
def test_an_actor_whose_names_and_offices_are_known_does_not_wait(desk, title):
    with desk.ws.write("Add actors") as unit:
        unit.add(Actor(id="ru", actor_kind="state", name="Russia", iso3166="RU"))
        unit.add(Actor(id="vvp", actor_kind="person", name="Vladimir Putin"))
        unit.add(Office(id="o", actor_id="vvp", title=title, of_actor_id="ru"))
    assert desk.row(Group.ACTOR, "Putin").state is State.KNOWN


def test_another_title_of_the_source_gives_another_draft(desk):
    with desk.ws.read() as connection:
        before = drafting.drawn_of(connection, desk.document)
    change_fields(desk.ws, "source", desk.source, title="Orpo and Store meet")
    with desk.ws.read() as connection:
        after = drafting.drawn_of(connection, desk.document)
    assert after.draft.title == "Orpo and Store meet"
    assert after is not before


SAID = """Finnish Prime Minister Petteri Orpo spoke in Helsinki on Monday.

“We shall keep every harbour open in winter,” Orpo said. “Nobody will close the northern road while \
the mills of the valley are at work and the children go to school,” he added.
"""


def test_every_accepted_quote_is_held_against_the_documents_by_the_check(tmp_path, capsys):
    """Word for word, in another source, altered with what differs, and not found."""
    from briefing.bootstrap import main

    ws = empty_workspace(tmp_path)
    desk = _Desk(ws, SAID)
    import_text(ws, "A note says that “the ferries sail on Sundays”.", name="n.txt")
    first, second = (
        desk.accept(desk.row(Group.QUOTE, words).key).entries[desk.row(Group.QUOTE, words).key][1]
        for words in ("harbour", "northern road")
    )

    def checked() -> dict[str, dict[str, object]]:
        assert main(["--library", str(ws.path), "check", desk.briefing, "--json"]) == 0
        return {one["quote"]: one for one in json.loads(capsys.readouterr().out)["quotes"]}

    found = checked()
    assert {one["outcome"] for one in found.values()} == {"found word for word"}
    start, end = found[first]["place"]
    assert SAID[start:end] == found[first]["words"].rstrip(",")
    change_fields(ws, "quote", first, words="the ferries sail on Sundays")
    end = " while the mills of the valley are at work and the children go to school"
    change_fields(ws, "quote", second, words=f"Nobody will ever close the northern road{end}")
    found = checked()
    assert found[first]["outcome"] == "found in another source"
    assert found[second]["outcome"] == "altered"
    assert found[second]["altered"] == f"Nobody will {{+ever+}} close the northern road{end}"
    change_fields(ws, "quote", first, words="Quite other matters were told by quite other people")
    assert checked()[first]["outcome"] == "not found"
    assert main(["--library", str(ws.path), "check", desk.briefing]) == 0
    told = capsys.readouterr().out
    assert "quote not found: “Quite other matters" in told
    assert "Nobody will {+ever+} close the northern road" in told
    assert "Quotes: 1 altered, 1 not found" in told
    ws.close()
