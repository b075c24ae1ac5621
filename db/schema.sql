-- Made by tools/make_schema.py from briefing/store/tables.py: for reading, and for making
-- a new library without loading the migrations. A test holds it equal to them.
CREATE TABLE accounted (
    device_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (device_id, first, last)
);

CREATE TABLE actor (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_kind TEXT NOT NULL,
    name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    family_first BOOLEAN NOT NULL,
    iso3166 TEXT NOT NULL,
    territory TEXT NOT NULL,
    existed TEXT NOT NULL,
    existed_earliest INTEGER,
    existed_latest INTEGER,
    longitude FLOAT,
    latitude FLOAT,
    note TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE actor_name (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_id TEXT NOT NULL,
    text TEXT NOT NULL,
    name_kind TEXT NOT NULL,
    script TEXT NOT NULL,
    language TEXT NOT NULL,
    used TEXT NOT NULL,
    used_earliest INTEGER,
    used_latest INTEGER,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_actor_name_actor_id ON actor_name (actor_id);

CREATE TABLE annotation (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    briefing_id TEXT,
    body TEXT NOT NULL,
    motivation TEXT NOT NULL,
    author_id TEXT,
    created TEXT NOT NULL,
    replies_to TEXT,
    resolved BOOLEAN NOT NULL,
    private BOOLEAN NOT NULL,
    assigned_to TEXT,
    resolved_by TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_annotation_assigned_to ON annotation (assigned_to);

CREATE INDEX ix_annotation_author_id ON annotation (author_id);

CREATE INDEX ix_annotation_briefing_id ON annotation (briefing_id);

CREATE INDEX ix_annotation_replies_to ON annotation (replies_to);

CREATE INDEX ix_annotation_resolved_by ON annotation (resolved_by);

CREATE INDEX ix_annotation_target_id ON annotation (target_id);

CREATE TABLE aside_change (
    seq INTEGER NOT NULL,
    merge_id TEXT NOT NULL,
    change_set TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    "before" BLOB,
    "after" BLOB,
    base TEXT,
    PRIMARY KEY (seq)
);

CREATE INDEX ix_aside_change_change_set ON aside_change (change_set);

CREATE INDEX ix_aside_change_merge_id ON aside_change (merge_id);

CREATE TABLE aside_change_set (
    merge_id TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    sort TEXT NOT NULL,
    person_id TEXT,
    device_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    intention TEXT NOT NULL,
    undoes TEXT,
    PRIMARY KEY (merge_id, id)
);

CREATE TABLE basis (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    judgment_id TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_basis_entry_id ON basis (entry_id);

CREATE INDEX ix_basis_judgment_id ON basis (judgment_id);

CREATE TABLE blind_answer (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    item_id TEXT NOT NULL,
    person_id TEXT,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_blind_answer_item_id ON blind_answer (item_id);

CREATE INDEX ix_blind_answer_person_id ON blind_answer (person_id);

CREATE TABLE blind_item (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    round_id TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    beside_id TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_blind_item_entry_id ON blind_item (entry_id);

CREATE INDEX ix_blind_item_round_id ON blind_item (round_id);

CREATE TABLE blind_part (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    round_id TEXT NOT NULL,
    person_id TEXT,
    handed_in TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_blind_part_person_id ON blind_part (person_id);

CREATE INDEX ix_blind_part_round_id ON blind_part (round_id);

CREATE TABLE blind_round (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    question TEXT NOT NULL,
    scale TEXT NOT NULL,
    created TEXT NOT NULL,
    author_id TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_blind_round_author_id ON blind_round (author_id);

CREATE INDEX ix_blind_round_briefing_id ON blind_round (briefing_id);

CREATE TABLE bloc (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    name TEXT NOT NULL,
    colour TEXT NOT NULL,
    basis TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_bloc_briefing_id ON bloc (briefing_id);

CREATE TABLE bloc_member (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    bloc_id TEXT NOT NULL,
    actor_id TEXT,
    held TEXT NOT NULL,
    held_earliest INTEGER,
    held_latest INTEGER,
    role TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_bloc_member_actor_id ON bloc_member (actor_id);

CREATE INDEX ix_bloc_member_bloc_id ON bloc_member (bloc_id);

CREATE TABLE briefing (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    title TEXT NOT NULL,
    as_of TEXT NOT NULL,
    as_of_earliest INTEGER,
    as_of_latest INTEGER,
    cutoff TEXT NOT NULL,
    desk TEXT NOT NULL,
    audience TEXT NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE briefing_author (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    person_id TEXT,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_briefing_author_briefing_id ON briefing_author (briefing_id);

CREATE INDEX ix_briefing_author_person_id ON briefing_author (person_id);

CREATE TABLE briefing_source (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    source_id TEXT,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_briefing_source_briefing_id ON briefing_source (briefing_id);

CREATE INDEX ix_briefing_source_source_id ON briefing_source (source_id);

CREATE TABLE change (
    seq INTEGER NOT NULL,
    change_set TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    "before" BLOB,
    "after" BLOB,
    base TEXT,
    PRIMARY KEY (seq)
);

CREATE INDEX ix_change_change_set ON change (change_set);

CREATE INDEX ix_change_record ON change (record_id, field, seq);

CREATE TABLE change_set (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    sort TEXT NOT NULL,
    person_id TEXT,
    device_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    intention TEXT NOT NULL,
    undoes TEXT,
    PRIMARY KEY (seq),
    UNIQUE (id)
);

CREATE INDEX ix_change_set_clock ON change_set (clock);

CREATE INDEX ix_change_set_device ON change_set (device_id, number);

CREATE INDEX ix_change_set_intention ON change_set (intention);

CREATE TABLE claim (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    proposition TEXT NOT NULL,
    hedge TEXT NOT NULL,
    holds TEXT NOT NULL,
    holds_earliest INTEGER,
    holds_latest INTEGER,
    credibility TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    position TEXT NOT NULL,
    status_reason TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_claim_briefing_id ON claim (briefing_id);

CREATE TABLE claim_link (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    claim_id TEXT NOT NULL,
    other_id TEXT,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_claim_link_claim_id ON claim_link (claim_id);

CREATE INDEX ix_claim_link_other_id ON claim_link (other_id);

CREATE TABLE claim_party (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    claim_id TEXT NOT NULL,
    actor_id TEXT,
    source_id TEXT,
    stance TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_claim_party_actor_id ON claim_party (actor_id);

CREATE INDEX ix_claim_party_claim_id ON claim_party (claim_id);

CREATE INDEX ix_claim_party_source_id ON claim_party (source_id);

CREATE TABLE document (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    source_id TEXT NOT NULL,
    filename TEXT NOT NULL,
    media_type TEXT NOT NULL,
    original_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    length INTEGER NOT NULL,
    reader TEXT NOT NULL,
    reader_version TEXT NOT NULL,
    imported TEXT NOT NULL,
    page_starts TEXT NOT NULL,
    supersedes TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_document_original_sha256 ON document (original_sha256);

CREATE INDEX ix_document_source_id ON document (source_id);

CREATE INDEX ix_document_supersedes ON document (supersedes);

CREATE INDEX ix_document_text_sha256 ON document (text_sha256);

CREATE TABLE document_text (
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE TABLE event (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    what TEXT NOT NULL,
    happened TEXT NOT NULL,
    happened_earliest INTEGER,
    happened_latest INTEGER,
    reported TEXT NOT NULL,
    reported_earliest INTEGER,
    reported_latest INTEGER,
    place TEXT NOT NULL,
    cameo TEXT NOT NULL,
    certainty TEXT NOT NULL,
    planned BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_event_briefing_id ON event (briefing_id);

CREATE TABLE evidence (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    matrix_id TEXT NOT NULL,
    text TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    credibility TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_evidence_entry_id ON evidence (entry_id);

CREATE INDEX ix_evidence_matrix_id ON evidence (matrix_id);

CREATE TABLE field_head (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    base TEXT NOT NULL,
    contested BOOLEAN NOT NULL,
    PRIMARY KEY (record_id, field)
);

CREATE TABLE hypothesis (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    matrix_id TEXT NOT NULL,
    text TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_hypothesis_matrix_id ON hypothesis (matrix_id);

CREATE TABLE hypothesis_matrix (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    question TEXT NOT NULL,
    "exclusive" BOOLEAN NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_hypothesis_matrix_briefing_id ON hypothesis_matrix (briefing_id);

CREATE TABLE indicator (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    judgment_id TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    noted TEXT NOT NULL,
    noted_earliest INTEGER,
    noted_latest INTEGER,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_indicator_judgment_id ON indicator (judgment_id);

CREATE TABLE judgment (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    text TEXT NOT NULL,
    likelihood TEXT NOT NULL,
    scale TEXT NOT NULL,
    confidence TEXT NOT NULL,
    confidence_reason TEXT NOT NULL,
    "key" BOOLEAN NOT NULL,
    position TEXT NOT NULL,
    assumptions TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_judgment_briefing_id ON judgment (briefing_id);

CREATE TABLE library_value (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE membership (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_id TEXT NOT NULL,
    organisation_id TEXT,
    role TEXT NOT NULL,
    held TEXT NOT NULL,
    held_earliest INTEGER,
    held_latest INTEGER,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_membership_actor_id ON membership (actor_id);

CREATE INDEX ix_membership_organisation_id ON membership (organisation_id);

CREATE TABLE merge_step (
    id TEXT NOT NULL,
    pack TEXT NOT NULL,
    signer TEXT NOT NULL,
    undone BOOLEAN NOT NULL,
    set_from INTEGER NOT NULL,
    set_to INTEGER NOT NULL,
    change_from INTEGER NOT NULL,
    change_to INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_merge_step_pack ON merge_step (pack);

CREATE TABLE office (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_id TEXT NOT NULL,
    title TEXT NOT NULL,
    of_actor_id TEXT,
    held TEXT NOT NULL,
    held_earliest INTEGER,
    held_latest INTEGER,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_office_actor_id ON office (actor_id);

CREATE INDEX ix_office_of_actor_id ON office (of_actor_id);

CREATE TABLE original (
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE TABLE outline (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_id TEXT NOT NULL,
    held TEXT NOT NULL,
    held_earliest INTEGER,
    held_latest INTEGER,
    geometry TEXT NOT NULL,
    source_id TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_outline_actor_id ON outline (actor_id);

CREATE INDEX ix_outline_source_id ON outline (source_id);

CREATE TABLE participant (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    event_id TEXT NOT NULL,
    actor_id TEXT,
    role TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_participant_actor_id ON participant (actor_id);

CREATE INDEX ix_participant_event_id ON participant (event_id);

CREATE TABLE passage (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    document_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    state TEXT NOT NULL,
    moved_from TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_passage_document_id ON passage (document_id);

CREATE INDEX ix_passage_moved_from ON passage (moved_from);

CREATE TABLE passage_link (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    passage_id TEXT NOT NULL,
    source_id TEXT,
    role TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_passage_link_entry_id ON passage_link (entry_id);

CREATE INDEX ix_passage_link_passage_id ON passage_link (passage_id);

CREATE INDEX ix_passage_link_source_id ON passage_link (source_id);

CREATE TABLE person (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE pin (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    actor_id TEXT,
    x FLOAT NOT NULL,
    y FLOAT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_pin_actor_id ON pin (actor_id);

CREATE INDEX ix_pin_briefing_id ON pin (briefing_id);

CREATE TABLE quantity (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    claim_id TEXT NOT NULL,
    value FLOAT NOT NULL,
    unit TEXT NOT NULL,
    of_what TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_quantity_claim_id ON quantity (claim_id);

CREATE TABLE quote (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    words TEXT NOT NULL,
    quote_kind TEXT NOT NULL,
    cue TEXT NOT NULL,
    about TEXT NOT NULL,
    said TEXT NOT NULL,
    said_earliest INTEGER,
    said_latest INTEGER,
    place TEXT NOT NULL,
    addressee TEXT NOT NULL,
    occasion TEXT NOT NULL,
    language TEXT NOT NULL,
    original_words TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_quote_briefing_id ON quote (briefing_id);

CREATE INDEX ix_quote_order ON quote (briefing_id, deleted, said_earliest, said_latest, said, position);

CREATE TABLE quote_speaker (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    quote_id TEXT NOT NULL,
    actor_id TEXT,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_quote_speaker_actor_id ON quote_speaker (actor_id);

CREATE INDEX ix_quote_speaker_quote_id ON quote_speaker (quote_id);

CREATE TABLE rating (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    evidence_id TEXT NOT NULL,
    hypothesis_id TEXT,
    value TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_rating_evidence_id ON rating (evidence_id);

CREATE INDEX ix_rating_hypothesis_id ON rating (hypothesis_id);

CREATE TABLE reading_state (
    person_id TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (person_id, entry_kind, entry_id)
);

CREATE TABLE relation (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    from_id TEXT,
    to_id TEXT,
    relation_kind TEXT NOT NULL,
    sign INTEGER NOT NULL,
    held TEXT NOT NULL,
    held_earliest INTEGER,
    held_latest INTEGER,
    phase TEXT NOT NULL,
    certainty TEXT NOT NULL,
    defense BOOLEAN NOT NULL,
    offense BOOLEAN NOT NULL,
    neutrality BOOLEAN NOT NULL,
    nonaggression BOOLEAN NOT NULL,
    consultation BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_relation_briefing_id ON relation (briefing_id);

CREATE INDEX ix_relation_from_id ON relation (from_id);

CREATE INDEX ix_relation_to_id ON relation (to_id);

CREATE TABLE relation_party (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    relation_id TEXT NOT NULL,
    actor_id TEXT,
    stance TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_relation_party_actor_id ON relation_party (actor_id);

CREATE INDEX ix_relation_party_relation_id ON relation_party (relation_id);

CREATE TABLE release (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    released TEXT NOT NULL,
    clock INTEGER NOT NULL,
    changes TEXT NOT NULL,
    author_id TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_release_author_id ON release (author_id);

CREATE INDEX ix_release_briefing_id ON release (briefing_id);

CREATE TABLE same_as (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    actor_id TEXT,
    canonical_id TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_same_as_actor_id ON same_as (actor_id);

CREATE INDEX ix_same_as_canonical_id ON same_as (canonical_id);

CREATE TABLE saved_search (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE search_entry (
    rowid INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    briefing_id TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    names TEXT NOT NULL,
    grams TEXT NOT NULL,
    earliest INTEGER,
    latest INTEGER,
    PRIMARY KEY (rowid),
    UNIQUE (entry_id)
);

CREATE TABLE search_key (
    "key" TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY ("key", entry)
)
 WITHOUT ROWID;

CREATE INDEX ix_search_key_entry ON search_key (entry);

CREATE TABLE section (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    section_kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    body TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_section_briefing_id ON section (briefing_id);

CREATE TABLE source (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    csl_type TEXT NOT NULL,
    title TEXT NOT NULL,
    issued TEXT NOT NULL,
    issued_earliest INTEGER,
    issued_latest INTEGER,
    accessed TEXT NOT NULL,
    accessed_earliest INTEGER,
    accessed_latest INTEGER,
    container TEXT NOT NULL,
    publisher TEXT NOT NULL,
    place TEXT NOT NULL,
    genre TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    reliability TEXT NOT NULL,
    reliability_reason TEXT NOT NULL,
    descriptor TEXT NOT NULL,
    extra TEXT NOT NULL,
    level_of_access TEXT NOT NULL,
    track_record TEXT NOT NULL,
    bias TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE source_author (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    source_id TEXT NOT NULL,
    role TEXT NOT NULL,
    literal TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_source_author_source_id ON source_author (source_id);

CREATE TABLE source_grade (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    source_id TEXT NOT NULL,
    reliability TEXT NOT NULL,
    reason TEXT NOT NULL,
    graded TEXT NOT NULL,
    graded_earliest INTEGER,
    graded_latest INTEGER,
    author_id TEXT,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_source_grade_author_id ON source_grade (author_id);

CREATE INDEX ix_source_grade_source_id ON source_grade (source_id);

CREATE TABLE source_link (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    source_id TEXT NOT NULL,
    other_id TEXT,
    link_kind TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_source_link_other_id ON source_link (other_id);

CREATE INDEX ix_source_link_source_id ON source_link (source_id);

CREATE TABLE tag (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    text TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_tag_entry_id ON tag (entry_id);

CREATE TABLE trusted_key (
    public_key TEXT NOT NULL,
    person_id TEXT,
    name TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (public_key)
);

CREATE TABLE verdict (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT,
    document_id TEXT,
    proposal_kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    outcome TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    tool TEXT NOT NULL,
    looked_at BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_verdict_briefing_id ON verdict (briefing_id);

CREATE INDEX ix_verdict_document_id ON verdict (document_id);

CREATE INDEX ix_verdict_entry_id ON verdict (entry_id);

CREATE TABLE waiver (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    briefing_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    author_id TEXT,
    created TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_waiver_author_id ON waiver (author_id);

CREATE INDEX ix_waiver_briefing_id ON waiver (briefing_id);

CREATE INDEX ix_waiver_entry_id ON waiver (entry_id);

CREATE VIRTUAL TABLE search_fts USING fts5(title, body, names, grams, content='search_entry', content_rowid='rowid', tokenize="unicode61 remove_diacritics 2", prefix='3');

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
