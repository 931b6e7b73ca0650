import django.contrib.postgres.fields
import django.db.models.deletion
import lifelong.lib.clock
import lifelong.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('conversations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('ringing', 'ringing'), ('given', 'given'), ('accepted', 'accepted'), ('declined', 'declined'), ('missed', 'missed'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('rings_until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('parts', models.JSONField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', '-at'], name='offer_of_conversation'), models.Index(fields=['agent', '-at'], name='offer_to_agent'), models.Index(condition=models.Q(('state', 'ringing')), fields=['agent'], name='offer_ringing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('conversation',), name='one_open_offer_per_conversation')],
            },
        ),
        migrations.CreateModel(
            name='OnCall',
            fields=[
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('turn', models.PositiveSmallIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Stake',
            fields=[
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='conversations.conversation')),
                ('risks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('cancellation', 'Cancellation'), ('legal', 'Legal'), ('safety', 'Safety'), ('chargeback', 'Chargeback'), ('repeat-complaint', 'Repeat complaint'), ('abuse', 'Abuse'), ('first-order', 'First order'), ('late-order', 'Late order'), ('high-value', 'High value')], max_length=20), size=None)),
                ('value', models.FloatField()),
                ('currency', models.CharField(default='', max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_at', None)), fields=('agent',), name='one_certificate_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='LicenceCost',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('from_day', models.DateField()),
                ('until_day', models.DateField(null=True)),
                ('amount', models.PositiveIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('per_agent', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'from_day'), name='one_licence_cost_per_day'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='licence_in_a_currency'), models.CheckConstraint(condition=models.Q(('until_day', None), ('until_day__gt', models.F('from_day')), _connector='OR'), name='licence_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('signed_on_at', models.DateTimeField()),
                ('signed_off_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField()),
                ('screen_at', models.DateTimeField(default=lifelong.lib.clock.now)),
                ('ended_how', models.CharField(choices=[('by-hero', 'signed off'), ('let-go', 'let go'), ('forgotten', 'forgot to sign off')], default='', max_length=10)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['agent', 'signed_on_at'], name='shift_of_agent')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('signed_off_at', None)), fields=('agent',), name='one_open_shift_per_agent'), models.CheckConstraint(condition=models.Q(('signed_off_at', None), ('signed_off_at__gte', models.F('signed_on_at')), _connector='OR'), name='shift_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Away',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[('break', 'Break'), ('meal', 'Meal'), ('meeting', 'Meeting'), ('training', 'Training'), ('other', 'Something else')], max_length=20)),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to='routing.shift')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('shift',), name='one_open_absence_per_shift'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('from_at')), _connector='OR'), name='absence_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Wage',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('from_day', models.DateField()),
                ('amount', models.PositiveIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agent', 'from_day'), name='one_wage_per_day'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='wage_in_a_currency')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='routing.offer')),
                ('customer_id', models.UUIDField()),
                ('called_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['approver', 'until'], name='call_open')],
            },
        ),
    ]
