"""Word files (.docx): paragraphs, headings, lists, tables as lines, footnotes, and what they tell.

The parts are read from the zip up to a bound, whatever size it announces. No entity is resolved and
nothing outside the file is opened.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from briefing.intake.readers import credible
from briefing.intake.readers.result import Told, failure, one_line, result, scrub, words
from briefing.intake.readers.wordlists import Numbering
from briefing.intake.readers.wordxml import child, local, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.intake.readers.result import ReadResult

VERSION = "1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_PART = 48 * 1024 * 1024
MOST_PARTS = 20_000
_AGAIN = "open it in a word processor, save it again, and import that"
# Struck out by a tracked change, drawn twice, or no words.
_DROPPED = words(
    "del moveFrom delText instrText Fallback rPr pPr tblPr trPr tcPr sectPr sdtPr rt annotation"
)
_NOTES = (("footnotes", "footnoteReference", ""), ("endnotes", "endnoteReference", "e"))
_PLAIN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}


class _BrokenError(Exception):
    """A part is missing, damaged or too large; carries what to tell."""


def read(original: bytes, name: str) -> ReadResult:
    """The words of a Word file. Raises UserError where it is locked, damaged or too large."""
    try:
        with zipfile.ZipFile(BytesIO(original)) as packed:
            return _read(original, name, packed)
    except _BrokenError as error:
        raise failure(name, str(error)) from error
    except RecursionError as error:
        raise failure(name, f"this Word file is nested too deeply; {_AGAIN}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise failure(name, f"this Word file is damaged or cut off; {_AGAIN}.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise failure(name, f"this Word file is packed in an unknown way; {_AGAIN}.") from error


def _read(original: bytes, name: str, packed: zipfile.ZipFile) -> ReadResult:
    if len(packed.infolist()) > MOST_PARTS:
        raise _BrokenError(f"this Word file has too many parts; {_AGAIN}.")
    main = _main_part(packed)
    root = _part(packed, main)
    if root is None:
        raise _BrokenError("this zip file holds no Word text; choose the article itself.")
    folder = posixpath.dirname(main)
    numbering = Numbering(
        _part(packed, f"{folder}/numbering.xml", needed=False),
        _part(packed, f"{folder}/styles.xml", needed=False),
    )
    body = _Body(numbering)
    body.blocks(root)
    for part, _reference, mark in _NOTES:
        notes = _part(packed, f"{folder}/{part}.xml", needed=False)
        if notes is not None:
            body.notes(notes, mark)
    text = scrub(body.text())
    if not text.strip():
        raise _BrokenError("this Word file holds no words; choose one that holds the article.")
    told, made = _told(packed, text, body.title)
    read = result(original, text, told, media_type=MEDIA_TYPE, reader="word", version=VERSION)
    notes_told = (f"The date {made} is that of the file; check it.",) if made else ()
    if body.has_changes:
        notes_told += ("It holds tracked changes; the text is as if all were accepted.",)
    return replace(read, notes=notes_told)


def _main_part(packed: zipfile.ZipFile) -> str:
    links = _part(packed, "_rels/.rels", needed=False)
    for link in links if links is not None else ():
        if str(link.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(link.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _part(packed: zipfile.ZipFile, name: str, *, needed: bool = True) -> Any:  # noqa: ANN401 - lxml
    """The root of a part, or None where there is none; one beside the text may be damaged."""
    from lxml import etree

    try:
        info = packed.getinfo(name)
    except KeyError:
        return None
    try:
        if info.flag_bits & 1:
            raise _BrokenError(
                "this Word file is locked with a password; save a copy without one and import that."
            )
        with packed.open(info) as part:
            data = part.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise _BrokenError(f"a part of this Word file is over 48 MB when unpacked; {_AGAIN}.")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise _BrokenError(
                f"this Word file declares entities, which Word never does; {_AGAIN}."
            )
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        if not needed:
            return None
        raise _BrokenError(f"this Word file is damaged or cut off; {_AGAIN}.") from error
    return root


class _Body:
    """Gathers blocks of text; those of one ``series`` (a list, a table) stand line below line."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._blocks: list[tuple[str, str]] = []
        self._boxes: list[Any] = []
        self._tables = 0
        self.title = ""
        self.has_changes = False

    def text(self) -> str:
        """Paragraphs parted by a blank line; items of a list and rows of a table by a line end."""
        text = ""
        last = ""
        for block, series in self._blocks:
            text += ("\n" if series and series == last else "\n\n") if text else ""
            text += block
            last = series
        return text

    def blocks(self, element: Any) -> None:  # noqa: ANN401 - lxml
        """The paragraphs and tables beneath an element, in order."""
        for part in element:
            name = local(part)
            if name == "p":
                self._paragraph(part)
            elif name == "tbl":
                self._table(part)
            elif name in ("del", "moveFrom"):
                self.has_changes = True
            elif name not in _DROPPED:
                self.blocks(part)

    def notes(self, root: Any, mark: str) -> None:  # noqa: ANN401 - lxml
        """Foot- or endnotes, each behind its number in brackets."""
        for note in root:
            if value(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            words = " ".join(self._words(p) for p in note.iter() if local(p) == "p")
            if words.strip():
                self._blocks.append((f"[{mark}{value(note, 'id')}] {words.strip()}", "notes"))

    def _paragraph(self, paragraph: Any) -> None:  # noqa: ANN401 - lxml
        words = self._words(paragraph)
        style = value(child(paragraph, "pPr", "pStyle"))
        if words:
            if not self.title and style.casefold() in ("title", "titel", "titre", "heading1"):
                self.title = one_line(words)
            label = self._numbering.label(child(paragraph, "pPr"), style)
            self._blocks.append((f"{label} {words}" if label else words, "list" if label else ""))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _table(self, table: Any) -> None:  # noqa: ANN401 - lxml
        self._tables += 1
        for row in _under(table, "tr"):
            cells = [
                " ".join(filter(None, (self._words(p) for p in _under(cell, "p"))))
                for cell in _under(row, "tc")
            ]
            line = "\t".join(cell.replace("\n", " ") for cell in cells).strip()
            if line:
                self._blocks.append((line, f"table {self._tables}"))

    def _words(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml
        pieces: list[str] = []
        self._gather(paragraph, pieces)
        lines = "".join(pieces).split("\n")
        return "\n".join(line.strip() for line in lines).strip()

    def _gather(self, element: Any, pieces: list[str]) -> None:  # noqa: ANN401 - lxml
        for part in element:
            name = local(part)
            if name == "t":
                pieces.append(part.text or "")
            elif name in _PLAIN:
                if name != "br" or value(part, "type") in ("", "textWrapping"):
                    pieces.append(_PLAIN[name])
            elif name == "txbxContent":
                self._boxes.append(part)
            elif name in ("del", "moveFrom", "ins", "moveTo"):
                self.has_changes = True
                if name in ("ins", "moveTo"):
                    self._gather(part, pieces)
            elif name in _DROPPED or (name == "r" and _is_hidden(part)):
                continue
            else:
                mark = next((m for _p, ref, m in _NOTES if ref == name), None)
                if mark is None:
                    self._gather(part, pieces)
                elif value(part, "id"):
                    pieces.append(f"[{mark}{value(part, 'id')}]")


def _is_hidden(run: Any) -> bool:  # noqa: ANN401 - lxml
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in ("0", "false", "off")


def _under(element: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml
    """The nearest descendants of a name, those within another of the same name left out."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) not in _DROPPED:
            yield from _under(part, name)


def _told(packed: zipfile.ZipFile, text: str, heading: str) -> tuple[Told, str]:
    core = _part(packed, "docProps/core.xml", needed=False)
    said: dict[str, str] = {}
    for item in core if core is not None else ():
        said.setdefault(local(item), one_line("".join(item.itertext())))
    made = credible.made(said.get("created", "").replace("-", ""), text)
    language = said.get("language", "")
    told = Told(
        title=credible.title(said.get("title", "")) or heading,
        authors=credible.authors(said.get("creator", "")),
        published=made,
        language=language if len(language) < 12 else "",
    )
    return told, made
