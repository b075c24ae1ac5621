"""What of each kind of entry can be searched: its title, its text, and the names in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc
from briefing.domain.briefing import Briefing, Section
from briefing.domain.citing import without_citations
from briefing.domain.claim import Claim
from briefing.domain.dates import DateError, parse
from briefing.domain.event import Event
from briefing.domain.hypothesis import HypothesisMatrix
from briefing.domain.judgment import Judgment
from briefing.domain.quote import Quote
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Source
from briefing.store.records import get_many, of_ids
from briefing.store.sameness import actors_by_id, canonical_ids, groups
from briefing.store.tables import RECORD_TABLES, document_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class SearchText:
    """The searchable side of an entry."""

    id: str
    title: str
    body: str = ""
    names: tuple[str, ...] = ()
    briefing_id: str | None = None
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Which entry a part is searched with: by field; an empty kind means the part says it."""

    kind: str
    field: str


OWNERS: dict[str, Owner] = {
    "actor_name": Owner("actor", "actor_id"),
    "office": Owner("actor", "actor_id"),
    "quote_speaker": Owner("quote", "quote_id"),
    "participant": Owner("event", "event_id"),
    "relation_party": Owner("relation", "relation_id"),
    "claim_party": Owner("claim", "claim_id"),
    "quantity": Owner("claim", "claim_id"),
    "bloc_member": Owner("bloc", "bloc_id"),
    "source_author": Owner("source", "source_id"),
    "indicator": Owner("judgment", "judgment_id"),
    "hypothesis": Owner("hypothesis_matrix", "matrix_id"),
    "evidence": Owner("hypothesis_matrix", "matrix_id"),
    "tag": Owner("", "entry_id"),
}


@cache
def _parts_query(kind: str, owner: str, fields: tuple[str, ...]) -> Select[Any]:
    table = RECORD_TABLES[kind]
    return (
        select(table.c[owner], *(table.c[f] for f in fields))
        .where(table.c[owner].in_(bindparam("ids", expanding=True)), table.c.deleted.is_(False))
        .order_by(table.c.id)
    )


def _parts(
    connection: Connection, kind: str, owner: str, ids: set[str], *fields: str
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in connection.execute(_parts_query(kind, owner, fields), {"ids": list(ids)}):
        found.setdefault(row[0], []).extend(str(v) for v in row[1:] if v)
    return found


@cache
def _actors_query(kind: str, owner: str) -> Select[Any, Any, Any]:
    part, actor = RECORD_TABLES[kind], RECORD_TABLES["actor"]
    return (
        select(part.c[owner], actor.c.id, actor.c.name)
        .join_from(part, actor, actor.c.id == part.c.actor_id)
        .where(part.c[owner].in_(bindparam("ids", expanding=True)), part.c.deleted.is_(False))
        .order_by(part.c.position, part.c.id)
    )


def _actors(connection: Connection, kind: str, owner: str, ids: set[str]) -> dict[str, list[str]]:
    rows = connection.execute(_actors_query(kind, owner), {"ids": list(ids)}).all()
    # Of several that are one, the name that stays in sight, and once.
    merged = _merged_names(connection, [row[1] for row in rows])
    found: dict[str, dict[str, None]] = {}
    for owner_id, actor_id, name in rows:
        found.setdefault(str(owner_id), {})[merged.get(str(actor_id), str(name))] = None
    return {owner_id: list(names) for owner_id, names in found.items()}


def _merged_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Actor id → the name that stays in sight, for those that are the same as another."""
    same = canonical_ids(connection)
    wanted = {one: same[one] for one in ids if one in same}
    actors = get_many(connection, Actor, wanted.values()) if wanted else {}
    return {one: actors[end].name for one, end in wanted.items() if end in actors}


def naming(connection: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """Kind → ids of the entries that name one of some actors, and these actors themselves."""
    wanted = list(ids)
    found: dict[str, set[str]] = {"actor": set(wanted)}
    for kind, owner in OWNERS.items():
        table = RECORD_TABLES[kind]
        if owner.kind in ("", "actor") or "actor_id" not in table.c:
            continue
        query = select(table.c[owner.field]).where(table.c.actor_id.in_(wanted))
        found.setdefault(owner.kind, set()).update(connection.execute(query).scalars())
    ties = RECORD_TABLES["relation"]
    query = select(ties.c.id).where(or_(ties.c.from_id.in_(wanted), ties.c.to_id.in_(wanted)))
    found.setdefault("relation", set()).update(connection.execute(query).scalars())
    return found


def _tags(connection: Connection, ids: set[str]) -> dict[str, list[str]]:
    return _parts(connection, "tag", "entry_id", ids, "text")


def _days(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    try:
        date = parse(text)
    except DateError:
        return None, None
    return date.earliest, date.latest


def _briefings(connection: Connection, ids: set[str]) -> list[SearchText]:
    return [
        SearchText(r.id, r.title, r.desk, (), r.id, *_days(r.as_of))
        for r in of_ids(connection, Briefing, ids)
    ]


def _sections(connection: Connection, ids: set[str]) -> list[SearchText]:
    return [
        SearchText(
            r.id,
            r.heading or r.section_kind.capitalize(),
            without_citations(r.body),
            (),
            r.briefing_id,
        )
        for r in of_ids(connection, Section, ids)
    ]


def _actor(connection: Connection, ids: set[str]) -> list[SearchText]:
    names = _parts(connection, "actor_name", "actor_id", ids, "text")
    offices = _parts(connection, "office", "actor_id", ids, "title")
    tags = _tags(connection, ids)
    merged = {end: every[1:] for end, every in groups(canonical_ids(connection)).items()}
    hidden = [one for i in ids for one in merged.get(i, ())]
    others = get_many(connection, Actor, hidden) if hidden else {}
    return [
        SearchText(
            r.id,
            r.name,
            " · ".join([*offices.get(r.id, []), *tags.get(r.id, []), r.note]).strip(" ·"),
            tuple(
                filter(
                    None,
                    (
                        *names.get(r.id, []),
                        *(others[i].name for i in merged.get(r.id, ()) if i in others),
                        r.iso3166,
                    ),
                )
            ),
        )
        for r in of_ids(connection, Actor, ids)
    ]


def _sources(connection: Connection, ids: set[str]) -> list[SearchText]:
    authors = _parts(connection, "source_author", "source_id", ids, "literal", "family", "given")
    return [
        SearchText(
            r.id,
            r.title or r.csl_type,
            " ".join(filter(None, (r.publisher, r.container, r.reliability_reason, r.url))),
            tuple(authors.get(r.id, [])),
            None,
            *_days(r.issued),
        )
        for r in of_ids(connection, Source, ids)
    ]


def _documents(connection: Connection, ids: set[str]) -> list[SearchText]:
    found = of_ids(connection, Document, ids)
    sources = get_many(connection, Source, (r.source_id for r in found))
    result: list[SearchText] = []
    for r in found:
        body = connection.execute(
            select(document_text.c.text).where(document_text.c.sha256 == r.text_sha256)
        ).scalar()
        source = sources.get(r.source_id)
        title = (source.title if source else "") or r.filename or "Document"
        result.append(SearchText(r.id, title, body or "", (r.filename,)))
    return result


def _quotes(connection: Connection, ids: set[str]) -> list[SearchText]:
    speakers = _actors(connection, "quote_speaker", "quote_id", ids)
    tags = _tags(connection, ids)
    return [
        SearchText(
            r.id,
            ", ".join(speakers.get(r.id, [])) or "Unattributed",
            " · ".join(
                filter(None, (r.words, r.about, r.original_words, r.occasion, *tags.get(r.id, [])))
            ),
            (),
            r.briefing_id,
            *_days(r.said),
        )
        for r in of_ids(connection, Quote, ids)
    ]


def _events(connection: Connection, ids: set[str]) -> list[SearchText]:
    actors = _actors(connection, "participant", "event_id", ids)
    tags = _tags(connection, ids)
    return [
        SearchText(
            r.id,
            r.what,
            " · ".join(filter(None, (r.place, r.note, *tags.get(r.id, [])))),
            tuple(actors.get(r.id, [])),
            r.briefing_id,
            *_days(r.happened),
        )
        for r in of_ids(connection, Event, ids)
    ]


def _relations(connection: Connection, ids: set[str]) -> list[SearchText]:
    found = of_ids(connection, Relation, ids)
    ends = actors_by_id(connection, [i for r in found for i in (r.from_id, r.to_id)])
    tags = _tags(connection, ids)

    def name(actor_id: str | None) -> str:
        actor = ends.get(actor_id or "")
        return actor.name if actor else "not received"

    return [
        SearchText(
            r.id,
            f"{name(r.from_id)} – {name(r.to_id)}: {r.relation_kind}",
            " · ".join(filter(None, (r.phase, r.certainty, r.note, *tags.get(r.id, [])))),
            (),
            r.briefing_id,
            *_days(r.held),
        )
        for r in found
    ]


def _blocs(connection: Connection, ids: set[str]) -> list[SearchText]:
    members = _actors(connection, "bloc_member", "bloc_id", ids)
    return [
        SearchText(r.id, r.name, r.basis, tuple(members.get(r.id, [])), r.briefing_id)
        for r in of_ids(connection, Bloc, ids)
    ]


def _claims(connection: Connection, ids: set[str]) -> list[SearchText]:
    actors = _actors(connection, "claim_party", "claim_id", ids)
    tags = _tags(connection, ids)
    return [
        SearchText(
            r.id,
            r.proposition,
            " · ".join(filter(None, (r.note, *tags.get(r.id, [])))),
            tuple(actors.get(r.id, [])),
            r.briefing_id,
            *_days(r.holds),
        )
        for r in of_ids(connection, Claim, ids)
    ]


def _judgments(connection: Connection, ids: set[str]) -> list[SearchText]:
    indicators = _parts(connection, "indicator", "judgment_id", ids, "text")
    return [
        SearchText(
            r.id,
            r.text,
            " · ".join(
                filter(None, (r.likelihood, r.confidence_reason, *indicators.get(r.id, [])))
            ),
            (),
            r.briefing_id,
        )
        for r in of_ids(connection, Judgment, ids)
    ]


def _matrices(connection: Connection, ids: set[str]) -> list[SearchText]:
    answers = _parts(connection, "hypothesis", "matrix_id", ids, "text")
    rows = _parts(connection, "evidence", "matrix_id", ids, "text")
    return [
        SearchText(
            r.id,
            r.question,
            " · ".join([*answers.get(r.id, []), *rows.get(r.id, [])]),
            (),
            r.briefing_id,
        )
        for r in of_ids(connection, HypothesisMatrix, ids)
    ]


def _annotations(connection: Connection, ids: set[str]) -> list[SearchText]:
    tags = _tags(connection, ids)
    return [
        SearchText(
            r.id,
            "Question" if r.motivation == "questioning" else "Note",
            " · ".join([r.body, *tags.get(r.id, [])]),
            (),
            r.briefing_id,
        )
        for r in of_ids(connection, Annotation, ids)
    ]


BUILDERS: dict[str, Callable[[Connection, set[str]], list[SearchText]]] = {
    "briefing": _briefings,
    "section": _sections,
    "actor": _actor,
    "source": _sources,
    "document": _documents,
    "quote": _quotes,
    "event": _events,
    "relation": _relations,
    "bloc": _blocs,
    "claim": _claims,
    "judgment": _judgments,
    "hypothesis_matrix": _matrices,
    "annotation": _annotations,
}
