"""``briefing pack`` and ``briefing merge``: what goes to another laptop, and what comes from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.cli.main import WrongCallError
from briefing.cli.output import print_json, print_line
from briefing.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.services.merging import Line, Preview
    from briefing.services.packing import Contents
    from briefing.services.workspace import Workspace

_MOST_PASSPHRASE = 4_096


def pack(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing pack ID… --to FILE``."""
    from briefing.exchange.pack import PackSort
    from briefing.exchange.signature import fingerprint
    from briefing.services import packing

    if options.passphrase_file and options.reader:
        raise WrongCallError("briefing: encrypt to a passphrase or to readers, not to both.")
    passphrase = _passphrase(options.passphrase_file)
    readers = [_reader(workspace, one) for one in options.reader]
    key = packing.own_key()
    prepared = packing.prepare(
        workspace,
        list(dict.fromkeys(options.ids)),
        sort=PackSort.EDITION if options.edition else PackSort.WORKING,
        marking=options.marking,
        key=key,
    )
    path = packing.write(prepared, options.to, key, passphrase=passphrase, readers=readers)
    told = _contents(prepared.contents)
    told = {
        "file": str(path),
        **told,
        "encrypted": bool(passphrase or readers),
        "fingerprint": fingerprint(key.public),
        "bytes": path.stat().st_size,
    }
    if options.json:
        print_json(told)
    else:
        for line in _packed(told):
            print_line(line)
    return 0


def _passphrase(file: Path | None) -> str:
    """The first line of a file."""
    if file is None:
        return ""
    try:
        words = file.read_text(encoding="utf-8")[:_MOST_PASSPHRASE].splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: the passphrase cannot be read; name a text file.") from error
    if not words or not words[0]:
        raise UserError(f"{file}: the file holds no passphrase in its first line.")
    return words[0]


def _reader(workspace: Workspace, named: str) -> str:
    """The public key that a reader is named by: the key, its fingerprint, or the name in the library."""
    from briefing.exchange.signature import fingerprint, is_key
    from briefing.services.trusting import trusted

    if is_key(named):
        return named
    fitting = [
        one.public_key
        for one in trusted(workspace)
        if named in (one.name, fingerprint(one.public_key), one.public_key)
    ]
    if len(fitting) != 1:
        which = "no trusted key" if not fitting else "several trusted keys"
        raise UserError(f"{named}: {which} in this library; give the key or its fingerprint.")
    return fitting[0]


def _contents(one: Contents) -> dict[str, Any]:
    return {
        "sort": one.sort.value,
        "titles": list(one.titles),
        "marking": one.marking,
        "entries": list(one.entries),
        "left_out": list(one.left_out),
        "deleted": list(one.deleted),
        "earlier": one.earlier,
        "private": one.private,
        "withdrawn": list(one.withdrawn),
        "people": list(one.people),
        "change_sets": one.change_sets,
        "documents": one.documents,
    }


def _packed(told: dict[str, Any]) -> list[str]:
    sort = "reader’s edition" if told["sort"] == "edition" else "working pack"
    lines = [
        f"{told['file']}: {sort} of {', '.join(told['titles'])}, {told['marking']}",
        f"Carries {', '.join(told['entries'])}.",
    ]
    if told["left_out"]:
        lines.append(f"Left out, since marked higher: {', '.join(told['left_out'])}.")
    if told["deleted"]:
        lines.append(f"Deleted entries go along with their words: {'; '.join(told['deleted'])}.")
    if told["earlier"]:
        lines.append(f"{told['earlier']} earlier wordings go along.")
    if told["withdrawn"]:
        lines.append(
            "Made private after they were shared, so copies may exist: "
            f"{'; '.join(told['withdrawn'])}."
        )
    lines.append(f"Signed with {told['fingerprint']}.")
    return lines


def merge(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing merge FILE [--dry-run]``."""
    from briefing.services import merging, packing, trusting

    opened = merging.open_pack(
        options.file,
        passphrase=_passphrase(options.passphrase_file),
        key=packing.own_key(),
    )
    shown = merging.preview(workspace, opened)
    if not options.dry_run:
        if shown.trust == "other" and not options.trust:
            raise UserError(
                f"{options.file.name}: {_other(shown)}; nothing was merged. Ask them, and add --trust "
                "if it is theirs."
            )
        if options.trust:
            trusting.trust(workspace, opened)
        shown = merging.merge(workspace, opened)
    if options.json:
        print_json({"file": str(options.file), **_preview(shown), "dry_run": options.dry_run})
    else:
        for line in _merged(shown, dry=options.dry_run):
            print_line(line)
    return 0


def _other(shown: Preview) -> str:
    if shown.known_as:
        return f"the key {shown.fingerprint} is that of {shown.known_as} and not of {shown.sender}"
    return f"{shown.sender} was known by another key than {shown.fingerprint}"


def _lines(found: Sequence[Line]) -> list[dict[str, str]]:
    return [
        {"kind": one.kind, "id": one.id, "title": one.title}
        | ({"field": one.field} if one.field else {})
        for one in found
    ]


def _preview(shown: Preview) -> dict[str, Any]:
    return {
        "sort": shown.sort.value,
        "titles": list(shown.titles),
        "from": {
            "name": shown.sender,
            "key": shown.signer,
            "fingerprint": shown.fingerprint,
            "trust": shown.trust,
            "known_as": shown.known_as or None,
        },
        "encrypted": shown.encrypted,
        "new": _lines(shown.new),
        "changed": _lines(shown.changed),
        "removed": _lines(shown.removed),
        "conflicts": _lines(shown.conflicts),
        "people": list(shown.people),
        "change_sets": shown.change_sets,
        "again": shown.again,
        "left_out": list(shown.left_out),
        "claimed": list(shown.claimed),
        "final": list(shown.final),
        "ahead": list(shown.ahead),
        "missing": list(shown.missing),
        "already": shown.already,
        "merged": shown.merged or None,
    }


_TRUST = {
    "own": "your own key",
    "known": "a key you trust",
    "new": "a key that was not met before; compare it, and add --trust to remember it",
    "other": "another key than the one this person had",
    "another": "a key that you trust as that of somebody else",
}


def _merged(shown: Preview, *, dry: bool) -> list[str]:
    trust = "another" if shown.trust == "other" and shown.known_as else shown.trust
    known = f" ({shown.known_as})" if shown.known_as not in ("", shown.sender) else ""
    lines = [f"From {shown.sender}, {shown.fingerprint}: {_TRUST[trust]}{known}."]
    if shown.already:
        return [*lines, "All that it holds is here already.", *shown.missing]
    would = "Would bring" if dry else "Brought"
    lines.append(
        f"{would} {len(shown.new)} new, {len(shown.changed)} changed and {len(shown.removed)} deleted "
        f"entries, {len(shown.conflicts)} in conflict."
    )
    groups = (("new", shown.new), ("changed", shown.changed), ("deleted", shown.removed))
    for words, found in (*groups, ("in conflict", shown.conflicts)):
        lines += [
            f"    {words}: {one.kind} {one.id}  {one.title}{f' ({one.field})' if one.field else ''}"
            for one in found
        ]
    return [*lines, *shown.claimed, *shown.final, *shown.ahead, *shown.missing]
