"""Who may stand together: blocs that positive ties suggest, with the reason for each actor.

Leiden (Traag, Waltman and van Eck, *Scientific Reports* 9, 2019) parts the actors by their positive ties;
negative ones are never clustered on. A partition puts everybody somewhere, and whoever has one treaty with
one great power ends up among all its allies. So of each community only the **core** counts: those who are
bound to at least half of each other. Whoever is bound to at least half of a core is a member of the bloc,
and can be of several; whoever is in the community all the same is listed beside it, with those through whom.

The weights, the share and the number of runs are this program's convention; :data:`CONVENTION` says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.suggested import Place, Suggestion, Suggestions
from briefing.analysis.ties import BINDING, CLOSE, LOOSE, TieGraph, adjusted_rand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefing.analysis.ties import Tie

CONVENTION = (
    "Leiden on positive ties: who must fight beside whom counts 1, a partnership or transfer of arms 0.5, "
    "any other 0.2, shared among all parties of its treaty; a second tie of a pair adds a tenth; what is "
    "only claimed counts half. Members are bound to at least half of the core. Weights and share are this "
    "program’s convention."
)
#: The share of a core to which a member is bound.
SHARE = 0.5
#: Runs from different seeds; the seeds are fixed, so the same ties give the same blocs.
RUNS = 10
#: The ends of "few large" and "many small", and what stands between them.
FEW, USUAL, MANY = 0.3, 1.0, 3.0
_SEED = 20240619

#: How a core that ties of each strength hold together is weighed against others.
_BINDS = (1.0, 0.5, 0.25)
#: Actors that make a core; two are a pair.
CORE = 3


def suggest(actors: Collection[str], ties: Iterable[Tie], resolution: float = USUAL) -> Suggestions:
    """Blocs among the actors by the ties of a day. The order of neither matters.

    ``resolution`` runs from :data:`FEW` large blocs to :data:`MANY` small ones.
    """
    graph = TieGraph(actors, ties)
    if not graph.weights:
        return Suggestions(unaligned=tuple(sorted(graph.actors)))
    best, runs = _partition(graph.weights, resolution)
    communities: dict[int, set[str]] = defaultdict(set)
    for actor, number in best.items():
        communities[number].add(actor)
    found: list[Suggestion] = []
    for number in sorted(communities, key=lambda n: (-len(communities[n]), min(communities[n]))):
        found += _blocs_of(graph, communities[number], runs)
    # Many small communities can part what is bound all round: its core stands all the same.
    left = set(best) - {actor for bloc in found for actor in bloc.actors}
    found = _apart(_without_spokes(graph, [*found, *_left_over(graph, left, runs)]))
    bound = set(best)
    return Suggestions(
        tuple(_at_home(found)),
        tuple(sorted(graph.actors - bound)),
        _agreement(best, runs),
        best,
    )


def _partition(
    weights: Mapping[tuple[str, str], float], resolution: float
) -> tuple[dict[str, int], list[dict[str, int]]]:
    """The best partition of several runs, and all of them."""
    import graspologic_native

    edges = [(*pair, weight) for pair, weight in sorted(weights.items())]
    runs = [
        graspologic_native.leiden(edges, None, resolution, 0.001, 5, True, _SEED + number, 1)
        for number in range(RUNS)
    ]
    best = max(runs, key=lambda run: (round(run[0], 9), sorted(run[1].items())))[1]
    return best, [parts for _, parts in runs]


def _blocs_of(
    graph: TieGraph, community: set[str], runs: Sequence[Mapping[str, int]]
) -> list[Suggestion]:
    """The blocs of one community: that of its core, then of the cores among those left over."""
    found: list[Suggestion] = []
    rest = set(community)
    while len(rest) > 1:
        core, strength, hub = _core(graph, rest)
        if not core or (found and (len(core) < CORE or strength == LOOSE)):
            break
        core, members = _grown(graph, core, strength, rest)
        found.append(_suggestion(graph, core, members, strength, hub, community, runs))
        rest -= members
    if found:
        taken = {actor for bloc in found for actor in bloc.actors}
        found[0] = _beside(graph, found[0], community - taken, community)
    return found


def _left_over(
    graph: TieGraph, left: set[str], runs: Sequence[Mapping[str, int]]
) -> list[Suggestion]:
    """The blocs among those whom no community's core took in."""
    found: list[Suggestion] = []
    while len(left) >= CORE:
        core, strength, _hub = _core(graph, left)
        if len(core) < CORE or strength == LOOSE:
            break
        core, members = _grown(graph, core, strength, left)
        found.append(_suggestion(graph, core, members, strength, "", left, runs))
        left = left - members
    return found


def _core(graph: TieGraph, among: set[str]) -> tuple[set[str], int, str]:
    """Those bound to at least half of each other, how strongly, and a hub where only it joins them."""
    best: tuple[float, set[str], int, str] = (0.0, set(), LOOSE, "")
    for strength in (BINDING, CLOSE, LOOSE):
        core = _peeled(graph, among, strength)
        if len(core) >= CORE and len(core) * _BINDS[strength] > best[0]:
            best = (len(core) * _BINDS[strength], core, strength, "")
    if best[1]:
        _, core, strength, _ = best
        degree = {a: len(graph.bound_to(a, core, strength)) for a in core}
        middle = next((a for a in sorted(core) if degree[a] == len(core) - 1), "")
        if middle and sum(degree.values()) == 2 * (len(core) - 1):
            # Three of whom two are bound to the third alone are spokes of a hub, too.
            return {middle}, strength, middle
        return core, strength, ""
    for strength in (BINDING, CLOSE, LOOSE):
        degree = {a: len(graph.bound_to(a, among, strength)) for a in sorted(among)}
        most = max(degree.values())
        hubs = [a for a, number in degree.items() if number == most]
        if most and len(hubs) == 1:
            return {hubs[0]}, strength, hubs[0]
        if most:
            # Two bound to each other alone, or a chain: the first pair stands for it.
            one = hubs[0]
            return {one, graph.bound_to(one, among, strength)[0]}, strength, ""
    return set(), LOOSE, ""


def _peeled(graph: TieGraph, among: set[str], strength: int) -> set[str]:
    """What is left when those bound to the smallest share of the rest go, until all reach the share.

    All of the smallest share go at once: between equals nobody is chosen.
    """
    left = {a for a in among if graph.bound_to(a, among, strength)}
    while len(left) > 1:
        share = {a: len(graph.bound_to(a, left, strength)) / (len(left) - 1) for a in left}
        least = min(share.values())
        if least >= SHARE:
            return left
        left = {a for a, part in share.items() if part > least}
    return set()


def _grown(
    graph: TieGraph, core: set[str], strength: int, rest: set[str]
) -> tuple[set[str], set[str]]:
    """The core with whoever from elsewhere is bound to it as its own are, and all members."""
    members = _members(graph, core, strength, rest)
    if strength == BINDING and len(core) >= CORE:
        core |= _peeled(graph, members, strength)
        members |= _members(graph, core, strength, rest)
    return core, members


def _members(graph: TieGraph, core: set[str], strength: int, rest: set[str]) -> set[str]:
    """The core, and everybody who is bound to at least the share of it.

    Who must fight beside a core belongs to it wherever the partition puts it; a loose tie does not reach
    into another community.
    """
    near = {b for a in core for b in graph.near[a]} - core
    if strength != BINDING or len(core) == 1:
        near &= rest
    if len(core) == 2:
        # Half of a pair is one friend of either.
        return core
    return core | {a for a in near if len(graph.bound_to(a, core, strength)) >= SHARE * len(core)}


def _suggestion(
    graph: TieGraph,
    core: set[str],
    members: set[str],
    strength: int,
    hub: str,
    community: set[str],
    runs: Sequence[Mapping[str, int]],
) -> Suggestion:
    pacts: Counter[str] = Counter()
    for one in core:
        for two in core:
            if one < two:
                pacts.update({t.pact for t in graph.between(one, two) if t.pact})
    places = [
        _place(graph, a, core, members, strength, a in community, _steady(a, core, runs))
        for a in sorted(members)
    ]
    places.sort(key=lambda p: (not p.core, -len(p.partners), p.actor))
    return Suggestion(
        tuple(places),
        (),
        tuple(sorted(core)),
        strength,
        hub,
        tuple(sorted(pacts.items(), key=lambda one: (-one[1], one[0]))),
    )


def _place(
    graph: TieGraph,
    actor: str,
    core: set[str],
    members: Collection[str],
    strength: int,
    home: bool,
    steady: float,
) -> Place:
    partners = graph.bound_to(actor, core - {actor}, strength)
    # A hub rests on what binds the others to it.
    others = partners if core != {actor} else graph.bound_to(actor, members, strength)
    ties = [t for p in others for t in graph.between(actor, p) if t.strength <= strength]
    against = [t.id for m in sorted(members) if m != actor for t in graph.hostile(actor, m)]
    return Place(
        actor,
        actor in core,
        tuple(partners),
        tuple(t.id for t in ties),
        _by_kind(ties),
        tuple(against),
        home,
        steady,
        pacts=_named(ties),
    )


def _by_kind(ties: Iterable[Tie]) -> tuple[tuple[str, int], ...]:
    """How many of each kind, the most first; a treaty that binds to several is one."""
    kinds = Counter(kind for kind, _ in {(t.kind, t.pact or t.id) for t in ties})
    return tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0])))


def _named(ties: Iterable[Tie]) -> tuple[str, ...]:
    """The treaties of many among the ties, those that bind to most first."""
    pacts = Counter(t.pact for t in ties if t.pact)
    return tuple(sorted(pacts, key=lambda name: (-pacts[name], name)))


def _beside(graph: TieGraph, bloc: Suggestion, others: set[str], community: set[str]) -> Suggestion:
    """The bloc with those of its community who are bound to too few of the core, or to none."""
    places: list[Place] = []
    for actor in sorted(others):
        through = graph.bound_to(actor, bloc.actors, LOOSE)
        through = through or graph.bound_to(actor, community, LOOSE)
        ties = [t for other in through for t in graph.between(actor, other)]
        places.append(
            Place(
                actor,
                False,
                tuple(graph.bound_to(actor, bloc.core, bloc.strength)),
                tuple(t.id for t in ties),
                _by_kind(ties),
                tuple(t.id for m in bloc.actors for t in graph.hostile(actor, m)),
                through=tuple(through),
                pacts=_named(ties),
            )
        )
    places.sort(key=lambda p: (-len(p.partners), p.actor))
    return replace(bloc, beside=tuple(places))


def _steady(actor: str, core: set[str], runs: Sequence[Mapping[str, int]]) -> float:
    """The share of runs in which the actor stands where most of the core does."""
    with_it = 0
    for parts in runs:
        place = Counter(parts[a] for a in sorted(core)).most_common(1)[0][0]
        with_it += parts.get(actor) == place
    return with_it / len(runs)


def _apart(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The blocs without those whose members all stand in a larger one."""
    kept: list[Suggestion] = []
    for bloc in sorted(found, key=lambda b: (-len(b.members), b.actors)):
        if not any(set(bloc.actors) <= set(other.actors) for other in kept):
            kept.append(bloc)
    return kept


def _without_spokes(graph: TieGraph, found: list[Suggestion]) -> list[Suggestion]:
    """The blocs without those around a hub that belongs to a larger one: its spokes stand beside that.

    Whoever has a pact with one great power alone is no bloc with it because the partition parts them.
    """
    whole = [bloc for bloc in found if not bloc.hub]
    kept: list[Suggestion] = []
    beside: dict[int, set[str]] = defaultdict(set)
    for bloc in found:
        of_hub = [
            number
            for number, other in enumerate(whole)
            if bloc.hub in other.actors
            and len(other.core) >= CORE
            and other.strength <= bloc.strength
        ]
        if not bloc.hub or not of_hub:
            kept.append(bloc)
            continue
        largest = max(of_hub, key=lambda number: (len(whole[number].members), -number))
        beside[largest] |= {p.actor for p in (*bloc.members, *bloc.beside)}
    for number, others in beside.items():
        bloc = whole[number]
        others = {p.actor for p in bloc.beside} | others - set(bloc.actors)
        kept[kept.index(bloc)] = _beside(graph, bloc, others, others | set(bloc.actors))
    return kept


def _at_home(found: list[Suggestion]) -> list[Suggestion]:
    """The blocs with one home for each actor: its community's, then whose core it is of, then the larger."""
    chosen: dict[str, tuple[tuple[bool, bool, int], int]] = {}
    for number, bloc in enumerate(found):
        for place in bloc.members:
            rank = (place.home, place.core, -number)
            if place.actor not in chosen or rank > chosen[place.actor][0]:
                chosen[place.actor] = (rank, number)
    return [
        replace(
            bloc,
            members=tuple(replace(p, home=chosen[p.actor][1] == number) for p in bloc.members),
        )
        for number, bloc in enumerate(found)
    ]


def _agreement(best: Mapping[str, int], runs: Sequence[Mapping[str, int]]) -> float:
    """The mean adjusted Rand index of the runs with the best one: 1 where all agree."""
    return sum(adjusted_rand(best, run) for run in runs) / len(runs)
