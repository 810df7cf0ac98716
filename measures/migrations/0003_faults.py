"""On SQLite the rules of all tables are written anew, in functions that SQLite itself knows."""

from django.db import migrations

from policies.models.fields import PatternConstraint

APPS = ("policies", "measures")


def write_rules_anew(apps, schema_editor):
    """SQLite makes a table anew, with all its rules, when it is given one of them."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for model in apps.get_models():
        held = [rule for rule in model._meta.constraints if isinstance(rule, PatternConstraint)]
        if model._meta.app_label in APPS and held:
            schema_editor.add_constraint(model, held[0])


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_core"), ("policies", "0002_core")]

    operations = [migrations.RunPython(write_rules_anew, migrations.RunPython.noop, elidable=True)]
