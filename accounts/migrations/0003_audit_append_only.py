"""The audit log is append-only in the database itself.

Rows are inserted; an update may only blank values (erasure of a person's data), nothing is deleted. `accounts.audit`
holds the statements, so that the test suite can lift and set them again around its flush.
"""

from django.db import migrations

from accounts.audit import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_delegations")]
    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: install_triggers(schema_editor.connection),
            lambda _apps, schema_editor: remove_triggers(schema_editor.connection),
        )
    ]
