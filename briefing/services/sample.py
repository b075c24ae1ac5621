"""The sample briefing: shipped TOML and text, turned into records that are the same everywhere.

Ids are UUIDv5 of written-down names, passages are found in the shipped documents word for word, and
neither clock nor chance takes part, so two fresh libraries hold the same sample.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from briefing.domain.records import KINDS
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.record import Record, Scalar

NAMESPACE = UUID("6d9f3a52-70c4-5b1e-9c1d-0a4e3b7f5c21")
"""Of every id in the sample; never to be changed, or fresh libraries would differ."""
BRIEFING_KEY = "pyongyang-2024"
PERSON_KEY = "sample-author"

_CONTEXT = 32  # code points kept before and after a passage
_READER, _READER_VERSION = "text", "1"
_CITED = re.compile(r"@([a-z_]+):([a-z0-9-]+)")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SampleContent:
    """What a shipped document was read from: its bytes and its text, with the SHA-256 of each."""

    original_sha256: str
    original: bytes
    text_sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample as it is stored: records in an order where owners come before their parts."""

    records: tuple[Record, ...]
    contents: tuple[SampleContent, ...]


def sample_id(kind: str, key: str) -> str:
    """Id of the sample's record of ``kind`` with the readable ``key`` of ``content.toml``."""
    return str(uuid5(NAMESPACE, f"{kind}/{key}"))


def sample_records() -> tuple[Record, ...]:
    """Every record of the sample briefing."""
    return load_sample().records


def sample_contents() -> tuple[SampleContent, ...]:
    """The contents of the documents that the sample's passages point into."""
    return load_sample().contents


@cache
def load_sample() -> Sample:
    """Read the shipped files and build the sample. Raises ValueError where they disagree."""
    folder = resource("samples", BRIEFING_KEY)
    content = tomllib.loads((folder / "content.toml").read_text(encoding="utf-8"))
    builder = _Builder(content)
    for table in content["source"]:
        if "document" in table:
            builder.hold(table["key"], table["document"], (folder / table["document"]).read_bytes())
    builder.build()
    return Sample(tuple(builder.records.values()), tuple(builder.contents.values()))


def _position(index: int) -> str:
    """A fractional key for the ``index``-th of up to 576 parts; room is left on every side."""
    high, low = divmod(index, 24)
    return chr(ord("b") + high) + chr(ord("b") + low)


class _Builder:
    """Turns the tables of ``content.toml`` into records."""

    def __init__(self, content: Table) -> None:
        self._content = content
        self.records: dict[str, Record] = {}
        self.contents: dict[str, SampleContent] = {}
        self._keys = {("person", PERSON_KEY), ("briefing", BRIEFING_KEY)} | {
            (kind, str(table["key"]))
            for kind in KINDS
            if kind not in {"person", "briefing"}
            for table in content.get(kind, [])
        }

    def hold(self, source: str, filename: str, original: bytes) -> None:
        """Keep the content of the document of ``source``."""
        text = original.decode("utf-8")
        digest = sha256(original).hexdigest()
        self.contents[source] = SampleContent(
            digest, original, sha256(text.encode()).hexdigest(), text
        )

    def build(self) -> None:
        """Make every record."""
        self._add("person", self._content["person"])
        self._add("briefing", self._content["briefing"])
        author = {"key": PERSON_KEY, "briefing_id": self._briefing, "position": _position(0)}
        self._add("briefing_author", author, person_id=self._ref("person", PERSON_KEY))
        makers = {
            "source": self._source,
            "actor": self._actor,
            "event": self._event,
            "quote": self._quote,
            "claim": self._claim,
            "relation": self._relation,
            "bloc": self._bloc,
            "judgment": self._judgment,
            "hypothesis_matrix": self._matrix,
            "section": self._section,
            "annotation": self._annotation,
            "saved_search": self._saved_search,
        }
        for kind, make in makers.items():
            for index, table in enumerate(self._content[kind]):
                make(table, _position(index))
                self._tags(kind, table)
                self._passages(kind, table)

    # ------------------------------------------------------------------ small things

    @property
    def _briefing(self) -> str:
        return sample_id("briefing", BRIEFING_KEY)

    def _ref(self, kind: str, key: str) -> str:
        if (kind, key) not in self._keys:
            raise ValueError(f"the sample names {kind} “{key}”, which it does not hold")
        return sample_id(kind, key)

    def _target(self, written: str) -> tuple[str, str]:
        kind, _, key = written.partition(":")
        return kind, self._ref(kind, key)

    def _add(self, kind: str, table: Table, **more: Scalar) -> str:
        """Make one record of the scalar fields in ``table``; returns its id."""
        cls = KINDS[kind]
        named = {field.name for field in fields(cls)}
        taken: Table = {name: value for name, value in table.items() if name in named}
        taken |= more
        record_id = sample_id(kind, table["key"])
        if record_id in self.records:
            raise ValueError(f"the sample holds {kind} “{table['key']}” twice")
        self.records[record_id] = cls(id=record_id, **taken)
        return record_id

    def _parts(self, kind: str, owner_key: str, tables: Iterable[Table], **more: Scalar) -> None:
        """Make the parts of an entry, in order; each table's ``key`` is unique within it."""
        for index, table in enumerate(tables):
            self._add(
                kind,
                {**table, "key": f"{owner_key}/{table['key']}", "position": _position(index)},
                **more,
            )

    def _tags(self, kind: str, table: Table) -> None:
        entry = {"entry_kind": kind, "entry_id": sample_id(kind, table["key"])}
        tags: list[Table] = [{"key": text, "text": text} for text in table.get("tags", [])]
        self._parts("tag", f"{kind}/{table['key']}", tags, **entry)

    # ------------------------------------------------------------------ passages

    def _passages(self, kind: str, table: Table, key: str = "") -> None:
        """Anchor each passage of an entry and link it."""
        key = key or table["key"]
        entry = {"entry_kind": kind, "entry_id": sample_id(kind, key)}
        links: list[Table] = []
        for written in table.get("passages", []):
            passage: Table = {"text": written} if isinstance(written, str) else written
            document = passage.get("in", "digest")
            own = document if document != "digest" else table.get("source", document)
            source = passage.get("source", own)
            role = passage.get("role", "")
            passage_id = self._passage(document, passage["text"], passage.get("within", ""))
            links.append(
                {
                    "key": f"{passage_id}/{source}/{role}",
                    "passage_id": passage_id,
                    "source_id": None if source == document else self._ref("source", source),
                    "role": role,
                }
            )
        self._parts("passage_link", f"{kind}/{key}", links, **entry)

    def _passage(self, document: str, exact: str, within: str) -> str:
        """Id of the passage with these words; ``within`` tells which of several is meant."""
        content = self.contents[document]
        text, frame = content.text, within or exact
        if text.count(frame) != 1 or frame.count(exact) != 1:
            raise ValueError(f"“{frame}” does not stand exactly once in the {document}")
        start = text.index(frame) + frame.index(exact)
        end = start + len(exact)
        key = f"{content.text_sha256}/{start}-{end}"
        passage_id = sample_id("passage", key)
        if passage_id not in self.records:
            self._add(
                "passage",
                {
                    "key": key,
                    "document_id": sample_id("document", content.original_sha256),
                    "start": start,
                    "end": end,
                    "exact": exact,
                    "prefix": text[max(0, start - _CONTEXT) : start],
                    "suffix": text[end : end + _CONTEXT],
                },
            )
        return passage_id

    # ------------------------------------------------------------------ one maker a kind

    def _source(self, table: Table, position: str) -> None:
        key = table["key"]
        source_id = self._add("source", table)
        on_desk = {"key": key, "briefing_id": self._briefing, "position": position}
        self._add("briefing_source", on_desk, source_id=source_id)
        authors: list[Table] = [
            {**author, "key": author.get("literal") or author["family"]}
            for author in table.get("authors", [])
        ]
        self._parts("source_author", key, authors, source_id=source_id)
        if "reported_by" in table:
            other = table["reported_by"]
            link = {"key": f"{key}/{other}", "link_kind": "reported by", "source_id": source_id}
            self._add("source_link", link, other_id=self._ref("source", other))
        if key in self.contents:
            content = self.contents[key]
            document = {
                "key": content.original_sha256,
                "source_id": source_id,
                "filename": table["document"],
                "original_sha256": content.original_sha256,
                "text_sha256": content.text_sha256,
                "length": len(content.text),
                "reader": _READER,
                "reader_version": _READER_VERSION,
            }
            self._add("document", document)

    def _actor(self, table: Table, _position_: str) -> None:
        key = table["key"]
        actor_id = self._add("actor", table)
        names: list[Table] = [{**name, "key": name["text"]} for name in table.get("names", [])]
        self._parts("actor_name", key, names, actor_id=actor_id)
        offices: list[Table] = [
            {
                **office,
                "key": f"{office['title']}/{office['of']}",
                "of_actor_id": self._ref("actor", office["of"]),
            }
            for office in table.get("offices", [])
        ]
        self._parts("office", key, offices, actor_id=actor_id)
        memberships: list[Table] = [
            {**held, "key": held["of"], "organisation_id": self._ref("actor", held["of"])}
            for held in table.get("memberships", [])
        ]
        self._parts("membership", key, memberships, actor_id=actor_id)

    def _event(self, table: Table, position: str) -> None:
        key = table["key"]
        event_id = self._add("event", table, briefing_id=self._briefing, position=position)
        participants: list[Table] = [
            {**part, "key": part["actor"], "actor_id": self._ref("actor", part["actor"])}
            for part in table.get("participants", [])
        ]
        self._parts("participant", key, participants, event_id=event_id)

    def _quote(self, table: Table, position: str) -> None:
        key = table["key"]
        quote_id = self._add("quote", table, briefing_id=self._briefing, position=position)
        speakers: list[Table] = [
            {"key": actor, "actor_id": self._ref("actor", actor)} for actor in table["speakers"]
        ]
        self._parts("quote_speaker", key, speakers, quote_id=quote_id)

    def _stances(self, table: Table) -> list[Table]:
        """Who asserts and who denies an entry: actors, or sources that nobody stands behind."""
        return [
            {
                "key": f"{stance}/{kind}/{key}",
                "stance": stance,
                f"{kind}_id": self._ref(kind, key),
            }
            for stance, kind, field in (
                ("asserts", "actor", "asserted_by"),
                ("asserts", "source", "asserted_by_sources"),
                ("denies", "actor", "denied_by"),
            )
            for key in table.get(field, [])
        ]

    def _claim(self, table: Table, position: str) -> None:
        key = table["key"]
        claim_id = self._add("claim", table, briefing_id=self._briefing, position=position)
        self._parts("claim_party", key, self._stances(table), claim_id=claim_id)
        quantities: list[Table] = [
            {**quantity, "key": quantity["unit"], "value": float(quantity["value"])}
            for quantity in table.get("quantities", [])
        ]
        self._parts("quantity", key, quantities, claim_id=claim_id)

    def _relation(self, table: Table, position: str) -> None:
        relation_id = self._add(
            "relation",
            table,
            briefing_id=self._briefing,
            from_id=self._ref("actor", table["from"]),
            to_id=self._ref("actor", table["to"]),
            position=position,
        )
        self._parts("relation_party", table["key"], self._stances(table), relation_id=relation_id)

    def _bloc(self, table: Table, position: str) -> None:
        bloc_id = self._add("bloc", table, briefing_id=self._briefing, position=position)
        held = table["held"]
        members: list[Table] = [
            {"key": a, "actor_id": self._ref("actor", a), "held": held} for a in table["members"]
        ]
        self._parts("bloc_member", table["key"], members, bloc_id=bloc_id)

    def _judgment(self, table: Table, position: str) -> None:
        key = table["key"]
        judgment_id = self._add(
            "judgment",
            {**table, "briefing_id": self._briefing, "position": position},
            # `key` is the readable name in the tables: the record's own field is set apart.
            **{"key": bool(table.get("is_key", False))},
        )
        basis: list[Table] = []
        for written in table["basis"]:
            kind, entry_id = self._target(written)
            basis.append({"key": written, "entry_kind": kind, "entry_id": entry_id})
        self._parts("basis", key, basis, judgment_id=judgment_id)
        indicators: list[Table] = table.get("indicators", [])
        self._parts("indicator", key, indicators, judgment_id=judgment_id)
        for indicator in indicators:
            self._passages("indicator", indicator, f"{key}/{indicator['key']}")

    def _matrix(self, table: Table, position: str) -> None:
        key = table["key"]
        matrix_id = self._add(
            "hypothesis_matrix", table, briefing_id=self._briefing, position=position
        )
        hypotheses: list[Table] = table["hypotheses"]
        self._parts("hypothesis", key, hypotheses, matrix_id=matrix_id)
        rows: list[Table] = []
        for row in table["evidence"]:
            kind, entry_id = self._target(row["entry"]) if "entry" in row else ("", "")
            rows.append({**row, "entry_kind": kind, "entry_id": entry_id})
        self._parts("evidence", key, rows, matrix_id=matrix_id)
        for row in rows:
            row_key = f"{key}/{row['key']}"
            for hypothesis, value in zip(hypotheses, row["ratings"], strict=True):
                if not value:  # not knowable: no rating at all
                    continue
                rating: Table = {
                    "key": f"{row_key}/{hypothesis['key']}",
                    "evidence_id": sample_id("evidence", row_key),
                    "hypothesis_id": sample_id("hypothesis", f"{key}/{hypothesis['key']}"),
                    "value": value,
                }
                self._add("rating", rating)
            self._passages("evidence", row, row_key)

    def _section(self, table: Table, position: str) -> None:
        body = _CITED.sub(lambda m: f"@{m[1]}:{self._ref(m[1], m[2])}", table["body"].strip())
        self._add("section", table, briefing_id=self._briefing, body=body, position=position)

    def _annotation(self, table: Table, _position_: str) -> None:
        kind, target = self._target(table["target"])
        self._add(
            "annotation",
            table,
            target_kind=kind,
            target_id=target,
            briefing_id=self._briefing,
            author_id=self._ref("person", PERSON_KEY),
            private=False,
        )

    def _saved_search(self, table: Table, position: str) -> None:
        self._add("saved_search", table, position=position)
