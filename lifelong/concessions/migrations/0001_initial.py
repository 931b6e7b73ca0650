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
        ('commerce', '0001_initial'),
        ('conversations', '0001_initial'),
        ('customers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guard',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='AuthorityLevel',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('currency', models.CharField(max_length=3)),
                ('rank', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'currency'), name='one_level_per_name'), models.UniqueConstraint(fields=('rank', 'currency'), name='one_level_per_rank')],
            },
        ),
        migrations.CreateModel(
            name='LevelVersion',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('holds_from', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('per_customer', models.BigIntegerField()),
                ('per_agent', models.BigIntegerField()),
                ('period_days', models.PositiveSmallIntegerField()),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='concessions.authoritylevel')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'holds_from'), name='one_version_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='LevelLimit',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('refund', 'refund'), ('discount', 'discount code'), ('credit', 'store credit'), ('reship', 'new parcel')], max_length=10)),
                ('most', models.BigIntegerField()),
                ('percent', models.PositiveSmallIntegerField(null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('damaged', 'arrived damaged'), ('wrong', 'not what was ordered'), ('lost', 'never arrived'), ('late', 'arrived late'), ('cancelled', 'cancelled before it was shipped'), ('regretted', 'not liked'), ('goodwill', 'goodwill'), ('retention', 'to keep the customer')], max_length=12), default=list, size=None)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='limits', to='concessions.levelversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'kind'), name='one_limit_per_kind'), models.CheckConstraint(condition=models.Q(('percent', None), ('percent__lte', 100), _connector='OR'), name='at_most_the_whole_order')],
            },
        ),
        migrations.CreateModel(
            name='Concession',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('refund', 'refund'), ('discount', 'discount code'), ('credit', 'store credit'), ('reship', 'new parcel')], max_length=10)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.CharField(choices=[('damaged', 'arrived damaged'), ('wrong', 'not what was ordered'), ('lost', 'never arrived'), ('late', 'arrived late'), ('cancelled', 'cancelled before it was shipped'), ('regretted', 'not liked'), ('goodwill', 'goodwill'), ('retention', 'to keep the customer')], max_length=12)),
                ('due', models.BooleanField()),
                ('buyer', models.CharField(default='', max_length=120)),
                ('items', models.JSONField(default=dict)),
                ('address', models.CharField(default='', max_length=64)),
                ('state', models.CharField(choices=[('asked', 'asked for'), ('declined', 'declined'), ('lapsed', 'not decided in time'), ('granted', 'granted'), ('done', 'done'), ('failed', 'failed'), ('unknown', 'perhaps done')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('granted_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('ref', models.CharField(default='', max_length=120)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('in_doubt', models.BooleanField(default=False)),
                ('words', models.CharField(default='', max_length=500)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.connection')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.contact')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.order')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concessions.levelversion')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-granted_at'], name='concession_of_customer'), models.Index(fields=['order'], name='concession_of_order'), models.Index(fields=['authority_of', '-granted_at'], name='concession_by_authority'), models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address', '-granted_at'], name='concession_to_address'), models.Index(condition=models.Q(('state', 'granted')), fields=['next_try_at'], name='concession_to_carry_out')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='something_is_given'), models.CheckConstraint(condition=models.Q(('due', True), ('state__in', ['asked', 'declined', 'lapsed']), models.Q(('authority_of__isnull', False), ('version__isnull', False)), models.Q(('agent', None), ('version__isnull', False)), _connector='OR'), name='granted_beyond_policy_by_somebodys_authority')],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('holds_from', models.DateTimeField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('claim_days', models.PositiveSmallIntegerField()),
                ('return_days', models.PositiveSmallIntegerField()),
                ('lost_after_days', models.PositiveSmallIntegerField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('signals', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('often', 'got something three times or more in 90 days'), ('address', 'others at the same address got something in 90 days')], max_length=10), default=list, size=None)),
                ('asked_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('granted', models.BooleanField(null=True)),
                ('words', models.CharField(default='', max_length=300)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concessions.authoritylevel')),
                ('concession', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='concessions.concession')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decided_at', None)), fields=['until'], name='approval_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('granted', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('granted__isnull', False)), _connector='OR'), name='decided_by_somebody_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(choices=[('granted', 'Granted'), ('done', 'Done'), ('failed', 'Failed')], max_length=10)),
                ('debit', models.CharField(choices=[('conceded', 'conceded'), ('due', 'due'), ('outstanding', 'outstanding'), ('handed-over', 'handed over')], max_length=12)),
                ('credit', models.CharField(choices=[('conceded', 'conceded'), ('due', 'due'), ('outstanding', 'outstanding'), ('handed-over', 'handed over')], max_length=12)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('damaged', 'arrived damaged'), ('wrong', 'not what was ordered'), ('lost', 'never arrived'), ('late', 'arrived late'), ('cancelled', 'cancelled before it was shipped'), ('regretted', 'not liked'), ('goodwill', 'goodwill'), ('retention', 'to keep the customer')], max_length=12)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='concessions.concession')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='concessions.authoritylevel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('concession', 'step'), name='one_entry_per_step'), models.UniqueConstraint(condition=models.Q(('step', 'granted'), _negated=True), fields=('concession',), name='settled_one_way'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('debit', models.F('credit')), _negated=True)), name='from_one_account_to_another')],
            },
        ),
        migrations.CreateModel(
            name='LevelHolding',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('currency', models.CharField(max_length=3)),
                ('held_from', models.DateTimeField()),
                ('held_until', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='concessions.authoritylevel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('held_until', None)), fields=('agent', 'currency'), name='one_level_at_a_time')],
            },
        ),
    ]
