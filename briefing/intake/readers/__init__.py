"""Reading a file: its text, what it tells of itself, and its fingerprints."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.intake.readers import detect, html, mail, markdown, pdf, text, word
from briefing.intake.readers.result import ReadResult, failure

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LARGEST", "ReadResult", "file_bytes", "read_bytes", "read_file"]

LARGEST = 200 * 1024 * 1024
"""The most bytes that a file may have; no article comes near it."""


def read_file(path: Path) -> ReadResult:
    """Read a file. Raises UserError, one line that names the file, where it cannot be read."""
    return read_bytes(file_bytes(path), path.name or str(path))


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, at most ``LARGEST``. Raises UserError as ``read_file`` does."""
    name = path.name or str(path)
    try:
        # Asked before it is opened: to open a pipe would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise failure(name, "this is not a file; choose a text, PDF, Word, mail or HTML file.")
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                raise _too_large(name)
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise failure(name, "there is no such file; check the path.") from error
    except PermissionError as error:
        raise failure(name, "the system does not allow reading it; change its rights.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not valid"
        raise failure(name, f"cannot be read ({reason}); copy it elsewhere and retry.") from error


def read_bytes(data: bytes, name: str) -> ReadResult:
    """Read the bytes of a file of that name. Raises UserError as ``read_file`` does."""
    if len(data) > LARGEST:
        raise _too_large(name)
    if not data:
        raise failure(name, "the file is empty; choose one that holds the article.")
    container = detect.container_of(data, name)
    if container is not None:
        return _unpacked(container, data, name)
    words, guessed = detect.characters(data, name)
    read = _as_its_kind(data, words, name)
    return replace(read, notes=(*read.notes, _guess_note(guessed))) if guessed else read


def _as_its_kind(data: bytes, words: str, name: str) -> ReadResult:
    if detect.is_blank(words):
        raise failure(name, "the file holds no words; choose one that holds the article.")
    kind = detect.kind_of(words, name)
    if kind is detect.Kind.HTML:
        read = html.read(data, words, name)
        if detect.is_named_as_page(name):
            return read
        return replace(
            read, notes=("Its name does not say so, but it is a web page: read as one.",)
        )
    if kind is detect.Kind.MARKDOWN:
        return markdown.read(data, words)
    return text.read(data, words)


def _guess_note(encoding: str) -> str:
    told = detect.NAMES_OF_ENCODINGS.get(encoding, encoding)
    return (
        f"Its encoding is not marked, and was taken to be {told}; "
        "if letters look wrong, save the file as UTF-8 and import that."
    )


def _unpacked(kind: detect.Kind, data: bytes, name: str) -> ReadResult:
    match kind:
        case detect.Kind.PDF:
            read = pdf.read(data, name)
        case detect.Kind.WORD:
            read = word.read(data, name)
        case detect.Kind.ARCHIVE:
            read = mail.read_page(data, name)
        case _:
            read = mail.read_message(data, name)
    if detect.is_named_so(kind, name):
        return read
    said = f"Its name does not say so, but it is a {kind.value}: read as one."
    return replace(read, notes=(said, *read.notes))


def _too_large(name: str) -> Exception:
    return failure(name, "over 200 MB; save the article alone as text and import that.")
