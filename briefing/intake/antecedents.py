"""Who is behind the mention of a speaker: a name, a pronoun, "the ministry", "both countries".

The voices of an article are read in order, and each is given the numbers of the actors that its speaker
is, the rule that says so, and how often that rule is right. Where no rule fits, nobody is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article
    from briefing.intake.draft import Span


class Mention(Protocol):
    """Where an actor is named."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor(self) -> int: ...


class Office(Protocol):
    """A title that the article gives somebody, of the actor with a number."""

    @property
    def title(self) -> str: ...
    @property
    def of(self) -> int | None: ...


class Actor(Protocol):
    """Somebody named."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def offices(self) -> Sequence[Office]: ...


class Names(Protocol):
    """The actors of an article and where they are named, in order."""

    @property
    def actors(self) -> Sequence[Actor]: ...
    @property
    def mentions(self) -> Sequence[Mention]: ...


@dataclass(frozen=True, slots=True)
class Behind:
    """The actors behind a mention, by number; none where it is not told who it is."""

    actors: tuple[int, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Added:
    """An actor whom nothing but his or her speaking names, and where: what ``Names`` does not know."""

    kind: str
    name: str
    start: int
    end: int
    sex: str = ""
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class _Here:
    start: int
    end: int
    kind: str
    actor: int


NOBODY: Final = Behind((), "not told", 0.0)
_HE: Final = frozenset("he him his himself".split())
_SHE: Final = frozenset("she her hers herself".split())
_IT: Final = frozenset("it its itself".split())
_THEY: Final = frozenset("they them their themselves both".split())
_I: Final = frozenset("i me my mine myself we us our".split())
_YOU: Final = frozenset("you your".split())
_WHO: Final = frozenset("who which whose whom that".split())
#: How far back a pronoun looks, in code points and in mentions.
_REACH: Final = 1500
_MOST: Final = 40
_SPEAKS_FOR: Final = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men)|officials?|sources?|representatives?|diplomats?|aides?|"
    r"authorities|statement|report|reports|letter|document|website|lawyers?|campaign)\b",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(
    r"\b(?:both|the two|the three|all three)\s+(?:\w+\s+)?"
    r"(countries|states|nations|sides|governments|capitals|parties|leaders|presidents|ministers|men|women|"
    r"companies|groups|allies)\b|\b(?:the two|both)$",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    r"\b(ministry|agency|company|group|organi[sz]ation|party|council|commission|committee|court|department|"
    r"government|country|state|nation|union|alliance|bank|newspaper|paper|network|station|institute|university|"
    r"firm|police|army|military|embassy|association|center|centre|federation|watchdog|bureau|office|kingdom|"
    r"republic|team|club|authority|body|church)\b",
    re.IGNORECASE,
)
_STATE_WORDS: Final = frozenset("government country state nation kingdom republic military army".split())
_OFFICE: Final = re.compile(
    r"\b(president|minister|premier|chancellor|leader|secretary|general|ambassador|chief|director|senator|"
    r"congressman|congresswoman|governor|mayor|king|queen|prince|chairman|chairwoman|chair|commander|envoy|"
    r"diplomat|professor|judge|speaker|candidate|nominee|lawmaker|politician|author|analyst|spokesman|"
    r"spokeswoman|spokesperson|official|pope|bishop|doctor|coach|captain|executive|CEO|deputy|commissioner|"
    r"representative|scientist|researcher|poet|artist|writer|lawyer|attorney)\b",
    re.IGNORECASE,
)
#: Words with capitals side by side, particles of names between them.
_RUN: Final = re.compile(
    r"\b[^\W\d_a-z][\w’'-]+(?:\.[A-Z]\.)?(?:[ \u00a0](?:(?:al-|de |da |van |von |bin |ibn |del |der |la )?[^\W\d_a-z][\w’'.-]+))*"
)
_MEDIA: Final = re.compile(
    r"\b(?:Times|Post|News|Press|Journal|Herald|Star|Sun|Telegraph|Guardian|Tribune|Agency|Ministry|Council|"
    r"Committee|Commission|Association|University|Institute|Center|Centre|Department|Court|Bank|Party|Union|"
    r"Authority|Office|Foundation|Group|Network|Television|Radio|Review|Wire|Daily|Independent|Corporation|"
    r"Church|Federation|Army|Police|Force|Board|Bureau|Society|League|Club|Fund|Company|Gazette|Observer)\b"
)
_NO_NAMES: Final = frozenset(
    "The A An This That These Those He She They It We You I In On At But And Or For From To As If When While "
    "Some Many Most All Both Other Others Another One Two Three Several Few No Every Each Any Such More Much "
    "Mr Mrs Ms Dr Sir President Minister Officials Critics Experts Analysts Police Researchers Scientists Reports "
    "Figures Estimates Republicans Democrats People Americans Speaker Democratic Republican Earlier Later His Her "
    "Their Its Our My Your Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
    "May June July August September October November December Today Yesterday Among According Police Municipality Government Ministry Parliament Congress Senate Meanwhile However Instead Article "
    "Court Church Army Navy Council Committee Commission Department University Church Party".split()
)
_INTERVIEW: Final = re.compile(
    r"\binterview(?:s|ed)?\b|\b(?:talks|talked|speaks|spoke|sat down) (?:to|with)\b|\btells\b", re.IGNORECASE
)


def behind(
    article: Article, names: Names, speakers: Sequence[Span | None]
) -> tuple[list[Behind], list[Added]]:
    """Who is behind each mention of a speaker, and the actors that had to be added for it.

    The first of those has the number that follows the last of ``names.actors``.
    """
    resolver = _Resolver(article, names)
    return [resolver.resolve(span) for span in speakers], resolver.added


class _Resolver:
    def __init__(self, article: Article, names: Names) -> None:
        self._article, self._text = article, article.text
        self._mentions: list[Mention] = [*names.mentions]
        self._starts = [one.start for one in self._mentions]
        self._actors: list[Actor] = [*names.actors]
        self.added: list[Added] = []
        self._known: dict[Span, Behind] = {}
        # What pronouns were found to be, with where they stood: they count as mentions from then on.
        self._spoke: list[tuple[int, tuple[int, ...]]] = []
        self._interviewed = self._interviewee()

    def resolve(self, span: Span | None) -> Behind:
        """Who speaks where a mention stands; to be asked in the order of the text."""
        if span is None:
            return NOBODY
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = self._find(span)
        if known.actors:
            self._spoke.append((span[0], known.actors))
        return known

    def _find(self, span: Span) -> Behind:
        words = self._text[span[0] : span[1]]
        low = words.casefold().strip(" ,'’")
        if low.endswith(("'s", "’s")) and " " not in low:
            low = low[:-2]
        if " " not in low:
            found = self._pronoun(low, span)
            if found is not None:
                return found
        inside = self._between(span[0], span[1])
        together = _BOTH.search(words)
        if together and not inside:
            return self._together(span, (together[1] or "").casefold())
        named = self._named(words, span, inside)
        if named.actors:
            return named
        described = self._described(words, span)
        if described.actors or inside:
            return described
        return self._added(span)

    # actors that only their speaking names

    def _added(self, span: Span) -> Behind:
        for found in _RUN.finditer(self._text, span[0], span[1]):
            if self._text[found.end() : span[1]].strip(" ,)'’s"):
                continue  # "Greek court": a word of the kind of thing follows
            number = self._add(found.start(), found.end())
            if number is not None:
                return Behind((number,), "named as a speaker", 0.6)
        return NOBODY

    def _add(self, start: int, end: int) -> int | None:
        """The number of the actor that a run of capitals names, added where it is new."""
        name = re.sub(r"['’]s?$", "", self._text[start:end])
        words = name.split()
        while len(words) > 1 and words[0] in _NO_NAMES and words[0] != "The":
            start += len(words[0]) + 1
            words = words[1:]
        name = " ".join(words)
        last = words[-1]
        for number, one in enumerate(self._actors):
            if one.kind in ("person", "organisation") and one.name.split()[-1:] == [last] and (
                len(words) == 1 or one.name.endswith(name)
            ):
                return number
        kind = "organisation" if _MEDIA.search(name) and len(words) > 1 else "person"
        if kind == "person" and (len(words) > 4 or last in _NO_NAMES or words[0] in _NO_NAMES or name.isupper()):
            return None
        if len(words) == 1 and kind == "person":
            begins = self._article.sentences[self._article.sentence_at(start)][0] >= start - 1
            if last.endswith("s") or len(last) < 4 or (begins and not self._is_name(last, start)):
                return None
        added = Added(kind, name, start, start + len(name))
        self.added.append(added)
        self._actors.append(added)
        number = len(self._actors) - 1
        at = bisect_left(self._starts, start)
        self._starts.insert(at, start)
        self._mentions.insert(at, _Here(start, added.end, kind, number))
        return number

    def _is_name(self, word: str, start: int) -> bool:
        """Whether a word with a capital at the head of a sentence has one elsewhere too, and never none."""
        text = self._text
        near = text[max(0, start - 4000) : start + 4000]
        inside = re.search(rf"[a-z,] {re.escape(word)}\b", near)
        return inside is not None and re.search(rf"\b{re.escape(word.casefold())}\b", near) is None

    def _between(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self._starts, start)
        if first and self._mentions[first - 1].end > start:
            first -= 1
        found: list[Mention] = []
        while first < len(self._mentions) and self._mentions[first].start < end:
            found.append(self._mentions[first])
            first += 1
        return found

    # names

    def _named(self, words: str, span: Span, inside: list[Mention]) -> Behind:
        if len(inside) == 1 and inside[0].kind == "place":
            # "Paris said" of somebody of that name.
            said = self._text[inside[0].start : inside[0].end]
            if words.strip(" ,") == said:
                for number, one in enumerate(self._actors):
                    if one.kind == "person" and one.name.endswith(" " + said):
                        return Behind((number,), "surname that a place has too", 0.7)
        inside = [one for one in inside if one.kind != "place"]
        people = [one for one in inside if one.kind == "person"]
        if people:
            head = self._text[span[0] : people[0].start]
            if re.search(r"\b(?:for|of|to|from|by|with)\s(?:\w+\s){0,4}$", head) or self._owned(people[0]):
                if len(people) == 1 or self._owned(people[0]):
                    return self._owner(words, span, people[-1] if not self._owned(people[-1]) else people[0])
                people = people[:1]
            if len(people) > 1 and re.search(r"\band\b", words):
                return Behind(self._numbers(people), "names", 0.9)
            return Behind(self._numbers(people[:1]), "name", 0.93)
        if not inside:
            return NOBODY
        if len(inside) > 1 and re.search(r"\band\b", self._text[inside[0].end : inside[-1].start]):
            if self._text[inside[-1].end : span[1]].strip(" ,'’s") == "":
                return Behind(self._numbers(inside), "names", 0.85)
        first = inside[0]
        before = self._text[span[0] : first.start]
        after = self._text[first.end : span[1]]
        if not after.strip(" ,.'’)") and not re.search(r"\b(?:of|for|in|from|at|to)\s", before):
            return Behind((first.actor,), "name", 0.92)
        if first.kind == "state" and (body := _RUN.search(self._text, first.end, span[1])) and _MEDIA.search(body[0]):
            number = self._add(*body.span())
            return Behind((number,), "named as a speaker", 0.6) if number is not None else NOBODY
        if _SPEAKS_FOR.search(words):
            return Behind((inside[-1].actor if first is not inside[-1] and "for" in before else first.actor,), "speaks for it", 0.6)
        if _OFFICE.search(words):
            return self._holder(words, first.actor) or NOBODY
        if not before.strip() or before.casefold().strip() == "the":
            return Behind((first.actor,), "name with more", 0.75) if first.kind != "state" or _BODY.search(words) else NOBODY
        return NOBODY

    def _owned(self, mention: Mention) -> bool:
        return self._text.startswith(("'s ", "’s ", "' ", "’ "), mention.end) or self._text[
            mention.start : mention.end
        ].endswith(("'s", "’s"))

    def _owner(self, words: str, span: Span, person: Mention) -> Behind:
        """"Lee's office", "a spokesman for Lee": Lee by way of somebody."""
        if _SPEAKS_FOR.search(words) or _BODY.search(words):
            return Behind((person.actor,), "speaks for him or her", 0.5)
        if re.fullmatch(r"\W*(?:the )?\S+(?: \S+){0,2}['’]s?\W*", words):
            return Behind((person.actor,), "name", 0.9)
        return NOBODY

    @staticmethod
    def _numbers(mentions: Sequence[Mention]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.actor for one in mentions))

    # descriptions

    def _holder(self, words: str, of: int | None) -> Behind | None:
        """The one whose office the words name: "the Russian leader"."""
        found = _OFFICE.search(words)
        if not found:
            return None
        wanted = found[1].casefold()
        fitting = {
            number
            for number, actor in enumerate(self._actors)
            if actor.kind == "person"
            for office in actor.offices
            if wanted in office.title.casefold() and (of is None or office.of == of)
        }
        if len(fitting) == 1:
            return Behind((fitting.pop(),), "office", 0.8)
        return None

    def _described(self, words: str, span: Span) -> Behind:
        low = words.casefold()
        if not low.startswith(("the ", "this ", "that ", "his ", "her ", "its ")):
            return NOBODY
        office = _OFFICE.search(words)
        if office and not _BODY.search(words):
            holder = self._holder(words, None)
            if holder:
                return holder
            wanted = office[1].casefold()
            for mention in self._before(span[0]):
                actor = self._actors[mention.actor]
                if actor.kind == "person" and any(wanted in o.title.casefold() for o in actor.offices):
                    return Behind((mention.actor,), "office nearest before", 0.65)
            return NOBODY
        body = _BODY.search(words)
        if body:
            noun = body[1].casefold()
            for mention in self._before(span[0]):
                actor = self._actors[mention.actor]
                if actor.kind in ("organisation", "group") and noun in actor.name.casefold():
                    return Behind((mention.actor,), "body of that kind", 0.8)
            kinds = ("state",) if noun in _STATE_WORDS else ("organisation", "group")
            for mention in self._before(span[0]):
                if mention.kind in kinds and span[0] - mention.start < 600:
                    return Behind((mention.actor,), "body nearest before", 0.5)
        return NOBODY

    def _before(self, at: int) -> list[Mention]:
        """The mentions before an offset, the nearest first, no more than a reader keeps in mind."""
        stop = bisect_left(self._starts, at)
        found: list[Mention] = []
        for number in range(stop - 1, max(-1, stop - 1 - _MOST), -1):
            if at - self._starts[number] > _REACH:
                break
            found.append(self._mentions[number])
        return found

    def _together(self, span: Span, noun: str) -> Behind:
        person = noun in ("leaders", "presidents", "ministers", "men", "women")
        kinds = {"person"} if person else {"state"} if noun in (
            "countries", "states", "nations", "governments", "capitals", "allies",
        ) else {"state", "organisation", "group"} if noun else {"person", "state"}
        actors: list[int] = []
        for mention in self._before(span[0]):
            if mention.kind in kinds and mention.actor not in actors:
                actors.append(mention.actor)
                if len(actors) == 2:
                    return Behind(tuple(sorted(actors)), "the two nearest before", 0.55)
        return NOBODY

    # pronouns

    def _pronoun(self, word: str, span: Span) -> Behind | None:
        if word in _HE:
            return self._person(span[0], "m")
        if word in _SHE:
            return self._person(span[0], "f")
        if word in _IT:
            return self._thing(span[0])
        if word in _THEY:
            return self._several(span[0])
        if word in _WHO:
            return self._head(span[0])
        if word in _I or word in _YOU:
            # Questions are the interviewer's: there "you" is who is interviewed, elsewhere "I" is.
            start, end = self._article.paragraphs[self._article.paragraph_at(span[0])]
            asked = end - start < 350 and self._text[start:end].rstrip("”\"’' ").endswith("?")
            if self._interviewed is not None and asked == (word in _YOU) and word not in ("we", "us", "our"):
                return Behind((self._interviewed,), "who is interviewed", 0.75)
            return NOBODY
        return None

    def _head(self, at: int) -> Behind:
        """The name right before "who"."""
        for mention in self._before(at)[:1]:
            if not self._text[mention.end : at].strip(" ,'’s"):
                return Behind((mention.actor,), "name before who", 0.9)
        return NOBODY

    def _person(self, at: int, sex: str) -> Behind:
        best, score, second = None, 0.0, 0.0
        seen: dict[int, float] = {}
        article = self._article
        here = article.sentence_at(at)
        paragraph = article.paragraph_at(at)
        # A pronoun in the clause after "X said" is X's as a rule, and so is one that begins a sentence.
        for order, mention in enumerate(self._before(at)):
            if mention.kind != "person":
                continue
            known = self._actors[mention.actor].sex
            if known and known != sex:
                continue
            away = here - article.sentence_at(mention.start)
            value = 3.0 / (1 + away) + (0.4 if known == sex else 0.0)
            value -= 1.0 * (paragraph - article.paragraph_at(mention.start) > 1)
            begins = article.sentences[article.sentence_at(mention.start)][0]
            if mention.start - begins < 12:
                value += 0.8
            elif self._owned(mention):
                value -= 0.5
            seen[mention.actor] = max(seen.get(mention.actor, -9.0), value - 0.01 * order)
        for where, actors in reversed(self._spoke[-6:]):
            away = here - article.sentence_at(where)
            if len(actors) == 1 and away <= 4 and self._actors[actors[0]].kind == "person":
                known = self._actors[actors[0]].sex
                if not known or known == sex:
                    seen[actors[0]] = max(seen.get(actors[0], 0.0), 2.5 / (1 + away)) + 1.2
                    break
        for actor, value in seen.items():
            if value > score:
                best, score, second = actor, value, score
            elif value > second:
                second = value
        if best is None or score <= 0:
            return NOBODY
        alone = score - second > 0.8
        return Behind((best,), "he or she, clearly" if alone else "he or she", 0.85 if alone else 0.65)

    def _thing(self, at: int) -> Behind:
        for where, actors in reversed(self._spoke[-2:]):
            if len(actors) == 1 and at - where < 700 and self._actors[actors[0]].kind != "person":
                return Behind(actors, "it, who spoke last", 0.7)
        for mention in self._before(at):
            if mention.kind in ("organisation", "state", "group") and at - mention.start < 500:
                return Behind((mention.actor,), "it, named last", 0.45)
        return NOBODY

    def _several(self, at: int) -> Behind:
        for where, actors in reversed(self._spoke[-3:]):
            if at - where < 700 and (len(actors) > 1 or self._actors[actors[0]].kind in ("organisation", "group")):
                return Behind(actors, "they, who spoke last", 0.6)
        near = [one for one in self._before(at) if at - one.start < 500]
        for after, before in zip(near, near[1:], strict=False):
            if self._text[before.end : after.start].strip() == "and" and before.kind == after.kind:
                return Behind(tuple(sorted({before.actor, after.actor})), "they, named together", 0.6)
        for one in near:
            if one.kind in ("organisation", "group"):
                return Behind((one.actor,), "they, named last", 0.4)
        return NOBODY

    def _interviewee(self) -> int | None:
        """Who is interviewed, as the head of the article tells: the person named after that word."""
        for start, end in self._article.paragraphs[:4]:
            told = _INTERVIEW.search(self._text, start, min(end, start + 600))
            if told is None:
                continue
            people = [one for one in self._between(start, end) if one.kind == "person"]
            people = [one for one in people if one.start > told.start()] or people
            if people:
                return people[0].actor
            for found in _RUN.finditer(self._text, told.end(), min(end, told.end() + 200)):
                if " " in found[0] and not _MEDIA.search(found[0]):
                    number = self._add(*found.span())
                    if number is not None:
                        return number
        return self._answering()

    def _answering(self) -> int | None:
        """Who answers where questions and answers take turns: the person named most."""
        text = self._text
        asked = sum(text[end - 1] == "?" and end - start < 350 for start, end in self._article.paragraphs[:80])
        if asked < 4:
            return None
        counts: dict[int, int] = {}
        for mention in self._mentions[:400]:
            if mention.kind == "person":
                counts[mention.actor] = counts.get(mention.actor, 0) + 1
        ranked = sorted(counts.items(), key=lambda one: -one[1])
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
        return None
