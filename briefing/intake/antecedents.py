"""Who is behind the mention of a speaker: a name, a pronoun, "the ministry", "both countries".

The mentions are looked up in the order of the text. Each gets the numbers of the actors that it is, the rule
that says so, and how often that rule is right. Where no rule fits, nobody is named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefing.intake import gazetteer
from briefing.intake.knownnames import BODY_NAME, RUN, Added, Known, Mention, Names
from briefing.intake.pronouns import NOBODY, Behind, Pronouns
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article
    from briefing.intake.draft import Span

_SPEAKS_FOR: Final = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men)|officials?|sources?|representatives?|diplomats?|aides?|"
    r"authorities|statement|report|reports|letter|document|website|lawyers?|campaign)\b",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(
    r"\b(?:both|the two|the three|all three)\s+(?:\w+\s+)?"
    r"(countries|states|nations|sides|governments|capitals|parties|leaders|presidents|ministers|men|women|"
    r"companies|groups|allies)\b|\b(?:the two|both|the pair|the duo)$",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    r"\b(ministry|agency|company|group|organi[sz]ation|party|council|commission|committee|court|department|"
    r"government|country|state|nation|union|alliance|bank|newspaper|paper|network|station|institute|university|"
    r"firm|police|army|military|embassy|association|center|centre|federation|watchdog|bureau|office|kingdom|"
    r"republic|team|club|authority|body|church)\b",
    re.IGNORECASE,
)
#: Bodies that every state has: the one named last is no other state's.
_OF_A_STATE: Final = word_set("ministry court police embassy")
_IN: Final = re.compile(r"(?:in|from) ", re.IGNORECASE)
_STATE_WORDS: Final = word_set("government country state nation kingdom republic military army")
_OFFICE: Final = re.compile(
    r"\b(president|minister|premier|chancellor|leader|secretary|general|ambassador|chief|director|senator|"
    r"congressman|congresswoman|governor|mayor|king|queen|prince|chairman|chairwoman|chairperson|chair|commander|envoy|"
    r"diplomat|professor|judge|prosecutor|speaker|candidate|nominee|lawmaker|politician|author|analyst|spokesman|"
    r"spokeswoman|spokesperson|official|pope|bishop|doctor|coach|captain|executive|CEO|deputy|commissioner|"
    r"representative|scientist|researcher|poet|artist|writer|lawyer|attorney|admiral|colonel|marshal|sergeant|"
    r"sheriff|cardinal|archbishop|imam|rabbi|pastor|ayatollah|emir|sultan|justice|councill?or|councilman|"
    r"councilwoman|assemblyman|assemblywoman|superintendent|inspector|treasurer|dean|rector|consul)\b",
    re.IGNORECASE,
)
#: "a spokesman for", "the lawyers of the": what follows is no speaker but whose speaker it is.
_OF_ANOTHER: Final = re.compile(r"\b(?:for|of|to|from|by|with)\s(?:\w+\s){0,4}$")
_SHORT_BODY: Final = re.compile(r"(?:The|the)\s([A-Z][a-z]+)")
_LED: Final = re.compile(r"\b(?:of|for|in|from|at|to|near|on)\s")
_DESCRIBED: Final = re.compile(r"(?:the|an?|his|her|its|their|my|our|whose)\s", re.IGNORECASE)
#: "the Kazakh side": the state by its adjective.
_SIDE: Final = re.compile(
    r"(?:the )?(?P<of>[A-Z]\w+(?: [A-Z]\w+)?) (?:sides?|delegation|government|authorities|leadership|"
    r"officials?|negotiators|diplomats?|army|military|embassy|ministry)\Z",
    re.IGNORECASE,
)
#: "the government in Belgrade".
_SEATED: Final = re.compile(
    r"(?:the )?(?:government|authorities|leadership|regime|officials|diplomats|leaders|military)"
    r" (?:in|of) \Z",
    re.IGNORECASE,
)
#: "a spokeswoman for the ministry": whose the last words are.
_FOR_THE: Final = re.compile(r"\b(?:for|of|at|from) (?:the|its|their) (?P<body>\w+)\Z")
#: A noun that somebody is called by, as it ends.
_PERSON: Final = re.compile(
    r"(?:man|woman|person|(?<!lett)(?<!pap)(?<!ord)(?<!numb)(?<!post)er|or|ist|ian|ee|official|witness|resident|"
    r"aide|diplomat|source|nurse|boy|girl|student|lieutenant|captain|guard|chief|head|friend|relative|victim|"
    r"clerk|cook|guide|pilot|priest|judge|colleague|analyst|expert|activist|representative)\Z"
)
_LED_TO: Final = re.compile(r"\b(?:of|for|in|from|at|to)\s")
_OWNER: Final = re.compile(r"\W*(?:the )?\S+(?: \S+){0,2}['’]s?\W*")
_AND: Final = re.compile(r"\band\b")
_BODY_NEAR: Final = 600


def behind(
    article: Article, names: Names, speakers: Sequence[Span | None]
) -> tuple[list[Behind], list[Added]]:
    """Who is behind each mention of a speaker, and the actors that had to be added for it.

    The first of those has the number that follows the last of ``names.actors``.
    """
    resolver = _Resolver(Known(article, names))
    return [resolver.resolve(span) for span in speakers], resolver.known.added


class _Resolver:
    def __init__(self, known: Known) -> None:
        self.known = known
        self._text = known.text
        self._pronouns = Pronouns(known)
        self._found: dict[Span, Behind] = {}

    def resolve(self, span: Span | None) -> Behind:
        if span is None:
            return NOBODY
        found = self._found.get(span)
        if found is None:
            found = self._find(span)
            if any(self.known.kind(one) == "place" for one in found.actors):
                found = NOBODY  # a place says nothing
            self._found[span] = found
        if found.actors:
            self._pronouns.remember(span[0], found.actors)
        self._pronouns.heard(span[0], found.actors, somebody=self._is_somebody(span))
        return found

    def _is_somebody(self, span: Span) -> bool:
        """Whether a mention is of one person whom it does not name: "a fisherman", "her spokesman"."""
        words = self._text[slice(*span)]
        if _DESCRIBED.match(words) is None:
            return False
        head = _LED.split(words, maxsplit=1)[0].rstrip(" ,")
        if not _PERSON.search(head) or _BODY.search(head):
            return False
        named = any(one.kind == "person" for one in self.known.inside(span))
        return not named and not _SIDE.match(words)

    def _find(self, span: Span) -> Behind:
        words = self._text[slice(*span)]
        low = words.casefold().strip(" ,'’")
        if " " not in low:
            pronoun = self._pronouns.who(low, span)
            if pronoun is not None:
                return pronoun
        inside = self.known.inside(span)
        together = _BOTH.search(words)
        if together and not inside:
            many = next((n for word, n in _COUNTS.items() if word in together[0].casefold()), 2)
            return self._together(span, (together[1] or "").casefold(), many)
        short = _SHORT_BODY.fullmatch(words)
        if short:
            # "the Church" of an article that has named the Church of somewhere in full.
            body = self._body(short[1].casefold(), span)
            if body.rule == "body of that kind":
                return body
        named = self._named(words, span, inside)
        if named.actors:
            return named
        beside = self._beside(span, inside)
        if beside.actors:
            return beside
        described = self._described(words, span)
        if described.actors:
            return described
        side = _SIDE.match(words)
        state = self.known.states.get(gazetteer.adjectives().get(side["of"], "")) if side else None
        if state is not None:
            return Behind((state,), "a state's side", 0.8)
        for_the = _FOR_THE.search(words) if _SPEAKS_FOR.search(words) else None
        if for_the and (noun := _BODY.fullmatch(for_the["body"])):
            return self._body(noun[1].casefold(), span)
        if words.isupper() and (person := self._in_capitals(words)) is not None:
            return Behind((person,), "name in capitals", 0.8)
        bodies = [one for one in inside if one.kind != "place"]
        if bodies:
            # "Amina Yusuf of Open Files": the name before, where no list knows it.
            return self._new((span[0], bodies[0].start)) if bodies[0].start > span[0] else NOBODY
        return self._new(span)

    def _new(self, span: Span) -> Behind:
        """An actor whom no list knows and the article names only here."""
        for found in RUN.finditer(self._text, *span):
            rest = self._text[found.end() : span[1]].strip(" ,)'’s")
            if rest and rest not in ("of", "of the", "from", "from the", "at", "at the"):
                continue  # "Greek court": a word of the kind of thing follows
            if _LED.search(self._text, span[0], found.start()):
                continue  # "an official in Muscat": where, not who
            number = self.known.add(found.span())
            if number is not None:
                return Behind((number,), "named as a speaker", 0.6)
        return NOBODY

    def _beside(self, span: Span, inside: list[Mention]) -> Behind:
        """`the prosecutor, Ann Lee,`: the name that stands beside what somebody is."""
        if any(one.kind == "person" for one in inside) or not _DESCRIBED.match(self._text, *span):
            return NOBODY
        for one in self.known.inside((span[1], span[1] + 3)):
            told = self._text[span[1] : one.start] in (", ", " ") and one.kind == "person"
            if told and self._text[one.end : one.end + 1] in (",", ".", ":", ";", ")", "\n", ""):
                return Behind((one.actor,), "name beside what he or she is", 0.85)
        return NOBODY

    def _in_capitals(self, words: str) -> int | None:
        """`MINISTER AL-HARTHI`: the one person of that family name, as a transcript writes it."""
        last = words.split()[-1].casefold()
        found = {
            number
            for number, actor in enumerate(self.known.actors)
            if actor.kind == "person" and actor.name.split()[-1].casefold() == last
        }
        return found.pop() if len(found) == 1 else None

    # names

    def _named(self, words: str, span: Span, inside: list[Mention]) -> Behind:
        if len(inside) == 1 and inside[0].kind == "place":
            return self._namesake(words, inside[0])
        inside = [one for one in inside if one.kind != "place"]
        people = [one for one in inside if one.kind == "person"]
        if people:
            return self._people(words, span, people)
        if inside:
            return self._bodies(words, span, inside)
        return NOBODY

    def _namesake(self, words: str, place: Mention) -> Behind:
        """`Paris said` of somebody of that name, or of the state whose capital it is."""
        said = self._text[place.start : place.end]
        if place.rule == "capital" and _SEATED.match(words.removesuffix(said)):
            state = self.known.states.get(self.known.actors[place.actor].iso)
            return NOBODY if state is None else Behind((state,), "government in its capital", 0.75)
        if words.strip(" ,").removeprefix("that ").removeprefix("and ") == said:
            for number in self.known.named(said, ("person",)):
                return Behind((number,), "surname that a place has too", 0.7)
            state = self.known.states.get(self.known.actors[place.actor].iso)
            if place.rule == "capital" and state is not None:
                return Behind((state,), "capital for its state", 0.7)
        return NOBODY

    def _people(self, words: str, span: Span, people: list[Mention]) -> Behind:
        # "Lee's spokesman, Reza Karim": whose he is comes second.
        people = [one for one in people if not self.known.owned(one)] or people
        first = people[0]
        owned = self.known.owned(first)
        led = _OF_ANOTHER.search(self._text[span[0] : first.start])
        if owned or (led and len(people) == 1):
            last = people[-1]
            return self._by_way_of(words, first if self.known.owned(last) else last)
        if len(people) > 1 and not led and _AND.search(words):
            return Behind(_numbers(people), "names", 0.9)
        return Behind((first.actor,), "name", 0.93)

    def _by_way_of(self, words: str, person: Mention) -> Behind:
        """`Lee's office`, `a spokesman for Lee`: Lee by way of somebody."""
        if _SPEAKS_FOR.search(words) or _BODY.search(words):
            return Behind((person.actor,), "speaks for him or her", 0.5)
        if _OWNER.fullmatch(words):
            return Behind((person.actor,), "name", 0.9)
        return NOBODY

    def _bodies(self, words: str, span: Span, inside: list[Mention]) -> Behind:
        text, first, last = self._text, inside[0], inside[-1]
        if (
            len(inside) > 1
            and _AND.search(text[first.end : last.start])
            and not text[last.end : span[1]].strip(" ,'’s")
        ):
            return Behind(_numbers(inside), "names", 0.85)
        before, after = text[span[0] : first.start], text[first.end : span[1]]
        led = _LED_TO.search(before)
        if not after.strip(" ,.'’)") and not led:
            return Behind((first.actor,), "name", 0.92)
        if first.kind == "state":
            body = RUN.search(text, first.end, span[1])
            if body and BODY_NAME.search(body[0]):
                number = self.known.add(body.span())
                return NOBODY if number is None else Behind((number,), "named as a speaker", 0.6)
        if _SPEAKS_FOR.search(words):
            one = last if first is not last and "for" in before else first
            return Behind((one.actor,), "speaks for it", 0.6)
        if _OFFICE.search(words):
            return self._holder(words, first.actor)
        if before.casefold().strip() in ("", "the") and (
            first.kind != "state" or _BODY.search(words)
        ):
            return Behind((first.actor,), "name with more", 0.75)
        return NOBODY

    # descriptions

    def _holder(self, words: str, of: int | None) -> Behind:
        """The one whose office the words name: "the Russian leader"."""
        office = _OFFICE.search(words)
        fitting = self.known.in_office(office[1].casefold(), of) if office else []
        return Behind((fitting[0],), "office", 0.8) if len(fitting) == 1 else NOBODY

    def _described(self, words: str, span: Span) -> Behind:
        if not words.casefold().startswith(("the ", "this ", "that ", "his ", "her ", "its ")):
            return NOBODY
        body = _BODY.search(words)
        if body:
            return self._body(body[1].casefold(), span)
        office = _OFFICE.search(words)
        if office:
            return self._officer(words, office[1].casefold(), span)
        return NOBODY

    def _officer(self, words: str, title: str, span: Span) -> Behind:
        holder = self._holder(words, None)
        if holder.actors:
            return holder
        fitting = {*self.known.in_office(title, None)}
        for mention in self.known.before(span[0]):
            if mention.actor in fitting:
                return Behind((mention.actor,), "office nearest before", 0.65)
        return NOBODY

    def _body(self, noun: str, span: Span) -> Behind:
        near = list(self.known.before(span[0]))
        for mention in near:
            actor = self.known.actors[mention.actor]
            longer = noun in actor.name.casefold() and len(actor.name) > len(noun) + 2
            if actor.kind in ("organisation", "group") and longer:
                return Behind((mention.actor,), "body of that kind", 0.8)
        if noun in _OF_A_STATE:
            return self._in_its_capital(span)
        kinds = ("state",) if noun in _STATE_WORDS else ("organisation", "group")
        for mention in near:
            if mention.kind in kinds and span[0] - mention.start < _BODY_NEAR:
                return Behind((mention.actor,), "body nearest before", 0.5)
        return NOBODY

    def _in_its_capital(self, span: Span) -> Behind:
        """`In Minsk, the foreign ministry said`: the state in whose capital its sentence begins."""
        article = self.known.article
        start = article.sentences[article.sentence_at(span[0])][0]
        for one in self.known.inside((start, span[0])):
            state = self.known.states.get(self.known.actors[one.actor].iso)
            if (
                one.rule == "capital"
                and state is not None
                and _IN.fullmatch(self._text, start, one.start)
            ):
                return Behind((state,), "body in the capital of its state", 0.65)
        return NOBODY

    def _together(self, span: Span, noun: str, many: int) -> Behind:
        """`both countries`, `the three states`: those of that kind that were named last."""
        kinds = _KINDS.get(
            noun, ("state", "organisation", "group") if noun else ("person", "state")
        )
        actors: list[int] = []
        near = [*self.known.before(span[0])]
        if len({one.actor for one in near if one.kind == "state"}) >= many and "state" in kinds:
            kinds = ("state",)  # a paper or an agency named between them is no side
        for mention in near:
            if mention.kind in kinds and mention.actor not in actors:
                actors.append(mention.actor)
                if len(actors) == many:
                    return Behind(tuple(sorted(actors)), "those named last", 0.55)
        return NOBODY


_COUNTS: Final = {"three": 3, "four": 4}
_KINDS: Final = {
    **dict.fromkeys(word_set("leaders presidents ministers men women"), ("person",)),
    **dict.fromkeys(word_set("countries states nations governments capitals allies"), ("state",)),
}


def _numbers(mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.actor for one in mentions))
