ALTER TABLE change_set RENAME TO change_set_0004;

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

INSERT INTO change_set (seq, id, label, sort, person_id, device_id, number, clock, intention, undoes)
    SELECT seq, id, label, sort, person_id, device_id, number, clock, intention, undoes
    FROM change_set_0004;

DROP TABLE change_set_0004;

CREATE INDEX ix_change_set_clock ON change_set (clock);

CREATE INDEX ix_change_set_device ON change_set (device_id, number);

CREATE INDEX ix_change_set_intention ON change_set (intention);

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

CREATE TABLE field_head (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    base TEXT NOT NULL,
    contested BOOLEAN NOT NULL,
    PRIMARY KEY (record_id, field)
);

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

CREATE TABLE trusted_key (
    public_key TEXT NOT NULL,
    person_id TEXT,
    name TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (public_key)
);

CREATE TABLE accounted (
    device_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (device_id, first, last)
);
