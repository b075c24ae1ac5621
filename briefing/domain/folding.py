"""Names and words made comparable across case, diacritics and scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_MARKS = {**_DASHES, **dict.fromkeys(map(ord, "‘’ʼ＇`´"), "'"), **dict.fromkeys(map(ord, "“”„"), '"')}
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
    """Case, diacritics, dashes and apostrophes levelled: "Kim Hong-kyun" and "KIM HONG‑KYŬN" are one."""
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def script_of(text: str) -> str:
    """The ISO 15924 code of the first letter whose script is known here, or empty."""
    for character in text:
        if not character.isalpha():
            continue
        name = unicodedata.name(character, "")
        for prefix, code in _SCRIPTS:
            if name.startswith(prefix):
                return code
    return ""


def cjk_runs(text: str) -> list[str]:
    """The runs of Han, Hangul and Kana in a text, composed."""
    if text.isascii():
        return []
    return _CJK.findall(unicodedata.normalize("NFC", text))


def bigrams(run: str) -> list[str]:
    """Every two neighbouring characters of a run; a run of one is itself."""
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
