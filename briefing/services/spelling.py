"""Spelling: words looked up in Hunspell dictionaries, the user's own words, and names left alone."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import UserError
from briefing.paths import config_folder, resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hunspell import HunspellWrap

#: Where dictionaries of the system lie, by platform.
_SYSTEM = (
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/Library/Spelling",
    "~/Library/Spelling",
)
#: A word: letters with apostrophes inside. What has digits, an underline or "@" beside it is none.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_BESIDE = re.compile(r"[\w@/\\:.]", re.UNICODE)
_LONGEST = 60
OWN_WORDS = "dictionary.txt"


class Speller:
    """Looks words up. Loaded on any thread, then asked on one."""

    def __init__(
        self, language: str, dictionaries: list[HunspellWrap], own: Path | None = None
    ) -> None:
        self.language = language
        self._dictionaries = dictionaries
        self._file = own or config_folder() / OWN_WORDS
        self._own = _read_words(self._file)
        self._known: dict[str, bool] = {}

    def is_right(self, word: str) -> bool:
        """Whether a word is spelt as a dictionary or the user has it; what cannot be judged is."""
        plain = word.replace("’", "'")
        known = self._known.get(plain)
        if known is None:
            if len(self._known) > 50_000:
                self._known.clear()
            known = self._known[plain] = self._look_up(plain)
        return known

    def _look_up(self, word: str) -> bool:
        if len(word) < 2 or len(word) > _LONGEST or word.isupper() or word.casefold() in self._own:
            return True
        if word[-2:] in ("'s", "s'") and word[:-2].rstrip("'").casefold() in self._own:
            return True
        return any(_has(one, word) for one in self._dictionaries)

    def suggest(self, word: str, most: int = 6) -> list[str]:
        """Words that may be meant, the likeliest first."""
        plain, found = word.replace("’", "'"), dict[str, None]()
        for one in self._dictionaries:
            try:
                found |= dict.fromkeys(one.suggest(plain))
            except (UnicodeError, ValueError):
                continue
        curly = "’" in word
        return [s.replace("'", "’") if curly else s for s in found][:most]

    def add(self, word: str) -> None:
        """Keep a word as right, on this laptop. Raises UserError where it cannot be written."""
        plain = word.replace("’", "'").strip()
        if not plain or plain.casefold() in self._own:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8", newline="\n") as file:
                file.write(plain + "\n")
        except OSError as error:
            raise UserError(
                f"{self._file}: the word could not be kept ({error.strerror})."
            ) from error
        self._own.add(plain.casefold())
        self._known.clear()

    def wrong_in(
        self, text: str, is_name: Callable[[str], bool] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Start and end of the words of a text that are not right, in code points.

        Left alone are names, addresses, words with digits, and words all in capitals.
        """
        for match in _WORD.finditer(text):
            start, end = match.span()
            if (start and _BESIDE.match(text[start - 1])) or _joined(text, end):
                continue
            word = match[0]
            if self.is_right(word) or (is_name is not None and is_name(word)):
                continue
            yield start, end


def _joined(text: str, end: int) -> bool:
    """Whether what follows a word makes it a part of an address or a number."""
    if end >= len(text):
        return False
    after = text[end]
    if after in ".:" and end + 1 < len(text):
        return bool(_WORD.match(text[end + 1])) or text[end + 1] in "/\\"
    return after.isdigit() or after in "_@/\\"


def _has(dictionary: HunspellWrap, word: str) -> bool:
    try:
        return bool(dictionary.spell(word))
    except (UnicodeError, ValueError):
        # Letters that the dictionary cannot write: a word of another language, not a slip.
        return True


def _read_words(file: Path) -> set[str]:
    try:
        return {line.strip().casefold() for line in file.read_text("utf-8").splitlines()} - {""}
    except (OSError, UnicodeDecodeError):
        return set()


def load_speller(language: str) -> Speller | None:
    """A speller for a language code ("en", "en-GB", "fr"), or None where no dictionary is here.

    "en" takes American and Commonwealth spelling alike. Slow enough for a thread of its own.
    """
    from hunspell import Hunspell

    found = [
        Hunspell(file.stem, hunspell_data_dir=str(file.parent))
        for file in dictionaries_for(language)
    ]
    return Speller(language, found) if found else None


def dictionaries_for(language: str) -> list[Path]:
    """The ``.dic`` files for a language code; its own country's first, else the first of any."""
    code = language.strip().replace("-", "_") or "en"
    tongue = code.split("_")[0].lower()
    here = _files()
    if code.lower() in here:
        return [here[code.lower()]]
    if tongue == "en":
        wanted = ("en_au",) if "_" in code else ("en_us", "en_au")
        return [here[name] for name in wanted if name in here]
    same = sorted(name for name in here if name.split("_")[0] == tongue)
    return [here[tongue] if tongue in here else here[same[0]]] if same else []


def _files() -> dict[str, Path]:
    """Lower-case name → dictionary. What the program ships goes before the system's."""
    import hunspell

    shipped = [resource("dictionaries"), Path(str(hunspell.__file__)).parent / "dictionaries"]
    folders = [*shipped, *(Path(name).expanduser() for name in _SYSTEM)]
    if sys.platform == "win32":
        folders = shipped
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.dic")) if folder.is_dir() else ():
            if file.with_suffix(".aff").is_file() and not file.stem.startswith("hyph_"):
                found.setdefault(file.stem.lower().replace("-", "_"), file)
    return found
