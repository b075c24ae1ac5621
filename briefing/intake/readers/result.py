"""What a reader hands over: the text of a file and what the file itself tells about it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from briefing.errors import UserError

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells of itself; what it does not tell is empty, never guessed."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    language: str = ""
    url: str = ""
    accessed: str = ""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file as read. ``published`` is EDTF or empty; the text has neither NUL nor surrogates.

    ``notes`` are sentences for the person who imports: a file that is not what its name says.
    ``page_starts`` are the code points of the text at which the pages begin, none for a file without;
    ``accessed`` is the day on which a page was saved, as EDTF.
    """

    text: str
    title: str
    authors: tuple[str, ...]
    published: str
    publisher: str
    language: str
    url: str
    media_type: str
    reader: str
    reader_version: str
    original: bytes
    original_sha256: str
    text_sha256: str
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    accessed: str = ""


def result(
    original: bytes, text: str, told: Told, *, media_type: str, reader: str, version: str
) -> ReadResult:
    """Put a result together: hashes of the bytes as they came and of the text as UTF-8."""
    return ReadResult(
        text=text,
        title=told.title,
        authors=told.authors,
        published=told.published,
        publisher=told.publisher,
        language=told.language,
        url=told.url,
        media_type=media_type,
        reader=reader,
        reader_version=version,
        original=original,
        original_sha256=hashlib.sha256(original).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        accessed=told.accessed,
    )


def scrub(text: str) -> str:
    """The text with U+FFFD for each NUL and each half of a surrogate pair."""
    return _NOT_TEXT.sub("\ufffd", text)


def words(text: str) -> frozenset[str]:
    """The words of a list written in one string."""
    return frozenset(text.split())


def one_line(text: str) -> str:
    """A short text from a file's head: scrubbed, spaces and line ends levelled."""
    return " ".join(scrub(text).split())


def plain_name(name: str) -> str:
    """A file name that can be stored and stands on one line, whatever bytes or controls it holds."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in name
    )


def shown(name: str) -> str:
    """A file name fit for a one-line message."""
    plain = plain_name(name)
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"


def failure(name: str, reason: str) -> UserError:
    """The error for a file that cannot be read: its name, what is wrong, what to do."""
    return UserError(f"{shown(name) or 'The file'}: {reason}")


def edtf(told: str) -> str:
    """A date as files tell it, as the EDTF text of its day, month or year; empty if it is none.

    The time of day is left out: the date is what the file shows in its own time zone.
    """
    from briefing.domain.dates import DateError, parse

    match = _ISO.match(told.strip())
    if match is None:
        return ""
    text = "-".join(part.zfill(2) for part in match.groups() if part)
    try:
        parse(text)
    except DateError:
        return ""
    return text


_ISO = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ][0-9:.,]+ ?(?:Z|[A-Z]{3}|[+-][0-9:]+)?)?\Z"
    r"|([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})\Z"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{4,6}Z?)?\Z",
    re.ASCII,
)
