CREATE TABLE tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    principal TEXT NOT NULL,
    kinds INTEGER NOT NULL,
    scope TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX tokens_of_principal ON tokens (principal);

CREATE TABLE sign_in_links (
    hash TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
