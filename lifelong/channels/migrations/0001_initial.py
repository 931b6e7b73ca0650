import django.contrib.postgres.fields
import django.db.models.deletion
import lifelong.lib.ids
import lifelong.lib.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('accent', models.CharField(default='#3d52c4', max_length=9)),
                ('hours', models.JSONField(default=dict)),
                ('logo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('connector', models.CharField(default='email', max_length=20)),
                ('key', models.CharField(default=lifelong.lib.ids.new_key, max_length=43, unique=True)),
                ('settings', models.JSONField(default=dict)),
                ('secrets', lifelong.lib.sealing.SealedJSONField(null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refused_why', models.CharField(default='', max_length=300)),
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='channels.brand')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Inbox',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('hours', models.JSONField(default=dict)),
                ('targets', models.JSONField(default=dict)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inboxes', to='channels.brand')),
                ('members', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='accounts.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'name'), name='inbox_name_per_brand')],
            },
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('connector', models.CharField(default='email', max_length=20)),
                ('key', models.CharField(default=lifelong.lib.ids.new_key, max_length=43, unique=True)),
                ('settings', models.JSONField(default=dict)),
                ('secrets', lifelong.lib.sealing.SealedJSONField(null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refused_why', models.CharField(default='', max_length=300)),
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], max_length=20)),
                ('address', models.CharField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='channels.brand')),
                ('inbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='channels.inbox')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='one_endpoint_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('of', models.CharField(choices=[('unprocessed', 'waiting to be read'), ('stored', 'stored'), ('duplicate', 'a copy of one we have'), ('parked', 'parked'), ('quarantined', 'in quarantine'), ('blocked', 'blocked'), ('put-away', 'put away')], max_length=20)),
                ('began_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
                ('over_at', models.DateTimeField(null=True)),
                ('stopped', models.BooleanField(default=False)),
                ('became', models.JSONField(default=dict)),
                ('began_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['of', '-began_at'], name='round_by_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('over_at', None)), fields=('of',), name='one_round_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('connector', models.CharField(max_length=20)),
                ('received_at', models.DateTimeField()),
                ('body', lifelong.lib.sealing.SealedField()),
                ('envelope', lifelong.lib.sealing.SealedJSONField()),
                ('state', models.CharField(choices=[('unprocessed', 'waiting to be read'), ('stored', 'stored'), ('duplicate', 'a copy of one we have'), ('parked', 'parked'), ('quarantined', 'in quarantine'), ('blocked', 'blocked'), ('put-away', 'put away')], default='unprocessed', max_length=20)),
                ('reason', models.CharField(default='', max_length=300)),
                ('summary', lifelong.lib.sealing.SealedJSONField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('settled_at', models.DateTimeField(null=True)),
                ('let_in', models.BooleanField(default=False)),
                ('put_away_why', models.CharField(db_default='', default='', max_length=300)),
                ('put_away_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('put_away_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.connection')),
                ('endpoint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.endpoint')),
                ('round', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.round')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'unprocessed')), fields=['received_at'], name='delivery_to_read'), models.Index(fields=['state', 'received_at'], name='delivery_by_state'), models.Index(condition=models.Q(('endpoint__isnull', False)), fields=['endpoint', '-received_at'], name='delivery_by_endpoint'), models.Index(condition=models.Q(('connection__isnull', False)), fields=['connection', '-received_at'], name='delivery_by_connection'), models.Index(condition=models.Q(('round__isnull', False)), fields=['round', 'state'], name='delivery_of_round')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('connector', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connector', 'digest'), name='one_block_per_sender')],
            },
        ),
        migrations.CreateModel(
            name='PutAway',
            fields=[
                ('step', models.CharField(choices=[('all', 'all of them'), ('hours', 'opening hours'), ('heroes', 'heroes'), ('backups', 'backups')], max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Probe',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField()),
                ('refusal', models.CharField(default='', max_length=300)),
                ('returned_at', models.DateTimeField(null=True)),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='probes', to='channels.endpoint')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['endpoint', '-sent_at'], name='probe_by_age')],
            },
        ),
    ]
