"""What was drawn out of an article: each proposal under a key, and what was decided of it.

Proposals are not stored: the same text gives the same ones. They are drawn out once and kept in memory;
what is stored is each decision (:mod:`briefing.domain.verdict`).
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.domain.folding import fold
from briefing.domain.quote import QuoteKind
from briefing.domain.source import BriefingSource, Document, Source, newest_of
from briefing.domain.verdict import Verdict
from briefing.store import quotes
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.intake.draft import Draft, Proposal
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Drafts that are kept in memory.
_KEPT = 24
_CHUNK = 500


class Group(StrEnum):
    """How proposals are grouped, in their order. Marked words that nobody said stand by themselves."""

    ACTOR = "actor"
    QUOTE = "quote"
    MARKED = "marked words"
    EVENT = "event"
    CLAIM = "claim"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A proposal of a draft under its key."""

    key: str
    kind: str
    group: Group
    one: Proposal


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft with its proposals in the order in which they are shown."""

    draft: Draft
    proposals: tuple[Keyed, ...]
    by_key: Mapping[str, Keyed]


_drafts: OrderedDict[tuple[str, ...], Drawn] = OrderedDict()
_drafting = threading.Lock()


def drawn_of(connection: Connection, document_id: str) -> Drawn:
    """What a document gives; drawn out when it is first asked for, which can take a second."""
    from briefing.intake.extract import extract

    document = need(connection, "document", document_id)
    assert isinstance(document, Document)
    source = need(connection, "source", document.source_id)
    assert isinstance(source, Source)
    key = (document.text_sha256, source.title, source.issued, source.language)
    with _drafting:
        if (known := _drafts.get(key)) is not None:
            _drafts.move_to_end(key)
            return known
    text = quotes.document_text(connection, document.text_sha256)
    draft = extract(text, title=source.title, published=source.issued, language=source.language)
    proposals = keyed(draft)
    drawn = Drawn(draft, proposals, {one.key: one for one in proposals})
    with _drafting:
        _drafts[key] = drawn
        while len(_drafts) > _KEPT:
            _drafts.popitem(last=False)
    return drawn


def drawn_before(document: Document) -> Draft | None:
    """What a document gave when it was last drawn out; None where it was not, which takes no time."""
    with _drafting:
        held = [one for key, one in _drafts.items() if key[0] == document.text_sha256]
    return held[-1].draft if held else None


def keyed(draft: Draft) -> tuple[Keyed, ...]:
    """Every proposal of a draft with its key, kind and group, in the order in which it is shown.

    A key tells what the proposal is and in which words it stands, and not at which place of the text:
    in a newer version of an article, the same words have the same key.
    """
    found: list[tuple[str, Group, str, Proposal]] = [
        ("actor", Group.ACTOR, one.id, one) for one in draft.actors
    ]
    for one in draft.quotes:
        group = Group.MARKED if one.kind == QuoteKind.SCARE else Group.QUOTE
        found.append(("quote", group, one.text, one))
    found += [("event", Group.EVENT, one.when, one) for one in draft.events]
    found += [("claim", Group.CLAIM, one.proposition, one) for one in draft.claims]
    found += [
        ("relation", Group.RELATION, f"{one.from_id}>{one.to_id}:{one.kind}", one)
        for one in draft.relations
    ]
    order = {group: at for at, group in enumerate(Group)}
    found.sort(key=lambda f: (order[f[1]], f[3].passages[:1] or ((len(draft.text), 0),)))
    met: Counter[str] = Counter()
    keys: list[Keyed] = []
    for kind, group, what, one in found:
        # An actor is whom the article names, wherever it first does so.
        start, end = one.passages[0] if one.passages and kind not in ("actor", "quote") else (0, 0)
        words = f"{what}\n{' '.join(draft.text[start:end].split())}"
        digest = hashlib.sha256(fold(words).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        plain = f"{kind}:{digest}"
        met[plain] += 1
        key = plain if met[plain] == 1 else f"{plain}#{met[plain]}"
        keys.append(Keyed(key, kind, group, one))
    return tuple(keys)


def decided(connection: Connection, briefing_id: str, document_id: str) -> dict[str, Verdict]:
    """Key → what was decided of it in this briefing, in any version of the document."""
    document = need(connection, "document", document_id)
    assert isinstance(document, Document)
    versions = [d.id for d in find(connection, Document, source_id=document.source_id)]
    found = find(connection, Verdict, briefing_id=briefing_id, document_id=versions)
    return {one.key: one for one in sorted(found, key=lambda v: v.document_id == document_id)}


def count_drawn(ws: Workspace, document_id: str) -> dict[str, int]:
    """Kind → how many proposals a document gives, before anybody has decided."""
    with ws.read() as connection:
        drawn = drawn_of(connection, document_id)
    return dict(Counter(one.kind for one in drawn.proposals))


def drawing_tool(ws: Workspace, document_id: str) -> str:
    """What a document is drawn out by: the rules, and a model where one is installed."""
    with ws.read() as connection:
        return drawn_of(connection, document_id).draft.tool


def desk_documents(ws: Workspace, briefing_id: str) -> list[str]:
    """The newest document of each source on the desk, in the order of the desk.

    A data set is no article: what its rows say came in with them.
    """
    with ws.read() as connection:
        on_desk = find(connection, BriefingSource, briefing_id=briefing_id)
        every = [one.source_id for one in on_desk if one.source_id]
        known = get_many(connection, Source, every)
        sources = [one for one in every if one in known and known[one].csl_type != "dataset"]
        held: dict[str, list[Document]] = {}
        for at in range(0, len(sources), _CHUNK):
            for one in find(connection, Document, source_id=sources[at : at + _CHUNK]):
                held.setdefault(one.source_id, []).append(one)
    newest = [newest_of(held.get(one, ())) for one in sources]
    return [one.id for one in newest if one is not None]


def waiting_by_source(ws: Workspace, counts: Mapping[str, int]) -> dict[str, int]:
    """Source id → how many proposals wait, for counts by document."""
    if not counts:
        return {}
    with ws.read() as connection:
        held = get_many(connection, Document, counts)
    return {one.source_id: counts[one.id] for one in held.values() if counts[one.id]}


def forget_drafts() -> None:
    """Let go of every draft that is kept in memory."""
    with _drafting:
        _drafts.clear()
