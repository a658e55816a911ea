CREATE TABLE turn_events (
    session TEXT   NOT NULL,
    id      BIGINT NOT NULL CHECK (id > 0),
    turn    TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    content TEXT   NOT NULL,
    PRIMARY KEY (session, id),
    FOREIGN KEY (session, turn) REFERENCES turns (session, id)
);
