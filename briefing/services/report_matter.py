"""What every part of a full report asks of its excerpt: names, words of entries, numbers of sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc
from briefing.domain.citing import Ref, without_citations
from briefing.domain.claim import Claim
from briefing.domain.dates import DateError, parse, sort_key
from briefing.domain.event import Event
from briefing.domain.hypothesis import HypothesisMatrix
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.records import word
from briefing.domain.relation import DIRECTED, Relation
from briefing.domain.source import Source, SourceAuthor
from briefing.export.report import Words
from briefing.services.actor_view import quoted
from briefing.services.citable import elided
from briefing.services.endnoting import NOT_RECEIVED, WITHHELD, Endnotes, unsourced, voices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.citing import Run
    from briefing.domain.record import Record
    from briefing.domain.source import Passage
    from briefing.export.excerpt import Excerpt, Support
    from briefing.services.endnoting import Cited

UNSOURCED = " (unsourced)"
DRAWN = " (drawn out by a tool, not looked at)"
NOT_SHOWN = " (source not shown at this marking)"
#: Of a passage and of an entry that is only named, as many letters are shown; of one whose words stand
#: elsewhere in the report, where a link leads to them, the first words.
_PASSAGE, _NAMED, _FIRST = 400, 140, 60
#: A stretch of a document.
_Span: TypeAlias = tuple[str, int, int]


class Matter:
    """An excerpt while it is told: each question costs the same however much is in it.

    ``printed`` are the entries to which a link can lead, since they stand in the report themselves.
    """

    def __init__(self, excerpt: Excerpt, printed: Iterable[Record]) -> None:
        self.excerpt = excerpt
        self.endnotes = Endnotes(lambda key: excerpt.parts(SourceAuthor, key))
        self._printed = frozenset(Ref(one.kind, one.id) for one in printed)
        self._told: dict[Ref, tuple[Cited, ...]] = {}
        self._shown: set[_Span] = set()

    # ------------------------------------------------------------------ sources

    def cite(self, refs: Iterable[Ref]) -> tuple[int, ...]:
        """The numbers of entries, in order, each once; an entry that is not here has none."""
        found = {self.endnotes.number(cited) for ref in refs for cited in self._behind(ref)}
        return tuple(sorted(found))

    def mark(self, entry: Record, *, anchor: str = "") -> Words:
        """What follows the words of an entry: its numbers, or that nothing is behind it."""
        ref = Ref(entry.kind, entry.id)
        if self.excerpt.supports(ref.kind, ref.id):
            return Words(notes=self.cite([ref]), anchor=anchor)
        if self.excerpt.is_withheld(ref.kind, ref.id):
            return Words(NOT_SHOWN, italic=True, anchor=anchor)
        return Words(UNSOURCED, italic=True, anchor=anchor)

    def drawn(self, entry: Record) -> tuple[Words, ...]:
        """That a tool made an entry and nobody has looked at it; nothing for every other."""
        return (Words(DRAWN, italic=True),) if self.excerpt.drawn(entry.id) else ()

    def passages(self, entry: Record) -> tuple[Words, ...]:
        """The words that an entry rests on, each with its number; or that there are none.

        Words that are printed as a quote, or were shown before, are named by the first of them.
        """
        found = self.excerpt.supports(entry.kind, entry.id)
        if not found:
            return (Words(self.mark(entry).text.strip(), italic=True),)
        grade = entry.credibility if isinstance(entry, Claim) else ""
        runs: list[Words] = []
        for one in found:
            stance = f" ({one.link.role})" if one.link.role else ""
            gap = "; " if runs else ""
            number = self.endnotes.number(self._voice(one, grade))
            told = self._passage(one.passage)
            if gap:
                runs.append(Words(gap))
            if stance and not (told.to or told.anchor):
                runs.append(replace(told, text=told.text + stance, notes=(number,)))
            elif stance:
                runs += [told, Words(stance, notes=(number,))]
            else:
                runs.append(replace(told, notes=(number,)))
        return tuple(runs)

    def _passage(self, passage: Passage) -> Words:
        exact = " ".join(passage.exact.split())
        span = _span(passage)
        quote = self._quotes.get(span)
        if quote:
            return Words(self._named(quote, _FIRST), to=self.link(quote.kind, quote.id))
        if span not in self._repeated:
            return Words(f"“{elided(exact, _PASSAGE)}”")
        name = f"passage-{passage.document_id}-{passage.start}-{passage.end}"
        if span in self._shown:
            return Words(f"“{elided(exact, _FIRST)}”", to=name)
        self._shown.add(span)
        return Words(f"“{elided(exact, _PASSAGE)}”", anchor=name)

    @cached_property
    def _quotes(self) -> dict[_Span, Quote]:
        """The quotes that the report prints, by the words they rest on."""
        found: dict[_Span, Quote] = {}
        for quote in self.excerpt.all(Quote):
            if self.link(quote.kind, quote.id):
                for one in self.excerpt.supports(quote.kind, quote.id):
                    found.setdefault(_span(one.passage), quote)
        return found

    @cached_property
    def _repeated(self) -> frozenset[_Span]:
        """The words that more than one claim of the report rests on."""
        met: Counter[_Span] = Counter()
        for claim in self.excerpt.all(Claim):
            met.update({_span(one.passage) for one in self.excerpt.supports(claim.kind, claim.id)})
        return frozenset(span for span, times in met.items() if times > 1)

    def _behind(self, ref: Ref) -> tuple[Cited, ...]:
        if ref not in self._told:
            # Judgments can rest on each other in a ring.
            self._told[ref] = ()
            self._told[ref] = tuple(dict.fromkeys(self._rests_on(ref)))
        return self._told[ref]

    def _rests_on(self, ref: Ref) -> list[Cited]:
        entry = self.excerpt.entry(ref.kind, ref.id)
        if entry is None:
            return []
        if isinstance(entry, Source):
            return [(self.endnotes.citation(entry), entry.reliability)]
        found = self.excerpt.supports(ref.kind, ref.id)
        if found:
            grade = entry.credibility if isinstance(entry, Claim) else ""
            by_ids = {
                (one.source.id if one.source else one.link.source_id or "", _id(one.carrier)): one
                for one in found
            }
            return [self._voice(by_ids[pair], grade) for pair in voices(by_ids)]
        if isinstance(entry, Judgment):
            basis = self.excerpt.parts(Basis, entry.id)
            through = [c for b in basis for c in self._behind(Ref(b.entry_kind, b.entry_id))]
            if through:
                return through
        return [WITHHELD if self.excerpt.is_withheld(ref.kind, ref.id) else unsourced(entry)]

    def _voice(self, support: Support, credibility: str) -> Cited:
        if support.source is None:
            return NOT_RECEIVED
        citation = self.endnotes.citation(support.source, support.carrier)
        return citation, f"{support.source.reliability}{credibility}"

    # ------------------------------------------------------------------ words

    def runs(self, runs: Iterable[Run]) -> tuple[Words, ...]:
        """Runs of a text with the numbers of what they cite."""
        return tuple(Words(run.text, run.bold, run.italic, self.cite(run.cites)) for run in runs)

    def name(self, actor_id: str | None) -> str:
        """The name of an actor where it takes part; a very long one stands in full in its own row."""
        actor = self.excerpt.get(Actor, actor_id)
        return elided(actor.name, _NAMED) if actor else "not received"

    def actor(self, actor_id: str | None) -> Words:
        """The name of an actor, leading to what is said of it."""
        return Words(self.name(actor_id), to=self.link(Actor.kind, actor_id or ""))

    def actors(self, ids: Iterable[str | None]) -> tuple[Words, ...]:
        """Names, separated by commas."""
        runs: list[Words] = []
        for one in ids:
            runs += [Words(", "), self.actor(one)] if runs else [self.actor(one)]
        return tuple(runs)

    def anchor(self, entry: Record) -> str:
        """What leads to an entry."""
        return f"{entry.kind}-{entry.id}"

    def link(self, kind: str, entry_id: str) -> str:
        """The anchor of an entry, empty where the report does not print it."""
        return f"{kind}-{entry_id}" if Ref(kind, entry_id) in self._printed else ""

    def label(self, kind: str, entry_id: str) -> str:
        """The first words of an entry, after what it is; empty where it is not here.

        There are fewer of a quote that is printed itself.
        """
        entry = self.excerpt.entry(kind, entry_id)
        if entry is None:
            return ""
        short = isinstance(entry, Quote) and self.link(kind, entry_id)
        words = self._named(entry, _FIRST if short else _NAMED)
        return f"{word(kind)}: {words}" if words else word(kind)

    def _named(self, entry: Record, letters: int) -> str:
        """The first words of an entry; of a quote after who said them, and in their marks."""
        if not isinstance(entry, Quote):
            return elided(self.words(entry), letters)
        names = elided(self._speakers(entry), _NAMED)
        words = quoted(elided(" ".join(entry.words.split()), letters), entry.quote_kind)
        return f"{names}, {words}" if names else words

    def words_of(self, kind: str, entry_id: str) -> str:
        """What the entry with this id says; empty where it is not here."""
        entry = self.excerpt.entry(kind, entry_id)
        return self.words(entry) if entry else ""

    def words(self, entry: Record) -> str:
        """What an entry says, in one line."""
        text = ""
        if isinstance(entry, Quote):
            names = self._speakers(entry)
            words = quoted(entry.words, entry.quote_kind)
            text = f"{names}, {words}" if names else words
        elif isinstance(entry, Relation):
            text = f"{self.between(entry)}, {entry.relation_kind}"
        elif isinstance(entry, Claim):
            text = entry.proposition
        elif isinstance(entry, Event):
            text = entry.what
        elif isinstance(entry, Judgment):
            text = without_citations(entry.text)
        elif isinstance(entry, HypothesisMatrix):
            text = entry.question
        elif isinstance(entry, Actor | Bloc):
            text = entry.name
        elif isinstance(entry, Source):
            text = entry.title or entry.descriptor
        return " ".join(text.split())

    def _speakers(self, quote: Quote) -> str:
        names = (self.name(one.actor_id) for one in self.speakers(quote))
        return " ".join(", ".join(names).split())

    def speakers(self, quote: Quote) -> tuple[QuoteSpeaker, ...]:
        """Who said it, in order."""
        return self.excerpt.parts(QuoteSpeaker, quote.id)

    def between(self, relation: Relation) -> str:
        """The two ends of a relation; one that runs one way says so."""
        one, other = self.name(relation.from_id), self.name(relation.to_id)
        directed = relation.relation_kind in DIRECTED
        return f"{one} to {other}" if directed else f"{one} – {other}"


def day_order(text: str) -> tuple[bool, int, int, str]:
    """Orders dates as written; what is not known comes last."""
    try:
        return sort_key(parse(text) if text else None)
    except DateError:
        return True, 0, 0, text


def _span(passage: Passage) -> _Span:
    return passage.document_id or passage.id, passage.start, passage.end


def _id(source: Source | None) -> str:
    return source.id if source else ""
