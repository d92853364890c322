from django.db import migrations, models
from django.utils import timezone

from dialogue_portal.search_engines import set_up, take_down


class Migration(migrations.Migration):
    dependencies = [("dialogue_portal", "0003_exports")]
    operations = [
        # SQLite makes the table anew, and would leave the index behind.
        migrations.RunPython(
            lambda _apps, editor: take_down(editor.connection), lambda _apps, editor: set_up(editor.connection)
        ),
        migrations.AddField("searchentry", "since", models.DateTimeField(db_index=True, default=timezone.now)),
        migrations.RunPython(
            lambda _apps, editor: set_up(editor.connection), lambda _apps, editor: take_down(editor.connection)
        ),
    ]
