"""Whether quoted words stand in a text word for word; altered ones are the business of ``likeness``.

Marks, dashes and white space may differ, so may the case of the first letter and the closing full
stop; an ellipsis stands for words left out, square brackets for the writer's insertion. All of these
are told, for a reader of the quote is entitled to know them. Offsets are Unicode code points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from briefing.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Code points that an ellipsis and a pair of brackets may stand for.
_GAP, _BRACKET = 1500, 80
#: Places of one stretch looked at in one text.
_MANY = 5000

_SINGLE, _DOUBLE, _DASH = "'‘’‚‛′`´ʼ＇‹›", '"“”„‟«»″＂「」『』〝〞', "-‐‑‒–—―−﹣－"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACE = rf"[\s{_UNSEEN}]"
_DOTS = r"(?:…|\.\s?\.\s?\.(?:\s?\.)?)"
# “[T]he treaty”: the case of one letter was changed.
_LETTER = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")
_JOINT = re.compile(
    rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}"
    r"|(?!\[[^\W\d_]\][^\W\d_])\[(?P<inner>[^\[\]\n]{1,80})\]"
)
ELLIPSIS = "…"
#: How signs that are written in many ways are levelled, for ``str.translate``.
PLAIN = {
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _DASH), "-"),
    **dict.fromkeys(map(ord, _UNSEEN), None),
}
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: A word; a script without blanks is compared sign by sign.
WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+(?:['-][^\W{_IDEOGRAPHS}]+)*")


@dataclass(frozen=True, slots=True)
class Match:
    """Where quoted words stand in a text, and in what they differ from it, in words for a person."""

    start: int
    end: int
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needle:
    """A quote made ready to be looked for in many texts.

    ``parts`` are its unbroken stretches and ``joints`` what stands between them: "…" or the words of
    a pair of brackets; those before the first and after the last are in ``outer``. ``anchors`` must
    all stand in a text, ``pairs`` are its neighbouring words.
    """

    words: str
    parts: tuple[re.Pattern[str], ...]
    joints: tuple[str, ...]
    outer: tuple[str, ...]
    anchors: tuple[str, ...]
    tokens: tuple[str, ...]
    pairs: frozenset[str]
    #: The tokens levelled, in order, and the places of each as bits.
    level: tuple[str, ...]
    places: Mapping[str, int]


@lru_cache(maxsize=2048)
def needle(words: str) -> Needle:
    """Prepare the words of a quote, outer quotation marks or none."""
    plain = _composed(" ".join(words.split()))
    plain = plain.strip(_SINGLE + _DOUBLE + " ")
    stretches, joints, outer = _split(plain)
    parts = [
        _pattern_of(part, first=n == 0 or joints[n - 1] == ELLIPSIS, glued=glued)
        for n, (part, glued) in enumerate(stretches)
    ]
    # As it was said: the writer's brackets are no words of the speaker.
    bare = [_LETTER.sub(r"\1", part) for part, _glued in stretches]
    tokens = tuple(word.translate(PLAIN) for part in bare for word in WORD.findall(part))
    # Only plain letters: others may be written in more than one way, and so may the first.
    found = [m[0] for one in bare for m in re.finditer(r"[A-Za-z]{2,}", one) if m.start() > 1]
    anchors = tuple(sorted(set(found), key=len, reverse=True)[:4])
    low = tuple(t.casefold() for t in tokens)
    pairs = frozenset(" ".join(pair) for pair in pairwise(low))
    places: dict[str, int] = {}
    for n, word in enumerate(low):
        places[word] = places.get(word, 0) | 1 << n
    return Needle(
        plain,
        tuple(parts),
        tuple(joints),
        tuple(outer),
        anchors,
        tokens,
        pairs,
        low,
        places,
    )


def _split(plain: str) -> tuple[list[tuple[str, tuple[bool, bool]]], list[str], list[str]]:
    """The stretches of a quote, whether each is glued to a bracket before and after, the joints."""
    stretches: list[tuple[str, tuple[bool, bool]]] = []
    joints: list[str] = []
    outer: list[str] = []
    waiting: list[str] = []
    at, before = 0, False
    ends = [*_JOINT.finditer(plain), None]
    for joint in ends:
        stretch = plain[at : joint.start() if joint else len(plain)]
        bracket = joint["inner"] if joint else None
        after = bracket is not None and stretch[-1:].isalnum()
        kept = stretch.strip().strip(".,;:").strip() if joint is None else stretch.strip()
        if kept.strip(" .,;:"):
            if stretches:
                # Of an ellipsis and a bracket side by side, the ellipsis stands for both.
                joints.append(ELLIPSIS if ELLIPSIS in waiting else waiting[0])
                outer += [w for w in waiting[1:] if w != ELLIPSIS]
            else:
                outer += [w for w in waiting if w != ELLIPSIS]
            waiting = []
            stretches.append((kept, (before and stretch[:1].isalnum(), after)))
        if joint is None:
            break
        waiting.append(ELLIPSIS if bracket is None else bracket)
        at, before = joint.end(), bracket is not None
    outer += [w for w in waiting if w != ELLIPSIS]
    return stretches, joints, outer


def _pattern_of(part: str, *, first: bool, glued: tuple[bool, bool]) -> re.Pattern[str]:
    out: list[str] = []
    at = 0
    for match in _LETTER.finditer(part):
        out.append(_literal(part[at : match.start()], first=first and at == 0))
        out.append(f"[{match[1].lower()}{match[1].upper()}]")
        at = match.end()
    out.append(_literal(part[at:], first=first and at == 0))
    before = r"(?<!\w)" if _is_word(part.lstrip("[")[:1]) and not glued[0] else ""
    after = r"(?!\w)" if _is_word(part[-1:]) and not glued[1] else ""
    return re.compile(before + "".join(out) + after)


def _is_word(letter: str) -> bool:
    # Ideographs stand side by side with no blank between words.
    return bool(re.match(rf"[^\W{_IDEOGRAPHS}]", letter))


def _literal(text: str, *, first: bool) -> str:
    """A pattern for words, blind to the shape of marks, dashes, blanks, and the first case."""
    out: list[str] = []
    waits = first
    for sign in text:
        if sign.isspace():
            out.append(rf"{_SPACE}+")
        elif sign in _SINGLE:
            out.append(f"[{re.escape(_SINGLE)}{re.escape(_DOUBLE)}]")
        elif sign in _DOUBLE:
            # A quotation inside a quotation changes its marks; two single ones stand for a double.
            out.append(f"(?:''|[{re.escape(_SINGLE)}{re.escape(_DOUBLE)}])")
        elif sign in _DASH:
            out.append(rf"{_SPACE}?[{re.escape(_DASH)}]+{_SPACE}?")
        elif waits and sign.isalpha() and sign.lower() != sign.upper():
            forms = {form for form in (sign.lower(), sign.upper()) if len(form) == 1} | {sign}
            out.append("(?:" + "|".join(_written(form) for form in sorted(forms)) + ")")
            waits = False
        else:
            out.append(_written(sign))
            waits = waits and not sign.isalnum()
    return "".join(out)


def _written(sign: str) -> str:
    """A sign in each way in which Unicode writes it."""
    forms = {sign, *(unicodedata.normalize(form, sign) for form in ("NFC", "NFD"))}
    if len(forms) == 1:
        return re.escape(sign)
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms)) + ")"


def _composed(text: str) -> str:
    """The text in NFC, but for signs that NFC replaces by another: a text may hold either."""
    done: list[str] = []
    run: list[str] = []
    for sign in text:
        if unicodedata.combining(sign) or unicodedata.normalize("NFC", sign) == sign:
            run.append(sign)
            continue
        done += [unicodedata.normalize("NFC", "".join(run)), sign]
        run.clear()
    return "".join(done) + unicodedata.normalize("NFC", "".join(run))


def find_words(text: str, quote: str | Needle) -> Match | None:
    """Where the words of a quote stand in a text, or None. What is told apart from it is told."""
    sought = needle(quote) if isinstance(quote, str) else quote
    if not sought.parts or any(anchor not in text for anchor in sought.anchors):
        return None
    spans = _spans(text, sought)
    if not spans:
        return None
    return Match(spans[0][0], spans[-1][1], tuple(_differences(text, sought, spans)))


def _spans(text: str, sought: Needle) -> list[tuple[int, int]]:
    """The first places of the stretches, one after the other and near enough; none: empty."""
    if len(sought.parts) == 1:
        match = sought.parts[0].search(text)
        return [match.span()] if match else []
    places = [[m.span() for m in islice(part.finditer(text), _MANY)] for part in sought.parts]
    # From the end backwards: of each place, the next place from which the rest can be reached.
    reach: list[dict[int, int]] = []
    good = list(range(len(places[-1])))
    for at in range(len(places) - 2, -1, -1):
        far = _GAP if sought.joints[at] == ELLIPSIS else _BRACKET
        starts = [places[at + 1][n][0] for n in good]
        onward: dict[int, int] = {}
        for number, (_start, end) in enumerate(places[at]):
            found = bisect_left(starts, end)
            if found < len(starts) and starts[found] - end <= far:
                onward[number] = good[found]
        reach.append(onward)
        good = sorted(onward)
    if not good:
        return []
    number, spans = good[0], [places[0][good[0]]]
    for at, onward in enumerate(reversed(reach)):
        number = onward[number]
        spans.append(places[at + 1][number])
    return spans


def _differences(text: str, sought: Needle, spans: Sequence[tuple[int, int]]) -> list[str]:
    told: list[str] = []
    for joint, before, after in zip(sought.joints, spans, spans[1:], strict=False):
        stood = " ".join(text[before[1] : after[0]].split())
        if joint != ELLIPSIS:
            words = _("“[{inner}]” stands for “{stood}”") if stood else _("“[{inner}]” is put in")
            told.append(words.format(inner=joint, stood=_short(stood)))
        elif stood.strip("….,;: "):
            told.append(_("“…” leaves out “{stood}”").format(stood=_short(stood.strip("….,;: "))))
    told += [_("“[{inner}]” is put in").format(inner=inner) for inner in sought.outer]
    there = unicodedata.normalize("NFC", " ".join(text[a:b] for a, b in spans))
    letter = _LETTER.search(sought.words)
    here = _LETTER.sub(r"\1", " ".join(_split(sought.words)[0][n][0] for n in range(len(spans))))
    if letter and there[:1] != letter[1] and there[:1].lower() == letter[1].lower():
        words = _("“[{inner}]” stands for “{stood}”")
        told.append(words.format(inner=letter[1], stood=there[:1]))
    elif there[:1] != here[:1] and there[:1].lower() == here[:1].lower():
        told.append(_("the first letter is in the other case"))
    if _only(_SINGLE + _DOUBLE, there) != _only(_SINGLE + _DOUBLE, here):
        told.append(_("quotation marks or apostrophes are written otherwise"))
    if _only(_DASH, there) != _only(_DASH, here):
        told.append(_("dashes are written otherwise"))
    if any(c in _UNSEEN for c in there) or re.sub(r"\S", "", there) != re.sub(r"\S", "", here):
        told.append(_("white space differs"))
    return told


def _only(signs: str, text: str) -> str:
    return "".join(c for c in text if c in signs)


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:58].rstrip() + " … " + text[-58:].lstrip()
