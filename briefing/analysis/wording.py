"""Checks of how a briefing words likelihood and confidence (ICD 203, PHIA)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefing.analysis.material import Finding, Severity
from briefing.analysis.prose import (
    confidence_words,
    hedges,
    likelihood_words,
    main_palette,
    palettes_of,
    sentences,
)
from briefing.domain.briefing import SectionKind
from briefing.domain.grades import Confidence, band_of, find_estimative
from briefing.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.analysis.material import Material
    from briefing.analysis.prose import Sentence
    from briefing.domain.grades import Band
    from briefing.domain.judgment import Judgment
    from briefing.domain.record import Record

#: Sections in which the desk judges; elsewhere a text may tell what others hold possible.
_JUDGING = frozenset({SectionKind.BOTTOM_LINE, SectionKind.KEY_JUDGMENTS, SectionKind.OUTLOOK})


class _Said(NamedTuple):
    """A sentence of an entry."""

    entry: Record
    sentence: Sentence


def _told(material: Material) -> Iterator[_Said]:
    """Every sentence that the desk answers for."""
    for judgment in material.judgments:
        for text in (judgment.text, judgment.confidence_reason):
            yield from (_Said(judgment, s) for s in sentences(text))
    for section in material.sections:
        yield from (_Said(section, s) for s in sentences(section.body))


def likelihood_with_confidence(material: Material) -> Iterator[Finding]:
    """A degree of likelihood and a level of confidence in one sentence."""
    for entry, sentence in _told(material):
        likely = likelihood_words(sentence.ours)
        sure = confidence_words(sentence.ours)
        if likely and sure:
            term = sentence.text[likely[0].start : likely[0].end]
            words = _("“{term}” and “{sure}” stand in one sentence; put confidence in its own.")
            yield Finding(
                "likelihood-with-confidence",
                Severity.ERROR,
                entry.kind,
                entry.id,
                words.format(term=term, sure=sure[0][0]),
                sentence.text,
            )


def mixed_scales(material: Material) -> Iterator[Finding]:
    """Likelihood words that belong to another set than the rest of the briefing's."""
    uses: list[tuple[Record, str, frozenset[str]]] = []
    for judgment in material.judgments:
        if judgment.likelihood:
            found = palettes_of(judgment.likelihood, judgment.scale)
            uses.append((judgment, judgment.likelihood, found))
    for entry, sentence in _told(material):
        uses += [(entry, f.term, palettes_of(f.term)) for f in likelihood_words(sentence.ours)]
    main = main_palette(found for _entry, _term, found in uses)
    if main is None:
        return
    odd: dict[tuple[str, str], tuple[Record, dict[str, None]]] = {}
    for entry, term, found in uses:
        if found and main not in found:
            odd.setdefault((entry.kind, entry.id), (entry, {}))[1][term] = None
    for entry, terms in odd.values():
        listed = ", ".join(f"“{term}”" for term in terms)
        words = _("{terms}: not of the words that this briefing uses ({main}).")
        yield Finding(
            "mixed-scales",
            Severity.WARNING,
            entry.kind,
            entry.id,
            words.format(terms=listed, main=main),
            f"{main}: {', '.join(sorted(terms))}",
        )


def vague_hedge(material: Material) -> Iterator[Finding]:
    """A word such as "may" or "might" where a degree of likelihood should stand."""
    for judgment in material.judgments:
        yield from _hedged(judgment, judgment.text, Severity.WARNING)
    for section in material.sections:
        if section.section_kind in _JUDGING:
            yield from _hedged(section, section.body, Severity.NOTE)


def _hedged(entry: Record, text: str, severity: Severity) -> Iterator[Finding]:
    for sentence in sentences(text):
        if found := list(dict.fromkeys(hedges(sentence.ours))):
            listed = ", ".join(f"“{one}”" for one in found)
            words = _("{hedges} says no degree; name a likelihood, or say it plainly.")
            yield Finding(
                "vague-hedge",
                severity,
                entry.kind,
                entry.id,
                words.format(hedges=listed),
                sentence.text,
            )


def differs_from_grade(material: Material) -> Iterator[Finding]:
    """A judgment whose words name another likelihood or confidence than its fields."""
    for judgment in material.judgments:
        for sentence in sentences(judgment.text):
            band = _band(judgment)
            terms = find_estimative(sentence.ours, judgment.scale) if band else []
            other = next((t.term for t in terms if band and t.term not in band.terms), "")
            if other:
                words = _("The words say “{other}”, the likelihood given is “{term}”.")
                yield Finding(
                    *("differs-from-grade", Severity.WARNING, "judgment", judgment.id),
                    words.format(other=other, term=judgment.likelihood),
                    f"{other} / {judgment.likelihood}",
                )
            for said, level in confidence_words(sentence.ours):
                if level and judgment.confidence and level != judgment.confidence:
                    words = _("The words say “{said}”, the confidence given is “{level}”.")
                    yield Finding(
                        *("differs-from-grade", Severity.WARNING, "judgment", judgment.id),
                        words.format(said=said, level=judgment.confidence),
                        f"{level} / {judgment.confidence}",
                    )


def unknown_likelihood(material: Material) -> Iterator[Finding]:
    """A likelihood that its scale does not have, a confidence that is no level."""
    for judgment in material.judgments:
        if judgment.likelihood and _band(judgment) is None:
            words = _("“{term}” is no term of the scale {scale}.")
            yield Finding(
                *("unknown-likelihood", Severity.ERROR, "judgment", judgment.id),
                words.format(term=judgment.likelihood, scale=judgment.scale),
                f"{judgment.likelihood} / {judgment.scale}",
            )
        if judgment.confidence and judgment.confidence.lower() not in set(Confidence):
            words = _("“{level}” is no level of confidence; write high, moderate or low.")
            yield Finding(
                *("unknown-likelihood", Severity.ERROR, "judgment", judgment.id),
                words.format(level=judgment.confidence),
                judgment.confidence,
            )


def _band(judgment: Judgment) -> Band | None:
    """The band of a judgment's likelihood; None where its scale, or the term, is not known."""
    return band_of(judgment.likelihood, judgment.scale)


def no_confidence(material: Material) -> Iterator[Finding]:
    """A judgment with a likelihood and no confidence, or a confidence without its reason."""
    for judgment in material.judgments:
        if judgment.likelihood and not judgment.confidence:
            words = _("A likelihood is given and no confidence.")
            yield Finding("no-confidence", Severity.WARNING, "judgment", judgment.id, words)
        elif judgment.confidence and not judgment.confidence_reason.strip():
            words = _("Confidence is {level}, and no reason is given.")
            yield Finding(
                *("no-confidence", Severity.NOTE, "judgment", judgment.id),
                words.format(level=judgment.confidence),
                judgment.confidence,
            )
