"""What the columns of a table of actors, events or relations can hold, and how they are headed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.domain.folding import fold
from briefing.domain.relation import Certainty, Phase, RelationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Rows(StrEnum):
    """What the rows of a table are."""

    ACTORS = "actors"
    EVENTS = "events"
    RELATIONS = "relations"


class Sort(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"
    CODE = "code"
    SIGN = "sign"
    ACTOR = "actor"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can fill; ``heads`` are headings it is known by, folded.

    ``choices`` are the words it takes, ``synonyms`` others for them. ``bounds`` holds for numbers.
    """

    key: str
    title: str
    sort: Sort = Sort.TEXT
    needed: bool = False
    heads: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    bounds: tuple[float, float] = (0, 0)


_KIND_WORDS = (
    *((word, ActorKind.STATE.value) for word in ("country", "nation", "government", "territory")),
    *((w, ActorKind.PERSON.value) for w in ("people", "leader", "individual", "human", "official")),
    *(
        (word, ActorKind.ORGANISATION.value)
        for word in (
            "organization",
            "org",
            "igo",
            "ngo",
            "company",
            "institution",
            "agency",
            "media",
        )
    ),
    *((word, ActorKind.GROUP.value) for word in ("armed group", "movement", "bloc", "class")),
)
_RELATION_WORDS = (
    *((word, RelationKind.DEFENCE_PACT.value) for word in ("defense pact", "mutual defence")),
    ("nonaggression", RelationKind.NON_AGGRESSION.value),
    ("partnership", RelationKind.STRATEGIC_PARTNERSHIP.value),
    *((word, RelationKind.ARMS_TRANSFER.value) for word in ("arms", "arms transfers", "weapons")),
    ("military technology cooperation", RelationKind.MILITARY_TECHNOLOGY.value),
    *((word, RelationKind.SANCTIONS.value) for word in ("sanction", "sanctioned")),
    *((word, RelationKind.MEMBERSHIP.value) for word in ("member", "member of")),
    *((word, RelationKind.WAR.value) for word in ("at war", "armed conflict")),
    *((word, RelationKind.DIPLOMATIC_CONTACT.value) for word in ("diplomacy", "diplomatic")),
)
_CERTAINTY = Field(
    "certainty",
    "Certainty",
    Sort.CHOICE,
    heads=("certainty", "confidence", "status"),
    choices=tuple(c.value for c in Certainty),
)
_NOTE = Field("note", "Note", heads=("note", "notes", "comment", "comments", "remarks"))

FIELDS: dict[Rows, tuple[Field, ...]] = {
    Rows.ACTORS: (
        Field(
            "name",
            "Name",
            needed=True,
            heads=("name", "actor", "full name", "english name", "country", "title", "label"),
        ),
        Field(
            "actor_kind",
            "Kind",
            Sort.CHOICE,
            needed=True,
            heads=("kind", "type", "actor kind", "actor type", "category", "class"),
            choices=tuple(k.value for k in ActorKind),
            synonyms=_KIND_WORDS,
        ),
        Field(
            "aliases",
            "Other names",
            Sort.TEXTS,
            heads=("aliases", "alias", "other names", "also known as", "aka", "synonyms"),
        ),
        Field(
            "native",
            "Native name",
            Sort.TEXTS,
            heads=("native name", "native", "local name", "original name", "name in script"),
        ),
        Field(
            "abbreviations",
            "Abbreviation",
            Sort.TEXTS,
            heads=("abbreviation", "abbreviations", "acronym", "acronyms", "short name"),
        ),
        Field(
            "family_name",
            "Family name",
            heads=("family name", "surname", "last name", "family"),
        ),
        Field(
            "iso3166",
            "ISO 3166 code",
            Sort.CODE,
            heads=("iso3166", "iso 3166", "iso", "iso2", "alpha-2", "country code", "code", "cca2"),
        ),
        Field(
            "existed",
            "Existed",
            Sort.DATE,
            heads=("existed", "exists", "founded", "born", "date of birth", "since"),
        ),
        Field(
            "longitude",
            "Longitude",
            Sort.NUMBER,
            heads=("longitude", "lon", "long", "lng", "x"),
            bounds=(-180, 180),
        ),
        Field(
            "latitude",
            "Latitude",
            Sort.NUMBER,
            heads=("latitude", "lat", "y"),
            bounds=(-90, 90),
        ),
        _NOTE,
    ),
    Rows.EVENTS: (
        Field(
            "what",
            "What happened",
            needed=True,
            heads=("what", "event", "description", "title", "summary", "headline", "what happened"),
        ),
        Field(
            "happened",
            "When",
            Sort.DATE,
            heads=("when", "date", "happened", "event date", "day", "start date", "start", "year"),
        ),
        Field(
            "until",
            "Until",
            Sort.DATE,
            heads=("until", "end date", "end", "to date", "last day"),
        ),
        Field("reported", "Reported", Sort.DATE, heads=("reported", "report date", "published")),
        Field("place", "Where", heads=("where", "place", "location", "city", "venue")),
        Field(
            "participants",
            "Who took part",
            Sort.ACTORS,
            heads=("who", "participants", "actors", "actor", "parties", "actor1", "actor 1"),
        ),
        Field(
            "others",
            "Further participants",
            Sort.ACTORS,
            heads=("actor2", "actor 2", "target", "with", "other actors"),
        ),
        Field(
            "cameo",
            "CAMEO code",
            Sort.CODE,
            heads=("cameo", "cameo code", "event code", "eventcode", "eventrootcode"),
        ),
        _CERTAINTY,
        Field("planned", "Planned", Sort.TRUTH, heads=("planned", "future", "scheduled")),
        _NOTE,
    ),
    Rows.RELATIONS: (
        Field(
            "from_id",
            "From",
            Sort.ACTOR,
            needed=True,
            heads=(
                *("from", "source", "actor1", "actor 1", "actor a", "state1", "a", "subject"),
                *("state 1", "state a", "country1", "country 1", "country a"),
            ),
        ),
        Field(
            "to_id",
            "To",
            Sort.ACTOR,
            needed=True,
            heads=(
                *("to", "target", "actor2", "actor 2", "actor b", "state2", "b", "object"),
                *("state 2", "state b", "country2", "country 2", "country b"),
            ),
        ),
        Field(
            "relation_kind",
            "Kind",
            Sort.CHOICE,
            needed=True,
            heads=("kind", "relation", "type", "relation kind", "relationship", "tie"),
            choices=tuple(k.value for k in RelationKind),
            synonyms=_RELATION_WORDS,
        ),
        Field("sign", "Sign", Sort.SIGN, heads=("sign", "polarity", "valence", "direction")),
        Field(
            "held",
            "When",
            Sort.DATE,
            heads=("when", "held", "date", "since", "start", "start date", "from date", "year"),
        ),
        Field("until", "Until", Sort.DATE, heads=("until", "end", "end date", "to date")),
        Field(
            "phase",
            "Phase",
            Sort.CHOICE,
            heads=("phase", "stage", "treaty phase", "status of treaty"),
            choices=tuple(p.value for p in Phase if p.value),
        ),
        _CERTAINTY,
        *(
            Field(
                key,
                f"Obligation: {title}",
                Sort.TRUTH,
                heads=(key, f"obligation: {title}", title),
            )
            for key, title in (
                ("defense", "defence"),
                ("offense", "offence"),
                ("neutrality", "neutrality"),
                ("nonaggression", "non-aggression"),
                ("consultation", "consultation"),
            )
        ),
        _NOTE,
    ),
}

#: Field → number of a column, or a text that holds for every row.
ColumnMapping = dict[str, "int | str"]


def guess_mapping(header: Sequence[str], rows: Rows) -> ColumnMapping:
    """Which column fills which field, by its heading; each column fills one."""
    heads = [fold(head.replace("_", " ")) for head in header]
    mapping: ColumnMapping = {}
    taken: set[int] = set()
    for exact in (True, False):
        for field in FIELDS[rows]:
            if field.key in mapping:
                continue
            column = _column(field, heads, taken, exact=exact)
            if column is not None:
                mapping[field.key] = column
                taken.add(column)
    return mapping


def _column(field: Field, heads: Sequence[str], taken: set[int], *, exact: bool) -> int | None:
    known = (fold(field.key.replace("_", " ")), fold(field.title), *field.heads)
    for name in known:
        for column, head in enumerate(heads):
            if column in taken or not head:
                continue
            # Part of a heading is enough where it is a word of it: "Name (English)".
            parts = head.replace("(", " ").replace(")", " ").replace(":", " ").split()
            if head == name or (not exact and len(name) > 2 and name in parts):
                return column
    return None


def missing(mapping: Mapping[str, int | str], rows: Rows) -> list[Field]:
    """The fields that every row needs and that the mapping does not fill."""
    return [f for f in FIELDS[rows] if f.needed and mapping.get(f.key, "") == ""]
