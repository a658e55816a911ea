-- The emergency path. Whoever is blocked is leased nothing.
CREATE TABLE lease_blocks (
  subject    TEXT   NOT NULL PRIMARY KEY,
  blocked_by TEXT   NOT NULL,
  blocked_at BIGINT NOT NULL
);

-- Stored secrets that are leased to nobody while they have the value that they had then. mark is PBKDF2 of that value, slow on purpose: it must not help
-- anybody who reads this file to guess it. It is empty where the value could not be read, and then any value counts as the old one.
CREATE TABLE lease_quarantine (
  secret         TEXT   NOT NULL PRIMARY KEY,
  salt           TEXT   NOT NULL,
  mark           TEXT   NOT NULL,
  quarantined_by TEXT   NOT NULL,
  quarantined_at BIGINT NOT NULL
);

-- When secrets were given new values, and why the last attempt failed where it did.
CREATE TABLE secret_rotations (
  secret     TEXT   NOT NULL PRIMARY KEY,
  rotated_at BIGINT NOT NULL,
  tried_at   BIGINT NOT NULL,
  fault      TEXT   NOT NULL
);
