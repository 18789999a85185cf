-- Large loops are entered and ended slice by slice; what is left of one outlives a restart.

CREATE TABLE unfinished_loop (
    key                  INTEGER PRIMARY KEY,
    process_instance_key INTEGER NOT NULL,
    items                TEXT NOT NULL,
    first                INTEGER NOT NULL,
    is_ending            INTEGER NOT NULL
) STRICT;
