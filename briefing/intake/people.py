"""The people of an article: full names, and who is meant by a family name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.intake import gazetteer
from briefing.intake.namesigns import PARTICLES
from briefing.intake.readers.result import words as listed
from briefing.intake.titles import BODIES, COMMON, GROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.intake.namesigns import Found

#: Short words after what might be a family name: "Lee County", "Ban Treaty".
_NO_GIVEN = (
    GROUNDS | BODIES | COMMON | frozenset(("Treaty", "Pact", "Title", "Games", "Cup", "Line"))
)
#: Two syllables of a Chinese given name written as one word: "Guoqiang".
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[iu]?a(?:ng?|i|o)?|[iu]?e(?:ng?|i)?|i(?:ng?|u|e)?|iong|"
    r"o(?:ng|u)?|u(?:n|i|o)?|er|uai|ü)"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{2}}")
#: One or two syllables as Korean, Chinese and Vietnamese are written in Latin letters.
_SPOKEN = re.compile(
    r"(?:(?:[bcdgkmnprstz]h|ng|tr|gi|qu|hw|kw|ky|gy|ts|[bcdđfghjklmnpqrstvwxyz])?[aeiouwyüăâêôơư]{1,4}"
    r"(?:ng|nh|ch|[nmptklrhcbgsj])?){1,2}"
)
_ARTICLE = re.compile(r"(?:[ae]l|a[dnrstz]|ash)-", re.IGNORECASE)
_REMEMBERED = 12
_FULL = 3
_CAPITAL_PARTICLES = frozenset(
    ("Le", "La", "De", "Di", "Da", "Du", "Del", "Van", "Von", "El", "Al")
)
_AFTER = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
_FEMALE = frozenset(
    ("Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Lady", "Dame", "Baroness", "Queen", "Princess")
)
_MALE = frozenset(("Mr", "Mr.", "Sir", "Lord", "King", "Prince", "Pope", "Sheikh"))


#: Titles of those who lead a state.
_HEADS = ("President", "Minister", "Chancellor", "Premier")


@dataclass(slots=True)
class Person:
    """Somebody by the longest name that the article gives. ``sex`` is "m", "f" or not told."""

    name: str
    family: str
    given: str = ""
    family_first: bool = False
    sex: str = ""
    titles: set[str] = field(default_factory=set[str])
    states: set[str] = field(default_factory=set[str])


class People:
    """Everybody whom an article calls by a full name or with a title; asked in the order of the text."""

    def __init__(self, published: str) -> None:
        self._published = published[:7] if published[:4].isdigit() else ""
        self._by_name: dict[str, Person] = {}
        self._by_family: dict[str, list[Person]] = {}
        self._by_given: dict[str, list[Person]] = {}
        # Names of three words and more by those in the middle: "Inés Quispe Mamani" is Quispe.
        self._by_middle: dict[str, list[Person]] = {}
        self._last: dict[str, Person] = {}
        self._by_title: dict[str, list[Person]] = {}
        # The last few who were spoken of, the latest at the end.
        self._order: list[Person] = []

    def learn(self, found: Iterable[Found]) -> None:
        """Take the people among what was found; first those with a full name."""
        people = [one for one in found if one.kind == "person"]
        for one in sorted(people, key=lambda one: -len(one.words)):
            self._add(one)

    def _add(self, one: Found) -> None:
        words = one.words
        sex = _sex_of(one.title, words)
        known = self._by_name.get(_key(words))
        if known is None and len(words) == 1:
            held = self._by_family.get(_bare(words[0])) or self._by_middle.get(words[0]) or ()
            known = held[0] if held else self._called_last(words[0])
            if known is not None and held:
                known = self._of_sex(known, sex)
            if one.title and (known is None or one.title.endswith(_HEADS)):
                known = self._titled_leader(words[0], one.title, known)
        if known is None:
            known = self._same(words)
        if known is None:
            first = is_family_first(words)
            bare = [word for word in words if word not in _AFTER] or [*words]
            family = bare[0] if first or len(bare) == 1 else bare[-1]
            given = "" if len(bare) == 1 else bare[1] if first else bare[0]
            known = Person(one.name, family, given, first, "")
            self._by_family.setdefault(_bare(family), []).append(known)
            if first and len(bare) == _FULL:
                # Vietnamese are called by the last word: "Nguyen Van Thuc … Thuc".
                self._by_given.setdefault(bare[-1], []).append(known)
            for word in () if first else bare[1:-1]:
                if len(word) > 3 and word not in PARTICLES and word not in gazetteer.given_names():
                    self._by_middle.setdefault(word, []).append(known)
            if given:
                self._by_given.setdefault(given, []).append(known)
        self._by_name[_key(words)] = known
        known.sex = known.sex or sex
        if one.title:
            known.titles.add(one.title)
            for title in _offices_in(one.title):
                self._by_title.setdefault(title, []).append(known)
        if one.iso:
            known.states.add(one.iso)

    def _called_last(self, word: str) -> Person | None:
        """ "President Le Thanh Son … President Son": who is called by the last word of a name."""
        fits = [one for one in self._by_given.get(word, ()) if one.family_first]
        return fits[0] if len(fits) == 1 else None

    def _titled_leader(self, word: str, title: str, known: Person | None) -> Person | None:
        """ "President Okoye" of an article without a full name: who led a state under that name."""
        if known is not None and (known.titles or title.startswith(("Vice", "Former"))):
            return known
        held = gazetteer.leaders().get(word, ())
        if not held or (not self._published and len({one.iso for one in held}) > 1):
            return known
        if known is not None and any(known.name == one.name for one in held):
            return known
        return self._leader(word) or known

    def holding(self, title: str, iso: str) -> Person | None:
        """Who is given an office in this article, of those the last one spoken of."""
        held = self._by_title.get(title.removeprefix("Former "), ())
        fits = [one for one in held if not iso or not one.states or iso in one.states]
        return next((one for one in self._order[::-1] if one in fits), fits[0] if fits else None)

    def _same(self, words: tuple[str, ...]) -> Person | None:
        """Who has the same first and last word: a middle name more or less makes nobody else."""
        if len(words) < 2:
            return None
        if words[0] in _CAPITAL_PARTICLES and len(words) == 2:
            # "Maude Le Guennec … Le Guennec".
            for one in self._by_family.get(_bare(words[1]), ()):
                if one.name.endswith(" ".join(words)):
                    return one
        if is_family_first(words):
            return None
        for one in self._by_family.get(_bare(words[-1]), ()):
            if one.given and (one.given == words[0] or _is_initial(words[0], one.given)):
                return one
        return None

    def known(
        self,
        words: tuple[str, ...],
        *,
        alone: bool = False,
        begins: bool = False,
        title: str = "",
    ) -> Person | None:
        """Who is meant. ``alone``: nothing but the name says that this is a person."""
        found = self._by_name.get(_key(words))
        if found is None and len(words) == 1:
            found = self._single(words[0], begins=begins and alone)
        if found is None and len(words) > 1:
            found = self._same(words)
        if found is not None and title and len(words) == 1:
            found = self._of_sex(found, _sex_of(title, words))
        if found is not None:
            self._last[_bare(found.family)] = found
            self._order.append(found)
            del self._order[:-_REMEMBERED]
        return found

    def _of_sex(self, found: Person, sex: str) -> Person:
        """ "Mrs. Okoye" of an article with a Mr. and a Mrs. Okoye."""
        if not sex or found.sex in ("", sex):
            return found
        fits = [one for one in self._by_family.get(_bare(found.family), ()) if one.sex == sex]
        last = self._last.get(_bare(found.family))
        return last if last in fits else fits[0] if fits else found

    def _single(self, word: str, *, begins: bool) -> Person | None:
        held = self._by_family.get(_bare(word), ())
        if held:
            last = self._last.get(_bare(word))
            return last if last in held else held[0]
        middle = self._by_middle.get(word, ())
        if len(middle) == 1:
            return middle[0]
        given = self._by_given.get(word, ())
        if len(given) == 1 and (not begins or word not in gazetteer.given_names()):
            one = given[0]
            if word not in gazetteer.given_names() and word == one.name.split()[0]:
                # "Arimoto Kenji … Arimoto said": called by the first word, which is no given name.
                one.family, one.given, one.family_first = word, one.family, True
                self._by_family.setdefault(word, []).append(one)
            return one
        return self._leader(word) if not begins or word not in COMMON else None

    def _leader(self, word: str) -> Person | None:
        """Who led a state under that name when the article appeared; never a word of every day."""
        if (
            word in COMMON
            or word in gazetteer.given_names()
            or word in gazetteer.phrases()
            or len(word) < 4
        ):
            return None
        day = self._published
        held = [
            one
            for one in gazetteer.leaders().get(word, ())
            if not day or (one.since <= day <= (one.until or "9999"))
        ]
        if not held or word in _ORDINARY:
            return None
        best = max(held, key=lambda one: (len(one.name.split()), one.since))
        words = tuple(best.name.split())
        first = is_family_first(words)
        person = Person(
            best.name, word, words[1] if first else words[0] if len(words) > 1 else "", first
        )
        self._by_family.setdefault(word, []).append(person)
        self._by_name[_key(words)] = person
        return person


#: Family names of leaders that are words as well.
_ORDINARY = listed(
    "Brown Bush Ford King May Major Young Martin Marin Prior Price Stone Rose Lane Banks Wood Home "
    "Heath Church Solo Gray Grey White Black Green Day Long Short Bell Cook Carter Mason Page Baker "
    "Butler Fisher Hunter Silva Paris Costa Franco Molina Roman Duke Noble Hope"
)


def _offices_in(title: str) -> list[str]:
    """A title and its ends: "First Vice Foreign Minister", "Foreign Minister", "Minister"."""
    words = title.split()
    return [
        " ".join(words[at:]) for at in range(len(words)) if words[at] not in ("of", "for", "the")
    ]


def is_family_first(words: tuple[str, ...]) -> bool:
    """Whether a name of two or three words is written with the family name first."""
    if not 2 <= len(words) <= 3 or words[0] not in gazetteer.family_first():
        return False
    if not _NO_GIVEN.isdisjoint(words[1:]):
        return False
    given = gazetteer.given_names()
    return all(is_syllables(word) and word not in given for word in words[1:]) or (
        len(words) == 3 and all(is_syllables(word) for word in words[1:])
    )


def is_syllables(word: str) -> bool:
    """Whether a word is one or two syllables of Chinese, Korean or Vietnamese."""
    parts = word.replace("‑", "-").split("-")
    if not 1 <= len(parts) <= 2 or not all(part.isalpha() for part in parts):
        return False
    return all(1 < len(part) <= 6 and _SPOKEN.fullmatch(part.lower()) for part in parts) or (
        len(parts) == 1 and _PINYIN.fullmatch(word.lower()) is not None
    )


def _sex_of(title: str, words: tuple[str, ...]) -> str:
    for word in title.split():
        if word in _FEMALE:
            return "f"
        if word in _MALE:
            return "m"
    if len(words) == _FULL and is_family_first(words):
        # Vietnamese names tell it by the word in the middle.
        return {"Thi": "f", "Van": "m"}.get(words[1], "")
    if len(words) < 2 or is_family_first(words):
        return ""
    sex = gazetteer.given_names().get(words[0], "")
    return "" if sex == "x" else sex


def _bare(family: str) -> str:
    """A family name without its article: "al-Abadi" is Abadi."""
    return _ARTICLE.sub("", family) if "-" in family[:4] else family


def _is_initial(word: str, given: str) -> bool:
    return len(word.rstrip(".")) == 1 and given.startswith(word[0])


def _key(words: tuple[str, ...]) -> str:
    return "".join(words).replace("-", "").replace("‑", "").replace(".", "").lower()
