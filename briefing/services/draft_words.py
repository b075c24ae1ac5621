"""Proposals in words: what each is, what is told of it, and why it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.codes import CAMEO_ROOTS
from briefing.domain.dates import friendly
from briefing.intake.draft import (
    ProposedActor,
    ProposedClaim,
    ProposedEvent,
    ProposedQuote,
    ProposedRelation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.intake.draft import Proposal, ProposedOffice

_LONG = 180

#: Kind and rule → the reason, as a sentence.
_WHY = {
    "actor": {
        "name": "The program knows this name.",
        "name of a group": "A group that sources name and that is no body.",
        "capital": "A capital that stands for its state.",
        "metonym": "A word that stands for a government.",
        "title": "A title or an office stands before the name.",
        "family first": "A name that begins with a family name the program knows.",
        "given name": "A name that begins with a given name the program knows.",
        "initial": "A name with an initial in its middle.",
        "particle": "A name with a particle such as “al-” or “van”.",
        "said": "“Said” or a verb like it follows the name.",
        "met": "“Met with” or words like it stand before the name.",
        "office": "Named as the state or body of an office.",
    },
    "claim": {
        "denied": "Somebody is said to deny it.",
        "asserted": "A verb that leaves the truth to the speaker.",
        "said": "Somebody is said to have said it.",
    },
    "relation": {
        "arms to": "Words for giving arms, with a receiver.",
        "arms made by": "Arms of one, used by the other.",
        "technology with": "Words for military technology shared.",
        "sanctions": "Sanctions by one on the other.",
        "partnership": "Words for a partnership or a treaty of the two.",
        "war on": "Words for a war of one on the other.",
        "war between": "The two are named with a war.",
        "neutral": "Said to be neutral towards the other.",
        "allies": "Named as allies.",
        "member of": "Named as a member.",
        "met": "The two are said to have met or talked.",
    },
}


def why(kind: str, rule: str) -> str:
    """The reason for a proposal, as a sentence."""
    if kind == "event":
        return "A sentence that tells a date."
    if kind == "quote" and "; " in rule:
        words, who = rule.split("; ", 1)
        return f"Words: {words}. Speaker: {who}."
    if rule.startswith("spacy:"):
        return f"The model {rule.partition(':')[2]} takes it for a name; no rule does."
    known = _WHY.get(kind, {}).get(rule)
    return known or f"Rule: {rule}."


def _names(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(one, one.partition(":")[2]) for one in ids)


def _plain(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONG else words[: _LONG - 1].rstrip() + "…"


def text_of(one: Proposal, names: Mapping[str, str]) -> str:
    """What a proposal is, in one line."""
    if isinstance(one, ProposedActor):
        return one.name
    if isinstance(one, ProposedQuote):
        return " ".join(one.text.split())
    if isinstance(one, ProposedEvent):
        return one.what
    if isinstance(one, ProposedClaim):
        return one.proposition
    assert isinstance(one, ProposedRelation)
    return f"{_names((one.from_id,), names)} – {_names((one.to_id,), names)}: {one.kind}"


def detail_of(one: Proposal, names: Mapping[str, str], text: str) -> str:
    """What is told of a proposal."""
    if isinstance(one, ProposedActor):
        return _actor(one, names)
    if isinstance(one, ProposedQuote):
        return _quote(one, names)
    if isinstance(one, ProposedEvent):
        root = f"{one.cameo} {CAMEO_ROOTS[one.cameo]}" if one.cameo in CAMEO_ROOTS else ""
        who = _names((actor for actor, _role in one.participants), names)
        return _joined(friendly(one.when) if one.when else "", one.where, who, root)
    if isinstance(one, ProposedClaim):
        return _claim(one, names)
    assert isinstance(one, ProposedRelation)
    sign = {1: "+", 0: "0", -1: "−"}.get(one.sign, "")
    words = [" ".join(text[start:end].split()) for start, end in one.passages[:1]]
    told = _joined(sign, friendly(one.when) if one.when else "", one.phase, one.certainty)
    return "\n".join([told, *(f"“{_plain(each)}”" for each in words)])


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def office_words(office: ProposedOffice, names: Mapping[str, str]) -> str:
    """An office with its state: "President of Russia"."""
    title = office.title[:1].upper() + office.title[1:]
    return f"{title} of {names[office.of]}" if office.of in names else title


def _actor(one: ProposedActor, names: Mapping[str, str]) -> str:
    number = len(one.mentions)
    times = "1 mention" if number == 1 else f"{number} mentions"
    offices = "; ".join(office_words(office, names) for office in one.offices)
    also = f"also {', '.join(one.aliases)}" if one.aliases else ""
    return _joined(offices or one.kind.capitalize(), times if number else "", also)


def _quote(one: ProposedQuote, names: Mapping[str, str]) -> str:
    if one.kind == "scare":
        return "In quotation marks; nobody is said to have said it."
    speakers = _names(one.speakers, names)
    mention = one.speaker_text if one.speaker_text and one.speaker_text not in speakers else ""
    who = f"{speakers} (“{mention}”)" if speakers and mention else speakers
    if not speakers:
        who = f"“{mention}”, nobody known" if mention else "Nobody is named as the speaker"
    to = f"to {one.to}" if one.to else ""
    return _joined(who, one.kind, one.cue, to, friendly(one.said) if one.said else "")


def _claim(one: ProposedClaim, names: Mapping[str, str]) -> str:
    says = f"{_names(one.asserted_by, names)} asserts" if one.asserted_by else "The article says so"
    denies = f"{_names(one.denied_by, names)} denies" if one.denied_by else ""
    if len(one.asserted_by) > 1:
        says = f"{_names(one.asserted_by, names)} assert"
    if len(one.denied_by) > 1:
        denies = f"{_names(one.denied_by, names)} deny"
    numbers = ", ".join(f"{q.value:,g} {q.unit} {q.of_what}".strip() for q in one.quantities)
    return _joined(says, denies, numbers, friendly(one.when) if one.when else "", one.hedge)
