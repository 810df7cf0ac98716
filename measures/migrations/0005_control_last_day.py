from django.db import migrations

import policies.models.base
from policies.dates import bounds


def fill(apps, schema_editor):
    """The last day of each control that ended, as a save would write it."""
    controls = apps.get_model('measures', 'ExportControl').objects
    for pk, ended in controls.exclude(ended='').values_list('pk', 'ended'):
        controls.filter(pk=pk).update(ended_until=bounds(ended)[1])


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0004_orders_in_the_index_alone'),
    ]

    operations = [
        migrations.AddField(
            model_name='exportcontrol',
            name='ended_until',
            field=policies.models.base.BoundField(end=True, of='ended'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
