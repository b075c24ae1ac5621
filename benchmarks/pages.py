"""Reports with every kind of block, as long as asked for; written from the facts of the sample."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.export.blocks import (
    FigureBlock,
    FullReport,
    Heading,
    JudgmentBlock,
    Listing,
    Paragraph,
    QuoteBlock,
    Table,
)
from briefing.export.report import Endnote, Figure, KeyJudgment, Words

if TYPE_CHECKING:
    from briefing.export.blocks import Block

_PROSE = (
    "Russia and North Korea signed a comprehensive strategic partnership treaty in Pyongyang on "
    "19 June 2024. Its clause on mutual assistance answers to aggression against either of them, "
    "and Moscow left cooperation in military technology open.",
    "South Korea counts 6,700 containers of weapons and ammunition that went to Russia between "
    "August 2023 and February 2024; Ukraine names missiles of the KN-23/24 series. Both accused "
    "states deny all of it and call the reports “absurd”.",
    "China stays outside: forty years of opening towards the West, an interest in quiet trade and "
    "a stated neutrality keep it from a return to the line-up of the 1950s.",
)
_NAMES = (
    ("Vladimir Putin", "Владимир Путин", "President", "Russia"),
    ("Kim Jong Un", "김정은 金正恩", "leader", "North Korea"),
    ("Xi Jinping", "习近平", "President", "China"),
    ("Kurt Campbell", "", "Deputy Secretary of State", "United States"),
    ("Ishiba Shigeru", "石破 茂 いしば", "Prime Minister", "Japan"),
    ("Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης", "Prime Minister", "Greece"),
    ("Mohammed bin Zayed", "محمد بن زايد آل نهيان", "President", "United Arab Emirates"),
    ("Isaac Herzog", "יצחק הרצוג", "President", "Israel"),
)


@lru_cache(maxsize=1)
def _pictures() -> tuple[tuple[Figure, ...], Figure | None, str]:
    """The two maps of the sample, their signs and what differs."""
    from briefing.domain.changes import Author
    from briefing.services import exporting
    from briefing.services.sample import BRIEFING_KEY, sample_id
    from briefing.services.workspace import open_workspace

    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "a.briefings", Author("", "bench"))
        made = exporting._figures(workspace, sample_id("briefing", BRIEFING_KEY), "TLP:CLEAR")
        workspace.close()
    return made


def make_report(chapters: int) -> FullReport:
    """A report of some four pages a chapter, pictures in every chapter."""
    figures, key, caption = _pictures()
    blocks: list[Block] = []
    notes: list[Endnote] = []
    for chapter in range(1, chapters + 1):
        blocks += _chapter(chapter, notes)
        blocks.append(FigureBlock(figures, key, caption))
    return FullReport(
        title="Russia and North Korea come close to an alliance, and China stays out of it",
        marking="TLP:AMBER",
        as_of="19 June 2024",
        cutoff="20 June 2024, 12:00 UTC",
        desk="Northeast Asia desk",
        authors=("A. Analyst", "B. Writer"),
        audience="those who decide",
        status="draft 3",
        is_draft=True,
        blocks=tuple(blocks),
        endnotes=tuple(notes),
        scales="Likelihood: ICD 203. Grades in brackets: NATO, A–F and 1–6. Marking: TLP 2.0.",
        left_out=("2 quotes", "1 judgment"),
        timestamp=1718884800,
    )


def _note(notes: list[Endnote], text: str, grade: str = "B2") -> tuple[int, ...]:
    number = len(notes) + 1
    citation = (Words(text), Words("Digest of the talks", italic=True), Words(", 19 June 2024."))
    notes.append(Endnote(number, citation, grade))
    return (number,)


def _chapter(number: int, notes: list[Endnote]) -> list[Block]:
    part = f"Part {number}"
    blocks: list[Block] = [
        Heading(1, f"{part}: what happened in Pyongyang", f"part{number}"),
        Paragraph((Words(_PROSE[0]), Words(notes=_note(notes, f"{part}. "))), "lead"),
    ]
    for topic in range(3):
        blocks.append(Heading(2, f"Topic {number}.{topic + 1}: who gives what to whom"))
        for _ in range(2):
            for text in _PROSE:
                runs = (
                    Words(text),
                    Words(notes=_note(notes, f"{part}, topic {topic + 1}. ")),
                    Words(" More stands "),
                    Words("below", bold=True, to=f"quote{number}"),
                    Words("."),
                )
                blocks.append(Paragraph(runs))
        blocks.append(Listing(tuple((Words(text[:90]),) for text in _PROSE)))
    blocks.append(Heading(2, "Judgments"))
    for rank in range(4):
        judgment = KeyJudgment(
            (Words(_PROSE[rank % 3]), Words(notes=_note(notes, "Inference. "))),
            *("Likely", "55–80 %", 55, 80, "Moderate confidence.", "All of it is one digest."),
        )
        blocks.append(
            JudgmentBlock(
                judgment,
                f"judgment{number}.{rank}",
                (Words("the treaty", to=f"quote{number}"), Words("; the talks")),
                "Both states stay under heavy sanctions.",
                ("A transfer seen in a test", "A return to the sanctions panel"),
            )
        )
    blocks += [Heading(2, "Claims side by side"), _claims(), Heading(2, "Actors"), _actors()]
    blocks.append(Heading(2, "Quotes by date"))
    for rank in range(6):
        blocks.append(
            QuoteBlock(
                "the comprehensive partnership agreement signed today provides, among other things, "
                "for mutual assistance in the event of aggression against one of the parties to this "
                "agreement",
                (Words("Vladimir Putin", bold=True), Words(", 19 June 2024, Pyongyang. B2")),
                anchor=f"quote{number}" if rank == 0 else "",
                about="the clause of the treaty",
            )
        )
    blocks += [Heading(2, "What does Russia give in return?"), _matrix(), Heading(2, "Line-ups")]
    return blocks


def _claims() -> Table:
    rows = tuple(
        ((Words(f"{600 * rank + 100:,}"),), (Words(_PROSE[rank % 3]),), (Words("Russia"),))
        for rank in range(9)
    )
    return Table(("Containers", "Claim", "Denied by"), rows, (0.15, 0.6, 0.25), "What is claimed")


def _actors() -> Table:
    return Table(
        ("Name", "In its own script", "Office", "State"),
        tuple(tuple((Words(text),) for text in row) for row in _NAMES),
        (),
        "Who is who",
    )


def _matrix() -> Table:
    ratings = ("CC", "C", "N", "I", "II")
    rows = tuple(
        (
            (Words(_PROSE[rank % 3][:80]),),
            *((Words(ratings[(rank + column) % 5]),) for column in range(5)),
        )
        for rank in range(6)
    )
    head = ("Evidence", "Hard currency", "Energy", "Aircraft", "Missile technology", "Nuclear help")
    return Table(head, rows, (0.4, 0.12, 0.12, 0.12, 0.12, 0.12), "Hypotheses", True)
