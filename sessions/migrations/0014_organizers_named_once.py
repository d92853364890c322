"""Nobody organizes a side event twice: of doubles one is kept, as organizer if either was, with the right of either."""

from django.db import migrations, models
from django.db.models.functions import Lower


def merge_doubles(apps, schema_editor):
    kept = {}
    # Those that lead come first.
    for row in apps.get_model("dialogue_sessions", "Organizer").objects.order_by("-is_lead", "number"):
        key = (row.session_id, row.delegation_id, row.organization_id, row.name.lower())
        first = kept.setdefault(key, row)
        if first is row:
            continue
        if row.members_edit and not first.members_edit:
            first.members_edit = True
            first.save(update_fields=["members_edit"])
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("dialogue_sessions", "0013_side_events")]

    operations = [
        migrations.RunPython(merge_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            "organizer", models.UniqueConstraint(fields=("session", "delegation"), name="delegation_organizes_once")
        ),
        migrations.AddConstraint(
            "organizer", models.UniqueConstraint(fields=("session", "organization"), name="organization_organizes_once")
        ),
        migrations.AddConstraint(
            "organizer",
            models.UniqueConstraint(
                "session", Lower("name"), condition=~models.Q(name=""), name="partner_organizes_once"
            ),
        ),
        migrations.AlterConstraint(
            "eventspeaker",
            "event_speaker_is_somebody",
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(functional_title="") | ~models.Q(represents=""),
                name="event_speaker_is_somebody",
                violation_error_message="Say who will speak: a name, a title, or for whom.",
            ),
        ),
    ]
