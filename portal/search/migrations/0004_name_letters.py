from django.db import migrations, models


class Migration(migrations.Migration):
    """Names as they stand in folded texts: `prepare` makes the index anew, which fills them."""

    dependencies = [
        ("search", "0003_trigrams"),
    ]

    operations = [
        migrations.AddField(
            model_name="name",
            name="letters",
            field=models.CharField(db_default="", max_length=300),
        ),
    ]
