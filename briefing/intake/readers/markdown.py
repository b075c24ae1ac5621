"""Markdown: the text unchanged; title, author and date from its front matter, else from its first lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.intake.readers import opening
from briefing.intake.readers.result import Told, edtf, one_line, result

if TYPE_CHECKING:
    from briefing.intake.readers.result import ReadResult

VERSION = "2"

_FRONT = re.compile(
    r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#[ \t]+(.*)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_BLOCK_SCALARS = ("|", ">", "|-", ">-", "|+", ">+")


def read(original: bytes, text: str) -> ReadResult:
    """Take the text as it is; what its front matter tells, or else heading and byline."""
    front = _FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    body = text[front.end() :] if front else text
    title = _first(fields, "title") or _heading(body)
    url = _first(fields, "url", "canonical_url", "link")
    told = Told(
        title=title,
        authors=tuple(fields.get("author") or fields.get("authors") or ()),
        published=edtf(_first(fields, "date", "published")) or opening.published(body),
        publisher=_first(fields, "publisher", "publication"),
        language=_first(fields, "lang", "language"),
        url=url if _URL.match(url) else "",
    )
    return result(
        original, text, told, media_type="text/markdown", reader="markdown", version=VERSION
    )


def _first(fields: dict[str, list[str]], *names: str) -> str:
    return next((fields[name][0] for name in names if fields.get(name)), "")


def _fields(front: str) -> dict[str, list[str]]:
    """Each field with its value or values; only the plain forms of YAML are understood."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in front.splitlines():
        item = _ITEM.fullmatch(line)
        field = _FIELD.fullmatch(line)
        if item and name:
            fields[name].append(_bare(item[1]))
        elif field:
            name = field[1].lower()
            fields[name] = _values(field[2].strip())
        elif line.strip() and not line.startswith("#"):
            name = ""
    return {name: [value for value in values if value] for name, values in fields.items()}


def _values(value: str) -> list[str]:
    if value in _BLOCK_SCALARS or value.startswith("{"):
        return []
    if value.startswith("[") and value.endswith("]"):
        return [_bare(part) for part in value[1:-1].split(",")]
    return [_bare(value)]


def _bare(value: str) -> str:
    value = one_line(value)
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].strip()
    return value


def _heading(text: str) -> str:
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif heading := _HEADING.fullmatch(line):
            words = one_line(_CLOSING.sub("", heading[1]))
            if words:
                return words
    return ""
