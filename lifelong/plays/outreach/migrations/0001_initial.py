import django.db.models.deletion
import lifelong.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('knowledge', '0001_initial'),
        ('plays', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MassIncident',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('carrier', models.CharField(max_length=40)),
                ('cause', models.CharField(choices=[('at_risk', 'due today, and not out for delivery'), ('overdue', 'its day is over'), ('stalled', 'has not moved'), ('delay', 'delayed'), ('weather', 'held up by the weather'), ('customs', 'held by customs'), ('payment', 'held until something is paid'), ('documents', 'held for want of documents'), ('attempt_failed', 'delivery was tried in vain'), ('not_picked_up', 'waits to be picked up'), ('address', 'the address is wrong'), ('refused', 'was refused'), ('exception', 'something is wrong'), ('lost', 'lost'), ('damaged', 'damaged'), ('returned', 'goes back to the sender')], max_length=20)),
                ('found_at', models.DateTimeField()),
                ('parcels', models.PositiveIntegerField()),
                ('usual', models.FloatField()),
                ('state', models.CharField(choices=[('found', 'waits for a lead'), ('approved', 'customers are told'), ('declined', 'nobody is told')], default='found', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('wave', models.PositiveIntegerField(default=0)),
                ('over_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('play', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mass_incidents', to='plays.play')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('over_at', None)), fields=('play', 'carrier', 'cause'), name='one_mass_incident_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='plays.case')),
                ('mass', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='outreach.massincident')),
            ],
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('at_risk', 'due today, and not out for delivery'), ('overdue', 'its day is over'), ('stalled', 'has not moved'), ('delay', 'delayed'), ('weather', 'held up by the weather'), ('customs', 'held by customs'), ('payment', 'held until something is paid'), ('documents', 'held for want of documents'), ('attempt_failed', 'delivery was tried in vain'), ('not_picked_up', 'waits to be picked up'), ('address', 'the address is wrong'), ('refused', 'was refused'), ('exception', 'something is wrong'), ('lost', 'lost'), ('damaged', 'damaged'), ('returned', 'goes back to the sender')], max_length=20)),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], default='', max_length=20)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.answer')),
                ('play', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='plays.play')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('play', 'cause', 'channel', 'place'), name='one_template_per_place')],
            },
        ),
    ]
