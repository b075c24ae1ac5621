"""Scores of drafts against the annotated articles: ``python -m tests.extraction.scores`` prints them.

Nothing but JSON is compared: an article as ``marked`` compiles it, and a draft as the program prints it.
What each measure counts is told in README.md beside this file.
"""

# long because: one measure after the other, and what they share.

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.intake.draft import Draft

COMPILED = Path(__file__).with_name("articles.jsonl")
EDGE = " \t\r\n\"“”‘’«»「」'.,;:!?-–—()[]"
KINDS = ("person", "organisation", "state")
UNDIRECTED = frozenset(
    (
        *("strategic partnership", "defence pact", "dispute", "war", "diplomatic contact"),
        *("non-aggression", "consultation", "neutrality", "co-belligerence"),
    )
)
PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who", "his", "her", "its", "their"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Score:
    """How many were wanted, how many were given, and how many of each were right."""

    wanted: int = 0
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.wanted + other.wanted, self.given + other.given, self.right + other.right)


def load() -> list[dict]:
    """The annotated articles."""
    return [json.loads(line) for line in COMPILED.read_text("utf-8").splitlines()]


def score(articles: list[dict], drafts: list[dict]) -> dict[str, Score]:
    """The measures over all articles together."""
    total: dict[str, Score] = {}
    for article, draft in zip(articles, drafts, strict=True):
        for name, one in _measures(article, draft).items():
            total[name] = total.get(name, Score()) + one
    return total


def _measures(gold: dict, draft: dict) -> dict[str, Score]:
    assert draft["document"]["text"] == gold["text"]
    found = {
        "quoted, found": _quoted(gold, draft, speaker=False),
        "quoted, e2e": _quoted(gold, draft, speaker=True),
        "direct, exact": _contents(gold, draft, direct=True, exact=True),
        "all, 80 % overlap": _contents(gold, draft),
        "speaker resolved": _resolved(gold, draft),
    }
    for kind in KINDS:
        found[kind] = _mentions(gold, draft, kind)
    found["offices"] = _offices(gold, draft)
    found["offices with dates"] = _offices(gold, draft, dated=True)
    found["events"] = _events(gold, draft)
    found["claims"] = _claims(gold, draft)
    found["claims with parties"] = _claims(gold, draft, parties=True)
    found["relations"] = _relations(gold, draft)
    return found


# Quotes -------------------------------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while start < end and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _pieces(text: str, quotes: list[dict]) -> list[tuple[int, int, dict]]:
    found = []
    for quote in quotes:
        for start, end in quote.get("fragments") or [[quote["start"], quote["end"]]]:
            start, end = _trimmed(text, start, end)
            if start < end:
                found.append((start, end, quote))
    return found


def _attributed(draft: dict) -> list[dict]:
    return [one for one in draft["quotes"] if one["kind"] != "scare"]


def _quoted(gold: dict, draft: dict, *, speaker: bool) -> Score:
    """Stretches in quotation marks; those that are nobody's speech may not be given."""
    text = gold["text"]
    owners = {tuple(stretch): quote for quote in gold["quotes"] for stretch in quote["quoted"]}
    nobody = [tuple(stretch) for stretch in gold["nobody"]]
    given = right = 0
    pieces = _pieces(text, _attributed(draft))
    for start, end in [*owners, *nobody]:
        fits = [q for a, b, q in pieces if min(b, end) - max(a, start) >= 0.8 * (end - start)]
        given += bool(fits)
        if fits and (start, end) in owners:
            right += not speaker or _same_speaker(fits[0], owners[start, end])
    return Score(len(owners), given, right)


def _same_speaker(one: dict, gold: dict) -> bool:
    if gold["speaker_start"] is None:
        return one["speaker_start"] is None
    if one["speaker_start"] is not None:
        low = max(one["speaker_start"], gold["speaker_start"])
        if low < min(one["speaker_end"], gold["speaker_end"]):
            return True
    said = {word.lower() for word in _WORD.findall(one["speaker_text"] or "")}
    if said <= PRONOUNS:
        return False
    names = [word for word in _WORD.findall(gold["speaker"]) if word[0].isupper()]
    return any(word.lower() in said for word in names[-2:])


def _pairs(text: str, wanted: list, given: list) -> list[tuple[int, int]]:
    """One to one, the best first: at least 80 % of the words in common."""
    at = {match.start() for match in _WORD.finditer(text)}
    inside = [{p for p in range(a, b) if p in at} for a, b, _ in wanted]
    found = []
    for number, (start, end, _) in enumerate(given):
        mine = {p for p in range(start, end) if p in at}
        for place, theirs in enumerate(inside):
            share = len(mine & theirs) / max(len(mine), len(theirs), 1)
            if share >= 0.8:
                same = (start, end) == tuple(wanted[place][:2])
                found.append((share, same, place, number))
    pairs, used = [], (set(), set())
    for _, _, place, number in sorted(found, reverse=True):
        if place not in used[0] and number not in used[1]:
            used[0].add(place)
            used[1].add(number)
            pairs.append((place, number))
    return pairs


def _contents(gold: dict, draft: dict, *, direct: bool = False, exact: bool = False) -> Score:
    text = gold["text"]
    wanted = _pieces(text, [q for q in gold["quotes"] if not direct or q["type"] == "direct"])
    given = _pieces(text, _attributed(draft))
    if direct:
        marked = [tuple(s) for q in gold["quotes"] for s in q["quoted"]] + [
            tuple(s) for s in gold["nobody"]
        ]
        other = [f for q in gold["quotes"] if q["type"] != "direct" for f in _pieces(text, [q])]
        given = [
            one
            for one in given
            if _share(one, marked) >= 0.9 and all(_share(one, [(a, b)]) < 0.8 for a, b, _ in other)
        ]
    pairs = _pairs(text, wanted, given)
    right = sum(not exact or wanted[a][:2] == given[b][:2] for a, b in pairs)
    return Score(len(wanted), len(given), right)


def _share(one: tuple, stretches: list) -> float:
    start, end = one[:2]
    inside = sum(max(0, min(end, b) - max(start, a)) for a, b in stretches)
    return inside / (end - start)


def _resolved(gold: dict, draft: dict) -> Score:
    """Of the quotes with a named speaker, those whose speaker is that actor; given is what was named."""
    text = gold["text"]
    wanted, given = _pieces(text, gold["quotes"]), _pieces(text, _attributed(draft))
    pairs = dict(_pairs(text, wanted, given))
    actors = _actors(draft)
    named = answered = right = 0
    for place, (_, _, quote) in enumerate(wanted):
        if not quote["speaker_entity"]:
            continue
        named += 1
        if place in pairs and (speakers := given[pairs[place]][2]["speakers"]):
            answered += 1
            right += any(quote["speaker_entity"] in actors[one] for one in speakers)
    return Score(named, answered, right)


# Actors -------------------------------------------------------------------------------------------------


def _actors(draft: dict) -> dict[str, set[str]]:
    return {one["id"]: {one["name"], *one["aliases"]} for one in draft["actors"]}


def _mentions(gold: dict, draft: dict, kind: str) -> Score:
    """Mentions with a capital: of the same kind, half of the characters in common, one to one."""
    wanted = [
        (one["start"], one["end"])
        for one in gold["entities"]
        if one["type"] == kind and any(letter.isupper() for letter in one["text"])
    ]
    given = sorted({tuple(s) for a in draft["actors"] if a["kind"] == kind for s in a["mentions"]})
    shares = sorted(
        (
            ((min(b, end) - max(a, start)) / (max(b, end) - min(a, start)), i, j)
            for i, (a, b) in enumerate(wanted)
            for j, (start, end) in enumerate(given)
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = set(), set()
    for share, i, j in shares:
        if share >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return Score(len(wanted), len(given), len(used[0]))


def _offices(gold: dict, draft: dict, *, dated: bool = False) -> Score:
    names = {one["id"]: one["name"] for one in draft["actors"]}
    given = [
        (_actors(draft)[one["id"]], held)
        for one in draft["actors"]
        for held in one["offices"]
        if not dated or held["from"] or held["until"]
    ]
    wanted = [one for one in gold["offices"] if not dated or one["since"] or one["until"]]
    right = 0
    for one in wanted:
        for called, held in given:
            if (
                one["person"] in called
                and one["title"].lower() in held["title"].lower()
                and one["of"] in ("", names.get(held["of"], ""))
                and (not dated or (one["since"], one["until"]) == (held["from"], held["until"]))
            ):
                right += 1
                break
    return Score(len(wanted), len(given), right)


# Events, claims, relations ------------------------------------------------------------------------------


def _events(gold: dict, draft: dict) -> Score:
    """The same date in EDTF, told in words that overlap."""
    left = list(gold["events"])
    right = 0
    for event in draft["events"]:
        start, end = event["when_text"]
        fits = (
            one
            for one in left
            if one["edtf"] == event["when"] and one["start"] < end and start < one["end"]
        )
        if (one := next(fits, None)) is not None:
            left.remove(one)
            right += 1
    return Score(len(gold["events"]), len(draft["events"]), right)


def _claims(gold: dict, draft: dict, *, parties: bool = False) -> Score:
    """A claim that rests on the sentence of the wanted one; with its parties: both sides right."""
    actors = _actors(draft)
    left = list(gold["claims"])
    right = 0
    for claim in draft["claims"]:
        for one in left:
            middle = (one["start"] + one["end"]) // 2
            if not any(start <= middle < end for start, end in claim["passages"]):
                continue
            if not _is_about(claim["proposition"], one["text"]):
                continue
            left.remove(one)
            right += not parties or all(
                _same_names(one[side], [actors[x] for x in claim[side]])
                for side in ("asserted_by", "denied_by")
            )
            break
    return Score(len(gold["claims"]), len(draft["claims"]), right)


def _is_about(proposition: str, wanted: str) -> bool:
    mine, theirs = set(_WORD.findall(proposition.lower())), set(_WORD.findall(wanted.lower()))
    return len(mine & theirs) >= 0.5 * len(theirs)


def _same_names(wanted: list[str], given: list[set[str]]) -> bool:
    return len(wanted) == len(given) and all(any(n in names for names in given) for n in wanted)


def _relations(gold: dict, draft: dict) -> Score:
    """Both actors and the kind; who gives and who takes where the kind has a direction."""
    actors = _actors(draft)
    left = list(gold["relations"])
    right = 0
    for tie in draft["relations"]:
        source, target = actors[tie["from"]], actors[tie["to"]]
        for one in left:
            straight = one["from"] in source and one["to"] in target
            turned = one["from"] in target and one["to"] in source
            if one["kind"] == tie["kind"] and (straight or (turned and tie["kind"] in UNDIRECTED)):
                left.remove(one)
                right += 1
                break
    return Score(len(gold["relations"]), len(draft["relations"]), right)


def table(scores: dict[str, Score]) -> str:
    """The scores as they stand in ``docs/extraction.md``."""
    rows = ["| measure | wanted | given | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {name} | {one.wanted} | {one.given} | "
        f"{one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} |"
        for name, one in scores.items()
    ]
    return "\n".join(rows)


def plain(draft: Draft) -> dict:
    """A draft as the program prints it."""
    from briefing.intake.draft_json import written_draft

    return json.loads("".join(written_draft(draft, ascii_only=True)))


def drafts(articles: list[dict]) -> list[dict]:
    """What the program draws out of the articles."""
    from briefing.intake.extract import extract

    return [
        plain(extract(one["text"], title=one["title"], published=one["published"]))
        for one in articles
    ]


def main() -> None:
    """Print the table; ``--errors`` also what is missing and what is too much."""
    articles = load()
    found = drafts(articles)
    if "--errors" in sys.argv:
        for article, draft in zip(articles, found, strict=True):
            _print_errors(article, draft)
    print(table(score(articles, found)))


def _print_errors(gold: dict, draft: dict) -> None:
    text, names = gold["text"], {one["id"]: one["name"] for one in draft["actors"]}
    print(f"=== {gold['id']} {gold['title']}")
    mine = Counter((a["kind"], text[s:e]) for a in draft["actors"] for s, e in a["mentions"])
    theirs = Counter((e["type"], e["text"]) for e in gold["entities"] if e["type"] != "place")
    print("  names missing", dict(theirs - mine))
    print("  names too many", dict(mine - theirs))
    print(
        "  offices",
        [
            (a["name"], o["title"], names.get(o["of"]), o["from"], o["until"])
            for a in draft["actors"]
            for o in a["offices"]
        ],
    )
    wanted = {(e["edtf"], e["text"]) for e in gold["events"]}
    given = {(e["when"], text[slice(*e["when_text"])]) for e in draft["events"]}
    print("  events missing", wanted - given, "too many", given - wanted)
    for claim in gold["claims"]:
        print("  claim", claim["text"], claim["asserted_by"], claim["denied_by"])
    for claim in draft["claims"]:
        print(
            "    ->",
            claim["rule"],
            claim["proposition"][:90],
            [names[x] for x in claim["asserted_by"]],
            [names[x] for x in claim["denied_by"]],
        )
    ties = {(one["from"], one["to"], one["kind"]) for one in gold["relations"]}
    found = {(names[one["from"]], names[one["to"]], one["kind"]) for one in draft["relations"]}
    print("  relations missing", ties - found, "too many", found - ties)


if __name__ == "__main__":
    main()
