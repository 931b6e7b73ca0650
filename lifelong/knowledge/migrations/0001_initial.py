import django.contrib.postgres.fields
import django.db.models.deletion
import lifelong.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('channels', '0001_initial'),
        ('conversations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('reply-text', 'Reply text')], default='reply-text', max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('shortcut', models.CharField(max_length=40, unique=True)),
                ('channel_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('live', 'Live'), ('worklist', 'Mail and tasks')], max_length=20), default=list, size=None)),
                ('is_active', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.brand')),
                ('topics', models.ManyToManyField(related_name='+', to='conversations.topic')),
            ],
        ),
        migrations.CreateModel(
            name='AnswerVersion',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.answer')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('answer', 'number'), name='one_version_per_number')],
            },
        ),
        migrations.CreateModel(
            name='AnswerText',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=12)),
                ('subject', models.CharField(default='', max_length=200)),
                ('body', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='knowledge.answerversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'language'), name='one_text_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Saying',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.entry')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sayings', to='knowledge.answertext')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'text'), name='said_once_per_entry')],
            },
        ),
    ]
