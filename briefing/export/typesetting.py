"""What every template for paper shares: fonts, the compiler, the cleaning of words, errors in one line.

The same inputs give the same bytes on every machine: only the shipped fonts are used and the only
date in a file is the one given. Words go to Typst as JSON and are never markup.

A template of the same name in the folder ``templates`` beside the user's settings is used in place of
the shipped one. It may read the files of its folder and import ``@briefing/parts``, and nothing else.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import UserError
from briefing.paths import config_folder, resource
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from typst import PDFStandard

PAPERS = ("a4", "us-letter")

_LOG = logging.getLogger(__name__)
# What a file may say of itself, the most first. Typst makes none of which it finds that it is untrue.
_CLAIMS: tuple[tuple[PDFStandard, ...], ...] = (("a-2a", "ua-1"), ("ua-1",))
_NAMES = {"a-2a": "PDF/A-2a", "ua-1": "PDF/UA-1"}

# Characters that turn the direction of all that follows (what is left has its own direction), and
# those that choose between looks of the sign before them, of which the shipped fonts have one.
_UNPRINTED = re.compile("[\u202a-\u202e\u2066-\u2069\u20e3\ufe0e\ufe0f]")
# Long words without a place to break would run off the paper.
_ENDLESS, _WORD = 30, 45
BREAK = "\u200b"
_COLOURS = {"RED": "red", "AMBER": "amber", "AMBER+STRICT": "amber", "GREEN": "green"}
_UNCLEAR_END = b"\r\nendstream"
# A row of the table of objects that are in use.
_OFFSET = re.compile(rb"(?m)^(\d{10})( \d{5} n)")
_WHERE = re.compile(r"┌─ (.+?):(\d+):\d+")


@dataclass(frozen=True, slots=True)
class Template:
    """A template file; ``is_house`` where it is the user's own."""

    file: Path
    is_house: bool = False


def find_template(name: str) -> Template:
    """The template of this name, ``"full"``: the house's where there is one, else the shipped one."""
    own = config_folder() / "templates" / f"{name}.typ"
    if own.is_file():
        return Template(own, is_house=True)
    return Template(resource("templates", f"{name}.typ"))


def template_state(name: str) -> str:
    """Another text whenever a template of the house or a file beside it has changed; else empty."""
    template = find_template(name)
    if not template.is_house:
        return ""
    files = sorted(one for one in template.file.parent.rglob("*") if one.is_file())
    seen = [(str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files]
    return str(seen)


def check_paper(paper: str) -> None:
    """Raises UserError for a paper that is not known."""
    if paper not in PAPERS:
        raise UserError(f"{paper}: this paper is not known; choose {' or '.join(PAPERS)}.")


class Typesetter:
    """One template with its data. Typst keeps what it has set, so what is alike is set once."""

    def __init__(self, name: str, inputs: Mapping[str, str]) -> None:
        import typst

        self._template = find_template(name)
        if self._template.is_house:
            _stay_offline()
        self._compiler = typst.Compiler(
            self._template.file,
            root=self._template.file.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=dict(inputs),
            # Packages are looked for here and nowhere else.
            package_path=resource("templates"),
            package_cache_path=resource("templates"),
        )

    def eval(self, expression: str) -> str:
        """What a Typst expression comes to in the finished document, as JSON. No file is made."""
        with _told_in_one_line(self._template):
            return self._compiler.eval(expression)

    def pngs(self, dots: float) -> list[bytes]:
        """Each page painted, with so many dots to an inch."""
        with _told_in_one_line(self._template):
            made = self._compiler.compile(format="png", ppi=dots)
        return [_whole(one) for one in (made if isinstance(made, list) else [made])]

    def pdf(self, timestamp: int) -> bytes:
        """The file, dated ``timestamp``, in seconds since 1970.

        It claims PDF/A-2a and PDF/UA-1 unless Typst finds that it may not; the log then says why.
        That is where a character stands in none of the fonts: the page says so with a box.
        """
        import typst

        when = max(0, timestamp)
        refused: list[str] = []
        for claims in _CLAIMS:
            try:
                made = self._compiler.compile(
                    format="pdf", timestamp=when, pdf_standards=list(claims)
                )
            except typst.TypstError as error:
                names = " and ".join(_NAMES[one] for one in claims)
                refused.append(f"{names}: {' '.join(error.message.split())[:300]}")
            else:
                break
        else:
            with _told_in_one_line(self._template):
                made = self._compiler.compile(format="pdf", timestamp=when)
        for one in refused:
            _LOG.warning("the file does not claim %s", one)
        return _whole(made)


def _whole(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise UserError("The page could not be set: nothing came back. Please report this.")
    return _with_clear_ends(made) if _UNCLEAR_END in made else made


def _with_clear_ends(made: bytes) -> bytes:
    """The file with a full line end after every stream whose last byte is a carriage return.

    Typst ends a stream with a line feed alone. After such a byte the two read as one line end, and the
    stream as one byte shorter than it says, which PDF/A forbids.
    """
    head, _, tail = made.rpartition(b"startxref")
    begin = int(tail.split(None, 1)[0])
    places = [found.start() + 1 for found in re.finditer(_UNCLEAR_END, made[:begin])]

    def moved(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d%s" % (offset + bisect_right(places, offset), found[2])

    body = made[:begin].replace(_UNCLEAR_END, b"\r" + _UNCLEAR_END)
    table = _OFFSET.sub(moved, head[begin:])
    return (
        body + table + b"startxref" + tail.replace(b"%d" % begin, b"%d" % (begin + len(places)), 1)
    )


@lru_cache(maxsize=1)
def _fonts() -> Any:  # noqa: ANN401 - loaded late
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(resource("fonts"))],
    )


@lru_cache(maxsize=1)
def _stay_offline() -> None:
    """Keep a template from having Typst fetch packages, which it would do for ``@preview``.

    Typst knows no switch for that. It asks this variable which proxy to use, and one of this sort it
    refuses before it opens a connection. Nothing else in this program asks for a proxy.
    """
    for name in ("HTTPS_PROXY", "https_proxy"):
        os.environ[name] = "socks5://0.0.0.0:1"


@contextmanager
def _told_in_one_line(template: Template) -> Generator[None]:
    import typst

    try:
        yield
    except (typst.TypstError, RuntimeError, ValueError) as error:
        words = f"{_place(template, error)}: {_reason(error)}"
        if not template.is_house:
            raise UserError(f"The page could not be set: {words}. Please report this.") from error
        raise UserError(
            f"{words}. Correct the template, or take it away to use the shipped one."
        ) from error


def _reason(error: Exception) -> str:
    words = " ".join(str(error).split())
    if "failed to download package" in words:
        return "packages are not fetched, since no connection is opened; put the file beside it"
    return words[:200].rstrip(".")


def _place(template: Template, error: Exception) -> str:
    """File and line of an error, as far as Typst tells them; a file of the house with its folder."""
    # Warnings come before it and have places too.
    told = getattr(error, "diagnostic", "").partition("error:")[2]
    found = _WHERE.search(told)
    name, line = found.groups() if found else (template.file.name, "")
    own = template.file.parent / Path(name).name
    shown = name if name.startswith("@") else str(own) if template.is_house else own.name
    return f"{shown}, line {line}" if line else shown


def look(marking: str) -> dict[str, object]:
    """The colours of paper, and the marking in its own; ``marking`` is the whole label."""
    tokens = load_tokens(PRINT_THEME)
    colour = _COLOURS.get(marking.removeprefix("TLP:"), "clear")
    return {
        "tokens": dict(tokens),
        "marking": clean(marking),
        "marking_colour": tokens[f"tlp.{colour}"],
    }


def language_code(language: str) -> str:
    """The language as Typst takes it, two or three letters; English where it is none."""
    code = language.split("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else "en"


def clean(text: str, *, keep_ends: bool = False) -> str:
    """Printable text: no control characters, no overrides of direction, single spaces."""
    kept = text
    if not text.isprintable() or _UNPRINTED.search(text):
        kept = "".join(
            " " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one
            for one in _UNPRINTED.sub("", text)
            if unicodedata.category(one) not in ("Cs", "Cn")
        )
    joined = " ".join(kept.split())
    if not keep_ends:
        return joined
    before = " " if kept[:1].isspace() else ""
    after = " " if joined and kept[-1:].isspace() else ""
    return f"{before}{joined}{after}"


def cut_at_word(text: str, room: int) -> str:
    """The text as far as there is room, ending in "…" at a word where it is cut."""
    if len(text) <= room:
        return text
    cut = text[:room]
    at = cut.rfind(" ")
    return (cut[:at] if at > room // 2 else cut).rstrip(" ,;:–-") + "…"


def breakable(text: str, room: int = _ENDLESS) -> str:
    """The text with a place to break after every ``room`` characters without a space.

    A word is left to the rules of its language, which part it better.
    """
    if len(text) <= room:
        return text
    return _endless(room).sub(_parted(room), text)


def _parted(room: int) -> Callable[[re.Match[str]], str]:
    def part(found: re.Match[str]) -> str:
        token = found[0]
        if len(token) <= _WORD and token.isalpha():
            return token
        return BREAK.join(token[at : at + room] for at in range(0, len(token), room))

    return part


@lru_cache(maxsize=32)
def _endless(room: int) -> re.Pattern[str]:
    return re.compile(rf"\S{{{room + 1},}}")
