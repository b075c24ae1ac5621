"""An entry as text to be pasted elsewhere: its words, and citations of what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation
from briefing.domain.claim import Claim
from briefing.domain.dates import friendly
from briefing.domain.event import Event
from briefing.domain.judgment import Judgment
from briefing.domain.source import Document
from briefing.services import claim_view, evidence_view, quote_view, source_view
from briefing.store.records import get

if TYPE_CHECKING:
    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace

# What is nothing to be cited: settings of the person, not entries of a briefing.
_NOT_CITED = frozenset({"saved_search", "person"})


def cite_entry(ws: Workspace, briefing_id: str | None, kind: str, entry_id: str) -> str:
    """The words of an entry and, line by line, the sources that it rests on; empty where unknown.

    Likelihood and confidence stand on lines of their own (ICD 203: never in one sentence).
    """
    if kind in _NOT_CITED:
        return ""
    with ws.read() as connection:
        record = get(connection, kind, entry_id)
    if record is None or record.deleted:
        return ""
    if isinstance(record, Document):
        kind, entry_id = "source", record.source_id
    if kind == "source":
        return source_view.cite(ws, entry_id)
    if kind == "quote" and briefing_id is not None:
        return quote_view.cite_quote(ws, briefing_id, entry_id)
    lines = _words(ws, record, briefing_id)
    cards = evidence_view.evidence(ws, kind, entry_id, briefing_id).cards
    cited = dict.fromkeys(source_view.cite(ws, card.id) for card in cards)
    return "\n".join([*lines, *(f"Source: {one}" for one in cited if one)])


def _words(ws: Workspace, record: Record, briefing_id: str | None) -> list[str]:
    title = evidence_view.entry_title(ws, record.kind, record.id)
    match record:
        case Judgment():
            likely = f"{record.likelihood[:1].upper()}{record.likelihood[1:]}: "
            sure = f"Confidence: {record.confidence}." if record.confidence else ""
            return [f"{likely if record.likelihood else ''}{title}", *filter(None, [sure])]
        case Event():
            about = ", ".join(filter(None, (friendly(record.happened), record.place)))
            return [f"{title} ({about})" if about else title]
        case Claim() if briefing_id is not None:
            rows = claim_view.claim_rows(ws, briefing_id)
            row = next((one for one in rows if one.id == record.id), None)
            parties = (
                (("Asserted by", row.asserted_by), ("Denied by", row.denied_by)) if row else ()
            )
            return [title, *(f"{how} {who}." for how, who in parties if who)]
        case Annotation():
            about = evidence_view.entry_title(ws, record.target_kind, record.target_id)
            return [record.body, *([f"On: {about}"] if about else [])]
        case _:
            return [f"“{title}”" if record.kind == "passage" else title]
