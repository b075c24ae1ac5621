"""``briefing import``: articles, files of references, tables, and folders of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.cli.main import WrongCallError, print_error
from briefing.cli.output import check_date, print_json, print_line
from briefing.errors import NotFoundError, UserError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from briefing.services.importing import Imported
    from briefing.services.workspace import Workspace


def import_(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing import FILE…``."""
    from briefing.services.importing import files_within, import_files

    check_date(options.date)
    if options.rows:
        if options.version_of:
            raise WrongCallError("--version-of: a table is no version of a source; leave out --as.")
        return _tables(workspace, options)
    paths = files_within(options.files)
    if options.version_of and len(paths) != 1:
        raise WrongCallError("--version-of: name one file, the newer version of that source.")
    done = import_files(
        workspace,
        paths,
        briefing_id=options.into,
        date=options.date,
        version_of=options.version_of,
    )
    for path, item in zip(paths, done, strict=True):
        for line in (item.error,) if item.error else item.lines():
            print_error(line)
        if not options.json and not item.error:
            print_line(f"{_shown(path)}: {_words(item)}{_proposed(workspace, item)}")
    if options.json:
        print_json([_told(workspace, path, one) for path, one in zip(paths, done, strict=True)])
    return 1 if any(item.error for item in done) else 0


def _shown(path: Path) -> str:
    return " ".join(str(path).splitlines())


def _drawn(workspace: Workspace, item: Imported) -> dict[str, int]:
    """Kind → how many entries a document proposes. None is made before a person has said so."""
    from briefing.services.drafting import count_drawn

    return count_drawn(workspace, item.document_id) if item.document_id else {}


def _proposed(workspace: Workspace, item: Imported) -> str:
    number = sum(_drawn(workspace, item).values())
    if not number:
        return ""
    what = f"{number} {'proposal' if number == 1 else 'proposals'}"
    return f", {what} to review, drawn out by {_tool(workspace, item)}"


def _tool(workspace: Workspace, item: Imported) -> str | None:
    from briefing.services.drafting import drawing_tool

    return drawing_tool(workspace, item.document_id) if item.document_id else None


def _told(workspace: Workspace, path: Path, item: Imported) -> dict[str, Any]:
    if item.error:
        return {"file": str(path), "error": item.error}
    told: dict[str, Any] = {
        "file": str(path),
        "source": item.source_id,
        "document": item.document_id or None,
        "duplicate_of": item.duplicate_of,
        "supersedes": item.supersedes or None,
        "proposed": _drawn(workspace, item),
        "tool": _tool(workspace, item),
        "notes": list(item.notes),
    }
    if item.is_list:
        told |= {"sources": list(item.sources), "known": list(item.known)}
    return told


def _words(item: Imported) -> str:
    if item.is_list:
        new = len(item.sources)
        return f"{new} new {'source' if new == 1 else 'sources'}"
    if item.supersedes:
        return f"{item.document_id} (a newer version of {item.supersedes})"
    return item.document_id + (" (already in the library)" if item.duplicate_of else "")


def _tables(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing import FILE… --as actors|events|relations``: the columns are guessed."""
    from briefing.services.known_tables import recognised, reshaped
    from briefing.services.table_fields import Rows, guess_mapping
    from briefing.services.tabling import import_table, original_of, read_table

    rows = Rows(options.rows)
    told: list[dict[str, Any]] = []
    failed = False
    for path in options.files:
        try:
            table = read_table(path)
            known = recognised(table) if rows is Rows.RELATIONS else None
            if known is not None:
                table = reshaped(table, known)
            mapping = guess_mapping(table.header, rows)
            done = import_table(
                workspace,
                table,
                rows,
                mapping,
                name=path.name,
                briefing_id=options.into,
                original=original_of(path),
            )
        except NotFoundError:
            raise
        except UserError as error:
            print_error(str(error))
            told.append({"file": str(path), "error": str(error)})
            failed = True
            continue
        for line in done.lines(path.name):
            print_error(line)
        failed = failed or bool(done.failed)
        told.append(
            {
                "file": str(path),
                "rows": rows.value,
                "columns": {
                    key: table.header[column]
                    for key, column in mapping.items()
                    if isinstance(column, int)
                },
                "new": list(done.ids),
                "known": done.known,
                "failed": [{"line": r.line, "problem": r.problem} for r in done.failed],
            }
        )
        if not options.json:
            known = f", {done.known} here already" if done.known else ""
            count = len(done.ids)
            words = rows.value[:-1] if count == 1 else rows.value
            print_line(f"{_shown(path)}: {count} {words}{known}")
    if options.json:
        print_json(told)
    return 1 if failed else 0
