"""The last day of what is due, and indexes by which the next days to come are found."""

import policies.models.fields
from django.db import migrations
from portal.dates.edtf import bounds


def fill(apps, schema_editor):
    """Derives the last day from each date that there is, as saving does."""
    targets = apps.get_model("measures", "Target").objects.using(schema_editor.connection.alias)
    for due in targets.exclude(due="").order_by().values_list("due", flat=True).distinct():
        targets.filter(due=due).update(due_until=bounds(due)[1])


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_slides"),
    ]

    operations = [
        migrations.AddField(
            model_name="target",
            name="due_until",
            field=policies.models.fields.BoundField(db_index=True, end=True, of="due"),
        ),
        migrations.AlterField(
            model_name="exportcontrol",
            name="suspended_until_to",
            field=policies.models.fields.BoundField(db_index=True, end=True, of="suspended_until"),
        ),
        migrations.AlterField(
            model_name="traderemedy",
            name="duty_until",
            field=policies.models.fields.BoundField(db_index=True, end=True, of="duty_period"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
