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
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.errors import UserError
from briefing.paths import config_folder, resource
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from typst import PDFStandard

PAPERS = ("a4", "us-letter")

_LOG = logging.getLogger(__name__)
# What a file may say of itself, the most first. Typst makes none of which it finds that it is untrue.
_CLAIMS: tuple[tuple[PDFStandard, ...], ...] = (("a-2a", "ua-1"), ("ua-1",))
_NAMES = {"a-2a": "PDF/A-2a", "ua-1": "PDF/UA-1"}

# Characters that turn the direction of all that follows; what is left has its own direction.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Long words without a place to break would run off the paper.
_ENDLESS = 30
_BREAK = "\u200b"
_COLOURS = {"RED": "red", "AMBER": "amber", "AMBER+STRICT": "amber", "GREEN": "green"}
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

    def pdf(self, timestamp: int) -> bytes:
        """The file, dated ``timestamp``, in seconds since 1970.

        It claims PDF/A-2a and PDF/UA-1 unless Typst finds that it may not; the log then says why.
        That is where a character stands in none of the fonts: the page says so with a box.
        """
        import typst

        when = max(0, timestamp)
        for claims in _CLAIMS:
            try:
                made = self._compiler.compile(
                    format="pdf", timestamp=when, pdf_standards=list(claims)
                )
            except typst.TypstError as error:
                names = " and ".join(_NAMES[one] for one in claims)
                why = " ".join(error.message.split())[:300]
                _LOG.warning("the file does not claim %s: %s", names, why)
            else:
                return _whole(made)
        with _told_in_one_line(self._template):
            return _whole(self._compiler.compile(format="pdf", timestamp=when))


def _whole(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise UserError("The page could not be set: nothing came back. Please report this.")
    return made


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
        words = " ".join(str(error).split())[:200]
        if not template.is_house:
            raise UserError(f"The page could not be set: {words}. Please report this.") from error
        raise UserError(
            f"{_place(template, error)}: {words}. Correct the template, or take it away to use the "
            "shipped one."
        ) from error


def _place(template: Template, error: Exception) -> str:
    """File and line of an error in a template of the house, as far as Typst tells them."""
    found = _WHERE.search(getattr(error, "diagnostic", ""))
    if found is None:
        return str(template.file)
    name, line = found.groups()
    file = template.file.parent / name
    return f"{file if file.is_file() else name}, line {line}"


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
    if not text.isascii() or not text.isprintable():
        kept = "".join(
            " " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one
            for one in _TURNS.sub("", text)
            if unicodedata.category(one) not in ("Cs", "Cn")
        )
    joined = " ".join(kept.split())
    if not keep_ends:
        return joined
    before = " " if kept[:1].isspace() else ""
    after = " " if joined and kept[-1:].isspace() else ""
    return f"{before}{joined}{after}"


def breakable(text: str, room: int = _ENDLESS) -> str:
    """The text with a place to break after every ``room`` characters without a space."""
    if len(text) <= room:
        return text
    return _endless(room).sub(lambda found: found[0] + _BREAK, text)


@lru_cache(maxsize=32)
def _endless(room: int) -> re.Pattern[str]:
    return re.compile(rf"\S{{{room}}}(?=\S)")
