"""Every check of a briefing, by its id. docs/checks.md explains each to the analyst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis import chronology, sourcing, wording
from briefing.analysis.material import Finding, Material, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["RULES", "Finding", "Material", "Rule", "Severity", "check"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: its id in findings and waivers, a few words for a list, where it comes from."""

    id: str
    title: str
    source: str
    find: Callable[[Material], Iterable[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("unsourced", "No source", "ICD 206", sourcing.unsourced),
    Rule("no-basis", "Judgment without a basis", "ICD 203, 3", sourcing.no_basis),
    Rule("circular-basis", "Judgment rests on itself", "ICD 203, 6", sourcing.circular_basis),
    Rule("one-source", "One source only", "ICD 203, 1; ICD 206", sourcing.one_source),
    Rule("shared-origin", "One origin", "ICD 206", sourcing.shared_origin),
    Rule("one-outlet", "Known through one source", "ICD 206", sourcing.one_outlet),
    Rule("not-corroborated", "Not corroborated", "NATO credibility 1", sourcing.not_corroborated),
    Rule("rivals-agree", "Rival versions", "ICD 203, 4", sourcing.rivals_agree),
    Rule(
        *("status-without-reason", "Standing without a reason", "ICD 203, 2"),
        sourcing.status_without_reason,
    ),
    Rule("source-not-graded", "Source not graded", "NATO; ICD 206", sourcing.source_not_graded),
    Rule("missing-entry", "Leads nowhere", "ICD 206", sourcing.missing_entry),
    Rule("uncited-paragraph", "Paragraph cites nothing", "ICD 206", sourcing.uncited_paragraph),
    Rule("no-source-summary", "No source summary", "ICD 206", sourcing.no_source_summary),
    Rule("marking", "Marked too high", "TLP 2.0", sourcing.marking),
    Rule("quote-words", "Words not in the document", "ICD 203, 8", sourcing.quote_words),
    Rule("no-speaker", "No speaker", "ICD 206", sourcing.no_speaker),
    Rule("passage-astray", "Passage astray", "W3C Web Annotation", sourcing.passage_astray),
    Rule(
        *("likelihood-with-confidence", "Likelihood beside confidence", "ICD 203, 2"),
        wording.likelihood_with_confidence,
    ),
    Rule("mixed-scales", "Two sets of words", "ICD 203, 2; PHIA", wording.mixed_scales),
    Rule("vague-hedge", "Vague word", "ICD 203, 2; Kent 1964", wording.vague_hedge),
    Rule("differs-from-grade", "Words against grade", "ICD 203, 8", wording.differs_from_grade),
    Rule("unknown-likelihood", "No such term", "ICD 203, 2; PHIA", wording.unknown_likelihood),
    Rule("no-confidence", "Confidence missing", "ICD 203, 2", wording.no_confidence),
    Rule("unreadable-date", "Date cannot be", "EDTF level 1", chronology.unreadable_date),
    Rule(
        *("reported-too-early", "Reported before it happened", "ICD 203, 8"),
        chronology.reported_too_early,
    ),
    Rule("after-cutoff", "After the cut-off", "ICD 203, 8", chronology.after_cutoff),
    Rule(
        *("said-after-source", "Said after its source", "ICD 203, 8"), chronology.said_after_source
    ),
    Rule(
        *("happened-after-sources", "Happened after its sources", "ICD 203, 8"),
        chronology.happened_after_sources,
    ),
    Rule(
        *("phase-against-dates", "Phase against dates", "ICD 203, 8"),
        chronology.phase_against_dates,
    ),
    Rule(
        *("accessed-too-early", "Read before it was issued", "CSL-JSON"),
        chronology.accessed_too_early,
    ),
    Rule("actor-not-there", "Actor not there", "ICD 203, 8", chronology.actor_not_there),
)
"""In the order of docs/checks.md; "ICD 203, n" is its nth tradecraft standard."""


def check(material: Material) -> list[Finding]:
    """All findings, the gravest first, then in the order of the rules; each key once."""
    found: dict[tuple[str, str, str, str], Finding] = {}
    for rule in RULES:
        for one in rule.find(material):
            found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: one.severity.rank)
