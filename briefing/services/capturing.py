"""What selected words of a document become: entries begun from them, highlights, more passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.bloc import BlocMember
from briefing.domain.folding import fold
from briefing.domain.ordering import after
from briefing.domain.records import word
from briefing.domain.source import Document, Passage, PassageLink
from briefing.errors import UserError
from briefing.intake import gazetteer
from briefing.intake.likely_names import kind_of
from briefing.intake.quantities import amounts
from briefing.intake.writtendates import dates_within
from briefing.services import choosing, drafting, quoting
from briefing.services.anchoring import Span, document_words, passage_of
from briefing.services.form_table import FORMS
from briefing.services.mentions import hinted, mentioned, newcomers, sentence_around
from briefing.store.journal import new_id
from briefing.store.records import find, get, need

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.domain.record import Scalar
    from briefing.services.choosing import Choice
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


#: Code points of a document in which names are looked for.
_MOST_READ = 200_000
_PRONOUN = re.compile(r"(?<!\w)(?:he|she)(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’»')]*\s+")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a form of a new entry is filled with: its fields and its parts by kind.

    ``newcomers`` are actors whom the document names and the library does not hold: those that the
    saved entry names are made with it.
    """

    given: Mapping[str, Scalar] = field(default_factory=dict[str, "Scalar"])
    parts: Mapping[str, Sequence[Mapping[str, Scalar]]] = field(
        default_factory=dict[str, "Sequence[Mapping[str, Scalar]]"]
    )
    newcomers: Sequence[Choice] = ()
    #: Ids of the actors whom the document names: offered first, the nearest to the words before others.
    likely: Sequence[str] = ()


def begin(ws: Workspace, kind: str, span: Span) -> Begun:
    """What the words at a place tell about an entry of the kind.

    A claim takes the words and the quantities in them, an event the words, the actors named in them and
    the one date in them or else in their sentence, an actor the words as its name, a relation the one
    date in them and the two actors whom they tie, a quote what :mod:`briefing.services.quoting` makes of
    it. Actors may be new: those that the document names are known here.
    """
    text = document_words(ws, span.document_id)
    known = choosing.choices(ws, "actor")
    new = newcomers_in(text, known)
    everybody = [*known, *new]
    begun = _begun(kind, everybody, text, span)
    near = likely_speakers(ws, everybody, span)
    named = [one.id for one in mentioned(everybody, text[:_MOST_READ])]
    return replace(begun, newcomers=new, likely=tuple(dict.fromkeys([*near, *named])))


def _begun(kind: str, known: Sequence[Choice], text: str, span: Span) -> Begun:
    marked = text[span.start : span.end]
    words = " ".join(marked.split())
    match kind:
        case "quote":
            return Begun(
                {
                    "words": quoting.trim_marks(marked)[0],
                    "quote_kind": quoting.guess_kind(text, span.start, span.end),
                }
            )
        case "claim":
            found = [
                {"value": one.value, "unit": one.unit, "of_what": one.of_what}
                for one in amounts(words)
            ]
            return Begun({"proposition": words}, {"quantity": found} if found else {})
        case "event":
            dates = dates_within(words) or dates_within(sentence_around(text, span.start, span.end))
            who = [{"actor_id": one.id} for one in mentioned(known, marked)]
            return Begun(
                {"what": words, **({"happened": dates[0]} if len(dates) == 1 else {})},
                {"participant": who} if who else {},
            )
        case "actor":
            name = words.strip("\"'“”„«»‘’.,;:()")
            return Begun(
                {"name": name, "actor_kind": kind_of(name), "iso3166": gazetteer.state_code(name)}
            )
        case "relation":
            ends = _ends(known, text, span, marked)
            dates = dates_within(words)
            when = {"held": dates[0]} if len(dates) == 1 else {}
            return Begun({**dict(zip(("from_id", "to_id"), ends, strict=False)), **when})
        case _:
            return Begun({FORMS[kind].title: words} if kind in FORMS else {})


def _ends(known: Sequence[Choice], text: str, span: Span, marked: str) -> list[str]:
    """The two whom the words tie, who comes first first: in the order of a sentence that one acts.

    Where the words name one alone the other is looked for in the sentence: after them where they begin
    with that one, else the nearest before them. What stands further off is not tied by these words.
    """
    named = mentioned(known, marked)
    sentence = sentence_around(text, span.start, span.end)
    if not named:
        return [one.id for one in mentioned(known, sentence)][:2]
    if len(named) > 1:
        return [one.id for one in named[:2]]
    (one,) = named
    before, _words, rest = sentence.partition(marked.strip())
    words = fold(marked).strip().removeprefix("the ")
    if words.startswith(one.key) and words != one.key:
        others = [other.id for other in mentioned(known, rest) if other.id != one.id]
        return [one.id, *others[:1]]
    others = [other.id for other in mentioned(known, before) if other.id != one.id]
    if others:
        return [others[-1], one.id]
    return [one.id, *(other.id for other in mentioned(known, rest) if other.id != one.id)][:2]


def likely_speakers(ws: Workspace, known: Sequence[Choice], span: Span) -> list[str]:
    """Ids of the actors who may have said the words at a place, the likeliest first.

    Those named in the sentence, then those whose names have a word in the paragraph.
    """
    text = document_words(ws, span.document_id)
    sentence = sentence_around(text, span.start, span.end)
    begin_at, end_at = _paragraph(text, span)
    paragraph = text[begin_at:end_at][:20_000]
    named = [one.id for one in mentioned(known, sentence)]
    return list(dict.fromkeys([*named, *hinted(known, sentence), *hinted(known, paragraph)]))


def newcomers_in(text: str, known: Sequence[Choice]) -> list[Choice]:
    """Those whom a document names and the library does not hold."""
    return newcomers(known, text[:_MOST_READ])


def evident_speaker(ws: Workspace, known: Sequence[Choice], span: Span) -> Choice | None:
    """Who says the words at a place as the sentence has it, or the one before it for "he said".

    Where the article has been drawn out and the words stand within a quote of somebody, it is they.
    Else looked for outside the words themselves: a person who is named, else the one of whose name a
    telling word stands there, else an actor who stands alone. None where that tells nobody.
    """
    drawn = _drawn_speaker(ws, known, span)
    if drawn is not None:
        return drawn
    text = document_words(ws, span.document_id)
    begin_at, end_at = _paragraph(text, span)
    before, after = text[begin_at : span.start], text[span.end : end_at]
    lead = sentence_around(before + "·", len(before), len(before) + 1).removesuffix("·")
    tail = sentence_around("·" + after, 0, 1).removeprefix("·")
    persons = [one for one in known if one.sort == ActorKind.PERSON]
    around = _said_by(persons, lead) or _said_by(persons, tail)
    if around is None and (_PRONOUN.search(lead) or _PRONOUN.search(tail)):
        earlier = [_said_by(persons, one) for one in _SENTENCE.split(before)]
        around = next((one for one in reversed(earlier) if one is not None), None)
    if around is None:
        others = mentioned(known, f"{lead} · {tail}")
        around = others[0] if len({one.id for one in others}) == 1 else None
    return around


def _drawn_speaker(ws: Workspace, known: Sequence[Choice], span: Span) -> Choice | None:
    """The one speaker of the shortest quote drawn out that holds the words, under any of their names."""
    with ws.read() as connection:
        document = need(connection, "document", span.document_id)
    draft = drafting.drawn_before(document) if isinstance(document, Document) else None
    if draft is None:
        return None
    around = [q for q in draft.quotes if q.start <= span.start and span.end <= q.end]
    nearest = min(around, key=lambda q: q.end - q.start, default=None)
    if nearest is None or len(nearest.speakers) != 1:
        return None
    actor = next((one for one in draft.actors if one.id == nearest.speakers[0]), None)
    names = (
        {fold(name) for name in (actor.name, *actor.aliases)} if actor is not None else set[str]()
    )
    alike = [one for one in known if one.key in names]
    return next((one for one in alike if not one.new), next(iter(alike), None))


def _said_by(persons: Sequence[Choice], words: str) -> Choice | None:
    """The first person named in words; by a part of the name where nobody is named whole."""
    named = mentioned(persons, words)
    if named:
        return named[0]
    by_id = {one.id: one for one in persons}
    ids = hinted(persons, words)
    return by_id[ids[0]] if len(ids) == 1 else None


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    begin_at = text.rfind("\n\n", 0, span.start) + 1
    end_at = text.find("\n\n", span.end)
    return begin_at, end_at if end_at >= 0 else len(text)


def known_actor(ws: Workspace, name: str) -> str:
    """The id of the actor who bears exactly this name, or empty."""
    wanted = fold(name)
    bearers = {one.id for one in choosing.choices(ws, "actor") if one.key == wanted}
    return bearers.pop() if len(bearers) == 1 else ""


def toggle_highlight(ws: Workspace, briefing_id: str | None, span: Span) -> bool:
    """Highlight the words at a place, or take the highlight off again; tells which.

    The passage goes with its highlight where nothing else rests on it.
    """
    with ws.read() as connection:
        owner = need(
            connection, "briefing" if briefing_id else "document", briefing_id or span.document_id
        )
        present = _highlights(connection, briefing_id, span)
    if present:
        with ws.write("Remove highlight") as unit:
            for one in present:
                unit.delete("annotation", one.id)
                drop_unused(unit, one.target_id)
        return False
    with ws.write("Highlight words") as unit:
        unit.add(
            Annotation(
                id=new_id(),
                marking=owner.marking,
                target_kind="passage",
                target_id=passage_of(unit, span, owner.marking),
                briefing_id=briefing_id,
                motivation=Motivation.HIGHLIGHTING.value,
                author_id=ws.author.person_id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
    return True


def _highlights(
    connection: Connection, briefing_id: str | None, span: Span
) -> tuple[Annotation, ...]:
    at = [
        p.id
        for p in find(
            connection,
            Passage,
            document_id=span.document_id,
            start=span.start,
            end=span.end,
        )
    ]
    if not at:
        return ()
    return find(
        connection,
        Annotation,
        target_kind="passage",
        target_id=at,
        motivation=Motivation.HIGHLIGHTING.value,
        briefing_id=briefing_id,
    )


def can_rest(kind: str) -> bool:
    """Whether an entry of the kind can rest on passages."""
    form = FORMS.get(kind)
    # A member of a bloc is edited with its bloc and rests on words of its own.
    own = form is not None and any(part.kind == "passage_link" for part in form.parts)
    return own or kind == BlocMember.kind


def add_words(ws: Workspace, kind: str, entry_id: str, span: Span) -> str:
    """Let an entry rest on the words at a place, too; the passage's id.

    A passage that is there already is shared. Raises UserError where the entry rests on it already
    or cannot rest on any.
    """
    if not can_rest(kind):
        raise UserError(f"A {word(kind)} rests on other entries, not on words of a document.")
    with ws.write(f"Add words to {word(kind)}") as unit:
        entry = need(unit.connection, kind, entry_id)
        passage_id = passage_of(unit, span, entry.marking)
        links = find(unit.connection, PassageLink, entry_kind=kind, entry_id=entry_id)
        if any(link.passage_id == passage_id for link in links):
            raise UserError(f"The {word(kind)} rests on these words already.")
        unit.add(
            PassageLink(
                id=new_id(),
                marking=entry.marking,
                entry_kind=kind,
                entry_id=entry_id,
                passage_id=passage_id,
                position=after(max((link.position for link in links), default="")),
            )
        )
    return passage_id


def remove_words(ws: Workspace, kind: str, entry_id: str, passage_id: str) -> int:
    """Let an entry rest on a passage no more; how many links that were.

    The passage goes, too, where nothing else rests on it.
    """
    with ws.read() as connection:
        links = find(
            connection, PassageLink, entry_kind=kind, entry_id=entry_id, passage_id=passage_id
        )
    if links:
        with ws.write(f"Remove words from {word(kind)}") as unit:
            for link in links:
                unit.delete("passage_link", link.id)
            drop_unused(unit, passage_id)
    return len(links)


def drop_unused(unit: UnitOfWork, passage_id: str) -> None:
    """Delete a passage on which nothing rests any more."""
    connection = unit.connection
    passage = get(connection, "passage", passage_id)
    if passage is None or passage.deleted:
        return
    used = find(connection, PassageLink, passage_id=passage_id) or find(
        connection, Annotation, target_kind="passage", target_id=passage_id
    )
    if not used:
        unit.delete("passage", passage_id)
