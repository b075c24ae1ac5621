"""Interviews: who asks, who answers, and whose "I" and "you" are in a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefing.intake.knownnames import BODY_NAME, RUN

if TYPE_CHECKING:
    from briefing.intake.draft import Span
    from briefing.intake.knownnames import Known, Mention

_INTERVIEW: Final = re.compile(
    r"\b(?:interview(?:s|ed)?\b|(?:talks|talked|speaks|spoke|sat down) (?:to|with)\b|tells\b)"
)
_OF_ONESELF: Final = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur|me|us)\b")
#: What somebody says who puts a question without its mark.
_PUTS: Final = re.compile(
    r"\b(?:tell us|tell me about|what you think|do you|are you|have you|could you|would you|can you)\b"
)
_ASKS_YOU: Final = re.compile(
    r"\b(?:ask|asking) (?:you|about your)\b|\bI(?: just|['’]d)? (?:wanted?|like) to know\b[^.]{0,40}\byou"
    r"|\bI(?:['’]m| was| am)? (?:wonder|wondering|curious) (?:if|whether|how|what|why) you\b"
)
#: A paragraph that ends with a question mark and is no longer is a question of the interviewer's.
_QUESTION: Final = 350
#: Questions that make an interview of an article that does not call itself one, and where they are counted.
_ASKED: Final = 4
_LOOKED_AT: Final = 80
#: Before the name of who asks: "interviewed by", "sat down with", "reporter".
_BEFORE_ASKING: Final = re.compile(
    r"(?:\bby|\bsat down with|\bspoke (?:to|with)|\b(?:reporter|correspondent|journalist|interviewer|editor)"
    r"|['’]s?)(?: [a-z]+)? $"
)
#: Behind it: "interviewed", "sat down with".
_ASKING: Final = re.compile(
    r",? (?:interview|spoke (?:to|with)|talked to|sat down|caught up|asked)"
)
#: The label of a turn: "ANN LEE:", "Lee:", "AL:".
_LABEL: Final = re.compile(r"([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})\s?:\s")
#: Among how many people a label is looked up: no more are in one talk.
_CALLED: Final = 300
#: How many paragraphs a turn may go on without its label.
_TURN: Final = 6


class Interview:
    """Who asks and who answers in an article; nobody where it is no interview."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._answers = _interviewee(known)
        self._asks = None if self._answers is None else _interviewer(known, self._answers)
        self._labels: dict[str, int | None] = {}

    def speaker(self, at: int, *, you: bool) -> tuple[int | None, str]:
        """Whose an "I" is, or whom a "you" means, or None where it is not told; and the rule.

        Questions are the interviewer's: there "you" is who is interviewed, elsewhere "I" is.
        """
        article = self._known.article
        number = article.paragraph_at(at)
        labelled = self._labelled(number)
        if labelled is not None and not you:
            return labelled, "whose turn it is"
        if self._answers is None:
            return None, ""
        start, end = article.paragraphs[number]
        words = self._known.text[start:end]
        short = end - start < _QUESTION
        asked = short and words.rstrip("”\"’' ").endswith("?")
        if short and (_PUTS.search(words) or (you and not _OF_ONESELF.search(words))):
            asked = True  # what is put to who is interviewed, without a question mark
        asked = asked or _ASKS_YOU.search(words) is not None
        if asked and not you:
            return self._asks, "who asks"
        return (self._answers if asked == you else None), "who is interviewed"

    def _labelled(self, number: int) -> int | None:
        """`LEE: I stay.`: who stands before the colon of this turn."""
        known = self._known
        paragraphs = known.article.paragraphs
        for at in range(number, max(-1, number - _TURN), -1):
            label = _LABEL.match(known.text, *paragraphs[at])
            if label is None:
                continue
            if label[1] not in self._labels:
                self._labels[label[1]] = self._called(label[1], label.span(1))
            return self._labels[label[1]]
        return None

    def _called(self, label: str, span: Span) -> int | None:
        """The one person whose name ends like a label, or whose initials it is."""
        words = label.casefold().split()
        short = label.replace(".", "") if label.isupper() and len(words) == 1 else ""
        found: set[int] = set()
        for number, actor in enumerate(self._known.actors[:_CALLED]):
            if actor.kind != "person":
                continue
            name = actor.name.casefold().split()
            initials = "".join(word[0] for word in actor.name.split())
            if name[-1] == words[-1] or (len(short) > 1 and initials == short):
                found.add(number)
        if not found and " " in label and not label.isupper() and not BODY_NAME.search(label):
            return self._known.add(span)
        return found.pop() if len(found) == 1 else None


def _interviewee(known: Known) -> int | None:
    """Who is interviewed, as the head of the article tells: the person named after that word."""
    text = known.text
    for start, end in known.article.paragraphs[:4]:
        told = _INTERVIEW.search(known.article.small, start, min(end, start + 600))
        if told is None:
            continue
        people = _people(known, start, end)
        people = [one for one in people if one.start > told.start()] or people
        if people:
            both = len(people) > 1 and text[people[0].end : people[1].start].strip(" ,") == "and"
            return None if both else people[0].actor
        for found in RUN.finditer(text, told.end(), min(end, told.end() + 200)):
            if " " in found[0] and not BODY_NAME.search(found[0]):
                number = known.add(found.span())
                if number is not None:
                    return number
    return _answering(known)


def _people(known: Known, start: int, end: int) -> list[Mention]:
    return [one for one in known.inside((start, end)) if one.kind == "person"]


def _interviewer(known: Known, answers: int) -> int | None:
    """Who asks: "sat down with Ann Lee", "the Gazette's Ann Lee interviewed"."""
    text = known.text
    for start, end in known.article.paragraphs[:6]:
        if _INTERVIEW.search(known.article.small, start, min(end, start + 900)) is None:
            continue
        for one in _people(known, start, end):
            if one.actor == answers:
                continue
            before = text[max(start, one.start - 40) : one.start]
            if _BEFORE_ASKING.search(before) or _ASKING.match(text, one.end, end):
                return one.actor
    return None


def _answering(known: Known) -> int | None:
    """Who answers where questions and answers take turns: the person named most."""
    asked = sum(
        known.text[end - 1] == "?" and end - start < _QUESTION
        for start, end in known.article.paragraphs[:_LOOKED_AT]
    )
    if asked < _ASKED:
        return None
    counts: dict[int, int] = {}
    for mention in known.mentions[:400]:
        if mention.kind == "person":
            counts[mention.actor] = counts.get(mention.actor, 0) + 1
    ranked = sorted(counts.items(), key=lambda one: -one[1])
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return None
