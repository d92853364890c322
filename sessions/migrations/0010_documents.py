"""A document becomes a work with files: one for each language and version. What there is becomes the first version."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dialogue_portal.uploads

LANGUAGES = [
    ("ar", "Arabic"),
    ("zh-hans", "Chinese"),
    ("en", "English"),
    ("fr", "French"),
    ("ru", "Russian"),
    ("es", "Spanish"),
]
FILE_COLUMNS = ("file", "file_name", "content_type", "size", "sha256")
NOT_KNOWN = {"uploaded_at": None, "uploaded_by": None}


def give_files(apps, schema_editor):
    """Each document's file as its first version, in the language that was its only one."""
    files = apps.get_model("dialogue_sessions", "DocumentFile")
    for document in apps.get_model("dialogue_sessions", "Document").objects.all():
        columns = {name: getattr(document, name) for name in FILE_COLUMNS}
        files.objects.create(document=document, language=document.original_language, **NOT_KNOWN, **columns)


def take_files(apps, schema_editor):
    """The way back, with what one document can hold: the current file of its original language, or any other."""
    for document in apps.get_model("dialogue_sessions", "Document").objects.all():
        files = document.files.filter(is_current=True)
        kept = files.filter(language=document.original_language).first() or files.first()
        if kept:
            for name in FILE_COLUMNS:
                setattr(document, name, getattr(kept, name))
            document.save()


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue_sessions", "0009_texts_in_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            "document",
            {"ordering": ["kind", "title"], "verbose_name": "document", "verbose_name_plural": "documents"},
        ),
        migrations.RenameField("document", "language", "original_language"),
        migrations.AlterField(
            "document",
            "original_language",
            models.CharField(choices=LANGUAGES, default="en", max_length=10, verbose_name="original language"),
        ),
        migrations.AddField(
            "document", "symbol", models.CharField(blank=True, default="", max_length=60, verbose_name="symbol"), False
        ),
        migrations.AddField(
            "document", "embargo_until", models.DateTimeField(blank=True, null=True, verbose_name="embargo until")
        ),
        migrations.AddField("document", "revision", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("document", "client_token", models.UUIDField(editable=False, null=True, unique=True)),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=dialogue_portal.uploads.random_path, verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="file name")),
                ("content_type", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveBigIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "language",
                    models.CharField(choices=LANGUAGES, default="en", max_length=10, verbose_name="language"),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="version")),
                ("is_current", models.BooleanField(default=True, editable=False, verbose_name="current")),
                ("change", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="dialogue_sessions.document",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a document",
                "verbose_name_plural": "files of documents",
                "ordering": ["language", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "language", "number"), name="one_file_per_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("document", "language"),
                        name="one_current_file_per_language",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_files, take_files),
        migrations.RemoveField("document", "file"),
        migrations.RemoveField("document", "file_name"),
        migrations.RemoveField("document", "content_type"),
        migrations.RemoveField("document", "size"),
        migrations.RemoveField("document", "sha256"),
        migrations.AlterField(
            "document",
            "kind",
            models.CharField(
                choices=[
                    ("concept_note", "Concept note"),
                    ("programme", "Programme"),
                    ("report", "Report of the Secretary-General"),
                    ("statement", "Statement"),
                    ("summary", "Summary"),
                    ("resource", "Training or toolkit"),
                    ("other", "Other document"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
