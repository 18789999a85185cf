-- Version 2: decisions with the history of their evaluations, and multi-instance activities.

CREATE TABLE decision_requirements (
    key             INTEGER PRIMARY KEY,
    requirements_id TEXT NOT NULL,
    name            TEXT NOT NULL,
    version         INTEGER NOT NULL,
    resource_name   TEXT NOT NULL,
    checksum        TEXT NOT NULL,
    xml             TEXT NOT NULL,
    deployment_key  INTEGER NOT NULL,
    deployed_at     INTEGER NOT NULL,
    UNIQUE (requirements_id, version)
) STRICT;

CREATE TABLE decision_definition (
    key              INTEGER PRIMARY KEY,
    decision_id      TEXT NOT NULL,
    name             TEXT NOT NULL,
    version          INTEGER NOT NULL,
    version_tag      TEXT,
    requirements_key INTEGER NOT NULL,
    deployment_key   INTEGER NOT NULL,
    deployed_at      INTEGER NOT NULL,
    UNIQUE (decision_id, version)
) STRICT;

CREATE TABLE decision_instance (
    key                    INTEGER PRIMARY KEY,
    evaluation_key         INTEGER NOT NULL,
    position               INTEGER NOT NULL,
    state                  TEXT NOT NULL,
    decision_key           INTEGER NOT NULL,
    decision_id            TEXT NOT NULL,
    decision_name          TEXT NOT NULL,
    decision_version       INTEGER NOT NULL,
    decision_type          TEXT NOT NULL,
    root_decision_key      INTEGER NOT NULL,
    result                 TEXT NOT NULL,
    ended_at               INTEGER,
    failure                TEXT,
    process_definition_key INTEGER,
    process_id             TEXT,
    process_instance_key   INTEGER,
    element_instance_key   INTEGER,
    element_id             TEXT,
    inputs                 TEXT NOT NULL,
    rules                  TEXT NOT NULL,
    UNIQUE (evaluation_key, position)
) STRICT;
CREATE INDEX decision_instance_open ON decision_instance (key) WHERE ended_at IS NULL;
CREATE INDEX decision_instance_by_instance ON decision_instance (process_instance_key, key)
    WHERE process_instance_key IS NOT NULL;
CREATE INDEX decision_instance_by_decision ON decision_instance (decision_id, key);

-- Position of an inner instance in its loop; on the body, how many were started and how many have completed.
ALTER TABLE element_instance ADD COLUMN loop_counter INTEGER;
ALTER TABLE element_instance ADD COLUMN completed_count INTEGER NOT NULL DEFAULT 0;

