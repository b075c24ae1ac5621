"""Packs: what goes to another laptop, shown before it is written, and written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from briefing.domain import markings
from briefing.domain.annotation import Annotation
from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart
from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author, Sort, clock_ms
from briefing.domain.person import Person
from briefing.domain.record import values
from briefing.domain.records import ENTRY_KINDS, KINDS, word
from briefing.domain.source import Document
from briefing.errors import UserError
from briefing.exchange import packfile, signature
from briefing.exchange.pack import Pack, PackSort, content_of
from briefing.export.excerpt import Notes
from briefing.paths import config_folder
from briefing.services.audience import audience_of, counted
from briefing.services.excerpting import Sieve, excerpt
from briefing.services.exporting import write_whole
from briefing.services.gathering import noted_elsewhere, with_answers
from briefing.services.source_view import title_of
from briefing.services.travelling import Travelling
from briefing.store import exchanging, journal, restating
from briefing.store.records import find, get_many, need
from briefing.store.scope import scope
from briefing.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from briefing.domain.markings import Marking
    from briefing.domain.record import Record
    from briefing.exchange.signature import Key
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.scope import Found

SUFFIX = ".briefpack"
KEY_FILE = "signing-key"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack carries, for the person who is about to send it.

    ``entries`` and ``left_out`` are counted in words. ``deleted`` names entries that are in the trash and go
    along, ``earlier`` counts the superseded wordings that do. ``private`` counts the private notes that stay
    here; ``withdrawn`` names notes that were shared before, of which copies may exist.
    """

    sort: PackSort
    titles: tuple[str, ...]
    marking: str
    entries: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    earlier: int = 0
    private: int = 0
    withdrawn: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    change_sets: int = 0
    documents: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pack that was looked at and can be written."""

    contents: Contents
    content: bytes


def own_key() -> Key:
    """The signing key of the person on this laptop, made at first use."""
    return signature.own_key(config_folder() / KEY_FILE)


def prepare(
    ws: Workspace,
    briefing_ids: Sequence[str],
    *,
    sort: PackSort = PackSort.WORKING,
    marking: str = "",
    key: Key | None = None,
) -> Prepared:
    """Put a pack of briefings together for readers up to a marking, by default that of the briefings.

    ``key`` is written into the person's record, where it is not there yet. Raises NotFoundError for an
    unknown id, and UserError where a briefing is marked higher or cites what is.
    """
    if not briefing_ids:
        raise UserError("Name at least one briefing to pack.")
    if key is not None:
        publish_key(ws, key)
    with ws.read() as connection:
        heads = [cast("Briefing", need(connection, Briefing.kind, one)) for one in briefing_ids]
        limit = _limit(heads, marking)
    if sort is PackSort.EDITION:
        pack, contents = _edition(ws, heads, limit)
    else:
        _say_anew(ws, briefing_ids, limit)
        with ws.read() as connection:
            pack, contents = _working(connection, ws.author, heads, limit)
    return _prepared(pack, contents)


def _prepared(pack: Pack, contents: Contents) -> Prepared:
    content = content_of(pack)
    return Prepared(replace(contents, size=len(content)), content)


def write(
    prepared: Prepared,
    to: Path,
    key: Key,
    *,
    passphrase: str = "",
    readers: Sequence[str] = (),
) -> Path:
    """Sign a pack, encrypt it where a passphrase or keys of readers are given, and write it; its path.

    Raises UserError, with nothing written, where the file cannot be.
    """
    data = packfile.seal(prepared.content, key)
    if passphrase or readers:
        # Whoever packs can open it again.
        everybody = () if passphrase else (key.public, *readers)
        data = signature.encrypt(
            data, passphrase=passphrase, readers=list(dict.fromkeys(everybody))
        )
    if len(data) > packfile.MOST_FILE:
        raise UserError(
            f"{to.name}: the pack would be larger than any laptop opens; pack fewer briefings at once."
        )
    return write_whole(to, data)


def publish_key(ws: Workspace, key: Key) -> None:
    """Put the public key into the person's record, unless it is there."""
    person = ws.author.person_id
    if person is None or ws.library.read_only:
        return
    with ws.read() as connection:
        known = find(connection, Person, id=person)
    if known and known[0].public_key == key.public:
        return
    with ws.write("Add the signing key", sort=Sort.KEY) as unit:
        unit.change(Person.kind, person, public_key=key.public)


def _limit(heads: Iterable[Briefing], marking: str) -> Marking:
    given = marking or markings.highest(one.marking for one in heads).value
    return max(audience_of(one, given) for one in heads)


def _say_anew(ws: Workspace, briefing_ids: Sequence[str], limit: Marking) -> None:
    """Write the present words once more of what was hidden before programs did so by themselves."""
    with ws.read() as connection:
        kept = _visible(scope(connection, briefing_ids), limit)
        ids = [key for _, key in Travelling(connection, kept, limit).without_beginning()]
    if not ids:
        return
    if ws.library.read_only:
        raise ws.library.refusal()
    with ws.write("Say anew what more readers may see", sort=Sort.RESTATE) as unit:
        unit.restate_in(restating.again(unit.connection, ids))


def _visible(found: Found, limit: Marking) -> list[Record]:
    return [
        one
        for group in found.values()
        for one in group.values()
        if markings.allows(limit, one.marking) and not getattr(one, "private", False)
    ]


def _working(
    connection: Connection, author: Author, heads: Sequence[Briefing], limit: Marking
) -> tuple[Pack, Contents]:
    found = scope(connection, [one.id for one in heads])
    secret = _take_out_private(found)
    _take_out_answers(found)
    sieve = Sieve(found, limit, noted_elsewhere(connection, found))
    kept, left_out = sieve.sift(texts=True)
    keys = [(kind, one.id) for kind, group in kept.items() for one in group]
    everything = [one for group in found.values() for one in group.values()]
    travelling = Travelling(connection, (*everything, *secret), limit)
    sent = travelling.sent(keys)
    gone = [(one, travelling.withdrawal((one.kind, one.id))) for one in secret]
    withdrawn = [one for one, row in gone if row is not None]
    sent = exchanging.joined([*sent, *(row for _, row in gone if row is not None)])
    people = _people(connection, {o.change_set.person_id for o in sent} - {None}, keys)
    sent = exchanging.joined([*sent, *Travelling(connection, people, limit).sent(_keys(people))])
    documents = [one for one in kept.get(Document.kind, ()) if isinstance(one, Document)]
    originals, texts = exchanging.blobs(connection, documents)
    titles = tuple(one.title for one in heads)
    pack = Pack(
        sort=PackSort.WORKING,
        schema=SCHEMA_VERSION,
        person_id=author.person_id,
        name=_name(connection, author),
        marking=limit.value,
        titles=titles,
        briefings=tuple(one.id for one in heads),
        newest=max((clock_ms(o.change_set.clock) for o in sent), default=0),
        left_out=left_out,
        accounts=exchanging.known_numbers(connection),
        sets=tuple(sent),
        originals=originals,
        texts=texts,
    )
    deleted = [one for group in kept.values() for one in group if one.deleted]
    contents = Contents(
        sort=PackSort.WORKING,
        titles=titles,
        marking=limit.label,
        entries=_counted(one for group in kept.values() for one in group if not one.deleted),
        left_out=left_out,
        deleted=_named(connection, deleted),
        earlier=travelling.superseded(sent),
        private=len(secret) - len(withdrawn),
        withdrawn=_named(connection, withdrawn),
        people=tuple(sorted({one.name for one in people})),
        change_sets=len(sent),
        documents=len(originals),
    )
    return pack, contents


def _keys(records: Iterable[Record]) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in records]


def _people(
    connection: Connection, ids: Iterable[str | None], keys: Iterable[tuple[str, str]]
) -> list[Person]:
    """Who made the changes, beside those whom a record names."""
    known = {key for kind, key in keys if kind == Person.kind}
    found = get_many(connection, Person, [one for one in ids if one])
    return [one for key, one in sorted(found.items()) if key not in known]


def _name(connection: Connection, author: Author) -> str:
    found = find(connection, Person, id=author.person_id) if author.person_id else ()
    return found[0].name if found else Person(id="").name


def _take_out_private(found: Found) -> list[Record]:
    """Take private notes and replies to them out of what was found, with what is said of them."""
    notes = cast("dict[str, Annotation]", found.get(Annotation, {}))
    private = {key for key, one in notes.items() if one.private}
    secret = with_answers(private, list(notes.values()))
    taken: list[Record] = [notes[key] for key in sorted(secret)]
    for group in found.values():
        for key, one in list(group.items()):
            if key in secret or getattr(one, "entry_id", "") in secret:
                del group[key]
    return taken


def _take_out_answers(found: Found) -> None:
    """Take out the answers of a blind round that their person has not handed in."""
    answers = cast("dict[str, BlindAnswer]", found.get(BlindAnswer, {}))
    if not answers:
        return
    # Loaded where it is needed: seldom is there a round.
    from briefing.services.blind_view import withheld

    items = cast("dict[str, BlindItem]", found.get(BlindItem, {}))
    parts = cast("dict[str, BlindPart]", found.get(BlindPart, {}))
    for key in withheld(parts.values(), items.values(), list(answers.values())):
        del answers[key]


def _counted(records: Iterable[Record]) -> tuple[str, ...]:
    numbers: dict[str, int] = {}
    for one in records:
        if one.kind in ENTRY_KINDS:
            numbers[one.kind] = numbers.get(one.kind, 0) + 1
    return counted({kind: numbers[kind] for kind in ENTRY_KINDS if kind in numbers})


def _named(connection: Connection, records: Sequence[Record]) -> tuple[str, ...]:
    """Entries by kind and title; parts are named with what they are part of, or not at all."""
    entries = [one for one in records if one.kind in ENTRY_KINDS]
    titles = title_of(connection, entries)
    return tuple(
        f"{word(one.kind)}: {' '.join(titles.get(one.id, '').split()) or one.id}" for one in entries
    )


def _edition(ws: Workspace, heads: Sequence[Briefing], limit: Marking) -> tuple[Pack, Contents]:
    """The briefings as they stand now, without history: what an export would show, as records."""
    kept: dict[tuple[str, str], Record] = {}
    left_out: dict[str, None] = {}
    for head in heads:
        taken = excerpt(ws, head.id, audience=limit.value, notes=Notes.SHARED)
        left_out.update(dict.fromkeys(taken.left_out))
        kept[head.kind, head.id] = taken.briefing
        for cls in KINDS.values():
            kept.update({(one.kind, one.id): one for one in taken.all(cls)})
    order = {kind: place for place, kind in enumerate(KINDS)}
    records = [kept[key] for key in sorted(kept, key=lambda k: (order[k[0]], k[1]))]
    with ws.read() as connection:
        documents = [one for one in records if isinstance(one, Document)]
        originals, texts = exchanging.blobs(connection, documents)
        times = journal.times(connection, [one.id for one in records])
        name = _name(connection, ws.author)
    titles = tuple(one.title for one in heads)
    pack = Pack(
        sort=PackSort.EDITION,
        schema=SCHEMA_VERSION,
        person_id=ws.author.person_id,
        name=name,
        marking=limit.value,
        titles=titles,
        briefings=tuple(one.id for one in heads),
        newest=max((last for _, last in times.values()), default=0),
        left_out=tuple(left_out),
        records=tuple((one.kind, _fields(one)) for one in records),
        originals=originals,
        texts=texts,
    )
    contents = Contents(
        sort=PackSort.EDITION,
        titles=titles,
        marking=limit.label,
        entries=_counted(records),
        left_out=tuple(left_out),
        people=tuple(sorted({one.name for one in records if isinstance(one, Person)})),
        documents=len(originals),
    )
    return pack, contents


def _fields(one: Record) -> Mapping[str, str | int | float | bool | None]:
    return {"id": one.id, **dict(values(one))}
