-- One row for each lease that is not known to be over. It is written before anything is leased, so that what a crash leaves behind is found and revoked
-- at the next start; host tells those rows from the ones of the running process. Names are separated by spaces, engine leases by line ends; no value
-- stands here. Times are Unix milliseconds, UTC.
CREATE TABLE leases (
  id            TEXT    NOT NULL PRIMARY KEY,
  host          TEXT    NOT NULL,
  call_id       TEXT    NOT NULL,
  tool          TEXT    NOT NULL,
  principal     TEXT    NOT NULL,
  secrets       TEXT    NOT NULL,
  revealed      TEXT    NOT NULL,
  engine_leases TEXT    NOT NULL,
  unrevoked     INTEGER NOT NULL,
  leased_at     BIGINT  NOT NULL
);

-- Who was ever given what: the emergency path goes by it.
CREATE TABLE secret_uses (
  secret    TEXT   NOT NULL,
  tool      TEXT   NOT NULL,
  principal TEXT   NOT NULL,
  last_used BIGINT NOT NULL,
  PRIMARY KEY (secret, tool, principal)
);

CREATE INDEX secret_uses_of_tool ON secret_uses (tool);
CREATE INDEX secret_uses_of_principal ON secret_uses (principal);
