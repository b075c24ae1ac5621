"""Plain text: the words as decoded, nothing added and nothing taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.intake.readers.result import Told, result

if TYPE_CHECKING:
    from briefing.intake.readers.result import ReadResult

VERSION = "1"


def read(original: bytes, text: str) -> ReadResult:
    """Take the decoded text as it is, line ends included. It tells nothing of itself."""
    return result(original, text, Told(), media_type="text/plain", reader="text", version=VERSION)
