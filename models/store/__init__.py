"""The database as a whole: connection, list of tables, migrations, seeds, sealed rows walked for a rotation."""
