"""Claims: what somebody asserts as a fact, who denies it, how it is hedged, and its numbers.

Not all that is said is a claim. Taken is what stands behind a verb that leaves the truth to the speaker
("alleged", "estimated"), whatever says a number, and whatever somebody denies. What is said, and by whom, is
what :mod:`briefing.intake.quotes` heard.
"""

# long because: what is asserted, denied and waits to be denied is read in one pass.

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.intake.draft import ProposedClaim, ProposedQuantity
from briefing.intake.quantities import amounts
from briefing.intake.when import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article
    from briefing.intake.parties import Parties, Party
    from briefing.intake.quotes import Quotations, Said
    from briefing.intake.when import When

_STRONG = re.compile(
    r"(?:alleg|claim|assert|contend|maintain|insist|estimat|accus|conclud|assess|believ|acknowledg|admit|"
    r"suspect|blam|charg|accord)\w*\Z",
    re.IGNORECASE,
)
#: A claim that is a noun: what was denied, or called something.
_NOUN = (
    r"(?:claim|allegation|accusation|charge|report|rumou?r|suggestion|assertion|notion|idea|account|version|"
    r"figure)s?"
)
_THAT = r"(?:(?:a|an|any|the|all|both|these|those|this|that|such|its|his|her|their|of) )*"
_EARLIER = re.compile(rf"{_THAT}{_NOUN}\b(?! that\b| of\b)|(?:it|them|this|so)\b", re.IGNORECASE)
#: What a claim is called by whoever denies it.
_UNTRUE = re.compile(
    r"\b(?:absurd|baseless|fabricat\w+|false\w*|fictit\w+|fiction|groundless|invent\w+|lies?|nonsens\w+|"
    r"propaganda|slander\w*|smears?|untrue|unfounded|fairy tale|disinformation|fake|hoax|ridiculous)\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:not|n[’']t|never|nor|neither)\b(?: \w+)? ?\Z")
_NOT_REACH = 40
_OF = re.compile(rf"{_THAT}{_NOUN}(?: (?:that|of)\b)? ?|(?:that|having) ", re.IGNORECASE)
_DENY = "(?:den[yi]|reject|dismiss|disput|refut|repudiat)"
_DENYING = re.compile(rf"{_DENY}\w*\Z", re.IGNORECASE)
_BLAMING = re.compile(r"(?:accus|blam|charg|suspect)\w*\Z", re.IGNORECASE)
_DEED = re.compile(rf"{_THAT}{_NOUN}\b|(?:\w+ly )?\w{{2,}}ing\b", re.IGNORECASE)
_CALLED = re.compile(r"(?:call|describ|dismiss|denounc|label)\w*\Z", re.IGNORECASE)
#: "…, a charge that Khartoum denied": the denial within the sentence of the claim.
_CHARGE = re.compile(rf"[,;] (?:a|an) {_NOUN} (?:that )?")
_DENIAL = re.compile(_DENY)
_PART = re.compile(r"; ")
_DENIED = re.compile(rf"(?: has| have| had)?(?: \w+ly)?(?: both)? {_DENY}(?:e[sd]?|s)?\b")
_DENIES = re.compile(rf"\b{_DENY}(?:e[sd]?|s|ing)? (?={_THAT}{_NOUN}\b|it\b|them\b|this\b)")
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|possibly|probably|likely|may|might|could|"
    r"according to (?:reports|sources|officials)|is believed to|are believed to|is suspected|"
    r"seems?|appears?)\b",
    re.IGNORECASE,
)
#: What a line of place and date before the words is: "NAIROBI – ", "MANILA, Feb. 27 – ".
_DATELINE = re.compile(r"[^\W\d_a-z][^\s.,][^.!?\n–—]{0,50}? [–—] ")
_CLAIMING = re.compile(r"(?:claim|alleg|assert|conclud)ing that ")
_ALLEGED = re.compile(
    r" (?:has |have |had )?(?:alleg|claim|charg|assert|report|said|maintain|suggest)"
)
_BEHIND = re.compile(rf"[,.]?[”\"’'»] (?:a|an|the|any) {_NOUN} that ")
_SELF = frozenset(("i", "we", "you"))
_LONGEST = 320
#: The least number that makes a claim of what was merely said: two of something is no measure.
_LEAST = 3
#: How many sentences back a denial of "these claims" reaches, within a paragraph.
_REACH = 5


def find(
    article: Article, parties: Parties, dates: Sequence[When], quoted: Quotations
) -> tuple[ProposedClaim, ...]:
    """The claims of an article; parties are numbers of actors as text, as in ``events.find``."""
    return _Finder(article, parties, dates, quoted).claims()


class _Finder:
    def __init__(
        self, article: Article, parties: Parties, dates: Sequence[When], quoted: Quotations
    ) -> None:
        self._text = article.text
        self._article = article
        self._parties = parties
        self._dates = dates
        self._said: dict[int, list[Said]] = {}
        for one in quoted.said:
            number = article.sentence_at(one.voice.fragments[0][0])
            self._said.setdefault(number, []).append(one)
        # The numbers of the sentences with words for denying and for claiming: few have one.
        self._denials = {article.sentence_at(m.start()) for m in _DENIAL.finditer(self._text)}
        self._claimings = {article.sentence_at(m.start()) for m in _CLAIMING.finditer(self._text)}
        self._found: list[ProposedClaim] = []
        # The number of the sentence and of the paragraph of each claim, and of what might become one.
        self._where: list[tuple[int, int]] = []
        self._waiting: list[tuple[ProposedClaim, int, int]] = []

    def claims(self) -> tuple[ProposedClaim, ...]:
        for number, (start, end) in enumerate(self._article.sentences):
            said = self._said.get(number, ())
            before = len(self._found)
            denied = False
            for one in said:
                if one.voice.kind == "partial" and (_is_within(one, said) or one.voice.denies):
                    continue
                if _is_denied(one, said) or _is_reported(one, said):
                    continue
                denied |= self._hear(number, one)
            for one in said:
                # "She dismissed as “invented” a claim that …": the claim stands behind.
                if one.voice.kind == "partial" and one.voice.denies and one.behind.actors:
                    who = tuple(str(actor) for actor in one.behind.actors)
                    here = self._deny(number, number, self._article.paragraph_at(start), who)
                    denied |= here or self._denied_behind(
                        number, one.voice.fragments[-1][1], end, who
                    )
            if number in self._claimings and len(self._found) == before and not denied:
                self._claiming(number, start, end)
            if number in self._denials:
                self._denied_here(number, start, end, heard=denied)
        return tuple(self._found)

    def _hear(self, number: int, one: Said) -> bool:
        """Take what is said; whether it was a denial of what was claimed before."""
        voice = one.voice
        start, end = voice.fragments[0][0], voice.fragments[-1][1]
        text = self._text
        words = " … ".join(text[a:b] for a, b in voice.fragments)
        who = tuple(str(actor) for actor in one.behind.actors) or self._of_span(voice.speaker)
        paragraph = self._article.paragraph_at(start)
        if voice.rule == "dependent question" or voice.cue.startswith("ask"):
            return False
        called = _CALLED.match(voice.cue) and _EARLIER.match(words) and _UNTRUE.search(words)
        if voice.denies or called:
            sentence = text[slice(*self._article.sentences[number])]
            if not who or _is_not(sentence, voice.cue):
                return False
            if _EARLIER.match(words):
                return self._deny_earlier(number, paragraph, who, self._article.sentences[number])
            if voice.kind == "direct" or not _DENYING.match(voice.cue):
                return False
            if voice.rule.startswith("object") and not _DEED.match(words):
                return False
            skip = _OF.match(words)
            at = start + skip.end() if skip else start
            by = self._alleged_by(end)
            self._add(number, self._claim(at, end, text[at:end], by, who, strong=True))
            return True
        own = voice.speaker is not None and text[slice(*voice.speaker)].lower() in _SELF
        strong = _STRONG.match(voice.cue) is not None and not own
        if voice.kind == "direct" and not strong:
            return False
        if voice.rule == "clause after the hearer" and words.lower().startswith("to "):
            return False  # "urged both to withdraw 200 men": what is asked for is no statement
        # "They welcomed 12 trucks": a thing and no statement; but "accused them of …" is one.
        if voice.rule.startswith(("object", "infinitive")) and not _BLAMING.match(voice.cue):
            return False
        if match := _DATELINE.match(words):
            start, words = start + match.end(), words[match.end() :]
        if match := _CHARGE.search(words):
            words = words[: match.start()]
        words = words.removeprefix("that ")
        claim = self._claim(start, end, words, who, (), strong=strong)
        if claim is None or not (who or _is_somebody(text, voice.speaker)):
            return False
        if not who and voice.cue.lower().startswith("accord"):
            strong = False
        if strong or any(q.value >= _LEAST for q in claim.quantities):
            self._add(number, claim)
        else:
            self._waiting.append((claim, number, paragraph))
            del self._waiting[:-_REACH]
        return False

    def _alleged_by(self, end: int) -> tuple[str, ...]:
        """Whose a denied claim is: "…, as Washington alleged"."""
        for one in self._parties.between(end, end + _NEAR):
            if self._text[end : one.start] in (", as ", " as ") and _ALLEGED.match(
                self._text, one.end
            ):
                return (str(one.actor),)
            break
        return ()

    def _denied_behind(self, number: int, at: int, end: int, who: tuple[str, ...]) -> bool:
        """ "She rejected as “an invention” a report that …": the claim stands behind the marks."""
        match = _BEHIND.match(self._text, at, end)
        if match is None:
            return False
        words = self._text[match.end() : end]
        self._add(number, self._claim(match.end(), end, words, (), who, strong=True))
        return True

    def _of_span(self, speaker: tuple[int, int] | None) -> tuple[str, ...]:
        """Who is named within the mention of a speaker that nobody was found behind."""
        if speaker is None:
            return ()
        here = [one for one in self._parties.between(*speaker) if one.start - speaker[0] <= 4]
        return tuple(dict.fromkeys(str(one.actor) for one in here))

    def _claiming(self, number: int, start: int, end: int) -> None:
        """ "The institute released a report claiming that …"."""
        match = _CLAIMING.search(self._text, start, end)
        if match is None:
            return
        by = _subjects(self._text, self._parties.between(start, end), start, match.start())
        who = [str(one.actor) for one in by]
        words = self._text[match.end() : end]
        if who:
            self._add(number, self._claim(match.end(), end, words, who, (), strong=True))

    def _denied_here(self, number: int, start: int, end: int, *, heard: bool) -> None:
        """Denials that stand in the same sentence as the claim, or as a verb alone."""
        text = self._text
        charge = _CHARGE.search(text, start, end) or _PART.search(text, start, end)
        if charge is not None:
            for one in self._parties.between(charge.end(), end):
                if one.start - charge.end() <= 4 and _DENIED.match(text, one.end, end):
                    self._deny(number, number, self._article.paragraph_at(start), (str(one.actor),))
                    return
        if heard:
            return
        match = _DENIES.search(text, start, end)
        if match and _NOT_BEFORE.search(text, max(start, match.start() - 24), match.start()):
            return
        by = (
            _subjects(text, self._parties.between(start, end), start, match.start())
            if match
            else []
        )
        if by:
            who = tuple(dict.fromkeys(str(one.actor) for one in by))
            self._deny_earlier(number, self._article.paragraph_at(start), who, (start, end))

    def _deny_earlier(
        self, number: int, paragraph: int, who: tuple[str, ...], span: tuple[int, int]
    ) -> bool:
        # What was only said becomes a claim by being denied: by "these claims" all, else the last.
        several = _SEVERAL.search(self._text, *span) is not None
        for claim, sentence, where in self._waiting if several else self._waiting[-1:]:
            if number - sentence <= (_REACH if several else 1) and where == paragraph:
                self._found.append(claim)
                self._where.append((sentence, where))
        self._waiting.clear()
        # "Chad accused Niger of …, and Niger denied it": the claim may stand in the same sentence.
        return self._deny(number - _REACH, number, paragraph, who, span)

    def _deny(
        self,
        first: int,
        last: int,
        paragraph: int,
        who: tuple[str, ...],
        span: tuple[int, int] | None = None,
    ) -> bool:
        done = False
        # A denial out of the paragraph of the claim is of the claim made last alone.
        near: list[int] = []
        for place in range(len(self._where) - 1, -1, -1):
            sentence, where = self._where[place]
            if sentence < first:
                break
            if sentence <= last and where == paragraph:
                near.append(place)
        near.reverse()
        if not near and self._where and first <= self._where[-1][0] <= last:
            near = [len(self._where) - 1]
        for place in near:
            claim = self._found[place]
            sides = {self._parties.side(int(one)) for one in who}
            if sides & {self._parties.side(int(one)) for one in claim.asserted_by}:
                continue
            if not claim.asserted_by and claim.denied_by:
                continue
            passages = (*claim.passages, span) if span else claim.passages
            denied = tuple(dict.fromkeys((*claim.denied_by, *who)))
            self._found[place] = replace(claim, denied_by=denied, passages=passages)
            done = True
        return done

    def _add(self, number: int, claim: ProposedClaim | None) -> None:
        if claim is not None:
            self._found.append(claim)
            start = self._article.sentences[number][0]
            self._where.append((number, self._article.paragraph_at(start)))

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
            for one in amounts(self._text[start:end])
        )
        hedge = _HEDGE.search(words)
        when = next((one.edtf for one in within(self._dates, start, end)), "")
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


_NEAR = 140
_SEVERAL = re.compile(
    r"\b(?:claims|allegations|accusations|charges|reports|rumou?rs|assertions|them|both|all)\b"
)


def _is_not(sentence: str, cue: str) -> bool:
    """Whether a verb stands behind "not" or "never"."""
    at = sentence.find(cue) if cue else -1
    while at >= 0:
        if _NOT_BEFORE.search(sentence, max(0, at - _NOT_REACH), at):
            return True
        at = sentence.find(cue, at + 1)
    return False


def _is_somebody(text: str, speaker: tuple[int, int] | None) -> bool:
    """Whether a mention that nobody was found behind is of somebody else than whoever writes."""
    return speaker is not None and text[slice(*speaker)].lower() not in ("i", "we", "one", "you")


def _is_within(one: Said, said: Sequence[Said]) -> bool:
    """Whether marked words belong to a clause that is heard as a whole too."""
    start, end = one.voice.fragments[0][0], one.voice.fragments[-1][1]
    return any(
        other is not one
        and other.voice.kind == "indirect"
        and other.voice.fragments[0][0] <= start
        and end <= other.voice.fragments[-1][1]
        for other in said
    )


def _is_denied(one: Said, said: Sequence[Said]) -> bool:
    """Whether what is heard as somebody's claim is what a wider clause of the sentence denies."""
    start, end = one.voice.fragments[0][0], one.voice.fragments[-1][1]
    return any(
        other.voice.denies
        and not one.voice.denies
        and other.voice.kind == "indirect"
        and other.voice.fragments[0][0] < start
        and end <= other.voice.fragments[-1][1]
        for other in said
    )


def _is_reported(one: Said, said: Sequence[Said]) -> bool:
    """Whether "according to" only names the source of what somebody else is told to have said."""
    start, end = one.voice.fragments[0][0], one.voice.fragments[-1][1]
    return one.voice.cue.lower().startswith("accord") and any(
        other is not one
        and other.voice.speaker is not None
        and start <= other.voice.speaker[0] < end
        for other in said
    )


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
