"""Quotes held against every document of the library: found, found elsewhere, altered, not found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.analysis.likeness import Altered, Haystack, Piece, find_altered, may_hold
from briefing.analysis.verify import Match, Needle, find_words, needle
from briefing.domain.quote import Quote, QuoteKind
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.store import quotes
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

__all__ = ["Outcome", "Piece", "Verdict", "quotes_of", "verify_quotes"]


class Outcome(StrEnum):
    """What became of a quote's words."""

    FOUND = "found word for word"
    ELSEWHERE = "found in another source"
    ALTERED = "altered"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A quote and where its words were met.

    ``start`` and ``end`` are code points of the document. ``passage_id`` is the quote's own passage
    where that is the place. ``differences`` are told in words, ``pieces`` word by word. ``retold``
    marks an indirect quote, which need not stand word for word.
    """

    quote_id: str
    words: str
    outcome: Outcome
    document_id: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    passage_id: str = ""
    differences: tuple[str, ...] = ()
    pieces: tuple[tuple[Piece, str], ...] = ()
    retold: bool = False

    @property
    def altered(self) -> str:
        """What differs, word by word: ``[-in the text only-] {+in the quote only+}``; else empty."""
        shown = {Piece.LEFT_OUT: "[-{}-]", Piece.ADDED: "{{+{}+}}", Piece.SAME: "{}"}
        return " ".join(shown[piece].format(words) for piece, words in self.pieces)


@dataclass(slots=True)
class _Case:
    quote: Quote
    needles: tuple[Needle, ...]
    passages: dict[str, list[Passage]]
    own: tuple[str, Match] | None = None
    other: tuple[str, Match] | None = None
    altered: tuple[str, Altered] | None = None
    mine: bool = field(default=False)

    @property
    def met(self) -> bool:
        return self.own is not None or self.other is not None


def quotes_of(ws: Workspace, briefing_id: str) -> list[str]:
    """Ids of a briefing's quotes in their order."""
    with ws.read() as connection:
        return [q.id for q in find(connection, Quote, briefing_id=briefing_id)]


def _silent(_done: int, _total: int, _what: str) -> None:
    """Nobody wants to hear how far it is."""


def verify_quotes(
    ws: Workspace,
    quote_ids: Sequence[str],
    report: Callable[[int, int, str], None] = _silent,
) -> list[Verdict]:
    """Hold quotes against the documents they rest on, then against all others.

    ``report`` hears documents done, documents in all and a name, and may raise Cancelled. A quote
    that is not here is left out.
    """
    with ws.read() as connection:
        cases = _cases(connection, quote_ids)
        documents = {d.id: d for d in find(connection, Document)}
        sources = get_many(connection, Source, (d.source_id for d in documents.values()))
        names = {
            d.id: (sources[d.source_id].title if d.source_id in sources else "") or d.filename
            for d in documents.values()
        }
        total = 2 * len(documents)
        # What quotes rest on comes first: where all stand there, nothing else is read.
        mine = {one for case in cases for one in case.passages}
        order = sorted(documents.values(), key=lambda d: d.id not in mine)
        for number, (document, text) in enumerate(_read(connection, order)):
            report(number, total, names[document.id])
            for case in cases:
                _search(case, document.id, text)
            if number + 1 >= len(mine) and all(case.own for case in cases):
                break
        rest = [case for case in cases if not case.met]
        for number, (document, text) in enumerate(
            _read(connection, documents.values() if rest else ()), len(documents)
        ):
            report(number, total, names[document.id])
            hay = Haystack(text)
            for case in rest:
                _compare(case, document.id, hay)
    report(total, total, "")
    return [_verdict(case, names) for case in cases]


def _read(connection: Connection, documents: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    for document in documents:
        yield document, quotes.document_text(connection, document.text_sha256)


def _cases(connection: Connection, quote_ids: Sequence[str]) -> list[_Case]:
    found = get_many(connection, Quote, quote_ids)
    links = find(connection, PassageLink, entry_id=list(quote_ids))
    passages = get_many(connection, Passage, (link.passage_id for link in links))
    behind: dict[str, dict[str, list[Passage]]] = {}
    for link in links:
        passage = passages.get(link.passage_id)
        if passage is not None and not passage.deleted:
            documents = behind.setdefault(link.entry_id, {})
            documents.setdefault(passage.document_id, []).append(passage)
    return [
        _Case(
            found[i],
            tuple(needle(w) for w in (found[i].words, found[i].original_words) if w.strip()),
            behind.get(i, {}),
        )
        for i in dict.fromkeys(quote_ids)
        if i in found and not found[i].deleted
    ]


def _search(case: _Case, document_id: str, text: str) -> None:
    own = document_id in case.passages
    if case.own is not None or (case.other is not None and not own):
        return
    for sought in case.needles:
        match = _in_passage(case, document_id, text, sought) or find_words(text, sought)
        if match is not None:
            if own:
                case.own = document_id, match
            else:
                case.other = document_id, match
            return


def _in_passage(case: _Case, document_id: str, text: str, sought: Needle) -> Match | None:
    """Where words stand twice, those at the quote's own passage are meant."""
    for passage in case.passages.get(document_id, ()):
        match = find_words(text[passage.start : passage.end], sought)
        if match is not None:
            at = passage.start
            return Match(at + match.start, at + match.end, match.differences)
    return None


def _compare(case: _Case, document_id: str, hay: Haystack) -> None:
    """Keep the likest stretch; one in the quote's own document goes before any other."""
    mine = document_id in case.passages
    if case.mine and not mine:
        return
    for sought in case.needles:
        best = case.altered
        first = best is None or (mine and not case.mine)
        found = find_altered(hay, sought, 0.0 if first or best is None else best[1].likeness)
        # Looked at last, since most texts are far from any quote.
        if found is not None and (mine or may_hold(hay.folded, sought)):
            case.altered, case.mine = (document_id, found), mine


def _verdict(case: _Case, names: dict[str, str]) -> Verdict:
    quote = case.quote
    retold = quote.quote_kind == QuoteKind.INDIRECT
    place = case.own or case.other or case.altered
    if place is None:
        return Verdict(quote.id, quote.words, Outcome.NOT_FOUND, retold=retold)
    document_id, found = place
    passage = next(
        (
            p.id
            for p in case.passages.get(document_id, ())
            if p.start < found.end and found.start < p.end
        ),
        "",
    )
    outcome = Outcome.FOUND if case.own else Outcome.ELSEWHERE if case.other else Outcome.ALTERED
    return Verdict(
        quote.id,
        quote.words,
        outcome,
        document_id,
        names.get(document_id, ""),
        found.start,
        found.end,
        passage,
        found.differences if isinstance(found, Match) else (),
        found.pieces if isinstance(found, Altered) else (),
        retold,
    )
