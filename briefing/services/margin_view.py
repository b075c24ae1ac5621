"""What stands at each passage of a document: its entries, notes and highlights, as marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.records import word
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.source_view import PassageSpan
    from briefing.services.workspace import Workspace

#: Kind of entry → its letter: the key that makes one, as far as it has one.
LETTERS = {
    "quote": "Q",
    "claim": "L",
    "event": "E",
    "actor": "A",
    "relation": "R",
    "note": "N",
    "highlight": "H",
    "judgment": "J",
    "bloc": "B",
    "hypothesis_matrix": "M",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry at one passage. ``look`` is a key of :data:`LETTERS` or "other".

    ``kind`` and ``id`` name what is selected: for a note or a highlight the passage, on which it is.
    """

    look: str
    kind: str
    id: str
    title: str
    passage_id: str
    start: int
    end: int

    @property
    def letter(self) -> str:
        """What stands in the mark; a dot where the kind has no letter."""
        return LETTERS.get(self.look, "·")


def marks(ws: Workspace, spans: Iterable[PassageSpan]) -> tuple[Mark, ...]:
    """The marks of passages in the order of the text; one on which nothing rests has a dot."""
    ordered = sorted(spans, key=lambda s: (s.start, -s.end))
    noted = _annotations(ws, [span.id for span in ordered])
    found: list[Mark] = []
    for span in ordered:
        place = (span.id, span.start, span.end)
        here = [
            Mark(_look(line.kind), line.kind, line.id, f"{_named(line.kind)}: {line.text}", *place)
            for line in span.rests
        ]
        here += [Mark(*_note(note), *place) for note in noted.get(span.id, ())]
        found += here or [
            Mark("other", "passage", span.id, "Passage on which nothing rests", *place)
        ]
    return tuple(found)


def _annotations(ws: Workspace, passages: list[str]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    with ws.read() as connection:
        for note in find(connection, Annotation, target_kind="passage", target_id=passages):
            found.setdefault(note.target_id, []).append(note)
    return found


def _note(note: Annotation) -> tuple[str, str, str, str]:
    if note.motivation == Motivation.HIGHLIGHTING and not note.body:
        return "highlight", "passage", note.target_id, "Highlight"
    return "note", "passage", note.target_id, f"Note: {note.body}"


def _look(kind: str) -> str:
    return kind if kind in LETTERS else "other"


def _named(kind: str) -> str:
    name = word(kind)
    return name[:1].upper() + name[1:]
