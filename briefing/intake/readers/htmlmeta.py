"""What the head of a web page tells: JSON-LD before meta elements before the bare title."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from briefing.intake.readers.pagedate import PageDate
from briefing.intake.readers.result import Told, edtf, one_line, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ARTICLES = words(
    "Article NewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle"
    " ReportageNewsArticle ReviewNewsArticle AskPublicNewsArticle BlogPosting Report"
    " ScholarlyArticle"
)
_TITLES = ("og:title", "citation_title", "twitter:title", "dc.title")
_AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time",
    "og:published_time",
    "citation_publication_date",
    "parsely-pub-date",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)
_PUBLISHERS = ("og:site_name", "publisher", "citation_journal_title", "dc.publisher")
_LANGUAGES = ("og:locale", "content-language", "dc.language")
_URL = re.compile(r"https?://[^\s\x00-\x1f]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_WELL_NESTED = 100


class Head:
    """Gathers what the elements of a head tell, and answers with the first of each by rank."""

    def __init__(self) -> None:
        self._meta: dict[str, list[str]] = {}
        self._language = ""
        self._canonical = ""
        self._title = ""
        self._article: dict[str, object] = {}
        self._is_json = False
        self._date = PageDate()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element's attributes."""
        self._date.start(tag, attributes)
        if tag == "html" and not self._language:
            self._language = attributes.get("lang") or attributes.get("xml:lang") or ""
        elif tag == "meta":
            content = one_line(attributes.get("content") or "")
            for key in ("property", "name", "itemprop", "http-equiv"):
                name = (attributes.get(key) or "").strip().lower()
                if name and content:
                    self._meta.setdefault(name, []).append(content)
        elif tag == "link" and not self._canonical:
            if "canonical" in (attributes.get("rel") or "").lower().split():
                self._canonical = (attributes.get("href") or "").strip()
        elif tag == "script":
            kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
            self._is_json = kind == "application/ld+json"

    def end(self) -> None:
        """Take the end of an element."""
        self._date.end()

    def passed(self, text: str) -> None:
        """Take words of the page."""
        self._date.passed(text)

    def said(self, tag: str, text: str) -> None:
        """Take the words within ``title`` or ``script``."""
        if tag == "title":
            self._title = self._title or one_line(text)
        elif self._is_json and not self._article:
            self._article = _article(text)

    def told(self) -> Told:
        """All that was told."""
        article = self._article
        dates = [_text(article.get("datePublished")), *self._all(_DATES), self._date.told()]
        pages = [self._canonical, *self._all(("og:url",)), _text(article.get("url"))]
        tongues = [self._language, _text(article.get("inLanguage")), *self._all(_LANGUAGES)]
        return Told(
            title=_text(article.get("headline")) or self._first(_TITLES) or self._title,
            authors=self._authors(),
            published=next((date for date in map(edtf, dates) if date), ""),
            publisher=next(_names(article.get("publisher")), "") or self._first(_PUBLISHERS),
            language=next((t.replace("_", "-") for t in tongues if _LANGUAGE.match(t)), ""),
            url=next((one_line(page) for page in pages if _URL.match(page)), ""),
        )

    def _all(self, names: tuple[str, ...]) -> list[str]:
        return [value for name in names for value in self._meta.get(name, ())]

    def _first(self, names: tuple[str, ...]) -> str:
        return next(iter(self._all(names)), "")

    def _authors(self) -> tuple[str, ...]:
        told = list(_names(self._article.get("author")))
        for name in _AUTHORS:
            if not told:
                told = [v for v in self._meta.get(name, ()) if not _URL.match(v)]
        return tuple(dict.fromkeys(told))


def _article(text: str) -> dict[str, object]:
    """The first article that a JSON-LD text describes, or nothing."""
    try:
        top: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    left: list[tuple[object, int]] = [(top, 0)]
    while left:
        thing, depth = left.pop()
        if depth > _WELL_NESTED:
            continue
        if isinstance(thing, list):
            items = cast("list[object]", thing)
            left.extend((item, depth + 1) for item in reversed(items))
        elif isinstance(thing, dict):
            fields = cast("dict[str, object]", thing)
            kinds = fields.get("@type")
            named = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind in _ARTICLES for kind in named):
                return fields
            left.extend(
                (fields[key], depth + 1) for key in ("mainEntity", "@graph") if key in fields
            )
    return {}


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _names(value: object) -> Iterator[str]:
    """The names that a person, an organisation, a text or a list of these goes by."""
    things = cast("list[object]", value) if isinstance(value, list) else [value]
    for thing in things:
        told = cast("dict[str, object]", thing).get("name") if isinstance(thing, dict) else thing
        name = _text(told)
        if name and not _URL.match(name):
            yield name
