"""The notes of a briefing or of the library as one list, narrowed and ordered in SQL alone.

A row of the list is a thread: the id is that of its first note. Replies are counted and searched with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, column, exists, func, literal, or_, select, text

from briefing.domain.annotation import Motivation
from briefing.store.search import match_expression
from briefing.store.tables import RECORD_TABLES, search_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select

#: Orders a list can be in; the first is the usual one.
ORDERS = ("newest", "place")
#: What stands for nobody among the people a thread may be assigned to.
NOBODY = "nobody"
#: What parts the tags of a row.
TAG_BREAK = "\x1f"
#: Kinds of entry in the order of the tabs that they are at home in.
_PLACES = (
    *("briefing", "section", "actor", "quote", "bloc", "bloc_member", "relation", "event"),
    *("claim", "judgment", "hypothesis_matrix", "evidence", "source", "document", "passage"),
)

_note = RECORD_TABLES["annotation"]
_reply = _note.alias("reply")
_above = _note.alias("above")
_theirs = _note.alias("theirs")
_written = _note.alias("written")
_person = RECORD_TABLES["person"]
_tag = RECORD_TABLES["tag"]
_passage = RECORD_TABLES["passage"]
_briefing = RECORD_TABLES["briefing"]


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """Which threads are wanted; what is empty does not narrow.

    ``state`` is "open" or "resolved", ``privacy`` "private" or "shared", ``assigned`` the id of a person
    or :data:`NOBODY`. ``author_id`` and ``words`` may be met anywhere in the thread.
    """

    briefing_id: str = ""
    state: str = ""
    motivation: str = ""
    author_id: str = ""
    assigned: str = ""
    tag: str = ""
    privacy: str = ""
    entry_kind: str = ""
    words: str = ""


class NoteHead(NamedTuple):
    """As much of a note as tells its place in its thread."""

    id: str
    replies_to: str | None
    created: str


_HEAD = "SELECT id, replies_to, created FROM annotation"
_IDS = 500


def heads_on(connection: Connection, kind: str, record_id: str) -> list[NoteHead]:
    """The notes on an entry outside the trash; a highlight without words is a mark and no note."""
    rows = connection.exec_driver_sql(
        f"{_HEAD} WHERE target_id = ? AND target_kind = ? AND NOT deleted "
        "AND (body != '' OR motivation != ?)",
        (record_id, kind, Motivation.HIGHLIGHTING.value),
    )
    return [NoteHead(*row) for row in rows]


def heads_of(connection: Connection, ids: Iterable[str]) -> list[NoteHead]:
    """Notes by id, deleted or not; those unknown here are left out."""
    wanted, found = list(ids), list[NoteHead]()
    for at in range(0, len(wanted), _IDS):
        some = tuple(wanted[at : at + _IDS])
        rows = connection.exec_driver_sql(
            f"{_HEAD} WHERE id IN ({', '.join('?' * len(some))})", some
        )
        found += [NoteHead(*row) for row in rows]
    return found


def _where(connection: Connection, wanted: NoteFilter) -> list[ColumnElement[bool]]:
    answered = exists().where(_reply.c.replies_to == _note.c.id, _reply.c.deleted.is_(False))
    received = exists().where(_above.c.id == _note.c.replies_to)
    where: list[ColumnElement[bool]] = [
        or_(_note.c.replies_to.is_(None), ~received),
        or_(_note.c.deleted.is_(False), answered),
        # A highlight without words is a mark in its document and no note.
        or_(_note.c.body != "", _note.c.motivation != Motivation.HIGHLIGHTING.value, answered),
    ]
    if wanted.briefing_id:
        where.append(_note.c.briefing_id == wanted.briefing_id)
    if wanted.state:
        where.append(_note.c.resolved.is_(wanted.state == "resolved"))
    if wanted.motivation:
        where.append(_note.c.motivation == wanted.motivation)
    if wanted.privacy:
        where.append(_note.c.private.is_(wanted.privacy == "private"))
    if wanted.entry_kind:
        where.append(_note.c.target_kind == wanted.entry_kind)
    if wanted.assigned == NOBODY:
        where.append(_note.c.assigned_to.is_(None))
    elif wanted.assigned:
        where.append(_note.c.assigned_to == wanted.assigned)
    if wanted.author_id:
        theirs = select(_first_of(_theirs)).where(
            _theirs.c.author_id == wanted.author_id, _theirs.c.deleted.is_(False)
        )
        where.append(_note.c.id.in_(theirs))
    if wanted.tag:
        tagged = select(_tag.c.entry_id).where(
            _tag.c.entry_kind == "annotation",
            _tag.c.text == wanted.tag,
            _tag.c.deleted.is_(False),
        )
        where.append(_note.c.id.in_(tagged))
    # Each word may stand in another note of the thread.
    words = wanted.words[:500].split()
    where += [_has_word(connection, one, at) for at, one in enumerate(words)]
    return where


def _first_of(note: Any) -> ColumnElement[str]:  # noqa: ANN401 - a table or its alias
    """The id of the thread that a note is in."""
    return func.coalesce(note.c.replies_to, note.c.id)


def _has_word(connection: Connection, words: str, number: int) -> ColumnElement[bool]:
    expression = match_expression(connection, words)
    if not expression:
        return literal(value=False)
    name = f"note_word_{number}"
    # Not in the title, which is the word "Note" or "Question".
    found = (
        text(
            "SELECT coalesce(n.replies_to, n.id) AS id FROM search_fts "
            "JOIN search_entry e ON e.rowid = search_fts.rowid "
            "JOIN annotation n ON n.id = e.entry_id "
            f"WHERE search_fts MATCH :{name} AND e.kind = 'annotation' AND n.deleted = 0"
        )
        .bindparams(**{name: f"{{body grams}} : ({expression})"})
        .columns(column("id"))
        .subquery(f"with_word_{number}")
    )
    return _note.c.id.in_(select(found.c.id))


def _newest() -> ScalarSelect[Any]:
    return (
        select(func.max(_reply.c.created))
        .where(_reply.c.replies_to == _note.c.id, _reply.c.deleted.is_(False))
        .correlate(_note)
        .scalar_subquery()
    )


def _position() -> ColumnElement[Any]:
    """Where among its like the entry stands that a note is on."""
    places: dict[str, Any] = {}
    for kind in _PLACES:
        table = RECORD_TABLES[kind]
        if "position" in table.c:
            places[kind] = (
                select(table.c.position)
                .where(table.c.id == _note.c.target_id)
                .correlate(_note)
                .scalar_subquery()
            )
    places["passage"] = (
        select(_passage.c.document_id.concat(func.printf(" %012d", _passage.c.start)))
        .where(_passage.c.id == _note.c.target_id)
        .correlate(_note)
        .scalar_subquery()
    )
    return case(places, value=_note.c.target_kind)


def note_ids(connection: Connection, wanted: NoteFilter, order: str = "newest") -> list[str]:
    """Ids of threads in order: the newest note or reply first, or as their entries stand."""
    query = select(_note.c.id).where(*_where(connection, wanted))
    if order == "place":
        ranks = {kind: at for at, kind in enumerate(_PLACES)}
        rank = case(ranks, value=_note.c.target_kind, else_=len(ranks))
        query = query.order_by(rank, _position(), _note.c.target_id, _note.c.created, _note.c.id)
    else:
        newest = func.coalesce(_newest(), _note.c.created)
        query = query.order_by(newest.desc(), _note.c.id.desc())
    return list(connection.execute(query).scalars())


def count_notes(connection: Connection, briefing_id: str) -> int:
    """How many threads a briefing has."""
    wanted = NoteFilter(briefing_id=briefing_id)
    query = select(func.count()).select_from(_note).where(*_where(connection, wanted))
    return int(connection.execute(query).scalar_one())


def _page_query() -> Select[Any]:
    author, seer, closer = (_person.alias(name) for name in ("author", "seer", "closer"))
    tags = (
        select(func.group_concat(_tag.c.text, TAG_BREAK))
        .where(
            _tag.c.entry_id == _note.c.id,
            _tag.c.entry_kind == "annotation",
            _tag.c.deleted.is_(False),
        )
        .correlate(_note)
        .scalar_subquery()
    )
    replies = (
        select(func.count())
        .select_from(_reply)
        .where(_reply.c.replies_to == _note.c.id, _reply.c.deleted.is_(False))
        .correlate(_note)
        .scalar_subquery()
    )
    return (
        select(
            _note,
            author.c.name.label("author"),
            seer.c.name.label("assigned"),
            closer.c.name.label("closer"),
            tags.label("tags"),
            replies.label("replies"),
            _newest().label("newest"),
            search_entry.c.title.label("entry_title"),
            func.substr(search_entry.c.body, 1, 200).label("entry_body"),
            func.substr(_passage.c.exact, 1, 200).label("exact"),
            _briefing.c.title.label("briefing_title"),
        )
        .select_from(_note)
        .outerjoin(author, author.c.id == _note.c.author_id)
        .outerjoin(seer, seer.c.id == _note.c.assigned_to)
        .outerjoin(closer, closer.c.id == _note.c.resolved_by)
        .outerjoin(search_entry, search_entry.c.entry_id == _note.c.target_id)
        .outerjoin(_passage, _passage.c.id == _note.c.target_id)
        .outerjoin(_briefing, _briefing.c.id == _note.c.briefing_id)
    )


def note_page(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What the list shows of some threads, in one query and no order."""
    query = _page_query().where(_note.c.id.in_(list(ids)))
    rows = connection.execute(query).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]


def facets(
    connection: Connection, by: str, wanted: NoteFilter, limit: int = 60
) -> list[tuple[str, str, int]]:
    """Values that threads can be narrowed to: key, name where it is somebody's, and how many have it.

    ``by`` is a field of :class:`NoteFilter` that is not the briefing or the words. Most first.
    """
    number = func.count(_note.c.id.distinct())
    where = _where(connection, wanted)
    name: ColumnElement[Any] = literal("")
    if by == "author_id":
        key: ColumnElement[Any] = _written.c.author_id
        query = (
            select(key, func.coalesce(func.max(_person.c.name), ""), number)
            .join_from(_written, _note, _note.c.id == _first_of(_written))
            .outerjoin(_person, _person.c.id == _written.c.author_id)
            .where(_written.c.deleted.is_(False), key.is_not(None))
        )
    elif by == "assigned":
        key = func.coalesce(_note.c.assigned_to, NOBODY)
        name = func.coalesce(func.max(_person.c.name), "")
        query = select(key, name, number).join_from(
            _note, _person, _person.c.id == _note.c.assigned_to, isouter=True
        )
    elif by == "tag":
        key = _tag.c.text
        query = (
            select(key, name, number)
            .join_from(_note, _tag, _tag.c.entry_id == _note.c.id)
            .where(_tag.c.entry_kind == "annotation", _tag.c.deleted.is_(False))
        )
    else:
        key = {
            "state": case((_note.c.resolved.is_(True), "resolved"), else_="open"),
            "privacy": case((_note.c.private.is_(True), "private"), else_="shared"),
            "motivation": _note.c.motivation,
            "entry_kind": _note.c.target_kind,
        }[by]
        query = select(key, name, number).select_from(_note)
    query = query.where(*where).group_by(key).order_by(number.desc(), key).limit(limit)
    return [(str(row[0]), str(row[1]), int(row[2])) for row in connection.execute(query)]
