"""Offices told beside a name: "Russia’s minister Lavrov", "Ivo Marek, president from 2010 to 2014"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake import gazetteer
from briefing.intake.article import Article
from briefing.intake.bodies import called_after
from briefing.intake.when import dates_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.intake.draft import Span
    from briefing.intake.names import Mention

_NOUNS = (
    "leader|president|premier|minister|chancellor|ambassador|envoy|secretary of state|secretary general|"
    "secretary-general|secretary|spokesman|spokeswoman|spokesperson|commander-in-chief|commander|king|"
    "queen|prince|emperor|emir|sultan|chairman|chairwoman|chairperson|governor|mayor|speaker|dictator|negotiator|"
    "chief of staff|chief executive|general|admiral|director general|director-general|director|"
    "commissioner|senator|representative|congressman|congresswoman|lawmaker|vice-president|adviser|"
    "advisor|harbour master|prosecutor general|prosecutor|chief"
)
#: The last word of what stands before a name, where that is an office in small letters.
_LAST = frozenset(noun.rpartition(" ")[2] for noun in _NOUNS.split("|"))
_DESCRIBED = (
    r"(?:former|then|new|outgoing|incoming|acting|retired|longtime|current|late|ousted|exiled)"
)
_WORDS = rf"(?P<title>(?:[A-Za-z]{{2,14}}[ -]){{0,3}}?(?:{_NOUNS}))"
_OWNER = r"(?P<owner>(?:[A-Z][\w.]{0,20} )?[A-Z][\w.]{0,20}(?:[’']s)? )"
_ADJECTIVE = re.compile(_OWNER)
_ENDS = r"(?=[,.;:)–—]|$| (?:who|of|for|to|at|in|said|told|from|until|since|between|and|when|during|under)\b)"
#: What leads from a name to an office: a comma, or that the named was or became something.
_LINK = re.compile(
    rf"(?:, (?:who (?:was|is|has been|had been|served as|became|remains) |and )?"
    rf"| (?:was|is|has been|had been|served as|became) )"
    rf"(?:now |currently |formerly |once )?(?:then )?(?:the |a |an |its |his |her |their |our )?"
    rf"(?P<what>{_DESCRIBED} )?"
)
_ITS = re.compile(r"\b(?:its|his|her|their) $")
_TITLE = re.compile(_WORDS + _ENDS, re.IGNORECASE)
_OF = re.compile(r" (?P<word>of|for|to|in|at) (?:the )?")
_BEFORE = re.compile(
    rf"(?<![\w’'])(?:(?P<det>[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?) )?"
    rf"(?P<what>(?:[Tt]hen the |[Ff]ormer |{_DESCRIBED} ))?{_OWNER}?"
    rf"(?P<title>(?:[a-z]{{2,14}}[ -]){{0,3}}?(?:{_NOUNS})|"
    rf"(?:[A-Z][a-z]{{2,14}} ){{0,3}}(?:Minister|Secretary|Ambassador|Governor|President|Premier|Chancellor))"
    rf"(?: (?:of|for) (?:the )?(?P<of>[A-Z][\w.]{{0,20}}(?: [A-Z][\w.]{{0,20}}){{0,3}})"
    # "its ambassador in Rabat, Ivo Marek": where, and not whose.
    rf"|(?: (?:to|in|at) (?:the )?[A-Z][\w.]{{0,20}}(?: [A-Z][\w.]{{0,20}})?){{1,2}}(?=,))?(?P<comma>,?) $"
)
#: "his Peruvian counterpart, Ivo Marek".
_COUNTERPART = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?P<of>(?:[A-Z]\w+ )?[A-Z]\w+) counterparts?,? $"
)
_TOOK = re.compile(r"(?:, [^,.;]{1,60},)? (?:took|came (?:in)?to) office ")
_LEFT = re.compile(r"(?:, [^,.;]{1,60},)? (?:left office|stepped down|resigned|retired) ")
#: What may stand between an office and its dates.
_GAP = re.compile(r",? ?(?:and )?(?:(?:until|till)(?: the end of)?)? ?")
_UNTIL = re.compile(r"\b(?:until|till) (?:the end of )?$")
#: "Foreign Ministry spokesperson Shen Yutong".
_BODY_NOUNS = (
    "Ministry",
    "Department",
    "Army",
    "Navy",
    "Office",
    "Commission",
    "Council",
    "Police",
)
_STOP = re.compile(r"[.;!?\n]")
_REACH = 90
#: How far behind an office its dates stand, and how far back "its" and "his" look.
_DATED = 60
_BACK = 200
#: "the envoy to Egypt" is not Egypt's.
_SENT = frozenset(("ambassador", "envoy", "adviser", "advisor", "representative"))
_NO_TITLE = frozenset(("and", "or", "the", "said", "a", "an", "of", "by", "with", "told", "to"))


#: "NAIROBI –", "Paris, 5 December.": where wire copy was written.
_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\d,.;:()“”\"\n–—]{2,30}?)(?:[,(][^–—.\n]{0,40})?\s*[–—.]"
)
#: Offices of a state that are told without it where they are those of the place of writing.
HOME = frozenset(("minister", "secretary", "undersecretary", "president", "premier", "chancellor"))


def home(text: str) -> str:
    """The ISO code of the state in whose capital an article was written, as its dateline tells; or empty."""
    match = _DATELINE.match(text)
    if match is None:
        return ""
    place = match["place"].strip()
    place = place.title() if place.isupper() else place
    known = gazetteer.longest(place.replace("’", "'").split(), 0)
    whole = known is not None and known[0] == len(place.split())
    return known[1].iso if known and whole and known[1].rule == "capital" else ""


class Told(NamedTuple):
    """An office told of a person: its title, whose it is (numbers of actors), since and until as EDTF.

    ``dates`` is where its dates stand; with an empty title they are those of the office named before.
    """

    actor: int
    title: str
    of: int | None = None
    since: str = ""
    until: str = ""
    dates: Span | None = None


class Offices:
    """Reads the offices beside the names of an article.

    ``state`` gives the number of a state by its ISO code, ``owner`` that of the actor whose an office is
    that is told of a mention: of a ministry its state; ``title`` the title told of an actor so far, or
    nothing.
    """

    def __init__(
        self,
        article: Article,
        mentions: Sequence[Mention],
        state: Callable[[str], int],
        owner: Callable[[Mention], int | None],
        title: Callable[[int], str],
    ) -> None:
        self._text, self._published = article.text, article.published
        self._mentions = mentions
        self._state, self._owner, self._title = state, owner, title
        self._at = {one.start: one for one in mentions}

    def told(self) -> Iterator[Told]:
        """Every office that is told beside a name, in the order of the text."""
        for number, one in enumerate(self._mentions):
            if one.kind != "person":
                continue
            yield from self._before(number, one)
            yield from self._after(number, one)
            yield from self._of_title(one)

    def _of_title(self, one: Mention) -> Iterator[Told]:
        """ "President Ivo Marek of Chad": whose the office is that stands before the name."""
        if one.name_start == one.start:
            return
        match = _OF.match(self._text, one.end)
        named = self._at.get(match.end()) if match and match["word"] == "of" else None
        if named is not None and named.kind in ("state", "organisation"):
            title = self._text[one.start : one.name_start].strip()
            yield Told(one.actor, " ".join(title.split()), self._owner(named))

    def _before(self, number: int, one: Mention) -> Iterator[Told]:
        low = max(0, one.start - _REACH)
        words = self._text[low : one.start]
        counterpart = _COUNTERPART.search(words)
        if counterpart is not None:
            yield from self._counterpart(number, one, counterpart["of"])
            return
        last = words.rstrip(" ,").rpartition(" ")[2]
        if last not in _LAST and not last[:1].isupper():
            return
        match = _BEFORE.search(words)
        if match is None or _NO_TITLE & set(match["title"].split()[:-1]):
            return
        owner = self._called(match["owner"]) if match["owner"] else None
        if owner is None and match["owner"] and ". " in match["owner"]:
            # "… in June. Its spokesman, Xu Jianguo": the sentence before is none of it.
            begin = match.start("owner") + match["owner"].rindex(". ") + 2
            match = _BEFORE.search(words, begin) or match
            owner = self._called(match["owner"]) if match["owner"] else None
        title = match["title"]
        if match["owner"] and owner is None:
            if not title[0].isupper() and not match["owner"].strip().endswith(_BODY_NOUNS):
                return
            # "its Deputy Foreign Minister, Hana Novak": no owner, but the title's first words.
            title = f"{match['owner']}{title}"
        if owner is None and match["of"]:
            owner = self._called(match["of"])
        its = (match["det"] or "").lower() in ("its", "his", "her", "their")
        if owner is None and its:
            owner = self._last_state(number, low + match.start())
        alone = not (match["det"] or match["what"] or match["comma"])
        if owner is None and alone and not any(noun in title for noun in _BODY_NOUNS):
            return
        what = (match["what"] or "").lower()
        yield Told(one.actor, f"former {title}" if "former" in what else title, owner)

    def _counterpart(self, number: int, one: Mention, of: str) -> Iterator[Told]:
        """ "Minister Ana Diaz and her Peruvian counterpart, Ivo Marek": the office of whoever came before."""
        state = self._called(of)
        for other in reversed(self._mentions[max(0, number - 6) : number]):
            title = self._title(other.actor) if other.kind == "person" else ""
            if title and other.actor != one.actor and state is not None:
                yield Told(one.actor, title, state)
                return

    def _after(self, number: int, one: Mention) -> Iterator[Told]:
        text = self._text
        stop = _STOP.search(text, one.end, one.end + 2 * _REACH)
        end = stop.start() if stop else min(len(text), one.end + 2 * _REACH)
        for pattern in (_TOOK, _LEFT):
            if match := pattern.match(text, one.end, end):
                yield from self._only_dated(one.actor, match.end() - 1, end, pattern is _TOOK)
        link = _LINK.match(text, one.end, end)
        if link is None:
            return
        at, owner = link.end(), None
        named = self._at.get(at)
        if named is not None and named.kind in ("state", "organisation"):
            owner, at = self._owner(named), named.end
            at += 3 if text.startswith(("’s ", "'s "), at) else text.startswith(" ", at)
        else:
            adjective = _ADJECTIVE.match(text, at, end)
            owner = self._called(adjective["owner"]) if adjective else None
            at = adjective.end() if adjective and owner is not None else at
        title = _TITLE.match(text, at, end)
        if title is None or _NO_TITLE & set(title["title"].lower().split()[:-1]):
            return
        at = title.end()
        of = _OF.match(text, at, end)
        if of is not None:
            named = self._at.get(of.end())
            sent = of["word"] == "to" and title["title"].split()[-1] in _SENT
            if named is not None and named.kind in ("state", "organisation"):
                at = named.end
                if owner is None and (not sent or named.kind == "organisation"):
                    owner = self._owner(named)
        if owner is None and _ITS.search(text, link.start(), title.start()):
            owner = self._last_state(number, one.start)
        what = (link["what"] or "").strip()
        words = f"former {title['title']}" if what == "former" else title["title"]
        since, until, dates = self._dates(at, min(end, at + _DATED))
        yield Told(one.actor, words, owner, since, until, dates)

    def _only_dated(self, actor: int, at: int, end: int, began: bool) -> Iterator[Told]:
        for when in dates_in(Article(self._text[at:end][:_DATED], self._published))[:1]:
            since, until = (when.edtf, "") if began else ("", when.edtf)
            yield Told(actor, "", None, since, until)

    def _dates(self, at: int, end: int) -> tuple[str, str, Span | None]:
        """From and until, as they stand in a stretch behind an office."""
        words = self._text[at:end]
        for when in dates_in(Article(words, self._published))[:1]:
            if not _GAP.fullmatch(words, 0, when.start):
                break
            span = at + when.start, at + when.end
            first, _, last = when.edtf.partition("/")
            if when.rule in ("from", "dash") and last:
                return first, last, span
            if when.rule == "since":
                return first, "", span
            if _UNTIL.search(words, 0, when.start) or words.startswith("until", when.start):
                return "", when.edtf, span
        return "", "", None

    def _called(self, words: str) -> int | None:
        """The state behind "Iraqi " or "U.S. ", or behind a body that belongs to one."""
        name = words.strip().removesuffix("’s").removesuffix("'s")
        iso = called_after(name) or called_after(name.split(" ")[-1])
        return self._state(iso) if iso else None

    def _last_state(self, number: int, at: int) -> int | None:
        """Whose "its" and "his" tells: the state or body named last before, if that is not long ago."""
        for one in reversed(self._mentions[max(0, number - 6) : number]):
            if one.kind in ("state", "organisation") and 0 <= at - one.end <= _BACK:
                return self._owner(one)
        return None
