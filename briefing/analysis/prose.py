"""What the words of an analyst say of likelihood and confidence: rules over plain text.

Words inside quotation marks are the speaker's and are never judged as ours. Every text is read
without its citations. Sources: ICD 203 (likelihood and confidence apart, one set of terms, no vague
words in their place), the PHIA yardstick, and S. Kent, "Words of Estimative Probability" (1964).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.domain.citing import without_citations
from briefing.domain.grades import ICD_203, LIKELIHOOD, PHIA, Confidence, find_estimative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.domain.grades import Found

#: Sets of likelihood words of which a briefing uses one: the rows of ICD 203, and the PHIA yardstick.
ROW_A, ROW_B = "ICD 203, row A", "ICD 203, row B"
PALETTES = (ROW_A, ROW_B, PHIA)

_PAIRS = (("“", "”"), ("„", "“”"), ("«", "»"), ("»", "«"), ("「", "」"), ("『", "』"), ("‹", "›"))
_QUOTED = re.compile(
    "|".join(
        [rf"{a}[^{a}{b}\n]{{0,4000}}[{b}]" for a, b in _PAIRS]
        + [
            r'"[^"\n]{0,4000}"',
            r"(?<!\w)‘[^‘\n]{1,4000}?’(?!\w)",
            r"(?<!\w)'[^'\n]{1,4000}?'(?!\w)",
        ]
        + [r"(?m:^>.*$)"]
    )
)
_END = re.compile(
    r"(?<=[.!?…。！？])(?P<close>[\"”’»)\]*]*)\s+(?=[^\s])|(?<=[。！？])|\n+\s*(?:[-*#>]+\s+)?"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Adm|Sen|Rep|Gov|St|No|Nos|vs|etc|e\.g|i\.e|cf|"
    r"approx|c|ca|resp|art|para|p|pp|vol|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec))\.$"
)
_OTHERS_TRUST = r"(?<!consumer )(?<!business )(?<!investor )(?<!public )(?<!market )(?<!voter )"
_CONFIDENCE = re.compile(
    rf"(?<![\w-]){_OTHERS_TRUST}(?:"
    r"(?P<before>high|moderate|medium|low)(?:\s+(?:to|or|and)\s+(?:high|moderate|medium|low))?"
    r"(?:\s+(?:level|degree)\s+of)?[\s-]+confidence(?!\s+(?:vote|motion))"
    r"|confidence(?:\s+(?:level|here|in\s+(?:this|that|our)(?:\s+\w+){1,3}))?"
    r"\s*(?:is|was|are|remains|stays|:|=|–|—)\s*(?:only\s+|still\s+|therefore\s+)?"
    r"(?P<after>high|moderate|medium|low)"
    r"|confidence\s*,?\s*(?P<bare>high|moderate|medium|low)(?=\s*(?:[.,;:)!?]|$))"
    r"|(?:we|i)(?:\s+(?:are|am|remain|feel)|[’'](?:re|m))\s+(?:not\s+)?(?:\w+ly\s+|very\s+|quite\s+)?confident"
    r"|(?:we|i)\s+confidently"
    r")(?![\w])",
    re.IGNORECASE,
)
# “Chances are” and its like stand on no scale; “could not” is a fact, “May 2024” a month, “military
# might” a noun, “as soon as possible” an order.
_MONTH_BEFORE = (
    *("in", "by", "since", "until", "till", "early", "late", "mid", "of", "last", "next", "this"),
    *("from", "during", "before", "after", "to", "every", "each", "and", "between", "on"),
)
_NOUN_BEFORE = (
    *(
        "military",
        "economic",
        "naval",
        "industrial",
        "nuclear",
        "air",
        "the",
        "their",
        "its",
        "his",
    ),
    *("her", "our", "full", "all", "financial", "political", "armed", "of", "and"),
)
_HEDGE = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<may>may)(?!\s+\d)(?!\s+day\b)|(?P<might>might)|could(?!\s*not\b|n[’']t)|"
    r"can(?:\s?not|[’']t)\s+(?:yet\s+|fully\s+|entirely\s+|altogether\s+|wholly\s+)?"
    r"(?:be\s+)?(?:rule[ds]?\s+(?:it\s+)?out|exclude[ds]?|discount(?:ed)?|dismiss(?:ed)?)|"
    r"(?:(?:do|does|did|would|should)\s+not|(?:do|does|did|would|should)n[’']t)\s+"
    r"(?:yet\s+|fully\s+|entirely\s+)?(?:rule\s+(?:it\s+)?out|exclude|discount)|"
    r"can(?:\s?not|[’']t)\s+(?:yet\s+|fully\s+)?rule\s+(?:[\w’']+\s+){1,4}out|"
    r"(?:possible|impossible)\s+to\s+(?:rule\s+out|exclude)|not\s+(?:be\s+)?(?:ruled\s+out|excluded)|"
    r"(?P<possible>possible)|possibly|perhaps|maybe|conceivabl[ey]|potentially|arguably|presumably|"
    r"not\s+impossible|(?:chances|odds)\s+are|(?:a|some)\s+(?:good|fair|real|distinct|strong|slight|"
    r"small|serious)\s+(?:chance|possibility|prospect)|(?:only\s+)?time\s+will\s+tell|"
    r"remains\s+to\s+be\s+seen|(?:more|less|as)\s+likely\s+(?:as|than)\s+not|"
    r"(?:quite|rather|fairly|extremely|most|pretty)\s+(?:likely|unlikely|probably|possibly)"
    r")(?![\w-])",
    re.IGNORECASE,
)
_ORDERLY = (
    "as",
    "where",
    "wherever",
    "if",
    "when",
    "whenever",
    "soon",
    "not",
    "only",
    "all",
    "every",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, and the same with quoted words blanked out, letter for letter."""

    text: str
    ours: str


def without_quotations(text: str) -> str:
    """The text with what stands in quotation marks blanked out; offsets stay."""
    return _QUOTED.sub(lambda m: " " * len(m[0]), text)


def sentences(markdown: str) -> list[Sentence]:
    """The sentences of a text, citations and emphasis taken out."""
    plain = without_citations(markdown).replace("**", "")
    ours = without_quotations(plain)
    found: list[Sentence] = []
    for start, end in _bounds(plain):
        whole = plain[start:end]
        trimmed = whole.strip(" \n*#>-")
        if trimmed:
            at = start + whole.index(trimmed)
            found.append(Sentence(trimmed, ours[at : at + len(trimmed)]))
    return found


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        shortened = _ABBREVIATED.search(text[max(start, match.start() - 12) : match.start()])
        if shortened and "\n" not in match[0]:
            continue
        yield start, match.end("close") if match["close"] else match.start()
        start = match.end()
    yield start, len(text)


def confidence_words(ours: str) -> list[tuple[str, Confidence | None]]:
    """Statements of the analyst's confidence: the words, and the level where one is named."""
    found: list[tuple[str, Confidence | None]] = []
    for match in _CONFIDENCE.finditer(ours):
        word = (match["before"] or match["after"] or match["bare"] or "").lower()
        word = "moderate" if word == "medium" else word
        level = Confidence(word) if word in set(Confidence) else None
        found.append((" ".join(match[0].split()), level))
    return found


def hedges(ours: str) -> list[str]:
    """Vague words that stand where a degree of likelihood should."""
    found: list[str] = []
    for match in _HEDGE.finditer(ours):
        before = re.search(
            r"([^\W\d_]+)([’']s)?\s+$", ours[max(0, match.start() - 24) : match.start()]
        )
        word = before[1].casefold() if before else ""
        if match["may"] and ((match[0] == "May" and match.start() > 0) or word in _MONTH_BEFORE):
            continue
        if match["might"] and (word in _NOUN_BEFORE or (before and before[2])):
            continue
        if match["possible"] and (
            word in _ORDERLY or word.endswith("est") or _enabled(ours, match.start())
        ):
            continue
        found.append(" ".join(match[0].split()))
    return found


def _enabled(ours: str, at: int) -> bool:
    """Whether "possible" is something made so ("makes it possible to")."""
    return bool(
        re.search(r"\b(?:make|makes|made|making)\s+(?:it\s+|this\s+)?$", ours[:at], re.IGNORECASE)
    )


@lru_cache(maxsize=256)
def palettes_of(term: str, scale: str | None = None) -> frozenset[str]:
    """The sets of words that a likelihood term belongs to, of one scale where that is given."""
    plain = " ".join(term.casefold().split())
    found: set[str] = set()
    for band in LIKELIHOOD[ICD_203]:
        for row, name in zip((ROW_A, ROW_B), band.terms, strict=True):
            if plain == name:
                found.add(row)
    if any(plain in band.terms for band in LIKELIHOOD[PHIA]):
        found.add(PHIA)
    if scale is not None:
        found = {one for one in found if one == PHIA} if scale == PHIA else found - {PHIA}
    return frozenset(found)


def likelihood_words(ours: str) -> list[Found]:
    """Terms of either scale in a text."""
    return find_estimative(ours)


def main_palette(uses: Iterable[frozenset[str]]) -> str | None:
    """The set of words that covers most uses; None where one covers all, or there are none.

    Where two cover as many, the earlier in :data:`PALETTES` is taken.
    """
    given = [use for use in uses if use]
    covered = {name: sum(name in use for use in given) for name in PALETTES}
    best = max(PALETTES, key=lambda name: covered[name])
    return None if covered[best] == len(given) else best
