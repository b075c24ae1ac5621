"""The summary is one page, whatever is put into it, and the same everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256

import page
import pypdfium2
import pytest

from briefing.errors import UserError
from briefing.export import typesetting
from briefing.export.pdf import summary_pdf
from briefing.export.report import Endnote, Figure, KeyJudgment, SummaryReport, Words
from briefing.paths import resource

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#123456"/></svg>'
)

CLAIM = b"<pdfuaid:part>1</pdfuaid:part>"


def report(**changes: object) -> SummaryReport:
    values: dict[str, object] = {
        "title": "Moscow and Pyongyang",
        "marking": "TLP:AMBER",
        "as_of": "19 June 2024",
        "cutoff": "20 June 2024, 12:00 UTC",
        "desk": "Northeast Asia desk",
        "status": "draft 3",
        "is_draft": True,
        "bottom_line": (Words("They have moved close"), Words(notes=(1,)), Words(".")),
        "judgments": (
            KeyJudgment(
                (Words("Cooperation deepens."),),
                "Very likely",
                "80–95 %",
                80,
                95,
                "Low confidence.",
                "Little is known.",
            ),
        ),
        "figures": (Figure(SVG, "A map of 1951", "1951"), Figure(SVG, "A map of 2024", "2024")),
        "disputed": (Words("Seoul counts 6,700 containers."),),
        "would_change": ("A transfer seen in a test",),
        "source_statement": (Words("One source."),),
        "endnotes": (Endnote(1, (Words("Remarks, 19 June 2024."),), "B2"),),
        "scales": "Likelihood: ICD 203.",
        "timestamp": 1718884800,
    }
    return SummaryReport(**(values | changes))  # type: ignore[arg-type]


def read(made: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(made)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        return len(document), re.sub(r"\s+", " ", text.replace("\u200b", ""))
    finally:
        document.close()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return summary_pdf(report())


def test_everything_stands_on_the_one_page(plain):
    pages, text = read(plain)
    assert pages == 1
    for words in (
        *("DRAFT", "Moscow and Pyongyang", "As of 19 June 2024", "20 June 2024, 12:00 UTC"),
        *("Northeast Asia desk", "draft 3", "They have moved close", "Very likely", "80–95 %"),
        *("Low confidence.", "6,700 containers", "A transfer seen in a test", "(B2)", "ICD 203"),
        *("1 of 1", "One source."),
    ):
        assert words in text
    assert text.count("TLP:AMBER") == 2
    assert "Left out" not in text


def test_likelihood_and_confidence_share_no_line(plain):
    page = pypdfium2.PdfDocument(plain)[0].get_textpage()
    for line in page.get_text_bounded().splitlines():
        assert not ("confidence" in line and re.search("likely|%", line))


def test_a_final_version_is_not_called_a_draft():
    _, text = read(summary_pdf(report(is_draft=False, status="version 2")))
    assert "DRAFT" not in text
    assert "version 2" in text


def test_the_file_is_tagged_titled_and_in_its_language():
    made = summary_pdf(report(language="de"))
    assert b"/StructTreeRoot" in made
    assert b"/Lang(de)" in made
    document = pypdfium2.PdfDocument(made)
    assert document.get_metadata_dict()["Title"] == "Moscow and Pyongyang"
    assert document.get_metadata_dict()["CreationDate"].startswith("D:20240620120000")


MANY_SCRIPTS = "Kim Jŏng-ŭn 김정은 朝鮮民主主義人民共和國 习近平 ひらがな Путин Μέση مرحبا שלום"


@pytest.mark.parametrize("text", ["In short.", MANY_SCRIPTS, "", "x" * 5_000, "\U0001f600 → ≤ ■"])
def test_it_claims_to_be_readable_aloud(text):
    assert CLAIM in summary_pdf(report(disputed=(Words(text),), title=text))


def test_a_letter_that_no_font_has_takes_the_claim_away():
    made = summary_pdf(report(title="Talks \u0905"))
    assert CLAIM not in made
    assert read(made)[0] == 1


@pytest.mark.parametrize("text", ["In short.", MANY_SCRIPTS], ids=["latin", "many scripts"])
def test_a_validator_agrees_with_the_claim(text, tmp_path):
    (tmp_path / "s.pdf").write_bytes(summary_pdf(report(disputed=(Words(text),), title=text)))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        found = page.validate_pdf(tmp_path / "s.pdf", profile=profile)
        assert [(one.rule_id, one.message) for one in found.failures] == []
        assert found.is_compliant


def test_glyphs_of_every_script_are_as_wide_as_the_file_says():
    made = summary_pdf(report(disputed=(Words(MANY_SCRIPTS),)))
    # Typst loses the widths of the glyphs of CFF fonts.
    assert b"/FontFile3" not in made
    assert b"/FontFile2" in made


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_both_papers_hold_it(paper):
    made = summary_pdf(report(), paper=paper)
    width, height = pypdfium2.PdfDocument(made)[0].get_size()
    assert (round(width), round(height)) == ((595, 842) if paper == "a4" else (612, 792))


def test_an_unknown_paper_is_refused_in_one_line():
    with pytest.raises(UserError, match=r"^a0: .*a4 or us-letter\.$"):
        summary_pdf(report(), paper="a0")


def test_markup_is_printed_as_text():
    hostile = '#panic("no") *bold* $x$ @ref <tag> `raw` \\u{41} #import "/etc/passwd": * // end'
    made = summary_pdf(
        report(
            title=hostile,
            bottom_line=(Words(hostile),),
            disputed=(Words(hostile),),
            would_change=(hostile,),
            endnotes=(Endnote(1, (Words(hostile),), "F6"),),
        )
    )
    pages, text = read(made)
    assert pages == 1
    assert text.count('#panic("no") *bold* $x$ @ref <tag> `raw`') >= 5


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4_000,
        "x" * 100_000,
        "条" * 20_000,
        "\u202e\u2066" * 50 + "tfarD" + "\x00\ud800\uffff\x1b[0m",
        "a\u0301\u0301\u0301" * 5_000,
        "\n" * 20_000,
        "",
        "مرحبا بالعالم " * 1_000,
    ],
    ids=["words", "no spaces", "han", "overrides", "marks", "lines", "empty", "arabic"],
)
def test_no_text_is_too_much(text):
    runs = (Words(text), Words(text, bold=True))
    judgment = KeyJudgment(runs, text, text, 5, 20, text, text)
    made = summary_pdf(
        report(
            title=text, as_of=text, cutoff=text, desk=text, status=text, language=text[:9],
            bottom_line=runs, judgments=(judgment,) * 14, disputed=runs,
            would_change=(text,) * 14, source_statement=runs, scales=text,
            endnotes=tuple(Endnote(n, runs, "F6") for n in range(1, 60)), left_out=(text,),
        )
    )  # fmt: skip
    pages, words = read(made)
    assert pages == 1
    assert words.count("TLP:AMBER") == 2
    assert "\u202e" not in words


def test_a_picture_described_at_any_length_makes_no_large_file(plain):
    told = "Map. " + "x" * 1_000_000
    made = summary_pdf(report(figures=(Figure(SVG, told, "1951"), Figure(SVG, told, "2024"))))
    assert len(made) < len(plain) + 20_000


def test_what_does_not_fit_is_named():
    many = tuple(Endnote(n, (Words(f"Source {n} " * 12),), "B2") for n in range(1, 60))
    pages, text = read(summary_pdf(report(endnotes=many)))
    assert pages == 1
    assert re.search(r"Left out for want of room: .*\d+ endnotes", text)
    assert "They have moved close" in text
    assert "Cooperation deepens." in text


def test_what_the_marking_forbids_is_named():
    _, text = read(summary_pdf(report(left_out=("2 judgments", "1 section"))))
    assert "Left out by marking: 2 judgments, 1 section." in text


def test_a_broken_template_is_told_in_one_line(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "summary.typ").write_text("#nothing-of-the-kind()")

    def elsewhere(*parts: str):
        return tmp_path.joinpath(*parts) if parts[0] == "templates" else resource(*parts)

    monkeypatch.setattr(typesetting, "resource", elsewhere)
    with pytest.raises(UserError) as raised:
        summary_pdf(report())
    assert "\n" not in str(raised.value)
    assert "could not be set" in str(raised.value)


_ALONE = """
import hashlib, sys
sys.path[:0] = [{root!r}, {root!r} + "/tests/export"]
from test_pdf import report
from briefing.export.pdf import summary_pdf
print(hashlib.sha256(summary_pdf(report())).hexdigest())
"""


def test_the_bytes_are_the_same_elsewhere(plain, tmp_path):
    root = str(resource().parent)
    for zone, tongue, seed in (("Asia/Seoul", "ko_KR.UTF-8", "1"), ("America/Lima", "C", "2")):
        around = os.environ | {
            "TZ": zone, "LANG": tongue, "LC_ALL": tongue, "PYTHONHASHSEED": seed,
            "HOME": str(tmp_path), "PYTHONUTF8": "1",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", _ALONE.format(root=root)],
            cwd=tmp_path, env=around, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == sha256(plain).hexdigest()
