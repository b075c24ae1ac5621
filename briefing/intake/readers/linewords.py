"""How the words of one line go on in the next: divided words, sentences, items of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Characters that may divide a word at the end of a line; PDFium writes U+0002 for the one it met.
HYPHENS = frozenset("-\u2010\u00ad\x02\ufffe")
_SOFT = "\u00ad"
_ENDS = frozenset(".!?:;…。！？")
_CLOSING = "”’\"')]»›」』"
_MARKER = re.compile(r"(?:[•‣▪◦·–—*-]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")
_UNSPACED = re.compile("[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FRAGMENT = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\Z")
_NO_FAMILIES = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "of",
        "and",
        "le",
        "la",
        "der",
        "die",
        "vice",
        "first",
        "prime",
        "north",
    ]
)
_LONGEST_FAMILY = 5
# Written with a hyphen before a whole word, and hardly ever the first half of another.
_PREFIXES = frozenset(
    ("non", "anti", "self", "quasi", "semi", "vice", "cross", "pan", "half", "well")
)
_LONG_HEADING = 120
_TAIL = 200


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that stand whole within a line; whether the document divides words at line ends."""

    words: frozenset[str]
    divides: bool = True


def vocabulary(pages: Iterable[Iterable[str]], *, ragged: bool = False) -> Vocabulary:
    """What a word divided between two of the lines of some pages can be compared with.

    A document whose lines are ``ragged``, or end with the hyphens of compounds, and which never once
    divides a word that stands whole elsewhere, divides none.
    """
    words: set[str] = set()
    ends: list[tuple[str, str]] = []
    before = ""
    for page in pages:
        for line in page:
            found = [m[0].casefold() for m in _WORD.finditer(line)]
            divided = before[-1:] in HYPHENS and bool(before)
            if divided:
                ends.append((before, line))
            words.update(found[divided : len(found) - (line[-1:] in HYPHENS)])
            before = line
    parted = joined = 0
    for first, second in ends:
        left, right = _FRAGMENT.search(first[:-1][-_TAIL:]), _WORD.match(second)
        if left is None or right is None:
            continue
        one, other = left[0].casefold(), right[0].casefold()
        parted += f"{one}-{other}" in words or second[0].isupper()
        joined += one + other in words and f"{one}-{other}" not in words
    return Vocabulary(frozenset(words), joined > 0 or (parted == 0 and not ragged))


def hyphen_joins(before: str, after: str, known: Vocabulary) -> tuple[bool, str]:
    """Whether a line goes on in the next word for word, and what of its hyphen stays.

    A soft hyphen goes. Else the word is looked up among the document's others, whole and with its
    hyphen; where neither stands there, the hyphen goes, but from between two words and in names such
    as Kim Hong-kyun, where to lose it would make another name.
    """
    if len(before) < 2 or before[-1] not in HYPHENS or before[-2].isspace():
        return False, ""
    if not after[:1].isalnum():
        return False, ""
    if before[-1] == _SOFT:
        return True, ""
    left, right = _FRAGMENT.search(before[:-1][-_TAIL:]), _WORD.match(after)
    if left is None or right is None or after[0].isupper():
        return True, "-"
    words = known.words
    compound, second = left[0].casefold(), right[0].casefold()
    first = compound.rpartition("-")[2]
    if f"{compound}-{second}" in words or f"{first}-{second}" in words:
        return True, "-"
    if first + second in words or compound + second in words:
        return True, ""
    is_first_word = first in words or first in _PREFIXES
    both = is_first_word and second in words and min(len(first), len(second)) > 2
    before_it = before[: -1 - len(left[0])]
    stays = both or not known.divides or _is_given_name(before_it, left[0], second)
    return True, "-" if stays else ""


def _is_given_name(before: str, first: str, second: str) -> bool:
    if not first[0].isupper() or max(len(first), len(second)) > 5:
        return False
    family = _FRAGMENT.search(before.rstrip()[-_TAIL:]) if before.endswith(" ") else None
    if family is None or not family[0][0].isupper() or len(family[0]) > _LONGEST_FAMILY:
        return False
    return family[0].casefold() not in _NO_FAMILIES


def join(text: str, words: str, known: Vocabulary) -> str:
    """Two pieces of one paragraph put together."""
    joins, hyphen = hyphen_joins(text, words, known)
    if joins:
        return text[:-1] + hyphen + words
    if _UNSPACED.match(text[-1:]) and _UNSPACED.match(words[:1]):
        return text + words
    return f"{text} {words}"


def append(parts: list[str], words: str, known: Vocabulary, *, glued: bool = False) -> None:
    """Let a paragraph whose pieces are ``parts`` go on with words; only its last piece is touched.

    ``glued`` lets them go on with no blank between.
    """
    if glued:
        parts.append(words)
        return
    kept, end = parts[-1][:-_TAIL], parts[-1][-_TAIL:]
    joined = join(end, words, known)
    parts[-1] = kept + joined[: len(joined) - len(words)]
    parts.append(words)


def is_hangul(letter: str) -> bool:
    """Whether a letter is a Korean syllable."""
    return "\uac00" <= letter <= "\ud7a3"


def goes_on(before: str, after: str, *, full: bool) -> bool:
    """Whether a paragraph goes on in the next column or page; ``full`` tells of a whole last line."""
    if begins_item(after):
        return False
    if ends_sentence(before):
        return full
    if after[:1].islower() or before[-1:] in HYPHENS:
        return True
    # A name may stand at the top of a page; what is short and has no full stop was a heading.
    return full or len(before) - before.rfind("\n\n") > _LONG_HEADING


def tidy(text: str) -> str:
    """The text without what only divided words at ends of lines."""
    return text.replace("\x02", "-").replace("\u00ad", "")


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop or the like."""
    return text.rstrip(_CLOSING)[-1:] in _ENDS


def begins_item(text: str) -> bool:
    """Whether a text begins with a bullet or number."""
    return _MARKER.match(text) is not None
