import django.core.validators
import django.db.models.deletion
import sessions.models.format_rules
import uuid
from django.db import migrations, models


DIALOGUE_PHASES = ["intents", "applications", "statements", "consultation"]
# The interactive dialogue as at CSW63 (concept note, "Format and participation"); the closing's fifteen minutes and all
# figures of the other kinds are usual practice, for staff to adjust. A segment has its minutes.
KINDS = {
    "interactive_dialogue": {
        "minutes": 180,
        "phase_keys": DIALOGUE_PHASES,
        "open_to": ["delegations", "accredited", "nominated", "invited"],
        "segments": [
            ("opening", 15),
            ("dialogue", 150),
            ("closing", 15),
        ],
    },
    "round_table": {
        "minutes": 90,
        "stakeholders_min": 0,
        "stakeholders_max": 0,
        "phase_keys": ["intents", "statements", "consultation"],
        "open_to": ["delegations"],
        "segments": [
            ("remarks", 10),
            ("dialogue", 70),
            ("closing", 10),
        ],
    },
    "expert_panel": {
        "minutes": 180,
        "stakeholders_min": 0,
        "stakeholders_max": 0,
        "phase_keys": ["intents", "statements"],
        "open_to": ["delegations", "accredited", "invited"],
        "segments": [
            ("panel", 45),
            ("discussion", 120),
            ("closing", 15),
        ],
    },
    "side_event": {
        "minutes": 75,
        "stakeholders_min": 0,
        "stakeholders_max": 0,
        "phase_keys": [],
        "open_to": ["delegations", "accredited", "invited"],
        "segments": [
            ("remarks", 15),
            ("discussion", 50),
            ("closing", 10),
        ],
    },
}


def load(apps, schema_editor):
    """The four kinds; one that is there already is left alone."""
    kinds, segments = (apps.get_model("dialogue_sessions", name) for name in ("Kind", "KindSegment"))
    for key, values in KINDS.items():
        rules = {name: value for name, value in values.items() if name != "segments"}
        opening = dict(values["segments"]).get("opening", 0)
        kind, is_new = kinds.objects.get_or_create(kind=key, defaults={"opening_minutes": opening, **rules})
        if is_new:
            segments.objects.bulk_create(
                segments(kind=kind, number=number, segment=segment, minutes=minutes)
                for number, (segment, minutes) in enumerate(values["segments"], start=1)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue_sessions", "0006_rehearsals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "initial_seconds",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(3600),
                        ],
                        verbose_name="seconds for an initial comment",
                    ),
                ),
                (
                    "follow_up_seconds",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(3600),
                        ],
                        verbose_name="seconds for a follow-up",
                    ),
                ),
                (
                    "opening_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="minutes of the opening with stakeholders",
                    ),
                ),
                (
                    "stakeholders_min",
                    models.PositiveSmallIntegerField(default=3, verbose_name="stakeholders, at least"),
                ),
                ("stakeholders_max", models.PositiveSmallIntegerField(default=4, verbose_name="stakeholders, at most")),
                ("keeps_speakers_list", models.BooleanField(default=False, verbose_name="a speakers’ list is kept")),
                ("shows_overtime", models.BooleanField(default=False, verbose_name="the public screen shows overtime")),
                (
                    "phase_keys",
                    models.JSONField(
                        blank=True, default=sessions.models.format_rules.dialogue_phases, verbose_name="phases"
                    ),
                ),
                (
                    "open_to",
                    models.JSONField(
                        blank=True,
                        default=sessions.models.format_rules.dialogue_participants,
                        verbose_name="who may take part",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interactive_dialogue", "Interactive dialogue"),
                            ("round_table", "Ministerial round table"),
                            ("expert_panel", "Expert panel"),
                            ("side_event", "Side event"),
                        ],
                        editable=False,
                        max_length=30,
                        primary_key=True,
                        serialize=False,
                        verbose_name="kind",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=180, verbose_name="minutes of the meeting")),
            ],
            options={
                "verbose_name": "kind of meeting",
                "verbose_name_plural": "kinds of meetings",
                "ordering": ["kind"],
            },
        ),
        migrations.CreateModel(
            name="KindSegment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "segment",
                    models.CharField(
                        choices=[
                            ("opening", "Opening with stakeholders"),
                            ("remarks", "Opening remarks"),
                            ("panel", "Presentations by the panel"),
                            ("dialogue", "Dialogue among ministers"),
                            ("discussion", "Discussion"),
                            ("closing", "Closing"),
                        ],
                        max_length=10,
                        verbose_name="segment",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="open_to",
            field=models.JSONField(
                blank=True, default=sessions.models.format_rules.dialogue_participants, verbose_name="who may take part"
            ),
        ),
        migrations.AddField(
            model_name="dialoguesession",
            name="phase_keys",
            field=models.JSONField(
                blank=True, default=sessions.models.format_rules.dialogue_phases, verbose_name="phases"
            ),
        ),
        migrations.AddConstraint(
            model_name="kind",
            constraint=models.CheckConstraint(
                condition=models.Q(("stakeholders_min__lte", models.F("stakeholders_max"))),
                name="kind_stakeholders_min_to_max",
            ),
        ),
        migrations.AddConstraint(
            model_name="kind",
            constraint=models.CheckConstraint(
                condition=models.Q(("follow_up_seconds__gt", 0), ("initial_seconds__gt", 0)),
                name="kind_speaking_times_positive",
            ),
        ),
        migrations.AddField(
            model_name="kindsegment",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="segments", to="dialogue_sessions.kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="kindsegment",
            constraint=models.UniqueConstraint(fields=("kind", "number"), name="one_kind_segment_per_number"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
