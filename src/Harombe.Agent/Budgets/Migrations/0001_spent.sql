-- What was spent, by what it counts towards. "scope" is turn, session, principal or day; "owner" names which one, with the day where it is per day.
-- Times are milliseconds, costs millionths of the currency's unit.

CREATE TABLE spent (
    scope  TEXT   NOT NULL,
    owner  TEXT   NOT NULL,
    item   TEXT   NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (scope, owner, item)
);
