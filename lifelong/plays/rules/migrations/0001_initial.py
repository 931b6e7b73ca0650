import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import lifelong.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('channels', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rulebook',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('revision', models.UUIDField(default=lifelong.lib.ids.new_id)),
            ],
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('place', models.PositiveIntegerField()),
                ('is_on', models.BooleanField(default=False)),
                ('off_why', models.CharField(blank=True, choices=[('person', 'switched off by a person'), ('failing', 'it failed three times in a row and switched itself off')], default='', max_length=10)),
                ('switched_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.brand')),
                ('switched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('place',), name='one_rule_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_id', models.UUIDField()),
                ('moment', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rules.rule')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='occurrence_by_time')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'contact_id', 'moment'), name='comes_once')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('trigger', models.JSONField()),
                ('conditions', models.JSONField(default=dict)),
                ('steps', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='rules.rule')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'number'), name='one_rule_version_per_number')],
            },
        ),
        migrations.CreateModel(
            name='RuleRun',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField(null=True)),
                ('contact_id', models.UUIDField(null=True)),
                ('customer_id', models.UUIDField(null=True)),
                ('order_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('fired', 'fired'), ('not-met', 'did not fire'), ('too-deep', 'stopped: rules were setting off one another'), ('failed', 'failed')], max_length=10)),
                ('missed', models.JSONField(null=True)),
                ('did', models.JSONField(default=list)),
                ('error', models.CharField(default='', max_length=80)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('took_ms', models.PositiveIntegerField(default=0)),
                ('rule', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rules.rule')),
                ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rules.ruleversion')),
            ],
            options={
                'indexes': [models.Index(fields=['rule', '-at'], name='run_of_rule'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='run_by_time')],
            },
        ),
    ]
