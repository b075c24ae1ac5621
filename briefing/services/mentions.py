"""Which known actors are named in running words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.domain.folding import cjk_runs, fold
from briefing.intake import gazetteer
from briefing.intake.likely_names import names_in
from briefing.services.choosing import newcomer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.choosing import Choice

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’»')]*\s|[。！？]|\n\s*\n|\n(?=\s*[-*•])")
#: Names as short as these count only as they are written: "US" is no "us".
_SHORT = 3
#: Words of a name that can stand for it have at least so many letters.
_TELLING = 4
#: Code points in which the beginning and end of a sentence are looked for.
_REACH = 600


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or sentences in which the code points ``start`` to ``end`` stand."""
    begin = max(0, start - _REACH)
    for match in _SENTENCE_END.finditer(text, begin, start):
        begin = match.end()
    stop = _SENTENCE_END.search(text, max(start, end - 1), min(len(text), end + _REACH))
    return text[begin : stop.end() if stop else min(len(text), end + _REACH)].strip()


def mentioned(known: Sequence[Choice], text: str) -> list[Choice]:
    """The actors whose names stand in a text, in its order, each once.

    Of names within one another the longest counts. A name that several actors bear tells nobody.
    """
    plain = fold(text)
    heads: dict[str, list[Choice]] = {}
    hits: list[tuple[int, int, Choice]] = []
    for one in known:
        if cjk_runs(one.name):
            at = plain.find(one.key) if one.key else -1
            if at >= 0:
                hits.append((at, at + len(one.key), one))
        elif head := _WORD.match(one.key):
            heads.setdefault(head[0], []).append(one)
    for word in _WORD.finditer(plain):
        for one in heads.get(word[0], ()):
            end = word.start() + len(one.key)
            whole = plain.startswith(one.key, word.start()) and not plain[end : end + 1].isalnum()
            if whole and (len(one.key) > _SHORT or _stands_as_written(one.name, text)):
                hits.append((word.start(), end, one))
    return _chosen(hits)


def hinted(known: Sequence[Choice], text: str) -> list[str]:
    """Ids of actors of whose names a telling word stands in a text, such as "Putin said"."""
    words = {word for word in _WORD.findall(fold(text)) if len(word) >= _TELLING}
    found = [one.id for one in known if not words.isdisjoint(_WORD.findall(one.key))]
    return list(dict.fromkeys(found))


def newcomers(known: Sequence[Choice], text: str) -> list[Choice]:
    """Those named in a text who are not in the library, each once, in its order.

    A part of the name of somebody known is not new, nor is a known state under another name.
    """
    keys = {one.key for one in known}
    # Names by each of their words: a library of thousands is not gone through for every name.
    bearers: dict[str, list[set[str]]] = {}
    for one in known:
        if one.sort != ActorKind.STATE:
            _bear(bearers, set(one.key.split()))
    codes = {gazetteer.state_code(one.name) for one in known} - {""}
    found: list[Choice] = []
    for named in names_in(text):
        name, code = named.name, gazetteer.state_code(named.name)
        if code:
            if code in codes:
                continue
            codes.add(code)
            name = gazetteer.state_names()[code]
        elif called := gazetteer.longest(name.replace("’", "'").split(), 0):
            taken, thing = called
            name = thing.name if taken == len(name.split()) else name
        key = fold(name)
        words = set(key.split())
        fewest = min((bearers.get(word, []) for word in words), key=len, default=[words])
        if key in keys or (not code and any(words <= whole for whole in fewest)):
            continue
        keys.add(key)
        _bear(bearers, words)
        found.append(newcomer(name, named.kind))
    return found


def _bear(bearers: dict[str, list[set[str]]], words: set[str]) -> None:
    for word in words:
        bearers.setdefault(word, []).append(words)


def _stands_as_written(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _chosen(hits: list[tuple[int, int, Choice]]) -> list[Choice]:
    bearers: dict[tuple[int, int], set[str]] = {}
    for start, end, one in hits:
        bearers.setdefault((start, end), set()).add(one.id)
    taken: list[tuple[int, int, Choice]] = []
    for start, end, one in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if any(start < other[1] and other[0] < end for other in taken):
            continue
        taken.append((start, end, one))
    found: dict[str, Choice] = {}
    for start, end, one in sorted(taken, key=lambda hit: hit[0]):
        if len(bearers[start, end]) == 1:
            found.setdefault(one.id, one)
    return list(found.values())
