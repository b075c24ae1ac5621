"""Claims: what somebody asserts as a fact, who denies it, how it is hedged, and its numbers.

Not all that is said is a claim. Taken is what stands behind a verb that leaves the truth to the speaker
("alleged", "estimated"), whatever says a number, and whatever somebody denies.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.intake.draft import ProposedClaim, ProposedQuantity
from briefing.intake.quantities import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article
    from briefing.intake.parties import Parties, Party
    from briefing.intake.when import When

_STRONG = (
    r"alleg(?:ed|es|ing)|claim(?:ed|s|ing)|assert(?:ed|s|ing)|contend(?:ed|s)|maintain(?:ed|s)|"
    r"insist(?:ed|s)|"
    r"estimat(?:ed|es|ing)|accus(?:ed|es|ing)|conclud(?:ed|es|ing)|assess(?:ed|es)|believ(?:ed|es|e)|"
    r"acknowledg(?:ed|es)|admit(?:ted|s)|suspect(?:ed|s)"
)
_WEAK = (
    r"said|says|stat(?:ed|es)|report(?:ed|s)|announc(?:ed|es)|declar(?:ed|es)|confirm(?:ed|s)|"
    r"told \w+|not(?:ed|es)"
)
_ASSERTS = re.compile(rf"\b(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))\b(?P<that> that\b)?")
_ACCORDING = re.compile(r"\b[Aa]ccording to ")
_DENIES = re.compile(
    r"\b(?P<verb>den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)|"
    r"refut(?:es?|ed|ing)|repudiat(?:es?|ed))\b(?P<what> (?:that\b|any\b|(?:all |both |these |"
    r"those |such |the |"
    r"its |any )*(?:claims?|allegations?|accusations?|charges?|reports?|suggestions?|"
    r"assertions?)\b|them\b|it\b|"
    r"this\b|that\b)?)?"
)
_EARLIER = re.compile(
    r"claim|allegation|accusation|charge|report|suggestion|assertion|them|it|this"
)
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|possibly|probably|likely|may|might|could|"
    r"according to (?:reports|sources|officials)|is believed to|are believed to|is suspected|"
    r"seems?|appears?)\b",
    re.IGNORECASE,
)
_LONGEST = 320
#: How many sentences back a denial of "these claims" reaches, within a paragraph.
_REACH = 5


def find(article: Article, parties: Parties, dates: Sequence[When]) -> tuple[ProposedClaim, ...]:
    """The claims of an article; parties are numbers of actors as text, as in ``events.find``."""
    return _Finder(article, parties, dates).claims()


class _Finder:
    def __init__(self, article: Article, parties: Parties, dates: Sequence[When]) -> None:
        self._text = article.text
        self._article = article
        self._parties = parties
        self._dates = dates
        self._found: list[ProposedClaim] = []
        # The number of the sentence and of the paragraph of each claim, and of what might become one.
        self._where: list[tuple[int, int]] = []
        self._waiting: list[tuple[ProposedClaim, int, int]] = []

    def claims(self) -> tuple[ProposedClaim, ...]:
        for number, (start, end) in enumerate(self._article.sentences):
            present = self._parties.between(start, end)
            if not present:
                continue
            if not self._denial(number, start, end, present):
                self._assertion(number, start, end, present)
        return tuple(self._found)

    def _assertion(self, number: int, start: int, end: int, present: list[Party]) -> None:
        text = self._text
        match = _ASSERTS.search(text, start, end)
        by: list[Party] = []
        at = end
        strong = False
        if match is not None:
            by = _subjects(text, present, start, match.start())
            at, strong = match.end(), bool(match["strong"])
        if not by:
            told = _ACCORDING.search(text, start, end)
            by = [one for one in present if told and told.end() <= one.start <= told.end() + 4]
            if not by or told is None:
                return
            comma = text.find(", ", by[0].end, end)
            at, strong = (
                (comma + 2, True) if told.start() - start < 4 and comma > 0 else (start, True)
            )
            if at == start:
                end = told.start()
        words = text[at:end]
        claim = self._claim(at, end, words, [str(one.actor) for one in by], (), strong=strong)
        if claim is None:
            return
        paragraph = self._article.paragraph_at(start)
        if strong or claim.quantities:
            self._found.append(claim)
            self._where.append((number, paragraph))
        else:
            self._waiting.append((claim, number, paragraph))
            del self._waiting[:-_REACH]

    def _denial(self, number: int, start: int, end: int, present: list[Party]) -> bool:
        match = _DENIES.search(self._text, start, end)
        if match is None:
            return False
        by = _subjects(self._text, present, start, match.start())
        if not by:
            return False
        who = tuple(dict.fromkeys(str(one.actor) for one in by))
        paragraph = self._article.paragraph_at(start)
        if match["what"] and _EARLIER.search(match["what"]):
            return self._deny_earlier(number, paragraph, who, (start, end))
        words = self._text[match.end() : end]
        claim = self._claim(match.end(), end, words, (), who, strong=True)
        if claim is None:
            return False
        self._found.append(claim)
        self._where.append((number, paragraph))
        return True

    def _deny_earlier(
        self, number: int, paragraph: int, who: tuple[str, ...], span: tuple[int, int]
    ) -> bool:
        done = False
        # What was only said becomes a claim by being denied.
        for claim, sentence, where in self._waiting:
            if number - sentence <= _REACH and where == paragraph:
                self._found.append(claim)
                self._where.append((sentence, where))
        self._waiting.clear()
        for place, (sentence, where) in enumerate(self._where):
            claim = self._found[place]
            if not 0 < number - sentence <= _REACH or where != paragraph:
                continue
            if set(who) & set(claim.asserted_by):
                continue
            self._found[place] = replace(
                claim,
                denied_by=tuple(dict.fromkeys((*claim.denied_by, *who))),
                passages=(*claim.passages, span),
            )
            done = True
        return done

    def _claim(
        self,
        start: int,
        end: int,
        words: str,
        asserted: Sequence[str],
        denied: tuple[str, ...],
        *,
        strong: bool,
    ) -> ProposedClaim | None:
        plain = " ".join(words.split()).strip(' ,;:.“”"')
        if len(plain) < 12 or len(plain.split()) < 3:
            return None
        numbers = tuple(
            ProposedQuantity(one.value, one.unit, start + one.start, start + one.end, one.of_what)
            for one in amounts(words)
        )
        hedge = _HEDGE.search(words)
        when = next((one.edtf for one in self._dates if start <= one.start < end), "")
        if len(plain) > _LONGEST:
            plain = plain[:_LONGEST].rsplit(" ", 1)[0] + "…"
        sentence = self._article.sentences[self._article.sentence_at(start)]
        return ProposedClaim(
            rule="denied" if denied else "asserted" if strong else "said",
            confidence=0.7 if strong else 0.55 if numbers else 0.5,
            passages=(sentence,),
            proposition=plain[:1].upper() + plain[1:],
            asserted_by=tuple(dict.fromkeys(asserted)),
            denied_by=denied,
            hedge=hedge[0] if hedge else "",
            quantities=numbers,
            when=when,
        )


_AND = re.compile(r"(?:,? and |, )\Z")
_NEAR = 140


def _subjects(text: str, present: list[Party], start: int, verb: int) -> list[Party]:
    """Who stands before a verb as its subject: the first named, with those joined to it by "and"."""
    before = [one for one in present if start <= one.start and one.end <= verb]
    if not before or verb - before[0].end > _NEAR:
        return []
    subjects = [before[0]]
    for one in before[1:]:
        between = text[subjects[-1].end : one.start]
        if one.start == subjects[-1].start or between in (" and ", ", ", ", and "):
            subjects.append(one)
        else:
            break
    return subjects
