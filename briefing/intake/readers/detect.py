"""What kind of file some bytes are, and which characters they stand for.

The content decides before the name does: a picture named ``.txt`` is a picture, and a web page
named ``.txt`` is a web page.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from enum import StrEnum

from briefing.intake.readers import mailhead
from briefing.intake.readers.result import failure, words


class Kind(StrEnum):
    """The kinds that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "PDF file"
    WORD = "Word file"
    MAIL = "mail message"
    ARCHIVE = "saved web page"


_SAVE = "open it in its own program, save it as text or HTML, and import that"
_DOCUMENTS = (
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
)
_PACKED = (
    (b"PK\x03\x04", "a zip file"),
    (b"PK\x05\x06", "a zip file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip file"),
    (b"Rar!\x1a\x07", "a RAR file"),
)
_MEDIA = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"OggS\x00", "an Ogg recording"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
_ZIPPED = (
    (b"xl/", "an Excel file"),
    (b"ppt/", "a PowerPoint file"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub+zip", "an EPUB book"),
)
_PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-")
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_NAMES = {
    Kind.PDF: (".pdf",),
    Kind.WORD: (".docx", ".docm", ".dotx", ".dotm"),
    Kind.MAIL: (".eml", ".emlx"),
    Kind.ARCHIVE: (".mht", ".mhtml"),
}
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)?"
    r"(?:<!doctype\s+html\b|<html[\s>]|<head[\s>]|<body[\s>])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:[a-z][a-z0-9]*[\s/>]|!--|!doctype)", re.IGNORECASE)
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_DECLARED_XML = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The names that pages write, and the wider sets that the writers' programs really used.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
# Python has codecs that are no character sets, so a page may name these alone.
_DECLARABLE = words(
    "utf-8 gb18030 big5hkscs euc_jp iso2022_jp koi8-r koi8-u johab cp866 cp874 cp932 cp949"
    " cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8"
    " iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16"
)
_GUESSED = ["cp1251", "cp1252", "cp949", "cp932", "gb18030"]
#: What a person calls the encodings that are guessed.
NAMES_OF_ENCODINGS = {
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1252": "Western European (Windows-1252)",
    "cp949": "Korean (EUC-KR)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC-JP)",
    "gb18030": "Chinese (GB 18030)",
}
_SAMPLE = 1 << 16
_LATIN_MARKS = frozenset("€…‘’“”–—«»°§©®·¿¡ªº½¼¾²³µ£\xa0\xad")
_PLAIN_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1b")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_KANA = re.compile("[\u3041-\u30ff]")
_ESCAPE_JIS = re.compile(rb"\x1b\$[@B]")


def container_of(data: bytes, name: str) -> Kind | None:
    """The kind of a file whose text lies packed in it; None where the bytes themselves may be text.

    Raises UserError where the bytes are a known kind of file that holds no text that can be read.
    """
    is_pdf = _PDF_START.match(data) or (is_named_so(Kind.PDF, name) and b"%PDF-" in data[:1024])
    if is_pdf:
        return Kind.PDF
    if data.startswith(b"PK") and _is_word(data):
        return Kind.WORD
    for start, kind in _DOCUMENTS:
        if data.startswith(start):
            if kind.endswith("Office file") and _LOCKED_OFFICE in data:
                raise failure(
                    name,
                    "this Office file is locked with a password; save a copy without one "
                    "and import that.",
                )
            raise failure(name, f"{kind} cannot be read yet; {_SAVE}.")
    for start, kind in _PACKED:
        if data.startswith(start):
            raise failure(name, f"{_zipped(data, kind)} cannot be read yet; {_SAVE}.")
    for start, kind in _MEDIA:
        if data.startswith(start):
            raise failure(
                name, f"this is {kind}, not text; choose a text, PDF, Word, mail or HTML file."
            )
    match mailhead.mail_kind(data, name):
        case "message":
            return Kind.MAIL
        case "page":
            return Kind.ARCHIVE
        case _:
            return None


def is_named_so(kind: Kind, name: str) -> bool:
    """Whether a name is one that files of a kind have."""
    return name.lower().endswith(_NAMES[kind])


def _is_word(data: bytes) -> bool:
    # The names of the parts stand in clear, at the head of each and in the list at the end.
    return b"word/" in data[:_SAMPLE] or b"word/document" in data[-_SAMPLE:]


def _zipped(data: bytes, kind: str) -> str:
    if not data.startswith(b"PK"):
        return kind
    ends = data[:_SAMPLE] + data[-_SAMPLE:]
    return next((name for mark, name in _ZIPPED if mark in ends), kind)


def kind_of(text: str, name: str) -> Kind:
    """The kind of a decoded text: a page by its first words or its name, Markdown by its name."""
    ending = name.lower()
    if _HTML_START.match(text[:5000]):
        return Kind.HTML
    if ending.endswith(_HTML_NAMES) and _TAG.search(text):
        return Kind.HTML
    return Kind.MARKDOWN if ending.endswith(_MARKDOWN_NAMES) else Kind.TEXT


def is_named_as_page(name: str) -> bool:
    """Whether a name is that of a web page."""
    return name.lower().endswith(_HTML_NAMES)


def decode(data: bytes, name: str) -> str:
    """The characters of a file, byte order mark dropped. Raises UserError as ``characters`` does."""
    return characters(data, name)[0]


def characters(data: bytes, name: str) -> tuple[str, str]:
    """The characters of a file, byte order mark dropped, and the encoding if it was guessed.

    A byte order mark decides, then strict UTF-8, then what a page declares, then a guess among
    the encodings that news was written in. Raises UserError where the bytes are no text, where
    UTF-8 is damaged (with its line), and where no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise failure(
                    name,
                    f"damaged {encoding.upper()} text; save it again as UTF-8 and import that.",
                )
            return _without_nul(text, name), ""
    if b"\x00" in data:
        return _unmarked_utf16(data, name), ""
    if _ESCAPE_JIS.search(data) and data.isascii() and (text := _strict(data, "iso2022_jp")):
        return text, ""
    declared = _declared(data)
    text = _strict(data, "utf-8")
    if text is not None:
        if _is_noise(text):
            raise _binary(name)
        return text, ""
    if declared not in ("", "utf-8") and (text := _strict(data, declared)) is not None:
        return _without_nul(text, name), ""
    line = _damaged_line(data)
    if line:
        raise failure(
            name,
            f"line {line} is not valid UTF-8 while other lines are; "
            "repair it or save the file again as UTF-8.",
        )
    return _guess(data, name)


def decode_declared(data: bytes, declared: str, name: str) -> str:
    """The characters of a part whose sender names its encoding, which may be wrong or missing."""
    try:
        known = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except (LookupError, ValueError):
        known = ""
    wider = _WIDER.get(known, known)
    if wider in _DECLARABLE and not (wider != "utf-8" and known == "ascii"):
        text = _strict(data, wider)
        if text is not None and "\x00" not in text:
            return text
    return decode(data, name) if data.strip() else ""


def is_blank(text: str) -> bool:
    """Whether a text holds nothing that could be read: spaces, controls and marks of format."""
    return all(unicodedata.category(c)[0] in "ZC" for c in text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _binary(name: str) -> Exception:
    return failure(name, "this is not a text file; choose a text, PDF, Word, mail or HTML file.")


def _without_nul(text: str, name: str) -> str:
    if "\x00" in text:
        raise _binary(name)
    return text


def _is_noise(text: str) -> bool:
    """Whether controls make up more of a text than stray ones could: one in fifty characters."""
    start = text[:_SAMPLE]
    return 50 * sum(c not in _PLAIN_CONTROLS for c in _CONTROLS.findall(start)) > len(start)


def _unmarked_utf16(data: bytes, name: str) -> str:
    """UTF-16 with no byte order mark: zeros in every other place alone, and sound characters."""
    sample = data[:_SAMPLE]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if min(zeros) == 0 and 100 * max(zeros) >= len(sample):
        text = _strict(data, "utf-16-be" if zeros[0] else "utf-16-le")
        start = text[:_SAMPLE] if text and "\x00" not in text else ""
        if start and all(
            unicodedata.category(c) not in ("Cc", "Cn", "Co")
            for c in start
            if c not in _PLAIN_CONTROLS
        ):
            return text or ""
    raise _binary(name)


def _declared(data: bytes) -> str:
    head = data[:4096]
    match = _DECLARED.search(head) or _DECLARED_XML.match(head.lstrip())
    if match is None:
        return ""
    try:
        known = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, ValueError):
        return ""
    wider = _WIDER.get(known, known)
    return wider if wider in _DECLARABLE else ""


def _damaged_line(data: bytes) -> int:
    """The first line with bytes that are not UTF-8, where most of the others are; else 0."""
    text = data.decode("utf-8", "surrogateescape")
    bad = sum(map(len, re.findall("[\udc80-\udcff]+", text)))
    good = sum(map(len, re.findall("[^\x00-\x7f\udc80-\udcff]+", text)))
    if good < bad:
        return 0
    first = re.search("[\udc80-\udcff]", text)
    before = text[: first.start()] if first else ""
    return 1 + before.count("\n") + (before.count("\r") if "\n" not in text else 0)


def _guess(data: bytes, name: str) -> tuple[str, str]:
    sample = _sample(data)
    for encoding in (_western(sample), _japanese(sample), _guessed(sample)):
        if encoding and (text := _strict(data, encoding)) is not None and not _has_controls(text):
            return text, encoding
    raise failure(
        name,
        "its encoding is not known; open it in a text editor, save it as UTF-8 and import that.",
    )


def _sample(data: bytes) -> bytes:
    """The lines with bytes above 127, up to some length, never cut within a character."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    length = 0
    for match in re.finditer(rb"[^\n]*[\x80-\xff][^\n]*\n?|[^\n]*\n", data):
        line = match[0]
        if not line.isascii():
            lines.append(line)
            length += len(line)
        if length > _SAMPLE:
            break
    sample = b"".join(lines)
    if len(sample) <= 4 * _SAMPLE:
        return sample
    cut = max(sample.rfind(mark, 0, 4 * _SAMPLE) for mark in (b" ", b"\n", b"\t", b","))
    return sample[: cut + 1] if cut > 0 else sample


def _western(sample: bytes) -> str:
    """``cp1252`` where bytes above 127 stand alone among ASCII and mean letters and marks."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if sum(map(len, runs)) > 1.5 * len(runs):
        return ""
    text = _strict(b"".join(runs), "cp1252")
    if text is None:
        return ""
    return "cp1252" if all(c in _LATIN_MARKS or (c >= "À" and c.isalpha()) for c in text) else ""


def _japanese(sample: bytes) -> str:
    """``euc_jp`` where the bytes so read hold as much Kana as Japanese does, and Chinese never."""
    text = _strict(sample, "euc_jp") or ""
    letters = sum(c > "\x7f" for c in text)
    return "euc_jp" if letters and 5 * len(_KANA.findall(text)) > letters else ""


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_GUESSED).best()
    return best.encoding if best is not None else ""


def _has_controls(text: str) -> bool:
    return any(c not in _PLAIN_CONTROLS for c in _CONTROLS.findall(text))
