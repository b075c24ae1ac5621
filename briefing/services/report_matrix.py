"""Competing hypotheses of a full report: the matrix, its scores, and how they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import hypotheses as ach
from briefing.domain.citing import Ref
from briefing.domain.claim import Claim
from briefing.domain.grades import Credibility
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.export.blocks import Heading, Listing, Paragraph, Table
from briefing.export.report import Words
from briefing.services.assessment_view import grade_words, order_words, turn_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.export.blocks import Block
    from briefing.services.report_matter import Matter

# With more hypotheses than these the columns have numbers, and the words stand before the table.
_NAMED = 3
# As many columns of ratings stand on the width of a page.
_BESIDE = 8


def hypotheses(matter: Matter) -> Iterator[Block]:
    """Each matrix with its scores, the order that they give and the convention behind them."""
    found = matter.excerpt.all(HypothesisMatrix)
    for one in found:
        yield Heading(2, one.question or "A question without words", matter.anchor(one))
        yield from _matrix(matter, one)
    if found:
        meanings = ", ".join(f"{key} {ach.MEANINGS[key]}" for key in ach.RATINGS)
        yield Paragraph((Words(f"Ratings: {meanings}. {ach.CONVENTION}"),), "quiet")


def _matrix(matter: Matter, one: HypothesisMatrix) -> Iterator[Block]:
    columns = matter.excerpt.parts(Hypothesis, one.id)
    evidence = matter.excerpt.parts(Evidence, one.id)
    texts = tuple(h.text for h in columns)
    rows = [_row(matter, e, columns) for e in evidence]
    scores, plain = ach.scores(rows, len(texts)), ach.plain_scores(rows, len(texts))
    words = {e.id: e.text or matter.words_of(e.entry_kind, e.entry_id) for e in evidence}
    exclusive = "At most one can be true." if one.exclusive else "Several can be true."
    yield Paragraph((Words(exclusive),), "quiet")
    numbered = len(columns) > _NAMED
    if numbered:
        yield Listing(tuple((Words(f"H{n}: {text}"),) for n, text in enumerate(texts, 1)))
    for start in range(0, len(columns), _BESIDE):
        end = min(start + _BESIDE, len(columns))
        heads = [f"H{n + 1}" if numbered else texts[n] for n in range(start, end)]
        share = 0.5 / len(heads)
        rated: list[tuple[tuple[Words, ...], ...]] = [
            (
                _evidence(matter, e, words[e.id]),
                (Words(_grade(matter, e, row)),),
                *((Words(value or "–"),) for value in row.ratings[start:end]),
            )
            for e, row in zip(evidence, rows, strict=True)
        ]
        rated.append(_totals("Weighed inconsistency", scores[start:end]))
        rated.append(_totals("The same, every row counting alike", plain[start:end]))
        yield Table(
            ("Evidence", "Grade", *heads),
            tuple(rated),
            (0.4, 0.1, *(share for _ in heads)),
            f"Evidence against hypotheses: {one.question}",
            first_is_head=True,
        )
    if not columns:
        return
    said = [order_words(texts, ach.ranking(scores), scores)]
    if missing := ach.ungraded(rows):
        said.append(
            f"{missing} {'row is' if missing == 1 else 'rows are'} not weighed, since nobody has "
            "judged the credibility."
        )
    yield Paragraph((Words(" ".join(said)),))
    by_id = {row.id: row for row in rows}
    turns = [
        turn_words(words[turn.row_id], ach.scores_without(scores, by_id[turn.row_id]), texts)
        for turn in ach.sensitivity(rows, len(texts))
    ]
    if turns:
        yield Listing(tuple((Words(text),) for text in turns))


def _row(matter: Matter, one: Evidence, columns: Sequence[Hypothesis]) -> ach.Row:
    claim = matter.excerpt.entry(one.entry_kind, one.entry_id)
    follows = claim.credibility if isinstance(claim, Claim) else Credibility.NOT_JUDGED.value
    rated = {r.hypothesis_id: r.value for r in matter.excerpt.parts(Rating, one.id)}
    return ach.Row(one.id, one.credibility or follows, tuple(rated.get(h.id, "") for h in columns))


def _evidence(matter: Matter, one: Evidence, text: str) -> tuple[Words, ...]:
    if not one.entry_id:
        return (Words(text),)
    notes = matter.cite([Ref(one.entry_kind, one.entry_id)])
    return (Words(text, notes=notes, to=matter.link(one.entry_kind, one.entry_id)),)


def _grade(matter: Matter, one: Evidence, row: ach.Row) -> str:
    found = (
        *matter.excerpt.supports(one.entry_kind, one.entry_id),
        *matter.excerpt.supports(one.kind, one.id),
    )
    source = next((s.source for s in found if s.source), None)
    return grade_words(source.reliability if source else "", row.credibility)


def _totals(head: str, scores: Sequence[int]) -> tuple[tuple[Words, ...], ...]:
    return (
        (Words(head),),
        (),
        *((Words(ach.points(score), bold=True),) for score in scores),
    )
