"""The forty articles of the project's own: what is drawn out of them is no worse than it was."""

from __future__ import annotations

import pytest

from tests.extraction import marked, scores

#: Measure → the least F1, a little under what ``docs/extraction.md`` prints.
FLOORS = {
    "quoted, found": 0.97,
    "quoted, e2e": 0.95,
    "direct, exact": 0.93,
    "all, 80 % overlap": 0.73,
    "speaker resolved": 0.90,
    "person": 0.97,
    "organisation": 0.96,
    "state": 0.98,
    "offices": 0.68,
    "offices with dates": 0.52,
    "events": 0.93,
    "claims": 0.88,
    "claims with parties": 0.79,
    "relations": 0.89,
}
#: Names are proposed only where they are sure.
PRECISION = {"person": 0.97, "organisation": 0.96, "state": 0.98}


@pytest.fixture(scope="module")
def scored():
    articles = scores.load()
    return scores.score(articles, scores.drafts(articles))


@pytest.mark.parametrize("measure", FLOORS)
def test_no_score_falls_under_its_floor(scored, measure):
    assert scored[measure].f1 >= FLOORS[measure], scores.table(scored)


@pytest.mark.parametrize("kind", PRECISION)
def test_few_names_are_wrong(scored, kind):
    assert scored[kind].precision >= PRECISION[kind], scores.table(scored)


def test_every_measure_has_a_floor(scored):
    assert set(scored) == set(FLOORS)


def test_the_compiled_articles_are_those_that_were_written():
    # After an edit of the sources: python -m tests.extraction.marked
    assert scores.COMPILED.read_text("utf-8") == marked.compiled()


def test_there_are_forty_short_articles_and_each_says_that_it_is_invented():
    articles = scores.load()
    assert len(articles) == 40
    for one in articles:
        assert "invented" in one["note"]
        assert 120 <= len(one["text"].split()) <= 350
        assert one["quotes"]
        assert one["entities"]


def test_what_is_annotated_is_what_the_text_says():
    for one in scores.load():
        text = one["text"]
        for kind in ("quotes", "entities", "events", "claims"):
            for entry in one[kind]:
                assert text[entry["start"] : entry["end"]] == entry["text"]
        for quote in one["quotes"]:
            if quote["speaker"]:
                at = quote["speaker_start"], quote["speaker_end"]
                assert text[slice(*at)] == quote["speaker"]


def test_a_perfect_draft_has_every_point_and_an_empty_one_has_none():
    articles = scores.load()
    drafts = [_perfect(one) for one in articles]
    for name, score in scores.score(articles, drafts).items():
        assert score.f1 == pytest.approx(1), name
    empty = [
        {"document": {"text": one["text"]}}
        | {kind: [] for kind in ("actors", "quotes", "events", "claims", "relations")}
        for one in articles
    ]
    assert all(score.right == 0 for score in scores.score(articles, empty).values())


def _perfect(gold):
    """A draft that says what the annotation says."""
    mentions = {}
    for entity in gold["entities"]:
        mentions.setdefault((entity["type"], entity["text"]), []).append(
            [entity["start"], entity["end"]]
        )
    # A city may stand for itself in one sentence and for its state in the next.
    actors = {
        text if kind != "place" else (kind, text): {
            "id": f"{kind} {text}",
            "kind": kind,
            "name": text,
            "aliases": [],
            "offices": [],
        }
        | {"mentions": spans}
        for (kind, text), spans in mentions.items()
    }

    def known(name):
        fresh = {"id": name, "kind": "group", "name": name, "aliases": [], "offices": []}
        return actors.setdefault(name, fresh | {"mentions": []})["id"]

    for held in gold["offices"]:
        known(held["person"])
        of = known(held["of"]) if held["of"] else ""
        dates = {"from": held["since"], "until": held["until"]}
        actors[held["person"]]["offices"].append({"title": held["title"], "of": of} | dates)
    quotes = [
        one
        | {"kind": "direct", "speaker_text": one["speaker"]}
        | {"speakers": [known(one["speaker_entity"])] if one["speaker_entity"] else []}
        for one in gold["quotes"]
    ]
    events = [
        {"when": one["edtf"], "when_text": [one["start"], one["end"]]} for one in gold["events"]
    ]
    claims = [
        {"proposition": one["text"], "passages": [[one["start"], one["end"]]]}
        | {side: [known(name) for name in one[side]] for side in ("asserted_by", "denied_by")}
        for one in gold["claims"]
    ]
    relations = [
        {"from": known(one["from"]), "to": known(one["to"]), "kind": one["kind"]}
        for one in gold["relations"]
    ]
    return {
        "document": {"text": gold["text"]},
        "actors": list(actors.values()),
        "quotes": quotes,
        "events": events,
        "claims": claims,
        "relations": relations,
    }
