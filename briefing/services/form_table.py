"""What a person may fill in: for each kind of entry its fields in order, and its parts.

The one place that says how a record is edited. What a field is (a date, a truth, the id of an actor)
stands in the record's dataclass; here stand its label, its help line and, where the type does not say
it, its editor. A kind or a field that is not here is named in :data:`BY_HAND_NEVER` or
:data:`NOT_SHOWN`, and a test holds that nothing is forgotten.
"""

# long because: it is one table.
from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind, NameKind
from briefing.domain.annotation import Motivation
from briefing.domain.briefing import SectionKind, Status
from briefing.domain.claim import ClaimStatus
from briefing.domain.codes import CAMEO_ROOTS, CSL_TYPES
from briefing.domain.grades import LIKELIHOOD, PHIA, Confidence, Credibility, Reliability
from briefing.domain.markings import Marking
from briefing.domain.quote import QuoteKind
from briefing.domain.record import defaults, edtf_fields, owner_field, references
from briefing.domain.records import KINDS, word
from briefing.domain.relation import Certainty, Phase, RelationKind, Stance
from briefing.domain.rules import BLOC_COLOURS, INDICATOR_STATES, required
from briefing.domain.source import SourceLinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.domain.record import Scalar

    Values = Mapping[str, Scalar]
    #: Value and what it is called.
    Choices = tuple[tuple[Scalar, str], ...]


class Editor(StrEnum):
    """How a field is edited."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECK = "check"
    NUMBER = "number"
    DATE = "date"
    #: A point in time with its zone, ISO 8601.
    MOMENT = "moment"
    COLOUR = "colour"
    #: The id of a record of the kind that the field refers to, found by its names.
    RECORD = "record"
    #: The kind and the id of any entry, in two fields of the record.
    ENTRY = "entry"
    #: The words of a passage, shown and not edited.
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Field:
    """A field in a form. ``choices`` may depend on the values of the other fields."""

    name: str
    label: str
    editor: Editor
    help: str = ""
    choices: Choices | Callable[[Values], Choices] = ()
    required: bool = False
    kind: str = ""
    whole: bool = False
    #: Takes a line of its own.
    wide: bool = False
    #: Can be changed from a menu, without the form.
    quick: bool = False

    def choices_for(self, values: Values) -> Choices:
        """What can be chosen beside these values."""
        return self.choices(values) if callable(self.choices) else self.choices


class Style(StrEnum):
    """How a list of parts is edited."""

    ROWS = "rows"
    #: Names of actors in one line, parted by semicolons.
    NAMES = "names"
    #: Words in one line, parted by commas.
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Part:
    """A list of parts of an entry; ``owner`` is the field that names the entry."""

    kind: str
    label: str
    fields: tuple[Field, ...]
    owner: str
    style: Style = Style.ROWS
    help: str = ""
    #: Whether a person adds rows here; passages are added in the article.
    adds: bool = True
    #: The field of the entry after which the list stands; without one below all fields.
    after: str = ""

    @property
    def ordered(self) -> bool:
        """Whether the order is the person's."""
        return "position" in defaults(KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of entry as it is edited. ``title`` is the field that stands for it in a list."""

    kind: str
    fields: tuple[Field, ...]
    parts: tuple[Part, ...] = ()
    title: str = ""
    #: Fields that a person seldom needs, folded away below.
    more: tuple[str, ...] = field(default=())


#: Fields of every record that no form shows; ``marking`` is shown once an entry, not on its parts.
NEVER: frozenset[str] = frozenset({"id", "deleted", "position", "briefing_id"})
#: Kind → fields with the reason why nobody fills them in.
NOT_SHOWN: dict[str, dict[str, str]] = {
    "source": {"extra": "CSL properties kept for exchange, as JSON"},
    "annotation": {
        "target_kind": "a note is made on what it is about",
        "target_id": "a note is made on what it is about",
        "author_id": "who wrote it",
        "created": "when it was written",
        "replies_to": "a reply is made in its thread",
        "resolved_by": "who resolved it",
    },
    "source_grade": {"author_id": "who graded it"},
    "passage_link": {"entry_kind": "the entry itself"},
}
#: Kinds that no form edits, with the reason.
BY_HAND_NEVER: dict[str, str] = {
    "person": "each person names themselves",
    "waiver": "made beside the finding that it waives",
    "same_as": "made by merging two actors",
    "verdict": "made in the review of what was drawn out of an article",
    "pin": "made by dragging an actor in the diagram",
    "outline": "imported from a file of shapes",
    "release": "made when a briefing becomes final",
    "blind_round": "asked and answered on the page of blind rounds",
    "blind_item": "chosen when a blind round is made",
    "blind_part": "chosen when a blind round is made",
    "blind_answer": "given on the page of a blind round",
    "briefing_source": "a source is put on the desk from the list of sources",
    "document": "never changes after it was read",
    "passage": "made of selected words, anchored by the program",
    "rating": "a cell of the hypothesis grid",
    "saved_search": "kept from the search field",
}


def _said(values: Iterable[str], *, blank: str | None = None) -> Choices:
    """Choices whose value is what they are called."""
    head: Choices = () if blank is None else (("", blank),)
    return (*head, *((str(value), str(value)) for value in values))


def _likelihoods(values: Values) -> Choices:
    scale = str(values.get("scale") or "")
    found: list[tuple[Scalar, str]] = [("", "none: an assessment of fact")]
    for band in LIKELIHOOD.get(scale, ()):
        found += [(term, f"{term} ({band.low}–{band.high} %)") for term in band.terms]
    return tuple(found)


def _sources_said(values: Values) -> Choices:
    del values
    return (("", "rests on it"), ("asserts", "asserts"), ("denies", "denies"))


_GRADES: Choices = tuple((g.value, f"{g.value} – {g.label}") for g in Reliability)
_DIGITS: Choices = tuple((g.value, f"{g.value} – {g.label}") for g in Credibility)
_MARKINGS: Choices = tuple((m.value, m.label) for m in Marking)
_ROOTS: Choices = (("", "none"), *((c, f"{c} {words}") for c, words in CAMEO_ROOTS.items()))
_CERTAINTIES = _said(Certainty)
_STANCES = _said(Stance)
_EDTF = (
    "A date as 19 June 2024, June 2024, since 2023, 2015 to 2018, or as EDTF: 2024-05~ (about), "
    "2024? (uncertain), 2023-08/2024-02."
)


@dataclass(frozen=True, slots=True)
class _F:
    """A field before its dataclass was asked."""

    name: str
    label: str
    editor: Editor | None = None
    help: str = ""
    choices: Choices | Callable[[Values], Choices] = ()
    wide: bool = False
    quick: bool = False


def _field(kind: str, one: _F) -> Field:
    cls = KINDS[kind]
    kind_of = {f.name: str(f.type) for f in fields(cls)}
    told = references(cls)
    editor = one.editor
    if editor is None:
        kept = defaults(cls)[one.name]
        if one.choices:
            editor = Editor.CHOICE
        elif one.name in edtf_fields(cls):
            editor = Editor.DATE
        elif one.name in told:
            editor = Editor.RECORD
        elif isinstance(kept, bool):
            editor = Editor.CHECK
        elif kind_of[one.name].startswith(("int", "float")):
            editor = Editor.NUMBER
        else:
            editor = Editor.LINE
    return Field(
        one.name,
        one.label,
        editor,
        one.help or (_EDTF if editor == Editor.DATE else ""),
        one.choices,
        one.name in required(kind),
        told.get(one.name, ""),
        kind_of[one.name].startswith("int"),
        one.wide,
        one.quick,
    )


def _part(
    kind: str,
    label: str,
    *shown: _F,
    owner: str = "",
    style: Style = Style.ROWS,
    help_line: str = "",
    adds: bool = True,
    after: str = "",
) -> Part:
    return Part(
        kind,
        label,
        tuple(_field(kind, one) for one in shown),
        owner or owner_field(KINDS[kind]) or "",
        style,
        help_line,
        adds,
        after,
    )


def _form(kind: str, title: str, shown: Iterable[_F], *parts: Part, more: str = "") -> Form:
    made = [_field(kind, one) for one in shown]
    made.append(_field(kind, _F("marking", "Marking", Editor.CHOICE, choices=_MARKINGS)))
    return Form(kind, tuple(made), parts, title, tuple(more.split()))


_TAGS = _part(
    *("tag", "Tags"),
    _F("text", "Tag"),
    owner="entry_id",
    style=Style.WORDS,
    help_line="Words parted by commas.",
)
_PASSAGES = _part(
    *("passage_link", "Passages"),
    _F("passage_id", "Words", Editor.PASSAGE),
    _F("role", "Role", Editor.CHOICE, choices=_sources_said),
    _F("source_id", "Words of", help="Another source, where this one carries its words."),
    owner="entry_id",
    help_line="Select words in the article to add one.",
    adds=False,
)

_ALL = (
    _form(
        "briefing",
        "title",
        (
            _F("title", "Title", Editor.TEXT, "A sentence with the judgment in it."),
            _F("as_of", "As of"),
            _F(
                *("cutoff", "Information cut-off", Editor.MOMENT),
                "Up to when reports were taken in: today 14:00, 20 June 2024 12:00 UTC.",
                wide=True,
            ),
            _F("status", "Status", choices=_said(Status), quick=True),
            _F("version", "Version"),
            _F("desk", "Desk"),
            _F("audience", "Audience"),
            _F("language", "Language", help="A code such as en."),
        ),
        _part("briefing_author", "Authors", _F("person_id", "Author", wide=True)),
        _part(
            *("section", "Sections"),
            _F("section_kind", "Kind", choices=_said(SectionKind)),
            _F("heading", "Heading"),
            help_line="What they say is written in the briefing itself.",
        ),
        more="version language",
    ),
    _form(
        "section",
        "heading",
        (
            _F("section_kind", "Kind", choices=_said(SectionKind), quick=True),
            _F("heading", "Heading", help="Without one the kind is shown."),
            _F("body", "Text", Editor.TEXT, "Markdown; [@quote:id] cites an entry."),
        ),
    ),
    _form(
        "actor",
        "name",
        (
            _F("name", "Name"),
            _F("actor_kind", "Kind", choices=_said(ActorKind), quick=True),
            _F("family_name", "Family name", help="The word to sort by, for a person."),
            _F("family_first", "The family name comes first"),
            _F("iso3166", "Country code", help="ISO 3166-1 alpha-2, for a state of today."),
            _F("existed", "Existed"),
            _F("note", "Note", Editor.TEXT),
            _F("territory", "Former territory", help="Codes of the states that hold it today."),
            _F("longitude", "Longitude", help="Degrees; west is negative."),
            _F("latitude", "Latitude", help="Degrees; south is negative."),
        ),
        _part(
            *("actor_name", "Other names"),
            _F("text", "Name"),
            _F("name_kind", "Kind", choices=_said(NameKind)),
            _F("script", "Script", help="ISO 15924, such as Hang; found out where left empty."),
            _F("language", "Language", help="A code such as ko."),
            _F("used", "Used"),
        ),
        _part(
            *("office", "Offices"),
            _F("title", "Office"),
            _F("of_actor_id", "Of"),
            _F("held", "Held"),
        ),
        _part(
            *("membership", "Memberships"),
            _F("organisation_id", "In"),
            _F("role", "Role"),
            _F("held", "Held"),
        ),
        _TAGS,
        _PASSAGES,
        more="family_first existed territory longitude latitude",
    ),
    _form(
        "source",
        "title",
        (
            _F("title", "Title", Editor.TEXT),
            _F("csl_type", "Type", choices=_said(CSL_TYPES)),
            _F("issued", "Issued"),
            _F("container", "In", help="The newspaper, site or book it stands in."),
            _F("publisher", "Publisher"),
            _F("url", "Address"),
            _F("accessed", "Accessed"),
            _F("place", "Place"),
            _F("genre", "Genre"),
            _F("language", "Language", help="A code such as en."),
            _F("reliability", "Reliability", choices=_GRADES, quick=True),
            _F("reliability_reason", "Reason of the grade", Editor.TEXT),
            _F("descriptor", "What bears on its quality", Editor.TEXT),
            _F("level_of_access", "Nearness to what it tells", Editor.TEXT),
            _F("track_record", "How it held up before", Editor.TEXT),
            _F("bias", "Whose interest it serves", Editor.TEXT),
        ),
        _part(
            *("source_author", "Authors"),
            _F("literal", "Body", help="A body, or else a person:"),
            _F("family", "Family name"),
            _F("given", "Given name"),
            _F("role", "Role", choices=_said(("author", "editor", "translator", "interviewer"))),
        ),
        _part(
            *("source_link", "Other sources"),
            _F("link_kind", "How", choices=_said(SourceLinkKind)),
            _F("other_id", "Source", wide=True),
        ),
        _part(
            *("source_grade", "Earlier grades"),
            _F("reliability", "Reliability", choices=_GRADES),
            _F("reason", "Reason"),
            _F("graded", "Graded"),
        ),
        _TAGS,
        more="accessed place genre language level_of_access track_record bias",
    ),
    _form(
        "quote",
        "words",
        (
            _F("words", "Words", Editor.TEXT, "Without the outer quotation marks."),
            _F("quote_kind", "Kind", choices=_said(QuoteKind), quick=True),
            _F("said", "Said"),
            _F("place", "Where"),
            _F("occasion", "Occasion"),
            _F("addressee", "To whom"),
            _F("about", "About"),
            _F("cue", "Cue", help="The word that introduces it: said, denied, warned."),
            _F("language", "Language", help="A code such as ko."),
            _F("original_words", "Words in the original", Editor.TEXT),
        ),
        _part(
            *("quote_speaker", "Speakers"),
            _F("actor_id", "Speaker"),
            style=Style.NAMES,
            help_line="Names in any script, parted by semicolons.",
            after="words",
        ),
        _TAGS,
        _PASSAGES,
        more="addressee cue language original_words",
    ),
    _form(
        "event",
        "what",
        (
            _F("what", "What happened", Editor.TEXT),
            _F("happened", "When"),
            _F("planned", "Planned: it has not happened yet"),
            _F("place", "Where"),
            _F("certainty", "Certainty", choices=_CERTAINTIES, quick=True),
            _F("reported", "Reported"),
            _F("cameo", "CAMEO root", choices=_ROOTS),
            _F("note", "Note", Editor.TEXT),
        ),
        _part(
            *("participant", "Participants"),
            _F("actor_id", "Who"),
            _F("role", "Role"),
            after="place",
        ),
        _TAGS,
        _PASSAGES,
        more="reported cameo",
    ),
    _form(
        "relation",
        "relation_kind",
        (
            _F("from_id", "From", wide=True),
            _F("relation_kind", "Kind", choices=_said(RelationKind, blank="choose…"), wide=True),
            _F("to_id", "To", wide=True),
            _F("sign", "Sign", choices=((1, "+ together"), (0, "0 neither"), (-1, "− against"))),
            _F("held", "When"),
            _F("phase", "Phase", choices=_said(filter(None, Phase), blank="none"), quick=True),
            _F("certainty", "Certainty", choices=_CERTAINTIES, quick=True),
            _F("note", "Note", Editor.TEXT),
            _F("defense", "Obligation: defense"),
            _F("offense", "Obligation: offense"),
            _F("neutrality", "Obligation: neutrality"),
            _F("nonaggression", "Obligation: non-aggression"),
            _F("consultation", "Obligation: consultation"),
        ),
        _part(
            *("relation_party", "Who asserts or denies it"),
            _F("actor_id", "Who"),
            _F("stance", "Stance", choices=_STANCES),
            after="certainty",
        ),
        _TAGS,
        _PASSAGES,
        more="defense offense neutrality nonaggression consultation",
    ),
    _form(
        "bloc",
        "name",
        (
            _F("name", "Name"),
            _F(
                *("colour", "Colour", Editor.COLOUR),
                choices=tuple((f"bloc.{c}", c) for c in BLOC_COLOURS),
                quick=True,
            ),
            _F("basis", "Basis", Editor.TEXT, "What holds it together."),
        ),
        _part(
            *("bloc_member", "Members"),
            _F("actor_id", "Who"),
            _F("held", "From – until"),
            _F("role", "Role"),
        ),
        _TAGS,
        _PASSAGES,
    ),
    _form(
        "claim",
        "proposition",
        (
            _F("proposition", "Proposition", Editor.TEXT),
            _F("hedge", "Hedge", help="As the source has it: alleges, according to reports."),
            _F("holds", "Holds"),
            _F("credibility", "Credibility", choices=_DIGITS, quick=True),
            _F("status", "Status", choices=_said(ClaimStatus), quick=True),
            _F("status_reason", "Reason of the status", Editor.TEXT),
            _F("note", "Note", Editor.TEXT),
        ),
        _part(
            *("claim_party", "Who asserts or denies it"),
            _F("actor_id", "Who"),
            _F("stance", "Stance", choices=_STANCES),
            _F("source_id", "Or source", wide=True),
            after="proposition",
        ),
        _part(
            *("quantity", "Quantities"),
            _F("value", "Number"),
            _F("unit", "Unit"),
            _F("of_what", "Of what"),
        ),
        _part("claim_link", "Rival versions", _F("other_id", "Claim", wide=True)),
        _TAGS,
        _PASSAGES,
    ),
    _form(
        "judgment",
        "text",
        (
            _F("text", "Judgment", Editor.TEXT, "Without a word of confidence: it has its field."),
            _F(
                *("scale", "Scale"),
                choices=tuple((s, "PHIA (United Kingdom)" if s == PHIA else s) for s in LIKELIHOOD),
            ),
            _F("likelihood", "Likelihood", choices=_likelihoods, quick=True),
            _F(
                "confidence", "Confidence", choices=_said(Confidence, blank="not given"), quick=True
            ),
            _F("confidence_reason", "Reason of the confidence", Editor.TEXT),
            _F("key", "A key judgment"),
            _F("assumptions", "Taken for granted", Editor.TEXT),
        ),
        _part("basis", "Rests on", _F("entry_id", "Entry", Editor.ENTRY)),
        _part(
            *("indicator", "Indicators"),
            _F("text", "What would change it", Editor.TEXT),
            _F("state", "State", choices=_said(INDICATOR_STATES)),
            _F("noted", "Noted"),
        ),
        _TAGS,
        _PASSAGES,
    ),
    _form(
        "hypothesis_matrix",
        "question",
        (
            _F("question", "Question", Editor.TEXT),
            _F("exclusive", "The answers exclude each other"),
        ),
        _part("hypothesis", "Hypotheses", _F("text", "Answer", Editor.TEXT)),
        _part(
            *("evidence", "Evidence"),
            _F(
                *("text", "Words", Editor.TEXT),
                "Left empty, those of the entry are shown.",
            ),
            _F("entry_id", "Entry", Editor.ENTRY),
            _F("credibility", "Credibility", choices=_DIGITS),
        ),
        _TAGS,
        _PASSAGES,
    ),
    _form(
        "annotation",
        "body",
        (
            _F("body", "Words", Editor.TEXT),
            _F("motivation", "Kind", choices=_said(Motivation)),
            _F("assigned_to", "Assigned to"),
            _F("resolved", "Resolved"),
            _F("private", "Private: never leaves this library"),
        ),
        _TAGS,
    ),
)

FORMS: dict[str, Form] = {form.kind: form for form in _ALL}


def new_title(kind: str) -> str:
    """ "New quote"."""
    return f"New {word(kind)}"
