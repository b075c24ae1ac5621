"""Sources as BibTeX, with the fields of BibLaTeX where BibTeX has none.

Text stays as it is in UTF-8; what TeX would obey is written so that it is printed. Dates are in EDTF
under ``date``, as BibLaTeX reads them, and once more as year and month.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefing.domain.dates import MONTHS, DateError, parse
from briefing.domain.folding import fold
from briefing.export.csl_json import listed, names_of, text_of
from briefing.export.plain_json import scrubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.domain.source import Source
    from briefing.export.excerpt import Excerpt

# CSL type → entry type; the rest are misc with the type as subtype.
_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "periodical": "periodical",
    "personal_communication": "letter",
    "report": "techreport",
    "software": "software",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}
_PUBLISHERS = {"techreport": "institution", "thesis": "school", "online": "organization"}
_TEXTS = (
    ("address", "publisher-place"),
    ("venue", "event-place"),
    ("eventtitle", "event-title"),
    ("edition", "edition"),
    ("series", "collection-title"),
    ("volume", "volume"),
    ("chapter", "chapter-number"),
    ("type", "genre"),
    ("version", "version"),
    ("shorttitle", "title-short"),
    ("keywords", "keyword"),
    ("abstract", "abstract"),
    ("library", "source"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("language", "language"),
)
_ROLES = ("author", "editor", "translator")
_MONTHS = tuple(month[:3].lower() for month in MONTHS)
_ESCAPED = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    # Some readers take an @ for the beginning of the next entry, wherever it stands.
    "@": "{@}",
}
_IN_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22", "@": "%40"}
# Where TeX would make one sign of two: dashes, quotation marks, signs turned upside down.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=[`!?])(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_YEAR = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?![0-9]))?")
_LONGEST_KEY = 40


def bibtex(excerpt: Excerpt) -> bytes:
    """The sources of an excerpt as BibTeX in UTF-8; marking and what was left out as comments."""
    lines = [f"% {_plain(excerpt.briefing.title)}".replace("@", "(at)")]
    lines.append(f"% {excerpt.marking.label}")
    if excerpt.left_out:
        lines.append(f"% Left out: {', '.join(excerpt.left_out)}")
    taken: set[str] = set()
    for source, item in listed(excerpt):
        kind = _TYPES.get(item["type"], "misc")
        lines += ["", f"@{kind}{{{_key(source, item, taken)},"]
        lines += [f"  {name} = {value}," for name, value in _fields(kind, item)]
        lines.append("}")
    return scrubbed("\n".join(lines) + "\n").encode()


def _fields(kind: str, item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    csl_type = str(item["type"])
    for role in _ROLES:
        names = [_name(parts) for parts in names_of(item.get(role))]
        if names:
            yield role, f"{{{' and '.join(names)}}}"
    if title := _text(item.get("title")):
        # Twice in braces: styles would put it in small letters.
        yield "title", f"{{{{{title}}}}}"
    container = _text(item.get("container-title"))
    if container:
        yield "journal" if kind == "article" else "booktitle", f"{{{container}}}"
    if publisher := _text(item.get("publisher")):
        yield _PUBLISHERS.get(kind, "publisher"), f"{{{publisher}}}"
    subtype = _SUBTYPES.get(csl_type) or (csl_type if kind == "misc" else "")
    if subtype and subtype != "document":
        yield "entrysubtype", f"{{{_escaped(subtype)}}}"
    number = _text(item.get("issue")) or _text(item.get("number"))
    if number:
        yield "number", f"{{{number}}}"
    pages = [_text(page) for page in re.split(r"\s*[-–—]{1,3}\s*", text_of(item.get("page")))]
    if any(pages):
        yield "pages", f"{{{'--'.join(pages)}}}"
    for name, variable in _TEXTS:
        if text := _text(item.get(variable)):
            yield name, f"{{{text}}}"
    yield from _dates(item)
    if doi := _text(item.get("DOI")):
        yield "doi", f"{{{doi}}}"
    if url := _plain(text_of(item.get("URL"))):
        yield "url", f"{{{''.join(_IN_URL.get(sign, sign) for sign in url)}}}"


def _dates(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    issued = text_of(item.get("issued"))
    if not issued and isinstance(item.get("issued"), dict):
        issued = text_of(item["issued"].get("literal"))
    if issued:
        try:
            date = parse(issued).text
        except DateError:
            yield "year", f"{{{_escaped(_plain(issued))}}}"
        else:
            yield "date", f"{{{_verbatim(date)}}}"
            year = _YEAR.match(date)
            if year:
                yield "year", f"{{{year[1]}}}"
                if year[2]:
                    yield "month", _MONTHS[int(year[2]) - 1]
    accessed = text_of(item.get("accessed"))
    if accessed:
        yield "urldate", f"{{{_verbatim(_plain(accessed))}}}"


def _verbatim(date: str) -> str:
    """A date is no text for TeX: its marks stand as they are, all else is escaped."""
    try:
        return parse(date).text
    except DateError:
        return _escaped(date)


def _name(parts: dict[str, str]) -> str:
    if "literal" in parts:
        return f"{{{_text(parts['literal'])}}}"
    before = parts.get("non-dropping-particle", "")
    family = " ".join(filter(None, (before, parts.get("family", ""))))
    given = " ".join(filter(None, (parts.get("given", ""), parts.get("dropping-particle", ""))))
    given = ", ".join(filter(None, (given, parts.get("suffix", ""))))
    if not family or not given:
        return f"{{{_text(family or given)}}}"
    return f"{_part(family)}, {_part(given)}"


def _part(text: str) -> str:
    """In braces where BibTeX would divide it: at a comma, at "and", or because of its letter case."""
    escaped = _text(text)
    plain = re.fullmatch(r"[\w.'’ -]+", text) and " and " not in f" {text.casefold()} "
    return escaped if plain and not text[:1].islower() else f"{{{escaped}}}"


def _text(value: object) -> str:
    return _escaped(_plain(text_of(value)))


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in _JOINED.sub("\0", text)).replace("\0", "{}")


def _plain(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


def _key(source: Source, item: dict[str, Any], taken: set[str]) -> str:
    """Who, when and the first word of what, in small Latin letters; no two the same."""
    names = names_of(item.get("author")) or names_of(item.get("editor"))
    who = (names[0].get("family") or names[0].get("literal", "")) if names else ""
    year = _YEAR.search(source.issued)
    words = _letters(text_of(item.get("title"))).split()
    what = next((word for word in words if len(word) > 3), words[0] if words else "")
    pieces = ("".join(_letters(who).split()), year[1] if year else "", what)
    plain = "".join(pieces)[:_LONGEST_KEY] or "source"
    number, key = 1, plain
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key)
    return key


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text[:500]))
