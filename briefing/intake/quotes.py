"""Quotations and who said them, as proposals: the rooms beside do the reading, this one puts it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake.antecedents import behind
from briefing.intake.draft import ProposedQuote
from briefing.intake.pronouns import NOBODY, Behind
from briefing.intake.quotereading import Voice, voices
from briefing.intake.quotesure import sureness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.intake.article import Article
    from briefing.intake.draft import Span
    from briefing.intake.knownnames import Added, Names


class Said(NamedTuple):
    """A quotation and the numbers of the actors who said it."""

    voice: Voice
    behind: Behind


@dataclass(frozen=True, slots=True)
class Quotations:
    """What an article quotes; the words that it only marks; the actors whom only their speaking names.

    An actor's number is its place in ``Names.actors`` followed by ``added``.
    """

    said: tuple[Said, ...]
    marked: tuple[Voice, ...]
    added: tuple[Added, ...]


def find(article: Article, names: Names) -> Quotations:
    """The quotations of an article, in order of where they begin."""
    heard = voices(article)
    said = [voice for voice in heard if voice.kind != "scare"]
    said.sort(key=lambda voice: voice.fragments[0])
    known, added = behind(article, names, [voice.speaker for voice in said])
    pairs = (Said(voice, one) for voice, one in zip(said, known, strict=True))
    marked = tuple(voice for voice in heard if voice.kind == "scare")
    return Quotations(tuple(pairs), marked, tuple(added))


def proposals(
    article: Article,
    quotations: Quotations,
    ids: Sequence[str],
    dated: Callable[[Span], str] | None = None,
) -> tuple[ProposedQuote, ...]:
    """The quotations as a draft holds them. ``ids`` are those of the actors, by number.

    ``dated`` gives the EDTF date that a span of the text tells, or nothing. Words that are only marked
    (kind "scare") are nobody's quotation and not among the proposals: see ``marked_words``.
    """
    return tuple(
        _proposal(article.text, one.voice, one.behind, ids, dated) for one in quotations.said
    )


def marked_words(article: Article, quotations: Quotations) -> tuple[ProposedQuote, ...]:
    """Names, titles and labels in marks, as quotes of kind "scare" without a speaker."""
    return tuple(_proposal(article.text, voice, NOBODY, (), None) for voice in quotations.marked)


def _proposal(
    text: str,
    voice: Voice,
    who: Behind,
    ids: Sequence[str],
    dated: Callable[[Span], str] | None,
) -> ProposedQuote:
    start, end = voice.fragments[0][0], voice.fragments[-1][1]
    speaker = voice.speaker
    passages = [*voice.fragments, *([speaker] if speaker else [])]
    return ProposedQuote(
        rule=f"{voice.rule}; {who.rule}" if who.actors else voice.rule or "marked words",
        confidence=sureness(voice, who),
        passages=tuple(sorted(passages)),
        start=start,
        end=end,
        text=text[start:end],
        fragments=voice.fragments,
        kind=voice.kind,
        speakers=tuple(ids[number] for number in who.actors),
        speaker_text=text[speaker[0] : speaker[1]] if speaker else "",
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        cue=voice.cue,
        to=text[voice.to[0] : voice.to[1]] if voice.to else "",
        said=dated(voice.around) if dated and voice.around else "",
    )
