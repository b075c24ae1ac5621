"""Reader's editions: libraries that are read, and in which questions are asked that go back as a pack."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.changes import Author, Sort, clock_ms
from briefing.domain.markings import Marking
from briefing.domain.person import Person
from briefing.domain.records import KINDS
from briefing.errors import UserError
from briefing.exchange import signature
from briefing.exchange.pack import Pack, PackSort, content_of
from briefing.paths import data_folder
from briefing.services.packing import Contents, Prepared, publish_key
from briefing.services.travelling import Travelling
from briefing.store import exchanging, library_values
from briefing.store.library import create
from briefing.store.records import find, get_many
from briefing.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.domain.record import Record
    from briefing.exchange.signature import Key
    from briefing.services.merging import Opened
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.library import Library
    from briefing.store.unit_of_work import UnitOfWork

_VALUE = "edition"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:briefing:edition")
#: What a reader writes in an edition.
_OPEN = frozenset({Annotation.kind, Person.kind})


@dataclass(frozen=True, slots=True)
class Edition:
    """What a library was read from. ``sender`` is who made it, ``newest`` when its newest word was written,
    in milliseconds since 1970."""

    digest: str
    sender: str
    fingerprint: str
    marking: str
    titles: tuple[str, ...]
    briefings: tuple[str, ...]
    newest: int
    left_out: tuple[str, ...]


class EditionError(UserError):
    """What was to be changed belongs to a reader's edition."""

    def __init__(self) -> None:
        super().__init__(
            "This is a reader’s edition: it is read, and questions are asked in it; nothing else is changed."
        )


def unpack(opened: Opened, to: Path) -> Path:
    """Make a library of a reader's edition, for reading; its path.

    The same edition gives the same records and change set. Raises UserError where the pack is none.
    """
    pack = opened.pack
    if pack.sort is not PackSort.EDITION:
        raise UserError("This pack holds changes to merge, and is no reader’s edition.")
    if to.exists():
        raise UserError(f"{to.name}: the file exists; name another.")
    edition = Edition(
        opened.digest,
        pack.name,
        signature.fingerprint(opened.signer),
        pack.marking,
        pack.titles,
        pack.briefings,
        pack.newest,
        pack.left_out,
    )

    def fill(library: Library) -> None:
        author = Author(None, str(uuid.uuid5(_NAMESPACE, f"device {opened.digest}")))
        with library.write(
            "Open the reader’s edition",
            author,
            sort=Sort.SHIPPED,
            change_set_id=str(uuid.uuid5(_NAMESPACE, opened.digest)),
            clock=pack.newest << 16,
        ) as under_way:
            for sha256, data in pack.originals.items():
                under_way.unit.keep_original(sha256, data)
            for sha256, text in pack.texts.items():
                under_way.unit.keep_text(sha256, text)
            under_way.unit.add_all(_records(pack))
            library_values.put(under_way.unit.connection, _VALUE, json.dumps(asdict(edition)))

    create(to, fill).close()
    return to


def kept(opened: Opened) -> Path:
    """The library of an edition among those kept beside the user's own, made where it is not there yet."""
    folder = data_folder() / "editions"
    to = folder / f"{opened.digest[:32]}.briefings"
    if not to.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unpack(opened, to)
    return to


def _records(pack: Pack) -> list[Record]:
    found: list[Record] = []
    for kind, fields in pack.records:
        typed: dict[str, Any] = dict(fields)
        blank = KINDS[kind].__dataclass_fields__
        for name, value in typed.items():
            if blank[name].type == "bool":
                typed[name] = bool(value)
        found.append(KINDS[kind](**typed))
    return found


def edition_of(ws: Workspace) -> Edition | None:
    """The edition that a library was read from; None for an ordinary one."""
    with ws.read() as connection:
        return edition_in(connection)


def edition_in(connection: Connection) -> Edition | None:
    """The edition that a library was read from, through a connection to it."""
    value = library_values.get(connection, _VALUE)
    if value is None:
        return None
    told = cast("dict[str, Any]", json.loads(value))
    for name in ("titles", "briefings", "left_out"):
        told[name] = tuple(told[name])
    return Edition(**told)


def refuse_edition(unit: UnitOfWork, author: Author) -> None:
    """Raise EditionError where a write in an edition is something else than a reader's own notes."""
    touched = unit.touched()
    if touched.keys() - _OPEN:
        raise EditionError
    notes = [key for key in touched.get(Annotation.kind, {}) if not unit.is_new(key)]
    for one in get_many(unit.connection, Annotation, notes).values():
        if one.author_id != author.person_id:
            raise EditionError


def prepare_questions(ws: Workspace, key: Key) -> Prepared:
    """Put the shared notes together that the reader wrote in an edition, to go back to who made it.

    Raises UserError where there are none, or the library is no edition.
    """
    edition = edition_of(ws)
    if edition is None:
        raise UserError("Questions go back from a reader’s edition; this is an ordinary library.")
    publish_key(ws, key)
    with ws.read() as connection:
        mine = find(connection, Annotation, author_id=ws.author.person_id, private=False)
        person = find(connection, Person, id=ws.author.person_id)
        records: list[Record] = [*person, *mine]
        if not mine:
            raise UserError("There is no question to send: write one, and share it.")
        travelling = Travelling(connection, records, Marking.RED)
        sent = travelling.sent([(one.kind, one.id) for one in records])
        numbers = exchanging.known_numbers(connection)
    name = person[0].name if person else Person(id="").name
    questions = sum(one.motivation == Motivation.QUESTIONING for one in mine)
    pack = Pack(
        sort=PackSort.QUESTIONS,
        schema=SCHEMA_VERSION,
        person_id=ws.author.person_id,
        name=name,
        marking=edition.marking,
        titles=edition.titles,
        briefings=edition.briefings,
        newest=max((clock_ms(o.change_set.clock) for o in sent), default=0),
        accounts={ws.author.device_id: numbers.get(ws.author.device_id, ())},
        sets=tuple(sent),
    )
    content = content_of(pack)
    contents = Contents(
        sort=PackSort.QUESTIONS,
        titles=edition.titles,
        marking=Marking(edition.marking).label,
        entries=(
            f"{questions} question{'' if questions == 1 else 's'}",
            f"{len(mine) - questions} other notes",
        ),
        people=(name,),
        change_sets=len(sent),
        size=len(content),
    )
    return Prepared(contents, content)
