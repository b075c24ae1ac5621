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
