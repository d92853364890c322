from django.db import migrations

from summaries.frozen import install_trigger, remove_trigger


class Migration(migrations.Migration):
    dependencies = [("summaries", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda _apps, editor: install_trigger(editor.connection),
            lambda _apps, editor: remove_trigger(editor.connection),
        )
    ]
