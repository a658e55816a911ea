-- Links that answer one question as one approver, once. What a link says is under its own seal; the row is what makes it count once.
CREATE TABLE approval_links (
  nonce    TEXT   NOT NULL PRIMARY KEY,
  approval TEXT   NOT NULL,
  approver TEXT   NOT NULL,
  made_at  BIGINT NOT NULL,
  used_at  BIGINT
);
CREATE INDEX approval_links_of ON approval_links (approval);
