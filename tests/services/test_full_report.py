"""The whole briefing as blocks: every part in its place, numbers in order, links that land."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace

import pytest

from briefing.domain.actor import Actor
from briefing.domain.briefing import Section
from briefing.domain.claim import Claim, ClaimLink
from briefing.domain.event import Event
from briefing.domain.hypothesis import HypothesisMatrix
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.quote import Quote
from briefing.domain.relation import Relation
from briefing.domain.source import PassageLink
from briefing.export.blocks import FigureBlock, Heading, JudgmentBlock, Paragraph, QuoteBlock, Table
from briefing.export.excerpt import Excerpt, Notes
from briefing.export.report import Words
from briefing.services.annotating import add_note
from briefing.services.excerpting import excerpt
from briefing.services.export_formats import ExportRequest, Job, Part
from briefing.services.full_report import full_report
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.journal import new_id
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    workspace = open_workspace(tmp_path_factory.mktemp("full") / "a.briefings", ME)
    yield workspace
    workspace.close()


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    yield workspace
    workspace.close()


def all_words(value):
    """Every stretch of words in a report, in reading order."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from all_words(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from all_words(getattr(value, one.name))


def anchors(report):
    found = [w.anchor for w in all_words(report.blocks) if w.anchor]
    return found + [b.anchor for b in report.blocks if getattr(b, "anchor", "")]


def headings(report, level=1):
    return [b.text for b in report.blocks if isinstance(b, Heading) and b.level == level]


def text_of(value):
    return "".join(w.text for w in all_words(value))


def test_the_parts_stand_in_the_order_of_reading(sample):
    report = Job(sample, SAMPLE, ExportRequest()).report
    titles = headings(report)
    wanted = [
        *("Bottom line", "Key judgments", "What is disputed", "Outlook", "Other judgments"),
        *("Claims side by side", "Actors", "Quotes by date", "Events by date", "Relations"),
        *("Blocs", "Pictures", "Competing hypotheses", "Open questions", "Sources"),
    ]
    assert [t for t in titles if t in wanted] == wanted
    assert (report.title, report.marking) == (excerpt(sample, SAMPLE).briefing.title, "TLP:CLEAR")
    assert (report.status, report.is_draft, report.authors) == ("draft 1", True, ("Sample author",))
    assert "ICD 203" in report.scales


def test_everything_in_the_briefing_is_printed(sample):
    found = excerpt(sample, SAMPLE)
    report = full_report(found)
    led_to = set(anchors(report))
    for cls in (Claim, Actor, Quote, Event, Relation, Judgment, HypothesisMatrix):
        for one in found.all(cls):
            assert f"{cls.kind}-{one.id}" in led_to


@pytest.mark.parametrize("left", [*Part, None])
def test_links_land_and_each_anchor_is_there_once_whichever_part_is_left_out(sample, left):
    parts = frozenset(Part) - {left}
    report = full_report(excerpt(sample, SAMPLE), parts=parts)
    known = anchors(report)
    assert len(known) == len(set(known))
    assert {w.to for w in all_words(report.blocks) if w.to} <= set(known)


@pytest.mark.parametrize("part", [p for p in Part if p is not Part.NOTES])
def test_each_part_can_be_printed_alone(sample, part):
    if part is Part.IMPLICATIONS:
        pytest.skip("the sample has none")
    job = Job(sample, SAMPLE, ExportRequest(parts=frozenset([part])))
    report = job.report
    assert len(report.blocks) > 1
    assert len(full_report(job.excerpt).blocks) > len(report.blocks)


def test_endnotes_are_numbered_as_they_are_read_and_each_is_used(sample):
    report = full_report(excerpt(sample, SAMPLE))
    met = list(dict.fromkeys(n for w in all_words(report.blocks) for n in sorted(w.notes)))
    assert met == [one.number for one in report.endnotes] == list(range(1, len(met) + 1))
    assert len({(one.citation, one.grade) for one in report.endnotes}) == len(met)
    assert any(one.grade == "C3" for one in report.endnotes)


def test_pictures_are_vectors_with_words_and_letters_of_seven_points(sample):
    report = Job(sample, SAMPLE, ExportRequest(parts=frozenset([Part.FIGURES]))).report
    blocks = [b for b in report.blocks if isinstance(b, FigureBlock)]
    assert [f.caption for f in blocks[0].figures] == ["1951", "June 2024"]
    assert blocks[0].key is not None
    assert any("Timeline" in b.caption for b in blocks[1:])
    for block in blocks:
        # Each has the whole width of the page.
        paper = 488
        for one in block.figures:
            assert one.alt
            assert "<path" in one.svg or "<line" in one.svg or "<poly" in one.svg
            width = float(re.search(r'<svg[^>]* width="([\d.]+)"', one.svg)[1])
            sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)"', one.svg)]
            assert sizes
            assert min(sizes) * paper / width >= 7


def test_rival_versions_stand_in_one_table(ws):
    first, second, *_ = (
        c
        for c in excerpt(ws, SAMPLE).all(Claim)
        if "container" in c.proposition or "KN" in c.proposition
    )
    with ws.write("Rivals") as unit:
        unit.add(ClaimLink(id=new_id(), claim_id=first.id, other_id=second.id))
    report = full_report(excerpt(ws, SAMPLE), parts={Part.CLAIMS})
    table = next(b for b in report.blocks if isinstance(b, Table))
    assert table.head == ("", "Version 1", "Version 2")
    rows = {text_of(row[0]): row[1:] for row in table.rows}
    assert [text_of(c) for c in rows["Asserted by"]] == ["South Korea", "Ukraine"]
    assert "Russia" in text_of(rows["Denied by"][0])
    assert "6,700" in text_of(rows["Amounts"])
    assert "possibly true" in text_of(rows["Credibility"])
    assert "“South Korea puts the amount" in text_of(rows["Rests on"][0])
    assert "Claims without a rival version" in headings(report, 2)


def test_words_that_stand_elsewhere_are_named_by_the_first_of_them(ws):
    """A link leads to the rest; the same words are not printed in cell after cell."""
    found = excerpt(ws, SAMPLE)
    quote = next(q for q in found.all(Quote) if q.words.startswith("Hard currency"))
    claims = found.all(Claim)[:2]
    (support, *_rest) = found.supports("quote", quote.id)
    with ws.write("Rest") as unit:
        for claim in claims:
            unit.add(
                PassageLink(
                    id=new_id(),
                    entry_kind="claim",
                    entry_id=claim.id,
                    passage_id=support.passage.id,
                )
            )
    report = full_report(excerpt(ws, SAMPLE))
    cells = [row for b in report.blocks if isinstance(b, Table) for row in b.rows]
    first = next(
        r[-1] for r in cells if any(w.anchor == f"claim-{claims[0].id}" for w in all_words(r))
    )
    (named,) = (w for w in first if w.to == f"quote-{quote.id}")
    assert named.text.startswith("Kurt Campbell, “Hard currency? Is it energy?")
    assert named.text.endswith("…”")
    assert len(named.text) < 90
    denied = [w for row in cells for w in all_words(row) if "both deny it" in w.text]
    assert [len(w.text) < 70 for w in denied] == [False, True, True]
    assert {w.to for w in denied[1:]} == {denied[0].anchor}
    basis = [w for b in report.blocks if isinstance(b, JudgmentBlock) for w in b.basis]
    (told,) = (w.text for w in basis if w.to == f"quote-{quote.id}")
    assert told == "quote: " + named.text
    alone = full_report(excerpt(ws, SAMPLE), parts={Part.CLAIMS, Part.JUDGMENTS})
    assert "energy? Is it capabilities that allow them to advance" in text_of(alone.blocks)


def test_what_rests_on_nothing_is_told_from_what_may_not_be_shown(ws):
    found = excerpt(ws, SAMPLE)
    relation = next(r for r in found.all(Relation) if found.supports("relation", r.id))
    with ws.write("Mark") as unit:
        unit.add(Event(id=new_id(), briefing_id=SAMPLE, what="Nobody told of this"))
        for support in found.supports("relation", relation.id):
            unit.change("passage", support.passage.id, marking="RED")
    report = full_report(excerpt(ws, SAMPLE))
    rows = [row for b in report.blocks if isinstance(b, Table) for row in b.rows]
    alone = next(r for r in rows if "Nobody told of this" in text_of(r))
    assert "(unsourced)" in text_of(alone)
    tie = next(r for r in rows if any(w.anchor == f"relation-{relation.id}" for w in all_words(r)))
    assert "(source not shown at this marking)" in text_of(tie)
    assert report.left_out
    assert "passage" in " ".join(report.left_out)


def test_a_judgment_whose_basis_may_not_be_shown_is_not_told_to_be_unsourced(ws):
    found = excerpt(ws, SAMPLE)
    cited = "".join(section.body for section in found.all(Section))
    basis = next(b for b in found.all(Basis) if b.entry_id not in cited)
    with ws.write("Mark") as unit:
        unit.add(Judgment(id="j", briefing_id=SAMPLE, text="So it will be.", key=True))
        unit.add(
            Basis(
                id=new_id(),
                judgment_id="j",
                entry_kind=basis.entry_kind,
                entry_id=basis.entry_id,
            )
        )
        unit.change(basis.entry_kind, basis.entry_id, marking="RED")
    report = full_report(excerpt(ws, SAMPLE))
    (one,) = (b for b in report.blocks if isinstance(b, JudgmentBlock) and b.anchor == "judgment-j")
    assert text_of(one.judgment.text) == "So it will be. (source not shown at this marking)"


def test_shared_notes_come_last_and_only_when_asked_for(ws):
    quote = excerpt(ws, SAMPLE).all(Quote)[0]
    add_note(ws, "quote", quote.id, SAMPLE, "Is it **so**? [@quote:gone]", private=False)
    assert "Notes" not in headings(Job(ws, SAMPLE, ExportRequest()).report)
    report = Job(ws, SAMPLE, ExportRequest(notes=Notes.SHARED)).report
    assert headings(report)[-1] == "Notes"
    head, body = report.blocks[-2:]
    assert isinstance(head, Paragraph)
    assert head.runs[-1].to == f"quote-{quote.id}"
    assert [(w.text, w.bold) for w in body.runs if w.text] == [
        ("Is it ", False),
        ("so", True),
        ("?", False),
    ]


def test_a_judgment_has_its_basis_its_assumptions_and_its_indicators(ws):
    one = next(j for j in excerpt(ws, SAMPLE).all(Judgment) if j.key)
    with ws.write("Assume") as unit:
        unit.change("judgment", one.id, assumptions="The border stays open.")
    blocks = full_report(excerpt(ws, SAMPLE)).blocks
    block = next(b for b in blocks if isinstance(b, JudgmentBlock))
    assert block.assumptions == "The border stays open."
    assert block.judgment.band == "80–95 %"
    assert all(w.to and w.notes for w in block.basis if w.text != "; ")
    assert any(b.indicators for b in blocks if isinstance(b, JudgmentBlock))


def test_quotes_stand_by_date_with_those_without_one_last(sample):
    report = full_report(excerpt(sample, SAMPLE), parts={Part.QUOTES})
    said = [text_of(b.attribution) for b in report.blocks if isinstance(b, QuoteBlock)]
    assert "date not known" in said[-1]
    assert "about June 2024" in said[0]
    assert headings(report, 2) == ["2024", "Date not known"]


class Counting(Excerpt):
    """An excerpt that counts how often it is asked, and how much it hands out."""

    asked = 0

    def all(self, cls):
        found = super().all(cls)
        Counting.asked += 1 + len(found)
        return found

    def get(self, cls, record_id):
        Counting.asked += 1
        return super().get(cls, record_id)

    def entry(self, kind, record_id):
        Counting.asked += 1
        return super().entry(kind, record_id)

    def parts(self, cls, owner_id):
        found = super().parts(cls, owner_id)
        Counting.asked += 1 + len(found)
        return found

    def supports(self, kind, record_id):
        found = super().supports(kind, record_id)
        Counting.asked += 1 + len(found)
        return found


def times(found, number):
    """The excerpt with every record ``number`` times under ids of its own."""
    from briefing.domain.record import references

    records = {}
    for n in range(number):
        for kind, group in found._records.items():
            for one in group:
                named = {
                    field: f"{getattr(one, field)}-{n}"
                    for field, target in references(type(one)).items()
                    if getattr(one, field) and target != "briefing"
                }
                for field in ("entry_id", "target_id"):
                    if getattr(one, field, ""):
                        named[field] = f"{getattr(one, field)}-{n}"
                records.setdefault(kind, []).append(replace(one, id=f"{one.id}-{n}", **named))
    return Counting(
        found.briefing, records, audience=found.audience, marking=found.marking, timestamp=1
    )


def test_the_work_grows_with_the_briefing_and_no_faster(sample):
    found = excerpt(sample, SAMPLE)
    asked = []
    blocks = []
    for number in (2, 20):
        many = times(found, number)
        Counting.asked = 0
        blocks.append(len(full_report(many).blocks))
        asked.append(Counting.asked)
    assert blocks[1] > 5 * blocks[0]
    assert asked[1] <= 1.2 * 10 * asked[0]
