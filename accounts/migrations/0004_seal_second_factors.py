"""Seal what was kept of second factors in the clear: secrets of authenticator apps, seeds of recovery codes."""

from django.db import migrations

from accounts.sealing import CannotUnseal, seal, unseal

NAMES = {"totp": "secret", "recovery_codes": "seed"}


def _is_sealed(text):
    try:
        unseal(text)
    except CannotUnseal:
        return False
    return True


def seal_all(apps, schema_editor):
    rows = apps.get_model("mfa", "Authenticator").objects.filter(type__in=NAMES)
    for row in rows.iterator():
        name = NAMES[row.type]
        if name in row.data and not _is_sealed(row.data[name]):
            row.data[name] = seal(row.data[name])
            row.save(update_fields=["data"])


def unseal_all(apps, schema_editor):
    rows = apps.get_model("mfa", "Authenticator").objects.filter(type__in=NAMES)
    for row in rows.iterator():
        name = NAMES[row.type]
        if name in row.data and _is_sealed(row.data[name]):
            row.data[name] = unseal(row.data[name])
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_audit_append_only"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_all, unseal_all)]
