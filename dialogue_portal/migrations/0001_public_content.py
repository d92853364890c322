import uuid

from django.db import migrations, models


def make_row(apps, schema_editor):
    apps.get_model("dialogue_portal", "PublicContent").objects.create(pk=1)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="PublicContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunPython(make_row, migrations.RunPython.noop),
    ]
