-- What is open now is asked for by state all the time, while what has ended stays and grows.

CREATE INDEX job_by_state ON job (state, key);
CREATE INDEX user_task_by_state ON user_task (state, key);
CREATE INDEX process_instance_by_state ON process_instance (state, key);
CREATE INDEX incident_by_state ON incident (state, key);
