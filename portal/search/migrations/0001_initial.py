import django.utils.timezone
from django.db import migrations, models

import portal.search.grams


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('corpus', models.PositiveIntegerField()),
                ('row', models.BigIntegerField()),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('origins', models.TextField()),
                ('grams', portal.search.grams.GramsField(editable=False, null=True)),
            ],
            options={
                'indexes': [portal.search.grams.GramsIndex(fields=['grams'], name='search_grams')],
                'constraints': [models.CheckConstraint(condition=models.Q(('corpus__lt', 1024)), name='search_document_corpus_has_room')],
            },
        ),
        migrations.CreateModel(
            name='Unanswered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.CharField(max_length=200, unique=True, verbose_name='words asked for')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='times')),
                ('first', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first asked')),
                ('last', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last asked')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'ordering': ['-last', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='search_layout_single')],
            },
        ),
        migrations.CreateModel(
            name='Name',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('corpus', models.PositiveIntegerField()),
                ('row', models.BigIntegerField()),
                ('folded', models.CharField(db_index=True, max_length=300)),
                ('written', models.CharField(max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['corpus', 'row'], name='search_name_owner')],
            },
        ),
        portal.search.grams.RunSQLOn(
            'sqlite',
            "CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', detail='none', tokenize='ascii')",
            'DROP TABLE search_grams',
        ),
        # Folded texts and grams lie apart from the rows, which then lie close together: a word of up
        # to three characters is found by the rows alone, in fourteen times fewer pages.
        portal.search.grams.RunSQLOn(
            'postgresql',
            'ALTER TABLE search_document SET (toast_tuple_target = 128)',
            'ALTER TABLE search_document RESET (toast_tuple_target)',
        ),
    ]
