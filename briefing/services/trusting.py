"""Keys that a person here trusts, and what they say of who signed a pack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.store import exchanging, links

if TYPE_CHECKING:
    from briefing.services.merging import Opened
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


def trust_of(connection: Connection, opened: Opened) -> tuple[str, str]:
    """How far the key of a pack is known, and the name under which it is trusted.

    The key in a person's record is not asked: a pack may bring one.
    """
    if opened.own:
        return "own", ""
    person = opened.pack.person_id
    trusted = exchanging.trusted_keys(connection)
    known = next((one for one in trusted if one.public_key == opened.signer), None)
    if known is not None:
        return "known" if known.person_id in (None, person) else "other", known.name
    return "other" if person and any(one.person_id == person for one in trusted) else "new", ""


def signed(ws: Workspace, opened: Opened) -> tuple[str, str]:
    """How far the key of a pack is known here, and the name under which it is trusted."""
    with ws.read() as connection:
        return trust_of(connection, opened)


def claimed(connection: Connection, opened: Opened, device_id: str) -> tuple[str, ...]:
    """A sentence where another's pack holds changes that are said to be this laptop's and are not here.

    Nothing proves who made a change but who signed the pack. Refusing them would lose those of a library
    that was restored from a copy, which come back from a colleague.
    """
    if opened.own:
        return ()
    ours = {o.change_set.id for o in opened.pack.sets if o.change_set.device_id == device_id}
    for marks, some in links.chunks(tuple(ours)):
        for table in ("change_set", "aside_change_set"):
            rows = connection.exec_driver_sql(
                f"SELECT id FROM {table} WHERE id IN ({marks})", tuple(some)
            )
            ours -= {row[0] for row in rows}
    if not ours:
        return ()
    few = len(ours) == 1
    return (
        f"{len(ours)} change{'' if few else 's'} in it {'is' if few else 'are'} said to be from this laptop, "
        f"and {'is' if few else 'are'} not here. That is so where the library was restored from a copy; "
        f"else ask {opened.pack.name or 'the sender'} first.",
    )


def trust(ws: Workspace, opened: Opened) -> None:
    """Remember that the key of a pack is that of the person whom it names."""
    with ws.library.aside() as connection:
        exchanging.trust(
            connection,
            exchanging.TrustedKey(
                opened.signer,
                opened.pack.person_id,
                opened.pack.name,
                datetime.now(UTC).date().isoformat(),
            ),
        )


def trusted(ws: Workspace) -> list[exchanging.TrustedKey]:
    """The keys that are trusted here: those that sign, and those that packs can be encrypted for."""
    with ws.read() as connection:
        return exchanging.trusted_keys(connection)


def no_longer_trust(ws: Workspace, public_key: str) -> None:
    """Forget that a key is trusted."""
    with ws.library.aside() as connection:
        exchanging.no_longer_trust(connection, public_key)
