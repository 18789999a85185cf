-- Schema of the engine store, version 1: one table a noun of engine/state, current state and history at once.
-- Times are epoch milliseconds, keys 64-bit numbers, `*_json`-like columns (lists, objects) are JSON text.
-- Partial indexes on open rows keep recovery proportional to what is open, not to what ever happened.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('schema_version', '0'), ('clock_pinned_at', NULL);

CREATE TABLE key_counter (
    key      INTEGER PRIMARY KEY,
    last_key INTEGER NOT NULL
) STRICT;

CREATE TABLE deployment (
    key            INTEGER PRIMARY KEY,
    deployed_at    INTEGER NOT NULL,
    resource_names TEXT NOT NULL
) STRICT;

CREATE TABLE process_definition (
    key            INTEGER PRIMARY KEY,
    process_id     TEXT NOT NULL,
    name           TEXT,
    version        INTEGER NOT NULL,
    version_tag    TEXT,
    resource_name  TEXT NOT NULL,
    checksum       TEXT NOT NULL,
    xml            TEXT NOT NULL,
    deployment_key INTEGER NOT NULL,
    deployed_at    INTEGER NOT NULL,
    UNIQUE (process_id, version)
) STRICT;

CREATE TABLE form_definition (
    key            INTEGER PRIMARY KEY,
    form_id        TEXT NOT NULL,
    version        INTEGER NOT NULL,
    version_tag    TEXT,
    resource_name  TEXT NOT NULL,
    checksum       TEXT NOT NULL,
    schema         TEXT NOT NULL,
    deployment_key INTEGER NOT NULL,
    deployed_at    INTEGER NOT NULL,
    UNIQUE (form_id, version)
) STRICT;

CREATE TABLE message_start_subscription (
    key                    INTEGER PRIMARY KEY,
    message_name           TEXT NOT NULL,
    process_id             TEXT NOT NULL,
    process_definition_key INTEGER NOT NULL,
    start_event_id         TEXT NOT NULL
) STRICT;

CREATE TABLE element_statistic (
    key                    INTEGER PRIMARY KEY,
    process_definition_key INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    active                 INTEGER NOT NULL,
    completed              INTEGER NOT NULL,
    canceled               INTEGER NOT NULL,
    incidents              INTEGER NOT NULL,
    UNIQUE (process_definition_key, element_id)
) STRICT;

CREATE TABLE process_instance (
    key                         INTEGER PRIMARY KEY,
    process_definition_key      INTEGER NOT NULL,
    process_id                  TEXT NOT NULL,
    version                     INTEGER NOT NULL,
    state                       TEXT NOT NULL,
    started_at                  INTEGER NOT NULL,
    ended_at                    INTEGER,
    parent_instance_key         INTEGER,
    parent_element_instance_key INTEGER,
    root_instance_key           INTEGER NOT NULL,
    call_depth                  INTEGER NOT NULL,
    incident_count              INTEGER NOT NULL,
    correlation_key             TEXT,
    tags                        TEXT NOT NULL
) STRICT;
CREATE INDEX process_instance_open ON process_instance (key) WHERE ended_at IS NULL;
CREATE INDEX process_instance_by_process ON process_instance (process_id, key);
CREATE INDEX process_instance_by_definition ON process_instance (process_definition_key, key);
CREATE INDEX process_instance_by_parent ON process_instance (parent_instance_key)
    WHERE parent_instance_key IS NOT NULL;

CREATE TABLE element_instance (
    key                    INTEGER PRIMARY KEY,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    element_id             TEXT NOT NULL,
    element_type           TEXT NOT NULL,
    state                  TEXT NOT NULL,
    scope_key              INTEGER,
    started_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    called_instance_key    INTEGER,
    interrupted_by         TEXT,
    incident_key           INTEGER,
    incident_count         INTEGER NOT NULL,
    tokens                 TEXT NOT NULL,
    result                 TEXT
) STRICT;
CREATE INDEX element_instance_open ON element_instance (key) WHERE ended_at IS NULL;
CREATE INDEX element_instance_by_instance ON element_instance (process_instance_key, key);
CREATE INDEX element_instance_by_element ON element_instance (process_definition_key, element_id, key);

CREATE TABLE sequence_flow_taken (
    key                    INTEGER PRIMARY KEY,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    flow_id                TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
CREATE INDEX sequence_flow_taken_open ON sequence_flow_taken (key) WHERE ended_at IS NULL;
CREATE INDEX sequence_flow_taken_by_instance ON sequence_flow_taken (process_instance_key, flow_id);

CREATE TABLE variable (
    key                    INTEGER PRIMARY KEY,
    scope_key              INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    name                   TEXT NOT NULL,
    value                  TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
CREATE INDEX variable_open ON variable (key) WHERE ended_at IS NULL;
CREATE INDEX variable_by_instance ON variable (process_instance_key, name);
CREATE INDEX variable_by_scope ON variable (scope_key, name);
CREATE INDEX variable_by_name ON variable (name, value);

CREATE TABLE job (
    key                    INTEGER PRIMARY KEY,
    type                   TEXT NOT NULL,
    kind                   TEXT NOT NULL,
    state                  TEXT NOT NULL,
    retries                INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    process_version        INTEGER NOT NULL,
    created_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    listener_event         TEXT,
    listener_index         INTEGER NOT NULL,
    user_task_key          INTEGER,
    worker                 TEXT,
    deadline               INTEGER,
    back_off_until         INTEGER,
    has_incident           INTEGER NOT NULL,
    error_message          TEXT,
    error_code             TEXT,
    is_denied              INTEGER,
    denied_reason          TEXT,
    custom_headers         TEXT NOT NULL
) STRICT;
CREATE INDEX job_open ON job (key) WHERE ended_at IS NULL;
CREATE INDEX job_by_type ON job (type, key);
CREATE INDEX job_by_instance ON job (process_instance_key, key);
CREATE INDEX job_by_element_instance ON job (element_instance_key);

CREATE TABLE timer (
    key                    INTEGER PRIMARY KEY,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    target_id              TEXT NOT NULL,
    due_at                 INTEGER NOT NULL,
    repetitions            INTEGER NOT NULL,
    cycle                  TEXT
) STRICT;
CREATE INDEX timer_by_due ON timer (due_at);

CREATE TABLE message (
    key             INTEGER PRIMARY KEY,
    name            TEXT NOT NULL,
    correlation_key TEXT NOT NULL,
    message_id      TEXT NOT NULL,
    published_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    variables       TEXT NOT NULL
) STRICT;

CREATE TABLE message_correlation (
    key         INTEGER PRIMARY KEY,
    message_key INTEGER NOT NULL,
    process_id  TEXT NOT NULL
) STRICT;

CREATE TABLE message_subscription (
    key                    INTEGER PRIMARY KEY,
    message_name           TEXT NOT NULL,
    correlation_key        TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    created_at             INTEGER NOT NULL
) STRICT;

CREATE TABLE incident (
    key                    INTEGER PRIMARY KEY,
    error_type             TEXT NOT NULL,
    error_message          TEXT NOT NULL,
    state                  TEXT NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER NOT NULL,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    created_at             INTEGER NOT NULL,
    ended_at               INTEGER,
    job_key                INTEGER
) STRICT;
CREATE INDEX incident_open ON incident (key) WHERE ended_at IS NULL;
CREATE INDEX incident_by_instance ON incident (process_instance_key, key);

CREATE TABLE user_task (
    key                     INTEGER PRIMARY KEY,
    state                   TEXT NOT NULL,
    element_id              TEXT NOT NULL,
    name                    TEXT,
    element_instance_key    INTEGER NOT NULL,
    process_instance_key    INTEGER NOT NULL,
    process_definition_key  INTEGER NOT NULL,
    process_id              TEXT NOT NULL,
    process_version         INTEGER NOT NULL,
    created_at              INTEGER NOT NULL,
    ended_at                INTEGER,
    assignee                TEXT,
    candidate_groups        TEXT NOT NULL,
    candidate_users         TEXT NOT NULL,
    due_date                TEXT,
    follow_up_date          TEXT,
    priority                INTEGER NOT NULL,
    form_key                INTEGER,
    external_form_reference TEXT,
    custom_headers          TEXT NOT NULL,
    action                  TEXT NOT NULL,
    pending                 TEXT
) STRICT;
CREATE INDEX user_task_open ON user_task (key) WHERE ended_at IS NULL;
CREATE INDEX user_task_by_instance ON user_task (process_instance_key, key);
CREATE INDEX user_task_by_element_instance ON user_task (element_instance_key);
