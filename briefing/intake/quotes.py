"""Quotations and who said them: what stands in marks, and what is told without."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.intake.cues import AFTER, AS, CLAUSE, NAMING, QUOTED, VERBS
from briefing.intake.indirect import content, over_adjuncts
from briefing.intake.quotemarks import stretches
from briefing.intake.speakers import Told, clause_subject, feelings, noun_tellings, phrase_after, subject_before, tellings
from briefing.intake.quoteunits import (
    ADVERB,
    AUXILIARY,
    BREAK,
    CUE,
    DETERMINER,
    END,
    NAME,
    PLAIN_VERB,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    STRETCH,
    SUBORDINATOR,
    units,
)

if TYPE_CHECKING:
    from briefing.intake.article import Article
    from briefing.intake.draft import Span
    from briefing.intake.quotemarks import Stretch
    from briefing.intake.speakers import Words
    from briefing.intake.quoteunits import Unit


_GOES_ON = frozenset(("the quotation goes on", "same speaker as in the paragraph before"))
_EMPTY = frozenset("that to a an the as him her them".split())
#: The name that begins a turn of a transcript: "LEE: …".
_TURN = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}):\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Voice:
    """Words and the mention of who said them, before anybody asks who that is."""

    fragments: tuple[Span, ...]
    kind: str
    speaker: Span | None
    cue: str
    rule: str
    unit: int
    marked: tuple[int, ...] = ()


def voices(article: Article) -> list[Voice]:
    """All quotations of an article, each with the mention of its speaker, in order."""
    marked = stretches(article)
    every = units(article, marked)
    found: list[Voice] = []
    context = _Context(article, marked, every, found)
    for number, unit in enumerate(every):
        if unit.has_cue or unit.stretch or unit.words[-1] == ":" or "according" in unit.words:
            context.read(number, unit)
    return found


class _Context:
    """What the sentences before tell: who spoke last in this paragraph and in the one before."""

    def __init__(self, article: Article, marked: list[Stretch], every: list[Unit], found: list[Voice]) -> None:
        self.article, self.marked, self.every, self.found = article, marked, every, found
        self.text = article.text
        self.last: Voice | None = None
        self.last_paragraph = -1
        # Who was announced by a colon at the end of a paragraph, and of which.
        self.announced: tuple[int, Voice] | None = None

    def read(self, number: int, unit: Unit) -> None:
        told = tellings(unit)
        told += _according(unit)
        told += noun_tellings(unit)
        told += feelings(unit)
        told.sort(key=lambda t: t.at)
        used = self._marked(number, unit, told) if unit.stretch else {}
        self._unmarked(number, unit, told, used)
        self._announce(number, unit, told)

    def _announce(self, number: int, unit: Unit, told: list[Told]) -> None:
        if unit.words[-1] != ":":
            return
        for telling in reversed(told):
            if telling.speaker and telling.verb.has(QUOTED):
                voice = Voice((), "", self._span(unit, telling.speaker), self._cue(unit, telling), "", number)
                self.announced = unit.paragraph, voice
                return
        subject = clause_subject(unit, len(unit) - 1)
        if subject:
            self.announced = unit.paragraph, Voice((), "", self._span(unit, subject), "", "", number)

    # marked words

    def _marked(self, number: int, unit: Unit, told: list[Told]) -> dict[int, Told | None]:
        chosen: dict[int, Told | None] = {}
        for at in unit.stretch:
            chosen[at] = _teller(unit, at, told, self.marked, chosen)
        group: list[tuple[int, Told | None]] = list(chosen.items())
        for at, teller in group:
            stretch = self.marked[unit.stretch[at]]
            speaker, cue, rule = None, "", ""
            label = self._label(unit, at)
            turn = _TURN.match(self.text, stretch.start, stretch.end)
            if turn:
                speaker, cue, rule = turn.span(1), ":", "turn of a transcript"
                stretch = replace(stretch, start=turn.end())
            elif label:
                speaker, cue, rule = label, ":", "name before a colon"
            elif teller is not None and teller.speaker:
                speaker = self._span(unit, teller.speaker)
                cue, rule = self._cue(unit, teller), teller.rule
            elif at == 0 and (signed := self._signed(unit, at)):
                speaker, cue, rule = signed, "", "signed with a name"
            elif _is_title(unit, at, stretch):
                pass
            elif near := self._unknown(unit, at, stretch):
                speaker, cue, rule = near
            else:
                speaker, cue, rule = self._carried(unit, at, stretch, number)
            kind = "direct" if _whole(unit, at, stretch, teller) else "partial"
            voice = Voice(((stretch.start, stretch.end),), kind if rule else "scare", speaker, cue, rule, number, (unit.stretch[at],))
            if rule in _GOES_ON and self._follows(unit, at):
                # One quotation over several paragraphs is one piece of the text.
                begun = self.found.pop()
                voice = replace(begun, fragments=((begun.fragments[0][0], stretch.end),), marked=(unit.stretch[at],))
            if rule and not _is_title(unit, at, stretch):
                self.last, self.last_paragraph = voice, unit.paragraph
            self.found.append(voice)
        return chosen

    def _follows(self, unit: Unit, at: int) -> bool:
        """Whether nothing but a new paragraph stands between a stretch and the quotation before it."""
        number = unit.stretch[at]
        if not number or not self.found or self.found[-1].marked != (number - 1,) or len(unit) > 2:
            return False
        before = self.marked[number - 1]
        between = self.text[before.outer_end : self.marked[number].outer_start]
        return not between.strip(" \t\r\n\u2028\u2029.,")

    def _label(self, unit: Unit, at: int) -> Span | None:
        """`Ann Lee: "…"`: the name that stands before a colon."""
        if at < 2 or unit.words[at - 1] != ":":
            return None
        start = at - 1
        if unit.words[start - 1] == ")":
            while start and unit.words[start] != "(":
                start -= 1
        while start and unit.kinds[start - 1] & NAME and not unit.kinds[start - 1] & BREAK or (
            start and unit.words[start - 1] in ("and", "of", "the")
        ):
            start -= 1
        if start == at - 1 or not (start == 0 or unit.kinds[start - 1] & (BREAK | END) or unit.words[start - 1] == "from"):
            return None
        return self._span(unit, (start, at - 1))

    def _unknown(self, unit: Unit, at: int, stretch: Stretch) -> tuple[Span, str, str] | None:
        """`"…," Ann Lee deadpanned`: a verb that no list knows, beside a quotation."""
        kinds, words = unit.kinds, unit.words
        n = len(unit)
        if stretch.ends in (",", "?", "!") and stretch.ends and at + 2 < n and kinds[at + 1] & (NAME | PRONOUN | DETERMINER):
            phrase = phrase_after(unit, at + 1)
            if phrase and phrase[1] + 1 < n and words[phrase[1]] == "," and kinds[phrase[1] + 1] & RELATIVE:
                return self._span(unit, phrase), "", "name after the words"
            if phrase and phrase[1] < n and not kinds[phrase[1]] & (BREAK | END | STRETCH | AUXILIARY | PREPOSITION):
                return self._span(unit, phrase), words[phrase[1]], "unknown verb after the words"
        if stretch.ends in (",", "?", "!") and stretch.ends and at + 2 < n and kinds[at + 1] == 0 and words[at + 1].endswith("ed"):
            phrase = phrase_after(unit, at + 2)
            if phrase:
                return self._span(unit, phrase), words[at + 1], "unknown verb after the words"
        if at >= 3 and words[at - 1] in (",", ":"):
            for k in range(at - 2, max(0, at - 12), -1):
                if kinds[k] & (BREAK | END | STRETCH):
                    break
                if words[k].endswith("ed") and not kinds[k] & NAME:
                    phrase, _ = subject_before(unit, k)
                    if phrase:
                        return self._span(unit, phrase), words[k], "unknown verb before the words"
        if at >= 2 and words[at - 1] == ":" and stretch.ends in (".", "?", "!") and stretch.ends:
            phrase = clause_subject(unit, at - 1)
            if phrase:
                return self._span(unit, phrase), "", "subject before a colon"
        return None

    def _signed(self, unit: Unit, at: int) -> Span | None:
        """`"…" — Ann Lee`: the name at the end after a dash."""
        if at + 2 < len(unit) and unit.words[at + 1] in ("-", "—", "–", "--", "―") and unit.kinds[at + 2] & NAME:
            phrase = phrase_after(unit, at + 2)
            if phrase and (phrase[1] >= len(unit) or unit.kinds[phrase[1]] & (BREAK | END)):
                return self._span(unit, phrase)
        return None

    def _carried(self, unit: Unit, at: int, stretch: Stretch, number: int) -> tuple[Span | None, str, str]:
        last = self.last
        alone = len(unit) <= 2 or (at == 0 and len(unit) <= 3)
        if last is not None and self.last_paragraph == unit.paragraph:
            return last.speaker, last.cue, "same speaker in the paragraph"
        if self.announced is not None and at == 0 and self.announced[0] == unit.paragraph - 1:
            return self.announced[1].speaker, self.announced[1].cue, "announced before a colon"
        if last is not None and self.last_paragraph == unit.paragraph - 1 and at == 0:
            before = self.marked[unit.stretch[at] - 1] if unit.stretch[at] else None
            if before is not None and before.goes_on:
                return last.speaker, last.cue, "the quotation goes on"
            return last.speaker, last.cue, "same speaker as in the paragraph before"
        return None, "", ""

    # unmarked words

    def _unmarked(self, number: int, unit: Unit, told: list[Told], used: dict[int, Told | None]) -> None:
        contents: list[tuple[Told, list[Words], str]] = []
        before = {id(teller) for at, teller in used.items() if teller is not None and teller.last > at}
        for telling in told:
            if self._leads(unit, telling) and telling.speaker:
                self.last = Voice((), "", self._span(unit, telling.speaker), self._cue(unit, telling), "", number)
                self.last_paragraph = unit.paragraph
            span = content(unit, telling, told, self.marked)
            if span is None or (id(telling) in before and span[1] != "before its speaker"):
                continue
            contents.append((telling, *span))
        for telling, pieces, rule in contents:
            if any(
                other is not telling and other.verb.has(QUOTED | CLAUSE)
                and any(start <= telling.at < stop for start, stop in theirs)
                for other, theirs, _ in contents
            ):
                continue
            fragments: list[Span] = []
            for start, stop in pieces:
                while start < stop and unit.kinds[start] & (BREAK | END):
                    start += 1
                while stop > start and unit.kinds[stop - 1] & (BREAK | END):
                    stop -= 1
                if start < stop:
                    fragments.append((unit.starts[start], unit.ends[stop - 1]))
            if not fragments:
                continue
            inside = sum(
                unit.ends[at] - unit.starts[at]
                for at in unit.stretch
                if any(a <= unit.starts[at] and unit.ends[at] <= b for a, b in fragments)
            )
            if inside >= 0.8 * sum(b - a for a, b in fragments) and self._adds_nothing(unit, pieces):
                continue
            self.found.append(
                Voice(tuple(fragments), "indirect", self._span(unit, telling.speaker) if telling.speaker else None,
                      self._cue(unit, telling), rule, number)
            )

    def _adds_nothing(self, unit: Unit, pieces: list[Words]) -> bool:
        """Whether a clause is its marked words and no more: `that "…"`."""
        return all(
            unit.kinds[k] & (STRETCH | BREAK | END) or unit.words[k] in _EMPTY
            for start, stop in pieces
            for k in range(start, stop)
        )

    def _leads(self, unit: Unit, telling: Told) -> bool:
        """Whether a telling is its sentence's own, so that the next sentence may go on with its speaker."""
        if not telling.verb.has(QUOTED) or telling.speaker is None or unit.stretch:
            return False
        start = telling.speaker[0]
        return start == 0 or telling.turned or bool(unit.kinds[start - 1] & BREAK)

    def _span(self, unit: Unit, words: Words) -> Span:
        return unit.starts[words[0]], unit.ends[words[1] - 1]

    def _cue(self, unit: Unit, told: Told) -> str:
        return self.text[unit.starts[told.at]: unit.ends[told.at]]


def _whole(unit: Unit, at: int, stretch: Stretch, told: Told | None) -> bool:
    """Whether what is said stands wholly in marks: a sentence, or a whole clause after "that"."""
    words, kinds = unit.words, unit.kinds
    before = words[at - 1] if at else ""
    after = kinds[at + 1] if at + 1 < len(unit) else END
    ended = bool(after & (END | BREAK)) or (stretch.ends != "" and stretch.ends in ".,?!…")
    if told is not None and (min(told.first, (told.speaker or (at,))[0]) == at + 1):
        ended = True  # "…" she said
    if not ended:
        return False
    if at == 0 or before in (",", ":", "—", "–", "-", "--", "that") or kinds[at - 1] & (END | STRETCH):
        return True
    return told is not None and told.last == at and not told.verb.has(NAMING | AS)


def _according(unit: Unit) -> list[Told]:
    found: list[Told] = []
    for at, word in enumerate(unit.words):
        if word == "according" and at + 2 < len(unit) and unit.words[at + 1] == "to":
            phrase = phrase_after(unit, at + 2)
            if phrase:
                found.append(Told(at, at, phrase[1], VERBS["say"], phrase, "according to", turned=True))
    return found


def _teller(
    unit: Unit, at: int, told: list[Told], marked: list[Stretch], chosen: dict[int, Told | None]
) -> Told | None:
    """The telling that a stretch belongs to."""
    stretch = marked[unit.stretch[at]]
    if _is_title(unit, at, stretch):
        return None
    best: Told | None = None
    score = 0.0
    for telling in told:
        if telling.speaker is None:
            continue
        value = _fit(unit, at, telling, stretch)
        if telling.rule == "according to" and value < 8 and _is_label(unit, at, stretch):
            continue
        if value > score:
            best, score = telling, value
    if best is not None and best.last <= at:
        best = _outer(unit, best, told, at)
    return best


def _outer(unit: Unit, inner: Told, told: list[Told], at: int) -> Told:
    """`The ministry said it feared a "…"`: who reports, not who is reported, where that is one or no speech."""
    best = inner
    for other in reversed(told):
        if other.last > best.first or other.speaker is None or not other.verb.has(QUOTED):
            continue
        if other.turned and other.rule != "according to":
            continue
        if other.rule.startswith(("participle", "noun", "infinitive")) or other.last > at:
            continue
        what = best.speaker is not None and best.speaker[0] > 0 and unit.words[best.speaker[0] - 1]
        if what in ("whom", "which"):
            break
        if what != "what" and any(unit.kinds[k] & (END | STRETCH) or unit.words[k] in (";", "but", "and") for k in range(other.last, best.first)):
            continue
        pronoun = best.speaker is not None and best.speaker[1] - best.speaker[0] == 1 and (
            unit.words[best.speaker[0]] in ("he", "she", "they", "it", "who", "i", "we")
        )
        if not best.verb.has(QUOTED) or pronoun:
            best = other
    return best


def _is_label(unit: Unit, at: int, stretch: Stretch) -> bool:
    """Whether a few marked words only name the kind of a thing: `a "strategic partnership" treaty`."""
    if at == 0 or at + 1 >= len(unit) or stretch.end - stretch.start > 60:
        return False
    return bool(unit.kinds[at - 1] & DETERMINER) and unit.kinds[at + 1] & ~(NAME | CUE) == 0


_TITLED = frozenset(
    "show film movie documentary book novel album song podcast program programme series column magazine on titled memoir autobiography essay poem tune episode broadcast edition host"
    "entitled newspaper play musical single anthem blog ballad comedy drama sitcom site website hashtag band".split()
)


def _is_title(unit: Unit, at: int, stretch: Stretch) -> bool:
    """Whether the marked words name a book, a broadcast or the like."""
    if at == 0:
        return False
    before = unit.words[at - 1]
    if before == "," and at > 1:
        before = unit.words[at - 2]
    if before == "of" and at > 1:
        before = unit.words[at - 2]
    if before not in _TITLED and not (before.endswith(("'s", "’s")) and unit.kinds[at - 1] & NAME):
        return False
    return stretch.title_case


def _fit(unit: Unit, at: int, telling: Told, stretch: Stretch) -> float:
    words, kinds = unit.words, unit.kinds
    speaker = telling.speaker
    assert speaker is not None
    begin = min(speaker[0], telling.first)
    if telling.rule.startswith(("participle", "infinitive", "same subject")):
        begin = telling.first
    if begin > at:
        gap = begin - at - 1
        if gap == 0 and (stretch.ends and stretch.ends in ",?!…—–-.'’" or at == 0):
            return 10
        if gap == 1 and words[at + 1] in (",", "—", "–", "-"):
            return 9.5
        between = range(at + 1, begin)
        if telling.verb.has(QUOTED | CLAUSE) and any(words[k] in (",", "—", "–") for k in range(max(at + 1, begin - 2), begin)):
            return 6 - 0.05 * gap if not any(kinds[k] & END for k in between) else 0
        return 0
    end = telling.last
    if end > at:
        return 0
    if not telling.verb.has(QUOTED) and not telling.passive:
        if any(words[k] in (",", ";", "—", "–") or kinds[k] & PLAIN_VERB for k in range(end, at - 1)) or at - end > 12:
            return 0
    if any(words[k] == "," and kinds[k + 1] & AUXILIARY for k in range(end, at - 1)):
        return 0  # an aside that closes before the words
    if telling.verb.has(NAMING) and end == at and stretch.title_case and not (
        kinds[speaker[1] - 1] & (NAME | PRONOUN)
    ):
        return 0  # "a book called …"
    gap = at - end
    between = [k for k in range(end, at)]
    if any(kinds[k] & END and k + 1 < at for k in between):
        return 2 if telling.verb.has(QUOTED) else 0
    if telling.turned and gap and not telling.rule == "according to":
        j = over_adjuncts(unit, end)
        return 8 if j >= at - 1 else 5 - 0.05 * gap
    if telling.rule.startswith("infinitive") and not telling.verb.has(QUOTED):
        return 3 - 0.05 * gap
    if gap == 0 or (gap == 1 and words[end] in (",", ":", "that", "—", "–")):
        return 9 if telling.verb.has(QUOTED) else 7
    return (7 if telling.verb.has(QUOTED) else 6) - 0.05 * gap
