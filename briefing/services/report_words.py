"""What the summary and the full report say in the same words: judgments, status, dates, scales."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from briefing.domain import grades
from briefing.domain.briefing import Status
from briefing.domain.dates import friendly
from briefing.domain.moments import friendly_moment
from briefing.export.report import KeyJudgment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.briefing import Briefing, Release
    from briefing.domain.judgment import Judgment
    from briefing.export.report import Words


def judgment_words(one: Judgment, text: Iterable[Words]) -> KeyJudgment:
    """A judgment with the band of its likelihood on its own scale."""
    band = grades.band_of(one.likelihood, one.scale) if one.likelihood else None
    return KeyJudgment(
        tuple(text),
        one.likelihood[:1].upper() + one.likelihood[1:],
        f"{band.low}–{band.high} %" if band else "",
        band.low if band else None,
        band.high if band else None,
        f"{one.confidence.capitalize()} confidence." if one.confidence else "",
        one.confidence_reason,
    )


def status_words(briefing: Briefing) -> str:
    """ "version 2" of what is final, else "draft 2"."""
    if briefing.status == Status.FINAL:
        return f"version {briefing.version}"
    return f"{briefing.status} {briefing.version}"


def release_shown(briefing: Briefing, releases: Iterable[Release]) -> Release | None:
    """The release of a final briefing, where it says what it changes; None for every other."""
    if briefing.status != Status.FINAL:
        return None
    own = [one for one in releases if one.number == briefing.version and one.changes.strip()]
    return max(own, key=lambda one: (one.clock, one.id), default=None)


def changes_words(briefing: Briefing, releases: Iterable[Release]) -> str:
    """What a final version changes from the one before, on one line; empty where it says nothing."""
    own = release_shown(briefing, releases)
    if own is None:
        return ""
    return f"Changed since version {own.number - 1}: {' '.join(own.changes.split())}"


def cutoff_words(text: str) -> str:
    """An ISO 8601 time as it is said, with its zone; a text that is none as it stands."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    if when.utcoffset() is not None:
        return friendly_moment(text)
    day = friendly(f"{when:%Y-%m-%d}")
    return f"{day}, {when:%H:%M}" if "T" in text else day


def scale_words(judgments: Iterable[Judgment]) -> str:
    """Which scales the terms and grades of a report are on."""
    names = list(dict.fromkeys(one.scale for one in judgments if one.likelihood)) or [
        grades.ICD_203
    ]
    return (
        f"Likelihood: {' and '.join(names)}. Confidence: ICD 203, apart from likelihood. Grades in "
        "brackets: NATO, reliability of the source A–F, credibility of the claim 1–6; F and 6 say "
        "“cannot be judged”. Marking: TLP 2.0."
    )
