-- Vectors of texts, whatever encoder made them: each text is encoded once, by its digest.

CREATE TABLE vectors (
    encoder TEXT NOT NULL,
    text_digest BLOB NOT NULL,
    vector BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (encoder, text_digest)
) WITHOUT ROWID;

-- The generation of the corpus at which all of it had been encoded.
CREATE TABLE encoded (
    encoder TEXT PRIMARY KEY,
    generation INTEGER NOT NULL
) WITHOUT ROWID;

-- By which texts a quote is found: by what was written about it, or else by its own words, whole, in
-- stretches, and between those before and after them.
CREATE VIEW encodable (quote, kind, text) AS
    SELECT quote, 'about', text FROM phrases
    UNION ALL
    SELECT key, 'about', translation FROM quotes WHERE translation IS NOT NULL
    UNION ALL
    SELECT key, 'own', text FROM quotes WHERE phrases_digest IS NULL
    UNION ALL
    SELECT quotes.key, 'stretch', value FROM quotes, json_each(stretches(text))
    WHERE phrases_digest IS NULL AND value <> text
    UNION ALL
    SELECT
        quotes.key, 'around',
        coalesce(before.text || ' ', '') || quotes.text || coalesce(' ' || after.text, '')
    FROM quotes
    JOIN utterances ON utterances.key = quotes.utterance
    LEFT JOIN quotes AS before ON before.key = quotes.key - 1 AND before.utterance IN (
        SELECT key FROM utterances AS earlier WHERE earlier.session = utterances.session
    )
    LEFT JOIN quotes AS after ON after.key = quotes.key + 1 AND after.utterance IN (
        SELECT key FROM utterances AS later WHERE later.session = utterances.session
    )
    WHERE quotes.phrases_digest IS NULL;
