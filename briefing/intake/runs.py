"""Runs of words with capitals, from which names are made."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake import gazetteer
from briefing.intake.bodies import ALONE
from briefing.intake.titles import COMMON, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.intake.article import Article

# A letter that is no small one of the Latin alphabet; ``str.isupper`` decides in the end.
_CAP = r"[^\W\d_a-zß-öø-ÿ]"
_SHORT = (
    "Gen|Lt|Col|Cpl|Spc|Pfc|Maj|Adm|Capt|Cmdr|Sgt|Brig|Rep|Sen|Gov|Rev|Dr|Mr|Mrs|Ms|Prof|Hon|St|Jr|Sr|Mt|Pvt|"
    "Corp|Inc|Co|Ltd"
)
_OWNED = (
    "Party|Council|Association|Union|Front|Federation|League|Congress|Committee|Organi[sz]ation|"
    "Group|Assembly|Movement|Forum|Club|Army|Guild|Conference|Rights|Affairs"
)
# Bounded, so that no run of letters is looked at twice.
_WORD = (
    rf"(?:(?:{_SHORT})\.(?=[ ,’'])|(?:{_CAP}\.){{1,6}}(?:{_CAP}(?!\w))?(?![\w])"
    rf"|(?:(?:[aAeEuU]l|[aA][dnrstz]|[aA]sh)-)?{_CAP}[\w]{{0,40}}(?:(?:[-‑]|[’'](?!s\b))\w{{1,40}}){{0,4}}\+?"
    # "Workers’ Party": the mark belongs to the name where a body follows.
    rf"(?:(?<=s)[’'](?= (?:{_OWNED})\b))?)"
)
#: "Council on Foreign Relations": what else stands before "on" is no body.
_ON = "|".join(rf"(?<={noun}[ \u00a0]on)" for noun in ("Council", "Committee", "Commission"))
_JOIN = (
    r"(?:of the|for the|of|for|and the|and|in the|in|de la|de los|de las|de|da|di|do|du|"
    r"del|della|la|bin|ibn|bint|van der|van den|van|von|dos|das|&|"
    rf"on(?:{_ON})(?: the)?)"
)
_RUN = re.compile(rf"(?<![\w’'@#/]){_WORD}(?:[ \u00a0](?:{_JOIN}[ \u00a0])?{_WORD}){{0,24}}")
_PART = re.compile(rf"(?P<join>(?<=[ \u00a0]){_JOIN}(?=[ \u00a0]))|(?P<word>{_WORD})")
#: Before these a new sentence or a new speaker begins.
_BEGINS = frozenset('.!?:;\n\r“”"‘„«「『—–…•*|')
_SPACES = " \t\u00a0"
#: "Al-Jubouri" is one name, whatever else "Al" begins.
_ARTICLES = frozenset(("al", "el", "ad", "an", "ar", "as", "at", "az", "ash"))


class Word(NamedTuple):
    """A word of a run, where it stands, and the small word that joins it to the one before."""

    text: str
    start: int
    end: int
    join: str = ""


class Run(NamedTuple):
    """Words that follow each other; ``begins`` tells that a sentence may begin with the first."""

    words: tuple[Word, ...]
    begins: bool

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.words[-1].end


def runs_of(article: Article) -> Iterator[Run]:
    """The runs of an article in order, and each known name that begins with a small letter."""
    text = article.text
    small, nothing, known = _small().finditer(text), _nothing(), gazetteer.phrases()
    waiting = next(small, None)
    for match in _RUN.finditer(text):
        while waiting is not None and waiting.start() < match.start():
            if waiting.end() <= match.start():
                yield Run((Word(waiting[0], waiting.start(), waiting.end()),), begins=False)
            waiting = next(small, None)
        said = match[0]
        if said.isalpha():
            # One word alone, as most runs are; half of these name nothing.
            if said not in nothing and (len(said) > 1 or said in known):
                start, end = match.span()
                yield Run((Word(said, start, end),), _begins(text, start))
            continue
        words: list[Word] = []
        join = ""
        for part in _PART.finditer(said):
            if part["join"]:
                join = part["join"]
                continue
            at = match.start() + part.start()
            whole = part["word"]
            for word in _of_compound(whole) if "-" in whole else (whole,):
                words.append(Word(word, at, at + len(word), join))
                at += len(word) + 1
                join = ""
        if words:
            yield Run(tuple(words), _begins(text, words[0].start))
    while waiting is not None:
        yield Run((Word(waiting[0], waiting.start(), waiting.end()),), begins=False)
        waiting = next(small, None)


def _of_compound(word: str) -> list[str]:
    """ "Russia-Ukraine" is two names; any other word with a hyphen is one."""
    parts = word.split("-")
    if parts[0].lower() in _ARTICLES:
        return [word]
    if len(parts) < 2 or not all(p[:1].isupper() and p in gazetteer.phrases() for p in parts[:-1]):
        return [word]
    return parts if word not in gazetteer.phrases() else [word]


def _begins(text: str, at: int) -> bool:
    before = at - 1
    # White space is at most looked at for a few characters: there may be a million of it.
    low = max(-1, at - 6)
    while before > low and text[before] in _SPACES:
        before -= 1
    return before < 0 or text[before] in _BEGINS


@cache
def _small() -> re.Pattern[str]:
    names = sorted(gazetteer.small_names(), key=len, reverse=True)
    # Most words are none of them: the two letters tell that they begin with, which are found fast.
    heads = "|".join(
        rf"{re.escape(head)}(?<!\w{re.escape(head)})(?:{_rests(names, head)})"
        for head in dict.fromkeys(name[:2] for name in names)
    )
    return re.compile(rf"(?:{heads})(?!\w)")


def _rests(names: list[str], head: str) -> str:
    rests = (name[2:] for name in names if name.startswith(head))
    return "|".join(re.escape(rest).replace("'", "['’]") for rest in rests)


@cache
def _nothing() -> frozenset[str]:
    """Words with a capital that name nothing where they stand alone."""
    listed = (gazetteer.phrases(), gazetteer.adjectives(), gazetteer.peoples(), TITLES, ALONE)
    return COMMON.difference(*listed)
