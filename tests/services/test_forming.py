"""Every kind of entry is made, changed, checked and taken back through one form."""

# long because: loading, comparing and saving a draft are tested against each other.

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc
from briefing.domain.record import owner_field
from briefing.domain.records import ENTRY_KINDS, KINDS
from briefing.services import editing, forming, history
from briefing.services.anchoring import Span
from briefing.services.form_table import BY_HAND_NEVER, FORMS, NEVER, NOT_SHOWN, Editor
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import Workspace, open_workspace
from briefing.store.library import open_library
from briefing.store.records import find, get
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
RUSSIA, KOREA = sample_id("actor", "russia"), sample_id("actor", "north-korea")


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    """A library for tests that write nothing."""
    opened = open_workspace(tmp_path_factory.mktemp("library") / "a.briefings", ME)
    yield opened
    opened.close()


def live(ws) -> dict[str, list]:
    """Everything that is not in the trash."""
    with ws.read() as connection:
        return {
            kind: sorted(find(connection, cls), key=lambda r: r.id) for kind, cls in KINDS.items()
        }


def one(ws, kind, record_id):
    with ws.read() as connection:
        return get(connection, kind, record_id)


def fill(draft):
    """Put something right into every field that is required."""
    for field in draft.form.fields:
        if field.required and draft.values.get(field.name) in (None, ""):
            known = [value for value, _words in field.choices_for(draft.values) if value]
            draft.values[field.name] = known[0] if known else "Some words"
    if draft.kind == "relation":
        draft.values.update(from_id=RUSSIA, to_id=KOREA)
    if draft.kind == "quote":
        draft.add_row("quote_speaker", actor_id=RUSSIA)
    if draft.kind == "annotation":
        draft.values.update(target_kind="quote", target_id=QUOTE)


# --------------------------------------------------------------- nothing is forgotten


def test_every_kind_has_a_form_is_a_part_of_one_or_is_named_as_neither():
    parts = {part.kind for form in FORMS.values() for part in form.parts}
    known = [*FORMS, *(parts - set(FORMS)), *BY_HAND_NEVER]
    assert sorted(known) == sorted(set(known)), "named twice"
    assert set(known) == set(KINDS)
    assert set(FORMS) | {"document"} == set(ENTRY_KINDS)


def test_every_field_is_shown_or_named_as_not_shown():
    lists = [(form.kind, form.fields, "") for form in FORMS.values()]
    lists += [(p.kind, p.fields, p.owner) for f in FORMS.values() for p in f.parts]
    for kind, shown, owner in lists:
        names = {field.name for field in shown}
        assert len(names) == len(shown), kind
        cls = KINDS[kind]
        hidden = NEVER | NOT_SHOWN.get(kind, {}).keys()
        if owner:
            hidden = hidden | {owner, "marking", "entry_kind"}
            # A section in the briefing's form is only named and ordered there.
            hidden |= {"body"} if kind == "section" else set()
        if any(field.editor == Editor.ENTRY for field in shown):
            hidden = hidden | {"entry_kind"}
        missing = {f.name for f in fields(cls)} - names - hidden - {owner_field(cls)}
        assert missing == ({"passage_id"} - names if kind == "passage_link" else set()), kind
        assert names <= {f.name for f in fields(cls)}, kind
        assert not names & (hidden - {owner}), kind


def test_a_new_form_offers_only_what_the_rules_allow(ws):
    for form in FORMS.values():
        draft = forming.new_draft(ws, form.kind, BRIEFING)
        fill(draft)
        for name in form.fields:
            if name.editor == Editor.CHOICE:
                assert draft.values[name.name] in dict(name.choices_for(draft.values)), name
        assert forming.problems(draft) == []


def test_the_entries_of_the_sample_are_right_as_they_stand(ws):
    before = history.log(ws)
    for kind in FORMS:
        for record in live(ws)[kind]:
            draft = forming.load_draft(ws, kind, record.id)
            assert forming.problems(draft) == [], record
            assert not draft.is_changed()
            assert forming.save_draft(ws, draft) == record.id
    assert history.log(ws) == before


# --------------------------------------------------------------- made, changed, taken back


def test_an_entry_of_each_kind_is_made_in_one_step_and_taken_back(ws):
    # The person is known from their first write on.
    editing.change_fields(ws, "briefing", BRIEFING, desk="Desk")
    for kind in FORMS:
        before, steps = live(ws), len(history.log(ws))
        draft = forming.new_draft(ws, kind, BRIEFING)
        fill(draft)
        entry_id = forming.save_draft(ws, draft)
        assert len(history.log(ws)) == steps + 1, kind
        made = one(ws, kind, entry_id)
        assert getattr(made, "briefing_id", BRIEFING) == BRIEFING
        history.undo(ws)
        assert live(ws) == before, kind
        history.redo(ws)
        assert one(ws, kind, entry_id) == made


def test_an_entry_of_each_kind_is_changed_with_its_parts_in_one_step_and_taken_back(ws):
    for kind in FORMS:
        draft = forming.new_draft(ws, kind, BRIEFING)
        fill(draft)
        entry_id = forming.save_draft(ws, draft)
        draft = forming.load_draft(ws, kind, entry_id)
        before, steps = live(ws), len(history.log(ws))
        draft.values["marking"] = "GREEN"
        for part in draft.form.parts:
            if part.kind == "tag":
                draft.add_row("tag", text="barley")
                draft.add_row("tag", text="trains")
                draft.move_row("tag", 1, 0)
        forming.save_draft(ws, draft)
        assert len(history.log(ws)) == steps + 1, kind
        again = forming.load_draft(ws, kind, entry_id)
        assert again.values["marking"] == "GREEN"
        if "tag" in again.parts:
            assert [row.values["text"] for row in again.parts["tag"]] == ["trains", "barley"]
            assert {row.values["marking"] for row in again.parts["tag"]} == {"GREEN"}
        history.undo(ws)
        assert live(ws) == before, kind


def test_words_of_an_article_are_linked_in_the_same_step(ws):
    document = live(ws)["document"][0].id
    steps = len(history.log(ws))
    draft = forming.new_draft(
        ws,
        "claim",
        BRIEFING,
        given={"proposition": "Barley grows"},
        parts={"claim_party": [{"actor_id": RUSSIA}]},
        passages=[Span(document, 0, 6), Span(document, 10, 16)],
    )
    entry_id = forming.save_draft(ws, draft)
    assert len(history.log(ws)) == steps + 1
    links = forming.load_draft(ws, "claim", entry_id).parts["passage_link"]
    words = [one(ws, "passage", link.values["passage_id"]) for link in links]
    assert [(p.start, p.end) for p in words] == [(0, 6), (10, 16)]
    draft = forming.new_draft(
        ws, "claim", BRIEFING, given={"proposition": "x"}, passages=[Span(document, 0, 10**7)]
    )
    with pytest.raises(Exception, match="outside the document"):
        forming.save_draft(ws, draft)
    assert len(history.log(ws)) == steps + 1


def test_an_actor_that_a_form_names_anew_is_made_with_the_entry(ws):
    draft = forming.new_draft(ws, "event", BRIEFING, given={"what": "A meeting"})
    actor_id = draft.new_actor("  Barley   Board ", "organisation")
    assert draft.new_actor("Barley Board", "organisation") == actor_id
    draft.new_actor("Nobody names me", "person")
    draft.add_row("participant", actor_id=actor_id)
    entry_id = forming.save_draft(ws, draft)
    made = one(ws, "actor", actor_id)
    assert isinstance(made, Actor)
    assert (made.name, made.actor_kind) == ("Barley Board", "organisation")
    assert not any(a.name == "Nobody names me" for a in live(ws)["actor"])
    history.undo(ws)
    assert one(ws, "actor", actor_id).deleted
    assert one(ws, "event", entry_id).deleted


def test_parts_are_added_moved_copied_and_taken_out_together(ws):
    steps = len(history.log(ws))
    bloc = sample_id("bloc", "now-west")
    draft = forming.load_draft(ws, "bloc", bloc)
    members = [row.id for row in draft.parts["bloc_member"]]
    draft.move_row("bloc_member", 0, 2)
    draft.drop_row("bloc_member", 0)
    draft.add_row("bloc_member", 0, actor_id=RUSSIA)
    draft.add_row("bloc_member")  # nothing was filled in
    forming.save_draft(ws, draft)
    rows = forming.load_draft(ws, "bloc", bloc).parts["bloc_member"]
    assert rows[0].values["actor_id"] == RUSSIA
    assert [row.id for row in rows[1:]] == [members[2], members[0]]
    assert len(history.log(ws)) == steps + 1
    copy = forming.load_draft(ws, "bloc", bloc)
    copy.copy_row("bloc_member", 0)
    held = [problem.message for problem in forming.problems(copy)]
    assert held == ["This stands in the list already."]


# --------------------------------------------------------------- what is wrong stands beside


@pytest.mark.parametrize(
    ("kind", "given", "field", "words"),
    [
        ("quote", {"words": " "}, "words", "Fill this in"),
        ("quote", {"said": "06/07/2024"}, "said", ""),
        ("quote", {"said": "2024-06/2023-01"}, "said", "ends before it begins"),
        ("quote", {"language": "Korean!"}, "language", "zh-Hant"),
        ("actor", {"iso3166": "ZZ"}, "iso3166", "KR"),
        ("actor", {"territory": "RU XX"}, "territory", "XX"),
        ("actor", {"longitude": 200.0, "latitude": 1.0}, "longitude", "180"),
        ("actor", {"longitude": 20.0, "latitude": -91.0}, "latitude", "90"),
        ("actor", {"longitude": 20.0}, "latitude", "both"),
        ("relation", {"to_id": RUSSIA}, "to_id", "two actors"),
        ("relation", {"from_id": None}, "from_id", "Fill this in"),
        ("claim", {"credibility": "7"}, "credibility", "1 to 6"),
        ("judgment", {"likelihood": "remote chance"}, "likelihood", "ICD 203"),
        ("judgment", {"scale": "PHIA", "likelihood": "very likely"}, "likelihood", "PHIA"),
        ("judgment", {"confidence": "total"}, "confidence", "moderate"),
        ("briefing", {"cutoff": "2024-06-20"}, "cutoff", "time"),
        ("briefing", {"cutoff": "2024-06-20T12:00"}, "cutoff", "zone"),
        ("briefing", {"cutoff": "noon"}, "cutoff", "2024-06-20T12:00"),
        ("briefing", {"version": 0}, "version", "from 1"),
        ("event", {"cameo": "21"}, "cameo", "01 to 20"),
        ("source", {"title": ""}, "title", "Fill this in"),
        ("source", {"reliability": "G"}, "reliability", "A to F"),
        ("bloc", {"colour": "red"}, "colour", "colours"),
        ("section", {"marking": "WHITE"}, "marking", "CLEAR"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_saved(unchanged, kind, given, field, words):
    draft = forming.new_draft(unchanged, kind, BRIEFING)
    fill(draft)
    assert forming.problems(draft) == []
    draft.values.update(given)
    steps = len(history.log(unchanged))
    with pytest.raises(forming.InvalidError) as caught:
        forming.save_draft(unchanged, draft)
    told = {problem.field: problem.message for problem in caught.value.problems}
    assert list(told) == [field]
    assert words in told[field]
    assert len(history.log(unchanged)) == steps


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({"cutoff": "2024-06-20T12:00Z"}, True),
        ({"cutoff": "2024-06-20T12:00:00+09:00"}, True),
        ({"as_of": "2024-06~"}, True),
        ({"as_of": "June"}, False),
    ],
)
def test_what_is_right_is_let_through(unchanged, given, right):
    draft = forming.load_draft(unchanged, "briefing", BRIEFING)
    draft.values.update(given)
    assert (forming.problems(draft) == []) is right


def test_what_ties_parts_to_their_entry_is_checked(ws):
    draft = forming.new_draft(ws, "quote", BRIEFING, given={"words": "barley"})
    assert [(p.part, p.message) for p in forming.problems(draft)] == [
        ("quote_speaker", "Name the speaker; words that nobody said are a scare quote.")
    ]
    draft.values["quote_kind"] = "scare"
    assert forming.problems(draft) == []
    draft.add_row("quote_speaker", actor_id=RUSSIA)
    assert "no speaker" in forming.problems(draft)[0].message
    claim = forming.load_draft(ws, "claim", sample_id("claim", "containers"))
    row = claim.add_row("claim_link", other_id=claim.id)
    assert [p.record_id for p in forming.problems(claim)] == [row.id]
    row.values["other_id"] = None
    claim.add_row("claim_party", source_id=None, stance="denies", actor_id=None)
    assert {p.part for p in forming.problems(claim)} == {"claim_party", "claim_link"}


# --------------------------------------------------------------- two at once


@pytest.fixture
def other(ws):
    opened = Workspace(open_library(ws.path), OTHER)
    yield opened
    opened.close()


def test_an_untouched_field_takes_the_newer_value(ws, other):
    draft = forming.load_draft(ws, "quote", QUOTE)
    editing.change_fields(other, "quote", QUOTE, place="Moscow")
    draft.values["about"] = "A pledge"
    forming.save_draft(ws, draft)
    quote = one(ws, "quote", QUOTE)
    assert (quote.place, quote.about) == ("Moscow", "A pledge")


def test_a_field_that_both_changed_asks_and_both_are_told(ws, other):
    draft = forming.load_draft(ws, "quote", QUOTE)
    editing.change_fields(other, "quote", QUOTE, place="Moscow")
    draft.values["place"] = "Beijing"
    with pytest.raises(forming.ConflictError) as caught:
        forming.save_draft(ws, draft)
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("place", "Beijing", "Moscow")
    assert one(ws, "quote", QUOTE).place == "Moscow"
    (again,) = forming.catch_up(ws, draft)
    assert again == conflict
    forming.save_draft(ws, draft, keep_mine=[(QUOTE, "place")])
    assert one(ws, "quote", QUOTE).place == "Beijing"


def test_catching_up_takes_over_what_was_not_touched(ws, other):
    draft = forming.load_draft(ws, "quote", QUOTE)
    theirs = forming.load_draft(other, "quote", QUOTE)
    theirs.values["place"] = "Moscow"
    theirs.add_row("tag", text="barley")
    theirs.drop_row("tag", 0)
    forming.save_draft(other, theirs)
    draft.values["about"] = "A pledge"
    assert forming.catch_up(ws, draft) == []
    assert draft.values["place"] == "Moscow"
    assert [r.id for r in draft.parts["tag"]] == [r.id for r in theirs.parts["tag"]]
    forming.save_draft(ws, draft)
    assert one(ws, "quote", QUOTE).about == "A pledge"


def test_an_entry_deleted_elsewhere_asks_before_it_comes_back(ws, other):
    draft = forming.load_draft(ws, "quote", QUOTE)
    editing.delete_entry(other, "quote", QUOTE)
    draft.values["about"] = "A pledge"
    with pytest.raises(forming.ConflictError):
        forming.save_draft(ws, draft)
    assert one(ws, "quote", QUOTE).deleted
    forming.save_draft(ws, draft, keep_mine=[(QUOTE, "deleted")])
    assert not one(ws, "quote", QUOTE).deleted


# --------------------------------------------------------------- duplicate, move


def test_a_copy_has_all_the_parts_and_stands_after_the_first(ws):
    editing.change_fields(ws, "briefing", BRIEFING, desk="Desk")
    for kind in filter(editing.can_duplicate, FORMS):
        before = live(ws)
        first = before[kind][0]
        copy_id = editing.duplicate_entry(ws, kind, first.id)
        one_draft, copy = (forming.load_draft(ws, kind, i) for i in (first.id, copy_id))
        for part in copy.form.parts:
            rows, mine = one_draft.parts[part.kind], copy.parts[part.kind]
            shown = [f.name for f in part.fields]
            assert [[r.values[n] for n in shown] for r in mine] == [
                [r.values[n] for n in shown] for r in rows
            ]
            assert not {r.id for r in rows} & {r.id for r in mine}
            assert all(r.values[part.owner] == copy_id for r in mine)
        if "position" in copy.values:
            assert copy.values["position"] > one_draft.values["position"]
        history.undo(ws)
        assert live(ws) == before, kind


def test_a_copied_matrix_keeps_its_ratings_to_itself(ws):
    matrix = sample_id("hypothesis_matrix", "return")
    ratings = len(live(ws)["rating"])
    copy = editing.duplicate_entry(ws, "hypothesis_matrix", matrix)
    draft = forming.load_draft(ws, "hypothesis_matrix", copy)
    rows = {row.id for row in draft.parts["evidence"]}
    answers = {row.id for row in draft.parts["hypothesis"]}
    mine = [r for r in live(ws)["rating"] if r.evidence_id in rows]
    assert len(mine) == ratings
    assert {r.hypothesis_id for r in mine} <= answers


def test_an_entry_moves_among_its_siblings_and_nothing_else_does(ws):
    with ws.read() as connection:
        order = [s.id for s in find(connection, KINDS["section"], briefing_id=BRIEFING)]
    steps = len(history.log(ws))
    assert editing.move_entry(ws, "section", order[3], by=-1)
    assert not editing.move_entry(ws, "section", order[0], by=-1)
    assert editing.move_entry(ws, "section", order[0], before=order[5])
    assert len(history.log(ws)) == steps + 2
    order.insert(2, order.pop(3))
    first = order.pop(0)
    order.insert(order.index(order[4]), first)
    with ws.read() as connection:
        now = [s.id for s in find(connection, KINDS["section"], briefing_id=BRIEFING)]
    assert now == order
    for _set, changes in history.history_of(ws, first)[1:]:
        assert {c.field for c in changes} == {"position"}


# --------------------------------------------------------------- any sequence


START = "Begin"
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["new", "edit", "delete", "restore", "copy", "move", "part", "undo", "redo"]
        ),
        st.sampled_from(["quote", "event", "bloc", "claim", "judgment", "section"]),
        st.integers(0, 9),
        st.text("abc é한", min_size=1, max_size=6).map(lambda t: t.strip() or "x"),
    ),
    min_size=1,
    max_size=14,
)


def _act(ws, action, kind, number, text):
    with ws.read() as connection:
        rows = find(connection, KINDS[kind], briefing_id=BRIEFING)
    chosen = rows[number % len(rows)] if rows else None
    if action == "undo":
        if history.steps(ws).undo_label != START:
            history.undo(ws)
    elif action == "redo":
        history.redo(ws)
    elif action == "new" or chosen is None:
        draft = forming.new_draft(ws, kind, BRIEFING)
        fill(draft)
        draft.values[draft.form.title or draft.form.fields[0].name] = text
        forming.save_draft(ws, draft)
    elif action == "delete":
        editing.delete_entry(ws, kind, chosen.id)
    elif action == "restore":
        editing.restore_entry(ws, kind, chosen.id)
    elif action == "copy":
        editing.duplicate_entry(ws, kind, chosen.id)
    elif action == "move":
        editing.move_entry(ws, kind, chosen.id, by=number - 4)
    else:
        draft = forming.load_draft(ws, kind, chosen.id)
        part = next((p for p in draft.form.parts if p.kind == "tag"), None)
        if action == "edit" or part is None:
            draft.values[draft.form.title] = text
        elif number % 3 or not draft.parts["tag"]:
            if text not in {row.values["text"] for row in draft.parts["tag"]}:
                draft.add_row("tag", number % 3 - 1, text=text)
        else:
            draft.drop_row("tag", number % len(draft.parts["tag"]))
        forming.save_draft(ws, draft)


# A failing case is told as it was found: each one takes a second to run.
@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(ACTIONS)
def test_any_sequence_taken_back_and_done_again_gives_the_same_library(actions):
    with tempfile.TemporaryDirectory() as folder:
        ws = open_workspace(Path(folder) / "a.briefings", ME)
        try:
            # The person is known from their first write on.
            editing.change_fields(ws, "briefing", BRIEFING, label=START, desk="Desk")
            start = live(ws)
            for action in actions:
                _act(ws, *action)
            end = live(ws)
            steps = 0
            while history.steps(ws).undo_label != START:
                history.undo(ws)
                steps += 1
            assert live(ws) == start
            for _ in range(steps):
                history.redo(ws)
            assert live(ws) == end
        finally:
            ws.close()


def test_each_new_bloc_has_a_colour_of_its_own(ws):
    colours = []
    for name in ("North", "South", "East"):
        draft = forming.new_draft(ws, "bloc", BRIEFING, given={"name": name})
        colours.append(draft.values["colour"])
        forming.save_draft(ws, draft)
    with ws.read() as connection:
        drawn = [one.colour for one in find(connection, Bloc, briefing_id=BRIEFING)]
    assert len(set(colours)) == 3
    assert all(drawn.count(colour) == 1 for colour in colours)
