"""What the words of a run are: people, organisations, states, places, or nothing that can be told."""

# long because: what a run is follows from what all its words are, one after the other.

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.intake import gazetteer
from briefing.intake.bodies import ALONE, GROUPS_ALONE, LEADING, body_end
from briefing.intake.datewords import MONTHS, SHORT_MONTHS
from briefing.intake.namesigns import (
    ARABIC_HEADS,
    MET_BEFORE,
    NAME_TAIL,
    OF_STATE,
    ORDINARY,
    PARTICLES,
    SAID_AFTER,
    SURELY_GROUND,
    SURNAMES,
    WATERS,
    WITH_BEFORE,
    Found,
)
from briefing.intake.people import is_family_first, is_syllables
from briefing.intake.titles import (
    BODIES,
    COMMON,
    GROUNDS,
    OFFICES,
    REALMS,
    STRONG_TITLES,
    TITLES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.intake.runs import Run


_POLITE = frozenset(("Mr", "Mrs", "Ms", "Miss"))
_MONTHS = frozenset(month.title() for month in (*MONTHS, *SHORT_MONTHS))


def sort_run(text: str, run: Run) -> list[Found]:
    """The names in a run, in order."""
    return _Sorter(text, run).sorted()


class _Sorter:
    def __init__(self, text: str, run: Run) -> None:
        self._text = text
        self._words = run.words
        # Known names are written with plain apostrophes.
        self._plain = [word.text.replace("’", "'") for word in run.words]
        self._begins = run.begins
        self._ministers = "Minister" in self._plain or "Undersecretary" in self._plain
        self._found: list[Found] = []
        self._iso = ""

    def sorted(self) -> list[Found]:
        at, total = 0, len(self._words)
        while at < total:
            if self._words[at].join and self._words[at].join not in PARTICLES:
                self._iso = ""
            at = self._take(at)
        return self._found

    def _take(self, at: int) -> int:
        """Sort what begins at a word; the number of the word after it."""
        plain = self._plain
        known = gazetteer.longest(plain, at)
        led = plain[at] in WATERS and at + 1 < len(plain)
        if led and self._words[at + 1].join.startswith("of") and (known is None or known[0] == 1):
            self._add("place", at, at + 2, self._said(at, at + 2), "ground", 0.8)
            return at + 2
        if known is not None:
            return self._known(at, *known)
        people = self._adjective(at)
        if people:
            return people
        if plain[at] in gazetteer.peoples():
            iso = gazetteer.peoples()[plain[at]]
            self._add("state", at, at + 1, gazetteer.state_names()[iso], "people", 0.7, iso=iso)
            return at + 1
        led = self._leads_minister(at)
        if led:
            return self._title(at, led)
        body = body_end(self._words, self._plain, at)
        if body:
            self._add("organisation", at, body, self._said(at, body), "body", 0.85)
            return body
        if plain[at] in ALONE and self._after_the(at):
            self._add("organisation", at, at + 1, plain[at], "body alone", 0.7)
            return at + 1
        if plain[at] in GROUPS_ALONE and self._is_group(at):
            self._add("group", at, at + 1, f"The {plain[at]}", "name of a group", 0.8)
            return at + 1
        if plain[at] in TITLES:
            return self._title(at)
        if plain[at] in COMMON:
            return at + 1
        return self._name(at, at, "")

    def _known(self, at: int, count: int, known: gazetteer.Known) -> int:
        end = at + count
        if count == 1 and at == 0 and self._begins and self._plain[at] in ORDINARY:
            return end
        body = (
            body_end(self._words, self._plain, at)
            if known.kind != "organisation" or count == 1
            else 0
        )
        if body > end:
            self._add("organisation", at, body, self._said(at, body), "body", 0.85, iso=known.iso)
            return body
        single = count == 1 and known.kind != "organisation"
        if single and self._is_given_name(at) and self._is_name_word(end):
            return self._name(at, at, "")
        if (
            known.kind == "place"
            and end < len(self._words)
            and self._plain[end] in GROUNDS
            and not self._words[end].join
        ):
            self._add("place", at, end + 1, self._said(at, end + 1), "ground", 0.8)
            return end + 1
        if known.kind == "state":
            self._iso = known.iso
        # "China" may be what stands before a title: "China President Xi Jinping".
        self._add(
            known.kind,
            at,
            end,
            known.name,
            known.rule,
            0.97 if known.rule == "name" else 0.8,
            iso=known.iso,
        )
        return end

    def _adjective(self, at: int) -> int:
        plain, found = self._plain, gazetteer.adjectives()
        for count in (2, 1):
            if at + count > len(plain) or any(
                word.join for word in self._words[at + 1 : at + count]
            ):
                continue
            iso = found.get(" ".join(plain[at : at + count]))
            if iso:
                body = (
                    body_end(self._words, self._plain, at + count)
                    if at + count < len(plain) and not self._words[at + count].join
                    else 0
                )
                following = at + count
                if not body and following < len(plain) and not self._words[following].join:
                    body = following + 1 if plain[following] in ALONE else 0
                if body:
                    self._add("organisation", at, body, self._said(at, body), "body", 0.88, iso=iso)
                    self._iso = ""
                    return body
                self._iso = iso
                return at + count
        return 0

    def _leads_minister(self, at: int) -> int:
        """Where "Minister" stands after words that say of what: "Armed Forces Minister"; else 0."""
        if not self._ministers or self._plain[at] in COMMON:
            return 0
        for end in range(at + 1, min(at + 4, len(self._words))):
            word = self._words[end]
            if word.join not in ("", "and") or self._is_given_name(end - 1):
                return 0
            if gazetteer.longest(self._plain, end) is not None:
                return 0
            if self._plain[end] in ("Minister", "Undersecretary"):
                return 0 if word.join else end
        return 0

    def _title(self, at: int, last: int = 0) -> int:
        """A title and the name behind it; a title alone is an office. ``last``: a word surely of it."""
        end = max(last, at) + 1
        total = len(self._words)
        while end < total:
            word = self._words[end]
            if word.join.startswith(("of", "for")):
                known = gazetteer.longest(self._plain, end)
                if known is not None and known[1].kind != "organisation":
                    last = end + known[0]
                    # "Minister for the Middle East Ivo Marek"; else the office stands alone.
                    if not self._may_follow(last):
                        end = last if word.join.startswith("for") else end
                        break
                    self._iso = known[1].iso or self._iso
                    end = last
                    continue
                if self._plain[end] not in REALMS:
                    if (
                        end + 1 >= total
                        or self._words[end + 1].join
                        or self._plain[end + 1] != "Affairs"
                    ):
                        break
                    end += 1  # "Under-Secretary-General for Humanitarian Affairs"
                end += 1
                while (
                    end < total
                    and self._plain[end] in REALMS
                    and self._words[end].join in ("", "and")
                ):
                    end += 1
            elif not word.join and self._plain[end] in TITLES | REALMS:
                end += 1
            else:
                break
        title = [word.text for word in self._words[at:end]]
        alone = end - at == 2 and self._plain[at].rstrip(".") in _POLITE
        if alone and self._plain[at + 1] not in OFFICES and not self._may_follow(end):
            return self._name(at, at + 1, self._said(at, at + 1))  # "Mr. Singer"
        if not self._iso and self._plain[end - 1] == "State" and (at == 0 or self._words[at].join):
            # Only one state calls its foreign minister so.
            self._iso = "US" if self._said(at, end).endswith("Secretary of State") else ""
        if end < total and not self._words[end].join and self._is_name_word(end):
            return self._name(at, end, self._said(at, end))
        if self._plain[end - 1] in OFFICES or (
            len(title) > 1 and any(word in OFFICES for word in title)
        ):
            self._office(at, end)
        return end

    def _may_follow(self, at: int) -> bool:
        """Whether a person's name begins at a word, with nothing between it and the one before."""
        return at < len(self._words) and not self._words[at].join and self._is_name_word(at)

    def _office(self, at: int, end: int) -> None:
        first, last = self._words[at], self._words[end - 1]
        self._found.append(
            Found(
                "office",
                first.start,
                last.end,
                self._said(at, end),
                "office",
                0.6,
                iso=self._iso,
                title=self._said(at, end),
                name_start=first.start,
                begins=self._begins and at == 0,
            )
        )
        self._iso = ""

    def _name(self, begin: int, at: int, title: str) -> int:
        """A person's name from a word on, or what cannot be told."""
        end = self._name_end(at)
        words = tuple(self._name_words(at, end))
        rule, confidence = self._person_rule(at, end, words, title)
        first = self._words[begin]
        said = self._said(at, end)
        kind = "person" if rule else "unsure"
        if not rule and len(words) > 1 and words[-1] in GROUNDS:
            kind, rule, confidence = "place", "ground", 0.7
        # What stands first in a sentence and may be any word is none of the name.
        if kind == "unsure" and len(words) > 1 and begin == 0 and self._begins:
            rest = tuple(words[1:])
            again, sure = self._person_rule(at + 1, end, rest, "")
            if again and len(rest) > 1:
                first, at, words, said = self._words[at + 1], at + 1, rest, self._said(at + 1, end)
                kind, rule, confidence = "person", again, sure
        self._found.append(
            Found(
                kind,
                first.start,
                self._words[end - 1].end,
                said,
                rule or "unsure",
                confidence,
                words,
                said,
                self._iso if title else "",
                title if rule else "",
                self._words[at].start,
                self._begins and begin == 0,
            )
        )
        self._iso = ""
        return end

    def _name_end(self, at: int) -> int:
        end, total = at + 1, len(self._words)
        while end < total and end - at < 5:
            word = self._words[end]
            if word.join and word.join not in PARTICLES:
                break
            if (
                not word.join
                and not self._is_name_word(end)
                and self._plain[end] not in NAME_TAIL
                and not self._is_surname(end)
                and not self._is_last_syllable(at, end)
            ):
                break
            end += 1
        return end

    def _is_last_syllable(self, at: int, end: int) -> bool:
        """Whether a word of every day ends a name of three syllables: "Tran Duc Long"."""
        word = self._plain[end]
        return (
            end - at == 2
            and len(word) <= 4
            and word not in _MONTHS
            and self._plain[at] in gazetteer.family_first()
            and all(map(is_syllables, (self._plain[at + 1], word)))
        )

    def _is_surname(self, at: int) -> bool:
        """Whether a word that is a title or a body elsewhere ends a name: "Julie Bishop"."""
        word = self._plain[at]
        # "Mayor Michael Bloomberg": nothing else stands behind a title and a given name.
        titled = at > 1 and self._plain[at - 2] in TITLES and word not in BODIES
        return (
            (word in SURNAMES or (titled and word not in COMMON))
            and self._is_given_name(at - 1)
            and not self._may_follow(at + 1)
        )

    def _name_words(self, at: int, end: int) -> Iterator[str]:
        for number, word in enumerate(self._words[at:end]):
            if word.join and number:
                yield word.join
            yield word.text

    def _is_name_word(self, at: int) -> bool:
        if at >= len(self._words):
            return False
        word = self._plain[at]
        if word in COMMON or word in BODIES or word in TITLES or word in gazetteer.adjectives():
            return word in gazetteer.given_names()
        known = gazetteer.longest(self._plain, at)
        return known is None or (
            known[0] == 1 and known[1].kind != "organisation" and at > 0 and not self._is_state(at)
        )

    def _is_state(self, at: int) -> bool:
        known = gazetteer.longest(self._plain, at)
        return (
            known is not None
            and known[1].kind == "state"
            and self._plain[at] not in gazetteer.given_names()
        )

    def _is_given_name(self, at: int) -> bool:
        return self._plain[at] in gazetteer.given_names()

    def _person_rule(
        self, at: int, end: int, words: tuple[str, ...], title: str
    ) -> tuple[str, float]:
        """By which rule the words are a person's name, and how sure that is; ("", 0) where none holds."""
        if title:
            strong = title.split()[-1] in STRONG_TITLES or len(words) > 1
            return ("title", 0.95) if strong else ("", 0.0)
        if words[-1] in SURELY_GROUND or words[-1] in REALMS or words[0] in LEADING:
            return "", 0.0
        if len(words) == 1 and words[0][:3] in ("al-", "el-"):
            # "al-Harthi said": such a name alone is a family's where somebody speaks.
            speaks = SAID_AFTER.match(self._text, self._words[end - 1].end)
            return ("said", 0.7) if speaks else ("", 0.0)
        if len(words) < 2 or any(
            word.isupper() and len(word) > 2 and "." not in word for word in words
        ):
            return "", 0.0
        if is_family_first(words):
            return "family first", 0.85
        if words[0] in gazetteer.given_names():
            return "given name", 0.9
        if len(words[0]) > 1 and len(words) > 2 and len(words[1].rstrip(".")) == 1:
            return "initial", 0.85
        if any(word in PARTICLES for word in words[1:]) or (
            any("l-" in word[:3] for word in words[1:])
            and "l-" not in words[0][:3]
            and words[0] not in ARABIC_HEADS
        ):
            return "particle", 0.8
        after = SAID_AFTER.match(self._text, self._words[end - 1].end)
        if (
            after
            and len(words) <= 3
            and not self._text.startswith("the ", max(0, self._words[at].start - 4))
        ):
            return "said", 0.75
        first = self._words[at].start
        if len(words) <= 3 and MET_BEFORE.search(self._text, max(0, first - 20), first):
            return "met", 0.7
        of = OF_STATE.match(self._text, self._words[end - 1].end)
        if (
            of
            and len(words) == 2
            and WITH_BEFORE.search(self._text, max(0, first - 12), first)
            and any(gazetteer.state_code(name) for name in (of["name"], of["name"].split()[0]))
        ):
            return "of a state", 0.7
        return "", 0.0

    def _is_group(self, at: int) -> bool:
        """Whether "the West" stands by itself: no place, no "the West of …", no "the West Coast"."""
        words, end = self._words, self._words[at].end
        alone = at + 1 == len(words) or bool(words[at + 1].join)
        return alone and self._after_the(at) and self._text[end : end + 4] != " of "

    def _after_the(self, at: int) -> bool:
        start = self._words[at].start
        return self._text[max(0, start - 4) : start].lower() == "the " and not self._words[at].join

    def _said(self, at: int, end: int) -> str:
        return " ".join(self._text[self._words[at].start : self._words[end - 1].end].split())

    def _add(
        self,
        kind: str,
        at: int,
        end: int,
        name: str,
        rule: str,
        confidence: float,
        *,
        iso: str = "",
    ) -> None:
        first, last = self._words[at], self._words[end - 1]
        self._found.append(
            Found(
                kind,
                first.start,
                last.end,
                name,
                rule,
                confidence,
                (),
                self._said(at, end),
                iso,
                "",
                first.start,
                self._begins and at == 0,
            )
        )
