"""Arguments, and which command they call.

Exit status: 0 done, 1 some inputs failed or nothing has that id, 2 the call was wrong. What fails is one
line on standard error, never a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from briefing import __version__
from briefing.errors import NotFoundError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_MOST = 1_000_000_000
_PACK = ".briefpack"


class WrongCallError(UserError):
    """The call itself was wrong: status 2."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongCallError(f'briefing: {message}; see "briefing --help".')


def _text(words: str) -> str:
    # What the shell hands over need not be text; nothing in a library is called so.
    return words.encode("utf-8", "replace").decode("utf-8")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:12]) <= _MOST:
        raise argparse.ArgumentTypeError("give a number of 1 or more")
    return int(text[:12])


def _file(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("name a file")
    return Path(text)


def parser(*, commands: bool = True) -> argparse.ArgumentParser:
    """The whole command line, or what may stand before a command."""
    shared = _Parser(add_help=False)
    shared.add_argument("--library", type=_file, default=argparse.SUPPRESS, metavar="FILE")
    output = _Parser(add_help=False)
    output.add_argument("--json", action="store_true", help="print JSON and nothing else")
    top = _Parser(
        prog="briefing",
        description="Read, annotate and export briefings. Without a command: open the window.",
        parents=[shared],
    )
    top.add_argument("--version", action="version", version=f"briefing {__version__}")
    top.add_argument(
        "--screenshot", type=_file, metavar="FOLDER", help="paint every tab into pictures and end"
    )
    if not commands:
        top.set_defaults(command=None)
        return top
    known = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, words: str, *, json: bool = True) -> argparse.ArgumentParser:
        parents = [shared, output] if json else [shared]
        return known.add_parser(name, help=words, description=words, parents=parents)

    add("open", "open the window with what a pack would bring", json=False).add_argument(
        "file", type=_file, metavar="PACK"
    )
    add("list", "every briefing in the library")
    show = add("show", "a briefing with every entry in full")
    show.add_argument("id", type=_text)
    show.add_argument(
        "--at", type=_text, default="", metavar="DATE", help="as it stood at the end of that day"
    )
    bring = add("import", "read articles, references, tables or whole folders into the library")
    bring.add_argument("files", nargs="+", type=_file, metavar="FILE")
    bring.add_argument(
        "--as",
        dest="rows",
        choices=["actors", "events", "relations"],
        help="what the rows of a table are",
    )
    bring.add_argument("--into", type=_text, metavar="ID", help="the briefing that uses the source")
    bring.add_argument(
        "--version-of",
        type=_text,
        default="",
        metavar="SOURCE",
        help="the file is a newer version of this source",
    )
    bring.add_argument("--date", type=_text, default="", metavar="EDTF", help="the articles' date")
    find = add("search", "search entries, documents and shared notes")
    find.add_argument("words", nargs="+", type=_text, metavar="WORDS")
    find.add_argument("--limit", type=_number, default=50, metavar="N")
    _export(add("export", "write a briefing to a file"))
    add("check", "what a reviewer would send back").add_argument("id")
    blocs = add("blocs", "who stands with whom at a date")
    blocs.add_argument("id", type=_text)
    blocs.add_argument(
        "--at", type=_text, default="", metavar="DATE", help="an EDTF date; else the as-of date"
    )
    blocs.add_argument(
        "--and",
        dest="other",
        type=_text,
        default="",
        metavar="DATE",
        help="a second date beside it",
    )
    blocs.add_argument(
        "--view",
        type=_text,
        default="map",
        metavar="VIEW",
        help="map, diagram, matrix or difference (of two dates, in one map)",
    )
    blocs.add_argument(
        "--audience", type=_text, default="", metavar="MARKING", help="a TLP label: who may read it"
    )
    blocs.add_argument(
        "--to",
        type=_file,
        metavar="FILE",
        help="write a picture (.svg, .pdf, .png) or a graph (.graphml, .gexf, .geojson)",
    )
    _relate(
        add("reference", "add facts of the reference set: alliances and disputes since 1816"),
        add("suggest", "blocs that the ties of a date suggest, and who is pulled both ways"),
    )
    add("history", "what happened to an entry").add_argument("entry", type=_text)
    add("log", "the newest change sets").add_argument(
        "--limit", type=_number, default=200, metavar="N"
    )
    add("backup", "copy the library into a new file", json=False).add_argument("file", type=_file)
    _exchange(
        add("pack", "put briefings into a file for another laptop"),
        add("merge", "merge a pack from another laptop"),
    )
    draw = add("extract", "draw actors, quotes, events, claims and relations out of articles")
    draw.add_argument("files", nargs="+", type=_file, metavar="FILE")
    draw.add_argument(
        "--date",
        default="",
        type=_text,
        metavar="EDTF",
        help="the day on which the articles appeared",
    )
    doctor = add("doctor", "examine the library, and save what can be saved")
    doctor.add_argument("--repair", action="store_true")
    return top


def _opens_window(arguments: Sequence[str]) -> bool:
    """Whether there is no command, seen at a glance: a window opens sooner without their arguments."""
    pairs = dict(zip(arguments[::2], arguments[1::2], strict=False))
    return len(arguments) % 2 == 0 and pairs.keys() <= {"--library", "--screenshot"}


def _exchange(pack: argparse.ArgumentParser, merge: argparse.ArgumentParser) -> None:
    """The arguments of ``briefing pack`` and ``briefing merge``."""
    pack.add_argument("ids", nargs="+", type=_text, metavar="ID")
    pack.add_argument("--to", type=_file, required=True, metavar="FILE")
    pack.add_argument(
        "--edition", action="store_true", help="for readers: as it stands now, without history"
    )
    pack.add_argument(
        "--marking", type=_text, default="", metavar="MARKING", help="a TLP label: who may read it"
    )
    pack.add_argument(
        "--reader",
        type=_text,
        action="append",
        default=[],
        metavar="KEY",
        help="encrypt for this key, its fingerprint, or the name of somebody trusted",
    )
    merge.add_argument("file", type=_file, metavar="FILE")
    merge.add_argument("--dry-run", action="store_true", help="say what it would bring")
    merge.add_argument("--trust", action="store_true", help="remember that the key is the sender's")
    for command in (pack, merge):
        command.add_argument(
            "--passphrase-file", type=_file, metavar="FILE", help="the passphrase is its first line"
        )


def _relate(reference: argparse.ArgumentParser, suggest: argparse.ArgumentParser) -> None:
    """The arguments of ``briefing reference`` and ``briefing suggest``."""
    reference.add_argument("id", type=_text)
    reference.add_argument(
        "--at", type=_text, required=True, metavar="TIME", help="a year, a day, or 1949/1955"
    )
    reference.add_argument(
        "--state",
        type=_text,
        action="append",
        default=[],
        metavar="NAME",
        help="this state beside those that the briefing names",
    )
    reference.add_argument("--all", action="store_true", help="all states of that time")
    reference.add_argument(
        "--kind",
        type=_text,
        action="append",
        default=[],
        metavar="KIND",
        help="defence pact (unless told), non-aggression, consultation, war, dispute, rivalry …",
    )
    reference.add_argument("--dry-run", action="store_true", help="say what would join")
    suggest.add_argument("id", type=_text)
    suggest.add_argument(
        "--at", type=_text, default="", metavar="DATE", help="an EDTF date; else the as-of date"
    )
    suggest.add_argument(
        "--resolution",
        type=_text,
        default="1",
        metavar="N",
        help="0.3 (few large) to 3 (many small)",
    )


def _export(command: argparse.ArgumentParser) -> None:
    """The arguments of ``briefing export``; services know which values there are."""
    command.add_argument("id", type=_text)
    command.add_argument("--to", type=_file, required=True, metavar="FILE")
    command.add_argument(
        "--format", type=_text, default="", help="by default that of the file’s suffix"
    )
    command.add_argument("--kind", choices=["summary", "full"], default="")
    command.add_argument(
        "--audience", type=_text, default="", metavar="MARKING", help="a TLP label: who may read it"
    )
    command.add_argument("--notes", choices=["none", "shared"], default="none")
    command.add_argument("--paper", choices=["a4", "us-letter"], default="a4")
    command.add_argument(
        "--parts", type=_text, metavar="NAME,…", help="print these parts of the full report only"
    )
    command.add_argument(
        "--list", type=_text, default="", metavar="NAME", help="the one list of a sheet"
    )


def main(arguments: Sequence[str], run: Callable[[argparse.Namespace], int]) -> int:
    """Parse ``arguments`` and let ``run`` do what they say; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of files need not be text, and a terminal need not know every letter.
            stream.reconfigure(errors="backslashreplace")
    try:
        if arguments and arguments[0].lower().endswith(_PACK):
            # As a file manager calls the program for a file that was pressed twice.
            arguments = ["open", *arguments]
        options = parser(commands=not _opens_window(arguments)).parse_args(list(arguments))
        return run(options)
    except WrongCallError as error:
        print_error(str(error))
        return 2
    except NotFoundError as error:
        print_error(str(error))
        return 1
    except UserError as error:
        print_error(str(error))
        return 1
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print_error("Interrupted; what was begun has been rolled back.")
        return 130
    except Exception as error:
        if os.environ.get("BRIEFING_DEBUG"):
            raise
        print_error(
            f"briefing: something unexpected went wrong ({type(error).__name__}: {error}); "
            "nothing half-done was kept. BRIEFING_DEBUG=1 shows where."
        )
        return 1


#: Control characters by signs for them: words from elsewhere give a terminal no orders.
_SIGNS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


def plain(text: str) -> str:
    """A text with signs in place of control characters."""
    return text.translate(_SIGNS)


def print_error(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(plain(" ".join(text.splitlines())) + "\n")
