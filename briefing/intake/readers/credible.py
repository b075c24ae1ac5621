"""Which of the things that programs write into a file's head may be believed.

Office programs and printers fill in titles, authors and dates of their own; a wrong author is worse
than none.
"""

from __future__ import annotations

import re

from briefing.intake.readers.result import edtf, one_line, words

_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|document|dokument|documento|title|titel|slide|presentation"
    r"|word document|normal|template|print|scan(?:ned)?|image|noname|none|null)[\s_-]*\d*\Z"
    r"|microsoft (?:word|powerpoint|excel)\b|.*\.(?:docx?|rtf|odt|pdf|indd|qxd|pmd|tex|dvi|html?"
    r"|pptx?|xlsx?|txt|fm|p65)\Z|(?:https?|file)://|[\W\d_]*\Z",
    re.IGNORECASE,
)
_NO_AUTHORS = words(
    "user admin administrator owner root unknown anonymous author default guest home office pc"
    " desktop laptop microsoft adobe acrobat word writer libreoffice openoffice python-docx none"
    " null test me windows scanner canon xerox ricoh epson hp"
)
_PROGRAM = re.compile(
    r"\b(?:microsoft|adobe|acrobat|libreoffice|openoffice|latex|typst|chrome|firefox|safari"
    r"|python-docx|wkhtmltopdf|quartz|ghostscript)\b|[\\/@]|\.(?:exe|dll)\b",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"chrom|skia|firefox|mozilla|safari|webkit|wkhtml|print to pdf|edge|cairo|quartz", re.IGNORECASE
)
_LONGEST_TITLE = 400
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")


def title(told: str) -> str:
    """A title, or empty where it is a file's name, a program's or a placeholder."""
    text = one_line(told)
    good = 2 < len(text) <= _LONGEST_TITLE and not _NO_TITLE.match(text)
    return text if good else ""


def authors(told: str) -> tuple[str, ...]:
    """The authors named in one string, or none where it is a login or a program."""
    text = one_line(told)
    parts = re.split(r"\s*;\s*|\s+and\s+|\s+&\s+", text)
    if len(parts) == 1 and text.count(",") > 1:
        parts = re.split(r"\s*,\s*", text)
    return tuple(p for p in parts if _is_author(p))


def _is_author(name: str) -> bool:
    if not 2 < len(name) <= 120 or name.casefold() in _NO_AUTHORS or _PROGRAM.search(name):
        return False
    # One word in small ASCII letters is a login; a name is written with a capital, or in a script
    # that has none.
    return not (name.isascii() and (name == name.lower() or any(c.isdigit() for c in name)))


def made(told: str, text: str, *, by: str = "") -> str:
    """The day of a file's making as EDTF, where it may be the day of publication; else empty.

    It is not where a browser printed the file, and not where the text never names that year.
    """
    match = _DATE.match(told.strip())
    if match is None or (by and _PRINTED.search(by)):
        return ""
    year = match[1]
    if not re.search(rf"(?<!\d){year}(?!\d)", text):
        return ""
    return edtf("-".join(part for part in match.groups() if part))
