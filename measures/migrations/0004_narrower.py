"""Two lines of migrations are one again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_vocab"), ("measures", "0003_chairs_statement")]

    operations = []
