import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import lifelong.lib.clock
import lifelong.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('channels', '0001_initial'),
        ('commerce', '0001_initial'),
        ('concessions', '0001_initial'),
        ('conversations', '0001_initial'),
        ('customers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Play',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('outreach', 'Proactive outreach'), ('follow-up', 'Follow-up'), ('retention', 'Retention')], max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('begun_at', models.DateTimeField(default=lifelong.lib.clock.now)),
                ('is_on', models.BooleanField(default=False)),
                ('holdout', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(50)])),
                ('from_minute', models.PositiveSmallIntegerField(default=540)),
                ('to_minute', models.PositiveSmallIntegerField(default=1200)),
                ('halted_at', models.DateTimeField(null=True)),
                ('halted_why', models.CharField(default='', max_length=300)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.brand')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concessions.authoritylevel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'kind', 'name'), name='one_play_per_name'), models.UniqueConstraint(condition=models.Q(('kind__in', ('outreach', 'retention'))), fields=('brand', 'kind'), name='one_play_where_a_brand_has_one'), models.CheckConstraint(condition=models.Q(('from_minute__lt', models.F('to_minute')), ('to_minute__lte', 1440)), name='a_play_has_hours')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('begun_at', models.DateTimeField()),
                ('season', models.CharField(max_length=7)),
                ('holdout', models.PositiveSmallIntegerField()),
                ('arm', models.CharField(choices=[('treatment', 'treatment'), ('holdout', 'holdout'), ('owed', 'owed')], max_length=10)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('done', 'done'), ('stopped', 'stopped'), ('held', 'held out')], max_length=10)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('why', models.CharField(default='', max_length=20)),
                ('replied_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.contact')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='commerce.order')),
                ('play', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='plays.play')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='case_due'), models.Index(fields=['customer', '-begun_at'], name='case_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('play', 'subject'), name='one_case_per_subject'), models.CheckConstraint(condition=models.Q(models.Q(('arm', 'holdout'), _negated=True), models.Q(('state', 'held'), ('step', 0)), _connector='OR'), name='who_is_held_out_hears_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='conversations.entry')),
                ('step', models.PositiveSmallIntegerField()),
                ('purpose', models.CharField(choices=[('answers', 'answers'), ('updates', 'news of their orders'), ('offers', 'offers')], max_length=10)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='touches', to='plays.case')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-at'], name='touch_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('case', 'step'), name='one_touch_per_step')],
            },
        ),
    ]
