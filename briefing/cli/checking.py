"""``briefing check``: what a reviewer would send back, and every quote held against the documents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from briefing.cli.output import print_json as _json
from briefing.cli.output import print_line as _print

if TYPE_CHECKING:
    import argparse

    from briefing.services.checking import FindingRow
    from briefing.services.verifying import Verdict
    from briefing.services.workspace import Workspace


def check(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing check ID``: findings are a result, so the status is 0 with them too."""
    from briefing.services.checking import Severity, check_briefing
    from briefing.services.verifying import Outcome, quotes_of, verify_quotes

    done = check_briefing(workspace, options.id)
    quotes = verify_quotes(workspace, quotes_of(workspace, options.id))
    if options.json:
        _json(
            {
                "briefing": done.briefing_id,
                "counts": {
                    **{s.value: done.count(s) for s in Severity},
                    "waived": len(done.waived),
                },
                "quotes": [_quote_check(one) for one in quotes],
                "findings": [_finding(row) for row in done.open],
                "waived": [{**_finding(row), **_waiver(row)} for row in done.waived],
                "spent": [{**_finding(row), **_waiver(row)} for row in done.spent],
            }
        )
        return 0
    for row in done.open:
        found = row.finding
        _print(f"{found.severity}: {found.words} ({found.rule})")
        _print(f"    {found.entry_kind} {found.entry_id}  {row.entry}")
    for row in done.waived:
        _print(f"let stand: {row.finding.words} ({row.finding.rule})")
        _print(f"    {row.by}: {row.reason}")
    for one in quotes:
        if one.outcome is not Outcome.FOUND and not one.retold:
            where = f" in {one.source}" if one.source else ""
            _print(f"quote {one.outcome}{where}: “{one.words}”")
            _print(f"    quote {one.quote_id}  {one.altered}".rstrip())
    if quotes:
        met = Counter(str(one.outcome) for one in quotes)
        _print(f"Quotes: {', '.join(f'{met[o]} {o}' for o in Outcome if met[o])}")
    counted = ", ".join(f"{done.count(s)} {s}{'' if done.count(s) == 1 else 's'}" for s in Severity)
    _print(
        f"{counted}, {len(done.waived)} let stand" if done.open or done.waived else "No findings."
    )
    return 0


def _quote_check(one: Verdict) -> dict[str, Any]:
    found = bool(one.document_id)
    return {
        "quote": one.quote_id,
        "words": one.words,
        "outcome": one.outcome.value,
        "retold": one.retold,
        "document": one.document_id or None,
        "source": one.source or None,
        "place": [one.start, one.end] if found else None,
        "differences": list(one.differences),
        "altered": one.altered or None,
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    found = row.finding
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "entry": {"kind": found.entry_kind, "id": found.entry_id, "title": row.entry},
        "words": found.words,
        "detail": found.detail,
    }


def _waiver(row: FindingRow) -> dict[str, str]:
    return {"waiver": row.waiver_id, "reason": row.reason, "by": row.by, "created": row.when}
