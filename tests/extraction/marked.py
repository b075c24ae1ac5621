"""From articles with marks in them to plain texts with offsets: ``python -m tests.extraction.marked``.

README.md beside this file tells what the marks mean. Offsets are counted here, never written by hand.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = ("articles-1.txt", "articles-2.txt", "articles-3.txt")
COMPILED = HERE / "articles.jsonl"
NOTE = "Written for this test set; the people, the words and the happenings are invented."
KINDS = {"p": "person", "o": "organisation", "s": "state", "l": "place", "g": "group"}
MARKS = '“”«»「」"‘'
_OFFICE = ("person", "title", "of", "since", "until")
_TAG = re.compile(r"\{(?P<name>[a-z])(?P<numbers>[0-9,]*) |(?P<close>\})")
_HEAD = re.compile(r"^=== (\d\d) \| ([^|]+) \| (\d{4}-\d{2}-\d{2}) \| (.+)$", re.MULTILINE)
_STRETCH = re.compile(r"“[^”\n]*[”\n]|«[^»\n]*»|「[^」\n]*」")


class MarkError(ValueError):
    """A mark in a source that says nothing, or a line below it that nothing answers to."""


@dataclass
class Tag:
    """A stretch of the plain text: what stands in braces, without them."""

    name: str
    numbers: tuple[str, ...]
    start: int
    end: int


def articles() -> list[dict]:
    """All articles of the sources, compiled."""
    found = []
    for name in SOURCES:
        source = (HERE / name).read_text("utf-8")
        heads = list(_HEAD.finditer(source))
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            body = source[head.end() : following.start() if following else len(source)]
            marked, _, lines = body.strip("\n").partition("\n---\n")
            found.append(_article(*head.groups(), marked, lines.strip().split("\n")))
    return found


def plain(marked: str) -> tuple[str, list[Tag]]:
    """A text without its marks, and the stretches that were marked, in order of their starts."""
    text, tags, opened, at = "", [], [], 0
    for match in _TAG.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match["close"]:
            if not opened:
                raise MarkError(f"a brace closes nothing after {text[-40:]!r}")
            tag = opened.pop()
            tag.end = len(text)
            tags.append(tag)
        else:
            numbers = tuple(match["numbers"].split(",")) if match["numbers"] else ()
            opened.append(Tag(match["name"], numbers, len(text), 0))
    if opened:
        raise MarkError(f"a brace is open at {text[opened[-1].start :][:40]!r}")
    return text + marked[at:], sorted(tags, key=lambda tag: (tag.start, -tag.end))


def _article(number, genre, published, title, marked, lines) -> dict:
    try:
        text, tags = plain(marked)
        rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        _check_marks(text, tags)
        return {
            "id": number,
            "genre": genre,
            "published": published,
            "title": title,
            "note": NOTE,
            "text": text,
            "quotes": _quotes(text, tags, rows),
            "nobody": [list(_trim(text, t.start, t.end)) for t in tags if t.name == "x"],
            "entities": _entities(text, tags),
            "events": _events(text, tags, rows),
            "claims": _claims(text, tags, rows),
            "relations": [
                dict(zip(("from", "to", "kind", "phase"), row[1:], strict=True))
                for row in rows
                if row[0] == "r"
            ],
            "offices": [
                dict(zip(_OFFICE, [*row[1:], "", ""], strict=False))
                for row in rows
                if row[0] == "o"
            ],
        }
    except MarkError as error:
        raise MarkError(f"article {number}: {error}") from None


def _numbered(tags, name, number) -> list[Tag]:
    return [tag for tag in tags if tag.name == name and number in tag.numbers]


def _rows_of(tags, rows, name):
    """Number and cells of each line of a kind; every mark must have a line and every line a mark."""
    lines = {row[0][1:]: row[1:] for row in rows if re.fullmatch(rf"{name}\d+", row[0])}
    marked = {number for tag in tags if tag.name == name for number in tag.numbers}
    if lines.keys() != marked:
        raise MarkError(f"{name}: marks and lines differ in {sorted(lines.keys() ^ marked)}")
    return sorted(lines.items(), key=lambda pair: int(pair[0]))


def _trim(text, start, end, edge=" " + MARKS + "’") -> tuple[int, int]:
    while start < end and text[start] in edge:
        start += 1
    while start < end and text[end - 1] in edge:
        end -= 1
    return start, end


def _quotes(text, tags, rows) -> list[dict]:
    found = []
    for number, cells in _rows_of(tags, rows, "q"):
        kind, cue, entity, mention, polarity = [*cells, "", "", ""][:5]
        pieces = _numbered(tags, "q", number)
        fragments = [list(_trim(text, tag.start, tag.end)) for tag in pieces]
        quoted = [
            list(_trim(text, tag.start, tag.end))
            for tag in tags
            if tag.name == "m" and any(p.start <= tag.start < p.end for p in pieces)
        ]
        bare = [f for f in fragments if text[f[0] - 1 : f[0]] and text[f[0] - 1] in MARKS]
        quoted = sorted({tuple(q) for q in [*quoted, *bare]})
        inside = sum(q[1] - q[0] for q in quoted)
        whole = inside >= 0.9 * sum(f[1] - f[0] for f in fragments)
        start, end = fragments[0][0], fragments[-1][1]
        who = _speaker(text, tags, number, mention, start, end)
        if who is None and (entity or mention):
            raise MarkError(f"q{number}: no speaker is marked")
        found.append(
            {
                "start": start,
                "end": end,
                "text": text[start:end],
                "fragments": fragments,
                "quoted": [list(q) for q in quoted],
                "speaker": text[who[0] : who[1]] if who else "",
                "speaker_start": who[0] if who else None,
                "speaker_end": who[1] if who else None,
                "speaker_entity": entity,
                "cue": cue,
                "type": "direct" if whole else "mixed" if quoted else "indirect",
                "polarity": "negative" if polarity == "denies" else "positive",
            }
        )
        if cue and cue not in text:
            raise MarkError(f"q{number}: {cue!r} is not in the text")
        if kind == "indirect" and quoted:
            raise MarkError(f"q{number}: is called indirect, and words of it stand in marks")
    return found


def _speaker(text, tags, number, mention, start, end) -> tuple[int, int] | None:
    if mention:
        at = text.rfind(mention, 0, start)
        at = at if at >= 0 else text.find(mention, end)
        return (at, at + len(mention)) if at >= 0 else None
    marked = _numbered(tags, "s", number)
    if not marked:
        return None
    nearest = min(marked, key=lambda tag: min(abs(tag.start - end), abs(tag.end - start)))
    return nearest.start, nearest.end


def _entities(text, tags) -> list[dict]:
    return [
        {
            "start": tag.start,
            "end": tag.end,
            "text": text[tag.start : tag.end],
            "type": KINDS[tag.name],
        }
        for tag in tags
        if tag.name in KINDS and not tag.numbers
    ]


def _events(text, tags, rows) -> list[dict]:
    found = []
    for number, (edtf, *_) in _rows_of(tags, rows, "d"):
        for tag in _numbered(tags, "d", number):
            words = text[tag.start : tag.end]
            found.append({"edtf": edtf, "start": tag.start, "end": tag.end, "text": words})
    return found


def _claims(text, tags, rows) -> list[dict]:
    found = []
    for number, (by, denied, *_) in _rows_of(tags, rows, "c"):
        (tag,) = _numbered(tags, "c", number)
        found.append(
            {
                "start": tag.start,
                "end": tag.end,
                "text": text[tag.start : tag.end],
                "asserted_by": _names(by),
                "denied_by": _names(denied),
            }
        )
    return found


def _names(cell) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


def _check_marks(text, tags) -> None:
    """Whatever stands in quotation marks is a quote's or is said to be nobody's."""
    known = [(tag.start, tag.end) for tag in tags if tag.name in "qmx"]
    for match in _STRETCH.finditer(text):
        start, end = _trim(text, match.start(), match.end(), " ,\n" + MARKS)
        if not any(min(end, b) - max(start, a) > 0.8 * (end - start) for a, b in known):
            raise MarkError(f"nobody owns {match[0]!r}")


def compiled() -> str:
    """What ``articles.jsonl`` holds: one article a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles())


if __name__ == "__main__":
    COMPILED.write_text(compiled(), "utf-8")
