"""Names and words made comparable across case, diacritics and scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
# Letters that Unicode does not take apart, as they are written without their stroke.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_MARKS = {
    **_DASHES,
    **dict.fromkeys(map(ord, "‘’‛ʼʻ＇`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟"), '"'),
}
# The voicing marks of Kana make another sound of a letter: they are no ornament to be dropped.
_KEPT = "\u3099\u309a"
_CJK = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]+"
)
_SCRIPTS = (
    ("HANGUL", "Hang"),
    ("HIRAGANA", "Jpan"),
    ("KATAKANA", "Jpan"),
    ("CJK", "Hani"),
    ("CYRILLIC", "Cyrl"),
    ("GREEK", "Grek"),
    ("ARABIC", "Arab"),
    ("HEBREW", "Hebr"),
    ("LATIN", "Latn"),
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Case, diacritics, strokes, dashes, apostrophes and blanks levelled.

    "Kim Hong-kyun" and "KIM HONG‑KYŬN" are one, "Łódź" is found as "lodz". For comparing, never
    for showing: the folded text may be longer or shorter.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold().translate(_LETTERS))
    bare = "".join(c for c in plain if c in _KEPT or not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


def script_of(text: str) -> str:
    """The ISO 15924 code of the first letter whose script is known here, or empty.

    Han with Kana anywhere in the text is Japanese (Jpan).
    """
    first = ""
    for character in text:
        if not character.isalpha():
            continue
        code = _script(character)
        if code == "Jpan" and first in ("", "Hani"):
            return code
        first = first or code
        if first not in ("", "Hani"):
            return first
    return first


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").removeprefix("HALFWIDTH ").removeprefix("FULLWIDTH ")
    return next((code for prefix, code in _SCRIPTS if name.startswith(prefix)), "")


def cjk_runs(text: str) -> list[str]:
    """The runs of Han, Hangul and Kana in a text, composed."""
    if text.isascii():
        return []
    return _CJK.findall(unicodedata.normalize("NFC", text))


def bigrams(run: str) -> list[str]:
    """Every two neighbouring characters of a run; a run of one is itself."""
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
