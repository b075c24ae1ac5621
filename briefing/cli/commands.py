"""What each command does with a workspace, and how it is printed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from briefing.cli import exchanging, relating
from briefing.cli.checking import check
from briefing.cli.importing import import_
from briefing.cli.main import WrongCallError
from briefing.cli.output import check_date as _date
from briefing.cli.output import print_json as _json
from briefing.cli.output import print_line as _print
from briefing.cli.showing import show
from briefing.domain.changes import clock_ms
from briefing.domain.dates import friendly
from briefing.domain.records import field_word
from briefing.errors import UserError
from briefing.services import doctoring, snapshot

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from briefing.domain.changes import ChangeSet, FieldChange
    from briefing.domain.record import Scalar
    from briefing.services.drawn_marks import Origin
    from briefing.services.workspace import Workspace


def list_(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing list``."""
    found = snapshot.list_briefings(workspace)
    if options.json:
        _json(found)
    for b in [] if options.json else found:
        _print(f"{b['id']}  {friendly(b['as_of'])}  {b['status']}  {b['title']}")
    return 0


def search(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing search WORDS``."""
    from briefing.services.searching import CLOSE, OPEN, find_entries

    # What is printed goes into files and other programs.
    hits = find_entries(workspace, " ".join(options.words), limit=options.limit, private=False)
    if options.json:
        _json(
            [
                {
                    "id": hit.id,
                    "kind": hit.kind,
                    "title": hit.title,
                    "snippet": hit.snippet.replace(OPEN, "").replace(CLOSE, ""),
                    "briefing": hit.briefing_id,
                }
                for hit in hits
            ]
        )
        return 0
    for hit in hits:
        snippet = hit.snippet.replace(OPEN, "[").replace(CLOSE, "]").replace("\n", " ")
        _print(f"{hit.id}  {hit.kind}: {hit.title}\n    {snippet}")
    return 0


#: Texts that are longer than this are told by the words that differ: [-removed-] {+added+}.
_LONG = 60


def history(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing history ENTRY``."""
    from briefing.services.drawn_marks import origin_of
    from briefing.services.history import history_of, who

    found = history_of(workspace, options.entry)
    names = who(workspace, (change_set for change_set, _ in found))
    origin = origin_of(workspace, options.entry)
    if options.json:
        _json(
            [
                {
                    **_set(change_set, names),
                    **_origin(origin if number == 0 else None),
                    "changes": [
                        {
                            "field": c.field,
                            "before": c.before,
                            "after": c.after,
                            "base": c.base,
                        }
                        for c in changes
                    ],
                }
                for number, (change_set, changes) in enumerate(found)
            ]
        )
        return 0
    if origin is not None:
        _print(f"{origin.words} ({origin.tool})")
    for change_set, changes in found:
        _print(_line(change_set, names))
        for c in changes:
            _print(f"    {_change(c)}")
    return 0


def _origin(origin: Origin | None) -> dict[str, Any]:
    """By which rule an entry was drawn out of an article; nothing for one that a person made."""
    if origin is None:
        return {}
    told = {
        "rule": origin.why,
        "confidence": origin.confidence,
        "tool": origin.tool,
        "document": origin.document_id,
        "looked_at": origin.looked_at,
    }
    return {"origin": told}


def _change(change: FieldChange) -> str:
    """One change in words; a record that is made or removed says so."""
    if change.field == "deleted":
        if change.before is None:
            return "added"
        return "put into the trash" if change.after else "taken out of the trash"
    before, after = change.before, change.after
    if isinstance(before, str) and isinstance(after, str) and min(len(before), len(after)) > _LONG:
        from briefing.domain.difference import difference, marked

        told = " ⏎ ".join(marked(difference(before, after)).splitlines())
        return f"{field_word(change.field)}: {told}"
    return f"{field_word(change.field)}: {_value(before)} → {_value(after)}"


def _value(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "nothing"
    return "“" + " ⏎ ".join(value.splitlines()) + "”" if isinstance(value, str) else str(value)


def log(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing log``."""
    from briefing.services.history import log as newest
    from briefing.services.history import who

    found = newest(workspace, options.limit)
    names = who(workspace, found)
    if options.json:
        _json([_set(c, names) for c in found])
    for change_set in [] if options.json else found:
        _print(_line(change_set, names))
    return 0


def _set(change_set: ChangeSet, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": change_set.id,
        "label": change_set.label,
        "sort": change_set.sort,
        "person": change_set.person_id,
        "name": names.get(change_set.person_id or ""),
        "device": change_set.device_id,
        "number": change_set.number,
        "clock": change_set.clock,
        "when": _when(change_set),
        "undoes": change_set.undoes,
    }


def _when(change_set: ChangeSet) -> str:
    stamp = datetime.fromtimestamp(clock_ms(change_set.clock) / 1000, UTC)
    return stamp.isoformat(timespec="seconds")


def _line(change_set: ChangeSet, names: Mapping[str, str]) -> str:
    # What the program ships is nobody's.
    name = names.get(change_set.person_id or "")
    who = f"  {name}" if name else ""
    return f"{_when(change_set)}{who}  {change_set.label}  ({change_set.id})"


def backup(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing backup FILE``."""
    from briefing.services.backup import back_up

    _print(str(back_up(workspace.library, options.file)))
    return 0


def doctor(path: Path, options: argparse.Namespace) -> int:
    """``briefing doctor``: works on the file itself, which may not open."""
    found = doctoring.diagnose(path, repair=options.repair)
    if options.json:
        _json(
            {
                "healthy": found.healthy,
                "findings": [
                    {"what": f.what, "ok": f.ok, "detail": f.detail} for f in found.findings
                ],
                "saved_to": str(found.saved_to) if found.saved_to else None,
                "rows_saved": found.rows_saved,
            }
        )
    else:
        for line in _diagnosis(path, found):
            _print(line)
    return 0 if found.healthy or found.saved_to else 1


def _diagnosis(path: Path, found: doctoring.Diagnosis) -> Iterable[str]:
    for finding in found.findings:
        if finding.what == "library":
            yield finding.detail
        elif not finding.ok:
            yield f"{path.name}: {finding.what}: {finding.detail}"
    if found.healthy:
        yield "The library is whole."
    elif found.saved_to:
        yield f"{found.rows_saved} rows were saved into {found.saved_to}; the damaged file is as it was."
    elif found.findings[0].what != "library":
        yield 'Run "briefing doctor --repair" to save what can be read into a new file.'


def export(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing export ID --to FILE``."""
    from briefing.export.excerpt import Notes
    from briefing.services.export_formats import (
        ExportRequest,
        Part,
        chosen_format,
        make_export,
        parts_named,
        write_export,
    )

    try:
        names = None if options.parts is None else filter(None, options.parts.split(","))
        parts = frozenset(Part) if names is None else parts_named(n.strip() for n in names)
        request = ExportRequest(
            options.format,
            options.kind,
            options.audience,
            Notes(options.notes),
            options.paper,
            parts,
            options.list,
        )
        chosen_format(request, options.to)
    except UserError as error:
        raise WrongCallError(str(error)) from error
    made = make_export(workspace, options.id, request, to=options.to)
    write_export(made, options.to)
    if options.json:
        _json(
            {
                "file": str(options.to),
                "format": made.format.id,
                "kind": made.format.kind.value,
                "bytes": len(made.content),
                "marking": made.marking,
                "left_out": list(made.left_out),
            }
        )
        return 0
    _print(str(options.to))
    if made.left_out:
        _print(f"Left out by marking: {', '.join(made.left_out)}.")
    return 0


def blocs(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing blocs ID``."""
    from briefing.services.bloc_exporting import (
        DIFFERENCE,
        VIEWS,
        BlocRequest,
        format_of,
        write_blocs,
    )
    from briefing.services.bloc_table import bloc_table

    for date in (options.at, options.other):
        _date(date)
    if options.view not in VIEWS:
        raise WrongCallError(f"{options.view}: no such view; choose {', '.join(VIEWS)}.")
    if options.view == DIFFERENCE and not options.other:
        raise WrongCallError("A difference needs two dates; name the second with --and.")
    if options.to is not None:
        try:
            format_of(options.to)
        except UserError as error:
            raise WrongCallError(str(error)) from error
        request = BlocRequest(options.at, options.other, options.view, options.audience)
        write_blocs(workspace, options.id, options.to, request)
    table = bloc_table(workspace, options.id, options.at, options.other)
    if options.json:
        _json(table)
        return 0
    for one in (table, table.get("and")):
        if one is not None:
            for line in _line_up(one):
                _print(line)
    if "changes" in table:
        _print(table["changes"]["sentence"])
    return 0


def _line_up(table: dict[str, Any]) -> Iterable[str]:
    yield f"At {friendly(table['at'])}"
    for bloc in table["blocs"]:
        yield f"{bloc['name']}: " + ", ".join(m["name"] for m in bloc["members"])
    for r in table["relations"]:
        words = [r["kind"], r["phase"], r["certainty"]]
        words.append(f"denied by {', '.join(r['denied_by'])}" if r["denied_by"] else "")
        words.append("may hold" if r["may_hold"] else "")
        yield f"  {r['from_name']} – {r['to_name']}: {' · '.join(filter(None, words))}"


COMMANDS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "list": list_,
    "show": show,
    "import": import_,
    "search": search,
    "export": export,
    "check": check,
    "blocs": blocs,
    "history": history,
    "log": log,
    "backup": backup,
    "pack": exchanging.pack,
    "reference": relating.reference,
    "suggest": relating.suggest,
    "merge": exchanging.merge,
}
