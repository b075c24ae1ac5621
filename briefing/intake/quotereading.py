"""Reads an article sentence by sentence and hears who says what: the words and the mention of the speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from briefing.intake.clauselimits import has_verb
from briefing.intake.cues import CLAUSE, HEARER, QUOTED
from briefing.intake.indirect import adds_nothing, announces, content, over_adjuncts, passes_on
from briefing.intake.phrases import clause_subject, phrase_after
from briefing.intake.quotebeside import label, signature, signed, turn, unknown
from briefing.intake.quotemarks import stretches
from briefing.intake.quotespeakers import is_title, is_whole, teller
from briefing.intake.quoteunits import BREAK, DASHES, END, PREPOSITION, STRETCH, units
from briefing.intake.readers.result import words as word_set
from briefing.intake.speakernouns import feelings, noun_tellings, sources
from briefing.intake.speakers import Told, tellings

if TYPE_CHECKING:
    from briefing.intake.article import Article
    from briefing.intake.draft import Span
    from briefing.intake.phrases import Words
    from briefing.intake.quotemarks import Stretch
    from briefing.intake.quoteunits import Unit

_GOES_ON: Final = frozenset(("the quotation goes on", "same speaker as in the paragraph before"))
#: Whose a stretch is without anybody telling it, or nobody's.
_CARRIED: Final = _GOES_ON | {"", "same speaker in the paragraph"}
_THAT: Final = frozenset(("that",))
_EMPTY: Final = word_set("that to a an the as him her them")
#: The name that begins a turn of a transcript: "LEE: …".
_TURN: Final = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}):\s+(?=\S)")
_SELF: Final = word_set("i we you")
_SPOKEN_TO: Final = word_set(
    "say write speak talk explain complain announce admit confess report suggest"
)
#: A sentence with more marked stretches or verbs of saying than these is none that anybody wrote.
_BETWEEN: Final = 6
_MOST_MARKED: Final = 40
_MOST_TOLD: Final = 60
#: The share of its letters in marks from which a clause is a quotation with a word or two before it.
_ALMOST_ALL: Final = 0.9
#: The share below which a word or two in marks are a passing one of the clause that is told.
_PASSING: Final = 0.2
_FEW: Final = 2


class Voice(NamedTuple):
    """Words and the mention of who said them, before anybody asks who that is.

    ``rule`` is empty for marked words that are nobody's (kind "scare"). ``to`` is to whom they were
    said, ``around`` the rest of what tells it: "in a statement on Friday".
    """

    fragments: tuple[Span, ...]
    kind: str
    speaker: Span | None = None
    cue: str = ""
    rule: str = ""
    to: Span | None = None
    around: Span | None = None
    denies: bool = False
    marked: tuple[int, ...] = ()


def voices(article: Article) -> list[Voice]:
    """Everything said or marked in an article, in order of reading; time grows with its length alone."""
    reading = _Reading(article)
    for unit in units(article, reading.marked):
        if unit.has_cue or unit.stretch or ":" in unit.words or unit.words[0] in DASHES:
            reading.read(unit)
    return reading.found


class _Reading:
    """What has been read so far: who spoke last in this paragraph and in the one before."""

    def __init__(self, article: Article) -> None:
        self.text, self.marked = article.text, stretches(article)
        self._paragraphs = article.paragraphs
        self.found: list[Voice] = []
        self._last: Voice | None = None
        self._last_paragraph = -1
        self._paragraph = -1
        self._turn = -1
        # Who was announced by a colon at the end of a paragraph, and of which.
        self._announced: tuple[int, Voice] | None = None

    def read(self, unit: Unit) -> None:
        """Hear what a sentence tells."""
        if unit.words[0] in DASHES and self._read_signature(unit):
            return
        if len(unit.stretch) > _MOST_MARKED:
            told: list[Told] = []
        else:
            places = unit.telling()
            told = tellings(unit, places)
            for more in (sources, noun_tellings, feelings):
                told += more(unit, places)
            if len(told) > _MOST_TOLD:
                told = []
        told.sort(key=lambda one: one.at)
        used = self._read_marked(unit, told)
        if self._turn != unit.paragraph and not self._read_turn(unit):
            self._read_unmarked(unit, told, used)
        self._announce(unit, told)
        self._paragraph = unit.paragraph

    def _read_signature(self, unit: Unit) -> bool:
        """`— Ann Lee, Oslo` below a quotation that stands for itself."""
        phrase = signature(unit)
        last = self.found[-1] if self.found else None
        if phrase is None or last is None or len(last.marked) != 1 or last.rule not in _CARRIED:
            return False
        stretch = self.marked[last.marked[0]]
        start, end = self._paragraphs[stretch.paragraph]
        whole = stretch.outer_start == start and end - stretch.outer_end <= 1
        if stretch.paragraph != unit.paragraph - 1 or not whole:
            return False
        voice = last._replace(
            kind="direct", rule="signed with a name", cue="", to=None, around=None
        )
        self.found[-1] = voice._replace(speaker=self._span(unit, phrase), denies=False)
        self._last = None
        return True

    def _announce(self, unit: Unit, told: list[Told]) -> None:
        if unit.words[-1] != ":":
            return
        for one in reversed(told):
            if one.speaker and one.verb.has(QUOTED):
                self._announced = unit.paragraph, self._mention(unit, one)
                return
        subject = clause_subject(unit, len(unit) - 1)
        if subject:
            voice = Voice((), "", self._span(unit, subject), rule="announced before a colon")
            self._announced = unit.paragraph, voice

    # words in marks

    def _read_marked(self, unit: Unit, told: list[Told]) -> dict[int, Told]:
        used: dict[int, Told] = {}
        for at, number in unit.stretch.items():
            stretch = self.marked[number]
            title = is_title(unit, at, stretch)
            one = teller(unit, at, told, stretch) if told and not title else None
            turn = _TURN.match(self.text, stretch.start, stretch.end)
            if turn:
                stretch = stretch._replace(start=turn.end())
                voice = Voice((), "", turn.span(1), ":", "turn of a transcript")
            elif one is not None:
                used[at] = one
                voice = self._mention(unit, one)
            else:
                voice = self._without_teller(unit, at, stretch, title=title)
            kind = "scare" if not voice.rule else "partial"
            if voice.rule and is_whole(unit, at, stretch, one):
                kind = "direct"
            voice = voice._replace(
                fragments=((stretch.start, stretch.end),), kind=kind, marked=(number,)
            )
            self._keep(unit, at, voice, one, used)
            if voice.rule:
                self._last, self._last_paragraph = voice, unit.paragraph
        return used

    def _without_teller(self, unit: Unit, at: int, stretch: Stretch, *, title: bool) -> Voice:
        """Whose a stretch is that no verb of its sentence claims."""
        beside = label(unit, at)
        if beside:
            return Voice((), "", self._span(unit, beside), ":", "name before a colon")
        if title:
            return Voice((), "")
        beside = signed(unit, at)
        if beside:
            return Voice((), "", self._span(unit, beside), rule="signed with a name")
        other = unknown(unit, at, stretch)
        if other:
            return Voice((), "", self._span(unit, other[0]), other[1], other[2])
        return self._carried(unit, at)

    def _carried(self, unit: Unit, at: int) -> Voice:
        last = self._last
        stretch = self.marked[unit.stretch[at]]
        mark = stretch.mark
        if mark in "「『" or (mark in "«»„" and len(unit) > 2):
            return Voice((), "")  # these rules may not be able to read who speaks there
        if last is not None and self._last_paragraph == unit.paragraph:
            if _is_passing(self.text, stretch) and not is_whole(unit, at, stretch, None):
                return Voice((), "")
            return last._replace(rule="same speaker in the paragraph")
        if at:
            return Voice((), "")
        if self._announced is not None and self._announced[0] == unit.paragraph - 1:
            return self._announced[1]._replace(rule="announced before a colon")
        if last is not None and self._last_paragraph == unit.paragraph - 1:
            number = unit.stretch[at]
            if number and self.marked[number - 1].mark != mark and stretch.single:
                return Voice((), "")  # a heading
            if number > 0 and self.marked[number - 1].goes_on:
                return last._replace(rule="the quotation goes on")
            return last._replace(rule="same speaker as in the paragraph before")
        return Voice((), "")

    def _keep(
        self, unit: Unit, at: int, voice: Voice, one: Told | None, used: dict[int, Told]
    ) -> None:
        """Add a voice, as a piece of the one before where both are one quotation."""
        # What is told without marks between two stretches was added after the first.
        place = len(self.found) - 1
        while place >= 0 and not self.found[place].marked and len(self.found) - place < _BETWEEN:
            place -= 1
        before = self.found[place] if place >= 0 else None
        if before is None or not before.fragments or before.marked != (voice.marked[0] - 1,):
            self.found.append(voice)
            return
        (start, _), end = before.fragments[-1], voice.fragments[0][1]
        left_open = self.marked[voice.marked[0] - 1].goes_on
        if (
            voice.rule in _GOES_ON
            and self._follows(unit, at)
            and (place == len(self.found) - 1 or left_open)
        ):
            # One quotation over several paragraphs is one piece of the text.
            joined = (*before.fragments[:-1], (start, end))
            self.found[place] = before._replace(fragments=joined, marked=voice.marked)
            return
        if place < len(self.found) - 1:
            self.found.append(voice)
            return
        around = one is not None and any(
            other is one and there < one.at < at for there, other in used.items()
        )
        follows = at == 0 and len(unit) <= 2 and voice.rule == "same speaker in the paragraph"
        if voice.kind == before.kind == "direct" and (around or follows):
            joined = (*before.fragments, voice.fragments[0])
            self.found[place] = before._replace(fragments=joined, marked=voice.marked)
            return
        self.found.append(voice)

    def _follows(self, unit: Unit, at: int) -> bool:
        """Whether nothing but a new paragraph stands between a stretch and the one before it."""
        number = unit.stretch[at]
        if len(unit) > 2:
            return False
        between = self.text[self.marked[number - 1].outer_end : self.marked[number].outer_start]
        return not between.strip().strip(".,")

    # words without marks

    def _read_turn(self, unit: Unit) -> bool:
        """`Ann Lee: We stay.` at the head of a paragraph: the words of a headline or a transcript."""
        name = turn(unit)
        if name is None or unit.stretch or unit.paragraph == self._paragraph:
            return False
        start, stop = name[1] + 1, len(unit)
        fragments = self._fragments(unit, [(start, stop)])
        label = self.text[slice(*self._span(unit, name))]
        # The label of a transcript stands in capitals; what else a colon follows must tell something.
        if not fragments or not (
            label.isupper() or (stop - start >= 4 and has_verb(unit, start, stop))
        ):
            return False
        voice = Voice(fragments, "indirect", self._span(unit, name), ":", "name before a colon")
        # The turn goes on to the end of its paragraph.
        end = self._paragraphs[unit.paragraph][1]
        voice = voice._replace(fragments=((fragments[0][0], max(end, fragments[0][1])),))
        self.found.append(voice)
        self._last, self._last_paragraph = voice, unit.paragraph
        self._turn = unit.paragraph
        return True

    def _read_unmarked(self, unit: Unit, told: list[Told], used: dict[int, Told]) -> None:
        contents: list[tuple[Told, list[Words], str]] = []
        # What follows "…, she said" is no speech of hers; what is before may be more of it.
        after_marks = {id(one) for at, one in used.items() if one.last > at}
        for one in told:
            if self._leads(unit, one):
                self._last, self._last_paragraph = self._mention(unit, one), unit.paragraph
            span = content(unit, one, told, self.marked)
            if span is None or (id(one) in after_marks and span[1] != "before its speaker"):
                continue
            contents.append((one, *span))
        contents = [one for one in contents if not passes_on(unit, one, contents)]
        for one, pieces, rule in contents:
            if rule == "object" and one.speaker and unit.words[one.speaker[0]] in _SELF:
                continue  # "I want a rest", "we discussed it": told of oneself, and no report
            if rule.startswith("object") and announces(unit, pieces):
                continue  # "explained it this way: "…""
            if any(
                other is not one
                and other.verb.has(QUOTED | CLAUSE)
                and any(start <= one.at < stop for start, stop in theirs)
                for other, theirs, _ in contents
            ):
                continue  # reported within a report: the outer one holds it
            fragments = self._fragments(unit, pieces)
            again = any(voice.fragments == fragments for voice in self.found[-3:])
            if not fragments or again or adds_nothing(unit, pieces, _THAT):
                continue  # "denied reports that …" is told twice
            empty = adds_nothing(unit, pieces, _EMPTY)
            if not self._completes(unit, fragments, used, one) and not empty:
                voice = self._mention(unit, one)._replace(rule=rule)
                self.found.append(voice._replace(fragments=fragments, kind="indirect"))

    def _fragments(self, unit: Unit, pieces: list[Words]) -> tuple[Span, ...]:
        found: list[Span] = []
        for start, stop in pieces:
            while start < stop and unit.kinds[start] & (BREAK | END):
                start += 1
            while stop > start and unit.kinds[stop - 1] & (BREAK | END):
                stop -= 1
            if start < stop:
                found.append((unit.spans[start][0], unit.spans[stop - 1][1]))
        return tuple(found)

    def _completes(
        self, unit: Unit, fragments: tuple[Span, ...], used: dict[int, Told], one: Told
    ) -> bool:
        """Whether a clause has next to nothing but its marked words: then it is the quotation itself.

        `It was "the longest night of all"` is shown with its marks, not once with and once without.
        """
        if len(fragments) != 1:
            return False
        start, end = fragments[0]
        inside = [
            at
            for at in unit.stretch
            if start <= self.marked[unit.stretch[at]].start and unit.spans[at][1] <= end + 1
        ]
        if len(inside) != 1 or used.get(inside[0]) is not one:
            return False
        number = unit.stretch[inside[0]]
        stretch = self.marked[number]
        words = self.text[stretch.start : stretch.end]
        share = _letters(words) / max(1, _letters(self.text[start:end]))
        passing = share < _PASSING and len(words.split()) <= _FEW
        if share < _ALMOST_ALL and not passing:
            return False
        whole = start, (end if passing else stretch.end)
        for at in range(len(self.found) - 1, max(-1, len(self.found) - 12), -1):
            voice = self.found[at]
            if voice.marked == (number,) and len(voice.fragments) == 1:
                self.found[at] = voice._replace(fragments=(whole,), kind="partial")
                return True
        return False

    def _leads(self, unit: Unit, one: Told) -> bool:
        """Whether a telling is its sentence's own: the next sentence may go on with its speaker."""
        if not one.verb.has(QUOTED) or one.speaker is None or unit.stretch:
            return False
        start = one.speaker[0]
        return start == 0 or one.turned or bool(unit.kinds[start - 1] & BREAK)

    # the mention

    def _mention(self, unit: Unit, one: Told) -> Voice:
        """A voice without words yet: who tells, by what, to whom, and on what occasion."""
        to = self._hearer(unit, one)
        begin = to[1] if to else one.last
        stop = over_adjuncts(unit, begin)
        return Voice(
            (),
            "",
            self._span(unit, one.speaker) if one.speaker else None,
            self.text[slice(*unit.spans[one.at])],
            one.rule,
            self._span(unit, to) if to else None,
            self._span(unit, (begin, stop)) if stop > begin else None,
            one.denies,
        )

    def _hearer(self, unit: Unit, one: Told) -> Words | None:
        """To whom: "told reporters", "said to the council"."""
        at, words = one.last, unit.words
        if one.turned or one.passive or at >= len(words):
            return None
        if words[at] == "to" and one.verb.base in _SPOKEN_TO:
            return phrase_after(unit, at + 1)
        if not one.verb.has(HEARER) or unit.kinds[at] & (PREPOSITION | BREAK | END | STRETCH):
            return None
        phrase = phrase_after(unit, at) if words[at] not in ("that", "to", "if") else None
        if phrase and (one.verb.has(QUOTED) or words[phrase[1] : phrase[1] + 1] == ["to"]):
            return phrase
        return None

    @staticmethod
    def _span(unit: Unit, words: Words) -> Span:
        return unit.spans[words[0]][0], unit.spans[words[1] - 1][1]


def _is_passing(text: str, stretch: Stretch) -> bool:
    """Whether a word or two, or words with capitals, name or call something that a sentence tells of."""
    return stretch.title_case or len(text[stretch.start : stretch.end].split()) <= _FEW


def _letters(words: str) -> int:
    return sum(map(str.isalnum, words))
