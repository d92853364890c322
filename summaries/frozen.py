"""The trigger that keeps a frozen version as it is, on PostgreSQL and on SQLite. Called by a migration."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "summaries_summaryversion"
REFUSAL = "a frozen version is never changed"


def install_trigger(connection: BaseDatabaseWrapper) -> None:
    """Refuse every update of a version's row."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            cursor.execute(f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}")
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
        )


def remove_trigger(connection: BaseDatabaseWrapper) -> None:
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_update{on}")
