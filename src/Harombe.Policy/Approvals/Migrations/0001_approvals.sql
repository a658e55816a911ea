-- One row for each question to a person. Times are Unix milliseconds, UTC.
-- recorded = 0 marks a change that is not yet in the audit log: an unrecorded yes counts as no answer at all.
CREATE TABLE approvals (
  id            TEXT    NOT NULL PRIMARY KEY,
  state         TEXT    NOT NULL,
  recorded      INTEGER NOT NULL,
  call_id       TEXT    NOT NULL,
  tool          TEXT    NOT NULL,
  definition    TEXT    NOT NULL,
  arguments     TEXT    NOT NULL,
  principal     TEXT    NOT NULL,
  session       TEXT    NOT NULL,
  face          TEXT    NOT NULL,
  risk          TEXT    NOT NULL,
  rule          TEXT    NOT NULL,
  why           TEXT    NOT NULL,
  policy        TEXT    NOT NULL,
  asked_at      BIGINT  NOT NULL,
  expires_at    BIGINT  NOT NULL,
  binding       TEXT    NOT NULL,
  nonce         TEXT    NOT NULL,
  answered_by   TEXT,
  answered_via  TEXT,
  answered_at   BIGINT,
  answer_reason TEXT
);

-- One open question for a call. An unrecorded yes still occupies the place, since it may become a waiting question again.
CREATE UNIQUE INDEX approvals_open_call ON approvals (call_id) WHERE state = 'waiting' OR (state = 'approved' AND recorded = 0);

CREATE INDEX approvals_open ON approvals (expires_at) WHERE state IN ('waiting', 'approved');
CREATE INDEX approvals_newest ON approvals (asked_at);
CREATE INDEX approvals_of_principal ON approvals (principal, asked_at);
