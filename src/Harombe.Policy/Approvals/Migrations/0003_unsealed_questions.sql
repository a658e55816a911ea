-- Open questions of a version that didn't seal them are taken back, since nobody's yes could count: the start writes so into the audit log, and the turns that
-- wait for them go on with a no.
UPDATE approvals SET state = 'withdrawn', recorded = 0 WHERE state IN ('waiting', 'approved') AND question_seal IS NULL;
