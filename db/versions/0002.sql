-- Columns cannot be added without a default, so a table that gains some is made anew.
ALTER TABLE annotation RENAME TO annotation_0001;

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

INSERT INTO annotation (id, marking, deleted, target_kind, target_id, briefing_id, body, motivation, author_id, created, replies_to, resolved, private, assigned_to, resolved_by)
SELECT id, marking, deleted, target_kind, target_id, briefing_id, body, motivation, author_id, created, replies_to, resolved, private, NULL, NULL FROM annotation_0001;

DROP TABLE annotation_0001;

CREATE INDEX ix_annotation_assigned_to ON annotation (assigned_to);

CREATE INDEX ix_annotation_author_id ON annotation (author_id);

CREATE INDEX ix_annotation_briefing_id ON annotation (briefing_id);

CREATE INDEX ix_annotation_replies_to ON annotation (replies_to);

CREATE INDEX ix_annotation_resolved_by ON annotation (resolved_by);

CREATE INDEX ix_annotation_target_id ON annotation (target_id);

ALTER TABLE claim RENAME TO claim_0001;

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

INSERT INTO claim (id, marking, deleted, briefing_id, proposition, hedge, holds, holds_earliest, holds_latest, credibility, status, note, position, status_reason)
SELECT id, marking, deleted, briefing_id, proposition, hedge, holds, holds_earliest, holds_latest, credibility, status, note, position, '' FROM claim_0001;

DROP TABLE claim_0001;

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

ALTER TABLE document RENAME TO document_0001;

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

INSERT INTO document (id, marking, deleted, source_id, filename, media_type, original_sha256, text_sha256, length, reader, reader_version, imported, page_starts, supersedes)
SELECT id, marking, deleted, source_id, filename, media_type, original_sha256, text_sha256, length, reader, reader_version, imported, '', NULL FROM document_0001;

DROP TABLE document_0001;

CREATE INDEX ix_document_original_sha256 ON document (original_sha256);

CREATE INDEX ix_document_source_id ON document (source_id);

CREATE INDEX ix_document_supersedes ON document (supersedes);

CREATE INDEX ix_document_text_sha256 ON document (text_sha256);

ALTER TABLE judgment RENAME TO judgment_0001;

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

INSERT INTO judgment (id, marking, deleted, briefing_id, text, likelihood, scale, confidence, confidence_reason, "key", position, assumptions)
SELECT id, marking, deleted, briefing_id, text, likelihood, scale, confidence, confidence_reason, "key", position, '' FROM judgment_0001;

DROP TABLE judgment_0001;

CREATE INDEX ix_judgment_briefing_id ON judgment (briefing_id);

ALTER TABLE passage RENAME TO passage_0001;

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

INSERT INTO passage (id, marking, deleted, document_id, start, "end", exact, prefix, suffix, state, moved_from)
SELECT id, marking, deleted, document_id, start, "end", exact, prefix, suffix, state, NULL FROM passage_0001;

DROP TABLE passage_0001;

CREATE INDEX ix_passage_document_id ON passage (document_id);

CREATE INDEX ix_passage_moved_from ON passage (moved_from);

ALTER TABLE source RENAME TO source_0001;

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

INSERT INTO source (id, marking, deleted, csl_type, title, issued, issued_earliest, issued_latest, accessed, accessed_earliest, accessed_latest, container, publisher, place, genre, url, language, reliability, reliability_reason, descriptor, extra, level_of_access, track_record, bias)
SELECT id, marking, deleted, csl_type, title, issued, issued_earliest, issued_latest, accessed, accessed_earliest, accessed_latest, container, publisher, place, genre, url, language, reliability, reliability_reason, descriptor, extra, '', '', '' FROM source_0001;

DROP TABLE source_0001;

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
