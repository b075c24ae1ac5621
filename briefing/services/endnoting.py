"""The endnotes of a report: numbered as it is read, the same source with the same grade once.

Every report numbers and words its endnotes here, whatever it reads them from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.citing import CitationNumbers, Ref
from briefing.domain.records import word
from briefing.export.citations import cite_rich, csl_item
from briefing.export.report import Endnote, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefing.domain.record import Record
    from briefing.domain.source import Source, SourceAuthor

#: A citation, and the grade such as "B" or "C3".
Cited = tuple[tuple[Words, ...], str]

NOT_RECEIVED: Cited = (Words("A source that is not received yet."),), ""
WITHHELD: Cited = (Words("A source that this marking does not carry."),), ""


class Endnotes:
    """The numbers given so far. ``authors`` tells those of a source by its id."""

    def __init__(self, authors: Callable[[str], Sequence[SourceAuthor]]) -> None:
        self._authors = authors
        self._numbers = CitationNumbers()
        self._named: dict[Cited, Ref] = {}
        self._notes: dict[Ref, Endnote] = {}
        self._said: dict[str, tuple[Words, ...]] = {}

    @property
    def notes(self) -> tuple[Endnote, ...]:
        """All of them by number."""
        return tuple(self._notes[ref] for ref in self._numbers.ordered)

    def number(self, cited: Cited) -> int:
        """The number of a citation with its grade, given now where it has none."""
        name = self._named.setdefault(cited, Ref("endnote", str(len(self._named))))
        number = self._numbers.number(name)
        self._notes.setdefault(name, Endnote(number, *cited))
        return number

    def citation(self, source: Source, carrier: Source | None = None) -> tuple[Words, ...]:
        """A source as it is cited, and in whose report its words were read."""
        words = self._formatted(source)
        name = (carrier.title or carrier.descriptor) if carrier else ""
        if carrier is None or not name:
            return words
        return (*words, Words(f" Reported by {name}, {carrier.reliability}."))

    def _formatted(self, source: Source) -> tuple[Words, ...]:
        known = self._said.get(source.id)
        if known is None:
            runs = cite_rich([csl_item(source, self._authors(source.id))])[0]
            known = tuple(Words(run.text, run.bold, run.italic) for run in runs)
            self._said[source.id] = known
        return known


def unsourced(entry: Record) -> Cited:
    """What is said of an entry that rests on nothing."""
    return (Words(f"Unsourced: {word(entry.kind).lower()} without a passage."),), ""


def voices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Ids of who said it and of the source in which it was read (else empty), each pair once.

    What was held alone is named with the source whose words it carries.
    """
    found = list(dict.fromkeys(pairs))
    carriers = {held for _, held in found if held}
    return [(said, held) for said, held in found if held or said not in carriers]
