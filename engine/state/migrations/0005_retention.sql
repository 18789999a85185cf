-- What has ended is looked for by its end, and deleted with all that one root instance called.

CREATE INDEX process_instance_root_ended ON process_instance (ended_at)
    WHERE parent_instance_key IS NULL AND ended_at IS NOT NULL;
CREATE INDEX process_instance_by_root ON process_instance (root_instance_key, key);
CREATE INDEX decision_instance_outside ON decision_instance (ended_at) WHERE process_instance_key IS NULL;
