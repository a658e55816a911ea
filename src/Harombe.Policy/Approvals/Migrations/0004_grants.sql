-- What a question carries besides: the rules that asked, who may answer, where values come from. Canonical JSON, covered by the question's seal.
ALTER TABLE approvals ADD COLUMN terms TEXT;
-- The arguments that whoever said yes put in the place of those asked about, and what binds the yes to them.
ALTER TABLE approvals ADD COLUMN edited TEXT;
ALTER TABLE approvals ADD COLUMN edit_binding TEXT;

-- One yes of each person, where one is not enough. recorded = 0 marks one that is not in the audit log yet: it counts for nothing.
CREATE TABLE approval_yeses (
  approval  TEXT    NOT NULL,
  person    TEXT    NOT NULL,
  principal TEXT    NOT NULL,
  via       TEXT    NOT NULL,
  at        BIGINT  NOT NULL,
  recorded  INTEGER NOT NULL,
  seal      TEXT,
  PRIMARY KEY (approval, person)
);

-- Standing answers. Every column that says what a grant covers is under its seal; uses and used_at only count.
CREATE TABLE grants (
  id         TEXT    NOT NULL PRIMARY KEY,
  approval   TEXT    NOT NULL,
  tool       TEXT    NOT NULL,
  definition TEXT    NOT NULL,
  principal  TEXT    NOT NULL,
  session    TEXT,
  asks       TEXT    NOT NULL,
  meaning    TEXT    NOT NULL,
  risk       TEXT    NOT NULL,
  pattern    TEXT    NOT NULL,
  given_by   TEXT    NOT NULL,
  given_via  TEXT    NOT NULL,
  given_at   BIGINT  NOT NULL,
  expires_at BIGINT  NOT NULL,
  revoked_at BIGINT,
  revoked_by TEXT,
  uses       BIGINT  NOT NULL,
  used_at    BIGINT,
  seal       TEXT    NOT NULL
);
CREATE INDEX grants_of_call ON grants (tool, principal, expires_at);
CREATE INDEX grants_newest ON grants (given_at);
