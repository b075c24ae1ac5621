"""The parts of a Word file beside its text, and the file that holds them: same parts, same bytes.

No part leads out of the file: there is no external relationship at all.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from briefing.export.docx_styles import EASTERN_LANGUAGE, HEAD, NAMESPACES
from briefing.export.docx_text import escaped, run
from briefing.export.typesetting import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The first day that a zip file can tell; the day of the briefing stands in docProps.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/numbering.xml": f"{_MAIN}.numbering+xml",
    "word/settings.xml": f"{_MAIN}.settings+xml",
    "word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "word/footnotes.xml": f"{_MAIN}.footnotes+xml",
    "word/header1.xml": f"{_MAIN}.header+xml",
    "word/header2.xml": f"{_MAIN}.header+xml",
    "word/footer1.xml": f"{_MAIN}.footer+xml",
    "word/footer2.xml": f"{_MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 250


def packed(parts: Mapping[str, str], pictures: Sequence[bytes]) -> bytes:
    """The file. ``parts`` are XML by their names; pictures become ``word/media/image1.png`` and on."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _content_types(parts)),
            ("_rels/.rels", _relations(_ROOT)),
            ("word/_rels/document.xml.rels", _relations(_of_document(parts, len(pictures)))),
            *parts.items(),
        ):
            archive.writestr(_member(name), text.encode(), zipfile.ZIP_DEFLATED)
        for number, content in enumerate(pictures, 1):
            # Packed already.
            name = _member(f"word/media/image{number}.png")
            archive.writestr(name, content, zipfile.ZIP_STORED)
    return made.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _content_types(parts: Mapping[str, str]) -> str:
    named = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES[name]}"/>\n' for name in parts
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">\n'
        '<Default Extension="png" ContentType="image/png"/>\n<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\n'
        f'<Default Extension="xml" ContentType="application/xml"/>\n{named}</Types>\n'
    )


_ROOT = (
    ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
)


def _of_document(parts: Iterable[str], pictures: int) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for name in parts:
        stem = name.removeprefix("word/").removesuffix(".xml")
        if name.startswith("word/") and stem != "document":
            found.append((relation_of(name), f"{_OFFICE}/{stem.rstrip('12')}", f"{stem}.xml"))
    found += [
        (picture_relation(number), f"{_OFFICE}/image", f"media/image{number}.png")
        for number in range(1, pictures + 1)
    ]
    return found


def relation_of(part: str) -> str:
    """The name under which the document knows a part of its own."""
    return "rId_" + part.removeprefix("word/").removesuffix(".xml")


def picture_relation(number: int) -> str:
    """The name under which the document knows its picture of this number, from 1."""
    return f"rId_image{number}"


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>\n'
        for key, kind, target in rows
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\n{lines}</Relationships>\n'


def settings(language: str) -> str:
    """How the file is to be read: as Word 2013 and later lay it out; notes in figures."""
    return (
        f'{HEAD}<w:settings {NAMESPACES}>\n<w:zoom w:percent="100"/>\n'
        '<w:defaultTabStop w:val="720"/>\n<w:characterSpacingControl w:val="doNotCompress"/>\n'
        '<w:footnotePr><w:numFmt w:val="decimal"/>'
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>\n'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\n'
        f'<w:themeFontLang w:val="{language}" w:eastAsia="{EASTERN_LANGUAGE}" w:bidi="ar-SA"/>\n'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>\n</w:settings>\n'
    )


def footnotes(notes: Iterable[str]) -> str:
    """The part with the notes, each the runs of one, numbered from 1 in this order."""
    apart = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{sign}/></w:r></w:p></w:footnote>\n"
        for kind, number, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    made = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f"<w:r><w:tab/></w:r>{runs}</w:p></w:footnote>\n"
        for number, runs in enumerate(notes, 1)
    )
    return f"{HEAD}<w:footnotes {NAMESPACES}>\n{apart}{made}</w:footnotes>\n"


def field(code: str, shown: str, look: str = "") -> str:
    """The runs of a field with what it shows until it is counted again."""
    looks = f"<w:rPr>{look}</w:rPr>" if look else ""
    return (
        f'<w:r>{looks}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{looks}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r>{looks}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{looks}<w:t>{escaped(shown)}</w:t></w:r>"
        f'<w:r>{looks}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def running(title: str, foot: str, marking: str, width: int) -> tuple[str, str]:
    """Head and foot of every page. ``marking`` are the runs at the right of both; width in twips."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    middle = (
        f'<w:tabs><w:tab w:val="center" w:pos="{width // 2}"/>'
        f'<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    )
    pages = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    tab = "<w:r><w:tab/></w:r>"
    head = f'<w:p><w:pPr><w:pStyle w:val="Header"/>{tabs}</w:pPr>{title}{tab}{marking}</w:p>'
    end = (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{middle}</w:pPr>'
        f"{foot}{tab}{pages}{tab}{marking}</w:p>"
    )
    return (
        f"{HEAD}<w:hdr {NAMESPACES}>\n{head}\n</w:hdr>\n",
        f"{HEAD}<w:ftr {NAMESPACES}>\n{end}\n</w:ftr>\n",
    )


def core(
    title: str, authors: Sequence[str], marking: str, status: str, language: str, timestamp: int
) -> str:
    """What the file tells of itself: the names are of those who sign, the dates of the last change."""
    when = (_EPOCH + timedelta(seconds=max(0, timestamp))).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = "; ".join(filter(None, map(clean, authors)))
    lines = (
        ("dc:title", clean(title)[:_LONGEST]),
        ("dc:creator", signed[:_LONGEST]),
        ("cp:keywords", clean(marking)),
        ("cp:contentStatus", clean(status)[:_LONGEST]),
        ("dc:language", language),
    )
    told = "".join(f"<{name}>{escaped(text)}</{name}>\n" for name, text in lines if text)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>\n'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{told}{dates}'
        "</cp:coreProperties>\n"
    )


def app() -> str:
    """What the file tells of the program that made it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{kind}"><Application>Briefing</Application></Properties>\n'
