-- Keyed hashes over the question and over a yes. Rows without them were written by an older version; nobody can answer or use those any more.
ALTER TABLE approvals ADD COLUMN question_seal TEXT;
ALTER TABLE approvals ADD COLUMN yes_seal TEXT;
