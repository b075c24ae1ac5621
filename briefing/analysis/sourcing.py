"""Checks of what a briefing rests on: passages, basis, origins, grades, markings, quoted words."""

# long because: one rule stands beside another, each a few lines.
from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.material import Finding, Severity
from briefing.analysis.origins import count_independent
from briefing.analysis.verify import find_words
from briefing.domain.briefing import SectionKind, Status
from briefing.domain.citing import Ref, parse_blocks
from briefing.domain.claim import ClaimStatus
from briefing.domain.grades import Confidence, Credibility, Reliability
from briefing.domain.markings import MarkingError, parse
from briefing.domain.quote import QuoteKind
from briefing.domain.records import word
from briefing.domain.relation import Stance
from briefing.domain.source import AnchorState
from briefing.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.analysis.material import Material, Support
    from briefing.domain.record import Record

#: The reason that an imported source carries until somebody has judged it.
NOT_JUDGED_YET = "Not judged yet"
#: Sections whose paragraphs ought to cite what they rest on (ICD 206).
_CITING = frozenset(
    {
        *(SectionKind.BOTTOM_LINE, SectionKind.KEY_JUDGMENTS, SectionKind.DISPUTED),
        *(SectionKind.CHANGES, SectionKind.DISCUSSION),
    }
)


def _at(record: Record, rule: str, severity: Severity, words: str, detail: str = "") -> Finding:
    return Finding(rule, severity, record.kind, record.id, words, detail)


def _begin(text: str) -> str:
    return text if len(text) <= 60 else text[:58].rpartition(" ")[0] + " …"


def unsourced(material: Material) -> Iterator[Finding]:
    """A statement that no passage carries, and a judgment on entries that none carries."""
    rule = "unsourced"
    for one in material.statements():
        if not material.support.get(one.id):
            words = _("No passage of a source carries this {kind}.").format(kind=word(one.kind))
            yield _at(one, rule, Severity.WARNING, words)
    for judgment in material.judgments:
        if material.basis.get(judgment.id) and not material.behind(judgment.id):
            words = _("Nothing that this judgment rests on is carried by a passage.")
            yield _at(judgment, rule, Severity.WARNING, words)


def no_basis(material: Material) -> Iterator[Finding]:
    """A judgment that names no entry as its basis."""
    for judgment in material.judgments:
        refs = [r for r in material.basis.get(judgment.id, ()) if r not in material.missing]
        if refs:
            continue
        if material.support.get(judgment.id):
            words = _("This judgment names no entry that it rests on, only passages.")
            yield _at(judgment, "no-basis", Severity.WARNING, words, "passages")
        else:
            words = _("This judgment rests on nothing.")
            yield _at(judgment, "no-basis", Severity.ERROR, words)


def circular_basis(material: Material) -> Iterator[Finding]:
    """Judgments that rest on one another in a ring; told once for a ring."""
    told: set[str] = set()
    for judgment in material.judgments:
        ring = _ring(material, judgment.id)
        if judgment.id in told or not ring:
            continue
        told |= ring
        words = _("This judgment rests on itself, through what it is based on.")
        yield _at(judgment, "circular-basis", Severity.ERROR, words, " ".join(sorted(ring)))


def _reach(material: Material, entry_id: str) -> set[str]:
    reached: set[str] = set()
    waiting = [entry_id]
    while waiting:
        for ref in material.basis.get(waiting.pop(), ()):
            if ref.id not in reached:
                reached.add(ref.id)
                waiting.append(ref.id)
    return reached


def _ring(material: Material, entry_id: str) -> set[str]:
    reached = _reach(material, entry_id)
    if entry_id not in reached:
        return set()
    return {one for one in reached if entry_id in _reach(material, one)}


def _sources(supports: Iterable[Support]) -> list[str]:
    """Whose words carry a statement, those that deny it left out."""
    return list(dict.fromkeys(s.source_id for s in supports if s.role != Stance.DENIES))


def one_source(material: Material) -> Iterator[Finding]:
    """A judgment behind which one source stands alone."""
    for judgment in material.judgments:
        sources = _sources(material.behind(judgment.id))
        if len(sources) != 1:
            continue
        high = judgment.confidence == Confidence.HIGH
        words = _("All that this judgment rests on comes from one source: {source}.")
        if high:
            words += " " + _("High confidence asks for several.")
        yield _at(
            judgment,
            "one-source",
            Severity.ERROR if high else Severity.WARNING,
            words.format(source=material.name_of(sources[0]) or _("not received")),
            sources[0],
        )


def shared_origin(material: Material) -> Iterator[Finding]:
    """Several sources that all go back to one report."""
    for one in (*material.judgments, *material.claims, *material.relations):
        supports = (
            material.behind(one.id) if one.kind == "judgment" else material.support.get(one.id, ())
        )
        sources = _sources(supports)
        if len(sources) < 2 or count_independent(sources, material.steps) != 1:
            continue
        names = ", ".join(filter(None, map(material.name_of, sources)))
        words = _("{n} sources, but one origin: {names} go back to the same report.")
        yield _at(
            one,
            "shared-origin",
            Severity.WARNING,
            words.format(n=len(sources), names=names),
            " ".join(sorted(sources)),
        )


def one_outlet(material: Material) -> Iterator[Finding]:
    """Judgments of which every source is known through one outlet alone; told once for an outlet."""
    known_through: dict[str, list[str]] = {}
    for judgment in material.judgments:
        supports = material.behind(judgment.id)
        outlets = {s.outlet_id for s in supports}
        if len(outlets) == 1 and len(_sources(supports)) > 1:
            known_through.setdefault(outlets.pop(), []).append(judgment.id)
    for outlet, judgments in known_through.items():
        if outlet not in material.sources:
            continue
        first = next(j for j in material.judgments if j.id == judgments[0])
        words = _("“{judgment}” has several sources, all of them known through this one alone.")
        if len(judgments) > 1:
            words = _(
                "{n} judgments have several sources, all of them known through this one alone; "
                "the first is “{judgment}”"
            )
        yield Finding(
            "one-outlet",
            Severity.NOTE,
            "source",
            outlet,
            words.format(n=len(judgments), judgment=_begin(first.text)),
            " ".join(sorted(judgments)),
        )


def not_corroborated(material: Material) -> Iterator[Finding]:
    """A claim called confirmed or corroborated that fewer than two independent origins assert."""
    for claim in material.claims:
        confirmed = claim.credibility == Credibility.CONFIRMED
        if not confirmed and claim.status != ClaimStatus.CORROBORATED:
            continue
        sources = _sources(material.support.get(claim.id, ()))
        origins = count_independent(sources, material.steps)
        if origins >= 2:
            continue
        called = (
            _("graded 1, confirmed by other sources") if confirmed else _("called corroborated")
        )
        words = _("This claim is {called}, with {n} independent origin.")
        if origins != 1:
            words = _("This claim is {called}, with no source that asserts it.")
        yield _at(
            claim,
            "not-corroborated",
            Severity.ERROR,
            words.format(called=called, n=origins),
            f"{claim.credibility} {claim.status} {origins}",
        )


def rivals_agree(material: Material) -> Iterator[Finding]:
    """Two rival versions that are both held to be so."""
    claims = {c.id: c for c in material.claims}
    for link in material.rivals:
        one, other = claims.get(link.claim_id), claims.get(link.other_id or "")
        if one is None or other is None:
            continue
        if all(
            c.status == ClaimStatus.CORROBORATED or c.credibility == Credibility.CONFIRMED
            for c in (one, other)
        ):
            words = _("This claim and its rival are both held to be so: “{other}”")
            yield _at(
                one, "rivals-agree", Severity.ERROR, words.format(other=other.proposition), other.id
            )


def status_without_reason(material: Material) -> Iterator[Finding]:
    """A claim on whose standing somebody has decided and not said why."""
    for claim in material.claims:
        if claim.status != ClaimStatus.ASSERTED and not claim.status_reason.strip():
            words = _("This claim is “{status}”, and no reason is given.").format(
                status=claim.status
            )
            yield _at(claim, "status-without-reason", Severity.NOTE, words, claim.status)


def source_not_graded(material: Material) -> Iterator[Finding]:
    """A source that something rests on and whose reliability nobody has judged."""
    used = {s.source_id for supports in material.support.values() for s in supports}
    for source_id in used & set(material.sources):
        source = material.sources[source_id]
        graded = source.reliability in set(Reliability) and (
            source.reliability != Reliability.F
            or source.reliability_reason.strip() not in ("", NOT_JUDGED_YET)
        )
        if not graded:
            words = _(
                "Nobody has judged how reliable this source is; F with a reason is a judgment."
            )
            yield _at(source, "source-not-graded", Severity.NOTE, words, source.reliability)


def missing_entry(material: Material) -> Iterator[Finding]:
    """A citation or basis that leads to what is in the trash or was not received."""
    rule = "missing-entry"
    for section in material.sections:
        for ref in _cited(section.body):
            if ref in material.missing:
                words = _("This section cites a {kind} that is in the trash or not received.")
                yield _at(
                    *(section, rule, Severity.ERROR, words.format(kind=word(ref.kind))),
                    f"{ref.kind}:{ref.id}",
                )
    for judgment in material.judgments:
        for ref in dict.fromkeys((*_cited(judgment.text), *material.basis.get(judgment.id, ()))):
            if ref in material.missing:
                words = _("This judgment rests on a {kind} that is in the trash or not received.")
                yield _at(
                    *(judgment, rule, Severity.ERROR, words.format(kind=word(ref.kind))),
                    f"{ref.kind}:{ref.id}",
                )


def _cited(markdown: str) -> list[Ref]:
    return list(
        dict.fromkeys(
            ref for block in parse_blocks(markdown) for run in block.runs for ref in run.cites
        )
    )


def uncited_paragraph(material: Material) -> Iterator[Finding]:
    """A paragraph that tells something and cites nothing."""
    for section in material.sections:
        if section.section_kind not in _CITING:
            continue
        for block in parse_blocks(section.body):
            text = "".join(run.text for run in block.runs).strip()
            cited = any(run.cites for run in block.runs)
            if block.kind == "heading" or cited or len(text.split()) < 4:
                continue
            words = _("This paragraph cites nothing: “{begin}”").format(begin=_begin(text))
            yield _at(section, "uncited-paragraph", Severity.NOTE, words, text)


def no_source_summary(material: Material) -> Iterator[Finding]:
    """A briefing with judgments and no statement on its source base (ICD 206)."""
    told = any(
        s.section_kind == SectionKind.SOURCE_SUMMARY and s.body.strip() for s in material.sections
    )
    if told or not material.judgments:
        return
    draft = material.briefing.status == Status.DRAFT
    words = _("There is no source summary statement; it can be drafted from the facts.")
    yield _at(
        material.briefing, "no-source-summary", Severity.NOTE if draft else Severity.WARNING, words
    )


def marking(material: Material) -> Iterator[Finding]:
    """An entry, or a source that one rests on, marked higher than its briefing."""
    rule = "marking"
    try:
        limit = parse(material.briefing.marking)
    except MarkingError as error:
        yield _at(material.briefing, rule, Severity.ERROR, f"{error}.", material.briefing.marking)
        return
    own = (*material.sections, *material.statements(), *material.judgments)
    used = sorted(material.sources.values(), key=lambda s: s.id)
    passages = {s.passage.id: s.passage for some in material.support.values() for s in some}
    for one in (*own, *material.matrices, *material.notes, *used, *passages.values()):
        try:
            its = parse(one.marking)
        except MarkingError as error:
            yield _at(one, rule, Severity.ERROR, f"{error}.", one.marking)
            continue
        if its > limit:
            words = _("{label} is higher than the marking of the briefing, {limit}.")
            yield _at(
                *(one, rule, Severity.ERROR, words.format(label=its.label, limit=limit.label)),
                f"{its} {limit}",
            )


def quote_words(material: Material) -> Iterator[Finding]:
    """A quote whose words do not stand in any document it rests on; indirect ones are retold."""
    for quote in material.quotes:
        if quote.quote_kind == QuoteKind.INDIRECT:
            continue
        documents = list(dict.fromkeys(s.document_id for s in material.support.get(quote.id, ())))
        texts = [material.texts[d] for d in documents if d in material.texts]
        if not texts:
            continue
        spoken = [w for w in (quote.words, quote.original_words) if w.strip()]
        if not any(find_words(text, words) for text in texts for words in spoken):
            words = _("These words do not stand in the document that the quote rests on.")
            yield _at(quote, "quote-words", Severity.ERROR, words, quote.words)


def no_speaker(material: Material) -> Iterator[Finding]:
    """A quote that is somebody's and names nobody."""
    for quote in material.quotes:
        if quote.quote_kind != QuoteKind.SCARE and not material.actors.get(quote.id):
            words = _("This quote names no speaker; words that nobody said are a scare quote.")
            yield _at(quote, "no-speaker", Severity.WARNING, words)


def passage_astray(material: Material) -> Iterator[Finding]:
    """A passage whose words are not where it says, or that has lost its place."""
    told: set[str] = set()
    for entry_id, supports in material.support.items():
        for support in supports:
            passage = support.passage
            if passage.id in told:
                continue
            text = material.texts.get(support.document_id)
            lost = passage.state == AnchorState.ORPHANED
            moved = text is not None and text[passage.start : passage.end] != passage.exact
            if lost or moved:
                told.add(passage.id)
                words = _("This passage has no place in its document any more.")
                if not lost:
                    words = _("The words of this passage do not stand where it points.")
                severity = Severity.WARNING if lost else Severity.ERROR
                detail = f"{entry_id} {passage.state} {passage.start}"
                yield _at(passage, "passage-astray", severity, words, detail)
