-- Who is still to be told of which question. Written with the question, gone once it was told, could not be, or is over. No link stands here: one is made when it is sent.
CREATE TABLE approval_outbox (
  approval TEXT   NOT NULL,
  channel  TEXT   NOT NULL,
  made_at  BIGINT NOT NULL,
  PRIMARY KEY (approval, channel)
);
