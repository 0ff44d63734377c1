-- The corpus as it was loaded. Text is kept exactly as the source has it, and digests tell of every
-- row that is shown whether it still is what was stored.

CREATE TABLE corpus (
    generation INTEGER NOT NULL,
    record_digest BLOB,
    -- Which index beside the database is of these terms.
    drawn INTEGER NOT NULL
);
INSERT INTO corpus VALUES (0, NULL, 0);

CREATE TABLE sessions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    file TEXT NOT NULL,
    digest TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    started_at TEXT,
    venue_ja TEXT,
    venue_en TEXT,
    source_kind TEXT NOT NULL,
    source_complete INTEGER NOT NULL,
    source_ja TEXT NOT NULL,
    source_en TEXT NOT NULL,
    consent_ja TEXT,
    consent_en TEXT,
    source_url TEXT,
    utterance_count INTEGER NOT NULL,
    quote_count INTEGER NOT NULL,
    layout_digest BLOB
);

CREATE TABLE speakers (
    key INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    name_ja TEXT NOT NULL,
    name_en TEXT NOT NULL,
    role_ja TEXT NOT NULL,
    role_en TEXT NOT NULL,
    quote_count INTEGER NOT NULL,
    UNIQUE (session, id)
);

CREATE TABLE speaker_aliases (
    speaker INTEGER NOT NULL REFERENCES speakers ON DELETE CASCADE,
    alias TEXT NOT NULL,
    PRIMARY KEY (speaker, alias)
) WITHOUT ROWID;

CREATE TABLE topics (
    key INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id TEXT NOT NULL,
    label_ja TEXT NOT NULL,
    label_en TEXT NOT NULL,
    UNIQUE (session, id)
);

CREATE TABLE glossary (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    "group" INTEGER NOT NULL,
    position INTEGER NOT NULL,
    spelling TEXT NOT NULL,
    PRIMARY KEY (session, "group", position)
) WITHOUT ROWID;

CREATE TABLE utterances (
    key INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers,
    note TEXT,
    start REAL,
    quote_count INTEGER NOT NULL,
    UNIQUE (session, number)
);

CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    utterance INTEGER NOT NULL REFERENCES utterances ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    translation TEXT,
    digest BLOB NOT NULL,
    phrases_digest BLOB,
    UNIQUE (utterance, number)
);

CREATE INDEX utterances_by_speaker ON utterances (speaker);

CREATE TABLE quote_topics (
    quote INTEGER NOT NULL REFERENCES quotes ON DELETE CASCADE,
    topic INTEGER NOT NULL REFERENCES topics ON DELETE CASCADE,
    PRIMARY KEY (quote, topic)
) WITHOUT ROWID;

CREATE INDEX quotes_by_topic ON quote_topics (topic);

CREATE TABLE phrases (
    quote INTEGER NOT NULL REFERENCES quotes ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    reading TEXT NOT NULL,
    PRIMARY KEY (quote, position)
) WITHOUT ROWID;
