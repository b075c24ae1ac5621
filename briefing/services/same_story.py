"""Articles that carry one story: the same wire copy in several outlets is one witness, not several.

What is found is a proposal. The earlier article is taken for the origin, and that is a guess: both may
have their words from an agency that is not on the desk. So a person says yes, and the links count from
then on where independent origins are counted (:mod:`briefing.analysis.origins`).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.origins import goes_back, origins_of
from briefing.analysis.shingles import Sketch, alike, sketch
from briefing.domain.dates import DateError, parse
from briefing.domain.source import Document, Source, SourceLink, SourceLinkKind
from briefing.domain.verdict import Outcome, Verdict
from briefing.services.drafting import desk_documents
from briefing.store import quotes
from briefing.store.journal import new_id
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.services.workspace import Workspace

#: The share of runs of five words from which on two articles carry one story: cuts, another headline
#: and some sentences of an editor's own leave more in common than two reports of one event have.
LEAST = 0.35
_TOOL = "Briefing shingles 1"
_KIND = "source_link"
_sketches: dict[str, Sketch] = {}
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Story:
    """Two sources that carry one story; ``origin_id`` is the earlier one. ``share`` is from 0 to 1."""

    origin_id: str
    origin: str
    later_id: str
    later: str
    share: float
    document_id: str

    @property
    def key(self) -> str:
        """By which a decision on it is found again."""
        return f"story:{':'.join(sorted((self.origin_id, self.later_id)))}"


def _silent(_done: int, _total: int) -> None:
    """Nobody wants to hear how far it is."""


def same_stories(
    ws: Workspace, briefing_id: str, report: Callable[[int, int], None] = _silent
) -> list[Story]:
    """Articles of the desk that carry a story which an earlier one carries, and are not linked yet.

    ``report`` hears how far it is and may raise Cancelled. What was rejected is left out.
    """
    ids = desk_documents(ws, briefing_id)
    with ws.read() as connection:
        documents = get_many(connection, Document, ids)
        sources = get_many(connection, Source, (d.source_id for d in documents.values()))
        steps = goes_back(find(connection, SourceLink))
        refused = {
            one.key
            for one in find(connection, Verdict, briefing_id=briefing_id, proposal_kind=_KIND)
        }
        order = sorted(
            (d for d in documents.values() if d.source_id in sources),
            key=lambda d: (_day(sources[d.source_id].issued), d.imported, d.id),
        )
        held: dict[str, Sketch] = {}
        for number, one in enumerate(order):
            report(number, len(order))
            known = _sketches.get(one.text_sha256)
            if known is None:
                known = sketch(quotes.document_text(connection, one.text_sha256))
                with _guard:
                    _sketches[one.text_sha256] = known
            held[one.id] = known
    found: list[Story] = []
    for first, second, share in alike(held, LEAST):
        origin = sources[documents[first].source_id]
        later = sources[documents[second].source_id]
        story = Story(
            origin.id,
            origin.title or documents[first].filename,
            later.id,
            later.title or documents[second].filename,
            share,
            second,
        )
        linked = origins_of(origin.id, steps) & origins_of(later.id, steps)
        if origin.id != later.id and not linked and story.key not in refused:
            found.append(story)
    return found


def _day(issued: str) -> int:
    try:
        earliest = parse(issued).earliest if issued else None
    except DateError:
        earliest = None
    # One whose day is not known is taken for the later one.
    return earliest if earliest is not None else 10**9


def mark_one_origin(ws: Workspace, stories: Sequence[Story]) -> int:
    """Let the later articles derive from the earlier, as one step; how many links that were."""
    if not stories:
        return 0
    with ws.write("Mark as one origin") as unit:
        for one in stories:
            marking = need(unit.connection, "source", one.later_id).marking
            unit.add(
                SourceLink(
                    id=new_id(),
                    marking=marking,
                    source_id=one.later_id,
                    other_id=one.origin_id,
                    link_kind=SourceLinkKind.DERIVES_FROM.value,
                )
            )
    return len(stories)


def reject_stories(ws: Workspace, briefing_id: str, stories: Sequence[Story]) -> int:
    """Say that articles carry no common story, as one step; they are not proposed again."""
    if not stories:
        return 0
    with ws.write("Reject common story") as unit:
        marking = need(unit.connection, "briefing", briefing_id).marking
        for one in stories:
            unit.add(
                Verdict(
                    id=new_id(),
                    marking=marking,
                    briefing_id=briefing_id,
                    document_id=one.document_id,
                    proposal_kind=_KIND,
                    key=one.key,
                    outcome=Outcome.REJECTED.value,
                    rule="shingles",
                    confidence=round(one.share, 2),
                    tool=_TOOL,
                )
            )
    return len(stories)
