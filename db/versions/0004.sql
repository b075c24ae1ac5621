ALTER TABLE person RENAME TO person_0003;

CREATE TABLE person (
    id TEXT NOT NULL,
    marking TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (id)
);

INSERT INTO person (id, marking, deleted, name, public_key)
    SELECT id, marking, deleted, name, '' FROM person_0003;

DROP TABLE person_0003;

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
