"""Sources as RIS, the tagged lines that most catalogues and reference managers read.

RIS says less than CSL: types that it lacks are GEN with the type in words, roles other than author,
editor, series editor and translator have no tag, and grades stay behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefing.domain.dates import DateError, parse
from briefing.domain.markings import Marking
from briefing.export.csl_json import listed, names_of, text_of
from briefing.export.plain_json import scrubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.export.excerpt import Excerpt

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MULTI",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_NAMES = (("AU", "author"), ("A2", "editor"), ("A3", "collection-editor"), ("A4", "translator"))
# Tag and the variables for it, the first that is there.
_TEXTS = (
    ("TI", ("title",)),
    ("T2", ("container-title",)),
    ("J2", ("container-title-short", "journalAbbreviation")),
    ("T3", ("collection-title",)),
    ("ST", ("title-short", "shortTitle")),
    ("OP", ("original-title",)),
    ("RI", ("reviewed-title",)),
    ("PB", ("publisher",)),
    ("CY", ("publisher-place", "event-place")),
    ("ET", ("edition",)),
    ("VL", ("volume",)),
    ("NV", ("number-of-volumes",)),
    ("IS", ("issue", "number")),
    ("SE", ("section",)),
    ("SN", ("ISBN", "ISSN")),
    ("DO", ("DOI",)),
    ("CN", ("call-number",)),
    ("DB", ("source",)),
    ("LA", ("language",)),
    ("AB", ("abstract",)),
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_YEAR = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def ris(excerpt: Excerpt) -> bytes:
    """The sources of an excerpt as RIS, in UTF-8.

    RIS has no place for a marking. Where the file is not for everybody, or something was left out,
    lines before the first entry say so: readers pass over them.
    """
    lines: list[str] = []
    if excerpt.marking is not Marking.CLEAR or excerpt.left_out:
        lines.append(_plain(f"{excerpt.marking.label} {excerpt.briefing.title}"))
    if excerpt.left_out:
        lines.append(f"Left out: {', '.join(excerpt.left_out)}")
    if lines:
        lines.append("")
    for _, item in listed(excerpt):
        lines += [f"{tag}  - {value}" for tag, value in _entry(item)]
        lines += ["ER  - ", ""]
    return scrubbed("\r\n".join(lines)).encode()


def _entry(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = str(item["type"])
    yield "TY", _TYPES.get(kind, "GEN")
    for tag, role in _NAMES:
        for name in names_of(item.get(role)):
            yield tag, _plain(_name(name))
    for tag, variables in _TEXTS:
        value = next((text for v in variables if (text := _plain(text_of(item.get(v))))), "")
        if value:
            yield tag, value
    genre = _plain(text_of(item.get("genre"))) or ("" if kind in _TYPES else _said(kind))
    if genre:
        yield "M3", genre
    for word in text_of(item.get("keyword")).split(","):
        if _plain(word):
            yield "KW", _plain(word)
    first, dash, last = re.sub(r"\s*[-–—]{1,3}\s*", "–", text_of(item.get("page"))).partition("–")
    if first:
        yield "SP", _plain(first)
    if dash and last:
        yield "EP", _plain(last)
    issued = text_of(item.get("issued")) or _literal(item.get("issued"))
    if issued:
        yield "DA", _date(_plain(issued))
    year = _YEAR.search(issued)
    if year:
        yield "PY", year[1]
    accessed = text_of(item.get("accessed")) or _literal(item.get("accessed"))
    if accessed:
        yield "Y2", _date(_plain(accessed))
    url = _plain(text_of(item.get("URL")))
    if url:
        yield "UR", url


def _said(kind: str) -> str:
    return "" if kind == "document" else kind.replace("_", " ").replace("-", " ").capitalize()


def _date(text: str) -> str:
    """``YYYY/MM/DD/``, its last part the date in EDTF where the first three do not say it whole."""
    try:
        date = parse(text).text
    except DateError:
        return text
    known = _YEAR.search(date)
    if known is None or date.startswith(("Y", "-")):
        return date
    whole = _YEAR.fullmatch(date) is not None
    return "/".join(part or "" for part in known.groups()) + "/" + ("" if whole else date)


def _literal(value: object) -> str:
    return text_of(value.get("literal")) if isinstance(value, dict) else ""  # pyright: ignore


def _name(parts: dict[str, str]) -> str:
    if "literal" in parts:
        return parts["literal"]
    before = parts.get("non-dropping-particle", "")
    family = " ".join(filter(None, (before, parts.get("family", ""))))
    given = " ".join(filter(None, (parts.get("given", ""), parts.get("dropping-particle", ""))))
    return ", ".join(filter(None, (family, given, parts.get("suffix", ""))))


def _plain(text: str) -> str:
    """On one line and without control characters: a new line would be a new tag."""
    return " ".join(_CONTROLS.sub(" ", text).split())
