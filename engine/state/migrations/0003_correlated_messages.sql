-- What became of messages, for the search of correlated subscriptions; and what one instance waits for.

CREATE TABLE correlated_message (
    key                    INTEGER PRIMARY KEY,
    message_key            INTEGER NOT NULL,
    message_name           TEXT NOT NULL,
    correlation_key        TEXT NOT NULL,
    subscription_key       INTEGER NOT NULL,
    element_id             TEXT NOT NULL,
    element_instance_key   INTEGER,
    process_instance_key   INTEGER NOT NULL,
    process_definition_key INTEGER NOT NULL,
    process_id             TEXT NOT NULL,
    ended_at               INTEGER
) STRICT;
CREATE INDEX correlated_message_open ON correlated_message (key) WHERE ended_at IS NULL;
CREATE INDEX correlated_message_by_instance ON correlated_message (process_instance_key, key);
CREATE INDEX correlated_message_by_name ON correlated_message (message_name, correlation_key);

CREATE INDEX message_subscription_by_instance ON message_subscription (process_instance_key, key);
CREATE INDEX timer_by_instance ON timer (process_instance_key, key);
