"""Two lines of migrations are one again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_vocab"), ("policies", "0003_terms")]

    operations = []
