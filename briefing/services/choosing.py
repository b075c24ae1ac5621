"""What can be chosen for a field that names another record: by all its names, in any script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorKind, ActorName
from briefing.domain.folding import fold
from briefing.domain.record import field_names
from briefing.domain.records import KINDS, word
from briefing.errors import UserError
from briefing.intake import gazetteer, likely_names
from briefing.services.source_view import title_of
from briefing.store.journal import new_id
from briefing.store.records import find, get, get_many
from briefing.store.sameness import canonical_ids
from briefing.store.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Kinds of entry that a judgment or a row of evidence may rest on.
CITED = ("quote", "claim", "event", "relation", "bloc", "judgment", "source")


@dataclass(frozen=True, slots=True)
class Choice:
    """A record under one of its names. ``key`` is the name made comparable.

    ``sort`` is the kind of an actor. ``new`` is an actor who is not in the library yet and would be
    made together with what names them.
    """

    name: str
    id: str
    kind: str
    main: str
    key: str
    sort: str = ""
    new: bool = False

    @property
    def label(self) -> str:
        """The name, with the main one behind where it is another, or that it would be added."""
        if self.new:
            return f"{self.name} · new {self.sort}"
        return self.name if self.name == self.main else f"{self.name} — {self.main}"


def choices(ws: Workspace, kind: str, briefing_id: str | None = None) -> list[Choice]:
    """Everything of a kind that a field may name, under each of its names."""
    with ws.read() as connection:
        return sorted(_of_kind(connection, kind, briefing_id), key=lambda c: c.key)


def found_entries(
    ws: Workspace, words: str, briefing_id: str | None = None, limit: int = 12
) -> list[Choice]:
    """Entries that can be cited, found by their words; for libraries of any size."""
    with ws.read() as connection:
        hits = search(connection, words, limit=limit, kinds=CITED, briefing_id=briefing_id)
        if briefing_id is not None and len(hits) < limit:
            hits += search(connection, words, limit=limit - len(hits), kinds=("source",))
        found: list[Choice] = []
        for hit in dict.fromkeys(hits):
            record = get(connection, hit.kind, hit.id)
            if record is not None and not record.deleted:
                title = " ".join(title_of(connection, [record]).get(hit.id, "").split())
                found.append(Choice(title, hit.id, hit.kind, title, fold(title)))
    return found


def _of_kind(connection: Connection, kind: str, briefing_id: str | None) -> list[Choice]:
    if kind == "actor":
        actors = {a.id: a for a in find(connection, Actor)}
        named = [(a.name, a.id) for a in actors.values()]
        named += [(n.text, n.actor_id) for n in find(connection, ActorName)]
        # Whoever is one with another is meant by each of its names, and is one to choose.
        same = canonical_ids(connection)
        meant = dict.fromkeys((name, same.get(one, one)) for name, one in named if one in actors)
        return [
            Choice(name, one, kind, actors[one].name, fold(name), actors[one].actor_kind)
            for name, one in meant
            if one in actors
        ]
    cls = KINDS[kind]
    where = {"briefing_id": briefing_id} if briefing_id is not None else {}
    records = find(connection, cls, **(where if "briefing_id" in field_names(cls) else {}))
    if kind == "person":
        titles = {one.id: str(getattr(one, "name", "")) for one in records}
    else:
        titles = title_of(connection, records)
    found: list[Choice] = []
    for one in records:
        title = " ".join(titles.get(one.id, "").split())
        found.append(Choice(title, one.id, kind, title, fold(title)))
    return found


def newcomer(name: str, actor_kind: str, actor_id: str = "") -> Choice:
    """An actor who would be made under a name."""
    plain = " ".join(name.split())
    return Choice(plain, actor_id or new_id(), "actor", plain, fold(plain), actor_kind, new=True)


def likely_kind(name: str) -> str:
    """What sort of actor a name is likely to be."""
    return likely_names.kind_of(name)


def actor_of(choice: Choice, marking: str) -> Actor:
    """The record of an actor who is to be made; a state of today gets its country code."""
    return Actor(
        id=choice.id,
        marking=marking,
        actor_kind=choice.sort,
        name=choice.name,
        iso3166=gazetteer.state_code(choice.name) if choice.sort == ActorKind.STATE else "",
    )


def names_of(ws: Workspace, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → the words by which a record is known; what is not here is left out."""
    wanted = list(dict.fromkeys(ids))
    if kind not in KINDS or not wanted:
        return {}
    with ws.read() as connection:
        found = list(get_many(connection, KINDS[kind], wanted).values())
        if kind in ("actor", "person"):
            return {one.id: str(getattr(one, "name", "")) for one in found}
        return {i: " ".join(t.split()) for i, t in title_of(connection, found).items()}


def matching(
    known: Sequence[Choice], words: str, limit: int = 12, likely: Sequence[str] = ()
) -> list[Choice]:
    """The choices that fit what is typed: names that begin so first, each record once.

    Among those with a word that begins so, ``likely`` ids come first, in their order.
    """
    wanted = fold(words)
    if not wanted:
        return []
    parts = wanted.split()
    places = {one: at for at, one in enumerate(likely)}
    ranked: list[tuple[bool, int, int, int, Choice]] = []
    for at, one in enumerate(known):
        place = places.get(one.id, len(places))
        if one.key.startswith(wanted):
            ranked.append((False, place, 0, at, one))
        elif all(part in one.key for part in parts):
            begins = any(word_.startswith(parts[0]) for word_ in one.key.replace("-", " ").split())
            ranked.append((not begins, place, 1, at, one))
    found: dict[str, Choice] = {}
    for *_rank, one in sorted(ranked, key=lambda r: r[:4]):
        found.setdefault(one.id, one)
        if len(found) >= limit:
            break
    return list(found.values())


def meant(known: Sequence[Choice], words: str) -> Choice | None:
    """The one record that is meant by a name or a part of one; None where nobody has it.

    Raises UserError where several have it.
    """
    wanted = fold(words)
    if not wanted:
        return None
    exact = {c.id: c for c in known if c.key == wanted or fold(c.label) == wanted}
    having = exact or {c.id: c for c in known if wanted in c.key}
    if len(having) > 1:
        raise UserError(f"{words.strip()}: several have this in their name; write more of it.")
    return next(iter(having.values()), None)


def described(choice: Choice) -> str:
    """A choice as it stands in a list of several kinds."""
    return f"{choice.label} · {word(choice.kind)}"
