"""Packs from others: what one would bring, and merging it as one step."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.domain.changes import Sort, clock_ms
from briefing.domain.person import Person
from briefing.domain.records import ENTRY_KINDS, KINDS
from briefing.errors import UserError
from briefing.exchange import packfile, signature
from briefing.exchange.pack import Pack, PackSort, read
from briefing.services import merged_finals
from briefing.services.source_view import title_of
from briefing.services.trusting import claimed, trust_of
from briefing.store import deletions, exchanging, receiving
from briefing.store.records import get_many
from briefing.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from briefing.exchange.signature import Key
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.exchanging import Ranges
    from briefing.store.receiving import Received
    from briefing.store.unit_of_work import UnitOfWork

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack whose signature fits. ``digest`` is the SHA-256 of the plain pack.

    ``own`` tells that it was signed with the key of the person who opened it.
    """

    pack: Pack
    signer: str
    digest: str
    encrypted: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that a pack brings or changes. ``field`` is the one in conflict, else empty."""

    kind: str
    id: str
    title: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pack would bring, or brought.

    ``trust`` is "own" (one's own key), "known" (trusted before), "new" (never met) or "other" (the same
    person was known by another key, or the key is trusted as another person's). ``known_as`` is the name
    under which the key is trusted; ``sender`` is what the pack says. ``people`` are those whose changes
    are new here, each with how many. ``ahead`` and ``missing`` are sentences about clocks that run ahead and
    change sets that have not arrived; ``final`` and ``claimed`` are such about what is final here and about
    changes that only the pack says are this laptop's. ``again`` counts the change sets that had been set
    aside and come back.
    """

    sort: PackSort
    titles: tuple[str, ...]
    sender: str
    signer: str
    fingerprint: str
    trust: str
    encrypted: bool
    new: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    conflicts: tuple[Line, ...] = ()
    people: tuple[str, ...] = ()
    change_sets: int = 0
    again: int = 0
    left_out: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    merged: str = ""
    known_as: str = ""
    final: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()

    @property
    def already(self) -> bool:
        """Whether all that it holds is here."""
        return not self.change_sets


class _RollBackError(Exception):
    """A merge that was tried only to see what it would bring, or that brought nothing."""


def open_pack(path: Path, *, passphrase: str = "", key: Key | None = None) -> Opened:
    """Read a pack whose signature fits, decrypted with a passphrase or a key.

    Raises LockedError where it has to be decrypted and cannot be, and UserError, in one line, where it is no
    pack or was changed on its way.
    """
    data = _bytes_of(path)
    encrypted = packfile.is_encrypted(data)
    if encrypted:
        private = key.private if key else b""
        data = signature.decrypt(data, passphrase=passphrase, private=private)
    sealed = packfile.unseal(data)
    pack = read(sealed.open(), SCHEMA_VERSION)
    own = key is not None and key.public == sealed.signer
    return Opened(pack, sealed.signer, sealed.digest, encrypted, own)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_symlink():
            raise UserError(f"{path.name}: this is a link to another file; open that file itself.")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UserError(f"{path.name}: this is no file; name a .briefpack file.")
        if found.st_size > packfile.MOST_FILE:
            raise UserError(f"{path.name}: the file is larger than any pack of Briefing.")
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path}: the pack cannot be read ({error.strerror or error}); check its name and rights."
        ) from error


def preview(ws: Workspace, opened: Opened) -> Preview:
    """What merging the pack would bring here, found out by doing it and taking it back unwritten."""
    refuse_edition(opened)
    found: list[Preview] = []
    try:
        with ws.library.aside() as connection:
            found.append(_merge(connection, ws, opened)[0])
            raise _RollBackError
    except _RollBackError:
        return found[0]


def merge(ws: Workspace, opened: Opened) -> Preview:
    """Merge a pack as one step, which can be undone here; what it brought.

    Nothing is written where all that it holds is here already.
    """
    refuse_edition(opened)
    name = opened.pack.name or "a colleague"
    done: Preview | None = None
    try:
        with ws.write(f"Merge the pack of {name}", sort=Sort.MERGE) as unit:
            done, received = _merge(unit.connection, ws, opened)
            if received is None:
                # Not even that the person works here is written for nothing.
                raise _RollBackError
            _keep_documents(unit, opened.pack)
            exchanging.account_for(unit.connection, opened.pack.accounts)
            receiving.remember(unit.connection, unit.id, received, opened.digest, opened.signer)
            unit.heard_of(received.touched)
            done = replace(done, merged=unit.id)
    except _RollBackError:
        pass
    assert done is not None
    return done


def refuse_edition(opened: Opened) -> None:
    """Raise UserError where a pack is a reader's edition, which is read and not merged."""
    if opened.pack.sort is PackSort.EDITION:
        raise UserError(
            "This is a reader’s edition, which holds no changes to merge; open it to read it."
        )


def _keep_documents(unit: UnitOfWork, pack: Pack) -> None:
    for sha256, data in pack.originals.items():
        unit.keep_original(sha256, data)
    for sha256, text in pack.texts.items():
        unit.keep_text(sha256, text)


def _merge(
    connection: Connection, ws: Workspace, opened: Opened
) -> tuple[Preview, Received | None]:
    pack = opened.pack
    keys = {(c.kind, c.record_id) for one in pack.sets for c in one.changes}
    before = _standing(connection, keys)
    open_before = set(exchanging.contested(connection))
    aside = _aside(connection)
    # What its writer takes back has no title any more afterwards.
    taken_back = {
        (c.kind, c.record_id)
        for one in pack.sets
        for c in one.changes
        if c.field == "private" and c.after and before.get((c.kind, c.record_id)) is False
    }
    gone = _lines(connection, taken_back)
    final = merged_finals.finals(connection)
    ours = claimed(connection, opened, ws.author.device_id)
    received = receiving.receive(connection, pack.sets)
    trust, known_as = trust_of(connection, opened)
    shown = Preview(
        sort=pack.sort,
        titles=pack.titles,
        sender=pack.name,
        signer=opened.signer,
        fingerprint=signature.fingerprint(opened.signer),
        trust=trust,
        known_as=known_as,
        claimed=ours,
        encrypted=opened.encrypted,
        left_out=pack.left_out,
        ahead=_ahead(connection, pack),
        missing=_missing(connection, pack),
    )
    if received is None:
        return shown, None
    shown = _brought(connection, shown, received, before, open_before, aside)
    still = _standing(connection, taken_back)
    gone = tuple(one for one in gone if (one.kind, one.id) not in still)
    told = merged_finals.told(connection, final, received.changes_at)
    return replace(shown, removed=(*shown.removed, *gone), final=told), received


def _standing(
    connection: Connection, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], bool]:
    """The records that are here, each with whether it is in the trash."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, key): one.deleted
        for kind, ids in by_kind.items()
        for key, one in get_many(connection, KINDS[kind], ids).items()
    }


def _aside(connection: Connection) -> set[str]:
    return {row[0] for row in connection.exec_driver_sql("SELECT id FROM aside_change_set")}


def _brought(
    connection: Connection,
    shown: Preview,
    received: Received,
    before: Mapping[tuple[str, str], bool],
    open_before: set[tuple[str, str, str]],
    aside: set[str],
) -> Preview:
    touched = {(kind, key) for kind, ids in received.touched.items() for key in ids}
    after = _standing(connection, touched)
    changed = {one for one in touched if one in before and one in after}
    made = {one for one in after if one not in before and not after[one]}
    removed = {one for one in changed if after[one] and not before[one]}
    entries = {one for one in made if one[0] in ENTRY_KINDS}
    above = _entries_above(connection, made | changed)
    other = {one for one in changed | above if one[0] in ENTRY_KINDS} - entries - removed
    open_now = set(exchanging.contested(connection)) - open_before
    conflicts = [(kind, key, field) for kind, key, field in sorted(open_now)]
    return replace(
        shown,
        new=_lines(connection, entries),
        changed=_lines(connection, other),
        removed=_lines(connection, {one for one in removed if one[0] in ENTRY_KINDS}),
        conflicts=_conflict_lines(connection, conflicts),
        people=_people(connection, received.changes_at),
        change_sets=_sets(connection, received),
        again=len(aside - _aside(connection)),
    )


def _entries_above(
    connection: Connection, touched: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The entries that parts belong to; an entry of a briefing is no part of it."""
    found: set[tuple[str, str]] = set()
    met: set[tuple[str, str]] = set()
    level = {one for one in touched if one[0] not in ENTRY_KINDS}
    while level:
        met |= level
        by_kind: dict[str, list[str]] = {}
        for kind, key in level:
            by_kind.setdefault(kind, []).append(key)
        above = {
            one
            for kind, ids in by_kind.items()
            for one in deletions.direct_owners(connection, kind, ids)
        }
        found |= {one for one in above if one[0] in ENTRY_KINDS}
        level = above - found - met
    return found


def _sets(connection: Connection, received: Received) -> int:
    """How many change sets something came of, those of which a part was here among them."""
    return connection.exec_driver_sql(
        "SELECT count(DISTINCT change_set) FROM change WHERE seq BETWEEN ? AND ?",
        received.changes_at,
    ).scalar_one()


def _titles(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    records = [
        one
        for kind, ids in by_kind.items()
        for one in get_many(connection, KINDS[kind], ids).values()
    ]
    titles = title_of(connection, records)
    return {key: " ".join(title.split()) for key, title in titles.items()}


def _lines(connection: Connection, keys: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    order = {kind: place for place, kind in enumerate(ENTRY_KINDS)}
    titles = _titles(connection, keys)
    found = [Line(kind, key, titles.get(key, "")) for kind, key in keys]
    return tuple(sorted(found, key=lambda o: (order[o.kind], o.title, o.id)))


def _conflict_lines(
    connection: Connection, found: Iterable[tuple[str, str, str]]
) -> tuple[Line, ...]:
    held = list(found)
    titles = _titles(connection, [(kind, key) for kind, key, _ in held])
    return tuple(Line(kind, key, titles.get(key, ""), field) for kind, key, field in held)


def _people(connection: Connection, rows: tuple[int, int]) -> tuple[str, ...]:
    """Whose changes are new here, each with how many; what the program ships is nobody's."""
    numbers = {
        row[0] or "": row[1]
        for row in connection.exec_driver_sql(
            "SELECT s.person_id, count(DISTINCT s.id) FROM change AS c "
            "JOIN change_set AS s ON s.id = c.change_set "
            "WHERE c.seq BETWEEN ? AND ? AND s.sort <> ? GROUP BY s.person_id",
            (*rows, Sort.SHIPPED.value),
        )
    }
    known = get_many(connection, Person, numbers)
    return tuple(
        sorted(
            f"{known[one].name if one in known else Person(id='').name} "
            f"({number} change{'' if number == 1 else 's'})"
            for one, number in numbers.items()
        )
    )


def _ahead(connection: Connection, pack: Pack) -> tuple[str, ...]:
    now = int(datetime.now(UTC).timestamp() * 1000)
    ahead: dict[str, int] = {}
    for one in pack.sets:
        over = clock_ms(one.change_set.clock) - now
        if over > _DAY_MS:
            person = one.change_set.person_id or ""
            ahead[person] = max(ahead.get(person, 0), over)
    known = get_many(connection, Person, ahead)
    return tuple(
        f"The clock of {known[person].name if person in known else 'a laptop'} runs "
        f"{over // _DAY_MS} days ahead; its changes are kept in their order."
        for person, over in sorted(ahead.items())
    )


def _missing(connection: Connection, pack: Pack) -> tuple[str, ...]:
    """Numbers of the laptops in the pack that neither it nor an earlier one brought or spoke of."""
    here = exchanging.known_numbers(connection)
    found: list[str] = []
    people = {one.change_set.device_id: one.change_set.person_id for one in pack.sets}
    known = get_many(connection, Person, [one for one in people.values() if one])
    for device, person in sorted(people.items()):
        ranges = exchanging.merged((*here.get(device, ()), *pack.accounts.get(device, ())))
        gaps = _gaps(ranges)
        if gaps:
            name = known[person].name if person in known else "a colleague"
            found.append(f"Changes of {name} have not arrived: {gaps}. Ask for a new pack.")
    return tuple(found)


def _gaps(ranges: Ranges) -> str:
    gaps = [(before[1] + 1, after[0] - 1) for before, after in pairwise(ranges)]
    if ranges and ranges[0][0] > 1:
        gaps.insert(0, (1, ranges[0][0] - 1))
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in gaps)
