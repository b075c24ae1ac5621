"""Words as WordprocessingML: escaped, without what XML cannot hold, each run with its script and language.

Text is only ever the content of ``w:t``: a field or a tag that somebody typed stays what it looks like.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from briefing.export.typesetting import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hebrew, Arabic, Syriac, Thaana, N'Ko and what Unicode keeps beside them, with their presentation forms.
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Blanks, digits and signs between two words that run to the left run with them.
_LEFTWARD = re.compile(f"[{_RIGHT}](?:[{_RIGHT}\\W\\d_]*[{_RIGHT}])?")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_EASTERN = (
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"), "ko-KR"),
    (re.compile("[\u3040-\u30ff\u31f0-\u31ff]"), "ja-JP"),
    (re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh-CN"),
)
# A language without a country says to a word processor nothing of how to spell.
_COUNTRIES = {
    **{"en": "GB", "ar": "SA", "he": "IL", "fa": "IR", "ur": "PK", "zh": "CN", "ja": "JP"},
    **{"ko": "KR", "el": "GR", "uk": "UA", "be": "BY", "cs": "CZ", "da": "DK", "et": "EE"},
    **{"sv": "SE", "sl": "SI", "sr": "RS", "hi": "IN", "vi": "VN", "ka": "GE", "hy": "AM"},
    **{"pt": "PT", "kk": "KZ", "nb": "NO", "ps": "AF", "sq": "AL"},
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def escaped(text: str) -> str:
    """The text as it stands in an element or, in double quotation marks, in an attribute."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def language_tag(language: str) -> str:
    """A language as word processors know it, ``"en-GB"``; English where it is none."""
    code = language.strip()
    if not _TAG.fullmatch(code):
        return "en-GB"
    if "-" in code:
        return code
    code = code.lower()
    return f"{code}-{_COUNTRIES.get(code, code.upper())}" if len(code) == 2 else code


def runs_leftward(text: str) -> bool:
    """Whether a paragraph that begins with this text is read from the right."""
    for one in text:
        direction = unicodedata.bidirectional(one)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def run(text: str, look: str = "", language: str = "") -> str:
    """The runs of a text. ``look`` is the inside of ``w:rPr``; ``language`` a tag, if it is not the report's.

    Control characters and overrides of direction are taken out, ends are kept.
    """
    plain = clean(text, keep_ends=True)
    if not plain:
        return ""
    if plain.isascii():
        return _run(plain, look, _lang(language))
    return "".join(_run(piece, look, more) for piece, more in _by_script(plain, language))


def _by_script(text: str, language: str) -> Iterator[tuple[str, str]]:
    at = 0
    for found in _LEFTWARD.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], _western(text[at : found.start()], language)
        code = "he" if _HEBREW.search(found[0]) else "ar"
        known = language if language[:2] in ("ar", "he", "fa", "ur", "ps") else ""
        yield found[0], f'<w:rtl/><w:lang w:bidi="{known or language_tag(code)}"/>'
        at = found.end()
    if at < len(text):
        yield text[at:], _western(text[at:], language)


def _western(text: str, language: str) -> str:
    if text.isascii():
        return _lang(language)
    for letters, tag in _EASTERN:
        if letters.search(text):
            known = language if language[:2] in ("ko", "ja", "zh") else tag
            return f'<w:lang w:eastAsia="{known}"/>'
    return _lang(language)


def _lang(language: str) -> str:
    return f'<w:lang w:val="{language}"/>' if language else ""


def _run(text: str, look: str, more: str) -> str:
    looks = f"<w:rPr>{look}{more}</w:rPr>" if look or more else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
