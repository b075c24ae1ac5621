"""Files of many kinds, made by code, for tests of what comes in."""

from __future__ import annotations

import quopri
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_MARKUP = "\\#$*_`<>@=-+/[]~\"'"


def pdf(
    paragraphs: Iterable[str],
    folder: Path,
    *,
    setting: str = "",
    title: str = "",
    author: str = "",
) -> bytes:
    """A PDF set by Typst; ``setting`` is Typst's markup before the text."""
    import typst

    from briefing.paths import resource

    words = "\n\n".join(
        "".join("\\" + c if c in _MARKUP else c for c in paragraph) for paragraph in paragraphs
    )
    source = folder / "made.typ"
    names = f'author: "{author}", ' if author else ""
    source.write_text(f'{setting}\n#set document({names}title: "{title}")\n{words}', "utf-8")
    fonts = [str(resource("fonts"))]
    return bytes(typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True))


def raw_pdf(pages: Sequence[bytes], *, trailer: str = "", kids: str = "", count: int = 0) -> bytes:
    """A PDF written by hand: one content stream a page, in Helvetica."""
    out = BytesIO()
    places: list[int] = []

    def write(number: int, body: bytes) -> None:
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    out.write(b"%PDF-1.7\n")
    first = 4
    named = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    write(1, b"<< /Type /Catalog /Pages 2 0 R >>")
    listed = (kids or named).encode()
    write(2, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, count or len(pages)))
    write(3, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, stream in enumerate(pages):
        page, content = first + 2 * n, first + 2 * n + 1
        write(
            page,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content,
        )
        packed = zlib.compress(stream)
        head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
        write(content, head + b"\nstream\n" + packed + b"\nendstream")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    head = f"<< /Size {len(places) + 1} /Root 1 0 R {trailer}>>".encode()
    out.write(b"trailer\n" + head + b"\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def shown(*lines: tuple[float, float, str], size: float = 12) -> bytes:
    """A content stream that shows words at places from the lower left."""
    return b"\n".join(
        f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET".encode("latin-1") for x, y, words in lines
    )


#: A page with one picture and no text.
PICTURE = b"q 400 0 0 600 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FF00FF> EI Q"


def word(paragraphs: Iterable[str], *, title: str = "", author: str = "") -> bytes:
    """A Word file with a paragraph for each text."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def word_xml(body: str, **parts: str) -> bytes:
    """A Word file of bare XML: the inner of w:body, and further parts by name (footnotes=…)."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
        for name, inner in parts.items():
            packed.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{space}">{inner}</w:{name}>')
    return out.getvalue()


def message(
    text: str, *, page: str = "", attached: Sequence[tuple[str, bytes]] = (), **headers: str
) -> bytes:
    """A mail message; ``headers`` are its fields in small letters."""
    made = EmailMessage()
    for field, words in {"from": "A. Writer <a@example.org>", "subject": "News", **headers}.items():
        made[field] = words
    made["Message-ID"] = "<1@example.org>"
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def saved_page(page: str, *, url: str = "https://example.org/a", subject: str = "") -> bytes:
    """A web page in one file, as browsers save it."""
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: %s\r\nSubject: %s\r\n"
        b"Date: Wed, 19 Jun 2024 10:00:00 +0900\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="Bound"\r\n\r\n'
        b"\r\n--Bound\r\nContent-Type: image/png\r\nContent-ID: <picture@a>\r\n\r\nxx\r\n"
        b"--Bound\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <page@a>\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: %s\r\n\r\n"
        % (url.encode(), subject.encode(), url.encode())
        + quopri.encodestring(page.encode())
        + b"\r\n--Bound--\r\n"
    )
