"""The bloc pictures as rows: blocs with their members, and relations, on the same selection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.i18n import _, ngettext
from briefing.ui.models.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_view import BlocRow, BlocView, MemberRow, RelationRow


def rows_of(view: BlocView) -> Iterator[Row]:
    """Headings, blocs each with its members beneath, relations."""
    yield Row(heading=True, head=_("Blocs at this date"), tail=str(len(view.blocs)))
    for bloc in view.blocs:
        yield bloc_row(bloc)
        yield from map(member_row, bloc.who)
    yield Row(heading=True, head=_("Relations at this date"), tail=shown_words(view))
    yield from map(relation_row, view.relations)


def rows_between(before: BlocView, after: BlocView, found: BlocChanges) -> Iterator[Row]:
    """What ended, began and changed, who changed sides, then what stands at both dates."""
    for words, some in ((_("Ended"), found.ended), (_("Began"), found.began)):
        if some:
            yield Row(heading=True, head=words, tail=str(len(some)))
            yield from map(relation_row, some)
    if found.changed:
        yield Row(heading=True, head=_("Changed"), tail=str(len(found.changed)))
        for one in found.changed:
            yield replace(relation_row(one.after), detail=one.what)
            if one.before.id != one.after.id:
                yield replace(relation_row(one.before), indent=1)
    if found.sides:
        yield Row(heading=True, head=_("Members who change"), tail=str(len(found.sides)))
        for side in found.sides:
            where = _("the same side") if side.same_side else ""
            yield Row(
                head=side.words,
                kind="bloc_member",
                id=side.member,
                chips=((where, "plain"),) if where else (),
            )
    if found.kept:
        yield Row(heading=True, head=_("At both dates"), tail=str(len(found.kept)))
        yield from map(relation_row, found.kept)
    shown = {side.member for side in found.sides}
    blocs = {bloc.id: bloc for bloc in (*before.blocs, *after.blocs)}
    yield Row(heading=True, head=_("Blocs at the two dates"), tail=str(len(blocs)))
    for bloc in blocs.values():
        yield bloc_row(bloc)
        yield from (member_row(one) for one in bloc.who if one.id not in shown)


def shown_words(view: BlocView) -> str:
    """How many lines are shown: "12", or "5 of 12 shown" under a filter."""
    shown = len(view.relations)
    if shown == view.total:
        return str(shown)
    return _("{n} of {m} shown").format(n=shown, m=view.total)


def bloc_row(bloc: BlocRow) -> Row:
    """A bloc with the names of its members."""
    return Row(
        head=bloc.name,
        text=bloc.members if bloc.members != bloc.name else "",
        detail=bloc.basis,
        kind="bloc",
        id=bloc.id,
        side=(bloc.held,),
        side_chip=_passages(bloc.sources),
        avatar=bloc.letters,
        shade=bloc.colour,
    )


def member_row(member: MemberRow) -> Row:
    """An actor in a bloc, from when until when."""
    return Row(
        head=member.name,
        tail=member.role,
        kind="bloc_member",
        id=member.id,
        indent=1,
        chips=((_("may belong at this date"), "warn"),) if member.faint else (),
        side=(member.held or _("no date"),),
        side_chip=_passages(member.sources) if member.sources else None,
    )


def relation_row(relation: RelationRow) -> Row:
    """A relation with its kind, its phase, and on whose word it stands."""
    chips = [(relation.relation_kind, "plain")]
    chips += [(words, "plain") for words in (relation.phase, relation.certainty) if words]
    if relation.reference:
        chips.append((_("reference set"), "plain"))
    if relation.denied_by:
        chips.append((_("denied by {who}").format(who=relation.denied_by), "warn"))
    if relation.faint:
        chips.append((_("may hold at this date"), "warn"))
    return Row(
        head=relation.ends,
        kind="relation",
        id=relation.id,
        chips=tuple(chips),
        # What the reference set does not know stands beneath, where there is room for it.
        side=tuple(relation.held.split(", ")),
        side_chip=_passages(relation.sources),
        grade=relation.grade,
    )


def _passages(number: int) -> tuple[str, str]:
    if not number:
        return _("no passage"), "warn"
    return ngettext("{n} passage", "{n} passages", number).format(n=number), "plain"
