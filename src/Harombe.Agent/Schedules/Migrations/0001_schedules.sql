-- Up to which moment a schedule was run, in Unix milliseconds. Written before its run begins: a run is left out rather than begun twice.

CREATE TABLE schedules (
    name TEXT   NOT NULL PRIMARY KEY,
    done BIGINT NOT NULL
);
