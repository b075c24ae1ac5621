"""The date in a page's own text: a ``time`` element counts where it is plainly the article's.

It counts where its element says that it is the day of publication, or where it stands in the head or
byline of the article beside its headline. A time anywhere else, be it the only one of the page, may be
that of a comment, an event or another article. Where those that count differ, the date is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.intake.readers.result import edtf, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_PUBLISHED = words("datepublished published dt-published entry-date pubdate publish-date pub-date")
_MODIFIED = words("datemodified modified updated dt-updated last-modified last-updated")
_BYLINES = words(
    "byline dateline byline-date article-byline article-header article-head article-meta"
    " article-date article-info entry-meta entry-header post-meta post-date post-header"
    " story-meta story-header meta-date publish-date published-date pub-date timestamp"
)
# What stands there is about other things than the article.
_ASIDE = words("aside nav footer form blockquote figure menu dialog template noscript")
_OTHERS = words("comment comments related recommended read-more sidebar teaser teasers")
_REGIONS = words("article main")
_HEADLINE = "h1"
_TELLING = _ASIDE | _REGIONS | {_HEADLINE, "header", "time"}
#: Letters between headline and date, at most: a standfirst and the names of some authors.
_NEAR = 600


@dataclass(frozen=True, slots=True)
class _Place:
    aside: bool = False
    in_region: bool = False
    in_head: bool = False
    articles: int = 0


class PageDate:
    """Takes the events of a page's elements and tells the date that it gives itself."""

    def __init__(self) -> None:
        self._open: list[_Place] = [_Place()]
        self._at = 0
        self._headlines: list[int] = []
        self._said: list[str] = []
        self._beside: list[tuple[int, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        above = self._open[-1]
        if not attributes and tag not in _TELLING:
            self._open.append(above)
            return
        named = _named(attributes)
        articles = above.articles + (tag == "article")
        # An article within an article is a comment or another story.
        aside = above.aside or tag in _ASIDE or articles > 1 or bool(named & _OTHERS)
        in_region = above.in_region or tag in _REGIONS
        in_head = above.in_head or bool(named & _BYLINES) or (tag == "header" and above.in_region)
        self._open.append(_Place(aside, in_region, in_head, articles))
        if aside:
            return
        if tag == _HEADLINE:
            self._headlines.append(self._at)
        elif tag == "time" and (date := edtf(attributes.get("datetime") or "")):
            if "pubdate" in attributes or named & _PUBLISHED:
                self._said.append(date)
            elif in_head and not named & _MODIFIED:
                self._beside.append((self._at, date))

    def end(self) -> None:
        """An element ends; the parser ends each that it began, in turn."""
        if len(self._open) > 1:
            self._open.pop()

    def passed(self, text: str) -> None:
        """Words of the page."""
        self._at += len(text)

    def told(self) -> str:
        """The date as EDTF; empty where the page gives none or more than one."""
        beside = [
            date
            for at, date in self._beside
            if any(abs(at - place) <= _NEAR for place in self._headlines)
        ]
        for dates in (set(self._said), set(beside)):
            if dates:
                return dates.pop() if len(dates) == 1 else ""
        return ""


def _named(attributes: Mapping[str, str]) -> frozenset[str]:
    """The words of what an element is called."""
    return words(" ".join((attributes.get(k) or "").lower() for k in ("class", "id", "itemprop")))
