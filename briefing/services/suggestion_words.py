"""Suggested blocs in words: what each is called, and why each actor is in it or is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.communities import CONVENTION, RUNS
from briefing.analysis.ties import BINDING, CLOSE
from briefing.domain.relation import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.suggested import Place, Suggestion

_KINDS = {
    RelationKind.DEFENCE_PACT.value: ("defence pact", "defence pacts"),
    RelationKind.NEUTRALITY.value: ("neutrality pact", "neutrality pacts"),
    RelationKind.NON_AGGRESSION.value: ("non-aggression pact", "non-aggression pacts"),
    RelationKind.CONSULTATION.value: ("consultation pact", "consultation pacts"),
    RelationKind.STRATEGIC_PARTNERSHIP.value: ("strategic partnership", "strategic partnerships"),
    RelationKind.ARMS_TRANSFER.value: ("arms transfer", "arms transfers"),
    RelationKind.MILITARY_TECHNOLOGY.value: (
        "tie of military technology",
        "ties of military technology",
    ),
    RelationKind.CO_BELLIGERENCE.value: ("war fought together", "wars fought together"),
    RelationKind.MEMBERSHIP.value: ("membership", "memberships"),
    RelationKind.DIPLOMATIC_CONTACT.value: ("diplomatic contact", "diplomatic contacts"),
}
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NAMED = 3


def number(count: int) -> str:
    """A small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(kinds: Iterable[tuple[str, int]]) -> str:
    """Ties by kind: "four defence pacts and one arms transfer"."""
    parts: list[str] = []
    for kind, count in kinds:
        one, many = _KINDS.get(kind, (f"tie of {kind}", f"ties of {kind}"))
        parts.append(f"{number(count)} {one if count == 1 else many}")
    return listed(parts)


def listed(parts: Sequence[str]) -> str:
    """Parts in a row: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def some(names: Sequence[str]) -> str:
    """The first of many names and how many more: "Iran, Turkey, Iraq and 4 more"."""
    if len(names) <= _NAMED + 1:
        return listed(list(names))
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def bond(strength: int) -> str:
    """What holds a bloc together."""
    if strength == BINDING:
        return "defence pacts"
    return "partnerships and arms" if strength == CLOSE else "treaties short of defence"


def _ties(place: Place) -> str:
    """The ties in words, with the names of the treaties of many: "two defence pacts (Rio Treaty, …)"."""
    said = counted(place.kinds)
    if not place.pacts:
        return said
    named = ", ".join(place.pacts[:2]) + (" …" if len(place.pacts) > 2 else "")
    return f"{said} ({named})"


def why_in(place: Place, bloc: Suggestion, names: Mapping[str, str]) -> str:
    """Why an actor is proposed: "In by four defence pacts with four of the five others of the core"."""
    if place.actor == bloc.hub:
        return "The hub: every other member is bound to it"
    ties = _ties(place)
    if bloc.hub:
        return f"In by {ties} with the hub, {names[bloc.hub]}"
    others = len(bloc.core) - place.core
    bound = len(place.partners)
    if bound == 1:
        rest = "" if others == 1 else f", one of the {number(others)} others of the core"
        return f"In by {ties} with {names[place.partners[0]]}{rest}"
    core = "others of the core" if place.core else "in the core"
    if bound == others:
        return f"In by {ties} with {'both' if others == 2 else f'all {number(others)}'} {core}"
    return f"In by {ties} with {number(bound)} of the {number(others)} {core}"


def why_beside(place: Place, bloc: Suggestion, names: Mapping[str, str]) -> str:
    """Why an actor is not proposed though it stands in the community."""
    through = some([names[one] for one in place.through])
    ties = f"Only through {through}: {_ties(place)}"
    if place.partners:
        core = number(len(bloc.core))
        return f"{ties}; bound to {number(len(place.partners))} of {core} in the core"
    what = "defence pact" if bloc.strength == BINDING else "such tie"
    return f"{ties}; no {what} with the core"


def further(place: Place, names: Mapping[str, str], against: Sequence[str]) -> str:
    """What else is to be known of a member: whom it is at odds with, and how steadily it is placed."""
    parts: list[str] = []
    if against:
        parts.append(f"At odds with {some([names[one] for one in against])}")
    if not place.home:
        parts.append("Belongs more to another bloc")
    elif place.steady < 1:
        parts.append(f"Placed here in {round(place.steady * RUNS)} of {RUNS} runs")
    return "; ".join(parts)


def name_of(bloc: Suggestion, names: Mapping[str, str]) -> str:
    """What a suggested bloc may be called: by its pact, else by whoever it turns around."""
    if bloc.hub:
        return f"Allies of {names[bloc.hub]}"
    pairs = len(bloc.core) * (len(bloc.core) - 1) // 2
    if bloc.pacts and 2 * bloc.pacts[0][1] > pairs:
        return bloc.pacts[0][0]
    if len(bloc.core) == 2 and len(bloc.members) == 2:
        return listed([names[one] for one in bloc.core])
    most = max(bloc.members, key=lambda p: (len(p.ties), names[p.actor]))
    return f"{names[most.actor]} and allies"


def basis_of(bloc: Suggestion, when: str, resolution: float) -> str:
    """What a bloc rests on that was accepted: how it was found, and by which convention."""
    held = f"held together by {bond(bloc.strength)}"
    if bloc.pacts and not bloc.hub:
        held += f", above all the {bloc.pacts[0][0].removeprefix('the ')}"
    core = "a hub" if bloc.hub else f"a core of {number(len(bloc.core))}"
    return f"Suggested from the ties of {when}, resolution {resolution:.2g}: {core} {held}. {CONVENTION}"
