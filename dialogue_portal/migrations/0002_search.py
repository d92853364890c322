"""What the search finds, with the index that each database keeps of its own over it (dialogue_portal.search_engines)."""

from django.conf import settings
from django.db import migrations, models

from dialogue_portal.search_engines import set_up, take_down


class Migration(migrations.Migration):
    dependencies = [("dialogue_portal", "0001_public_content")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=30)),
                ("key", models.UUIDField()),
                ("language", models.CharField(choices=settings.LANGUAGES, max_length=10)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("title_words", models.TextField()),
                ("text_words", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "key", "language"), name="one_search_entry_per_language")
                ],
            },
        ),
        migrations.RunPython(
            lambda _apps, schema_editor: set_up(schema_editor.connection),
            lambda _apps, schema_editor: take_down(schema_editor.connection),
        ),
    ]
