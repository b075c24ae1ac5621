"""Files of reference managers: RIS, BibTeX and CSL-JSON, each entry as a source to be."""

from __future__ import annotations

from briefing.intake.readers import detect
from briefing.intake.readers.result import failure
from briefing.intake.references import bibtex, csl, ris
from briefing.intake.references.csl import Reference, References

__all__ = ["Reference", "References", "format_of", "read"]

MOST_ENTRIES = 50_000
_SAMPLE = 1 << 16
_MODULES = {"ris": ris, "bibtex": bibtex, "csl": csl}
_TITLES = {"ris": "RIS", "bibtex": "BibTeX", "csl": "CSL-JSON"}


def format_of(data: bytes, name: str) -> str:
    """ "ris", "bibtex", "csl", or empty where the bytes are no file of references."""
    if b"\x00" in data[:_SAMPLE] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    head = data[:_SAMPLE].decode("utf-8", "replace").lstrip("\ufeff")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:_SAMPLE].decode("utf-16", "replace")
    return next((key for key, module in _MODULES.items() if module.begins(head, name)), "")


def read(data: bytes, name: str) -> References:
    """The entries of a file of references. Raises UserError, one line, where none can be read."""
    kind = format_of(data, name)
    if not kind:
        raise failure(name, "this is no RIS, BibTeX or CSL-JSON file.")
    found = _MODULES[kind].read(detect.decode(data, name), name)
    if len(found.entries) > MOST_ENTRIES:
        raise failure(name, f"over {MOST_ENTRIES:,} entries; export fewer at a time.")
    named = tuple(
        e for e in found.entries if e.fields.get("title") or e.names or e.fields.get("url")
    )
    blank = ("an entry has neither title nor author",) * (len(found.entries) - len(named))
    found = References(named, (*found.failed, *blank))
    if not found.entries:
        more = f" ({found.failed[0]})" if found.failed else ""
        raise failure(
            name,
            f"no entry of this {_TITLES[kind]} file can be read{more}; export it again.",
        )
    return found
