"""Names that a model of spaCy finds and no rule does, where spaCy and a model of its makers are there.

They are proposals of low confidence and never change what rules drew out. Without the extra ``nlp`` nothing
of this is loaded. A draft says which tools made it.
"""

from __future__ import annotations

import logging
import re
import threading
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module, metadata, util
from typing import TYPE_CHECKING, Any

from briefing.domain.folding import fold
from briefing.intake.draft import ProposedActor, plain_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.intake.draft import Draft, Span

_LOG = logging.getLogger(__name__)

#: How sure a name is that a model alone has found: its precision on news, by kind.
_SURE = 0.3
#: Characters that a model reads at once, and those of a text that it reads at all: it is slow.
_PIECE, _MOST = 50_000, 500_000
_KINDS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
#: Models of one language in the order in which they are taken.
_SIZES = ("sm", "md", "lg", "trf")
#: What only names are written like: two words with capitals, or three capital letters alone.
_NAME = re.compile(
    r"[A-Z0-9&.]{3,}|[^\W\d_a-z][\w’'-]*(?: (?:of|for|and|the|de|van|von|al|bin|[^\W\d_a-z][\w’'.-]*))+"
)
_LONGEST = 120
_TAIL = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is installed: the package it is loaded by, its language and its version."""

    package: str
    language: str
    version: str

    @property
    def tool(self) -> str:
        """How a draft names it."""
        return f"{self.package} {self.version}".strip()


def added(draft: Draft) -> Draft:
    """The draft with the people and organisations that a model finds besides, where one is installed."""
    model = model_for(draft.language)
    if model is None or not draft.text or len(draft.text) > _MOST:
        return draft
    try:
        found = list(_found(model, draft))
    except Exception:
        # Another package's fault: what rules drew out is there all the same.
        _LOG.exception("the model %s could not be used", model.package)
        return draft
    return replace(draft, actors=(*draft.actors, *found), tool=f"{draft.tool} + {model.tool}")


def model_for(language: str) -> Model | None:
    """The model for a language, English where it is not told; None where none is installed."""
    wanted = (language or "en").partition("-")[0].lower()
    fitting = [one for one in installed() if one.language == wanted]
    order = {size: place for place, size in enumerate(_SIZES)}

    def rank(one: Model) -> tuple[int, str]:
        return min((order[p] for p in one.package.split("_") if p in order), default=9), one.package

    return min(fitting, key=rank, default=None)


@cache
def installed() -> tuple[Model, ...]:
    """The models that are installed beside spaCy; found without loading either."""
    if util.find_spec("spacy") is None:
        return ()
    models: list[Model] = []
    for point in metadata.entry_points(group="spacy_models"):
        try:
            version = metadata.version(point.value)
        except metadata.PackageNotFoundError:
            version = ""
        models.append(Model(point.value, point.value.partition("_")[0], version))
    return tuple(models)


_loading = threading.Lock()


@cache
def _loaded(package: str) -> Callable[[str], Any]:
    spacy: Any = import_module("spacy")
    # Names need neither word classes nor syntax, which take most of the time.
    exclude = ["tagger", "parser", "lemmatizer", "attribute_ruler", "morphologizer", "senter"]
    return spacy.load(package, exclude=exclude)


def _found(model: Model, draft: Draft) -> Iterator[ProposedActor]:
    known = {fold(name) for one in draft.actors for name in (one.name, *one.aliases)}
    covered = sorted({span for one in draft.actors for span in one.mentions})
    met: dict[tuple[str, str], list[Span]] = {}
    names: dict[tuple[str, str], str] = {}
    for start, end, kind in _spans(model, draft.text):
        name = " ".join(draft.text[start:end].split())
        if len(name) > _LONGEST or not _NAME.fullmatch(name) or _overlaps(covered, start, end):
            continue
        key = kind, fold(name)
        if key[1] in known:
            continue
        names.setdefault(key, name)
        met.setdefault(key, []).append((start, end))
    ids = {one.id for one in draft.actors}
    for (kind, _folded), spans in met.items():
        name = names[kind, _folded]
        yield ProposedActor(
            rule=f"spacy:{model.package}",
            confidence=_SURE,
            passages=tuple(spans[:1]),
            id=plain_id(kind, name, ids),
            kind=kind,
            name=name,
            mentions=tuple(spans),
        )


def _spans(model: Model, text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each name, in code points, without a genitive's end."""
    # One at a time: what a model shares between threads is nowhere promised.
    with _loading:
        read = _loaded(model.package)
        for begin, end in _pieces(text):
            for one in read(text[begin:end]).ents:
                kind = _KINDS.get(one.label_)
                words = text[begin + one.start_char : begin + one.end_char]
                words = _TAIL.sub("", words.rstrip())
                start = begin + one.start_char
                for article in ("the ", "The "):
                    if words.startswith(article):
                        words, start = words[len(article) :], start + len(article)
                if kind and words:
                    yield start, start + len(words), kind


def _pieces(text: str) -> Iterator[Span]:
    """Stretches of the text that end at a line's end where there is one."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or end
        yield start, end
        start = end


def _overlaps(covered: list[Span], start: int, end: int) -> bool:
    at = bisect_left(covered, (end, 0))
    return any(one_end > start for _one_start, one_end in covered[max(0, at - 1) : at])
