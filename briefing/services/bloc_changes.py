"""What lies between two dates: which ties began, ended or changed, who changed sides, told in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.dates import may_hold, parse
from briefing.domain.relation import DIRECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocRow, BlocView, MemberRow, RelationRow

#: As many who changed sides are named in the sentence; the rest are counted.
_NAMED = 3
#: Pairs up to which the balance is weighed while one waits for the picture.
_WEIGHED = 120


@dataclass(frozen=True, slots=True)
class TieChange:
    """A tie that is there at both dates, or gave way to another between the same two of the same sign.

    ``before`` is the same relation where only its state changed. ``what`` says what changed.
    """

    before: RelationRow
    after: RelationRow
    what: str


@dataclass(frozen=True, slots=True)
class SideChange:
    """An actor that stands in other blocs than before; empty names where it stands in none.

    ``gone`` and ``new`` tell of an actor that does not exist at one of the dates. ``member`` is the
    membership that leads to the evidence: the later one, else the earlier. ``same_side``: the bloc is
    another record in the same colour, which reads as the same side. ``former``: the actor that became this
    one, where both count as one state; the name has both then, "Soviet Union → Russia".
    """

    actor: str
    name: str
    before: str
    after: str
    member: str
    gone: bool = False
    new: bool = False
    same_side: bool = False
    former: str = ""

    @property
    def words(self) -> str:
        """The change as a clause: "China leaves the bloc X"."""
        if self.gone:
            return f"{self.name} exists no more"
        if self.new:
            return f"{self.name}, not there before, joins “{self.after}”"
        if self.former and self.same_side:
            return f"{self.name} stays on its side"
        if self.before and self.after:
            return f"{self.name} goes from “{self.before}” to “{self.after}”"
        if self.before:
            return f"{self.name} leaves “{self.before}”"
        return f"{self.name} joins “{self.after}”"


@dataclass(frozen=True, slots=True)
class BlocChanges:
    """Everything that differs between an earlier and a later view, and what does not."""

    began: tuple[RelationRow, ...] = ()
    ended: tuple[RelationRow, ...] = ()
    changed: tuple[TieChange, ...] = ()
    kept: tuple[RelationRow, ...] = ()
    sides: tuple[SideChange, ...] = ()
    sentence: str = ""

    def states(self) -> dict[str, str]:
        """Relation → "began", "ended", "changed" or "kept"."""
        found = {one.id: "began" for one in self.began}
        found |= {one.id: "ended" for one in self.ended}
        found |= {one.id: "kept" for one in self.kept}
        for one in self.changed:
            if one.before.id == one.after.id:
                found[one.after.id] = "changed"
            else:
                found[one.before.id], found[one.after.id] = "ended", "began"
        return found


def changes(
    material: BlocMaterial, before: BlocView, after: BlocView, *, told: Iterable[str] = ()
) -> BlocChanges:
    """What lies between two views of the same material under the same filter.

    ``told`` are further clauses for the sentence, such as what became of the balance.
    """
    one = {row.id: row for row in before.relations}
    two = {row.id: row for row in after.relations}
    ended = [row for key, row in one.items() if key not in two]
    began = [row for key, row in two.items() if key not in one]
    changed = [
        TieChange(row, two[key], what)
        for key, row in one.items()
        if key in two and (what := _what(row, two[key]))
    ]
    kept = [two[key] for key, row in one.items() if key in two and not _what(row, two[key])]
    for old, new in list(_gave_way(material, ended, began)):
        ended.remove(old)
        began.remove(new)
        changed.append(TieChange(old, new, f"{old.relation_kind} became {new.relation_kind}"))
    sides = _sides(material, before, after)
    found = BlocChanges(tuple(began), tuple(ended), tuple(changed), tuple(kept), sides)
    words = _sentence(before, after, found, told)
    return BlocChanges(found.began, found.ended, found.changed, found.kept, found.sides, words)


def balance_told(before: BlocView, after: BlocView) -> tuple[str, ...]:
    """What became of the frustration index (the share of pairs that fit no two camps), as a clause.

    Nothing where one of the dates has no signed tie, or has too many to weigh between two pictures.
    """
    found = [_frustrated(before), _frustrated(after)]
    if any(one is None for one in found):
        return ()
    one, two = (f"{number:.2f}" for number in found)
    if one == two:
        return (f"the frustration index stays at {one}",)
    verb = "falls" if two < one else "rises"
    return (f"the frustration index {verb} from {one} to {two}",)


def _frustrated(view: BlocView) -> float | None:
    from briefing.analysis.balance import frustration

    # Who is both with and against another is against, as the lists of balance have it.
    signs: dict[tuple[str, str], int] = {}
    for one in view.scene.relations:
        pair = (min(one.from_id, one.to_id), max(one.from_id, one.to_id))
        if one.sign and signs.get(pair, 1) > 0:
            signs[pair] = one.sign
    if not 0 < len(signs) <= _WEIGHED:
        return None
    made = frustration(signs)
    return made.high / made.pairs if made.exact else None


def _what(before: RelationRow, after: RelationRow) -> str:
    """What changed in a relation that is there at both dates."""
    if before.faint != after.faint:
        return "may have held, holds" if before.faint else "held, may hold"
    if before.phase != after.phase:
        return f"{before.phase or 'no treaty'} became {after.phase or 'no treaty'}"
    return ""


def _gave_way(
    material: BlocMaterial, ended: list[RelationRow], began: list[RelationRow]
) -> Iterator[tuple[RelationRow, RelationRow]]:
    """Ties that ended, each with one that began between the same two, of the same sign."""
    known = {one.id: one for one in material.relations}

    def key(row: RelationRow) -> tuple[object, ...]:
        relation = known[row.id]
        ends = (relation.from_id, relation.to_id)
        one_way = relation.relation_kind in DIRECTED
        return (ends if one_way else frozenset(ends), relation.sign, one_way)

    waiting: dict[tuple[object, ...], list[RelationRow]] = {}
    for row in began:
        waiting.setdefault(key(row), []).append(row)
    for row in ended:
        if others := waiting.get(key(row)):
            yield row, others.pop(0)


def _sides(material: BlocMaterial, before: BlocView, after: BlocView) -> tuple[SideChange, ...]:
    one, two = _standing(before), _standing(after)
    found: list[SideChange] = []
    for actor in dict.fromkeys([*one, *two]):
        was, now = one.get(actor, []), two.get(actor, [])
        left = [(b, m) for b, m in was if b.id not in {x.id for x, _ in now}]
        joined = [(b, m) for b, m in now if b.id not in {x.id for x, _ in was}]
        if not left and not joined:
            continue
        existed = material.actors[actor].existed
        member = (joined or left)[0][1]
        found.append(
            SideChange(
                actor,
                material.actors[actor].name,
                "” and “".join(b.name for b, _ in left),
                "” and “".join(b.name for b, _ in joined),
                member.id,
                gone=bool(existed) and not may_hold(parse(existed), after.day),
                new=bool(existed) and not may_hold(parse(existed), before.day),
                same_side={b.colour for b, _ in left} == {b.colour for b, _ in joined},
            )
        )
    return _followed(found, before, after)


def _followed(found: list[SideChange], before: BlocView, after: BlocView) -> tuple[SideChange, ...]:
    """The same with a state and the one that it became between the dates as one."""
    olds, news = [s for s in found if s.gone], [s for s in found if s.new]
    if not olds or not news:
        return tuple(found)
    from briefing.services.joining import follows

    colours = {bloc.name: bloc.colour for bloc in (*before.blocs, *after.blocs)}
    made = list(found)
    for old in olds:
        new = next((one for one in news if follows(old.name, one.name)), None)
        if new is None:
            continue
        news.remove(new)
        made.remove(old)
        sides = [{colours.get(n) for n in one.split("” and “")} for one in (old.before, new.after)]
        made[made.index(new)] = SideChange(
            new.actor,
            f"{old.name} → {new.name}",
            old.before,
            new.after,
            new.member,
            same_side=sides[0] == sides[1],
            former=old.actor,
        )
    return tuple(made)


def _standing(view: BlocView) -> dict[str, list[tuple[BlocRow, MemberRow]]]:
    found: dict[str, list[tuple[BlocRow, MemberRow]]] = {}
    for bloc in view.blocs:
        for member in bloc.who:
            found.setdefault(member.actor, []).append((bloc, member))
    return found


def _sentence(before: BlocView, after: BlocView, found: BlocChanges, told: Iterable[str]) -> str:
    when = "Between the two dates"
    if before.scene.heading and after.scene.heading:
        when = f"Between {before.scene.heading} and {after.scene.heading}"
    same = sum(one.before.id == one.after.id for one in found.changed)
    gave_way = len(found.changed) - same
    at_both = len(found.kept) + same
    words = f"{_ties(len(found.ended))} ended, {len(found.began)} began"
    if gave_way:
        words += f", {gave_way} gave way to another"
    words += f" and {at_both} {'stands' if at_both == 1 else 'stand'} at both"
    if same:
        words += f", {same} of them changed"
    parts = [words]
    # Who keeps to its side is no news, nor is a bloc that goes on under another name.
    moved = [one for one in found.sides if one.former or not one.same_side]
    moved.sort(key=_newsworthy)
    parts += [one.words for one in moved[:_NAMED]]
    if len(moved) > _NAMED:
        more = len(moved) - _NAMED
        parts.append(f"{more} more {'changes' if more == 1 else 'change'} sides")
    parts += told
    return f"{when}: {'; '.join(parts)}."


def _newsworthy(one: SideChange) -> tuple[int, str]:
    """Who changes sides first, then who leaves, joins, and what comes and goes by itself."""
    if one.gone or one.new or (one.former and one.same_side):
        return 3, one.name
    if one.before and one.after:
        return 0, one.name
    return (1 if one.before else 2), one.name


def _ties(number: int) -> str:
    return "1 tie" if number == 1 else f"{number} ties"
