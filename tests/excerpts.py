"""A small excerpt with a record of every kind that may leave a library, for tests of formats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from briefing.domain.actor import Actor, ActorName, Membership, Office, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember, Outline, Pin
from briefing.domain.briefing import Briefing, BriefingAuthor, Release, Section
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.markings import Marking
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.relation import Relation, RelationParty
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceAuthor,
    SourceGrade,
    SourceLink,
)
from briefing.export.excerpt import Excerpt

if TYPE_CHECKING:
    from briefing.domain.record import Record

_NAMESPACE = UUID("2f0e7a2e-8a0b-4a35-9d0f-3a4f6c1d2b11")
WORDS = "We shall help each other."


def key(name: str) -> str:
    """The id of the record with this name."""
    return str(uuid5(_NAMESPACE, name))


def small_records() -> tuple[Record, ...]:
    """Every kind once at least; a shared note with a reply, and one on a passage."""
    k = key
    b = k("briefing")
    return (
        Person(id=k("ann"), name="Ann Analyst"),
        BriefingAuthor(id=k("by"), briefing_id=b, person_id=k("ann")),
        Release(id=k("release"), briefing_id=b, number=1, released="2024-06-20T08:00:00+00:00"),
        Pin(id=k("pin"), briefing_id=b, actor_id=k("russia"), x=0.25, y=0.75),
        Section(
            id=k("section"),
            briefing_id=b,
            section_kind="bottom line",
            body=f"They *will* help.[@quote:{k('quote')}]",
        ),
        Actor(id=k("russia"), actor_kind="state", name="Russia", iso3166="RU"),
        Actor(
            id=k("ussr"),
            actor_kind="state",
            name="Soviet Union",
            territory="RU UA",
            existed="1922/1991",
            longitude=37.6,
            latitude=55.75,
        ),
        Outline(
            id=k("outline"),
            actor_id=k("ussr"),
            held="1945/1991",
            geometry='{"type": "Polygon", "coordinates": [[[30, 50], [40, 50], [40, 60], [30, 50]]]}',
            source_id=k("source"),
        ),
        Actor(id=k("putin"), actor_kind="person", name="Vladimir Putin", family_name="Putin"),
        Actor(id=k("un"), actor_kind="organisation", name="United Nations"),
        Actor(id=k("rebels"), actor_kind="group", name="The rebels", note="As sources name them."),
        ActorName(
            id=k("native"),
            actor_id=k("putin"),
            text="Владимир Путин",
            name_kind="native",
            script="Cyrl",
            language="ru",
        ),
        Office(
            id=k("office"),
            actor_id=k("putin"),
            title="President",
            of_actor_id=k("russia"),
            held="2012-05-07/..",
        ),
        Membership(
            id=k("member"), actor_id=k("russia"), organisation_id=k("un"), held="1945-10-24/.."
        ),
        SameAs(id=k("same"), actor_id=k("rebels"), canonical_id=k("un")),
        Source(
            id=k("source"),
            csl_type="article-newspaper",
            title="A treaty in Pyongyang",
            container="The Daily",
            issued="2024-06-19",
            url="https://example.org/a",
            language="en",
            reliability="B",
            reliability_reason="Held up so far.",
        ),
        Source(id=k("agency"), csl_type="report", title="Agency report", reliability="C"),
        SourceAuthor(id=k("writer"), source_id=k("source"), family="Kim", given="Hong-kyun"),
        SourceGrade(id=k("grade"), source_id=k("source"), reliability="C", graded="2023"),
        SourceLink(id=k("link"), source_id=k("source"), other_id=k("agency")),
        BriefingSource(id=k("desk"), briefing_id=b, source_id=k("source")),
        Document(
            id=k("document"),
            source_id=k("source"),
            original_sha256="aa" * 32,
            text_sha256="bb" * 32,
            length=200,
        ),
        Passage(
            id=k("passage"),
            document_id=k("document"),
            start=10,
            end=10 + len(WORDS),
            exact=WORDS,
            prefix="He said: “",
            suffix="” Then he left.",
        ),
        PassageLink(
            id=k("rests"), entry_kind="quote", entry_id=k("quote"), passage_id=k("passage")
        ),
        Quote(
            id=k("quote"),
            briefing_id=b,
            words=WORDS,
            cue="said",
            said="2024-06-19",
            place="Pyongyang",
        ),
        QuoteSpeaker(id=k("speaker"), quote_id=k("quote"), actor_id=k("putin")),
        Tag(id=k("tag"), entry_kind="quote", entry_id=k("quote"), text="mutual help"),
        Event(
            id=k("event"),
            briefing_id=b,
            what="A treaty is signed",
            happened="2024-06-19",
            cameo="05",
        ),
        Participant(id=k("part"), event_id=k("event"), actor_id=k("putin"), role="signatory"),
        Relation(
            id=k("relation"),
            briefing_id=b,
            from_id=k("russia"),
            to_id=k("un"),
            relation_kind="strategic partnership",
            sign=1,
            held="2024-06/..",
            phase="signed",
            defense=True,
            note="Not yet in force.",
        ),
        RelationParty(id=k("states"), relation_id=k("relation"), actor_id=k("putin")),
        Bloc(id=k("bloc"), briefing_id=b, name="East", basis="A line-up."),
        BlocMember(id=k("in"), bloc_id=k("bloc"), actor_id=k("russia"), held="1950~/1953-07-27"),
        Claim(
            id=k("claim"),
            briefing_id=b,
            proposition="6,700 containers were sent.",
            holds="2023-08/2024-02",
            credibility="3",
        ),
        Claim(id=k("denial"), briefing_id=b, proposition="None were sent.", credibility="6"),
        ClaimParty(id=k("asserts"), claim_id=k("claim"), actor_id=k("un")),
        ClaimParty(id=k("denies"), claim_id=k("claim"), actor_id=k("russia"), stance="denies"),
        ClaimLink(id=k("rival"), claim_id=k("claim"), other_id=k("denial")),
        Quantity(id=k("number"), claim_id=k("claim"), value=6700, unit="containers"),
        Judgment(
            id=k("judgment"),
            briefing_id=b,
            text="They come closer.",
            likelihood="very likely",
            confidence="moderate",
            confidence_reason="One digest.",
            key=True,
        ),
        Basis(id=k("basis"), judgment_id=k("judgment"), entry_kind="claim", entry_id=k("claim")),
        Indicator(id=k("sign"), judgment_id=k("judgment"), text="A second visit"),
        HypothesisMatrix(id=k("matrix"), briefing_id=b, question="What is given in return?"),
        Hypothesis(id=k("cash"), matrix_id=k("matrix"), text="Hard currency"),
        Evidence(id=k("row"), matrix_id=k("matrix"), entry_kind="claim", entry_id=k("claim")),
        Rating(id=k("rated"), evidence_id=k("row"), hypothesis_id=k("cash"), value="C"),
        Annotation(
            id=k("question"),
            target_kind="quote",
            target_id=k("quote"),
            briefing_id=b,
            body="Does this oblige **anybody**?",
            motivation="questioning",
            author_id=k("ann"),
            created="2024-06-20T09:00:00+00:00",
            private=False,
        ),
        Annotation(
            id=k("answer"),
            target_kind="quote",
            target_id=k("quote"),
            briefing_id=b,
            body="The text is not held.",
            motivation="replying",
            author_id=k("ann"),
            created="2024-06-20T12:30:00+02:00",
            replies_to=k("question"),
            private=False,
        ),
        Annotation(
            id=k("highlight"),
            target_kind="passage",
            target_id=k("passage"),
            briefing_id=b,
            motivation="highlighting",
            author_id=k("ann"),
            created="2024-06-20T09:05:00+00:00",
            private=False,
        ),
        Tag(id=k("note-tag"), entry_kind="annotation", entry_id=k("question"), text="follow up"),
    )


def small_excerpt(
    *,
    change: dict[str, dict[str, object]] | None = None,
    notes: bool = True,
    marking: Marking = Marking.CLEAR,
    left_out: tuple[str, ...] = (),
    withheld: tuple[tuple[str, str], ...] = (),
    **briefing: object,
) -> Excerpt:
    """The records as an excerpt; ``change`` names a record and the fields to put into it."""
    head = Briefing(
        **{
            "id": key("briefing"),
            "title": "They come close to an alliance",
            "as_of": "2024-06-19",
            "cutoff": "2024-06-20T12:00:00Z",
            "desk": "East Asia",
            "status": "final",
            "marking": marking.value,
            **briefing,
        }
    )
    by_kind: dict[str, list[Record]] = {}
    wanted = {key(name): fields for name, fields in (change or {}).items()}
    for one in small_records():
        if notes or not (
            isinstance(one, Annotation) or getattr(one, "entry_kind", "") == "annotation"
        ):
            by_kind.setdefault(one.kind, []).append(replace(one, **wanted.pop(one.id, {})))
    assert not wanted
    return Excerpt(
        head,
        by_kind,
        audience=marking,
        marking=marking,
        left_out=left_out,
        withheld=withheld,
        timestamp=1718884800,
    )


#: Texts that some reader of some format might obey, or stumble over.
HOSTILE = (
    "100% & $5 #1 a_b ~ ^ \\ { } } {{ @misc{x, title={y}} \\input{/etc/passwd}",
    "TY  - JOUR\nER  - \r\nL1  - x",
    "\u202eevil\u202c \u2066x",
    '<script>alert("1")</script>]]>',
    "=1+1",
    "\x00\x07\x1b[31m",
    "half \ud800 pair",
    "x" * 100_000,
    "…  ",
    "김정은 習近平 Владимир العربية 👩‍👩‍👧‍👦",
    '{"@context": "http://x", "@type": "y"}',
)
