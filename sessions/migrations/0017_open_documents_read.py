"""Until now the words of OpenDocument files were not read: forget that, so that `rebuild_search_index` reads them."""

from django.db import migrations
from django.db.migrations.state import StateApps

ODT = "application/vnd.oasis.opendocument.text"


def forget(apps: StateApps, schema_editor: object) -> None:
    apps.get_model("dialogue_sessions", "FileText").objects.filter(file__content_type=ODT, text="").delete()


class Migration(migrations.Migration):
    dependencies = [("dialogue_sessions", "0016_mandate_and_agenda_item")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
