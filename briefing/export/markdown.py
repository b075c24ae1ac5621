"""The full report as CommonMark with the tables of GitHub and the footnotes of Pandoc and GitHub.

Every text is escaped and stands there as it was written. Pictures are told in words: a file of text has
none, and as data they would be hundreds of kilobytes of letters in the middle of it. Links inside the
report are left to the headings, since each reader of Markdown names its targets in a way of its own.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from briefing.export.blocks import (
    FigureBlock,
    Heading,
    JudgmentBlock,
    Listing,
    Paragraph,
    QuoteBlock,
    Table,
)
from briefing.export.report import Words
from briefing.export.typesetting import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.export.blocks import Block, FullReport

_SIGNS = re.compile(r"[\\`*_{}\[\]<>&|~$^]")
# What makes of a line a heading, an item, a rule, a definition or the underline of a heading.
_BEGINS = re.compile(r"(?:([#+=:-])|(\d{1,9})([.)]))")
# Letters that a program would make a link of by itself.
_LINKED = re.compile(r"(?i)(?<=http)(s?):(?=//)|(?<=ftp)():(?=//)|(?<=www)()\.")
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def markdown(report: FullReport) -> bytes:
    """The report as UTF-8; the marking stands in its first and its last line."""
    lines = [*_head(report)]
    for block in report.blocks:
        lines += _block(block)
    if report.left_out:
        lines += ["## Left out by marking", _line(f"{', '.join(report.left_out)}.")]
    lines += ["## Scales", _line(report.scales), _marking(report)]
    notes = [
        f"[^{one.number}]: {_runs(one.citation)}{f' ({escaped(one.grade)})' if one.grade else ''}"
        for one in report.endnotes
    ]
    lines[-1:-1] = notes
    return ("\n\n".join(filter(None, lines)) + "\n").encode()


def escaped(text: str) -> str:
    """A text on one line in which nothing is markup."""
    plain = clean(text, keep_ends=True)
    return _LINKED.sub(
        lambda found: f"{found[1] or ''}\\{found[0][-1]}",
        _SIGNS.sub(lambda found: "\\" + found[0], plain),
    )


def _head(report: FullReport) -> Iterator[str]:
    yield _marking(report)
    yield f"# {_line(report.title) or 'Untitled'}"
    yield _line(report.facts)
    if report.authors:
        yield _line(f"By {', '.join(report.authors)}")
    if report.audience:
        yield _line(f"For {report.audience}")


def _marking(report: FullReport) -> str:
    draft = " · DRAFT" if report.is_draft else ""
    return f"**{escaped(report.marking)}{draft}**"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_line(block.text)}"
        case Paragraph():
            text = _start(_runs(block.runs))
            yield f"> {text}" if block.look == "lead" and text else text
        case Listing():
            yield "\n".join(f"- {_start(_runs(item))}" for item in block.items)
        case Table():
            yield from _table(block)
        case JudgmentBlock():
            yield from _judgment(block)
        case QuoteBlock():
            yield _quote(block)
        case FigureBlock():
            yield from _figure(block)


def _judgment(block: JudgmentBlock) -> Iterator[str]:
    one = block.judgment
    yield _start(_runs(one.text))
    likelihood = " ".join(filter(None, (one.term, f"({one.band})" if one.band else "")))
    confidence = " ".join(filter(None, (one.confidence, one.confidence_reason)))
    facts = [
        ("Likelihood", escaped(likelihood or "assessment of fact")),
        ("Confidence", escaped(confidence)),
        ("Rests on", _runs(block.basis)),
        ("Assumes", escaped(block.assumptions)),
        ("Would change it", escaped("; ".join(block.indicators))),
    ]
    yield "\n".join(f"- *{name}:* {words.strip()}" for name, words in facts if words.strip())


def _quote(block: QuoteBlock) -> str:
    words = _line(block.words) if block.kind == "indirect" else f"“{escaped(block.words).strip()}”"
    lines = [words]
    if block.original:
        tongue = f" ({escaped(block.language)})" if block.language else ""
        lines.append(f"“{escaped(block.original).strip()}”{tongue}")
    about = f" – on {escaped(block.about)}" if block.about else ""
    lines.append(f"— {_runs(block.attribution)}{about}")
    return "\n>\n".join(f"> {line}" for line in lines)


def _figure(block: FigureBlock) -> Iterator[str]:
    if block.caption:
        yield f"*Picture:* {escaped(block.caption).strip()}"
    told = [
        ": ".join(filter(None, (escaped(one.caption).strip(), escaped(one.alt).strip())))
        for one in (*block.figures, *((block.key,) if block.key else ()))
    ]
    yield "\n".join(f"- {_start(words)}" for words in told if words)


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield f"*{escaped(block.caption).strip()}*"
    rows = [
        _row(map(escaped, block.head)),
        _row("---" for _ in block.head),
        *(
            _row(
                _runs(tuple(_strong(cell)) if block.first_is_head and not at else cell)
                for at, cell in enumerate(row)
            )
            for row in block.rows
        ),
    ]
    yield "\n".join(rows)


def _strong(cell: Sequence[Words]) -> Iterator[Words]:
    for one in cell:
        yield Words(one.text, True, one.italic, one.notes)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def _line(text: str) -> str:
    return _start(escaped(text))


def _start(text: str) -> str:
    """A line that begins nothing but a paragraph."""
    plain = text.strip()
    found = _BEGINS.match(plain)
    if not found:
        return plain
    at = found.end() - 1
    return f"{plain[:at]}\\{plain[at:]}"


def _runs(runs: Sequence[Words]) -> str:
    made = ""
    joined = _joined(runs)
    for at, one in enumerate(joined):
        text = escaped(one.text)
        if one.bold or one.italic:
            after = escaped(joined[at + 1].text[:4]) or "[" if at + 1 < len(joined) else ""
            text = _emphasised(text, one, made[-1:], after[:1])
        made += text + "".join(f"[^{number}]" for number in one.notes)
    return made


def _joined(runs: Sequence[Words]) -> list[Words]:
    """The runs without those that show nothing; neighbours of one look are one."""
    found: list[Words] = []
    for one in runs:
        last = found[-1] if found else None
        if last and not last.notes and (last.bold, last.italic) == (one.bold, one.italic):
            found[-1] = Words(last.text + one.text, one.bold, one.italic, one.notes)
        elif one.text or one.notes:
            found.append(one)
    return found


def _emphasised(text: str, one: Words, before: str, after: str) -> str:
    """The text between marks, its blanks outside; plain where the rules for such marks forbid them."""
    inner = text.strip()
    if not inner:
        return text
    marks = "*" * (one.italic + 2 * one.bold)
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    if one.notes and not end:
        after = "["
    opens = start or not before or before.isspace() or _is_punctuation(before)
    closes = end or not after or after.isspace() or _is_punctuation(after)
    if (_may_be_punctuation(inner[0]) and not opens) or (
        _may_be_punctuation(inner[-1]) and not closes
    ):
        return text
    # Marks of the run before would run into these.
    if not start and before == "*":
        return text
    return f"{start}{marks}{inner}{marks}{end}"


def _is_punctuation(sign: str) -> bool:
    """Whether every version of CommonMark counts the sign among punctuation."""
    return sign in _ASCII_PUNCTUATION or unicodedata.category(sign)[0] == "P"


def _may_be_punctuation(sign: str) -> bool:
    """Whether one of them does: symbols are counted since version 0.31."""
    return unicodedata.category(sign)[0] in "PS"
