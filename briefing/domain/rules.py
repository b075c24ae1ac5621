"""What the fields of a record may hold: one message for each field that is wrong.

A message is a sentence that stands beside the field and says what would be right. Rules that need
other records (a name twice in a list, a quote without a speaker) are in :func:`check_parts`.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.codes import ALPHA_2, CAMEO_ROOTS, CSL_TYPES, LANGUAGE, SCRIPT
from briefing.domain.dates import DateError, parse
from briefing.domain.grades import LIKELIHOOD, Confidence, Credibility, Reliability, band_of
from briefing.domain.markings import MarkingError
from briefing.domain.markings import parse as parse_marking
from briefing.domain.record import edtf_fields, owner_field
from briefing.domain.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefing.domain.record import Scalar

    Values = Mapping[str, Scalar]
    Wrong = Iterator[tuple[str, str]]

EMPTY = "Fill this in."
#: Hues of a bloc, as tokens of the themes.
BLOC_COLOURS = ("vermilion", "blue", "yellow", "green", "purple", "sky", "grey")
INDICATOR_STATES = ("not seen", "emerging", "seen")
RATINGS = ("CC", "C", "N", "I", "II")
#: Kind and field of what is drawn as it is written: for any other value there is nothing to draw.
DRAWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("bloc", "colour"): tuple(f"bloc.{one}" for one in BLOC_COLOURS),
    ("rating", "value"): RATINGS,
}


@cache
def required(kind: str) -> tuple[str, ...]:
    """The fields of a kind that must not stay empty: those without a default, and what a thing is."""
    cls = KINDS[kind]
    owner = owner_field(cls)
    missing = [f.name for f in fields(cls) if f.default is MISSING and f.name not in ("id", owner)]
    return (*missing, *_ALSO.get(kind, ()))


#: Fields with a default that make no sense empty once a person fills in the form.
_ALSO: dict[str, tuple[str, ...]] = {
    "quote_speaker": ("actor_id",),
    "participant": ("actor_id",),
    "relation": ("from_id", "to_id"),
    "relation_party": ("actor_id",),
    "bloc_member": ("actor_id",),
    "membership": ("organisation_id",),
    "source": ("title",),
    "source_link": ("other_id",),
    "claim_link": ("other_id",),
    "briefing_author": ("person_id",),
    "briefing_source": ("source_id",),
    "annotation": ("body",),
}


def check(kind: str, values: Values) -> dict[str, str]:
    """Field → what is wrong with it, for one record; empty where all is right."""
    wrong: dict[str, str] = {}
    for name in required(kind):
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            wrong[name] = EMPTY
    for name in edtf_fields(KINDS[kind]):
        text = str(values.get(name) or "")
        if text:
            try:
                parse(text)
            except DateError as error:
                wrong[name] = sentence(str(error))
    marking = str(values.get("marking") or "")
    try:
        parse_marking(marking)
    except MarkingError as error:
        wrong["marking"] = sentence(str(error))
    rule = _RULES.get(kind)
    for name, message in rule(values) if rule else ():
        wrong.setdefault(name, message)
    return wrong


def sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    plain = words.strip()
    return plain[:1].upper() + plain[1:] + ("" if plain.endswith((".", "?", "!")) else ".")


def check_parts(
    kind: str, values: Values, parts: Mapping[str, Sequence[Values]]
) -> Iterator[tuple[str, int, str, str]]:
    """What is wrong between an entry and its parts: (kind of part, which, field, message).

    ``which`` is -1 where the list itself lacks something.
    """
    if kind == "quote":
        said = values.get("quote_kind") != "scare"
        if said and not parts.get("quote_speaker"):
            yield (
                *("quote_speaker", -1, "actor_id"),
                "Name the speaker; words that nobody said are a scare quote.",
            )
        if not said and parts.get("quote_speaker"):
            yield "quote_speaker", -1, "actor_id", "A scare quote has no speaker."
    for part, name in _ONCE.items():
        seen: set[tuple[Scalar, ...]] = set()
        for at, row in enumerate(parts.get(part, ())):
            key = tuple(row.get(one) for one in name)
            if key[0] not in (None, "") and key in seen:
                yield part, at, name[0], "This stands in the list already."
            seen.add(key)
    own = values.get("id")
    for part in ("source_link", "claim_link"):
        for at, row in enumerate(parts.get(part, ())):
            if own is not None and row.get("other_id") == own:
                yield part, at, "other_id", "Choose another one: this is the entry itself."
    for at, row in enumerate(parts.get("membership", ())):
        if own is not None and row.get("organisation_id") == own:
            yield "membership", at, "organisation_id", "An actor is no member of itself."


#: Kind of part → fields that together stand once in a list.
_ONCE: dict[str, tuple[str, ...]] = {
    "quote_speaker": ("actor_id",),
    "participant": ("actor_id", "role"),
    "relation_party": ("actor_id", "stance"),
    "bloc_member": ("actor_id", "held"),
    "tag": ("text",),
    "source_link": ("other_id", "link_kind"),
    "claim_link": ("other_id",),
    "basis": ("entry_id",),
    "briefing_author": ("person_id",),
}


def _actor(values: Values) -> Wrong:
    code = str(values.get("iso3166") or "")
    if code and code not in ALPHA_2:
        yield "iso3166", "Not an ISO 3166-1 alpha-2 code; write two capitals such as KR."
    for code in str(values.get("territory") or "").split():
        if code not in ALPHA_2:
            yield "territory", f"{code} is no ISO 3166-1 alpha-2 code."
    for name, most in (("longitude", 180), ("latitude", 90)):
        value = values.get(name)
        if isinstance(value, int | float) and not -most <= value <= most:
            yield name, f"Degrees from -{most} to {most}."
    if (values.get("longitude") is None) != (values.get("latitude") is None):
        missing = "latitude" if values.get("latitude") is None else "longitude"
        yield missing, "A place needs both longitude and latitude."


def _actor_name(values: Values) -> Wrong:
    if (text := str(values.get("script") or "")) and not SCRIPT.fullmatch(text):
        yield "script", "An ISO 15924 code such as Hang or Cyrl."
    yield from _language(values)


def _language(values: Values) -> Wrong:
    if (text := str(values.get("language") or "")) and not LANGUAGE.fullmatch(text):
        yield "language", "A language code such as en or zh-Hant."


def _one_of(name: str, known: Sequence[str], words: str) -> Callable[[Values], Wrong]:
    def rule(values: Values) -> Wrong:
        if str(values.get(name) or "") not in known:
            yield name, words

    return rule


def _source(values: Values) -> Wrong:
    if values.get("csl_type") not in CSL_TYPES:
        yield "csl_type", "Not a CSL type; choose one of the list."
    yield from _reliability(values)
    yield from _language(values)


def _event(values: Values) -> Wrong:
    cameo = str(values.get("cameo") or "")
    if cameo and not (cameo.isascii() and cameo.isdigit() and cameo[:2] in CAMEO_ROOTS):
        yield "cameo", "A CAMEO code begins with a root from 01 to 20."


def _relation(values: Values) -> Wrong:
    if values.get("from_id") is not None and values.get("from_id") == values.get("to_id"):
        yield "to_id", "A relation joins two actors: choose another one here."
    if values.get("sign") not in (-1, 0, 1):
        yield "sign", "+, 0 or −."


def _claim_party(values: Values) -> Wrong:
    actor, source = values.get("actor_id"), values.get("source_id")
    if actor is None and source is None:
        yield "actor_id", "Name the actor, or the source where no actor stands behind it."
    elif actor is not None and source is not None:
        yield "source_id", "An actor or a source, not both."


def _judgment(values: Values) -> Wrong:
    scale = str(values.get("scale") or "")
    if scale not in LIKELIHOOD:
        yield "scale", "Choose one of the scales."
        return
    term = str(values.get("likelihood") or "")
    if term and band_of(term, scale) is None:
        yield "likelihood", f"{scale} does not have this term; choose one of its own."
    confidence = str(values.get("confidence") or "")
    if confidence and confidence not in set(Confidence):
        yield "confidence", "High, moderate or low."


def _evidence(values: Values) -> Wrong:
    if not str(values.get("text") or "").strip() and not values.get("entry_id"):
        yield "text", "Write what speaks for or against, or choose an entry."
    yield from _credibility(values)


def _basis(values: Values) -> Wrong:
    if not values.get("entry_id"):
        yield "entry_id", EMPTY


def _source_author(values: Values) -> Wrong:
    if not any(str(values.get(n) or "").strip() for n in ("literal", "family", "given")):
        yield "literal", "Name a body here, or a person by family name and given name."


def _briefing(values: Values) -> Wrong:
    cutoff = str(values.get("cutoff") or "")
    if cutoff:
        try:
            when = datetime.fromisoformat(cutoff)
        except ValueError:
            yield "cutoff", "Date, time and zone as in 2024-06-20T12:00+00:00."
        else:
            if "T" not in cutoff.upper() and " " not in cutoff:
                yield "cutoff", "Add the time and its zone, as in 2024-06-20T12:00+00:00."
            elif when.tzinfo is None:
                yield "cutoff", "Add the zone, as in +00:00 or Z."
    version = values.get("version")
    if not isinstance(version, int) or version < 1:
        yield "version", "A whole number from 1."
    yield from _language(values)


_credibility = _one_of("credibility", list(Credibility), "A digit from 1 to 6; 6 is not judged.")
_reliability = _one_of("reliability", list(Reliability), "A letter from A to F; F is not judged.")

_RULES: dict[str, Callable[[Values], Wrong]] = {
    "actor": _actor,
    "actor_name": _actor_name,
    "source": _source,
    "source_grade": _reliability,
    "source_author": _source_author,
    "quote": _language,
    "event": _event,
    "relation": _relation,
    "claim": _credibility,
    "claim_party": _claim_party,
    "judgment": _judgment,
    "indicator": _one_of("state", INDICATOR_STATES, "Not seen, emerging or seen."),
    "evidence": _evidence,
    "basis": _basis,
    "rating": _one_of("value", RATINGS, "CC, C, N, I or II."),
    "bloc": _one_of("colour", DRAWN["bloc", "colour"], "Choose one of the colours."),
    "briefing": _briefing,
}
