"""The database: one set of tables for SQLite and PostgreSQL, and the three stores that stand on it."""
