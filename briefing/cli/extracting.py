"""``briefing extract``: articles become drafts, and no library is touched."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from briefing.cli.main import print_error
from briefing.cli.output import check_date, print_line
from briefing.errors import UserError

if TYPE_CHECKING:
    import argparse

    from briefing.intake.draft import Draft


def extract(options: argparse.Namespace) -> int:
    """``briefing extract FILE… [--date EDTF]``: one line a file, in the order given."""
    from briefing.intake.draft_json import written_draft
    from briefing.intake.extract import extract as draw_out
    from briefing.intake.readers import read_file

    check_date(options.date)
    # ASCII escapes would hide names; a terminal of another encoding gets them all the same.
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    failed = 0
    for path in options.files:
        try:
            read = read_file(path)
        except UserError as error:
            print_error(str(error))
            failed = 1
            continue
        draft = draw_out(
            read.text,
            title=read.title,
            published=options.date or read.published,
            language=read.language,
        )
        if draft.unread_from is not None:
            print_error(
                f"{path.name}: only its first {draft.unread_from:,} characters were drawn out, as they hold "
                "more than anybody could look through; split the file to draw out the rest."
            )
        if options.json:
            sys.stdout.writelines(written_draft(draft, ascii_only=not readable))
            print_line("")
        else:
            _tell(path.name, draft)
    return failed


def _tell(name: str, draft: Draft) -> None:
    """What was found, for reading."""
    called = {one.id: one.name for one in draft.actors}

    def who(ids: tuple[str, ...]) -> str:
        return ", ".join(called.get(one, one) for one in ids) or "nobody named"

    print_line(
        f"{name}: {len(draft.text)} characters, published {draft.published or 'on no told day'}, "
        f"drawn out by {draft.tool}"
    )
    for actor in draft.actors:
        offices = "; ".join(
            f"{office.title}, {called.get(office.of, '')}".rstrip(", ") for office in actor.offices
        )
        print_line(f"  {actor.kind}: {actor.name}{f' ({offices})' if offices else ''}")
    for quote in draft.quotes:
        if quote.kind != "scare":
            print_line(f"  {quote.kind} quote, {who(quote.speakers)}: {quote.text}")
    for event in draft.events:
        print_line(f"  event, {event.when}: {event.what}")
    for claim in draft.claims:
        denied = f", denied by {who(claim.denied_by)}" if claim.denied_by else ""
        print_line(f"  claim by {who(claim.asserted_by)}{denied}: {claim.proposition}")
    for one in draft.relations:
        ends = f"{called.get(one.from_id, '')} – {called.get(one.to_id, '')}"
        print_line(f"  relation, {ends}: {one.kind}")
