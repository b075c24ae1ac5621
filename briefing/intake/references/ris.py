"""RIS, the tagged format that most catalogues and reference managers export."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from briefing.domain.dates import DateError, parse
from briefing.domain.said_dates import written_date
from briefing.intake.readers.result import one_line
from briefing.intake.references.csl import Reference, References, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("ELEC", "WEB"), "webpage"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("VIDEO", "MPCT"), "motion_picture"),
    **dict.fromkeys(("ART", "ADVS"), "graphic"),
    **dict.fromkeys(("UNPB", "MANSCPT", "UNPD"), "manuscript"),
    **dict.fromkeys(("STAT", "UNBILL"), "legislation"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "report"),
    **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
    **{"NEWS": "article-newspaper", "MGZN": "article-magazine", "BLOG": "post-weblog"},
    **{"THES": "thesis", "BILL": "bill", "HEAR": "hearing", "CASE": "legal_case", "MAP": "map"},
    **{"PCOMM": "personal_communication", "PAMP": "pamphlet", "PAT": "patent"},
    **{"DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "STAND": "standard"},
    **{"ICOMM": "post", "LEGAL": "regulation", "FIGURE": "figure", "CLSWK": "classic"},
    **{"SOUND": "song", "MUSIC": "musical_score"},
    **{"COMP": "software", "SLIDE": "speech", "SER": "periodical", "MULTI": "broadcast"},
}
_CONTAINED = ("article-", "chapter", "paper-conference", "entry-", "post-", "webpage", "broadcast")
_TEXTS = {
    "abstract": "abstract",
    "notes_abstract": "abstract",
    "doi": "DOI",
    "volume": "volume",
    "number": "issue",
    "issn": "ISSN",
    "edition": "edition",
    "publisher": "publisher",
    "place_published": "publisher-place",
    "language": "language",
    "short_title": "title-short",
    "call_number": "call-number",
    "section": "section",
    "type_of_work": "genre",
    "name_of_database": "source",
    "tertiary_title": "collection-title",
    "number_of_volumes": "number-of-volumes",
    "original_publication": "original-title",
    "reviewed_item": "reviewed-title",
}
_PEOPLE = (
    ("authors", "author"),
    ("first_authors", "author"),
    ("secondary_authors", "editor"),
    ("tertiary_authors", "collection-editor"),
    ("subsidiary_authors", "translator"),
    ("translated_author", "translator"),
)
_JOURNALS = ("secondary_title", "alternate_title3", "journal_name", "alternate_title2")
_TAG = re.compile(r"^([A-Z][A-Z0-9]) {1,3}-(?: |$)", re.MULTILINE)
_END = re.compile(r"^ER  -.*$", re.MULTILINE)
_DATE = re.compile(r"([0-9]{4})(?:/([0-9]{1,2})?(?:/([0-9]{1,2})?)?)?(?:/(.*))?\Z")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|www\.|doi|10\.", re.IGNORECASE)
_MISREAD = (ValueError, LookupError, TypeError, AttributeError, OSError)


def begins(head: str, name: str) -> bool:
    """Whether a text begins as RIS does."""
    if name.lower().endswith(".ris"):
        return re.search(r"^TY {1,3}-", head, re.MULTILINE) is not None
    return re.match(r"\s*TY {1,3}- ?[A-Z]{3,6}\s*$", head, re.MULTILINE) is not None


def read(text: str, name: str) -> References:
    """The entries of a RIS file; one that cannot be read leaves the others be."""
    import rispy

    entries: list[Reference] = []
    failed: list[str] = []
    for line, record in _records(text):
        try:
            found = rispy.loads(record)
        except _MISREAD:
            found = []
        if not found:
            failed.append(f"the entry at line {line} is damaged")
        entries += [reference(_item(one)) for one in found]
    return References(tuple(entries), tuple(failed))


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Each record with its line; one that does not end ends where the next begins."""
    plain = _TAG.sub(r"\1  - ", text.replace("\r\n", "\n").replace("\r", "\n"))
    starts = [m.start() for m in re.finditer(r"^TY  - ", plain, re.MULTILINE)]
    line, last = 1, 0
    for start, end in pairwise([*starts, len(plain)]):
        line += plain.count("\n", last, start)
        last = start
        record = _END.split(plain[start:end], maxsplit=1)[0]
        yield line, f"{record.rstrip()}\nER  - \n"


def _item(told: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(told.get("type_of_reference", "")).upper()
    item: dict[str, Any] = {"type": _TYPES.get(kind, "document")}
    custom: dict[str, Any] = {}
    if kind not in _TYPES and kind != "GEN":
        custom["RIS-TY"] = kind
    used = {"type_of_reference", "id", "end_of_reference"}

    def take(*keys: str) -> str:
        used.update(key for key in keys if told.get(key))
        return next((_text(told[key]) for key in keys if told.get(key)), "")

    item["title"] = take("title", "primary_title")
    contained = str(item["type"]).startswith(_CONTAINED)
    journal = take(*_JOURNALS)
    item["container-title" if contained else "collection-title"] = journal
    item["container-title-short"] = take("alternate_title1")
    item["issued"] = _date(take("date", "year", "publication_year"), take("year"))
    item["accessed"] = _date(take("access_date"))
    for key, name in _TEXTS.items():
        if told.get(key) and not item.get(name):
            item[name] = take(key)
    if item.get("ISSN") and item["type"] in ("book", "chapter"):
        item["ISBN"] = item.pop("ISSN")
    pages = [take("start_page"), take("end_page")]
    item["page"] = "–".join(filter(None, pages))
    urls = _whole(told.get("urls") or [])
    used.add("urls")
    item["URL"] = one_line(str(urls[0])) if urls else ""
    if len(urls) > 1:
        custom["RIS-UR"] = urls[1:]
    if told.get("keywords"):
        used.add("keywords")
        item["keyword"] = ", ".join(map(one_line, told["keywords"]))
    if told.get("notes"):
        used.add("notes")
        item["note"] = "\n".join(map(str, told["notes"]))
    for key, role in _PEOPLE:
        used.add(key)
        given: Any = told.get(key) or []
        people = cast("list[Any]", given if isinstance(given, list) else [given])
        item.setdefault(role, []).extend(_name(str(one)) for one in people)
    used.add("unknown_tag")
    unknown: Mapping[str, list[str]] = told.get("unknown_tag") or {}
    custom.update({f"RIS-{tag}": values for tag, values in unknown.items()})
    custom.update({key: value for key, value in told.items() if key not in used and value})
    return {**{key: value for key, value in item.items() if value}, "custom": custom}


def _whole(pieces: list[Any]) -> list[str]:
    """Addresses are parted at ";", which may stand within one too."""
    whole: list[str] = []
    for piece in map(str, pieces):
        if whole and not _ADDRESS.match(piece.strip()):
            whole[-1] += f";{piece}"
        else:
            whole.append(piece)
    return whole


def _text(value: object) -> str:
    many = cast("list[object]", value) if isinstance(value, list) else [value]
    return one_line("; ".join(map(str, many)))


def _name(told: str) -> dict[str, str]:
    """ "Family, Given, Suffix"; with no comma, or with one at the end, a body."""
    family, _comma, rest = one_line(told).partition(",")
    given, _comma, suffix = rest.partition(",")
    if not given.strip():
        return {"literal": family.strip()}
    return {"family": family.strip(), "given": given.strip(), "suffix": suffix.strip()}


def _date(told: str, year: str = "") -> str:
    """RIS has YYYY/MM/DD/other with any part missing; others write what they like."""
    match = _DATE.match(told)
    if match and match[4]:
        # The last part is free; files of our own have the date in EDTF there.
        try:
            return parse(match[4]).text
        except DateError:
            pass
    if match:
        parts = [match[1], match[2], match[3] if match[2] else None]
        return written_date("-".join(p.zfill(2) for p in parts if p)) or told
    return written_date(told) or written_date(year) or told
