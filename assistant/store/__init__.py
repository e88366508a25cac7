"""The database: engine, migrations, conversations and answers."""
