"""A PostgreSQL database that many tests use one after the other: its rows are put back to what they were in the beginning.

To copy a template anew takes the server half a second, which was more than half of the time of all tests on PostgreSQL. Where a
test has changed more than rows (a table, a trigger, a grant), an event trigger has noted it, and the copy is made anew.
"""

from __future__ import annotations

from collections.abc import Collection

import psycopg
from psycopg import sql

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
        -- A cleaning in the midst of a test would let new rows take the places of old ones, and be read before them.
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
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""
_USED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
# Triggers and foreign keys rest meanwhile: the trail refuses to be emptied.
_AT_REST = "SET session_replication_role = replica"
_FILL = """
DO $$
DECLARE
    part record;
BEGIN
    FOR part IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'kept' AND tablename NOT LIKE E'\\\\_%' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', part.name, part.name);
    END LOOP;
    PERFORM setval(format('public.%I', name), coalesce(value, 1), value IS NOT NULL) FROM kept._sequences;
END $$;
"""


def keep(connection: psycopg.Connection) -> bool:
    """Remember all rows of a fresh copy, and note from now on when more than rows is changed.

    False for whoever may not, who is no superuser of a server that was given.
    """
    if connection.execute("SHOW is_superuser").fetchone() != ("on",):
        return False
    connection.execute(_KEEP)
    # Whoever puts rows back does so on this connection; what he does is noted no more.
    connection.execute(_AT_REST)
    return True


def put_back(connection: psycopg.Connection, spared: Collection[int] = ()) -> bool:
    """Put the rows back on the connection that kept them; False where only a new copy is as it was.

    Whoever else is still connected is sent away, but for the processes of the server that are `spared`.
    """
    connection.execute(_ALONE, (list(spared),))
    if connection.execute("SELECT FROM kept._changes").fetchone() is not None:
        return False
    used = [sql.Identifier("public", name) for (name,) in connection.execute(_USED)]
    for table in used:
        connection.execute(sql.SQL("DELETE FROM {}").format(table))
    if used:
        # Rows that come after deleted ones would take their places, and be read in another order than they came.
        connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(used)))
    connection.execute(_FILL)
    return True
