CREATE TABLE upstream_entries (
  name     TEXT NOT NULL PRIMARY KEY,
  written  TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL
);

CREATE TABLE upstream_pins (
  server      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  name        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  definition  TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  accepted_by TEXT,
  seal        TEXT NOT NULL,
  PRIMARY KEY (server, kind, name)
);
