-- The settings of the last start, to tell which of them differ at the next. Digests only: what a value was is nobody's business here.
CREATE TABLE configuration_seen (
  name   TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL
);
