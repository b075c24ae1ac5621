"""The same wire story in three outlets is found, proposed, and counted as one origin when accepted."""

from __future__ import annotations

import random

from briefing.analysis.origins import count_independent, goes_back
from briefing.analysis.shingles import alike, likeness, sketch
from briefing.domain.briefing import Briefing
from briefing.domain.source import SourceLink
from briefing.services import history
from briefing.services.importing import import_text
from briefing.services.same_story import mark_one_origin, reject_stories, same_stories
from briefing.store.records import find
from tests.builders import empty_workspace

WORDS = [f"word{n}" for n in range(4000)]


def article(seed: int, length: int = 300) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(length)) + "."


def edited(text: str) -> str:
    """As an outlet prints it: another beginning, a paragraph less, a sentence of its own."""
    words = text.split()
    own = "Our correspondent adds a sentence of their own here, about the weather that day."
    return f"(Agency) {' '.join(words[:120])} {own} {' '.join(words[150:])}"


def desk(tmp_path, *texts: str):
    ws = empty_workspace(tmp_path)
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="b", title="Wire"))
    done = [
        import_text(ws, text, name=f"{n}.txt", briefing_id="b", date=f"2024-06-{20 - n:02d}")
        for n, text in enumerate(texts)
    ]
    return ws, [one.source_id for one in done]


def test_likeness_is_near_the_share_of_runs_in_both():
    one = article(1, 600)
    assert likeness(sketch(one), sketch(one)) == 1
    assert likeness(sketch(one), sketch(article(2, 600))) < 0.05
    assert 0.5 < likeness(sketch(one), sketch(edited(one))) < 0.95
    assert sketch("Too short to tell.") == ()


def test_three_outlets_of_one_story_lead_to_the_earliest(tmp_path):
    wire = article(1)
    ws, (later, other, earliest) = desk(tmp_path, edited(wire), article(2), wire)
    (story,) = same_stories(ws, "b")
    assert (story.origin_id, story.later_id) == (earliest, later)
    assert story.share > 0.35
    assert mark_one_origin(ws, [story]) == 1
    with ws.read() as connection:
        steps = goes_back(find(connection, SourceLink))
    assert count_independent([later, other, earliest], steps) == 2
    assert same_stories(ws, "b") == []
    history.undo(ws)
    assert len(same_stories(ws, "b")) == 1
    ws.close()


def test_what_was_rejected_is_not_proposed_again_until_that_is_undone(tmp_path):
    wire = article(1)
    ws, _sources = desk(tmp_path, wire, edited(wire))
    reject_stories(ws, "b", same_stories(ws, "b"))
    assert same_stories(ws, "b") == []
    history.undo(ws)
    assert len(same_stories(ws, "b")) == 1
    ws.close()


def test_a_phrase_in_every_text_makes_no_pairs_and_no_more_work():
    """A thousand texts with one paragraph in common: each is compared once."""
    common = article(0, 40)
    texts = {str(n): sketch(f"{article(n + 1, 250)} {common}") for n in range(300)}
    assert list(alike(texts, 0.35)) == []
