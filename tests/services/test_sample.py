"""The sample briefing holds every fact it was made to show, each anchored and sourced."""

# long because: every table of facts has its test here, beside the others.
from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256

import pytest

from briefing.domain import dates
from briefing.domain.record import Record, edtf_fields, owner_field, references, values
from briefing.services import sample
from briefing.services.sample import sample_contents, sample_id, sample_records

RECORDS = sample_records()
BY_ID = {record.id: record for record in RECORDS}
TEXTS = {content.text_sha256: content.text for content in sample_contents()}

VERBATIM = {
    "hegemonic, imperialist policies",
    "consistent and unwavering support for Russian policy, including in the Ukrainian direction",
    "a new basic document for the establishment of long-term relations with North Korea",
    "unconditionally support all of Russia’s policies",
    "the comprehensive partnership agreement signed today provides, among other things, for mutual "
    "assistance in the event of aggression against one of the parties to this agreement",
    "absurd",
    "Hard currency? Is it energy? Is it capabilities that allow them to advance their nuclear or "
    "missile products? We don’t know. But we’re concerned by that and watching carefully",
}
NOBODYS_SPEECH = {
    "comprehensive strategic partnership",
    "comprehensive strategic partnership of coordination for a new era",
    "Russia-China-North Korea",
    "U.S.-Japan-South Korea",
}


def of_kind(kind: str) -> list[Record]:
    return [record for record in RECORDS if record.kind == kind]


def get(kind: str, key: str) -> Record:
    return BY_ID[sample_id(kind, key)]


def digest() -> str:
    return next(c.text for c in sample_contents() if c.text.startswith("Digest"))


def passages(entry: Record) -> list[Record]:
    return [BY_ID[p.passage_id] for p in of_kind("passage_link") if p.entry_id == entry.id]


def parties(kind: str, owner: Record, stance: str) -> set[str]:
    rows = [p for p in of_kind(kind) if getattr(p, owner_field(type(p))) == owner.id]
    return {BY_ID[p.actor_id or p.source_id].id for p in rows if p.stance == stance}


def ids(kind: str, *keys: str) -> set[str]:
    return {sample_id(kind, key) for key in keys}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("actor", 17),
        ("source", 9),
        ("event", 9),
        ("quote", 11),
        ("claim", 7),
        ("relation", 15),
        ("bloc", 4),
        ("judgment", 6),
        ("hypothesis", 5),
        ("document", 2),
    ],
)
def test_every_fact_has_its_entry(kind: str, count: int) -> None:
    assert len(of_kind(kind)) == count


def test_no_id_is_used_twice() -> None:
    assert len(BY_ID) == len(RECORDS)


def test_first_line_says_what_the_digest_is() -> None:
    first = digest().splitlines()[0]
    assert "sample" in first
    assert "no published article" in first


def test_contents_match_their_hashes_and_documents() -> None:
    documents = {d.original_sha256: d for d in of_kind("document")}
    for content in sample_contents():
        assert sha256(content.original).hexdigest() == content.original_sha256
        assert sha256(content.text.encode()).hexdigest() == content.text_sha256
        document = documents[content.original_sha256]
        assert (document.text_sha256, document.length) == (content.text_sha256, len(content.text))


def test_every_passage_is_the_words_it_says() -> None:
    for passage in of_kind("passage"):
        text = TEXTS[BY_ID[passage.document_id].text_sha256]
        assert text[passage.start : passage.end] == passage.exact
        assert text[: passage.start].endswith(passage.prefix)
        assert text[passage.end :].startswith(passage.suffix)
        assert len(passage.prefix) == min(32, passage.start)


@pytest.mark.parametrize(
    "kind",
    ["actor", "event", "quote", "claim", "relation", "bloc", "judgment", "hypothesis_matrix",
     "indicator"],
)  # fmt: skip
def test_every_entry_is_anchored(kind: str) -> None:
    assert [entry.id for entry in of_kind(kind) if not passages(entry)] == []


def test_every_reference_leads_to_a_record_of_its_kind() -> None:
    for record in RECORDS:
        for field, kind in references(type(record)).items():
            target = getattr(record, field)
            assert target is None or BY_ID[target].kind == kind, (record, field)
        if record.kind in {"passage_link", "tag", "basis"}:
            assert BY_ID[record.entry_id].kind == record.entry_kind
        if record.kind == "evidence" and record.entry_id:
            assert BY_ID[record.entry_id].kind == record.entry_kind
        if record.kind == "annotation":
            assert BY_ID[record.target_id].kind == record.target_kind


def test_sections_cite_only_what_is_there() -> None:
    for section in of_kind("section"):
        cited = re.findall(r"@(\w+):([^\s;\]]+)", section.body)
        assert cited or section.section_kind == "source summary"
        for kind, entry in cited:
            assert BY_ID[entry].kind == kind


def test_every_date_is_edtf() -> None:
    for record in RECORDS:
        for field in edtf_fields(type(record)):
            written = getattr(record, field)
            assert not written or dates.parse(written).text == written


def test_seven_quotes_are_verbatim_and_four_are_indirect() -> None:
    quotes = of_kind("quote")
    spoken = {q.words for q in quotes if q.quote_kind in {"direct", "partial"}}
    assert spoken == VERBATIM
    assert all(f"“{words}”" in digest() for words in VERBATIM)
    indirect = [q for q in quotes if q.quote_kind == "indirect"]
    assert len(indirect) == 4
    for quote in quotes:
        assert [p.exact for p in passages(quote)] == [quote.words]


def test_marked_terms_are_nobodys_quote() -> None:
    marked = re.findall(r"“([^”]*)”", digest())
    assert sorted(m for m in marked if m not in VERBATIM) == sorted(
        [*NOBODYS_SPEECH, "comprehensive strategic partnership"]
    )
    assert not NOBODYS_SPEECH & {q.words for q in of_kind("quote")}


def test_each_quote_has_its_speakers() -> None:
    speakers: dict[str, set[str]] = {}
    for row in of_kind("quote_speaker"):
        speakers.setdefault(row.quote_id, set()).add(BY_ID[row.actor_id].name)
    found = sorted(sorted(names) for names in speakers.values())
    assert found == [
        *[["Kim Jong Un"]] * 3,
        ["Kurt Campbell"],
        ["North Korea", "Russia"],
        *[["Vladimir Putin"]] * 6,
    ]


def test_campbells_remark_is_not_placed_in_the_call() -> None:
    quote = get("quote", "hard-currency")
    assert (quote.said, quote.occasion, quote.addressee, quote.place) == ("2024-06~", "", "", "")


def test_talks_are_known_through_the_digest() -> None:
    quote = get("quote", "mutual-assistance")
    link = next(p for p in of_kind("passage_link") if p.entry_id == quote.id)
    assert link.source_id == sample_id("source", "talks")
    reported = {row.source_id: row.other_id for row in of_kind("source_link")}
    assert len(reported) == 7
    # Of the call even the digest knows only “according to reports”.
    through = reported.pop(sample_id("source", "campbell"))
    assert through == sample_id("source", "according-to-reports")
    assert set(reported.values()) == {sample_id("source", "digest")}


def test_grades_of_sources() -> None:
    grades = {
        key: get("source", key).reliability
        for key in ("digest", "talks", "treaty", "south-korea-statement", "ukraine-allegation",
                    "csis-report", "campbell", "according-to-reports", "reference")
    }  # fmt: skip
    assert "".join(grades.values()) == "FBBCCBCFF"
    assert all(source.reliability_reason for source in of_kind("source"))


def test_what_is_not_known_stays_empty() -> None:
    assert {source.url for source in of_kind("source")} == {""}
    assert get("source", "csis-report").issued == ""
    assert get("source", "according-to-reports").issued == ""


def test_event_dates() -> None:
    written = {event.what: event.happened for event in of_kind("event")}
    assert sorted(written.values()) == sorted(
        ["1950/1953", "1978~/..", "1991", "2022/..", "2023-08/2024-02", "2024-05", "2024-06-14",
         "2024-06-19/2024-06-20", "2024-06-20~"]
    )  # fmt: skip
    assert get("event", "vietnam-visit").planned


def test_containers_are_counted_claimed_and_denied() -> None:
    claim = get("claim", "containers")
    quantity = of_kind("quantity")[0]
    assert (quantity.claim_id, quantity.value, quantity.unit) == (claim.id, 6700.0, "containers")
    assert claim.holds == "2023-08/2024-02"
    assert parties("claim_party", claim, "asserts") == ids("actor", "south-korea")
    for key in ("containers", "missiles", "hardware"):
        denied = parties("claim_party", get("claim", key), "denies")
        assert denied == ids("actor", "russia", "north-korea")


def test_what_the_digest_says_itself_is_asserted_by_the_source() -> None:
    for key in ("sanctions-breach", "nuclear-weapons"):
        assert parties("claim_party", get("claim", key), "asserts") == ids("source", "digest")
    assert parties("claim_party", get("claim", "us-knows"), "asserts") == ids(
        "actor", "campbell"
    ) | ids("source", "according-to-reports")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "russia-north-korea",
            ("strategic partnership", 1, "2024-06-19/..", "signed", "confirmed"),
        ),
        ("arms-transfer", ("arms transfer", 1, "2023-08/2024-02", "", "claimed")),
        (
            "military-technology",
            ("military-technology cooperation", 1, "2024-06-19/..", "planned", "hinted"),
        ),
        ("russia-china", ("strategic partnership", 1, "../..", "not a treaty", "stated")),
        ("china-russia-stance", ("neutrality stance", 0, "2022/..", "", "stated")),
        ("china-ukraine-stance", ("neutrality stance", 0, "2022/..", "", "stated")),
        ("us-sanctions-russia", ("sanctions", -1, "2022/..", "in force", "confirmed")),
        ("us-sanctions-north-korea", ("sanctions", -1, "../..", "in force", "confirmed")),
        ("un-sanctions-north-korea", ("sanctions", -1, "../..", "in force", "confirmed")),
        ("russia-ukraine", ("war", -1, "2022/..", "", "confirmed")),
        ("russia-nato", ("dispute", -1, "2022/..", "", "confirmed")),
        ("us-japan", ("defence pact", 1, "1951/..", "in force", "confirmed")),
        ("us-south-korea", ("defence pact", 1, "1953/..", "in force", "confirmed")),
        ("china-north-korea-1950", ("co-belligerence", 1, "1950/1953", "ended", "stated")),
        ("soviet-union-north-korea-1950", ("co-belligerence", 1, "1950/1953", "ended", "stated")),
    ],
)
def test_relations(key: str, expected: tuple[object, ...]) -> None:
    tie = get("relation", key)
    found = (tie.relation_kind, tie.sign, tie.held, tie.phase, tie.certainty)
    assert found == expected


def test_mutual_assistance_is_the_treatys_only_known_obligation() -> None:
    treaty = get("relation", "russia-north-korea")
    assert treaty.defense
    others = ("offense", "neutrality", "nonaggression", "consultation")
    assert not any(getattr(treaty, name) for name in others)


def test_arms_transfer_names_who_claims_and_who_denies() -> None:
    tie = get("relation", "arms-transfer")
    assert (tie.from_id, tie.to_id) == (
        sample_id("actor", "north-korea"),
        sample_id("actor", "russia"),
    )
    claimed = parties("relation_party", tie, "asserts")
    assert claimed == ids("actor", "south-korea", "ukraine", "csis")
    assert parties("relation_party", tie, "denies") == ids("actor", "russia", "north-korea")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            (1951, 6, 1),
            [{"Soviet Union", "China", "North Korea"}, {"United States", "Japan", "South Korea"}],
        ),
        (
            (2024, 6, 19),
            [{"Russia", "North Korea"}, {"United States", "Japan", "South Korea"}],
        ),
        ((1975, 1, 1), []),
    ],
    ids=["1951", "June 2024", "between"],
)
def test_line_ups(day: tuple[int, int, int], expected: list[set[str]]) -> None:
    blocs: dict[str, set[str]] = {}
    for member in of_kind("bloc_member"):
        if dates.may_hold(dates.parse(member.held), dates.ordinal(*day)):
            blocs.setdefault(member.bloc_id, set()).add(BY_ID[member.actor_id].name)
    assert list(blocs.values()) == expected


def test_judgments_keep_likelihood_and_confidence_apart() -> None:
    judgments = of_kind("judgment")
    found = [(j.key, j.likelihood, j.confidence) for j in judgments]
    assert found == [
        (True, "very likely", "moderate"),
        (True, "likely", "low"),
        (True, "likely", "moderate"),
        (True, "likely", "moderate"),
        (False, "", "moderate"),
        (False, "", "moderate"),
    ]
    assert all("sample’s own" in j.confidence_reason for j in judgments)
    assert not any("likely" in j.confidence_reason for j in judgments)
    rested = {basis.judgment_id for basis in of_kind("basis")}
    assert rested == {j.id for j in judgments}


def test_indicator_belongs_to_the_third_judgment() -> None:
    (indicator,) = of_kind("indicator")
    assert indicator.judgment_id == sample_id("judgment", "reshaped-region")
    assert "NATO" in indicator.text


def test_every_cell_of_the_matrix_is_rated() -> None:
    cells = {(rating.evidence_id, rating.hypothesis_id) for rating in of_kind("rating")}
    assert len(cells) == len(of_kind("evidence")) * 5
    assert {rating.value for rating in of_kind("rating")} <= {"CC", "C", "N", "I", "II"}
    assert not of_kind("hypothesis_matrix")[0].exclusive


def test_names_orders_and_scripts_are_data() -> None:
    family_first = {a.name for a in of_kind("actor") if a.family_first}
    assert family_first == {"Kim Jong Un", "Kim Hong-kyun"}
    names = {name.text for name in of_kind("actor_name")}
    assert {"Путин", "김정은", "朝鲜", "Kim Chŏngŭn", "CSIS"} <= names


def test_states_have_codes_and_places() -> None:
    states = [a for a in of_kind("actor") if a.actor_kind == "state"]
    assert len(states) == 9
    assert [a.name for a in states if not a.iso3166] == ["Soviet Union"]
    assert all(a.longitude is not None and a.latitude is not None for a in states)
    assert get("actor", "soviet-union").existed.endswith("/1991")


def test_everything_is_clear() -> None:
    assert {record.marking for record in RECORDS} == {"CLEAR"}
    assert not any(note.private for note in of_kind("annotation"))


def test_owners_come_before_their_parts() -> None:
    seen: set[str] = set()
    for record in RECORDS:
        owner = owner_field(type(record))
        assert owner is None or getattr(record, owner) in seen
        seen.add(record.id)


def test_parts_of_one_owner_are_ordered() -> None:
    taken: set[tuple[str, str, str]] = set()
    for record in RECORDS:
        owner = owner_field(type(record))
        if owner and getattr(record, "position", "") and record.kind != "passage_link":
            place = (record.kind, getattr(record, owner), record.position)
            assert place not in taken
            taken.add(place)


def test_two_processes_make_the_same_sample() -> None:
    program = (
        "from hashlib import sha256; from briefing.services.sample import load_sample; "
        "print(sha256(repr(load_sample()).encode()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": ":".join(sys.path)},
    )
    here = sha256(repr(sample.load_sample()).encode()).hexdigest()
    assert other.stdout.strip() == here


def test_every_value_is_a_scalar() -> None:
    for record in RECORDS:
        for name, value in values(record):
            assert value is None or isinstance(value, str | int | float | bool), (record.kind, name)
