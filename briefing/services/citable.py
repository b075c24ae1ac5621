"""The entries that a text may cite, held in memory so that no key typed asks the library."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.citing import Ref
from briefing.domain.folding import cjk_runs, fold
from briefing.domain.records import word
from briefing.store.citable import citable
from briefing.store.search_text import OWNERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.domain.changes import ChangeSet
    from briefing.services.workspace import Workspace
    from briefing.store.citable import Row

#: Kinds that can be cited, those that are met by name first.
KINDS = (
    "quote",
    "claim",
    "event",
    "relation",
    "judgment",
    "hypothesis_matrix",
    "bloc",
    "source",
    "actor",
)
# What of an entry is looked at: a look at the first words, not a search of the library.
_LETTERS, _RUN, _SHOWN = 120, 12, 160
#: Entries of one kind weighed for one key, so that a key never waits for a hundred thousand.
_WEIGHED = 400
_EACH = 8
_WORDS = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Citable:
    """An entry that can be cited: what is shown of it, and its folded words each after a blank."""

    ref: Ref
    label: str
    key: str

    @property
    def kind_word(self) -> str:
        """What a person calls its kind."""
        return word(self.ref.kind)


class CiteIndex:
    """Every citable entry of a briefing by the beginnings of its words. Made once, then only read."""

    def __init__(self) -> None:
        self.entries: dict[Ref, Citable] = {}
        self.rows: dict[Ref, Row] = {}
        self._by_kind: dict[str, list[Citable]] = {kind: [] for kind in KINDS}
        self._at: dict[str, dict[str, array[int]]] = {kind: {} for kind in KINDS}
        self._words: dict[str, list[str]] = {kind: [] for kind in KINDS}

    def label(self, ref: Ref) -> str:
        """The words by which an entry is known; empty for one that is not here."""
        found = self.entries.get(ref)
        return found.label if found else ""

    def is_name(self, word: str) -> bool:
        """Whether a word is part of a name of an actor known here."""
        plain = fold(word).removesuffix("'s")
        return plain in self._at["actor"] or plain.removesuffix("'") in self._at["actor"]

    def find(self, typed: str) -> list[Citable]:
        """The entries whose words begin as those typed do, the likeliest first; all kinds in turn."""
        parts = _words_of(typed)
        found: list[tuple[int, int, Citable]] = []
        for rank, kind in enumerate(KINDS):
            best: list[tuple[int, int, Citable]] = []
            for at, one in enumerate(self._candidates(kind, parts)):
                if all(f" {part}" in one.key for part in parts):
                    begins = one.key.startswith(" " + " ".join(parts)) if parts else True
                    best.append((0 if begins else 1, at, one))
            best.sort(key=lambda hit: hit[:2])
            found += [(hit[0], rank, hit[2]) for hit in best[:_EACH]]
        found.sort(key=lambda hit: hit[:2])
        return [one for _begins, _rank, one in found]

    def _candidates(self, kind: str, parts: list[str]) -> Iterator[Citable]:
        here = self._by_kind[kind]
        if not parts:
            yield from here[:_EACH]
            return
        words, at = self._words[kind], self._at[kind]
        pivot = max(parts, key=len)
        seen: set[int] = set()
        place = bisect_left(words, pivot)
        while place < len(words) and words[place].startswith(pivot):
            for number in at[words[place]]:
                if number not in seen:
                    if len(seen) >= _WEIGHED and len(parts) == 1:
                        return
                    seen.add(number)
                    yield here[number]
            place += 1

    def add(self, row: Row, known: Citable | None = None) -> None:
        """Take in an entry; ``known`` is what was made of the same row before."""
        one = known or _citable(row)
        kind = row[0]
        self.entries[one.ref] = one
        self.rows[one.ref] = row
        number = len(self._by_kind[kind])
        self._by_kind[kind].append(one)
        at = self._at[kind]
        for each in dict.fromkeys(one.key.split()):
            if each in at:
                at[each].append(number)
            else:
                at[each] = array("I", (number,))

    def close(self) -> None:
        """All entries are in: from here on it is only read."""
        for kind in KINDS:
            self._words[kind] = sorted(self._at[kind])


def build_index(
    workspace: Workspace,
    briefing_id: str,
    before: CiteIndex | None = None,
    check: Callable[[], None] | None = None,
) -> CiteIndex:
    """Read what a briefing can cite; what is as it was in ``before`` is taken from there.

    For a thread of its own. ``check`` is called between batches and may raise to end it.
    """
    made = CiteIndex()
    old: dict[Ref, Row] = before.rows if before else {}
    with workspace.read() as connection:
        for batch in citable(connection, briefing_id, KINDS):
            if check:
                check()
            for row in batch:
                ref = Ref(row[0], row[1])
                same = before is not None and old.get(ref) == row
                made.add(row, before.entries[ref] if before and same else None)
    made.close()
    return made


def touches(done: ChangeSet) -> bool:
    """Whether a change set may have changed what can be cited, or how it is called."""
    return not _SHOWN_KINDS.isdisjoint(done.touched)


_SHOWN_KINDS = frozenset(KINDS) | frozenset(
    part for part, owner in OWNERS.items() if not owner.kind or owner.kind in KINDS
)


def _citable(row: Row) -> Citable:
    kind, entry_id, title, body, names = row
    text = " ".join((f"{title}: {body}" if kind == "quote" else title).split())
    label = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
    key = " ".join(dict.fromkeys(_words_of(f"{text[:_LETTERS]} {names}", whole=False)))
    return Citable(Ref(kind, entry_id), label, f" {key}")


def _words_of(text: str, *, whole: bool = True) -> list[str]:
    """The folded words of a text; ``whole`` False adds where each word may begin in a run of CJK.

    Such scripts have no blanks: any character of a run may be the first of what is looked for.
    """
    folded = fold(text)
    words = _WORDS.findall(folded)
    if not whole:
        for run in cjk_runs(folded):
            words += [run[at : at + _RUN] for at in range(1, len(run))]
    return words


def elided(label: str, letters: int) -> str:
    """The first words of a label in about so many letters."""
    if len(label) <= letters:
        return label
    cut = label[:letters]
    at = cut.rfind(" ")
    return (cut[:at] if at > letters // 2 else cut).rstrip(" ,.;:–-") + "…"


def labels(index: CiteIndex | None, refs: Iterable[Ref]) -> list[str]:
    """What a citation says of its entries: the label, or the kind where it is not known here."""
    return [(index.label(ref) if index else "") or word(ref.kind) for ref in refs]
