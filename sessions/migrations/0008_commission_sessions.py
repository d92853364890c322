import re

from django.db import migrations, models


def give_addresses(apps, schema_editor):
    """ "csw63": the body's initials and the number of the session."""
    model = apps.get_model("dialogue_sessions", "CommissionSession")
    taken = set()
    for row in model.objects.order_by("body", "number"):
        initials = "".join(re.findall(r"\b[A-Z]", row.body)).lower() or "session"
        stem = f"{initials}{row.number}"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        row.slug = slug
        row.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue_sessions", "0007_kinds"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commissionsession",
            options={
                "ordering": ["-number"],
                "verbose_name": "Commission session",
                "verbose_name_plural": "Commission sessions",
            },
        ),
        migrations.AddField(
            model_name="commissionsession",
            name="client_token",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="commissionsession",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="commissionsession",
            name="slug",
            # No index yet: PostgreSQL would make one of the same name twice.
            field=models.CharField(default="", max_length=80, verbose_name="address"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="commissionsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="commission_session_ends_after_start"
            ),
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="commissionsession",
            name="slug",
            field=models.SlugField(max_length=80, unique=True, verbose_name="address"),
        ),
    ]
