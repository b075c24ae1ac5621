"""Whether some bytes begin as mail does."""

from __future__ import annotations

import re

_HEADER = re.compile(rb"([!-9;-~]{1,60}):[ \t]?[^\r\n]{0,4000}(?:\r\n?|\n|\Z)")
_FOLDED = re.compile(rb"[ \t][^\r\n]{0,4000}(?:\r\n?|\n|\Z)")
# What programs that carry mail write, and no person begins a text with.
_MAIL_MARKS = frozenset(
    b"mime-version message-id received return-path delivered-to content-type x-mailer".split()
)
_MAIL_NAMES = (".eml", ".mht", ".mhtml", ".emlx", ".msg")
_HEADER_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?:From [^\r\n]{1,300}\r?\n)?")
_MOST_HEADERS = 500


def mail_kind(data: bytes, name: str) -> str:
    """ "message", "page" (a web page saved as one file), or empty for what does not begin as mail does.

    Mail begins with header fields, at least one of them such as no person begins a text with; a name
    of mail is told by less.
    """
    fields: set[bytes] = set()
    value = b""
    start = _HEADER_START.match(data)
    at = start.end() if start else 0
    for _number in range(_MOST_HEADERS):
        line = _HEADER.match(data, at)
        if line is None:
            break
        field = line[1].lower()
        at = line.end()
        whole = line[0]
        while folded := _FOLDED.match(data, at):
            whole += folded[0]
            at = folded.end()
        fields.add(field)
        if field == b"content-type":
            value = whole.lower()
    named = name.lower().endswith(_MAIL_NAMES)
    known = fields & {b"from", b"to", b"subject", b"date", *_MAIL_MARKS}
    if not (named and known) and not (len(known) > 2 and fields & _MAIL_MARKS):
        return ""
    saved = b"multipart/related" in value and not fields & {b"to", b"received", b"message-id"}
    return "page" if saved else "message"
