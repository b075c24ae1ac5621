"""Opens a PDF in a process of its own: what a hostile file can do to PDFium ends with that process.

Run as a script by ``pdf.py``: the file on standard input, what is wanted in the arguments, the answer
on standard output as one line of JSON and the bytes that it announces. Memory and time are bounded.
It imports nothing of the program, so that it starts fast.

``text FIRST LAST``  characters and their boxes of the pages FIRST up to and without LAST (-1: all)
``page NUMBER WIDTH``  the picture of one page, four bytes a pixel
``sizes``  width and height of every page as it is shown, in points
``pages NUMBER:WIDTH,…``  the pictures of some pages, one after the other
"""

from __future__ import annotations

import ctypes
import json
import sys
from array import array
from typing import Any

MOST_PAGES = 5_000
MOST_CHARACTERS = 10_000_000
MOST_MEMORY = 2 << 30
MOST_SECONDS = 90
MOST_PIXELS = 12_000_000
_PASSWORD = 4
_PICTURE = 3


def main(arguments: list[str]) -> None:
    """Answer one question about the PDF on standard input."""
    _bound()
    data = sys.stdin.buffer.read()
    try:
        head, blob = answer(data, arguments)
    except MemoryError:
        head, blob = {"error": "memory"}, b""
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    out.write(blob)


def answer(data: bytes, arguments: list[str]) -> tuple[dict[str, Any], bytes]:
    """The head and the bytes of an answer; a head with "error" says why there is none."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        error: int = raw.FPDF_GetLastError()
        # A file that is sound but for its pages fails with no error.
        told = {_PASSWORD: "password", 0: "pages"}.get(error, "damaged")
        return {"error": told}, b""
    try:
        if not 0 < len(document) <= MOST_PAGES:
            return {"error": "pages", "pages": len(document)}, b""
        if arguments[0] == "page":
            return _picture(document, int(arguments[1]), int(arguments[2]))
        if arguments[0] == "sizes":
            return {"sizes": [document.get_page_size(n) for n in range(len(document))]}, b""
        if arguments[0] == "pages":
            return _pictures(document, arguments[1])
        return _text(document, int(arguments[1]), int(arguments[2]))
    except pypdfium2.PdfiumError:
        return {"error": "damaged"}, b""
    finally:
        document.close()


def _bound() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(document: Any, first: int, last: int) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401
    """Pages as (codes, boxes): left, top, right, bottom in points as displayed, top left is 0, 0."""
    import pypdfium2

    pages: list[dict[str, Any]] = []
    blobs: list[bytes] = []
    total = 0
    for number in range(first, len(document) if last < 0 else min(last, len(document))):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            pages.append({"damaged": True, "count": 0, "wide": 0, "high": 0, "pictures": 0})
            continue
        wide, high = page.get_size()
        codes, boxes = _characters(page, wide, high, MOST_CHARACTERS - total)
        total += len(codes)
        if total >= MOST_CHARACTERS:
            return {"error": "long"}, b""
        pictures = sum(1 for _ in page.get_objects(filter=[_PICTURE], max_depth=3))
        pages.append({"count": len(codes), "wide": wide, "high": high, "pictures": pictures})
        blobs += (codes.tobytes(), boxes.tobytes())
        page.close()
    told: dict[str, str] = document.get_metadata_dict() if first == 0 else {}
    head: dict[str, Any] = {"pages": pages, "of": len(document), "told": told}
    return head, b"".join(blobs)


def _characters(page: Any, wide: float, high: float, most: int) -> tuple[array[int], array[float]]:  # noqa: ANN401
    from pypdfium2 import raw

    codes, boxes = array("I"), array("f")
    text = page.get_textpage()
    handle = text.raw
    a, b, c, d, e, f = _placing(page.raw, wide, high)
    upright = b == c == 0 and a > 0 > d
    rect = raw.FS_RECTF()
    at = ctypes.byref(rect)
    unicode, loose = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for index in range(min(text.count_chars(), most)):
        codes.append(unicode(handle, index))
        if not loose(handle, index, at):
            boxes.extend((0.0, 0.0, 0.0, 0.0))
        elif upright:
            x0, x1 = a * rect.left + e, a * rect.right + e
            boxes.extend((x0, d * rect.top + f, x1, d * rect.bottom + f))
        else:
            x0, y0 = a * rect.left + c * rect.top + e, b * rect.left + d * rect.top + f
            x1, y1 = a * rect.right + c * rect.bottom + e, b * rect.right + d * rect.bottom + f
            boxes.extend((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    text.close()
    return codes, boxes


def _placing(page: Any, wide: float, high: float) -> tuple[float, ...]:  # noqa: ANN401
    """The six numbers that take a place of the file to the page as it is shown, turned and cropped."""
    from pypdfium2 import raw

    scale, unit = 1_000, 1_000
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(left: float, top: float) -> tuple[float, float]:
        size = (round(wide * scale), round(high * scale))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, left, top, x, y)
        return x.value / scale, y.value / scale

    e, f = shown(0, 0)
    (ax, ay), (bx, by) = shown(unit, 0), shown(0, unit)
    return (ax - e) / unit, (ay - f) / unit, (bx - e) / unit, (by - f) / unit, e, f


def _picture(document: Any, number: int, width: int) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401
    from pypdfium2 import raw

    if not 0 <= number < len(document):
        return {"error": "pages", "pages": len(document)}, b""
    page = document[number]
    wide, high = page.get_size()
    if wide <= 0 or high <= 0:
        return {"error": "damaged"}, b""
    scale = width / wide
    if wide * high * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (wide * high)) ** 0.5
    bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_BGRx)
    head = {"wide": bitmap.width, "high": bitmap.height, "stride": bitmap.stride}
    return head, bytes(bitmap.buffer)


def _pictures(document: Any, wanted: str) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401
    heads: list[dict[str, Any]] = []
    blobs: list[bytes] = []
    for pair in wanted.split(","):
        number, _colon, width = pair.partition(":")
        head, blob = _picture(document, int(number), int(width))
        if "error" in head:
            return head, b""
        heads.append(head)
        blobs.append(blob)
    return {"pictures": heads}, b"".join(blobs)


if __name__ == "__main__":
    main(sys.argv[1:])
