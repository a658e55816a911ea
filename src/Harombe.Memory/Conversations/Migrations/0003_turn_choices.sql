-- What was chosen for a turn when it began, as JSON: agent, model, what a client asked for. NULL is the default.

ALTER TABLE turns ADD COLUMN choice TEXT;
