"""The marked stretches of an article: what stands between quotation marks, whatever marks they are.

Each paragraph is read once from left to right. Marks inside marks make no stretch of their own; a mark
without its partner closes at the end of the paragraph or counts for nothing, as its kind suggests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article

#: The first alternative: opened twice, as where a page had two kinds of marks, and closed once.
_MARK = re.compile(r"\"“(?![^\"\n]{0,1500}\")|''|``|[“”„‟\"＂«»‹›「」『』‘’‛']")
_CLOSED_BY = {
    "“": '”"',
    '"“': "”",
    "”": '”"',
    "„": "“”",
    "‟": "”",
    '"': '"”',
    "＂": "＂",
    "''": "''",
    "``": "''",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‛": "’",
    "'": "'",
}
_SINGLE = "‘‛'‹"
_ELIDED = re.compile(r"['’](?:\d0s|tis|twas|em|cause|til|n|bout|round)\b", re.IGNORECASE)
#: What is open at the end of its paragraph and longer than this was no quotation.
_LONGEST_OPEN = 3000
_LONGEST_SINGLE = 1500
_EDGE = "".join(
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F)
)


class Stretch(NamedTuple):
    """Words between marks: ``start``–``end`` without, ``outer_start``–``outer_end`` with the marks.

    ``end`` leaves out a comma that only the writer's sentence asks for; ``ends`` is the last sign inside
    the marks, or empty. ``goes_on``: not closed, and the next paragraph opens with the same mark.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    mark: str
    ends: str
    closed: bool
    goes_on: bool = False
    title_case: bool = False

    @property
    def single(self) -> bool:
        """Whether the marks are single ones."""
        return self.mark in _SINGLE


def stretches(article: Article) -> list[Stretch]:
    """All marked stretches with a letter or digit in them, in order, none inside another."""
    text, found = article.text, list[Stretch]()
    paragraphs = article.paragraphs
    after = 0
    for number, (start, end) in enumerate(paragraphs):
        start = max(start, after)
        marks = [(m.start(), m[0]) for m in _MARK.finditer(text, start, end)] if start < end else []
        if marks:
            _read(text, marks, (start, end), number, found)
            last = found[-1] if found else None
            if last and not last.closed and last.paragraph == number:
                found.pop()
                found += _left_open(text, last, (start, end), paragraphs)
                if found and found[-1].closed:
                    after = found[-1].outer_end
    return found


def _left_open(
    text: str, last: Stretch, paragraph: tuple[int, int], paragraphs: Sequence[tuple[int, int]]
) -> list[Stretch]:
    """What becomes of a stretch that its paragraph does not close."""
    number = last.paragraph
    follows = number + 1 < len(paragraphs) and text.startswith(last.mark, paragraphs[number + 1][0])
    if last.single and not follows:
        return []
    if not follows and last.end - last.start > _LONGEST_OPEN:
        return []
    if not follows and (at := _closed_below(text, last.mark, paragraphs[number + 1 : number + 2])):
        made = _make(text, (last.start, at), last.mark, number, closed=True)
        return [made] if made else []
    made = _make(text, (last.start, paragraph[1]), last.mark, number, closed=False, goes_on=follows)
    return [made] if made else []


def _closed_below(text: str, mark: str, below: Sequence[tuple[int, int]]) -> int:
    """Where the next paragraph, which opens nothing, closes what was left open; else 0."""
    for start, end in below:
        for match in _MARK.finditer(text, start, end):
            if match[0] in "‘’‛'":
                continue
            at, stop = match.span()
            before = text[at - 1] if at > start else " "
            closing = not before.isspace() and (stop >= end or not text[stop].isalnum())
            return at if closing and match[0] in _CLOSED_BY[mark] else 0
    return 0


def _read(
    text: str,
    marks: list[tuple[int, str]],
    paragraph: tuple[int, int],
    number: int,
    found: list[Stretch],
) -> None:
    begin, stop = paragraph
    opened, mark, inner = -1, "", ""
    singles = _singles(text, marks, begin, stop)
    for at, sign in marks:
        role = singles.get(at, "")
        if sign in "‘’‛'" and not role:
            continue
        if opened < 0:
            if role == ")" or not _opens(text, at, sign, begin, stop):
                continue
            opened, mark, inner = at, sign, ""
        elif inner and sign in _CLOSED_BY[inner] and (role != "("):
            inner = ""
        elif _closes(text, at, sign, mark, role, stop):
            made = _make(text, (opened + len(mark), at), mark, number, closed=True)
            if made:
                found.append(made)
            opened = -1
        elif sign == mark == "“" and text[at - 1] in ",.?!" and _ends_here(text, at + 1, stop):
            # Closed by the wrong mark.
            made = _make(text, (opened + 1, at), mark, number, closed=True)
            if made:
                found.append(made)
            opened = -1
        elif sign == mark and sign in "“«":
            # Opened again without having been closed: the earlier one ends where the new begins.
            made = _make(text, (opened + len(mark), at), mark, number, closed=True)
            if made:
                found.append(made)
            opened = at
        elif not inner and sign in _CLOSED_BY and sign != "”" and role != ")" and sign != mark:
            inner = sign
    if opened >= 0:
        made = _make(text, (opened + len(mark), stop), mark, number, closed=False)
        if made:
            found.append(made)


def _ends_here(text: str, at: int, stop: int) -> bool:
    return at >= stop or text[at].isspace()


def _opens(text: str, at: int, sign: str, begin: int, stop: int) -> bool:
    if sign not in _CLOSED_BY:
        return False
    if sign == "”":
        # At the head of a paragraph it was meant as an opening one.
        return at == begin
    before = text[at - 1] if at > begin else " "
    after = text[at + len(sign)] if at + len(sign) < stop else " "
    if before == "=":
        return False  # the value of an attribute in left-over markup
    if sign == "»":
        return not before.isalnum() and after.isalnum()
    if sign == '"' and before.isdigit() and not after.isalpha():
        return False  # inches
    if sign in ('"', "''"):
        return not (before.isalnum() and not after.isalnum())
    return True


def _closes(text: str, at: int, sign: str, mark: str, role: str, stop: int) -> bool:
    if role == "(" or sign not in _CLOSED_BY[mark]:
        return False
    if mark in _SINGLE or sign == mark == "''":
        return True
    if sign == '"' and text[at - 1].isspace() and at + 1 < stop and text[at + 1].isalpha():
        # One that stands as an opening mark does: taken as a closing one where nothing else would be.
        return mark == '"'
    return True


def _singles(text: str, marks: list[tuple[int, str]], begin: int, stop: int) -> dict[int, str]:
    """Which single marks open "(" and close ")" something; apostrophes are not in the answer."""
    roles: dict[int, str] = {}
    candidates: list[tuple[int, str, bool]] = []
    for at, sign in marks:
        if sign not in "‘’‛'":
            continue
        before = text[at - 1] if at > begin else " "
        after = text[at + 1] if at + 1 < stop else " "
        if before.isalnum() and after.isalnum():
            continue
        if (
            sign in "‘‛'"
            and not before.isalnum()
            and not after.isspace()
            and before not in ".,;:!?"
        ):
            if not _ELIDED.match(text, at):
                candidates.append((at, "(", True))
        elif sign in "’'" and not before.isspace() and not after.isalnum():
            sure = not before.isalnum() or not (before in "sSzx" and after.isspace())
            candidates.append((at, ")", sure))
    _pair(text, candidates, roles)
    return roles


def _pair(text: str, candidates: list[tuple[int, str, bool]], roles: dict[int, str]) -> None:
    opened = -1
    closer = -1
    for at, role, sure in [*candidates, (len(text) + _LONGEST_SINGLE, "(", True)]:
        if role == "(":
            if opened >= 0 and closer >= 0:
                roles[opened], roles[closer] = "(", ")"
            opened, closer = at, -1
        elif opened >= 0 and at - opened <= _LONGEST_SINGLE:
            if sure:
                roles[opened], roles[at] = "(", ")"
                opened, closer = -1, -1
            elif closer < 0:
                # After an s it may be a genitive: kept in mind, in case nothing surer comes.
                closer = at


def _make(
    text: str,
    span: tuple[int, int],
    mark: str,
    number: int,
    *,
    closed: bool,
    goes_on: bool = False,
) -> Stretch | None:
    start, end = span
    outer = start - len(mark), end + (len(mark) if closed else 0)
    while start < end and (text[start].isspace() or text[start] in _EDGE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGE):
        end -= 1
    if start >= end:
        return None
    last = end - 1
    if text[last] in "’'\"”" and last > start and text[last - 1] in "?!.,…":
        last -= 1  # `“They asked, ‘Why?’” Lee said.`
    ends = text[last] if not text[last].isalnum() else ""
    while end > start and text[end - 1] in ",; ":
        end -= 1
    if not any(c.isalnum() for c in text[start:end]):
        return None
    named = end - start < 80 and _is_title_case(text[start:end])
    return Stretch(start, end, *outer, number, mark, ends, closed, goes_on, named)


_SMALL = word_set("a an and at by for from in of on or the to with")


def _is_title_case(words: str) -> bool:
    """Whether every word but small ones begins with a capital or digit."""
    listed = words.split()
    return len(listed) <= 9 and all(
        not w[0].islower() or (w in _SMALL and i) for i, w in enumerate(listed)
    )
