"""The triggers that make the audit log append-only, on PostgreSQL and on SQLite.

Inserts are allowed, and one kind of update: blanking the columns that may hold a person's data. Called by a
migration; the test suite lifts the triggers around its flush.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "accounts_auditentry"
# Column → what blank means for it.
BLANKABLE = {
    "object_repr": "''",
    "serialized_data": "NULL",
    "changes_text": "''",
    "changes": "NULL",
    "remote_addr": "NULL",
    "remote_port": "NULL",
    "additional_data": "NULL",
    "actor_email": "NULL",
}
FIXED = ("id", "content_type_id", "object_pk", "object_id", "action", "actor_id", "timestamp", "cid")
REFUSAL = "the audit log is append-only"


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers; the audit table must exist."""
    for statement in _statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Lift the triggers, if they stand."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for act in ("update", "delete", "truncate"):
            if act != "truncate" or connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{act}{on}")


def _changes_more_than_blanking(different: str) -> str:
    """SQL that is true for an update which does anything but blank; `different` compares two columns, NULL-safe."""
    fixed = [f"OLD.{name} {different} NEW.{name}" for name in FIXED]
    blanked = [
        f"(OLD.{name} {different} NEW.{name} AND NEW.{name} {different} {blank})" for name, blank in BLANKABLE.items()
    ]
    return " OR ".join(fixed + blanked)


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        changed = _changes_more_than_blanking("IS NOT")
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} WHEN {changed} {refuse}",
            f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}",
        ]
    # JSON has no equality in PostgreSQL for `json`, but Django's JSONField is `jsonb`, which has.
    changed = _changes_more_than_blanking("IS DISTINCT FROM")
    call = f"EXECUTE FUNCTION {TABLE}_refuse()"
    return [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({changed}) {call}",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW {call}",
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT {call}",
    ]
