"""PDF files: their text in the order of reading, and where its words stand on the pages.

PDFium runs in a process of its own (``pdfium_process.py``), one file at a time in it: it is not safe
to call from two threads, and a damaged file may bring it down.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import unicodedata
from array import array
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import Cancelled
from briefing.intake.readers import credible, linewords, pdfium_process, pdflayout, runningheads
from briefing.intake.readers.result import ReadResult, Told, failure, one_line, result, scrub

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.intake.readers.pdflayout import Box, Page

VERSION = "1"
MEDIA_TYPE = "application/pdf"
_WAIT_SECONDS = 120
#: How often somebody is asked whether the answer is still wanted.
_LOOK_SECONDS = 0.1
_NAMED_PAGES = 12
_AGAIN = "open it in a PDF viewer, save or print it as a new PDF, and import that"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page painted: rows of ``stride`` bytes, four a pixel in the order blue, green, red, unused."""

    wide: int
    high: int
    stride: int
    pixels: bytes


def read(original: bytes, name: str) -> ReadResult:
    """The text of a PDF. Raises UserError where it is locked, damaged, too large or has no text."""
    head, blob = _ask(original, name, "text", "0", "-1")
    return compose(original, name, head, blob)


def compose(original: bytes, name: str, head: dict[str, Any], blob: bytes) -> ReadResult:
    """Make a result of the characters that PDFium found."""
    pages = _pages(head, blob)
    silent = [n for n, page in enumerate(pages) if not _says_something(page)]
    if len(silent) == len(pages):
        raise failure(name, _without_text(head["pages"]))
    heads = runningheads.running_heads(pages)
    known = linewords.vocabulary(
        (
            [line.text for line in page.lines() if id(line) not in dropped]
            for page, dropped in zip(pages, heads, strict=True)
        ),
        ragged=pdflayout.is_ragged(pages),
    )
    parts: list[str] = []
    starts: list[int] = []
    length = left_out = 0
    last = pdflayout.Composed()
    for number, page in enumerate(pages):
        left_out += len(heads[number])
        composed = pdflayout.compose(page, heads[number], known)
        words = "" if number in silent else scrub(composed.text)
        if words and parts:
            length -= len(parts[-1])
            if last.goes_on_in(composed):
                linewords.append(parts, words, known)
            else:
                parts[-1] += "\n\n"
                parts.append(words)
            length += sum(map(len, parts[-2:]))
        elif words:
            parts.append(words)
            length = len(words)
        starts.append(length - len(words))
        last = composed if words else last
    # A hyphen that went moves the beginnings of pages with no text before it.
    for number in range(len(starts) - 2, -1, -1):
        starts[number] = min(starts[number], starts[number + 1])
    text = "".join(parts)
    if not text.strip():
        raise failure(name, _without_text(head["pages"]))
    told = head.get("told", {})
    made = credible.made(told.get("CreationDate", ""), text, by=_maker(told))
    title = credible.title(told.get("Title", ""))
    read = result(
        original,
        text,
        Told(title=title, authors=credible.authors(told.get("Author", "")), published=made),
        media_type=MEDIA_TYPE,
        reader="pdf",
        version=VERSION,
    )
    notes = _notes(silent, len(pages), left_out, made)
    return replace(read, page_starts=tuple(starts), notes=notes)


def page_boxes(data: bytes, page: int, text: str, start: int, end: int) -> tuple[Box, ...]:
    """Where words stand on a page (from 0), in shares of its width and height from the top left.

    ``text`` is the stored text of that page, ``start`` and ``end`` are code points in it. The places
    are found anew from the file's bytes; none are told where the text does not fit them.
    """
    layout = page_layout(data, page)
    return boxes_in(layout, text, start, end) if layout is not None else ()


def page_layout(data: bytes, page: int) -> Page | None:
    """The lines of a page (from 0) with their places, or None where there is no such page."""
    head, blob = _ask(data, "", "text", str(page), str(page + 1))
    return next(iter(_pages(head, blob)), None)


def boxes_in(layout: Page, text: str, start: int, end: int) -> tuple[Box, ...]:
    """As :func:`page_boxes`, on a page whose lines are at hand."""
    wide, high = layout.wide, layout.high
    if wide <= 0 or high <= 0:
        return ()
    found = pdflayout.places(layout, text, start, end)
    return tuple(pdflayout.Box(b.x0 / wide, b.y0 / high, b.x1 / wide, b.y1 / high) for b in found)


def page_picture(data: bytes, page: int, width: int) -> Picture:
    """Paint a page (from 0), ``width`` pixels wide. Raises UserError where it cannot be painted."""
    head, blob = _ask(data, "", "page", str(page), str(width))
    return Picture(head["wide"], head["high"], head["stride"], blob)


def page_sizes(
    data: bytes, cancelled: Callable[[], bool] | None = None
) -> tuple[tuple[float, float], ...]:
    """Width and height of every page as it is shown, in points. Raises UserError, Cancelled."""
    head, _blob = _ask(data, "", "sizes", cancelled=cancelled)
    return tuple((float(wide), float(high)) for wide, high in head["sizes"])


def page_pictures(
    data: bytes,
    wanted: Sequence[tuple[int, int]],
    cancelled: Callable[[], bool] | None = None,
) -> list[Picture]:
    """Paint pages, each a number from 0 and a width in pixels. Raises UserError, Cancelled."""
    if not wanted:
        return []
    asked = ",".join(f"{number}:{width}" for number, width in wanted)
    head, blob = _ask(data, "", "pages", asked, cancelled=cancelled)
    found: list[Picture] = []
    at = 0
    for one in head["pictures"]:
        size = one["stride"] * one["high"]
        found.append(Picture(one["wide"], one["high"], one["stride"], blob[at : at + size]))
        at += size
    return found


def _ask(
    data: bytes, name: str, *question: str, cancelled: Callable[[], bool] | None = None
) -> tuple[dict[str, Any], bytes]:
    # -P: the folder of the script holds modules named as some of the standard library.
    call = [sys.executable, "-P", str(Path(pdfium_process.__file__)), *question]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - our own script and plain numbers
    except OSError as error:
        raise failure(name, "the PDF reader cannot be started; free some memory.") from error
    with process:
        try:
            told = _answer(process, data, cancelled)
        except BaseException:
            process.kill()
            raise
    if told is None:
        raise failure(name, f"reading this PDF takes too long; {_AGAIN}.")
    line, _mark, blob = told.partition(b"\n")
    if process.returncode or not line:
        raise failure(name, f"this PDF is damaged or too large to be read; {_AGAIN}.")
    head: dict[str, Any] = json.loads(line)
    if "error" in head:
        raise failure(name, reason(head))
    return head, blob


def _answer(
    process: subprocess.Popen[bytes], data: bytes, cancelled: Callable[[], bool] | None
) -> bytes | None:
    """What the process says; None where it takes too long. Raises Cancelled."""
    over = threading.Event()

    def watch(wanted_no_more: Callable[[], bool]) -> None:
        while not over.wait(_LOOK_SECONDS):
            if wanted_no_more():
                process.kill()
                return

    watcher = threading.Thread(target=watch, args=(cancelled,), name="pdf") if cancelled else None
    if watcher is not None:
        watcher.start()
    try:
        told = process.communicate(data, timeout=_WAIT_SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        told = None
    finally:
        over.set()
        if watcher is not None:
            watcher.join()
    if cancelled is not None and cancelled():
        raise Cancelled
    return told


def reason(head: dict[str, Any]) -> str:
    """Why there is no answer, in words."""
    match head["error"]:
        case "password":
            return "this PDF is locked with a password; save a copy without one and import that."
        case "pages" if not head.get("pages"):
            return "this PDF has no pages; choose one that holds the article."
        case "pages":
            most = pdfium_process.MOST_PAGES
            return f"this PDF has over {most:,} pages; save those you need as a PDF of their own."
        case "long":
            return "this PDF holds too much text; save the pages you need as a PDF of their own."
        case "memory":
            return f"this PDF takes too much memory; {_AGAIN}."
        case _:
            return f"this PDF is damaged or cut off; {_AGAIN}."


def _pages(head: dict[str, Any], blob: bytes) -> list[Page]:
    pages: list[Page] = []
    at = 0
    for told in head["pages"]:
        count = told["count"]
        codes, boxes = array("I"), array("f")
        codes.frombytes(blob[at : at + 4 * count])
        boxes.frombytes(blob[at + 4 * count : at + 20 * count])
        at += 20 * count
        pages.append(pdflayout.page_of(codes, boxes, told["wide"], told["high"]))
    return pages


def _says_something(page: Page) -> bool:
    """Whether most of a page's characters are letters that mean something."""
    letters = "".join(line.text for line in page.lines())
    sense = sum(unicodedata.category(c)[0] in "LNPSM" for c in letters if c != "\ufffd")
    blanks = sum(c.isspace() for c in letters)
    return sense > 0 and 2 * sense >= len(letters) - blanks


def _without_text(told: list[dict[str, Any]]) -> str:
    pages = len(told)
    count = "1 page" if pages == 1 else f"{pages} pages"
    if any(page["count"] for page in told):
        return (
            f"the letters of this PDF carry no meaning ({count}); "
            "run text recognition (OCR) on it and import the result."
        )
    if any(page["pictures"] for page in told):
        return (
            f"this PDF holds pictures of pages only ({count} without text); "
            "run text recognition (OCR) on it and import the result."
        )
    return f"this PDF holds no text ({count}); choose one that holds the article."


def _notes(silent: list[int], pages: int, left_out: int, made: str) -> tuple[str, ...]:
    notes: list[str] = []
    if silent:
        named = ", ".join(str(n + 1) for n in silent[:_NAMED_PAGES])
        more = " …" if len(silent) > _NAMED_PAGES else ""
        verb = "holds" if len(silent) == 1 else "hold"
        notes.append(f"{len(silent)} of {pages} pages {verb} no text (page {named}{more}).")
    if left_out:
        notes.append(f"Running heads and page numbers were left out ({left_out} lines).")
    if made:
        notes.append(f"The date {made} is that of the file; check it.")
    return tuple(notes)


def _maker(told: dict[str, str]) -> str:
    return one_line(f"{told.get('Creator', '')} {told.get('Producer', '')}")
