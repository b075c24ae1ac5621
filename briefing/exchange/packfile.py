"""The file of a pack: signed, compressed, and read within limits (``docs/pack-format.md``).

A plain pack is a line that says what it is, the public key of who made it, the signature of all that
follows, the length of the content, and the content compressed with zlib. An encrypted one is a file of the
age format that holds a plain one.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import UserError
from briefing.exchange import signature

if TYPE_CHECKING:
    from briefing.exchange.signature import Key

MAGIC = b"briefpack 1\n"
_KEY, _SIGNATURE, _LENGTH = 32, 64, 8
_HEAD = len(MAGIC) + _KEY + _SIGNATURE + _LENGTH
_SIGNED = b"briefpack 1 signature\n"

#: The largest file, and the largest content of one, in bytes.
MOST_FILE = 1 << 30
MOST_CONTENT = 1 << 31
_STEP = 1 << 16


class PackError(UserError):
    """A pack that is none, or was changed on its way; the message says what to do."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; nothing was merged. Ask its sender for the pack again.")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The content of a pack before it is read. ``digest`` is the SHA-256 of the plain file."""

    signer: str
    digest: str
    length: int
    compressed: bytes

    def open(self) -> Content:
        """Its content, decompressed as it is read."""
        return Content(self.compressed, self.length)


def seal(content: bytes, key: Key) -> bytes:
    """A plain pack: the same content and key give the same bytes."""
    if len(content) > MOST_CONTENT:
        raise UserError(
            "The pack would be larger than any laptop takes; pack fewer briefings at once."
        )
    compressed = zlib.compress(content, 6)
    length = len(content).to_bytes(_LENGTH, "big")
    public = bytes.fromhex(key.public)
    signed = key.sign(_SIGNED + public + length + compressed)
    return b"".join((MAGIC, public, signed, length, compressed))


def is_encrypted(data: bytes) -> bool:
    """Whether a file has to be decrypted before it can be unsealed."""
    return data.startswith(signature.AGE)


def unseal(data: bytes) -> Sealed:
    """Check who signed a plain pack and that nothing of it was changed. Raises PackError."""
    if not data.startswith(MAGIC):
        if data.startswith(MAGIC.split(b" ")[0]):
            raise PackError(
                "The pack was made by a newer Briefing, or was changed on its way: update the program"
            )
        raise PackError("This is not a pack of Briefing")
    if len(data) <= _HEAD:
        raise PackError("The pack is cut short")
    at = len(MAGIC)
    public = data[at : at + _KEY].hex()
    signed = data[at + _KEY : at + _KEY + _SIGNATURE]
    length = data[at + _KEY + _SIGNATURE : _HEAD]
    compressed = data[_HEAD:]
    if not signature.verify(public, _SIGNED + bytes.fromhex(public) + length + compressed, signed):
        raise PackError("The signature does not fit: the pack was changed or cut short on its way")
    size = int.from_bytes(length, "big")
    if size > MOST_CONTENT:
        raise PackError("The pack says that it holds more than any laptop takes")
    return Sealed(public, hashlib.sha256(data).hexdigest(), size, compressed)


class Content:
    """The content of a pack, decompressed no further than it is read and never past its length."""

    def __init__(self, compressed: bytes, length: int) -> None:
        self._zlib = zlib.decompressobj()
        self._compressed = compressed
        self._at = 0
        self._left = length
        self._ready = bytearray()
        self._from = 0

    def line(self, most: int) -> bytes:
        """The next line without its end; empty at the end of the content."""
        searched = self._from
        while (end := self._ready.find(b"\n", searched)) < 0:
            searched = len(self._ready)
            if searched - self._from > most:
                raise PackError(
                    "The pack holds a line that is longer than any that Briefing writes"
                )
            searched -= self._forget()
            if not self._more():
                if self._from == len(self._ready):
                    return b""
                raise PackError("The pack ends within a line")
        if end - self._from > most:
            raise PackError("The pack holds a line that is longer than any that Briefing writes")
        found = bytes(self._ready[self._from : end])
        self._from = end + 1
        return found

    def read(self, size: int) -> bytes:
        """So many bytes and the end of line after them."""
        while len(self._ready) - self._from <= size:
            self._forget()
            if not self._more():
                raise PackError("The pack ends within a document")
        found = bytes(self._ready[self._from : self._from + size])
        if self._ready[self._from + size] != ord("\n"):
            raise PackError("The pack holds a document that is longer than it says")
        self._from += size + 1
        return found

    def end(self) -> None:
        """Raise PackError where there is more than what was read, or less than was said."""
        if self._from != len(self._ready) or self._more() or self._left:
            raise PackError("The pack holds more, or less, than it says")
        if not self._zlib.eof or self._zlib.unused_data or self._at < len(self._compressed):
            raise PackError("The pack holds something after its end")

    def _forget(self) -> int:
        gone = self._from
        del self._ready[:gone]
        self._from = 0
        return gone

    def _more(self) -> bool:
        while not self._zlib.eof:
            given = self._zlib.unconsumed_tail
            if not given:
                given = self._compressed[self._at : self._at + _STEP]
                self._at += len(given)
            try:
                # One byte more than may come tells a content that is longer than it says.
                some = self._zlib.decompress(given, min(_STEP * 16, self._left + 1))
            except zlib.error as error:
                raise PackError("The pack cannot be decompressed") from error
            self._left -= len(some)
            if self._left < 0:
                raise PackError("The pack holds more than it says")
            if some:
                self._ready += some
                return True
            if not given:
                return False
        return False
