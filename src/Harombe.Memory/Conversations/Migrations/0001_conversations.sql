-- Plain SQL that SQLite and PostgreSQL both take. Times are Unix milliseconds. "number" orders rows by when they were begun,
-- whatever the clock did.

CREATE TABLE sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL UNIQUE,
    principal  TEXT   NOT NULL,
    started_at BIGINT NOT NULL
);

CREATE INDEX sessions_of_principal ON sessions (principal, number);

CREATE TABLE turns (
    id         TEXT   NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL UNIQUE,
    session    TEXT   NOT NULL REFERENCES sessions (id),
    state      TEXT   NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed', 'cancelled')),
    started_at BIGINT NOT NULL,
    UNIQUE (session, id)
);

-- At most one open turn in a conversation, whoever writes.
CREATE UNIQUE INDEX turns_open ON turns (session) WHERE state IN ('running', 'waiting');
CREATE INDEX turns_of_session ON turns (session, number);

CREATE TABLE messages (
    turn     TEXT   NOT NULL REFERENCES turns (id),
    position BIGINT NOT NULL,
    kind     TEXT   NOT NULL CHECK (kind IN ('user', 'assistant', 'tool_answer')),
    content  TEXT   NOT NULL,
    PRIMARY KEY (turn, position)
);

-- "asked" and "answered" are positions of messages in the turn; "place" is the call's place among those of its message.
CREATE TABLE calls (
    id       TEXT   NOT NULL PRIMARY KEY,
    turn     TEXT   NOT NULL,
    asked    BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    content  TEXT   NOT NULL,
    approval TEXT,
    answered BIGINT,
    UNIQUE (turn, asked, place),
    FOREIGN KEY (turn, asked) REFERENCES messages (turn, position),
    FOREIGN KEY (turn, answered) REFERENCES messages (turn, position)
);

CREATE INDEX calls_waiting ON calls (approval) WHERE approval IS NOT NULL AND answered IS NULL;
