"""What a pack carries or brings, in lines that a person reads before deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.records import field_word, word
from briefing.exchange.pack import PackSort
from briefing.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.services.merging import Line, Preview
    from briefing.services.packing import Contents

#: Entries of one sort that are named; the rest are counted.
_MOST = 40


def contents_words(contents: Contents) -> list[str]:
    """What is about to be written, what of it is easily overlooked first."""
    lines: list[str] = []
    if contents.withdrawn:
        lines += _block(
            _("Made private after they were shared; they are taken back, but copies may exist:"),
            contents.withdrawn,
        )
    if contents.deleted:
        lines += _block(_("Deleted entries go along, with their words:"), contents.deleted)
    if contents.earlier:
        lines.append(
            ngettext(
                "{n} earlier wording goes along in the history.",
                "{n} earlier wordings go along in the history.",
                contents.earlier,
            ).format(n=contents.earlier)
        )
    if contents.left_out:
        lines += _block(_("Marked higher, and left out:"), contents.left_out)
    if contents.private:
        lines.append(
            ngettext(
                "{n} private note stays here.", "{n} private notes stay here.", contents.private
            ).format(n=contents.private)
        )
    lines += _block(_("Goes along:"), contents.entries)
    if contents.sort is PackSort.WORKING and contents.change_sets:
        lines.append(
            ngettext("{n} change", "{n} changes", contents.change_sets).format(
                n=contents.change_sets
            )
        )
    if contents.people:
        lines.append(_("Names of people in it: {names}").format(names=", ".join(contents.people)))
    if contents.size:
        lines.append(
            _("{n} kB before it is compressed").format(n=max(1, round(contents.size / 1024)))
        )
    return lines


def preview_words(found: Preview) -> list[str]:
    """What merging would bring, conflicts first."""
    lines: list[str] = [*found.claimed, *found.final, *found.ahead, *found.missing]
    if found.conflicts:
        lines += _block(
            _("In conflict: both values are kept until somebody picks:"),
            [_conflict(one) for one in found.conflicts],
        )
    for words, entries in (
        (_("New:"), found.new),
        (_("Changed:"), found.changed),
        (_("Into the trash:"), found.removed),
    ):
        if entries:
            lines += _block(words, [_entry(one) for one in entries])
    if found.left_out:
        lines += _block(_("Its sender left out what is marked higher:"), found.left_out)
    if found.people:
        lines.append(_("By: {names}").format(names=", ".join(found.people)))
    return lines


def trust_words(sender: str, trust: str, known_as: str = "") -> str:
    """Who signed a pack and how far that is known; as in :class:`briefing.services.merging.Preview`."""
    name = sender or _("somebody without a name")
    words = {
        "own": _("Signed by you, {name}."),
        "known": _("Signed by {name}, whose key is trusted here."),
        "new": _(
            "Signed as {name}, whose key is not known here. Before you trust it, compare the "
            "fingerprint with {name} by telephone or in person."
        ),
        "other": _(
            "Signed as {name}, but with another key than the one that is trusted here. Ask {name} "
            "whether the key was changed before you merge anything."
        ),
    }
    if trust == "other" and known_as:
        return _(
            "Signed as {name}, but with the key that is trusted here as that of {known}. Ask {known} "
            "before you merge anything."
        ).format(name=name, known=known_as)
    if trust == "known" and known_as != sender:
        return _(
            "Signed with the key that is trusted here as that of {known}; in the pack the name is {name}."
        ).format(name=name, known=known_as)
    return words.get(trust, words["new"]).format(name=name)


def _block(head: str, lines: Iterable[str]) -> list[str]:
    held: Sequence[str] = list(lines)
    shown = [f"  • {line}" for line in held[:_MOST]]
    if len(held) > _MOST:
        shown.append(f"  • {_('and {n} more').format(n=len(held) - _MOST)}")
    return [head, *shown]


def _entry(one: Line) -> str:
    return f"{_(word(one.kind)).capitalize()}: {one.title or _('Untitled')}"


def _conflict(one: Line) -> str:
    return f"{_entry(one)} ({_(field_word(one.field))})"
