"""A PostgreSQL database that many tests use one after the other: its rows are put back to what they were in the beginning.

To copy a template anew takes the server half a second, which was more than half of the time of all tests on PostgreSQL. Where a
test has changed more than rows (a table, a trigger, a grant), an event trigger has noted it, and the copy is made anew.
"""

from __future__ import annotations

import psycopg

# What is larger is emptied as a whole, which takes longer and leaves no dead rows behind.
SMALL_BYTES = 1 << 18

_KEEP = """
CREATE SCHEMA kept;
CREATE TABLE kept._changes (tag text);
CREATE TABLE kept._sequences AS
    SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE schemaname = 'public';
DO $$
DECLARE
    part name;
    has_rows boolean;
BEGIN
    FOR part IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        -- Rows that come after deleted ones would take their places, and be read in another order than they came.
        EXECUTE format('ALTER TABLE public.%I SET (autovacuum_enabled = false)', part);
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', part) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', part, part);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION kept._note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO kept._changes VALUES (tg_tag);
END $$;
CREATE EVENT TRIGGER kept_note ON ddl_command_end EXECUTE FUNCTION kept._note();
"""
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Triggers and foreign keys rest meanwhile: the trail refuses to be emptied.
_PUT_BACK = f"""
SET session_replication_role = replica;
DO $$
DECLARE
    part record;
    large text;
BEGIN
    SELECT string_agg(oid::regclass::text, ', ') INTO large FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) >= {SMALL_BYTES};
    IF large IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || large || ' CASCADE';
    END IF;
    FOR part IN SELECT relname AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 LOOP
        EXECUTE format('DELETE FROM public.%I', part.name);
    END LOOP;
    FOR part IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'kept' AND tablename NOT LIKE E'\\\\_%' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', part.name, part.name);
    END LOOP;
    PERFORM setval(format('public.%I', name), coalesce(value, 1), value IS NOT NULL) FROM kept._sequences;
END $$;
"""  # noqa: S608 - a number of our own


def keep(url: str) -> bool:
    """Remember all rows of a fresh copy, and note from now on when more than rows is changed.

    False for whoever may not, who is no superuser of a server that was given.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SHOW is_superuser").fetchone() != ("on",):
            return False
        connection.execute(_KEEP)
    return True


def put_back(url: str) -> bool:
    """Put the rows back, whoever is still connected; False where only a new copy is as it was."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_ALONE)
        if connection.execute("SELECT FROM kept._changes").fetchone() is not None:
            return False
        connection.execute(_PUT_BACK)
    return True
