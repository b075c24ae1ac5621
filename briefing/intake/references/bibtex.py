"""BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from briefing.domain.said_dates import written_date
from briefing.intake.readers.result import one_line
from briefing.intake.references.csl import TYPES, Reference, References, reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pylatexenc.latex2text import LatexNodes2Text

_TYPES = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("book", "mvbook", "booklet", "proceedings", "collection", "manual"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    **dict.fromkeys(("legislation", "legal"), "legislation"),
    **dict.fromkeys(("video", "movie"), "motion_picture"),
    **{"newspaper": "article-newspaper", "magazine": "article-magazine", "dataset": "dataset"},
    **{
        "unpublished": "manuscript",
        "jurisdiction": "legal_case",
        "letter": "personal_communication",
    },
    **{"audio": "broadcast", "patent": "patent", "software": "software", "standard": "standard"},
    **{"inreference": "entry-encyclopedia", "misc": "document", "image": "graphic"},
    "periodical": "periodical",
}
_SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
_TEXTS = {
    "abstract": "abstract",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "volume": "volume",
    "edition": "edition",
    "series": "collection-title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "langid": "language",
    "language": "language",
    "note": "note",
    "annote": "annote",
    "keywords": "keyword",
    "pages": "page",
    "version": "version",
    "chapter": "chapter-number",
    "eventtitle": "event-title",
    "venue": "event-place",
    "shorttitle": "title-short",
    "titleaddon": "genre",
    "type": "genre",
    "library": "source",
}
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
_PEOPLE = ("author", "editor", "translator")
_ENTRY = re.compile(
    r"^[ \t]*@[ \t]*([a-zA-Z]{3,30})[ \t]*[{(][ \t]*[^\s,{}=]{1,200}[ \t]*,", re.MULTILINE
)
_BEGINS = re.compile(r"(?:\s|%[^\n]*\n|@(?:comment|string|preamble)[^\n]*\n)*@", re.IGNORECASE)
_PIECE = r'(?:"[^"]*"|\{[^{}]*\}|[\w.:-]+)'
_JOINED = re.compile(rf"{_PIECE}(?:\s*#\s*{_PIECE})+")
_PERCENT = re.compile(r"(?<!\\)%")
# Braces and strokes that are meant as such, until those that are syntax are gone.
_SIGNS = {
    "textbraceleft": "\ue010",
    "textbraceright": "\ue011",
    "textbackslash": "\ue012",
    "textasciicircum": "^",
}
_SIGN = re.compile(rf"\\({'|'.join(_SIGNS)})(?![A-Za-z])(?:\{{\}}|\s+)?")
_BRACE = re.compile(r"\\([{}])")
_MEANT = str.maketrans({"\ue010": "{", "\ue011": "}", "\ue012": "\\"})
_LONGEST = 20_000
_MISREAD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def begins(head: str, name: str) -> bool:
    """Whether a text begins as BibTeX does."""
    if _ENTRY.search(head) is None:
        return False
    return name.lower().endswith((".bib", ".bibtex", ".biblatex")) or bool(_BEGINS.match(head))


def read(text: str, name: str) -> References:
    """The entries of a BibTeX file; one that cannot be read leaves the others be."""
    import bibtexparser
    from pylatexenc.latex2text import LatexNodes2Text

    # What they find wrong is told from the blocks, not on standard error.
    for noisy in ("bibtexparser", "pylatexenc"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    entries: list[Reference] = []
    failed: list[str] = []
    try:
        library = bibtexparser.parse_string(text)
    except _MISREAD:
        return References((), ("its braces do not match",))
    plain = LatexNodes2Text(math_mode="verbatim")
    for block in library.failed_blocks:
        line = int(getattr(block, "start_line", 0) or 0) + 1
        failed.append(f"the entry at line {line} is damaged")
    strings = {str(one.key).lower(): str(one.value) for one in library.strings}
    for entry in library.entries:
        try:
            entries.append(reference(_item(entry, plain, strings)))
        except _MISREAD:
            failed.append(f"the entry {one_line(str(entry.key))[:60]} is damaged")
    return References(tuple(entries), tuple(failed))


def _item(entry: Any, plain: LatexNodes2Text, strings: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401
    raw = {str(f.key).lower(): _whole(str(f.value), strings) for f in entry.fields}
    people = {role: _people(raw[role], plain) for role in _PEOPLE if raw.get(role)}
    told = {key: _decoded(value, plain) for key, value in raw.items() if key not in people}
    kind = str(entry.entry_type).lower()
    item: dict[str, Any] = {"type": _TYPES.get(kind, "document"), **people}
    custom: dict[str, Any] = {}
    if kind not in _TYPES:
        custom["BibTeX-type"] = kind
    subtype = told.get("entrysubtype", "").lower()
    if subtype in _SUBTYPES or (kind == "misc" and subtype in TYPES):
        item["type"] = _SUBTYPES.get(subtype, subtype)
        del told["entrysubtype"]
    used = {"title", "subtitle", "date", "year", "month", "day", "urldate", "url", "number"}
    title = [told.get("title", ""), told.get("subtitle", "")]
    item["title"] = ": ".join(filter(None, title))
    item["container-title"] = next((told[k] for k in _CONTAINERS if told.get(k)), "")
    used.update(_CONTAINERS[:3])
    number = "issue" if str(item["type"]).startswith("article") else "number"
    item[number] = told.get("number", "")
    item["issued"] = _issued(told)
    item["accessed"] = written_date(told.get("urldate", "")) or told.get("urldate", "")
    # Addresses hold signs that LaTeX writes with a stroke before them, and braces.
    item["URL"] = re.sub(r"\\([_%&#~])", r"\1", raw.get("url", "")).strip("{} ")
    for key, name in _TEXTS.items():
        if told.get(key) and not item.get(name):
            item[name] = told[key]
            used.add(key)
    if item.get("page"):
        item["page"] = re.sub(r"\s*-{1,3}\s*", "–", str(item["page"]))
    custom.update({key: value for key, value in told.items() if key not in used and value})
    return {**{key: value for key, value in item.items() if value}, "custom": custom}


def _whole(told: str, strings: Mapping[str, str]) -> str:
    """A value put together of several, as in ``ap # " News"``, in one piece."""
    if "#" not in told or not _JOINED.fullmatch(told):
        return told
    pieces = re.findall(_PIECE, told)
    return "".join(strings.get(p.lower(), p) if p[0] not in '"{' else p[1:-1] for p in pieces)


def _issued(told: Mapping[str, str]) -> str:
    if told.get("date"):
        return written_date(told["date"]) or told["date"]
    year, month, day = (told.get(key, "") for key in ("year", "month", "day"))
    number = month if month.isdecimal() else ""
    if number:
        text = "-".join(filter(None, (year, number.zfill(2), day.zfill(2) if day else "")))
    else:
        text = " ".join(filter(None, (day, month, year)))
    return written_date(text) or written_date(year) or text


def _people(told: str, plain: LatexNodes2Text) -> list[dict[str, str]]:
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    found: list[dict[str, str]] = []
    for one in split_multiple_persons_names(told):
        name = one.strip()
        if name.lower() == "others" or not name:
            continue
        if _is_one_group(name):
            found.append({"literal": _decoded(name, plain)})
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        first, von, last, suffix = (
            _decoded(" ".join(words), plain)
            for words in (parts.first, parts.von, parts.last, parts.jr)
        )
        found.append(
            {"family": last, "given": first, "non-dropping-particle": von, "suffix": suffix}
        )
    return found


def _is_one_group(name: str) -> bool:
    """Whether the braces at both ends belong together: ``{A, B}``, not ``{A}, {B}``."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for place, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return place == len(name) - 1
    return False


def _decoded(told: str, plain: LatexNodes2Text) -> str:
    """The text without LaTeX: accents as letters, braces gone."""
    if "\\" not in told and "{" not in told:
        return one_line(told)
    # A comment in LaTeX, but nobody comments within a field.
    told = _SIGN.sub(lambda match: _SIGNS[match[1]], told[:_LONGEST])
    told = _BRACE.sub(lambda match: "\ue010" if match[1] == "{" else "\ue011", told)
    text = str(plain.latex_to_text(_PERCENT.sub(r"\%", told)))
    return one_line(text.replace("{", "").replace("}", "").translate(_MEANT))
