"""The lists of a full report as blocks: claims side by side, actors, quotes, events, relations, blocs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorKind, ActorName, Membership, Office
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, ClaimStatus, Quantity
from briefing.domain.dates import friendly
from briefing.domain.event import Event, Participant
from briefing.domain.grades import Credibility
from briefing.domain.quote import Quote, QuoteKind
from briefing.domain.relation import OBLIGATIONS, Relation, RelationParty, Stance
from briefing.export.blocks import Heading, Listing, QuoteBlock, Table
from briefing.export.report import Words
from briefing.services.actor_view import GROUPS, office_words
from briefing.services.citable import elided
from briefing.services.claim_view import group
from briefing.services.reference_records import unknown_after
from briefing.services.report_matter import day_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.export.blocks import Block
    from briefing.services.report_matter import Matter

Cell = tuple[Words, ...]

# As many rival versions stand side by side on the width of a page.
_BESIDE = 3
_TITLE = 90


def claims(matter: Matter) -> Iterator[Block]:
    """Rival versions of one matter beside each other, then the claims that have no rival."""
    excerpt = matter.excerpt
    known = {one.id: one for one in excerpt.all(Claim)}
    pairs = [(one.claim_id, one.other_id or "") for one in excerpt.all(ClaimLink)]
    groups = [[known[key] for key in keys] for keys in group(list(known), pairs)]
    rivals = [some for some in groups if len(some) > 1]
    alone = [some[0] for some in groups if len(some) == 1]
    for some in rivals:
        yield Heading(2, elided(matter.words(some[0]), _TITLE) or "A matter without words")
        for start in range(0, len(some), _BESIDE):
            yield _versions(matter, some[start : start + _BESIDE], len(some))
    if alone:
        if rivals:
            yield Heading(2, "Claims without a rival version")
        yield Table(
            ("Claim", "Who says so", "Status and credibility", "Rests on"),
            tuple(
                (
                    _claim(matter, one),
                    _sides(matter, one),
                    (*_status(one), Words("; "), *_credibility(one)),
                    matter.passages(one),
                )
                for one in alone
            ),
            (0.32, 0.2, 0.2, 0.28),
            "Claims, who asserts or denies them, how they stand and on what they rest",
        )


def _versions(matter: Matter, versions: Sequence[Claim], of: int) -> Table:
    lines: list[tuple[str, list[Cell]]] = [
        ("Claim", [_claim(matter, one) for one in versions]),
        ("Asserted by", [_parties(matter, one, Stance.ASSERTS) for one in versions]),
        ("Denied by", [_parties(matter, one, Stance.DENIES) for one in versions]),
        ("Amounts", [_amounts(matter, one) for one in versions]),
        ("Status", [_status(one) for one in versions]),
        ("Credibility", [_credibility(one) for one in versions]),
        ("Rests on", [matter.passages(one) for one in versions]),
    ]
    rows = [((Words(head),), *cells) for head, cells in lines if any(cells)]
    share = 0.84 / len(versions)
    return Table(
        ("", *(f"Version {number}" for number in range(1, len(versions) + 1))),
        tuple(rows),
        (0.16, *(share for _ in versions)),
        f"Rival versions of one matter, {len(versions)} of {of} beside each other",
        first_is_head=True,
    )


def _claim(matter: Matter, one: Claim) -> Cell:
    rest = [f"hedged: {one.hedge}" if one.hedge else "", friendly(one.holds) if one.holds else ""]
    more = "; ".join(filter(None, rest))
    return (
        Words(one.proposition, anchor=matter.anchor(one)),
        *matter.drawn(one),
        *((Words(f" ({more})"),) if more else ()),
        *((Words(f" {one.note}", italic=True),) if one.note else ()),
    )


def _parties(matter: Matter, one: Claim, stance: Stance) -> Cell:
    runs: list[Words] = []
    for party in matter.excerpt.parts(ClaimParty, one.id):
        if party.stance != stance:
            continue
        source = matter.excerpt.entry("source", party.source_id or "")
        name = Words(matter.words(source)) if source else matter.actor(party.actor_id)
        runs += [Words(", "), name] if runs else [name]
    return tuple(runs)


def _sides(matter: Matter, one: Claim) -> Cell:
    says, denies = (_parties(matter, one, s) for s in (Stance.ASSERTS, Stance.DENIES))
    gap = "; denied by " if says else "Denied by "
    return (*says, *((Words(gap), *denies) if denies else ()))


def _amounts(matter: Matter, one: Claim) -> Cell:
    found = matter.excerpt.parts(Quantity, one.id)
    words = (" ".join(filter(None, (f"{q.value:,.10g}", q.unit, q.of_what))) for q in found)
    text = "; ".join(words)
    return (Words(text),) if text else ()


def _status(one: Claim) -> Cell:
    status = one.status if one.status in set(ClaimStatus) else ClaimStatus.ASSERTED.value
    reason = f": {one.status_reason}" if one.status_reason else ""
    return Words(status[:1].upper() + status[1:], bold=True), Words(reason)


def _credibility(one: Claim) -> Cell:
    known = one.credibility in set(Credibility)
    grade = Credibility(one.credibility) if known else Credibility.NOT_JUDGED
    return (Words(f"{grade.value}, {grade.label.lower()}"),)


def actors(matter: Matter) -> Iterator[Block]:
    """Dossiers in lines: states, people, organisations, groups, each by name."""
    by_kind: dict[str, list[Actor]] = {kind: [] for kind in GROUPS}
    for one in matter.excerpt.actors:
        by_kind.setdefault(one.actor_kind, []).append(one)
    for kind, found in by_kind.items():
        if not found:
            continue
        found.sort(key=lambda a: ((a.family_name or a.name).casefold(), a.name, a.id))
        heading = GROUPS.get(kind, kind.capitalize())
        yield Heading(2, heading)
        held = "Offices and memberships" if kind == ActorKind.PERSON else "Memberships"
        yield Table(
            ("Name", "Other names", held),
            tuple(
                (
                    _actor(matter, one),
                    tuple(_listed(_names(matter, one))),
                    tuple(_listed(_offices(matter, one))),
                )
                for one in found
            ),
            (0.3, 0.3, 0.4),
            f"{heading} with their other names, offices and memberships",
        )


def _actor(matter: Matter, one: Actor) -> Cell:
    existed = f" ({friendly(one.existed)})" if one.existed else ""
    note = f" {one.note}" if one.note else ""
    name = Words(one.name, bold=True, anchor=matter.anchor(one))
    return name, Words(f"{existed}{note}"), *matter.drawn(one)


def _names(matter: Matter, one: Actor) -> Iterator[Cell]:
    for name in matter.excerpt.parts(ActorName, one.id):
        what = [name.name_kind, name.language, friendly(name.used) if name.used else ""]
        yield (Words(f"{name.text} ({', '.join(filter(None, what))})"),)
    for other in matter.excerpt.merged_into(one.id):
        note = f": {other.note}" if other.note else ""
        yield (Words(f"{other.name} (the same actor){note}"),)


def _offices(matter: Matter, one: Actor) -> Iterator[Cell]:
    excerpt = matter.excerpt
    for office in excerpt.parts(Office, one.id):
        of = excerpt.get(Actor, office.of_actor_id)
        words = office_words(office, {of.id: of} if of else {})
        yield (Words(f"{words}{_from_to(office.held)}"),)
    for member in excerpt.parts(Membership, one.id):
        role = f", {member.role}" if member.role else ""
        yield matter.actor(member.organisation_id), Words(f"{role}{_from_to(member.held)}")


def _from_to(held: str) -> str:
    return f", {friendly(held)}" if held else ""


def _listed(cells: Iterable[Cell]) -> Iterator[Words]:
    for number, cell in enumerate(cells):
        if number:
            yield Words("; ")
        yield from cell


def quotes(matter: Matter) -> Iterator[Block]:
    """What was said, by date and year; what has no date stands last, then words that are nobody's."""
    found = sorted(matter.excerpt.all(Quote), key=lambda q: (day_order(q.said), q.position, q.id))
    spoken = [one for one in found if one.quote_kind != QuoteKind.SCARE]
    nobodys = [one for one in found if one.quote_kind == QuoteKind.SCARE]
    years = list(dict.fromkeys(_year(one.said) for one in spoken))
    before = ""
    for one in spoken:
        year = _year(one.said)
        if len(years) > 1 and year != before:
            yield Heading(2, year)
            before = year
        yield _quote(matter, one)
    if nobodys:
        yield Heading(2, "Words in marks that are nobody’s quote")
        yield Listing(
            tuple(
                (
                    Words(f"“{one.words}”", anchor=matter.anchor(one)),
                    matter.mark(one),
                    *matter.drawn(one),
                )
                for one in nobodys
            )
        )


def _quote(matter: Matter, one: Quote) -> QuoteBlock:
    who = matter.actors(s.actor_id for s in matter.speakers(one))
    facts = [
        friendly(one.said),
        one.place,
        f"to {one.addressee}" if one.addressee else "",
        one.occasion,
    ]
    gap = ", " if who else ""
    return QuoteBlock(
        one.words,
        (*who, Words(gap + ", ".join(filter(None, facts))), matter.mark(one), *matter.drawn(one)),
        one.quote_kind,
        one.about,
        one.original_words,
        one.language,
        matter.anchor(one),
    )


def _year(text: str) -> str:
    if day_order(text)[0]:
        return "Date not known"
    return text[:4] if text[:4].isdecimal() else "Other dates"


def events(matter: Matter) -> Iterator[Block]:
    """What happened, by date; what has no date stands last."""
    found = sorted(
        matter.excerpt.all(Event), key=lambda e: (day_order(e.happened), e.position, e.id)
    )
    rows = tuple(
        (
            (Words(friendly(one.happened)), Words(_reported(one))),
            _what(matter, one),
            (Words(one.place),),
            tuple(_listed(_took_part(matter, one))),
            (Words(_standing("planned" if one.planned else "", one.certainty)),),
        )
        for one in found
    )
    if rows:
        yield Table(
            ("Date", "Event", "Place", "Who", "Certainty"),
            rows,
            (0.17, 0.37, 0.14, 0.19, 0.13),
            "Events by date",
        )


def _what(matter: Matter, one: Event) -> Cell:
    note = (Words(f" {one.note}", italic=True),) if one.note else ()
    what = Words(one.what, anchor=matter.anchor(one))
    return what, matter.mark(one), *matter.drawn(one), *note


def _reported(one: Event) -> str:
    differs = one.reported and one.reported != one.happened
    return f", reported {friendly(one.reported)}" if differs else ""


def _took_part(matter: Matter, one: Event) -> Iterator[Cell]:
    for part in matter.excerpt.parts(Participant, one.id):
        role = (Words(f" ({part.role})"),) if part.role else ()
        yield matter.actor(part.actor_id), *role


def _standing(*words: str) -> str:
    text = ", ".join(filter(None, words))
    return text[:1].upper() + text[1:]


def relations(matter: Matter) -> Iterator[Block]:
    """How actors stand to each other, in their own order."""
    rows = tuple(
        (
            (Words(matter.between(one), anchor=matter.anchor(one)), *matter.drawn(one)),
            _tie(matter, one),
            (Words(_when(matter, one)),),
            _said_so(matter, one),
        )
        for one in matter.excerpt.all(Relation)
    )
    if rows:
        yield Table(
            ("Between", "Tie", "When", "Standing"),
            rows,
            (0.28, 0.34, 0.16, 0.22),
            "Relations between actors",
        )


def _unknown_after(matter: Matter, one: Relation) -> str:
    sources = (s.source.id for s in matter.excerpt.supports("relation", one.id) if s.source)
    return unknown_after(list(sources), one.held)


def _when(matter: Matter, one: Relation) -> str:
    after = _unknown_after(matter, one)
    return f"{friendly(one.held)}, unknown after {after}" if after else friendly(one.held)


def _tie(matter: Matter, one: Relation) -> Cell:
    duties = [name for name in OBLIGATIONS if getattr(one, name)]
    words = one.relation_kind[:1].upper() + one.relation_kind[1:]
    pledged = f"; pledged: {', '.join(duties)}" if duties else ""
    note = (Words(f" {one.note}", italic=True),) if one.note else ()
    return Words(words + pledged), matter.mark(one), *note


def _said_so(matter: Matter, one: Relation) -> Cell:
    # That it was in force when a data set ends does not say that it is.
    phase = "" if _unknown_after(matter, one) else one.phase
    runs: list[Words] = [Words(_standing(phase, one.certainty))]
    for stance, words in ((Stance.ASSERTS, "asserted by "), (Stance.DENIES, "denied by ")):
        found = matter.excerpt.parts(RelationParty, one.id)
        names = matter.actors(p.actor_id for p in found if p.stance == stance)
        if names:
            runs += [Words("; " + words), *names]
    return tuple(runs)


def blocs(matter: Matter) -> Iterator[Block]:
    """Who stands together, from when until when."""
    rows = tuple(
        (
            (Words(one.name, bold=True, anchor=matter.anchor(one)), matter.mark(one)),
            tuple(_listed(_members(matter, one))),
            (Words(one.basis),),
        )
        for one in matter.excerpt.all(Bloc)
    )
    if rows:
        yield Table(
            ("Bloc", "Members", "What makes it one"),
            rows,
            (0.24, 0.46, 0.3),
            "Blocs and their members",
        )


def _members(matter: Matter, one: Bloc) -> Iterator[Cell]:
    for member in matter.excerpt.parts(BlocMember, one.id):
        role = f", {member.role}" if member.role else ""
        yield matter.actor(member.actor_id), Words(f"{role}{_from_to(member.held)}")
