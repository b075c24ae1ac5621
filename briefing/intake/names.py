"""Who and what an article names: its actors and every place where one of them is mentioned.

Names are runs of words with capitals. What a run is follows from known names, from titles and given names
before, from the nouns that bodies and places are called by, and from what else the article says; what does
not follow from anything is left out. A common word is never proposed.
"""

# long because: what is found becomes actors and mentions in one place.

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake import gazetteer
from briefing.intake.bodies import state_bodies
from briefing.intake.namesigns import NAME_TAIL, Found
from briefing.intake.offices import HOME, Offices, home
from briefing.intake.officestates import drop_shorter, other_side, untold
from briefing.intake.people import People
from briefing.intake.runs import runs_of
from briefing.intake.sorting import sort_run
from briefing.intake.titles import BODIES, GROUNDS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.intake.article import Article


#: Ways to speak to somebody, which are no offices.
_ADDRESSES = frozenset(
    (
        *(
            "Mr",
            "Mrs",
            "Ms",
            "Miss",
            "Mx",
            "Dr",
            "Sir",
            "Lady",
            "Dame",
            "HE",
            "H.E",
            "Comrade",
            "Madam",
        ),
        *("Professor", "Prof", "Rev", "Reverend", "Father", "Sister", "Doctor", "Lord"),
    )
)


#: What newspapers with an article in their name are called by.
_PAPERS = frozenset(
    (
        "Times",
        "Post",
        "Journal",
        "Tribune",
        "Herald",
        "Gazette",
        "Telegraph",
        "Chronicle",
        "Review",
    )
)


class Mention(NamedTuple):
    """A place where an actor is named; ``actor`` is its number in ``Names.actors``.

    ``start`` to ``end`` take a title before a name with it; ``name_start`` is where the name begins.
    """

    start: int
    end: int
    kind: str
    actor: int
    rule: str
    name_start: int


@dataclass(slots=True)
class NamedOffice:
    """An office that the article gives somebody; ``of`` is the number of an actor, or None.

    ``since`` and ``until`` are EDTF and empty where they are not told.
    """

    title: str
    of: int | None = None
    since: str = ""
    until: str = ""

    @property
    def is_past(self) -> bool:
        """Whether somebody held it once, and speaks for nobody by it."""
        return bool(self.until) or self.title.lower().startswith(("former", "ex-"))


@dataclass(slots=True)
class NamedActor:
    """Somebody or something named. ``confidence`` is that of the surest of its mentions."""

    kind: str
    name: str
    iso: str = ""
    aliases: list[str] = field(default_factory=list[str])
    family_name: str = ""
    family_first: bool = False
    sex: str = ""
    offices: list[NamedOffice] = field(default_factory=list[NamedOffice])
    rule: str = ""
    confidence: float = 0.0


class Names:
    """The actors of an article and their mentions in order; places are among both."""

    def __init__(
        self,
        actors: list[NamedActor],
        mentions: list[Mention],
        tenures: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.actors = tuple(actors)
        #: Where the dates of offices stand: nothing happened on them.
        self.tenures = frozenset(tenures)
        self.mentions = tuple(mentions)
        self._starts = [one.start for one in mentions]

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin from ``start`` on and before ``end``."""
        low = bisect_left(self._starts, start)
        return self.mentions[low : bisect_left(self._starts, end, low)]

    def of(self, actor: int) -> tuple[Mention, ...]:
        """Every mention of an actor."""
        return tuple(one for one in self.mentions if one.actor == actor)


def find(article: Article) -> Names:
    """The names in an article, in time that grows with its length alone."""
    return _Finder(article).names()


class _Finder:
    def __init__(self, article: Article) -> None:
        self._article = article
        self._actors: list[NamedActor] = []
        self._number: dict[tuple[str, str], int] = {}
        self._people = People(article.published)
        self._acting: set[str] = set()

    def names(self) -> Names:
        text = self._article.text
        runs = list(runs_of(self._article))
        sorted_runs = _recurring(text, [sort_run(text, run) for run in runs])
        self._people.learn(one for found in sorted_runs for one in found)
        short = _short_forms(text, sorted_runs)
        self._acting = {
            one.name
            for found in sorted_runs
            for one in found
            if one.kind == "unsure" and _acts_as_body(text, one)
        }
        mentions: list[Mention] = []
        for found in sorted_runs:
            for one in found:
                mention = self._mention(one, short)
                if mention is not None:
                    mentions.append(mention)
        ends = {one.end for one in mentions}
        for start, end, iso in state_bodies(text):
            if end not in ends:
                said = text[start:end]
                one = Found(
                    "organisation", start, end, said, "state body", 0.75, said=said, iso=iso
                )
                mentions.append(self._thing(one, one.kind, said))
        mentions.sort(key=lambda one: (one.start, -one.end))
        mentions = _apart(mentions)
        tenures = self._take_offices(mentions)
        # A capital may speak for its state, whether that is named or not.
        for actor in [one for one in self._actors if one.kind == "place" and one.rule == "capital"]:
            self._state(actor.iso)
        return Names(self._actors, mentions, tenures)

    def _take_offices(self, mentions: list[Mention]) -> list[tuple[int, int]]:
        """Give the offices told beside names to the people; where their dates stand."""
        tenures: list[tuple[int, int]] = []
        for one in Offices(self._article, mentions, self._state, self._owner, self._title).told():
            held = self._actors[one.actor].offices
            known = next((o for o in held if o.title.lower() == one.title.lower()), None)
            if known is None and not one.title and held:
                known = held[0]
            if known is None:
                if one.title:
                    held.append(NamedOffice(one.title, one.of, one.since, one.until))
            else:
                known.of = one.of if known.of is None else known.of
                known.since = known.since or one.since
                known.until = known.until or one.until
            if one.dates:
                tenures.append(one.dates)
        self._at_home()
        named = (self._actors[one.actor] for one in mentions)
        if iso := other_side(self._article.text, self._actors, named):
            for held in untold(self._actors):
                held.of = self._state(iso)
        for actor in self._actors:
            drop_shorter(actor.offices)
        return tenures

    def _at_home(self) -> None:
        """Wire copy leaves out the state whose ministers are those of the place of writing."""
        iso = home(self._article.text[:120])
        for actor in [one for one in self._actors if one.kind == "person"] if iso else ():
            for held in actor.offices:
                last = held.title.rpartition(" ")[2]
                named = last.lower() in HOME and last[0].isupper()
                if held.of is None and (named or "Ministry" in held.title):
                    held.of = self._state(iso)

    def _state(self, iso: str) -> int:
        return self._actor("state", gazetteer.state_names()[iso], iso)

    def _title(self, actor: int) -> str:
        """The title of an office that somebody holds, so far as told."""
        return next((one.title for one in self._actors[actor].offices if not one.is_past), "")

    def _owner(self, one: Mention) -> int | None:
        """Whose an office is that is told of a mention: of a ministry its state."""
        actor = self._actors[one.actor]
        if actor.kind == "organisation" and actor.iso:
            return self._state(actor.iso)
        return one.actor

    def _mention(self, one: Found, short: dict[str, str]) -> Mention | None:
        match one.kind:
            case "person":
                return self._person(one)
            case "unsure":
                alone = len(one.words) == 1
                if alone and one.words[0] in BODIES:
                    return None
                person = self._people.known(one.words, alone=True, begins=one.begins)
                if person is not None:
                    return self._person(one)
                name = short.get(one.name) or self._abbreviation(one)
                return self._thing(one, "organisation", name) if name else None
            case "office":
                return self._office(one)
            case "organisation":
                return self._thing(one, one.kind, self._body_name(one))
            case _:
                return self._thing(one, one.kind, one.name)

    def _body_name(self, one: Found) -> str:
        """What a body is called: in full as before, with the article that is part of its name."""
        if one.rule == "body alone":
            # "the Church" is the church that was named last.
            word = one.name
            named = (
                actor.name
                for actor in reversed(self._actors)
                if actor.kind == one.kind
                and actor.rule != one.rule
                and (actor.name.startswith(f"{word} of ") or actor.name.endswith(f" {word}"))
            )
            return next(named, one.name)
        if one.rule == "body":
            before = self._article.text[max(0, one.start - 4) : one.start]
            if before == "The " and one.name.rpartition(" ")[2] in _PAPERS:
                return f"The {one.name}"
            for short in ("U.S. ", "US "):
                if one.name.startswith(short):
                    return "United States " + one.name[len(short) :]
        return one.name

    def _office(self, one: Found) -> Mention | None:
        """An office alone stands for whoever the article gave it to last."""
        person = self._people.holding(one.title, one.iso)
        if person is None:
            return None
        number = self._actor("person", person.name, "")
        return Mention(one.start, one.end, "person", number, one.rule, one.name_start)

    def _abbreviation(self, one: Found) -> str:
        """Capitals that the article uses as somebody's name: "the XYZ said", "XYZ’s"."""
        name = one.name
        letters = name.replace("-", "")
        if not (3 <= len(letters) <= 7 and letters.isalpha() and name.isupper()):
            return ""
        return name if name in self._acting else ""

    def _thing(self, one: Found, kind: str, name: str) -> Mention:
        number = self._actor(kind, name, one.iso)
        actor = self._actors[number]
        said = one.said
        if said != actor.name and said not in actor.aliases and one.rule != "metonym":
            actor.aliases.append(said)
        self._surer(actor, one)
        return Mention(one.start, one.end, kind, number, one.rule, one.start)

    def _person(self, one: Found) -> Mention | None:
        person = self._people.known(one.words, title=one.title)
        if person is None:
            return None
        number = self._actor("person", person.name, "")
        actor = self._actors[number]
        actor.family_name, actor.family_first = person.family, person.family_first
        actor.sex = actor.sex or person.sex
        said = one.name
        if said != actor.name and said not in actor.aliases:
            actor.aliases.append(said)
        self._surer(actor, one)
        title, iso = one.title, one.iso
        if title and title.rstrip(".") not in _ADDRESSES:
            of = self._state(iso) if iso else None
            if all(held.title.lower() != title.lower() for held in actor.offices):
                actor.offices.append(NamedOffice(title, of))
        return Mention(one.start, one.end, "person", number, one.rule, one.name_start)

    def _surer(self, actor: NamedActor, one: Found) -> None:
        if one.confidence > actor.confidence:
            actor.confidence, actor.rule = one.confidence, one.rule

    def _actor(self, kind: str, name: str, iso: str) -> int:
        key = kind, name
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._actors)
            self._actors.append(NamedActor(kind, name, iso))
        return number


#: What a person does and a thing does not, after a name.
_ACTS = re.compile(
    r",? (?:said|says|told|added|adds|warned|argued|wrote|insisted|stressed|noted|explained|claimed|denied|"
    r"announced|acknowledged|declared|testified|recalled|replied|asked|met|resigned|graduated|married|"
    r"died|thinks|believes|hopes|agreed|joked|laughed|smiled|called|vowed|tweeted|responded|praised|"
    r"conceded|promised|pledged|spoke|who)\b"
)


_BODY_ACTS = re.compile(
    r"[’']s (?!name)|,? (?:said|says|told|added|has|had|announced|warned|denied|claimed|also|spokes\w+|"
    r"officials?|fighters|troops|leaders?|members?|which|whose|reported|reports|issued|published)\b"
)


def _acts_as_body(text: str, one: Found) -> bool:
    return bool(
        _BODY_ACTS.match(text, one.end)
        or text.endswith(("according to ", "ccording to the "), max(0, one.start - 20), one.start)
    )


def _recurring(text: str, runs: list[list[Found]]) -> list[list[Found]]:
    """Two unknown words of which the second speaks alone elsewhere are somebody's name."""
    alone = {
        one.words[0]
        for found in runs
        for one in found
        if one.kind == "unsure"
        and len(one.words) == 1
        and (_ACTS.match(text, one.end) or text.endswith(("said ", "says "), 0, one.start))
        and not text.endswith(("the ", "The "), 0, one.start)
    }
    # "Mr. Quist" alone, and "Orla Quist" before it or after it.
    alone |= {
        one.words[0]
        for found in runs
        for one in found
        if one.kind == "person" and len(one.words) == 1 and one.title
    }
    # Nobody is called "the Mets Poet": what has an article once is no name anywhere.
    described = {
        one.words
        for found in runs
        for one in found
        if text[max(0, one.start - 6) : one.start].rstrip("“‘\"'").lower().endswith("the ")
    }
    return [
        [
            one._replace(kind="person", rule="family name recurs", confidence=0.6)
            if one.kind == "unsure"
            and 2 <= len(one.words) <= 3
            and one.words[1] in alone
            and (len(one.words) == 2 or one.words[2] in NAME_TAIL)
            and one.words not in described
            and all(word[1:].islower() for word in one.words[:2])
            and not (set(one.words) & (BODIES | GROUNDS | TITLES))
            else one
            for one in found
        ]
        for found in runs
    ]


def _short_forms(text: str, sorted_runs: Iterable[list[Found]]) -> dict[str, str]:
    """Capitals in brackets after the name of a body: "CSIS" → that name."""
    found: dict[str, str] = {}
    for runs in sorted_runs:
        for one in runs:
            if one.kind == "organisation" and text[one.end : one.end + 2] == " (":
                close = text.find(")", one.end + 2, one.end + 14)
                if close > 0:
                    short = text[one.end + 2 : close]
                    if short.isupper() and short.replace(".", "").isalnum():
                        found[short] = one.name
    return found


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Of mentions that overlap the one that begins first, and of these the longest."""
    kept: list[Mention] = []
    for one in mentions:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
