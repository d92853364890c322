"""Load the Member States and observers from `accounts/data/delegations.csv`."""

import csv
from pathlib import Path

from django.db import migrations

SOURCE = Path(__file__).resolve().parent.parent / "data" / "delegations.csv"


def load(apps, schema_editor):
    Delegation = apps.get_model("accounts", "Delegation")
    # Codes are read as text: Namibia is "NA", Afghanistan's M49 code "004".
    with SOURCE.open(encoding="utf-8", newline="") as file:
        Delegation.objects.bulk_create(
            Delegation(
                short_name=row["short_name_en"],
                official_name=row["official_name_en"],
                iso2=row["iso2"],
                iso3=row["iso3"],
                m49=row["m49"],
                regional_group=row["regional_group"],
                kind=row["kind"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
