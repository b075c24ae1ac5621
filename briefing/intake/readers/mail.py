"""Mail messages (.eml) and web pages saved as one file (.mhtml).

Only what a reader of the message sees becomes text. What is attached is named in a note and never
opened; nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

from briefing.errors import UserError
from briefing.intake.readers import detect, html
from briefing.intake.readers.result import Told, failure, one_line, result, scrub, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from briefing.intake.readers.result import ReadResult

VERSION = "1"
_AGAIN = "save it again from the program it came from"
_LONGEST_HEADER = 2_000
_NAMED = 10
_DEEPEST = 40
_MOST_PARTS = 10_000
# What the standard library raises on messages that keep no rule.
_DAMAGE = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError),
    MessageError,
)
_URL = re.compile(r"https?://[^\s\x00-\x1f]+\Z", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def read_message(original: bytes, name: str) -> ReadResult:
    """The words of a message, its subject as title. Raises UserError where it has none."""
    try:
        return _message(original, name)
    except _DAMAGE as error:
        raise failure(name, f"this mail message is damaged; {_AGAIN}.") from error


def read_page(original: bytes, name: str) -> ReadResult:
    """The words of a web page in the file it was saved in. Raises UserError where it has none."""
    try:
        return _page(original, name)
    except _DAMAGE as error:
        raise failure(name, f"this saved web page is damaged; {_AGAIN}.") from error


def _message(original: bytes, name: str) -> ReadResult:
    message = message_from_bytes(original, policy=policy.compat32)
    shown_parts: list[Message] = []
    attached: list[str] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append(_described(part))
        elif kind in ("text/plain", "text/html"):
            shown_parts.append(part)
        else:
            attached.append(_described(part))
    plain = [p for p in shown_parts if p.get_content_type() == "text/plain"]
    pages = [p for p in shown_parts if p.get_content_type() == "text/html"]
    text = "\n\n".join(filter(None, (_plain(p, name).strip("\r\n") for p in plain)))
    page = _first_page(pages, name)
    # A plain part may only say that the mail program cannot show pages.
    if page is not None and 4 * len(text) < len(page.text):
        text = page.text
    if detect.is_blank(text):
        more = f"; it holds only {', '.join(attached[:3])}" if attached else ""
        raise failure(name, f"this message holds no words{more}; save what you need by itself.")
    authors = getaddresses([_header(message, "From")])
    told = Told(
        title=one_line(_header(message, "Subject")),
        authors=tuple(one_line(person or address) for person, address in authors if address)[:20],
        published=_day(_header(message, "Date")),
        language=one_line(_header(message, "Content-Language"))[:12],
    )
    notes: tuple[str, ...] = ()
    if attached:
        more = f" and {len(attached) - _NAMED} more" if len(attached) > _NAMED else ""
        notes = (f"Attached and not read: {', '.join(attached[:_NAMED])}{more}.",)
    read = result(
        original, scrub(text), told, media_type="message/rfc822", reader="mail", version=VERSION
    )
    return replace(read, notes=notes)


def _page(original: bytes, name: str) -> ReadResult:
    message = message_from_bytes(original, policy=policy.compat32)
    pages = [p for p in _leaves(message) if p.get_content_type() in _PAGE_TYPES]
    start = _header(message, "Start") or str(message.get_param("start") or "")
    pages.sort(key=lambda p: bool(start) and _header(p, "Content-ID") != start)
    if not pages:
        raise failure(name, f"this saved web page holds no page; {_AGAIN}.")
    words = _decoded(pages[0], name)
    if detect.is_blank(words):
        raise failure(name, f"this saved web page is empty; {_AGAIN}.")
    read = html.read(original, words, name)
    place = _header(message, "Snapshot-Content-Location") or _header(pages[0], "Content-Location")
    subject = one_line(_header(message, "Subject"))
    return replace(
        read,
        title=read.title or subject,
        url=read.url or (place.strip() if _URL.match(place.strip()) else ""),
        accessed=_day(_header(message, "Date")),
        media_type="multipart/related",
        reader="mhtml",
        reader_version=VERSION,
    )


_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; a message within is one part, named and not entered."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
        return
    for part in _within(message)[:_MOST_PARTS]:
        yield from _leaves(part, depth + 1)


def _within(message: Message) -> list[Message]:
    parts: Any = message.get_payload()
    return cast("list[Message]", parts) if isinstance(parts, list) else []


def _described(part: Message) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = _within(part)
        subject = _header(inner[0], "Subject") if inner else ""
        return f"a message “{shown(one_line(subject))}”" if subject else "a message"
    name = _filename(part)
    data = part.get_payload(decode=True)
    size = len(data) if isinstance(data, bytes) else 0
    amount = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
    return f"{shown(name or one_line(kind))} ({amount})"


def _filename(part: Message) -> str:
    try:
        return one_line(_words(part.get_filename() or ""))
    except _DAMAGE:
        return ""


def _plain(part: Message, name: str) -> str:
    text = _decoded(part, name)
    if str(part.get_param("format") or "").lower() == "flowed":
        glued = str(part.get_param("delsp") or "").lower() == "yes"
        return _unflowed(text, glued=glued)
    return text


def _unflowed(text: str, *, glued: bool) -> str:
    """Lines that end with a blank joined with the next (RFC 3676); the line of "-- " is none."""
    lines: list[str] = []
    joins = False
    for line in text.splitlines():
        words = line[1:] if line.startswith(" ") else line
        if joins and not words.startswith(">"):
            lines[-1] += words
        else:
            lines.append(words)
        joins = words.endswith(" ") and not _SIGNATURE.match(words)
        if joins and glued:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line.rstrip() for line in lines)


def _first_page(pages: list[Message], name: str) -> ReadResult | None:
    for part in pages:
        words = _decoded(part, name)
        if not detect.is_blank(words):
            try:
                return html.read(b"", words, name)
            except UserError:
                continue
    return None


def _decoded(part: Message, name: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return detect.decode_declared(data, str(part.get_content_charset() or ""), name)


def _header(message: Message, name: str) -> str:
    # As it stands in the file: Message.get() loses letters that were not encoded.
    raw = (told for key, told in message.raw_items() if key.lower() == name.lower())
    return _words(str(next(raw, "")))


def _words(told: str) -> str:
    """A header's encoded words decoded; raw bytes are UTF-8 or else Western."""
    told = told[:_LONGEST_HEADER]
    try:
        pieces = decode_header(told)
    except _DAMAGE:
        pieces = [(told, None)]
    text = ""
    for piece, charset in pieces:
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        try:
            text += data.decode(charset or "utf-8")
        except (LookupError, UnicodeError):
            text += data.decode("cp1252", "replace")
    return text


def _day(told: str) -> str:
    try:
        return parsedate_to_datetime(told).date().isoformat()
    except _DAMAGE:
        return ""
