-- A root in which an error came up that nobody foresaw rests with all it called; messages for it are kept.

ALTER TABLE process_instance ADD COLUMN rests_by INTEGER;
ALTER TABLE message ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0;
