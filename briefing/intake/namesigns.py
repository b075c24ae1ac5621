"""What is found in a run of words, and the signs in it, before and after it that make it somebody's name."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.intake.readers.result import words
from briefing.intake.titles import PERSON_NOUNS

#: Small words within a name.
PARTICLES = frozenset(
    (
        *("de la", "de los", "de las", "de", "da", "di", "do", "du", "del", "della", "la", "bin"),
        *("ibn", "bint", "van der", "van den", "van", "von", "dos", "das"),
    )
)
#: What may follow a name and belongs to it.
NAME_TAIL = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
#: After a name: that the named speaks, how old or what he or she is.
SAID_AFTER = re.compile(
    r",? (?:said|says|told|added|adds|warned|argued|wrote|insisted|stressed|noted|explained|claimed|denied|"
    r"announced|acknowledged|declared|testified|tweeted|recalled|replied|asked|who |whose )|, [1-9][0-9],"
    rf"|, (?:[A-Z][\w.]{{0,20}}[’']s |[a-z]{{1,6}} ){{0,2}}(?:[A-Za-z-]{{1,14}} ){{0,4}}?(?:{PERSON_NOUNS})\b"
    rf"|, (?:his|her|its|their) (?:[A-Za-z-]+ ){{0,2}}(?:colleague|counterpart|predecessor|successor)"
)
#: Before a name: "met", or what the named is, in small letters.
MET_BEFORE = re.compile(
    rf"\b(?:met|told|asked|interviewed|thanked|succeeded|(?:{PERSON_NOUNS}),?) $"
    r"|\b(?:Minister|President|Premier|Chancellor|Secretary|Ambassador|Governor|Speaker|Chairman|"
    r"Chairwoman|Spokesman|Spokeswoman|King|Queen|General|Admiral), $"
)
#: Of the nouns of places those that are nobody's family name.
SURELY_GROUND = words(
    "County City District Province Region River Sea Ocean Bay Gulf Strait Straits Island Islands "
    "Peninsula Mountain Mountains Valley Desert Canal Airport Avenue Road Square Stadium Station "
    "Governorate Oblast Prefecture Territory Building Hotel Mosque Cathedral Shelf"
)
#: Before "of" these begin the name of a place: "the Gulf of Guinea".
WATERS = words("Gulf Bay Sea Strait Straits Isle Isles Horn Cape Lake Mount")
#: Before "al-" these begin the name of a place, a paper or an armed group.
ARABIC_HEADS = words(
    "Jaish Jaysh Ansar Jabhat Harakat Liwa Kata'ib Kataib Hizb Asa'ib Saraya Hayat Tell Tal Tel Deir Umm "
    "Ain Ayn Bab Dar Ras Wadi Jebel Jabal Khan Qasr Qal'at Kafr Kafar Urem Wahat Sahl Nahr Bahr Jisr "
    "Madinat Sha'ib Souq Suq Beit Bayt Abu-Kamal Majdal Ahrar Jund Quwat Fajr Nour Nur Ta'ifa Tahrir"
)
#: Titles that are family names as well.
SURNAMES = words(
    "Bishop King Prince Major Baron Judge Pope Duke Marshal Lord Cook Page Sheriff Chamber Guard"
)
#: Known names of one word that may begin a sentence as any word does.
ORDINARY = words("Labour Economist Guardian Apple Quad Wagner Conservatives Fed Labour Unity")
#: "talks with Hana Novak of Chad".
OF_STATE = re.compile(r" of (?:the )?(?P<name>[A-Z][\w.]+(?: [A-Z][\w.]+)?)")
WITH_BEFORE = re.compile(r"\b(?:with|by|from|host(?:ed|s)?|received|welcomed) $")


class Found(NamedTuple):
    """A name found: ``kind`` is person, organisation, state, place, or "unsure".

    ``words`` are those of a person's name; ``said`` is how it is written; ``iso`` the state that it is or
    whose office the title names. ``start`` takes the title with it, ``name_start`` does not.
    """

    kind: str
    start: int
    end: int
    name: str
    rule: str
    confidence: float
    words: tuple[str, ...] = ()
    said: str = ""
    iso: str = ""
    title: str = ""
    name_start: int = 0
    begins: bool = False
