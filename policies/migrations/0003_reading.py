

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0002_core'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attachment',
            name='policies_attachment_kind_known',
        ),
        migrations.AddField(
            model_name='section',
            name='was_read',
            field=models.BooleanField(default=True, help_text='Until then the section does not say that it holds nothing.', verbose_name='read to its end'),
        ),
        migrations.AddField(
            model_name='sourcedocument',
            name='state',
            field=models.CharField(choices=[('registered', 'Registered'), ('reading', 'Being read'), ('read', 'Read')], default='read', help_text='Until it is read, nothing follows from what it does not say.', max_length=10, verbose_name='state of reading'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='kind',
            field=models.CharField(choices=[('text', 'Text'), ('pdf', 'PDF'), ('pptx', 'PowerPoint')], max_length=4, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'pdf', 'pptx'])), name='policies_attachment_kind_known', violation_error_message='Unknown value.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedocument',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['registered', 'reading', 'read'])), name='policies_sourcedocument_state_known', violation_error_message='Unknown value.'),
        ),
    ]
